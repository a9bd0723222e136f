"""What the schema of a pydantic model tells of what a guest may bring about in it."""

from __future__ import annotations

import functools
from collections.abc import Callable
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
        flags.Growing: pydantic would keep in it what a guest sends. So does what is returned, of a
            schema that cannot be built yet.
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
    reads = any(type(part) is dict and part.get("type") == "json" for part in parts)
    return Known(takes_any_name(schema), keys_of(schema), reads)
