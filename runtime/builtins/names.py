"""`globals`, `locals`, and `vars` and `dir` without arguments: the names of the code that calls.

A guest never holds the dictionary its globals are in: the guards are in there too. What
`globals()` gives is a live view of it; it keeps nothing, and asks for the run each time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import CodeType, FrameType
from typing import Any, Final

from cloche.transpiler.vocabulary import VARIABLES, is_dunder

from ..backwards import backwards
from ..guards import views
from ..guards.comparing import operand
from ..guards.parameters import type_parameter
from ..guards.rendering import render_repr
from ..local_names import locals_in
from ..run import charge, current
from ..spaces import OPEN, shown, visible
from ..standins import stand_for, trust
from ..universe import constructors  # noqa: F401  (the stand-in of `dict` comes first)
from ..universe.draining import pairs
from .shims import named

_NOTHING: Final = object()
#: Dunder names that `locals()` shows in a class or a method, as CPython does.
_LOCAL: Final = VARIABLES | {"__class__", "__module__", "__qualname__"}
#: Read by CPython, for `__module__` of classes.
_NAME: Final = "__name__"


class Globals(dict[str, Any]):
    """The global names of a program: a dictionary to look at, and empty behind its methods."""

    __slots__ = ()

    def __getitem__(self, name: Any) -> Any:
        if visible(name):
            return current().globals[name]
        raise KeyError(name)

    def __setitem__(self, name: Any, value: Any) -> None:
        if type(name) is not str:
            raise TypeError(f"the name of a global must be a string, not {type(name).__name__!r}")
        if is_dunder(name) and (name not in OPEN or (name == _NAME and type(value) is not str)):
            raise TypeError(f"the name {name!r} is reserved")
        current().globals[name] = value

    def __delitem__(self, name: Any) -> None:
        if not visible(name):
            raise KeyError(name)
        del current().globals[name]

    def __contains__(self, name: object) -> bool:
        return visible(name) and name in current().globals

    def __iter__(self) -> Iterator[str]:
        return iter(shown(current().globals))

    def __reversed__(self) -> Iterator[str]:
        found: Iterator[str] = backwards(reversed(shown(current().globals)))
        return found

    def __len__(self) -> int:
        return len(shown(current().globals))

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return render_repr(self.copy())

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return self is other or (type(other) is not Globals and operand(self.copy()) == other)

    __hash__ = None

    def __or__(self, other: Any) -> Any:
        return self.copy() | (other.copy() if type(other) is Globals else other)

    def __ror__(self, other: Any) -> Any:
        return other | self.copy() if type(other) is not Globals else NotImplemented

    def __ior__(self, other: Any) -> Any:
        self.update(other)
        return self

    def copy(self) -> dict[str, Any]:
        return shown(current().globals)

    def keys(self) -> Any:
        return views.view(self.copy().keys())

    def values(self) -> Any:
        return self.copy().values()

    def items(self) -> Any:
        return views.view(self.copy().items())

    def get(self, name: Any, default: Any = None, /) -> Any:
        return current().globals[name] if name in self else default

    def pop(self, name: Any, default: Any = _NOTHING, /) -> Any:
        if name in self:
            return current().globals.pop(name)
        if default is _NOTHING:
            raise KeyError(name)
        return default

    def popitem(self) -> tuple[str, Any]:
        for name in reversed(self):
            return name, current().globals.pop(name)
        raise KeyError("popitem(): dictionary is empty")

    def setdefault(self, name: Any, default: Any = None, /) -> Any:
        if name not in self:
            self[name] = default
        return current().globals[name]

    def update(self, *sources: Any, **names: Any) -> None:
        for name, value in dict(*[*map(pairs, sources)], **names).items():
            self[name] = value

    def clear(self) -> None:
        for name in self.copy():
            del current().globals[name]

    @classmethod
    def fromkeys(cls, names: Iterable[Any], value: Any = None, /) -> Any:
        raise TypeError("globals() cannot be made anew")


stand_for(Globals, dict)
trust(Globals)


def view() -> Globals:
    """Return the view of the current run, which has one.

    Not one for all runs: `dict.update(globals(), …)` writes past its methods, and the next
    tenant would read it.
    """
    found: Any = current().state.get("globals")
    if found is None:
        found = current().state["globals"] = Globals()
    return found  # type: ignore[no-any-return]


# --- Who calls ----------------------------------------------------------------------------


def caller() -> FrameType:
    """Return the frame of the guest's code that called, past what is ours.

    Raises:
        TypeError: there is none, as when the host calls a function of the guest.
    """
    holds = current().holds
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if holds(frame.f_globals):
            return frame
        frame = frame.f_back
    raise TypeError("there is no code of the program whose names these would be")


def globals_of(frame: FrameType) -> Any:
    """Return what *frame* sees as `globals()`."""
    run = current()
    if frame.f_globals is run.globals:
        return view()
    space = run.spaces[id(frame.f_globals)]
    space.leave()
    return space.given


def locals_of(frame: FrameType) -> Any:
    """Return what *frame* sees as `locals()`: of a function or class, a copy."""
    names = locals_in(frame)
    if names is frame.f_globals:
        return globals_of(frame)
    charge(1 + len(names) // 8)
    return {name: type_parameter(value) for name, value in names.items() if _is_local(name)}


def _is_local(name: object) -> bool:
    if type(name) is not str or name.startswith("."):
        return False
    return not is_dunder(name) or name in _LOCAL


def is_function(code: CodeType) -> bool:
    """Tell whether the local names of *code* are a function's, and not kept in a dictionary."""
    return bool(code.co_flags & 1)  # CO_OPTIMIZED


@named(globals)
def globals_() -> Any:
    return globals_of(caller())


@named(locals)
def locals_() -> Any:
    return locals_of(caller())


#: Name in the guest's builtins -> its shim.
NAMES: Final[dict[str, Any]] = {"globals": globals_, "locals": locals_}
