"""What every class is looked at for as it is made, whichever way leads there."""

from __future__ import annotations

import enum
import subprocess
import sys
import typing
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import pytest
from belonging import own, own_function
from differential import running

import cloche
from cloche.runtime.guards.classes import (
    TypeBasis,
    _Maker,
    call_class,
    class_text,
    entries_of,
    init_class,
    instance_check,
    make_class,
    new_class,
    subclass_check,
)
from cloche.runtime.guards.measuring import LEN
from cloche.runtime.run import Run
from cloche.runtime.unbound import note
from cloche.runtime.universe.constructors import CLASSES


@pytest.fixture
def run() -> Iterator[Run]:
    with running() as found:
        yield found


def meta(**members: Any) -> Any:
    return own(TypeBasis, **members)


def summed(values: Any) -> Any:
    """Stands for `sum`."""


note(summed, sum)

# --- By a class statement -----------------------------------------------------------------------


def test_who_prepares_the_namespace(run: Run) -> None:
    guests = meta(__prepare__=classmethod(lambda cls, *args: {"len": 1}))
    with pytest.raises(TypeError, match=r"__prepare__\(\) may not give 'len'"):
        _Maker(guests).__prepare__("A", ())
    space = _Maker(enum.EnumMeta).__prepare__("A", (enum.Enum,))
    assert type(space) is type(enum.EnumMeta.__prepare__("A", (enum.Enum,)))


def test_nothing_is_left_that_a_statement_has_kept(run: Run) -> None:
    made = _Maker(type)("A", (object,), {"x": 1, "__t12__": 2})
    assert "x" in vars(made)
    assert "__t12__" not in vars(made)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="there are no type parameters")
def test_type_parameters_are_what_guests_see(run: Run) -> None:
    made = _Maker(type)("A", (object,), {"__type_params__": (typing.TypeVar("T"),)})
    (shown,) = vars(made)["__type_params__"]
    assert type(shown) is not typing.TypeVar
    assert shown.__name__ == "T"


def test_the_members_of_an_enumeration_are_put_there_once() -> None:
    source = "import enum\nclass E(enum.Enum):\n    A = 1\n    B = 2\n[each.value for each in E]"
    assert cloche.run(source) == [1, 2]


# --- By a statement, by `type`, by a metaclass --------------------------------------------------


def by_statement(bases: tuple[Any, ...], space: dict[str, Any]) -> Any:
    return _Maker(type)("A", bases or (object,), space)


def by_type(bases: tuple[Any, ...], space: dict[str, Any]) -> Any:
    return make_class("A", bases, space)


def by_metaclass(bases: tuple[Any, ...], space: dict[str, Any]) -> Any:
    return new_class(meta(), "A", bases, space)


WAYS = [by_statement, by_type, by_metaclass]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_in_it_is_looked_at(run: Run, way: Any) -> None:
    with pytest.raises(TypeError, match="a class may not define __del__"):
        way((), {"__del__": own_function(run)})
    with pytest.raises(TypeError, match="only a metaclass may define __instancecheck__"):
        way((), {"__instancecheck__": own_function(run)})


@pytest.mark.parametrize("way", WAYS)
def test_no_pattern_reads_a_method_that_must_not_go_about(run: Run, way: Any) -> None:
    base = list if way is by_statement else CLASSES["list"]
    with pytest.raises(TypeError, match="__match_args__ may not hold 'index'"):
        way((base,), {"__match_args__": ("index",)})


@pytest.mark.parametrize("way", WAYS)
def test_c_asks_what_stands_for_its_methods(run: Run, way: Any) -> None:
    made = way((), {"__len__": own_function(run), "total": summed})
    assert LEN.stands(vars(made)["__len__"])
    assert type(vars(made)["total"]) is staticmethod


def test_a_metaclass_is_looked_at_too(run: Run) -> None:
    for way in (lambda *rest: _Maker(type)("M", *rest), lambda *rest: make_class("M", *rest)):
        base = CLASSES["type"] if "make_class" in way.__code__.co_names else TypeBasis
        with pytest.raises(TypeError, match="a metaclass may not define __hash__"):
            way((base,), {"__hash__": own_function(run)})
        made = way((base,), {"__subclasscheck__": (check := own_function(run))})
        assert type(check) is FunctionType
        assert vars(made)["__subclasscheck__"] is not check


# --- What a metaclass calls ---------------------------------------------------------------------


def test_classes_are_made_by_metaclasses_of_the_program_alone(run: Run) -> None:
    for other in (type, TypeBasis, own(), type("Another", (type,), {}), 5):
        with pytest.raises(TypeError, match="X is not a metaclass of the program"):
            new_class(other, "A", (), {})


def test_a_metaclass_has_none_of_its_own(run: Run) -> None:
    for base in (CLASSES["type"], meta()):
        with pytest.raises(TypeError, match="may not have a metaclass of its own"):
            new_class(meta(), "A", (base,), {})


def test_calls_past_the_metaclass(run: Run) -> None:
    of = meta(__call__=lambda cls: "called", __repr__=lambda cls: "text")
    made = own(of=of)
    assert made() == "called"
    assert type(call_class(made)) is made
    assert init_class(made, "A", (), {}) is None
    assert class_text(made).startswith("<class")
    with pytest.raises(TypeError, match=r"takes 1 or 3 arguments"):
        init_class(made)


def test_checks_past_the_metaclass(run: Run) -> None:
    of = meta(__instancecheck__=lambda *args: 1 / 0, __subclasscheck__=lambda *args: 1 / 0)
    made = own(of=of)
    heir = own(made, of=of)
    assert subclass_check(made, heir)
    assert not subclass_check(heir, made)
    assert not subclass_check(heir, CLASSES["list"])
    assert instance_check(made, heir.__new__(heir))
    assert not instance_check(heir, made.__new__(made))
    for cls, x in ((made, 5), (made, made.__new__(made))):
        with pytest.raises(TypeError, match="arg 1 must be a class"):
            subclass_check(cls, x)
    for cls, x in ((own(), heir), (5, 5)):
        with pytest.raises(TypeError, match="is for classes with a metaclass of the program"):
            subclass_check(cls, x)


# --- What stands for a base ---------------------------------------------------------------------


def test_entries_are_a_tuple(run: Run) -> None:
    stands = own(__mro_entries__=lambda self, bases: (*bases, int))()
    assert entries_of(stands, (str,)) == (str, int)
    listed = own(tuple)([int])
    assert type(entries_of(own(__mro_entries__=lambda self, bases: listed)(), ())) is tuple
    for found in ([int], None, int):
        wrong = own(__mro_entries__=lambda self, bases, found=found: found)()
        with pytest.raises(TypeError, match="__mro_entries__ must return a tuple"):
            entries_of(wrong, ())
    for x in (int, own(__mro_entries__=1), own()(), 5, type("Not", (), {"__mro_entries__": 1})()):
        assert entries_of(x, ()) is None


def test_who_calls_type_asks_for_entries(run: Run) -> None:
    stands = own(__mro_entries__=lambda self, bases: (CLASSES["int"],))()
    with pytest.raises(TypeError, match=r"doesn't support MRO entry resolution"):
        make_class("A", (stands,), {})
    made = make_class("A", (CLASSES["int"],), {}, (stands,))
    assert issubclass(made, int)
    assert vars(made)["__orig_bases__"] == (stands,)


# --- At the end of the stack --------------------------------------------------------------------

DEEP = """
import abc, dataclasses, enum, types
def statement():
    class Q: pass
def call(): type("Q", (), {})
def function(): types.new_class("Q")
def text(): exec("class Q: pass")
def abstract():
    class Q(abc.ABC): pass
def enumeration():
    class Q(enum.Enum): a = 1
def metaclass():
    class M(type): pass
    class Q(metaclass=M): pass
def slots(): dataclasses.make_dataclass("Q", ["x"], slots=True)
def at(n, make): return at(n - 1, make) if n else make()
def told(make, n):
    try: at(n, make)
    except BaseException as e:
        return make.__name__, type(e).__name__, repr(e.__cause__), getattr(e, "__notes__", None)
ways = statement, call, function, text, abstract, enumeration, metaclass, slots
{told(make, n) for make in ways for n in range(940, 1000)} - {None}
"""
#: Collections of garbage there would tell the host's stderr that they had no room.
APART = "import cloche, gc, sys; gc.disable(); print(sorted(cloche.run(sys.stdin.read())))"
WAYS = "statement call function text abstract enumeration metaclass slots".split()


def test_a_class_at_the_end_of_the_stack() -> None:
    """CPython would tell of `__set_name__`, which no such class has."""
    told = subprocess.run(
        [sys.executable, "-c", APART], input=DEEP, capture_output=True, text=True, check=True
    )
    assert told.stdout == f"{[(way, 'RecursionError', 'None', None) for way in sorted(WAYS)]}\n"


def test_what_a_member_of_an_enumeration_raises_is_told_as_it_is() -> None:
    source = """
import enum
def made():
    try:
        class Q(enum.Enum):
            a = 1
            def __init__(self, x): 1 / 0
    except ZeroDivisionError as e: return repr(e), e.__cause__, getattr(e, "__notes__", None)
made()
"""
    assert cloche.Sandbox().run(source) == ("ZeroDivisionError('division by zero')", None, None)


def test_what_a_hook_of_the_program_raises_is_told_as_python_does() -> None:
    source = """
class D:
    def __set_name__(self, owner, name): 1 / 0
def made():
    try:
        class Q: d = D()
    except Exception as e: return type(e).__name__, getattr(e, "__notes__", None), repr(e.__cause__)
made()
"""
    natively = {}
    exec(source.replace("\nmade()", "\nfound = made()"), natively)
    assert cloche.Sandbox().run(source) == natively["found"]
