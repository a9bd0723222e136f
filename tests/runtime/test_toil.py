"""What is small by its length and takes long, and methods of ours that C calls in a row."""

from __future__ import annotations

from collections import ChainMap, Counter, OrderedDict, UserDict, defaultdict
from functools import partial
from types import FunctionType, MappingProxyType, SimpleNamespace

import pytest
from differential import running

from cloche.runtime import standins
from cloche.runtime.asking import MET, look_first
from cloche.runtime.guards.printing import walk_rendering
from cloche.runtime.guards.toil import lost, toil
from cloche.runtime.guards.walking import weigh
from cloche.runtime.prices import NODE
from cloche.runtime.stops import Stop

WRAPPED = {
    "set": set,
    "dict": dict.fromkeys,
    "derived": type("S", (set,), {}),
    "defaultdict": lambda keys: defaultdict(int, dict.fromkeys(keys)),
    "Counter": Counter,
    "OrderedDict": OrderedDict.fromkeys,
}


@pytest.mark.parametrize("made", WRAPPED.values(), ids=WRAPPED)
def test_what_has_lost_its_entries_weighs_what_its_table_is(made):
    x = made(range(5000))
    dense = lost(x)
    for key in range(4999):
        x.discard(key) if isinstance(x, set) else dict.__delitem__(x, key)
    assert dense == 0
    assert lost(x) > NODE * 1000
    with running():
        assert weigh([x, x]) > 2 * lost(x)


@pytest.mark.parametrize("count", range(0, 3000, 7))
def test_what_has_lost_none_weighs_nothing(count):
    grown: set[int] = set()
    for key in range(count):
        grown.add(key)
    assert lost(grown) == lost({*grown}) == lost(frozenset(grown)) == 0
    assert lost(dict.fromkeys(grown)) == lost(dict.fromkeys(range(count))) == 0


def _sparse():
    x = {f"a{number}": 0 for number in range(5000)}
    for key in [*x][1:]:
        del x[key]
    return x


def test_it_is_told_of_what_is_around_it():
    x = _sparse()
    names = SimpleNamespace(**{f"a{number}": 0 for number in range(5000)})
    for key in [*vars(names)][1:]:
        del vars(names)[key]
    held = partial(print, **{f"a{number}": 0 for number in range(5000)})
    for key in [*held.keywords][1:]:
        del held.keywords[key]
    around = (x.keys(), x.values(), x.items(), MappingProxyType(x), names, held)
    assert [lost(each) > NODE * 1000 for each in around] == [True] * len(around)


def test_what_is_around_no_dictionary_has_lost_nothing():
    for x in (MappingProxyType(UserDict(a=1)), MappingProxyType(ChainMap()), UserDict(), 5, [1]):
        assert lost(x) == 0


def test_no_text_is_paid_for_where_there_is_none():
    x = _sparse()
    with running():
        assert walk_rendering([[x], [x]]) < NODE * 20


def test_a_time_of_a_zone_weighs_more_than_one_of_none():
    from datetime import UTC, datetime

    with running():
        assert toil(datetime(2020, 1, 1)) == 0
        assert toil(datetime(2020, 1, 1, tzinfo=UTC)) > 32 * NODE
        assert toil(1) == toil(object()) == 0


class Told:
    """Of a guest."""

    def __eq__(self, other):
        return True

    __hash__ = None


class Derived(Told):
    """Asked by nothing but what it derives from."""


def test_methods_of_a_guests_take_steps_of_their_own():
    with running() as run:
        run.own.update((Told, Derived))
        assert toil(Told()) == toil(Derived()) == 0
    with running() as run:
        run.own.add(Derived)
        assert toil(Told()) == toil(Derived()) > NODE


def test_what_is_asked_is_what_it_was():
    def equal(self, other, more=1):
        """Say so."""
        return self is other, more

    equal.note = 5
    kind = type("Kind", (), {"__eq__": equal, "__hash__": None, "__lt__": 5})
    look_first(kind)
    asked = kind.__eq__
    assert asked is not equal
    assert (asked.__name__, asked.__qualname__, asked.__module__, asked.__doc__, asked.note) == (
        equal.__name__, equal.__qualname__, equal.__module__, equal.__doc__, 5
    )  # fmt: skip
    assert (kind.__hash__, kind.__lt__) == (None, 5)
    # No run is current while the library makes its classes.
    assert asked(1, 1, more=2) == (True, 2)
    with running() as run:
        assert asked(1, 1) == (True, 1)
        run.budget.stop("seconds", 1, 1)
        with pytest.raises(Stop):
            asked(1, 1)


def test_what_looks_by_itself_is_left_as_it_is():
    def equal(self, other):
        return self.checkpoint()

    kind = type("Kind", (), {"__eq__": equal, "__hash__": None})
    look_first(kind)
    assert kind.__eq__ is equal


def _met():
    import cloche.runtime.modules.inspect
    import cloche.runtime.modules.statistics
    import cloche.runtime.modules.typing  # noqa: F401

    for kind in sorted(standins._TRUSTED, key=lambda each: (each.__module__, each.__qualname__)):
        if kind.__module__ in ("collections.abc", "numbers"):
            continue  # they only call methods of a class of the program's, which tick
        for name in MET:
            method = vars(kind).get(name)
            # (Those of `total_ordering` ask the one that is written, which looks.)
            if type(method) is FunctionType and not method.__qualname__.endswith("_from_lt"):
                yield kind, method


def test_methods_that_c_calls_in_a_row_end_with_the_run():
    found = [*_met()]
    assert len(found) > 30
    with running() as run:
        run.budget.stop("seconds", 1, 1)
        for kind, method in found:
            for others in ((), (None,)):
                with pytest.raises((Stop, TypeError)) as ended:
                    method(None, *others)
                if ended.type is Stop:
                    break
            else:
                pytest.fail(f"{kind.__qualname__}.{method.__name__}")
