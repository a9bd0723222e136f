"""What the schema of a pydantic model tells of what a guest may bring about in it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from types import FunctionType
from typing import Any, Final, NamedTuple

from . import flags
from .crowding import Keys, bound, keys_of, length, within
from .open_models import checked, parts_of, takes_any_name

#: Characters of text that is read as JSON, with a value in every other one.
MOST_JSON: Final = 100_000


class Known(NamedTuple):
    """What a model that pydantic makes is like.

    Parameters:
        takes_any: it may have more than its fields.
        keys: of its sets and dictionaries.
        reads: it reads JSON.
    """

    takes_any: bool
    keys: Keys
    reads: bool

    def look_at(self, value: Any) -> None:
        """Refuse *value*, plain data that a model is to be made of, if it may become too much.

        Raises:
            ValueError: it may.
        """
        bound(value, self.keys)
        if self.reads and length(within(value)) > MOST_JSON:
            raise ValueError(
                f"more than {MOST_JSON:,} characters for a tool with declared types that read JSON"
            )

    def made(self, make: Callable[[], Any]) -> Any:
        """Return what *make* does, looked at where it has to be."""
        return checked(make) if self.takes_any else make()


def known_of(schema: Any) -> Callable[[], Known]:
    """Return what tells what *schema* does; it may have to be built first.

    Raises:
        flags.NotForGuests: pydantic would keep in it what a guest sends, or have `re` compile
            that. So does what is returned, of a schema that cannot be built yet.
    """
    try:
        built = dict(schema)
    except Exception:  # names types that are not there yet, says an error of pydantic's
        return functools.cache(lambda: _known(dict(schema)))
    found = _known(built)
    return lambda: found


def _known(schema: dict[str, Any]) -> Known:
    parts = [*parts_of(schema)]
    flags.check(parts)
    _check_patterns(parts)
    reads = any(type(part) is dict and part.get("type") == "json" for part in parts)
    return Known(takes_any_name(schema), keys_of(schema), reads)


def _check_patterns(parts: list[Any]) -> None:
    """Refuse fields whose text `re` compiles: it has no bounds, and a cache for all of the process.

    Raises:
        flags.NotForGuests: there is one.
    """
    if not _compiling().isdisjoint(_functions(parts)):
        raise flags.NotForGuests(
            "a `re.Pattern` in a pydantic model has CPython compile what a program sends, whatever "
            "that takes: declare the field as a str"
        )


@functools.cache
def _compiling() -> frozenset[Any]:
    """Return the functions with which pydantic makes patterns."""
    from pydantic import TypeAdapter

    kinds: list[Any] = [re.Pattern, re.Pattern[str], re.Pattern[bytes]]
    return frozenset(
        made for kind in kinds for made in _functions(parts_of(TypeAdapter(kind).core_schema))
    )


def _functions(parts: Iterable[Any]) -> Iterator[Any]:
    """Yield the functions that validators in *parts* call, where these are functions in Python."""
    for part in parts:
        if type(part) is dict and type(part.get("function")) is FunctionType:
            yield part["function"]
