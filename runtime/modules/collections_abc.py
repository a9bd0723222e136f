"""`collections.abc`: stand-ins that ask the real classes, and bases whose loops tick.

A guest never holds a real abstract class: `Iterable.register(X)` would change it for all. What
its classes derive from is a subclass of the real one, with the mixin methods of `abc_mixins`.
"""

from __future__ import annotations

import collections.abc as real
from abc import ABCMeta
from typing import Any, Final

from ..boundary.outward import BARE_BASES
from ..guards.aliases import SUBSCRIPT
from ..guards.classes import METACLASSES
from ..guards.starring import TICKING
from ..rehomed import adopt
from ..standins import NO_ABC_META, basis_of, opaque, stand_in
from . import abc_mixins as mixins
from .stand_in import module

VETTED = ""

NAMES: Final = """
AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container Coroutine
Generator Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping
MutableSequence MutableSet Reversible Sequence Set Sized ValuesView
"""


def view(name: str, mapping: Any) -> Any:
    """Return a `KeysView`, `ItemsView` or `ValuesView` whose loops tick."""
    return _base(name)(mapping)


_VIEWS: Final = {
    "keys": lambda self: view("KeysView", self),
    "items": lambda self: view("ItemsView", self),
    "values": lambda self: view("ValuesView", self),
}

#: What the bases of guest classes have in the place of inherited methods.
BASES: Final[dict[str, dict[str, Any]]] = {
    "Sequence": mixins.SEQUENCE,
    "MutableSequence": mixins.MUTABLE_SEQUENCE,
    "Set": mixins.SET,
    "MutableSet": mixins.MUTABLE_SET,
    "MappingView": mixins.MAPPING_VIEW,
    "KeysView": mixins.KEYS_VIEW,
    "ItemsView": mixins.ITEMS_VIEW,
    "ValuesView": mixins.VALUES_VIEW,
    "Mapping": mixins.MAPPING | _VIEWS,
    "MutableMapping": mixins.MUTABLE_MAPPING | _VIEWS,
}


def _base(name: str) -> Any:
    return basis_of(_STAND_INS[name])


def _made(kind: Any) -> Any:
    """Return the constructor: views can be made, for the rest CPython words the error."""

    def call(*args: Any, **named: Any) -> Any:
        if kind.__name__.endswith("View"):
            return _base(kind.__name__)(*args, **named)
        return kind(*args, **named)

    return call


def _stand_in(name: str) -> type:
    kind = getattr(real, name)
    space = {**SUBSCRIPT, **BASES.get(name, {})}
    made = stand_in(kind, _made(kind), inherit=False, members=SUBSCRIPT, basis=space)
    adopt(basis_of(made))
    return made


METACLASSES.add(ABCMeta)
opaque(ABCMeta, NO_ABC_META)
_STAND_INS: Final = {name: _stand_in(name) for name in NAMES.split() if hasattr(real, name)}
BARE_BASES.extend(map(basis_of, _STAND_INS.values()))
TICKING.extend(map(_base, ("Sequence", "MutableSequence")))
MODULE = module(real, VETTED, **_STAND_INS)
