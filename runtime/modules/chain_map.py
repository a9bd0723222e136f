"""`collections.ChainMap`, over bases whose loops tick instead of the real ones."""

from __future__ import annotations

import collections as real
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..builtins.reflection import read
from ..guards.answering import unasked
from ..guards.comparing import container, hashable
from ..guards.keys import hashed, hashed_items
from ..guards.rendering import render_repr
from ..prices import reserve
from ..rehomed import remade
from ..standins import basis_of, plain, trust
from .collections_abc import MODULE as ABC
from .containers import drained
from .stand_in import ticked

_Base: Any = basis_of(ABC.MutableMapping)

#: A mapping stands in a slice, in the arguments and in the new list, eight bytes each.
_PLACES: Final = 24


def _paid(maps: Any) -> list[Any]:
    """Return *maps*, which a program may have set to what it likes, about to be copied."""
    found = maps if type(maps) is list else [*ticked(maps)]
    reserve(_PLACES * len(found))
    return found


class ChainMap(_Base):  # type: ignore[misc]
    """A view of several mappings, the first of which is written to."""

    def __init__(self, *maps: Any) -> None:
        self.maps = list(maps) or [{}]

    def __missing__(self, key: Any) -> Any:
        raise KeyError(key)

    def __getitem__(self, key: Any) -> Any:
        hashable(key)
        for mapping in ticked(self.maps):
            try:
                return mapping[key]
            except KeyError:
                pass
        return self.__missing__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401  It is `get` itself.

    def __len__(self) -> int:
        # One by one, as what they have in common is compared each time.
        found: set[Any] = set()
        for mapping in [*ticked(self.maps)]:
            found.update(hashed(mapping))
        return len(found)

    def __iter__(self) -> Iterator[Any]:
        merged: dict[Any, Any] = {}
        for mapping in ticked(reversed(self.maps)):
            merged.update(dict.fromkeys(hashed_items(mapping)))
        return iter(merged)

    def __contains__(self, key: Any) -> bool:
        hashable(key)
        return any(key in container(mapping) for mapping in ticked(self.maps))

    def __bool__(self) -> bool:
        # Chains may share chains: each has a step as often as it is asked.
        return any(ticked(self.maps))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(render_repr, self.maps))})"

    @classmethod
    def fromkeys(cls, iterable: Any, value: Any = None, /) -> Any:
        return cls(dict.fromkeys(hashed_items(iterable), value))

    def copy(self) -> Any:
        maps = _paid(self.maps)
        return remade(ChainMap, self, read(maps[0], "copy")(), *maps[1:])

    __copy__ = copy

    def new_child(self, m: Any = None, **kwargs: Any) -> Any:
        if m is None:
            m = kwargs
        elif kwargs:
            unasked(m).update(kwargs)
        return remade(ChainMap, self, m, *_paid(self.maps))

    @property
    def parents(self) -> Any:
        return remade(ChainMap, self, *_paid(self.maps)[1:])

    def __setitem__(self, key: Any, value: Any) -> None:
        unasked(self.maps[0])[hashable(key)] = value

    def __delitem__(self, key: Any) -> None:
        try:
            del unasked(self.maps[0])[hashable(key)]
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {render_repr(key)}") from None

    def popitem(self) -> Any:
        try:
            return unasked(self.maps[0]).popitem()
        except KeyError:
            raise KeyError("No keys found in the first mapping.") from None

    def pop(self, key: Any, *args: Any) -> Any:
        try:
            return unasked(self.maps[0]).pop(key, *args)
        except KeyError:
            raise KeyError(f"Key not found in the first mapping: {render_repr(key)}") from None

    def clear(self) -> None:
        read(self.maps[0], "clear")()

    def __or__(self, other: Any) -> Any:
        if not isinstance(other, Mapping):
            return NotImplemented
        made = self.copy()
        # (A class of the program's may have made of it what it likes.)
        unasked(made.maps[0]).update(*drained((other,)))
        return made

    def __ror__(self, other: Any) -> Any:
        if not isinstance(other, Mapping):
            return NotImplemented
        merged = dict(*drained((other,)))
        for mapping in ticked(reversed(self.maps)):
            merged.update(*drained((mapping,)))
        return remade(ChainMap, self, merged)

    def __ior__(self, other: Any) -> Any:
        unasked(self.maps[0]).update(*drained((other,)))
        return self


ChainMap.__module__ = "collections"
ChainMap.__doc__ = real.ChainMap.__doc__
plain(ChainMap)
trust(ChainMap)
