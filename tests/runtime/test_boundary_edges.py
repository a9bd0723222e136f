"""What decides about a value at the edge: each decision by itself, as a table."""

from __future__ import annotations

import io
import struct
from collections import Counter, OrderedDict, deque
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from by_hand import guest
from differential import running

import cloche
from cloche.runtime.boundary import CrossingLimits, Record, into_guest, out_of_guest
from cloche.runtime.boundary.bare import is_bare
from cloche.runtime.boundary.calls import tool_for, wrap_tool
from cloche.runtime.boundary.clashes import MOST, NESTED, _weight, clashes
from cloche.runtime.boundary.exposed import Proxy
from cloche.runtime.boundary.library import fraction, uuid, zoned
from cloche.runtime.boundary.limits import INWARD
from cloche.runtime.boundary.pausing import pausing
from cloche.runtime.boundary.refusal import Refused
from cloche.runtime.boundary.rows import CHUNK, copied_rows
from cloche.runtime.errors import BoundaryError


class Text(str):
    __slots__ = ()


class Whole(int):
    __slots__ = ()


class Table(dict[Any, Any]):
    __slots__ = ()


class Odd(str):
    """Equal to nothing but itself, until it is plain."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


def _deep(levels: int) -> list[Any]:
    x: list[Any] = []
    for _ in range(levels):
        x = [x]
    return x


ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)
_MANY = [0] * (INWARD.items // 2)

BARE = [
    (5, True), ("a", True), (None, True), (b"a", True), (1j, True), ([], True), ({}, True),
    ([1, "a", None], True), ({"a": 1}, True), ({"a": [1, {"b": (2,)}]}, True), ({1: 2}, True),
    ({(1, (2, "a")): {1, 2}}, True), ([[1], {"a": 1}], True), ([[1], 5, {"a": {2}}], True),
    (frozenset({1}), True), (_deep(50), True), ([{"a": 1}, {"b": 2}], True),
    (object(), False), (Text("a"), False), (Whole(1), False), (Table(), False), ([object()], False),
    ({"a": object()}, False), ({object(): 1}, False), ({(1, object()): 1}, False),
    ([[1], {"a": object()}], False), ([{"a": 1}, {object(): 1}], False), ([1, [Text("a")]], False),
    ([{1: 1, "a": Text("b")}], False), ([(1,), [object()]], False), (bytearray(b"a"), False),
    (Fraction(1, 2), False), (ENDLESS, False), (_deep(INWARD.depth + 5), False),
    ([_MANY, _MANY, _MANY], False), ([_MANY], True),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), BARE)
def test_what_needs_no_copy_to_be_sent(value, expected):
    assert is_bare(value) is expected


P = 2**61 - 1
CLASHES = [
    (["a", "b"], 0), ([1, 2, 3], 0), ([P * n for n in range(1, 20)], 0),
    ([P * n for n in range(1, 100)], 99 * 98 // 2),
    (["a", *(P * n for n in range(50))], 50 * 49 // 2),
    ([P << 8192, *(P * n for n in range(1, 50))], 50 * 49 // 2 * 3),
    ([float(n) for n in range(100)], 0), ([(P * n, 1) for n in range(50)], 50 * 49 // 2 * 3),
    ([(P << 8192, P * n) for n in range(9)], 9 * 8 // 2 * 5),
    ([((P * n,), 1) for n in range(3)], 3 * NESTED),
    ([frozenset({P * n}) for n in range(3)], 3 * NESTED),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "pairs"), CLASHES)
def test_keys_of_one_hash_are_counted_in_pairs(keys, pairs):
    assert clashes(keys) == pairs


LONG = P << 2048
CONVERTED: list[tuple[list[Any], bool]] = [
    ([LONG, Decimal(0)], True), ([Decimal(0), "a", 5, LONG], True),
    ([(LONG, 1), (Decimal(0), 1)], True), ([((LONG,),), ((Decimal(0),),)], True),
    ([frozenset({LONG}), frozenset({Decimal(0)})], True),
    ([Fraction(LONG + P, 1) / 2, Decimal(0)], True),
    ([Record("A", {"x": LONG}), Record("A", {"x": Decimal(0)})], True),
    ([frozenset({(LONG,)}), frozenset({(Fraction(0), Decimal(0))})], False),
    ([P << 512, Decimal(0)], False), ([LONG, 0, 0.5], False), ([LONG, 0.0, Fraction(0)], False),
    ([Decimal(0), Decimal(P)], False), ([LONG, Decimal(1)], False),
    ([(LONG, -1), (LONG, -2), (1, -1), (1, -2), Decimal(0)], False),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "expected"), CONVERTED)
def test_a_long_integer_is_no_key_beside_a_decimal_of_the_same_hash(keys, expected):
    assert (clashes(keys) > MOST) is expected


SLOW = """
from decimal import Decimal
from fractions import Fraction
class Whole(int):
    def __hash__(self): return 5
class Half(Fraction):
    def __hash__(self): return 5
class Pair(tuple):
    def __hash__(self): return 5
    def __eq__(self, other): return tuple.__eq__(self, other)
number = (2**61 - 1) << 50_000
"""


@pytest.fixture(scope="module")
def taking():
    with cloche.Sandbox(tools={"take": len}, isolation="process", workers=1) as process:
        yield {"inline": cloche.Sandbox(tools={"take": len}), "process": process}


@pytest.mark.parametrize("isolation", ["inline", "process"])
@pytest.mark.parametrize(
    "value",
    [
        "{Whole(number): 1, Decimal(0): 2}", "{Decimal(0), Whole(number)}",
        "{Half(number, 1), Decimal(0)}", "{Pair((number,)), Pair((Decimal(0),))}",
        "frozenset({Pair((Pair((number,)),)), Pair((Pair((Decimal(0),)),))})",
    ],
)  # fmt: skip
def test_numbers_that_c_would_convert_do_not_meet_outside(taking, value, isolation):
    with pytest.raises(BoundaryError, match="of the same hash"):
        taking[isolation].run(SLOW + value)
    with pytest.raises(cloche.GuestError, match="of the same hash"):
        taking[isolation].run(f"{SLOW}take({value})")


def test_what_it_takes_to_compare():
    weights = [_weight(x) for x in (1, 2**8192, "a" * 99, None, 1.5, (1, 2), ((1,),), frozenset())]
    assert weights == [1, 3, 1, 1, 1, 3, NESTED, NESTED]
    long = "a" * 1024, b"a" * 1024, (2**8192, "a" * 1024), (2**8192,) * 9
    assert [_weight(x) for x in long] == [3, 3, 7, 28]


NAMES = [f"k{n}" for n in range(3)]
TABLES: list[tuple[list[Any], int, bool]] = [
    ([dict.fromkeys(NAMES, 1)] * 9, 99, True),
    ([dict.fromkeys(NAMES, "a" * 500)] * 9, 99, True),
    ([dict.fromkeys(NAMES, 2**70), dict.fromkeys(NAMES, 1.5), dict.fromkeys(NAMES)], 99, True),
    ([dict.fromkeys(NAMES, 1)] * 9, 26, False),
    ([dict.fromkeys(NAMES, 1)] * 9, 27, True),
    ([dict.fromkeys(NAMES, 1), Table.fromkeys(NAMES, 1)], 99, False),
    ([dict.fromkeys(NAMES, 1), [*NAMES]], 99, False),
    ([{}, {}], 99, False),
    ([{1: 2}, {1: 2}], 99, False),
    ([{Text("a"): 1}], 99, False),
    ([{"a" * 65: 1}], 99, False),
    ([{"a": 1, "b": 2}, {"b": 2, "a": 1}], 99, False),
    ([{"a": 1, "b": 2}, {"a": 1, "c": 2}], 99, False),
    ([{"a": 1, "b": 2}, {"a": 1}], 99, False),
    ([{"a": 1}, {"a": 1, "b": 2}], 99, False),
    ([{"a": 1}, {"a": Text("x")}], 99, False),
    ([{"a": 1}, {"a": Whole(2**70)}], 99, False),
    ([{"a": 1}, {"a": b"x"}], 99, False),
    ([{"a": 1}, {"a": [1]}], 99, False),
    ([{"a": 1}, {"a": object()}], 99, False),
]


@pytest.mark.parametrize(("rows", "most", "whole"), TABLES)
def test_rows_that_are_copied_by_the_chunk(rows, most, whole):
    made = copied_rows(rows, most)
    assert (made is not None) is whole
    if made is not None:
        assert made.rows == rows
        assert made.entries == sum(map(len, rows))
        assert not any(copy is row for copy, row in zip(made.rows, rows, strict=True))
        heavy = [x for row in rows for x in row.values() if x in ("a" * 500, 2**70)]
        assert made.heavy == heavy


@pytest.mark.parametrize("rows", [rows for rows, _, _ in TABLES])
@pytest.mark.parametrize("times", [1, 5])
def test_tables_cross_as_anything_else_does(rows, times):
    rows = rows * 9 * times  # long enough to be one
    found = []
    for way in (rows, [rows[0], *rows[1:], None]):  # the second ends in what is no row
        try:
            found.append(out_of_guest(way)[: len(rows)])
        except BoundaryError as error:
            found.append(error.reason)
    assert found[0] == found[1]
    assert type(found[0]) is str or found[0] == rows


def test_a_table_is_held_to_the_limits():
    row = dict.fromkeys(NAMES, "a" * 100)
    rows = [row] * (8 * CHUNK)
    whole = 8 * CHUNK * 4  # the row itself is an item of the list
    looks: list[int] = []
    out_of_guest(rows, limits=CrossingLimits(items=whole), look=looks.append)
    assert sum(looks) == whole
    assert len(looks) > 3
    for limits in (CrossingLimits(items=whole - 1), CrossingLimits(bytes=8 * CHUNK * 300 - 1)):
        with pytest.raises(BoundaryError):
            out_of_guest(rows, limits=limits)
    assert out_of_guest(rows, limits=CrossingLimits(bytes=8 * CHUNK * 300)) == rows


REFUSED: list[Any] = [
    deque([0] * 200), range(200), dict.fromkeys(range(200)).keys(), [0] * 200,
    dict.fromkeys(range(200), 1),
    {*range(200)}, range(10**30), [[0] * 60, [0] * 60], "a" * 2000, ["a" * 2000], 1 << 20_000,
    Counter(range(200)), OrderedDict.fromkeys(range(200)), {"a": {"b": ENDLESS}},
    SimpleNamespace(a=ENDLESS),
    {Odd("a"): 1, "a": 2}, OrderedDict({Odd("a"): 1}),
]  # fmt: skip


@pytest.mark.parametrize("value", REFUSED, ids=lambda x: type(x).__name__)
def test_what_is_too_much_stays_inside(value):
    with pytest.raises(BoundaryError):
        out_of_guest(value, limits=CrossingLimits(items=100, bytes=1000, depth=20))


def test_what_enters_has_keys_of_its_own():
    with running(), pytest.raises(BoundaryError):
        into_guest({Odd("a"): 1, "a": 2})


PLAIN: list[tuple[Any, Any]] = [
    (deque([1, 2]), [1, 2]), (range(3), [0, 1, 2]), (Counter("aab"), {"a": 2, "b": 1}),
    (OrderedDict(a=1), {"a": 1}), ({"a": 1}.keys(), ["a"]), ({"a": 1}.items(), [("a", 1)]),
    (SimpleNamespace(a=1, b=[2]), Record("SimpleNamespace", {"a": 1, "b": [2]})),
    (OrderedDict({None: 1, b"a": 2, 1.5: 3, True: 4}), {None: 1, b"a": 2, 1.5: 3, True: 4}),
    (1.5, 1.5), (True, True), (None, None), ("a", "a"), (5, 5), (Fraction(1, 3), Fraction(1, 3)),
    (bytearray(b"a"), bytearray(b"a")), ({(1, 2): frozenset({3})}, {(1, 2): frozenset({3})}),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), PLAIN, ids=lambda x: type(x).__name__)
def test_what_leaves(value, expected):
    found = out_of_guest(value, limits=CrossingLimits(items=100, bytes=1000, depth=20))
    assert found == expected
    assert type(found) is type(expected)


def _broken(numerator: Any, denominator: Any) -> Fraction:
    made = object.__new__(Fraction)
    made._numerator, made._denominator = numerator, denominator
    return made


def _uuid(number: Any) -> UUID:
    made = object.__new__(UUID)
    object.__setattr__(made, "int", number)
    return made


class Zone(tzinfo): ...


PARTS = [
    (fraction, _broken(Whole(1), 2)), (fraction, _broken(1, Whole(2))), (fraction, _broken(1, 0)),
    (fraction, _broken(1, -2)), (uuid, _uuid(Whole(5))), (uuid, _uuid(-1)), (uuid, _uuid(1 << 128)),
    (zoned, datetime(2024, 1, 1, tzinfo=Zone())),
    (zoned, datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=1), Text("x")))),
]  # fmt: skip


@pytest.mark.parametrize(("copy", "value"), PARTS)
def test_parts_of_a_class_of_their_own_are_refused(copy, value):
    with pytest.raises(Refused):
        copy(value)


@pytest.mark.parametrize("zone", [None, UTC, timezone(timedelta(hours=1), "x")])
def test_plain_zones_pass(zone):
    value = datetime(2024, 1, 1, tzinfo=zone)
    found = zoned(value)
    assert found == value
    assert found.tzinfo is zone


def test_a_zone_that_guests_have_not_is_refused():
    hour = struct.pack(">4sB15x6l", b"TZif", 0, 0, 0, 0, 0, 1, 4) + struct.pack(">lBB", 0, 0, 0)
    zone = ZoneInfo.from_file(io.BytesIO(hour + b"UTC\0"), key="No/Where")
    with pytest.raises(Refused):
        zoned(datetime(2024, 1, 1, tzinfo=zone))


def test_only_what_can_be_called_pauses():
    async def later() -> None: ...

    for tool in (5, later):
        with pytest.raises(TypeError, match="pausing"):
            pausing(tool)  # type: ignore[arg-type]
    assert pausing(len)([1]) == 1
    marked = pausing(len)
    assert pausing(marked) is marked


@pytest.mark.parametrize("fails", [False, True])
def test_the_clock_goes_on_after_a_tool(fails):
    def tool(x: Any, y: Any = None) -> Any:
        assert run.budget.paused
        if fails:
            raise ValueError("no")
        return [x, y]

    with running() as run:
        called = tool_for("tool", tool, run)
        for given in (1, "a" * 500, 2**70, [1]):
            with pytest.raises(ValueError, match="no") if fails else nullcontext():
                assert called(given, y=given) == [given, given]
            assert not run.budget.paused


@pytest.mark.parametrize("given", ["a" * 100, 2**600, ["a" * 100], b"a" * 100])
def test_arguments_are_held_to_the_limits(given):
    with running() as run:
        limits = CrossingLimits(bytes=50)
        tool = wrap_tool("tool", len, lambda: run, lambda run: None, lambda run: None, limits)
        with pytest.raises(TypeError, match="more than 50 bytes"):
            tool(given)
        with pytest.raises(TypeError, match="more than 50 bytes"):
            tool(obj=given)


def test_a_tool_may_be_called_for_another_run():
    with running() as one, running() as other:
        called = tool_for("tool", lambda: 1, one, lambda: other)
        called()
        assert (one.budget.calls, other.budget.calls) == (0, 1)


#: Classes of a guest's, what they are called with, and what leaves.
MADE = [
    ("class A(tuple): _fields = ('x', 'x')", (1, 2), (1, 2)),
    ("class A(tuple): _fields = ('x', 1)", (1, 2), (1, 2)),
    ("class A(tuple): _fields = ['x', 'y']", (1, 2), (1, 2)),
    ("class A(tuple): _fields = ('x',)", (1, 2), (1, 2)),
    ("class A(tuple): _fields = ('x', 'y')", (1, 2), Record("A", {"x": 1, "y": 2})),
    ("class A(list): pass", (1, 2), [1, 2]),
    ("class A(str): pass", "ab", "ab"),
]


@pytest.mark.parametrize(("source", "given", "expected"), MADE)
def test_what_leaves_of_a_guests_class(source, given, expected):
    kind = guest(source)["A"]
    assert out_of_guest(kind(given), own={kind}) == expected


def test_names_with_underscores_are_attributes_like_others():
    source = "class A: __slots__ = ('__x', 'y__', '__dict__')\na = A()\n"
    source += "for n in '_A__x y__ __p q__ r'.split(): setattr(a, n, n)\na"
    names = {"_A__x", "y__", "__p", "q__", "r"}
    assert vars(cloche.run(source)).keys() == names


@pytest.mark.parametrize("name", ["Europe/Paris", "UTC"])
def test_zones_are_those_of_that_name(name):
    value = datetime(2024, 7, 1, 12, tzinfo=ZoneInfo(name))
    assert cloche.run("x.utcoffset(), x", inputs={"x": value}) == (value.utcoffset(), value)


def test_a_proxy_is_made_by_nobody():
    with pytest.raises(TypeError, match="exposed objects cannot be made here"):
        Proxy()


class Broken:
    @property
    def mine(self) -> int:
        raise AttributeError("mine")

    @property
    def other(self) -> int:
        return self.missing  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("name", ["mine", "other"])
def test_an_attribute_that_fails_says_why(name):
    tools = {"x": cloche.expose(Broken(), attributes=["mine", "other"])}
    source = f"try: x.{name}\nexcept AttributeError as error: print(error)"
    assert cloche.Sandbox().execute(source, inputs=tools).stdout


def test_a_number_that_was_never_filled_has_no_value() -> None:
    for name in ("fractions.Fraction", "decimal.Decimal"):
        module, _, kind = name.partition(".")
        source = f"from {module} import {kind}\nclass N({kind}): pass\nobject.__new__(N)"
        with pytest.raises(BoundaryError, match="N has no value"):
            cloche.run(source)


def test_a_namespace_of_the_guests_own_class_is_a_record() -> None:
    made = cloche.run("from types import SimpleNamespace\nclass N(SimpleNamespace): pass\nN(a=[1])")
    assert type(made) is Record
    assert made.a == [1]
