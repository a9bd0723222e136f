"""What a run prints."""

from __future__ import annotations

from collections.abc import Callable
from sys import exception

from . import signals
from .budget import Budget
from .handling import apart
from .kept import Kept
from .room import demand
from .stops import Stop


class Output:
    """Text printed by a run, bounded in bytes of UTF-8.

    Of runs of one environment, such as the calls of a function, each may print as much; of what
    earlier ones have printed, and nobody has taken, no more than that is kept.

    Parameters:
        budget: stopped when the bound is passed.
        listener: called with each piece as it is printed, if given.
    """

    __slots__ = ("_budget", "_earlier", "_granted", "_listener", "_pieces", "_size")

    def __init__(self, budget: Budget, listener: Callable[[str], object] | None = None) -> None:
        self._budget = budget
        self._listener = listener
        self._pieces: list[str] = []
        self._size = 0
        #: When the limits were granted under which the pieces were printed.
        self._granted: float | None = None
        #: What was printed before.
        self._earlier: Kept | None = None

    def write(self, text: str) -> None:
        """Append *text* (exactly `str`); what exceeds the bound is dropped and the run stopped.

        Raises:
            RecursionError: the listener has no room (see `room.py`).
        """
        self._budget.checkpoint()
        if text and self._listener is not None:
            demand(self._budget.ticks)
        limit = self._budget.limits.output
        # Looked at here and not where limits are granted: most calls of functions print nothing.
        if self._granted is not (granted := self._budget.granted):
            if self._pieces:
                self._lay_by(limit)
            self._granted, self._size = granted, 0
        self._size += len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
        if limit is not None and self._size > limit:
            self._budget.stop("output", limit, self._size)
            self._budget.checkpoint()
        self._pieces.append(text)
        if text and self._listener is not None:
            self._tell(self._listener, text)

    @signals.handing(still=False)
    def _tell(self, listener: Callable[[str], object], text: str) -> None:
        """Call the host's *listener*; what it raises ends the run, and no guest gets hold of it."""
        try:
            try:
                if exception() is None:
                    listener(text)
                else:
                    apart(listener, (text,))
            finally:
                # In here, as in `boundary/calls.py`.
                signals.renew()
        except Stop:
            raise
        except BaseException as error:
            failure = error
        else:
            return
        try:
            self._budget.abort(failure)
        finally:
            del failure

    def _lay_by(self, limit: int | None) -> None:
        """Another run begins to print."""
        if self._earlier is None:
            self._earlier = Kept(limit)
        pieces = self._pieces[:]
        self._earlier.add("".join(pieces))
        del self._pieces[: len(pieces)]

    def take(self) -> str:
        """Return what has been printed since the last call, and start anew."""
        if self._earlier is not None:
            self._earlier.add(self._all())
            text, self._earlier = self._earlier.text(), None
            return text
        return self._all()

    def _all(self) -> str:
        """Return what there is, which is not there any more; another thread may print meanwhile."""
        pieces = self._pieces[:]
        del self._pieces[: len(pieces)]
        return "".join(pieces)

    def take_last(self) -> str:
        """Return what the last run has printed, and keep that of earlier ones."""
        if self._granted is not self._budget.granted:
            return ""
        return self._all()

    def text(self) -> str:
        """Return what the last run that printed has printed."""
        return "".join(self._pieces)
