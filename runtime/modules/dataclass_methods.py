"""Methods of dataclasses that compare, hash and print their fields, paid for."""

from __future__ import annotations

import dataclasses as real
import operator
import sys
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any, Final

from cloche.transpiler.vocabulary import CONVERTED

from ..builtins.reflection import _stored_name as stored_name
from ..builtins.reflection import attribute_name, read
from ..guards.answering import note
from ..guards.comparing import comparand, operand
from ..guards.contents import SCALARS
from ..guards.ordered_keys import refuse_late
from ..guards.rendering import render_repr, shown
from ..guards.survey import arm
from ..guards.writing import converted, writable
from ..run import current, running
from ..standins import namespace
from ..stops import Stop
from ..storing import store_natively
from ..universe import guarded
from .annotation_text import annotation_text
from .dataclass_copies import replaced
from .dataclass_fields import FIELDS
from .dataclass_mould import Cast, qualified

_ORDERS: Final = {
    "__lt__": operator.lt,
    "__le__": operator.le,
    "__gt__": operator.gt,
    "__ge__": operator.ge,
}
#: So many texts and numbers, however long, are compared within the step.
_FEW: Final = 8
#: From 3.13 on fields are compared one by one, and an object need not equal itself.
_ONE_BY_ONE: Final = sys.version_info >= (3, 13)


def install(cls: Any, fields: dict[str, Cast], generated: Any) -> None:
    """Put methods of ours into *cls*, one for each that the real decorator has *generated*.

    Parameters:
        fields: all its fields, class variables among them.
        generated: the namespace of the mould.
    """
    ordinary = [each for each in fields.values() if each.is_ordinary()]
    names = [each.name for each in ordinary]
    compared = _getter([each.name for each in ordinary if each.compare])
    hashed = _getter(
        [each.name for each in ordinary if (each.compare if each.hash is None else each.hash)]
    )
    methods: dict[str, Callable[..., Any]] = {
        "__repr__": _repr([each.name for each in ordinary if each.repr]),
        "__eq__": _eq(compared),
        "__hash__": _hash(hashed),
    } | {name: _order(compared, compare) for name, compare in _ORDERS.items()}
    methods |= {
        "__setattr__": _frozen_set(cls, names),
        "__delattr__": _frozen_delete(cls, names),
        "__replace__": _replace(),
    }
    init = generated.get("__init__")
    if type(init) is FunctionType:
        methods["__init__"] = _init(cls, init, fields)
    arm(methods)
    if FunctionType in (type(generated.get("__eq__")), type(generated.get("__hash__"))):
        refuse_late(cls)
    home = namespace(cls).get("__module__")
    for name, method in methods.items():
        if type(generated.get(name)) is FunctionType:
            method.__name__, method.__qualname__ = name, f"{qualified(cls)}.{name}"
            method.__module__ = home if type(home) is str else "__main__"
            store_natively(cls, name, method)
    if "__hash__" in generated and generated["__hash__"] is None:
        store_natively(cls, "__hash__", None)
    note(cls)


def _init(cls: Any, generated: FunctionType, fields: dict[str, Cast]) -> Any:
    """Return *generated*, an `__init__`, with a look at what it writes to.

    `Point.__init__(json, …)` would write to the module that all runs share. The text takes the
    parameters by name, which costs less than passing on `*args`; they are identifiers and no
    dunders (`dataclass_making`). Where all that *generated* does is to store its parameters, the
    text does that itself, which saves the call.
    """
    code = generated.__code__
    me, *positional = code.co_varnames[: code.co_argcount]
    keywords = code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]
    head = f"def __init__({', '.join([me, *positional, *(['*'] if keywords else []), *keywords])}):"
    passed = ", ".join([me, *positional, *(f"{name}={name}" for name in keywords)])
    converts = not CONVERTED.isdisjoint(fields)
    stores = "\n".join(f" {me}.{name} = {name}" for name in code.co_names)
    text = (
        f"{head}\n"
        f" if __answering__ or __type__({me}) is not __cls__: __writable__({me})\n"
        f"{f' __unconverted__({me})' if converts else ''}\n"
        f"{stores if _only_stores(code, head, stores) else f' __generated__({passed})'}\n"
    )
    names: dict[str, Any] = {
        "__type__": type, "__cls__": cls, "__writable__": writable, "__generated__": generated,
        "__unconverted__": _unconverted, "__answering__": current().answering,
        "__name__": __name__,
    }  # fmt: skip
    init = _function(text, names)
    init.__defaults__, init.__kwdefaults__ = generated.__defaults__, generated.__kwdefaults__
    init.__annotations__ = {
        name: fields[name].shown.type if name in fields else annotation
        for name, annotation in generated.__annotations__.items()
    }
    return init


def _only_stores(code: CodeType, head: str, stores: str) -> bool:
    """Tell whether *code*, of a function of this *head*, is what CPython makes of *stores*.

    Frozen classes, default factories and `__post_init__` make another.
    """
    parameters = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    if code.co_freevars or not parameters or {*code.co_names} != {*parameters}:
        return False
    return bool(_function(f"{head}\n{stores}", {}).__code__.co_code == code.co_code)


def _function(text: str, names: dict[str, Any]) -> Any:
    """Return the `__init__` that *text* defines, with *names* for globals."""
    exec(text, names)
    return names["__init__"]


def _unconverted(x: Any) -> None:
    """Refuse a field that C would make something of: the `args` of an exception."""
    if isinstance(x, BaseException):
        raise TypeError("the 'args' of an exception cannot be a field of a dataclass here")


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    native = guarded().isdisjoint(names)
    if native and len(names) > 1:
        return operator.attrgetter(*names)  # identifiers all: no dots
    # `format` of an instance of a class derived from `str` may be the one it inherits.
    load = getattr if native else read
    return lambda self: tuple([load(self, name) for name in names])


def _eq(values: Callable[[Any], tuple[Any, ...]]) -> Callable[..., Any]:
    def __eq__(self: Any, other: Any) -> Any:
        if _ONE_BY_ONE and self is other:
            return True
        if type(other) is not type(self):
            return NotImplemented
        run = running(None)  # (`current()` would be a call of Python more.)
        if run is None:
            raise Stop
        next(run.ticks)
        mine: Any = values(self)
        is_long = len(mine) > _FEW
        if not _ONE_BY_ONE:
            for each in mine:
                if is_long or type(each) not in SCALARS:
                    mine = operand(mine)
                    break
            return mine == values(other)
        if is_long:
            comparand(tuple([each for each in mine if type(each) in SCALARS]))
        same: Any = True
        for a, b in zip(mine, values(other), strict=True):
            same = (a if type(a) in SCALARS else operand(a)) == b
            if not same:
                break
        return same

    return __eq__


def _order(values: Callable[[Any], tuple[Any, ...]], compare: Any) -> Callable[..., Any]:
    def method(self: Any, other: Any) -> Any:
        if type(other) is not type(self):
            return NotImplemented
        next(current().ticks)
        return compare(operand(values(self)), values(other))

    return method


def _hash(values: Callable[[Any], tuple[Any, ...]]) -> Callable[..., Any]:
    def __hash__(self: Any) -> int:
        next(current().ticks)
        return hash(comparand(values(self)))

    return __hash__


def _repr(names: list[str]) -> Callable[..., Any]:
    running: set[int] = set()
    load = getattr if guarded().isdisjoint(names) else read

    def __repr__(self: Any) -> str:
        next(current().ticks)
        if id(self) in running:
            return "..."
        running.add(id(self))
        try:
            shown_names = [f"{name}={shown(load(self, name))!r}" for name in names]
        finally:
            running.discard(id(self))
        return f"{type(self).__qualname__}({', '.join(shown_names)})"

    return __repr__


def _frozen_set(cls: Any, names: list[str]) -> Callable[..., Any]:
    frozen = frozenset(names)

    def __setattr__(self: Any, name: Any, value: Any) -> None:
        name = attribute_name(name)
        if type(self) is cls or name in frozen:
            raise real.FrozenInstanceError(f"cannot assign to field {name!r}")
        stored_name(self, name)
        if name in CONVERTED:
            value = converted(self, value)
        super(cls, writable(self)).__setattr__(name, value)

    return __setattr__


def _frozen_delete(cls: Any, names: list[str]) -> Callable[..., Any]:
    frozen = frozenset(names)

    def __delattr__(self: Any, name: Any) -> None:
        name = attribute_name(name)
        if type(self) is cls or name in frozen:
            raise real.FrozenInstanceError(f"cannot delete field {name!r}")
        stored_name(self, name)
        super(cls, writable(self)).__delattr__(name)

    return __delattr__


def _replace() -> Callable[..., Any]:
    def __replace__(self: Any, /, **changes: Any) -> Any:
        return replaced(self, changes)

    return __replace__


# --- Documentation ------------------------------------------------------------------------------


def signature(cls: Any) -> str:
    """Return the signature that `inspect` would show of a dataclass."""
    if "__init__" not in namespace(cls):
        return "()"
    fields = [each for each in namespace(cls)[FIELDS].values() if each.init and _is_parameter(each)]
    positional = [_parameter(each) for each in fields if not each.kw_only]
    keywords = [_parameter(each) for each in fields if each.kw_only]
    return f"({', '.join([*positional, *(['*'] if keywords else []), *keywords])})"


def _is_parameter(field: Any) -> bool:
    return field._field_type is not real._FIELD_CLASSVAR  # type: ignore[attr-defined]


def _parameter(field: Any) -> str:
    text = annotation_text(field.type)
    if field.default is not real.MISSING:
        return f"{field.name}: {text} = {render_repr(field.default)}"
    factory = " = <factory>" if field.default_factory is not real.MISSING else ""
    return f"{field.name}: {text}{factory}"
