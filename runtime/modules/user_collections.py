"""`UserDict`, `UserList`, `UserString`: containers around a builtin one, made to be derived from.

Whatever a guest's code could do to `data` itself is done to it as that code would: through the
same guards.
"""

from __future__ import annotations

import collections as real
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from ..builtins.reflection import read
from ..guards.answering import unasked
from ..guards.comparing import comparand, container, hashable, operand
from ..guards.keys import method
from ..guards.operators import addend, inplace_union, percent, piece, times
from ..guards.placing import place
from ..guards.refused import refusable
from ..guards.rendering import formatted, render, render_repr
from ..guards.sets import union
from ..prices import SMALL_BYTES, spend
from ..rehomed import remade
from ..run import current
from ..standins import basis_of, plain, trust
from ..universe.text_guards import str_maketrans
from .collections_abc import MODULE as ABC
from .priced import length
from .stand_in import ticked

#: Before, `UserDict.get` gave what `__missing__` does.
_ASKS_MISSING: Final = sys.version_info < (3, 12)
_Mapping: Any = basis_of(ABC.MutableMapping)
_Mutable: Any = basis_of(ABC.MutableSequence)
_Sequence: Any = basis_of(ABC.Sequence)


def _like(x: Any, data: Any) -> Any:
    """Return an instance of the class of *x* with its attributes, around *data*."""
    made = object.__new__(type(x))
    made.__dict__.update(x.__dict__)
    made.data = data
    return made


class UserDict(_Mapping):  # type: ignore[misc]
    def __init__(self, dict: Any = None, /, **kwargs: Any) -> None:
        self.data: Any = {}
        if dict is not None:
            self.update(dict)
        if kwargs:
            self.update(kwargs)

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, key: Any) -> Any:
        if hashable(key) in container(self.data):
            return self.data[key]
        if hasattr(type(self), "__missing__"):
            return type(self).__missing__(self, key)
        raise KeyError(key)

    def __setitem__(self, key: Any, item: Any) -> None:
        unasked(self.data)[hashable(key)] = item

    def __delitem__(self, key: Any) -> None:
        del unasked(self.data)[hashable(key)]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.data)

    def __contains__(self, key: Any) -> bool:
        return hashable(key) in container(self.data)

    def get(self, key: Any, default: Any = None) -> Any:
        if not _ASKS_MISSING:
            return self[key] if key in self else default  # noqa: SIM401  It is `get` itself.
        try:
            return self[key]
        except KeyError:
            return default

    def __repr__(self) -> str:
        return render_repr(self.data)

    def __or__(self, other: Any) -> Any:
        if isinstance(other, UserDict):
            return remade(UserDict, self, union(self.data, other.data))
        return (
            remade(UserDict, self, union(self.data, other))
            if isinstance(other, dict)
            else NotImplemented
        )

    def __ror__(self, other: Any) -> Any:
        if isinstance(other, UserDict):
            return remade(UserDict, self, union(other.data, self.data))
        return (
            remade(UserDict, self, union(other, self.data))
            if isinstance(other, dict)
            else NotImplemented
        )

    def __ior__(self, other: Any) -> Any:
        given = other.data if isinstance(other, UserDict) else other
        self.data = inplace_union(self.data, given)
        return self

    def __copy__(self) -> Any:
        return _like(self, read(self.data, "copy")())

    def copy(self) -> Any:
        if type(self) is UserDict:
            return UserDict(read(self.data, "copy")())
        data = self.data
        try:
            self.data = {}
            made = type(self).__copy__(self)
        finally:
            self.data = data
        unasked(made).update(self)
        return made

    @classmethod
    def fromkeys(cls, iterable: Any, value: Any = None) -> Any:
        made = cls()
        for key in ticked(iterable):
            unasked(made)[key] = value
        return made


def _data(x: Any) -> Any:
    """Return the builtin container that *x* is around, or *x*."""
    return x.data if isinstance(x, (UserList, UserString)) else x


def _comparing(name: str) -> Callable[[Any, Any], Any]:
    def method(self: Any, other: Any) -> Any:
        current().budget.checkpoint()  # C compares all there are in one call
        comparand(self.data)
        return read(self.data, name)(_data(other))

    return method


class UserList(_Mutable):  # type: ignore[misc]
    def __init__(self, initlist: Any = None) -> None:
        self.data: Any = []
        if initlist is not None:
            self.data = list(ticked(_data(initlist)))

    def __repr__(self) -> str:
        return render_repr(self.data)

    def __contains__(self, item: Any) -> bool:
        return any(each is item or operand(each) == item for each in ticked(self.data))

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, i: Any) -> Any:
        return remade(UserList, self, self.data[i]) if isinstance(i, slice) else self.data[i]

    def __setitem__(self, i: Any, item: Any) -> None:
        place(self.data)[i] = item

    def __delitem__(self, i: Any) -> None:
        del place(self.data)[i]

    def __add__(self, other: Any) -> Any:
        return remade(UserList, self, addend(self.data) + addend(_listed(other)))

    def __radd__(self, other: Any) -> Any:
        return remade(UserList, self, addend(_listed(other)) + addend(self.data))

    def __iadd__(self, other: Any) -> Any:
        other = _data(other)
        # A list that is added to itself would never come to an end.
        self.data.extend(ticked(self.data[:] if other is self.data else other))
        return self

    def __mul__(self, n: Any) -> Any:
        return remade(UserList, self, times(self.data, n))

    __rmul__ = __mul__

    def __imul__(self, n: Any) -> Any:
        self.data = times(self.data, n)
        return self

    def __copy__(self) -> Any:
        return _like(self, self.data[:])

    def append(self, item: Any) -> None:
        self.data.append(item)

    def insert(self, i: Any, item: Any) -> None:
        self.data.insert(i, item)

    def pop(self, i: Any = -1) -> Any:
        return unasked(self.data).pop(i)

    def remove(self, item: Any) -> None:
        comparand(self.data)
        method(unasked(self.data).remove)(item)

    def clear(self) -> None:
        unasked(self.data).clear()

    def copy(self) -> Any:
        return remade(UserList, self, self)

    def count(self, item: Any) -> int:
        comparand(self.data)
        return method(self.data.count)(item)  # type: ignore[no-any-return]

    def index(self, item: Any, *args: Any) -> int:
        comparand(self.data)
        return method(self.data.index)(item, *args)  # type: ignore[no-any-return]

    def reverse(self) -> None:
        self.data.reverse()

    def sort(self, /, *args: Any, **kwds: Any) -> None:
        read(self.data, "sort")(*args, **kwds)

    def extend(self, other: Any) -> None:
        other = _data(other)
        # A list that is added to itself would never come to an end.
        self.data.extend(ticked(self.data[:] if other is self.data else other))


def _listed(other: Any) -> Any:
    other = _data(other)
    return other if type(other) is list else list(ticked(other))


for _name in "lt le eq gt ge".split():
    setattr(UserList, f"__{_name}__", _comparing(f"__{_name}__"))
UserList.__hash__ = None  # type: ignore[assignment]


#: Characters that are read as a number in one step: 3 ns each.
_NUMBER_IN_A_STEP: Final = 16


def _pay_for_number(data: Any) -> None:
    size = length(data)
    if size > SMALL_BYTES:
        spend(size // _NUMBER_IN_A_STEP)
        refusable(data)


class UserString(_Sequence):  # type: ignore[misc]
    def __init__(self, seq: Any) -> None:
        self.data: Any = _text(seq) if isinstance(seq, (str, UserString)) else render(seq)

    def __str__(self) -> str:
        return render(self.data)

    def __repr__(self) -> str:
        return render_repr(self.data)

    def __int__(self) -> int:
        current().budget.checkpoint()
        _pay_for_number(self.data)
        return int(self.data)

    def __float__(self) -> float:
        current().budget.checkpoint()
        _pay_for_number(self.data)
        return float(self.data)

    def __complex__(self) -> complex:
        current().budget.checkpoint()
        _pay_for_number(self.data)
        return complex(self.data)

    def __hash__(self) -> int:
        return hash(hashable(self.data))

    def __format__(self, spec: Any) -> str:
        return formatted(self.data, spec) if not spec else object.__format__(self, spec)

    def __contains__(self, char: Any) -> bool:
        return comparand(_data(char)) in container(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, index: Any) -> Any:
        found = self.data[index]
        return remade(UserString, self, piece(found) if type(index) is slice else found)

    def __add__(self, other: Any) -> Any:
        return remade(UserString, self, addend(self.data) + addend(_text(other)))

    def __radd__(self, other: Any) -> Any:
        return remade(UserString, self, addend(_text(other)) + addend(self.data))

    def __mul__(self, n: Any) -> Any:
        return remade(UserString, self, times(self.data, n))

    __rmul__ = __mul__

    def __mod__(self, args: Any) -> Any:
        return remade(UserString, self, percent(self.data, args))

    def join(self, seq: Any) -> str:
        return read(self.data, "join")(_data(each) for each in ticked(seq))  # type: ignore[no-any-return]


def _text(x: Any) -> str:
    data = _data(x)
    return data if isinstance(data, str) else render(data)


def _delegating(name: str, wraps: bool) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **named: Any) -> Any:
        found = read(self.data, name)(*[*map(_data, args)], **named)
        return remade(UserString, self, found) if wraps else found

    method.__name__ = name
    return method


#: Their results are strings of the same class.
_WRAPPED: Final = """
capitalize casefold center expandtabs ljust lower lstrip removeprefix removesuffix replace rjust
rstrip strip swapcase title translate upper zfill
"""
_PASSED: Final = """
count encode endswith find format format_map index isalnum isalpha isascii isdecimal isdigit
isidentifier islower isnumeric isprintable isspace istitle isupper partition rfind rindex
rpartition rsplit split splitlines startswith
"""


def _maketrans(*args: Any) -> Any:
    return str_maketrans(str, *args)


for _name in _WRAPPED.split():
    setattr(UserString, _name, _delegating(_name, wraps=True))
for _name in _PASSED.split():
    setattr(UserString, _name, _delegating(_name, wraps=False))
for _name in "lt le eq gt ge".split():
    setattr(UserString, f"__{_name}__", _comparing(f"__{_name}__"))
UserString.maketrans = staticmethod(_maketrans)

USER_CLASSES: Final = (UserDict, UserList, UserString)
for _kind in USER_CLASSES:
    _kind.__module__ = "collections"
    _kind.__doc__ = getattr(real, _kind.__name__).__doc__
plain(*USER_CLASSES)
trust(*USER_CLASSES)
