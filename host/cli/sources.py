"""Reading what the command line names: sources and data, from files or standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

#: Sources beyond this many bytes are not even read; the gate's own cap is far below.
MOST_BYTES: Final = 16 * 2**20
STDIN: Final = "-"


class Unreadable(click.ClickException):
    """A file that cannot be read; ends the command with a one-line message."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Source:
    """A source text as it was found.

    Parameters:
        name: what to call it in messages: the path as given, or `<stdin>`.
        data: its bytes; whether they are a program is for the gate to say.
    """

    name: str
    data: bytes

    @property
    def text(self) -> str:
        """The text for showing lines of it, whatever the bytes."""
        return self.data.decode("utf-8-sig", "replace")


def read_source(path: str) -> Source:
    """Return the source at *path*, or standard input for `-`.

    Raises:
        Unreadable: there is no such file, it may not be read, or it is absurdly large.
    """
    data = read_bytes(path, MOST_BYTES + 1)
    name = "<stdin>" if path == STDIN else path
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name}: larger than {MOST_BYTES // 2**20} MiB")
    return Source(name, data)


def read_bytes(path: str, most: int = -1) -> bytes:
    """Return up to *most* bytes (all of them if negative) of a file, or of standard input for `-`.

    Raises:
        Unreadable: the system refuses.
    """
    try:
        if path == STDIN:
            if sys.stdin is None:
                raise Unreadable("standard input is closed")
            return sys.stdin.buffer.read(most)
        with Path(path).open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise Unreadable(f"{path}: {(error.strerror or str(error)).lower()}") from None
    except ValueError as error:  # a null character in the path
        raise Unreadable(f"{path!r}: {error}") from None
