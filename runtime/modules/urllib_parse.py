"""`urllib.parse`, adopted; without what it has marked as deprecated."""

from __future__ import annotations

import math
from typing import Any

from ..guards.aliases import alias
from ..own_stack import imported
from .adopted import adopt, namedtuple, offer, uncached
from .re import MODULE as RE
from .unicodedata import normalize


class _Addresses:
    """`ipaddress`, which only hosts in brackets need."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(imported("cloche.runtime.modules.ipaddress").MODULE, name)


_HERE = adopt(
    "urllib.parse",
    {
        "collections": {"namedtuple": namedtuple("urllib.parse")},
        "functools": {"lru_cache": uncached},
        "re": RE,
        "sys": {"maxsize": 2**63 - 1},
        "math": math,
        "types": {"GenericAlias": alias},
        "warnings": {"warn": lambda *args, **named: None},
        "unicodedata": {"normalize": normalize},
        "ipaddress": _Addresses(),
    },
)

MODULE = offer(
    "urllib.parse",
    "DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult SplitResultBytes",
    "parse_qs parse_qsl quote quote_from_bytes quote_plus unquote unquote_plus unquote_to_bytes",
    "urldefrag urlencode urljoin urlparse urlsplit urlunparse urlunsplit",
    here=_HERE,
)
