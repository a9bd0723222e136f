"""What a frame may hold: its values are counted before they are made, and never for too little."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.runtime.boundary.leaves import complete
from cloche.runtime.boundary.limits import OUTWARD, CrossingLimits
from cloche.workers import bounds as frames
from cloche.workers import codec, meter
from cloche.workers.bounds import bounds, dearest, look_at
from cloche.workers.codec import Malformed, decode, decode_row, encode
from cloche.workers.messages import Kind
from cloche.workers.meter import Meter
from cloche.workers.wire import Late

from .hostile_frames import SENT, SHAPES, Shape, payload
from .test_hostile_worker import converse, message

REFUSED = ("has room for", "too many items", "more items than")
#: Bytes of values under a memory of 1 MiB, and what those before and behind them take.
ROOM, BESIDE = 131, 150


class Counting(Meter):
    """Counts without end."""

    __slots__ = ("paid",)

    def __init__(self) -> None:
        super().__init__(2**30, 2**60)
        self.paid = 0

    def pay(self, price: int) -> None:
        self.paid += price


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_no_price_is_below_what_is_allocated(shape: Shape) -> None:
    complete()
    data = payload(shape, 500, Kind.TOOL)
    counted = Counting()
    decode_row(data, OUTWARD, Counting())
    tracemalloc.start()
    try:
        found = decode_row(data, CrossingLimits(items=4_000_000), counted)
        allocated = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert type(found) is list
    assert allocated <= counted.paid + 20_000  # what is there once: scanner, view, patterns


def test_a_host_survives_frames_of_many_small_things() -> None:
    """In a process that may not grow by as much as they would take."""
    command = [sys.executable, "-m", "tests.workers.hostile_frames", str(ROOM + BESIDE)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    outcomes = [*map(json.loads, done.stdout.splitlines())]
    assert [(kind, name) for kind, name, _ in outcomes] == [(k.name, name) for k, name, _ in SENT]
    assert [each for each in outcomes if not any(text in each[2] for text in REFUSED)] == []


MANY: dict[str, tuple[int, list[Any]]] = {
    "items": (Kind.DONE, [[0] * 101, "", ""]),
    "entries": (Kind.DONE, [dict.fromkeys("abcdefghijk", [0] * 10), "", ""]),
    "keys": (Kind.DONE, [{tuple(range(101)): 1}, "", ""]),
    "members": (Kind.DONE, [[{*range(60)}, frozenset(range(60))], "", ""]),
    "of a record": (Kind.DONE, [cloche.Record("R", {"a": [0] * 100}), "", ""]),
    "rows": (Kind.DONE, [[{"a": 1}] * 60, "", ""]),
    "a value of a map": (Kind.MAPPED, [[0, [0] * 101]]),
}


@pytest.mark.parametrize(("kind", "content"), MANY.values(), ids=MANY.keys())
def test_no_more_items_come_than_may_leave_a_guest(
    monkeypatch: pytest.MonkeyPatch, kind: Kind, content: list[Any]
) -> None:
    rest = [1, 0.5, 0, 0, 0.0] if kind == Kind.DONE else []
    asked = Kind.MAP if kind == Kind.MAPPED else Kind.RUN
    with pytest.raises(cloche.WorkerCrashed, match="more items than may leave"):
        converse(monkeypatch, message(kind, *content, *rest), asked, result=100)


def test_no_more_levels_come_than_may_leave_a_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    for levels in (4, 5):
        value: Any = 0
        for _ in range(levels):
            value = [value]
        said = message(Kind.DONE, value, "", "", 1, 0.5, 0, 0, 0.0)
        if levels == 4:
            assert converse(monkeypatch, said, result_depth=4).value == value
            continue
        with pytest.raises(cloche.WorkerCrashed, match="more levels than may leave"):
            converse(monkeypatch, said, result_depth=4)


def test_what_may_leave_a_guest_may_come(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ([(1, {2})] * 25, [{"a": 1}] * 50, dict.fromkeys(range(100)), [[]] * 100):
        said = message(Kind.DONE, value, "", "", 1, 0.5, 0, 0, 0.0)
        assert converse(monkeypatch, said, result=100).value == value


def test_a_range_is_as_long_as_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    said = message(Kind.DONE, range(2**62), "", "", 1, 0.5, 0, 0, 0.0)
    with pytest.raises(cloche.WorkerCrashed, match="a range"):
        converse(monkeypatch, said)


@pytest.mark.parametrize("body", [b"\\u4e00", b"\\\\\\ud83d\\ude00", b"\\u0100"])
def test_no_character_is_spelled_out_that_is_wider_than_it_looks(body: bytes) -> None:
    """All of its text would take four bytes a character."""
    data = b'j["' + b"a" * 1000 + body + b'"]'
    with pytest.raises(Malformed, match="spells out"):
        decode(data, CrossingLimits(items=1, depth=1), meter=Meter(10**6, 10**6))
    honest = ["\\u4e00 \0\x1f\\" + "a" * 1000]
    assert decode(encode(honest), CrossingLimits(items=1, depth=1)) == honest


SLOW: dict[str, bytes] = {
    "long numbers": b"j[" + b",".join([b"9" * 4000] * 3) + b"]",
    "long numbers beside tags": b't[{"!":["t",[]]},' + b",".join([b"9" * 4000] * 3) + b"]",
    "tags": b"t[" + b",".join([b'{"!":["t",[]]}'] * 5000) + b"]",
    "brackets": b"j[" + b",".join([b"[" * 70 + b"]" * 70] * 1000) + b"]",
}


@pytest.mark.parametrize("data", SLOW.values(), ids=SLOW.keys())
def test_the_clock_is_looked_at_while_a_frame_is_read(data: bytes) -> None:
    def late() -> None:
        raise Late

    limits = CrossingLimits(items=40_000, depth=20)
    decode(data, limits, meter=Meter(10**9, 10**9, lambda: None))
    with pytest.raises(Late):
        decode(data, limits, meter=Meter(10**9, 10**9, late))


def test_a_run_that_is_over_while_its_frame_is_read_is_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(meter, "LOOK", 0)
    monkeypatch.setattr(codec, "Columns", _slow_columns)
    said = message(Kind.DONE, [(1,)] * 3, "", "", 1, 0.5, 0, 0, 0.0)
    with pytest.raises(cloche.TimeLimitExceeded):
        converse(monkeypatch, said, seconds=0.01)


def _slow_columns(*args: Any) -> Any:
    import time

    from cloche.workers.columns import Columns

    time.sleep(0.5)
    return Columns(*args)


@pytest.mark.parametrize(
    ("memory", "seconds", "most"),
    [
        (2**26, 5.0, 320 * 2**20), (2**40, None, 2**30), (None, None, 2**30),
        (2**40, 2.0, 400 * 2**20), (2**40, 0.01, 2**27), (2, 1.0, 2**27 + 6),
    ],
)  # fmt: skip
def test_values_take_what_a_worker_can_have_and_a_host_can_read(
    memory: int | None, seconds: float | None, most: int
) -> None:
    limits = cloche.Limits(memory=memory, seconds=seconds)
    assert dearest(limits) == most
    assert {bound.values for bound in bounds(limits).values()} == {most}


def test_arguments_are_as_large_as_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each on its own, those of a started run as well, whose tools are all one."""
    monkeypatch.setattr(frames, "OUTWARD", CrossingLimits(items=100))
    args = [[0] * 90, [0] * 90]
    called = message(Kind.TOOL, 1, "later", args, {})
    with pytest.raises(cloche.WorkerCrashed, match="not awaited"):
        converse(monkeypatch, called)
    with pytest.raises(cloche.WorkerCrashed, match="does not exist"):
        converse(monkeypatch, message(Kind.TOOL, 1, "call()", ["t", tuple(args), {}, 1], {}))
    with pytest.raises(cloche.WorkerCrashed, match="more items than may leave"):
        converse(monkeypatch, message(Kind.TOOL, 1, "later", [[0] * 101], {}))


def test_what_is_looked_at_is_what_a_boundary_counts() -> None:
    limits = CrossingLimits(items=7, depth=3, bytes=10)
    look_at([[1, [2, (3,)], {"a": None}], "x" * 10, 1.5], limits)
    for value in (
        [0] * 8,
        [[[[]]]],
        {"a": [1, 2, 3, 4, 5, 6, 7]},
        cloche.Record("R", {"a": [[[]]]}),
    ):
        with pytest.raises(Malformed, match="may leave a guest"):
            look_at([value], limits)
