"""Filters of warnings that stand in front of the host's own, and match nothing that is the host's.

`warnings.catch_warnings` swaps the filters of the whole process, so where two threads do that, what
one of them has swapped is left behind. A filter that stays, and asks whose a warning is, is
nobody's business but ours.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, cast

#: `(action, matches the text, category, matches the module, line)`; C calls `match` of both.
Filter = tuple[str, Any, type[Warning], Any, int]
#: Those of this package, by identity.
_OURS: Final[set[int]] = set()


class Standing:
    """A filter of ours.

    Parameters:
        make: returns it; what matches is a new object each time, so that no two are equal.
    """

    def __init__(self, make: Callable[[], Filter]) -> None:
        #: One comes in before the other is taken out: there is no moment without.
        self.pair: Final = (make(), make())
        _OURS.update(map(id, self.pair))

    def put_first(self) -> None:
        """Put it in front of all that are not ours, where a new one of the host's may have come.

        Each change of the list is one call of C, so that none of another thread is lost. The list
        is changed without telling `warnings`: its version counter would make every "once" warning
        of the host appear again, and C looks at the list each time.
        """
        filters = cast("list[Any]", warnings.filters)
        one, other = self.pair
        for each in filters:
            if each is one or each is other:
                return
            if id(each) not in _OURS:
                break
        new, old = (other, one) if one in filters else (one, other)
        filters.insert(0, new)
        while old in filters:
            with suppress(ValueError):  # another thread has done so
                filters.remove(old)
