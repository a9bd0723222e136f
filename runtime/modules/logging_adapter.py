"""`logging.LoggerAdapter`."""

from __future__ import annotations

from typing import Any

from ..guards.answering import unasked
from ..guards.draining import mapping


class LoggerAdapter:
    """An adapter for loggers which makes it easier to specify contextual information."""

    def __init__(self, logger: Any, extra: Any = None, merge_extra: Any = False) -> None:
        self.logger, self.extra, self.merge_extra = logger, extra, merge_extra

    def process(self, msg: Any, kwargs: Any) -> Any:
        """Insert the contextual information into the keyword arguments."""
        given = kwargs.get("extra") or {} if self.merge_extra else {}
        added = {**mapping(self.extra or {}), **mapping(given)}
        unasked(kwargs)["extra"] = added
        return msg, kwargs

    def log(self, level: Any, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Delegate a log call to the underlying logger."""
        if self.logger.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    def debug(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(10, msg, *args, **kwargs)

    def info(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(20, msg, *args, **kwargs)

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(30, msg, *args, **kwargs)

    def error(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(40, msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, exc_info: Any = True, **kwargs: Any) -> None:
        self.log(40, msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        self.log(50, msg, *args, **kwargs)

    def isEnabledFor(self, level: Any) -> Any:
        return self.logger.isEnabledFor(level)

    def setLevel(self, level: Any) -> None:
        self.logger.setLevel(level)

    @property
    def name(self) -> Any:
        return self.logger.name
