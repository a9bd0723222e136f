"""What counts a frame: prices, and when the clock is looked at."""

from __future__ import annotations

import pytest

from cloche.workers.meter import LOOK, Malformed, Meter


def test_values_have_room_to_the_last_byte() -> None:
    meter = Meter(None, 10)
    meter.pay(3)
    assert (meter.affords(7), meter.affords(8)) == (True, False)
    meter.pay(7)
    meter.pay(0)
    with pytest.raises(Malformed, match="has room for"):
        meter.pay(1)


def test_a_meter_without_bounds_bears_all() -> None:
    meter = Meter()
    assert meter.affords(2**100)
    meter.pay(2**100)
    for _ in range(2 * LOOK):
        meter.count()


def test_the_clock_is_looked_at_after_so_many_values() -> None:
    looks: list[int] = []
    meter = Meter(look=lambda: looks.append(1))
    told = []
    for _ in range(2 * (LOOK + 1)):
        meter.count()
        told.append(len(looks))
    assert told == [0] * LOOK + [1] * (LOOK + 1) + [2]
