"""`typing`: everything that annotations and class statements use; nothing that evaluates them.

No `get_type_hints`, no registry of overloads, and none of the real objects (see `typing_forms`).
"""

from __future__ import annotations

import sys
import typing as real
from types import GenericAlias, UnionType
from typing import Any, Final

from ..guards import attributes, dunders
from ..guards.listed import arguments_of
from ..guards.rendering import render_repr
from ..run import current
from ..standins import is_class, namespace, standin_of
from ..universe.constructors import CLASSES
from .chain_map import ChainMap
from .collections_abc import MODULE as ABC
from .containers import OrderedDict, defaultdict, deque
from .contextlib import MODULE as CONTEXTS
from .counter import Counter
from .re_match import Match
from .re_pattern import Pattern
from .stand_in import module, shim
from .type_parameters import OFFERED
from .typing_basics import Form, ForwardRef
from .typing_classes import (
    Generic,
    Protocol,
    ProtocolMeta,
    _is_protocol,
    runtime_checkable,
)
from .typing_classes import _members as _protocol_members
from .typing_forms import UNION, UNPACK, Alias, is_parameters
from .typing_hints import hints, mark, no_type_check
from .typing_making import (
    ANNOTATED,
    ANY,
    CallableName,
    StreamForm,
    concatenate,
    literal,
    optional,
    single,
)
from .typing_records import NAMED_TUPLE, TYPED_DICT
from .typing_supports import SUPPORTS
from .typing_vars import (
    NO_DEFAULT,
    NewType,
    ParamSpec,
    ParamSpecArgs,
    ParamSpecKwargs,
    TypeVar,
    TypeVarTuple,
)

VETTED = "TYPE_CHECKING"

#: Forms that are names only.
BARE: Final = "LiteralString Never NoReturn Self TypeAlias"
#: Forms that take one type.
SINGLE: Final = "ClassVar Final NotRequired ReadOnly Required TypeGuard TypeIs"

#: Other names of classes: what they stand for, and how many types they take.
CLASS_ALIASES: Final = {
    "List": (CLASSES["list"], 1), "Dict": (CLASSES["dict"], 2), "Set": (CLASSES["set"], 1),
    "FrozenSet": (CLASSES["frozenset"], 1), "Tuple": (CLASSES["tuple"], -1),
    "Type": (CLASSES["type"], 1), "Deque": (deque, 1), "DefaultDict": (defaultdict, 2),
    "OrderedDict": (OrderedDict, 2), "Counter": (Counter, 1), "ChainMap": (ChainMap, 2),
    "Pattern": (Pattern, 1), "Match": (Match, 1),
}  # fmt: skip
#: The same for abstract classes, which keep their name.
ABSTRACT: Final = {
    1: "AsyncIterable AsyncIterator Awaitable Collection Container Iterable Iterator KeysView "
       "MappingView MutableSequence MutableSet Reversible Sequence ValuesView",
    2: "AsyncGenerator ItemsView Mapping MutableMapping",
    3: "Coroutine Generator",
    0: "Hashable Sized",
}  # fmt: skip


@shim(real.cast)
def cast(typ: Any, val: Any) -> Any:
    return val


@shim(real.final)
def final(f: Any) -> Any:
    mark(f, "__final__", True)
    return f


def no_type_check_decorator(decorator: Any) -> Any:
    """Decorator to give another decorator the `@no_type_check` effect."""

    def wrapped_decorator(*args: Any, **kwds: Any) -> Any:
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator


no_type_check_decorator.__annotations__ = {}


@shim(real.overload)
def overload(func: Any) -> Any:
    # The real one keeps every function in a registry of the host's.
    function = getattr(func, "__func__", func)
    if dunders.is_own_function(function):
        places = _registry().setdefault((function.__module__, function.__qualname__), {})
        places[function.__code__.co_firstlineno] = func
    return _overloaded


def _registry() -> dict[Any, dict[int, Any]]:
    registry: Any = current().state.setdefault("overloads", {})
    return registry  # type: ignore[no-any-return]


@shim(real.get_overloads)
def get_overloads(func: Any) -> list[Any]:
    function = getattr(func, "__func__", func)
    if not dunders.is_own_function(function):
        return []
    return list(_registry().get((function.__module__, function.__qualname__), {}).values())


@shim(real.clear_overloads)
def clear_overloads() -> None:
    _registry().clear()


@shim(real.get_type_hints)
def get_type_hints(
    obj: Any, globalns: Any = None, localns: Any = None, include_extras: Any = False
) -> dict[str, Any]:
    return hints(obj, globalns, localns, bool(include_extras))


@shim(real.reveal_type)
def reveal_type(obj: Any, /) -> Any:
    return obj


def is_protocol(tp: Any, /) -> bool:
    """Return True if the given type is a Protocol."""
    return is_class(tp) and type(tp) is ProtocolMeta and tp is not Protocol and _is_protocol(tp)


def get_protocol_members(tp: Any, /) -> frozenset[str]:
    """Return the set of members defined in a Protocol."""
    if not is_protocol(tp):
        raise TypeError(f"{render_repr(tp)} is not a Protocol")
    return frozenset(_protocol_members(tp))


def _overloaded(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError("You should not call an overloaded function.")


@shim(real.assert_type)
def assert_type(val: Any, typ: Any, /) -> Any:
    return val


#: Characters of what is told to be reached.
_SHOWN: Final = 100


@shim(real.assert_never)
def assert_never(arg: Any, /) -> Any:
    value = render_repr(arg)
    if len(value) > _SHOWN:
        value = value[:_SHOWN] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def override(method: Any, /) -> Any:
    """Indicate that a method is intended to override a method in a base class."""
    mark(method, "__override__", True)
    return method


@shim(real.dataclass_transform)
def dataclass_transform(
    *,
    eq_default: Any = True,
    order_default: Any = False,
    kw_only_default: Any = False,
    frozen_default: Any = False,
    field_specifiers: Any = (),
    **kwargs: Any,
) -> Any:
    given = {
        "eq_default": eq_default, "order_default": order_default,
        "kw_only_default": kw_only_default, "frozen_default": frozen_default,
        "field_specifiers": field_specifiers, "kwargs": kwargs,
    }  # fmt: skip
    if sys.version_info < (3, 12):
        del given["frozen_default"]
        given["kwargs"] = kwargs | ({"frozen_default": True} if frozen_default else {})

    def decorator(cls_or_fn: Any) -> Any:
        mark(cls_or_fn, "__dataclass_transform__", given)
        return cls_or_fn

    return decorator


@shim(real.get_origin)
def get_origin(tp: Any) -> Any:
    if isinstance(tp, Alias) and tp.__name__ == "Annotated":
        return ANNOTATED
    if tp is Generic:
        return Generic
    if isinstance(tp, Alias):
        return tp.__origin__
    if type(tp) is GenericAlias:
        return dunders.READERS["__origin__"](tp)
    return standin_of(UnionType) if type(tp) is UnionType else None


@shim(real.get_args)
def get_args(tp: Any) -> tuple[Any, ...]:
    if isinstance(tp, Alias):
        args = (tp.__args__ or ()) + tp.__metadata__
        if tp.__name__ == "Callable" and args and not (len(args) == 2 and is_parameters(args[0])):
            return list(args[:-1]), args[-1]
        return args
    return arguments_of(tp) if type(tp) in (GenericAlias, UnionType) else ()


@shim(real.is_typeddict)
def is_typeddict(tp: Any) -> bool:
    return type(type(tp)) is type and type(tp).__name__ == "TypedDictMeta"


def _of_alias(name: str) -> dunders.Reader:
    """Return a reader of `alias.__args__` and its like that knows the aliases of this module."""
    read = dunders.READERS[name]

    def of_alias(x: Any) -> Any:
        if isinstance(x, (Alias, StreamForm, ParamSpecArgs, ParamSpecKwargs)) and hasattr(x, name):
            return getattr(x, name)
        if name == "__parameters__" and is_class(x) and name in namespace(x):
            return namespace(x)[name]
        return read(x)

    return of_alias


_VARIABLES: Final = (TypeVar, ParamSpec, TypeVarTuple, NewType, ForwardRef)


def _of_variable(name: str) -> dunders.Reader:
    """Return a reader of what type variables, new types and references show of themselves."""
    read = dunders.READERS.get(name)

    def of_variable(x: Any) -> Any:
        if isinstance(x, _VARIABLES) and hasattr(x, name):
            return getattr(x, name)
        if read is not None:
            return read(x)
        raise AttributeError(f"{type(x).__name__!r} object has no attribute {name!r}")

    return of_variable


#: What may be left out at the end of a subscript.
_DEFAULTS: Final[dict[str, tuple[Any, ...]]] = (
    {"Generator": (type(None), type(None)), "AsyncGenerator": (type(None),)}
    if sys.version_info >= (3, 13)
    else {}
)


def _manager(name: str) -> Alias:
    origin = getattr(CONTEXTS, f"Abstract{name}")
    if sys.version_info < (3, 13):
        return Alias(origin, None, name, 1)
    return Alias(origin, None, name, 2, defaults=(bool | None,))


def _members() -> dict[str, Any]:
    members: dict[str, Any] = {name: Form(name) for name in BARE.split()}
    members |= {name: Form(name, single) for name in SINGLE.split()}
    any_str = TypeVar("AnyStr", CLASSES["bytes"], CLASSES["str"])
    any_str.__dict__["__module__"] = "typing"
    members |= {
        "Union": UNION, "Optional": Form("Optional", optional), "Literal": Form("Literal", literal),
        "Annotated": ANNOTATED, "Concatenate": Form("Concatenate", concatenate),
        "Unpack": UNPACK, "NoDefault": NO_DEFAULT,
        "NamedTuple": NAMED_TUPLE, "TypedDict": TYPED_DICT,
        "Text": CLASSES["str"], "AnyStr": any_str,
        "IO": StreamForm("IO", single, (any_str,)), "TextIO": StreamForm("TextIO"),
        "BinaryIO": StreamForm("BinaryIO"), "Any": ANY,
        "ContextManager": _manager("ContextManager"),
        "AsyncContextManager": _manager("AsyncContextManager"),
        "AbstractSet": Alias(ABC.Set, None, "AbstractSet", 1),
        "Callable": CallableName(ABC.Callable, None, "Callable"),
    }  # fmt: skip
    for name, (origin, count) in CLASS_ALIASES.items():
        members[name] = Alias(origin, None, name, count)
    for count, names in ABSTRACT.items():
        for name in names.split():
            members[name] = Alias(
                getattr(ABC, name), None, name, count, defaults=_DEFAULTS.get(name, ())
            )
    for name in ("T", "KT", "VT"):
        members[name] = TypeVar(name)
        members[name].__dict__["__module__"] = "typing"
    return {name: value for name, value in members.items() if hasattr(real, name)}


for _name in ("__args__", "__origin__", "__parameters__", "__metadata__"):
    dunders.READERS[_name] = _of_alias(_name)
for _name in (
    "__bound__", "__constraints__", "__covariant__", "__contravariant__", "__infer_variance__",
    "__supertype__", "__forward_arg__", "__forward_module__", "__default__",
):  # fmt: skip
    dunders.READERS[_name] = _of_variable(_name)
attributes.ATTR.__dict__.clear()

SHIMS: Final[list[Any]] = [
    cast, final, shim(real.no_type_check)(no_type_check), overload, get_overloads,
    clear_overloads, assert_type, assert_never, reveal_type, dataclass_transform, get_origin,
    get_args, get_type_hints, is_typeddict,
    no_type_check_decorator, ParamSpecArgs, ParamSpecKwargs,
    runtime_checkable, Generic, Protocol, ForwardRef, TypeVar, ParamSpec, TypeVarTuple, NewType,
]  # fmt: skip
if hasattr(real, "override"):  # 3.12
    SHIMS.append(override)
if hasattr(real, "is_protocol"):  # 3.13
    SHIMS.append(shim(real.is_protocol)(is_protocol))
    SHIMS.append(get_protocol_members)

SHIMS.extend(OFFERED)

MODULE = module(real, VETTED, *SHIMS, **_members(), **SUPPORTS)
