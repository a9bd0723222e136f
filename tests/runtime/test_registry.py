"""The lists of the universe: what an entry says of each name, and which names need a guard."""

from __future__ import annotations

from types import FunctionType
from typing import Any

import pytest

from cloche.runtime import universe
from cloche.runtime.binding import MISSING
from cloche.runtime.unbound import as_member
from cloche.runtime.universe import registry
from cloche.runtime.universe.registry import Family, entry, guarded, register


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "ENTRIES", dict(registry.ENTRIES))
    monkeypatch.setattr(registry, "FAMILIES", [*registry.FAMILIES])
    monkeypatch.setattr(registry, "_guarded", None)


class Meta(type):
    @property
    def of_meta(cls) -> int:
        return 1


class Base:
    def inherited(self) -> None: ...


class Sample(Base):
    def safe(self) -> None: ...
    def paid(self) -> None: ...
    def dropped(self) -> None: ...
    def __call__(self) -> None: ...
    @classmethod
    def made(cls, a: int) -> None: ...
    @property
    def shown(self) -> int:
        return 1


def shim(self: Any, a: Any = 1, b: Any = 2, /) -> None: ...
def whatever(self: Any = MISSING, /, *args: Any, **named: Any) -> None: ...
def loose(*args: Any, **named: Any) -> None: ...
def defaulted(self: Any = 1, /, *args: Any, **named: Any) -> None: ...


def test_names_that_a_type_lacks_are_left_out() -> None:
    made = entry(Sample, "safe inherited nothing", {"paid": shim, "none": shim}, {"no": shim})
    assert made.vetted == {"safe", "inherited"}
    assert made.guarded.keys() == {"paid"}
    assert made.classwise == {}
    assert entry(Sample).guarded == entry(Sample).computed == {}
    computed = entry(Sample, computed={"shown": shim, "none": shim}).computed
    assert computed == {"shown": shim}


def test_what_is_neither_vetted_nor_guarded_is_unsafe() -> None:
    made = entry(Sample, "safe inherited", {"paid": shim}, {"made": shim}, {"shown": shim})
    assert made.unsafe() == {"paid", "made", "shown", "dropped"}
    assert entry(Sample, "safe inherited paid made shown dropped").unsafe() == set()
    # Of dunders only those for which there is a shim.
    assert "__call__" not in made.unsafe()
    assert "__call__" in entry(Sample, "", {"__call__": shim}).unsafe()


def test_names_of_a_metaclass_count_where_dir_tells_them() -> None:
    kind: Any = Meta("Kind", (), {"__dir__": None, "own": 1})
    assert "own" in registry._names_of(kind)
    assert registry._names_of(Sample) >= {"safe", "inherited", "__init__"}
    assert registry._names_of(int) == set(dir(int))


@pytest.mark.parametrize("function", [shim, whatever, loose, defaulted], ids=str)
def test_a_shim_looks_like_what_it_stands_for(function: Any) -> None:
    made: Any = entry(str, "", {"upper": function}).guarded["upper"]
    wraps = function not in (defaulted, loose)
    own = function.__name__
    assert (made.__name__, made.__qualname__) == (("upper", "str.upper") if wraps else (own, own))
    assert type(made) is FunctionType
    assert (made is function) is (function is not shim)


def test_a_shim_that_is_no_function_stays_as_it_is() -> None:
    assert entry(str, "", {"upper": len}).guarded["upper"] is len


def test_a_shim_of_a_function_in_c_is_no_method_of_a_class() -> None:
    def anything(self: Any = MISSING, /, *args: Any, **named: Any) -> None: ...

    made = entry(int, "", {"from_bytes": anything}).guarded["from_bytes"]
    assert type(as_member(made)) is staticmethod


def test_types_are_registered_together_or_not_at_all() -> None:
    first, second = entry(Sample), entry(Base)
    family = Family("first", (first,))
    assert register(family) is family
    assert registry.ENTRIES[Sample] is first
    assert registry.FAMILIES[-1] is family
    with pytest.raises(ValueError, match="Sample is registered twice"):
        register(Family("second", (second, first)))
    assert Base not in registry.ENTRIES
    assert registry.FAMILIES[-1] is family


def test_no_name_comes_after_programs_have_been_compiled() -> None:
    class Late:
        def a_name_of_nobody_else(self) -> None: ...

    guarded()
    with pytest.raises(ValueError, match="Late comes too late"):
        register(Family("late", (entry(Late),)))
    register(Family("in time", (entry(Late, "a_name_of_nobody_else"),)))


def test_names_of_frames_code_and_tracebacks_are_guarded() -> None:
    found = guarded()
    assert {"f_globals", "f_back", "co_code", "tb_frame", "cell_contents", "gi_frame"} <= found
    assert "__reduce__" not in found  # it can be written nowhere
    assert guarded() is found
    assert found == universe.GUARDED
    with pytest.raises(AttributeError, match="has no attribute 'OTHER'"):
        universe.OTHER  # noqa: B018


def test_no_message_names_what_stands_in() -> None:
    """CPython's errors of `f(*1)` and the like say which module a function is from."""
    one: Any = 1
    a: Any = {"a": 1}
    named = 0
    for kind, item in registry.ENTRIES.items():
        for name, function in {**item.guarded, **item.classwise}.items():
            native = getattr(kind, name)
            for call in (lambda f: f(*one), lambda f: f(**one), lambda f: f(**a, **a)):
                with pytest.raises(TypeError) as ours:
                    call(function)
                with pytest.raises(TypeError) as theirs:
                    call(native)
                told = str(ours.value), str(theirs.value)
                # A table of several classes may have one function for all of them.
                assert told[0].partition(".")[2] == told[1].partition(".")[2]
                named += 1
    assert named > 200
