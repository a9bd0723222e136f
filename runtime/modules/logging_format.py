"""Log records, and how they become text.

Whatever a guest may have put in the place of a record, a formatter or a stream is asked by
the guest's own `getattr`: `"{0.__init__}".format` would otherwise answer for a formatter.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ..builtins.reflection import read
from ..guards.contents import SCALARS
from ..guards.draining import mapping
from ..guards.operators import percent
from ..guards.rendering import render
from ..guards.walking import walk
from ..prices import reserve
from ..run import charge, current
from .clock import SECOND, clock
from .plain import exact_str
from .string import MODULE as STRING
from .time import localtime, strftime
from .traceback import format_exception

LEVELS: Final = {
    "CRITICAL": 50, "FATAL": 50, "ERROR": 40, "WARN": 30, "WARNING": 30, "INFO": 20,
    "DEBUG": 10, "NOTSET": 0,
}  # fmt: skip
_FIELD: Final = re.compile(r"%\(\w+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]", re.IGNORECASE)
_DEFAULTS: Final = {"%": "%(message)s", "{": "{message}", "$": "${message}"}


class LogRecord:
    """A LogRecord instance represents an event being logged."""

    def __init__(
        self, name: Any, level: Any, pathname: Any, lineno: Any, msg: Any, args: Any,
        exc_info: Any, func: Any = None, sinfo: Any = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        state, now = current().state, clock().now()
        began: Any = state.setdefault("logging began", now)
        if type(args) is tuple and len(args) == 1 and isinstance(args[0], dict) and args[0]:
            args = args[0]
        self.name, self.msg, self.args = name, msg, args
        self.levelname, self.levelno = level_name(level), level
        self.pathname = pathname
        text = exact_str(pathname) if isinstance(pathname, str) else ""
        self.filename = text.rpartition("/")[2] or pathname
        self.module = self.filename.removesuffix(".py") if text else "Unknown module"
        self.exc_info, self.exc_text, self.stack_info = exc_info, None, sinfo
        self.lineno, self.funcName = lineno, func
        self.created = now / SECOND
        self.msecs = float(now % SECOND // 10**6)
        self.relativeCreated = (now - began) / 10**6
        # There is one thread of one process, whatever the host has.
        self.thread, self.threadName, self.taskName = 1, "MainThread", None
        self.process, self.processName = 1, "MainProcess"

    def __repr__(self) -> str:
        parts = (self.name, self.levelno, self.pathname, self.lineno)
        return f'<LogRecord: {", ".join(map(render, parts))}, "{render(self.msg)}">'

    def getMessage(self) -> str:
        """Return the message, with the arguments in it."""
        text = exact_str(render(self.msg))
        return exact_str(percent(text, self.args)) if self.args else text


def level_names() -> dict[Any, Any]:
    """Return the names of levels, by number, of the current run."""
    state = current().state
    found: Any = state.get("logging levels")
    if found is None:
        found = {number: name for name, number in LEVELS.items()}
        found |= {50: "CRITICAL", 30: "WARNING"}
        state["logging levels"] = found
    return found  # type: ignore[no-any-return]


def level_name(level: Any) -> Any:
    """Return the name of *level*, or its number if that is a name."""
    names = level_names()
    if type(level) not in SCALARS:
        # Hashed and compared below: nested deeply, it would end the process.
        walk(level)
    if level in names:
        return names[level]
    for number, name in names.items():
        if name == level:
            return number
    return LEVELS.get(level, f"Level {render(level)}") if type(level) is str else (
        f"Level {render(level)}"
    )  # fmt: skip


class Formatter:
    """Formatter instances are used to convert a LogRecord to text."""

    default_time_format: Any = "%Y-%m-%d %H:%M:%S"
    default_msec_format: Any = "%s,%03d"

    def __init__(
        self, fmt: Any = None, datefmt: Any = None, style: Any = "%", validate: Any = True, *,
        defaults: Any = None,
    ) -> None:  # fmt: skip
        if style not in ("%", "{", "$"):
            raise ValueError("Style must be one of: %,{,$")
        self._fmt = _DEFAULTS[style] if fmt is None or fmt == "" else exact_str(fmt, "format")
        self._style, self._defaults = exact_str(style), defaults
        self.datefmt = datefmt
        if validate:
            _validate(self._fmt, self._style)

    def usesTime(self) -> bool:
        """Tell whether the format uses the creation time of the record."""
        text, style = exact_str(self._fmt), self._style
        if style == "$":
            return "$asctime" in text or "${asctime}" in text
        return ("%(asctime)" if style == "%" else "{asctime") in text

    def formatTime(self, record: Any, datefmt: Any = None) -> str:
        """Return the creation time of the specified LogRecord as formatted text."""
        moment = read(self, "converter")(record.created)
        if datefmt:
            return strftime(datefmt, moment)
        text = strftime(self.default_time_format, moment)
        form = self.default_msec_format
        return exact_str(percent(form, (text, record.msecs))) if form else text

    def converter(self, seconds: Any = None) -> Any:
        """Return the parts of a time."""
        return localtime(seconds)

    def formatException(self, ei: Any) -> str:
        """Format and return the specified exception information as a string."""
        return "".join(format_exception(ei[0], ei[1], ei[2])).removesuffix("\n")

    def formatStack(self, stack_info: Any) -> Any:
        """Return the information on the stack."""
        return stack_info

    def formatMessage(self, record: Any) -> Any:
        """Return the format with the attributes of the record in it."""
        values = {**mapping(self._defaults or {}), **mapping(read(record, "__dict__"))}
        if self._style == "%":
            return percent(self._fmt, values)
        if self._style == "{":
            return read(self._fmt, "format")(**values)
        return STRING.Template(self._fmt).substitute(**values)

    def format(self, record: Any) -> str:
        """Format the specified record as text."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = exact_str(self.formatMessage(record))
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        for part in (record.exc_text, self.formatStack(record.stack_info or "")):
            if part:
                part = exact_str(part)
                reserve(len(text) + len(part))
                text += ("" if text.endswith("\n") else "\n") + part
        return text


def _validate(text: str, style: str) -> None:
    charge(len(text) // 16)
    if style == "%":
        if not _FIELD.search(text):
            raise ValueError(f"Invalid format '{text}' for '{style}' style")
    elif style not in text:
        raise ValueError("invalid format: no fields")
