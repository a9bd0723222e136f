"""`copy`."""

from __future__ import annotations

import copy as real
from datetime import date, time
from types import SimpleNamespace
from typing import Any, Final

from ..guards.answering import unasked
from ..run import current
from ..standins import plain
from ..universe.making import exactly_named
from .copying import copied, deeply
from .stand_in import module, shim

VETTED = "Error error"

#: Library types whose values can be made again with changes.
_REPLACEABLE: Final = (date, time, SimpleNamespace)


@shim(real.copy)
def copy(x: Any) -> Any:
    return copied(x)


@shim(real.deepcopy)
def deepcopy(x: Any, memo: Any = None, _nil: Any = ()) -> Any:
    return deeply(x, memo)


def replace(obj: Any, /, **changes: Any) -> Any:
    """Return a new object replacing specified fields with new values."""
    kind: Any = type(obj)
    method = getattr(kind, "__replace__", None)
    if method is not None and method is _OF_NAMESPACES:
        return _namespace_with(kind, obj, changes)
    if method is None or not (kind in current().own or isinstance(obj, _REPLACEABLE)):
        raise TypeError(f"replace() does not support {kind.__name__} objects")
    return method(obj, **changes)


#: It calls the class, and writes to whatever that returns.
_OF_NAMESPACES: Final = getattr(SimpleNamespace, "__replace__", None)


def _namespace_with(kind: Any, obj: Any, changes: dict[str, Any]) -> Any:
    made = kind()
    if not issubclass(type(made), SimpleNamespace):
        found = type(made).__name__
        raise TypeError(f"expect SimpleNamespace type, but {kind.__name__}() returned {found!r}")
    for part in (_attributes(obj), exactly_named(changes)):
        unasked(_attributes(made)).update(part)
    return made


#: The slot's own accessor.
_attributes: Final[Any] = SimpleNamespace.__dict__["__dict__"].__get__
plain(real.Error)
SHIMS: Final[list[Any]] = [copy, deepcopy]
if hasattr(real, "replace"):  # 3.13
    SHIMS.append(shim(real.replace)(replace))

MODULE = module(real, VETTED, *SHIMS)
