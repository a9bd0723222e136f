"""`__hash__` of the guest's classes: what is no integer is refused before C sees it.

C keeps what it refuses (`slot_tp_hash`), for as long as the process lives, and a program may say
that as often, and as long, as it likes.
"""

from __future__ import annotations

from typing import Any, Final

from .standing import StandIn


def _hashing(method: Any) -> Any:
    """Return what C may call as `__hash__` in the place of *method*."""

    def __hash__(self: Any) -> Any:
        found = method(self)
        if isinstance(found, int):
            return found
        raise TypeError("__hash__ method should return an integer")

    return __hash__


HASH: Final = StandIn("__hash__", _hashing)
