"""Keys that C compares by what is in them, though that can change or has no hash: refused.

What has no hash is compared by methods that nobody notes (`answering.py`), so a tuple that says by
itself what its hash is says as well how it is compared.
"""

from __future__ import annotations

from typing import Any, Final

from ..prices import spend
from ..run import current
from .contents import contents
from .survey import INERT, STILL, VISIT, holds, is_native, method_of

_COMPARES_BY_IDENTITY: Final = object.__dict__["__eq__"]
#: Keys in `Run.state`: a class of the guest's derives from a container that can change, or is a
#: tuple with a hash of its own; one derives from tuples.
_UNSTEADY: Final = "unsteady"
_TUPLES: Final = "tuples"
_ITEMS_PER_STEP: Final = 4


def note_class(kind: type) -> None:
    """Note that the current guest has made *kind*, whose instances C may look into as keys."""
    state = current().state
    if issubclass(kind, tuple):
        state[_TUPLES] = True
    if _is_unsteady(kind):
        state[_UNSTEADY] = True


def note_hash() -> None:
    """Note that something is about to be written to a class: its hash, perhaps."""
    state = current().state
    if _TUPLES in state:
        state[_UNSTEADY] = True


def refuse_unsteady(x: Any) -> None:
    """Refuse the key *x* if C compares something in it that can change.

    Raises:
        TypeError: so it does.
    """
    if not current().state.get(_UNSTEADY):
        return
    todo, seen = [x], set()
    while todo:
        each = todo.pop()
        kind = type(each)
        if kind in INERT or id(each) in seen:
            continue
        seen.add(id(each))
        if _is_unsteady(kind) and method_of(kind, "__hash__") is not None:
            raise TypeError(
                f"a key of type {kind.__name__!r} needs an __eq__ of its own: what it inherits "
                "compares contents that might change meanwhile"
            )
        inside = contents(each) or ()
        spend(VISIT + len(inside) // _ITEMS_PER_STEP)
        if not INERT.issuperset(map(type, inside)):
            todo += inside


def _is_unsteady(kind: type) -> bool:
    method = method_of(kind, "__eq__")
    if not holds(kind) or not is_native(method) or method is _COMPARES_BY_IDENTITY:
        return False
    if issubclass(kind, tuple):
        return method_of(kind, "__hash__") is not tuple.__hash__
    return STILL.isdisjoint(kind.__mro__)
