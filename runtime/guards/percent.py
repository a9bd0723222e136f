"""`text % arguments`: priced by the widths in the text and the rendering of the arguments."""

from __future__ import annotations

import re
from collections import deque
from itertools import compress
from operator import index
from typing import Any, Final

from ..prices import NODE, SMALL_BYTES, pay_copy, percent_width, reserve, spend
from ..run import current
from .contents import SCALARS
from .digits import digits_steps
from .draining import method_of
from .printing import walk_rendering
from .rendered import Rendered, changes
from .rendering import NUMBERS, render, render_repr, shown
from .survey import holds

#: What a short text must contain to be worth reading: a key, a `*`, a number of four digits.
_NOTABLE = re.compile(r"%\(|\*|[0-9]{4}")
_SHORT = 256
#: Conversions that escape what is not ASCII.
_ESCAPING = re.compile(r"%[^a-zA-Z%]*[hlL]?[ra]")
#: Bytes that a character takes beside the widest one, and those it takes escaped.
_WIDEST, _ESCAPED = 4, 10
#: An octal digit.
_BITS: Final = 3
#: Conversions that make a float of what they are given, or write out an integer.
_FLOATING: Final = re.compile(r"%[^a-zA-Z%]*[hlL]?[fFdiu]")
#: From here on a float has more digits before its point than a step of work writes: up to so many
#: characters, in so many steps.
_LARGE: Final = 1e16
_DIGITS: Final = 320
_WRITTEN: Final = 256


class _Priced:
    """Stands before the mapping of `text % mapping`: values are paid for as they are shown."""

    __slots__ = ("_mapping", "_size")

    def __init__(self, mapping: Any) -> None:
        self._mapping = mapping
        #: Characters shown so far: C keeps all of them, and may ask for one key a thousand times.
        self._size = 0

    def __getitem__(self, key: object) -> object:
        value = self._mapping[key]
        size = _length(value)
        large = _is_large(value) or type(value) not in SCALARS
        spend(digits_steps(value) + (_WRITTEN if large else 1))
        if size > _SHORT:
            self._size += size
            reserve(size, _ESCAPED * self._size)
        return _standing_for(value)

    def __str__(self) -> str:
        return render(self._mapping)

    def __repr__(self) -> str:
        return render_repr(self._mapping)


class _Mapped(Rendered):
    """Stands for what `%` takes for a mapping, though it may read no key of it."""

    __slots__ = ()

    def __getitem__(self, key: object) -> object:
        return _standing_for(self.x[key])


class _Octets(Rendered):
    """Stands for a bytearray, which has the length that it has when its turn has come."""

    __slots__ = ()

    def __bytes__(self) -> bytes:
        pay_copy(2 * bytearray.__len__(self.x))
        return bytes(bytearray.__getitem__(self.x, slice(None)))

    def __repr__(self) -> str:
        walk_rendering(self.x)
        return repr(self.x)

    def __str__(self) -> str:
        walk_rendering(self.x)
        return str(self.x)


#: What stands for a type, and has its name. Those of a guest's are kept in the state of its run.
_LIKE: Final[dict[type, type[Rendered]]] = {}
_STATE: Final = "percent"
_Priced.__name__ = "dict"  # `"%d %(a)s" % {...}`: CPython's error names the type of the whole


def pay_percent(form: Any, arguments: Any) -> Any:
    """Pay for `form % arguments`, where *form* is of type str, bytes, bytearray or a subclass.

    Returns what is to be given to `%` in the place of *arguments*.
    """
    if type(form) not in SCALARS and not _is_builtin(form):
        return arguments  # they go to a guest, who may print them
    text: str = form if type(form) is str else _text(form)
    given = type(arguments)
    if given is not tuple and issubclass(given, tuple):
        arguments = tuple.__getitem__(arguments, slice(None))  # all that C looks at
        given = tuple
    if len(text) > _SHORT or _NOTABLE.search(text):
        values = arguments if given is tuple else (arguments,)
        width, keyed = percent_width(text, values)
        if len(text) + width > SMALL_BYTES:
            # One wide character among what is put in widens all of them.
            reserve(len(text) + (width if type(form) is bytes else 4 * width))
        if keyed and _is_mapping(given):
            return _Priced(arguments)
    if given is tuple:
        # One string may stand there a thousand times: what is allocated is the sum.
        size = large = strange = digits = 0
        for value in compress(arguments, current().ticks):
            kind = type(value)
            if kind is int or kind is str or kind is bytes:
                size += _length(value)
                digits += digits_steps(value)
            elif kind in NUMBERS:
                size += NODE
                large += _is_large(value)
            else:
                size += walk_rendering(value)
                strange += 1
        if strange and len(text) > _SHORT and _FLOATING.search(text):
            large += strange  # it may have a `__float__`
        if digits:
            spend(digits)
        if large:
            spend(_WRITTEN * large)
            size += _DIGITS * large
        if size > SMALL_BYTES:
            reserve(size, size * (_ESCAPED if _ESCAPING.search(text) else _WIDEST))
        if (strange and _may_change(arguments)) or changes(arguments):
            return tuple(map(_in_turn, arguments))
        return arguments
    if given is int:
        pay_copy(_length(arguments))
        if digits := digits_steps(arguments):
            spend(digits)
    return _standing_for(arguments)


def _length(value: Any) -> int:
    """Return the most characters that a text or an integer comes to, before it is escaped.

    Decimal digits are refused by CPython above a few thousand; `%x` and `%o` have no bound.
    """
    kind = type(value)
    if kind is str or kind is bytes:
        return len(value)
    if kind is int:
        return int.bit_length(value) // _BITS
    return _DIGITS if _is_large(value) else 0


def _is_large(value: Any) -> bool:
    """Tell whether *value* is a float that takes long to write out, as an infinity does not."""
    return type(value) is float and not -_LARGE < value < _LARGE


def _may_change(arguments: tuple[Any, ...]) -> bool:
    """Tell whether C asks one of the guest's objects for a number, and prints what that changes."""
    own = current().own
    kinds = set(map(type, arguments))
    return not own.isdisjoint(kinds) and any(map(_is_changed, kinds))


def _is_changed(kind: type) -> bool:
    return issubclass(kind, bytearray) or holds(kind)


def _in_turn(value: Any) -> Any:
    """Return what is printed in the place of *value*, which what stands before it may change."""
    return _like(value) if _is_changed(type(value)) else shown(value)


def _standing_for(value: Any) -> Any:
    """Pay for printing *value*, and return it or what is printed in its place."""
    found = shown(value)
    return found if found is value else _like(value)


def _like(value: Any) -> Rendered:
    """Return what stands for *value*, a container, and has the name of its type in errors."""
    kind, run = type(value), current()
    known: Any = run.state.setdefault(_STATE, {}) if kind in run.own else _LIKE
    made = known.get(kind)
    if made is None:
        mutable = issubclass(kind, bytearray)
        base = _Octets if mutable else _Mapped if _is_mapping(kind) else Rendered
        space = {
            name: ask
            for name, ask in _ASKED.items()
            if name not in base.__dict__ and method_of(kind, name) is not None
        }
        made = known[kind] = type(kind.__name__, (base,), {**space, "__slots__": ()})
    return made(value)  # type: ignore[no-any-return]


#: What C asks of an object besides its text, and what asks the object that is stood for.
_ASKED: Final[dict[str, Any]] = {
    "__bytes__": lambda self: bytes(self.x),
    "__float__": lambda self: float(self.x),
    "__index__": lambda self: index(self.x),
    "__int__": lambda self: int(self.x),
    "__trunc__": lambda self: int(self.x),
}


def _is_mapping(kind: type) -> bool:
    """Tell whether `%` would take an object of type *kind* for a mapping."""
    if kind in SCALARS or issubclass(kind, (tuple, str)):
        return False
    method = method_of(kind, "__getitem__")
    return method is not None and method is not deque.__getitem__


def _text(form: Any) -> str:
    kind = type(form)
    if issubclass(kind, str):
        return str.__str__(form)
    read = bytes.__getitem__ if issubclass(kind, bytes) else bytearray.__getitem__
    return bytes(read(form, slice(None))).decode("latin-1")


def _is_builtin(form: Any) -> bool:
    """Tell whether `%` is the builtin's, and no guest sees what it is given."""
    method = method_of(type(form), "__mod__")
    return any(method is base.__mod__ for base in (str, bytes, bytearray))
