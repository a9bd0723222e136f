"""Dumps loaded elsewhere: another way through the program, another time, another process."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest

import cloche
from cloche.pausing import dump as dumps
from cloche.pausing import hashing, timer
from cloche.workers.codec import encode

from .conftest import LIMITS, made
from .test_dump import INLINE, ROOT, SOURCE, frames_of, fresh, head_of
from .test_steps import PLACES, done, paused

# --- Replays that take another way -----------------------------------------------------------


def test_a_replay_that_diverges_tells_both() -> None:
    data = fresh("x = add(1, 2)\ny = listed('a')\nask(x)")
    head, first, gave, second, listed, last = frames_of(data)
    for frames, number, recorded, found in (
        ((encode(["call", "add", [1, 9], {}]), gave, last), 1, "add(1, 9)", "add(1, 2)"),
        ((encode(["call", "listed", [], {"k": [1]}]), gave, last), 1, "listed(k=[1])", "add(1, 2)"),
        ((first, gave, last), 2, "ask(3)", "listed('a')"),
        ((first, gave, encode(["clock"]), encode(["value", 1.0]), last), 2, "a look at the clock",
         "listed('a')"),
        ((first, encode(["value", 4]), second, listed, last), 3, "ask(3)", "ask(4)"),
        ((first, gave, second, listed, encode(["call", "ask", [True], {}])), 3, "ask(True)",
         "ask(3)"),
        ((first, encode(["raised", "ValueError", ["no"]]), last), 2, "ask(3)",
         "an error (ValueError: no (line 1))"),
        ((first, gave, second, listed, last, encode(["value", 1]), last), 4, "ask(3)",
         "the end of the program"),
    ):  # fmt: skip
        with pytest.raises(cloche.ReplayDiverged) as caught:
            INLINE.load(dumps.write(head, [*frames], None))
        error = caught.value
        assert (error.number, error.recorded, error.found) == (number, recorded, found)
        assert recorded in str(error)
        assert found in str(error)


def test_no_tool_is_called_by_a_replay() -> None:
    called: list[Any] = []
    tools = {"add": called.append, "ask": cloche.pausing(called.append)}
    box = cloche.Sandbox(tools, LIMITS)
    data = paused(box.start("add(1)\nask(2)")).dump()
    called.clear()
    step = box.load(data)
    assert called == []
    head, *frames = frames_of(data)
    with pytest.raises(cloche.ReplayDiverged):
        box.load(dumps.write(head, [frames[2]], None))
    assert called == []
    step.call()
    assert called == [2]


def test_long_arguments_are_cut_in_errors() -> None:
    head, _ = frames_of(fresh("ask('x' * 100_000)"))
    with pytest.raises(cloche.ReplayDiverged) as caught:
        INLINE.load(dumps.write(head, [encode(["call", "ask", ["y" * 100_000], {}])], None))
    assert len(str(caught.value)) < 1000


# --- What differs from process to process ------------------------------------------------------

CHANCE = """
import random, uuid, secrets, time, datetime
def look():
    return [random.random(), random.sample(range(99), 5), str(uuid.uuid4()), str(uuid.uuid1()),
            secrets.token_hex(8), random.Random().random(), time.time(), time.perf_counter(),
            time.monotonic_ns(), str(datetime.datetime.now()), id(look), id([]) - id(look)]
ask(look())
ask(look())
"""


def test_chance_time_and_identities_are_repeated(box: cloche.Sandbox) -> None:
    first = paused(box.start(CHANCE))
    second = paused(first.resume())
    again = box.load(second.dump())
    assert again.args == second.args
    assert again.dump() == second.dump()
    # What comes after is drawn from the same seed, at another time.
    other = paused(box.load(first.dump()).resume())
    assert other.args[0][:3] == second.args[0][:3]
    assert other.args[0][6] > first.args[0][6]
    # Each start has chance of its own.
    assert paused(box.start(CHANCE)).args[0][0] != first.args[0][0]


def test_a_clock_or_seed_of_the_box_holds(boxes: dict[str, cloche.Sandbox]) -> None:
    moment = datetime(2024, 2, 29, tzinfo=UTC)
    tools = {"ask": cloche.pausing(abs)}
    source = "import time, random\ntime.sleep(5)\nask(time.time(), random.random())\ntime.time()"
    seen = []
    for isolation in boxes:
        with cloche.Sandbox(tools, LIMITS, isolation, clock=moment, seed=7, workers=1) as frozen:
            step = paused(frozen.start(source))
            data, args = step.dump(), step.args
            assert done(step.resume()).value == moment.timestamp() + 5
            seen.append((args, done(frozen.load(data).resume()).value))
        box = cloche.Sandbox(tools, LIMITS, isolation)
        # What the clock was is written down.
        if isolation == "inline":
            assert box.load(step.dump()).args == step.args
    assert seen[0] == seen[1]
    assert seen[0][0][0] == seen[0][1] == moment.timestamp() + 5
    now = iter(range(100, 200))
    ticking = cloche.Sandbox(tools, LIMITS, clock=lambda: next(now))
    step = paused(ticking.start("import time\nask(time.time(), time.time())\ntime.time()"))
    assert ticking.load(step.dump()).args == step.args == (101, 102)
    assert done(step.resume()).value == 103


TIMERS = """
import asyncio
loop = asyncio.get_running_loop()
log = []
async def f(n):
    await asyncio.sleep(n / 1000)
    log.append((n, ask(n, loop.time())))
try:
    async with asyncio.timeout(30):
        await asyncio.gather(f(3), f(1), f(2))
except TimeoutError:
    log.append("late")
[[n for n, _ in log], loop.time()]
"""


def test_timers_are_repeated_and_a_pause_takes_no_time(
    box: cloche.Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = paused(box.start(TIMERS))
    times = []
    for n in (1, 2, 3):
        again = box.load(step.dump())
        assert again.args == step.args
        times.append(step.args[1])
        # Somebody takes a minute to decide; or decides on a machine that began just now.
        shift = 60 if n < 3 else -1e6
        monkeypatch.setattr(timer, "monotonic", lambda shift=shift: monotonic() + shift)
        went = (again if n % 2 else step).resume()
        if isinstance(went, cloche.Paused):
            step = went
    ran, last = done(went).value
    assert sorted(ran) == [1, 2, 3]
    assert times == sorted(times)
    assert 0 <= times[-1] <= last < 30


def test_identities_tell_objects_apart() -> None:
    source = """
class C: pass
a, b = C(), [C() for _ in range(50)]
assert id(a) == id(a) and len({id(x) for x in [a, *b]}) == 51
before = [id(x) for x in [a, *b, None, C, id]]
ask()
before == [id(x) for x in [a, *b, None, C, id]] and id(C()) not in before
"""
    step = paused(INLINE.start(source))
    assert done(INLINE.load(step.dump()).resume()).value is True
    assert done(step.resume()).value is True


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("ask(1)", False),
        ("x = 'a' in {'a', 'b'}\nask(x)", False),
        ("d = {'a': 1}\nfor k, v in d.items():\n    ask(v - 1)", False),
        ("{'a'}", False),
        ("x = 'a'\n{x}", True),
        ("{c for c in 'ab'}", True),
        ("set('ab')", True),
        ("def f():\n    return [frozenset(x) for x in 'ab']", True),
        ("hash('a')", True),
        ("[*map(hash, 'ab')]", True),
        ("{}.keys() - {}.keys()", True),
        ("{}.items() & {}.items()", True),
        ("k = {'a': 1}.keys()\nk |= ()", True),
        ("def f(d, e): return d.items() - e\nf({}, {})", True),
        ("from string import Formatter\nFormatter().get_field('0.keys', ({},), {})", True),
        ("import hashlib\n[*hashlib.algorithms_guaranteed]", True),
        ("eval('1')", True),
        ("import timeit\ntimeit.timeit('hash(1)')", True),
        ("import operator\nd = {'a': 1}\n[*operator.and_(d.keys(), d.keys())]", True),
        ("from functools import reduce\nfrom operator import or_\nreduce(or_, [{}.keys()])", True),
        ("d = {'a': 1}.keys()\n[*d.__and__(d)]", True),
        ("def v(d): return d.keys()\nv({}) & v({})", True),
        ("getattr('a', '__ha' + 'sh__')()", True),
        ("from operator import methodcaller\nmethodcaller('__ha' + 'sh__')('a')", True),
        ("from operator import attrgetter\nattrgetter('__ha' + 'sh__')('a')()", True),
        ("from collections.abc import Set\nf = Set._hash", True),
        ("class C:\n    def f(self):\n        return {self, 1}", True),
    ],
)
def test_whose_order_can_be_seen(source: str, seen: bool) -> None:
    code = INLINE.transpile(source, "<guest>", frozenset(), alone=True, sealed=True).code
    expected = seen or source == "{'a'}"  # rather too often
    assert hashing.shows_order(code, []) is expected


def test_sets_from_outside_count() -> None:
    code = INLINE.transpile("ask(x)", "<guest>", frozenset(), alone=True, sealed=True).code
    for value, seen in (({"a"}, True), (frozenset(), True), ([{1: {2}}], True), (["set"], False),
                        ('"!":["s",', False)):  # fmt: skip
        assert hashing.shows_order(code, [encode(["value", value])]) is seen


ORDERS = "ask(list({str(n) for n in range(20)}), [hash(c) for c in 'abc'])"


def test_orders_of_another_process_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sets, plain = fresh(ORDERS), fresh()
    assert INLINE.load(sets)
    monkeypatch.setattr(hashing, "of_this_process", lambda: "process other")
    assert INLINE.load(plain)
    with pytest.raises(cloche.DumpRefused, match="PYTHONHASHSEED"):
        INLINE.load(sets)
    # A program that is loaded here has the order of here from then on.
    assert head_of(INLINE.load(plain).dump()).hashes == "process other"


def test_workers_of_any_box_take_the_same_order(boxes: dict[str, cloche.Sandbox]) -> None:
    box = boxes["process"]
    step = paused(box.start(ORDERS))
    data = step.dump()
    assert box.load(data).args == step.args
    with made("process") as second:
        assert second.load(data).args == step.args
    with pytest.raises(cloche.DumpRefused, match="order"):
        INLINE.load(data)
    with pytest.raises(cloche.DumpRefused, match="order"):
        box.load(fresh(ORDERS))
    # One that sees no order goes from either to the other.
    assert box.load(fresh()).args == INLINE.load(paused(box.start(SOURCE)).dump()).args == (3,)


@pytest.mark.parametrize(
    ("hashes", "seed"),
    [("seed 0", 0), ("seed 4294967295", 2**32 - 1), ("seed 4294967296", None), ("seed -1", None),
     ("seed x", None), ("seed ²", None), ("process ab", None), ("", None)],
)  # fmt: skip
def test_seeds_of_hashes_are_looked_at(hashes: str, seed: int | None) -> None:
    assert hashing.seed_in(hashes) == seed


# --- Another process ----------------------------------------------------------------------------

#: Loads dumps of programs, answers with 1, 2, 3 … and says what came of it.
ELSEWHERE = """
import base64, json, sys
import cloche
from tests.pausing.conftest import made
box = made("inline")
for line in sys.stdin:
    try:
        step = box.load(base64.b64decode(line))
        answer = 0
        while isinstance(step, cloche.Paused):
            answer += 1
            step = step.resume(answer)
        print(json.dumps(step.value))
    except cloche.DumpRefused as error:
        print(json.dumps("refused"))
"""


def test_another_process() -> None:
    """One that hashes text differently; of those programs one has `eval`, some have sets."""
    programs = {**PLACES, "sets": ("[ask(), len({*'ab'})]", [1, 2]), "chance": (CHANCE, 2)}
    dumped = [paused(INLINE.start(source)).dump() for source, _ in programs.values()]
    went = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=b"\n".join(map(base64.b64encode, dumped)),
        capture_output=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": "1"},
    )  # fmt: skip
    found = dict(zip(programs, map(json.loads, went.stdout.splitlines()), strict=True))
    assert found.pop("eval") == found.pop("sets") == found.pop("hash") == "refused"
    for name, value in found.items():
        assert value == json.loads(json.dumps(programs[name][1])), name


@pytest.mark.parametrize("asked", [1, 10**5000], ids=["recorded", "asked"])
def test_a_question_that_cannot_be_printed_diverges_like_any_other(asked: int) -> None:
    pay = cloche.pausing(lambda amount: "paid")
    box = cloche.Sandbox(tools={"pay": pay})
    one, other = (
        dumps.opened(box.start("pay(n)", inputs={"n": n}).dump(), None)
        for n in (asked, 1 if asked > 1 else 10**5000)
    )
    mixed = dumps.write(dumps.frames_of(one)[0], dumps.frames_of(other)[1:], None)
    with pytest.raises(cloche.ReplayDiverged, match="int of 2,076 bytes"):
        box.load(mixed)
