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
from collections import Counter
from collections.abc import Collection
from itertools import compress
from time import monotonic_ns
from typing import Any, Final

from cloche.transpiler import vocabulary as words

from . import monitor
from .budget import Budget
from .chains import (
    FRAMES,
    chained_below,
    count_known,
    followed,
    frame_of,
    joints,
    kind_of,
    kinds_of,
    known,
    links,
    those,
    variables_of,
)

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

#: What can be given a chain later (an exception, by a store or `raise … from`) makes one of all
#: that there are: none of them was long when it was young. So many links may be in it; looked at
#: is whenever so many are new.
JOINED: Final = 100_000
_FRESH: Final = 10_000

#: The places for objects in all suspended frames of a run: each is a reference to be followed.
VARIABLES: Final = 500_000
#: So many of them are followed from what is young before all are counted.
_UNCOUNTED: Final = 50_000
#: Of what takes little of the stack so much may be alive at once in the process, and so many links
#: are followed in one look; who has more is stopped. It is some tenths of a second, and 100 MB.
LINKS: Final = 300_000

_KIND_OF_FRAME: Final = frozenset(map(kind_of, FRAMES))
#: What a run has made since the last collection has been seen by nobody.
_UNSEEN: Final = 2_000
#: By how many halves of a limit what there is may be more: frames, others.
_HARMLESS: Final = (1, 2)
#: Index in `made`. What a run has made in a collection that could not be looked at has been seen
#: by nobody either.
LOST: Final = 2
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
        #: Other links that are new since the last look, in chains or not.
        self.light = 0
        #: Other links at the last look, and those that can be given a chain, new ones included.
        self.links = self.joints = 0
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
        kinds = kinds_of(0)
        found = set(kinds)
        if found & _KIND_OF_FRAME:
            count = sum(map(_KIND_OF_FRAME.__contains__, kinds))
            self.new += count
            self.made[0] += count
            self.atop += _atop(those(FRAMES, known(0)), DEPTH, followed(True))
        kinds_of_links = links()
        if not found.isdisjoint(map(kind_of, kinds_of_links)):
            others = those(kinds_of_links, known(0))
            self.made[1] += len(others)
            self.light += len(others)
            count = _joints(others)
            self.joints += count
            self.others += max(count, _atop(others, OTHERS_DEPTH, followed(False)))
        most = max(FEW, min(self.objects // _SHARE, MANY))
        if self.atop > CHAINED // 2 or (self.new > most and self.known + self.new > CHAINED):
            self._measure_frames(current)
        if self.others >= OTHERS or self.light >= LINKS or self._joinable(self.light):
            self._measure_others(current)

    def _measure_frames(self, current: Budget | None) -> None:
        self.objects = count_known()
        frames = those(FRAMES, known(None))
        # Those of the host are told apart only where it matters.
        self.known = len(frames)
        self.new = self.atop = 0
        if len(frames) > MOST:
            frames = [*filter(_is_guests, frames)]
            self._stop(frames, current, MOST, 0)
        if len(frames) > CHAINED:
            deep = self._chained(self._light(self._changing(frames, current)))
            self._stop([*filter(_is_guests, deep)], current, CHAINED, 0)

    def _changing(self, frames: list[Any], current: Budget | None) -> list[Any]:
        """Return *frames* without those of runs that nobody is in.

        They were looked at in their own time, and hold what they held then.
        """
        entered = {id(budget.ticks) for budget in (*monitor.in_flight, current) if budget}
        owners = [*map(_owner, frames)]
        return [*compress(frames, [owner is None or owner in entered for owner in owners])]

    def _chained(self, frames: list[Any]) -> Collection[Any]:
        """Return what is in chains below *frames*, if that is too much.

        If there is too much to be followed, the runs are looked at one by one, and those stopped
        that have so much alone.
        """
        kinds = followed(True)
        deep = chained_below(frames, DEPTH, CHAINED, kinds, LINKS)
        if deep is not None:
            return deep
        apart: dict[int | None, list[Any]] = {}
        for each in frames:
            apart.setdefault(_owner(each), []).append(each)
        found: list[Any] = []
        for owner, own in apart.items():
            deep = chained_below(own, DEPTH, CHAINED, kinds, LINKS)
            if deep is not None:
                found += deep
            elif owner is None:
                found += own
            else:
                self._stop_owner(owner, LINKS, LINKS + 1)
        return found

    def _stop_owner(self, owner: int, limit: int, found: int) -> None:
        for budget in [*monitor.in_flight]:
            if id(budget.ticks) == owner and budget.live:
                budget.stop("nesting", limit, found)

    def _light(self, frames: list[Any]) -> list[Any]:
        """Return those of *frames* whose runs have few enough variables in theirs to be looked at.

        Who has more is stopped; what is left of who has ended is looked at no more.
        """
        variables: Counter[int | None] = Counter()
        sizes: dict[int, int] = {}
        for each in frames:
            variables[_owner(each)] += variables_of(each, sizes)
        heavy = [owner for owner, count in variables.items() if count > VARIABLES and owner]
        if not heavy:
            return frames
        for owner in heavy:
            self._stop_owner(owner, VARIABLES, variables[owner])
        return [each for each in frames if _owner(each) not in heavy]

    def _joinable(self, fresh: int) -> bool:
        """Tell whether a chain could be made of what is there, *fresh* links of it new."""
        joined = min(self.links + fresh, self.joints * (OTHERS_DEPTH + 1))
        return joined > JOINED and (not fresh or fresh > _FRESH)

    def _measure_others(self, current: Budget | None) -> None:
        there = those(links(), known(None))
        self.others = self.light = 0
        self.links, self.joints = len(there), _joints(there)
        if self.joints > 2 * OTHERS:
            self._stop(there, current, 2 * OTHERS, 1)
        elif self._joinable(0):
            self._stop(there, current, JOINED, 1)
        if len(there) > OTHERS:
            deep = None
            if len(there) <= LINKS:
                deep = chained_below(there, OTHERS_DEPTH, OTHERS, followed(False), 2 * LINKS)
            self._stop(there if deep is None else deep, current, OTHERS, 1)

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


def _atop(young: list[Any], depth: int, kinds: frozenset[type]) -> int:
    """Return about how many of *young* have more than *depth* links below them."""
    step = len(young) // _ASKED + 1
    asked = young[monotonic_ns() % step :: step]
    deep = chained_below(asked, depth, 0, kinds, _UNCOUNTED, _UNCOUNTED)
    return min(len(asked if deep is None else deep), len(asked)) * step


def _joints(links: Collection[Any]) -> int:
    """Return how many of *links* can be given a chain."""
    return sum(map(joints().__contains__, map(type, links)))


def _is_guests(each: Any) -> bool:
    """Tell whether *each* may have been made by a guest, or for one."""
    frame = frame_of(each)
    if frame is None:
        return type(each) not in FRAMES
    if frame.f_builtins is not _BUILTINS:
        return True
    # Written here, and made for a guest.
    name = frame.f_globals.get("__name__")
    return type(name) is str and name.startswith(_PACKAGE)


def _owner(link: Any) -> int | None:
    """Return the identity of the ticks of the run whose code *link* runs, if that can be told."""
    frame = frame_of(link)
    ticks = None if frame is None else frame.f_builtins.get(words.TICKS)
    return None if ticks is None else id(ticks)


census: Final = Census()
look: Final = census.look
