"""Into the guest: plain data of exactly the builtin classes, nothing that only looks like it."""

from __future__ import annotations

from typing import Any

from ..errors import BoundaryError
from ..stops import Stop
from .copier import Copier, Unwrapped
from .exposed import Exposed, proxy_of
from .hints import hint_for
from .leaves import ENTERING, NUMBERS
from .limits import INWARD, CrossingLimits
from .refusal import Refused

FUNCTION_HINT = "give functions to the program as tools"


def into_guest(
    value: Any, path: str = "value", limits: CrossingLimits = INWARD, run: Any = None
) -> Any:
    """Return a copy of the host's `value` for the guest.

    Plain data is None, bool, int, float, complex, str, bytes, bytearray, range, list, tuple,
    dict, set, frozenset, date, time, datetime, timedelta, timezone, Decimal, Fraction and
    UUID. A subclass of one of these is not plain: the guest would get at its methods. What has
    been exposed (`exposed.py`) becomes a proxy.

    Parameters:
        path: what to call the value in an error, such as `orders`.
        limits: bounds on the whole.
        run: whose guest it is for; without it nothing exposed may cross.

    Raises:
        BoundaryError: a part of it is not plain, it contains itself, or exceeds the limits.
    """
    kind = type(value)
    if kind is str or kind is int or kind is float or kind is bool or value is None:
        return value
    try:
        return _Inward(limits, run).whole(value, path)
    except Stop:
        if run is not None and run.budget.live:
            raise
    # Of a number and a date of one hash, say.
    raise BoundaryError(path, kind.__name__, "has keys that only a run can tell apart")


class _Inward(Copier):
    __slots__ = ("_run",)
    leaves = ENTERING

    def __init__(self, limits: CrossingLimits, run: Any) -> None:
        # In a run that is under way, what a tool has returned is copied in its time.
        budget = None if run is None else run.budget
        super().__init__(limits, budget.heed if budget is not None and budget.live else None)
        self._run = run

    def unwrap(self, value: Any) -> Unwrapped:
        if type(value) is range:
            # Not a leaf: outward it is counted and becomes a list.
            return Unwrapped(value)
        made = NUMBERS.get(id(type(value)))
        if made is not None:
            return Unwrapped(value, None, made)
        if type(value) is Exposed:
            if self._run is None:
                raise Refused(value, "cannot enter a worker process", "use isolation='inline'")
            return Unwrapped(proxy_of(value, self._run))
        raise Refused(value, hint=hint_for(value, FUNCTION_HINT))
