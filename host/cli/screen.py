"""Standard output and standard error as a command uses them.

Text on its way to a terminal is made visible first (a guest must not drive the terminal);
into a pipe or file it goes as it is. A reader that has gone away ends the command quietly.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import suppress
from typing import TextIO

from .palette import Palette, is_terminal, palette_for
from .visible import visible


class ReaderGone(Exception):
    """Standard output or error takes nothing any more.

    Its text says why; it is empty where nobody reads any more (`| head -1`).
    """


def gone(error: OSError) -> ReaderGone:
    if isinstance(error, BrokenPipeError):
        return ReaderGone()
    return ReaderGone((error.strerror or str(error)).lower())


def _or_nothing(stream: TextIO | None) -> TextIO:
    """Return *stream*, or for one that is closed from the beginning, what takes anything."""
    return open(os.devnull, "w", encoding="utf-8") if stream is None else stream


class Screen:
    """Writes to the standard streams of the moment it is made."""

    def __init__(self) -> None:
        self._out, self._err = _or_nothing(sys.stdout), _or_nothing(sys.stderr)
        self._terminal = is_terminal(self._out)
        self._errors_on_terminal = is_terminal(self._err)
        self._at_line_start = True
        for stream in (self._out, self._err):
            if isinstance(stream, io.TextIOWrapper):
                # Lone surrogates and a narrow locale must not end the command; a line that
                # has been printed must be seen, whatever happens next.
                stream.reconfigure(errors="backslashreplace", line_buffering=True)

    @property
    def terminal(self) -> bool:
        """Whether standard output is a terminal."""
        return self._terminal

    @property
    def columns(self) -> int | None:
        """Width of the terminal that standard output is, else None."""
        return shutil.get_terminal_size().columns if self._terminal else None

    @property
    def encoding(self) -> str:
        """Of standard output."""
        return self._out.encoding or "utf-8"

    @property
    def palette(self) -> Palette:
        """Colours for standard output."""
        return palette_for(self._out)

    @property
    def error_palette(self) -> Palette:
        """Colours for standard error."""
        return palette_for(self._err)

    def guest(self, text: str) -> None:
        """Write what a guest has printed."""
        self.write(visible(text) if self._terminal else text)

    def write(self, text: str) -> None:
        """Write our own text, colours included.

        Raises:
            ReaderGone: it takes nothing.
        """
        if not text:
            return
        self._at_line_start = text.endswith("\n")
        try:
            self._out.write(text)
        except OSError as error:
            raise gone(error) from None

    def start_line(self) -> None:
        """End the line that the guest left open, if it did."""
        if not self._at_line_start:
            self.write("\n")

    def error(self, text: str) -> None:
        """Write *text* to standard error, after what standard output has so far.

        Raises:
            ReaderGone: it takes nothing.
        """
        self.flush()
        try:
            self._err.write(text)
            self._err.flush()
        except OSError as error:
            raise gone(error) from None

    def guest_error(self, text: str) -> None:
        """Write what a guest has written to its `sys.stderr`, on lines of its own.

        Raises:
            ReaderGone: it takes nothing.
        """
        if text:
            self.start_line()
            text = text if text.endswith("\n") else text + "\n"
            self.error(visible(text) if self._errors_on_terminal else text)

    def flush(self) -> None:
        """Send what is buffered.

        Raises:
            ReaderGone: it takes nothing.
        """
        try:
            self._out.flush()
        except OSError as error:
            raise gone(error) from None

    def complain(self, reason: str) -> None:
        """Say on standard error, if that takes anything, why there is no more output."""
        with suppress(OSError):
            self._err.write(f"cloche: standard output: {reason}\n")
            self._err.flush()

    def close_quietly(self) -> None:
        """Point the broken streams at nothing, so that the interpreter's own flush is silent."""
        nothing = os.open(os.devnull, os.O_WRONLY)
        for stream in (self._out, self._err):
            try:
                stream.flush()
            except OSError:
                os.dup2(nothing, stream.fileno())
