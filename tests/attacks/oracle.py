"""Judges real effects: what a guest holds, what came out, what changed, what was executed."""

from __future__ import annotations

import builtins
import os
import random
import sys
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import cloche
from cloche.runtime import namespace as shared_namespace
from cloche.runtime import standins
from cloche.runtime.modules import loading
from cloche.runtime.modules import sys as sys_module
from cloche.runtime.modules.instrument import IMPORTED
from cloche.runtime.modules.stand_in import Module
from cloche.transpiler import vocabulary as words

#: Comes out nowhere.
SECRET = "s3cr3t-b4e1d0"
#: Nor does text that only the interpreter's inside looks like.
TELLTALES = (SECRET, "__builtins__'", "<code object", "<frame at", "<cell at", "<traceback object")

# --- What a guest may hold -------------------------------------------------------------------

#: No instance of these, ever.
FORBIDDEN_TYPES: tuple[type, ...] = (
    types.FrameType, types.CodeType, types.TracebackType, types.ModuleType, types.CellType,
    memoryview, threading.Thread, type(threading.Lock()), cloche.ClocheError,
)  # fmt: skip
#: Classes whose constructor no guest may hold as it is.
FORBIDDEN_CLASSES = {
    list, dict, tuple, set, frozenset, str, bytes, bytearray, type, range, slice, map, filter, zip,
    enumerate, reversed, property, classmethod, staticmethod, *FORBIDDEN_TYPES,
    types.FunctionType, types.MethodType, types.GeneratorType, types.SimpleNamespace,
}  # fmt: skip
FORBIDDEN_FUNCTIONS = {
    name: vars(builtins)[name]
    for name in "eval exec compile open input getattr setattr delattr vars dir globals locals "
    "breakpoint __import__ __build_class__ sorted sum print repr format hash iter".split()
}  # fmt: skip
#: Methods that lead out, whatever they are bound to.
FORBIDDEN_METHODS = {
    "__getattribute__", "__subclasses__", "__reduce__", "__reduce_ex__", "__setstate__", "mro",
    "format", "format_map", "__prepare__", "__instancecheck__", "tb_frame", "gi_frame",
}  # fmt: skip
#: Modules whose functions are for no guest, but for a few of `sys`.
_CLOSED = ("posix", "sys", "gc", "_thread")
_NATIVE_CALLABLES = (
    types.BuiltinFunctionType, types.MethodDescriptorType, types.MethodWrapperType,
    types.WrapperDescriptorType, types.ClassMethodDescriptorType, types.GetSetDescriptorType,
    types.MemberDescriptorType,
)  # fmt: skip


def foreign(x: Any, guest: dict[str, Any], depth: int = 3) -> str:
    """Return why no guest may hold *x*, or nothing. *guest*: the global names of the run."""
    kind = type(x)
    if issubclass(kind, FORBIDDEN_TYPES):
        return f"a {kind.__name__}"
    if issubclass(kind, type):
        if any(x is each for each in FORBIDDEN_CLASSES):
            return f"the real class {x!r}"
        if issubclass(x, type) and x is not type and type.__name__ in dir(builtins):
            return "" if x.__name__ == "type" else f"the metaclass {x!r}"
        return ""
    if kind is types.FunctionType:
        home = x.__globals__.get("__name__", "")
        # Code run by `exec` has other globals, with the same builtins.
        own = x.__globals__.get("__builtins__") is guest.get("__builtins__", guest)
        # A module of the library that has been adopted is a copy of the runtime's own.
        ours = home.startswith("cloche.runtime.") or IMPORTED in x.__globals__
        inside = x.__globals__ is guest or own or ours
        return "" if inside else f"the host's function {x!r}"
    if kind is types.MethodType:
        return foreign(x.__func__, guest, depth)
    if kind in _NATIVE_CALLABLES:
        if any(x is each for each in FORBIDDEN_FUNCTIONS.values()):
            return f"the real {x.__name__}()"
        if x.__name__ in FORBIDDEN_METHODS:
            return f"the native method {x.__name__}"
        module = getattr(x, "__self__", None)
        named = getattr(module, "__name__", "") if isinstance(module, types.ModuleType) else ""
        offered = named == "sys" and x.__name__ in sys_module.VETTED.split()
        return f"a function of {named}" if named in _CLOSED and not offered else ""
    if kind.__module__.startswith(("attacks", "test_")):
        return f"the host's {kind.__name__}"
    if issubclass(kind, str):
        return "the secret" if SECRET in str.__str__(x) else ""
    return _foreign_inside(x, guest, depth)


def _foreign_inside(x: Any, guest: dict[str, Any], depth: int) -> str:
    if isinstance(x, dict) and (x is guest or {"__builtins__", "__name__"} <= dict.keys(x)):
        return "a namespace"
    if isinstance(x, BaseException):
        x = x.args
    if depth == 0 or not isinstance(x, list | tuple | set | frozenset | dict):
        return ""
    parts = [*dict.keys(x), *dict.values(x)] if isinstance(x, dict) else list(x)
    return next(filter(None, (foreign(part, guest, depth - 1) for part in parts[:500])), "")


# --- What comes out --------------------------------------------------------------------------

PLAIN: tuple[type, ...] = (
    type(None), bool, int, float, complex, str, bytes, bytearray, date, datetime, time, timedelta,
    timezone, Decimal, Fraction, UUID,
)  # fmt: skip


def impure(value: Any) -> str:
    """Return why *value* is no plain data, or nothing: exact types all the way down."""
    kind = type(value)
    if any(kind is plain for plain in PLAIN) or kind is cloche.Exposed:
        return ""
    if kind is cloche.Record:
        inside: list[Any] = [value.__type_name__, vars(value)]
    elif kind is dict:
        inside = [*value.keys(), *value.values()]
    elif kind in (list, tuple, set, frozenset):
        inside = list(value)
    else:
        return f"a foreign {kind.__name__}"
    return next(filter(None, map(impure, inside)), "")


# --- What the interpreter does ----------------------------------------------------------------

#: No program leads to one of these, whoever asks for it.
ALARMS = (
    "os.", "subprocess.", "socket.", "shutil.", "ctypes.", "mmap.", "fcntl.", "signal.", "pickle.",
    "marshal.", "glob.", "tempfile.", "webbrowser.", "urllib.", "http.", "ftplib.", "import",
    "open", "builtins.input", "builtins.breakpoint", "sys.settrace", "sys.setprofile",
    "sys.addaudithook", "sys.excepthook",
    "sys._current_frames", "gc.get_objects", "gc.get_referrers", "cpython.", "_thread.",
    "sqlite3.", "winreg.", "syslog.", "resource.", "pty.", "ensurepip.", "time.sleep",
)  # fmt: skip
#: These the runtime may cause by its own code, and no line of a guest directly.
INNER = (
    "exec", "compile", "code.__new__", "sys._getframe", "object.__getattr__", "object.__setattr__",
    "object.__delattr__", "function.__new__", "gc.get_referents", "sys.unraisablehook",
)  # fmt: skip

_watching: ContextAlarms | None = None
_installed = False


class ContextAlarms:
    """The events seen while guest code was on one thread."""

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.paused = False
        self.events: list[str] = []

    def see(self, event: str, args: tuple[Any, ...]) -> None:
        self.paused = True
        try:
            alarm = event.startswith(ALARMS) and not _of_runtime(event, args)
            if alarm or (event in INNER and not _is_plain_write(event, args) and _by_guest()):
                self.events.append(f"{event}{args!r:.200}")
        finally:
            self.paused = False


def _is_plain_write(event: str, args: tuple[Any, ...]) -> bool:
    return event == "object.__setattr__" and args[1] in words.WRITABLE_DUNDERS


def _of_runtime(event: str, args: tuple[Any, ...]) -> bool:
    """Tell whether it is the memory watch, which reads the size of this process, the census, which
    asks the collector for what is young, the compiler
    of snippets, which has a stack of its own, or CPython's parser, which looks for the file of what
    `traceback` gave it in vain: a line that is no expression.
    """
    if event.startswith("_thread.start"):
        thread = getattr(args[0], "__self__", None)
        return type(thread) is threading.Thread and thread.name == "cloche-work"
    by = sys._getframe(3).f_globals.get("__name__")
    if event == "gc.get_objects":
        return by == "cloche.runtime.chains"
    if event == "open" and args[0] == "<unknown>":
        return by == "ast"
    return event == "open" and by == "cloche.runtime.memory"


def _by_guest() -> bool:
    return sys._getframe(3).f_code.co_filename == "<guest>"


def _hook(event: str, args: tuple[Any, ...]) -> None:
    watching = _watching
    if watching is not None and not watching.paused and watching.thread == threading.get_ident():
        watching.see(event, args)


@contextmanager
def watched() -> Iterator[ContextAlarms]:
    """Record audit events of this thread."""
    global _watching, _installed
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
    outer, _watching = _watching, ContextAlarms()
    try:
        yield _watching
    finally:
        _watching = outer


@contextmanager
def unwatched() -> Iterator[None]:
    """Leave out what a tool does, which is the host's own business."""
    watching = _watching
    before = watching.paused if watching else False
    try:
        if watching:
            watching.paused = True
        yield
    finally:
        if watching:
            watching.paused = before


# --- What may not change ------------------------------------------------------------------------


def host_state() -> dict[str, Any]:
    """Return a picture of what a guest could poison: compared before and after a run."""
    return process_state() | shared_state()


def process_state() -> dict[str, Any]:
    """Return the part of it that is the process's, and changes with every test."""
    return {
        "environ": dict(os.environ),
        "cwd": os.getcwd(),
        "path": list(sys.path),
        "random": random.getstate(),
        "recursion": sys.getrecursionlimit(),
        "switch": sys.getswitchinterval(),
        "trace": sys.gettrace(),
        "hooks": (sys.displayhook, sys.excepthook, sys.unraisablehook, sys.stdout),
        "modules": {name for name in sys.modules if not name.startswith("cloche.")},
        "builtins": {name: id(each) for name, each in vars(builtins).items() if name != "_"},
    }


def shared_state() -> dict[str, Any]:
    """Return the part of it that all tenants share."""
    shared: dict[str, Any] = {}
    for name, each in shared_namespace.STATIC.items():
        if name == words.ATTR:
            continue  # it makes its guards as they are asked for
        shared[f"guest name {name}"] = each
    for name, module in loading._shared.items():
        shared[f"guest module {name}"] = module
        for member, value in vars(module).items():
            shared[f"guest member {name}.{member}"] = value
    for kind in standins._TRUSTED:
        shared[f"class {kind.__module__}.{kind.__qualname__} at {id(kind)}"] = kind
    # Many have several names.
    faces = {number: _face(each) for number, each in {id(x): x for x in shared.values()}.items()}
    return {name: faces[id(each)] for name, each in shared.items()}


#: What CPython lets anybody write to many kinds of objects, builtin functions among them.
_LABELS = ("__doc__", "__name__", "__qualname__", "__module__")


def _face(x: Any) -> Any:
    """Return what another tenant could notice of a shared object."""
    if type(x) is types.FunctionType:
        return _face_of_function(x)
    # A module's stand-in charges for what it does not have.
    is_module = isinstance(x, Module)
    face: list[Any] = [id(x), *(None if is_module else getattr(x, name, None) for name in _LABELS)]
    if isinstance(x, type):
        if x.__module__ != "typing" and not issubclass(x, BaseException):
            face += _inside(dict(vars(x)))
    elif hasattr(x, "__dict__"):
        inside = vars(x)
        face += [[*inside], [*map(id, inside.values())]]
    return face


def _face_of_function(x: types.FunctionType) -> list[Any]:
    face = [
        id(x), x.__doc__, x.__name__, x.__qualname__, x.__module__, x.__defaults__,
        x.__kwdefaults__, id(x.__code__), [*x.__annotations__],
    ]  # fmt: skip
    if inside := vars(x):
        face.append(sorted(map(repr, inside)))
    return face


def _inside(members: dict[str, Any]) -> Iterator[Any]:
    """Yield what there is to notice of the members of a class."""
    for name in [name for name in members if name.startswith(("_abc", "__abs", "_is_"))]:
        del members[name]
    yield [*members]
    yield [*map(id, members.values())]
    for each in members.values():
        if type(each) is types.FunctionType:
            yield _face_of_function(each)
        elif type(each) is dict and all(type(key) is str for key in each):
            yield sorted(each.items())


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return what is different; a module stand-in that is new is none."""
    return [f"changed: {name}" for name, face in before.items() if after.get(name) != face]
