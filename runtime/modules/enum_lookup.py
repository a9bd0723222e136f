"""Finding a member by its value."""

from __future__ import annotations

import sys
from typing import Any, Final

from ..guards.contents import SCALARS
from ..guards.rendering import render_repr
from ..run import current
from .enum_members import Record

#: `FlagBoundary` members by name; filled by `enum_classes`.
BOUNDARIES: Final[dict[str, Any]] = {}


#: From then on a `__new__` that asks `Enum` for the member is told so.
_TELLS_MAKERS: Final = sys.version_info >= (3, 13)


def own_record(cls: Any) -> Record:
    """Return the record of an enum class of the current run, about to be written to.

    Raises:
        TypeError: the class is the library's, and every run's.
    """
    if cls not in current().own:
        raise TypeError(f"{cls!r} has no members defined")
    record: Record = cls.__enum__
    return record


def looked_up(cls: Any, value: Any) -> Any:
    """`Enum.__new__(cls, value)`: the member of that value, or what `_missing_` gives.

    Raises:
        ValueError: there is none.
    """
    if type(value) is cls:
        return value
    record = cls.__enum__
    if type(value) not in SCALARS:
        record.pay(value)
    try:
        return record.by_value[value]
    except KeyError:
        pass
    except TypeError:
        found = record.find(value)
        if found is not None:
            return found
    if not record.members:
        if record.making and _TELLS_MAKERS:
            raise TypeError(
                "do not use `super().__new__; call the appropriate __new__ directly"
            ) from None
        raise TypeError(f"{cls!r} has no members defined")
    return _missed(cls, record, value)


def _missed(cls: Any, record: Record, value: Any) -> Any:
    failure: Exception | None = None
    result = None
    try:
        result = cls._missing_(value)
    except Exception as error:
        failure = error
    if isinstance(result, cls):
        return result
    if record.is_flag and record.boundary is BOUNDARIES["EJECT"] and isinstance(result, int):
        return result
    invalid = ValueError(f"{render_repr(value)} is not a valid {cls.__qualname__}")
    if result is None and failure is None:
        raise invalid
    if failure is None:
        failure = TypeError(
            f"error in {cls.__name__}._missing_: returned {render_repr(result)} instead of None "
            "or a valid member"
        )
    if not isinstance(failure, ValueError):
        failure.__context__ = invalid
    raise failure
