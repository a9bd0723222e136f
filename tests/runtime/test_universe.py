from __future__ import annotations

import builtins
import functools
import subprocess
import sys
import types
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

import pytest
from by_hand import guest

from cloche.runtime import universe
from cloche.runtime.builtins.reflection import read
from cloche.runtime.guards.keys import method
from cloche.runtime.guards.views import view
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run
from cloche.runtime.standins import StandIn, builtin, real_of, standin_of, trusted
from cloche.runtime.stops import Stop
from cloche.runtime.universe import ENTRIES, FAMILIES, Family, entry, register
from cloche.runtime.universe.constructors import CLASSES
from cloche.transpiler.vocabulary import (
    BOUND,
    GUARDED_DUNDERS,
    NATIVE_DUNDERS,
    SPECIAL_METHODS,
    is_dunder,
)
from sampling import halved

#: Hot in real programs, or common on guests' own classes: they stay native.
HOT = """
    append pop get items keys values setdefault add discard remove insert reverse count
    index find split strip lower upper startswith endswith title name value args start stop step
    imag message errno send close popitem partition splitlines data size text key left
    right x y id type
""".split()


def test_hot_names_are_native() -> None:
    assert universe.GUARDED.isdisjoint(HOT)


def test_guarded_names_cover_the_vocabulary() -> None:
    assert (GUARDED_DUNDERS | SPECIAL_METHODS) - NATIVE_DUNDERS <= universe.GUARDED
    assert universe.GUARDED.isdisjoint(NATIVE_DUNDERS)
    assert {"format", "join", "update", "gi_frame", "mro", "with_traceback"} <= universe.GUARDED


@pytest.mark.parametrize("kind", ENTRIES, ids=lambda kind: kind.__name__)
def test_every_name_is_decided(kind: type) -> None:
    item = ENTRIES[kind]
    shims = {*item.guarded, *item.classwise, *item.computed}
    assert not item.vetted & shims
    for name in dir(kind):
        if not is_dunder(name):
            assert (name in universe.GUARDED) or name in item.vetted, name


def test_a_type_registers_once_and_in_time() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        register(Family("again", (entry(int),)))
    assert universe.GUARDED
    late: Any = type("Late", (), {"brand_new_name": 1})
    with pytest.raises(ValueError, match="too late"):
        register(Family("late", (entry(late),)))
    assert late not in ENTRIES
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


# --- A crawler ----------------------------------------------------------------------------


def _generator() -> Iterator[int]:
    yield 1


def samples() -> list[Any]:
    def function() -> int:
        return 1

    class Own:
        def method(self) -> int:
            return 1

    own: Any = Own()
    texts = ["", "a b", "é%s{}", b"a", bytearray(b"ab")]
    collections = [[], [1, "a"], (), (1,), {}, {1: 2}, set(), {1}, frozenset([1]), range(3)]
    dicts = ({1: 2}, OrderedDict(a=1))
    views = [view(v) for d in dicts for v in (d.keys(), d.values(), d.items())]
    errors = [
        kind("x") for kind in (ValueError, KeyError, StopIteration, OSError, ImportError,
                               AttributeError, NameError, SyntaxError, SystemExit)
    ]  # fmt: skip
    return [
        0, 5, -1, True, 1.5, 1j, None, ..., NotImplemented, *texts, *collections, *views, *errors,
        UnicodeDecodeError("a", b"b", 0, 1, "c"), ExceptionGroup("g", [ValueError()]),
        slice(1, 2), object(), types.MappingProxyType({}), CLASSES["list"][int], int | None,
        iter([]), iter(()), iter(""), iter(b""), iter({1: 2}), iter({1}), iter(range(3)),
        reversed([1]), map(abs, []), filter(None, []), zip([1]), enumerate([1]), iter(int, 1),
        _generator(), len, [].append, str.upper, str.__len__, "".__len__, function, own.method,
        property(function), classmethod(function), staticmethod(function), super(Own, own),
        functools.partial(function), types.SimpleNamespace(a=1),
    ]  # fmt: skip


ARGUMENTS: list[tuple[Any, ...]] = [
    (), (0,), (1,), (-1,), ("a",), (b"a",), ([],), ((),), ({},), (None,), (1, 2), ("a", "b"),
    (b"a", b"b"), (0, "x"), ("", "", 1), (ValueError("x"),), (abs,), (CLASSES["int"],), ([1], [2]),
]  # fmt: skip


def in_universe(x: object) -> bool:
    kind = type(x)
    if isinstance(x, type):
        # A class must be one that guests may hold, not one that has a stand-in.
        return isinstance(x, StandIn) or (builtin(x) and standin_of(x) is x)
    if isinstance(x, types.GenericAlias):
        return in_universe(x.__origin__)
    return kind in ENTRIES or trusted(kind)


def crawl(start: list[Any], names: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is reached from *start* by native loads of *names* and by calls."""
    for x in start:
        for name in names(x):
            value = getattr(x, name, None)
            value = method(value) if name in BOUND else value
            yield f"{x!r:.40}.{name}", value
            if not callable(value) or isinstance(value, type):
                continue
            for arguments in ARGUMENTS:
                try:
                    found = value(*arguments)
                except (Exception, GeneratorExit, StopIteration):
                    continue
                yield f"{x!r:.40}.{name}{arguments}", found
                if isinstance(found, list | tuple):
                    for part in found:
                        yield f"{x!r:.40}.{name}{arguments}[…]", part


def native_names(x: object) -> list[str]:
    return [
        name for name in dir(x)
        if name in NATIVE_DUNDERS or (not is_dunder(name) and name not in universe.GUARDED)
    ]  # fmt: skip


@pytest.fixture
def run() -> Iterator[Run]:
    run = Run(Limits(steps=None, seconds=60))
    token = run.enter()
    yield run
    run.leave(token)


def test_native_loads_and_calls_stay_inside(run: Run) -> None:
    reached = list(crawl(samples(), native_names))
    assert len(reached) > 900
    for path, value in reached:
        assert in_universe(value), f"{path} is {value!r} of {type(value)}"


@pytest.mark.parametrize("name", CLASSES)
def test_native_loads_on_classes_stay_inside(name: str, run: Run) -> None:
    cls = CLASSES[name]
    for path, value in crawl([cls, type(cls)] if isinstance(cls, StandIn) else [cls], native_names):
        assert in_universe(value) or type(value) is tuple, f"{path} is {value!r} of {type(value)}"


OF_THE_CLASS = {"__class__", "__class_getitem__", "__init_subclass__"}


def test_guarded_loads_and_calls_stay_inside(run: Run) -> None:
    for x in [*samples(), *CLASSES.values()]:
        for name in sorted(universe.GUARDED):
            if name in OF_THE_CLASS and type(x) in (functools.partial, types.SimpleNamespace):
                continue  # their modules make the stand-ins
            try:
                value = read(x, name)
            except AttributeError:
                continue
            path = f"{x!r:.40}.{name}"
            assert in_universe(value) or name == "__class__", f"{path} is {value!r}"
            if isinstance(value, type) or not callable(value):
                continue
            for arguments in ARGUMENTS:
                try:
                    found = value(*arguments)
                except (Exception, GeneratorExit, RecursionError):
                    continue
                assert in_universe(found), f"{path}{arguments} is {found!r} of {type(found)}"


#: A guest's KeyboardInterrupt is a class of its own.
REAL = [name for name in CLASSES if name != "KeyboardInterrupt"]


@pytest.mark.parametrize("name", REAL)
def test_constructors_make_the_real_thing(name: str, run: Run) -> None:
    real = getattr(builtins, name)
    assert real_of(CLASSES[name]) is real
    for arguments in ARGUMENTS:
        try:
            expected = real(*arguments)
        except Exception as error:
            with pytest.raises(type(error)):
                CLASSES[name](*arguments)
            continue
        found = CLASSES[name](*arguments)
        if isinstance(expected, type):
            assert real_of(found) is expected or found is CLASSES.get(expected.__name__, found)
        else:
            assert standin_of(type(found)) is standin_of(type(expected)), arguments
            if type(expected) not in (object, map, filter, zip, enumerate, super):
                assert repr(found) == repr(expected) or "0x" in repr(expected)


def test_what_the_universe_does_not_know_is_refused(run: Run) -> None:
    for x in (memoryview(b""), open, types.CodeType, (lambda: 0).__code__, types):
        kind = type(x)
        if kind in ENTRIES or kind is type:
            continue
        with pytest.raises(TypeError):
            standin_of(kind)


def test_the_memory_behind_a_unicode_error_is_not_read() -> None:
    for text in ("str(e)", "__attr__.format('{}')(e)", "__attr__.str__(e)()",
                 "__attr__.str__(UnicodeError)(e)", "__attr__.str__(object)(e)",
                 "__attr__.format__(e)('')", "str([e])", "str(ValueError(e))"):  # fmt: skip
        with pytest.raises(ValueError, match="outside its object"):
            guest(f"e = UnicodeDecodeError('u8', b'abc', -8, -7, 'r')\n{text}")


#: What would crash the process, so that each runs in one of its own.
CRASHES = [
    "o = OSError(1, 'x')\n"
    "o.strerror = UnicodeDecodeError('u8', b'abc', -10**12, 1 - 10**12, 'q')\n{}",
    "class R(str):\n"
    "    def __str__(self):\n"
    "        UnicodeDecodeError.__init__(o, 'u8', b'abc', -10**12, 1 - 10**12, 'q')\n"
    "        return 'r'\n"
    "o = UnicodeDecodeError('u8', b'abc', 0, 1, R('r'))\n{}",
    "class R:\n"
    "    def __str__(self):\n"
    "        UnicodeDecodeError.__init__(e, 'u8', b'abc', -10**12, 1 - 10**12, 'q')\n"
    "        return 'r'\n"
    "e = UnicodeDecodeError('u8', b'abc', 0, 1, 'r')\no = OSError(R(), e)\n{}",
    "class V:\n    def __str__(self): return 'v'\n"
    "class R:\n"
    "    def __str__(self):\n"
    "        global junk\n"
    "        o.strerror = None\n"
    "        junk = [bytes([65]) * 33 for i in range(1000)]\n"
    "        return 'r'\n"
    "o = OSError(R(), V())\no.args = ()\n{}",
]  # fmt: skip


@halved
@pytest.mark.parametrize("use", ["raise o", "str(o)", "f'{o}'", "'%s' % o", "print(o)",
                                 "raise KeyError(o)", "raise ValueError(o)"])  # fmt: skip
def test_an_error_changed_while_it_is_rendered_crashes_nothing(use: str) -> None:
    child = (
        "import cloche, sys\n"
        "for source in eval(sys.stdin.read()):\n"
        "    try: cloche.run(source)\n"
        "    except cloche.GuestError as error: str(error)\n"
        "    except cloche.ClocheError: pass\n"
    )
    sources = repr([source.format(use) for source in CRASHES])
    done = subprocess.run([sys.executable, "-c", child], input=sources, text=True, check=False)
    assert done.returncode == 0


def test_shared_structure_is_priced() -> None:
    grow = "t = (1,)\nfor i in (0,) * 60:\n    t = (t, t)\n"
    for text in ("str(t)", "__attr__.hash__(t)()", "__attr__.eq__(t)(t)", "__attr__.repr__(t)()",
                 "__attr__.format('{}')(t)", "__attr__.sort([t, t])()"):  # fmt: skip
        with pytest.raises(Stop):
            guest(grow + text)
