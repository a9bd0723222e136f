"""`-`, `|`, `&`, `^`: what C makes of two sets or dictionaries is paid for before.

Whatever else stands beside these operators is handed over as it is. Only what C reads counts
(`set.__len__(x)`), never what a subclass claims. The tests at the top of each are for speed only.
"""

from __future__ import annotations

import operator
from gc import get_referents
from types import MappingProxyType
from typing import Any, Final

from ..prices import NODE, SMALL_BYTES, reserve
from ..run import current
from .answering import check_idle, unasked
from .contents import SCALARS
from .crowds import FEW
from .meeting import pay_entries, pay_meeting
from .short import are_short

_KINDS: Final[tuple[Any, ...]] = (set, frozenset, dict)
_SETS: Final = (set, frozenset)
EXACT: Final = frozenset(_KINDS)
#: So few entries are copied, and compared with one another, within the step that led here.
_SHORT: Final = SMALL_BYTES // NODE


def minus(a: Any, b: Any) -> Any:
    """`a - b`."""
    kind = type(a)
    if kind in EXACT and type(b) in EXACT and len(a) + len(b) <= _SHORT and _are_quick(a, b):
        return a - b
    if kind not in SCALARS:
        found = _operands(a, b)
        if found is not None:
            _pay(found[0][1], *found)
    return a - b


def union(a: Any, b: Any) -> Any:
    """`a | b`."""
    kind = type(a)
    if kind in EXACT and type(b) in EXACT and len(a) + len(b) <= _SHORT and _are_quick(a, b):
        return a | b
    if kind not in SCALARS:
        pay_both(a, b)
    return a | b


def common(a: Any, b: Any) -> Any:
    """`a & b`."""
    kind = type(a)
    if kind in EXACT and type(b) in EXACT and len(a) + len(b) <= _SHORT and _are_quick(a, b):
        return a & b
    if kind not in SCALARS:
        found = _operands(a, b)
        if found is not None:
            _pay(min(found[0][1], found[1][1]), *found)
    return a & b


def either(a: Any, b: Any) -> Any:
    """`a ^ b`."""
    kind = type(a)
    if kind in EXACT and type(b) in EXACT and len(a) + len(b) <= _SHORT and _are_quick(a, b):
        return a ^ b
    if kind not in SCALARS:
        pay_both(a, b)
    return a ^ b


def inplace_either(a: Any, b: Any) -> Any:
    """`a ^= b`; returns the new value of `a`."""
    if type(a) in SCALARS:
        return _ixor(a, b)
    return _ixor(unasked(a), _paid(b))


_ixor: Final[Any] = operator.ixor


def inplace_operand(x: Any) -> Any:
    """Return *x*, the right side of `-=`, `&=` or `^=`, paid for.

    What stands left may be copied (a `frozenset`): so it takes no step in a stopped run.
    """
    if issubclass(type(x), _SETS):
        check_idle("a set is changed in place, by an operator,")
    return _paid(x)


def _paid(x: Any) -> Any:
    if type(x) not in SCALARS:
        current().budget.checkpoint()
        found = _entries(x)
        if found is not None:
            if found[1] > _SHORT:
                reserve(NODE * found[1])
            if found[1] > FEW:
                pay_meeting(found[0])
            pay_entries(found[0])
    return x


def _are_quick(a: Any, b: Any) -> bool:
    """Tell whether no entry of one takes long to be compared with those of the other."""
    return are_short(a) or are_short(b)


def pay_both(a: Any, b: Any) -> None:
    """Pay for an operator of *a* and *b*, whatever comes of it."""
    found = _operands(a, b)
    if found is not None:
        _pay(found[0][1] + found[1][1], *found)


_Found = tuple[Any, int]


def _operands(a: Any, b: Any) -> tuple[_Found, _Found] | None:
    """Return what `_entries` finds in both, or None."""
    if type(a) in SCALARS or type(b) in SCALARS:
        return None
    one = _entries(a)
    other = None if one is None else _entries(b)
    return None if one is None or other is None else (one, other)


def _entries(x: Any) -> _Found | None:
    """Return the set or dictionary in *x*, and how many entries it has; None if there is none."""
    kind = type(x)
    if kind is MappingProxyType:
        (x,) = get_referents(x)
        kind = type(x)
    for base in _KINDS:
        if issubclass(kind, base):
            return x, base.__len__(x)
    return None


def _pay(made: int, one: _Found, other: _Found) -> None:
    """Pay for an operator that makes at most so many entries, of these two.

    Each entry of one is looked for in the other: looking into the smaller tells how often those of
    one hash meet. The order in which CPython goes about it does not matter.
    """
    current().budget.checkpoint()
    if made > _SHORT:
        reserve(NODE * made)
    fewer = one if one[1] <= other[1] else other
    if fewer[1] > FEW:
        pay_meeting(fewer[0])
    pay_entries(fewer[0], other[0] if fewer is one else one[0])
