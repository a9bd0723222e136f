"""What members of flags do: combine, contain and iterate. Work over many bits is paid for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from ..guards.answering import unasked
from ..guards.delegating import delegate
from ..guards.rendering import render_repr, shown
from ..guards.writing import writable
from ..prices import SMALL_BITS, reserve, spend
from ..rehomed import remade
from ..run import charge
from ..standins import basis_of, plain, trust
from .enum_lookup import BOUNDARIES, own_record
from .enum_members import printed
from .plain import exact_int

#: From then on a member without a value cannot be combined.
_CHECKS_VALUES = sys.version_info >= (3, 13)


def bits_shown(number: int, width: int) -> str:
    """Return a number in binary, its sign apart, at least *width* digits long."""
    number = exact_int(number)
    reserve(max(number.bit_length(), width))
    ceiling = 1 << number.bit_length()
    if number >= 0:
        text = bin(number + ceiling).replace("1", "0", 1)
    else:
        text = bin(~number ^ (ceiling - 1) + ceiling)
    sign, digits = text[:3], text[3:]
    if len(digits) < width:
        digits = (sign[-1] * width + digits)[-width:]
    return f"{sign} {digits}"


def single_bits(number: int) -> Iterator[int]:
    """Yield the bits of a number, lowest first, each as a number of its own."""
    number = exact_int(number)
    cost = 1 + number.bit_length() // 2048
    while number:
        charge(cost)
        bit = number & (~number + 1)
        yield bit
        number ^= bit


def _pay_for_bits(*numbers: Any) -> None:
    bits = sum(int.bit_length(each) for each in numbers if isinstance(each, int))
    if bits > SMALL_BITS:
        spend(bits // 64)


class FlagMethods:
    """The methods of `Flag`."""

    __slots__ = ()

    _numeric_repr_ = staticmethod(render_repr)

    @classmethod
    def _iter_member_by_value_(cls: Any, value: Any) -> Iterator[Any]:
        record = cls.__enum__
        for bit in single_bits(value & record.flag_mask):
            yield record.by_value.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls: Any, value: Any) -> Iterator[Any]:
        yield from sorted(cls._iter_member_by_value_(value), key=lambda each: each._sort_order_)

    @classmethod
    def _missing_(cls: Any, value: Any) -> Any:
        if not isinstance(value, int):
            raise ValueError(f"{render_repr(value)} is not a valid {cls.__qualname__}")
        record = own_record(cls)
        # Of an instance of a class of the guest's nothing is asked.
        given, value = value, exact_int(value)
        _pay_for_bits(value, record.flag_mask)
        value, ejected = _within(cls, record, value)
        if ejected:
            return given
        negative = None
        if value < 0:
            negative = value
            value = record.all_bits + 1 + value
        if value & ~record.flag_mask and record.boundary is not BOUNDARIES["KEEP"]:
            unknown = value & ~record.flag_mask
            raise ValueError(
                f"{cls.__name__}({value!r}) -->  unknown values {unknown!r} [{_binary(unknown)}]"
            )
        member = _combined(cls, record, value)
        member = unasked(record.by_value).setdefault(value, member)
        if negative is not None:
            unasked(record.by_value)[negative] = member
        return member

    def __contains__(self: Any, other: Any) -> bool:
        if not isinstance(other, type(self)):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and "
                f"{type(self).__qualname__!r}"
            )
        _pay_for_bits(self._value_, other._value_)
        return bool(other._value_ & self._value_ == other._value_)

    def __iter__(self: Any) -> Iterator[Any]:
        yield from delegate(type(self)._iter_member_(self._value_))

    def __len__(self: Any) -> int:
        return self._value_.bit_count()  # type: ignore[no-any-return]

    def __repr__(self: Any) -> str:
        value = printed(type(self).__enum__.value_repr, self._value_)
        name = "" if self._name_ is None else f".{shown(self._name_)}"
        return f"<{type(self).__name__}{name}: {value}>"

    def __str__(self: Any) -> str:
        if self._name_ is None:
            return f"{type(self).__name__}({render_repr(self._value_)})"
        return f"{type(self).__name__}.{shown(self._name_)}"

    def __bool__(self: Any) -> bool:
        return bool(self._value_)

    def __or__(self: Any, other: Any) -> Any:
        value = _operand(self, other, "|")
        return value if value is NotImplemented else remade(FlagMethods, self, self._value_ | value)

    def __and__(self: Any, other: Any) -> Any:
        value = _operand(self, other, "&")
        return value if value is NotImplemented else remade(FlagMethods, self, self._value_ & value)

    def __xor__(self: Any, other: Any) -> Any:
        value = _operand(self, other, "^")
        return value if value is NotImplemented else remade(FlagMethods, self, self._value_ ^ value)

    def __invert__(self: Any) -> Any:
        cls, record = type(self), type(self).__enum__
        if _CHECKS_VALUES and self._value_ is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            _pay_for_bits(self._value_)
            if record.boundary in (BOUNDARIES["EJECT"], BOUNDARIES["KEEP"]):
                self._inverted_ = cls(~self._value_)
            else:
                self._inverted_ = cls(record.singles_mask & ~self._value_)
        return self._inverted_

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__


plain(FlagMethods, derivable=False)
trust(FlagMethods)


def _operand(flag: Any, other: Any, sign: str) -> Any:
    """Return the value to combine that of *flag* with, or NotImplemented."""
    data_type = type(flag).__enum__.data_type
    if isinstance(other, type(flag)):
        value = other._value_
    elif data_type is not object and isinstance(other, data_type):
        value = other
    else:
        return NotImplemented
    if _CHECKS_VALUES:
        for each, content in ((flag, flag._value_), (other, value)):
            if content is None:
                raise TypeError(f"'{each}' cannot be combined with other flags with {sign}")
    _pay_for_bits(flag._value_, value)
    return value


def _binary(number: int) -> str:
    return bits_shown(number, 0)


def _within(cls: Any, record: Any, value: Any) -> tuple[Any, bool]:
    """Return *value* as the boundary of the class lets it in, and whether it is no flag at all."""
    every, mask, boundary = record.all_bits, record.flag_mask, record.boundary
    if ~every <= value <= every and not value & (every ^ mask):
        return value, False
    if boundary is BOUNDARIES["STRICT"]:
        width = max(value.bit_length(), mask.bit_length())
        raise ValueError(
            f"{cls!r} invalid value {render_repr(value)}\n    given {bits_shown(value, width)}\n"
            f"  allowed {bits_shown(mask, width)}"
        )
    if boundary is BOUNDARIES["CONFORM"]:
        return value & mask, False
    if boundary is BOUNDARIES["EJECT"]:
        return value, True
    if boundary is not BOUNDARIES["KEEP"]:
        raise ValueError(f"{cls!r} unknown flag boundary {render_repr(boundary)}")
    if value < 0:
        value = max(every + 1, 1 << value.bit_length()) + value
    return value, False


def _combined(cls: Any, record: Any, value: int) -> Any:
    """Return a member of no name of its own that stands for all that are in *value*."""
    if record.data_type is object:
        made = object.__new__(cls)
    else:
        new: Any = basis_of(record.data_type).__new__
        made = writable(new(cls, value))
    if not hasattr(made, "_value_"):
        made._value_ = value
    single, several = value & record.singles_mask, value & ~record.singles_mask
    made._name_ = None
    if not single and not several:
        return made
    members, combined = [], 0
    for each in cls._iter_member_(single):
        members.append(each)
        combined |= each._value_
    if several:
        for each in record.members.values():
            charge(1 + value.bit_length() // 2048)
            bits = each._value_
            if each not in members and bits and bits & value == bits:
                members.append(each)
                combined |= bits
    unknown = value ^ combined
    if unknown and record.boundary is BOUNDARIES["STRICT"]:
        raise ValueError(f"{cls!r}: no members with value {unknown!r}")
    if combined:
        made._name_ = "|".join([each._name_ for each in members])
        if unknown:
            made._name_ += f"|{cls._numeric_repr_(unknown)}"
    return made
