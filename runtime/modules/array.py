"""`array`: around a real one, whose memory no C code of others finds (`buffers.py`)."""

from __future__ import annotations

import array as real
from collections.abc import Callable, Iterator, MutableSequence
from operator import index
from typing import Any, Final

from ..binding import example
from ..buffers import added_to, flat, hide, not_a_number, original
from ..builtins.functions import id_
from ..guards.aliases import alias
from ..guards.comparing import comparand
from ..guards.draining import method_of
from ..guards.moving import position
from ..guards.numbering import settles
from ..guards.starring import SIZES
from ..prices import IMPOSSIBLE, pay_copy, pay_repeat, reserve, spend
from ..standins import opaque, plain, trust
from ..universe.registry import ENTRIES, entry
from .kinds import declare
from .priced import length
from .stand_in import module, ticked

VETTED = "typecodes"

#: An item as an object of its own; items looked at in one step.
_ITEM: Final = 40
_A_STEP: Final = 8
_Array: Any = real.array
_List: Any = list  # a parameter has its name
#: Flag of the types that C made (`Py_TPFLAGS_IMMUTABLETYPE`).
_BUILT_IN: Final = 1 << 8


class array:
    __slots__ = ("__array__", "__weakref__")

    def __new__(cls: Any, typecode: Any, initializer: Any = (), /, **named: Any) -> Any:
        if named and cls is array:
            raise TypeError("array.array() takes no keyword arguments")
        if not isinstance(cls, type) or not issubclass(cls, array):
            name = cls.__name__ if isinstance(cls, type) else "X"
            raise TypeError(f"array.array.__new__({name}): {name} is not a subtype of array.array")
        return _made(_from(typecode, initializer), cls)

    @property
    def typecode(self) -> Any:
        return _inside(self).typecode

    @property
    def itemsize(self) -> Any:
        return _inside(self).itemsize

    def append(self, v: Any, /) -> None:
        inside = _inside(self)
        inside.append(_exact(inside, v, _TWICE))

    def buffer_info(self) -> Any:
        # Where it is is as good as what it is: nothing here takes an address.
        return id_(self), len(_inside(self))

    def byteswap(self) -> None:
        _spend(self)
        _inside(self).byteswap()

    def count(self, v: Any, /) -> Any:
        _spend(self, v)
        return _inside(self).count(v)

    def index(self, v: Any, /, *bounds: Any) -> Any:
        _spend(self, v)
        return _inside(self).index(v, *bounds)

    def extend(self, bb: Any, /) -> None:
        if isinstance(bb, array):
            pay_copy(_size(bb))
            _inside(self).extend(_inside(bb))
        else:
            inside = _inside(self)
            inside.extend(_numbers(inside, ticked(bb), _TWICE) if _iterable(bb) else bb)

    def frombytes(self, buffer: Any, /) -> None:
        buffer = flat(buffer)
        pay_copy(length(buffer))
        _inside(self).frombytes(buffer)

    def fromlist(self, list: Any, /) -> None:
        inside = _inside(self)
        if isinstance(list, _List):
            pay_copy(8 * _List.__len__(list))
            list = _list_of_numbers(inside, list)
        inside.fromlist(list)

    def fromunicode(self, ustr: Any, /) -> None:
        pay_copy(4 * length(ustr))
        _inside(self).fromunicode(ustr)

    def tobytes(self) -> Any:
        pay_copy(_size(self))
        return _inside(self).tobytes()

    def tolist(self) -> Any:
        reserve(_ITEM * len(_inside(self)))
        return _inside(self).tolist()

    def tounicode(self) -> Any:
        pay_copy(_size(self))
        return _inside(self).tounicode()

    def insert(self, i: Any, v: Any, /) -> None:
        inside = _inside(self)
        i = index(i)
        inside.insert(i, _exact(inside, v, _TWICE))

    def pop(self, i: Any = -1, /) -> Any:
        return _inside(self).pop(i)

    def remove(self, v: Any, /) -> None:
        _spend(self, v)
        _inside(self).remove(v)

    def reverse(self) -> None:
        _spend(self)
        _inside(self).reverse()

    def clear(self) -> None:
        _inside(self).clear()

    def __len__(self) -> int:
        return len(_inside(self))

    def __getitem__(self, key: Any) -> Any:
        if type(key) is slice:
            pay_copy(_size(self))
            return _made(_inside(self)[key])
        return _inside(self)[key]

    @settles
    def __setitem__(self, key: Any, value: Any) -> None:
        if type(key) is slice:
            pay_copy(_size(self))
            value = original(value)
            if isinstance(value, array):
                value = _inside(value)
            _inside(self)[key] = value
            return
        inside = _inside(self)
        if type(value) not in _PLAIN and method_of(type(key), "__index__") is not None:
            key = position(key)
            # What is out of bounds is refused before it is converted.
            if -len(inside) <= key < len(inside):
                value = _exact(inside, value)
        inside[key] = value

    @settles  # (C looks for the items when it has asked for the bounds)
    def __delitem__(self, key: Any) -> None:
        del _inside(self)[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(_inside(self))

    def __contains__(self, v: Any) -> bool:
        _spend(self, v)
        return v in _inside(self)

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, array):
            return _left_to(other, "append array (not {!r}) to array")
        pay_copy(_size(self) + _size(other))
        return _made(_inside(self) + _inside(other))

    def __radd__(self, other: Any) -> Any:
        return added_to(other, self)

    def __iadd__(self, other: Any) -> Any:
        other = original(other)
        if not isinstance(other, array):
            return _left_to(other, "extend array with array (not {!r})")
        pay_copy(_size(other))
        inside = _inside(self)
        inside += _inside(other)
        return self

    def __mul__(self, times: Any) -> Any:
        times = _times(self, times)
        return times if times is NotImplemented else _made(_inside(self) * times)

    def __rmul__(self, times: Any) -> Any:
        if isinstance(times, _SEQUENCES):
            raise TypeError(_NO_NUMBER.format("array.array"))  # what C takes for the number
        return array.__mul__(self, times)

    def __imul__(self, times: Any) -> Any:
        times = _times(self, times)
        if times is NotImplemented:
            return times
        inside = _inside(self)
        inside *= times
        return self

    def __copy__(self) -> Any:
        pay_copy(_size(self))
        return _made(_inside(self)[:])

    def __deepcopy__(self, memo: Any, /) -> Any:
        return self.__copy__()

    def __bytes__(self) -> bytes:
        return self.tobytes()  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        reserve(_ITEM * len(_inside(self)))
        return type(self).__name__ + repr(_inside(self)).removeprefix("array")

    __float__ = not_a_number
    __hash__ = None  # type: ignore[assignment]
    __class_getitem__: Any = classmethod(alias)


#: The slot's own accessor: it refuses anything but an array.
_inside: Callable[[object], Any] = vars(array)["__array__"].__get__


#: What C converts without asking anybody.
_PLAIN: Final = frozenset({int, float, bool, str, bytes})
#: As often C converts what it makes room for: before it does, and where it stores it.
_TWICE: Final = 2


def _exact(inside: Any, x: Any, times: int = 1) -> Any:
    """Return the number that *x*, of a class of the guest's, says it is.

    C has looked at the bounds, or made room, before it asks; whoever answers may have taken the
    items away. What is no number is C's to refuse.
    """
    kind = type(x)
    if kind in _PLAIN:
        return x
    number: Any = x
    for _ in range(times):
        if inside.typecode in "fd":
            if not isinstance(x, float) and (
                method_of(kind, "__float__") is not None or method_of(kind, "__index__") is not None
            ):
                number = float(x)
        elif inside.typecode not in "uw" and method_of(kind, "__index__") is not None:
            number = index(x)
    return number


def _numbers(inside: Any, items: Iterator[Any], times: int = 1) -> Iterator[Any]:
    for each in items:
        yield _exact(inside, each, times)


def _list_of_numbers(inside: Any, items: Any) -> Any:
    """Return what C may go through in the place of a list.

    Raises:
        RuntimeError: who was asked for a number has changed its length.
    """
    if _PLAIN.issuperset(map(type, _List.__iter__(items))):
        return items
    count = _List.__len__(items)
    found = []
    for at in ticked(range(count)):
        found.append(_exact(inside, _List.__getitem__(items, at)))
        if _List.__len__(items) != count:
            raise RuntimeError("list changed size during iteration")
    return found


def _from(typecode: Any, initializer: Any) -> Any:
    """Return a real array of the items of *initializer*, paid for."""
    if isinstance(initializer, array):
        reserve(_Array.__len__(_inside(initializer)) * 8)
        _Array(typecode)  # C keeps what it is about to go through where that is a bad one
        return _Array(typecode, _inside(initializer))
    base: Any
    for base in (bytes, bytearray, str):
        if isinstance(initializer, base):
            count = base.__len__(initializer)
            pay_copy(4 * count)
            if base is str and not count and (empty := _Array(typecode)).typecode in _OF_TEXT:
                return empty  # CPython forgets to free what it has made of the text
            return _Array(typecode, initializer)
    if type(initializer) is tuple and not initializer:
        return _Array(typecode)
    if not _iterable(initializer):
        return _Array(typecode, initializer)
    if isinstance(initializer, (list, tuple)) and type(initializer) not in (list, tuple):
        # C asks for each item, and before Python 3.12 or 3.13 knew the length.
        base = list if isinstance(initializer, list) else tuple
        count = len(initializer) if _ASKS_LENGTH else base.__len__(initializer)
        initializer = [initializer[at] for at in ticked(range(count))]
    if type(initializer) in (list, tuple):
        # C asks each item once, and twice what comes out of an iterator.
        return _Array(typecode, _numbers(_Array(typecode), ticked(initializer)))
    items = ticked(initializer)
    _Array(typecode)  # as above
    return _Array(typecode, items)


class _Short(list[int]):
    def __len__(self) -> int:
        return 0


_OF_TEXT: Final = frozenset("uw")
_ASKS_LENGTH: Final = not _Array("b", _Short([1]))


def _made(inside: Any, kind: Any = array) -> array:
    made: array = object.__new__(kind)
    vars(array)["__array__"].__set__(made, inside)
    return made


def _size(x: Any) -> int:
    inside = _inside(x)
    return len(inside) * inside.itemsize  # type: ignore[no-any-return]


def _spend(x: Any, sought: Any = None) -> None:
    """Pay for looking at every item, in search of *sought* if that is given."""
    comparand(sought)
    spend(len(_inside(x)) // _A_STEP)


def _iterable(x: Any) -> bool:
    return hasattr(type(x), "__iter__") or hasattr(type(x), "__getitem__")


def _left_to(other: Any, only: str) -> Any:
    """Return `NotImplemented`: a class of the guest's adds it, and C would hand it the real array.

    Raises:
        TypeError: its class does not say how.
    """
    if hasattr(type(other), "__radd__") and not type(other).__flags__ & _BUILT_IN:
        return NotImplemented
    raise TypeError(f"can only {only.format(type(other).__name__)}".replace("'", '"'))


_SEQUENCES: Final = (str, bytes, bytearray, list, tuple)
_NO_NUMBER: Final = "can't multiply sequence by non-int of type '{}'"


def _times(x: array, times: Any) -> Any:
    """Return the number of repetitions, paid for; `NotImplemented` for its own class to say.

    Raises:
        TypeError: it is none.
    """
    if method_of(type(times), "__index__") is None:
        if type(times) is array:
            raise TypeError(_NO_NUMBER.format("array.array"))
        if type(times).__flags__ & _BUILT_IN:
            raise TypeError(_NO_NUMBER.format(type(times).__name__))
        return NotImplemented
    count = index(times)
    # What no address space holds is refused by C, at once.
    if _size(x) * count <= IMPOSSIBLE:
        pay_repeat(_size(x), count)
    return count


def _compared(name: str) -> Any:
    native = getattr(_Array, name)

    def compare(self: Any, other: Any) -> Any:
        if not isinstance(other, array):
            return NotImplemented
        spend(min(len(_inside(self)), len(_inside(other))) // _A_STEP)
        return native(_inside(self), _inside(other))

    return compare


for _name in "lt le eq ne gt ge".split():
    setattr(array, f"__{_name}__", _compared(f"__{_name}__"))
if not hasattr(_Array, "clear"):  # 3.13
    del array.clear
example(_Array("b"))
array.__module__ = "array"
array.__doc__ = _Array.__doc__
plain(array)
trust(array, careful=True)
hide(array, _inside)
MutableSequence.register(array)
SIZES[array] = _ITEM
_ITERATOR: Final = type(iter(_Array("b")))
if _ITERATOR not in ENTRIES:
    declare("array", entry(_ITERATOR))
    opaque(_ITERATOR)

MODULE = module(real, VETTED, array, ArrayType=array)
