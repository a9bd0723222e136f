"""`Generic` and `Protocol`: what guest classes derive from."""

from __future__ import annotations

import sys
from abc import ABCMeta
from typing import Any, Final

from ..boundary.outward import BARE_BASES
from ..guards.class_members import SUBSCRIPTED
from ..guards.classes import METACLASSES
from ..guards.lineage import pay_for_heirs
from ..guards.rendering import render_repr
from ..guards.versions import changing
from ..run import _CURRENT, charge, current
from ..standins import is_class, namespace, opaque, plain, trust
from ..storing import store_natively
from .typing_forms import (
    GENERIC,
    Alias,
    arguments,
    is_variable,
    parameters,
    unpacked,
)
from .typing_substitution import assigned

# --- Generic ----------------------------------------------------------------------------------


class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()

    def __class_getitem__(cls, params: Any) -> Alias:
        name = cls.__name__
        args = arguments(params, f"{name}[...]", lists=True)
        if cls is Generic or cls is Protocol:
            _check_variables(name, args)
            return Alias(cls, args, name)
        variables = namespace(cls).get("__parameters__", ())
        if not variables:
            raise TypeError(f"{cls} is not a generic class")
        values = assigned(cls, variables, args).items()
        kept: list[Any] = []
        for variable, value in values:
            spread = type(variable).__name__ == "TypeVarTuple"
            kept.extend(value if spread else (value,))
        return Alias(cls, tuple(kept))

    def __init_subclass__(cls, *args: Any, **kwargs: Any) -> None:
        super().__init_subclass__(*args, **kwargs)
        run = _CURRENT.get(None)
        if run is None or cls not in run.own:  # called by name on a class that is shared
            return
        written = namespace(cls).get("__orig_bases__")
        if written is None:
            if Generic in cls.__bases__ and cls.__name__ != "Protocol":
                raise TypeError("Cannot inherit from plain Generic")
        elif any(base is Generic for base in written):
            raise TypeError("Cannot inherit from plain Generic")
        changing()
        store_natively(cls, "__parameters__", _variables_of(written or ()))


def _check_variables(name: str, args: tuple[Any, ...]) -> None:
    if not args:
        raise TypeError(f"Parameter list to {name}[...] cannot be empty")
    if not all(_is_parameter(each) for each in args):
        raise TypeError(
            f"Parameters to {name}[...] must all be type variables or parameter "
            "specification variables."
        )
    if len(set(args)) != len(args):
        raise TypeError(f"Parameters to {name}[...] must all be unique")


def _is_parameter(x: Any) -> bool:
    if unpacked(x) is not None:
        return True
    return is_variable(x) and type(x).__name__ != "TypeVarTuple"


def _variables_of(written: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the type variables of a class, in the order of its `Generic[…]` if it has one."""
    found = parameters(written)
    given: tuple[Any, ...] | None = None
    name: str | None = None
    for base in written:
        if type(base) is Alias and (base.__origin__ is Generic or base.__origin__ is Protocol):
            if given is not None:
                raise TypeError("Cannot inherit from Generic[...] multiple times.")
            given, name = base.__parameters__, base.__name__
    if given is None:
        return found
    missing = ", ".join(str(each) for each in found if each not in given)
    if missing:
        listed = ", ".join(map(str, given))
        raise TypeError(f"Some type variables ({missing}) are not listed in {name}[{listed}]")
    return given


GENERIC["Generic"] = Generic


# --- Protocol -----------------------------------------------------------------------------------

#: Names in the body of a protocol that are none of its members.
_NO_MEMBERS: Final = frozenset(
    {"_abc_impl", "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__",
     "__module__", "__slots__", "__weakref__", "__parameters__", "__class_getitem__", "__new__",
     "__is_runtime__", "__orig_bases__", "__static_attributes__", "__firstlineno__",
     "__match_args__", "__qualname__", "__init_subclass__", "__annotate__", "__type_params__",
     "__final__", "__subclasshook__"}
)  # fmt: skip
#: Abstract classes that a protocol may derive from.
_BASES: Final = {
    "collections.abc": frozenset(
        {"Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable", "AsyncIterator",
         "Hashable", "Sized", "Container", "Collection", "Reversible", "Buffer"}
    ),
    "contextlib": frozenset({"AbstractContextManager", "AbstractAsyncContextManager"}),
}  # fmt: skip
#: From then on an error names the members that are no methods.
_NAMES_VALUES: Final = sys.version_info >= (3, 13)


class ProtocolMeta(ABCMeta):
    """Answers `isinstance` for protocols by the names that a class has."""

    def __instancecheck__(cls, instance: Any) -> bool:
        if not _is_protocol(cls):
            return super().__instancecheck__(instance)
        _check_runtime(cls)
        if super().__subclasscheck__(type(instance)):
            return True
        found = _instance_names(instance)
        return all(_offers(cls, name, found, type(instance)) for name in _members(cls))

    def __subclasscheck__(cls, subclass: Any) -> bool:
        # An abstract class asks all its subclasses, those of other runs among them, and it may be
        # the host who asks. What has all methods of a protocol has those of what that derives from.
        if not _is_protocol(cls) or _walked():
            return super().__subclasscheck__(subclass)
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        _check_runtime(cls)
        members = _members(cls)
        values = sorted(name for name in members if not callable(_member(cls, name)))
        if values:
            more = f". Non-method members: {str(values)[1:-1]}." if _NAMES_VALUES else ""
            raise TypeError(f"Protocols with non-method members don't support issubclass(){more}")
        return super().__subclasscheck__(subclass) or (
            all(_promises(subclass, name) for name in members)
        )


ProtocolMeta.__name__ = "_ProtocolMeta"


def _walked() -> bool:
    """Tell whether an abstract class asks, not a program: past the check of `self`."""
    return sys._getframe(3).f_code is ABCMeta.__subclasscheck__.__code__


def _is_protocol(cls: type) -> bool:
    return cls is Protocol or Protocol in cls.__bases__


def _may_be_base(kind: type) -> bool:
    return kind.__name__ in _BASES.get(kind.__module__, ())


def _check_runtime(cls: Any) -> None:
    if not namespace(cls).get("__is_runtime__", False):
        raise TypeError(
            "Instance and class checks can only be used with @runtime_checkable protocols"
        )


def _members(cls: type) -> set[str]:
    names: set[str] = set()
    for kind in cls.__mro__:
        if kind is not Protocol and (_is_protocol(kind) or _may_be_base(kind)):
            space = namespace(kind)
            charge(len(space))
            names.update(space, space.get("__annotations__") or ())
    return names - _NO_MEMBERS


def _member(kind: type, name: str) -> Any:
    """Return an attribute of a class, None if there is none."""
    return next((namespace(base)[name] for base in kind.__mro__ if name in namespace(base)), None)


def _offers(cls: type, name: str, found: Any, kind: type) -> bool:
    """Tell whether an instance of *kind* with the attributes *found* has a member of *cls*."""
    if name in found:
        value = found[name]
    else:
        holder = next((base for base in kind.__mro__ if name in namespace(base)), None)
        if holder is None:
            return False
        value = namespace(holder)[name]
    return value is not None or not callable(_member(cls, name))


def _promises(kind: type, name: str) -> bool:
    """Tell whether *kind* has a method, or is a protocol that asks for an attribute *name*."""
    for base in kind.__mro__:
        if name in namespace(base):
            return namespace(base)[name] is not None
        if _is_protocol(kind) and name in (namespace(base).get("__annotations__") or ()):
            return True
    return False


def _instance_names(instance: Any) -> Any:
    try:
        return object.__getattribute__(instance, "__dict__")
    except AttributeError:
        return ()


def _no_init(self: Any, *args: Any, **kwargs: Any) -> None:
    if _is_protocol(type(self)):
        raise TypeError("Protocols cannot be instantiated")
    kind = type(self)
    if kind.__init__ is not _no_init:
        return  # called by the class's own
    inherited = (namespace(base).get("__init__") for base in kind.__mro__)
    init = next(each for each in inherited if each is not None and each is not _no_init)
    if kind in current().own:
        # As CPython: the first instance of a class settles it, and words errors by it.
        pay_for_heirs(kind)
        store_natively(kind, "__init__", init)
    init(self, *args, **kwargs)


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
                    and not (_is_protocol(base) or _may_be_base(base))
                ):
                    raise TypeError(
                        f"Protocols can only inherit from other protocols, got {base!r}"
                    )


GENERIC["Protocol"] = Protocol


def runtime_checkable(cls: Any) -> Any:
    """Mark a protocol class as a runtime protocol."""
    if not (is_class(cls) and cls in current().own and _is_protocol(cls)):
        raise TypeError(
            "@runtime_checkable can be only applied to protocol classes, got "
            + render_repr(cls)[:100]
        )
    changing()
    store_natively(cls, "__is_runtime__", True)
    return cls


Generic.__module__ = Protocol.__module__ = "typing"
plain(Generic, Protocol)
BARE_BASES.extend((Generic, Protocol))
trust(Generic, Protocol, ProtocolMeta)
opaque(ProtocolMeta)
METACLASSES.update({ABCMeta, ProtocolMeta})
SUBSCRIPTED.add(Generic)
