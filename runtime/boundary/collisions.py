"""What it takes to make a set or dict of keys that were chosen to meet in one place.

The hash of a number is known to whoever chose the number, and a tuple or a set of such has a known
one as well. C compares each key with all others of its hash, in one call that nobody can stop, and
sets of sets of these multiply that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

#: Comparisons that one set or dict may take, and as many more for each of its keys.
MOST: Final = 5_000
EACH: Final = 100


def is_crowded(keys: Collection[Any]) -> bool:
    """Tell whether *keys*, plain data, take too many comparisons."""
    if len(keys) < 2 or all(type(key) is str for key in keys):
        return False  # text is hashed with a secret of this process
    most = MOST + EACH * len(keys)
    spent = 0
    for group in _alike(keys):
        if len(group) > 1:
            spent += len(group) ** 2 // 2 * max(map(_weight, group))
            if spent > most:
                return True
    return False


def _alike(keys: Iterable[Any]) -> Iterable[list[Any]]:
    groups: dict[int, list[Any]] = {}
    for key in keys:
        groups.setdefault(hash(key), []).append(key)
    return groups.values()


def _weight(key: Any) -> int:
    """Return the comparisons that *key* and one like it may take."""
    if type(key) is tuple:
        return 1 + sum(map(_weight, key))
    if type(key) is frozenset:
        return 1 + sum(len(group) * sum(map(_weight, group)) for group in _alike(key))
    return 1
