"""What is looked at, noted and paid for before a guest writes to an object of its own."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from belonging import own, own_function
from differential import running

from cloche.runtime.guards import versions
from cloche.runtime.guards.answering import EQUAL
from cloche.runtime.guards.ordered_keys import check_key
from cloche.runtime.guards.starring import Starred
from cloche.runtime.guards.steady_keys import refuse_unsteady
from cloche.runtime.guards.writing import (
    _Class,
    _Slots,
    delete_in_class,
    set_special,
    store_in_class,
    stored_to,
    writable,
)
from cloche.runtime.run import Run


@pytest.fixture
def run() -> Iterator[Run]:
    with running() as found:
        yield found


def stopping_at(key: object, run: Run) -> None:
    """Have an `__eq__` under way that compares *key*."""
    run.answering.append([key, key, None, None, 0, None])


# --- While something is compared ----------------------------------------------------------------


def test_attributes_stay_while_one_may_be_looked_up(run: Run) -> None:
    key = own()()
    bare, slotted, function = own()(), own(__slots__=("x",))(), own_function(run)
    for x in (bare, function):
        x.__dict__[key] = 1
    stopping_at(key, run)
    for x in (bare, function):
        with pytest.raises(RuntimeError, match="a dict is changed by an __eq__"):
            writable(x)
        del x.__dict__[key]
    assert writable(slotted) is slotted


def test_whose_attributes_they_are_is_asked_as_ever(run: Run) -> None:
    x, meta = own()(), own(type)
    zone = own(datetime.tzinfo, of=meta)
    stopping_at(x, run)
    assert writable(function := own_function(run)) is function
    for foreign in (own_function, run):
        with pytest.raises(AttributeError, match="object are read-only"):
            writable(foreign)
    with pytest.raises(TypeError, match="of time zones cannot be changed"):
        writable(zone)
    run.written.clear()  # what an `__eq__` finds once a dictionary of attributes is out
    assert writable(x) is x


# --- Classes ------------------------------------------------------------------------------------


def test_a_class_of_time_zones_stays_as_it_is(run: Run) -> None:
    with pytest.raises(TypeError, match="of time zones cannot be changed"):
        writable(own(datetime.tzinfo))


def test_a_tuple_that_may_have_got_a_hash_is_looked_at(run: Run) -> None:
    kind = own(tuple)
    refuse_unsteady(kind())
    stored_to(kind).__hash__ = own_function(run)
    with pytest.raises(TypeError, match="needs an __eq__ of its own"):
        refuse_unsteady(kind())


def test_what_stands_for_it(run: Run) -> None:
    for x, stands in [(own(), _Class), (own(ValueError)(), _Slots), (KeyError(), _Slots)]:
        assert type(stored_to(x)) is stands
    assert type(stored_to(x := own()())) is type(x)


def test_a_value_is_deleted_by_none(run: Run) -> None:
    error = StopIteration(1)
    del stored_to(error).value
    assert any(each is None for each in gc.get_referents(error))


WRITES: dict[str, Callable[[Any, str, Any], None]] = {
    "stored": lambda kind, name, value: setattr(stored_to(kind), name, value),
    "deleted": lambda kind, name, _: delattr(stored_to(kind), name),
    "stored by the metaclass": store_in_class,
    "deleted by the metaclass": lambda kind, name, _: delete_in_class(kind, name),
}
SPECIAL: dict[str, Callable[[Any, str, Any], None]] = {**WRITES, "a special method": set_special}


def _special(way: str) -> str:
    return "__eq__" if way == "a special method" else "__hash__"


@pytest.mark.parametrize("way", SPECIAL)
def test_classes_below_are_told_and_paid_for(run: Run, way: str) -> None:
    method = own_function(run)
    kind = own(of=own(type), __hash__=method, x=1)
    for _ in range(99):
        own(kind, of=type(kind))
    before = run.budget.steps
    if way in WRITES:
        WRITES[way](kind, "x", 2)
    assert run.budget.steps < before + 1_000
    SPECIAL[way](kind, _special(way), method)
    assert run.budget.steps >= before + 9_900


@pytest.mark.parametrize("way", SPECIAL)
def test_how_keys_are_compared_is_settled_once_one_is_taken(run: Run, way: str) -> None:
    kind = own(of=own(type), x=1, __len__=own_function(run))
    check_key(kind())
    with pytest.raises(TypeError, match="OrderedDict"):
        SPECIAL[way](kind, _special(way), own_function(run))
    if way in WRITES:
        WRITES[way](kind, "x", 2)
    else:
        set_special(kind, "__len__", own_function(run))


# --- Special methods ----------------------------------------------------------------------------


def test_an_iter_that_was_relied_upon_stays(run: Run) -> None:
    kind = own(list)
    assert isinstance(kind(), Starred)
    set_special(kind, "__len__", own_function(run))
    with pytest.raises(TypeError, match="the __iter__ of 'Own' cannot be changed once"):
        set_special(kind, "__iter__", own_function(run))


def test_what_was_a_getitem_is_kept_and_nothing_else(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MOST_REPLACED", 1)
    kind, method = own(__getitem__=own_function(run)), own_function(run)
    for _ in range(3):
        set_special(kind, "__len__", method)
    set_special(kind, "__getitem__", method)
    with pytest.raises(RuntimeError, match="replaces at most 1 methods __getitem__"):
        set_special(kind, "__getitem__", method)


def test_an_equal_that_is_written_is_noted(run: Run) -> None:
    kind = own()
    set_special(kind, "__eq__", own_function(run))
    assert EQUAL.stands(vars(kind)["__eq__"])
