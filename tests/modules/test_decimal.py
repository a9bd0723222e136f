# ruff: noqa: E501  A row of a table stays on one line.
"""`decimal`."""

import decimal

import pytest

import cloche
from harness import assert_same

from .tables import gives, same, stopped

HEADER = """
import decimal, math, operator
from decimal import *
D = Decimal
setcontext(Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0, flags=[], traps=[InvalidOperation, DivisionByZero, Overflow]))
"""

test_same = same(
    HEADER,
    """
    D("1.10") + D("2.2"), D(1) / 3, D("7") // 2, D("-7") % 3, divmod(D(7), 2), D(2) ** 10, D(2) ** D("0.5"), -D("1.5"), +D("1.50"), abs(D(-3)), 10 - D(3), 1 / D(4), 2 ** D(3), 7 % D(4), 7 // D(2), divmod(9, D(4))

    D("0.1") + D("0.2") == D("0.3"), D("1.0") == 1, D("1.5") == 1.5, D(1) == "1", D(1) != 2, D(1) < 2, D(2) >= 2.0, 3 > D(2), 1.5 < D(2), D(1) == True, D(1) == 1 + 0j, hash(D(1)) == hash(1), hash(D("1.5")) == hash(1.5), {1: "x"}[D(1)]

    D(), D("  1.5 "), D("1_000.5"), D("-Infinity"), D("nan"), D("1E+5"), D("1e-10"), D((0, (1, 2, 3), -2)), D([1, [1, 2], 1]), D(0.1), D(10**30), D(True), D(D("1.50")), D("0E-5"), D("١٢")

    with localcontext() as c:
        del c.flags[Inexact]
    0

    with localcontext() as c:
        D(1) / 3
        before = c.flags[Inexact], c.flags is c.flags
        c.clear_flags()
        after = c.flags[Inexact]
        c.clear_traps()
        c.flags = [Rounded]
        found = D(1) / 0, c.traps[DivisionByZero], c.flags[Rounded], c.flags[Inexact]
    before, after, found

    with localcontext() as c:
        c.traps[FloatOperation] = True
        found = D(1) == 1.5, c.flags[FloatOperation]
        D(1) < 1.5
    0

    D(1).sqrt(context=3)

    D(1) < "a"

    "1" > D(1)

    "1" <= D(1)

    None < D(1)

    1j >= D(1)

    (1, "a") < (1, D(2))

    "Total: " + D("1.50")

    [1] + D(1)

    (1,) + D(1)

    b"a" + D(1)

    bytearray(b"a") + D(1)

    sum([D(1)], [])

    "a" * D(1)

    [0] * D(1)

    D(1) * (0,)

    x = "a"
    x += D(1)

    x = [1]
    x += D(1)

    x = [1]
    x *= D(1)

    x = D(1)
    x -= "a"

    None - D(1)

    D(1) ** 1.5

    None ** D(1)

    class Money(D):
        pass
    "2" + Money(1)

    class Money(D):
        pass
    "2" < Money(1)

    D(1) + "a"

    [] - D(1)

    round(D(1), "a")

    D({})

    D("abc")

    D(None)

    D([1])

    D(1) + 1.5

    1.5 * D(1)

    D(1) + "1"

    D(1) < "1"

    D(1) / 0

    D(0) / 0

    D(1) // 0

    D("1e999999") * 10

    D("nan") > 1

    D("nan") == D("nan"), D("nan") != 1, D("snan") != 1 if False else 0

    D("sNaN") == 1

    D("sNaN") + 1

    int(D("3.99")), int(D("-3.99")), float(D("1.25")), complex(D(2)), bool(D(0)), bool(D("0.0")), bool(D("1e-9")), round(D("2.675"), 2), round(D("2.5")), round(D("-1.5")), math.floor(D("-1.5")), math.ceil(D("1.2")), math.trunc(D("9.9")), round(D("1234"), -2), math.sqrt(D(4)), int(D("1e20"))

    int(D("inf"))

    int(D("nan"))

    math.floor(D("inf"))

    round(D("nan"))

    float(D("inf")), float(D("nan")) != 1

    str(D("1.10")), repr(D("1E+5")), f"{D('1234567.891'):,.2f}", f"{D('0.125'):.2%}", f"{D('1.5'):>10}", f"{D('1e10'):f}", f"{D('12345'):e}", f"{D('1.5')}", "%s" % D(3), "%.2f" % D("2.5"), format(D("1.005"), ".2f"), f"{D('3.14159'):08.3f}", "{:+}".format(D(2)), f"{D('-0'):}", f"{D('1e-7')}", f"{D('1E+3'):n}"

    format(D(1), "z")

    D(1).__format__(3)

    D("3.14159").quantize(D("0.01")), D("2.5").quantize(D(1), rounding=ROUND_HALF_UP), D("2.5").quantize(D(1), ROUND_DOWN), D("1.005").quantize(D("1.00")), D("1e30").quantize(D(10)) if False else 0

    D("1e30").quantize(D("0.01"))

    [D("2.5").quantize(D(1), rounding=r) for r in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP)]

    try: D(1).quantize(D("0.1"), rounding="nope")
    except TypeError as e: r = str(e)
    r

    D(2).sqrt(), D(2).ln(), D(100).log10(), D(1).exp(), D("2.50").normalize(), D("1234.5").adjusted(), D("1.5").as_tuple(), D("0.75").as_integer_ratio(), D("12.3").to_eng_string(), D("1e5").to_integral_value(), D("2.7").to_integral(), D("2.5").to_integral_exact(rounding=ROUND_UP), D(5).logb(), D("1.5").scaleb(3)

    D(-1).sqrt()

    D(-1).ln()

    D(1).compare(D(2)), D(1).compare_total(D("1.0")), D(3).max(5), D(3).min(D("nan")), D(-3).max_mag(2), D(3).copy_sign(-1), D(-3).copy_abs(), D(3).copy_negate(), D(10).remainder_near(3), D(2).fma(3, 4), D("1101").logical_and(D("1011")), D("123").rotate(1), D("123").shift(-1), D("1").next_plus(), D("1").next_minus(), D(1).next_toward(2), D("1.0").same_quantum(D("2.0"))

    D(1).is_finite(), D("inf").is_infinite(), D("nan").is_nan(), D("-0").is_zero(), D("-1").is_signed(), D("snan").is_snan(), D("nan").is_qnan(), D(1).is_normal(), D("1e-1000010").is_subnormal(), D(1).number_class(), D(1).canonical(), D(1).radix(), D(3).conjugate(), D(3).real, D(3).imag

    D.from_float(0.1), D.from_float(3)

    D.from_float("x")

    getcontext().prec = 6
    D(1) / 7, +D("3.14159265358"), D("1.23456789") * 1, D(2).sqrt()

    getcontext().rounding = ROUND_UP
    getcontext().prec = 3
    D(1) / 3, D("1.2345") + 0, f"{D('1.25'):.1f}"

    with localcontext() as ctx:
        ctx.prec = 42
        a = D(1) / 42
    a, D(1) / 42, getcontext().prec

    with localcontext(Context(prec=5)) as ctx:
        a = D(1) / 3
    with localcontext(prec=4, rounding=ROUND_UP):
        b = D(2) / 3
    a, b

    localcontext(3)

    def f():
        with localcontext() as c:
            c.prec = 5
            return D(1) / 3
    f(), D(1) / 3

    try:
        with localcontext() as c:
            c.prec = 3
            D(1) / 0
    except ZeroDivisionError as e: r = type(e).__name__, str(e)
    r, getcontext().prec

    c = getcontext()
    c.traps[DivisionByZero] = False
    c.traps[InvalidOperation] = False
    D(1) / 0, D(0) / 0, D(-1).sqrt(), c.flags[DivisionByZero], c.flags[Inexact], c.traps[Overflow]

    c = getcontext()
    c.clear_flags()
    D(1) / 3
    c.flags[Inexact], c.flags[Rounded], [s.__name__ for s in c.flags if c.flags[s]]

    c = getcontext()
    c.traps[Inexact] = True
    D(1) / 3

    c = Context(prec=4, rounding=ROUND_DOWN, traps=[DivisionByZero])
    c.divide(D(1), 3), c.add(1, 2), c.multiply(D("1.2345"), 1), c.power(2, 10), c.sqrt(2), c.create_decimal("3.14159"), c.create_decimal(1), c.subtract(3, D(1)), c.to_sci_string(D("1E3")), c.quantize(D("1.25"), D("0.1")), c.compare(1, 2), c.plus(D("1.23456")), c.divmod(7, 2), c.remainder(7, 4), c.exp(1), c.ln(2), c.fma(2, 3, 4), c.abs(-3), c.minus(3), c.max(1, 2), c.is_zero(0)

    repr(Context(prec=4))

    repr(getcontext())

    ExtendedContext.prec, BasicContext.rounding, DefaultContext.Emax, repr(ExtendedContext)

    setcontext(ExtendedContext)
    D(1) / 0, D(1) / 3, ExtendedContext.flags[Inexact]

    setcontext(3)

    Context(prec=0)

    try: Context(rounding="x")
    except TypeError as e: r = str(e)
    r

    Context(prec="x")

    getcontext().prec = -1

    getcontext().traps = {InvalidOperation: True}

    c = getcontext().copy()
    c.prec = 9
    c.prec, getcontext().prec, c.Etiny(), c.Etop(), c.Emax, c.Emin, c.capitals, c.clamp, c.radix()

    dict(getcontext().traps)[Overflow], len(getcontext().flags), Overflow in getcontext().traps, sorted(k.__name__ for k, v in getcontext().traps.items() if v)

    getcontext().traps[ValueError]

    str(getcontext().flags)

    issubclass(DivisionByZero, ZeroDivisionError), issubclass(InvalidOperation, ArithmeticError), issubclass(FloatOperation, TypeError), DecimalException.__mro__[1] is ArithmeticError

    try: D("x")
    except InvalidOperation as e: r = type(e).__name__, e.args
    r

    class Money(Decimal):
        def __new__(cls, v): return super().__new__(cls, v)
        def cents(self): return int(self * 100)
        def __str__(self): return f"${self:.2f}"
    m = Money("1.5")
    m.cents(), str(m), m + 1, type(m + 1) is Decimal, isinstance(m, Decimal), m == D("1.5"), type(m).__name__

    sum([D("1.1"), D("2.2")]), sum([D(1)], D("0.5")), max(D(1), D(2)), sorted([D(3), D(1)]), min([D(1), 0.5]), D(1) in [1], [D("1.5")], {D(1), 1}, D("1.5") in {D("1.50")}

    isinstance(D(1), Decimal), type(D(1)) is Decimal, Decimal.__name__, type(D(1)).__module__, callable(D)

    prices = {"a": D("19.99"), "b": D("5.01")}
    total = sum(p * q for p, q in zip(prices.values(), [2, 3]))
    tax = (total * D("0.0825")).quantize(D("0.01"), rounding=ROUND_HALF_UP)
    total, tax, total + tax, f"{total + tax:,.2f}", str(total).rjust(10)

    def pi():
        getcontext().prec += 2
        three = D(3)
        lasts, t, s, n, na, d, da = 0, three, 3, 1, 0, 0, 24
        while s != lasts:
            lasts = s
            n, na = n + na, na + 8
            d, da = d + da, da + 32
            t = (t * n) / d
            s += t
        getcontext().prec -= 2
        return +s
    pi()

    getcontext().prec = 50
    D(2).sqrt(), D(1).exp(), D(10).ln()

    balance = D("1000.00")
    rate = D("0.05") / 12
    for _ in range(12): balance = (balance * (1 + rate)).quantize(D("0.01"))
    balance

    pow(D(3), D(4), D(5)), pow(D(3), 4), D("10") ** -2, D(0) ** 0 if False else 0

    D(0) ** 0

    D("1.5").as_tuple().digits, D("1.5").as_tuple()._replace(sign=1), DecimalTuple(0, (1,), 2)

    MAX_PREC > 10**17, MAX_EMAX, MIN_EMIN, MIN_ETINY, HAVE_THREADS

    match D("1.5"):
        case Decimal(): r = "d"
    r

    "%d %5.1f" % (D("3.7"), D("2.25"))

    D("Infinity") - D("Infinity")

    D("123456789.123456789").normalize(), D("1000").normalize(), D("0.000").normalize(), D("100").to_eng_string()

    a, b = D("1.1"), D("2.2")
    a += b
    a *= 2
    a -= 1
    a /= 2
    a **= 2
    a //= 1
    a %= 3
    a

    import json
    json.dumps({"x": float(D("1.5")), "y": str(D("2.50"))})

    import json
    json.dumps(D(1))

    getcontext().capitals = 0
    str(D("1E+9")), repr(D("1E+9"))
    """,
)

test_differs = gives(
    HEADER,
    {
        "getattr(D(1), '__number__')": "AttributeError",
        "super(Decimal, D(1)).sqrt": "AttributeError",
        "getattr(getcontext(), '__context_in__')": "AttributeError",
        "Decimal.x = 1": "TypeError",
        "Context.prec = 1": "TypeError",
        "object.__new__(Decimal)": "AttributeError",
        "D(1).x = 3": "AttributeError",
        "getcontext().nope": "AttributeError",
        "getcontext().nope = 1": "AttributeError",
        "localcontext(nope=1)": "TypeError",
        "class M(Decimal): pass\nobject.__new__(M) + 1": "AttributeError",
        "vars(Decimal)": "mappingproxy({})",
        "sorted([D(1), 'a'])": "TypeError: '<' not supported between instances of 'str' and 'Decimal'",
        "max(D(1), 'a')": "TypeError: '>' not supported between instances of 'str' and 'Decimal'",
        "operator.gt('a', D(1))": "TypeError: '>' not supported between instances of 'str' and 'D",
    },
)

test_stopped = stopped(
    HEADER,
    """
    int(D("1e999999"))

    int(D("1e999999999"))

    math.floor(D("1e999999")), math.trunc(D("1e999999"))

    round(D("1e999999"))

    D("1e-999999").as_integer_ratio(), D("1e-9999999").as_integer_ratio()

    D(1) - 10 ** 1_000_000

    D(1 << 3_000_000)

    D(1) == 1 << 3_000_000

    (1 << 3_000_000) > D(1)

    "{:f}".format(D("1e999999999"))

    D(1).__format__("999999999")

    getcontext().prec = 10**9
    D(1) / 3

    getcontext().prec = 10**17
    D(2).sqrt()

    getcontext().prec = 20_000
    D(2).ln()

    getcontext().prec = 20_000
    D(2) ** D("0.5")

    getcontext().prec = 200_000
    while True: D(2) / 7

    Context(prec=20_000).exp(D(3))

    x = "9" * 1_000_000
    while True: D(x) * D(x)

    import itertools
    sum(D(1) for _ in itertools.count())
    """,
)


@pytest.mark.parametrize("optimize", [True, False])
def test_numbers_cross(optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize, tools={"tax": lambda x: x * decimal.Decimal("0.1")})
    source = (
        "from decimal import Decimal\n[x + 1, {'y': Decimal('1.50')}, type(x) is Decimal, tax(x)]"
    )
    found = box.run(source, inputs={"x": decimal.Decimal("2.5")})
    wanted = [decimal.Decimal("3.5"), {"y": decimal.Decimal("1.50")}, True, decimal.Decimal("0.25")]
    assert found == wanted
    assert type(found[0]) is decimal.Decimal
    assert box.run("x * 2", inputs={"x": decimal.Decimal(3)}) == 6


def test_the_context_of_the_host_is_neither_read_nor_written() -> None:
    source = "from decimal import *\na = Decimal(1) / 3\ngetcontext().prec = 3\nsetcontext(Context(prec=2))\nstr(a)"
    ours = decimal.Context(prec=7, rounding=decimal.ROUND_UP)
    with decimal.localcontext(ours) as context:
        assert cloche.run(source) == "0.3333333333333333333333333333"
        assert cloche.run("from decimal import *\nf'{Decimal(\"1.25\"):.1f}'") == "1.2"
        assert context.prec == 7
        assert decimal.getcontext() is context
        assert not any(context.flags.values())
    assert cloche.run("from decimal import *\nDefaultContext.prec = 5\nDefaultContext.prec") == 5
    assert cloche.run("from decimal import *\nDefaultContext.prec, getcontext().prec") == (28, 28)


COMPARED = """
D(1) < 1.5
D(5) in [5.5], {D(5): 1}.get(5.0), {"a": D(1)} == {"a": 1.0}, D("1.1") == 1.1, D(1) == 1 + 0j
D("nan") < 1.5
D(1) < float("nan")
D(1) == float("nan"), D("nan") != 1.5
D("snan") == 1.5
D(1) < float("inf"), D(1) == Fraction(1), D(1) < Fraction(3, 2), D("1e99999") > Fraction(1, 3)
max(D(1), 0.5), sorted([D(1), 0.5]), [D(1)].count(1.5), D(1) < 10**400
"""


@pytest.mark.parametrize("traps", [[], [decimal.FloatOperation], list(decimal.getcontext().traps)])
@pytest.mark.parametrize("expression", COMPARED.strip().splitlines())
def test_so_it_is_where_numbers_are_compared(expression: str, traps: list[type]) -> None:
    source = f"""
from decimal import *
from fractions import Fraction
D = Decimal
with localcontext(Context(flags=[], traps=[InvalidOperation])) as context:
    try: found = repr({expression})
    except Exception as error: found = f"{{type(error).__name__}}: {{error}}"
found, sorted(each.__name__ for each, on in context.flags.items() if on)
"""
    names: dict[str, object] = {}
    *rest, last = source.strip().splitlines()
    exec("\n".join(rest), names)
    with decimal.localcontext(decimal.Context(flags=[], traps=traps)) as context:
        assert cloche.run(source) == eval(last, names)
        assert not any(context.flags.values())


@pytest.mark.parametrize("make", ["Context()", "getcontext().copy()", "localcontext().__enter__()"])
def test_signals_are_a_part_of_a_context_that_stays(make: str) -> None:
    source = f"""
from decimal import *
def changed(size):
    context = {make}
    traps, flags = context.traps, context.flags
    setcontext(Context())
    del context
    kept = [bytes(size) + bytes(1) for i in range(20)]
    for signal in traps:
        traps[signal] = flags[signal] = True
    return [x for x in kept if any(x)]
[changed(size) for size in range(20, 120)] == [[]] * 100
"""
    assert cloche.run(source) is True


#: What asks a number and something that is none, of all operators and ways to apply one.
ASKED = """
from decimal import Decimal as D
import functools, math, operator
def told(call):
    try: return call()
    except TypeError as error: return str(error)
def in_place(text, a, b):
    names = {'a': a, 'b': b}
    try: exec('a ' + text + ' b', names)
    except TypeError as error: return str(error)
signs = ['+', '-', '*', '/', '//', '%', '**']
names = ['add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow']
found = []
for other in ('a', [1], None, {}, (), b'', bytearray()):
    for name in [*names, 'divmod']:
        for way in ('', 'r'):
            method = '__' + way + name + '__'
            found += [getattr(D(2), method)(other), getattr(D, method)(D(2), other)]
            found += [*map(getattr(D(2), method), [other]), operator.methodcaller(method, other)(D(2))]
            found.append(functools.reduce(getattr(D, method), [D(2), other]))
    for a, b in ((D(2), other), (other, D(2))):
        found += [in_place(sign + '=', a, b) for sign in signs]
        found += [told(lambda: eval('a' + sign + 'b', {'a': a, 'b': b})) for sign in signs]
        for name in names:
            if name == 'truediv': continue  # C's own: who calls it has no frame
            found += [told(lambda: getattr(operator, way + name)(a, b)) for way in ('', 'i')]
            found += [told(lambda: functools.reduce(getattr(operator, way + name), [a, b])) for way in ('', 'i')]
        found += [told(lambda: divmod(a, b)), told(lambda: pow(a, b)), told(lambda: math.prod([a, b]))]
    found += [D(2) == other, told(lambda: sum([D(2), other]))]
found = [each if type(each) in (bool, str) else repr(each) for each in found]
"""


def test_what_is_asked_by_name_is_told_apart_from_operators() -> None:
    assert_same(f"{ASKED}\nfound")
