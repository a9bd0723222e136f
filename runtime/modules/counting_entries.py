"""Methods of `Counter` that ask nobody what entries there are.

CPython's are Python, and ask a Counter for its `items`, as an attribute of the instance's own may
answer: what that gives is gone through, hashed and compared in the host. The same code here calls
what no guest can name.
"""

from __future__ import annotations

import collections as real
from collections.abc import Iterator
from types import FunctionType
from typing import Any, Final

from ..run import current
from ..universe.draining import pairs

#: What a Counter is asked for by CPython's methods -> what these ask for.
_NAMES: Final = {"items": "__entries__"}
#: What methods of a Counter ask it for.
ASKED: Final = frozenset({"items", "keys", "values", "__iter__"})
_attributes: Final[Any] = vars(real.Counter)["__dict__"].__get__


def of_entries(name: str) -> Any:
    """Return the method *name* of `Counter`, with entries as the dictionary has them."""
    function: Any = getattr(real.Counter, name)
    code = function.__code__
    names = tuple(_NAMES.get(each, each) for each in code.co_names)
    made = FunctionType(
        code.replace(co_names=names), function.__globals__, name, function.__defaults__,
        function.__closure__,
    )  # fmt: skip
    made.__qualname__, made.__module__ = function.__qualname__, function.__module__
    made.__doc__ = function.__doc__
    return made


def entries(counter: Any) -> Any:
    """Return what there is in *counter*, in its order, whatever it says itself."""
    base = real.OrderedDict if isinstance(counter, real.OrderedDict) else dict
    return base.items(counter)


class Given:
    """Stands for what is no Counter on the right of an operator in place."""

    __slots__ = ("_given",)

    def __init__(self, given: Any) -> None:
        self._given = given

    def __entries__(self) -> Iterator[Any]:
        return iter(pairs(self._given.items()))

    def __getitem__(self, key: Any) -> Any:
        return self._given[key]


def refuse_own(x: Any) -> None:
    """Refuse a Counter that says by itself what entries it has.

    Raises:
        TypeError: its class does, which is the guest's, or an attribute of its own.
    """
    kind, own = type(x), current().own
    if kind not in own or not issubclass(kind, real.Counter):
        return
    found = ASKED & _attributes(x).keys()
    for each in kind.__mro__:
        if each in own:
            found |= ASKED & each.__dict__.keys()
    if found:
        raise TypeError(f"a Counter is not asked for entries where it defines {min(found)}()")
