"""What is kept for those who ask again: so many values, of so much text."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key, those that came first out first; for all threads.

    Parameters:
        most: how many there may be.
        room: what their sizes may come to. What is larger by itself is not kept.
    """

    __slots__ = ("_found", "_left", "_lock", "_most", "_room")

    def __init__(self, most: int, room: int) -> None:
        self._most = most
        self._room = self._left = room
        self._found: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return the value of *key*, or None."""
        found = self._found.get(key)
        return None if found is None else found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep *value*, of that *size*."""
        with self._lock:
            self._drop(self._found.pop(key, None))
            if size > self._room:
                return
            self._found[key] = value, size
            self._left -= size
            while self._left < 0 or len(self._found) > self._most:
                self._drop(self._found.popitem(last=False)[1])

    def _drop(self, dropped: tuple[V, int] | None) -> None:
        if dropped is not None:
            self._left += dropped[1]
