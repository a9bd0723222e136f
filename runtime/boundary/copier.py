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

from .clashes import MOST, clashes
from .leaves import LEAVES, complete, weight
from .limits import CrossingLimits
from .refusal import OUT_OF_STACK, Refused
from .rows import CHUNK, EMPTY, ENTRY, SHORT, SMALL, copied_rows
from .truth import names_in

#: Sequences from this length on may be tables.
TABLE: Final = 8

#: Clock and budget are looked at after this many items.
LOOK: Final = 4096

#: An object that is no scalar takes as long as so many that are, and a name in its classes.
_TOIL: Final = 32
_EACH_NAME: Final = 2

CLASHES: Final = "has too many keys or items of the same hash"

_TEXT: Final = frozenset({str})

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
        look: called with the number of items since it was last called, every `LOOK` items or so
            and before a long container; what it raises ends the copy.
    """

    __slots__ = (
        "_bytes", "_clashes", "_depth", "_items", "_limits", "_look", "_looked", "_next_look",
        "_toils",
    )  # fmt: skip
    #: How to copy what holds no others, by the identity of its class.
    leaves: ClassVar[Mapping[int, Callable[[Any], Any]]] = LEAVES
    #: Whether keys may have been chosen to have one hash.
    wary: ClassVar[bool] = False

    def __init__(self, limits: CrossingLimits, look: Callable[[int], object] | None = None) -> None:
        self._limits = limits
        self._look = look
        #: Items that are still free, those that were when `look` was called, and how many are
        #: when it is called again: one comparison, of the first with the last, serves for all.
        self._items = self._looked = limits.items
        self._next_look = 0 if look is None else max(limits.items - LOOK, 0)
        self._bytes = limits.bytes
        self._clashes = MOST
        self._depth = limits.depth
        #: What one instance of a class takes, in items; by identity of the class.
        self._toils: dict[int, int] = {}

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
            if self._look is not None:
                self._look(self._looked - self._items)
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
        self._tire(value, kind)
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
        self._next_look += not size  # an empty one takes as long as an item
        if (
            self._items < self._next_look
            or depth >= self._depth
            or dict.__sizeof__(value) > EMPTY + ENTRY * size
        ):
            self._pause(value if origin is None else origin, depth)
        copy = self._copy
        depth += 1
        if self.wary and not _TEXT.issuperset(map(type, dict.__iter__(value))):
            return self._keyed(value, size, depth, origin)
        try:
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
                for key, item in dict.items(value)
            }
        except Refused as refused:
            refused.climb(dict, value, origin)
            raise
        except TypeError:
            raise Refused(value if origin is None else origin, UNHASHABLE) from None
        if len(entries) != size:
            raise Refused(value, "has keys that are equal once they are plain data")
        return entries

    def _keyed(self, value: Any, size: int, depth: int, origin: Any) -> dict[Any, Any]:
        """Copy what has keys besides text: they are looked at before they meet."""
        pairs = list(dict.items(value))
        copy = self._copy
        try:
            keys = [copy(key, depth) for key, _ in pairs]
            items = [copy(item, depth) for _, item in pairs]
        except Refused as refused:
            refused.climb(dict, value, origin)
            raise
        entries: dict[Any, Any] = self._met(
            lambda _: dict(zip(keys, items, strict=True)), keys, value, origin
        )
        if len(entries) != size:
            raise Refused(value, "has keys that are equal once they are plain data")
        return entries

    def _met(self, make: Callable[[Any], Any], keys: list[Any], value: Any, origin: Any) -> Any:
        """Return what *make* makes of *keys*, which are hashed and compared there."""
        if origin is not None:
            value = origin
        try:
            if self.wary:
                self._clashes -= clashes(keys)
                if self._clashes < 0:
                    raise Refused(value, CLASHES)
            return make(keys)
        except TypeError:
            raise Refused(value, UNHASHABLE) from None

    def _sequence(self, shape: Any, value: Any, depth: int, origin: Any = None) -> Any:
        size = len(value) if type(value) is shape else shape.__len__(value)
        self._items -= size
        self._next_look += not size  # an empty one takes as long as an item
        if (
            self._items < self._next_look
            or depth >= self._depth
            or (shape is not list and shape.__sizeof__(value) > EMPTY + ENTRY * size)
        ):
            self._pause(value if origin is None else origin, depth)
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
        except Refused as refused:
            refused.climb(shape, value, origin)
            raise
        if table:
            items = table + items
        if shape is list:
            return items
        if shape is tuple:
            return tuple(items)
        result = self._met(shape, items, value, origin)
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
            if self._items < self._next_look:
                self._pause(value, 0)
            copies += made.rows
        return copies

    def _tire(self, value: Any, kind: type) -> None:
        """Look at the budget the sooner for *value*, an instance of *kind* that is no scalar.

        Its slots are looked for in all its classes, filled or not.
        """
        if self._look is None:
            return
        toil = self._toils.get(id(kind))
        if toil is None:
            toil = self._toils[id(kind)] = _TOIL + _EACH_NAME * names_in(kind)
        self._next_look += toil
        if self._items < self._next_look:
            self._pause(value, 0)

    def _pause(self, value: Any, depth: int) -> None:
        """Before `value` is walked: refuse it if that is too much, and look at the budget.

        What has lost its entries is as long to walk as it was with them.
        """
        if depth >= self._depth:
            raise Refused(value, f"is nested more than {self._depth} levels deep")
        if self._items < 0:
            raise Refused(value, f"brings the whole to more than {self._limits.items:,} items")
        if self._look is not None:
            new, self._looked = self._looked - self._items, self._items
            self._next_look = max(self._items - LOOK, 0)
            self._look(new)

    def _spend(self, value: Any, size: int) -> None:
        if self._bytes is not None:
            self._bytes -= size
            if self._bytes < 0:
                limit = f"{self._limits.bytes:,}"
                raise Refused(value, f"brings the whole to more than {limit} bytes of text")
