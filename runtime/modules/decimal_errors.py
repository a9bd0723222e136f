"""What CPython says where a `Decimal` meets what it cannot be added to or compared with.

Its own class is one of C's and has another name there, and C asks what is one of Python's
in another order. So the real numbers are asked, with something empty in the place of what a guest
has. Which operator it is that asks is told by the instruction that the caller is at.
"""

from __future__ import annotations

import decimal as real
import operator
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from ..asked_by import comparison_at, is_in_place, is_operator
from ..guards.contents import SCALARS

_KINDS: Final[set[Any]] = {*SCALARS, bytearray, list, tuple, dict, set, frozenset} - {int, bool}
#: Exact types of which no number is to be had -> one that is empty.
_STRANGE: Final[dict[Any, Any]] = {each: each() for each in _KINDS}
_NUMBER: Final = real.Decimal(1)
_MIRRORED: Final = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_SIGNS: Final = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_BUILTINS: Final = "cloche.runtime.builtins.functions"
#: Modules whose functions have C apply an operator -> where such a function holds it.
_APPLYING: Final = {
    "cloche.runtime.guards.operators": "multiply",
    "cloche.runtime.modules.operator": "operation",
}
_IN_PLACE: Final = frozenset({operator.iadd, operator.isub, operator.imul})


def no_operand(name: str, other: Any, reflected: bool) -> Any:
    """Return NotImplemented, where CPython's own number would leave *other* to be asked.

    Parameters:
        name: the function of `operator`, or `divmod`.

    Raises:
        TypeError: that of CPython, where nothing else is to be asked.
    """
    in_place = _applied_in_place(sys._getframe(2)) if type(other) in _STRANGE else None
    if in_place is None:
        return NotImplemented
    apply = getattr(operator, f"i{name}" if in_place else name, divmod)
    return _asked(apply, other, reflected)


def _applied_in_place(frame: FrameType) -> bool | None:
    """Tell whether *frame* is at an operator in place; None if it calls a method by its name.

    Some guards and stand-ins have C apply what they hold.
    """
    if is_operator(frame):
        return is_in_place(frame)
    home, name = frame.f_globals["__name__"], frame.f_code.co_name
    if home == _BUILTINS:
        return False if name in ("divmod_", "pow_") else None
    if home not in _APPLYING:
        return None
    if name.startswith("inplace_"):
        return True
    held = frame.f_locals.get(_APPLYING[home])
    return None if held is None else held in _IN_PLACE


def no_comparand(name: str, other: Any) -> Any:
    """Return NotImplemented, where CPython's own number would leave *other* to be asked.

    Parameters:
        name: the function of `operator`.

    Raises:
        TypeError: that of CPython, where it is known which side the number stands on.
    """
    sign = comparison_at(sys._getframe(2))
    if type(other) not in _STRANGE or not sign:
        return NotImplemented
    reflected = sign != _SIGNS[name]
    return _asked(getattr(operator, _MIRRORED[name] if reflected else name), other, reflected)


def _asked(apply: Callable[[Any, Any], object], other: Any, reflected: bool) -> Any:
    sides = (_STRANGE[type(other)], _NUMBER)
    try:
        apply(*(sides if reflected else sides[::-1]))
    except TypeError as error:
        raise TypeError(str(error)) from None
    return NotImplemented
