"""Out of the guest: plain data, and records of the guest's own objects.

Nothing of the guest runs while its value is copied: no method, property, `__iter__`, `__eq__`,
`__hash__` or `__getattr__`, of the object's class or of its metaclass.
"""

from __future__ import annotations

from abc import ABC
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Set
from enum import Enum
from functools import partial
from types import SimpleNamespace
from typing import Any, Final, Generic, Protocol

from ..standins import trusted
from .copier import Copier, Unwrapped
from .exposed import Proxy, handle_of
from .hints import hint_for
from .leaves import weight
from .limits import OUTWARD, CrossingLimits
from .record import Record
from .refusal import KEY_LENGTH, Refused
from .truth import _exact_names, attributes_of, base_of, class_value, is_dunder, is_kind, name_of

FUNCTION_HINT: Final = "return what it computes; the host reaches functions by name"

DUNDER_HINT: Final = "names of that form are Python's own; use another, or a dict"

#: Bases an instance may have and still be no more than its attributes. Modules add theirs.
BARE_BASES: Final[list[Any]] = [object, ABC, Generic, Protocol, Enum]

#: What makes a class an enum: its instances leave as their names and values.
ENUMS: Final[list[Any]] = [Enum]

#: What leaves as a plain value of Python's own: the function that gives it. Modules add theirs.
NUMBERS: Final[dict[int, Callable[[Any], Any]]] = {}

#: A guest's subclass of one of these leaves as the base: content without behaviour.
SHAPES: Final[tuple[type, ...]] = (dict, list, tuple, set, frozenset)
SCALARS: Final[tuple[tuple[type, Callable[[Any], Any]], ...]] = (
    (int, int.__int__),
    (float, float.__float__),
    (complex, complex.__complex__),
    (str, str.__str__),
    (bytes, bytes.__bytes__),
    (bytearray, bytearray.copy),
)
PLAIN_KEYS: Final[tuple[type, ...]] = (str, int, float, bool, bytes)
MAPPINGS: Final = (defaultdict, Counter, OrderedDict)
_attributes: Callable[[Any], dict[str, Any]] = SimpleNamespace.__dict__["__dict__"].__get__
VIEWS: Final[list[type]] = [type({}.keys()), type({}.values()), type({}.items())]


def out_of_guest(
    value: Any,
    path: str = "result",
    own: Set[type] = frozenset(),
    limits: CrossingLimits = OUTWARD,
    look: Callable[[int], object] | None = None,
) -> Any:
    """Return a copy of the guest's `value` for the host.

    Plain data (see `into_guest`) keeps its exact classes. defaultdict, Counter and OrderedDict
    become dict; deque, range and dict views become list. Of the guest's own classes, a subclass
    of a builtin becomes that builtin; a named tuple, an enum member and any other instance
    become a `Record` of their attributes. An exposed object leaves as the host's handle of it.

    Parameters:
        path: what to call the value in an error.
        own: the classes this guest has made.
        limits: bounds on the whole.
        look: called now and then while it is copied (see `Copier`).

    Raises:
        BoundaryError: a part of it may not leave, it contains itself, or exceeds the limits.
        BaseException: what *look* raises.
    """
    kind = type(value)
    if kind is float or kind is bool or value is None:
        return value
    if (kind is str or kind is int) and (limits.bytes is None or weight(value) <= limits.bytes):
        return value
    return _Outward(limits, own, look).whole(value, path)


class _Outward(Copier):
    __slots__ = ("_own", "_own_ids")
    wary = True

    def __init__(
        self, limits: CrossingLimits, own: Set[type], look: Callable[[int], object] | None
    ) -> None:
        super().__init__(limits, look)
        self._own = own
        self._own_ids: frozenset[int] | None = None

    def unwrap(self, value: Any) -> Unwrapped:
        kind = type(value)
        if self._own_ids is None:
            # By identity: a guest's metaclass may define `__hash__` and `__eq__`.
            self._own_ids = frozenset(map(id, self._own))
        if kind is Proxy:
            return Unwrapped(handle_of(value))
        base = base_of(kind, self._own_ids)
        if id(base) in NUMBERS:
            return Unwrapped(_number(value, NUMBERS[id(base)]))
        base = _written_elsewhere(base)
        if base is kind:
            return self._standard(value, kind)
        for mapping in MAPPINGS:
            if base is mapping:
                return self._standard(value, mapping)
        if base is deque:
            return self._standard(value, deque)
        return self._instance(value, kind, base)

    def _standard(self, value: Any, kind: type) -> Unwrapped:
        """Copy an instance of a class of the standard library as `kind`."""
        if kind is OrderedDict:
            self._pause(value, 0)
            return Unwrapped(_in_order(value), dict)
        if kind is defaultdict or kind is Counter:
            return Unwrapped(value, dict)
        if kind is deque:
            self._fits(value, deque.__len__(value))
            return Unwrapped(list(deque.__iter__(value)), list)
        if kind is range:
            if value[self._limits.items :]:
                raise Refused(value, f"has more than {self._limits.items:,} items")
            return Unwrapped(list(value), list)
        if kind is SimpleNamespace:
            return _chosen(value, kind, dict(_exact_names(_attributes(value))))
        if any(kind is view for view in VIEWS):
            self._fits(value, len(value))
            self._pause(value, 0)
            return Unwrapped(list(value), list)
        raise Refused(value, hint=hint_for(value, FUNCTION_HINT))

    def _fits(self, value: Any, size: int) -> None:
        """Refuse what is too long before a list is made of it."""
        if size > self._items:
            raise Refused(value, f"brings the whole to more than {self._limits.items:,} items")

    def _instance(self, value: Any, kind: type, base: type) -> Unwrapped:
        """Copy an instance of the guest's class `kind`, whose layout is that of `base`."""
        assert self._own_ids is not None
        if any(is_kind(kind, each) for each in ENUMS):
            attributes = attributes_of(value, self._own_ids)
            name, content = attributes.get("_name_"), attributes.get("_value_")
            return _record(kind, {"name": name, "value": content})
        if base is SimpleNamespace:
            return _chosen(value, kind, dict(_exact_names(_attributes(value))))
        for scalar, exact in SCALARS:
            if base is scalar:
                return Unwrapped(exact(value))
        fields = _fields(value, kind) if base is tuple else None
        if fields is not None:
            return _chosen(value, kind, fields)
        for shape in SHAPES:
            if base is shape:
                return Unwrapped(value, shape)
        if any(base is bare for bare in BARE_BASES):
            return _record(kind, attributes_of(value, self._own_ids))
        raise Refused(value, hint=hint_for(value, FUNCTION_HINT))


def _written_elsewhere(base: type) -> type:
    """Return the class of Python's own that *base*, if it is one of this package, stands for."""
    real: type | None = base
    while type(real) is type and trusted(real):  # a class of a metaclass may lie about its hash
        real = real.__base__
    return base if real is None or real is object else real


def _number(value: Any, read: Callable[[Any], Any]) -> Any:
    try:
        return read(value)
    except AttributeError:
        # `object.__new__` of a class derived from it: an object that was never filled.
        raise Refused(value, "has no value") from None


def _record(kind: type, attributes: dict[str, Any]) -> Unwrapped:
    return Unwrapped(attributes, dict, partial(Record, name_of(kind)))


def _chosen(value: Any, kind: type, attributes: dict[str, Any]) -> Unwrapped:
    """Do what `_record` does, where the guest may have chosen any text for a name."""
    for name in attributes:
        if is_dunder(name):
            raise Refused(value, f"has an attribute {name[:KEY_LENGTH]!r}", DUNDER_HINT)
    return _record(kind, attributes)


def _fields(value: Any, kind: type) -> dict[str, Any] | None:
    """Return the content of a named tuple by name; None if `kind` is another kind of tuple."""
    names = class_value(kind, "_fields")
    if type(names) is not tuple or len(names) != tuple.__len__(value):
        return None
    if not all(type(name) is str for name in names) or len(set(names)) != len(names):
        return None
    return dict(zip(names, tuple.__iter__(value), strict=True))


def _in_order(value: OrderedDict[Any, Any]) -> dict[Any, Any]:
    """Return a dict in the order that `move_to_end` has left."""
    order = list(OrderedDict.__iter__(value))
    for key in order:
        kind = type(key)
        # A look-up asks the key for its hash, which a guest's class may define.
        if not (any(kind is plain for plain in PLAIN_KEYS) or key is None):
            raise Refused(value, "has keys that are not plain scalars", "convert with dict(...)")
    return {key: dict.get(value, key) for key in order}
