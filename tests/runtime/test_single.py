"""Iterators that are asked for one item at a time: which there are, and what is held by one."""

from __future__ import annotations

import itertools
from collections import OrderedDict, UserDict
from types import MappingProxyType
from typing import Any

import pytest
from differential import running

import cloche
from bills import billed, check_bill
from cloche.runtime import reentry
from cloche.runtime.columns import WIDE_ROW, columns_of
from cloche.runtime.modules import holding
from cloche.runtime.nesting import DEPTH
from cloche.runtime.reentry import CALLED, REVERSED, SINGLES, Single, alone, drawable, single

BOXES = [cloche.Sandbox(optimize=way) for way in (True, False)]


class Sequence:
    """Gone through by index."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, at: int) -> int:
        if at > 2:
            raise IndexError
        return at


class Iterable:
    """Says itself what goes through it."""

    def __iter__(self) -> Any:
        return iter([1])


class Handing(Iterable):
    """Gives what it has, as classes of the library do."""

    def __init__(self, what: Any) -> None:
        self.what = what

    def __iter__(self) -> Any:
        return iter(self.what)


def deep() -> Any:
    x: Any = iter([1])
    for _ in range(DEPTH + 1):
        x = map(abs, x)
    return x


def test_what_comes_upon_code_of_a_program_is_alone() -> None:
    with running():
        for x in (Sequence(), Handing(Sequence()), OrderedDict(a=1)):
            assert type(drawable(x)) in SINGLES
        assert type(drawable(MappingProxyType(OrderedDict(a=1)))) in SINGLES
        assert type(drawable(MappingProxyType(UserDict(a=1)))) is type(iter({}))


def test_all_else_is_as_it_was() -> None:
    with running() as run:
        run.own.update((Iterable, Sequence))
        own, lazy = Iterable(), map(abs, [1])
        for x in ([1], "a", {1: 2}, (each for each in ""), 5, None, own, lazy):
            assert drawable(x) is x
        # (Which a program's class says nothing of: C goes through it.)
        assert type(drawable(Sequence())) in SINGLES


def test_none_is_held_that_is_nested_too_deeply() -> None:
    with running():
        for x in (deep(), Handing(deep())):
            with pytest.raises(RecursionError):
                drawable(x)


@pytest.mark.parametrize("kind", [CALLED, REVERSED], ids=str)
def test_its_methods_are_for_nothing_else(kind: Any) -> None:
    for name in ("__next__", "__length_hint__"):
        method = getattr(kind, name, None)
        if method is not None:
            for x in (5, iter([1]), object.__new__(Single)):
                name = type(x).__name__
                with pytest.raises(TypeError, match=f"'__next__' does not apply to a '{name}"):
                    method(x)


def test_a_class_of_them_is_known_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    trusted: list[Any] = []
    monkeypatch.setattr(reentry, "SINGLES", set())
    monkeypatch.setattr(reentry, "LAZY", set())
    monkeypatch.setattr(reentry, "trust", lambda kind, careful: trusted.append((kind, careful)))
    made = single(zip)
    assert (reentry.SINGLES, reentry.LAZY, trusted) == ({made}, {made}, [(made, True)])
    x = alone(made, iter([1, 2]))
    assert (next(x), [*x]) == (1, [2])


def test_a_class_that_holds_what_it_draws_from_is_known_as_lazy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trusted: list[Any] = []
    monkeypatch.setattr(holding, "_HOLDING", {})
    monkeypatch.setattr(holding, "LAZY", set())
    monkeypatch.setattr(holding, "trust", lambda kind, careful: trusted.append((kind, careful)))
    made = holding._holding(itertools.islice)
    assert ({itertools.islice: made}, {made}) == (holding._HOLDING, holding.LAZY)
    assert trusted == [(made, True)]


GROUPS = """
from itertools import groupby
found = []
def key(x):
    if asked:
        try: found.append(next(asked.pop()))
        except RuntimeError as e: found.append(str(e))
    return x // 3
def within(outer, inner):
    asked.append(inner)
    try: found.append(next(outer))
    except StopIteration: found.append("ended")
asked = []
groups = groupby(range(12), key)
first = next(groups)[1]
within(first, groups)
within(first, first)
within(groups, first)
second = next(groups)[1]
within(second, first)
[x if type(x) in (int, str) else x[0] for x in found]
"""


@pytest.mark.parametrize("box", BOXES, ids=["elided", "whole"])
def test_groups_are_not_asked_while_another_is(box: cloche.Sandbox) -> None:
    group, groups = (f"cannot re-enter the {name} iterator" for name in ("_grouper", "groupby"))
    assert box.run(GROUPS) == [0, group, 1, group, groups, 1, 6]


def test_a_row_that_is_not_wide_is_ready_at_once() -> None:
    sources = [[1], (2,), iter([3])] * 9
    with running() as run:
        made = [*columns_of([*sources, *"abcde"], lambda x: (x, 0))]
        assert made == [(x, 0) for x in (*sources, *"abcde")]
        assert len(made) == WIDE_ROW
        assert run.budget.steps == 0


def test_each_of_a_wide_row_takes_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = [[1], (2,), 5, ()] * 9
    with running() as run:
        *kept, first, last = columns_of([*plain, (x for x in "abc"), Sequence()], print)
        assert kept == plain
        for x in (first, last):
            assert type(x) in SINGLES
            before = run.budget.steps
            assert len([*x]) == 3
            assert run.budget.steps - before == 4
    names = {"columns_of": columns_of, "row": [{1}] * 400, "lists": [[1]] * 400}
    check_bill(billed("columns_of(row, print)", names, monkeypatch), "r102400")
    check_bill(billed("columns_of(lists, print)", names, monkeypatch), "")


HINTS = """
from operator import length_hint
class Seq:
    def __len__(self): return size()
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
size = lambda: 3
found = []
for it in (iter(Seq()), reversed(Seq())):
    for n in range(5):
        found.append((length_hint(it), it.__length_hint__(), next(it, "ended")))
found
"""
AGAIN = """
from operator import length_hint
class Seq:
    def __len__(self): return size()
    def __getitem__(self, i): return ask()
size, ask = lambda: 3, lambda: 5
def tried(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__}: {e}"
it = FORM
found = []
size = lambda: ACTION
found.append(tried(lambda: length_hint(it)))
size = lambda: 3
found.append(tried(lambda: length_hint(it)))
ask = lambda: ACTION
found.append(tried(lambda: next(it)))
ask = lambda: 5
found.append(tried(lambda: next(it)))
found
"""


@pytest.mark.parametrize("box", BOXES, ids=["elided", "whole"])
def test_it_tells_how_many_are_left(box: cloche.Sandbox) -> None:
    names: dict[str, Any] = {}
    exec(HINTS, names)
    assert box.run(HINTS) == names["found"]


@pytest.mark.parametrize("box", BOXES, ids=["elided", "whole"])
@pytest.mark.parametrize("action", ["next(it)", "length_hint(it)", "it.__length_hint__()"])
@pytest.mark.parametrize(
    ("form", "name"), [("iter(Seq())", "iterator"), ("reversed(Seq())", "reversed")]
)
def test_it_is_asked_for_one_thing_at_a_time(
    form: str, name: str, action: str, box: cloche.Sandbox
) -> None:
    source = AGAIN.replace("ACTION", action).replace("FORM", form)
    refused = f"RuntimeError: cannot re-enter the {name} iterator"
    found = box.run(source)
    assert found[:3] == [refused, 3, refused]
    assert found[3] != refused
