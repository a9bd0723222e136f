"""`Sandbox(clock=…, seed=…)`."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

import pytest

import cloche

NOON = datetime(2024, 2, 29, 12, 0, 0, 123456, tzinfo=UTC)
TODAY = "from datetime import date, datetime\nstr(datetime.now()), str(date.today())"
DICE = "import random\n[random.random(), random.randint(1, 100), random.Random().random()]"


@pytest.mark.parametrize(
    "clock",
    [
        NOON,
        NOON.replace(tzinfo=None),
        NOON.astimezone(timezone(timedelta(hours=5))),
        NOON.timestamp(),
        lambda: NOON.timestamp(),
    ],
)
def test_every_kind_of_clock(clock):
    box = cloche.Sandbox(clock=clock)
    assert box.run(TODAY) == ("2024-02-29 12:00:00.123456", "2024-02-29")


@pytest.mark.parametrize(
    ("clock", "error"),
    [("noon", TypeError), (float("nan"), ValueError), (float("inf"), ValueError)],
)
def test_what_is_no_clock(clock, error):
    with pytest.raises(error):
        cloche.Sandbox(clock=clock)


def test_a_clock_that_tells_no_time_ends_the_run():
    source = """
from datetime import datetime
try:
    datetime.now()
except BaseException:
    pass
"""
    with pytest.raises(TypeError, match="a clock tells seconds"):
        cloche.Sandbox(clock=lambda: "noon").run(source)


def test_a_seed_gives_what_cpython_gives_for_it():
    random.seed(42)
    expected = [random.random(), random.randint(1, 100)]
    box = cloche.Sandbox(seed=42)
    assert box.run(DICE)[:2] == expected
    assert box.run(DICE) == box.run(DICE) == cloche.Sandbox(seed=42).run(DICE)


def test_without_a_seed_runs_differ():
    box = cloche.Sandbox()
    assert box.run(DICE) != box.run(DICE)
    assert cloche.Sandbox(seed=1).run(DICE) != cloche.Sandbox(seed=2).run(DICE)


def test_a_seed_is_an_int():
    with pytest.raises(TypeError, match="seed must be an int"):
        cloche.Sandbox(seed="42")


@pytest.mark.parametrize(
    "tell", [lambda: "noon", lambda: {}["noon"], lambda: 1 / 0, lambda: float("nan")]
)
@pytest.mark.parametrize("ask", ["time.time()", "time.monotonic()", "time.sleep(0.001)"])
def test_an_error_of_a_clock_knows_nothing_of_what_the_guest_handles(tell, ask):
    source = f"""
import time
class E(Exception): pass
try:
    raise E
except E:
    try:
        raise E
    except E:
        {ask}
        time.time()
"""
    with pytest.raises((TypeError, ValueError, cloche.GuestError)) as caught:
        cloche.Sandbox(clock=tell).run(source)
    error: BaseException | None = caught.value
    while error is not None:
        assert type(error).__module__ in ("builtins", "cloche.runtime.errors"), error
        error = error.__context__
