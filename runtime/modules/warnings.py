"""`warnings`: filters and registries of the run; what is shown goes to its `sys.stderr`.

A warning belongs to a line of the program: frames of the runtime do not count as levels.
"""

from __future__ import annotations

import sys
import warnings as real
from types import FrameType
from typing import Any, Final

from ..boundary.truth import name_of
from ..guards.answering import unasked
from ..guards.rendering import render, render_repr
from ..run import Run, charge, current
from ..standins import is_class, plain, standin_of, trust
from .plain import exact_int, exact_str
from .re import compile
from .re_flags import RegexFlag
from .stand_in import module, shim, ticked
from .streams import say

VETTED = ""

_ACTIONS: Final = ("error", "ignore", "always", "default", "module", "once")
_IGNORE_CASE: Final = RegexFlag(2)
#: A filter: action, pattern of the message, category, pattern of the module, line.
_Filter = tuple[str, Any, Any, Any, int]
#: What CPython begins with.
_DEFAULTS: Final[tuple[tuple[str, type, bool], ...]] = (
    ("default", DeprecationWarning, True),
    ("ignore", DeprecationWarning, False),
    ("ignore", PendingDeprecationWarning, False),
    ("ignore", ImportWarning, False),
    ("ignore", ResourceWarning, False),
)
#: A warning takes at least so many steps.
_STEPS: Final = 20
_NEWER: Final = sys.version_info >= (3, 12)
_MAIN: Final = "__main__"


class _State:
    """The filters of one run, and what it has been warned of."""

    __slots__ = ("filters", "once", "record", "registry", "version")

    def __init__(self) -> None:
        self.filters: list[_Filter] = [
            (action, None, kind, compile(_MAIN) if in_main else None, 0)
            for action, kind, in_main in _DEFAULTS
        ]
        self.version = 1
        self.registry: dict[Any, Any] = {}
        self.once: set[tuple[str, type]] = set()
        #: Where warnings go instead of being shown.
        self.record: list[Any] | None = None


def _state(run: Run | None = None) -> _State:
    run = run or current()
    found = run.state.get("warnings")
    if found is None:
        found = run.state["warnings"] = _State()
    assert isinstance(found, _State)
    return found


# --- Warnings ------------------------------------------------------------------------------


class WarningMessage:
    """One warning, as `catch_warnings(record=True)` records it."""

    __slots__ = ("category", "file", "filename", "line", "lineno", "message", "source")

    def __init__(
        self, message: Any, category: Any, filename: Any, lineno: Any, file: Any = None,
        line: Any = None, source: Any = None,
    ) -> None:  # fmt: skip
        self.message, self.category = message, category
        self.filename, self.lineno = filename, lineno
        self.file, self.line, self.source = file, line, source

    def __str__(self) -> str:
        name = name_of(self.category) if is_class(self.category) else None
        return (
            f"{{message : {render_repr(self.message)}, category : {name!r}, "
            f"filename : {render_repr(self.filename)}, lineno : {render(self.lineno)}, "
            f"line : {render_repr(self.line)}}}"
        )


@shim(real.warn)
def warn(
    message: Any,
    category: Any = None,
    stacklevel: Any = 1,
    source: Any = None,
    *,
    skip_file_prefixes: Any = (),
) -> None:
    if isinstance(message, Warning):
        category = standin_of(type(message))
    elif category is None:
        category = UserWarning
    if not (is_class(category) and issubclass(category, Warning)):
        kind = "type" if is_class(category) else type(category).__name__
        raise TypeError(f"category must be a Warning subclass, not '{kind}'")
    if not isinstance(stacklevel, int):
        raise TypeError(f"'{type(stacklevel).__name__}' object cannot be interpreted as an integer")
    filename, lineno = _place(sys._getframe(1), max(exact_int(stacklevel), 1))
    state = _state()
    _warn(state, message, category, filename, lineno, _MAIN, state.registry, source)


@shim(real.warn_explicit)
def warn_explicit(
    message: Any,
    category: Any,
    filename: Any,
    lineno: Any,
    module: Any = None,
    registry: Any = None,
    module_globals: Any = None,
    source: Any = None,
) -> None:
    filename, lineno = exact_str(filename, "filename"), exact_int(lineno)
    if module is None:
        module = filename.removesuffix(".py") or "<unknown>"
    if registry is not None and type(registry) is not dict:
        raise TypeError("'registry' must be a dict or None")
    if isinstance(message, Warning):
        category = standin_of(type(message))
    elif not (is_class(category) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass")
    registry = {} if registry is None else registry
    _warn(_state(), message, category, filename, lineno, exact_str(module), registry, source)


def _place(frame: FrameType | None, level: int) -> tuple[str, int]:
    """Return file and line of the *level*-th frame of the guest, counted outwards."""
    sources = current().sources
    while frame is not None:
        if frame.f_code.co_filename in sources:
            charge(1)
            level -= 1
            if not level:
                return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return ("<sys>", 0) if _NEWER else ("sys", 1)


def _warn(
    state: _State, message: Any, category: Any, filename: str, lineno: int, module: str,
    registry: dict[Any, Any], source: Any,
) -> None:  # fmt: skip
    charge(_STEPS)
    if registry.get("version", 0) != state.version:
        unasked(registry).clear()
        registry["version"] = state.version
    text = exact_str(render(message))
    if not isinstance(message, Warning):
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    action = _action(state, text, category, module, lineno)
    if action == "error":
        raise message
    if action == "ignore" or _said(action, state, registry, key):
        return
    _show(state, WarningMessage(message, category, filename, lineno, source=source))


def _action(state: _State, text: str, category: Any, module: str, lineno: int) -> str:
    for action, pattern, kind, place, line in ticked(state.filters):
        if (
            (pattern is None or pattern.match(text))
            and issubclass(category, kind)
            and (place is None or place.match(module))
            and line in (0, lineno)
        ):
            return str(action)
    return "default"


def _said(action: str, state: _State, registry: dict[Any, Any], key: tuple[Any, ...]) -> bool:
    """Note that this is said now; tell whether it was said before."""
    text, category, _ = key
    if action == "always":
        return False
    unasked(registry)[key] = 1
    if action == "once":
        said = (text, category) in state.once
        unasked(state.once).add((text, category))
        return said
    if action == "module":
        said = bool(registry.get((text, category, 0)))
        unasked(registry)[text, category, 0] = 1
        return said
    return False


def _show(state: _State, shown: WarningMessage) -> None:
    if state.record is not None:
        state.record.append(shown)
    else:
        showwarning(shown.message, shown.category, shown.filename, shown.lineno)


@shim(real.showwarning)
def showwarning(
    message: Any, category: Any, filename: Any, lineno: Any, file: Any = None, line: Any = None
) -> None:
    text = formatwarning(message, category, filename, lineno, line)
    if file is None:
        say(text)
    else:
        file.write(text)


@shim(real.formatwarning)
def formatwarning(message: Any, category: Any, filename: Any, lineno: Any, line: Any = None) -> str:
    kind = name_of(category) if is_class(category) else render(category)
    where = f"{render(filename)}:{render(lineno)}"
    text = f"{where}: {kind}: {render(message)}\n"
    source = _line(filename, lineno) if line is None else exact_str(line, "line")
    return f"{text}  {source.strip()}\n" if source.strip() else text


def _line(filename: Any, lineno: Any) -> str:
    text = current().sources.get(filename) if type(filename) is str else None
    if text is None or type(lineno) is not int:
        return ""
    charge(len(text) // 256 + 1)
    lines = text.split("\n")
    return lines[lineno - 1] if 0 < lineno <= len(lines) else ""


# --- Filters -------------------------------------------------------------------------------


def _wrong(kind: type[Exception], message: str) -> Exception:
    """Return the error for a wrong argument: before 3.12 the checks were assertions."""
    return kind(message) if _NEWER else AssertionError(message)


def _check_action(action: Any) -> str:
    if not isinstance(action, str) or action not in _ACTIONS:
        raise _wrong(ValueError, f"invalid action: {render_repr(action)}")
    return exact_str(action)


def _check_line(lineno: Any) -> int:
    if not isinstance(lineno, int):
        raise _wrong(TypeError, "lineno must be an int" if _NEWER else "lineno must be an int >= 0")
    if lineno < 0:
        raise _wrong(ValueError, "lineno must be an int >= 0")
    return exact_int(lineno)


def _check_category(category: Any) -> Any:
    if not is_class(category) and not _NEWER:
        raise AssertionError("category must be a class")
    if not is_class(category) or not issubclass(category, Warning):
        raise _wrong(TypeError, "category must be a Warning subclass")
    return category


@shim(real.filterwarnings)
def filterwarnings(
    action: Any, message: Any = "", category: Any = Warning, module: Any = "", lineno: Any = 0,
    append: Any = False,
) -> None:  # fmt: skip
    action = _check_action(action)
    if not isinstance(message, str):
        raise _wrong(TypeError, "message must be a string")
    category = _check_category(category)
    if not isinstance(module, str):
        raise _wrong(TypeError, "module must be a string")
    lineno = _check_line(lineno)
    text = compile(message, _IGNORE_CASE) if message else None
    place = compile(module) if module else None
    _add((action, text, category, place, lineno), append)


@shim(real.simplefilter)
def simplefilter(
    action: Any, category: Any = Warning, lineno: Any = 0, append: Any = False
) -> None:
    action, lineno = _check_action(action), _check_line(lineno)
    if not is_class(category):
        raise TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union")
    _add((action, None, category, None, lineno), append)


def _add(added: _Filter, append: Any) -> None:
    state = _state()
    charge(len(state.filters))
    if not append:
        if added in state.filters:
            state.filters.remove(added)
        state.filters.insert(0, added)
    elif added not in state.filters:
        state.filters.append(added)
    state.version += 1


@shim(real.resetwarnings)
def resetwarnings() -> None:
    state = _state()
    state.filters.clear()
    state.version += 1


class catch_warnings:
    """A context manager that copies and restores the warnings filter upon exiting the context."""

    __slots__ = ("__before__", "__filter__", "__record__", "__run__")

    def __init__(
        self, *, record: Any = False, module: Any = None, action: Any = None,
        category: Any = Warning, lineno: Any = 0, append: Any = False,
    ) -> None:  # fmt: skip
        if module is not None:
            raise TypeError("catch_warnings(module=...) is not available here")
        self.__record__ = bool(record)
        self.__filter__ = None if action is None else (action, category, lineno, append)
        self.__before__: tuple[list[_Filter], list[Any] | None] | None = None
        # Left by a generator that is collected late, it must not touch those of another run.
        self.__run__ = current()

    def __repr__(self) -> str:
        return f"catch_warnings({'record=True' * self.__record__})"

    def __enter__(self) -> list[Any] | None:
        if self.__before__ is not None:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        state = _state(self.__run__)
        charge(len(state.filters))
        self.__before__ = (state.filters, state.record)
        state.filters = state.filters[:]
        state.version += 1
        if self.__filter__ is not None:
            simplefilter(*self.__filter__)
        if not self.__record__:
            return None
        state.record = []
        return state.record

    def __exit__(self, *exc_info: Any) -> None:
        if self.__before__ is None:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        # For a stopped run too: it may be a step of a session.
        state = _state(self.__run__)
        state.filters, state.record = self.__before__
        state.version += 1


for _kind in (WarningMessage, catch_warnings):
    _kind.__module__ = "warnings"
plain(WarningMessage, catch_warnings, derivable=False)
trust(WarningMessage, catch_warnings)

MODULE = module(
    real, VETTED, warn, warn_explicit, showwarning, formatwarning, filterwarnings, simplefilter,
    resetwarnings, catch_warnings, WarningMessage,
)  # fmt: skip
