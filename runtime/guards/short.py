"""Whether scalars are short: one that many entries share takes as long as it is for each of them.

No type tells: text is as long as memory allows.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from itertools import chain
from types import EllipsisType, NoneType, NotImplementedType
from typing import Any, Final

from cloche.transpiler.vocabulary import SHORT_TEXT

#: Exact types of a fixed size.
FIXED: Final = frozenset({float, complex, bool, NoneType, EllipsisType, NotImplementedType})
_TEXTS: Final = (str, bytes)
_LONG: Final = 1 << 4096


def are_short(items: Collection[Any]) -> bool:
    """Tell whether *items* are scalars, each of them hashed and compared at once."""
    kinds = set(map(type, items))
    if kinds <= FIXED:
        return True
    if int in kinds:
        numbers = _only(int, items, kinds)
        if max(numbers) >= _LONG or min(numbers) <= -_LONG:
            return False
    return kinds <= _SCALARS and have_short_texts(items, kinds)


def have_short_texts(items: Collection[Any], kinds: Set[type]) -> bool:
    """Tell whether no text is long among *items*, whose exact types are *kinds*."""
    return all(
        max(map(len, _only(kind, items, kinds))) <= SHORT_TEXT for kind in _TEXTS if kind in kinds
    )


def are_short_rows(rows: Collection[Any], most: int) -> bool:
    """Tell whether *rows* are tuples of at most so many scalars, none of them long text.

    (Integers are compared from the end that decides.)
    """
    for row in rows:
        if type(row) is not tuple or len(row) > most:
            return False
    kinds = set(map(type, chain.from_iterable(rows)))
    if not kinds <= _SCALARS:
        return False
    return kinds.isdisjoint(_TEXTS) or have_short_texts([*chain.from_iterable(rows)], kinds)


def _only(kind: type, items: Collection[Any], kinds: Set[type]) -> Collection[Any]:
    return items if len(kinds) == 1 else [item for item in items if type(item) is kind]


_SCALARS: Final = FIXED | {int, *_TEXTS}
