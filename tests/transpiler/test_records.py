"""A record is what `dataclasses` makes of the same class, to whoever looks."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError

import pytest

from cloche.transpiler import records


def made(dataclass):
    @dataclass(frozen=True, slots=True, order=True)
    class Point:
        """A point."""

        x: int
        y: int = 2

        def __post_init__(self):
            if self.x < 0:
                raise ValueError("below")

        @property
        def both(self):
            return self.x, self.y

    @dataclass(frozen=True, slots=True)
    class Named(Point):
        name: str = "n"

    return Point, Named


OURS = made(records.dataclass)
THEIRS = made(dataclasses.dataclass)
LOOKS = [
    lambda p, n: (repr(p(1)), repr(n(1, 2, "z")), str(p(y=1, x=0))),
    lambda p, n: (p(1) == p(1, 2), p(1) == p(2), p(1) == n(1), p(1) == (1, 2), p(1) != p(2)),
    lambda p, n: (hash(p(1)) == hash(p(1, 2)), {p(1): 3}[p(1, 2)], hash(n(1)) == hash(n(1))),
    lambda p, n: (p(1) < p(2), p(1) <= p(1), p(2) > p(1), p(1) >= p(1, 3)),
    lambda p, n: p(1).both + n(3).both,
    lambda p, n: (p.__slots__, n.__slots__, p.__match_args__, n.__match_args__, p.__doc__),
    lambda p, n: (dataclasses.asdict(p(1)), dataclasses.astuple(n(1))),
    lambda p, n: [(f.name, f.type) for f in dataclasses.fields(n)],
    lambda p, n: (dataclasses.replace(p(1), y=5).both, dataclasses.is_dataclass(p(1))),
    lambda p, n: (copy.copy(p(1)).both, copy.deepcopy(n(1)).name, p(1).__getstate__()),
]
FAILS = [
    (lambda p, n: setattr(p(1), "x", 2), FrozenInstanceError),
    (lambda p, n: setattr(p(1), "z", 2), (FrozenInstanceError, TypeError)),
    (lambda p, n: delattr(p(1), "x"), FrozenInstanceError),
    (lambda p, n: p(-1), ValueError),
    (lambda p, n: dataclasses.replace(p(1), x=-1), ValueError),
    (lambda p, n: records.replace(p(1), x=-1), ValueError),
    (lambda p, n: records.replace(p(1), z=1), TypeError),
    (lambda p, n: p(), TypeError),
    (lambda p, n: p(1, 2, 3), TypeError),
    (lambda p, n: p(1) < n(1), TypeError),
    (lambda p, n: p(1) < 3, TypeError),
    (lambda p, n: p(1).__dict__, AttributeError),
]


@pytest.mark.parametrize("look", LOOKS)
def test_the_same(look):
    assert look(*OURS) == look(*THEIRS)


@pytest.mark.parametrize(("act", "error"), FAILS)
def test_the_same_errors(act, error):
    for classes in (OURS, THEIRS):
        with pytest.raises(error):
            act(*classes)


def test_replace():
    point = OURS[1](1, 2, "z")
    assert records.replace(point, y=7) == OURS[1](1, 7, "z")


def test_records_of_the_package_pickle():
    from cloche import Diagnostic, Limits

    for value in (Limits(steps=3), Diagnostic(1, 2, 3, 4, "CL", "m")):
        assert pickle.loads(pickle.dumps(value)) == value
