"""Text that nobody has read yet, of which no more is kept than may be printed at once."""

from __future__ import annotations

from collections import deque
from typing import Final

#: Pieces up to this size, in bytes, are put together: each takes more than its text.
_SMALL: Final = 4096
_LATER: Final = bytes(range(0x80, 0xC0))


def size_of(text: str) -> int:
    """Return the bytes of *text* in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


class Kept:
    """The end of a text that grows.

    Parameters:
        most: bytes of UTF-8 of it that are kept, a positive number; None: all.
    """

    __slots__ = ("_most", "_pieces", "_size")

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._pieces: deque[tuple[int, str]] = deque()
        self._size = 0

    def add(self, text: str) -> None:
        """Append *text*; it takes time in proportion to that alone."""
        size, pieces = size_of(text), self._pieces
        self._size += size
        if pieces and pieces[-1][0] + size <= _SMALL:
            before, last = pieces.pop()
            size, text = before + size, last + text
        pieces.append((size, text))
        if self._most is not None:
            while self._size - pieces[0][0] >= self._most:
                self._size -= pieces.popleft()[0]

    def text(self) -> str:
        """Return what is kept."""
        text = "".join([text for _, text in self._pieces])
        if self._most is None or self._size <= self._most:
            return text
        # A character of which the beginning is gone is gone.
        data = text.encode("utf-8", "surrogatepass")[self._size - self._most :]
        return data.lstrip(_LATER).decode("utf-8", "surrogatepass")

    def take(self) -> str:
        """Return what is kept, and keep nothing."""
        text = self.text()
        self._pieces.clear()
        self._size = 0
        return text
