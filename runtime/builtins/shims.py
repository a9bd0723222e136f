"""Giving a shim the face of the builtin it stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..binding import fitted
from ..unbound import note

F = TypeVar("F", bound=Callable[..., Any])


def named(real: Callable[..., Any]) -> Callable[[F], F]:
    """Return a decorator that gives a function the name and documentation of *real*.

    Not `functools.wraps`, which would keep the real function within reach as `__wrapped__`.
    Annotations go, since they name the host's types.
    """

    def dress(function: F) -> F:
        function.__name__ = function.__qualname__ = real.__name__
        function.__module__ = "builtins"
        function.__doc__ = real.__doc__
        function.__annotations__ = {}
        function = fitted(function, real)
        note(function, real)
        return function

    return dress
