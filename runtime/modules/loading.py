"""Imports: the three guards that stand in the place of `import`.

A module's file is imported at the first guest import of that module, so a host that imports
cloche pays for none of them. Which names a module offers is known without it (`names.py`).
"""

from __future__ import annotations
import __future__

import sys
from collections.abc import Iterable
from functools import partial
from importlib import import_module
from typing import Any, Final

from .. import signals
from ..own_stack import imported, on_own_stack
from ..run import current, running
from .names import MODULE_NAMES
from .stand_in import Module, frozen

#: Stand-ins that all runs share; those of modules with state of their own are per run.
_shared: dict[str, Module] = {}


def stand_in(name: str) -> Module:
    """Return the stand-in of the module *name*, whatever the run.

    Raises:
        ModuleNotFoundError: it is not importable here.
    """
    found = _shared.get(name)
    if found is None:
        modules = current().modules
        if name in modules:
            return modules[name]  # type: ignore[return-value]
        file = _file(name)
        if hasattr(file, "for_run"):
            modules[name] = found = file.for_run()
        else:
            _shared[name] = found = file.MODULE
    return found


def _file(name: str) -> Any:
    found = _files.get(name)
    if found is None:
        _check(name)
        on_own_stack(partial(_load, [name]))
        found = _files[name]
    return found


def _check(name: str) -> None:
    if name not in MODULE_NAMES:
        # Text from a guest's source never gets as far as the import system.
        parts = name.split(".")
        names = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
        wrong = next(each for each in names if each not in MODULE_NAMES)
        parent = wrong.rpartition(".")[0]
        flat = parent and not hasattr(sys.modules.get(parent), "__path__")
        reason = f"; {parent!r} is not a package" if flat else ""
        raise ModuleNotFoundError(f"No module named {wrong!r}{reason}", name=wrong)


#: The files of modules that are there as a whole, by the module's name.
_files: Final[dict[str, Any]] = {}


def preload(names: Iterable[str]) -> None:
    """Import the files of these modules now, before a run.

    A program's imports are known before it runs. What its first run would spend on reading
    files of ours (time, memory, audit events) is then not counted against the guest.
    """
    missing = [name for name in names if name not in _files]
    if not missing:
        return
    if running(None) is None:
        # A module that is half imported is not whole the next time.
        signals.unharmed(partial(_load, missing), whole=True)
    else:
        # For a run in a tool of another, whose guest has left of the stack what it likes.
        on_own_stack(partial(_load, missing))


def _load(names: list[str]) -> None:
    for name in names:
        for end in range(1, name.count(".") + 2):
            each = ".".join(name.split(".")[:end])
            _check(each)
            _files[each] = import_module(f".{each.replace('.', '_')}", __package__)


def arrive(name: str) -> None:
    """Import the file of a module of whose types a value is about to enter: their guards are there.

    A guest's tool may have returned it, at the end of the guest's stack.
    """
    _file(name)


def load_module(name: str) -> Module:
    """`import a.b`: load `a.b`, return `a`."""
    stand_in(name)
    return stand_in(name.partition(".")[0])


def load_submodule(name: str) -> Module:
    """`import a.b as c`: return `a.b`."""
    return stand_in(name)


def load_names(name: str, *wanted: str) -> tuple[Any, ...]:
    """`from a.b import x, y`: return the values of `x` and `y`.

    Raises:
        ImportError: the module has no such name.
    """
    module = stand_in(name)
    members = module.__dict__
    return tuple(members[each] if each in members else _missing(name, each) for each in wanted)


def _missing(name: str, wanted: str) -> Module:
    if f"{name}.{wanted}" in MODULE_NAMES:
        return stand_in(f"{name}.{wanted}")
    message = f"cannot import name {wanted!r} from {name!r}"
    raise ImportError(message, name=name)


def import_future(name: str, *args: object) -> Module:
    """`from __future__ import x`, which CPython executes like any import besides obeying it.

    Also what C code asks the caller's `__import__` for (`f"{day:%Y}"` imports `time`): it ignores
    the result, and finds the module among those that are imported already (`warnings` for a
    coroutine that was never awaited, see `finalizing.py`; `typing` for type parameters).

    Raises:
        ImportError: for any other module; the verifier lets none through.
    """
    if name in _LOADED_FOR_C:
        imported(name)
    elif name != "__future__" and name not in _IMPORTED_BY_C:
        raise ImportError(f"No module named {name!r}", name=name)
    return _FUTURE


_IMPORTED_BY_C: Final = frozenset({"time", "_strptime", "warnings", "typing"})
#: Since Python 3.12 what divides long integers. It brings `decimal`, which few programs need.
_LOADED_FOR_C: Final = frozenset({"_pylong"})
_FUTURE: Final = frozen("__future__", None, {name: name for name in __future__.all_feature_names})
