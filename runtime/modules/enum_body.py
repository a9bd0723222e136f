"""The body of an enum class: which of its names become members, and what `auto()` stands for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from cloche.transpiler.vocabulary import is_dunder

from ..builtins.reflection import read
from ..guards.compared import refuse_endless
from ..guards.comparing import comparand
from ..guards.refused import refusable
from ..guards.rendering import render_repr
from ..guards.writing import OWNED
from ..prices import pay_shift
from ..rehomed import remade
from ..run import charge
from ..standins import is_class, plain, trust
from .plain import exact_int
from .stand_in import ticked

#: Before, a class in the body of an enum became a member.
_CLASSES_STAY: Final = sys.version_info >= (3, 13)
#: Names with one underscore at both ends that a body may bind.
_SETTINGS: Final = frozenset(
    """
    _order_ _generate_next_value_ _numeric_repr_ _missing_ _ignore_ _iter_member_
    _iter_member_by_value_ _iter_member_by_def_
    """.split()
) | (frozenset({"_add_alias_", "_add_value_alias_"}) if _CLASSES_STAY else frozenset())


class _Null:
    """What `auto()` holds until it is replaced."""

    __slots__ = ()


_NULL: Final = _Null()


class auto:
    """Instances are replaced with an appropriate value in Enum class suites."""

    __slots__ = ("value",)

    def __init__(self, value: Any = _NULL) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"auto({render_repr(self.value)})"


class member:
    """Forces item to become an Enum member during class creation."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class nonmember:
    """Protects item from becoming an Enum member during class creation."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class property:
    # An attribute of members that leaves its name free for a member. (The documentation of
    # an instance has the place of that of the class.)
    __slots__ = (
        "__doc__", "__inherited__", "__isabstractmethod__", "clsname", "fdel", "fget", "fset",
        "member", "name",
    )  # fmt: skip

    def __init__(self, fget: Any = None, fset: Any = None, fdel: Any = None, doc: Any = None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc if doc is not None else getattr(fget, "__doc__", None)
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))
        #: The member of this name, and whether instances have it from their "value".
        self.member: Any = None
        self.__inherited__: Any = None
        self.name: Any = None
        self.clsname: Any = None

    def __set_name__(self, owner: Any, name: Any) -> None:
        self.name, self.clsname = name, owner.__name__

    def getter(self, fget: Any) -> Any:
        return remade(property, self, fget, self.fset, self.fdel, self.__doc__)

    def setter(self, fset: Any) -> Any:
        return remade(property, self, self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel: Any) -> Any:
        return remade(property, self, self.fget, self.fset, fdel, self.__doc__)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            if self.member is not None:
                return self.member
            raise AttributeError(f"{owner!r} has no attribute {self.name!r}")
        if self.fget is not None:
            return self.fget(instance)
        if _inherited(self) == "value":
            # As a guest reads it: `format` of a `str` is not the real one.
            return read(instance._value_, self.name)
        found = type(instance)._member_map_.get(self.name)
        if found is None:
            raise AttributeError(f"{owner!r} has no attribute {self.name!r}")
        return found

    def __set__(self, instance: Any, value: Any) -> Any:
        if self.fset is not None:
            return self.fset(instance, value)
        raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")

    def __delete__(self, instance: Any) -> Any:
        if self.fdel is not None:
            return self.fdel(instance)
        raise AttributeError(f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")


HELPERS: Final = (auto, member, nonmember, property)
for _kind in HELPERS:
    _kind.__module__ = "enum"
plain(*HELPERS, derivable=False)
trust(*HELPERS, careful=True)
_inherited: Final[Callable[[Any], Any]] = vars(property)["__inherited__"].__get__
OWNED.add(auto)


def is_sunder(name: str) -> bool:
    """Tell whether *name* has one underscore at both ends."""
    return (
        len(name) > 2
        and name[0] == name[-1] == "_"
        and name[1] != "_"
        and name[-2] != "_"
    )  # fmt: skip


def is_descriptor(x: Any) -> bool:
    """Tell whether *x* is one, as an instance may say itself."""
    return any(hasattr(x, name) for name in ("__get__", "__set__", "__delete__"))


class EnumDict(dict[str, Any]):
    """The namespace of an enum class while its body runs."""

    __slots__ = ("__auto_called__", "__cls_name__", "__ignored__", "__last__", "__next_value__",
                 "members")  # fmt: skip

    def __init__(self, cls_name: str, next_value: Any) -> None:
        super().__init__()
        self.__cls_name__ = cls_name
        self.__next_value__ = next_value
        self.__ignored__: list[Any] = []
        self.__last__: list[Any] = []
        self.__auto_called__ = False
        #: Names of members, in order.
        self.members: dict[str, None] = {}

    def __setitem__(self, key: str, value: Any) -> None:
        if self._is_private(key):
            pass
        elif is_sunder(key):
            value = self._setting(key, value)
        elif is_dunder(key):
            key = "_order_" if key == "__order__" else key
        else:
            value = self._assigned(key, value)
        super().__setitem__(key, value)

    def _is_private(self, key: str) -> bool:
        prefix = f"_{self.__cls_name__}__"
        return (
            len(key) > len(prefix) and key.startswith(prefix)
            and (key[-1] != "_" or key[-2] != "_")
        )  # fmt: skip

    def _setting(self, key: str, value: Any) -> Any:
        if key not in _SETTINGS and not (_CLASSES_STAY and key.startswith("_repr_")):
            raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
        if key == "_generate_next_value_":
            if self.__auto_called__:
                raise TypeError("_generate_next_value_ must be defined before members")
            self.__next_value__ = value.__func__ if isinstance(value, staticmethod) else value
        elif key == "_ignore_":
            words = value.replace(",", " ").split() if isinstance(value, str) else ticked(value)
            value = self.__ignored__ = list(words)
            already = {each for each in value if type(each) is str and each in self.members}
            if already:
                raise ValueError(f"_ignore_ cannot specify already set names: {already!r}")
        return value

    def _assigned(self, key: str, value: Any) -> Any:
        """Return what is kept under a name without underscores around it."""
        if key in self.members:
            refusable(key)
            raise TypeError(f"{key!r} already defined as {render_repr(self[key])}")
        if any(type(each) is str and each == key for each in self.__ignored__):
            return value
        if type(value) is nonmember:
            return value.value
        if is_descriptor(value) or (_CLASSES_STAY and self._is_inner_class(value)):
            return value
        if key in self:
            refusable(key)
            raise TypeError(f"{key!r} already defined as {render_repr(self[key])}")
        if type(value) is member:
            value = value.value
        charge(1 + len(self.members) // 8)
        value, plain_value = self._numbered(key, value)
        self.members[key] = None
        if plain_value:
            self.__last__.append(value)
        return value

    def _is_inner_class(self, value: Any) -> bool:
        if not is_class(value):
            return False
        name = f"{self.__cls_name__}.{value.__name__}"
        return value.__qualname__ == name or value.__qualname__.endswith(f".{name}")

    def _numbered(self, key: str, value: Any) -> tuple[Any, bool]:
        """Return *value* with each `auto()` in it replaced, and whether there was none."""
        if type(value) is auto:
            return self._next(key, value), False
        is_tuple = isinstance(value, tuple) if _CLASSES_STAY else type(value) is tuple
        if not is_tuple or not any(type(each) is auto for each in tuple.__iter__(value)):
            return value, True
        items = [
            self._next(key, each) if type(each) is auto else each for each in tuple.__iter__(value)
        ]
        if type(value) is tuple:
            return tuple(items), False
        try:
            return type(value)(items), False
        except TypeError:
            return type(value)(*items), False

    def _next(self, key: str, marker: auto) -> Any:
        if marker.value is _NULL:
            # A copy for each: the function may keep or change it.
            charge(len(self.__last__) // 8)
            marker.value = self.__next_value__(key, 1, len(self.members), self.__last__[:])
        self.__auto_called__ = True
        self.__last__.append(marker.value)
        return marker.value

    def update(self, members: Any = (), **more: Any) -> None:  # type: ignore[override]
        raise TypeError("the body of an enum class is filled by its statements")


def next_number(name: Any, start: Any, count: Any, last_values: Any) -> Any:
    """`Enum._generate_next_value_`: one more than the largest value so far."""
    if not last_values:
        return start
    values = list(ticked(last_values))
    charge(len(values).bit_length() * len(values) // 8)
    for each in values:
        comparand(each, refuse_endless)
    return _after_largest(values) if _CLASSES_STAY else _after_latest(values, start)


def _after_largest(values: list[Any]) -> Any:
    try:
        largest = sorted(values).pop()
    except TypeError:
        raise TypeError("unable to sort non-numeric values") from None
    try:
        return largest + 1
    except TypeError:
        raise TypeError(f"unable to increment {render_repr(largest)}") from None


def _after_latest(values: list[Any], start: Any) -> Any:
    latest = values[-1]
    try:
        values.sort()
        if latest == values[-1]:
            return latest + 1
    except TypeError:
        pass
    for each in reversed(values):
        try:
            return each + 1
        except TypeError:
            pass
    return start


def next_bit(name: Any, start: Any, count: Any, last_values: Any) -> Any:
    """`Flag._generate_next_value_`: the power of two above the largest value so far."""
    if not count:
        return start if start is not None else 1
    values = list(ticked(last_values))
    for each in values:
        comparand(each, refuse_endless)
    largest = max(values)
    try:
        bits = exact_int(largest.bit_length())
    except Exception:
        raise TypeError(f"invalid flag value {render_repr(largest)}") from None
    pay_shift(1, bits)
    return 1 << bits


def lower_name(name: Any, start: Any, count: Any, last_values: Any) -> Any:
    """`StrEnum._generate_next_value_`: the name in lower case."""
    return name.lower()
