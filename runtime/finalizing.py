"""What becomes of coroutines and async generators of a guest that nobody awaits to their end.

CPython hands an async generator that is dropped to the hooks of the thread, which are those of
the host's event loop if one is running: it would run code of the guest as a task of the host's.
So a run with such code brings hooks of its own. And a coroutine that was never awaited is
reported through the host's `warnings`; a guest's is not.
"""

from __future__ import annotations

import builtins
import sys
import warnings
from ast import literal_eval
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from weakref import ref

from cloche.transpiler.filters import Standing

from .under_way import under_way

if TYPE_CHECKING:
    from .run import Run

#: Key in `Run.state` of what is told of async generators: (one begins, one was dropped).
KEEPER: Final = "async generators"
#: Modules whose coroutines only guests hold.
_OURS: Final = "cloche.runtime."
#: Code of the host and of the library runs with these.
_BUILTINS: Final = vars(builtins)
Hooks = Any


def hold(run: Run) -> Hooks:
    """Put the hooks of *run* in the place of those of this thread; return what `release` needs."""
    _STEPS.put_first()
    _forget_dead()
    before = sys.get_asyncgen_hooks()
    # The collector calls the hooks while the run sleeps.
    state, budget = run.state, run.budget

    def begins(agen: Any) -> None:
        if not _is_guests(agen.ag_frame):
            if before.firstiter is not None:
                before.firstiter(agen)
            return
        if _TELLS_OF_STEPS:
            _note(agen)
        keeper: Any = state.get(KEEPER)
        if keeper is not None:
            keeper.begins(agen)

    def dropped(agen: Any) -> None:
        if not _is_guests(agen.ag_frame):
            if before.finalizer is not None:
                before.finalizer(agen)
            return
        # Nobody closes it otherwise: its frame is freed, and none of its code runs.
        keeper: Any = state.get(KEEPER)
        if keeper is not None and budget.reason is None:
            keeper.dropped(agen)
        elif under_way:
            _end(agen)

    sys.set_asyncgen_hooks(begins, dropped)
    return before


def release(before: Hooks) -> None:
    """Undo `hold`."""
    sys.set_asyncgen_hooks(*before)


def _end(agen: Any) -> None:
    """Have *agen*, which the collector has come upon, let go of what it holds: itself, perhaps.

    The collector breaks a cycle at a generator by closing it, whose code ends at its first tick.
    """
    with suppress(BaseException):
        agen.aclose().send(None)


def _is_guests(frame: Any) -> bool:
    # By identity: what is in a guest's builtins may have been cleared by the collector before.
    return frame is not None and frame.f_builtins is not _BUILTINS


class _Begun(ref[Any]):
    """An async generator of a guest's that has begun."""

    __slots__ = ("name",)
    name: int


#: CPython tells nobody of the steps of those before.
_TELLS_OF_STEPS: Final = sys.version_info >= (3, 12)
#: Those that live, by the hashes of their names, which are the guest's and may be long.
_begun: Final[dict[int, set[_Begun]]] = {}
#: What has died, and may be told of until the collection is over in which it has. What is called
#: then is in C: there may be no stack left.
_dead: Final[set[_Begun]] = set()


def _note(agen: Any) -> None:
    """Know *agen* again by its name, which a guest does not change any more."""
    if under_way:
        return  # it is stopped at its first tick
    _forget_dead()
    noted = _Begun(agen, _dead.add)
    noted.name = str.__hash__(agen.__qualname__)
    _begun.setdefault(noted.name, set()).add(noted)


def _forget_dead() -> None:
    """Forget what has died; other threads may note more of the same name meanwhile."""
    with suppress(KeyError):
        while _dead and not under_way:
            noted = _dead.pop()
            alike = _begun.get(noted.name, set())
            alike.discard(noted)
            if not alike and (late := _begun.pop(noted.name, None)):
                _begun.setdefault(noted.name, set()).update(late)


class _GuestDropsStep:
    """Stands where a warning filter has its pattern: matches what CPython, from 3.12 on, says of a
    step of an async generator that a guest drops. It says so in C, where nothing can be replaced,
    and whenever the collector comes upon it.
    """

    def match(self, text: str) -> bool:
        if not text.startswith("coroutine method "):
            return False
        with suppress(ValueError, SyntaxError):  # another's warning, which begins like that
            name = literal_eval(text.partition(" of ")[2].removesuffix(" was never awaited"))
            return type(name) is str and hash(name) in _begun
        return False


_STEPS: Final = Standing(lambda: ("ignore", _GuestDropsStep(), RuntimeWarning, None, 0))


_reports: Callable[[Any], None] | None = None


def report_no_guests() -> None:
    """Take the reports of coroutines that guests never awaited away from `warnings`.

    No run can be without: `contextlib` hands out coroutines to programs that have no `async`.
    """
    global _reports
    if _reports is None:
        _reports = warnings._warn_unawaited_coroutine  # type: ignore[attr-defined]
        warnings._warn_unawaited_coroutine = _report  # type: ignore[attr-defined]


def _report(coroutine: Any) -> None:
    frame = coroutine.cr_frame
    module = "" if frame is None else frame.f_globals.get("__name__")
    if _is_guests(frame) or (type(module) is str and module.startswith(_OURS)):
        return
    if _reports is not None:
        _reports(coroutine)
