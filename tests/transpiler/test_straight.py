"""Long programs tick as they go: what is done in a row is counted while they run."""

from __future__ import annotations

import contextlib
import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import cloche
from cloche.transpiler import Policy, transpile
from cloche.transpiler.rewrite.straight import LIMIT
from cloche.transpiler.verify.operations import MOST
from cloche.transpiler.vocabulary import SEARCH_WEIGHT
from harness import assert_same
from sampling import halved

NAMES = frozenset({"op", "manager", "few", "Bad"})
PLAIN = Policy(tools=NAMES, optimize=False)
#: What the verifier lets pass, twice, since what a tick stands before may go on behind it.
ROW = 2 * MOST


class Writer:
    """Writes programs whose operations are all calls of `op`."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._named = 0

    def expression(self, depth: int = 0) -> str:
        kind = self._random.randrange(8 if depth < 2 else 2)
        count = self._random.choice([2, 3] if depth else [2, 3, 40])
        inner = [self.expression(depth + 1) for _ in range(count if kind > 1 else 0)]
        match kind:
            case 0 | 1:
                return "op()"
            case 2:
                return f"op({', '.join(inner)})"
            case 3:
                return f"[{', '.join(inner)}]"
            case 4:
                return f"({' or '.join(inner)})"
            case 5:
                return f"({inner[0]} if {inner[1]} else op())"
            case 6:
                return f"[{inner[0]} for _ in few({inner[1]})]"
        return f"(lambda: {inner[0]})()"

    def suite(self, depth: int) -> str:
        count = self._random.choice([1, 2, 6] if depth < 2 else [1, 1, 4])
        lines = [self.statement(depth) for _ in range(count)]
        return "".join("    " * depth + line for line in lines)

    def statement(self, depth: int) -> str:
        kind, end = self._random.randrange(12 if depth < 2 else 4), "    " * depth
        if kind < 4:
            return f"{self.expression()}\n"
        inner, other = self.suite(depth + 1), self.suite(depth + 1)
        match kind:
            case 4:
                return f"if {self.expression()}:\n{inner}{end}else:\n{other}"
            case 5:
                return f"if op():\n{inner}{end}elif {self.expression()}:\n{other}"
            case 6:
                return f"for _ in few({self.expression()}):\n{inner}{end}else:\n{other}"
            case 7:
                return f"for _ in (1, 2, 3):\n{inner}"
            case 8:
                return f"with manager(op()):\n{inner}"
            case 9:
                return f"try:\n{inner}{end}except Bad:\n{other}"
            case 10:
                return f"try:\n{inner}{end}except Bad:\n{end}    pass\n{end}finally:\n{other}"
        self._named += 1
        name = f"g{self._named}"
        return f"def {name}(a=op()):\n{inner}{end}{name}()\n"


class Bad(ValueError):
    pass


class Meter:
    """Runs a guarded program without its guards, and counts what is done between two ticks."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._row = 0
        self._left = 20_000
        self.longest = 0

    def op(self, *_: Any) -> bool:
        self._row += 1
        self.longest = max(self.longest, self._row)
        self._left -= 1
        if self._left < 0:
            raise TimeoutError
        if not self._random.randrange(60):
            raise Bad
        return bool(self._random.randrange(2))

    def tick(self, _: Any) -> bool:
        self._row = 0
        return True

    def compress(self, items: Any, _: Any) -> Iterator[Any]:
        for item in items:
            self._row = 0
            yield item

    @contextlib.contextmanager
    def manager(self, _: Any) -> Iterator[None]:
        with contextlib.suppress(Bad):
            yield

    def run(self, text: str) -> None:
        names = {
            "op": self.op, "few": lambda n: range(3 * bool(n)), "manager": self.manager, "Bad": Bad,
            "__tick__": self.tick, "__ticks__": None, "__compress__": self.compress,
        }  # fmt: skip
        with contextlib.suppress(Bad, TimeoutError):
            exec(text, names)


#: Each Python takes other programs.
SEEDS = range(sys.version_info >= (3, 12), 40, 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_way_through_a_program_is_long(seed: int) -> None:
    writer = Writer(seed)
    source = "".join(writer.statement(0) for _ in range(5))
    text = transpile(source, PLAIN).text
    for way in range(3):
        meter = Meter(way)
        meter.run(text)
        assert meter.longest <= ROW


def test_one_tick_in_an_expression_is_enough() -> None:
    """That of a long way is that of a `finally`, which begins there."""
    source = """
def h(p):
    y += (7 + c)
try:
    k[-1] * q
    try: a = 'uv'
    except Exception: l = [l[1], m.pop()]
except Exception: x = f(l)
finally:
    for c, b in e.items(): l[1:] = [a, h(b)]
"""
    text = cloche.Sandbox().compile(source).guarded
    assert "__compress__(__tick__(__ticks__) and (e.items()), __ticks__)" in text


LONG = {
    "statements": "s = 'ab'\nn = 0\n" + "n += s.count('b') + len(s)\n" * 50 + "n",
    "on-one-line": "x = [1]\n" + "x.append(len(x)); " * 50 + "x",
    "elements": "class P:\n    def __init__(self, x): self.x = x\n"
    "[p.x for p in [" + "P(1), " * 100 + "]]",
    "dictionary": "{" + ", ".join(f"{n}: str({n})" for n in range(100)) + "}",
    "arguments": "max(" + ", ".join(f"len('{'x' * n}')" for n in range(40)) + ")",
    "sum": "a, b = 3, 'x'\n" + " + ".join(["a", "len(b)"] * 60),
    "texts": "a = 'a'\n" + " + ".join(["a", "'b'", "a.upper()"] * 16),
    "sets": "a = {1}\n" + " | ".join(["a", "{len('ab')}"] * 60),
    "alternatives": "a = 3\n" + " or ".join(f"a == len('{'x' * n}')" for n in range(40)),
    "elif": "a = 7\n" + "if a == len(''): b = 0\n"
    + "".join(f"elif a == len('{'x' * n}'): b = {n}\n" for n in range(40)) + "b",
    "cases": "a = 7\nmatch a:\n" + "".join(f"    case {n}: b = {n}\n" for n in range(40)) + "b",
    "methods": "class C:\n" + "".join(
        f"    def f{n}(self, a: int | None = None) -> str | None: return {n}\n" for n in range(40)
    ) + "[C().f39(), str(C.f3.__annotations__)]",
    **{
        f"parameters-{name}": f"{head}def f("
        + ", ".join(f"a{n}: int | None = {n}" for n in range(40))
        + ") -> int | None: return a3\n[f(), str(f.__annotations__)]"
        for name, head in [("now", ""), ("later", "from __future__ import annotations\n")]
    },
    "decorated": "def d(n): return lambda f: f\n"
    + "".join(f"@d({n})\ndef f{n}(): return {n}\n" for n in range(40)) + "f39()",
    "defaults": "".join(f"def f{n}(a=len('x')): return a\n" for n in range(40)) + "f39()",
    "bases": "def b(): return object\n"
    + "".join(f"class C{n}(b()): pass\n" for n in range(40)) + "C39.__name__",
    "with": "import contextlib\n"
    + "with contextlib.nullcontext(len('ab')) as n: n += 1\n" * 30 + "n",
    "with-names": "import contextlib\nc = contextlib.nullcontext(1)\nn = 'ab'\n"
    + "with c: n = n.upper()\n" * 30 + "n",
    "with-many": "import contextlib\nc = contextlib.nullcontext(1)\nn = 'ab'\n"
    f"with {', '.join('c' * 20)}: n = n.upper()\nn.lower()",
    "errors": "n = 0\n" + "try: n += len(1)\nexcept TypeError as e: n += len(str(e))\n" * 30 + "n",
    "searches": "s = str(12)\n[" + "s.find('1'), '1' in s, s.count('2'), s.index('2'), " * 20 + "]",
    "searches-added": "s, n = str(12), 0\nfor _ in range(3):\n"
    + "    n = n + s.find('2')\n    n += s.find('1')\n" * 20 + "n",
    "searches-chosen": "s = str(12)\n"
    + "".join(f"{n} if '{n}' in s else " for n in range(9)) + "3",
    "searches-filtered": "s = str(12)\n[a for a in s " + "if a in s " * 40 + "]",
    "searches-matched": "s = str(12)\nmatch 2:\n"
    + "".join(f"    case {n % 3} if '{n}' in s: a = {n}\n" for n in range(40)) + "a",
    "text": "a = 'x'\nf\"" + "{a.upper()}{len(a)}" * 40 + '"',
    "generators": "(" + " + ".join(f"sum(n * {k} for n in range({k}))" for k in range(30)) + ")",
    "starred": "f = lambda *a, **k: (len(a), k)\nf(" + "*[len('a')], " * 40 + "k=len('b'))",
    "lambdas": "[f() for f in [" + "lambda: len('ab'), " * 60 + "]]",
    "awaits": "import asyncio\nasync def f(n): return n\nasync def main():\n    n = 0\n"
    + "    n += await f(1)\n" * 40 + "    return n\nasyncio.run(main())",
    "awaits-caught": "import asyncio\nasync def main():\n"
    + "    t = asyncio.ensure_future(asyncio.sleep(9)); await asyncio.sleep(0); t.cancel()\n" * 9
    + "    try: await t\n    except asyncio.CancelledError: print('caught')\nasyncio.run(main())",
    "nested": "[" + ", ".join("[" + "len('a'), " * 5 + "]" for _ in range(30)) + "]",
    "targets": "x = [0] * 3\n" + "x[0], x[len('a')], *x[2:] = len('b'), 1, 2\n" * 30 + "x",
}  # fmt: skip


@halved
@pytest.mark.parametrize("name", LONG)
def test_long_programs_are_what_they_are(name: str, tmp_path: Any) -> None:
    assert_same(LONG[name])
    text = cloche.rewrite(LONG[name])
    assert text.count("\n") == LONG[name].count("\n")


@pytest.mark.parametrize("name", ["statements", "on-one-line", "elements", "sum", "errors"])
def test_they_take_steps(name: str) -> None:
    with pytest.raises(cloche.StepLimitExceeded):
        cloche.Sandbox(limits=cloche.Limits(steps=1)).run(LONG[name])


@pytest.mark.parametrize("name", ["statements", "on-one-line", "errors", "elif", "decorated"])
def test_they_may_come_in_pieces(name: str) -> None:
    box = cloche.Sandbox()
    stream = box.stream()
    for at in range(0, len(LONG[name]), 50):
        stream.feed(LONG[name][at : at + 50])
    assert stream.finish().run() == box.run(LONG[name])


REFUSED = {
    "in-one-another": f"x = {'-' * 40}y",
    "compared": " < ".join(["y"] * 40),
    "dotted-cases": "match x:\n" + "".join(f"    case E.a{n}: pass\n" for n in range(40)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_tick_is_refused(name: str) -> None:
    (found,) = cloche.lint(REFUSED[name])
    assert (found.code, found.line) == ("CL406", 1)


def test_a_try_counts_for_several() -> None:
    source = "try: len(n)\nexcept TypeError as e: kept = e\n" * 12
    # The third is too much in a row, and so is each that follows: any of them may have failed.
    assert cloche.rewrite("n = ''\n" + source).count("__tick__") == 10


def test_short_programs_do_not_tick() -> None:
    for text, weight in (("s.pop(x)", 1), *((text, SEARCH_WEIGHT) for text in SEARCHES)):
        source = "s = x\n" + f"{text}\n" * (LIMIT // weight)
        policy = Policy(tools=frozenset({"x"}))
        assert "__tick__" not in transpile(source, policy).text
        assert transpile(f"{source}{text}\n0", policy).text.count("__tick__") == 1


#: What is native and may go through a long text.
SEARCHES = ["s.find(x)", "s.find('a', 1)", "s.count('a')", "s.index(-1)", "x in s", "'a' not in s"]


#: Long headers, whose parts tick one by one.
LONG_HEADERS = [
    "def f(x=0): return x\n" + "while not f(1): pass\nelse: f()\n" * 60,
    f"g = lambda: [{'str(1), ' * 60}]\ng()",
    "def d(): return lambda c: c\n" + "@d()\n" * 12 + "class C(*[object], **{}): x = 1\nC.x",
    f"def d(): return ()\nclass C({'*d(), ' * 40}): x = 1\nC.x",
    "def E(): return KeyError\ntry: 1/0\n" + "except E(): 2\n" * 40
    + "except ZeroDivisionError: print(3)",
    "def E(): return KeyError\ntry: raise ExceptionGroup('a', [ValueError(1), KeyError(2)])\n"
    + "except* E(): print('k')\n" * 30 + "except* ValueError as e: print(3, e)",
    "class M:\n  def __enter__(s): print('i')\n  def __exit__(s, *a): print('o')\n"
    f"with {', '.join(['M() as m'] * 18)}: print(1)",
    "def E(): return KeyError\n"
    + "try: {}[1]\nexcept (E() and KeyError) as e: print(repr(e))\n" * 40,
    "def d(): raise ValueError(1)\ndef ok(): return lambda c: c\n"
    + "@ok()\n" * 20 + "@d()\ndef f(): pass",
]  # fmt: skip


@pytest.mark.parametrize("source", LONG_HEADERS)
def test_long_headers_mean_the_same(source: str) -> None:
    assert_same(source)
