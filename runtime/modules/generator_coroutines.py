"""`types.coroutine`: generators that may be awaited."""

from __future__ import annotations

import types as real
from collections.abc import Coroutine, Generator
from inspect import CO_COROUTINE, CO_GENERATOR, CO_ITERABLE_COROUTINE
from types import CoroutineType, GeneratorType
from typing import Any

from ..guards.dunders import is_own_function
from ..run import insist
from ..standins import plain, trust
from ..throwing import RUNNING, throw_of
from .stand_in import shim


class GeneratorWrapper:
    """Lets an object that has the methods of a generator be awaited."""

    __slots__ = ("__generator__", "__throws__")

    def __init__(self, generator: Any) -> None:
        self.__generator__ = generator
        self.__throws__ = False

    def send(self, val: Any) -> Any:
        return _generator(self).send(val)

    def throw(self, tp: Any, *rest: Any) -> Any:
        # Whoever asks what is running (`throwing.py`) may come upon it in here.
        before = self.__throws__
        self.__throws__ = True
        try:
            return throw_of(_generator(self))(tp, *rest)
        finally:
            self.__throws__ = before

    def close(self) -> Any:
        insist()
        return _generator(self).close()

    def __next__(self) -> Any:
        return next(_generator(self))

    def __iter__(self) -> Any:
        return self

    __await__ = __iter__


_generator: Any = GeneratorWrapper.__dict__["__generator__"].__get__
GeneratorWrapper.__module__ = "types"
GeneratorWrapper.__name__ = GeneratorWrapper.__qualname__ = "_GeneratorWrapper"
RUNNING[GeneratorWrapper] = GeneratorWrapper.__dict__["__throws__"].__get__
plain(GeneratorWrapper, derivable=False)
trust(GeneratorWrapper)


@shim(real.coroutine)
def coroutine(func: Any) -> Any:
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if is_own_function(func):
        code = func.__code__
        if code.co_flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE):
            return func
        if code.co_flags & CO_GENERATOR:
            # The same code, which takes the same steps: only who may ask for them changes.
            func.__code__ = code.replace(co_flags=code.co_flags | CO_ITERABLE_COROUTINE)
            return func

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        made = func(*args, **kwargs)
        if type(made) is CoroutineType or (
            type(made) is GeneratorType and made.gi_code.co_flags & CO_ITERABLE_COROUTINE
        ):
            return made
        if isinstance(made, Generator) and not isinstance(made, Coroutine):
            return GeneratorWrapper(made)
        return made

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        value = getattr(func, name, None)
        if isinstance(value, str):
            setattr(wrapped, name, str.__str__(value))
    wrapped.__annotations__ = {}
    return wrapped
