"""How deep objects nest that ask, or free, one another in C."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from cloche.runtime.limits import Limits
from cloche.runtime.nesting import DEPTH, measure, nested
from cloche.runtime.run import Run


@pytest.fixture
def run() -> Iterator[Run]:
    made = Run(Limits(steps=100_000, seconds=10.0))
    token = made.enter()
    yield made
    made.leave(token)


def deep(levels: int, wrap: Any = lambda x: map(abs, x)) -> Any:
    x: Any = iter([])
    for _ in range(levels):
        x = wrap(x)
    return x


WRAPS: list[Any] = [
    lambda x: map(abs, x), lambda x: zip(x), lambda x: filter(None, x), slice, property,
    classmethod, staticmethod, lambda x: iter(abs, x),
]  # fmt: skip


@pytest.mark.parametrize("wrap", range(len(WRAPS)))
def test_it_is_bounded(wrap: int, run: Run) -> None:
    fine, too_deep = deep(DEPTH // 2, WRAPS[wrap]), deep(3 * DEPTH, WRAPS[wrap])
    assert nested(fine) is fine
    with pytest.raises(RecursionError):
        nested(too_deep)


def test_each_level_is_paid_for(run: Run) -> None:
    x = deep(DEPTH // 2)
    before = run.budget.steps
    measure(x)
    assert run.budget.steps - before >= DEPTH // 2 - 1


def test_what_is_no_lazy_iterator_is_not_gone_through(run: Run) -> None:
    x = [deep(3 * DEPTH)]
    before = run.budget.steps
    assert nested(x) is x
    assert run.budget.steps == before
    # CPython frees arguments of a `partial` level by level.
    assert nested(partial(abs, deep(3 * DEPTH)))


def _lying_in(several: int) -> Any:
    """Return a lazy iterator over a tuple of so many nests, which C holds itself."""
    return zip(*[deep(5)] * several, strict=False)


@pytest.mark.parametrize("several", [2, 16, 17, 2000])
def test_what_lies_in_a_tuple_is_gone_through(several: int, run: Run) -> None:
    assert nested(_lying_in(several))
    with pytest.raises(RecursionError):
        nested(zip(*[iter([])] * (several - 1), deep(3 * DEPTH), strict=False))
    with pytest.raises(RecursionError):
        measure(zip(*[iter([])] * several, iter((deep(3 * DEPTH),)), strict=False))


def test_a_long_tuple_is_paid_for(run: Run) -> None:
    plain = iter(tuple(range(8_000)))
    before = run.budget.steps
    measure(map(abs, plain))
    assert 1_000 <= run.budget.steps - before < 1_100
    lazy = iter((*range(8_000), deep(1)))
    before = run.budget.steps
    measure(map(abs, lazy))
    assert run.budget.steps - before >= 9_000


def test_there_must_be_room_for_the_items_of_a_long_tuple(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr("cloche.runtime.nesting.reserve", lambda *sizes: asked.append(sizes))
    measure(map(abs, iter(tuple(range(16)))))
    measure(map(abs, iter(tuple(range(1000)))))
    assert asked == [(0, 8_000)]


def test_many_objects_take_steps(run: Run) -> None:
    several = zip(*[map(abs, ()) for _ in range(500)], strict=False)
    before = run.budget.steps
    measure(several)
    assert run.budget.steps - before >= 3 * 500


def test_what_is_shared_is_gone_through_once(run: Run) -> None:
    x = deep(50, lambda x: zip(x, x, strict=False))
    before = run.budget.steps
    assert nested(x) is x
    assert run.budget.steps - before < 100


def test_more_types_may_count(run: Run) -> None:
    class Own:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

    x = deep(3 * DEPTH, lambda x: map(Own(x).__repr__, ()))
    with pytest.raises(RecursionError):
        measure(x, {Own, type(Own(1).__repr__)})


#: What C draws from several, or keeps what it has drawn, and how far it has come when it is asked.
_PARTLY_DRAWN = """
import itertools as it
from functools import partial
def kinds(a, b):
    yield it.zip_longest(a, b)
    yield it.zip_longest(b, a, fillvalue=iter([1]))
    yield it.zip_longest(*[[]] * 20, b)
    yield it.zip_longest(*[b] * 20, [])
    yield zip(b, a)
    yield zip(a, b, strict=True)
    yield map(max, b, a)
    yield enumerate(b)
    yield it.product(a, b)
    yield it.product([], b)
    yield it.product(b, [])
    yield it.product(*[a] * 20, [])
    yield it.permutations(b)
    yield it.combinations(b, 2)
    yield it.combinations_with_replacement(b, 2)
    yield it.pairwise(b)
    yield it.chain(a, b)
    yield it.chain.from_iterable([a, b])
    yield it.cycle(b)
    yield it.islice(b, 2)
    yield it.accumulate(b)
    yield it.starmap(max, [(1, 2), (3, 4)])
    yield it.compress(b, [1, 0, 1])
    yield it.takewhile(bool, b)
    yield it.dropwhile(bool, b)
    yield it.filterfalse(bool, b)
    yield it.groupby(b)
    yield it.tee(b)[0]
    yield it.repeat(1, 2)
    yield it.count()
    yield reversed([1, 2])
    yield iter({1: 2}.items())
    yield iter(partial(len, "ab"), 3)
takers = [
    lambda z: map(len, z), lambda z: zip(z, z), enumerate, it.chain, lambda z: filter(None, z),
    it.chain.from_iterable, lambda z: it.zip_longest(z, [1]), it.cycle, lambda z: it.islice(z, 1),
    lambda z: it.tee(z)[1], it.pairwise, it.groupby,
]
count = 0
for drawn in range(6):
    for take in takers:
        for z in kinds([1], [1, 2, 3]):
            try:
                for _ in range(drawn): next(z)
            except (StopIteration, ValueError): pass
            x = take(z)
            try: next(x)
            except (StopIteration, TypeError, ValueError): pass
            count += 1
count
"""


def test_what_is_partly_drawn_can_be_gone_through() -> None:
    """A process of its own: what C has left there ends whoever takes it for an object."""
    child = "import cloche, sys\nprint(cloche.run(sys.stdin.read()))"
    done = subprocess.run(
        [sys.executable, "-c", child],
        input=_PARTLY_DRAWN, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, f"{6 * 12 * 33}\n"), done.stderr[-2000:]
