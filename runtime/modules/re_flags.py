"""`re.RegexFlag` without the registries that a real `enum` class shows.

No DEBUG, which prints to the host's standard output.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ..standins import basis_of, plain, trust
from ..universe.constructors import CLASSES

_NAMES: Final = ("ASCII", "IGNORECASE", "LOCALE", "UNICODE", "MULTILINE", "DOTALL", "VERBOSE")
_VALUES: Final = {name: int(getattr(re, name)) for name in _NAMES}
_ALL: Final = sum(_VALUES.values())


class RegexFlag(basis_of(CLASSES["int"])):  # type: ignore[misc]
    """A set of flags of `re`."""

    __slots__ = ()

    @property
    def name(self) -> str | None:
        return "|".join(name for name in _sorted() if self & _VALUES[name]) or "NOFLAG"

    @property
    def value(self) -> int:
        return int(self)

    def __or__(self, other: Any) -> Any:
        return RegexFlag(int(self) | int(other)) if isinstance(other, int) else NotImplemented

    def __and__(self, other: Any) -> Any:
        return RegexFlag(int(self) & int(other)) if isinstance(other, int) else NotImplemented

    def __xor__(self, other: Any) -> Any:
        return RegexFlag(int(self) ^ int(other)) if isinstance(other, int) else NotImplemented

    def __invert__(self) -> RegexFlag:
        return RegexFlag(_ALL & ~int(self))

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __contains__(self, other: Any) -> bool:
        return int(other) & int(self) == int(other)

    def __repr__(self) -> str:
        return "|".join(f"re.{name}" for name in (self.name or "").split("|"))

    def __str__(self) -> str:
        return repr(self)

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)


def _sorted() -> list[str]:
    return sorted(_NAMES, key=_VALUES.__getitem__)


RegexFlag.__module__ = "re"
plain(RegexFlag, derivable=False)
trust(RegexFlag)

FLAGS: Final = {
    name: RegexFlag(value)
    for long, value in _VALUES.items()
    for name in (long, "X" if long == "VERBOSE" else "S" if long == "DOTALL" else long[0])
} | {"NOFLAG": RegexFlag(0)}
for _name, _flag in FLAGS.items():
    setattr(RegexFlag, _name, _flag)
