"""Counts what CPython frees level by level in C, and stops whose run lets it pile up.

A generator that is dropped frees what its variables hold, which may be another generator; so do
coroutines, and exceptions with slots of their own. CPython bounds that depth for containers
only: a long chain of these overflows the C stack when it is freed. The links are made by CPython
itself (variables, cells, `await`, `raise … from`), so no guard of ours sees them.

All of it is known to the collector. Whenever that begins, whatever is young is looked at, once
each; what could be a link is remembered, and its chains are measured when there is enough of it.

Other threads may go on while code in Python looks, and must not find what they are about held by
somebody else: CPython fails to finish a tuple that is, and a host expects what it drops to die
there and then. So what the collector knows is sifted in C, and no more held than what is watched.
"""

from __future__ import annotations

import builtins
import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import chain, compress, repeat
from time import monotonic_ns
from types import (
    AsyncGeneratorType,
    CellType,
    CoroutineType,
    GeneratorType,
    MethodType,
)
from typing import Any, Final

from cloche.transpiler import vocabulary as words

from . import monitor
from .budget import Budget
from .links import AWAITABLES, LAZY

#: Suspended frames of guests that may be alive at once in the process: some 35,000 in a chain are
#: the end of CPython 3.13, and 2,000 more may be made before the next look.
MOST: Final = 20_000
#: Frames that may be in chains. 3,700 with `try` are the end of CPython 3.13, however large the
#: C stack is; recursion of generators gets to 1,000.
CHAINED: Final = 1_000
#: More than these may be in chains that are no longer than this: pipelines, tasks that await.
DEPTH: Final = 30
#: A look at all objects takes 60 ns for each. There is one when so many frames are new, more where
#: there are many objects, but so many at most; or when half of `CHAINED` came on top of chains.
FEW: Final = 5_000
_SHARE: Final = 50
MANY: Final = 8_000

#: The same for what takes little of the stack: 200,000 are freed, 400,000 are not.
OTHERS: Final = 50_000
OTHERS_DEPTH: Final = 8
#: Of those that are new so many are asked for what is below them, wherever they stand.
_ASKED: Final = 64

#: The places for objects in all suspended frames of a run: each is a reference to be followed.
VARIABLES: Final = 500_000
#: So many of them are followed from what is young before all are counted.
_UNCOUNTED: Final = 50_000

FRAMES: Final = frozenset({GeneratorType, CoroutineType, AsyncGeneratorType})
#: Exceptions whose slots are freed without a bound on depth; those with none of their own are
#: freed as containers are, and so are the guest's.
_EXCEPTIONS: Final = frozenset(
    kind
    for kind in vars(builtins).values()
    if isinstance(kind, type)
    and issubclass(kind, BaseException)
    and kind.__basicsize__ > BaseException.__basicsize__
)
#: (`iter(f, end)` holds its end, an `asend` what is sent.)
_LIGHT: Final = _EXCEPTIONS | {
    super, slice, MethodType, property, type(iter(int, 0)), *AWAITABLES,
}  # fmt: skip
_WATCHED: Final = FRAMES | _LIGHT
#: What tells a class apart, in C: metaclasses of the host's hash as they like, or not at all, and
#: `id` calls audit hooks.
_kind: Final[Callable[[Any], int]] = object.__hash__
#: The same of any object.
_identity: Final = _kind
_KIND_OF_FRAME: Final = frozenset(map(_kind, FRAMES))
_KIND_OF_OTHER: Final = frozenset(map(_kind, _LIGHT))
#: What a run has made since the last collection has been seen by nobody.
_UNSEEN: Final = 2_000
#: By how many halves of a limit what there is may be more: frames, others.
_HARMLESS: Final = (1, 2)
#: Index in `made`. What a run has made in a collection that could not be looked at has been seen
#: by nobody either.
LOST: Final = 2
#: What else may stand between two of them, beside `LAZY`.
_BETWEEN: Final = frozenset({CellType, *AWAITABLES})
#: Most chains are no longer, and so many levels are listed faster than what each holds.
_FLAT: Final = 3
_BUILTINS: Final = vars(builtins)
_PACKAGE: Final = __name__.partition(".")[0] + "."


class Census:
    """What has been seen of the process since runs are in flight.

    It holds no object, not even weakly: what the collector tells of may be in the middle of being
    freed, and CPython would leave a weak reference to it that leads nowhere.
    """

    def __init__(self) -> None:
        #: Frames at the last look, those that are new since, other links since.
        self.known = self.new = self.others = 0
        #: Frames, and other links, that have ever been seen young; collections that could not be
        #: looked at.
        self.made = [0, 0, 0]
        #: New frames that had more than `DEPTH` links below them when they were young.
        self.atop = 0
        #: How much the collector knew of at the last look.
        self.objects = 0
        #: A collection could not be looked at; all there is must be.
        self.behind = False

    def lose(self) -> None:
        """Note that there was a collection that could not be looked at."""
        self.made[LOST] += 1
        self.behind = True

    def look(self, current: Budget | None) -> None:
        """Look at what is young, as a collection begins; it raises nothing.

        Parameters:
            current: of the run in whose time that is, if there is one.
        """
        try:
            if monitor.in_flight or monitor.ended:
                monitor.ended = False
                self._look(current)
        except BaseException:
            # At the end of the stack, most likely; the next collection makes up for it.
            self.made[LOST] += 1
            self.behind = True

    def _look(self, current: Budget | None) -> None:
        if self.behind:
            self._measure_frames(current)
            self._measure_others(current)
            self.behind = False
            return
        kinds = _kinds(0)
        found = set(kinds)
        if found & _KIND_OF_FRAME:
            count = sum(map(_KIND_OF_FRAME.__contains__, kinds))
            self.new += count
            self.made[0] += count
            self.atop += _atop(_those(FRAMES, _known(0)), DEPTH, _followed(True))
        if found & _KIND_OF_OTHER:
            others = _those(_LIGHT, _known(0))
            self.made[1] += len(others)
            # Exceptions can be chained later, by `raise … from`; the others are made in chains.
            raised = sum(map(_EXCEPTIONS.__contains__, map(type, others)))
            self.others += max(raised, _atop(others, OTHERS_DEPTH, _followed(False)))
        most = max(FEW, min(self.objects // _SHARE, MANY))
        if self.atop > CHAINED // 2 or (self.new > most and self.known + self.new > CHAINED):
            self._measure_frames(current)
        if self.others >= OTHERS:
            self._measure_others(current)

    def _measure_frames(self, current: Budget | None) -> None:
        self.objects = sum(map(len, _known(None)))
        frames = _those(FRAMES, _known(None))
        # Those of the host are told apart only where it matters.
        self.known = len(frames)
        self.new = self.atop = 0
        if len(frames) > MOST:
            frames = [*filter(_is_guests, frames)]
            self._stop(frames, current, MOST, 0)
        if len(frames) > CHAINED:
            deep = _deep(self._light(frames), DEPTH, CHAINED, _followed(True))
            self._stop([*filter(_is_guests, deep)], current, CHAINED, 0)

    def _light(self, frames: list[Any]) -> list[Any]:
        """Return those of *frames* whose runs have few enough variables in theirs to be looked at.

        Who has more is stopped; what is left of who has ended is looked at no more.
        """
        variables: Counter[int | None] = Counter()
        sizes: dict[int, int] = {}
        for each in frames:
            variables[_owner(each)] += _variables(each, sizes)
        heavy = {owner for owner, count in variables.items() if count > VARIABLES and owner}
        if not heavy:
            return frames
        for budget in [*monitor.in_flight]:
            if id(budget.ticks) in heavy and budget.live:
                budget.stop("nesting", VARIABLES, variables[id(budget.ticks)])
        return [each for each in frames if _owner(each) not in heavy]

    def _measure_others(self, current: Budget | None) -> None:
        there = _those(_LIGHT, _known(None))
        self.others = 0
        if sum(map(_EXCEPTIONS.__contains__, map(type, there))) > 2 * OTHERS:
            self._stop(there, current, 2 * OTHERS, 1)
        if len(there) > OTHERS:
            self._stop(_deep(there, OTHERS_DEPTH, OTHERS, _followed(False)), current, OTHERS, 1)

    def _stop(self, links: Collection[Any], current: Budget | None, limit: int, which: int) -> None:
        """Stop each run that more than *limit* of *links* belong to.

        Whose a cell or an exception is cannot be told: it counts for everyone who may have made it
        and has made others, and if they alone are too many, for the run whose time it is.

        Parameters:
            which: 0 for frames, 1 for others: what `made` counts.
        """
        owners = Counter(map(_owner, links))
        nobodys = owners.pop(None, 0)
        for budget in {*monitor.in_flight, *filter(None, [current])}:
            found = owners[id(budget.ticks)]
            held = found + self._share(nobodys, budget, limit, which)
            is_blamed = nobodys > limit and current in (None, budget)
            if held > limit and (is_blamed or (found and budget.live)):
                budget.stop("nesting", limit, held)

    def _share(self, nobodys: int, budget: Budget, limit: int, which: int) -> int:
        """Return how many of what is *nobodys* the run of *budget* may have made.

        Others may have held some when this was first asked, but they may let go of them: what there
        are of these is taken off up to a number that would do no harm.
        """
        since = self.made[which] - budget.seen[which] + _UNSEEN
        if self.made[LOST] != budget.seen[LOST]:
            since = max(since, nobodys)
        others = budget.seen.setdefault(limit, max(nobodys - since, 0))
        return min(since, nobodys - min(others, _HARMLESS[which] * limit // 2, nobodys))


def _known(generation: int | None) -> Iterator[list[Any]]:
    """Return an iterator over one list of what the collector knows, made as it is drawn."""
    return map(gc.get_objects, [generation])


def _kinds(generation: int) -> list[int]:
    """Return the kind of each object of *generation*."""
    return list(map(_kind, map(type, chain.from_iterable(_known(generation)))))


def _those(kinds: Collection[type], lists: Iterator[list[Any]]) -> list[Any]:
    """Return what is exactly of one of *kinds* in *lists*, each of which is drawn and let go.

    All in C, and in nothing that keeps what it has given: `tee` and `zip` do, and are themselves
    among what the collector knows.
    """
    twice = chain.from_iterable(map(repeat, lists, repeat(2)))
    found = map(partial(map, _kind), map(partial(map, type), twice))
    chosen = map(partial(map, frozenset(map(_kind, kinds)).__contains__), found)
    return list(chain.from_iterable(map(compress, twice, chosen)))


def _atop(young: list[Any], depth: int, kinds: frozenset[type]) -> int:
    """Return about how many of *young* have more than *depth* links below them."""
    step = len(young) // _ASKED + 1
    asked = young[monotonic_ns() % step :: step]
    return min(len(_deep(asked, depth, 0, kinds, _UNCOUNTED)), len(asked)) * step


def _followed(frames: bool) -> frozenset[type]:
    """Return what is a link of chains of frames, or of others; modules add to it as they load.

    Others that frames hold begin anew: as many frames as may be in chains make none too long.
    """
    kinds = _WATCHED | _BETWEEN | LAZY
    return kinds if frames else kinds - FRAMES


def _deep(
    level: Collection[Any], depth: int, few: int, kinds: frozenset[type], most: int | None = None
) -> Collection[Any]:
    """Return what is held through more than *depth* links, if that is more than *few*.

    Parameters:
        kinds: what is followed.
        most: who has more variables on the way is taken for deep; None: they have been counted.
    """
    flat = min(depth, _FLAT)
    for _ in range(flat):
        if most is not None and _held(level) > most:
            return level
        level = {_identity(x): x for x in _those(kinds, map(gc.get_referents, level))}.values()
        if len(level) <= few:
            return ()
    return _deeper(level, depth - flat, few, kinds, most)


def _deeper(
    level: Collection[Any], depth: int, few: int, kinds: frozenset[type], most: int | None
) -> Collection[Any]:
    """Do the same, but ask each what it holds only once, however many ways lead there.

    A frame may have thousands of variables that hold the same few others.
    """
    met = {_identity(x): x for x in level}
    held: dict[int, set[int]] = {}
    reached = set(met)
    for _ in range(depth):
        fresh = reached.difference(held)
        if most is not None:
            most -= _held(map(met.__getitem__, fresh))
            if most < 0:
                break
        for each in fresh:
            found = {_identity(x): x for x in _those(kinds, map(gc.get_referents, [met[each]]))}
            held[each] = set(found)
            met.update(found)
        below: set[int] = set().union(*map(held.__getitem__, reached))
        if len(below) <= few:
            return ()
        if below == reached:
            break
        reached = below
    return [*map(met.__getitem__, reached)]


def _held(links: Iterable[Any]) -> int:
    """Return how many variables *links* have."""
    sizes: dict[int, int] = {}
    return sum([_variables(each, sizes) for each in links])


def _variables(link: Any, sizes: dict[int, int]) -> int:
    """Return how many places for an object the frame of *link* has; *sizes*: of codes, by id."""
    frame = _frame_of(link)
    if frame is None:
        return 0
    code = frame.f_code
    size = sizes.get(id(code))
    if size is None:
        size = code.co_nlocals + code.co_stacksize + len(code.co_cellvars) + len(code.co_freevars)
        sizes[id(code)] = size
    return size


def _is_guests(each: Any) -> bool:
    """Tell whether *each* may have been made by a guest, or for one."""
    frame = _frame_of(each)
    if frame is None:
        return type(each) not in FRAMES
    if frame.f_builtins is not _BUILTINS:
        return True
    # Written here, and made for a guest.
    name = frame.f_globals.get("__name__")
    return type(name) is str and name.startswith(_PACKAGE)


def _frame_of(suspended: Any) -> Any:
    kind = type(suspended)
    if kind is GeneratorType:
        return suspended.gi_frame
    if kind is CoroutineType:
        return suspended.cr_frame
    return suspended.ag_frame if kind is AsyncGeneratorType else None


def _owner(link: Any) -> int | None:
    """Return the identity of the ticks of the run whose code *link* runs, if that can be told."""
    frame = _frame_of(link)
    ticks = None if frame is None else frame.f_builtins.get(words.TICKS)
    return None if ticks is None else id(ticks)


census: Final = Census()
look: Final = census.look
