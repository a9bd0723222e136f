"""Prices: what is paid for, and how much, of each operation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from cloche.runtime import memory, prices
from cloche.runtime.budget import BYTES_PER_STEP
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run
from cloche.runtime.stops import Stop

HUGE = 10**30
P = prices.product_steps
Q = prices.quotient_steps
#: Calls -> what is paid: bytes (and those that there must be room for), or steps.
BILLS: list[tuple[str, list[object]]] = [
    ("pay_product(4096, 4096)", []),
    ("pay_product(8192, 1)", [(1024, 64 * 1024), P(8192, 1)]),
    ("pay_quotient(8191, 1)", []),
    ("pay_quotient(9000, 100)", [Q(9000, 100)]),
    ("pay_power(8192)", []),
    ("pay_power(8200)", [(1025, 64 * 1025), 2 * P(4100, 4100)]),
    ("pay_rounding(9000, 0)", []),
    ("pay_rounding(9000, 9000)", []),
    ("pay_rounding(40_000, -3000)", [(1500, 96_000), 2 * P(6000, 6000), Q(40_000, 9965)]),
    ("pay_modular_power(2**100, 2**100, 2**200)", []),
    ("pay_modular_power(3, 2**200, 2**300)", []),
    ("pay_modular_power(3, 1, 2**600)", []),
    ("pay_modular_power(3, 1, 2**9000)", [0, P(9001, 9001) + Q(18_002, 9001) + 2]),
    ("pay_modular_power(3, 2**600, 5)", []),
    ("pay_modular_power(2**20_000, 1, 2**600)", [Q(20_001, 601)]),
    ("pay_modular_power(3, 2**9000, 2**600)", [9001 * (P(601, 601) + Q(1202, 601) + 2)]),
    ("pay_modular_power(3, -1, 2**600)", []),
    ("pay_modular_power(3, -1, 2**9000)", [9001**2 // 64, 0, P(9001, 9001) + Q(18_002, 9001) + 2]),
    ("pay_shift(1, 8191)", []),
    ("pay_shift(1, 9000)", [(1125, 64 * 1125)]),
    ("pay_shift(0, 9000)", []),
    ("pay_shift(1, 2**80)", []),
    ("pay_copy(4096)", []),
    ("pay_copy(4097)", [(4097, 0)]),
    ("pay_repeat(4096, 1)", []),
    ("pay_repeat(4096, 2)", [(8192, 0)]),
    ("pay_repeat(4096, 2**80)", []),
    ("pay_integer(10)", [(10, 640)]),
]


@pytest.mark.parametrize(("call", "bill"), BILLS)
def test_bills(call: str, bill: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    paid: list[object] = []
    monkeypatch.setattr(prices, "spend", paid.append)
    monkeypatch.setattr(prices, "reserve", lambda size, most=0: paid.append((size, most)))
    eval(call, vars(prices))
    assert paid == bill


def test_larger_numbers_cost_more() -> None:
    for price in (P, Q):
        for bits in (1000, 10**5):
            assert price(10 * bits, bits) > price(2 * bits, bits) >= 0
    assert P(10**5, 10**4) == P(10**4, 10**5) > 10**4
    assert P(HUGE, HUGE) < HUGE
    assert Q(10, 20) == 0


class Lying(str):
    __slots__ = ()

    def __len__(self) -> int:
        return 0


VALUES: list[tuple[str, object]] = [
    ("power_bits(2, 100), power_bits(-2, 100), power_bits(3, 5)", (100, 100, 10)),
    ("power_bits(0, 5), power_bits(0, 0), power_bits(7, 0), power_bits(7, -5)", (0, 0, 0, 0)),
    ("power_bits(1, 10**9), power_bits(-1, 10**9)", (0, 0)),
    ("pieces_size(0, 0), pieces_size(10, 4), pieces_size(10, 100)", (0, 218, 730)),
    ("items_size('a' * 200), items_size('\\xe9' * 200)", (1600, 1600)),
    ("items_size('\\u20ac' * 200), items_size('\\u20ac' * 100)", (200 * 88, 800)),
    ("items_size(Lying('a' * 200))", 1600),
    ("items_size(b'a' * 200), items_size(bytearray(300))", (1600, 2400)),
    ("sort_steps(0, 0), sort_steps(800, 0) > 800, sort_steps(8, 10**6) > 1000", (0, True, True)),
    ("format_width('>10'), format_width('08.3f'), format_width('s')", (10, 11, 0)),
    ("format_width('5' * 30), format_width('7.' + '5' * 30), format_width('')", (0, 7, 0)),
    ("format_width('\\u0665'), format_width('x' * 9 + '12')", (5, 12)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values(text: str, value: object) -> None:
    assert eval(text, {**vars(prices), "Lying": Lying}) == value


class Odd(int):
    def __abs__(self) -> int:
        return 0

    def __index__(self) -> int:
        return 0


#: Template, arguments -> what widths and precisions add, and whether it has keys.
WIDTHS: list[tuple[str, tuple[Any, ...], tuple[int, bool]]] = [
    ("", (), (0, False)),
    ("plain", (), (0, False)),
    ("%5d %-10.3s", (1, "x"), (18, False)),
    ("%(a)s", (), (0, True)),
    ("%(a)7s%(b(c)d)9s", (), (16, True)),
    ("%(a", (), (0, True)),
    ("%(a(b)7s", (), (0, True)),
    ("%*d", (7, 1), (7, False)),
    ("%*d", (-7, 1), (7, False)),
    ("%*d", (True, 1), (1, False)),
    ("%*d", (Odd(7), 1), (7, False)),
    ("%*d", ("7", 1), (0, False)),
    ("%*d", (), (0, False)),
    ("%.*f", (7, 1), (7, False)),
    ("%*.*f", (7, 8, 1), (15, False)),
    ("%d%*d", (90, 7, 1), (7, False)),
    ("%%%*d", (7, 1), (7, False)),
    ("%l%%*d", (7, 1), (7, False)),
    ("%-+ #07d", (), (7, False)),
    ("%7ld%8hd%9Ld%*d", (0, 0, 0, 5, 0), (29, False)),
    ("%.7", (), (7, False)),
    ("%.0f%5d", (), (5, False)),
    ("%", (), (0, False)),
    ("%0000000000000000000000000000007d", (), (7, False)),
    (f"%{HUGE}d", (), (0, False)),
    (f"%.{2**31}d", (), (0, False)),
    (f"%.{2**31 - 1}d", (), (2**31 - 1, False)),
    (f"%{2**31}d", (), (2**31, False)),
    ("%.*d", (2**31, 1), (0, False)),
    ("%*d", (2**31, 1), (2**31, False)),
    ("%*d", (2**63, 1), (0, False)),
    ("%*d", (-(2**63), 1), (0, False)),
]  # fmt: skip


@pytest.fixture
def run() -> Iterator[Run]:
    made = Run(Limits(steps=10_000, seconds=10.0, memory=2**28))
    token = made.enter()
    yield made
    made.leave(token)


@pytest.mark.parametrize(("text", "arguments", "width"), WIDTHS)
def test_widths_under_percent(
    text: str, arguments: tuple[Any, ...], width: tuple[int, bool], run: Run
) -> None:
    assert prices.percent_width(text, arguments) == width


def test_a_long_template_takes_steps(run: Run) -> None:
    for text in ("%d" * 20_000, "%(" * 20_000, "%(" + "()" * 20_000):
        with pytest.raises(Stop):
            prices.percent_width(text, ())
        run.budget.arm()


# --- Budgets ----------------------------------------------------------------------------------

#: Limits, what is paid for, and whether that is too much.
HELD: list[tuple[dict[str, Any], str, bool]] = [
    ({"steps": 1000}, "spend(2000)", True),
    ({"steps": 1000}, "spend(900)", False),
    ({"steps": 1000}, "reserve(10**6)", True),
    ({"seconds": 5.0}, "spend(10**9)", True),
    ({"seconds": 5.0}, "spend(10**6)", False),
    ({"seconds": 5.0}, f"reserve(10**9 * {BYTES_PER_STEP})", True),
    ({"seconds": 5.0}, f"reserve(10**5 * {BYTES_PER_STEP})", False),
    ({}, "spend(10**12)", False),
    ({}, f"reserve({2**40})", False),
    ({"memory": 2**26}, "reserve(2**30)", True),
    ({"memory": 2**26}, "reserve(10)", False),
    ({"memory": 2**26}, "reserve(10, 2**30)", True),
    ({"memory": 2**26}, "reserve(10, 10)", False),
    ({"memory": 2**26}, "pay_made(2**20)", False),
    ({"steps": 1000}, "pay_made(2**20)", True),
]


@pytest.mark.parametrize(("limits", "call", "is_too_much"), HELD)
def test_what_is_too_much_is_not_begun(limits: Any, call: str, is_too_much: bool) -> None:
    run = Run(Limits(**{"steps": None, "seconds": None, "memory": None, **limits}))
    token = run.enter()
    try:
        eval(call, vars(prices))
        stopped = False
    except Stop:
        stopped = True
    finally:
        run.leave(token)
    assert stopped is is_too_much


def test_what_has_been_made_is_looked_at(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.budget.look_at_memory(0)
    monkeypatch.setattr(memory, "resident", lambda: 2**40)
    with pytest.raises(Stop):
        prices.pay_made(2**20 + 1)


def test_sizes_beyond_the_address_space_are_left_to_cpython() -> None:
    assert sys.maxsize == prices.IMPOSSIBLE
