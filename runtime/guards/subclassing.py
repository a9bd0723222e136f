"""`issubclass` of what may be no class: C asks that for its `__bases__`, and those for theirs.

It goes all ways and remembers none. A program writes what it likes into the dictionary of an
instance or of a function, so nothing but classes is handed to C.
"""

from __future__ import annotations

from types import UnionType
from typing import Any, Final

from ..standins import is_class, namespace, trusted
from .metaclasses import is_metaclass

_CHECK: Final = "__subclasscheck__"
#: Has no `__bases__`, and gets the error of what is no class.
_NO_CLASS: Final[Any] = object()


def derives(x: Any, kinds: Any) -> bool:
    """Do what `issubclass(x, kinds)` does.

    Parameters:
        kinds: a tuple in it has been paid for.

    Raises:
        TypeError: *x* or *kinds* is not what it should be; *x* never is for its `__bases__`.
    """
    if is_class(x):
        return issubclass(x, kinds)
    if isinstance(kinds, tuple):
        return any(derives(x, each) for each in tuple.__iter__(kinds))
    if type(kinds) is UnionType:
        return any(derives(x, each) for each in kinds.__args__)
    return issubclass(x if _is_looked_at(x, kinds) else _NO_CLASS, kinds)


def _is_looked_at(x: Any, kinds: Any) -> bool:
    """Tell whether Python alone answers: a guest's metaclass, or what `typing` makes of types."""
    if is_class(kinds):
        metaclass: Any = type(kinds)
        return any(is_metaclass(each) and _CHECK in namespace(each) for each in metaclass.__mro__)
    return trusted(type(x)) and hasattr(type(x), _CHECK)
