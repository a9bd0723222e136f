"""Colours, or none: what each kind of text looks like on a terminal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import IO, Final

_RESET: Final = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Palette:
    """Paints text by what it is.

    Parameters:
        enabled: False leaves every text as it is.
    """

    enabled: bool

    def error(self, text: str) -> str:
        return self._paint("1;31", text)

    def good(self, text: str) -> str:
        return self._paint("32", text)

    def hint(self, text: str) -> str:
        return self._paint("1;36", text)

    def place(self, text: str) -> str:
        return self._paint("1", text)

    def faint(self, text: str) -> str:
        return self._paint("2", text)

    def guard(self, text: str) -> str:
        return self._paint("1;35", text)

    def added(self, text: str) -> str:
        return self._paint("32", text)

    def removed(self, text: str) -> str:
        return self._paint("31", text)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}{_RESET}" if self.enabled and text else text


PLAIN: Final = Palette(enabled=False)


def palette_for(stream: IO[str]) -> Palette:
    """Return colours for *stream* if it is a terminal that wants them (NO_COLOR, TERM=dumb)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Palette(enabled=wanted and is_terminal(stream))


def is_terminal(stream: IO[str]) -> bool:
    """Tell whether *stream* is a terminal; a closed one is not."""
    try:
        return stream.isatty()
    except ValueError:
        return False
