"""What handlers of signals raise is the host's: no guest gets hold of it, and it is not lost.

CPython calls a handler between two instructions of whatever runs in the main thread, and raises
there what it raises: in a guest's frame, say, which catches it, and holds an object of the host's.
So while a run is under way in the main thread, which is the only one, each handler that is a
Python object stands behind one of ours. Where the guest has the floor, what a handler raises only
marks the run as stopped, as the monitor does, and is raised for the host when the run has
ended; so it is never raised between any two instructions of this package, either. Where the host
has the floor, in a tool, say, it is raised there and then, and known again where it comes out.

Nothing else sees what is raised: not `PyThreadState_SetAsyncExc`, which asks nobody.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident
from types import CodeType, FrameType
from typing import Any, Final, TypeVar

from cloche.transpiler import vocabulary as words

from .budget import CHUNK, Budget
from .handling import apart
from .stops import Reason, part

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_ROOT: Final = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: Code of this package that calls functions of the host's, by identity, and whether the clock of
#: the guest stands still meanwhile.
_HANDING: Final[dict[int, tuple[CodeType, bool]]] = {}
#: Any function of these files does, and the clock stands still.
_HANDING_FILES: Final = frozenset({"boundary/exposed.py"})
#: All that can have a handler; the numbers, since what takes members of an enum is slow.
_NUMBERS: Final = tuple(
    sorted(
        int(number)
        for number in signal.valid_signals()
        if number not in (getattr(signal, "SIGKILL", 0), getattr(signal, "SIGSTOP", 0))
    )
)
#: Those of `signal` make members of an enum of what they return.
_handler_of: Final[Callable[[int], Any]] = _signal.getsignal
_set: Final[Callable[[int, Any], Any]] = _signal.signal

#: Files that drive runs: what they do on the way into one and out of it is no code of a tool's.
drivers: Final[set[str]] = set()
#: What is under way in the main thread, the innermost last.
levels: Final[list[Level]] = []
#: Why a run is stopped, where there was no stack to say more.
_INTERRUPTED: Final = Reason("abort")
#: What handlers have raised where the host had the floor, and levels were under way.
_raised: Final[deque[BaseException]] = deque(maxlen=16)
#: Our handlers that stand in the place of the host's, by number.
_ours: Final[dict[int, Handler]] = {}
#: The handlers as they were found at last, and what is to be done about just these.
_found: list[Any] = []
_plan: tuple[tuple[int, Handler], ...] = ()
#: The handlers once that is done.
_covered: list[Any] = []
_main = threading.main_thread().ident


def handing(*, still: bool) -> Callable[[F], F]:
    """Mark a function that calls functions of the host's, or the maker of such.

    Parameters:
        still: whether the clock of the guest stands still meanwhile.
    """

    def mark(function: F) -> F:
        code: CodeType = function.__code__
        for each in (code, *code.co_consts):
            if type(each) is CodeType and each.co_name[0] != "<":  # as comprehensions are named
                _HANDING[id(each)] = each, still
        return function

    return mark


class Level:
    """A run that is under way, or work of this package's for the host.

    Parameters:
        budget: of the run; None where it is the host that has the floor.
    """

    __slots__ = ("around", "budget", "failure", "keeps", "rouse")

    def __init__(self, budget: Budget | None) -> None:
        self.budget = budget
        #: That of the same run, if it is entered within itself.
        self.around: Level | None = None
        #: What a handler has raised, for the host.
        self.failure: BaseException | None = None
        #: Without a run: what a handler raises waits for the end of the level, as in one.
        self.keeps = False
        #: Ends the wait of a run that rests.
        self.rouse: Callable[[], object] | None = None


class Handler:
    """Stands in the place of a handler of the host's.

    Parameters:
        handler: what it calls, with the same arguments.
    """

    __slots__ = ("__weakref__", "__wrapped__")

    def __init__(self, handler: Callable[[int, FrameType | None], Any]) -> None:
        self.__wrapped__ = handler

    @handing(still=False)
    def __call__(self, number: int, frame: FrameType | None) -> Any:
        # Whoever calls: what was interrupted, or another handler that hands on.
        place, around = sys._getframe(1), sys.exc_info()[1]
        try:
            if around is None:
                returned = self.__wrapped__(number, frame)
            else:
                returned = apart(self.__wrapped__, (number, frame))
            # It may have set a handler: itself once more, say. Which may raise at once.
            renew()
        except BaseException as error:
            failure = error
        else:
            return returned
        # Out here, so that what goes wrong below is raised without it in its context.
        if levels:
            level = levels[-1]
            try:
                kept = _is_kept(failure, around, place, level)
            except BaseException:
                # A guest has left no stack, or another handler was not behind one of ours yet. What
                # follows makes no call of a function of Python's.
                kept, level.failure, failure.__context__ = True, failure, None
                if level.budget is not None:
                    level.budget.reason = _INTERRUPTED
                    level.budget._chunk.__setstate__(CHUNK)
            if kept:
                return None
        context = failure.__context__
        try:
            raise failure
        finally:
            failure.__context__ = context
            del failure, context


def _is_kept(
    error: BaseException, around: BaseException | None, frame: FrameType, level: Level
) -> bool:
    """Tell whether *error*, which a handler has raised, is kept until the run has ended.

    Parameters:
        around: what was being handled when the signal came.
        frame: where it came.
        level: the innermost.
    """
    _cover()
    budget = level.budget
    if level.keeps:
        level.failure = error
        return True
    if budget is None or _is_hosts(frame, budget):
        _raised.append(error)
        if budget is None:
            level.failure = error
        return False
    part(error, around)
    level.failure = error
    budget.interrupt(error)
    if level.rouse is not None:
        level.rouse()
    return True


def _is_hosts(place: FrameType, budget: Budget) -> bool:
    """Tell whether a function of the host's that the guest has called was interrupted in *place*.

    A tool, say: the innermost frame of a guest or of this package tells.
    """
    frame: FrameType | None = place
    while frame is not None:
        code = frame.f_code
        path = code.co_filename
        if path in drivers or words.TICKS in frame.f_builtins:
            return False
        if path.startswith(_ROOT):
            file = path[len(_ROOT) :].replace(os.sep, "/")
            if file in _HANDING_FILES:
                return budget.paused
            marked = _HANDING.get(id(code))
            if marked is None:
                return False
            # (A function in C, as a tool may be, has no frame of its own.)
            return budget.paused if marked[1] else frame is not place
        frame = frame.f_back
    return False


def hold(budget: Budget | None) -> Level | None:
    """Begin a level, which must be released; None in any thread but the main one.

    Parameters:
        budget: see `Level`.
    """
    if get_ident() != _main:
        return None
    level = Level(budget)
    levels.append(level)
    try:
        _cover()
    except BaseException:
        release(level)
        raise
    return level


def release(level: Level) -> None:
    """End *level*; with the last one the host has its handlers back."""
    if levels and levels[-1] is level:
        del levels[-1]
    elif level in levels:
        levels.remove(level)
    if not levels:
        # (Another thread may wake a run that could not be woken in this one: see `collecting.py`.)
        if get_ident() == _main:
            _uncover()
    elif level.failure is not None:
        # A tool is about to raise it, which has run a program.
        _raised.append(level.failure)


def innermost() -> Level | None:
    """Return the innermost level, if this is the main thread."""
    return levels[-1] if levels and get_ident() == _main else None


def renew() -> None:
    """Look at the handlers again: a tool may have set one."""
    if levels and get_ident() == _main:
        _cover()


def is_of_handler(error: BaseException) -> bool:
    """Tell whether a handler has raised *error* while the host had the floor."""
    return any(error is each for each in _raised) or any(error is each.failure for each in levels)


@contextmanager
def known() -> Iterator[None]:
    """Let what handlers raise in here be known again (`is_of_handler`)."""
    level = hold(None)
    try:
        yield
    finally:
        if level is not None:
            release(level)


def unharmed(action: Callable[[], T], *, whole: bool = False) -> T:
    """Call *action* of this package, which works for the host, and return what it returns.

    Parameters:
        whole: it is not broken off; for what is done once, and soon done.

    Raises:
        what a handler raises meanwhile, whatever *action* makes of it; what *action* raises.
    """
    level = hold(None)
    if level is None:
        return action()
    level.keeps = whole
    try:
        return action()
    except BaseException as error:
        if level.failure is None or error is level.failure:
            raise
    finally:
        release(level)
        if level.failure is not None:
            raise level.failure


def handler_behind(handler: Any) -> Any:
    """Return the host's handler, where *handler* is one of ours."""
    return handler.__wrapped__ if type(handler) is Handler else handler


def _cover() -> None:
    """Put handlers of ours in the place of the host's, where they are not."""
    found = [*map(_handler_of, _NUMBERS)]
    if _ours:
        if found != _covered:
            _cover_anew(found)
    elif found == _found:
        for number, ours in _plan:
            _put(number, ours)
    else:
        _cover_anew(found)


def _cover_anew(found: list[Any]) -> None:
    global _found, _plan, _covered
    plan = []
    for number, handler in zip(_NUMBERS, found, strict=True):
        if not callable(handler):
            continue
        ours = handler if type(handler) is Handler else Handler(handler)
        _put(number, ours)
        plan.append((number, ours))
    taken = dict(plan)
    _covered = [taken.get(number, each) for number, each in zip(_NUMBERS, found, strict=True)]
    _found = [handler_behind(each) for each in found]
    _plan = tuple(plan)


def _put(number: int, ours: Handler) -> None:
    """Set *ours*; what stood there is what it calls, even if it was found to be another."""
    _ours[number] = ours
    before = _set(number, ours)
    if before is ours.__wrapped__ or before is ours:
        return
    if callable(before):
        ours.__wrapped__ = handler_behind(before)
    else:
        # A handler has come in between, and gone for good.
        del _ours[number]
        _set(number, before or signal.SIG_DFL)


def _uncover() -> None:
    """Put the host's handlers back where ours still are."""
    # (A handler may come in between, and run a program, or raise.)
    try:
        while _ours:
            number, ours = next(iter(_ours.items()))
            if _handler_of(number) is ours:
                _set(number, ours.__wrapped__)
            _ours.pop(number, None)
    finally:
        if _ours:
            _uncover()
        _raised.clear()


def _in_child() -> None:
    global _main
    _main = threading.main_thread().ident


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
