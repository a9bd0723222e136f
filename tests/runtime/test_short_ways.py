# ruff: noqa: E501  A row of a table stays on one line.
"""Where a guard lets something go at once: that it does, and what is too much for it to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from differential import running
from test_guard_bills import NAMES as OTHERS

from bills import billed, check_bill
from cloche.runtime.guards import draining, printing, versions
from harness import assert_same


class Grows:
    """A bound that makes more of what is searched."""

    def __init__(self, row: list[Any]) -> None:
        self.row = row

    def __index__(self) -> int:
        self.row.extend([0] * 600)
        return 0


class Liar(set):  # type: ignore[type-arg]
    def __iter__(self) -> Any:
        return iter([1])


class Text(str):
    __slots__ = ()

    def __len__(self) -> int:
        return 0


class Formats:
    def __format__(self, spec: str) -> str:
        return Text("a" * 5000)


#: Its table has room for many more.
LOST = set(range(100_000))
while len(LOST) > 2:
    LOST.pop()
ROUND: list[Any] = [LOST]
ROUND.append(ROUND)
NAMES = {
    **OTHERS,
    **{
        name: import_module(f"cloche.runtime.guards.{name}")
        for name in (
            "draining", "fields", "keys", "lengths", "naming", "placing", "rendering", "searching",
            "steady_keys", "survey",
        )
    },
    "moments": import_module("cloche.runtime.modules.datetime"),
    "run": import_module("cloche.runtime.run"),
    "Grows": Grows, "Liar": Liar, "Formats": Formats, "LOST": LOST, "ROUND": ROUND,
    "Listed": type("Listed", (), {"__repr__": list.__repr__}),
    "ZONED": datetime(2000, 1, 1, tzinfo=timezone(timedelta(0), "a" * 5000)),
    "Meta": type("Meta", (type,), {}),
}  # fmt: skip
ROWS = r"""
crowds.crowding({-(i+(1<<200000)) for i in range(300)}) -> s29334
crowds.crowding({(-(1<<200000),i) for i in range(300)}) -> s29410
sets.inplace_either(5,CROWD) -> TypeError
sets.minus({1,2},{LONG}) ->
sets.minus({LONG},{1,2}) ->
sets.minus({LONG},{1}) ->
searching.searching(list,'count')([(1,)],[1]) ->
searching.searching(list,'count')([(1,)],1) ->
(survey.arm(['__eq__']),searching.searching(list,'count')([(1,)],1)) ->
draining.drain({1:1}.keys()) -> c1
draining.drain({1,2}) ->
draining.drain(LOST) -> c1
draining.drain(range(3)) ->
1/(draining.drawn(slice(1),N) is N) ->
run.current().state.update(unsteady=True),steady_keys.refuse_unsteady([[i]*9 for i in range(99)]) -> s28 99*s6
placing.place({},N) -> s20
placing.place({},(1,N)) -> s20
placing.place({},(1,2)) ->
1/naming.is_known(Listed) ->
1/(not naming.names_alike(bytearray)) ->
1/(not naming.names_alike(Meta)) ->
1/naming.names_alike(list) ->
(lambda row: lengths.measured(row).index(2,Grows(row)))([1]) -> t601 ValueError
lengths.measured(((1,),)).index(LONG) -> ValueError
lengths.measured([(1,)]).index(LONG) -> r5000+20000 r5064+20256 r5064+40512 t1 ValueError
meeting.pay_entries(Liar([LONG])) -> s20
format(fields.field(Formats())) -> r5000+5041
printing.walk_rendering([LOST]*2) -> s32763
printing.walk_rendering(ROUND) -> s16381
rendering.specified(ZONED,'%Z'*9) -> s9 r45000+900000 r11520000
rendering.specified(ZONED,'x') ->
keys.method((LONG*9).find)('b') ->
keys.method((LONG*9).startswith)(('b',)) -> c1
"""


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_bills(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call, _, wanted = row.partition(" ->")
    check_bill(billed(call, NAMES, monkeypatch), wanted.strip())


def test_long_texts_are_held_against_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    held_for: list[int] = []
    monkeypatch.setattr(printing, "hold_walk", held_for.append)
    with running():
        printing.walk_rendering(["a" * 300_000])
        printing.walk_rendering(["a"])
    assert len(held_for) == 1
    assert held_for[0] > 0


@pytest.mark.parametrize(
    ("name", "file", "own", "within"),
    [
        ("cloche.runtime.guards.x", "x.py", False, True),
        ("fractions", "<library fractions>", False, True),
        ("x", "<guest>", True, True),
        ("x", "x.py", False, False),
        (None, "x.py", False, False),
    ],
)
def test_whose_a_frame_is(name: Any, file: str, own: bool, within: bool) -> None:
    frame: Any = SimpleNamespace(
        f_globals={"__name__": name}, f_code=SimpleNamespace(co_filename=file)
    )
    run: Any = SimpleNamespace(holds=lambda names: own)
    assert versions._is_within(run, frame) is within


class Names:
    """Gives names, and may be gone through by its items."""

    def __getitem__(self, at: int) -> int:
        return (1, 2)[at]


ROW, PAIR = [1], (1, 2)


@pytest.mark.parametrize("keywords", [False, True])
def test_operands_of_a_star_before_keywords(
    keywords: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "_has_keywords", lambda frame: keywords)
    drain = draining.drain_operand
    with running() as run:
        assert drain(PAIR) is PAIR
        assert drain(ROW) is ROW
        long = tuple(range(17))
        assert drain(long) is long
        assert run.budget.steps == 1
        assert (type(drain([1] * 600)) is tuple) is keywords
        for each in (iter([1, 2]), Names()):
            found = drain(each)
            assert (type(found) is tuple) is keywords
            assert tuple(found) == (1, 2)
        if keywords:
            with pytest.raises(TypeError, match=r"argument after \* must be an iterable, not int"):
                drain(5)
        else:
            assert drain(5) == 5


def test_a_counter_with_a_repr_of_its_own() -> None:
    assert_same("""
from collections import Counter
class E:
    def __repr__(self): return "E"
class C(Counter):
    def __repr__(self): return f"mine {len(self)}"
class D(Counter): pass
[repr(C({1: E()})), f"{C({1: E()})!r}", str([C({1: E()})]), str(C(a=E())), repr(D({1: E()}))]
""")
