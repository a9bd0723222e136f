"""Long lists by columns: they come back as they were, and bytes that lie about them are refused."""

from __future__ import annotations

import json
import math
from array import array
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloche.runtime.boundary.limits import OUTWARD, CrossingLimits
from cloche.workers.codec import Malformed, decode, encode
from cloche.workers.columns import LONG

from .test_wire import shape

N = LONG + 8
FORM = b"c"

#: Lists that are packed by columns, whole or in part, and with what tags.
LISTS: dict[str, tuple[list[Any], str]] = {
    "integers": ([*range(N)], "x"),
    "the longest integers": ([2**63 - 1, -(2**63)] * N, "x"),
    "one too long": ([*range(N), 2**63], ""),
    "floats": ([0.5, -0.0, math.inf, -math.inf] * N, "x"),
    "bools": ([True, False] * N, "x"),
    "bools and integers": ([True, 1] * N, ""),
    "nothing": ([None] * N, "x"),
    "texts": (["", "é", "\udc80", "\U0001f600"] * N, "x"),
    "a text with a gap": (["a\0", "b"] * N, ""),
    "long texts": (["a" * 1000] * N, ""),
    "bytes": ([b"a"] * N, "b"),
    "dicts": ([{"a": n, "b": "x", "c": 1.5} for n in range(N)], "xX"),
    "wide dicts": ([{f"k{k}": n for k in range(9)} for n in range(N)], "xX"),
    "an order of its own": ([{"a": 1, "b": 2}] * N + [{"b": 2, "a": 1}], ""),
    "another key": ([{"a": 1}] * N + [{"b": 1}], ""),
    "more keys": ([{"a": 1}] * N + [{"a": 1, "b": 1}], ""),
    "keys that are no text": ([{1: 2}] * N, "d"),
    "a key that is the tag": ([{"!": n} for n in range(N)], "xX"),
    "empty dicts": ([{}] * N, ""),
    "tuples": ([(n, None) for n in range(N)], "xX"),
    "tuples of other lengths": ([(1,)] * N + [(1, 2)], "t"),
    "lists": ([[n, "a"] for n in range(N)], "xX"),
    "empty lists": ([[]] * N, ""),
    "wider than long": ([[*range(N + 1)]] * N, "x"),
    "tables in tables": ([{"a": [n, (n, True)]} for n in range(N)], "xX"),
    "a column of two kinds": ([{"a": n or None, "b": n} for n in range(N)], "xX"),
    "a column of sets": ([{"a": {n}, "b": n} for n in range(N)], "xXs"),
    "lists in dicts": ([{"a": [*range(N)]}, {"b": ["x"] * N}], "x"),
}


def tags(data: bytes) -> set[str]:
    """Return the tags in the JSON of a payload."""
    found: set[str] = set()

    def note(each: dict[str, Any]) -> dict[str, Any]:
        if len(each) == 1 and "!" in each and type(each["!"]) is list:
            found.add(each["!"][0])
        return each

    text = data[1:] if data[:1] != FORM else data[5 : 5 + int.from_bytes(data[1:5])]
    json.loads(text, object_hook=note)
    return found


@pytest.mark.parametrize(("values", "used"), LISTS.values(), ids=LISTS)
def test_lists_come_back(values: list[Any], used: str) -> None:
    data = encode(values)
    assert tags(data) == set(used)
    found = decode(data, OUTWARD)
    assert shape(found) == shape(values)
    # A tree: no row is another's.
    if type(found[0]) in (dict, list):
        assert len(set(map(id, found))) == len(found)
    assert encode(values, canonical=True)[:1] != FORM


ROWS = st.one_of(
    st.lists(st.one_of(st.integers(), st.text(max_size=3)), max_size=LONG * 2),
    st.lists(st.integers(-(2**64), 2**64), min_size=LONG, max_size=LONG * 2),
    st.lists(st.text(max_size=3), min_size=LONG, max_size=LONG * 2),
    st.lists(
        st.fixed_dictionaries({"a": st.integers(), "b": st.text(max_size=2)}),
        min_size=LONG,
        max_size=LONG * 2,
    ),
)


@given(ROWS)
def test_any_lists_come_back(values: list[Any]) -> None:
    assert shape(decode(encode(values), OUTWARD)) == shape(values)


def payload(head: object, *blobs: bytes) -> bytes:
    """Return a payload with this JSON and these bytes behind it."""
    text = json.dumps(head).encode()
    return FORM + len(text).to_bytes(4) + text + b"".join(blobs)


def column(code: object, count: object, size: object) -> dict[str, Any]:
    """Return what mentions a column."""
    return {"!": ["x", [code, count, size]]}


def table(kind: object, names: object, *columns: object) -> dict[str, Any]:
    """Return what mentions a table."""
    return {"!": ["X", [kind, names, list(columns)]]}


EIGHT = array("q", range(8)).tobytes()
HOSTILE: dict[str, bytes] = {
    "no head": FORM,
    "a head that ends early": FORM + b"\0\0\0\xff1",
    "fewer bytes": payload(column("q", 8, 64), EIGHT[:-1]),
    "more bytes": payload(column("q", 8, 64), EIGHT, b"1"),
    "bytes nobody mentions": payload([1], EIGHT),
    "fewer items": payload(column("q", 7, 64), EIGHT),
    "more items": payload(column("q", 9, 64), EIGHT),
    "half an item": payload(column("q", 8, 63), EIGHT[:63]),
    "an unknown code": payload(column("z", 8, 64), EIGHT),
    "a code that is none": payload(column([], 8, 64), EIGHT),
    "a size below nothing": payload(column("n", 8, -1)),
    "a size that is none": payload(column("q", 8, "64"), EIGHT),
    "a count below nothing": payload(column("n", -1, 0)),
    "no items": payload(column("n", 0, 0)),
    "a count that is none": payload(column("n", True, 0)),
    "endless nothing": payload(column("n", 10**12, 0)),
    "much nothing, again and again": payload([column("n", 400_000, 0)] * 3),
    "gaps without end": payload(column("u", 3, 10**6), b"\0" * 10**6),
    "no gaps": payload(column("u", 3, 5), b"abcde"),
    "not UTF-8": payload(column("u", 1, 2), b"\xff\xfe"),
    "no columns": payload(table("dict", [])),
    "a column that is none": payload(table("tuple", None, 1), b""),
    "a column that is text": payload(table("tuple", None, "abc"), b""),
    "columns of other lengths": payload(table("tuple", None, [1], [1, 2])),
    "empty columns": payload(table("tuple", None, [], [])),
    "a kind of its own": payload(table("set", None, [1])),
    "a kind that is none": payload(table([], None, [1])),
    "fewer names": payload(table("dict", ["a"], [1], [2])),
    "a name twice": payload(table("dict", ["a", "a"], [1], [2])),
    "a name that is none": payload(table("dict", [1], [1])),
    "names that are text": payload(table("dict", "a", [1])),
    "equal hashes": payload(
        {"!": ["s", column("q", 4, 32)]}, array("q", [0, 2**61 - 1, 0, 0]).tobytes()[:31]
    ),
    "the same in another form": b"t" + json.dumps(column("q", 8, 64)).encode(),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_bytes_that_lie_are_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode(data, OUTWARD)


def test_all_items_count() -> None:
    """Those of columns and rows of one payload are one sum, made before they are."""
    rows = payload(table("tuple", None, *[column("n", 100, 0)] * 4))
    assert decode(rows, CrossingLimits(items=500)) == [(None,) * 4] * 100
    with pytest.raises(Malformed, match="too many items"):
        decode(rows, CrossingLimits(items=400))


def test_keys_of_one_hash_are_looked_at() -> None:
    """What a column becomes is what a set is made of."""
    values = array("q", [n * (2**61 - 1) for n in range(4)]).tobytes()
    few = payload({"!": ["s", column("q", 4, 32)]}, values)
    assert decode(few, OUTWARD) == {n * (2**61 - 1) for n in range(4)}


@given(st.lists(st.integers(0, 255), max_size=60), st.sampled_from("qdbnu"), st.integers(-1, 9))
def test_any_bytes_of_columns_are_plain_or_malformed(
    blob: list[int], code: str, count: int
) -> None:
    try:
        found = decode(payload(column(code, count, len(blob)), bytes(blob)), OUTWARD)
    except Malformed:
        return
    assert len(found) == count
    encode(found)
