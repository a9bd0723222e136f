"""The two streams of a run: what `sys.stdout` and `sys.stderr` are, and where they lead instead.

A stream is bound to its run, as `print` is: whoever holds it and whenever it is called, the text
is that run's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..builtins.output import INSTEAD_OF_STDOUT
from ..guards.rendering import render
from ..run import Run, current
from ..standins import opaque, trust
from .plain import exact_str
from .stand_in import ticked

#: Key in `Run.state` of what takes the place of a stream, by the name of the stream.
_INSTEAD: Final = {"stdout": INSTEAD_OF_STDOUT, "stderr": "instead of stderr"}


class Stream:
    """A text stream that can only be written to."""

    __slots__ = ("__write__", "name")

    name: str
    encoding: Final = "utf-8"
    errors: Final = "strict"
    mode: Final = "w"
    newlines: Final = None
    closed: Final = False
    line_buffering: Final = False

    def __new__(cls, *args: object, **named: object) -> Stream:
        raise TypeError("cannot create '_io.TextIOWrapper' instances")

    def write(self, text: Any, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        exact = exact_str(text)
        _write(self)(exact)
        return len(exact)

    def writelines(self, lines: Any, /) -> None:
        for line in ticked(lines):
            self.write(line)

    def flush(self) -> None:
        """Do nothing: text is there at once."""

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<_io.TextIOWrapper name={self.name!r} mode='w' encoding='utf-8'>"


Stream.__name__ = Stream.__qualname__ = "TextIOWrapper"
Stream.__module__ = "_io"
_write: Callable[[object], Callable[[str], object]] = Stream.__dict__["__write__"].__get__
_set_write = Stream.__dict__["__write__"].__set__
_set_name = Stream.__dict__["name"].__set__
trust(Stream, careful=True)
opaque(Stream, "cannot create '_io.TextIOWrapper' instances")


def own_stream(run: Run, name: str) -> Stream:
    """Return the stream *name* (`stdout` or `stderr`) of *run* itself."""
    key = f"own {name}"
    found = run.state.get(key)
    if found is None:
        found = run.state[key] = made = object.__new__(Stream)
        _set_write(made, (run.output if name == "stdout" else run.errors).write)
        _set_name(made, f"<{name}>")
    assert isinstance(found, Stream)
    return found


def stream(run: Run, name: str) -> Any:
    """Return what `sys.stdout` or `sys.stderr` of *run* is now."""
    key = _INSTEAD[name]
    return run.state[key] if key in run.state else own_stream(run, name)


def redirect(run: Run, name: str, target: Any) -> Any:
    """Let *target* take the place of the stream *name* of *run*; return what was there."""
    before = stream(run, name)
    if target is own_stream(run, name):
        run.state.pop(_INSTEAD[name], None)
    else:
        run.state[_INSTEAD[name]] = target
    module = run.modules.get("sys")
    if module is not None:
        module.__dict__[name] = target
    return before


def say(text: str) -> None:
    """Write *text* to what `sys.stderr` is now, if it is anything."""
    if (now := stream(current(), "stderr")) is not None:
        now.write(text)


def say_line(value: object) -> None:
    """Write *value* and a line's end to what `sys.stderr` is now."""
    say(f"{exact_str(render(value))}\n")
