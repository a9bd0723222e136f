"""No model that pydantic makes for a tool has an attribute of a name of Python's own.

Libraries look for such names on any object (`__array_interface__`: an address, and numpy reads
there). A guest's plain data is looked at before it is given to pydantic. But models read more data
out of text (`Json`), so those that take any name (`extra="allow"`) are looked at as well.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from .runtime.boundary.truth import is_dunder

_CONTAINERS: Final = (dict, list, tuple, set, frozenset, deque)
_PLAIN: Final = frozenset({str, bytes, int, float, bool})


def check_name(name: Any) -> None:
    """Raise ValueError if *name* is one of Python's own."""
    if type(name) is str and is_dunder(name):
        raise ValueError(f"{name[:40]!r} is no name of a field")


def takes_any_name(schema: Any) -> bool:
    """Whether a model or a dataclass that *schema* describes may have more than its fields."""
    # (A schema that is no dictionary has not been built yet.)
    return type(schema) is not dict or any(
        type(part) is str and part == "allow" for part in parts_of(schema)
    )


def parts_of(schema: Any) -> Iterator[Any]:
    """Yield each part of a schema of pydantic's core once, and the schema itself."""
    seen: set[int] = set()
    todo = [schema]
    while todo:
        part = todo.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        if type(part) is dict:
            todo += part.values()
        elif type(part) in (list, tuple):
            todo += part


def checked(make: Callable[[], Any]) -> Any:
    """Return what pydantic makes, if nothing in it has a name that is refused."""
    made = make()
    if _look_for_names(made):
        # What is made as it is read can be read once: another is.
        _look_for_names(make(), reads=True)
    return made


def _look_for_names(made: Any, reads: bool = False) -> bool:
    """Refuse what guests are refused where it was in text that pydantic has read (`Json`).

    Parameters:
        reads: whether what makes values as it is read (of an `Iterable`) is.

    Returns:
        whether there is such.

    Raises:
        ValueError: a model or a dataclass has taken such a name.
    """
    is_lazy = False
    seen: dict[int, Any] = {}
    todo = [made]
    while todo:
        value = todo.pop()
        kind = type(value)
        if value is None or kind in _PLAIN or id(value) in seen:
            continue
        seen[id(value)] = value
        if isinstance(value, _CONTAINERS):
            todo += value
            todo += value.values() if isinstance(value, dict) else ()
        elif kind.__name__ == "ValidatorIterator":
            is_lazy = True
            todo += value if reads else ()
        else:
            todo += _inside(value)
    return is_lazy


def _inside(value: Any) -> Iterable[Any]:
    """Return what the fields of a model or a dataclass hold, whose names are looked at."""
    kind = type(value)
    held = getattr(value, "__dict__", {})
    if hasattr(kind, "model_validate"):
        taken = getattr(value, "__pydantic_extra__", None) or {}
        held = {**held, **taken}
    elif dataclasses.is_dataclass(kind):
        taken = held
        fields = [each.name for each in dataclasses.fields(kind)]
        held = {**{name: getattr(value, name, None) for name in fields}, **held}
    else:
        return ()
    for name in taken:
        check_name(name)
    return held.values()
