"""`StopIteration`, whose `value` C takes as it is: where there is none, it reads from nowhere.

`yield from` and `await` take it of whatever ends what is delegated to, and of what is thrown in
there. There is none before `__init__`, after `del`, and while `__init__` lets go of the last.
So each that a guest makes has None to begin with, and gets None where it would lose what it has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .standins import derive_from, real_of

_MEMBER: Final[Any] = StopIteration.__dict__["value"]
_value: Final[Callable[[Any], Any]] = _MEMBER.__get__
_set_value: Final[Callable[[Any, Any], None]] = _MEMBER.__set__


def with_value(made: Any) -> Any:
    """Return *made*, an exception that is perhaps not initialised."""
    if isinstance(made, StopIteration):
        _set_value(made, _value(made))  # (it reads as None where there is none)
    return made


def loses_value(x: Any, name: str) -> bool:
    """Tell whether C would take the value of *x*, as it deletes the attribute *name*."""
    return name == "value" and type(x) is StopIteration


def initialised(self: Any, /, *args: Any, **named: Any) -> None:
    """Do what `StopIteration.__init__` does, and let go of the old value last."""
    last = _value(self) if isinstance(self, StopIteration) else None
    try:
        StopIteration.__init__(self, *args, **named)
    finally:
        with_value(self)
        del last


def _new(*args: Any, **named: Any) -> Any:
    return with_value(StopIteration.__new__(*map(real_of, args[:1]), *args[1:], **named))


def deleted(self: Any) -> None:
    """Delete the value: it reads as None from then on."""
    _set_value(self, None)


derive_from(
    StopIteration,
    {
        "__new__": _new,
        "__init__": initialised,
        "value": property(_value, _set_value, deleted, _MEMBER.__doc__),
    },
)
