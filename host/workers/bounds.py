"""How much a worker may send at once: by the kind of the frame, and the limits of its sandbox.

The table in `docs/operations.md` says of every field what bounds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple, Protocol

from ..crossing import crossing
from ..runtime.boundary.leaves import weight
from ..runtime.boundary.limits import OUTWARD, CrossingLimits
from ..runtime.boundary.record import Record
from ..runtime.limits import Limits
from .codec import LARGEST
from .measuring import SPARE, Malformed
from .messages import MOST_NAMED, MOST_NAMES, Kind

#: Bytes a worker may have beyond one and a half times what its runs may take: a little more than
#: `hardening.SLACK`.
BESIDE: Final = 64 * 2**20
#: Bytes of JSON that one byte of text takes at most.
ESCAPED: Final = 6
#: Text up to this length is covered by the number of items.
_SHORT: Final = 64


class Bound(NamedTuple):
    """What one frame may hold.

    Parameters:
        bytes: of the frame, looked at before it is received.
        limits: of the payload, looked at before it is read.
    """

    bytes: int
    limits: CrossingLimits


class Box(Protocol):
    """What a worker must know of the sandbox whose runs it executes."""

    @property
    def setting(self) -> bytes:
        """What it is sent first (see `main.Worker`)."""

    @property
    def tools(self) -> Mapping[str, Callable[..., Any]]:
        """The functions it may call, by name."""

    @property
    def awaited(self) -> frozenset[str]:
        """Those of them that are asynchronous."""

    @property
    def seconds(self) -> float | None:
        """Wall time of a run."""

    @property
    def output(self) -> int | None:
        """How much a run may print."""

    @property
    def tool_calls(self) -> int | None:
        """How many tools a run may call."""

    @property
    def bounds(self) -> Mapping[int, Bound]:
        """What may come from its workers, by kind of frame."""

    @property
    def room(self) -> int:
        """Bytes that the text of one frame may take in the host."""

    @property
    def hashes(self) -> int | None:
        """Seed of its hashes of text; None for a secret of each worker."""

    @property
    def listener(self) -> Callable[[str], object] | None:
        """Called with text as it is printed."""


def largest(memory: int | None) -> int:
    """Return the bytes of a frame that a worker can have whose runs may take *memory* bytes."""
    return LARGEST if memory is None else min(LARGEST, 3 * memory // 2 + BESIDE)


def bounds(limits: Limits) -> dict[int, Bound]:
    """Return what may come from a worker under *limits*, by kind; no other kind may come."""
    whole = largest(limits.memory)
    printed = whole if limits.output is None else ESCAPED * limits.output + SPARE
    result = crossing(limits)
    deepest = max(OUTWARD.depth, result.depth)
    # Beside the value there is what a run has taken.
    one = replace(OUTWARD, items=result.items + 16, depth=deepest + 1)
    # Several arguments of a tool may each be as large as a result.
    more = replace(OUTWARD, items=4 * max(OUTWARD.items, result.items), depth=deepest)
    few = replace(OUTWARD, items=SPARE, depth=4)
    names = replace(few, items=MOST_NAMES)
    return {
        Kind.READY: Bound(2**16, few),
        Kind.PRINTED: Bound(min(whole, printed), few),
        Kind.NAMES: Bound(ESCAPED * MOST_NAMED, names),
        Kind.TOOL: Bound(whole, more),
        Kind.REST: Bound(whole, more),
        Kind.MAPPED: Bound(whole, more),
        Kind.DONE: Bound(whole, one),
        Kind.FAILED: Bound(whole, few),
    }


def look_at_weight(values: Iterable[Any]) -> None:
    """Refuse a value with more long text than may leave a guest; each of *values* may have as much.

    What is no longer than that as a frame need not be looked at.
    """
    most = OUTWARD.bytes
    assert most is not None
    for value in values:
        weighed, left = 0, [value]
        while left:
            each = left.pop()
            kind = type(each)
            if kind is list or kind is tuple or kind is set or kind is frozenset:
                left.extend(each)
            elif kind is dict:
                left.extend(each)
                left.extend(each.values())
            elif kind is Record:
                left.append(vars(each))
            elif (size := weight(each)) > _SHORT:
                weighed += size
        if weighed > most:
            raise Malformed("more text than may leave a guest")
