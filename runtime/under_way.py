"""Whether CPython collects garbage at this moment, in whatever thread."""

from __future__ import annotations

from typing import Any, Final


class _UnderWay(set[str]):
    """Empty but during a collection.

    What CPython calls, `partial(setattr, under_way)`, is all in C: `under_way.start = info` puts
    the keys of *info* in, `under_way.stop = info` takes them out. So it is called also while no run
    has the floor, and no signal of the host's is handled in it (`collecting.py`).
    """

    start: Any = property(None, set.update)
    stop: Any = property(None, set.difference_update)


under_way: Final = _UnderWay()
