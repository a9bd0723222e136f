"""What is counted of a collection, when more is looked at, and whose run is stopped."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from types import FunctionType, SimpleNamespace
from typing import Any

import pytest

from cloche.runtime import census, chains
from cloche.runtime.census import Census
from cloche.transpiler import vocabulary as words

FOLLOWED = chains.followed(True)


class Objects:
    """In the place of the collector: what is young, and all there is."""

    get_referents = staticmethod(gc.get_referents)

    def __init__(self) -> None:
        self.young: list[Any] = []
        self.all: list[Any] = []

    def get_objects(self, generation: int | None = None) -> list[Any]:
        return [*(self.all if generation is None else self.young)]


class Budget:
    """What a run's budget is to the census."""

    def __init__(self, live: bool = True) -> None:
        self.ticks, self.live, self.seen = iter(()), live, {0: 0, 1: 0, 2: 0}
        self.stopped: list[tuple[str, int, int]] = []

    def stop(self, kind: str, limit: int, found: int) -> None:
        self.stopped.append((kind, limit, found))


@pytest.fixture(autouse=True)
def objects(monkeypatch: pytest.MonkeyPatch) -> Objects:
    made = Objects()
    monkeypatch.setattr(chains, "gc", made)
    for name, value in (("MOST", 20), ("CHAINED", 10), ("DEPTH", 3), ("FEW", 5), ("MANY", 8),
                        ("OTHERS", 6), ("OTHERS_DEPTH", 2)):  # fmt: skip
        monkeypatch.setattr(census, name, value)
    # Not the real one, which a thread goes through.
    monkeypatch.setattr(census, "monitor", SimpleNamespace(in_flight=[], ended=False))
    return made


def chained(links: list[Any], depth: int, few: int, kinds: frozenset[type]) -> Any:
    return chains.chained_below(links, depth, few, kinds, 1_000)


def in_flight(*budgets: Any) -> None:
    census.monitor.in_flight.extend(
        each for each in budgets if each not in census.monitor.in_flight
    )


def generator(held: Any = None) -> Iterator[Any]:
    yield held


async def coroutine(held: Any = None) -> None: ...


async def asynchronous(held: Any = None) -> Any:
    yield held


def of_a_guest(budget: Budget | None, function: Any = generator) -> Any:
    """Return *function* as one of the run of *budget*."""
    builtins = {} if budget is None else {words.TICKS: budget.ticks}
    return FunctionType(function.__code__, {"__builtins__": builtins}, "f", function.__defaults__)


def chain(length: int, function: Any) -> list[Any]:
    """Return a chain of suspended generators of *function*, the outermost last."""
    links: list[Any] = []
    for _ in range(length):
        links.append(function(links[-1] if links else None))
        next(links[-1])
    return links


def slices(length: int) -> list[Any]:
    links: list[Any] = []
    for _ in range(length):
        links.append(slice(links[-1] if links else None))
    return links


# --- Whose ------------------------------------------------------------------------------------


def _named(name: Any) -> Any:
    return FunctionType(generator.__code__, {"__name__": name}, "f", (None,))()


def _over() -> Any:
    made = generator()
    made.close()  # type: ignore[attr-defined]
    return made


@pytest.mark.parametrize(
    ("make", "is_guests"),
    [
        (generator, False), (of_a_guest(None), True), (of_a_guest(Budget()), True), (_over, False),
        (lambda: slice(1), True), (lambda: OSError(), True),
        (lambda: _named("cloche.runtime.modules.x"), True), (lambda: _named("cloches"), False),
        (lambda: _named(None), False), (lambda: _named(5), False),
        (of_a_guest(None, asynchronous), True), (asynchronous, False),
    ],
)  # fmt: skip
def test_whose_it_may_be(make: Any, is_guests: bool) -> None:
    assert census._is_guests(make()) is is_guests


def test_frames_are_found_in_all_that_has_one() -> None:
    made, awaited, drawn = generator(), coroutine(), asynchronous()
    assert chains.frame_of(made) is made.gi_frame  # type: ignore[attr-defined]
    assert chains.frame_of(awaited) is awaited.cr_frame
    assert chains.frame_of(drawn) is drawn.ag_frame
    assert chains.frame_of(slice(1)) is None
    awaited.close()


def test_it_is_known_by_the_ticks_of_its_run() -> None:
    budget = Budget()
    assert census._owner(of_a_guest(budget)()) == id(budget.ticks)
    for nobodys in (of_a_guest(None)(), generator(), slice(1), _over()):
        assert census._owner(nobodys) is None


def stop(links: list[Any], current: Any, limit: int, *, made: int = 100) -> None:
    """Do what the census does with *links*, of which so many have been made in all."""
    one = Census()
    one.made = [made, 0, 0]
    one._stop(links, current, limit, 0)


def test_who_has_too_much_is_stopped() -> None:
    one, other, ended = Budget(), Budget(), Budget(live=False)
    in_flight(one, other, ended)
    links = [of_a_guest(each)() for each in (one, ended) for _ in range(6)]
    links += [of_a_guest(other)() for _ in range(3)]
    stop(links, None, 5)
    assert (one.stopped, other.stopped, ended.stopped) == ([("nesting", 5, 6)], [], [])
    # What is nobody's counts for everyone who has any.
    stop([*links, slice(1), slice(2)], None, 5)
    assert (one.stopped[1:], other.stopped) == ([("nesting", 5, 8)], [])
    stop([*links, slice(1), slice(2), slice(3)], None, 5)
    assert other.stopped == [("nesting", 5, 6)]


def test_what_is_all_nobodys_is_of_the_run_that_has_the_floor() -> None:
    one, other = Budget(), Budget()
    in_flight(one, other)
    stop([slice(i) for i in range(5)], one, 5)
    assert one.stopped == other.stopped == []
    stop([slice(i) for i in range(6)], one, 5)
    assert (one.stopped, other.stopped) == ([("nesting", 5, 6)], [])
    stop([slice(i) for i in range(6)], None, 5)
    assert (len(one.stopped), len(other.stopped)) == (2, 1)
    # Others may have made something, too: that shields nobody.
    third = Budget()
    in_flight(third)
    stop([of_a_guest(one)(), *(slice(i) for i in range(6))], other, 5)
    assert (len(one.stopped), len(other.stopped), third.stopped) == (3, 2, [])
    stop([of_a_guest(Budget())(), *(slice(i) for i in range(6))], other, 5)
    assert (len(one.stopped), len(other.stopped), third.stopped) == (3, 3, [])
    stop([of_a_guest(one)(), *(slice(i) for i in range(6))], None, 5)
    assert (len(one.stopped), len(other.stopped), len(third.stopped)) == (4, 4, 1)


def test_what_was_there_before_is_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census, "_UNSEEN", 0)
    there = [slice(i) for i in range(6)]
    late, early = Budget(), Budget()
    late.seen[0] = 95  # so that no more than five can be its own
    stop(there, late, 5)
    assert late.stopped == []
    stop(there, early, 5)
    assert early.stopped == [("nesting", 5, 6)]
    # Whoever has some of its own, too.
    in_flight(late)
    stop([*there, of_a_guest(late)()], None, 7)
    assert late.stopped == []
    stop([*there, *(of_a_guest(late)() for _ in range(3))], None, 7)
    assert late.stopped == [("nesting", 7, 8)]


def test_who_had_a_collection_missed_may_have_made_all_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(census, "_UNSEEN", 0)
    budget = Budget()
    budget.seen[0] = 95
    stop([slice(i) for i in range(6)], budget, 5)
    assert budget.stopped == []
    budget.seen = {0: 95, 1: 0, census.LOST: -1}
    stop([slice(i) for i in range(6)], budget, 5)
    assert budget.stopped == [("nesting", 5, 6)]


def test_others_may_let_go_of_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of a limit is taken off what there is of frames, at most: they may be a run's own."""
    monkeypatch.setattr(census, "_UNSEEN", 0)
    budget = Budget()
    budget.seen[0] = 100
    stop([slice(i) for i in range(20)], budget, 10)
    assert budget.stopped == []
    assert budget.seen[10] == 20
    for count, made, own in ((15, 200, None), (16, 200, 11), (16, 110, None), (16, 111, 11)):
        budget.stopped.clear()
        stop([slice(i) for i in range(count)], budget, 10, made=made)
        assert budget.stopped == ([] if own is None else [("nesting", 10, own)])


class Unhashable(type):
    def __eq__(cls, other: object) -> bool:
        return cls is other


class HashedInPython(type):
    asked = 0

    def __hash__(cls) -> int:
        HashedInPython.asked += 1
        return 1


@pytest.mark.parametrize("metaclass", [Unhashable, HashedInPython])
def test_classes_of_the_host_need_no_hash(metaclass: Any, objects: Objects) -> None:
    kind = metaclass("Kind", (), {})
    census.monitor.ended = True
    look, before = Census(), HashedInPython.asked
    objects.young = [kind(), *chain(3, generator), kind(), OSError()]
    objects.all = [*objects.young, kind()]
    look.look(None)
    assert (look.made, look.behind) == ([3, 1, 0], False)
    look.behind = True
    census.monitor.ended = True
    look.look(None)
    assert (look.known, look.objects, look.behind) == (3, 7, False)
    assert HashedInPython.asked == before
    # Who goes through all classes later cannot hash these.
    objects.young.clear()
    objects.all.clear()
    del kind
    gc.collect()
    assert not any(isinstance(each, metaclass) for each in object.__subclasses__())


def test_nothing_but_links_is_held_while_other_threads_may_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CPython cannot finish a tuple that somebody else holds."""
    monkeypatch.setattr(chains, "gc", gc)
    held: set[int] = set()

    def look_at(frame: Any, event: str, _: Any) -> Any:
        frame.f_trace_opcodes = True
        held.add(sys.getrefcount(probe))
        return look_at

    look = Census()
    gc.collect()
    probe = tuple(map(list, ((), ())))
    links = [*chain(40, generator), *slices(40), OSError()]
    sys.settrace(look_at)
    try:
        look._look(None)
        look.behind = True
        look._look(None)
    finally:
        sys.settrace(None)
    assert len(held) == 1
    assert len(links) == 81
    assert look.made[0] >= 40


# --- When -------------------------------------------------------------------------------------


class Looks(Census):
    """Remembers what it has measured."""

    def __init__(self) -> None:
        super().__init__()
        self.measured = ""

    def _measure_frames(self, current: Any) -> None:
        self.measured += "f"

    def _measure_others(self, current: Any) -> None:
        self.measured += "o"


def test_it_looks_where_runs_are_in_flight_or_one_has_ended(objects: Objects) -> None:
    objects.young = [generator()]
    made = Looks()
    made.look(None)
    assert made.new == 0
    census.monitor.ended = True
    made.look(None)
    assert (made.new, census.monitor.ended) == (1, False)
    made.look(None)
    assert made.new == 1
    in_flight(Budget())
    made.look(None)
    made.look(None)
    assert made.new == 3


def test_what_cannot_be_looked_at_is_made_up_for(objects: Objects) -> None:
    in_flight(Budget())
    objects.young = [generator()]
    objects.get_objects = lambda generation=None: 1 / 0  # type: ignore[assignment]
    made = Looks()
    made.look(None)
    assert made.measured == ""
    assert made.behind
    made.look(None)
    assert made.measured == "fo"
    assert not made.behind


def test_what_is_young_is_counted(objects: Objects) -> None:
    in_flight(Budget())
    made = Looks()
    objects.young = [5, "x", []]
    made.look(None)
    assert (made.new, made.atop, made.others) == (0, 0, 0)
    objects.young = [generator(), coroutine(), asynchronous(), 5]
    made.look(None)
    assert (made.new, made.atop, made.others) == (3, 0, 0)
    objects.young[1].close()
    objects.young = [OSError(), OSError(), ValueError(), slice(1), 5]
    made.look(None)
    assert (made.new, made.others) == (3, 2)
    objects.young = slices(4)
    made.look(None)
    assert made.others == 4
    objects.young = chain(5, generator)
    made.look(None)
    assert (made.new, made.atop) == (8, 2)
    assert made.measured == ""


@pytest.mark.parametrize(
    ("state", "measured"),
    [
        ({}, ""),
        ({"atop": 5}, ""),
        ({"atop": 6}, "f"),
        ({"new": 6, "known": 3}, ""),
        ({"new": 6, "known": 4}, "f"),
        ({"new": 4, "known": 100}, ""),
        ({"new": 7, "known": 100, "objects": 400}, ""),
        ({"new": 8, "known": 100, "objects": 10**6}, "f"),
        ({"others": 4}, ""),
        ({"others": 5}, "o"),
        ({"light": 299_998}, ""),
        ({"light": 299_999}, "o"),
        ({"others": 5, "atop": 6}, "fo"),
    ],
)
def test_when_all_there_is_is_measured(
    state: dict[str, int], measured: str, objects: Objects
) -> None:
    """Of what is young, a generator and an error come on top of the state."""
    in_flight(Budget())
    made = Looks()
    vars(made).update(state)
    objects.young = [generator(), OSError()]
    made.look(None)
    assert made.measured == measured


# --- What is too much -------------------------------------------------------------------------


def measured(objects: Objects, everything: list[Any], budget: Budget) -> list[Any]:
    in_flight(budget)
    objects.all = everything
    made = Census()
    made.new = made.atop = made.others = 5
    made._measure_frames(budget)  # type: ignore[arg-type]
    frames = [each for each in everything if type(each) in chains.FRAMES]
    assert (made.new, made.atop, made.known) == (0, 0, len(frames))
    assert made.objects == len(everything)
    made._measure_others(budget)  # type: ignore[arg-type]
    assert made.others == 0
    return budget.stopped


def test_frames(objects: Objects) -> None:
    budget = Budget()
    mine = of_a_guest(budget)
    assert measured(objects, [mine() for _ in range(20)], budget) == []
    assert measured(objects, [generator() for _ in range(30)], budget) == []
    both = [generator() for _ in range(30)] + [mine() for _ in range(20)]
    assert measured(objects, both, budget) == []
    assert measured(objects, [mine() for _ in range(21)], budget) == [("nesting", 20, 21)]


def test_chains_of_frames(objects: Objects) -> None:
    budget = Budget()
    mine = of_a_guest(budget)
    assert measured(objects, chain(13, mine), budget) == []
    assert measured(objects, chain(30, generator), budget) == []
    # Three of a chain's are not deep: of 14 eleven are.
    assert measured(objects, chain(14, mine), budget) == [("nesting", 10, 11)]
    budget.stopped.clear()
    assert measured(objects, [*chain(30, generator), *chain(13, mine)], budget) == []


def test_others(objects: Objects) -> None:
    budget = Budget()
    assert measured(objects, [OSError() for _ in range(12)], budget) == []
    assert measured(objects, [slice(i) for i in range(30)], budget) == []
    assert measured(objects, [ValueError() for _ in range(30)], budget) == []
    assert measured(objects, [OSError() for _ in range(13)], budget) == [("nesting", 12, 13)]


def test_chains_of_others(objects: Objects) -> None:
    budget = Budget()
    assert measured(objects, slices(8), budget) == []
    assert measured(objects, slices(9), budget) == [("nesting", 6, 7)]


def _holder(one: Any, other: Any) -> Iterator[Any]:
    yield


def test_each_is_asked_a_few_times_whatever_ways_lead_to_it(objects: Objects) -> None:
    """Here each is on a way of any length up to 60; asked at each, they were 1,800 questions."""
    asked = 0

    def ask(*links: Any) -> list[Any]:
        nonlocal asked
        asked += len(links)
        return gc.get_referents(*links)

    objects.get_referents = ask  # type: ignore[method-assign]
    links: list[Any] = [_holder(None, None)]
    for _ in range(60):
        links.append(_holder(links[-1], links[max(0, len(links) - 2)]))
    for each in links:
        next(each)
    found = chained(links, 30, 0, FOLLOWED)
    assert {id(each) for each in found} == {id(each) for each in links[:31]}
    assert asked < 5 * len(links)


def _sent() -> Any:
    sent = yield
    yield sent


def test_what_holds_itself_is_as_deep_as_can_be() -> None:
    around = _sent()
    next(around)
    around.send(around)
    assert chained([around], 1_000, 0, FOLLOWED) == [around]
    around.close()
    assert chained([around], 1_000, 0, FOLLOWED) == ()


def _wide(count: int) -> Any:
    names = ", ".join(f"a{i}" for i in range(count))
    space: dict[str, Any] = {}
    exec(f"def wide({names}): yield a0", space)
    return space["wide"]


def test_who_has_too_many_variables_is_stopped_before_they_are_followed(
    monkeypatch: pytest.MonkeyPatch, objects: Objects
) -> None:
    monkeypatch.setattr(census, "VARIABLES", 100)
    one, other, ended = Budget(), Budget(), Budget()
    in_flight(one, other)

    def frames(budget: Budget, count: int, names: int) -> list[Any]:
        code = _wide(names).__code__
        make = FunctionType(code, {"__builtins__": {words.TICKS: budget.ticks}})
        return [make(*range(names)) for _ in range(count)]

    links = [*frames(one, 3, 40), *frames(other, 3, 5), *frames(ended, 3, 40)]
    assert Census()._light(links) == links[3:6]
    assert [kind for kind, _, _ in one.stopped] == ["nesting"]
    assert one.stopped[0][1] == 100 < one.stopped[0][2]
    assert other.stopped == ended.stopped == []
    assert Census()._light(links[3:6]) == links[3:6]
    # Nor is whoever has ended stopped, nor anybody for what is nobody's.
    over = Budget(live=False)
    in_flight(over)
    assert Census()._light(frames(over, 3, 40)) == []
    assert over.stopped == []
    wide = _wide(40)
    nobodys = [wide(*range(40)) for _ in range(3)]
    assert Census()._light(nobodys) == nobodys
    # Below what is young they are not followed either: it is taken for deep.
    asked = 0

    def ask(*each: Any) -> list[Any]:
        nonlocal asked
        asked += 1
        return gc.get_referents(*each)

    objects.get_referents = ask  # type: ignore[method-assign]
    monkeypatch.setattr(census, "_UNCOUNTED", 100)
    assert census._atop(links, 2, FOLLOWED) == len(links)
    assert asked == 0


def test_what_modules_add_to_what_is_asked_lazily_is_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are loaded after this one."""

    class Between:
        def __init__(self, held: Any) -> None:
            self.held = held

    links: list[Any] = [None]
    for _ in range(30):
        links.append(slice(Between(links[-1])))
    assert chained(links, 8, 0, chains.followed(False)) == ()
    monkeypatch.setattr(chains, "LAZY", {*chains.LAZY, Between})
    assert len(chained(links, 8, 0, chains.followed(False))) == 30 - 4


def test_chains_of_others_do_not_go_by_frames() -> None:
    """Whatever their variables hold: chains of frames are looked at by themselves."""
    links: list[Any] = [None]
    for _ in range(12):
        links.append(slice(generator(links[-1])))
        next(links[-1].stop)
    assert chained(links, 3, 0, chains.followed(False)) == ()
    assert chained(links, 3, 0, FOLLOWED) != ()


@pytest.mark.parametrize("depth", [2, 6])
def test_so_much_is_followed_and_no_more(depth: int) -> None:
    """As many levels are listed at once as chains mostly have; what is below them is asked."""
    links = slices(100)
    for most in (1, 50, 99):
        assert chains.chained_below(links, depth, 0, FOLLOWED, most) is None
    assert len(chains.chained_below(links, depth, 0, FOLLOWED, 100) or ()) == 100 - depth


def _tree(levels: int) -> Any:
    return None if not levels else slice(*[_tree(levels - 1) for _ in range(3)])


def test_so_it_is_where_most_is_far_below() -> None:
    """Of 1, 3, 9, 27, 81 and 243 those that are deep are the last."""
    root = [_tree(6)]
    assert len(chains.chained_below(root, 4, 0, FOLLOWED, 27) or ()) == 81
    assert chains.chained_below(root, 5, 0, FOLLOWED, 27 + 80) is None
    assert len(chains.chained_below(root, 5, 0, FOLLOWED, 27 + 81) or ()) == 243
    assert chains.chained_below(root, 5, 243, FOLLOWED, 400) == ()


def test_of_frames_that_are_far_below_variables_are_counted() -> None:
    around: Any = None
    for _ in range(9):
        around = _wide(40)(around, *[None] * 39)
        next(around)
    below = [around]
    size = chains.variables_of(around, {})
    assert chains.chained_below(below, 7, 0, FOLLOWED, 100, 4 * size - 1) is None
    assert len(chains.chained_below(below, 7, 0, FOLLOWED, 100, 4 * size) or ()) == 1
    assert len(chains.chained_below(below, 7, 0, FOLLOWED, 100) or ()) == 1


def test_who_has_too_much_below_frames_is_stopped(
    monkeypatch: pytest.MonkeyPatch, objects: Objects
) -> None:
    monkeypatch.setattr(census, "LINKS", 40)
    one, other = Budget(), Budget()
    in_flight(one, other)

    def frames(budget: Budget | None, levels: int) -> list[Any]:
        made = [of_a_guest(budget)(_tree(levels)) for _ in range(15)]
        return [each for each in made if next(each) or True]

    heavy, light, nobodys = frames(one, 4), frames(other, 1), chain(15, of_a_guest(None))
    assert Census()._chained([*light, *nobodys]) != ()
    assert Census()._chained(light) == ()
    assert one.stopped == other.stopped == []
    found = Census()._chained([*heavy, *light, *nobodys])
    assert (one.stopped, other.stopped) == ([("nesting", 40, 41)], [])
    # What is nobody's is looked at as well, and none of the others is taken for deep.
    assert {id(each) for each in found} == {id(each) for each in nobodys[:-3]}
    # Of nobody, all of it is.
    wide = frames(None, 4)
    assert {id(each) for each in Census()._chained([*wide, *light])} == {id(x) for x in wide}


def test_of_whom_nobody_is_in_nothing_is_followed() -> None:
    """It was looked at in its own time, and would be gone through in that of others."""
    one, other, idle = Budget(), Budget(), Budget()
    in_flight(one)
    made = [of_a_guest(each)() for each in (one, other, idle, None)]
    assert Census()._changing(made, None) == [made[0], made[3]]
    assert Census()._changing(made, other) == [made[0], made[1], made[3]]  # type: ignore[arg-type]


def test_so_many_others_may_be_there_and_no_more(
    monkeypatch: pytest.MonkeyPatch, objects: Objects
) -> None:
    monkeypatch.setattr(census, "LINKS", 20)
    budget = Budget()
    assert measured(objects, [slice(i) for i in range(20)], budget) == []
    assert measured(objects, [slice(i) for i in range(21)], budget) == [("nesting", 6, 21)]
    budget.stopped.clear()
    # Few of them, which hold too much of what stands between.
    between = [map(slice(1).indices, ()) for _ in range(50)]
    assert measured(objects, [slice(*between[i : i + 3]) for i in range(15)], budget) == []
    apart = [slice(*between[3 * i : 3 * i + 3]) for i in range(15)]
    assert measured(objects, apart, budget) == [("nesting", 6, 15)]
