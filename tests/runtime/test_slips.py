"""Slips of CPython's own, in C: what writes or reads past an object, counts wrong or never ends.

Each program runs in a process of its own, as what goes wrong there ends the process or the patience
of whoever waits for it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

import pytest

import cloche
from sampling import share

#: A program that takes longer goes round for ever, on however slow a machine.
_GUARD: Final = 120.0

_CHILD: Final = """
import json, resource, sys
import cloche
from cloche.runtime.memory import resident
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
told = json.load(sys.stdin)
limits = cloche.Limits(seconds=30.0, memory=512 * 2**20)
program = cloche.Sandbox(optimize=told["optimize"], limits=limits).compile(told["source"])
program.run()
before = resident()
for turn in range(told["turns"]):
    value = program.run()
print(json.dumps({"value": value, "grown": resident() - before}))
"""


def run(source: str, optimize: bool, turns: int = 1) -> Any:
    """Return what *source* gives at last, and what its process has grown by since its first run."""
    told = json.dumps({"source": source, "optimize": optimize, "turns": turns})
    child = subprocess.run(
        [sys.executable, "-c", _CHILD], input=told, capture_output=True, text=True, timeout=_GUARD
    )
    assert child.returncode == 0, child.stderr[-2000:]
    return json.loads(child.stdout)


def value(source: str, optimize: bool) -> Any:
    return run(source, optimize)["value"]


MODES: Final = pytest.mark.parametrize("optimize", share([True, False]))

# --- struct: a text of Pascal's without room for its length ---------------------------------------

#: Arrays of as many bytes as the objects beside them, each written to at its end.
_BESIDE: Final = """
import array, struct
def tried(write, *args):
    try: write(*args)
    except struct.error: return 0
    return 1
z = array.array('b', bytes(64))
arrays, victims, done = [], [], 0
for i in range(3000):
    arrays.append(z[0:64])
    victims.append(b'A' * 30 + bytes([65]))
for a in arrays:
    done += WRITE
for i in range(3000):
    x = victims[i]; x = None
new = [b'B' * 30 + bytes([66]) for i in range(3000)]
[done, len([v for v in victims if v != b'A' * 31])]
"""
_WRITES: Final = {
    "function": "tried(struct.pack_into, '0p', a, 64, b'')",
    "bytes": "tried(struct.pack_into, b'0p', a, 64, b'')",
    "method": "tried(lambda: struct.Struct('0p').pack_into(a, 64, b''))",
    "last of several": "tried(struct.pack_into, '3s0p', a, 61, b'abc', b'')",
    "in white space": "tried(struct.pack_into, '> 4s 000p ', a, 60, b'abc', b'')",
    "of a class": "tried(struct.pack_into, type('S', (str,), {})('0p'), a, 64, b'')",
}


@MODES
@pytest.mark.parametrize("write", _WRITES.values(), ids=_WRITES)
def test_nothing_is_packed_behind_the_end(write: str, optimize: bool) -> None:
    assert value(_BESIDE.replace("WRITE", write), optimize) == [0, 0]


@MODES
def test_formats_with_room_are_formats(optimize: bool) -> None:
    source = """
import struct
def size(format):
    try: return struct.calcsize(format)
    except struct.error as error: return str(error)
[size(each) for each in ('1p', '10p', '100p', 'p', b'20p', '0s', '0xp', '00sp', '010p', '0 p')]
"""
    expected = [1, 10, 100, 1, 20, 0, 1, 1, 10, "bad char in struct format"]
    assert cloche.Sandbox(optimize=optimize).run(source) == expected


@MODES
@pytest.mark.parametrize(
    "call",
    ["Struct(f)", "pack(f, b'')", "unpack(f, b'')", "unpack_from(f, b'')", "calcsize(f)",
     "iter_unpack(f, b'')"],
)  # fmt: skip
def test_no_room_is_refused(call: str, optimize: bool) -> None:
    source = f"import struct\nf = '0p'\nstruct.{call}"
    with pytest.raises(cloche.GuestError, match="a format holds no '0p' here") as caught:
        cloche.Sandbox(optimize=optimize).run(source)
    assert caught.value.type_name == "error"


# --- zoneinfo: what is no datetime ----------------------------------------------------------------

_NO_MOMENTS: Final = """
import operator
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo
zone = ZoneInfo("Europe/Berlin")
class Bytes(bytes):
    hour = minute = second = 0
    def toordinal(self): return 700000
class Plain:
    hour = minute = second = 0
    def toordinal(self): return 700000
class Zone(tzinfo):
    utcoffset, dst, tzname = zone.utcoffset, zone.dst, zone.tzname
given = [Bytes(bytes([0, 0, 0, n, 0, 0, 0, 0])) for n in range(2, 256)]
given += [Plain(), *[Plain() for i in range(100)], date(2020, 1, 1), time(1), 5, datetime]
ways = [
    lambda name, x: getattr(zone, name)(x), lambda name, x: getattr(ZoneInfo, name)(zone, x),
    lambda name, x: operator.methodcaller(name, x)(zone), lambda name, x: getattr(Zone(), name)(x),
    lambda name, x: operator.attrgetter(name)(zone)(x),
    lambda name, x: next(map(getattr(zone, name), [x])),
    lambda name, x: [zone.utcoffset, zone.dst, zone.tzname]["utcoffset dst tzname".split().index(name)](x),
    lambda name, x: {"utcoffset": lambda: zone.utcoffset(x), "dst": lambda: zone.dst(x), "tzname": lambda: zone.tzname(x)}[name](),
]
refused = others = 0
for name in ("utcoffset", "dst", "tzname"):
    for way in ways:
        for x in given:
            try:
                way(name, x)
                others += 1
            except TypeError:
                refused += 1
[refused == 24 * len(given), others]
"""  # noqa: E501


@MODES
def test_a_zone_is_asked_about_moments_only(optimize: bool) -> None:
    assert value(_NO_MOMENTS, optimize) == [True, 0]


@MODES
def test_fields_that_no_moment_has(optimize: bool) -> None:
    source = """
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
zone = ZoneInfo("Europe/Berlin")
class Odd(datetime):
    hour = property(lambda self: hour)
    def toordinal(self): return day
odd, names = Odd(2020, 1, 1, fold=1, tzinfo=zone), []
asked = [zone.utcoffset, zone.dst, zone.tzname, Odd.utcoffset, str, lambda x: x.astimezone(timezone.utc)]
for hour in (-1, -2, 0, 2**31, 10**18, -10**18, 2**70, 'a', None):
    for day in (-1, -2, 1, 2**31, 10**18, 2**70, 'a', None):
        for ask in asked:
            try:
                ask(odd)
            except Exception as error:
                names.append(type(error).__name__)
states = [bytes([255, 255, month, *[255] * 7]) for month in (1, 12, 0x81, 0x8c)] + [bytes([0, 0, 1, *[0] * 7])]
for state in states:
    for ask in asked:
        try:
            ask(datetime(state, zone))
        except Exception as error:
            names.append(type(error).__name__)
sorted({*names} - {"OverflowError", "SystemError", "TypeError", "ValueError"})
"""  # noqa: E501
    assert value(source, optimize) == []


# --- property: accessors that are given None ------------------------------------------------------

_NONE: Final = """
from operator import methodcaller
class Named(property): pass
class C:
    p, q, none = property(lambda self: 1), Named(None, lambda self, x: 2), property()
    @property
    def decorated(self): return 3
    decorated = decorated.getter(None).setter(None).deleter(None)
members = [vars(C)[name] for name in ("p", "q", "none", "decorated")]
for i in range(4000):
    for p in members:
        p.getter(None); getattr(p, "setter")(None); methodcaller("deleter", None)(p)
0
"""


@MODES
def test_an_accessor_takes_nothing_from_none(optimize: bool) -> None:
    assert run(_NONE, optimize, turns=3)["value"] == 0


@MODES
def test_an_accessor_given_none_keeps_what_is_there(optimize: bool) -> None:
    source = """
class Own(property):
    made = []
    def __init__(self, *args):
        Own.made.append(args[3:])
        super().__init__(*args)
class C:
    p = property(lambda self: 1, lambda self, x: None, None, "text")
    q = Own(None, None, lambda self: None)
    r = property(None, None, None, "empty")
found = []
for name in ("p", "q", "r"):
    old = vars(C)[name]
    for accessor in (old.getter, old.setter, old.deleter):
        new = accessor(None)
        found.append((type(new) is type(old), new is old, new.fget is old.fget,
                      new.fset is old.fset, new.fdel is old.fdel, new.__doc__ == old.__doc__))
[{*found} == {(True, False, True, True, True, True)}, len(found), Own.made]
"""
    made = [[], [None], [None], [None]]
    found = cloche.Sandbox(optimize=optimize).run(source)
    assert [found[0], found[1], list(map(list, found[2]))] == [True, 9, made]


# --- dict: `fromkeys` of a class that makes a dictionary there is ---------------------------------

_FULL: Final = """
from collections import OrderedDict, defaultdict
full = dict.fromkeys(range(2**17))
class Meta(type):
    def __call__(cls): return full
class A(dict):
    def __new__(cls, *args): return full
class B(OrderedDict):
    def __new__(cls, *args): return full
class C(defaultdict):
    def __new__(cls, *args): return full
class D(dict, metaclass=Meta): pass
sizes = []
for kind in (A, B, C, D):
    for keys in ({"a": 1}, {"b"}, frozenset("c"), {}, set(), {"d": 1}.keys(), "e", ["f"], full):
        found = kind.fromkeys(keys, 7)
        sizes.append((len(found) - 2**17, found is full))
[*map(list, sizes[:9])], {*sizes[9:]} == {(6, True)}
"""


@MODES
def test_a_full_dictionary_is_given_keys(optimize: bool) -> None:
    each = [[n, True] for n in (1, 2, 3, 3, 3, 4, 5, 6, 6)]
    assert value(_FULL, optimize) == [each, True]


@MODES
def test_keys_of_derived_classes(optimize: bool) -> None:
    source = """
from collections import OrderedDict, defaultdict
class A(dict): pass
class B(OrderedDict): pass
class C(defaultdict): pass
[[dict(kind.fromkeys(keys, 3)) for keys in ({1: 2}, {(1, 2)}, frozenset("a"), "b")]
 for kind in (A, B, C, dict, OrderedDict, defaultdict)]
"""
    each = [{1: 3}, {(1, 2): 3}, {"a": 3}, {"b": 3}]
    assert cloche.Sandbox(optimize=optimize).run(source) == [each] * 6
