"""The metaclass of enums: how a class of members is made, and what the class itself answers.

Written anew: the real one keeps shared, writable tables on its classes, leads to `sys.modules`
(`_convert_`), and compares, hashes and prints what guests give it in loops that nobody pays for.
What must not be touched is in one `Record` a class, under a name that guests cannot spell;
`_member_map_` and its like show the tables, which are the guest's own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final

from ..builtins.reflection import dir as listed
from ..builtins.reflection import read
from ..guards.class_members import check_namespace, own_methods
from ..guards.classes import METACLASSES
from ..guards.classes import _real_base as real_base
from ..guards.compared import refuse_endless
from ..guards.comparing import comparand
from ..guards.contents import SCALARS
from ..guards.registration import MARK, Registration, made
from ..guards.rendering import render_repr
from ..prices import spend
from ..run import charge, current
from ..standins import basis_of, namespace, opaque, standin_of, trust
from ..storing import store_natively
from ..universe.draining import ticked as drainable
from .enum_body import EnumDict
from .enum_lookup import looked_up
from .enum_members import Members, Record
from .plain import exact_str
from .stand_in import ticked

#: From then on `3 in Color` looks for a value, and `Color(1, 2)` for the value `(1, 2)`.
_BY_VALUE: Final = sys.version_info >= (3, 12)
_ABSENT: Final = object()
#: Of an exception: natively, and not as its class may tell.
_attributes: Final[Any] = namespace(BaseException)["__dict__"].__get__
#: A parameter below has its name.
_type: Final = type
#: Given by the classes of this package only.
LIBRARY: Final = object()
#: Making a class, and each of its members.
_STEPS, _STEPS_A_MEMBER = 500, 50
_MOST_MEMBERS: Final = 10_000
_RENDERED: Final = ("__repr__", "__str__", "__format__")
#: What `dir` shows of any enum class.
_LISTED: Final = (
    "__class__", "__contains__", "__doc__", "__getitem__", "__init_subclass__", "__iter__",
    "__len__", "__members__", "__module__", "__name__", "__qualname__",
)  # fmt: skip
#: What enum classes derive from; filled by `enum_classes`.
BASES: Final[dict[str, Any]] = {}


class EnumType(type):
    """Metaclass for Enum"""

    @classmethod
    def __prepare__(metacls, name: str, bases: Any, /, **named: Any) -> Any:
        if named.get("library") is LIBRARY:
            return {}
        _refuse_members(name, bases)
        first = _first_enum(bases)
        return EnumDict(name, None if first is None else first._generate_next_value_)

    def __new__(
        metacls, name: str, bases: Any, space: Any, /, *, boundary: Any = None, library: Any = None,
        **named: Any,
    ) -> Any:  # fmt: skip
        if library is LIBRARY:
            return type.__new__(metacls, name, bases, dict(space))
        if library is not None:
            named["library"] = library
        return _made(metacls, name, bases, space, boundary, named)

    def __init__(cls, name: Any, bases: Any, space: Any, /, **named: Any) -> None:
        super().__init__(name, bases, space)

    def __call__(
        cls, value: Any = _ABSENT, names: Any = _ABSENT, *values: Any, module: Any = None,
        qualname: Any = None, type: Any = None, start: Any = 1, boundary: Any = None,
    ) -> Any:  # fmt: skip
        record = cls.__enum__
        if names is _ABSENT and _type(value) in SCALARS:
            found = record.by_value.get(value)
            if found is not None:
                return found
        if value is _ABSENT:
            raise TypeError("EnumType.__call__() missing 1 required positional argument: 'value'")
        if _BY_VALUE and record.members:
            return looked_up(cls, value if names is _ABSENT else (value, names, *values))
        if not _BY_VALUE:
            if names is _ABSENT or names is None:
                return looked_up(cls, value)
        elif names is _ABSENT and type is None:
            raise TypeError(
                f"{cls} has no members; specify `names=()` if you meant to create a new, empty, "
                "enum"
            )
        given = () if names is _ABSENT or names is None else names
        return _created(cls, value, given, module, qualname, type, start, boundary)

    def __contains__(cls, value: Any) -> bool:
        if isinstance(value, cls):
            return True
        if not _BY_VALUE:
            if isinstance(value, BASES["Enum"]):
                return False
            raise TypeError(
                f"unsupported operand type(s) for 'in': '{standin_of(type(value)).__qualname__}' "
                "and 'EnumType'"
            )
        record = cls.__enum__
        record.pay(value)
        return record.find(value) is not None

    def __bool__(cls) -> bool:
        return True

    def __getitem__(cls, name: Any) -> Any:
        return cls.__enum__.members[name if type(name) is str else comparand(name)]

    def __iter__(cls) -> Iterator[Any]:
        record = cls.__enum__
        return (record.members[name] for name in record.names)

    def __reversed__(cls) -> Iterator[Any]:
        record = cls.__enum__
        return (record.members[name] for name in reversed(record.names))

    def __len__(cls) -> int:
        return len(cls.__enum__.names)

    def __dir__(cls) -> list[str]:
        record = cls.__enum__
        names = {*_LISTED, *record.names}
        if cls._new_member_ is not read(object, "__new__"):
            names.add("__new__")
        if record.data_type is not object:
            names.update(listed(record.data_type))
        return sorted(names)

    @property
    def _new_member_(cls) -> Any:
        """What makes a member, as programs know it."""
        record = cls.__enum__
        return record.new_member or read(record.data_type, "__new__")

    def __repr__(cls) -> str:
        kind = "flag" if cls.__enum__.is_flag else "enum"
        return f"<{kind} {cls.__name__!r}>"

    if not _BY_VALUE:

        def __getattr__(cls, name: str) -> Any:
            raise AttributeError(name)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name in cls.__enum__.members:
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __delattr__(cls, name: str) -> None:
        if name in cls.__enum__.members:
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        super().__delattr__(name)


def members_of(x: Any) -> Any:
    """Return `x.__members__`, of an enum class."""
    members = x.__enum__.members
    # Whatever is compared with a proxy, or put beside it, may be handed what it shows.
    return MappingProxyType(members if x in current().own else members.copy())


METACLASSES.add(EnumType)
trust(EnumType)
EnumType.__module__ = "enum"
ENUM_TYPE: Final = opaque(EnumType, "EnumType() is not available here; write a class statement")

# --- Bases ----------------------------------------------------------------------------------


def _refuse_members(name: str, bases: Any) -> None:
    for chain in bases:
        for base in chain.__mro__:
            if type(base) is EnumType and base.__enum__.names:
                raise TypeError(f"<enum {name!r}> cannot extend {base!r}")


def _first_enum(bases: Any) -> Any:
    if not bases:
        return BASES.get("Enum")
    if type(bases[-1]) is not EnumType:
        raise TypeError(
            "new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] "
            "enum_type)`"
        )
    return bases[-1]


def _data_type(name: str, bases: Any) -> Any:
    """Return the type whose values the members are besides, as guests see it; or `object`."""
    found: dict[Any, None] = {}
    for chain in bases:
        candidate = None
        for base in chain.__mro__:
            if base is object:
                continue
            space = namespace(base)
            if type(base) is EnumType:
                if base.__enum__.data_type is not object:
                    found[base.__enum__.data_type] = None
                    break
            elif "__new__" in space or "__dataclass_fields__" in space:
                found[standin_of(candidate or base)] = None
                break
            else:
                candidate = candidate or base
    if len(found) > 1:
        raise TypeError(f"too many data types for {name!r}: {set(found)!r}")
    return next(iter(found), object)


def _maker(space: dict[str, Any], data_type: Any, first: Any) -> tuple[Any, bool]:
    """Return what makes a member, and whether it takes the member's value as arguments."""
    new = space.get("__new__")
    if new is None:
        basis: Any = object if data_type is object else basis_of(data_type)
        enum_new = BASES["Enum"].__new__
        for each in (first.__enum__.new_member, basis.__new__, first.__new__):
            if each is not None and each is not object.__new__ and each is not enum_new:
                new = each
                break
        else:
            new = object.__new__
    if isinstance(new, staticmethod):
        new = new.__func__
    return new, new is not object.__new__


def _value_repr(bases: Any) -> Any:
    """Return how the data type prints the value; None for its own way."""
    for chain in bases:
        for base in chain.__mro__:
            if base is object:
                continue
            if type(base) is EnumType:
                return base.__enum__.value_repr
            space = namespace(base)
            if "__repr__" in space:
                parameters = space.get("__dataclass_params__")
                if sys.version_info >= (3, 12) and getattr(parameters, "repr", False):
                    return _fields_repr
                return space["__repr__"]
    return None


def _fields_repr(value: Any) -> str:
    from .dataclass_fields import fields_of

    fields = fields_of(value) or ()
    return ", ".join(f"{each.name}={render_repr(read(value, each.name))}" for each in fields
                     if each.repr)  # fmt: skip


# --- Making a class -----------------------------------------------------------------------------


def _made(
    metacls: Any, name: str, bases: Any, body: EnumDict, boundary: Any, named: dict[str, Any]
) -> Any:
    if type(body) is not EnumDict:
        raise AttributeError(f"{type(body).__name__!r} object has no attribute '_member_names'")
    spend(_STEPS + _STEPS_A_MEMBER * len(body.members))
    first = _first_enum(bases)
    order, space, values = _sorted_out(body)
    data_type = _data_type(name, bases)
    given_new = space.get("__new__")
    new, takes_value = _maker(space, data_type, first)
    record = Record(
        data_type=data_type,
        new=new,
        takes_value=takes_value,
        new_member=new if given_new is not None else first.__enum__.new_member,
        value_repr=_value_repr(bases),
        is_flag=first.__enum__.is_flag,
        boundary=boundary or first.__enum__.boundary,
    )
    making = Members(record, values)
    if "ReprEnum" in BASES and any(base is BASES["ReprEnum"] for base in bases):
        space = _rendered_as(data_type, space)
    space = {MARK: Registration(), "__members_of_enum__": making, **space, **record.shown()}
    try:
        cls = made(type.__new__, metacls, name, bases, space, **named)
    except BaseException:
        cls = None
        if making.error is None:
            raise
    if making.error is not None:
        # CPython 3.11 hides what a member raised behind a RuntimeError, later ones add a note.
        _attributes(making.error).pop("__notes__", None)
        raise making.error
    assert cls is not None
    _settle(cls, first, data_type, space)
    record.show(cls)
    _check_order(cls, order)
    return cls


def _sorted_out(body: EnumDict) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """Return `_order_`, the namespace, and the values of members by name."""
    space = dict(body)
    for each in space.pop("_ignore_", ()):
        if type(each) is str:
            space.pop(each, None)
    space.pop(MARK, None)
    bad = {"mro", ""} & body.members.keys()
    if bad:
        raise ValueError(f"invalid enum member name(s) {','.join(map(repr, bad))}")
    following = space.get("_generate_next_value_")
    if following is not None and type(following) is not staticmethod:
        space["_generate_next_value_"] = staticmethod(following)
    order = space.pop("_order_", None)
    values = {name: space.pop(name) for name in body.members if name in space}
    return order, space, values


def _rendered_as(data_type: Any, space: dict[str, Any]) -> dict[str, Any]:
    from .enum_classes import plain_format, plain_str

    if data_type is object:
        raise TypeError(
            "ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)"
        )
    return {"__format__": plain_format(data_type), "__str__": plain_str(data_type), **space}


def _settle(cls: Any, first: Any, data_type: Any, space: dict[str, Any]) -> None:
    """Let the enum's own printing win over that of the data type, and make `__new__` a lookup."""
    own = namespace(cls)
    for name in _RENDERED:
        if name not in own:
            found = getattr(cls, name)
            # By identity: what a guest's `__get__` returned may have an `__eq__`.
            if found is getattr(data_type, name) or found is getattr(object, name):
                store_natively(cls, name, getattr(first, name))
    if cls.__enum__.is_flag:
        flag = BASES["Flag"]
        for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__",
                     "__invert__"):  # fmt: skip
            if name not in own:
                store_natively(cls, name, getattr(flag, name))
        values = [member._value_ for member in cls]
        for each in values:
            comparand(each, refuse_endless)
        if values != sorted(values):
            store_natively(cls, "_iter_member_", cls._iter_member_by_def_)
    store_natively(cls, "__new__", BASES["Enum"].__new__)


def _check_order(cls: Any, order: Any) -> None:
    if order is None:
        return
    if isinstance(order, str):
        order = order.replace(",", " ").split()
    record = cls.__enum__
    wanted = [each for each in ticked(order) if each not in record.members or each in record.names]
    if wanted and wanted != record.names:
        raise TypeError(f"member order does not match _order_:\n  {record.names!r}\n  {wanted!r}")


# --- The functional form ------------------------------------------------------------------------


def _created(
    cls: Any, class_name: Any, names: Any, module: Any, qualname: Any, mixin: Any, start: Any,
    boundary: Any,
) -> Any:  # fmt: skip
    if not isinstance(class_name, str):
        kind = type(class_name).__name__
        raise TypeError(f"type.__new__() argument 1 must be str, not {kind}")
    class_name = exact_str(class_name)
    bases = (cls,) if mixin is None else (real_base(mixin), cls)
    body = EnumType.__prepare__(class_name, bases)
    for name, value in _pairs(names, start, cls._generate_next_value_):
        if len(body) > _MOST_MEMBERS:
            raise ValueError(f"an enum made by a call has at most {_MOST_MEMBERS} members here")
        body[exact_str(name)] = value
    if module is None:
        module = current().globals.get("__name__")
    body["__module__"] = module if type(module) is str else "__main__"
    if qualname is not None:
        body["__qualname__"] = exact_str(qualname)
    check_namespace(body)
    own_methods(body)
    return EnumType(class_name, bases, body, boundary=boundary)


def _pairs(names: Any, start: Any, following: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
        values: list[Any] = []
        for count, name in enumerate(ticked(names)):
            charge(1 + len(values) // 8)
            value = following(name, start, count, values[:])
            values.append(value)
            yield name, value
        return
    for item in ticked(names):
        if isinstance(item, str):
            yield item, names[item]
        else:
            name, value = drainable(item)
            yield name, value
