"""`Generic`, `Protocol`, `NamedTuple` and `TypedDict`: what guest classes derive from."""

from __future__ import annotations

from abc import ABCMeta
from typing import Any, Final, NoReturn

from cloche.transpiler.vocabulary import is_dunder

from ..boundary.outward import BARE_BASES
from ..guards.classes import METACLASSES, SUBSCRIPTED
from ..run import charge, current
from ..standins import AS_BASE, is_class, namespace, opaque, plain, trust
from ..universe.constructors import CLASSES
from .namedtuples import check_field, make
from .plain import exact_str
from .stand_in import ticked
from .typing_forms import Alias, _Type, argument, arguments

# --- Generic ----------------------------------------------------------------------------------


class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()

    def __class_getitem__(cls, params: Any) -> Alias:
        args = arguments(params, f"{cls.__name__}[...]")
        if cls is Generic and not all(getattr(type(arg), "__is_variable__", False) for arg in args):
            raise TypeError(
                "Parameters to Generic[...] must all be type variables or parameter "
                "specification variables."
            )
        return Alias(cls, args, "Generic" if cls is Generic else None)


# --- Protocol -----------------------------------------------------------------------------------

#: Names in the body of a protocol that are none of its members.
_NO_MEMBERS: Final = frozenset(
    {"_abc_impl", "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__",
     "__module__", "__slots__", "__weakref__", "__parameters__", "__class_getitem__", "__new__",
     "__is_runtime__", "__orig_bases__", "__static_attributes__", "__firstlineno__",
     "__match_args__", "__qualname__", "__init_subclass__", "__annotate__", "__type_params__"}
)  # fmt: skip


class ProtocolMeta(ABCMeta):
    """Answers `isinstance` for protocols by the names that a class has."""

    def __instancecheck__(cls, instance: Any) -> bool:
        if not _is_protocol(cls):
            return super().__instancecheck__(instance)
        _check_runtime(cls)
        found = _instance_names(instance)
        return super().__instancecheck__(instance) or all(
            name in found or _has(type(instance), name) for name in _members(cls)
        )

    def __subclasscheck__(cls, subclass: Any) -> bool:
        if not _is_protocol(cls):
            return super().__subclasscheck__(subclass)
        _check_runtime(cls)
        return super().__subclasscheck__(subclass) or (
            isinstance(subclass, type) and all(_has(subclass, name) for name in _members(cls))
        )


ProtocolMeta.__name__ = "_ProtocolMeta"


def _is_protocol(cls: type) -> bool:
    return cls is Protocol or Protocol in cls.__bases__


def _check_runtime(cls: Any) -> None:
    if not namespace(cls).get("__is_runtime__", False):
        raise TypeError(
            "Instance and class checks can only be used with @runtime_checkable protocols"
        )


def _members(cls: type) -> set[str]:
    names: set[str] = set()
    for kind in cls.__mro__:
        if _is_protocol(kind) and kind is not Protocol:
            space = namespace(kind)
            charge(len(space))
            names.update(space, space.get("__annotations__") or ())
    return names - _NO_MEMBERS


def _has(kind: type, name: str) -> bool:
    for base in kind.__mro__:
        if name in namespace(base):
            return namespace(base)[name] is not None
    return False


def _instance_names(instance: Any) -> Any:
    try:
        return object.__getattribute__(instance, "__dict__")
    except AttributeError:
        return ()


def _no_init(self: Any, *args: Any, **kwargs: Any) -> None:
    if _is_protocol(type(self)):
        raise TypeError("Protocols cannot be instantiated")


class Protocol(Generic, metaclass=ProtocolMeta):
    """Base class for protocol classes."""

    __slots__ = ()
    __init__ = _no_init

    def __init_subclass__(cls, *args: Any, **kwargs: Any) -> None:
        super().__init_subclass__(*args, **kwargs)
        if _is_protocol(cls):
            for base in cls.__bases__:
                if (
                    base is not object
                    and base is not Generic
                    and not (_is_protocol(base) or base.__module__ == "collections.abc")
                ):
                    raise TypeError(
                        f"Protocols can only inherit from other protocols, got {base!r}"
                    )
        elif getattr(cls, "__init__", None) is _no_init:
            inherited = (namespace(base).get("__init__") for base in cls.__mro__)
            init = next(each for each in inherited if each is not None and each is not _no_init)
            type.__setattr__(cls, "__init__", init)


def runtime_checkable(cls: Any) -> Any:
    """Mark a protocol class as a runtime protocol."""
    if not (is_class(cls) and cls in current().own and _is_protocol(cls)):
        raise TypeError(
            "@runtime_checkable can be only applied to protocol classes, got " + repr(cls)[:100]
        )
    type.__setattr__(cls, "__is_runtime__", True)
    return cls


# --- NamedTuple -----------------------------------------------------------------------------------

_FORBIDDEN: Final = frozenset(
    {"__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
     "_field_types", "_make", "_replace", "_asdict", "_source"}
)  # fmt: skip
#: In a namespace for CPython's sake, or set already.
_PASSED_OVER: Final = frozenset({"__module__", "__qualname__", "__name__", "__annotations__"})


class NamedTupleMeta(type):
    """Makes a named tuple of a class body."""

    def __new__(mcls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(mcls, name, bases, space)
        annotations = space.get("__annotations__", {})
        if type(annotations) is not dict:
            raise TypeError("__annotations__ must be a dict")
        names = [exact_str(each) for each in annotations]
        defaults = _defaults(names, space)
        made: Any = make(name, names, False, defaults)
        made.__annotations__ = {each: argument(kind) for each, kind in annotations.items()}
        for key, value in space.items():
            if key in _FORBIDDEN:
                raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
            if key in names or key in _PASSED_OVER or _is_internal(key):
                continue
            setattr(made, key, value)
        return made


def _defaults(names: list[str], space: dict[str, Any]) -> list[Any]:
    defaults: list[Any] = []
    for place, name in enumerate(names):
        if name in space:
            defaults.append(space[name])
        elif defaults:
            earlier = ", ".join(each for each in names[:place] if each in space)
            plural = "s" if len(defaults) > 1 else ""
            raise TypeError(
                f"Non-default namedtuple field {name} cannot follow default field{plural} {earlier}"
            )
    return defaults


def _is_internal(key: str) -> bool:
    from cloche.transpiler.vocabulary import CLASS_NAMES, SPECIAL_METHODS

    return is_dunder(key) and key not in SPECIAL_METHODS and key not in CLASS_NAMES


class _NamedTuple(metaclass=NamedTupleMeta):
    """What `NamedTuple` stands for among bases."""


class NamedTupleForm(_Type):
    """`NamedTuple`: a base, and a function."""

    __slots__ = ()

    def __call__(self, typename: Any, fields: Any = None, /, **kwargs: Any) -> Any:
        pairs = [*ticked(fields or ())] or [*kwargs.items()]
        annotations = {exact_str(name): argument(kind) for name, kind in pairs}
        made: Any = make(typename, list(annotations), False, None)
        made.__annotations__ = annotations
        return made

    def __repr__(self) -> str:
        return "<function NamedTuple>"


# --- TypedDict ---------------------------------------------------------------------------------


class TypedDictMeta(type):
    """Makes a class whose call returns a plain dict."""

    def __new__(
        mcls, name: str, bases: tuple[type, ...], space: dict[str, Any], total: Any = True
    ) -> Any:
        if not bases:
            return super().__new__(mcls, name, bases, space)
        for base in bases:
            if type(base) is not TypedDictMeta and base is not Generic:
                raise TypeError(
                    "cannot inherit from both a TypedDict type and a non-TypedDict base"
                )
        merged: dict[str, Any] = {}
        for base in bases:
            merged.update(namespace(base).get("__annotations__") or {})
        own = space.get("__annotations__", {})
        merged.update({exact_str(key): argument(kind) for key, kind in own.items()})
        kept = {key: value for key, value in space.items() if is_dunder(key)}
        required, optional = _keys(bases, own, bool(total))
        kept |= {
            "__annotations__": merged, "__total__": bool(total),
            "__required_keys__": required, "__optional_keys__": optional,
        }  # fmt: skip
        return super().__new__(mcls, name, (_TypedDict,), kept)

    def __init__(cls, name: Any, bases: Any, space: Any, total: Any = True) -> None:
        super().__init__(name, bases, space)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls not in current().own:
            return type.__call__(cls, *args, **kwargs)
        return CLASSES["dict"](*args, **kwargs)

    def __instancecheck__(cls, instance: object) -> NoReturn:
        raise TypeError("TypedDict does not support instance and class checks")

    __subclasscheck__ = __instancecheck__


def _keys(
    bases: Any, annotations: dict[str, Any], total: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the keys that a dict of this type must have, and of those it may."""
    required: set[str] = set()
    optional: set[str] = set()
    for base in bases:
        required |= namespace(base).get("__required_keys__", frozenset())
        optional |= namespace(base).get("__optional_keys__", frozenset())
    for name, kind in annotations.items():
        said = _said(kind)
        needed = "Required" in said or (total and "NotRequired" not in said)
        (required if needed else optional).add(exact_str(name))
        (optional if needed else required).discard(name)
    return frozenset(required), frozenset(optional)


def _said(kind: Any) -> set[str]:
    """Return the names of the forms around a type: `NotRequired[ReadOnly[int]]`."""
    names: set[str] = set()
    while type(kind) is Alias and kind.__name__ in _AROUND and kind.__args__:
        names.add(kind.__name__ or "")
        kind = kind.__args__[0]
    return names


_AROUND: Final = frozenset({"Annotated", "Required", "NotRequired", "ReadOnly"})


class _TypedDict(metaclass=TypedDictMeta):
    """What `TypedDict` stands for among bases."""


class TypedDictForm(_Type):
    """`TypedDict`: a base, and a function."""

    __slots__ = ()

    def __call__(
        self, typename: Any, fields: Any = None, /, *, total: Any = True, **kwargs: Any
    ) -> Any:
        found = dict(fields.items()) if isinstance(fields, dict) else kwargs
        charge(len(found))
        name = exact_str(typename)
        check_field(name, "Type names")
        module = current().globals.get("__name__")
        space = {
            "__annotations__": found,
            "__module__": module if type(module) is str else "__main__",
        }
        made = TypedDictMeta(name, (_TypedDict,), space, total=total)
        current().own.add(made)
        return made

    def __repr__(self) -> str:
        return "<function TypedDict>"


NAMED_TUPLE: Final = NamedTupleForm()
TYPED_DICT: Final = TypedDictForm()
AS_BASE[NamedTupleForm] = lambda form: _NamedTuple
AS_BASE[TypedDictForm] = lambda form: _TypedDict

Generic.__module__ = Protocol.__module__ = "typing"
plain(Generic, Protocol, _NamedTuple, _TypedDict)
BARE_BASES.extend((Generic, Protocol))
trust(Generic, Protocol, _NamedTuple, _TypedDict, ProtocolMeta, NamedTupleMeta, TypedDictMeta)
for _kind in (ProtocolMeta, NamedTupleMeta, TypedDictMeta):
    opaque(_kind)
METACLASSES.update({ABCMeta, ProtocolMeta, NamedTupleMeta, TypedDictMeta})
SUBSCRIPTED.add(Generic)
