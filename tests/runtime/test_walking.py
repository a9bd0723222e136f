"""The work hidden in shared and nested structures is found without doing it."""

from __future__ import annotations

import sys
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from functools import partial
from operator import eq, ge, gt, le, lt, ne

import pytest
from differential import running
from hypothesis import given
from hypothesis import strategies as st

from cloche.runtime.guards import walking
from cloche.runtime.guards.comparing import operand
from cloche.runtime.guards.contents import contents
from cloche.runtime.guards.printing import walk_rendering
from cloche.runtime.guards.walking import ENDLESS, MAX_DEPTH, walk, weigh
from cloche.runtime.prices import NODE
from cloche.runtime.stops import Stop


@pytest.fixture(autouse=True)
def _run():
    with running():
        yield


def times(x, inside, top):
    """Return how often C compares what is in *x*: deques ask twice, where it is different."""
    nested = type(x) is deque and any(contents(each) is not None for each in inside)
    return 2 if nested and not top else 1


def visits(x, top=True):
    """Count the nodes a native walk over *x* visits, by doing it."""
    inside = contents(x)
    if inside is None:
        return 1
    return times(x, inside, top) * (1 + sum(visits(each, False) for each in inside))


def text(x, top=True):
    inside = contents(x)
    if inside is not None:
        return times(x, inside, top) * sum(text(each, False) for each in inside)
    if type(x) is int:
        return x.bit_length() // 8
    return len(x) if type(x) in (str, bytes) else 0


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
hashable = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=8,
)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=20)
        | st.lists(inner, max_size=4).map(tuple)
        | st.lists(inner, max_size=3).map(deque)
        | st.dictionaries(hashable, inner, max_size=4)
        | st.sets(hashable, max_size=3)
        | inner.map(lambda x: [x, x])
    ),
    max_leaves=60,
)


@given(trees)
def test_the_weight_is_what_a_walk_would_meet(x):
    exact = NODE * visits(x) + text(x)
    with running(memory=None):  # for each example: what is paid adds up, and so does the heap
        weight = weigh(x)
    assert abs(weight - exact) <= NODE * visits(x) // 2 + visits(x)


class Row(list):
    def __iter__(self):
        raise AssertionError("asked a guest")

    __len__ = __iter__


class Map(dict):
    def __iter__(self):
        raise AssertionError("asked a guest")

    keys = values = items = __len__ = __iter__


Pair = namedtuple("Pair", "left right")

SHARED = {
    "list": lambda x: [x, x],
    "tuple": lambda x: (x, x),
    "dict": lambda x: {1: x, 2: x},
    "keys": lambda x: {(1, x): (2, x)} if not isinstance(x, dict) else {1: x, 2: x},
    "deque": lambda x: deque([x, x]),
    "subclass of list": lambda x: Row([x, x]),
    "subclass of dict": lambda x: Map({1: x, 2: x}),
    "named tuple": lambda x: Pair(x, x),
    "ordered": lambda x: OrderedDict(a=x, b=x),
    "default": lambda x: defaultdict(list, {1: x, 2: x}),
    "counter": lambda x: Counter({1: x, 2: x}),
    "values": lambda x: {1: x, 2: x}.values(),
    "items": lambda x: {1: x, 2: x}.items(),
    "slice": lambda x: slice(x, x),
    "error": lambda x: ValueError(x, x),
    "partial": lambda x: partial(print, x, end=x),
    "alias": lambda x: dict[x, x],
    "frozen set": lambda x: frozenset({(1, x), (2, x)}),
}


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("pay", [walk, walk_rendering])
def test_sharing_is_paid_for(name, pay):
    make = SHARED[name]
    x = make(0) if name in ("keys", "counter", "frozen set", "alias") else make([])
    if name == "frozen set":
        x = frozenset({1})
        for _ in range(12):  # a frozen set hashes what it holds when it is made
            x = make(x)
        assert weigh(x) > NODE * 2**12
        return
    for _ in range(40):
        x = make(x)
    with pytest.raises(Stop):
        pay(x)


def test_sharing_is_paid_for_with_nothing_but_time_limited():
    x = ()
    for _ in range(100):
        x = (x, x)
    with running(steps=None, memory=None, seconds=1.0), pytest.raises(Stop):
        walk(x)


@pytest.mark.parametrize(
    "make", [lambda x: (x,), lambda x: [x], lambda x: {1: x}, lambda x: slice(x)]
)
def test_depth_is_bounded(make):
    x = make(1)
    for _ in range(MAX_DEPTH // 2):
        x = make(x)
    walk(x)
    for _ in range(MAX_DEPTH):
        x = make(x)
    with pytest.raises(RecursionError, match="maximum recursion depth exceeded"):
        walk(x)


def test_a_tuple_as_deep_as_is_allowed_can_be_hashed():
    x = ()
    for _ in range(MAX_DEPTH - 1):
        x = (x,)
    walk(x)
    hash(x)


def test_long_text_shared_by_a_flat_list_is_paid_for():
    with pytest.raises(Stop):
        walk(["x" * 2**20] * 100_000)
    with pytest.raises(Stop):
        walk([2 ** (2**23)] * 100_000)
    with pytest.raises(Stop):
        walk([["x" * 2**20] * 8] * 100_000)


def test_a_graph_of_lists_is_cheap_to_compare_but_not_to_print():
    """Printing follows every path; comparing ends at the first difference or in RecursionError."""
    nodes = [[i] for i in range(14)]
    for node in nodes:
        node.extend(nodes)
    with running() as run:
        walk(nodes[0])
        assert run.budget.steps < 1000
        with pytest.raises(Stop):
            walk_rendering(nodes[0])


def test_the_heavy_part_of_an_endless_structure_is_paid_for():
    x = []
    for _ in range(30):
        x = [x, x]
    endless = [x]
    endless.append(endless)
    with pytest.raises(Stop):
        walk(endless)


def endless_list(*inside):
    x = [*inside]
    x.append(x)
    return x


def endless_error():
    x = ValueError()
    x.args = (x,)
    return x


def endless_pair(*inside):
    x = {1: [*inside]}
    x[1] += [x, x[1], [x]]
    return x


@pytest.mark.parametrize("endless", [endless_list(), endless_error(), endless_pair()])
@pytest.mark.parametrize("make", [lambda x: (x, x), lambda x: [x, 1, [x]], lambda x: {1: x, 2: x}])
def test_what_holds_something_endless_counts_as_often_as_it_is_met(endless, make):
    x = make(endless)
    for _ in range(40):
        x = make(x)
    with pytest.raises(Stop):
        walk(x)
    x, y = [(1.5,) * 1000, endless], [endless, [1.5] * 1000]
    for _ in range(3):
        x, y = [x] * 100, [y] * 100
    for each in (x, y):
        with pytest.raises(Stop):
            walk(each)


def test_what_contains_itself_is_compared_with_what_is_weighed_as_well():
    x, twin = endless_list(), endless_list()
    x.append(x)
    twin.append(twin)
    other = x
    for _ in range(40):
        other = [other, other]
    for compare in (eq, ne, lt, le, gt, ge):
        with pytest.raises(Stop):
            compare(operand(x), other)
        with running(), pytest.raises(RecursionError, match="in comparison"):
            compare(operand(x), twin)
    with running():
        assert operand(x) == x
        assert operand(x) != [x]
    assert operand([1, x]) < [2]
    assert operand([1, [2, [3]]]).__class__ is list


def test_what_is_beside_a_path_in_one_component_is_paid_for_in_another():
    inner = endless_pair(*[2**40] * 2000)
    outer = endless_pair(inner)
    alone, held = weigh(inner), weigh([inner, outer, inner])
    assert alone > NODE * 2000 * sys.getrecursionlimit()
    assert held > 3 * alone


def test_what_is_left_in_the_middle_of_a_component_belongs_to_it():
    """And not to another one, which is left before it is."""
    first, other, light = [], [1.5], []
    heavy = [(1.5,) * 5000]
    light.append(light)
    first += [other, light, heavy]
    other.append(first)
    assert weigh(other) > NODE * 5000 * sys.getrecursionlimit()
    assert weigh([first, *[other] * 9]) > 9 * weigh([first])


@pytest.mark.parametrize(("x", "endless"), [([[[1]]], False), ([[endless_list()]], True)])
def test_a_run_knows_whether_anything_endless_has_been_weighed(x, endless):
    with running() as run:
        assert walk(x) is endless
        assert (ENDLESS in run.state) is endless


def random_graph(rng, count):
    nodes = [[] for _ in range(count)]
    for node in nodes:
        node.extend(rng.choice(nodes) for _ in range(rng.randrange(3)))
    return nodes


@given(st.randoms(use_true_random=False), st.integers(1, 9))
def test_endless_is_what_can_reach_itself(rng, count):
    nodes = random_graph(rng, count)
    reach = {id(x): {id(y) for y in x} for x in nodes}
    for _ in nodes:
        reach = {x: found.union(*map(reach.get, found)) for x, found in reach.items()}
    weights = {}

    def expected(x):
        if id(x) not in weights:
            component = [y for y in nodes if id(y) in reach[id(x)] and id(x) in reach[id(y)]]
            beside = {
                id(y): NODE + sum(expected(z) for z in y if id(y) not in reach[id(z)])
                for y in component or [x]
            }
            weights[id(x)] = max(beside.values()) * (16 if component else 1)
        return weights[id(x)]

    for x in nodes:
        if x and any(x):  # else it is no deeper than a row
            assert weigh(x) == expected(x)


def test_a_small_endless_structure_prints():
    x = [1]
    x.append({"x": x})
    walk_rendering(x)
    assert repr(x) == "[1, {'x': [...]}]"


def test_weighing_is_charged_as_it_goes():
    with running(steps=10_000), pytest.raises(Stop):
        weigh([[[i]] for i in range(200_000)])


@pytest.mark.parametrize("item", [(1, (2,)), [[]], {1: (2, (3,))}])
def test_what_is_met_again_takes_a_step_each_time(item):
    with running(steps=10_000), pytest.raises(Stop):
        weigh([item] * 20_000)
    with running(steps=10_000), pytest.raises(Stop):
        weigh([0] * 20_000 + [item])


def test_no_guest_is_asked():
    class Guest:
        def __eq__(self, other):
            raise AssertionError("asked a guest")

        __hash__ = __len__ = __iter__ = __getitem__ = __repr__ = __eq__

    walk([Guest(), (Guest(),)])


@pytest.mark.parametrize(
    "error",
    [
        UnicodeDecodeError("utf-8", b"abc", -(10**6), 10**6, "x"),
        UnicodeEncodeError("utf-8", "abc", 10**6, 10**6 + 1, "x"),
        UnicodeTranslateError("abc", -5, -4, "x"),
    ],
)
def test_an_error_that_would_read_past_its_text_is_not_printed(error):
    with pytest.raises(ValueError, match="positions"):
        walk_rendering([error])


def with_parts(error, **parts):
    for name, value in parts.items():
        setattr(error, name, value)
    return error


class Text(str):
    """A guest's text, whose methods are its own."""

    __slots__ = ()


UNSOUND = UnicodeDecodeError("utf-8", b"abc", -(10**6), 10**6, "x")


@pytest.mark.parametrize(
    "error",
    [
        with_parts(OSError(1, "x"), strerror=UNSOUND),
        with_parts(OSError(1, "x"), filename2=[1]),
        OSError(Text("1"), "x"),
        OSError(1, "x", object()),
        OSError(1, Text("x")),
        with_parts(SyntaxError("x"), msg=UNSOUND),
        with_parts(ImportError("x"), msg=UNSOUND),
        with_parts(SyntaxError("x"), msg=with_parts(SyntaxError("x"), msg=[UNSOUND])),
        UnicodeDecodeError(Text("utf-8"), b"abc", 0, 1, "x"),
        UnicodeEncodeError("utf-8", "abc", 0, 1, Text("x")),
        UnicodeEncodeError("utf-8", Text("abc"), 0, 1, "x"),
        with_parts(UnicodeTranslateError("abc", 0, 1, "x"), reason=UNSOUND),
        type("Own", (PermissionError,), {"strerror": "x"})(1, UNSOUND),
    ],
)
def test_an_error_whose_parts_are_not_as_its_renderer_takes_them_is_not_printed(error):
    with pytest.raises(ValueError, match="of this error"):
        walk_rendering([error])


def test_errors_in_errors_weigh_once():
    error = 1
    for _ in range(500):
        error = SyntaxError(ImportError(StopIteration(error)))
    assert weigh(error) < 5_000 * NODE


def test_errors_of_the_system_print():
    walk_rendering([OSError(2, "no", "a", None, "b"), OSError(object()), OSError(), OSError(1, "")])


def test_unicode_errors_print():
    walk_rendering(UnicodeDecodeError("utf-8", b"abc", 1, 2, "x"))


def test_the_depth_allowed_is_above_cpythons_own():
    assert sys.getrecursionlimit() <= MAX_DEPTH
    assert {int, str, type(None)} <= walking.SCALARS
