"""Calls where there is room on the stack for a few more, and no more than that."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

#: More than whatever is called here needs.
MOST = 40


def _depth() -> int:
    depth, frame = 0, sys._getframe(1)
    while frame is not None:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    return depth


def _is_limit(depth: int) -> bool:
    """Set the limit to *depth*, unless the stack is as deep."""
    with suppress(RecursionError):
        sys.setrecursionlimit(depth)
        return True
    return False


def with_room(room: int, action: Callable[..., object], *args: Any) -> bool:
    """Call *action* where so many calls fit; tell whether it came to its end."""
    limit = sys.getrecursionlimit()
    # Whoever has called this in C is no frame.
    lowest = next(filter(_is_limit, range(_depth(), limit)))
    try:
        sys.setrecursionlimit(lowest + room)
        action(*args)
    except RecursionError:
        return False
    finally:
        sys.setrecursionlimit(limit)
    return True


def rooms(action: Callable[..., object], *args: Any) -> Iterator[bool]:
    """Call *action* with ever more room, to where it comes to its end; tell each time if it has."""
    for room in range(MOST):
        ended = with_room(room, action, *args)
        yield ended
        if ended:
            return
    raise AssertionError(f"it needs more than {MOST} calls")
