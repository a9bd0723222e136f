"""Types as values: `List[int]`, `Optional["Node"]`. Nothing in them is evaluated or compiled.

The real objects compile strings they are given, call the raw classes behind them
(`typing.List[int](range(10**9))`) and are shared and writable. These only remember what was
written, compare and print.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, GenericAlias, UnionType
from typing import Any, Final, NoReturn

from ..guards.operators import comparand
from ..guards.rendering import render_repr
from ..run import charge
from ..standins import AS_BASE, plain, trust
from .plain import exact_str

#: An alias with more arguments is refused.
_MOST: Final = 1_000


class _Type:
    """Anything of this module that can stand where a type is expected."""

    __slots__ = ()

    def __or__(self, other: Any) -> Any:
        return union((self, other))

    def __ror__(self, other: Any) -> Any:
        return union((other, self))

    def __instancecheck__(self, instance: object) -> bool:
        raise TypeError(f"{self!r} cannot be used with isinstance()")

    def __subclasscheck__(self, cls: type) -> bool:
        raise TypeError(f"{self!r} cannot be used with issubclass()")

    def __init_subclass__(cls, **kwargs: object) -> None:
        cls.__module__ = "typing"
        plain(cls, derivable=False)
        trust(cls)


class ForwardRef(_Type):
    """A type written as a string; it stays one."""

    __slots__ = ("__forward_arg__",)

    def __init__(self, arg: Any) -> None:
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r:.100}")
        self.__forward_arg__ = exact_str(arg)

    def __eq__(self, other: object) -> bool:
        return type(other) is ForwardRef and self.__forward_arg__ == other.__forward_arg__

    def __hash__(self) -> int:
        return hash(self.__forward_arg__)

    def __repr__(self) -> str:
        return f"ForwardRef({render_repr(self.__forward_arg__)})"


class Form(_Type):
    """A name that is subscripted in its own way, or not at all: `Union`, `Self`.

    Parameters:
        name: as written after `typing.`.
        subscript: what makes `form[…]`; None for a form that takes nothing.
    """

    __slots__ = ("__name__", "__subscript__")

    def __init__(self, name: str, subscript: Callable[[Any, Any], Any] | None = None) -> None:
        self.__name__ = exact_str(name)
        self.__subscript__ = subscript

    def __getitem__(self, params: Any) -> Any:
        subscript = _subscript(self)
        if subscript is None:
            raise TypeError(f"{self!r} is not subscriptable")
        return subscript(self, params)

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"Cannot instantiate {self!r}")

    def __repr__(self) -> str:
        return f"typing.{self.__name__}"


_subscript: Callable[[object], Any] = Form.__dict__["__subscript__"].__get__


class Alias(_Type):
    """`origin[args]`; without `args`, the name `typing.List` itself.

    Parameters:
        origin: a stand-in, a guest's class or a `Form`.
        args: None for the bare name.
        name: as it is printed; None for the origin's own.
        count: how many arguments the bare name takes; -1 for any number.
    """

    __slots__ = ("__args__", "__count__", "__metadata__", "__name__", "__origin__")

    def __init__(
        self,
        origin: Any,
        args: tuple[Any, ...] | None = None,
        name: str | None = None,
        count: int = -1,
        metadata: tuple[Any, ...] = (),
    ) -> None:
        self.__origin__ = origin
        self.__args__ = args
        self.__name__ = name
        self.__count__ = count
        self.__metadata__ = metadata

    @property
    def __parameters__(self) -> tuple[Any, ...]:
        return parameters(self.__args__ or ())

    def __getitem__(self, params: Any) -> Any:
        if self.__args__ is None:
            args = arguments(params, str(self))
            if len(args) != self.__count__ >= 0:
                _miscounted(self, len(args), self.__count__)
            return Alias(self.__origin__, args, self.__name__)
        return _substituted(self, arguments(params, str(self)))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        origin = self.__origin__
        if isinstance(origin, type) and self.__name__ is None:
            return origin(*args, **kwargs)
        name = getattr(origin, "__name__", "it")
        raise TypeError(f"Type {self.__name__} cannot be instantiated; use {name}() instead")

    def __instancecheck__(self, instance: object) -> bool:
        if is_union(self):
            return isinstance(instance, self.__args__ or ())
        if self.__args__ is None:
            return isinstance(instance, self.__origin__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __subclasscheck__(self, cls: type) -> bool:
        if is_union(self):
            return issubclass(cls, self.__args__ or ())
        if self.__args__ is None:
            return issubclass(cls, self.__origin__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __eq__(self, other: object) -> bool:
        charge(1)
        if type(other) is not Alias:
            return NotImplemented
        if is_union(self) and is_union(other):
            return set(self.__args__ or ()) == set(other.__args__ or ())
        return (
            self.__origin__ is other.__origin__
            and self.__args__ == other.__args__
            and self.__metadata__ == other.__metadata__
        )

    def __hash__(self) -> int:
        charge(1)
        args = frozenset(self.__args__ or ()) if is_union(self) else self.__args__
        return hash((id(self.__origin__), args))

    def __repr__(self) -> str:
        charge(1)
        return _printed(self)


def _miscounted(alias: Any, given: int, expected: int) -> NoReturn:
    word = "many" if given > expected else "few"
    raise TypeError(f"Too {word} arguments for {alias}; actual {given}, expected {expected}")


# --- Arguments ------------------------------------------------------------------------------


def arguments(params: Any, owner: str) -> tuple[Any, ...]:
    """Return the arguments of a subscript as types."""
    given = params if type(params) is tuple else (params,)
    charge(len(given))
    if len(given) > _MOST:
        raise TypeError(f"{owner} takes at most {_MOST} arguments here")
    return tuple(argument(each) for each in given)


def argument(x: Any) -> Any:
    """Return *x* as a type.

    Raises:
        TypeError: it can be none.
    """
    if x is None:
        return type(None)
    if isinstance(x, str):
        return ForwardRef(x)
    if type(x) is list:
        return list(arguments(tuple(x), "a list"))
    if type(x) is tuple:
        raise TypeError(f"Parameters to generic types must be types. Got {render_repr(x):.100}.")
    return comparand(x)  # CPython takes anything


def parameters(args: Any) -> tuple[Any, ...]:
    """Return the type variables in *args*, each once."""
    found: dict[Any, None] = {}
    for each in args:
        charge(1)
        if getattr(type(each), "__is_variable__", False) and isinstance(each, _Type):
            found[each] = None
        elif type(each) is Alias:
            found.update(dict.fromkeys(each.__parameters__))
        elif type(each) in (list, tuple):
            found.update(dict.fromkeys(parameters(each)))
    return tuple(found)


def _substituted(alias: Alias, args: tuple[Any, ...]) -> Any:
    variables = alias.__parameters__
    if not variables:
        raise TypeError(f"{alias} is not a generic class")
    if len(variables) != len(args):
        _miscounted(alias, len(args), len(variables))
    return _with(alias, dict(zip(variables, args, strict=True)))


def _with(x: Any, values: dict[Any, Any]) -> Any:
    charge(1)
    if type(x) is list:
        return [_with(each, values) for each in x]
    if type(x) is not Alias:
        return values.get(x, x) if isinstance(x, _Type) else x
    args = tuple(_with(each, values) for each in x.__args__ or ())
    if is_union(x):
        return union(args)
    return Alias(x.__origin__, args, x.__name__, metadata=x.__metadata__)


# --- Unions ---------------------------------------------------------------------------------


def is_union(x: Any) -> bool:
    """Tell whether *x* is `Union[…]`."""
    return type(x) is Alias and x.__origin__ is UNION


def union(members: Any) -> Any:
    """Return the union of *members*: flat, each once; the member itself if there is one."""
    if type(members) is not tuple:
        members = (members,)
    if not members:
        raise TypeError("Cannot take a Union of no types.")
    flat: dict[Any, None] = {}
    for each in arguments(members, "Union"):
        inner = each.__args__ if is_union(each) or isinstance(each, UnionType) else (each,)
        flat.update(dict.fromkeys(inner))
    return next(iter(flat)) if len(flat) == 1 else Alias(UNION, tuple(flat), "Union")


UNION: Final = Form("Union", lambda form, members: union(members))

# --- Printing -------------------------------------------------------------------------------


def shown_type(x: Any) -> str:
    """Return a type as it is printed inside another."""
    if isinstance(x, type) and not isinstance(x, GenericAlias):
        module, name = x.__module__, x.__qualname__
        return name if module == "builtins" else f"{module}.{name}"
    if x is ...:
        return "..."
    if type(x) is FunctionType:
        return x.__name__
    if type(x) is list:
        return f"[{', '.join(map(shown_type, x))}]"
    return render_repr(x)


def _printed(alias: Alias) -> str:
    origin, args = alias.__origin__, alias.__args__
    name = f"typing.{alias.__name__}" if alias.__name__ else shown_type(origin)
    if args is None:
        return name
    if is_union(alias) and len(args) == 2 and type(None) in args:
        other = args[0] if args[1] is type(None) else args[1]
        return f"typing.Optional[{shown_type(other)}]"
    shown = (
        [render_repr(each) for each in args]
        if name == "typing.Literal"
        else [*map(shown_type, args)]
    )
    if name == "typing.Callable" and not _stands_for_parameters(args[0]):
        shown = [f"[{', '.join(shown[:-1])}]", shown[-1]]
    shown += [render_repr(each) for each in alias.__metadata__]
    return f"{name}[{', '.join(shown) or '()'}]"


def _stands_for_parameters(x: Any) -> bool:
    """Tell whether *x* takes the place of a list of parameters in `Callable[…]`."""
    name = x.__name__ if type(x) is Alias else type(x).__name__
    return x is ... or (isinstance(x, _Type) and name in ("ParamSpec", "Concatenate"))


# --- Making the forms -----------------------------------------------------------------------


def single(form: Form, params: Any) -> Alias:
    """`ClassVar[int]`: exactly one type."""
    args = arguments(params, repr(form))
    if len(args) != 1:
        raise TypeError(f"{form} accepts only single type.")
    return Alias(form, args, form.__name__)


def several(form: Form, params: Any) -> Alias:
    """`Concatenate[int, P]`: any number of types."""
    return Alias(form, arguments(params, repr(form)), form.__name__)


def optional(form: Form, param: Any) -> Any:
    """`Optional[int]`."""
    return union((argument(param), type(None)))


def literal(form: Form, params: Any) -> Alias:
    """`Literal["a", 1]`: values, not types."""
    values: list[Any] = []
    for each in params if type(params) is tuple else (params,):
        nested = type(each) is Alias and each.__origin__ is form
        values.extend(each.__args__ or () if nested else (comparand(each),))
    if len(values) > _MOST:
        raise TypeError(f"Literal takes at most {_MOST} values here")
    once = {(type(each), each): each for each in values}
    return Alias(form, tuple(once.values()), "Literal")


def annotated(form: Form, params: Any) -> Alias:
    """`Annotated[int, …]`."""
    if type(params) is not tuple or len(params) < 2:
        raise TypeError(
            "Annotated[...] should be used with at least two arguments (a type and an annotation)."
        )
    return Alias(form, (argument(params[0]),), "Annotated", metadata=params[1:])


def callable_(alias: Any, params: Any) -> Alias:
    """`Callable[[int], str]`, `Callable[..., str]`."""
    if type(params) is not tuple or len(params) != 2:
        raise TypeError("Callable must be used as Callable[[arg, ...], result].")
    first, result = params
    if type(first) is list:
        args = arguments(tuple(first), "Callable") if first else ()
    elif first is ... or isinstance(first, _Type):
        args = (first,)
    else:
        raise TypeError(
            "Callable[args, result]: args must be a list. Got " + render_repr(first)[:100]
        )
    return Alias(alias.__origin__, (*args, argument(result)), "Callable")


class CallableName(Alias):
    """`typing.Callable`, whose subscript is a list and a type."""

    __slots__ = ()

    def __getitem__(self, params: Any) -> Any:
        return callable_(self, params)


def _base_of(alias: Alias) -> Any:
    """Return the class that `class C(alias)` derives from."""
    origin = alias.__origin__
    if isinstance(origin, type):
        return origin
    raise TypeError(f"Cannot subclass {alias!r}")


AS_BASE[Alias] = AS_BASE[CallableName] = _base_of
plain(_Type, derivable=False)
trust(_Type)
