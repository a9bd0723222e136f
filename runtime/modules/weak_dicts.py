"""`weakref.WeakKeyDictionary` and `WeakValueDictionary`.

An entry whose object has died is gone from every answer; it is taken out at the next change. Only
what dies as a key is taken out at once, by a callback that runs no code of a guest.
"""

from __future__ import annotations

import weakref as real
from collections.abc import Callable, Iterator
from typing import Any, Final

from ..guards.answering import note_weak, unasked
from ..guards.comparing import hashable
from ..guards.draining import mapping, pairs
from ..guards.emptying import empty
from ..rehomed import remade
from ..run import charge
from ..standins import basis_of, plain, trust
from .collections_abc import MODULE as ABC
from .stand_in import ticked

_Base: Any = basis_of(ABC.MutableMapping)
_ABSENT: Final = object()


class _Weak(_Base):  # type: ignore[misc]
    """What the two have in common. `__data__` holds the entries, one of each pair as a reference.

    `__changes__` counts the entries that the program itself has added or taken away.
    """

    __slots__ = ("__changes__", "__data__", "__weakref__")

    def __init__(self, other: Any = (), /, **kw: Any) -> None:
        note_weak()
        _DATA.__set__(self, {})
        _CHANGES.__set__(self, 0)
        self.update(other, **kw)

    def _alive(self) -> Iterator[tuple[Any, Any]]:
        raise NotImplementedError

    def __len__(self) -> int:
        return sum(1 for _ in self._alive())

    def __iter__(self) -> Iterator[Any]:
        return (key for key, _ in self._alive())

    keys = __iter__

    def items(self) -> Iterator[tuple[Any, Any]]:
        return self._alive()

    def values(self) -> Iterator[Any]:
        return (value for _, value in self._alive())

    def clear(self) -> None:
        _changed(self)
        empty(unasked(_data(self)))

    def update(self, other: Any = None, /, **kwargs: Any) -> None:
        unasked(self)
        if other is not None:
            for key, value in _entries(other):
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def copy(self) -> Any:
        kind = WeakKeyDictionary if isinstance(self, WeakKeyDictionary) else WeakValueDictionary
        return kind(self)

    __copy__ = copy

    def pop(self, key: Any, *default: Any) -> Any:
        found = self.get(key, _ABSENT)
        if found is not _ABSENT:
            del unasked(self)[key]
            return found
        if default:
            return default[0]
        raise KeyError(key)

    def popitem(self) -> tuple[Any, Any]:
        for key, value in reversed(list(self._alive())):
            del unasked(self)[key]
            return key, value
        raise KeyError("popitem(): dictionary is empty")

    def setdefault(self, key: Any, default: Any = None) -> Any:
        found = self.get(key, _ABSENT)
        if found is _ABSENT:
            unasked(self)[key] = found = default
        return found

    def __or__(self, other: Any) -> Any:
        if not hasattr(type(other), "keys"):
            return NotImplemented
        made = self.copy()
        unasked(made).update(other)
        return made

    def __ror__(self, other: Any) -> Any:
        if not hasattr(type(other), "keys"):
            return NotImplemented
        made = remade(_Weak, self)
        unasked(made).update(other)
        unasked(made).update(self)
        return made

    def __ior__(self, other: Any) -> Any:
        unasked(self).update(other)
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {id(self):#x}>"


_DATA: Any = vars(_Weak)["__data__"]
_CHANGES: Any = vars(_Weak)["__changes__"]
#: The slots' own accessors: they refuse anything but one of these dictionaries.
_data: Final[Callable[[object], dict[Any, Any]]] = _DATA.__get__
_changes: Final[Callable[[object], int]] = _CHANGES.__get__


def _changed(weak: _Weak) -> None:
    _CHANGES.__set__(weak, _changes(weak) + 1)


def _entries(other: Any) -> Iterator[Any]:
    if isinstance(other, _Weak):
        return ticked(list(other.items()))
    return ticked(mapping(other).items()) if hasattr(type(other), "keys") else pairs(other)


def _watching(weak: _Weak, found: Iterator[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield *found* as long as the program itself changes nothing meanwhile."""
    before = _changes(weak)
    for each in found:
        yield each
        if _changes(weak) != before:
            raise RuntimeError("dictionary changed size during iteration")


class WeakKeyDictionary(_Weak):
    __slots__ = ()

    def _alive(self) -> Iterator[tuple[Any, Any]]:
        entries = list(_data(self).items())
        charge(len(entries) // 8)
        found = ((ref(), value) for ref, value in ticked(entries))
        return _watching(self, (each for each in found if each[0] is not None))

    def __getitem__(self, key: Any) -> Any:
        return _data(self)[real.ref(hashable(key))]

    def get(self, key: Any, default: Any = None) -> Any:
        return _data(self).get(real.ref(hashable(key)), default)

    def __contains__(self, key: Any) -> bool:
        try:
            wrapped = real.ref(hashable(key))
        except TypeError:
            return False
        return wrapped in _data(self)

    def __setitem__(self, key: Any, value: Any) -> None:
        data = _data(self)
        before = len(data)
        unasked(data)[real.ref(hashable(key), _forgetting(self))] = value
        if len(data) > before:
            _changed(self)

    def __delitem__(self, key: Any) -> None:
        del unasked(_data(self))[real.ref(hashable(key))]
        _changed(self)

    def keyrefs(self) -> list[Any]:
        """Return references to the keys."""
        return [real.ref(key) for key in self]


def _forgetting(weak: _Weak) -> Callable[[Any], None]:
    holder = real.ref(weak)

    def forget(dead: Any) -> None:
        # A dead reference is compared by identity and knows its hash: no code of a guest runs.
        found = holder()
        if found is not None:
            _data(found).pop(dead, None)

    return forget


class WeakValueDictionary(_Weak):
    __slots__ = ()

    def _alive(self) -> Iterator[tuple[Any, Any]]:
        entries = list(_data(self).items())
        charge(len(entries) // 8)
        found = ((key, ref()) for key, ref in ticked(entries))
        return _watching(self, (each for each in found if each[1] is not None))

    def __getitem__(self, key: Any) -> Any:
        found = _data(self)[hashable(key)]()
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: Any, default: Any = None) -> Any:
        ref = _data(self).get(hashable(key))
        found = None if ref is None else ref()
        return default if found is None else found

    def __contains__(self, key: Any) -> bool:
        ref = _data(self).get(hashable(key))
        return ref is not None and ref() is not None

    def __setitem__(self, key: Any, value: Any) -> None:
        data = _data(self)
        before = len(data)
        unasked(data)[hashable(key)] = real.ref(value)
        if len(data) > before:
            _changed(self)
            if len(data) & (len(data) - 1) == 0:
                _drop_dead(data)

    def __delitem__(self, key: Any) -> None:
        data = unasked(_data(self))
        # (An empty one is not asked for its hash by `pop`.)
        ref = data.pop(hashable(key)) if data else data[key]
        _changed(self)
        if ref() is None:
            raise KeyError(key)

    def valuerefs(self) -> list[Any]:
        """Return references to the values."""
        return [real.ref(value) for value in self.values()]


def _drop_dead(data: dict[Any, Any]) -> None:
    """Take out the entries whose values are dead; whenever the number of entries has doubled."""
    charge(len(data) // 8)
    alive = {key: ref for key, ref in data.items() if ref() is not None}
    empty(data)
    data.update(alive)


for _kind in (WeakKeyDictionary, WeakValueDictionary):
    _kind.__module__ = "weakref"
    _kind.__doc__ = getattr(real, _kind.__name__).__doc__
plain(WeakKeyDictionary, WeakValueDictionary)
trust(_Weak, WeakKeyDictionary, WeakValueDictionary, careful=True)
