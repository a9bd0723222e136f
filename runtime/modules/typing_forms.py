"""Types as values: `List[int]`, `Optional["Node"]`. Nothing in them is evaluated or compiled.

The real objects compile strings they are given, call the raw classes behind them
(`typing.List[int](range(10**9))`) and are shared and writable. These only remember what was
written, compare and print.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import GenericAlias, UnionType
from typing import Any, Final, NoReturn

from cloche.transpiler.vocabulary import is_dunder

from ..builtins.reflection import read
from ..guards.comparing import comparand, operand
from ..guards.listed import arguments_of
from ..guards.rendering import render_repr
from ..run import charge
from ..standins import AS_BASE, ENTRIES_OF, is_class
from .typing_basics import SUBSTITUTING, UNITING, Form, ForwardRef, _Type, shown_type

#: An alias with more arguments is refused.
MOST: Final = 1_000
#: Until then `Unpack[Ts]` is printed as `*Ts`.
_STARRED: Final = sys.version_info < (3, 12)
#: Forms that are types as they stand.
_ALONE: Final = frozenset({"Any", "LiteralString", "NoReturn", "Never", "Self", "TypeAlias"})
#: Forms that say something about a name, and are no argument of a type.
_QUALIFIERS: Final = frozenset({"ClassVar", "Final"})


class Alias(_Type):
    """`origin[args]`; without `args`, the name `typing.List` itself.

    Parameters:
        origin: a stand-in, a guest's class or a `Form`.
        args: None for the bare name.
        name: as it is printed; None for the origin's own.
        count: how many arguments the bare name takes; -1 for any number.
        defaults: the last of these, where they are left out.
    """

    __slots__ = (
        "__args__", "__count__", "__defaults__", "__metadata__", "__name__", "__origin__",
    )  # fmt: skip

    def __init__(
        self,
        origin: Any,
        args: tuple[Any, ...] | None = None,
        name: str | None = None,
        count: int = -1,
        metadata: tuple[Any, ...] = (),
        defaults: tuple[Any, ...] = (),
    ) -> None:
        self.__origin__ = origin
        self.__args__ = args
        self.__name__ = name
        self.__count__ = count
        self.__metadata__ = metadata
        self.__defaults__ = defaults

    @property
    def __parameters__(self) -> tuple[Any, ...]:
        if self.__name__ == "Literal":
            return ()
        return parameters(self.__args__ or ())

    def __getitem__(self, params: Any) -> Any:
        if self.__args__ is None:
            args = arguments(params, str(self))
            missing = max(self.__count__ - len(args), 0)
            if missing <= len(self.__defaults__):
                args += self.__defaults__[len(self.__defaults__) - missing :]
            if len(args) != self.__count__ >= 0:
                least = self.__count__ - len(self.__defaults__)
                more = "at least " if least < self.__count__ else ""
                miscounted(self, len(args), least if more else self.__count__, more)
            return Alias(self.__origin__, args, self.__name__)
        if self.__origin__ is GENERIC.get("Generic"):
            raise TypeError(f"Cannot subscript already-subscripted {self!r}")
        return SUBSTITUTING[0](self, arguments(params, str(self), lists=True))

    def __getattr__(self, name: str) -> Any:
        # As the guest itself would read it there.
        if is_dunder(name):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return read(self.__origin__, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        origin = self.__origin__
        if self.__name__ == "Annotated":
            return origin(*args, **kwargs)
        if isinstance(origin, type) and self.__name__ not in _NOT_CALLED:
            return origin(*args, **kwargs)
        if not isinstance(origin, type):
            raise TypeError(f"Cannot instantiate {self if self.__args__ is None else origin!r}")
        name = getattr(origin, "__name__", "it")
        raise TypeError(f"Type {self.__name__} cannot be instantiated; use {name}() instead")

    def __iter__(self) -> Iterator[Any]:
        if self.__args__ is None or self.__name__ in _NOT_ITERABLE:
            raise TypeError(f"{type(self).__name__!r} object is not iterable")
        return iter((Alias(UNPACK, (self,), "Unpack"),))

    def __instancecheck__(self, instance: object) -> bool:
        if is_union(self):
            return isinstance(instance, self.__args__ or ())
        if self.__args__ is None:
            return isinstance(instance, self.__origin__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __subclasscheck__(self, cls: Any) -> bool:
        if is_union(self):
            return issubclass(cls, self.__args__ or ())
        if self.__args__ is None:
            bare = isinstance(cls, Alias) and cls.__args__ is None
            return issubclass(cls.__origin__ if bare else cls, self.__origin__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __or__(self, other: Any) -> Any:
        return (barred if self.__name__ == BARRED else union)((self, other))

    def __ror__(self, other: Any) -> Any:
        return (barred if self.__name__ == BARRED else union)((other, self))

    def __eq__(self, other: object) -> bool:
        charge(1)
        if type(other) is UnionType and is_union(self):
            return set(self.__args__ or ()) == set(other.__args__)
        if type(other) is not Alias:
            return NotImplemented
        if is_union(self) and is_union(other):
            return set(self.__args__ or ()) == set(other.__args__ or ())
        if self.__name__ == other.__name__ == "Literal":
            return bool(_typed(self) == _typed(other))
        return (
            (self.__origin__ is other.__origin__ or self.__name__ == "Annotated" == other.__name__)
            and operand(self.__args__) == other.__args__
            and operand(self.__metadata__) == other.__metadata__
        )

    def __hash__(self) -> int:
        charge(1)
        if is_union(self):
            return hash(frozenset(self.__args__ or ()))  # as that of `int | str`
        args: Any = self.__args__
        if self.__name__ == "Literal":
            args = frozenset(_typed(self))
        origin = self.__name__ if self.__name__ == "Annotated" else id(self.__origin__)
        return hash((origin, args, self.__metadata__))

    def __repr__(self) -> str:
        charge(1)
        return _printed(self)


def _typed(alias: Alias) -> Any:
    """Return the values of a `Literal[…]` and their types, as what equals in any order."""
    pairs = [(each, type(each)) for each in alias.__args__ or ()]
    charge(len(pairs))
    return set(pairs)


def miscounted(alias: Any, given: int, expected: int, more: str = "") -> NoReturn:
    """Say how many arguments *alias* takes; *more*: "at least " for one that takes any number."""
    word = "many" if given > expected else "few"
    raise TypeError(f"Too {word} arguments for {alias}; actual {given}, expected {more}{expected}")


# --- Arguments ------------------------------------------------------------------------------


def arguments(params: Any, owner: str, lists: bool = False) -> tuple[Any, ...]:
    """Return the arguments of a subscript as types.

    Parameters:
        lists: whether a list may stand for the parameters of a callable.
    """
    given = params if type(params) is tuple else (params,)
    charge(len(given))
    if len(given) > MOST:
        raise TypeError(f"{owner} takes at most {MOST} arguments here")
    return tuple(
        list(arguments(tuple(each), "a list", lists)) if lists and type(each) is list
        else checked(each, "Parameters to generic types must be types.")
        for each in given
    )  # fmt: skip


def argument(x: Any) -> Any:
    """Return *x* as a type, whatever it is."""
    if x is None:
        return type(None)
    if isinstance(x, str):
        return ForwardRef(x)
    if type(x) is list:
        charge(1 + len(x))
        return list(map(argument, x))
    return comparand(x)  # CPython takes anything


def checked(x: Any, message: str, qualifiers: bool = False) -> Any:
    """Return *x* as a type, where a form that is none by itself is refused.

    Parameters:
        message: begins the error about a tuple.
        qualifiers: whether `ClassVar` and `Final` may stand there.

    Raises:
        TypeError: it can be no type.
    """
    x = argument(x)
    if isinstance(x, Form):
        if x.__name__ in _ALONE or x.__plain__ or (qualifiers and x.__name__ in _QUALIFIERS):
            return x
        raise TypeError(f"Plain {x} is not valid as type argument")
    if type(x) is Alias and x.__args__ is not None:
        origin = x.__origin__
        generic = any(origin is each for each in GENERIC.values())
        if generic or (not qualifiers and isinstance(origin, Form) and
                       origin.__name__ in _QUALIFIERS):  # fmt: skip
            raise TypeError(f"{x} is not valid as type argument")
    elif any(x is each for each in GENERIC.values()):
        raise TypeError(f"Plain {x} is not valid as type argument")
    if type(x) is tuple:
        raise TypeError(f"{message} Got {render_repr(x):.100}.")
    return x


#: `Generic` and `Protocol`, under their names, once they are made.
GENERIC: Final[dict[str, Any]] = {}


def is_variable(x: Any) -> bool:
    """Tell whether *x* is a `TypeVar` or one of its kin."""
    return isinstance(x, _Type) and getattr(type(x), "__is_variable__", False)


def unpacked(x: Any) -> Any:
    """Return the `TypeVarTuple` of `Unpack[Ts]`, None of anything else."""
    if type(x) is Alias and x.__name__ == "Unpack" and x.__args__:
        inner = x.__args__[0]
        return inner if is_variable(inner) and type(inner).__name__ == "TypeVarTuple" else None
    return None


def is_parameters(x: Any) -> bool:
    """Tell whether *x* takes the place of a list of parameters in `Callable[…]`."""
    if type(x) in (tuple, list):
        return True
    name = x.__name__ if type(x) is Alias else type(x).__name__
    return x is ... or (isinstance(x, _Type) and name in ("ParamSpec", "Concatenate"))


def parameters(args: Any) -> tuple[Any, ...]:
    """Return the type variables in *args*, each once."""
    found: dict[Any, None] = {}
    for each in args:
        charge(1)
        if is_variable(each):
            found[each] = None
        elif type(each) is Alias:
            found.update(dict.fromkeys(each.__parameters__))
        elif type(each) in (GenericAlias, UnionType):
            found.update(dict.fromkeys(parameters(arguments_of(each))))
        elif type(each) in (list, tuple):
            found.update(dict.fromkeys(parameters(each)))
    return tuple(found)


# --- Unions ---------------------------------------------------------------------------------


#: Name of a union that is written with `|`: of a type alias, which CPython makes no `Union` of.
BARRED: Final = "UnionType"


def is_union(x: Any) -> bool:
    """Tell whether *x* is `Union[…]`."""
    return type(x) is Alias and x.__origin__ is UNION


def union(members: Any) -> Any:
    """Return the union of *members*: flat, each once; the member itself if there is one."""
    if type(members) is not tuple:
        members = (members,)
    if not members:
        raise TypeError("Cannot take a Union of no types.")
    flat: list[Any] = []
    charge(len(members))
    if len(members) > MOST:
        raise TypeError(f"Union takes at most {MOST} arguments here")
    for each in [checked(each, "Union[arg, ...]: each arg must be a type.") for each in members]:
        inner = each.__args__ if is_union(each) or isinstance(each, UnionType) else (each,)
        flat.extend(inner or ())
    flat = _once(flat)
    return flat[0] if len(flat) == 1 else Alias(UNION, tuple(flat), "Union")


def barred(members: Any) -> Any:
    """Return the union of *members* that prints as it is written with `|`."""
    found = union(members)
    return Alias(UNION, found.__args__, BARRED) if is_union(found) else found


def _once(members: list[Any]) -> list[Any]:
    """Return each of *members* once, the first of equals."""
    try:
        return [*dict.fromkeys(members)]
    except TypeError:
        if sys.version_info < (3, 13):
            raise
    found: list[Any] = []
    for each in members:
        charge(len(found))
        if each not in found:
            found.append(each)
    return found


#: Names of classes of CPython that a call of the alias does not make.
_NOT_CALLED: Final = frozenset({"List", "Dict", "Set", "FrozenSet", "Tuple", "Type"})
#: `*` before them means nothing.
_NOT_ITERABLE: Final = frozenset({"Union", "Callable", "Literal", "Annotated"})
UNPACK: Final = Form("Unpack")
UNION: Final = Form("Union", lambda form, members: union(members))

# --- Printing -------------------------------------------------------------------------------


def _printed(alias: Alias) -> str:
    origin, args = alias.__origin__, alias.__args__
    name = f"typing.{alias.__name__}" if alias.__name__ else shown_type(origin)
    if args is None:
        return name
    if name == "typing.Unpack" and _STARRED:
        return f"*{render_repr(args[0])}"
    if alias.__name__ == BARRED:
        return " | ".join("None" if each is type(None) else shown_type(each) for each in args)
    if is_union(alias) and len(args) == 2 and type(None) in args:
        other = args[0] if args[1] is type(None) else args[1]
        return f"typing.Optional[{shown_type(other)}]"
    shown = [*map(shown_type, args)]
    if name.endswith(".Callable") and not (len(args) == 2 and is_parameters(args[0])):
        shown = [f"[{', '.join(shown[:-1])}]", shown[-1]]
    shown += [render_repr(each) for each in alias.__metadata__]
    return f"{name}[{', '.join(shown) or '()'}]"


def base_of(alias: Alias) -> Any:
    """Return the class that `class C(alias)` derives from."""
    origin = alias.__origin__
    if isinstance(origin, type):
        return origin
    raise TypeError(f"Cannot subclass {alias!r}")


def bases_for(alias: Any, bases: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what stands for *alias* among *bases*: its class, `Generic` too, or nothing."""
    origin = base_of(alias)
    place = next(i for i, each in enumerate(bases) if each is alias)
    later = bases[place + 1 :]
    charge(len(bases))
    aliases = any(isinstance(each, Alias) for each in later)
    if origin is GENERIC["Generic"]:
        protocol = any(each is GENERIC["Protocol"] for each in bases)
        return () if protocol or aliases else (origin,)
    if alias.__name__ is None or alias.__name__ in ("Annotated", "Protocol"):
        return (origin,)
    found = () if any(each is origin for each in bases) else (origin,)
    generic = GENERIC["Generic"]
    if aliases or any(is_class(each) and issubclass(each, generic) for each in later):
        return found
    return (*found, generic)


def _no_base(form: Any) -> Any:
    raise TypeError(f"Cannot subclass {form!r}")


AS_BASE[Alias] = base_of
ENTRIES_OF[Alias] = bases_for
AS_BASE[Form] = _no_base
UNITING.append(union)
