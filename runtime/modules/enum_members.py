"""Members of enums: what is kept of each class, and how its members come to be."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, Final

from ..guards.answering import unasked
from ..guards.comparing import operand
from ..guards.hashing import key
from ..guards.rendered import changes, worded, written
from ..guards.rendering import render_repr, shown
from ..guards.writing import writable
from ..prices import spend
from ..run import charge
from ..standins import namespace
from ..storing import delete_natively, store_natively
from ..universe.constructors import CLASSES
from .enum_body import is_descriptor, property
from .plain import exact_int

_TUPLE: Final = CLASSES["tuple"]
#: From then on a member hides what its class inherits under the same name.
_REDIRECTS_ALL: Final = sys.version_info >= (3, 12)


@dataclass(slots=True, eq=False)
class Record:
    """What an enum class knows of itself.

    Parameters:
        data_type: what the members are besides, as guests see it; `object` if nothing.
        new: makes a member.
        takes_value: whether *new* is given the value of the member.
        new_member: the `__new__` that a guest wrote, for classes derived from this one.
        value_repr: prints the value of a member; None for `repr`.
        is_flag: whether members combine.
        boundary: what becomes of a flag's unknown bits.
    """

    data_type: Any = object
    new: Any = object.__new__
    takes_value: bool = False
    new_member: Any = None
    value_repr: Any = None
    is_flag: bool = False
    boundary: Any = None
    names: list[str] = field(default_factory=list)
    members: dict[str, Any] = field(default_factory=dict)
    by_value: dict[Any, Any] = field(default_factory=dict)
    #: Members whose values cannot be hashed, with their values.
    unhashable: list[tuple[Any, Any]] = field(default_factory=list)
    #: Whether its members are just being made.
    making: bool = False
    flag_mask: int = 0
    singles_mask: int = 0
    all_bits: int = 0

    def shown(self) -> dict[str, Any]:
        """Return the tables under the names that programs know them by."""
        return {
            "_member_names_": self.names, "_member_map_": self.members,
            "_value2member_map_": self.by_value, "_member_type_": self.data_type,
            "_value_repr_": _shown_by(self.value_repr), "__enum__": self,
        }  # fmt: skip

    def show(self, cls: Any) -> None:
        """Show what is known of a flag once its members are."""
        if self.is_flag:
            for name in ("boundary", "flag_mask", "singles_mask", "all_bits"):
                store_natively(cls, f"_{name}_", getattr(self, name))
            store_natively(cls, "_inverted_", None)

    def enter(self, value: Any, member: Any) -> None:
        """Let *member* be found by *value*; the first one stays."""
        try:
            unasked(self.by_value).setdefault(value, member)
        except TypeError:
            self.unhashable.append((value, member))

    def find(self, value: Any) -> Any:
        """Return the member that has *value*, or None; paid for already."""
        try:
            return self.by_value.get(value)
        except TypeError:
            for each, member in self.unhashable:
                if operand(each) == value:
                    return member
        return None

    def pay(self, value: Any) -> None:
        """Pay for looking for *value*: natively by its hash, or among those that have none."""
        key(value)
        for each, _ in self.unhashable:
            charge(1)
            key(each)


def _shown_by(print_value: Any) -> Any:
    """Return a function that prints values as *print_value* does, paid for."""
    if print_value is None:
        return None
    return lambda value: printed(print_value, value)


def printed(method: Any, value: Any) -> Any:
    """Return what *method*, a `__repr__` or `__str__` of *value*, makes of it; None: `repr`.

    A function is a guest's, who is handed the value itself, or one of ours, which pays.
    """
    if method is None:
        return render_repr(value)
    if type(method) is FunctionType:
        return method(value)
    if not changes(value):
        return method(shown(value))
    return (written if method.__name__ == "__repr__" else worded)(method, value)


class Members:
    """In a namespace until `type.__new__` has made the class; makes its members there and then.

    So they exist before `__init_subclass__`, and the class is known to be the guest's before
    its methods make them (`Registration` comes first).
    """

    __slots__ = ("_record", "_values", "error")

    def __init__(self, record: Record, values: dict[str, Any]) -> None:
        self._record = record
        self._values = values
        self.error: BaseException | None = None

    def __set_name__(self, owner: Any, name: str) -> None:
        delete_natively(owner, name)
        self._record.making = True
        try:
            for each, value in self._values.items():
                _make(owner, self._record, each, value)
        except BaseException as error:
            self.error = error
            raise
        finally:
            self._record.making = False


def _make(cls: Any, record: Record, name: str, value: Any) -> None:
    args = value if isinstance(value, tuple) else (value,)
    if record.data_type is _TUPLE:
        args = (args,)
    # What a guest's `__new__` returns may be anything, and not the guest's to write to.
    member = writable(record.new(cls, *args) if record.takes_value else record.new(cls))
    if not hasattr(member, "_value_"):
        if record.data_type is object:
            member._value_ = value
        else:
            member._value_ = _converted(record.data_type, args)
    value = member._value_
    member._name_ = name
    member.__objclass__ = cls
    member.__init__(*args)
    member._sort_order_ = len(record.names)
    if record.is_flag:
        _mark(record, value)
    record.pay(value)
    canonical = record.find(value)
    if canonical is not None:
        member = canonical
    elif not record.is_flag or (isinstance(value, int) and is_single_bit(value)):
        record.names.append(name)
    bind(cls, record, name, member)
    record.enter(value, member)


def _converted(data_type: Any, args: Any) -> Any:
    try:
        return data_type(*args)
    except Exception as error:
        failure = TypeError("_value_ not set in __new__, unable to create it")
        failure.__cause__ = error
        raise failure  # noqa: B904 (the cause is set)


def _mark(record: Record, value: Any) -> None:
    if isinstance(value, int) or not _REDIRECTS_ALL:
        if isinstance(value, int):
            spend(int.bit_length(value) // 512)
            value = exact_int(value)
        mask: Any = record.flag_mask
        mask |= value
        if type(mask) is not int:
            raise TypeError(f"flags are integers here, not {type(value).__name__!r} objects")
        record.flag_mask = mask
        if is_single_bit(value):
            record.singles_mask |= value
    record.all_bits = (1 << record.flag_mask.bit_length()) - 1


def is_single_bit(number: int) -> bool:
    """Tell whether exactly one bit of *number* is set."""
    return number != 0 and number & (number - 1) == 0


def bind(cls: Any, record: Record, name: str, member: Any) -> None:
    """Make *member* an attribute of *cls*, past what the class inherits under that name."""
    found, where = _inherited(cls, name)
    if where is None:
        store_natively(cls, name, member)
    else:
        redirect = property(
            getattr(found, "fget", None), getattr(found, "fset", None), getattr(found, "fdel", None)
        )
        redirect.member, redirect.name, redirect.clsname = member, name, cls.__name__
        redirect.__inherited__ = where
        store_natively(cls, name, redirect)
    unasked(record.members)[name] = member


def _inherited(cls: Any, name: str) -> tuple[Any, Any]:
    """Return a descriptor that a member called *name* would hide, and where its value comes from.

    That is None if there is none, "member" for the member itself, and "value" for an attribute of
    the member's value.
    """
    found = None
    for base in cls.__mro__[1:]:
        each = namespace(base).get(name)
        if each is None:
            continue
        if type(each) is property:
            return each, "member"
        if _REDIRECTS_ALL:
            if found is None and is_descriptor(each):
                found = each
        elif all(hasattr(each, part) for part in ("fget", "fset", "fdel")):
            found = each
    return found, None if found is None else "value"
