"""Looking at a structure takes steps of its own, before it is over, and what is shared once."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from differential import running

from cloche.runtime.guards import crowds, walking
from cloche.runtime.guards.contents import SCALARS, contents
from cloche.runtime.guards.crowds import Looks, crowding
from cloche.runtime.guards.survey import COMPARED, Survey, arm, is_steady, unsteady
from cloche.runtime.guards.walking import weigh
from cloche.runtime.nesting import measure
from cloche.runtime.stops import Stop
from harness import BOXES
from sampling import halved


class Plain:
    pass


class Number(int):
    __hash__ = int.__hash__


LONG = 1 << 800_000
ONE, NOW = Plain(), datetime.now(UTC)
ROW, KEYS = (0,) * 100_000, dict.fromkeys(range(100_000))
EMPTIED = dict.fromkeys(range(100_000))
for _ in range(99_999):
    EMPTIED.popitem()
LEVELS: tuple[Any, ...] = ()
for _ in range(6000):
    LEVELS = (LEVELS,)
NODES = [tuple([(*range(250), i, j) for j in range(20)]) for i in range(10)]


def survey(x: Any) -> bool:
    return Survey(COMPARED, leaves=True).finds((x,))


def copies(x: Any, count: int = 100) -> list[Any]:
    return [x.copy() for _ in range(count)]


#: What looks, at what, and how many steps that takes at least.
LOOKS: dict[str, tuple[Callable[[Any], Any], Any, int]] = {
    "long integers in rows": (weigh, copies({(LONG, i) for i in range(9)}), 300_000),
    "long integers": (weigh, copies({LONG + i for i in range(9)}), 300_000),
    "long integers of a class": (weigh, copies({(Number(LONG), i) for i in range(9)}, 2), 3000),
    "long integers in sets": (weigh, copies({frozenset([LONG, i]) for i in range(9)}, 2), 3000),
    "long keys": (weigh, copies({(LONG, i): 1 for i in range(9)}), 300_000),
    "rows of sets": (weigh, copies({(*range(10_000), i) for i in range(9)}), 1_000_000),
    "nodes": (crowding, {*range(300), *NODES}, 200 * 30),
    "objects": (weigh, [[ONE] * 1000 for _ in range(100)], 50_000),
    "classes": (weigh, [[Plain] * 1000 for _ in range(100)], 50_000),
    "moments": (weigh, [[NOW] * 1000 for _ in range(100)], 50_000),
    "objects in sets": (weigh, copies({Plain() for _ in range(500)}), 40_000),
    "scalars": (weigh, [[0] * 1000 for _ in range(1000)] + [[[]]], 100_000),
    "shared rows": (survey, (ROW,) * 1000, 10_000),
    "shared rows of lists": (survey, [[ROW, []] for _ in range(10)], 10_000),
    "keys": (survey, [KEYS.keys() for _ in range(20)], 200_000),
    "lost keys": (weigh, [EMPTIED.keys() for _ in range(100)], 100_000),
    "rows to sort": (unsteady, [ROW] * 1000, 10_000),
    "a row": (is_steady, ROW, 10_000),
    "a long tuple": (measure, itertools.repeat(ROW), 10_000),
    "shared tuples": (measure, itertools.repeat((ROW,) * 1000), 10_000),
    "small tuples": (measure, itertools.repeat(tuple([(i,) for i in range(10_000)])), 10_000),
    "levels": (measure, itertools.repeat(LEVELS), 5000),
}


@halved
@pytest.mark.parametrize("case", LOOKS)
def test_looking_is_paid_for_before_it_is_over(case: str) -> None:
    look, x, least = LOOKS[case]
    with running(steps=least, memory=None) as run:
        run.scalars |= SCALARS
        arm(["__eq__"])
        with pytest.raises(Stop):
            look(x)


def test_little_is_looked_at_for_nothing() -> None:
    with running(memory=None) as run:
        run.scalars |= SCALARS
        arm(["__eq__"])
        for x in ([[ONE, 1], [ONE, 2]], [{(1, 2)}, {3: [ONE]}], (1, (2, 3)), deque([[ONE]])):
            weigh(x)
            survey(x)
            crowding(x)
            unsteady((x, x))
            is_steady(x)
            measure(map(str, map(str, zip(x, strict=True))))
        # A level of lazy iterators is a step: there are two in a map.
        assert run.budget.steps == 4 * 2


def test_shared_rows_are_read_once() -> None:
    with running(memory=None) as run:
        run.scalars |= SCALARS
        arm(["__eq__"])
        assert not survey((ROW,) * 100_000)
        assert not survey([(ROW,) for _ in range(10_000)])
        assert not unsteady([ROW] * 100_000)
        measure(itertools.repeat((ROW,) * 100_000))
        assert run.budget.steps < 300_000


@pytest.mark.parametrize("one", [ONE, NOW, Plain, len, range(3)], ids=repr)
def test_of_a_type_without_contents_one_is_asked_for_them(one: Any) -> None:
    with running(), patch.object(walking, "contents", side_effect=contents) as asked:
        weigh([[one] * 10 for _ in range(10)])
        assert asked.call_count == 1 + 10 + 1


def test_weights_of_a_type_are_those_of_each() -> None:
    for x in (ONE, NOW, Plain, len, Plain.__init__, range(3), range(1 << 500), 1j):
        with running():
            # (A row of one thing is looked at alone.)
            assert weigh([[x]] * 5) - weigh([[]] * 5) == 5 * (weigh([x, []]) - weigh([[]]))


def test_what_sets_share_is_hashed_once() -> None:
    class Counted:
        asked = 0

    def counted(looks: Looks, *args: Any) -> Any:
        Counted.asked += 1
        return hashed(looks, *args)

    hashed = Looks._hash_of
    with running(steps=10**7), patch.object(Looks, "_hash_of", counted):
        weigh(copies({*NODES}))
        assert Counted.asked == len(NODES) * 21


def test_what_is_remembered_is_bounded() -> None:
    looks = Looks()
    with running(steps=10**7), patch.object(crowds, "_MEMORY", 100):
        for i in range(5):
            items = [((i, j), ()) for j in range(99)]
            assert len(looks.hashes_of(items, {tuple})) == 99
        assert len(looks._known) <= 3 * 99


WRAPPED = """
import itertools
x = itertools.repeat((0,) * 1_000_000)
"""


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("wrap", ["itertools.chain(x)", "map(str, x)", "enumerate(x)", "slice(x)"])
def test_wrapping_is_paid_for(wrap: str, optimize: bool) -> None:
    box = BOXES[optimize]
    spent = [box.execute(f"{WRAPPED}{text}\nNone").steps for text in ("x", wrap)]
    assert spent[1] - spent[0] > 100_000
