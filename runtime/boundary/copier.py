"""The one loop that copies values across, in both directions.

The copy is a tree: a part that occurs twice is copied twice, as in JSON, so nothing is shared
between the sides and `CrossingLimits` bounds the work. Exact scalars, being immutable, are
handed over as they are.

Classes are compared by identity only. A lookup by class in a set or dict asks the class's
metaclass for its hash and equality, and a guest's metaclass would answer "I am int".
Nothing here runs a method of a value whose class is not exactly builtin: subclasses are walked
by the builtin's own methods (`dict.items(value)`, never `value.items()`).

Why not `marshal`, which copies plain data in C: it takes code objects, `Ellipsis` and anything
with a buffer, turning a bytearray or a memoryview into bytes without a word. Checked for those
beforehand and told to keep no sharing (version 2), it is no faster than this loop, which need
not copy strings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, NamedTuple

from .collisions import is_crowded
from .leaves import LEAVES, complete, weight
from .limits import CrossingLimits
from .refusal import OUT_OF_STACK, Refused
from .rows import CHUNK, SHORT, SMALL, copied_rows

#: Sequences from this length on may be tables.
TABLE: Final = 8

CROWDED: Final = "has too many keys or items of one hash"
#: A record can be hashed only if its content can.
UNHASHABLE: Final = "has a key or an item that can be changed once it is plain data"


class Unwrapped(NamedTuple):
    """What to copy in place of a value that is not plain.

    Parameters:
        content: an instance of `shape` or of a subclass of it.
        shape: dict, list, tuple, set or frozenset, to walk the content as; None: the content
            is a leaf of an exactly plain class, and nobody else's.
        wrap: makes the outcome from the content's copy; None: the copy is the outcome.
    """

    content: Any
    shape: type | None = None
    wrap: Callable[[Any], Any] | None = None


class Copier:
    """Copies one whole value; a subclass says what becomes of values that are not plain.

    Parameters:
        limits: bounds on the whole.
    """

    __slots__ = ("_bytes", "_depth", "_items", "_limits")
    #: How to copy what holds no others, by the identity of its class.
    leaves: ClassVar[Mapping[int, Callable[[Any], Any]]] = LEAVES

    def __init__(self, limits: CrossingLimits) -> None:
        self._limits = limits
        self._items = limits.items
        self._bytes = limits.bytes
        self._depth = limits.depth

    def unwrap(self, value: Any) -> Unwrapped:
        """Return what to copy in place of `value`, running nothing of its own.

        Raises:
            Refused: it may not cross.
        """
        raise NotImplementedError

    def whole(self, value: Any, path: str) -> Any:
        """Return a copy of `value`.

        Parameters:
            path: what to call it in an error.

        Raises:
            BoundaryError: a part of it may not cross, or it exceeds the limits.
        """
        try:
            copy = self._copy(value, 0)
        except Refused as refused:
            error = refused.error(path)
        except RecursionError:
            error = Refused(value, OUT_OF_STACK).error(path)
        else:
            return copy
        raise error

    def _copy(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is dict:
            return self._dict(value, depth)
        if kind is list or kind is tuple or kind is set or kind is frozenset:
            return self._sequence(kind, value, depth)
        if kind is str or kind is int:
            self._spend(value, weight(value))
            return value
        if kind is float or kind is bool or value is None:
            return value
        leaf = self.leaves.get(id(kind))
        if leaf is None and complete():
            leaf = self.leaves.get(id(kind))
        if leaf is not None:
            self._spend(value, weight(value))
            return leaf(value)
        content, shape, wrap = self.unwrap(value)
        if shape is None:
            self._spend(value, weight(content))
            copy = content
        elif shape is dict:
            copy = self._dict(content, depth, value)
        else:
            copy = self._sequence(shape, content, depth, value)
        return copy if wrap is None else wrap(copy)

    # `origin` is the object whose content `value` is, if that is another object. An error names
    # it, and meeting it again means that it contains itself.

    def _dict(self, value: Any, depth: int, origin: Any = None) -> dict[Any, Any]:
        size = len(value) if type(value) is dict else dict.__len__(value)
        self._items -= size
        if self._items < 0 or depth >= self._depth:
            raise self._beyond(value if origin is None else origin, depth)
        copy = self._copy
        depth += 1
        crowded = False
        try:
            if size > 1 and set(map(id, map(type, dict.keys(value)))) != {id(str)}:
                crowded = self._is_crowded(value, depth)
            # As in `_copy`, which a call for each scalar would double the time of.
            entries = {
                (key if type(key) is str and len(key) <= SHORT else copy(key, depth)): (
                    item
                    if ((kind := type(item)) is str and len(item) <= SHORT)
                    or (kind is int and -SMALL < item < SMALL)
                    or kind is float
                    or kind is bool
                    or item is None
                    else copy(item, depth)
                )
                for key, item in ([] if crowded else dict.items(value))
            }
        except Refused as refused:
            refused.climb(dict, value, origin)
            raise
        except TypeError:
            raise Refused(value if origin is None else origin, UNHASHABLE) from None
        if crowded:
            raise Refused(value if origin is None else origin, CROWDED)
        if len(entries) != size:
            raise Refused(value, "has keys that are equal once they are plain data")
        return entries

    def _sequence(self, shape: Any, value: Any, depth: int, origin: Any = None) -> Any:
        self._items -= len(value) if type(value) is shape else shape.__len__(value)
        if self._items < 0 or depth >= self._depth:
            raise self._beyond(value if origin is None else origin, depth)
        copy = self._copy
        depth += 1
        table: list[Any] = []
        rest = value
        if type(value) is list and len(value) >= TABLE and depth < self._depth:
            table = self._table(value)
            rest = value[len(table) :] if table else value
        try:
            items = [
                item
                if ((kind := type(item)) is str and len(item) <= SHORT)
                or (kind is int and -SMALL < item < SMALL)
                or kind is float
                or kind is bool
                or item is None
                else copy(item, depth)
                for item in shape.__iter__(rest)
            ]
            if table:
                items = table + items
            crowded = (shape is set or shape is frozenset) and is_crowded(items)
            result = items if shape is list or crowded else shape(items)
        except Refused as refused:
            refused.climb(shape, value, origin)
            raise
        except TypeError:
            raise Refused(value if origin is None else origin, UNHASHABLE) from None
        if crowded:
            raise Refused(value if origin is None else origin, CROWDED)
        if len(result) != len(items):
            raise Refused(value, "has items that are equal once they are plain data")
        return result

    def _table(self, value: list[Any]) -> list[Any]:
        """Return copies of the rows that *value* begins with, of as many as are copied by chunks.

        Everything else is left to `_sequence`, what may not cross as well.
        """
        copies: list[Any] = []
        while rows := value[len(copies) : len(copies) + CHUNK]:
            made = copied_rows(rows, self._items) if type(rows[0]) is dict else None
            if made is None:
                break
            heavy = sum(map(weight, made.heavy))
            if self._bytes is not None:
                if heavy > self._bytes:
                    break
                self._bytes -= heavy
            self._items -= made.entries
            copies += made.rows
        return copies

    def _is_crowded(self, value: Any, depth: int) -> bool:
        """Tell whether the keys of a dict, once they are plain data, take long to be told apart."""
        left = self._items, self._bytes
        crowded = is_crowded([self._copy(key, depth) for key in dict.keys(value)])
        self._items, self._bytes = left
        return crowded

    def _beyond(self, value: Any, depth: int) -> Refused:
        if depth >= self._depth:
            return Refused(value, f"is nested more than {self._depth} levels deep")
        return Refused(value, f"brings the whole to more than {self._limits.items:,} items")

    def _spend(self, value: Any, size: int) -> None:
        if self._bytes is not None:
            self._bytes -= size
            if self._bytes < 0:
                limit = f"{self._limits.bytes:,}"
                raise Refused(value, f"brings the whole to more than {limit} bytes of text")
