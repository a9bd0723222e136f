"""Named tuples: the class that `collections.namedtuple` makes, from names that were checked first.

The real function joins the names of the fields into source text and evaluates it. So it is given
exact strings only, each an identifier, and its few methods in Python are replaced by ours.
"""

from __future__ import annotations

import collections as real
from _collections import _tuplegetter  # type: ignore[import-not-found]
from collections.abc import Collection, Iterable
from keyword import iskeyword
from typing import Any, Final

from cloche.transpiler.vocabulary import BOUND, KEPT, LONGEST_NAME, is_dunder, normalise

from ..guards.matching import keep_fields
from ..guards.naming import BRIEF
from ..guards.rendering import render_repr, shown
from ..lasting import count_names
from ..prices import spend
from ..rehomed import named_tuple
from ..run import charge, current
from ..standins import opaque
from ..storing import store_natively
from ..universe import entry, guarded
from .kinds import declare
from .plain import exact_str
from .stand_in import ticked

#: A class with more fields takes long to make; CPython compiles a function of as many parameters.
MOST_FIELDS: Final = 1_000

# What reads a field: a guest gets it from the class.
declare("namedtuples", entry(_tuplegetter))
opaque(_tuplegetter)
BRIEF.add(_tuplegetter)


def check_number(fields: Collection[Any]) -> None:
    """Refuse a class of too many *fields*: what makes it goes through them in Python.

    Raises:
        ValueError: there are more than `MOST_FIELDS`.
    """
    if len(fields) > MOST_FIELDS:
        raise ValueError(f"a class here has at most {MOST_FIELDS} fields")


def field_names(names: Iterable[Any]) -> list[str]:
    """Return names of fields as exact strings; a string names several."""
    if isinstance(names, str):
        names = str.__str__(names).replace(",", " ").split()
    exact = [exact_str(name, "field name") for name in map(_text, ticked(names))]
    check_number(exact)
    spend(sum(map(len, exact)) + 40 * len(exact))
    return exact


def _text(name: Any) -> str:
    # As the real function does: `map(str, field_names)`.
    return name if isinstance(name, str) else str(shown(name))


def check_field(name: str, what: str) -> None:
    """Refuse a name that the host's code must not see in a source text.

    Raises:
        ValueError: it is no plain identifier.
    """
    if len(name) > LONGEST_NAME:
        raise ValueError(f"{what} have at most {LONGEST_NAME} characters here")
    if not name.isidentifier():
        raise ValueError(f"{what} must be valid identifiers: {name!r}")
    if iskeyword(name):
        raise ValueError(f"{what} cannot be a keyword: {name!r}")
    if is_dunder(normalise(name)) or normalise(name) != name or name in KEPT:
        raise ValueError(f"{what} cannot be {name!r} here")


def make(typename: Any, names: list[str], rename: bool, defaults: Any) -> type:
    """Make the class and give it to the current run."""
    typename = exact_str(typename, "type name")
    if rename:
        names = _renamed(names)
    for name in (typename, *names):
        check_field(name, "Type names and field names")
    count_names((typename, *names))
    module = current().globals.get("__name__")
    build: Any = real.namedtuple
    made = build(
        typename,
        names,
        rename=rename,
        defaults=defaults,
        module=module if type(module) is str else "__main__",
    )
    replace_methods(made)
    native = guarded()
    # `case Point(x, y)` reads these natively.
    if not native.isdisjoint(names):
        store_natively(made, "__match_args__", ())
    elif not _OF_TUPLES.isdisjoint(names):
        keep_fields(made, _OF_TUPLES.intersection(names))
    current().own.add(made)
    current().written.add(made)
    return made  # type: ignore[no-any-return]


#: Methods of a tuple that do not go about as values, which come to light if a field is deleted.
_OF_TUPLES: Final = BOUND & set(dir(tuple))


def _renamed(names: list[str]) -> list[str]:
    """Replace names that cannot be fields by their places, as `rename=True` does."""
    seen: set[str] = set()
    result = []
    for place, name in enumerate(names):
        bad = not name.isidentifier() or iskeyword(name) or name.startswith("_") or name in seen
        seen.add(name)
        result.append(f"_{place}" if bad else name)
    return result


def replace_methods(made: Any) -> None:
    """Replace the methods of a named tuple's class that would drain or print in C."""
    new = tuple.__new__
    count = len(made._fields)

    def _make(cls: Any, iterable: Any, /) -> Any:
        result = new(cls, ticked(iterable))
        if len(result) != count:
            raise TypeError(f"Expected {count} arguments, got {len(result)}")
        return result

    def __repr__(self: Any) -> str:
        charge(1)
        shown(tuple(self))
        pairs = zip(made._fields, tuple.__iter__(self), strict=False)
        inside = ", ".join(f"{name}={render_repr(value)}" for name, value in pairs)
        return f"{type(self).__name__}({inside})"

    made._make = classmethod(_make)
    made.__repr__ = __repr__
    named_tuple(made)
