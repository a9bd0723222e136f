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
from .measuring import SPARE
from .messages import CALL, MOST_NAMED, MOST_NAMES, Kind
from .meter import Malformed

#: Bytes a worker may have beyond one and a half times what its runs may take: a little more than
#: `hardening.SLACK`.
BESIDE: Final = 64 * 2**20
#: What the values of a frame may take at most, whatever a worker may have; what they may take for
#: each second of a run, for the host has no clock while C makes them, and how much at least.
LARGEST_VALUES: Final = 4 * LARGEST
EACH_SECOND, LEAST_VALUES = 200 * 2**20, 128 * 2**20
#: Bytes of JSON that one byte of text takes at most.
ESCAPED: Final = 6
#: Text up to this length is covered by the number of items.
_SHORT: Final = 64


class Bound(NamedTuple):
    """What one frame may hold.

    Parameters:
        bytes: of the frame, looked at before it is received.
        limits: of the payload, looked at before it is read.
        values: bytes that it may take once it is read, looked at before and meanwhile.
        each: of each value in it, as the guest's own boundary has held it to.
    """

    bytes: int
    limits: CrossingLimits
    values: int
    each: CrossingLimits


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


def dearest(limits: Limits) -> int:
    """Return what the values of one frame may take, as it is counted (see `meter.py`).

    That is twice what a worker can have: its values may share a number that is paid for each time.
    """
    most = LARGEST_VALUES
    if limits.memory is not None:
        most = min(most, 2 * (3 * limits.memory // 2 + BESIDE))
    if limits.seconds is not None:
        most = min(most, max(LEAST_VALUES, int(EACH_SECOND * limits.seconds)))
    return most


def bounds(limits: Limits) -> dict[int, Bound]:
    """Return what may come from a worker under *limits*, by kind; no other kind may come."""
    whole, values = largest(limits.memory), dearest(limits)
    printed = whole if limits.output is None else ESCAPED * limits.output + SPARE
    result = crossing(limits)
    deepest = max(OUTWARD.depth, result.depth)
    each = replace(OUTWARD, items=result.items, depth=result.depth)
    # Beside the value there is what a run has taken.
    one = replace(OUTWARD, items=result.items + 16, depth=deepest + 1)
    # Several arguments of a tool may each be as large as a result.
    more = replace(OUTWARD, items=4 * max(OUTWARD.items, result.items), depth=deepest)
    few = replace(OUTWARD, items=SPARE, depth=4)
    names = replace(few, items=MOST_NAMES)
    return {
        Kind.READY: Bound(2**16, few, values, OUTWARD),
        Kind.PRINTED: Bound(min(whole, printed), few, values, OUTWARD),
        Kind.NAMES: Bound(ESCAPED * MOST_NAMED, names, values, OUTWARD),
        Kind.TOOL: Bound(whole, more, values, OUTWARD),
        Kind.REST: Bound(whole, more, values, OUTWARD),
        Kind.MAPPED: Bound(whole, more, values, each),
        Kind.DONE: Bound(whole, one, values, each),
        Kind.FAILED: Bound(whole, few, values, OUTWARD),
    }


def values_of(kind: int, content: list[Any]) -> list[Any]:
    """Return what of a frame is a guest's, each of which may be as large as a result."""
    match kind, content:
        case Kind.MAPPED, [list(values), *_]:
            return values
        case Kind.TOOL, [_, str(name), [str(tool), tuple(args), dict(kwargs), line], _] if (
            name == CALL
        ):
            return [tool, *args, *kwargs.values(), line]
        case Kind.TOOL, [_, _, list(args), dict(kwargs)]:
            return [*args, *kwargs.values()]
        case Kind.REST, [_, list(calls), _]:
            calls = [call for call in calls if type(call) is list]
            return [each for call in calls for each in values_of(Kind.TOOL, call)]
    return content


def look_at(values: Iterable[Any], limits: CrossingLimits) -> None:
    """Refuse a value that could not have left a guest; each of *values* may be as large."""
    for value in values:
        items, weighed, depth, level = 0, 0, 0, [value]
        while level:
            below: list[Any] = []
            for each in level:
                kind = type(each)
                if kind is Record:
                    each, kind = vars(each), dict
                if kind is dict:
                    below.extend(each)
                    below.extend(each.values())
                elif kind is list or kind is tuple or kind is set or kind is frozenset:
                    below.extend(each)
                else:
                    if (size := weight(each)) > _SHORT:
                        weighed += size
                    continue
                items += len(each)
                if depth >= limits.depth:
                    raise Malformed("more levels than may leave a guest")
            if items > limits.items:
                raise Malformed("more items than may leave a guest")
            level, depth = below, depth + 1
        if limits.bytes is not None and weighed > limits.bytes:
            raise Malformed("more text than may leave a guest")
