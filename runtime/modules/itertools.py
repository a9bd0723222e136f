"""`itertools`: every source ticks, every pool is paid for, every nest is bounded.

The guards tick where a lazy iterator is drained. That is not enough for one that passes over
items, or is endless, inside a single `next`; so what it draws from ticks as well.
"""

from __future__ import annotations

import itertools as real
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ..columns import WIDE_ROW, columns_of
from ..guards.aliases import SUBSCRIPT
from ..guards.comparing import comparand, link
from ..guards.contents import SCALARS
from ..guards.interruptible import interruptible
from ..guards.measuring import room_for
from ..guards.naming import BRIEF
from ..guards.operators import addend
from ..guards.rendered import CHANGES, changes
from ..guards.rendering import shown
from ..links import JOINTS
from ..nesting import LAZY, nested
from ..prices import IMPOSSIBLE, pay_copy, reserve
from ..reentry import LEAVES, alone, drawable
from ..run import charge, current
from ..standins import opaque, stand_for, stand_in, trust
from ..universe import entry
from .counting import Sums, adds_at_once
from .holding import (
    ALIASES,
    CHAIN,
    COUNT,
    GROUP,
    GROUPED,
    LINKS,
    OWN_ITERATORS,
    PAIRS,
    ROWS,
    STEPPING,
    Groups,
    HeldBatches,
    HeldChain,
    HeldCycle,
    HeldRows,
    HeldSlice,
    held,
    held_chain_of,
)  # fmt: skip
from .kinds import declare
from .plain import exact_size
from .stand_in import module, shim, ticked

VETTED = ""

_ABSENT: Final = object()
#: Bytes of a place in a tuple.
_POINTER: Final = 8
#: What is gone through again at no cost worth a step.
_FLAT: Final = frozenset({list, tuple, str, bytes, range})


def _source(iterable: Iterable[Any]) -> Iterator[Any]:
    """Return *iterable*, about to be drawn from in C; what else is kept goes through `nested`."""
    return ticked(drawable(iterable))


def _pool(iterable: Iterable[Any]) -> tuple[Any, ...]:
    charge(1)  # thousands may be empty, in a large table
    return tuple(ticked(iterable))


def _stepping(make: Any, *args: Any, **named: Any) -> Iterator[Any]:
    """Return the rows that *make* gives, which takes a step for each, whoever draws them."""
    return STEPPING[make](make(*args, **named), current().ticks)  # type: ignore[no-any-return]


def _rows(rows: Iterator[Any], width: int) -> Iterator[Any]:
    """Return *rows*, each paid for in proportion to its *width*."""
    return _paid(rows, 8 * width) if width > WIDE_ROW else rows


def _paid(rows: Iterator[Any], size: int) -> Iterator[Any]:
    for row in rows:
        reserve(size)
        yield row


def _prepaid(rows: Iterator[Any], size: int) -> Iterator[Any]:
    """Return *rows*, for each of which C takes so much room before it draws the first item."""
    reserve(size)
    for row in rows:
        yield row
        reserve(size)


# --- Endless ---------------------------------------------------------------------------


class _Endless:
    """`count`, `cycle` or `repeat`: what is behind it is drawn from with ticks, by C if it can."""

    __slots__ = ("__inside__", "__shown__", "__ticking__", "__weakref__")

    def __iter__(self) -> Iterator[Any]:
        return _ticking(self)

    def __next__(self) -> Any:
        return next(_ticking(self))

    def __repr__(self) -> str:
        if type(self) is Cycle:
            return object.__repr__(self)
        if changes(_shown(self)):
            raise TypeError(CHANGES)
        shown(_shown(self))
        return repr(_inside(self))


class Count(_Endless):
    __slots__ = ()

    def __repr__(self) -> str:
        numbers = _inside(self)
        return repr(numbers.__inside__ if type(numbers) is COUNT else numbers)


class Cycle(_Endless):
    __slots__ = ()


class Repeat(_Endless):
    __slots__ = ()

    def __length_hint__(self) -> int:
        return room_for(_inside(self).__length_hint__())  # type: ignore[no-any-return]


_ENDLESS: Final = {Count: real.count, Cycle: real.cycle, Repeat: real.repeat}
for _class, _like in _ENDLESS.items():
    _class.__name__ = _class.__qualname__ = _like.__name__
    _class.__module__ = "itertools"
#: The slots' own accessors: they refuse anything but one of these.
_inside: Callable[[object], Any] = vars(_Endless)["__inside__"].__get__
_shown: Callable[[object], Any] = vars(_Endless)["__shown__"].__get__
_ticking: Callable[[object], Iterator[Any]] = vars(_Endless)["__ticking__"].__get__


def _endless(kind: type, inside: Any, text: Any = None) -> Any:
    """Return an iterator of *kind* over *inside*; *text* is what its repr holds."""
    made: Any = object.__new__(kind)
    for name, value in (("inside", inside), ("shown", text), ("ticking", ticked(inside))):
        vars(_Endless)[f"__{name}__"].__set__(made, value)
    return made


@shim(real.count)
def count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    numbers: Any = real.count(start, step)
    if not adds_at_once(start, step):
        numbers = alone(COUNT, Sums(start, step))
    return _endless(Count, numbers)  # type: ignore[no-any-return]


@shim(real.cycle)
def cycle(iterable: Iterable[Any], /) -> Iterator[Any]:
    source = _source(iterable)
    return _endless(Cycle, held(HeldCycle(source), source))  # type: ignore[no-any-return]


@shim(real.repeat)
def repeat(object: Any, times: Any = _ABSENT) -> Iterator[Any]:
    inside = real.repeat(nested(object), *(() if times is _ABSENT else (times,)))
    return _endless(Repeat, inside, object)  # type: ignore[no-any-return]


# --- One source -------------------------------------------------------------------------


@shim(real.accumulate)
def accumulate(
    iterable: Iterable[Any], func: Callable[[Any, Any], Any] | None = None, *, initial: Any = None
) -> Iterator[Any]:
    sums = interruptible(nested(func)) or _sum
    return real.accumulate(_source(iterable), sums, initial=nested(initial))


def _sum(total: Any, item: Any) -> Any:
    return addend(total) + addend(item)


@shim(real.dropwhile)
def dropwhile(predicate: Callable[[Any], Any], iterable: Iterable[Any], /) -> Iterator[Any]:
    return real.dropwhile(interruptible(nested(predicate)), _source(iterable))


@shim(real.takewhile)
def takewhile(predicate: Callable[[Any], Any], iterable: Iterable[Any], /) -> Iterator[Any]:
    return real.takewhile(interruptible(nested(predicate)), _source(iterable))


@shim(real.filterfalse)
def filterfalse(function: Callable[[Any], Any], iterable: Iterable[Any], /) -> Iterator[Any]:
    return real.filterfalse(interruptible(nested(function)), _source(iterable))


@shim(real.groupby)
def groupby(iterable: Iterable[Any], key: Callable[[Any], Any] | None = None) -> Iterator[Any]:
    if key is None and type(iterable) in _FLAT and SCALARS.issuperset(map(type, iterable)):
        return real.groupby(_source(iterable), _scalar)
    # Keys are compared in C: a small nest of shared lists takes forever to compare.
    compared = link if key is None else lambda item: link(key(item))
    return alone(Groups, real.groupby(_source(iterable), compared))  # type: ignore[no-any-return]


def _scalar(item: Any) -> Any:
    if type(item) not in SCALARS:
        raise RuntimeError("what is grouped was numbers and text, and has changed")
    return comparand(item)


@shim(real.islice)
def islice(*args: Any) -> Iterator[Any]:
    make: Any = real.islice
    if len(args) > 4:
        return make(*args)  # type: ignore[no-any-return]  # CPython's own error
    sources = [*map(_source, args[:1])]
    return held(HeldSlice(*sources, *args[1:]), sources)  # type: ignore[no-any-return]


@shim(real.pairwise)
def pairwise(iterable: Iterable[Any], /) -> Iterator[Any]:
    pairs = real.pairwise(_source(iterable))
    return pairs if type(iterable) in LEAVES else alone(PAIRS, pairs)


@shim(real.starmap)
def starmap(function: Callable[..., Any], iterable: Iterable[Any], /) -> Iterator[Any]:
    # Arguments that are no tuple are drained into one, in C.
    return real.starmap(interruptible(nested(function)), map(_arguments, _source(iterable)))


def _arguments(row: Any) -> Any:
    return row if type(row) is tuple else tuple(ticked(row))


class Tee:
    """One of the iterators of a `tee`.

    The real one hides from `nested` what it draws from, behind a chain of buffers. Here the
    source is a plain reference, and what the others have yet to see a chain of small lists.
    """

    __slots__ = ("__link__", "__source__")

    def __init__(self, source: Iterator[Any], link: list[Any]) -> None:
        self.__source__ = source
        self.__link__ = link

    def __iter__(self) -> Iterator[Any]:
        return self

    def __copy__(self) -> Any:
        return Tee(self.__source__, self.__link__)

    def __next__(self) -> Any:
        link = self.__link__
        if link[1] is None:
            link[1] = _DRAWING
            after: Any = None
            try:
                link[0] = next(self.__source__)
                after = [None, None]
            finally:
                link[1] = after
        elif link[1] is _DRAWING:
            raise RuntimeError("cannot re-enter the tee iterator")
        value, self.__link__ = link
        return value


#: Stands for the rest while the source is asked for it.
_DRAWING: Final[list[Any]] = []
Tee.__name__ = Tee.__qualname__ = "_tee"
Tee.__module__ = "itertools"


@shim(real.tee)
def tee(iterable: Iterable[Any], n: Any = 2, /) -> tuple[Iterator[Any], ...]:
    n = exact_size(n)
    if n < 0:
        raise ValueError("n must be >= 0")
    reserve(64 * n)
    source, link = _source(iterable), [None, None]
    return tuple(Tee(source, link) for _ in range(n))


def batched(iterable: Iterable[Any], n: Any, *, strict: Any = False) -> Iterator[Any]:
    n = exact_size(n)
    options = {"strict": True} if strict else {}  # 3.13
    source = _source(iterable)
    rows = held(HeldBatches(source, n, **options), source)
    return _prepaid(rows, 8 * n) if n > WIDE_ROW else rows


# --- Several sources ----------------------------------------------------------------------


@shim(real.chain)
def chain(*iterables: Iterable[Any]) -> Iterator[Any]:
    if len(iterables) > WIDE_ROW:
        return from_iterable(iterables)  # any number of them may be empty
    if OWN_ITERATORS.issuperset(map(type, iterables)):
        return held(HeldChain(*map(nested, iterables)), iterables)  # type: ignore[no-any-return]
    return alone(CHAIN, real.chain(*map(nested, iterables)))  # type: ignore[no-any-return]


def from_iterable(iterable: Iterable[Iterable[Any]], /) -> Iterator[Any]:
    """Alternative chain() constructor taking a single iterable argument that evaluates lazily."""
    # Ticks for endlessly many empty iterables too.
    links = alone(LINKS, map(_linked, _source(iterable)))
    return held(held_chain_of(links), links)  # type: ignore[no-any-return]


def _linked(iterable: Any) -> Any:
    """Return *iterable*, or for what C must not drop while it is asked an iterator that it may."""
    return iterable if type(iterable) in LEAVES else alone(LINKS, iter(nested(iterable)))


@shim(real.compress)
def compress(data: Iterable[Any], selectors: Iterable[Any]) -> Iterator[Any]:
    return real.compress(_source(data), drawable(selectors))


@shim(real.zip_longest)
def zip_longest(*iterables: Iterable[Any], fillvalue: Any = None) -> Iterator[Any]:
    pay_copy(96 * len(iterables))  # an iterator over each, at once
    columns = columns_of(iterables, nested)
    if (_HELD if len(iterables) <= WIDE_ROW else _FLAT).issuperset(map(type, iterables)):
        rows = held(HeldRows(*columns, fillvalue=nested(fillvalue)), iterables)
    else:
        rows = alone(ROWS, real.zip_longest(*columns, fillvalue=nested(fillvalue)))
    return _rows(rows, len(iterables))


#: What is not freed while it is held, and comes upon no code of the guest's: C gives up a column
#: twice that ends in another call meanwhile.
_HELD: Final = frozenset({list, tuple, str, bytes, range, dict, set, frozenset})


# --- Pools ----------------------------------------------------------------------------------


@shim(real.product)
def product(*iterables: Iterable[Any], repeat: Any = 1) -> Iterator[Any]:
    repeat = exact_size(repeat)
    width = len(iterables) * repeat
    if repeat <= 0 or width > IMPOSSIBLE // _POINTER:  # nothing is drawn, or CPython's own error
        return _stepping(real.product, *((),) * len(iterables), repeat=repeat)
    pools = [_pool(iterable) for iterable in iterables]
    reserve(24 * width)
    return _rows(_stepping(real.product, *pools, repeat=repeat), width)


@shim(real.permutations)
def permutations(iterable: Iterable[Any], r: Any = None) -> Iterator[Any]:
    pool = _pool(iterable)
    if r is not None and not isinstance(r, int):
        return real.permutations((), r)  # CPython's own error
    return _selections(real.permutations, pool, len(pool) if r is None else exact_size(r))


@shim(real.combinations)
def combinations(iterable: Iterable[Any], r: Any) -> Iterator[Any]:
    r = exact_size(r)
    return _selections(real.combinations, _pool(iterable), r)


@shim(real.combinations_with_replacement)
def combinations_with_replacement(iterable: Iterable[Any], r: Any) -> Iterator[Any]:
    r = exact_size(r)
    return _selections(real.combinations_with_replacement, _pool(iterable), r)


def _selections(make: Callable[..., Iterator[Any]], pool: tuple[Any, ...], r: int) -> Iterator[Any]:
    reserve(24 * max(r, 0) + 16 * len(pool))
    return _rows(_stepping(make, pool, r), r)


SHIMS = [
    accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle,
    dropwhile, filterfalse, groupby, islice, pairwise, permutations, product, repeat, starmap,
    takewhile, tee, zip_longest,
]  # fmt: skip
if hasattr(real, "batched"):  # 3.12
    SHIMS.append(shim(real.batched)(batched))

#: Iterators that a guest holds as CPython makes them: without a public name, but with a type.
_KINDS: Final = [
    real.accumulate, real.dropwhile, real.takewhile, real.filterfalse, real.groupby, real.islice,
    real.pairwise, real.starmap, real.product, real.permutations, real.combinations,
    real.combinations_with_replacement, real.zip_longest, real.chain, real.compress,
    *([real.batched] if hasattr(real, "batched") else []),
]  # fmt: skip
for _kind in (GROUPED, Tee):
    opaque(_kind)
    LAZY.add(_kind)
stand_for(GROUP, GROUPED)
LAZY.update(_KINDS, _ENDLESS, _ENDLESS.values())
JOINTS.update((real.accumulate, real.pairwise, real.groupby, real.chain, GROUPED, Tee))
OWN_ITERATORS.update(_KINDS, _ENDLESS, (Tee,))
BRIEF.update(_ENDLESS.values())  # they count, and what they repeat is shown by ours
trust(_Endless, *_ENDLESS, careful=True)


def _class_of(construct: Any) -> Any:
    """Return the class whose name a guest calls: `type(chain()) is chain`."""
    kind = getattr(real, construct.__name__)
    if not isinstance(kind, type):
        return construct
    endless = [each for each, like in _ENDLESS.items() if like is kind]
    beside = [*endless, *ALIASES.get(kind, ())]
    members = SUBSCRIPT if hasattr(kind, "__class_getitem__") else {}
    return stand_in(kind, construct, inherit=not endless, members=members, aliases=beside)


# `chain().from_iterable` is the real one, whose nest nobody measures.
declare(
    "itertools", entry(real.chain, classwise={"from_iterable": lambda cls, *a: from_iterable(*a)})
)
for _chained in (CHAIN, HeldChain):
    type.__setattr__(_chained, "from_iterable", staticmethod(from_iterable))
trust(Tee)

MODULE = module(real, VETTED, *map(_class_of, SHIMS))
