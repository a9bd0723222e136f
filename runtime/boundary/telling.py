"""What the text of an exception of the host's tells a guest.

CPython makes the texts of most exceptions of their arguments, by `repr` where there are several or
one is inside another. What the host's objects look like is none of the guest's business: a text is
made of plain data, and of what a class says in a `__str__` written in Python, which is there to be
read. Anything else is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import FunctionType
from typing import Any, Final

from .. import signals
from ..errors import BoundaryError
from .inward import into_guest
from .truth import class_value, is_kind, name_of

#: So many arguments that are no plain data are looked at, in one another or not.
_MOST: Final = 100
#: So many exceptions are told in one another.
_DEPTH: Final = 8

#: C's `__str__` -> the class that has it, the members that it makes a text of, and whether it goes
#: by the arguments without them.
_MEMBERS: Final[dict[Any, tuple[type, str, bool]]] = {
    kind.__str__: (kind, names, by_arguments)
    for kind, names, by_arguments in (
        (OSError, "errno strerror filename filename2", True),
        (ImportError, "msg", True),
        (SyntaxError, "msg filename lineno", False),
        (UnicodeEncodeError, "encoding object start end reason", False),
        (UnicodeDecodeError, "encoding object start end reason", False),
        (UnicodeTranslateError, "object start end reason", False),
        (BaseExceptionGroup, "message", False),
    )
}
#: C's `__str__` that show the value which their class adds a name to, and nothing else.
_OF_VALUES: Final = (str.__str__, int.__repr__, float.__repr__)


def told(error: BaseException) -> str:
    """Return the text of *error*, as an exact `str`: as CPython's, without what is left out."""
    return _Telling().of(error, 0)


class _Telling:
    def __init__(self) -> None:
        self._left = _MOST

    @signals.handing(still=True)
    def of(self, error: BaseException, depth: int) -> str:
        """Return the text of *error*, which is in so many others."""
        made = class_value(type(error), "__str__")
        if type(made) is FunctionType:
            return str.__str__(str(error))
        parts: Sequence[Any] = error.args
        if made in _MEMBERS:
            kind, names, by_arguments = _MEMBERS[made]
            members = [class_value(kind, name).__get__(error) for name in names.split()]
            read = [*members, *error.args] if by_arguments else members
            if all(map(_is_plain, read)):
                return str.__str__(str(error))
            parts = [each for each in members if each is not None] or parts
        shown: list[Any] = []
        for each in parts:
            if _is_plain(each):
                shown.append(each)
            elif (text := self._text_of(each, depth)) is not None:
                shown.append(text)
        if not shown:
            return name_of(type(error)) if parts else ""
        if len(shown) > 1:
            return str(tuple(shown))
        # A KeyError shows the `repr` of its key.
        of_key = made is KeyError.__str__ and len(parts) == 1 and shown[0] is parts[0]
        return repr(shown[0]) if of_key else str(shown[0])

    @signals.handing(still=True)
    def _text_of(self, value: Any, depth: int) -> str | None:
        """Return the text of what is no plain data, or `None` if it has none to be read."""
        self._left -= 1
        if self._left < 0:
            return None
        kind = type(value)
        if is_kind(kind, BaseException):
            return self.of(value, depth + 1) if depth < _DEPTH else name_of(kind)
        made = class_value(kind, "__str__")
        if type(made) is FunctionType or made in _OF_VALUES:
            return str.__str__(str(value))
        return None


def _is_plain(value: object) -> bool:
    try:
        into_guest(value)
    except BoundaryError:
        return False
    return True
