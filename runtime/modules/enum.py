"""`enum`: enumerations of guests, their metaclass and their checks."""

from __future__ import annotations

import enum as real
from typing import Any, Final

from ..guards import attributes, dunders
from ..run import charge
from ..standins import is_class, plain, trust
from .enum_body import HELPERS
from .enum_classes import CHECKS, EnumCheck, FlagBoundary
from .enum_flags import single_bits
from .enum_lookup import BOUNDARIES
from .enum_members import is_single_bit
from .enum_type import BASES, ENUM_TYPE, EnumType, members_of
from .stand_in import module, shim, ticked

VETTED = ""

#: An error names no more of what is missing.
_LONGEST: Final = 256


@shim(real.unique)
def unique(enumeration: Any) -> Any:
    duplicates = _aliases(enumeration)
    if duplicates:
        shown = ", ".join(f"{alias} -> {name}" for alias, name in duplicates)
        raise ValueError(f"duplicate values found in {enumeration!r}: {shown}")
    return enumeration


def _aliases(enumeration: Any) -> list[tuple[str, Any]]:
    members = members_of(_checked(enumeration)).items()
    return [(name, member.name) for name, member in ticked(members) if name != member.name]


def _checked(enumeration: Any) -> Any:
    if type(enumeration) is not EnumType:
        raise TypeError("the 'verify' decorator only works with Enum and Flag")
    return enumeration


class verify:
    """Check an enumeration for various constraints. (see EnumCheck)"""

    __slots__ = ("checks",)

    def __init__(self, *checks: Any) -> None:
        self.checks = checks

    def __call__(self, enumeration: Any) -> Any:
        _checked(enumeration)
        for check in self.checks:
            for name, examine in _EXAMINATIONS.items():
                if check is CHECKS[name]:
                    examine(enumeration)
        return enumeration


verify.__module__ = "enum"
plain(verify, derivable=False)
trust(verify)


def _examine_unique(enumeration: Any) -> None:
    duplicates = _aliases(enumeration)
    if duplicates:
        shown = ", ".join(f"{alias} -> {name}" for alias, name in duplicates)
        raise ValueError(f"aliases found in {enumeration!r}: {shown}")


def _examine_continuous(enumeration: Any) -> None:
    is_flag = enumeration.__enum__.is_flag
    values = {each.value for each in ticked(enumeration)}
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    if is_flag:
        wanted: Any = (1 << bit for bit in range(int.bit_length(low), int.bit_length(high) - 1))
    else:
        wanted = range(low + 1, high)
    missing: list[str] = []
    length = 0
    for each in ticked(wanted):
        if each not in values:
            charge(1 + each.bit_length() // 64)
            if length <= _LONGEST:
                missing.append(str(each))
                length += len(missing[-1])
    if missing:
        kind = "flag" if is_flag else "enum"
        text = f"invalid {kind} {enumeration.__name__!r}: missing values {', '.join(missing)}"
        raise ValueError(text[:_LONGEST])


def _examine_named(enumeration: Any) -> None:
    record = enumeration.__enum__
    known = {each.value for each in ticked(enumeration)}
    names, missing = [], 0
    for name, alias in ticked(record.members.items()):
        if name in record.names or alias.value < 0:
            continue
        absent = [bit for bit in single_bits(alias.value) if bit not in known]
        if absent:
            names.append(name)
            missing |= sum(absent)
    if not names:
        return
    if len(names) == 1:
        which = f"alias {names[0]} is missing"
    else:
        which = f"aliases {', '.join(names[:-1])} and {names[-1]} are missing"
    what = "value" if is_single_bit(missing) else "combined values of"
    raise ValueError(
        f"invalid Flag {enumeration.__name__!r}: {which} {what} 0x{missing:x} "
        "[use enum.show_flag_values(value) for details]"
    )


_EXAMINATIONS: Final = {
    "UNIQUE": _examine_unique,
    "CONTINUOUS": _examine_continuous,
    "NAMED_FLAGS": _examine_named,
}


def show_flag_values(value: Any) -> list[int]:
    """Return the single bits in the value of a flag."""
    return list(single_bits(value.value if hasattr(value, "value") else value))


_read_members: Final = dunders.READERS["__members__"]


def _members(x: Any) -> Any:
    if is_class(x) and type(x) is EnumType:
        return members_of(x)
    return _read_members(x)


dunders.READERS["__members__"] = _members
attributes.ATTR.__dict__.clear()

MODULE = module(
    real, VETTED, unique, verify, shim(real.show_flag_values)(show_flag_values), *HELPERS,
    EnumCheck, FlagBoundary,
    *(BASES[name] for name in ("Enum", "ReprEnum", "IntEnum", "StrEnum", "Flag", "IntFlag")),
    EnumMeta=ENUM_TYPE, EnumType=ENUM_TYPE, **BOUNDARIES, **CHECKS,
)  # fmt: skip
