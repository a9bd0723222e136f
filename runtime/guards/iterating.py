"""What C goes through of a guest's: with a step an item, whoever asks for it.

`list.extend`, and much else in C and in CPython's own library, calls `iter(x)` and takes what that
gives to its end. A generator of the guest's takes steps, and so does a `__next__` of its own; but
its `__iter__` may return, and `yield from` may go through, an iterator in C that has no end, like
`itertools.product`. So a class holds a function of this package as `__iter__`, from which C gets
such an iterator with a step an item; and what a generator delegates to gets the same.
"""

from __future__ import annotations

from itertools import compress
from types import FunctionType, GeneratorType, WrapperDescriptorType
from typing import Any, Final

from ..code_flags import is_plain
from ..reentry import drawable
from ..run import current
from .standing import StandIn
from .survey import method_of


def takes_steps(found: Any) -> bool:
    """Tell whether *found*, which `iter` gave, takes steps itself, or is no iterator at all."""
    kind = type(found)
    if kind is compress:
        return True  # a step an item, or drawn from what takes some
    if kind is GeneratorType:
        frame = found.gi_frame
        return frame is None or current().holds(frame.f_globals)
    method = method_of(kind, "__next__")
    if method is None or (type(method) is FunctionType and current().holds(method.__globals__)):
        return True
    # What the library has with a `throw` runs coroutines, which take steps.
    return method_of(kind, "throw") is not None and kind not in current().own


def stepping(found: Any) -> Any:
    """Return *found*, which `iter` gave, or an iterator over it that takes a step an item.

    What is no iterator is CPython's to refuse.
    """
    return found if takes_steps(found) else compress(drawable(found), current().ticks)


def _iterating(method: Any) -> Any:
    """Return what C may call as `__iter__` in the place of *method*."""

    def __iter__(self: Any) -> Any:
        return stepping(method(self))

    return __iter__


ITER: Final = StandIn("__iter__", _iterating)


def as_iter(method: Any) -> Any:
    """Return what a class must hold as `__iter__` so that *method* is asked by it.

    Of a generator function C gets a generator, of a coroutine function an error.
    """
    return ITER.before_function(method) if is_plain(method) else method


def iterates(value: Any) -> bool:
    """Tell whether a class may hold *value* as `__iter__`.

    A function is put behind one of ours; those of C's go through what their instances hold.
    """
    return value is None or type(value) in (FunctionType, WrapperDescriptorType)
