"""What is iterated in C ticks, and errors stay CPython's."""

from __future__ import annotations

import ast
from collections import Counter, OrderedDict, UserDict, defaultdict, deque
from enum import Enum
from itertools import chain, count, repeat
from pathlib import Path

import pytest
from differential import outcome, running
from hypothesis import given
from hypothesis import strategies as st

from cloche.runtime.guards import draining
from cloche.runtime.guards.draining import drain, iterable, mapping, pairs, unpack, unpack_each
from cloche.runtime.stops import Stop
from harness import assert_same
from sampling import halved


@pytest.fixture(autouse=True)
def _run():
    with running(memory=2**30):  # what Hypothesis takes is none of the run's
        yield


class Colour(Enum):
    RED = 1


class Sequence:
    def __getitem__(self, index):
        return [1, 2, 3][index]


class Unset:
    __iter__ = None


class Wrong:
    def __iter__(self):
        return 5


class Failing:
    def __iter__(self):
        raise TypeError("mine")


class Mapping:
    def keys(self):
        return iter("ab")

    def __getitem__(self, key):
        return key * 2

    __iter__ = None


class Keyless:
    def keys(self):
        return None

    def __getitem__(self, key):
        return 1

    __iter__ = None


class Named(dict):
    def __iter__(self):
        return iter(["a"])

    def keys(self):
        return ["x"]

    def __getitem__(self, key):
        return "own"


class Alike:
    __iter__ = dict.__iter__

    def keys(self):
        return iter("ab")

    def __getitem__(self, key):
        return key * 2


SOURCES = [
    lambda: [1, 2, 3], lambda: (1, 2), lambda: "abc", lambda: b"ab", lambda: {1: 2}, lambda: {1, 2},
    lambda: {"a": 1}.items(), lambda: iter([1, 2]), lambda: (i for i in "ab"), lambda: range(4),
    lambda: range(10_000), lambda: list(range(3000)), lambda: deque([1]), Sequence, Mapping,
    Keyless, Alike,
    lambda: 5, lambda: None, lambda: Colour.RED, lambda: Colour, Unset, Wrong, Failing, object,
    lambda: Counter("ab"), lambda: defaultdict(int, a=1), lambda: OrderedDict(b=1),
    lambda: UserDict(c=1), lambda: Named(y=1), lambda: [(1, 2), [3]], lambda: [5],
    lambda: ["ab", range(3)],
    lambda: {1: 2, "b": 3},
]  # fmt: skip


def takes(*args):
    return args


def names(**kwargs):
    return kwargs


FORMS = {
    "call": (lambda x: takes(*drain(x)), lambda x: takes(*x)),
    "list": (lambda x: [0, *drain(x)], lambda x: [0, *x]),
    "tuple": (lambda x: (*drain(x), 0), lambda x: (*x, 0)),
    "keywords": (lambda x: names(**mapping(x)), lambda x: names(**x)),
    "dict": (lambda x: {0: 0, **mapping(x)}, lambda x: {0: 0, **x}),
    "pairs": (lambda x: dict(pairs(x)) if iterable(type(x)) else dict(x), dict),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("source", SOURCES)
def test_as_cpython(form, source):
    guarded, native = FORMS[form]
    if form == "pairs" and hasattr(source(), "keys"):
        return  # a mapping goes through `mapping`
    ours, theirs = outcome(guarded, source()), outcome(native, source())
    if theirs[0] is TypeError:
        # CPython names the function or the object in other words from version to version.
        assert ours[0] is TypeError
        ours, theirs = ours[1].replace("tests.", ""), theirs[1].replace("tests.", "")
        assert ours == theirs or "argument after" in theirs
    else:
        assert ours == theirs


def starred(x):
    a, *b = x
    return a, b


def starred_inside(x):
    (a, *b), c = x
    return a, b, c


def starred_twice(x):
    a, *(b, *c) = x
    return a, b, c


def starred_late(x):
    *a, (b, *c) = x
    return a, b, c


rows = st.recursive(
    st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple),
    max_leaves=10,
)


@given(rows)
def test_starred_targets(x):
    assert outcome(lambda: starred(unpack(x, 1))) == outcome(starred, x)
    assert outcome(lambda: starred_inside(unpack(x, 2))) == outcome(starred_inside, x)
    assert outcome(lambda: starred_late(unpack(x, 2))) == outcome(starred_late, x)
    if iterable(type(x)):
        ours = outcome(lambda: [starred(each) for each in unpack_each(x, 1)])
        assert ours == outcome(lambda: [starred(each) for each in x])
        ours = outcome(lambda: [starred_inside(each) for each in unpack_each(x, 2)])
        assert ours == outcome(lambda: [starred_inside(each) for each in x])


@pytest.mark.parametrize("source", SOURCES)
def test_starred_targets_of_anything(source):
    assert outcome(lambda: starred(unpack(source(), 1))) == outcome(starred, source())


def test_no_more_is_taken_than_the_target_needs():
    items = iter([[1, 2], [3, 4], [5, 6], [7, 8]])
    with pytest.raises(ValueError, match="too many"):
        starred_inside(unpack(items, 2))
    assert next(items) == [7, 8]


class EndlessMapping:
    def __init__(self, keys):
        self.keys = lambda: keys

    def __getitem__(self, key):
        return 1


class EndlessDict(dict):
    def __iter__(self):
        return repeat("a")

    def keys(self):
        return repeat("a")


def quiet():
    yield from repeat(0)


def colliding():
    return [i * (2**61 - 1) for i in range(20_000)]


BOMBS = {
    "call": lambda: takes(*drain(count())),
    "generator": lambda: [*drain(quiet())],
    "range": lambda: [*drain(range(10**9))],
    "nested": lambda: [*drain(chain.from_iterable(repeat([1])))],
    "keys": lambda: names(**mapping(EndlessMapping(count()))),
    "range of keys": lambda: {**mapping(EndlessMapping(range(10**9)))},
    "dict": lambda: {**mapping(EndlessDict(a=1))},
    "target": lambda: starred(unpack(count(), 1)),
    "inner target": lambda: starred_inside(unpack([count(), 1], 2)),
    "rest of targets": lambda: starred_late(unpack(repeat([1]), 2)),
    "pair": lambda: dict(pairs([count()])),
    "pairs": lambda: dict(pairs(repeat((1, 2)))),
}


@halved
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_stop(name):
    with pytest.raises(Stop):
        BOMBS[name]()


def test_bombs_of_a_loop_stop():
    with pytest.raises(Stop):
        [len(b) for a, *b in unpack_each([repeat(1)], 1)]


def test_items_that_hash_alike_meet_the_deadline():
    """A set of them costs the square of their number, in one C call."""
    items = colliding()
    with running(seconds=0.2, steps=None), pytest.raises(Stop):
        {*drain(items)}


def test_what_is_short_is_not_wrapped():
    for x in ([1], (1,), "ab", {1: 2}, {1}):
        assert drain(x) is x
        assert unpack(x, 1) is x
    given = {"a": 1}
    assert mapping(given) is given


def test_keywords_come_after_what_can_be_gone_through() -> None:
    """CPython 3.11 forgets to free the keywords of a call whose one operand of `*` fails."""
    root = Path(draining.__file__).parents[2]
    found = []
    for file in sorted(root.joinpath("runtime").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.keywords or len(node.args) != 1:
                continue
            # Conditions and operators of lists and tuples are such themselves.
            if isinstance(star := node.args[0], ast.Starred) and any(
                isinstance(each, (ast.Call, ast.GeneratorExp))
                for each in (star.value, *ast.iter_child_nodes(star.value))
                if not isinstance(star.value, (ast.List, ast.ListComp, ast.Tuple, ast.BinOp))
            ):
                found.append(f"{file.name}: {ast.unparse(node)}")
    assert found == []


_OPERANDS = """
def f(*args, **named): return args, named
class L(list): pass
seen = []
def told(x):
    seen.append(x)
    return x
def items(n):
    for i in range(n):
        seen.append(i)
        yield i
def each(x):
    return (
        [*x()], [1, *x(), 2], (*x(),), {1, *x()}, f(*x()), f(1, *x()), f(*x(), 2), f(*x(), k=1),
        f(*x(), *x(), k=1), f(*x(), **{"k": 2}), f(1, *x(), k=told(3)), f(a=1, *x()), [*x()][0:1],
        (lambda *a, k: (a, k))(*x(), k=2), max(*x(), 7, key=abs), f(k=1, *x(), **{}),
    )
makers = [
    lambda: items(3), lambda: (1, 2), lambda: [4], lambda: {5: 6}, lambda: {5: 6}.items(),
    lambda: range(600), lambda: iter([7, 8]), lambda: map(abs, [9, -1]), lambda: "ab",
    lambda: L([1, 2]), lambda: [*range(600)], lambda: (), lambda: b"ab",
]
found = [each(x) for x in makers]
def attempt(call):
    try: return call()
    except TypeError as error: return str(error).replace("__main__.", "")
[found, seen, [attempt(call) for x in (5, None, f) for call in (
    lambda: [*x], lambda: {*x}, lambda: f(*x), lambda: f(1, *x), lambda: f(1, *x, k=1))]]
"""


def test_operands_are_taken_as_natively() -> None:
    assert_same(_OPERANDS)
