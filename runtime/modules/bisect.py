"""`bisect`: the real functions; whatever they compare has been paid for."""

from __future__ import annotations

import bisect as real
from collections.abc import Callable
from typing import Any, Final

from ..guards.comparing import comparand
from ..guards.moving import bounded
from ..guards.operands import Compared, Smaller
from ..guards.survey import armed, is_steady, wary
from .comparing import pay_search
from .containers import deque
from .stand_in import module, shim

VETTED = ""

#: What gives its items without a question.
_PLAIN: Final = frozenset({list, tuple, deque})
#: Where a sequence of the guest's says how long it is, a search may take this long.
_LONG: Final = 2**40


def _searching(function: Callable[..., Any]) -> Any:
    inserts = function in (real.insort_left, real.insort_right)

    def search(a: Any, x: Any, lo: Any = 0, hi: Any = None, *, key: Any = None) -> Any:
        lo, hi = bounded((lo, hi), 0)  # who is asked may change what is weighed
        if key is None:
            pay_search(x, _LONG)
            if is_steady(x) or (type(a) in _PLAIN and not wary()):
                return function(a, x, lo, hi)
            if wary():
                return function(a, x if inserts else Compared(x), lo, hi, key=Compared)
            # Whoever is asked for an item may change *x*: what it is held against is weighed then.
            return function(a, x, lo, hi, key=lambda item: comparand(item, Smaller, ordered=True))
        if not armed():
            return function(
                a, x, lo, hi, key=lambda item: comparand(key(item), Smaller, ordered=True)
            )
        return function(
            a, x if inserts else Compared(x), lo, hi, key=lambda item: Compared(key(item))
        )

    return shim(function)(search)


_RIGHT, _INSORT = _searching(real.bisect_right), _searching(real.insort_right)

MODULE = module(
    real, VETTED, _searching(real.bisect_left), _RIGHT, _searching(real.insort_left), _INSORT,
    bisect=_RIGHT, insort=_INSORT,
)  # fmt: skip
