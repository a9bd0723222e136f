"""`dict.clear`, `update` and `setdefault`, after which C may go on where it was.

C that puts a key into a dictionary looks first whether the table is one of texts alone, and then
compares, by an `__eq__` of a program's that may clear the dictionary, or empty it and fill it from
another one, whose table it then has a copy of. CPython (before 3.13.10; its issue 140551) goes on
with a table for texts after that, whatever the key is, and reads the memory of a number as that of
a text. So a dictionary that was cleared has a table for any keys, and an empty one is filled item
by item where a program compares. And CPython 3.13.0 (its issue 130555) clears the dictionary of an
instance while what was in it dies, whose code may store attributes: that is held meanwhile.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final

from ..prices import NODE, pay_copy
from .answering import unasked
from .ordered_keys import in_order
from .survey import armed

#: Of a key and a value, in the list that holds them.
_HELD: Final = 16
_TEXT: Final = frozenset({str})


def clear(self: Any, /) -> None:
    if isinstance(self, dict) and not isinstance(self, OrderedDict):
        empty(unasked(self))
    elif isinstance(self, dict):
        # No program compares a key of it. C empties the dictionary, and then the list beside it.
        pay_copy(_HELD * dict.__len__(self))
        held = [*dict.keys(self), *dict.values(self)]
        OrderedDict.clear(self)
        del held
    else:
        dict.clear(self)  # CPython's own error


def setdefault(self: Any, /, *args: Any, **named: Any) -> Any:
    return dict.setdefault(unasked(self), *args, **named)


def pop(self: Any, /, *args: Any, **named: Any) -> Any:
    in_order(self, "pop")
    return dict.pop(unasked(self), *args, **named)


def popitem(self: Any, /, *args: Any, **named: Any) -> Any:
    in_order(self, "popitem")
    return dict.popitem(unasked(self), *args, **named)


for _shim in (setdefault, pop, popitem):
    _native: Any = dict.__dict__[_shim.__name__]
    _shim.__qualname__, _shim.__doc__ = _native.__qualname__, _native.__doc__


def empty(x: dict[Any, Any]) -> None:
    """Take all out of *x*, which C may be putting something into."""
    pay_copy(_HELD * dict.__len__(x))
    held = [*dict.keys(x), *dict.values(x)]
    dict.clear(x)
    dict.__setitem__(x, 0, None)
    dict.__delitem__(x, 0)
    del held


def fill(
    update: Callable[..., Any], x: Any, sources: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call `update(x, *sources, **named)`; C copies the table of no source."""
    unasked(x)
    if not isinstance(x, dict) or dict.__len__(x) or len(sources) > 1 or not armed():
        return update(x, *sources, **named)
    for each in (*sources, named):
        update(x, items_of(x, each))
    return None


def items_of(x: Any, source: Any) -> Any:
    """Return what C may be given to put into the dictionary *x*: *source*, or its items.

    The table of a dictionary with any other key than a text is one for any keys.
    """
    if not isinstance(source, dict) or dict.__len__(x) or not armed():
        return source
    if not _TEXT.issuperset(map(type, dict.keys(source))):
        return source
    pay_copy(NODE * dict.__len__(source))
    return [*dict.items(source)]
