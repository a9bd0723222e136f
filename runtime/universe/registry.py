"""The list of types a guest may hold, and what each of their names means to it.

A name of a type is *vetted* (safe natively: on an instance, through the class, with any
arguments), *guarded* (a function of ours stands in for it) or *absent*. Absent is what the
running interpreter has and no table mentions, so a name that a new Python adds is absent.

Attributes whose name is nowhere guarded or absent need no guard at all, whatever the object
is: `guarded()` is the set of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import (
    CellType,
    CodeType,
    FrameType,
    FunctionType,
    MappingProxyType,
    ModuleType,
    TracebackType,
)
from typing import Any, Final

from cloche.transpiler.records import dataclass
from cloche.transpiler.vocabulary import (
    GUARDED_DUNDERS,
    NATIVE_DUNDERS,
    SPECIAL_METHODS,
    is_dunder,
)

from ..binding import MISSING, copied, fitted
from ..modules.names import UNSAFE_NAMES
from ..unbound import note

#: Stands in for a method; takes the object first.
Shim = Callable[..., object]
_NONE: Final[Mapping[str, Shim]] = MappingProxyType({})


def NATIVE_METHOD(*args: object) -> None:
    """Mark a special method that needs no shim."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One type.

    Parameters:
        type: the real type.
        vetted: names that are safe natively.
        guarded: names that are not, each with the function that stands in for the method.
        classwise: the same for class methods; the function takes the class first.
        computed: names of attributes that are no methods: a function of the object gives the value.
    """

    type: type
    vetted: frozenset[str]
    guarded: Mapping[str, Shim] = _NONE
    classwise: Mapping[str, Shim] = _NONE
    computed: Mapping[str, Shim] = _NONE

    def unsafe(self) -> set[str]:
        """Return the names that must not be loaded natively.

        Dunders among them are those only for which there is a shim.
        """
        return _unsafe([self])


@dataclass(frozen=True, slots=True)
class Family:
    """A few types that belong together."""

    name: str
    entries: tuple[Entry, ...]


#: Types of the interpreter's inside. CPython itself hands a traceback to `__exit__`, so a guest can
#: hold one; it leads to frames, and those to every namespace. Nothing of them is for guests.
HIDDEN: Final[tuple[type, ...]] = (TracebackType, FrameType, CodeType, CellType, ModuleType)
#: Names of theirs that lead nowhere, and are native for the sake of other types.
_HARMLESS: Final = frozenset({"clear"})

FAMILIES: Final[list[Family]] = []
ENTRIES: Final[dict[type, Entry]] = {}
_guarded: frozenset[str] | None = None


def entry(
    kind: type,
    vetted: str = "",
    guarded: Mapping[str, Shim] | None = None,
    classwise: Mapping[str, Shim] | None = None,
    computed: Mapping[str, Shim] | None = None,
) -> Entry:
    """Return the entry of *kind*; *vetted* is a block of words.

    A guarded name that this interpreter does not have is left out, so that a table can
    speak of several versions of Python.
    """
    known = _names_of(kind)

    def present(shims: Mapping[str, Shim] | None) -> dict[str, Shim]:
        return {name: shim for name, shim in (shims or {}).items() if name in known}

    return Entry(
        kind,
        frozenset(vetted.split()) & known,
        {name: _method(kind, name, shim) for name, shim in present(guarded).items()},
        {name: _class_method(kind, name, shim) for name, shim in present(classwise).items()},
        present(computed),
    )


def _names_of(kind: type) -> set[str]:
    """Return `dir(kind)` as a set, which takes a third of the time."""
    return set(dir(kind)) if type(kind) is not type else set().union(*map(vars, kind.__mro__))


def _method(kind: type, name: str, shim: Shim) -> Shim:
    native = getattr(kind, name)
    made: Any = fitted(shim, native, kind)
    if type(made) is not FunctionType:
        return made  # type: ignore[no-any-return]
    made.__module__ = _module(native)
    if made is not shim:
        made.__name__, made.__qualname__ = name, native.__qualname__
    elif made.__defaults__ and made.__defaults__[0] is MISSING:
        # It takes anything, and is fitted behind what it does itself.
        made.__name__, made.__qualname__ = name, native.__qualname__
        made.__annotations__ = {}
        note(made, native)
    return made


def _class_method(kind: type, name: str, shim: Shim) -> Shim:
    native = getattr(kind, name)
    made: Any = fitted(shim, native, type)
    if type(made) is not FunctionType:
        return made  # type: ignore[no-any-return]
    if made is shim:
        made = copied(made)  # one may stand for those of several classes
    made.__name__, made.__qualname__ = name, native.__qualname__
    made.__module__ = _module(native)
    return made  # type: ignore[no-any-return]


def _module(native: Any) -> Any:
    """Return the module that CPython names in the errors of a call of *native*; None for none."""
    return getattr(native, "__module__", None)


def register(family: Family) -> Family:
    """Add *family* to the universe.

    Raises:
        ValueError: a type is registered twice, or names are added after the set of guarded
            names has been used: programs compiled before would load them natively.
    """
    global _guarded
    for item in family.entries:
        if item.type in ENTRIES:
            raise ValueError(f"universe: {item.type.__name__} is registered twice")
        if _guarded is not None and not _guarded.issuperset(_unsafe([item])):
            raise ValueError(f"universe: {item.type.__name__} comes too late")
    for item in family.entries:
        ENTRIES[item.type] = item
    FAMILIES.append(family)
    return family


def _unsafe(items: Iterable[Entry]) -> set[str]:
    """Return what is unsafe on one of *items*; most names are so on many."""
    absent: set[str] = set()
    shims: set[str] = set()
    for item in items:
        absent |= _names_of(item.type) - item.vetted
        shims.update(item.guarded, item.classwise, item.computed)
    return shims.union(name for name in absent - _COMMON if not is_dunder(name))


#: Dunders that most types have: so few others are left to be looked at one by one.
_COMMON: Final = frozenset(filter(is_dunder, _names_of(BaseException) | _names_of(str)))


def _hidden_names() -> Iterable[str]:
    for kind in HIDDEN:
        yield from (name for name in dir(kind) if not is_dunder(name) and name not in _HARMLESS)


def guarded() -> frozenset[str]:
    """Return the attribute names that may not be loaded natively (`Policy.guarded`)."""
    global _guarded
    if _guarded is None:
        names = _unsafe(ENTRIES.values())
        names.update(_hidden_names())
        # Modules register their types when a guest first imports them; their names are known now.
        _guarded = (
            frozenset(names | UNSAFE_NAMES | GUARDED_DUNDERS | SPECIAL_METHODS) - NATIVE_DUNDERS
        )
    return _guarded
