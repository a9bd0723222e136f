"""`__attr__`: attributes that may not be loaded natively. `__attr__.join(x)` is `x.join`.

Each guarded name has one closure. It knows the builtin types of the universe that have
such an attribute and what stands in for it there; on everything that derives from none of them
the name can only lead to what the guest made, and the native load is right.
"""

from __future__ import annotations

from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, GenericAlias, MethodType
from typing import Any, Final, NoReturn

from cloche.transpiler.vocabulary import (
    METACLASS_METHODS,
    SPECIAL_METHODS,
    guard_attribute,
    is_dunder,
)

from ..modules.stand_in import Module
from ..run import _CURRENT, current
from ..standins import derivable, namespace, real_of, standin_of, trusted
from ..universe import ENTRIES, HIDDEN, guarded
from ..universe.registry import NATIVE_METHOD
from ..universe.special import rule
from . import dunders
from .aliases import alias
from .class_members import SUBSCRIPTED, makes_anything
from .classes import (
    call_class,
    class_text,
    empty_namespace,
    init_class,
    instance_check,
    new_class,
    subclass_check,
)
from .writing import delete_in_class, store_in_class, writable

Guard = Callable[[Any], Any]
_UNKNOWN: Final = object()
_RULES: Final[dict[tuple[type, str], Any]] = {}
#: What makes an object, or makes it another one. Python calls it; by name it is absent from classes
#: of this package: their instances may be shared, and their attributes are taken at their word.
_MAKING: Final = frozenset(
    f"__{name}__"
    for name in "init new post_init setattr delattr set delete set_name init_subclass".split()
)
#: The part of it that a guest class passes on to what it derives from.
_PASSED_ON: Final = frozenset({"__init__", "__new__", "__init_subclass__"})


class Attributes:
    """The object behind `__attr__`; it makes the closure of a name when first asked."""

    __slots__ = ("__dict__",)

    def __getattr__(self, key: str) -> Guard:
        name = f"__{key}" if key.endswith("__") else key
        made = _guard(name)
        self.__dict__[guard_attribute(name)] = made
        return made


def _guard(name: str) -> Guard:
    if name in dunders.READERS:
        return dunders.READERS[name]
    if name in METACLASS_METHODS:
        return lambda x: _metaclass_method(x, name)
    if name in dunders.STOOD_FOR:
        return _stood_for(_special(name), dunders.STOOD_FOR[name])
    if is_dunder(name) and name not in SPECIAL_METHODS:
        return lambda x: refuse(x, name)
    return _special(name) if name in SPECIAL_METHODS else _plain(name)


def _stood_for(native: Guard, shown: Guard) -> Guard:
    """Return the guard of such a method: what C calls in its place is not for guests."""
    return lambda x: shown(native(x))


def _metaclass_method(x: Any, name: str) -> Any:
    """Return a method that a metaclass of the guest's has, or what `super()` finds behind it."""
    if type(x) is super:
        return _load_super(x, name)
    for kinds in (x.__mro__, type(x).__mro__) if isinstance(x, type) else ():
        owner = _owner(kinds, name)
        if owner is not None:
            return getattr(x, name) if owner in current().own else refuse(x, name)
    return refuse(x, name)


def _plain(name: str) -> Guard:
    """Return the guard of a name without double underscores."""
    holders = tuple(kind for kind, item in ENTRIES.items() if name in set(item.unsafe()))
    odd = (*holders, *HIDDEN, type, super, GenericAlias, MethodType)
    shim_of = {
        kind: ENTRIES[kind].guarded[name] for kind in holders
        # For `type` an attribute of the class itself comes first: `load` sees to that.
        if name in ENTRIES[kind].guarded and kind is not type
    }.get  # fmt: skip
    key = f"attribute {name}"

    def guard(x: Any) -> Any:
        kind = type(x)
        shim = shim_of(kind)
        if shim is not None:
            return MethodType(shim, x)
        natively = _run().state.get(key)
        if natively is not None and kind in natively:  # type: ignore[operator]
            return getattr(x, name)
        if issubclass(kind, odd):
            return load(x, name)
        _remember(key, kind)
        return getattr(x, name)

    return guard


def _special(name: str) -> Guard:
    """Return the guard of a special method: `object` has many, so it is always looked for."""
    key = f"attribute {name}"
    super_key = f"{key} of super"

    def guard(x: Any) -> Any:
        kind = type(x)
        run = _run()
        if kind is super:
            value = getattr(x, name)
            if type(value) is MethodType:
                function = value.__func__
                if type(function) is FunctionType and function.__globals__ is run.globals:
                    return value
            places: Any = run.state.get(super_key)
            place = (_THIS_CLASS(x), _SELF_CLASS(x))
            if places is not None and place in places:
                return value
            found = _load_super(x, name)
            if type(found) is type(value) is _BOUND and name != "__hash__":
                run.state.setdefault(super_key, set()).add(place)  # type: ignore[attr-defined]
            return found
        natively = run.state.get(key)
        if natively is not None and kind in natively:  # type: ignore[operator]
            return getattr(x, name)
        # Special methods of a guest's class are settled when it is made, but for `__hash__`.
        if kind in current().own and not issubclass(kind, type) and name != "__hash__":
            owner = _owner(kind.__mro__, name)
            if owner is None or _rule(owner, name) is getattr:
                _remember(key, kind)
        return load(x, name)

    return guard


_run: Final = _CURRENT.get


def _remember(key: str, kind: type) -> None:
    """Note for the rest of the run that instances of *kind* load this attribute natively."""
    run = current()
    if kind in run.own:
        noted: Any = run.state.setdefault(key, set())
        noted.add(kind)


#: What `list[int]` has of its own; for everything else it asks `list`.
_OF_ALIAS: Final = frozenset({"__mro_entries__", "__copy__", "__deepcopy__"})


def load(x: Any, name: str) -> Any:
    """Return `x.name` for a guarded *name*, wherever it is found.

    A shim stands aside for an attribute of the instance that would hide the method natively.

    Raises:
        AttributeError: it is absent, or nothing the universe knows.
    """
    kind = type(x)
    if kind is super:
        return _load_super(x, name)
    if kind is GenericAlias and name not in _OF_ALIAS:
        return load(x.__origin__, name)
    if isinstance(x, type):
        return _load_class(x, name)
    owner = _owner(kind.__mro__, name)
    if owner is None:
        if kind is MethodType:
            # CPython goes on to what it binds, which may be a class (`__class_getitem__`).
            return load(x.__func__, name)
        # In the instance, or for `__getattr__` of a guest, or nowhere: CPython's own error.
        return getattr(x, name)
    found = _rule(owner, name)
    if found is getattr:
        return getattr(x, name)
    if (
        (kind is Module or kind in current().own)
        and name in dunders.object_dict(x)
        and not hasattr(type(_raw(owner, name)), "__set__")
    ):
        return getattr(x, name)
    return _bind(found, owner, name, x, kind)


def _bind(found: Any, owner: type, name: str, x: Any, kind: type) -> Any:
    if found is None:
        return _nothing(owner, x, name)
    if found is NATIVE_METHOD:
        # A class method is bound to what the guest holds, not to the real class.
        classwise = type(_raw(owner, name)) is _CLASSWISE
        return getattr(standin_of(kind) if classwise else x, name)
    if name == "__new__":
        return found
    item = ENTRIES[owner]
    if name in item.classwise:
        return MethodType(found, kind)
    if name in item.computed:
        return found(x)
    if x is None:
        # No bound method has it. What C does with it needs no guard, but for names that it hashes.
        return refuse(x, name) if name in _STORING else getattr(x, name)
    return MethodType(found, x)


_STORING: Final = frozenset({"__setattr__", "__delattr__"})


def _nothing(owner: type, x: Any, name: str) -> None:
    """Return the None that says that there is no such method (`[].__hash__`); else refuse."""
    if _raw(owner, name) is not None:
        refuse(x, name)


def _load_class(cls: type, name: str) -> Any:
    real = real_of(cls)
    owner = _owner(real.__mro__, name)
    if owner is None:
        if name == "__call__":
            return cls
        maker = _owner(type(cls).__mro__, name)
        if maker is None or _rule(maker, name) is getattr:
            return getattr(cls, name)
        # A method of the metaclass (`C.register`).
        item = ENTRIES.get(maker)
        if item is not None and name in item.guarded:
            return MethodType(item.guarded[name], cls)
        return refuse(cls, name)
    found = _rule(owner, name)
    if found is getattr:
        return getattr(cls, name)
    if found is None or (name == "__init_subclass__" and owner is not object):
        return _nothing(owner, cls, name)
    if found is NATIVE_METHOD:
        # Bound to what the guest holds: `list.__class_getitem__(int)` would keep the real class.
        raw = _raw(owner, name)
        return raw if type(raw) in _UNBOUND else getattr(cls, name)
    item = ENTRIES[owner]
    if name in item.classwise:
        return MethodType(found, cls)
    if name in item.computed:
        return refuse(cls, name)
    return found


#: What a special method written in C is once it is bound; a shim in its place is none.
_BOUND: Final = type("".__len__)
#: Descriptors that come out of a class as they are.
_UNBOUND: Final = frozenset({type(str.upper), type(str.__len__)})
_CLASSWISE: Final = type(dict.__dict__["fromkeys"])


def _load_super(proxy: Any, name: str) -> Any:
    """Do what `super` does: look behind its class in the order of its object's class."""
    value = getattr(proxy, name)
    if type(value) is MethodType and dunders.is_own_function(value.__func__):
        return value
    kind = _SELF_CLASS(proxy)
    if kind is None:
        return refuse(proxy, name)
    order = kind.__mro__
    owner = _owner(order[order.index(_THIS_CLASS(proxy)) + 1 :], name)
    if owner is None:
        return refuse(proxy, name)
    found = _rule(owner, name)
    if name == "__class_getitem__" and owner not in SUBSCRIPTED and makes_anything(kind):
        return refuse(proxy, name)  # see `class_members.refuse_aliases`
    made_by = value.__func__ if type(value) is MethodType else type(value)
    if name == "__class_getitem__" and made_by in (GenericAlias, BuiltinFunctionType):
        return MethodType(alias, kind)
    if found is getattr or found is NATIVE_METHOD:
        return value
    if found is None:
        return _nothing(owner, proxy, name)
    subject = _SELF(proxy)
    if subject is not kind:
        return _bind(found, owner, name, subject, kind)
    item = ENTRIES[owner]
    if name in item.computed or (owner is type and name != "__prepare__"):
        return refuse(proxy, name)
    return MethodType(found, kind) if name in item.classwise else found


# The descriptors themselves: a load through the proxy would search the classes first.
_THIS_CLASS: Final = super.__thisclass__.__get__  # type: ignore[attr-defined]
_SELF_CLASS: Final = super.__self_class__.__get__  # type: ignore[attr-defined]
_SELF: Final = super.__self__.__get__  # type: ignore[attr-defined]


def _owner(order: Any, name: str) -> type | None:
    kind: type
    for kind in order:
        if name in namespace(kind):
            return kind
    return None


def _raw(owner: type, name: str) -> Any:
    return namespace(owner)[name]


def _rule(owner: type, name: str) -> Any:
    """Return the shim of *name* as *owner* defines it; `getattr` itself if that is a guest's."""
    if owner in current().own:
        return getattr
    if owner is type:
        return OF_TYPE.get(name)
    if trusted(owner):
        made_anew = name in _MAKING and not (name in _PASSED_ON and derivable(owner))
        return None if made_anew else getattr
    key = (owner, name)
    found = _RULES.get(key, _UNKNOWN)
    if found is _UNKNOWN:
        found = _RULES[key] = _look_up(owner, name)
    return found


def _look_up(owner: type, name: str) -> Any:
    item = ENTRIES.get(owner)
    if item is None:
        return None
    for table in (item.guarded, item.classwise, item.computed):
        if name in table:
            return table[name]
    if name in item.vetted:
        return NATIVE_METHOD
    return rule(owner, name) if name in SPECIAL_METHODS else None


def refuse(x: Any, name: str) -> NoReturn:
    """Raise the error CPython would if *x* had no such attribute."""
    if isinstance(x, type):
        raise AttributeError(f"type object {x.__name__!r} has no attribute {name!r}")
    raise AttributeError(f"{type(x).__name__!r} object has no attribute {name!r}")


def vetted_name(name: str) -> bool:
    """Tell whether every type of the universe may be asked for *name* natively."""
    return name not in guarded()


#: Methods of `type`, for metaclasses of the guest's and their classes.
OF_TYPE: Final[dict[str, Any]] = {
    "__new__": new_class, "__init__": init_class, "__call__": call_class,
    "__instancecheck__": instance_check, "__subclasscheck__": subclass_check,
    "__prepare__": empty_namespace, "__repr__": class_text,
    "__setattr__": store_in_class, "__delattr__": delete_in_class,
}  # fmt: skip
ATTR: Final = Attributes()
WRITABLE: Final = writable
