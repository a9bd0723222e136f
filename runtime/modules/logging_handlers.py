"""Filters and handlers. A handler writes to a stream of the run, or to what the guest gives it."""

from __future__ import annotations

import sys
from typing import Any, Final

from ..builtins.reflection import read
from ..guards.comparing import comparand, container, operand
from ..guards.rendering import render, render_repr
from ..run import charge, current
from .logging_format import LEVELS, Formatter, level_name, level_names
from .plain import exact_int, exact_str
from .stand_in import ticked
from .streams import say, stream
from .traceback import format_exception

_STEPS: Final = 20


def check_level(level: Any) -> int:
    """Return the number of a level.

    Raises:
        ValueError, TypeError: it is none.
    """
    if isinstance(level, int):
        return exact_int(level)
    if isinstance(level, str):
        text = exact_str(level)
        for number, name in level_names().items():
            if name == text:
                return int(number)
        if text in LEVELS:
            return LEVELS[text]
        raise ValueError(f"Unknown level: {level!r}")
    raise TypeError(f"Level not an integer or a valid string: {render_repr(level)}")


class Filter:
    """Filter instances are used to perform arbitrary filtering of LogRecords."""

    def __init__(self, name: Any = "") -> None:
        self.name = name
        self.nlen = len(name)

    def filter(self, record: Any) -> Any:
        """Determine if the specified record is to be logged."""
        if not self.nlen or operand(self.name) == record.name:
            return True
        return exact_str(record.name).startswith(f"{exact_str(self.name)}.")


class Filterer:
    """A base class for loggers and handlers which allows them to share common code."""

    def __init__(self) -> None:
        self.filters: list[Any] = []

    def addFilter(self, filter: Any) -> None:
        """Add the specified filter."""
        charge(1 + len(self.filters) // 8)
        if comparand(filter) not in container(self.filters):
            self.filters.append(filter)

    def removeFilter(self, filter: Any) -> None:
        """Remove the specified filter."""
        take_away(self.filters, filter)

    def filter(self, record: Any) -> Any:
        """Determine if a record is loggable by consulting all the filters."""
        for each in [*ticked(self.filters)]:
            charge(1)
            test = read(each, "filter") if hasattr(each, "filter") else each
            result = test(record)
            if not result:
                return False
            if _REPLACING and not isinstance(result, bool) and hasattr(result, "levelno"):
                record = result
        return record if _REPLACING else True


def take_away(items: Any, item: Any) -> None:
    """Remove *item* from *items*, what a guest may have put in the place of a list, if it is there.

    Not by `remove`: each of them may take long to compare, and that does not tick.
    """
    comparand(item)
    for index, each in enumerate(ticked(items)):
        if each is item or each == item:
            del items[index]
            return


_REPLACING: Final = sys.version_info >= (3, 12)


class Handler(Filterer):
    """Handler instances dispatch logging events to specific destinations."""

    name: Any = None

    def __init__(self, level: Any = 0) -> None:
        Filterer.__init__(self)
        self.level = check_level(level)
        self.formatter: Any = None

    def get_name(self) -> Any:
        return self.name

    def set_name(self, name: Any) -> None:
        self.name = name

    def setLevel(self, level: Any) -> None:
        """Set the logging level of this handler."""
        self.level = check_level(level)

    def setFormatter(self, fmt: Any) -> None:
        """Set the formatter for this handler."""
        self.formatter = fmt

    def format(self, record: Any) -> Any:
        """Format the specified record."""
        return read(self.formatter or Formatter(), "format")(record)

    def emit(self, record: Any) -> None:
        """Do whatever it takes to actually log the specified logging record."""
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handle(self, record: Any) -> Any:
        """Conditionally emit the specified logging record."""
        charge(_STEPS)
        result = self.filter(record)
        if result:
            self.emit(record if result is True else result)
        return result

    def handleError(self, record: Any) -> None:
        """Say on stderr what went wrong in `emit`."""
        error = sys.exception()
        if error is not None:
            text = "".join(format_exception(error))
            message = f"Message: {render_repr(record.msg)}\nArguments: {render(record.args)}\n"
            say(f"--- Logging error ---\n{text}{message}")

    def acquire(self) -> None:
        """Do nothing: there is one thread."""

    def release(self) -> None:
        """Do nothing: there is one thread."""

    def createLock(self) -> None:
        """Do nothing: there is one thread."""

    def flush(self) -> None:
        """Ensure all logging output has been flushed."""

    def close(self) -> None:
        """Tidy up any resources used by the handler."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} ({_level_text(self.level)})>"


def _level_text(level: Any) -> str:
    return exact_str(render(level_name(level)))


class StreamHandler(Handler):
    """A handler class which writes logging records, appropriately formatted, to a stream."""

    terminator: Any = "\n"

    def __init__(self, stream: Any = None) -> None:
        Handler.__init__(self)
        self.stream = _stderr() if stream is None else stream

    def flush(self) -> None:
        if self.stream and hasattr(self.stream, "flush"):
            read(self.stream, "flush")()

    def emit(self, record: Any) -> None:
        try:
            text = exact_str(read(self, "format")(record)) + exact_str(self.terminator)
            read(self.stream, "write")(text)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream: Any) -> Any:
        """Set the stream to write to; return the one before, if it was another."""
        if stream is self.stream:
            return None
        before, self.stream = self.stream, stream
        return before

    def __repr__(self) -> str:
        name = getattr(self.stream, "name", "")
        text = f"{render(name)} " if name else ""
        return f"<{type(self).__name__} {text}({_level_text(self.level)})>"


def _stderr() -> Any:
    return stream(current(), "stderr")


class LastResort(StreamHandler):
    """Writes warnings of a program without handlers to what `sys.stderr` is at that time."""

    def __init__(self) -> None:
        Handler.__init__(self, LEVELS["WARNING"])

    @property
    def stream(self) -> Any:
        return _stderr()


LastResort.__name__ = LastResort.__qualname__ = "_StderrHandler"


class NullHandler(Handler):
    """This handler does nothing."""

    def handle(self, record: Any) -> None:
        """Do nothing."""

    def emit(self, record: Any) -> None:
        """Do nothing."""
