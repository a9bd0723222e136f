"""`logging`: loggers of the run, whose records go to its streams. No files, no sockets."""

from __future__ import annotations

import logging as real
import sys
from typing import Any, Final

from ..budget import BYTES_PER_STEP
from ..builtins.reflection import read
from ..guards.comparing import comparand, container
from ..guards.rendering import render
from ..run import Run, charge, current
from ..standins import owned, plain, trust
from .clock import clock
from .logging_adapter import LoggerAdapter
from .logging_callers import caller, exc_triple, stack_text
from .logging_format import LEVELS, Formatter, LogRecord, level_name, level_names
from .logging_handlers import (
    Filter,
    Filterer,
    Handler,
    LastResort,
    NullHandler,
    StreamHandler,
    check_level,
    take_away,
)
from .plain import exact_int, exact_str
from .stand_in import Module, frozen, shim, ticked

#: A log call takes at least so many steps.
_STEPS: Final = 20
#: Attributes that `extra` may not set.
_TAKEN: Final = frozenset({"message", "asctime"})


class _State:
    """The loggers of one run."""

    __slots__ = ("disabled", "last_resort", "loggers", "root")

    def __init__(self) -> None:
        self.root: Any = RootLogger(LEVELS["WARNING"])
        self.loggers: dict[str, Any] = {}
        self.disabled = 0
        self.last_resort = LastResort()


def _state() -> _State:
    run: Run = current()
    found = run.state.get("logging")
    if found is None:
        found = run.state["logging"] = _State()
    assert isinstance(found, _State)
    return found


# --- Loggers -------------------------------------------------------------------------------


class Logger(Filterer):
    """Instances of the Logger class represent a single logging channel."""

    def __init__(self, name: Any, level: Any = 0) -> None:
        Filterer.__init__(self)
        self.name, self.level = name, check_level(level)
        self.parent: Any = None
        self.propagate, self.disabled = True, False
        self.handlers: list[Any] = []

    def setLevel(self, level: Any) -> None:
        """Set the logging level of this logger."""
        self.level = check_level(level)

    def debug(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log 'msg % args' with severity 'DEBUG'."""
        self._log_if(10, msg, args, kwargs)

    def info(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log 'msg % args' with severity 'INFO'."""
        self._log_if(20, msg, args, kwargs)

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log 'msg % args' with severity 'WARNING'."""
        self._log_if(30, msg, args, kwargs)

    warn = warning

    def error(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log 'msg % args' with severity 'ERROR'."""
        self._log_if(40, msg, args, kwargs)

    def exception(self, msg: Any, *args: Any, exc_info: Any = True, **kwargs: Any) -> None:
        """Convenience method for logging an ERROR with exception information."""
        self._log_if(40, msg, args, {**kwargs, "exc_info": exc_info})

    def critical(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log 'msg % args' with severity 'CRITICAL'."""
        self._log_if(50, msg, args, kwargs)

    fatal = critical

    def log(self, level: Any, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log 'msg % args' with the integer severity 'level'."""
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        self._log_if(exact_int(level), msg, args, kwargs)

    def _log_if(self, level: int, msg: Any, args: Any, kwargs: dict[str, Any]) -> None:
        charge(_STEPS)
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def _log(
        self, level: Any, msg: Any, args: Any, exc_info: Any = None, extra: Any = None,
        stack_info: Any = False, stacklevel: Any = 1,
    ) -> None:  # fmt: skip
        frame = caller(sys._getframe(1), exact_int(stacklevel))
        place = ("(unknown file)", 0, "(unknown function)")
        if frame is not None:
            code = frame.f_code
            place = (code.co_filename, frame.f_lineno, code.co_name)
        stack = stack_text(frame) if stack_info else None
        record = self.makeRecord(
            self.name, level, *place[:2], msg, args, exc_triple(exc_info), place[2], extra, stack
        )
        self.handle(record)

    def makeRecord(
        self, name: Any, level: Any, fn: Any, lno: Any, msg: Any, args: Any, exc_info: Any,
        func: Any = None, extra: Any = None, sinfo: Any = None,
    ) -> LogRecord:  # fmt: skip
        """Make a LogRecord, with *extra* among its attributes."""
        record = LogRecord(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for key in ticked(extra or ()):
            text = exact_str(key)
            if text in _TAKEN or text in vars(record) or text.startswith("__"):
                raise KeyError(f"Attempt to overwrite {text!r} in LogRecord")
            setattr(record, text, extra[key])
        return record

    def handle(self, record: Any) -> None:
        """Call the handlers for the specified record."""
        if self.disabled:
            return
        kept = self.filter(record)
        if kept:
            self.callHandlers(record if kept is True else kept)

    def addHandler(self, hdlr: Any) -> None:
        """Add the specified handler to this logger."""
        charge(1 + len(self.handlers) // 8)
        if comparand(hdlr) not in container(self.handlers):
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr: Any) -> None:
        """Remove the specified handler from this logger."""
        take_away(self.handlers, hdlr)

    def _upwards(self) -> Any:
        logger: Any = self
        while logger is not None:
            charge(1)
            yield logger
            logger = logger.parent if logger.propagate else None

    def hasHandlers(self) -> bool:
        """See if this logger has any handlers configured."""
        return any(logger.handlers for logger in self._upwards())

    def callHandlers(self, record: Any) -> None:
        """Pass a record to all relevant handlers."""
        found = False
        for logger in self._upwards():
            for handler in [*ticked(logger.handlers)]:
                found = True
                if comparand(record.levelno) >= handler.level:
                    read(handler, "handle")(record)
        last = _state().last_resort
        if not found and comparand(record.levelno) >= last.level:
            last.handle(record)

    def getEffectiveLevel(self) -> Any:
        """Get the effective level for this logger."""
        logger: Any = self
        while logger is not None:
            charge(1)
            if logger.level:
                return logger.level
            logger = logger.parent
        return 0

    def isEnabledFor(self, level: Any) -> bool:
        """Is this logger enabled for level 'level'?"""
        if self.disabled or _state().disabled >= comparand(level):
            return False
        return bool(level >= self.getEffectiveLevel())

    def getChild(self, suffix: Any) -> Any:
        """Get a logger which is a descendant to this one."""
        name = exact_str(suffix)
        return getLogger(name if self.parent is None else f"{exact_str(self.name)}.{name}")

    def getChildren(self) -> set[Any]:
        """Return the loggers just below this one."""
        return {each for each in ticked(_state().loggers.values()) if each.parent is self}

    def __repr__(self) -> str:
        level = level_name(self.getEffectiveLevel())
        return f"<{type(self).__name__} {render(self.name)} ({render(level)})>"


class RootLogger(Logger):
    """The logger at the top."""

    def __init__(self, level: Any) -> None:
        Logger.__init__(self, "root", level)


# --- Functions -----------------------------------------------------------------------------


@shim(real.getLogger)
def getLogger(name: Any = None) -> Any:
    state = _state()
    if not name or (isinstance(name, str) and exact_str(name) == "root"):
        return state.root
    if not isinstance(name, str):
        raise TypeError("A logger name must be a string")
    name = exact_str(name)
    found = state.loggers.get(name)
    if found is None:
        charge(len(name) + len(state.loggers))
        found = Logger(name)
        found.parent = _parent(state, name)
        below = f"{name}."
        for other, logger in state.loggers.items():
            if other.startswith(below) and logger.parent is found.parent:
                logger.parent = found
        state.loggers[name] = found
    return found


def _parent(state: _State, name: str) -> Any:
    while name:
        charge(1 + len(name) // BYTES_PER_STEP)
        name = name.rpartition(".")[0]
        if name in state.loggers:
            return state.loggers[name]
    return state.root


@shim(real.basicConfig)
def basicConfig(**kwargs: Any) -> None:
    root = _state().root
    force = kwargs.pop("force", False)
    kwargs.pop("encoding", None), kwargs.pop("errors", None)
    if kwargs.get("filename") is not None:
        raise ValueError("logging to a file is not available here: give a stream")
    kwargs.pop("filename", None), kwargs.pop("filemode", None)
    if force:
        root.handlers.clear()
    if root.handlers:
        return
    handlers = kwargs.pop("handlers", None)
    given = kwargs.pop("stream", None)
    if handlers is None:
        handlers = [StreamHandler(given)]
    elif given is not None:
        raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
    style = kwargs.pop("style", "%")
    if style not in ("%", "{", "$"):
        raise ValueError("Style must be one of: %,{,$")
    form = kwargs.pop("format", _FORMATS[style])
    formatter = Formatter(form, kwargs.pop("datefmt", None), style)
    for handler in ticked(handlers):
        if handler.formatter is None:
            handler.setFormatter(formatter)
        root.addHandler(handler)
    level = kwargs.pop("level", None)
    if level is not None:
        root.setLevel(level)
    if kwargs:
        raise ValueError(f"Unrecognised argument(s): {', '.join(kwargs)}")


_FORMATS: Final = {
    "%": "%(levelname)s:%(name)s:%(message)s",
    "{": "{levelname}:{name}:{message}",
    "$": "${levelname}:${name}:${message}",
}


def _at_root(name: str) -> Any:
    """Return the function of the module that does what the method of the root logger does."""

    def function(*args: Any, **kwargs: Any) -> None:
        root = _state().root
        if not root.handlers:
            basicConfig()
        getattr(root, name)(*args, **kwargs)

    return shim(getattr(real, name))(function)


@shim(real.disable)
def disable(level: Any = 50) -> None:
    _state().disabled = check_level(level)


@shim(real.getLevelName)
def getLevelName(level: Any) -> Any:
    return level_name(level)


@shim(real.addLevelName)
def addLevelName(level: Any, levelName: Any) -> None:
    level_names()[exact_int(level)] = exact_str(levelName)


@shim(real.getLevelNamesMapping)
def getLevelNamesMapping() -> dict[str, int]:
    return LEVELS | {name: number for number, name in level_names().items()}


@shim(real.makeLogRecord)
def makeLogRecord(dict: Any) -> LogRecord:
    record = LogRecord(None, 0, "", 0, "", (), None, None)
    for key in ticked(dict):
        if not exact_str(key).startswith("__"):
            setattr(record, exact_str(key), dict[key])
    return record


@shim(real.shutdown)
def shutdown(handlerList: Any = None) -> None:
    """Do nothing: what is written is there at once."""


_CLASSES: Final[tuple[Any, ...]] = (
    Filter, Formatter, Handler, LogRecord, Logger, LoggerAdapter, NullHandler, StreamHandler,
)  # fmt: skip
_HIDDEN: Final[tuple[Any, ...]] = (Filterer, RootLogger, LastResort)
for _kind in (*_CLASSES, *_HIDDEN):
    _kind.__module__ = "logging"
plain(*_CLASSES)
plain(*_HIDDEN, derivable=False)
trust(*_CLASSES, *_HIDDEN)
owned(*_CLASSES, *_HIDDEN)
_AT_ROOT: Final = "debug info warning warn error exception critical fatal log"
_SHIMS: Final = (
    addLevelName, basicConfig, disable, getLevelName, getLevelNamesMapping, getLogger,
    makeLogRecord, shutdown,
)  # fmt: skip


def for_run() -> Module:
    """Make the module for one run."""
    state = _state()
    current().state.setdefault("logging began", clock().now())
    functions = [_at_root(name) for name in _AT_ROOT.split()]
    return frozen(
        "logging",
        real.__doc__,
        {each.__name__: each for each in (*_CLASSES, *_SHIMS, *functions)}
        | LEVELS
        | {
            "BASIC_FORMAT": _FORMATS["%"], "lastResort": state.last_resort, "root": state.root,
            "raiseExceptions": True,
        },
        frozenset(name for name in dir(real) if name[0] != "_"),
    )  # fmt: skip
