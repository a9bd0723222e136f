"""How deep objects nest that ask, or free, one another in C."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from cloche.runtime.limits import Limits
from cloche.runtime.nesting import DEPTH, measure, nested
from cloche.runtime.run import Run


@pytest.fixture
def run() -> Iterator[Run]:
    made = Run(Limits(steps=10_000, seconds=10.0))
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
