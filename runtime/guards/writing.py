"""`__writable__`: whose attributes a guest may set and delete.

What guests share is never written: library classes, module stand-ins, functions of the runtime.
"""

from __future__ import annotations

from functools import partial
from types import FunctionType, MethodType, SimpleNamespace
from typing import Any, Final

from ..run import current
from ..standins import writable as owned_instances
from ..universe.exceptions import CLASSES
from ..universe.functions import GENERATOR
from .dunders import is_own_function

#: Each instance belongs to one guest. The positions of a UnicodeError are read by its renderer.
#: Modules add types of theirs whose setters check what they are given.
OWNED: Final = {SimpleNamespace, partial, GENERATOR}.union(
    kind for kind in CLASSES if not issubclass(kind, UnicodeError)
)
#: Nothing can be set: the native store raises CPython's own error.
_IMMUTABLE: Final = frozenset(
    {int, float, complex, bool, str, bytes, bytearray, list, tuple, dict, set, frozenset, range,
     slice, type(None), type(...), MethodType, type(len), type(str.upper), super, object}
)  # fmt: skip


def writable(x: Any) -> Any:
    """Return *x* if the guest may write its attributes.

    Raises:
        AttributeError: it may not.
    """
    kind = type(x)
    own = current().own
    if kind in own or kind in OWNED or kind in _IMMUTABLE:
        return x
    if owned_instances(kind):
        return x
    if isinstance(x, type):
        if x in own:
            return x
        raise TypeError(f"cannot set attributes of immutable type {x.__name__!r}")
    if kind is FunctionType and is_own_function(x):
        return x
    if kind in (staticmethod, classmethod) and is_own_function(x.__func__):
        return x
    if kind is property and is_own_function(x.fget):
        return x
    raise AttributeError(f"the attributes of this {kind.__name__!r} object are read-only")
