"""Names that CPython keeps for good are counted, whatever has it read them; each once in a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import cloche
from cloche import snippets
from cloche.runtime import lasting
from cloche.runtime.lasting import ALLOWANCE, EACH, LONGEST, count_names, count_text
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run
from cloche.runtime.stops import Stop

LIMITS = cloche.Limits(steps=None, seconds=60.0)
#: In a loop, with another I each time.
BRINGING = {
    "eval": "eval('0 and x%d' % I)",
    "exec": "exec('x%d = 1' % I)",
    "bytes": "eval(b'0 and x%d' % I)",
    "compile": "compile('x%d' % I, 'x', 'eval')",
    "refused": "attempt(lambda: exec('import socket; x%d' % I))",
    "no program": "attempt(lambda: eval('x%d 1' % I))",
    "NFKC": "exec('\\ufb03x%d = 1' % I)",
    "private": "exec('class C%d: __x = 1' % I)",
    "a string annotation": "typing.Optional['x%d' % I]",
    "hints": "attempt(lambda: typing.get_type_hints(annotated('x%d' % I)))",
    "make_dataclass": "dataclasses.make_dataclass('C', ['x%d' % I])",
    "dataclass": "dataclasses.dataclass(type('C', (), {'__annotations__': {'x%d' % I: int}}))",
    "namedtuple": "collections.namedtuple('C', ['x%d' % I])",
    "the name of one": "collections.namedtuple('C%d' % I, [])",
    "NamedTuple": "typing.NamedTuple('C', [('x%d' % I, int)])",
}
HEAD = """
import collections, dataclasses, typing
def attempt(f):
    try: f()
    except Exception: pass
def annotated(text):
    def f(): pass
    f.__annotations__ = {'a': text}
    return f
"""


@pytest.fixture
def run() -> Iterator[Run]:
    made = Run(Limits())
    token = made.enter()
    yield made
    made.leave(token)


@pytest.mark.parametrize("name", BRINGING)
def test_names_are_counted(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting, "ALLOWANCE", 4000)
    repeated, other = (
        f"{HEAD}for i in range(150): {BRINGING[name].replace('I', index)}" for index in "0i"
    )
    cloche.run(repeated, limits=LIMITS)
    with pytest.raises(cloche.MemoryLimitExceeded) as stopped:
        cloche.run(other, limits=LIMITS)
    assert stopped.value.limit == 4000
    assert 4000 < stopped.value.used < 4400


def test_nothing_catches_it() -> None:
    program = """
for i in range(199):
    try: eval(f"0 and x{i}_" + "a" * 32_000)
    except BaseException: pass
    finally: pass
"""
    with pytest.raises(cloche.MemoryLimitExceeded) as stopped:
        cloche.run(program, limits=LIMITS)
    assert stopped.value.limit == ALLOWANCE


@pytest.mark.parametrize(
    ("memory", "most"), [(None, None), (3000, 3000), (4000, 4000), (10**9, 4000)]
)
def test_how_much(memory: int | None, most: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting, "ALLOWANCE", 4000)
    run = Run(Limits(memory=memory))
    token = run.enter()
    count_names(["x" * 1000, "y" * (2000 - 2 * EACH)])
    assert run.budget.reason is None
    if most is None:
        count_names(["z" * 10_000])
    else:
        count_names(["z" * (most - 3000 - EACH)] if most > 3000 else [])
        with pytest.raises(Stop):
            count_names([""])
        assert run.budget.reason is not None
        assert run.budget.reason.kind == "memory"
        assert (run.budget.reason.limit, run.budget.reason.used) == (most, most + EACH)
    run.leave(token)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []), ("x", ["x"]), ("x + x.y", ["x", "y"]), ("f'{a}' 'b.c'  # d", ["f", *"abcd"]),
        ("é·̈1", ["é·̈1"]), ("a\u0301b c", ["a\u0301b", "c"]),
        ("1 0xFF 1_000 0b1 2j 0o7 1e5 .5", []),
        ("1or_x 0x1for", ["1or_x", "0x1for"]), ("1é", ["1é"]),
        ("class C: __x", ["class", "C", "__x", "_C__x"]),
        ("class \\\n _C: __x_, __y__", ["class", "_C", "__x_", "__y__", "_C__x_"]),
        ("__x", ["__x"]), (f"{' ' * LONGEST}x", ["x"]),
    ],
)  # fmt: skip
def test_names_of_a_text(text: str, names: list[str], run: Run) -> None:
    count_text(text)
    counted = run.state["names that stay"]
    assert isinstance(counted, lasting._Counted)
    assert counted.names == {*names}


def test_what_nobody_reads(run: Run) -> None:
    assert snippets.LIMITS.bytes == LONGEST
    count_text("x " * LONGEST)
    assert not run.state


@pytest.mark.parametrize(
    ("name", "size"),
    [("", 0), ("abc", 3), ("é", 4), ("aé", 8), ("e\u0301" * 1000, 4000), ("\ufdfa" * 501, 36_072)],
)
def test_sizes(name: str, size: int) -> None:
    assert lasting._size(name) == size


def test_more_private_names_than_may_be_written() -> None:
    # The class makes others of them: 10 MB, and the compiler has not begun.
    run = Run(Limits(steps=None))
    token = run.enter()
    names = "".join(f"\n __x{i} = 1" for i in range(1000))
    with pytest.raises(Stop):
        count_text(f"class {'C' * 10_000}:{names}")
    run.leave(token)


def test_each_call_and_each_step_of_a_session_has_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting, "ALLOWANCE", 4000)
    session = cloche.Sandbox(limits=LIMITS).session()
    session.run("def f(n): return eval('0 and x%d' % n + 'x' * 3000)")
    for n in range(4):
        assert session.run(f"f({n})") == 0
    with pytest.raises(cloche.MemoryLimitExceeded):
        session.run("f(4), f(5)")
    assert session.run("f(6)") == 0
