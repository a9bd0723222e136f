"""What stands for an operand, or for an item, while C alone knows what it is compared with."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from gc import get_referents
from typing import Any, Final

from .compared import APPLY, STANDING, compare, same
from .pairing import walk_both
from .survey import COMPARED, armed, is_steady, wary


class Sought:
    """Stands for an item *x* that C holds against what is looked for."""

    __slots__ = ("x",)

    def __init__(self, x: Any) -> None:
        self.x = x

    def __eq__(self, other: Any) -> Any:
        return same(self.x, other)

    __hash__ = None  # type: ignore[assignment]


class Compared:
    """Stands for *x* on one side of an operator, or on both, and never goes to a guest."""

    __slots__ = ("x",)

    def __init__(self, x: Any) -> None:
        self.x = x

    def __eq__(self, other: Any) -> Any:
        return compare("__eq__", self.x, other)

    def __ne__(self, other: Any) -> Any:
        return compare("__ne__", self.x, other)

    def __lt__(self, other: Any) -> Any:
        return compare("__lt__", self.x, other)

    def __le__(self, other: Any) -> Any:
        return compare("__le__", self.x, other)

    def __gt__(self, other: Any) -> Any:
        return compare("__gt__", self.x, other)

    def __ge__(self, other: Any) -> Any:
        return compare("__ge__", self.x, other)

    __hash__ = None  # type: ignore[assignment]


class Endless(Compared):
    """Stands for a container that contains itself, on the left of an operator.

    How often C goes round it is for the other side to tell, so that is weighed as well.
    """

    __slots__ = ()


class Smaller(Endless):
    """The same on either side of `<`, where no guest has methods that compare."""

    __slots__ = ()


class Larger(Endless):
    """The same on either side of `>`."""

    __slots__ = ()


def _beside_endless(name: str) -> Callable[[Any, Any], Any]:
    def method(self: Endless, other: Any) -> Any:
        if type(other) in STANDING:
            other = other.x
        if armed() and not is_steady(other):
            return compare(name, self.x, other)
        walk_both(self.x, other)
        return APPLY[name](self.x, other)

    return method


def _before_endless(name: str) -> Callable[[Any, Any], Any]:
    """Return what C asks, with the operator the other way round, when the left side declines."""

    def method(self: Endless, other: Any) -> Any:
        walk_both(other, self.x)
        return APPLY[name](other, self.x)

    return method


STANDING.update((Compared, Endless, Smaller, Larger))
for _name in COMPARED:
    setattr(Endless, _name, _beside_endless(_name))
Smaller.__gt__ = _before_endless("__lt__")  # type: ignore[method-assign]
Larger.__lt__ = _before_endless("__gt__")  # type: ignore[method-assign]


class Pairs:
    """Stands for the view *x* of a dict's items where a pair is looked for: values are compared."""

    __slots__ = ("_x",)

    def __init__(self, x: Any) -> None:
        self._x = x

    def __contains__(self, pair: Any) -> bool:
        if not issubclass(type(pair), tuple) or tuple.__len__(pair) != 2:
            return False
        key, value = tuple.__iter__(pair)
        found = dict.get(get_referents(self._x)[0], key, _MISSING)
        return found is not _MISSING and same(found, value)

    @classmethod
    def around(cls, x: Any) -> Any:
        """Return *x*, or what stands for it if its values are to be compared one by one."""
        return cls(x) if type(x) in _ITEMS and wary() else x


_ITEMS: Final[frozenset[Any]] = frozenset({type({}.items()), type(OrderedDict().items())})
_MISSING: Final[Any] = object()
