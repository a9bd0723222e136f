"""`os.path`, adopted from the POSIX one: what is done to text. Nothing here looks at a file."""

from __future__ import annotations

import posixpath
from typing import Any

from ..builtins.reflection import read
from .adopted import adopt, offer, replaced
from .stand_in import shim

_NAMES = """
altsep basename commonpath commonprefix curdir defpath devnull dirname extsep isabs join normcase
normpath pardir pathsep sep split splitdrive splitext splitroot
"""


def fspath(path: Any) -> Any:
    """Return *path*, text or bytes, or what its `__fspath__` returns.

    Raises:
        TypeError: as `os.fspath`.
    """
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path).__name__
    if not hasattr(type(path), "__fspath__"):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {kind}")
    found = read(path, "__fspath__")()
    if isinstance(found, (str, bytes)):
        return found
    returned = type(found).__name__
    raise TypeError(f"expected {kind}.__fspath__() to return str or bytes, not {returned}")


def _no_place() -> Any:
    raise FileNotFoundError("there is no current directory here: give absolute paths")


_OS = {"fspath": fspath, "getcwd": _no_place, "getcwdb": _no_place}
_GENERIC = adopt("genericpath", {"os": _OS, "stat": {}})
_HERE = adopt(
    "posixpath",
    {"os": _OS, "sys": {"platform": "linux"}, "stat": {}, "genericpath": vars(_GENERIC)},
    edit=lambda text: replaced(text, ("import *", "import commonprefix")),
)


@shim(posixpath.relpath)
def relpath(path: Any, start: Any = None) -> Any:
    if not path:
        raise ValueError("no path specified")
    path = fspath(path)
    dot: Any = b"." if isinstance(path, bytes) else "."
    start = dot if start is None else fspath(start)
    if not _HERE.isabs(path) and not _HERE.isabs(start):
        # Wherever they are, they are in the same place; above it is another matter.
        root: Any
        above: Any
        root, above = (b"/", b"..") if isinstance(path, bytes) else ("/", "..")
        ends = [_HERE.normpath(each) for each in (path, start)]
        if not any(type(end) is type(above) and end.split(root)[0] == above for end in ends):
            path, start = (_HERE.join(root, end) for end in ends)
    return _HERE.relpath(path, start)


MODULE = offer("posixpath", _NAMES, here=_HERE, relpath=relpath)
