"""`Enum`, `IntEnum`, `StrEnum`, `Flag`, `IntFlag`: what enums of guests derive from."""

from __future__ import annotations

import enum as real
from types import MappingProxyType
from typing import Any, Final

from cloche.transpiler.vocabulary import is_dunder

from ..boundary.outward import ENUMS
from ..guards.answering import unasked
from ..guards.comparing import comparand
from ..guards.ordered_keys import is_taken, lasting
from ..guards.rendered import changes
from ..guards.rendering import priced_spec, render_repr, shown
from ..guards.versions import changing
from ..standins import basis_of, namespace, plain, real_of, trust
from ..storing import store_natively
from ..universe.constructors import CLASSES
from .enum_body import lower_name, next_bit, next_number, property
from .enum_flags import FlagMethods
from .enum_lookup import BOUNDARIES, looked_up, own_record
from .enum_members import Record, bind, printed
from .enum_type import BASES, LIBRARY, EnumType
from .plain import exact_str
from .stand_in import ticked

_STR: Final = CLASSES["str"]
_INT: Final = CLASSES["int"]


class _Table:
    """A table of a class that all runs share: a copy that nobody can write.

    Whatever is compared with a proxy, or put beside it, may be handed what it shows.
    """

    __slots__ = ("__table__",)

    def __init__(self, table: dict[Any, Any]) -> None:
        self.__table__ = table

    def __get__(self, instance: object, owner: Any = None) -> Any:
        return MappingProxyType(self.__table__.copy())


def _library(**known: Any) -> Any:
    """Return a decorator for the classes below: a record, and tables that nobody can write."""

    def settle(cls: Any) -> Any:
        record = Record(**known)
        empty: Any = _Table({})
        tables = {"_member_map_": empty, "_value2member_map_": empty, "_member_names_": (),
                  "_member_type_": record.data_type, "__enum__": record}  # fmt: skip
        for name, value in tables.items():
            store_natively(cls, name, value)
        record.show(cls)
        cls.__module__ = "enum"
        cls.__doc__ = getattr(real, cls.__name__).__doc__
        BASES[cls.__name__] = cls
        plain(cls)
        trust(cls)
        return cls

    return settle


def _data_of(member: Any) -> Any:
    return real_of(type(member).__enum__.data_type)


def plain_str(data_type: Any) -> Any:
    """Return the `__str__` that a data type's own values have."""
    kind = real_of(data_type)
    native = kind.__repr__ if kind.__str__ is object.__str__ else kind.__str__

    def __str__(self: Any) -> str:
        return printed(native, self)  # type: ignore[no-any-return]

    return __str__


def plain_format(data_type: Any) -> Any:
    """Return the `__format__` that a data type's own values have."""
    kind = real_of(data_type)

    def __format__(self: Any, format_spec: Any) -> str:
        spec = priced_spec(str.__str__(format_spec)) if isinstance(format_spec, str) else None
        # (What changes has the one of `object`, which asks for its text.)
        x = self if changes(self) else shown(self)
        text: str = kind.__format__(x, format_spec if spec is None else spec)
        return text

    return __format__


@_library()
class Enum(metaclass=EnumType, library=LIBRARY):
    _name_: Any
    _value_: Any

    def __new__(cls, value: Any) -> Any:
        return looked_up(cls, value)

    def __init__(self, *args: Any, **kwds: Any) -> None:
        pass

    _generate_next_value_ = staticmethod(next_number)

    @classmethod
    def _missing_(cls, value: Any) -> Any:
        return None

    def __repr__(self) -> str:
        text = printed(type(self).__enum__.value_repr, self._value_)
        return f"<{type(self).__name__}.{_name(self)}: {text}>"

    def __str__(self) -> str:
        return f"{type(self).__name__}.{_name(self)}"

    def __format__(self, format_spec: Any) -> str:
        spec = priced_spec(str.__str__(format_spec)) if isinstance(format_spec, str) else None
        return str.__format__(str(self), format_spec if spec is None else spec)

    def __hash__(self) -> int:
        name = self._name_
        if name is None or type(name) is str:
            return lasting(self, hash(name))
        if is_taken(type(self)):
            raise TypeError("a key of an OrderedDict has no name of the program's own making")
        return hash(comparand(name))

    def __dir__(self) -> list[str]:
        names = {"__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"}
        members = type(self).__enum__.members
        places = [getattr(self, "__dict__", {}), *map(namespace, type(self).__mro__[:-1])]
        for place in places:
            names.update(each for each in ticked(place) if each[0] != "_" and each not in members)
        return sorted(names)

    def __deepcopy__(self, memo: Any) -> Any:
        return self

    def __copy__(self) -> Any:
        return self

    def _add_alias_(self, name: Any) -> None:
        record = own_record(type(self))
        name = exact_str(name)
        if is_dunder(name):
            raise ValueError(f"a member may not be called {name!r}")
        if name in record.members:
            if record.members[name] is not self:
                raise NameError(f"{name!r} is already bound: {record.members[name]!r}")
            return
        changing()
        bind(type(self), record, name, self)

    def _add_value_alias_(self, value: Any) -> None:
        record = own_record(type(self))
        record.pay(value)
        found = record.find(value)
        if found is None:
            record.enter(value, self)
        elif found is not self:
            raise ValueError(f"{render_repr(value)} is already bound: {found!r}")

    @property
    def name(self) -> Any:
        """The name of the Enum member."""
        return self._name_

    @property
    def value(self) -> Any:
        """The value of the Enum member."""
        return self._value_


_ENUM_NEW: Final[Any] = Enum.__new__


def _name(member: Any) -> Any:
    name = member._name_
    return name if type(name) is str else shown(name)


@_library()
class ReprEnum(Enum, library=LIBRARY):
    pass


@_library(data_type=_INT)
class IntEnum(basis_of(_INT), ReprEnum, library=LIBRARY):  # type: ignore[misc]
    __str__ = plain_str(int)
    __format__ = plain_format(int)
    __repr__ = Enum.__repr__
    __new__ = _ENUM_NEW


def _text_member(cls: Any, *values: Any) -> Any:
    if len(values) > 3:
        raise TypeError(f"too many arguments for str(): {render_repr(values)}")
    wrong = "{} is not a string", "encoding must be a string, not {}", \
        "errors must be a string, not {}"  # fmt: skip
    for value, message in zip(values, wrong, strict=False):
        if not isinstance(value, str) and (len(values) == 1 or message is not wrong[0]):
            raise TypeError(message.format(render_repr(value)))
    value = _STR(*values)
    made = str.__new__(cls, value)
    made._value_ = value
    return made


@_library(data_type=_STR, new_member=_text_member)
class StrEnum(basis_of(_STR), ReprEnum, library=LIBRARY):  # type: ignore[misc]
    __str__ = plain_str(str)
    __format__ = plain_format(str)
    __repr__ = Enum.__repr__
    __new__ = _ENUM_NEW
    _generate_next_value_ = staticmethod(lower_name)


class _Constants:
    """Makes an enum whose members are shared by all runs; no table of it can be written."""

    def __init__(self, **values: str) -> None:
        self.values = values

    def __call__(self, cls: Any) -> Any:
        record = cls.__enum__
        for name, value in self.values.items():
            member = str.__new__(cls, value) if issubclass(cls, str) else object.__new__(cls)
            order = len(record.names)
            unasked(vars(member)).update(
                _value_=value, _name_=name, __objclass__=cls, _sort_order_=order
            )
            record.names.append(name)
            bind(cls, record, name, member)
            record.enter(value, member)
        store_natively(cls, "_member_map_", _Table(record.members))
        store_natively(cls, "_value2member_map_", _Table(record.by_value))
        store_natively(cls, "_member_names_", tuple(record.names))
        return cls


@_Constants(**{each.name: each.value for each in real.FlagBoundary})
@_library(data_type=_STR, new_member=_text_member)
class FlagBoundary(StrEnum, library=LIBRARY):
    pass


@_Constants(**{each.name: each.value for each in real.EnumCheck})
@_library(data_type=_STR, new_member=_text_member)
class EnumCheck(StrEnum, library=LIBRARY):
    pass


BOUNDARIES.update(FlagBoundary.__enum__.members)


@_library(is_flag=True, boundary=BOUNDARIES["STRICT"])
class Flag(FlagMethods, Enum, library=LIBRARY):
    __new__ = _ENUM_NEW
    _generate_next_value_ = staticmethod(next_bit)


@_library(data_type=_INT, is_flag=True, boundary=BOUNDARIES["KEEP"])
class IntFlag(basis_of(_INT), ReprEnum, Flag, library=LIBRARY):  # type: ignore[misc]
    __str__ = plain_str(int)
    __format__ = plain_format(int)
    __repr__ = FlagMethods.__repr__
    __new__ = _ENUM_NEW
    for _name_of in ("or", "and", "xor", "ror", "rand", "rxor", "invert"):
        locals()[f"__{_name_of}__"] = getattr(FlagMethods, f"__{_name_of}__")
    del _name_of


CHECKS: Final[dict[str, Any]] = EnumCheck.__enum__.members
ENUMS.append(Enum)
