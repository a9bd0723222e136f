"""What C goes through of a guest's: with a step an item, whoever asks for it.

`list.extend`, and much else in C and in CPython's own library, calls `iter(x)` and takes what that
gives to its end. A generator of the guest's takes steps, and so does a `__next__` of its own; but
its `__iter__` may return, and `yield from` may go through, an iterator in C that has no end, like
`itertools.product`. So a class holds a function of this package as `__iter__`, from which C gets
such an iterator with a step an item; and what a generator delegates to gets the same.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import compress
from types import FunctionType, GeneratorType, MethodType, WrapperDescriptorType
from typing import Any, Final

from ..code_flags import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from ..reentry import drawable
from ..run import current
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

    attributes = __iter__.__dict__
    if (abstract := "__isabstractmethod__") in method.__dict__:
        attributes[abstract] = method.__dict__[abstract]
    attributes["__wrapped__"] = method
    return __iter__


_CODE: Final = next(
    each for each in _iterating.__code__.co_consts if getattr(each, "co_name", "") == "__iter__"
)


def as_iter(method: Any) -> Any:
    """Return what a class must hold as `__iter__` so that *method* is asked by it.

    Of a generator function C gets a generator, of a coroutine function an error.
    """
    if type(method) is not FunctionType or method.__code__ is _CODE:
        return method
    is_plain = not method.__code__.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)
    return _iterating(method) if is_plain else method


def iterates(value: Any) -> bool:
    """Tell whether a class may hold *value* as `__iter__`.

    A function is put behind one of ours; those of C's go through what their instances hold.
    """
    return value is None or type(value) in (FunctionType, WrapperDescriptorType)


def shown_iter(found: Any) -> Any:
    """Return what a guest sees of *found*, an `__iter__`, bound or not."""
    if type(found) is FunctionType and found.__code__ is _CODE:
        return found.__dict__["__wrapped__"]
    if type(found) is MethodType:
        function: Callable[..., Any] = shown_iter(found.__func__)
        return found if function is found.__func__ else MethodType(function, found.__self__)
    return found
