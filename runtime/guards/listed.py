"""Lists in the aliases of types (`dict[int, [str]]`), which C prints from where they lie.

CPython 3.13 reads the length of such a list once, asks each item for `__origin__`, `__qualname__`
and the like, which may be code of a guest that empties the list, and goes on reading what has been
freed. It does so in every text that has the alias in it: a union's, an error's, a field's, the one
that the host makes of an error. So an alias holds an object of ours in the place of a list, which
prints it as CPython does, and whoever asks for the arguments of an alias is given the list.
"""

from __future__ import annotations

from collections.abc import Callable
from types import GenericAlias
from typing import Any, Final

from ..run import running

#: Whether C looks into lists: elsewhere it prints them as it prints any list.
LOOKS_INTO: Final = repr(GenericAlias(list, ([int],))) == "list[[int]]"
_ABSENT: Final = object()
#: `repr` and `str` of the runtime's, which pay for what they print (`rendering.py`).
PRINTERS: Final[dict[Any, Callable[[Any], str]]] = {}


class Listed:
    """Stands for a list in an alias, and never goes to a guest."""

    __slots__ = ("items",)

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def __eq__(self, other: object) -> Any:
        return self.items == other.items if type(other) is Listed else NotImplemented

    def __hash__(self) -> int:
        return hash(self.items)  # CPython's own error

    def __repr__(self) -> str:
        parts: list[str] = []
        for at in range(len(self.items)):
            if at >= len(self.items):
                break  # CPython reads on
            parts.append(_text_of(self.items[at]))
        return f"[{', '.join(parts)}]"


def _text_of(item: Any) -> str:
    """Return what CPython prints of an item of a list in an alias."""
    if item is ...:
        return "..."
    if hasattr(item, "__origin__") and hasattr(item, "__args__"):
        return _printed(item, repr)
    name = getattr(item, "__qualname__", _ABSENT)
    module: Any = _ABSENT if name is _ABSENT else getattr(item, "__module__", None)
    if module is _ABSENT or module is None:
        return _printed(item, repr)
    if issubclass(type(module), str) and str.__eq__(module, "builtins"):
        return _printed(name, str)
    return f"{_printed(module, str)}.{_printed(name, str)}"


def _printed(x: Any, write: Any) -> str:
    found: str = write(x) if running(None) is None else PRINTERS[write](x)
    return found


def kept(item: Any) -> Any:
    """Return what stands for *item* in an alias."""
    return Listed(item) if LOOKS_INTO and type(item) is list else item


def given(item: Any) -> Any:
    """Return the argument that *item* stands for in an alias."""
    return item.items if type(item) is Listed else item


def arguments_of(alias: Any) -> tuple[Any, ...]:
    """Return `alias.__args__`, as a guest knows them."""
    args: tuple[Any, ...] = alias.__args__
    return tuple(map(given, args)) if Listed in map(type, args) else args


def aliased(origin: Any, item: Any) -> Any:
    """Return the alias `origin[item]`, made by C."""
    args = tuple(map(kept, item)) if type(item) is tuple else kept(item)
    return GenericAlias(origin, args)


def settling(found: Any) -> Any:
    """Return *found*, which a class has given for `cls[item]`, with its lists kept."""
    if type(found) is not GenericAlias or list not in map(type, found.__args__):
        return found
    made = aliased(found.__origin__, found.__args__)
    return next(iter(made)) if found.__unpacked__ else made
