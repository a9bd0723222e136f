"""Keys that C compares by what is in them, though that can change: they are refused."""

from __future__ import annotations

from typing import Any, Final

from ..prices import spend
from ..run import current
from .survey import INERT, STILL, VISIT, holds, is_native, method_of
from .walking import contents

_COMPARES_BY_IDENTITY: Final = object.__dict__["__eq__"]
#: Key in `Run.state`: a class of the guest's derives from a container that can change.
_UNSTEADY: Final = "unsteady"
_ITEMS_PER_STEP: Final = 4


def note_class(kind: type) -> None:
    """Note that the current guest has made *kind*, whose instances C may look into as keys."""
    if _is_unsteady(kind):
        current().state[_UNSTEADY] = True


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
    return (
        holds(kind)
        and STILL.isdisjoint(kind.__mro__)
        and is_native(method)
        and method is not _COMPARES_BY_IDENTITY
    )
