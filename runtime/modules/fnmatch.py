"""`fnmatch`, adopted: patterns are matched by the guest's `re`, and case matters, as on POSIX."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from .adopted import adopt, offer, uncached
from .itertools import MODULE as ITERTOOLS
from .plain import exact_text
from .re import MODULE as RE


def _normcase(name: Any) -> str | bytes:
    if not isinstance(name, (str, bytes)):
        kind = type(name).__name__
        raise TypeError(f"expected str, bytes or os.PathLike object, not {kind}")
    return exact_text(name)


_PATH = SimpleNamespace(normcase=_normcase)

HERE = adopt(
    "fnmatch",
    {
        "os": {"path": _PATH},
        "posixpath": _PATH,
        "re": RE,
        "functools": {"lru_cache": uncached},
        "itertools": ITERTOOLS,
    },
)

MODULE = offer("fnmatch", "filter filterfalse fnmatch fnmatchcase translate", here=HERE)
