"""The operators and methods of `Decimal`, and those of contexts that take numbers."""

from __future__ import annotations

import decimal as real
from collections.abc import Callable
from typing import Any, Final

from ..fitting import fit_methods
from ..guards.hashes import HASHERS
from ..run import _CURRENT, current, running
from .decimal_context import (
    Context,
    ContextManager,
    Price,
    context_in,
    getcontext,
    linear,
    of,
    pay,
    root,
    transcendental,
)
from .decimal_errors import no_comparand, no_operand
from .decimal_value import (
    RATIONALS,
    Decimal,
    argument,
    constructed,
    digits_of,
    made,
    number_in,
    operand,
    pay_for_text,
    whole,
)
from .plain import exact_str

__all__ = ["Decimal", "made"]

_Real: Final = real.Decimal
#: Bytes of a number whose digits are within the object.
_SMALL: Final = _Real(1).__sizeof__()
_size_of: Final = _Real.__sizeof__
#: Smaller integers are converted at once.
_LARGE: Final = 2**64

# --- Operators -----------------------------------------------------------------------------------


def _binary(operation: str, name: str, reflected: bool = False) -> Callable[[Any, Any], Any]:
    native = getattr(real.Context, operation)
    run, new = _CURRENT.get, object.__new__

    def method(self: Any, other: Any, /) -> Any:
        kind = type(other)
        if kind is Decimal:
            right = other.__number__
        elif kind is int and -_LARGE < other < _LARGE:
            right = other
        else:
            right = operand(other)
        if right is NotImplemented:
            return no_operand(name, other, reflected) if type(self) is Decimal else right
        left = self.__number__ if type(self) is Decimal else number_in(self)
        context = (run().decimal or getcontext()).__context_in__
        if context.prec > _SMALL or _size_of(left) > _SMALL or _is_long(right):
            pay(context, linear, digits_of(left) + digits_of(right))
        found = native(context, right, left) if reflected else native(context, left, right)
        if type(found) is tuple:
            return tuple(map(made, found))
        box = new(Decimal)
        box.__number__ = found
        return box

    return method


def _is_long(x: Any) -> bool:
    return not -_LARGE < x < _LARGE if type(x) is int else _size_of(x) > _SMALL


def _unary(operation: str) -> Callable[[Any], Any]:
    native = getattr(real.Context, operation)

    def method(self: Any) -> Any:
        number, context = number_in(self), of(None)
        pay(context, linear, digits_of(number))
        return made(native(context, number))

    return method


def _power(left: Any, right: Any, modulo: Any) -> Any:
    base, exponent = number_in(left), operand(right)
    if exponent is NotImplemented:
        return exponent
    context = of(None)
    if modulo is not None:
        modulus = operand(modulo)
        if modulus is NotImplemented:
            return modulus
        pay(context, transcendental, digits_of(base) + digits_of(exponent) + digits_of(modulus))
        return made(context.power(base, exponent, modulus))
    exponent = _Real(exponent)
    digits = digits_of(base) + digits_of(exponent)
    if exponent.is_finite() and exponent == exponent.to_integral_value():
        pay(context, lambda size: 2 * (abs(exponent.adjusted()) + 2) * 4 * linear(size), digits)
    else:
        pay(context, lambda size: 2 * transcendental(size), digits)
    return made(context.power(base, exponent))


def _pow(self: Any, other: Any, modulo: Any = None, /) -> Any:
    found = _power(self, other, modulo)
    if found is NotImplemented and modulo is None and type(self) is Decimal:
        return no_operand("pow", other, False)
    return found


def _rpow(self: Any, other: Any, /) -> Any:
    base = operand(other)
    if base is NotImplemented:
        return no_operand("pow", other, True) if type(self) is Decimal else base
    return _power(made(_Real(base)), self, None)


setattr(Decimal, "__pow__", _pow)  # noqa: B010 (mypy reads an assignment as a power)
setattr(Decimal, "__rpow__", _rpow)  # noqa: B010
_OPERATORS: Final = {
    "add": "add", "sub": "subtract", "mul": "multiply", "truediv": "divide",
    "floordiv": "divide_int", "mod": "remainder", "divmod": "divmod",
}  # fmt: skip
for _name, _operation in _OPERATORS.items():
    setattr(Decimal, f"__{_name}__", _binary(_operation, _name))
    setattr(Decimal, f"__r{_name}__", _binary(_operation, _name, reflected=True))
for _name, _operation in {"neg": "minus", "pos": "plus", "abs": "abs"}.items():
    setattr(Decimal, f"__{_name}__", _unary(_operation))


def _comparison(name: str) -> Callable[[Any, Any], Any]:
    native = getattr(_Real, f"__{name}__")
    equality = name in ("eq", "ne")

    def method(self: Any, other: Any, /) -> Any:
        # C compares all there are in one call: in sets of one hash, in sorting. (Keys on their way
        # into a program, before there is a run, have been counted.)
        if running(None) is not None:
            current().budget.checkpoint()
        left = number_in(self)
        right = other.__number__ if type(other) is Decimal else _comparable(other, left, equality)
        if right is NotImplemented:
            strange = not equality and type(self) is Decimal
            return no_comparand(name, other) if strange else right
        # C would ask the thread's context, which is the host's, what becomes of signals.
        if type(right) is float:
            _note_float(equality)
            right = _Real.from_float(right)
        if left.is_nan() or (type(right) is _Real and right.is_nan()):
            return _unordered(left, right, equality, name)
        return native(left, right)

    return method


def _comparable(other: Any, left: Any, equality: bool) -> Any:
    if isinstance(other, Decimal):
        return number_in(other)
    if isinstance(other, int):
        return whole(other)
    if isinstance(other, float):
        return float.__pos__(other)
    if equality and isinstance(other, complex):
        # As C reads it, whatever a program's class derived from it says of itself.
        number = complex.__pos__(other)
        return number.real if number.imag == 0 else NotImplemented
    found = RATIONALS[0](other) if RATIONALS else None
    if found is None:
        return NotImplemented
    # The real one multiplies by the denominator, as a number of as many digits.
    pay(of(None), linear, digits_of(left))
    whole(found.numerator), whole(found.denominator)
    return found


def _note_float(equality: bool) -> None:
    context = of(None)
    context.flags[real.FloatOperation] = True
    if context.traps[real.FloatOperation] and not equality:
        raise real.FloatOperation([real.FloatOperation])


def _unordered(left: Any, right: Any, equality: bool, name: str) -> bool:
    context = of(None)
    if not isinstance(right, _Real):
        right = _Real(0)
    if equality:
        context.compare(left, right)  # signals for a signalling one
        return name == "ne"
    context.compare_signal(left, right)
    return False


for _name in "eq ne lt le gt ge".split():
    setattr(Decimal, f"__{_name}__", _comparison(_name))


# --- Methods, of numbers and of contexts --------------------------------------------------------

#: Parameters, besides the number itself; what it costs.
_METHODS: Final[dict[str, tuple[int, Price]]] = {
    **dict.fromkeys(
        "copy_abs copy_negate logb logical_invert next_minus next_plus normalize canonical "
        "is_canonical is_finite is_infinite is_nan is_normal is_qnan is_signed is_snan "
        "is_subnormal is_zero number_class to_eng_string".split(),
        (0, linear),
    ),
    "sqrt": (0, root),
    **dict.fromkeys("exp ln log10".split(), (0, transcendental)),
    **dict.fromkeys(
        "compare compare_signal compare_total compare_total_mag copy_sign logical_and logical_or "
        "logical_xor max max_mag min min_mag next_toward remainder_near rotate same_quantum scaleb "
        "shift quantize".split(),
        (1, linear),
    ),
    "fma": (2, linear),
}
#: They are not told a context.
_FREE: Final = frozenset(
    "copy_abs copy_negate canonical copy_sign is_canonical is_finite is_infinite is_nan is_qnan "
    "is_signed is_snan is_zero".split()
)
_OF_THIRD: Final = ("first", "second", "third", "fourth")


_OPERANDS: Final = frozenset({"exp", "other", "third"})
_NAMED: Final = _OPERANDS | {"context", "rounding"}


def _method(name: str, count: int, price: Price) -> Callable[..., Any]:
    native = getattr(_Real, name)
    free = name in _FREE

    def method(self: Any, *args: Any, **named: Any) -> Any:
        number = number_in(self)
        if len(args) > count + 2 or not _NAMED.issuperset(named):
            return native(number, *args, **named)  # CPython counts before it looks
        others = tuple(map(argument, args[:count]))
        rest = [exact_str(x) if isinstance(x, str) else x for x in args[count:]]
        for key in _OPERANDS & named.keys():
            named[key] = argument(named[key])
        by_name = [named[key] for key in _OPERANDS & named.keys()]
        if not free:
            context = of(named.pop("context", None))
            if len(rest) == (2 if name == "quantize" else 1):
                context = of(rest.pop())
            pay(context, price, digits_of(number) + sum(map(digits_of, (*others, *by_name))))
            named["context"] = context
        return made(native(number, *others, *rest, **named))

    return method


def _rounding(name: str) -> Callable[..., Any]:
    native = getattr(_Real, name)

    def method(self: Any, rounding: Any = None, context: Any = None) -> Any:
        rounding = None if rounding is None else exact_str(rounding, "rounding")
        return made(native(number_in(self), rounding, of(context)))

    return method


for _name, (_count, _price) in _METHODS.items():
    setattr(Decimal, _name, _method(_name, _count, _price))
for _name in "to_integral to_integral_value to_integral_exact".split():
    setattr(Decimal, _name, _rounding(_name))


def _conjugate(self: Any) -> Any:
    return self


def _adjusted(self: Any) -> int:
    return number_in(self).adjusted()  # type: ignore[no-any-return]


def _radix(self: Any) -> Any:
    return made(_Real(10))


Decimal.conjugate, Decimal.adjusted, Decimal.radix = (  # type: ignore[attr-defined]
    _conjugate, _adjusted, _radix,
)  # fmt: skip


def _of_context(name: str, price: Price) -> Callable[..., Any]:
    native = getattr(real.Context, name)

    def method(self: Any, *args: Any) -> Any:
        context = context_in(self)
        numbers = tuple(map(argument, args))
        size = sum(map(digits_of, numbers))
        pay(context, price, size)
        if name in _EXPANDING:
            for number in numbers:
                pay_for_text(_Real(number))
        found = native(context, *numbers)
        return tuple(map(made, found)) if type(found) is tuple else made(found)

    return method


_EXPANDING: Final = frozenset({"to_sci_string", "to_eng_string"})
_CONTEXT_PRICES: Final[dict[str, Price]] = {
    **{name: price for name, (_, price) in _METHODS.items() if hasattr(real.Context, name)},
    **dict.fromkeys(_OPERATORS.values(), linear),
    **dict.fromkeys("minus plus abs copy_decimal".split(), linear),
    **dict.fromkeys("to_integral to_integral_exact to_integral_value".split(), linear),
    "to_sci_string": linear,
}
for _name, _price in _CONTEXT_PRICES.items():
    setattr(Context, _name, _of_context(_name, _price))


def _context_power(self: Any, a: Any, b: Any, modulo: Any = None) -> Any:
    base, exponent = argument(a), argument(b)
    with ContextManager(self):
        return _power(made(_Real(base)), made(_Real(exponent)), modulo)


def _create_decimal(self: Any, num: Any = "0", /) -> Any:
    context = context_in(self)
    number = constructed(num, context)
    pay(context, linear, digits_of(number))
    return made(context.create_decimal(_unrounded(num, number)))


def _unrounded(given: Any, number: Any) -> Any:
    """Return what a context is to round: the text itself, whose errors it words."""
    return exact_str(given) if isinstance(given, str) else number


def _create_decimal_from_float(self: Any, f: Any, /) -> Any:
    context = context_in(self)
    return made(context.create_decimal_from_float(whole(f) if isinstance(f, int) else f))


def _context_radix(self: Any) -> Any:
    return made(_Real(10))


for _name, _function in {
    "power": _context_power,
    "create_decimal": _create_decimal,
    "create_decimal_from_float": _create_decimal_from_float,
    "radix": _context_radix,
}.items():
    setattr(Context, _name, _function)

fit_methods(Decimal)
HASHERS[Decimal.__hash__] = hash
fit_methods(Context)
