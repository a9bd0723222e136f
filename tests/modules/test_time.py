# ruff: noqa: E501  A row of a table stays on one line.
"""`time`: values of the clock under a frozen one, the rest as CPython has it where local time is UTC."""

from __future__ import annotations

import time
from threading import Thread

import pytest

import cloche

from .tables import gives, same, stopped

test_same = same(
    "import time",
    """
    time.gmtime(0), time.gmtime(1e9).tm_yday, time.localtime(86400 * 365).tm_zone, time.gmtime(-1)[:6]

    time.strftime("%Y-%m-%d %H:%M:%S %Z", time.gmtime(1700000000)), time.strftime("%a %j", time.localtime(0))

    time.strftime("%Y", (2024, 1, 1, 0, 0, 0, 0, 1, 0)), time.asctime((2024, 1, 1, 0, 0, 0, 0, 1, 0)), time.ctime(0)

    time.strptime("30 Nov 00", "%d %b %y"), time.strptime("Wed Nov 25 20:42:52 2026").tm_hour

    time.strptime("x", "%Y")

    time.strptime(1, "%Y")

    time.strftime(1)

    time.strftime("%Y", (2024, 13, 1, 0, 0, 0, 0, 1, 0))

    time.strftime("%Y", (1,))

    time.asctime([1] * 9)

    time.mktime(time.gmtime(1700000000)), time.mktime((2024, 14, 40, 25, 61, -5, 0, 0, -1)), time.mktime((12024, 1, 1, 0, 0, 0, 0, 1, 1)), time.mktime((-12024, 1, 1, 0, 0, 0, 0, 1, 0))

    time.mktime((1, 2))

    time.mktime((2024, 1.5, 1, 0, 0, 0, 0, 1, -1))

    time.mktime((10**30, 1, 1, 0, 0, 0, 0, 1, -1))

    t = time.struct_time("123456789", {"tm_zone": "zone"})
    t, t.tm_zone, time.struct_time(sequence="123456789", dict={}), time.struct_time.n_fields, time.struct_time.n_sequence_fields

    time.struct_time("123456789", dict={"error": 0, "tm_zone": "zone"})

    time.struct_time("123", dict={})

    time.struct_time("123456789", dict=None)

    time.struct_time()

    time.struct_time(range(9)), time.struct_time((2024, 1, 2, 3, 4, 5, 6, 7, 0)).tm_mon, isinstance(time.gmtime(0), time.struct_time), isinstance(time.gmtime(0), tuple)

    time.timezone, time.altzone, time.daylight, time.tzname

    time.sleep(-1)

    time.sleep("1")

    time.sleep(float("nan"))

    time.sleep(10**30)

    time.sleep(None)

    time.sleep(0), time.sleep(0.001), time.sleep(True and 0)

    class Index:
        def __index__(self): return 0
    time.sleep(Index())

    class Lies(float):
        def __float__(self): return 1e9
    time.sleep(Lies(0.0))

    time.gmtime("x")

    time.gmtime(1e30)
    """,
)

FROZEN = cloche.Sandbox(clock=1_700_000_000.5, limits=cloche.Limits(seconds=5))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("time.time(), time.time_ns()", (1_700_000_000.5, 1_700_000_000_500_000_000)),
        ("time.sleep(90); time.time()", 1_700_000_090.5),
        ("a = time.monotonic(); time.sleep(1.25); time.monotonic() - a", 1.25),
        ("time.perf_counter(), time.process_time(), time.thread_time_ns()", (0.0, 0.0, 0)),
        ("time.sleep(2); time.perf_counter_ns(), time.monotonic_ns()", (2 * 10**9, 2 * 10**9)),
        ("time.strftime('%F %T'), time.ctime()", ("2023-11-14 22:13:20", "Tue Nov 14 22:13:20 2023")),
        ("time.localtime() == time.gmtime(), time.asctime()", (True, "Tue Nov 14 22:13:20 2023")),
        ("for _ in range(1000): time.sleep(3600)\ntime.time()", 1_703_600_000.5),
    ],
)  # fmt: skip
def test_a_frozen_clock(source, value):
    assert FROZEN.run(f"import time\n{source}") == value


test_system = gives(
    "import time",
    {
        "a = time.perf_counter(); time.sleep(0.02)\n0.02 <= time.perf_counter() - a < 2": "True",
        "0 <= time.monotonic() < 60, 0 <= time.process_time() < 60": "(True, True)",
        "time.monotonic_ns() <= time.monotonic_ns()": "True",
        "abs(time.time() - time.time_ns() / 1e9) < 60": "True",
        "time.clock_gettime": "AttributeError: module 'time' has no attribute 'clock_gettime' here",
        "time.tzset": "AttributeError: module 'time' has no attribute 'tzset' here",
    },
)

test_stopped = stopped(
    "import time",
    """
    time.sleep(10**6)

    time.sleep(1.5)

    while True: time.sleep(0)

    for _ in range(10**6): time.sleep(0.01)

    try:
        time.sleep(10)
    except BaseException:
        pass
    finally:
        time.sleep(10)

    time.strftime("%A" * 10**6)

    list(map(time.sleep, [0.3] * 10))
    """,
)


def test_what_cannot_end_in_time_ends_at_once():
    began = time.monotonic()
    with pytest.raises(cloche.TimeLimitExceeded):
        cloche.run("import time\ntime.sleep(60)", limits=cloche.Limits(seconds=30))
    assert time.monotonic() - began < 30


def test_sleep_counts_as_time():
    result = cloche.Sandbox().execute("import time\ntime.sleep(0.05)")
    assert 0.05 <= result.seconds < 2


def test_sleepers_hold_up_nobody():
    box = cloche.Sandbox(limits=cloche.Limits(steps=None, seconds=0.3))
    outcomes = []

    def attempt(source):
        try:
            box.run(source)
        except cloche.LimitExceeded as error:
            outcomes.append(type(error))

    sources = ["import time\nwhile True: time.sleep(0.05)"] * 3 + ["while True: pass"]
    threads = [Thread(target=attempt, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [cloche.TimeLimitExceeded] * 4
