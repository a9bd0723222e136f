"""The mark on a tool before whose calls a started run pauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..errors import one_line


class Pausing:
    """A tool that was marked; what is neither started nor loaded just calls it."""

    __slots__ = ("__wrapped__",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self.__wrapped__: Final = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__wrapped__(*args, **kwargs)

    def __repr__(self) -> str:
        return one_line(f"pausing({self.__wrapped__!r})")


def pausing(tool: Callable[..., Any]) -> Pausing:
    """Return *tool*, marked: `Sandbox.start` returns before a call of it is made.

    Raises:
        TypeError: it cannot be called, or is asynchronous.
    """
    from .calls import is_asynchronous  # which is heavier than the mark

    if not callable(tool):
        raise TypeError(f"pausing: {type(tool).__name__} cannot be called")
    if is_asynchronous(tool):
        raise TypeError("pausing: asynchronous tools cannot pause; give a plain function")
    return tool if type(tool) is Pausing else Pausing(tool)


def unmarked(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function behind the mark, if there is one."""
    return tool.__wrapped__ if type(tool) is Pausing else tool
