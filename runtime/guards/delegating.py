"""What a generator or coroutine delegates to: `yield from x`, and `await x` by way of `__await__`.

CPython asks what is delegated to for `send`, `throw` and `close`, in C, as soon as it has a use for
them. It has one for `close` whenever a suspended generator is dropped, so also while garbage is
collected, in the middle of a guard, and after the end of the run. On an object of the guest's that
name may lead to anything: another generator's `__next__`, a list's `sort`, a property with a
function in C. None of these takes a step, so nothing of them would die.

So a `Delegate` stands in the place of such an object. No guest ever holds one: it lives on the
stack of what delegates. It has no `send`, `throw` or `close` of its own and is asked for them one
by one, so that what is missing is missing, and C does what it does then.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain, compress
from types import CoroutineType, FunctionType, GeneratorType
from typing import Any, Final, NoReturn

from ..code_flags import is_plain
from ..reentry import drawable
from ..run import current, is_current
from ..stops import Stop
from ..throwing import RUNNING, UNCHECKED, throw_of
from .draining import defines
from .iterating import takes_steps
from .standing import StandIn

_COLLECTIONS: Final[tuple[Iterable[Any], ...]] = (
    (), [], "", b"", bytearray(), range(0), {}, set(), frozenset(), deque(),
    {}.keys(), {}.values(), {}.items(),
)  # fmt: skip
#: Exact types that may be delegated to as they are: C closes generators and coroutines itself, and
#: they take steps. `__iterated__` in a namespace.
ITERATED: Final[frozenset[type]] = frozenset({GeneratorType, CoroutineType})
#: Iterators of these types have nothing that C would call.
_CLOSED: Final[frozenset[type]] = frozenset(
    {
        *ITERATED, compress, chain, map, filter, zip, enumerate, reversed,
        type(reversed([])), type(iter("\u20ac")), type(iter(range(2**70))), type(iter(int, 0)),
        *map(type, _COLLECTIONS), *map(type, map(iter, _COLLECTIONS)),
    }
)  # fmt: skip
_ASKED: Final = frozenset({"send", "throw", "close"})


def _stop(*_: Any) -> NoReturn:
    raise Stop


def _nothing() -> None: ...


class Delegate:
    """Stands for the iterator *x* until whoever delegates to it is done.

    Once its run does not have the floor, or is stopped, or sleeps (`collecting.py`), what it is
    asked for raises Stop.
    """

    __slots__ = ("_run", "_x")
    _run: Any
    _x: Any

    def __init__(self, x: Any) -> None:
        self._x = x
        self._run = current()

    def __iter__(self) -> Delegate:
        return self

    def __next__(self) -> Any:
        return next(self._x)

    def __getattr__(self, name: str) -> Any:
        # C reports what this raises to the host when it asks for `close`: nothing but that it is
        # missing is raised here.
        if name not in _ASKED:
            raise AttributeError(name)
        run = self._run
        if not is_current(run) or run.budget.reason is not None:
            return _stop
        if name == "throw":
            return _thrown(self) if UNCHECKED else self._x.throw
        if name == "send":
            return self._x.send
        try:
            return self._x.close
        except AttributeError:
            raise
        except Stop:
            return _stop
        except BaseException:
            # C would go on as if there were none.
            return _nothing


class _Asked(Delegate):
    """One whose `throw` is looked for: CPython 3.11 lets who delegates go on meanwhile."""

    __slots__ = ()

    def __next__(self) -> Any:
        _become(self, Delegate)
        return next(self)

    def __getattr__(self, name: str) -> Any:
        _become(self, Delegate)
        return getattr(self, name)


class _Throws(Delegate):
    """One that is thrown into."""

    __slots__ = ()


RUNNING[_Throws] = lambda _: True
_become: Any = object.__dict__["__class__"].__set__


def _thrown(asked: Delegate) -> Any:
    """Return what C may call as `throw` of what *asked* stands for.

    Raises:
        ValueError: who delegates to it has gone on while that was looked for.
    """
    _become(asked, _Asked)
    try:
        found = throw_of(asked._x)
        if type(asked) is not _Asked:
            raise ValueError("generator already executing")
    finally:
        _become(asked, Delegate)
    return partial(_throw, asked, found)


def _throw(thrown: Delegate, found: Any, *args: Any) -> Any:
    _become(thrown, _Throws)
    try:
        return found(*args)
    finally:
        _become(thrown, Delegate)
        del args


class _Stepping(compress):  # type: ignore[type-arg]  # (it cannot be subscripted)
    """Takes a step an item of *inside*, an iterator in C, and lacks what that lacks."""

    __slots__ = ("_inside",)
    _inside: Any

    @property
    def send(self) -> NoReturn:
        inside = self._inside
        missing = f"{type(inside).__name__!r} object has no attribute 'send'"
        raise AttributeError(missing, name="send", obj=inside)


def _in_steps(found: Any) -> Any:
    made = _Stepping(drawable(found), current().ticks)
    made._inside = found
    return made


def delegate(x: Any) -> Any:
    """Return what `yield from` goes through in the place of *x*.

    Raises:
        TypeError: as `iter(x)` does.
    """
    if type(x) in ITERATED:
        return x
    # (What `iter` gives of an object of the guest's takes steps.)
    found = iter(x)
    if type(found) in ITERATED:
        return found
    if not takes_steps(found):
        return _in_steps(found)
    return found if type(found) is compress else Delegate(found)


def _awaitable(method: FunctionType) -> Callable[[Any], Any]:
    """Return what C may call as `__await__` in the place of *method*."""

    def __await__(self: Any) -> Any:
        found = method(self)
        # What is no iterator is CPython's to refuse.
        if type(found) in _CLOSED or not defines(type(found), "__next__"):
            return found
        return Delegate(found)

    return __await__


AWAIT: Final = StandIn("__await__", _awaitable)


def as_await(method: Any) -> Any:
    """Return what a class must hold as `__await__` so that *method*, a guest's, is awaited by it.

    Of a generator function C gets a generator, of a coroutine function an error.
    """
    return AWAIT.before_function(method) if is_plain(method) else method
