"""What a form of `typing` makes of its subscript."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from ..guards.comparing import comparand
from ..guards.rendering import render_repr
from ..standins import AS_BASE, ENTRIES_OF, plain, trust
from .stand_in import ticked
from .typing_basics import Form
from .typing_forms import (
    MOST,
    UNPACK,
    Alias,
    arguments,
    base_of,
    bases_for,
    checked,
    is_parameters,
    union,
)


def single(form: Form, params: Any) -> Alias:
    """`ClassVar[int]`: exactly one type."""
    if type(params) is tuple and len(params) == 1:
        params = params[0]
    message = f"{form} accepts only single type."
    return Alias(form, (checked(params, message, form.__name__ not in _INNER),), form.__name__)


#: Forms that may stand around `ClassVar` and `Final`, and those that may not.
_INNER: Final = frozenset({"TypeGuard", "TypeIs", "Unpack", "ClassVar", "Final"})


def concatenate(form: Form, params: Any) -> Alias:
    """`Concatenate[int, P]`: types, and what stands for the rest of the parameters."""
    if params == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    given = params if type(params) is tuple else (params,)
    if given[-1] is not ... and not is_parameters(given[-1]):
        raise TypeError(
            "The last parameter to Concatenate should be a ParamSpec variable or ellipsis."
        )
    return Alias(form, (*arguments(given[:-1], repr(form)), given[-1]), form.__name__)


def optional(form: Form, param: Any) -> Any:
    """`Optional[int]`."""
    return union((checked(param, f"{form} requires a single type."), type(None)))


def literal(form: Form, params: Any) -> Alias:
    """`Literal["a", 1]`: values, not types."""
    values: list[Any] = []
    for each in ticked(params) if type(params) is tuple else (params,):
        nested = type(each) is Alias and each.__origin__ is form
        values.extend(each.__args__ or () if nested else (comparand(each),))
    if len(values) > MOST:
        raise TypeError(f"Literal takes at most {MOST} values here")
    # Values that have no hash stay as often as they are written.
    with suppress(TypeError):
        values = [*{(type(each), each): each for each in values}.values()]
    return Alias(form, tuple(values), "Literal")


def annotated(form: Form, params: Any) -> Alias:
    """`Annotated[int, …]`."""
    if type(params) is not tuple or len(params) < 2:
        raise TypeError(
            "Annotated[...] should be used with at least two arguments (a type and an annotation)."
        )
    message = "Annotated[t, ...]: t must be a type."
    inner, metadata = checked(params[0], message, qualifiers=True), params[1:]
    if type(inner) is Alias and inner.__name__ == "Annotated" and inner.__args__:
        inner, metadata = inner.__args__[0], (*inner.__metadata__, *metadata)
    return Alias(inner, (inner,), "Annotated", metadata=metadata)


def callable_(alias: Any, params: Any) -> Alias:
    """`Callable[[int], str]`, `Callable[..., str]`."""
    if type(params) is not tuple or len(params) != 2:
        raise TypeError("Callable must be used as Callable[[arg, ...], result].")
    first, result = params
    message = "Callable[args, result]: result must be a type."
    if type(first) is list:
        args = arguments(tuple(first), "Callable") if first else ()
    elif is_parameters(first) and type(first) is not tuple:
        args = (first,)
    else:
        what = "Callable[args, result]: args must be a list."
        raise TypeError(f"{what} Got {render_repr(first)[:100]}")
    return Alias(alias.__origin__, (*args, checked(result, message)), "Callable")


class CallableName(Alias):
    """`typing.Callable`, whose subscript is a list and a type."""

    __slots__ = ()

    def __getitem__(self, params: Any) -> Any:
        return callable_(self, params)


class StreamForm(Form):
    """`IO` and its kin: classes of streams that no guest has."""

    __slots__ = ("__parameters__",)

    def __init__(self, name: str, subscript: Any = None, variables: tuple[Any, ...] = ()) -> None:
        Form.__init__(self, name, subscript, plain=True)
        self.__parameters__ = variables


class AnyForm(Form):
    """`Any`, which a class may derive from."""

    __slots__ = ()

    def __subclasscheck__(self, cls: type) -> bool:
        return issubclass(cls, _Any)


class _Any:
    """Special type indicating an unconstrained type."""


_Any.__name__ = _Any.__qualname__ = "Any"
_Any.__module__ = "typing"
plain(_Any)
trust(_Any)

UNPACK.__subscript__ = single
ANY: Final = AnyForm("Any")
ANNOTATED: Final = Form("Annotated", annotated)
AS_BASE[CallableName] = base_of
ENTRIES_OF[CallableName] = bases_for
AS_BASE[AnyForm] = lambda form: _Any
