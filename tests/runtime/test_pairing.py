"""What comparing two containers weighs of which both contain themselves: pair by pair."""

from __future__ import annotations

from collections import defaultdict, deque
from functools import partial
from types import GenericAlias, MappingProxyType, SimpleNamespace
from typing import Any
from weakref import ref

import pytest
from differential import running

from bills import billed
from cloche.runtime.guards import pairing, walking
from cloche.runtime.guards.pairing import _Pairing, walk_both
from cloche.runtime.guards.walking import ENDLESS
from cloche.runtime.prices import NODE
from cloche.runtime.run import current


class Thing:
    """Compared by its identity."""


class Row(list):  # type: ignore[type-arg]
    """A list of a guest's."""


class Loud(list):  # type: ignore[type-arg]
    """A list of a guest's that nobody may ask in the meantime."""

    def __eq__(self, other: object) -> bool:
        raise AssertionError

    __ne__ = __eq__
    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Any:
        raise AssertionError


class Part(partial):  # type: ignore[type-arg]
    """C compares others of its kind by identity."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Same:
    """Compares, and says its hash."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1


def endless(*items: Any) -> list[Any]:
    """Return a list that ends with itself."""
    made = [*items]
    made.append(made)
    return made


def shared() -> Any:
    return [[1]]


def names() -> dict[str, Any]:
    """Return what the rows are about; `x` and `y` are equal, and two."""
    return {
        "GenericAlias": GenericAlias, "MappingProxyType": MappingProxyType, "Row": Row,
        "Same": Same, "SimpleNamespace": SimpleNamespace, "Thing": Thing,
        "defaultdict": defaultdict, "deque": deque, "endless": endless, "ref": ref,
        "Loud": Loud, "Part": Part, "partial": partial,
        "c": Thing(), "r": [], "T": "a" * 5000, "x": shared(), "y": shared(),
    }  # fmt: skip


WEIGHTS = [
    ("x == x", 128),
    ("[object(), [1]] == [object(), [1]]", 64),
    ("[1, [1]] == [c, [1]]", 256),
    ("[c, [1]] == [1, [1]]", 256),
    ("[T, [1]] == [c, [1]]", 256),
    ("[c, [1]] == [T, [1]]", 256),
    ("[1, [1]] == [Same(), [1]]", 2304),
    ("[Same(), [1]] == [1, [1]]", 2304),
    ("[Same(), [1]] == [[], [1]]", 2304),
    ("[[], [1]] == [Same(), [1]]", 2304),
    ("[[1], 5] == [Loud([1]), 5]", 256),
    ("[Loud([1]), 5] == [[1], 5]", 2304),
    ("[{frozenset([1]): [1]}] == [{frozenset([1]): [1]}]", 448),
    ("[partial(len), [1]] == [partial(len), [1]]", 64),
    ("[Part(len), [1]] == [partial(len), [1]]", 2368),
    ("[partial(len), [1]] == [Part(len), [1]]", 320),
    ("1 == 1", 64),
    ("1 == 2", 64),
    ("T == T[:-1] + 'b'", 5064),
    ("[] == []", 64),
    ("r == r", 64),
    ("[r] == [r]", 128),
    ("[1] == [1]", 128),
    ("[1] == [2]", 64),
    ("[1, 2] == [1]", 64),
    ("[[1]] == [[1]]", 192),
    ("[[1], 5] == [[1], 5]", 256),
    ("[[1], []] == [[1]]", 192),
    ("[[[1]], 5] == [[[1]]]", 256),
    ("[c] == [c]", 128),
    ("[c] == [Thing()]", 64),
    ("[Thing(), [1]] == [Thing(), [1]]", 64),
    ("[Same(), [1]] == [Same(), [1]]", 2304),
    ("[c, [1]] == [c, [1]]", 256),
    ("[T, [1]] == [T, [1]]", 256),
    ("[T, [1]] == [T + 'b', [1]]", 5256),
    ("[T + 'c', [1]] == [T + 'b', [1]]", 5257),
    ("[T + 'c', 1] == [T + 'b', 1]", 5193),
    ("[T, 1] == [T[1:], 1]", 5192),
    ("[1, [1]] == [2, [1]]", 64),
    ("[1, [1]] == ['a', [1]]", 256),
    ("[[1], [1]] == [(1,), [1]]", 64),
    ("[{1}, [1]] == [{1}, [1]]", 320),
    ("[{1}, [1]] == [frozenset({1}), [1]]", 64),
    ("[range(3), [1]] == [range(3), [1]]", 512),
    ("[Thing(), 1] == [[], 1]", 192),
    ("[[], [1]] == [Thing(), [1]]", 256),
    ("[{1: [1]}] == [{1: [1]}]", 384),
    ("[{1: [1], 2: [1]}] == [{1: [1]}]", 448),
    ("[{1: [1], 2: [1]}] == [{1: [1], 3: [1]}]", 448),
    ("[{(1, 2): [1]}] == [{(1, 2): [1]}]", 512),
    ("[{c: [1]}] == [{c: [1]}]", 384),
    ("[{Thing: [1]}] == [{Thing: [1]}]", 384),
    ("[defaultdict(int, {1: [1]})] == [{1: [1]}]", 384),
    ("[deque([[1]])] == [deque([[1]])]", 448),
    ("[deque([deque([[1]])])] == [deque([deque([[1]])])]", 960),
    ("[deque([deque([[1], 1])])] == [deque([deque([[1], 2])])]", 1152),
    ("[SimpleNamespace(a=[1])] == [SimpleNamespace(a=[1])]", 449),
    ("[slice([1])] == [slice([1])]", 640),
    ("[slice([1])] == [slice([2])]", 832),
    ("[GenericAlias(list, ([1],))] == [GenericAlias(list, ([1],))]", 256),
    ("[GenericAlias(list, ([1],))] == [GenericAlias(list, ([1], 2))]", 448),
    ("[MappingProxyType({1: [1]})] == [{1: [1]}]", 384),
    ("[MappingProxyType(MappingProxyType({1: [1]}))] == [{1: [1]}]", 384),
    ("[ref(c)] == [ref(c)]", 128),
    ("[Row([[1]])] == [[[1]]]", 256),
    ("[Row([1])] == [Row([1])]", 192),
    ("[1, 2, 3] == [1, 2, [3]]", 256),
    ("[1, 2, [3]] == [1, 2, 3]", 256),
    ("(1, 2) == (1, 2)", 192),
    ("((1,), 2) == ((1,), 2)", 256),
    ("(deque([1]), 2) == (deque([1]), 2)", 384),
    ("endless() == endless()", 64),
    ("endless(1) == endless(1)", 128),
    ("endless(1) == endless(2)", 64),
    ("endless([1], [1]) == endless([1], [1])", 320),
    ("[x, x] == [y, y]", 448),
    ("[x, 5] == [y, 6]", 256),
    ("[x, 5, [1]] == [y, 6, [1]]", 256),
]


@pytest.mark.parametrize(("compared", "weight"), WEIGHTS)
def test_what_a_pair_weighs(compared: str, weight: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pairing, walking):  # names differ from one CPython to the other
        monkeypatch.setattr(module, "names_of", lambda x: 0)
    one, other = compared.split(" == ")
    given = names()
    with running(memory=None):
        assert _Pairing().weigh(eval(one, given), eval(other, given)) == weight


@pytest.mark.parametrize(
    "compared",
    [
        "[{Same(): [1]}] == [{1: [1]}]",
        "[{(1, Same()): [1]}] == [{1: [1]}]",
        "[{frozenset([Same()]): [1]}] == [{1: [1]}]",
    ],
)
def test_keys_that_say_what_they_hash_are_refused(compared: str) -> None:
    one, other = compared.split(" == ")
    with running(memory=None), pytest.raises(TypeError, match="not compared by keys of such types"):
        _Pairing().weigh(eval(one, names()), eval(other, names()))


def test_what_is_as_deep_as_can_be_ends_it() -> None:
    one: Any = []
    other: Any = []
    for _ in range(20_000):
        one, other = [one], [other]
    with running(memory=None):
        assert _Pairing().weigh(one, other) > 10_000**2 // 2 * NODE


def test_each_pair_is_gone_into_once() -> None:
    """And takes a few steps."""
    one, other = shared(), shared()
    for _ in range(100):
        one, other = [one, one], [other, other]
    with running(memory=None) as run:
        assert _Pairing().weigh(one, other) > 2**100
        assert 400 <= run.budget.steps < 2_000


def _both(one: Any, other: Any) -> None:
    current().state[ENDLESS] = True
    walk_both(one, other)


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("walk_both(long, [*long])", "s2505"),
        ("both(long, [*long])", "s2505"),
        ("both([1] * 50, [1] * 50)", ""),
        ("both([long], [[*long]])", "c4 s2505 t1"),
        ("walk_both([long], [[*long]])", "s2505"),
        ("walk_both(loop, endless(*long))", "s2500250 c4 s2500 t20002"),
        ("both(loop, endless(*long))", "c4 s2500 t10001"),
        ("both(loop, 5)", ""),
    ],
)
def test_what_two_are_charged_for(call: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "both": _both, "walk_both": walk_both, "endless": endless,
        "long": [1] * 10_000, "loop": endless(*[1] * 10_000),
    }  # fmt: skip
    assert billed(call, given, monkeypatch) == wanted
