"""`__view__`: what `d.keys()` and `d.items()` give a guest.

A real view hashes and compares in C, in every operator it has and whichever side it stands on:
what is in the other operand, and the values of its own dictionary. So a guest never holds one.
It holds one of these, which weighs both sides and then lets the real view have its say. Going
through one, in a loop or on the right of `in`, needs none of that, and the guarded program
asks the real one there.
"""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import Callable, ItemsView, Iterator, KeysView
from gc import get_referents
from typing import Any, Final

from ..backwards import backwards
from ..binding import example
from ..boundary.outward import VIEWS as LISTED
from ..fitting import fit_methods
from ..prices import NODE, pay_copy
from ..reentry import protected
from ..standins import opaque, trust
from .compared import CHANGES, may_change, refuse_endless
from .contents import READERS, contents
from .draining import iterable, ticking
from .hashing import key
from .keys import SETS, draws, hashed, hashed_items
from .operands import Pairs
from .pairing import walk_both
from .rendered import text_of
from .survey import STILL, wary
from .walking import walk


class View:
    """What is written here in the place of the four real types."""

    __slots__ = ("__view__",)
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return text_of(_real(self))

    def __len__(self) -> int:
        return len(_real(self))

    def __iter__(self) -> Iterator[Any]:
        return iter(_real(self))

    def __reversed__(self) -> Any:
        return protected(backwards(reversed(_real(self))))

    def __contains__(self, item: Any) -> bool:
        return key(item) in Pairs.around(_real(self))

    @property
    def mapping(self) -> Any:
        return _real(self).mapping

    def isdisjoint(self, other: Any, /) -> Any:
        real = _weighed(self)
        if isinstance(real, ItemsView) and wary():
            return _disjoint(real, other)
        if draws(type(other)) and len(other) > len(real):
            return not any(each in other for each in real)
        return real.isdisjoint(_drawn(other))


_real: Final[Callable[[Any], Any]] = View.__dict__["__view__"].__get__
_set_real: Final[Callable[[Any, Any], None]] = View.__dict__["__view__"].__set__


def _weighed(view: Any) -> Any:
    """Return the real view, paid for: its items are hashed, keys again where they are others'."""
    real = _real(view)
    walk(real)
    return real


def _disjoint(real: Any, other: Any) -> bool:
    """Do as C does, where values may change while keys are looked up: it goes through the shorter
    of two sets."""
    is_set = issubclass(type(other), (View, *SETS))
    if is_set and len(other) > len(real):
        inside = Pairs.around(_real(other)) if isinstance(other, View) else other
        return not any(key(item) in inside for item in ticking(real))
    inside = Pairs.around(real)
    return not any(item in inside for item in ticking(_drawn(other)))


def _whole(real: Any) -> Any:
    """Return the dictionary of which *real* is the view."""
    return get_referents(real.mapping)[0]


def _operand(x: Any) -> Any:
    """Return what C may hash in the place of *x*."""
    if isinstance(x, View):
        return _weighed(x)
    if issubclass(type(x), SETS):
        walk(x)
        return x  # (of a subclass, too, C takes what is there)
    return hashed(x)


def _drawn(x: Any) -> Any:
    """The same, where C goes through a set of a subclass by its `__iter__`."""
    return hashed_items(x) if draws(type(x)) else _operand(x)


def _compared(x: Any) -> Any:
    """Return what a view may be compared with in the place of *x*: C hashes what is in sets."""
    if isinstance(x, View):
        return _weighed(x)
    if issubclass(type(x), SETS):
        walk(x)
    return x


def _left(x: Any) -> Any:
    """Return what stands for *x* on the left of a view; its own operator has declined already.

    Raises:
        TypeError: it is no iterable; in CPython's words.
    """
    if issubclass(type(x), SETS):
        base: Any = next(each for each in SETS if issubclass(type(x), each))
        pay_copy(NODE * base.__len__(x))
        return set(x)
    return _operand(x) if iterable(type(x)) else set(x)


def _copied(view: Any) -> Any:
    """The same, where C makes a set of it: of the items of a dictionary, too, which are made."""
    real = _real(view)
    if walk(real) and isinstance(real, ItemsView):
        refuse_endless(real)  # of what is in both, C compares the values
    pay_copy(NODE * len(real) * (1 + isinstance(real, ItemsView)))
    return real


def _binary(apply: Callable[[Any, Any], Any]) -> Any:
    operand = _drawn if apply is operator.and_ else _operand

    def binary(self: Any, other: Any, /) -> Any:
        return apply(_copied(self), operand(other))

    return binary


def _reflected(apply: Callable[[Any, Any], Any]) -> Any:
    def reflected(self: Any, other: Any, /) -> Any:
        if apply is operator.and_ and draws(type(other)):  # C begins with the view, then
            return apply(_copied(self), _drawn(other))
        return apply(_left(other), _copied(self))

    return reflected


def _contains_all(real: Any, other: Any, more: bool) -> bool:
    """Do as C does: it asks for the size first, and then for each item."""
    if len(real) < len(other) + more:
        return False
    inside = Pairs.around(real)
    return all(key(item) in inside for item in ticking(other))


def _comparison(apply: Callable[[Any, Any], Any]) -> Any:
    name = f"__{apply.__name__}__"
    # To these, C goes through the other side, and not through the view.
    goes_through = apply is operator.ge or apply is operator.gt

    def compare(self: Any, other: Any, /) -> Any:
        real = _weighed(self)
        if may_change(real, other):
            raise TypeError(CHANGES)
        if isinstance(real, ItemsView) and isinstance(other, View) and wary():
            walk_both(*map(_whole, (real, _real(other))))
        if goes_through and draws(type(other)):
            return _contains_all(real, other, apply is operator.gt)
        # The method, not the operator: where it declines, so does this one.
        return getattr(type(real), name)(real, _compared(other))

    return compare


def _offer(name: str, method: Any) -> None:
    method.__name__ = method.__qualname__ = name
    setattr(View, name, method)


for _name in ("sub", "and", "or", "xor"):
    _apply = getattr(operator, f"__{_name}__")
    _offer(f"__{_name}__", _binary(_apply))
    _offer(f"__r{_name}__", _reflected(_apply))
for _apply in (operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge):
    _offer(f"__{_apply.__name__}__", _comparison(_apply))
View.__hash__ = None  # type: ignore[assignment]


#: Real type -> what a guest holds in its place.
VIEWS: Final[dict[type, type]] = {}
#: The values of it.
_MADE: Final[set[type]] = set()


def _replace(real: Any, base: Any) -> None:
    """Make the class for views like *real*, an instance of the abstract class *base*."""
    kind = type(real)
    parent = VIEWS.get(kind.__base__ or object, View)
    made = type(kind.__name__, (parent,), {"__slots__": (), "__module__": "builtins"})
    base.register(made)
    if base is KeysView:
        STILL.add(made)
    READERS[made] = lambda x: contents(_real(x)) or ()
    example(real)
    fit_methods(made, kind)
    trust(made, careful=True)
    opaque(made)
    LISTED.append(made)
    VIEWS[kind] = made
    _MADE.add(made)


trust(View, careful=True)
_SAMPLES: Final[tuple[Any, ...]] = ({}, OrderedDict())
for _found in _SAMPLES:
    _replace(_found.keys(), KeysView)
    _replace(_found.items(), ItemsView)


def plain_view(x: Any) -> Any:
    """Return what a loop in C goes through in the place of *x*: for a view, the real one."""
    return _real(x) if type(x) in _MADE else x


def view(x: Any) -> Any:
    """Return *x*, or what a guest holds in its place if it is a view of keys or items."""
    kind = VIEWS.get(type(x))
    if kind is None:
        return x
    made: Any = object.__new__(kind)
    _set_real(made, x)
    return made
