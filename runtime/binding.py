"""What a shim says of arguments that do not fit: what CPython says of them.

A shim has a signature of its own, and CPython's error of a call that does not bind to it would name
a function of this package. So a shim that does not hand on whatever it is given stands behind a
function that takes anything; where binding fails, what it stands for is asked for its error.

It is asked with nothing of the guest's: as many arguments, of the same names, that are good for
nothing. Should they be good for something after all, the error is worded here.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from operator import is_not
from types import FunctionType
from typing import Any, Final, NoReturn

from .code_flags import (
    CO_ASYNC_GENERATOR,
    CO_COROUTINE,
    CO_GENERATOR,
    CO_VARARGS,
    CO_VARKEYWORDS,
)
from .unbound import note

#: Stands for an argument that was not given.
MISSING: Final = object()
_ANYTHING: Final = CO_VARARGS | CO_VARKEYWORDS
_SUSPENDED: Final = CO_COROUTINE | CO_GENERATOR | CO_ASYNC_GENERATOR
#: What a method in C is called on, only to say that the rest does not fit: exact and empty.
_SELVES: Final[dict[type, Any]] = {}


def fitted(function: Any, native: Any, owner: type | None = None) -> Any:
    """Return *function*, whose errors of binding are to be those of *native*.

    Parameters:
        owner: the class whose method it is, called with an instance first; `type` if *native*
            is called without what *function* is called with first.
    """
    if type(function) is not FunctionType or not callable(native):
        return function
    if _takes_anything(function):
        return function
    if function.__code__.co_flags & _SUSPENDED:
        return function  # a guest can ask what it is
    if type(native) is FunctionType and _alike(function, native):
        function.__qualname__ = native.__qualname__
        return function
    wrapper = _wrapper(function, native, owner)
    wrapper.__name__, wrapper.__qualname__ = function.__name__, function.__qualname__
    wrapper.__module__, wrapper.__doc__ = function.__module__, function.__doc__
    wrapper.__annotations__ = {}
    wrapper.__dict__.update(function.__dict__)
    note(wrapper, native)
    return wrapper


def copied(function: FunctionType) -> FunctionType:
    """Return another function that does the same."""
    copy = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__,
        function.__closure__,
    )  # fmt: skip
    copy.__kwdefaults__, copy.__doc__ = function.__kwdefaults__, function.__doc__
    copy.__qualname__, copy.__module__ = function.__qualname__, function.__module__
    copy.__annotations__ = {}
    copy.__dict__.update(function.__dict__)
    return copy


def _takes_anything(function: FunctionType) -> bool:
    code = function.__code__
    return (
        code.co_flags & _ANYTHING == _ANYTHING
        and not code.co_kwonlyargcount
        and code.co_argcount == code.co_posonlyargcount == len(function.__defaults__ or ())
    )


def _alike(function: FunctionType, native: FunctionType) -> bool:
    """Tell whether CPython says the same of a call of either, but for the name."""
    return _shape(function) == _shape(native)


def _shape(function: FunctionType) -> tuple[object, ...]:
    code = function.__code__
    count = code.co_argcount + code.co_kwonlyargcount
    return (
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_flags & _ANYTHING,
        code.co_varnames[:count],
        len(function.__defaults__ or ()),
        frozenset(function.__kwdefaults__ or ()),
    )


def _wrapper(function: FunctionType, native: Any, owner: type | None) -> Any:
    code = function.__code__
    plain = code.co_argcount == code.co_posonlyargcount and not (
        code.co_flags & _ANYTHING or code.co_kwonlyargcount
    )
    count, optional = code.co_argcount, len(function.__defaults__ or ())
    make = _FEW.get((count - optional, count)) if plain else None
    if make is not None:
        return make(function, native, owner)

    def call(*args: Any, **named: Any) -> Any:
        try:
            return function(*args, **named)
        except TypeError as error:
            # Nothing of the function has run: the arguments did not bind.
            if error.__traceback__ is not None and error.__traceback__.tb_next is None:
                reason = error
            else:
                raise
        _complain(native, owner, args, named, str(reason))

    return call


# The same without a tuple and a dictionary to unpack, for the few parameters that most have.


def _one(function: Any, native: Any, owner: type | None) -> Any:
    def call(a: Any = MISSING, /, *rest: Any, **named: Any) -> Any:
        if a is MISSING or rest or named:
            _complain(native, owner, (a, *rest), named)
        return function(a)

    return call


def _two(function: Any, native: Any, owner: type | None) -> Any:
    def call(a: Any = MISSING, b: Any = MISSING, /, *rest: Any, **named: Any) -> Any:
        if b is MISSING or rest or named:
            _complain(native, owner, (a, b, *rest), named)
        return function(a, b)

    return call


def _three(function: Any, native: Any, owner: type | None) -> Any:
    def call(
        a: Any = MISSING, b: Any = MISSING, c: Any = MISSING, /, *rest: Any, **named: Any
    ) -> Any:
        if c is MISSING or rest or named:
            _complain(native, owner, (a, b, c, *rest), named)
        return function(a, b, c)

    return call


def _one_or_two(function: Any, native: Any, owner: type | None) -> Any:
    def call(a: Any = MISSING, b: Any = MISSING, /, *rest: Any, **named: Any) -> Any:
        if a is MISSING or rest or named:
            _complain(native, owner, (a, b, *rest), named)
        return function(a) if b is MISSING else function(a, b)

    return call


def _two_or_three(function: Any, native: Any, owner: type | None) -> Any:
    def call(
        a: Any = MISSING, b: Any = MISSING, c: Any = MISSING, /, *rest: Any, **named: Any
    ) -> Any:
        if b is MISSING or rest or named:
            _complain(native, owner, (a, b, c, *rest), named)
        return function(a, b) if c is MISSING else function(a, b, c)

    return call


#: By how many arguments are needed, and how many may be given.
_FEW: Final[dict[tuple[int, int], Callable[..., Any]]] = {
    (1, 1): _one, (2, 2): _two, (3, 3): _three, (1, 2): _one_or_two, (2, 3): _two_or_three,
}  # fmt: skip


def _complain(
    native: Any,
    owner: type | None,
    args: tuple[Any, ...],
    named: dict[str, Any],
    otherwise: str = "",
) -> NoReturn:
    """Raise what CPython raises of a call with so many arguments.

    Raises:
        TypeError: always.
    """
    # All in C, and one object: there may be millions.
    given = sum(map(is_not, args, repeat(MISSING)))
    nothing: list[Any] = [_NOTHING] * given
    if owner is type:
        del nothing[:1]
    elif owner is not None and nothing and type(native) is not FunctionType:
        nothing[0] = _self(owner)  # C looks at it before it counts
    told = dict.fromkeys(map(str.__str__, named), _NOTHING)
    text = _said(native, nothing, told)
    raise TypeError(text or otherwise or f"{native.__name__}() takes other arguments") from None


def misfit(native: Any, *args: Any, **named: Any) -> NoReturn:
    """Raise what CPython raises of such a call of *native*; for shims that are called often.

    They take anything themselves, with `MISSING` for what is not given.
    """
    _complain(native, None, args, named)


class _Nothing:
    """An argument that is good for nothing."""

    __slots__ = ()


_NOTHING: Final = _Nothing()


def _said(native: Any, args: list[Any], named: dict[str, Any]) -> str:
    asked = _stub(native) if type(native) is FunctionType else native
    try:
        asked(*args, **named)
    except TypeError as error:
        return str(error)
    except (Exception, SystemExit):  # it was good for something
        return ""
    return ""


def example(*instances: Any) -> None:
    """Let wrong calls of methods be tried on *instances*, of classes that need arguments."""
    _SELVES.update((type(each), each) for each in instances)


def _self(owner: type) -> Any:
    if owner not in _SELVES:
        # (What says that the stack or memory is at its end says nothing of the class.)
        try:
            _SELVES[owner] = owner()
        except (TypeError, ValueError):
            _SELVES[owner] = _Nothing()
    return _SELVES[owner]


_STUBS: Final[dict[FunctionType, Any]] = {}


def _stub(native: FunctionType) -> Any:
    """Return a function that takes what *native* takes, and does nothing."""
    found = _STUBS.get(native)
    if found is None:
        code = native.__code__
        empty = _nothing_at_all.__code__
        found = FunctionType(
            code.replace(
                co_code=empty.co_code, co_consts=empty.co_consts, co_names=(), co_freevars=(),
                co_cellvars=(), co_stacksize=empty.co_stacksize,
                co_exceptiontable=empty.co_exceptiontable, co_linetable=empty.co_linetable,
                co_flags=code.co_flags & _ANYTHING | empty.co_flags & ~_ANYTHING,
            ),
            {},
        )  # fmt: skip
        found.__qualname__ = native.__qualname__
        found.__defaults__, found.__kwdefaults__ = native.__defaults__, native.__kwdefaults__
        _STUBS[native] = found
    return found


def _nothing_at_all() -> None: ...
