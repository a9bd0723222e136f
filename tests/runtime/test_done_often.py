"""What may be done any number of times without a step in between pays each time, or takes one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cloche
from cloche import runtime
from sampling import halved

MODULUS = "M = 2**61 - 1\n"
TEXTS = "a, b = 'x' * 400_000, 'x' * 399_999 + 'x'\n"
PAIRS = f"{TEXTS}s, t = {{(a, i) for i in range(60)}}, {{(b, i) for i in range(60)}}\n"
KEYS = f"{TEXTS}s, t = {{a + str(i) for i in range(60)}}, {{b + str(i) for i in range(60)}}\n"
WIDE = f"{MODULUS}B = (1 << 60_000) * M\ns = {{B + i * M for i in range(60)}}\nt = {{*s}}\n"
REFERENCES = "from weakref import WeakSet\nfs = [frozenset([i]) for i in range(99)]\n"
SETS = f"{REFERENCES}v, w = WeakSet(fs), WeakSet(fs)\n"
PARAMETERS = """
import inspect
kinds = [inspect.Parameter(f"a{i}", inspect.Parameter.KEYWORD_ONLY) for i in range(99)]
b = inspect.Signature(kinds).bind(**{f"a{i}": 0 for i in range(99)})
"""
DISPATCHED = """
from abc import ABC
from functools import singledispatch
class C: pass
f = singledispatch(lambda x: 0)
for _ in range(60):
    class A(ABC): pass
    A.register(C)
    f.register(A, lambda x: 1)
"""
CHAINED = """
from collections import ChainMap
c = ChainMap()
for _ in range(12): c = ChainMap(c, c)
"""

ORDERED = "from collections import OrderedDict\n"


def cases(pattern: str) -> str:
    return "match a:\n" + f" case {pattern} if 0: pass\n" * 12


def steps(source: str) -> int:
    box = cloche.Sandbox(limits=cloche.Limits(seconds=None, steps=10**9))
    return box.execute(source).steps


#: What is written before, what is paid for, and at least how many steps that takes.
PAID = [
    *((PAIRS, form, 20_000) for form in ("s & t", "s - t", "s | t", "s ^ t", "{*s, *t}")),
    *((KEYS, form, 20_000) for form in ("s & t", "s - t", "s | t", "s ^ t")),
    *((WIDE, form, 20_000) for form in ("s & t", "{*s}", "set(s)", "dict.fromkeys(s) | {}")),
    (PAIRS, "d, e = dict.fromkeys(s), dict.fromkeys(t)\n{**d, **e}", 20_000),
    (TEXTS, "[(a,) * 8] * 8 == [(b,) * 8] * 8", 20_000),
    (TEXTS, "sorted([(b,), (a,)])", 400),
    *((SETS, form, 8 * 99) for form in ("v == w", "v != w", "v <= w", "v < w", "v >= w", "v > w")),
    (PARAMETERS, "b.kwargs", 99),
    (PARAMETERS.replace("KEYWORD_ONLY", "POSITIONAL_OR_KEYWORD"), "b.args", 99),
    (DISPATCHED, "try: f(C())\nexcept RuntimeError: 0", 60**2),
    (CHAINED, "bool(c)", 2**12),
    *(
        (f"a = {made}", "match a:\n case [x, *y]: pass\n case {**y}: pass", least)
        for made, least in (
            ("[0] * 80_000", 2500),
            ("(0,) * 80_000", 2500),
            ("range(80_000)", 12_000),
            ("memoryview(bytes(80_000))", 12_000),
            ("dict.fromkeys(range(8000))", 2000),
        )
    ),
    ("a = [0] * 80_000", "match [[a], 1]:\n case [[[*x]], *y]: pass\n case _: pass", 2500),
    ("a = [0] * 17", "match a:\n" + " case [*x] if 0: pass\n" * 100, 100),
    ("from collections import deque\na = deque()", cases("[*x]"), 12),
    (f"{ORDERED}a = OrderedDict()", cases("{**x}"), 12),
    *(
        (f"{ORDERED}class D(dict): pass\na = {made}", "match a:\n case {**y}: pass", least)
        for made, least in (
            ("D.fromkeys(range(8000))", 2000),
            ("OrderedDict.fromkeys(range(8000))", 6000),
            ("OrderedDict.fromkeys(i * (2**61 - 1) for i in range(400))", 400_000),
            ("OrderedDict.fromkeys((0,) * 50_000 + (i,) for i in range(4))", 50_000),
        )
    ),
    ("a = bytearray(b'x' * 1_000_000)", "a % ()", 7000),
    ("class A(bytearray): p = property(bytearray.reverse)\na = A()", "a.p, a.p, a.p, a.p", 4),
    (
        "g = ExceptionGroup('', [ValueError()] * 5_000)",
        "try: raise g\nexcept* ValueError: 0",
        40_000,
    ),
    ("a = [1]", "{*a, *a, *a}", 3),
    ("a = {1: 2}", "{**a, **a, **a}", 3),
    ("a = ['x']", "{*a, *a, *a}", 3),
]


@halved
@pytest.mark.parametrize(("before", "form", "least"), PAID, ids=[form[:60] for _, form, _ in PAID])
def test_it_is_paid_for(before: str, form: str, least: int) -> None:
    taken = steps(f"{before}\n{form}") - steps(f"{before}\n0")
    assert taken >= least


#: What takes at most so many steps where it stands a dozen times.
CHEAP = [("[0] * 16", "[*x]", 0), ("(0,) * 16", "[*x]", 0), ("{1: 2}", "{**x}", 12)]


@pytest.mark.parametrize(("made", "pattern", "most"), CHEAP)
def test_cases_that_copy_little(made: str, pattern: str, most: int) -> None:
    assert steps(f"a = {made}\n{cases(pattern)}") - steps(f"a = {made}\n0") <= most + 2


@pytest.mark.parametrize("form", ["s & t", "s - t", "s | t", "s ^ t", "s == t", "{*s, *t}"])
@pytest.mark.parametrize("made", ["i", "str(i)", "(i, str(i))", "(i, None)"])
def test_what_is_short_costs_next_to_nothing(form: str, made: str) -> None:
    before = f"s, t = {{{made} for i in range(60)}}, {{{made} for i in range(60)}}\n"
    assert steps(before + form) - steps(before + "0") < 200


# --- Methods that C calls as often as it likes --------------------------------------------------

#: Their names, and properties.
CALLED = frozenset(
    f"__{name}__"
    for name in "bool contains eq format ge getattr getitem gt hash index iter le len lt ne next "
    "repr reversed str".split()
)
#: What takes a step, pays, or leads to what does.
PAYS = ("tick", "spend", "charge", "checkpoint", "pay", "walk", "reserve", "comparand", "operand",
        "render", "key", "mapping", "_alive", "_met", "shown")  # fmt: skip
LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
#: Loops over what is as short as a type or the program's text says.
SHORT = {
    "Alias.__getitem__", "Usage.calls", "Listed.__repr__", "Record.__repr__",
    "SignalDict.__contains__", "EnumType.__iter__", "EnumType.__reversed__",
    "RegexFlag.name", "RegexFlag.__repr__", "TypeAliasType.__parameters__",
}  # fmt: skip


def looping() -> Iterator[str]:
    """Yield the methods in Python that loop and seem not to pay."""
    for path in sorted(Path(runtime.__file__).parent.rglob("*.py")):
        for kind in ast.walk(ast.parse(path.read_text())):
            for method in kind.body if isinstance(kind, ast.ClassDef) else ():
                is_called = isinstance(method, ast.FunctionDef) and _is_called(method)
                if is_called and _loops(method) and not _pays(method):
                    yield f"{kind.name}.{method.name}"


def _is_called(method: ast.FunctionDef) -> bool:
    decorators = map(ast.unparse, method.decorator_list)
    return method.name in CALLED or any("property" in each for each in decorators)


def _loops(method: ast.AST) -> bool:
    draining = {"any", "all", "sum", "max", "min", "sorted"}
    return any(
        isinstance(node, LOOPS)
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in draining)
        for node in ast.walk(method)
    )


def _pays(method: ast.AST) -> bool:
    called = [ast.unparse(node.func) for node in ast.walk(method) if isinstance(node, ast.Call)]
    return any(word in name for name in called for word in PAYS)


def test_methods_that_loop_pay() -> None:
    assert set(looping()) <= SHORT
