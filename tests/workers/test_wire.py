"""The wire: plain data survives it, and what is no plain data is refused."""

from __future__ import annotations

import json
import re
import sys
import tracemalloc
from array import array
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cloche
from cloche.runtime.boundary.bare import is_bare
from cloche.runtime.boundary.limits import OUTWARD, CrossingLimits
from cloche.runtime.boundary.truth import is_dunder
from cloche.workers import codec, measuring
from cloche.workers.codec import Malformed, decode, decode_row, encode
from cloche.workers.meter import Meter
from cloche.workers.packing import Unsendable

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False),
    st.complex_numbers(allow_nan=False),
    st.text(st.characters(), max_size=5), st.binary(max_size=5),
    st.dates(), st.times(), st.datetimes(), st.timedeltas(),
    st.decimals(allow_nan=False), st.fractions(), st.uuids(),
)  # fmt: skip
TEXT = st.text(max_size=3)
HASHABLE = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.tuples(inner, inner), st.frozensets(inner, max_size=3)),
    max_leaves=4,
)
DATA = st.recursive(
    HASHABLE,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(TEXT, inner, max_size=4),
        st.dictionaries(HASHABLE, inner, max_size=4),
        st.sets(HASHABLE, max_size=4),
        st.tuples(inner),
        st.builds(
            lambda items: cloche.Record("R", items),
            st.dictionaries(TEXT.filter(lambda name: not is_dunder(name)), inner, max_size=4),
        ),
    ),
    max_leaves=8,
)


def shape(value: Any) -> Any:
    """Return something that is equal only for equal values of equal classes throughout."""
    kind = type(value)
    if kind in (list, tuple):
        return kind, [shape(item) for item in value]
    if kind in (set, frozenset):
        return kind, sorted(repr(shape(item)) for item in value)
    if kind is dict:
        return kind, [(shape(key), shape(item)) for key, item in value.items()]
    if kind is cloche.Record:
        return kind, value.__type_name__, shape(vars(value))
    return kind, repr(value), getattr(value, "fold", None)


@given(DATA)
def test_plain_data_survives(value: Any) -> None:
    assert shape(decode(encode(value), OUTWARD)) == shape(value)


@pytest.mark.parametrize(
    "value", [object(), {"a": [len]}, type("S", (str,), {})("x"), {(1, object()): 2}, ...]
)
def test_what_is_not_plain_is_not_sent(value: Any) -> None:
    with pytest.raises(Unsendable):
        encode(value)


def test_a_value_too_large_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "LARGEST", 100)
    with pytest.raises(Unsendable, match="100 bytes"):
        encode("x" * 100)


def _tower(levels: int, width: int, tag: int = 0) -> tuple[bytes, int]:
    """Return sets of sets of numbers of one hash, and their hash.

    Two of them with other tags are equal but for what a comparison comes to last.
    """
    if not levels:
        return str(1 + tag * (2**61 - 1)).encode(), 1
    members = [_tower(levels - 1, width, n) for n in range(width)]
    hashed = members[0][1]
    order = [*frozenset(_Hashed(n, hashed) for n in range(width))]
    members[order[-1].number] = _tower(levels - 1, width, width + tag)
    whole = hash(frozenset(_Hashed(n, hashed) for n in range(width)))
    return b'{"!":["f",[' + b",".join(text for text, _ in members) + b"]]}", whole


class _Hashed:
    def __init__(self, number: int, hashed: int) -> None:
        self.number, self.hashed = number, hashed

    def __hash__(self) -> int:
        return self.hashed


HOSTILE = {
    "nothing": b"",
    "an unknown form": b"x1",
    "no JSON": b"j[1,",
    "more than JSON": b"j1 1",
    "not UTF-8": b'j"\xff\xfe"',
    "deep lists": b"j" + b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b"t" + b'{"a":' * 100_000,
    "depth behind quotes": b'j["\\"",' + b"[" * 100_000,
    "many items": b"j[" + b"1," * 5_000_000 + b"1]",
    "many empty lists": b"j[" + b"[]," * 5_000_000 + b"1]",
    "many empty texts": b"j[" + b'"",' * 5_000_000 + b"1]",
    "many texts side by side": b"j" + b'""' * 10_000_000,
    "many texts of commas": b"j[" + b'",",' * 2_500_000 + b"[" * 100_000,
    "many closing brackets": b"j" + b"[" * 1000 + b"]" * 2_000_000,
    "an endless string of escaped quotes": b'j["' + b'\\"' * 2_000_000,
    "a long number": b"j" + b"7" * 1_000_000,
    "a long fraction": b"j1." + b"7" * 1_000_000,
    "an unknown tag": b't{"!":["z",1]}',
    "a tag that is none": b't{"!":[["t"],1]}',
    "a tag without content": b't{"!":["t"]}',
    "a tuple of text": b't{"!":["t","abc"]}',
    "a set of lists": b't{"!":["s",[[1]]]}',
    "a key twice": b't{"!":["d",[[1,2],[1,3]]]}',
    "a pair of three": b't{"!":["d",[[1,2,3]]]}',
    "an unhashable key": b't{"!":["d",[[[],2]]]}',
    "no base 64": b't{"!":["b","?"]}',
    "no hexadecimal": b't{"!":["i","12"]}',
    "underscores": b't{"!":["i","0x1_0"]}',
    "an endless range": b't{"!":["r",[0,1,0]]}',
    "a range of text": b't{"!":["r",["0","1","2"]]}',
    "no date": b't{"!":["D","2024-02-30"]}',
    "no time": b't{"!":["T",["25:00",0,null]]}',
    "a time in a strange zone": b't{"!":["T",["01:00",0,[[9,0,0]]]]}',
    "a fold of 2": b't{"!":["M",["2024-01-01",2,null]]}',
    "a long time": b't{"!":["U",[999999999999,0,0]]}',
    "no decimal": b't{"!":["N","abc"]}',
    "a fraction over nothing": b't{"!":["F",["0x1","0x0"]]}',
    "no uuid": b't{"!":["I","abc"]}',
    "complex text": b't{"!":["c",["1","2"]]}',
    "a record with a name of Python's own": b't{"!":["R",["x",{"__array_interface__":1}]]}',
    "such a record in another": b't{"!":["R",["x",{"a":{"!":["R",["x",{"__len__":1}]]}}]]}',
    "a record of a list": b't{"!":["R",["x",[1]]]}',
    "a record of other keys": b't{"!":["R",["x",{"!":["d",[[1,2]]]}]]}',
    "sets of sets of equal hashes": b"t" + _tower(3, 32)[0],
    "tuples of long numbers of one hash": b't{"!":["s",['
    + b",".join(
        b'{"!":["t",[{"!":["i","%x"]}]]}'.replace(
            b"%x", hex((1 << 65536) + (2**61 - 1) * n).encode()
        )
        for n in range(400)
    )
    + b"]]}",
    "equal hashes": b't{"!":["s",['
    + b",".join(str(1 + n * (2**61 - 1)).encode() for n in range(20_000))
    + b"]]}",
}


@pytest.mark.parametrize("content", [range(10**30), (1,), {"a": 1}, "ab", None, 1])
def test_what_is_matched_by_its_parts_is_a_list(content: Any) -> None:
    with pytest.raises(Malformed, match="not a row"):
        decode_row(encode(content), OUTWARD)
    assert decode_row(encode([content]), OUTWARD) == [content]


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode(data, OUTWARD)


def test_limits_of_the_host_do_not_matter() -> None:
    """Neither a raised recursion limit nor unlimited digits let hostile bytes hurt."""
    limits = sys.getrecursionlimit(), sys.get_int_max_str_digits()
    sys.setrecursionlimit(10**6)
    sys.set_int_max_str_digits(0)
    try:
        for data in HOSTILE.values():
            with pytest.raises(Malformed):
                decode(data, OUTWARD)
        assert decode(encode([10**9000]), OUTWARD) == [10**9000]
    finally:
        sys.setrecursionlimit(limits[0])
        sys.set_int_max_str_digits(limits[1])


@given(st.binary(), st.sampled_from([b"j", b"t", b"c"]))
def test_any_bytes_are_plain_or_malformed(data: bytes, form: bytes) -> None:
    try:
        value = decode(form + data, CrossingLimits(items=100, depth=10))
    except Malformed:
        return
    encode(value)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(max_size=2), inner, max_size=3),
        st.tuples(st.sampled_from("tsfdibacrRDTMUZNFIxX"), inner).map(
            lambda each: {"!": list(each)}
        ),
    ),
    max_leaves=30,
)


@given(JSON)
def test_any_tags_are_plain_or_malformed(value: Any) -> None:
    try:
        found = decode(b"t" + json.dumps(value).encode(), OUTWARD)
    except Malformed:
        return
    encode(found)


PIECES = st.sampled_from([*'[]{}"\\a,', '""', "[]", '"a"', '"["'])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_what_is_seen_to_be_shallow_is(text: str) -> None:
    body = text.encode()
    if measuring.is_shallow(body):
        rest = measuring.without_texts(body, len(body))[0]
        depths = accumulate({91: 1, 123: 1, 93: -1, 125: -1}.get(byte, 0) for byte in rest)
        assert max(depths, default=0) <= 2 * measuring.SHALLOW


@given(JSON.map(json.dumps), st.integers(1, 9))
def test_texts_are_cut_out_whole(text: str, size: int) -> None:
    """However small the pieces are that are looked at."""
    body = text.encode()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(measuring, "_CHUNK", size)
        found = measuring.without_texts(body, len(body))[0]
    assert found == re.sub(rb'"(?:[^"\\]|\\.)*"', b"", body)


def test_to_measure_takes_little_memory() -> None:
    body = b"j[" + b'",",' * 2**18
    tracemalloc.start()
    try:
        measuring.without_texts(body, len(body))[0]
        assert tracemalloc.get_traced_memory()[1] < 10 * len(body)
    finally:
        tracemalloc.stop()


#: Text, and the bytes it takes once it is decoded.
WIDTHS = [("abcd", 4), ("éÿ", 2), ("aĀ", 4), ("a\uffff", 4), ("a\U0001f600", 8), ("a\ud800", 4)]


@pytest.mark.parametrize(("text", "size"), WIDTHS, ids=map(ascii, WIDTHS))
def test_text_is_decoded_where_there_is_room(text: str, size: int) -> None:
    data = memoryview(text.encode("utf-8", "surrogatepass"))
    assert measuring.decoded(data, Meter(size)) == measuring.decoded(data, Meter()) == text
    with pytest.raises(Malformed, match="no room"):
        measuring.decoded(data, Meter(size - 1))


def test_no_frame_takes_more_room_than_there_is() -> None:
    short = ["a" * 9, "\U0001f600"] * 16  # a column
    for value in (["a" * 100 + "\U0001f600"], short, {"a": short}, (short,)):
        assert decode(encode(value), OUTWARD, meter=Meter(2000)) == value
        with pytest.raises(Malformed, match="no room"):
            decode(encode(value), OUTWARD, meter=Meter(300))


BARE: list[Any] = [
    None, True, 10**30, 1.5, 1j, "\udc80é", b"\xff", [1, (2, {3})], {1: {"a": frozenset((1,))}}, {},
]  # fmt: skip
NOT_BARE: list[Any] = [
    bytearray(b"a"), memoryview(b"a"), range(3), ..., StopIteration, Decimal(1), len,
    (lambda: 1).__code__, type("S", (str,), {})("s"), object(),
    [[[bytearray(b"a")]]], {"a": {1: (...,)}}, array("i", [1]),
]  # fmt: skip


def test_what_marshal_may_carry() -> None:
    """Nothing it would take for something else; and no host reads it."""
    for value in BARE:
        assert is_bare(value)
        data = codec.encode_bare(value)
        found = codec.decode_of_host(data)
        assert (repr(found), type(found)) == (repr(value), type(value))
        with pytest.raises(Malformed):
            decode(data, OUTWARD)
    for value in NOT_BARE:
        assert not is_bare(value)
    shared = [0] * 10
    one, other = codec.decode_of_host(codec.encode_bare([shared, shared]))
    assert one is not other
    deep: list[Any] = []
    for _ in range(300):
        deep = [deep]
    assert not is_bare(deep)
    deep.append(deep)
    assert not is_bare(deep)
