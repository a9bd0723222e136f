"""`pathlib`: pure paths, each around one of the real class. There are no files, so no `Path`."""

from __future__ import annotations

import pathlib as real
import sys
from collections.abc import Callable
from typing import Any, Final

from ..builtins.reflection import read
from ..guards.contents import SCALARS
from ..prices import LONG, reserve, spend
from ..run import charge
from ..standins import opaque, plain, trust
from .path_matching import IS_GLOB, matches
from .plain import exact_str
from .stand_in import module

VETTED = ""


class PurePath:
    """Base class for manipulating paths without I/O."""

    __slots__ = ("__path__",)

    def __new__(cls, *args: Any) -> Any:
        kind = PurePosixPath if cls is PurePath else cls
        return _made(kind, _REAL[kind](*map(_segment, args)))

    # --- Parts ---------------------------------------------------------------------------

    @property
    def parts(self) -> tuple[str, ...]:
        return _paid(self).parts

    @property
    def drive(self) -> str:
        return _paid(self).drive

    @property
    def root(self) -> str:
        return _paid(self).root

    @property
    def anchor(self) -> str:
        return _paid(self).anchor

    @property
    def name(self) -> str:
        return _paid(self).name

    @property
    def suffix(self) -> str:
        return _paid(self).suffix

    @property
    def suffixes(self) -> list[str]:
        return _paid(self).suffixes

    @property
    def stem(self) -> str:
        return _paid(self).stem

    @property
    def parent(self) -> Any:
        return _made(type(self), _paid(self).parent)

    @property
    def parents(self) -> Any:
        return Parents(self)

    # --- Made of it ----------------------------------------------------------------------

    def as_posix(self) -> str:
        """Return the string with forward slashes."""
        return _paid(self).as_posix()

    def as_uri(self) -> str:
        """Return the path as a 'file' URI."""
        return _paid(self).as_uri()

    def is_absolute(self) -> bool:
        """Tell whether the path is absolute."""
        return _paid(self).is_absolute()

    def is_relative_to(self, other: Any, /, *others: Any) -> bool:
        """Tell whether the path is relative to another path."""
        ends = [_segment(each) for each in (other, *others)]
        return _searched(self).is_relative_to(*ends)

    def relative_to(self, other: Any, /, *others: Any, **named: Any) -> Any:
        """Return the relative path to another path."""
        ends = [_segment(each) for each in (other, *others)]
        # With `walk_up` each ancestor of the other is looked for.
        path = _searched(self, 1 + sum(map(_parts, ends)) if named else 1)
        return _made(type(self), path.relative_to(*ends, **named))

    def joinpath(self, *segments: Any) -> Any:
        """Combine this path with one or several others."""
        return _made(type(self), _paid(self).joinpath(*map(_segment, segments)))

    def match(self, path_pattern: Any, **named: Any) -> bool:
        """Tell whether this path matches the given pattern."""
        path, pattern = _paid(self), _segment(path_pattern)
        if named.keys() - _KEYWORDS or not isinstance(pattern, _PATTERNS):
            return path.match(pattern, **named)  # CPython's own error
        return matches(path, pattern, named.get("case_sensitive"))

    def with_name(self, name: Any) -> Any:
        """Return a new path with the file name changed."""
        return _made(type(self), _paid(self).with_name(_text(name)))

    def with_stem(self, stem: Any) -> Any:
        """Return a new path with the stem changed."""
        return _made(type(self), _paid(self).with_stem(_text(stem)))

    def with_suffix(self, suffix: Any) -> Any:
        """Return a new path with the file suffix changed."""
        return _made(type(self), _paid(self).with_suffix(_text(suffix)))

    def __truediv__(self, key: Any) -> Any:
        if not _joins(key):
            return NotImplemented
        return _made(type(self), _paid(self) / _segment(key))

    def __rtruediv__(self, key: Any) -> Any:
        if not _joins(key):
            return NotImplemented
        return _made(type(self), _segment(key) / _paid(self))

    # --- As a value ----------------------------------------------------------------------

    def __str__(self) -> str:
        return str(_paid(self))

    def __repr__(self) -> str:
        return repr(_paid(self))

    def __fspath__(self) -> str:
        return str(_paid(self))

    def __bytes__(self) -> bytes:
        return bytes(_paid(self))

    def __hash__(self) -> int:
        return hash(_paid(self))

    def __eq__(self, other: object) -> Any:
        return _compared(self, other, "__eq__")

    def __lt__(self, other: Any) -> Any:
        return _compared(self, other, "__lt__")

    def __le__(self, other: Any) -> Any:
        return _compared(self, other, "__le__")

    def __gt__(self, other: Any) -> Any:
        return _compared(self, other, "__gt__")

    def __ge__(self, other: Any) -> Any:
        return _compared(self, other, "__ge__")


class PurePosixPath(PurePath):
    """PurePath subclass for non-Windows systems."""

    __slots__ = ()


class PureWindowsPath(PurePath):
    """PurePath subclass for Windows systems."""

    __slots__ = ()


class Parents:
    """The logical ancestors of a path, the nearest first."""

    __slots__ = ("__of__",)

    def __init__(self, of: PurePath) -> None:
        self.__of__ = of

    def __len__(self) -> int:
        return len(_paid(self.__of__).parents)

    def __getitem__(self, i: Any) -> Any:
        path, kind = _paid(self.__of__), type(self.__of__)
        ancestors = path.parents
        chosen = range(len(ancestors))[i]
        if isinstance(chosen, int):
            reserve(8 * len(path.parts))
            return _made(kind, ancestors[chosen])
        # Before any is made: each is as long as what it comes from.
        reserve(8 * len(chosen) * len(path.parts))
        return tuple([_made(kind, ancestors[each]) for each in chosen])

    def __repr__(self) -> str:
        return f"<{type(self.__of__).__name__}.parents>"


#: Of `match`, and what it takes for a pattern.
_KEYWORDS: Final = frozenset({"case_sensitive"} if IS_GLOB else ())
_PATTERNS: Final = (str, real.PurePath) if IS_GLOB else (str,)
#: What an ancestor takes to be made besides its parts, each of which takes 2: in `STEP_SECONDS`.
_ANCESTOR: Final = 100
_REAL: Final[dict[Any, Any]] = {
    PurePosixPath: real.PurePosixPath,
    PureWindowsPath: real.PureWindowsPath,
}
#: The slot's own accessors: they refuse anything but a path.
_path: Callable[[object], real.PurePath] = PurePath.__dict__["__path__"].__get__
_set_path = PurePath.__dict__["__path__"].__set__


def _made(kind: Any, path: real.PurePath) -> Any:
    made = object.__new__(kind)
    _set_path(made, path)
    return made


def _paid(path: object) -> real.PurePath:
    """Return the real path behind *path*, a walk over which is paid for."""
    found = _path(path)
    charge(1 + len(str(found)) // 16)
    return found


def _searched(path: object, times: int = 1) -> real.PurePath:
    """Return the real path behind *path*; that it makes all its ancestors *times* is paid for."""
    found = _paid(path)
    if sys.version_info >= (3, 12):
        parts = len(found.parts)
        steps = times * parts * (_ANCESTOR + 2 * parts)
        # What may be held against the clock is counted in the fastest steps there are.
        spend(steps if steps > LONG else steps // 8)
    return found


def _parts(segment: Any) -> int:
    """Return of how many parts *segment* is, at most."""
    text = str(segment)
    return 1 + text.count("/") + text.count("\\")


def _joins(x: Any) -> bool:
    return isinstance(x, (str, PurePath)) or hasattr(type(x), "__fspath__")


def _segment(x: Any) -> Any:
    """Return what the real class takes for *x*: text, a path of its own, or what it refuses."""
    if isinstance(x, PurePath):
        return _path(x)
    if not isinstance(x, str) and hasattr(type(x), "__fspath__"):
        kind, x = type(x).__name__, read(x, "__fspath__")()
        if not isinstance(x, (str, bytes)):
            raise TypeError(
                f"expected {kind}.__fspath__() to return str or bytes, not {type(x).__name__}"
            )
    return _text(x)


def _text(x: Any) -> Any:
    if not isinstance(x, str):
        # Never an object with operators of its own, which would be given the real path.
        return x if type(x) in SCALARS else object()
    text = exact_str(x)
    reserve(16 * len(text))
    return text


def _compared(path: PurePath, other: Any, method: str) -> Any:
    if not isinstance(other, PurePath):
        return NotImplemented
    return getattr(_paid(path), method)(_paid(other))


_CLASSES: Final[tuple[Any, ...]] = (PurePath, PurePosixPath, PureWindowsPath)
for _kind in _CLASSES:
    _kind.__module__ = "pathlib"
plain(*_CLASSES, derivable=False)
Parents.__name__ = Parents.__qualname__ = "_PathParents"
Parents.__module__ = "pathlib"
opaque(Parents)
trust(*_CLASSES, careful=True)
trust(Parents)

MODULE = module(real, VETTED, *_CLASSES)
