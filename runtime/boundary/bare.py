"""Whether a value of the host's is plain data that needs no copy to be sent.

It is looked at level by level: all that is equally deep at once, so that C does the walking.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, Final

from .limits import INWARD

_SCALARS: Final = frozenset({str, int, float, bool, type(None), bytes, complex})
_CONTAINERS: Final = frozenset({dict, list, tuple, set, frozenset})
_ALL: Final = _SCALARS | _CONTAINERS
_TEXT: Final = frozenset({str})
_DICT: Final = frozenset({dict})


def is_bare(value: Any) -> bool:
    """Tell whether *value* is exactly scalars, `bytes`, `complex` and containers of these.

    What is may enter, and `marshal` brings all of it back as it was. A metaclass of the host's is
    asked for hash and equality, which no guest's ever is: *value* comes from no guest.
    """
    if type(value) in _SCALARS:
        return True
    level, left = [value], INWARD.items
    # What contains itself has no last level.
    for _ in range(INWARD.depth + 1):
        kinds = frozenset(map(type, level))
        if not kinds <= _ALL:
            return False
        if kinds <= _SCALARS:
            return True
        containers = level
        if not kinds <= _CONTAINERS:
            containers = [each for each in level if type(each) in _CONTAINERS]
        left -= sum(map(len, containers))
        if left < 0:
            return False
        level = _inside(kinds & _CONTAINERS, containers)
    return False


def _inside(kinds: frozenset[type], containers: list[Any]) -> list[Any]:
    """Return what is in *containers*, but for keys if all are text.

    Parameters:
        kinds: classes of *containers*.
    """
    if dict not in kinds:
        return [*chain.from_iterable(containers)]
    dicts = containers if kinds == _DICT else [each for each in containers if type(each) is dict]
    others = [] if kinds == _DICT else [each for each in containers if type(each) is not dict]
    inside = [*chain.from_iterable(map(dict.values, dicts)), *chain.from_iterable(others)]
    if not _TEXT.issuperset(map(type, chain.from_iterable(dicts))):
        inside += chain.from_iterable(dicts)
    return inside
