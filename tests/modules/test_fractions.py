# ruff: noqa: E501  A row of a table stays on one line.
"""`fractions` and `numbers`."""

import fractions
import sys

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = """
import math, numbers
from decimal import Decimal
from fractions import Fraction
F = Fraction
"""

test_fractions = same(
    HEADER,
    """
    F(1, 3) + F(1, 6), F(3, 4) - 1, F(2, 3) * F(3, 4), F(1, 2) / F(1, 4), F(7, 2) // 1, F(-7, 2) % 2, divmod(F(7, 2), F(2, 3)), -F(1, 2), +F(1, 2), abs(F(-1, 2)), 1 - F(1, 3), 2 * F(1, 3), 1 / F(1, 3), 7 // F(2), 7 % F(2), divmod(7, F(2))

    F(1.5, 2)

    F(1, "2")

    F(1, 2) ** None

    None ** F(1, 2)

    [1] ** F(-2)

    x = F(1, 2)
    x **= "a"

    class A:
        def __pow__(self, other): return type(other).__name__
        __rpow__ = __pow__
    F(1, 2) ** A(), A() ** F(1, 2), pow(F(1, 2), A())

    class A:
        def __pow__(self, other): return NotImplemented if type(other) is F else type(other).__name__
    A() ** F(1, 2), A() ** F(4), A() ** F(-4)

    Decimal(2) ** F(3), Decimal(2) ** F(-1)

    Decimal(2) ** F(1, 2)

    F(1, 2) ** 3, F(1, 2) ** -2, 2 ** F(2), 2 ** F(1, 2), F(4) ** F(1, 2), F(1, 2) ** 0.5, F(-8) ** F(1, 3), F(2) ** F(3), 0.5 ** F(2)

    F(1, 2) + 0.5, 0.5 * F(1, 2), F(1, 2) + 1j, F(1, 2) + True, F(1, 2) == 0.5, F(1, 2) == F(2, 4), F(2) == 2, F(1, 2) != 1, F(1, 3) < F(1, 2), F(1, 3) <= 1, F(1, 2) > 0.25, 1 >= F(1), F(1, 3) == "x", F(2) == 2 + 0j

    F(), F("3/4"), F(" -1.5 "), F("1e3"), F("1_0/3"), F("2.5e-2"), F(0.75), F(F(1, 2)), F(Decimal("1.25")), F(6, 4), F(1, -2), F(F(1, 2), F(3, 4)), F(True), F(3, F(1, 2))

    F(1, 0)

    F("x")

    F("1/0")

    F(1.5, 2)

    F(None)

    F([1])

    F(float("nan"))

    F(float("inf"))

    F(1, 2) + "x"

    F(1, 2) < "x"

    F(1, 2) < 1j

    hash(F(1, 2)) == hash(0.5), hash(F(3)) == hash(3), {F(1, 2): 1}[0.5], bool(F(0)), bool(F(1, 9)), int(F(7, 2)), float(F(1, 4)), complex(F(1, 2)), math.floor(F(-1, 2)), math.ceil(F(1, 2)), math.trunc(F(-7, 2)), round(F(7, 2)), round(F(5, 2)), round(F(22, 7), 3), round(F(1234), -2)

    str(F(1, 2)), str(F(3)), repr(F(3)), f"{F(1, 2)}", [F(1, 2)], "%s" % F(1, 2)

    F(1, 2).numerator, F(1, 2).denominator, F(1, 2).real, F(1, 2).imag, F(1, 2).conjugate(), F(6, 4).as_integer_ratio(), F(3.14159).limit_denominator(100), F("3.1415926").limit_denominator(), F.from_float(0.5), F.from_decimal(Decimal("0.1")), F.from_float(3)

    F(1, 2).limit_denominator(0)

    F.from_float("x")

    F.from_decimal(0.5)

    sum([F(1, 2), F(1, 3)]), max(F(1, 2), F(1, 3)), sorted([F(1, 2), F(1, 3)]), math.prod([F(1, 2), F(2, 3)]), F(1, 2) in [0.5], len({F(1, 2), F(2, 4)}), sum([0.5, F(1, 2)])

    def harmonic(n): return sum(F(1, k) for k in range(1, n + 1))
    harmonic(20)

    def egyptian(f):
        out = []
        while f:
            n = math.ceil(1 / f)
            out.append(n)
            f -= F(1, n)
        return out
    egyptian(F(4, 13))

    x = F(1, 2)
    x += F(1, 3)
    x *= 6
    x -= 1
    x /= 3
    x **= 2
    x

    class Ratio(Fraction):
        def pretty(self): return f"{self.numerator} over {self.denominator}"
    r = Ratio(2, 4)
    r.pretty(), r + 1, type(r + 1) is Fraction, isinstance(r, Fraction), repr(r), r == F(1, 2)

    match F(1, 2):
        case Fraction(denominator=d) as f if f.numerator == 1: r = f, d
    r

    Decimal("0.5") == F(1, 2), F(1, 2) == Decimal("0.5"), Decimal(1) > F(1, 3), F(1, 3) < 1

    isinstance(F(1), numbers.Rational), isinstance(1, numbers.Integral), isinstance(1.5, numbers.Real), isinstance(1j, numbers.Complex), isinstance(Decimal(1), numbers.Number), isinstance(Decimal(1), numbers.Real), isinstance(True, numbers.Number), isinstance("1", numbers.Number), issubclass(int, numbers.Rational), issubclass(Fraction, numbers.Rational), issubclass(float, numbers.Integral)

    numbers.Number.__name__, numbers.Integral.__module__

    numbers.Real()

    class N(numbers.Number):
        def __init__(self, v): self.v = v
    isinstance(N(1), numbers.Number), isinstance(N(1), numbers.Real), N(3).v

    class N(numbers.Complex): pass
    N()

    def kind(x):
        match x:
            case numbers.Integral(): return "int"
            case numbers.Real(): return "real"
            case numbers.Number(): return "number"
    kind(1), kind(1.5), kind(1j), kind("x"), kind(F(1, 2))
    """,
)

NEW = sys.version_info >= (3, 12)
test_by_version = gives(
    HEADER,
    {
        "f'{F(1, 3):.2f}'": "'0.33'"
        if NEW
        else "TypeError: unsupported format string passed to Fraction.__format__",
        "F(4, 2).is_integer() if hasattr(F, 'is_integer') else None": "True" if NEW else "None",
        "getattr(F(1), '__fraction__')": "AttributeError",
        "getattr(F(1), '_numerator')": "AttributeError",
        "super(F, F(1)).limit_denominator": "AttributeError",
        "numbers.Number.register(str)": "AttributeError",
        "F.x = 1": "TypeError",
        "F('1' * 70_000)": "ValueError: Invalid literal for Fraction: more than 65536 characters",
        "F(1, 2).numerator = 3": "AttributeError",
        "F(1, 2) + Decimal(1)": "TypeError: unsupported operand type(s) for +: 'Fraction' and",
        "numbers.Number.x = 1": "TypeError",
        "object.__new__(F)": "AttributeError",
    },
)

#: The library computes with whatever the answers are: 10 to a power, or a product.
test_numbers_only = gives(
    HEADER
    + """
class X:
    def __abs__(self): return 10**9
    def __lt__(self, other): return False
    def __ge__(self, other): return False
""",
    {
        "round(F(1, 3), X())": "TypeError: an integer is needed here",
        "round(F(1, 3), F(10**9))": "TypeError: an integer is needed here",
        "F(22, 7).limit_denominator(X())": "TypeError: an integer is needed here",
        "round(F(22, 7), True), F(22, 7).limit_denominator(2)": "(Fraction(31, 10), Fraction(3, 1))",
    },
)

test_stopped = stopped(
    HEADER,
    """
    F("1e99999999")

    F("1e-99999999")

    F(Decimal("1e9999999"))

    F(3, 2) ** 100_000_000

    x = F((1 << 20_000_000) - 1, (1 << 20_000_000) - 3)

    x = F(1, 3)
    while True: x += F(1, x.denominator + 1)

    round(F(1, 3), 100_000_000)

    F((1 << 200_000) + 1, 3) if 0 else [F((1 << 2_000_000) + 1, (1 << 1_999_999) + 7)]

    x = F(1 << 10_000_000)
    x // F(1, 3)
    x % F((1 << 5_000_000) + 1)

    Decimal(1) == F(1, 10 ** 1_000_000)
    """,
)


@pytest.mark.parametrize("optimize", [True, False])
def test_fractions_cross(optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize, tools={"half": lambda x: x / 2})
    source = "from fractions import Fraction\n[x + 1, {Fraction(1, 2): 1}, half(x)]"
    found = box.run(source, inputs={"x": fractions.Fraction(1, 3)})
    wanted = [fractions.Fraction(4, 3), {fractions.Fraction(1, 2): 1}, fractions.Fraction(1, 6)]
    assert found == wanted
    assert type(found[0]) is fractions.Fraction
    assert box.run("x * 2", inputs={"x": fractions.Fraction(1, 2)}) == 1


def test_no_hash_is_remembered_for_the_process() -> None:
    source = "from fractions import Fraction\nhash(Fraction(123456789, 7)), hash(Fraction(7))"
    assert cloche.run(source) == (hash(fractions.Fraction(123456789, 7)), hash(7))
    remembered = getattr(fractions, "_hash_algorithm", None)
    if remembered is not None:
        remembered.cache_clear()
        cloche.run(source)
        assert remembered.cache_info().currsize == 0
