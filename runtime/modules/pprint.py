"""`pprint`, adopted: every text it writes comes from the guest's own `repr`, which is paid for."""

from __future__ import annotations

import builtins
import collections
import types
from typing import Any, Final

from ..run import current
from .adopted import adopt, offer
from .collections import MODULE as COLLECTIONS
from .dataclasses import MODULE as DATACLASSES
from .io import MODULE as IO
from .re import MODULE as RE
from .streams import stream


class _System:
    """`sys`, of which only the standard output of the run is asked for."""

    __slots__ = ()

    @property
    def stdout(self) -> Any:
        """What the run prints to."""
        return stream(current(), "stdout")


class _Dataclasses:
    """`dataclasses`, as far as it is asked."""

    __slots__ = ()

    @staticmethod
    def fields(x: Any) -> Any:
        """Return the fields of *x*."""
        return DATACLASSES.fields(x)

    @staticmethod
    def is_shown_by_fields(x: Any) -> bool:
        """Tell whether *x* is an instance of a dataclass with the `__repr__` made for it."""
        if isinstance(x, type) or not DATACLASSES.is_dataclass(x):
            return False
        method = type(x).__repr__
        return getattr(method, "__globals__", None) is not current().globals


_TEST: Final = "(_dataclasses.is_dataclass(object) and"


def _edited(text: str) -> str:
    """Which methods were made by `dataclass` is told differently here.

    The table by `__repr__` holds those of the host's classes: it is out of sight.
    """
    text = text.replace("_dispatch", "__dispatch__")
    start = text.index(_TEST)
    end = text.index(":", text.index("__qualname__", start))
    return f"{text[:start]}_dataclasses.is_shown_by_fields(object){text[end:]}"


_CLASSES: Final = {
    name: getattr(collections, name)
    for name in "OrderedDict defaultdict deque UserDict UserList UserString".split()
} | {"ChainMap": COLLECTIONS.ChainMap, "Counter": COLLECTIONS.Counter}
_OFFERED: Final = {name: kind for name, kind in COLLECTIONS.__dict__.items() if "User" in name}

_HERE = adopt(
    "pprint",
    {
        "collections": {**_CLASSES, **_OFFERED},
        "dataclasses": _Dataclasses(),
        "re": RE,
        "sys": _System(),
        "types": {
            "MappingProxyType": types.MappingProxyType, "SimpleNamespace": types.SimpleNamespace,
        },
        "io": IO,
    },
    # It asks classes, the real ones, for their `__repr__`, to see which it is.
    {"getattr": builtins.getattr, "type": type},
    edit=_edited,
)  # fmt: skip

MODULE = offer(
    "pprint",
    "PrettyPrinter isreadable isrecursive pformat pp pprint saferepr",
    here=_HERE,
)
