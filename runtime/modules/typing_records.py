"""`NamedTuple` and `TypedDict`: what guest classes derive from."""

from __future__ import annotations

import sys
from typing import Any, Final, NoReturn

from cloche.transpiler.vocabulary import is_dunder

from ..guards.bare import register
from ..guards.classes import METACLASSES
from ..run import charge, current, demand_room
from ..standins import AS_BASE, basis_of, namespace, opaque, plain, trust
from ..universe.constructors import CLASSES
from .namedtuples import check_field, check_number, make
from .plain import exact_str
from .stand_in import ticked
from .typing_basics import _Type
from .typing_classes import Generic
from .typing_forms import Alias, argument, checked

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
        if any(base is not _NamedTuple and base is not Generic for base in bases):
            raise TypeError("can only inherit from a NamedTuple type and Generic")
        annotations = space.get("__annotations__", {})
        if type(annotations) is not dict:
            raise TypeError("__annotations__ must be a dict")
        check_number(annotations)
        names = [exact_str(each) for each in annotations]
        defaults = _defaults(names, space)
        made: Any = make(name, names, False, defaults)
        demand_room()
        made.__annotations__ = {each: argument(kind) for each, kind in annotations.items()}
        for key, value in space.items():
            if key in _FORBIDDEN:
                raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
            if key in names or key in _PASSED_OVER or _is_internal(key):
                continue
            setattr(made, key, value)
        register(made)
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
        if fields is not None and kwargs:
            raise TypeError(
                "Either list of fields or keywords can be provided to NamedTuple, not both"
            )
        pairs = [*kwargs.items()] if fields is None else [*ticked(fields)]
        check_number(pairs)
        names = [exact_str(name) for name, _ in pairs]
        kinds = [
            checked(kind, f"field {name} annotation must be a type")
            for name, (_, kind) in zip(names, pairs, strict=True)
        ]
        annotations = dict(zip(names, kinds, strict=True))
        made: Any = make(typename, names, False, None)
        made.__annotations__ = annotations
        return made

    def __repr__(self) -> str:
        return "<function NamedTuple>"


# --- TypedDict ---------------------------------------------------------------------------------


_DICT: Final = basis_of(CLASSES["dict"])
_NO_TYPE: Final = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"


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
                    "cannot inherit from both a TypedDict type and a non-TypedDict base class"
                )
        merged: dict[str, Any] = {}
        for base in bases:
            merged.update(namespace(base).get("__annotations__") or {})
        own = space.get("__annotations__", {})
        check_number([*merged, *own])
        merged.update({exact_str(key): checked(kind, _NO_TYPE, True) for key, kind in own.items()})
        kept = {key: value for key, value in space.items() if is_dunder(key)}
        required, optional = _keys(bases, own, bool(total))
        kept |= {
            "__annotations__": merged, "__total__": bool(total),
            "__required_keys__": required, "__optional_keys__": optional,
        }  # fmt: skip
        if sys.version_info >= (3, 13):
            readonly, mutable = _writable_keys(bases, own)
            kept |= {"__readonly_keys__": readonly, "__mutable_keys__": mutable}
        generic = (Generic,) if any(Generic in base.__mro__ for base in bases) else ()
        return super().__new__(mcls, name, (*generic, _DICT), kept)

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
        needed = namespace(base).get("__required_keys__", frozenset())
        other = namespace(base).get("__optional_keys__", frozenset())
        required, optional = (required | needed) - other, (optional - needed) | other
    for name, kind in annotations.items():
        said = _said(kind)
        needed = "Required" in said or (total and "NotRequired" not in said)
        (required if needed else optional).add(exact_str(name))
        (optional if needed else required).discard(name)
    return frozenset(required), frozenset(optional)


def _writable_keys(
    bases: Any, annotations: dict[str, Any]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the keys that are `ReadOnly`, and of the others."""
    readonly: set[str] = set()
    mutable: set[str] = set()
    for base in bases:
        readonly |= namespace(base).get("__readonly_keys__", frozenset())
        mutable |= namespace(base).get("__mutable_keys__", frozenset())
    for name, kind in annotations.items():
        if "ReadOnly" in _said(kind):
            if name in mutable:
                raise TypeError(f"Cannot override mutable key {name!r} with read-only key")
            readonly.add(exact_str(name))
        else:
            mutable.add(exact_str(name))
            readonly.discard(name)
    return frozenset(readonly), frozenset(mutable)


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
        if fields is not None and kwargs:
            raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
        found = dict(fields.items()) if isinstance(fields, dict) else dict(fields or kwargs)
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
        current().written.add(made)
        return made

    def __repr__(self) -> str:
        return "<function TypedDict>"


NAMED_TUPLE: Final = NamedTupleForm()
TYPED_DICT: Final = TypedDictForm()
AS_BASE[NamedTupleForm] = lambda form: _NamedTuple
AS_BASE[TypedDictForm] = lambda form: _TypedDict

plain(_NamedTuple, _TypedDict)
trust(_NamedTuple, _TypedDict, NamedTupleMeta, TypedDictMeta)
for _kind in (NamedTupleMeta, TypedDictMeta):
    opaque(_kind)
METACLASSES.update({NamedTupleMeta, TypedDictMeta})
