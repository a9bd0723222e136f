"""What CPython frees level by level in C: generators, exceptions and the like, and their chains.

Other threads may go on while code in Python looks, and must not find what they are about held by
somebody else: CPython fails to finish a tuple that is, and a host expects what it drops to die
there and then. So what the collector knows is sifted in C, and no more held than what is watched.
"""

from __future__ import annotations

import builtins
import gc
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain, compress, repeat
from types import (
    AsyncGeneratorType,
    CellType,
    CoroutineType,
    GeneratorType,
    MethodType,
)
from typing import Any, Final

from .links import AWAITABLES, JOINTS, LAZY

FRAMES: Final = frozenset({GeneratorType, CoroutineType, AsyncGeneratorType})
#: Exceptions whose slots are freed without a bound on depth; those with none of their own are
#: freed as containers are, and so are the guest's.
EXCEPTIONS: Final = frozenset(
    kind
    for kind in vars(builtins).values()
    if isinstance(kind, type)
    and issubclass(kind, BaseException)
    and kind.__basicsize__ > BaseException.__basicsize__
)
#: (`iter(f, end)` holds its end, an `asend` what is sent.)
LIGHT: Final = EXCEPTIONS | {
    super, slice, MethodType, property, type(iter(int, 0)), *AWAITABLES,
}  # fmt: skip
_WATCHED: Final = FRAMES | LIGHT
#: What tells a class apart, in C: metaclasses of the host's hash as they like, or not at all, and
#: `id` calls audit hooks.
kind_of: Final[Callable[[Any], int]] = object.__hash__
#: The same of any object.
_identity: Final = kind_of
#: What else may stand between two of them, beside `LAZY`.
_BETWEEN: Final = frozenset({CellType, *AWAITABLES})
#: Most chains are no longer, and so many levels are listed faster than what each holds.
_FLAT: Final = 3


def known(generation: int | None) -> Iterator[list[Any]]:
    """Return an iterator over one list of what the collector knows, made as it is drawn."""
    return map(gc.get_objects, [generation])


def count_known() -> int:
    """Return how many objects the collector knows."""
    return sum(map(len, known(None)))


def count_young() -> int:
    """Return how many objects were made since the last collection, and live."""
    return sum(map(len, known(0)))


def kinds_of(generation: int) -> list[int]:
    """Return the kind of each object of *generation*."""
    return list(map(kind_of, map(type, chain.from_iterable(known(generation)))))


def those(kinds: Collection[type], lists: Iterator[list[Any]]) -> list[Any]:
    """Return what is exactly of one of *kinds* in *lists*, each of which is drawn and let go.

    All in C, and in nothing that keeps what it has given: `tee` and `zip` do, and are themselves
    among what the collector knows.
    """
    twice = chain.from_iterable(map(repeat, lists, repeat(2)))
    found = map(partial(map, kind_of), map(partial(map, type), twice))
    chosen = map(partial(map, frozenset(map(kind_of, kinds)).__contains__), found)
    return list(chain.from_iterable(map(compress, twice, chosen)))


def links() -> frozenset[type]:
    """Return what is a link of chains, and takes little of the stack; modules add to it."""
    return LIGHT | LAZY


def joints() -> frozenset[type]:
    """Return those of `links` to which a chain can be given when they are there already."""
    return EXCEPTIONS | JOINTS


def followed(frames: bool) -> frozenset[type]:
    """Return what is a link of chains of frames, or of others; modules add to it as they load.

    Others that frames hold begin anew: as many frames as may be in chains make none too long.
    """
    kinds = _WATCHED | _BETWEEN | LAZY
    return kinds if frames else kinds - FRAMES


def chained_below(
    level: Collection[Any],
    depth: int,
    few: int,
    kinds: frozenset[type],
    links: int,
    variables: int | None = None,
) -> Collection[Any] | None:
    """Return what is held through more than *depth* links, if that is more than *few*.

    Parameters:
        kinds: what is followed.
        links: None is returned where more than so many would be.
        variables: so, where frames have more on the way; None: they have been counted.
    """
    flat = min(depth, _FLAT)
    for _ in range(flat):
        if len(level) > links or (variables is not None and _held(level) > variables):
            return None
        level = {_identity(x): x for x in those(kinds, map(gc.get_referents, level))}.values()
        if len(level) <= few:
            return ()
    return _deeper(level, depth - flat, few, kinds, links, variables)


def _deeper(
    level: Collection[Any],
    depth: int,
    few: int,
    kinds: frozenset[type],
    links: int,
    variables: int | None,
) -> Collection[Any] | None:
    """Do the same, but ask each what it holds only once, however many ways lead there.

    A frame may have thousands of variables that hold the same few others.
    """
    met = {_identity(x): x for x in level}
    held: dict[int, list[int]] = {}
    reached = set(met)
    for _ in range(depth):
        fresh = [*reached.difference(held)]
        asked = [*map(met.__getitem__, fresh)]
        if variables is not None:
            variables -= _held(asked)
        if len(met) > links or (variables is not None and variables < 0):
            return None
        for each, found in zip(fresh, _each(kinds, asked), strict=True):
            held[each] = [*found]
            met.update(found)
        below = set(chain.from_iterable(map(held.__getitem__, reached)))
        if len(below) <= few:
            return ()
        if below == reached:
            break
        reached = below
    return [*map(met.__getitem__, reached)]


class _End:
    """Stands behind what one thing holds."""


_END: Final = (_End(),)


def _each(kinds: frozenset[type], links: list[Any]) -> Iterator[dict[int, Any]]:
    """Return what each of *links* holds of *kinds*, by identity."""
    found: dict[int, Any] = {}
    for x in those(kinds | {_End}, map(gc.get_referents, links, repeat(_END))):
        if type(x) is _End:
            yield found
            found = {}
        else:
            found[_identity(x)] = x


def _held(links: Iterable[Any]) -> int:
    """Return how many variables *links* have."""
    sizes: dict[int, int] = {}
    return sum([variables_of(each, sizes) for each in links])


def variables_of(link: Any, sizes: dict[int, int]) -> int:
    """Return how many places for an object the frame of *link* has; *sizes*: of codes, by id."""
    frame = frame_of(link)
    if frame is None:
        return 0
    code = frame.f_code
    size = sizes.get(id(code))
    if size is None:
        size = code.co_nlocals + code.co_stacksize + len(code.co_cellvars) + len(code.co_freevars)
        sizes[id(code)] = size
    return size


def frame_of(suspended: Any) -> Any:
    kind = type(suspended)
    if kind is GeneratorType:
        return suspended.gi_frame
    if kind is CoroutineType:
        return suspended.cr_frame
    return suspended.ag_frame if kind is AsyncGeneratorType else None
