"""`PurePath.match`, part by part, by the guest's `fnmatch` and `re`.

CPython compiles what it is given with the host's `re`, which backtracks from 3.12 on without a
bound, and keeps it in a cache of the host's.
"""

from __future__ import annotations

import pathlib as real
import sys
from typing import Any, Final

from .fnmatch import HERE
from .re import MODULE as RE
from .stand_in import ticked

#: Since then a wildcard matches no separator, which a part has only if it is the root, and case is
#: the regular expression's. Before, what is compared was changed to lower case.
IS_GLOB: Final = sys.version_info >= (3, 12)
_RE: Final[Any] = RE


def matches(path: real.PurePath, text: str | real.PurePath, case_sensitive: Any) -> bool:
    """Do what `path.match(text, case_sensitive=…)` does.

    Raises:
        ValueError: the pattern is empty.
    """
    kind = type(path)
    folded = issubclass(kind, real.PureWindowsPath)
    if IS_GLOB and case_sensitive is not None:
        folded = not case_sensitive
    elif folded and not IS_GLOB and isinstance(text, str):
        path, text = kind(str(path).lower()), text.lower()
    pattern = text if isinstance(text, real.PurePath) else kind(text)
    parts, wanted = path.parts, pattern.parts
    if not wanted:
        raise ValueError("empty pattern")
    if len(parts) < len(wanted) or (pattern.anchor and len(parts) > len(wanted)):
        return False
    if not IS_GLOB and pattern.anchor:
        if not _is_below(path, pattern):
            return False
        wanted = wanted[1:]
    separator = "\\" if isinstance(pattern, real.PureWindowsPath) else "/"
    pairs = zip(parts[::-1], wanted[::-1], strict=False)
    return all(_fits(part, each, separator, IS_GLOB and folded) for part, each in ticked(pairs))


def _is_below(path: real.PurePath, pattern: real.PurePath) -> bool:
    """Tell whether *path* has the drive and the root of *pattern*, as far as that has any."""
    return pattern.drive in ("", path.drive) and pattern.root in ("", path.root)


def _fits(part: str, pattern: str, separator: str, folded: bool) -> bool:
    if IS_GLOB and separator in part:
        text = _separated(pattern, separator)
    else:
        text = HERE.translate(pattern)
    return _RE.compile(text, _RE.IGNORECASE if folded else 0).match(part) is not None


def _separated(pattern: str, separator: str) -> str:
    """Return the regular expression for *pattern*, whose wildcards match no *separator*."""
    other = f"[^{_RE.escape(separator)}]"
    pieces = [
        f"{other}+" if piece == "*" else "".join(HERE._translate(piece, f"{other}*", other))
        for piece in pattern.split(separator)
    ]
    return rf"(?s:{_RE.escape(separator).join(pieces)})\Z"
