"""The wire: plain data survives it, and what a hostile worker sends is refused and harms nobody."""

from __future__ import annotations

import json
import os
import socket
import struct
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from itertools import accumulate
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cloche
from cloche.runtime.boundary.bare import is_bare
from cloche.runtime.boundary.limits import OUTWARD, CrossingLimits
from cloche.workers import boot, codec, exchange, measuring
from cloche.workers.codec import Malformed, Unsendable, decode, encode
from cloche.workers.face import Setting
from cloche.workers.messages import Kind
from cloche.workers.supervision import Worker
from cloche.workers.wire import Channel, Closed, Late

# --- Data -----------------------------------------------------------------------------

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
            lambda items: cloche.Record("R", items), st.dictionaries(TEXT, inner, max_size=4)
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
    "a record of a list": b't{"!":["R",["x",[1]]]}',
    "a record of other keys": b't{"!":["R",["x",{"!":["d",[[1,2]]]}]]}',
    "sets of sets of equal hashes": b"t" + _tower(3, 32)[0],
    "equal hashes": b't{"!":["s",['
    + b",".join(str(1 + n * (2**61 - 1)).encode() for n in range(20_000))
    + b"]]}",
}


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
        rest = measuring.STRING.sub(b"", body)
        depths = accumulate({91: 1, 123: 1, 93: -1, 125: -1}.get(byte, 0) for byte in rest)
        assert max(depths, default=0) <= 2 * measuring.SHALLOW


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


# --- Frames ------------------------------------------------------------------------------


@pytest.fixture
def ends() -> Iterator[tuple[Channel, socket.socket]]:
    ours, theirs = socket.socketpair()
    channel = Channel(ours, 1000)
    yield channel, theirs
    channel.close()
    theirs.close()


def frame(kind: int, number: int, payload: bytes) -> bytes:
    return struct.pack("!BII", kind, number, len(payload)) + payload


def test_frames_are_put_together(ends: tuple[Channel, socket.socket]) -> None:
    channel, other = ends
    whole = b"".join(frame(1, n, bytes([n]) * n * 7) for n in range(20))
    for start in range(0, len(whole), 13):
        other.sendall(whole[start : start + 13])
    other.shutdown(socket.SHUT_WR)
    for n in range(20):
        assert channel.receive(60) == (1, n, bytes([n]) * n * 7)
    with pytest.raises(Closed):
        channel.receive()


def test_a_frame_may_not_claim_to_be_larger_than_it_may(
    ends: tuple[Channel, socket.socket],
) -> None:
    channel, other = ends
    other.sendall(struct.pack("!BII", 1, 1, 1001))
    with pytest.raises(Malformed):
        channel.receive(60)


@pytest.mark.parametrize("sent", [b"", b"\x01", frame(1, 1, b"abc")[:-1]])
def test_what_does_not_come_is_late(ends: tuple[Channel, socket.socket], sent: bytes) -> None:
    channel, other = ends
    other.sendall(sent)
    with pytest.raises(Late):
        channel.receive(0.05)


def test_what_is_not_taken_is_late(ends: tuple[Channel, socket.socket]) -> None:
    with pytest.raises(Late):
        ends[0].send(1, 1, b"x" * 10**7, 0.05)


# --- A hostile worker --------------------------------------------------------------------


class NoProcess:
    """A process that is there until it is killed."""

    pid = -1
    returncode: int | None = None

    def poll(self) -> int | None:
        return self.returncode

    def kill(self) -> None:
        self.returncode = -9

    def wait(self, timeout: float | None = None) -> int:
        self.returncode = -9
        return self.returncode

    def send_signal(self, signal: int) -> None:
        pass


def converse(
    monkeypatch: pytest.MonkeyPatch,
    babble: bytes,
    kind: Kind = Kind.RUN,
    seconds: float = 60.0,
    again: bytes = b"",
) -> Any:
    """Let a host make one request of a worker that says *babble*, whatever it is asked.

    Parameters:
        again: what it says over and over after that, for ten seconds.
    """
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setattr(boot, "start", lambda _: boot.Started(NoProcess(), ours, writing))  # type: ignore[arg-type]

    def aborts() -> NoReturn:
        raise SystemExit

    box = cloche.Sandbox(limits=cloche.Limits(seconds=seconds, output=100, tool_calls=10))

    async def later(x: int) -> int:
        return 3 * x

    tools = {"double": lambda x: 2 * x, "aborts": aborts, "later": later}
    worker = Worker(Setting(box, tools, None, None, None))
    theirs.sendall(READY + babble)
    if again:
        threading.Thread(target=_babble, args=(theirs, again), daemon=True).start()
    else:
        theirs.shutdown(socket.SHUT_WR)
    try:
        return worker.request(kind, ["digest", {}], None, [].extend)
    finally:
        if not worker.dead:
            worker.kill("the test is over")
        theirs.close()


def _babble(end: socket.socket, said: bytes) -> None:
    began = time.monotonic()
    threading.Thread(target=_listen, args=(end,), daemon=True).start()
    with suppress(OSError):
        while time.monotonic() < began + 10:
            end.sendall(said)


def _listen(end: socket.socket) -> None:
    with suppress(OSError):
        while end.recv(2**16):
            pass


def message(kind: int, *content: Any, number: int = 1) -> bytes:
    return frame(kind, number, encode(list(content)))


READY = message(Kind.READY, {"seccomp": "active"}, 10**6, number=0)
DONE = message(Kind.DONE, [1, (2,)], "out", "", 7, 0.5, 3, 10**6, 0.1)


def test_a_worker_that_awaits_as_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    rests = [
        message(Kind.REST, seconds, [[n, "later", [n], {}]], [])
        for n, seconds in enumerate([None, 0, 1e300, -1, float("nan"), 10**400])
    ]
    assert converse(monkeypatch, b"".join(rests) + DONE).value == [1, (2,)]


def test_a_worker_that_does_as_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    called = message(Kind.TOOL, 1, "double", [4], {}) * 7 + message(Kind.PRINTED, "o" * 99)
    done = converse(monkeypatch, called + DONE)
    assert done[:6] == ([1, (2,)], "out", "", 7, 0.5, 3)
    # What was printed is told once more at the end.
    again = message(Kind.DONE, 1, "o" * 99, "", 7, 0.5, 0, 1, 0.1)
    assert converse(monkeypatch, called + again).stdout == "o" * 99


#: The end of every failure: steps, seconds, calls, resident bytes, processor seconds.
SPENT = (None, None, None, 1, 0.1)

BABBLE = {
    "silence": b"",
    "half a frame": DONE[:-1],
    "an answer to another question": message(Kind.DONE, 1, "", "", 7, 0.5, 0, 1, 0.1, number=2),
    "a second greeting": READY + DONE,
    "an unknown kind": message(99, 1) + DONE,
    "a kind of the host's": message(Kind.RUN, 1) + DONE,
    "too little": message(Kind.DONE, 1),
    "text for a count": message(Kind.DONE, 1, "", "", 7, 0.5, "0", 1, 0.1),
    "text for a number": message(Kind.DONE, 1, "", "", "7", 0.5, 0, 1, 0.1),
    "a number for text": message(Kind.DONE, 1, 7, "", 7, 0.5, 0, 1, 0.1),
    "more printed than may be": message(Kind.DONE, 1, "x" * 101, "", 7, 0.5, 0, 1, 0.1),
    "more printed piece by piece": message(Kind.PRINTED, "x" * 60) * 2 + DONE,
    "an unknown failure": message(Kind.FAILED, "pickle", ["os.system"], "", "", *SPENT),
    "a class that is no exception": message(Kind.FAILED, "raised", ["eval", "1"], "", "", *SPENT),
    "an interrupt": message(Kind.FAILED, "raised", ["KeyboardInterrupt", "1"], "", "", *SPENT),
    "parts of a wrong class": message(Kind.FAILED, "steps", ["a", "b", None], "", "", *SPENT),
    "a tool's error that was none": message(Kind.FAILED, "aborted", [], "", "", *SPENT),
    "an unknown tool": message(Kind.TOOL, 1, "__import__", ["os"], {}) + DONE,
    "text that is none": message(Kind.TOOL, 1, "guard()", [1, [[]], 2], {}),
    "text for a native parser": message(Kind.TOOL, 1, "guard()", ["(" * 20_000, [], []], {}),
    "keywords that are no text": message(Kind.TOOL, 1, "double", [], {1: 2}) + DONE,
    "a call that is not awaited": message(Kind.TOOL, 1, "later", [1], {}) + DONE,
    "a rest that nothing ends": message(Kind.REST, None, [], []) + DONE,
    "a rest for a tool not to be awaited": message(Kind.REST, 1, [[1, "double", [1], {}]], []),
    "a rest for an unknown tool": message(Kind.REST, 1, [[1, "eval", ["1"], {}]], []) + DONE,
    "two calls of one number": message(Kind.REST, 1, [[1, "later", [1], {}]] * 2, []) + DONE,
    "more calls than may be": message(Kind.REST, 1, [[n, "later", [], {}] for n in range(1001)], [])
        + DONE,
    "calls that are none": message(Kind.REST, 1, [["later"]], []) + DONE,
    "numbers that are none": message(Kind.REST, 1, [[1, "later", [1], {}]], ["1"]) + DONE,
    "a time that is none": message(Kind.REST, "1", [[1, "later", [1], {}]], []) + DONE,
    "a rest after the end": message(Kind.TOOL, 1, "aborts", [], {})
        + message(Kind.REST, None, [[1, "later", [1], {}]], []) + DONE,
    "a call after the end": message(Kind.TOOL, 1, "aborts", [], {}) * 2 + DONE,
    "names that are none": message(Kind.NAMES, ["a b"]) + DONE,
    "values of no map": message(Kind.MAPPED, 3) + DONE,
    "bytes for marshal": frame(Kind.DONE, 1, codec.encode_bare([1, "", "", 7, 0.5, 0, 1, 0.1])),
    "steps that nobody can print": message(Kind.DONE, 1, "", "", 16**10_000, 0.5, 0, 1, 0.1),
    "fewer calls than none": message(Kind.DONE, 1, "", "", 5, 0.5, -1, 1, 0.1),
    "fewer steps than none": message(Kind.DONE, 1, "", "", -5, 0.5, 0, 1, 0.1),
    "no time at all": message(Kind.DONE, 1, "", "", 5, float("nan"), 0, 1, 0.1),
    "a limit that nobody can print": message(Kind.FAILED, "steps", [16**10_000, 1, None], "", "",
        *SPENT),
    "a line that nobody can print": message(Kind.FAILED, "guest", ["K", "", "", 16**10_000], "", "",
        *SPENT),
    "an end of the host's own loops": message(Kind.FAILED, "raised", ["StopIteration", ""], "", "",
        *SPENT),
    "names of no session": message(Kind.NAMES, ["a"]) + DONE,
    "more calls than a run may make": message(Kind.TOOL, 1, "double", [1], {}) * 11 + DONE,
    "more awaited calls than a run may make": b"".join(
        message(Kind.REST, 1, [[n, "later", [n], {}]], []) for n in range(11)) + DONE,
    "a frame beyond all bounds": struct.pack("!BII", Kind.DONE, 1, 2**32 - 1),
}  # fmt: skip


MAPPED = {
    "more values than were asked for": message(Kind.MAPPED, [1, 2]) * 4 + DONE,
    "no values, again and again": message(Kind.MAPPED, []) * 3 + DONE,
}


@pytest.mark.parametrize("babble", MAPPED.values(), ids=MAPPED.keys())
def test_a_map_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, babble: bytes) -> None:
    with pytest.raises(cloche.WorkerCrashed, match="values"):
        converse(monkeypatch, babble, Kind.MAP)


@pytest.mark.parametrize("babble", BABBLE.values(), ids=BABBLE.keys())
def test_a_worker_that_babbles_is_killed(monkeypatch: pytest.MonkeyPatch, babble: bytes) -> None:
    with pytest.raises(cloche.WorkerCrashed):
        converse(monkeypatch, babble)


STREAMS: dict[str, tuple[bytes, Kind]] = {
    "printing nothing": (message(Kind.PRINTED, ""), Kind.RUN),
    "names": (message(Kind.NAMES, ["a"] * 1000), Kind.STEP),
    "source text": (message(Kind.TOOL, 1, "guard()", ["1", [], []], {}), Kind.RUN),
    "values": (message(Kind.MAPPED, [1] * 1000), Kind.MAP),
    "no values": (message(Kind.MAPPED, []), Kind.MAP),
}


@pytest.mark.parametrize(("said", "kind"), STREAMS.values(), ids=STREAMS.keys())
def test_a_worker_that_never_ends_is_killed_in_time(
    monkeypatch: pytest.MonkeyPatch, said: bytes, kind: Kind
) -> None:
    began = time.monotonic()
    with pytest.raises((cloche.WorkerCrashed, cloche.TimeLimitExceeded)):
        converse(monkeypatch, b"", kind, 0.5, said * 100)
    assert time.monotonic() < began + 20


def test_a_worker_that_greets_wrongly_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    import tests.workers.test_wire as here

    for greeting in (b"x" * 50, DONE, message(Kind.READY, number=0)):
        monkeypatch.setattr(here, "READY", greeting)
        with pytest.raises(cloche.WorkerCrashed, match="did not start"):
            here.converse(monkeypatch, b"")


WHOLE = [
    DONE, message(Kind.PRINTED, "ab"), message(Kind.TOOL, 1, "double", [(1,)], {}),
    message(Kind.TOOL, 2, "aborts", [], {}), message(Kind.NAMES, ["a", "b"]),
    message(Kind.FAILED, "guest", ["KeyError", "k", "text", 3], "out", "", *SPENT),
    message(Kind.FAILED, "steps", [10, 11, None], "", "", *SPENT),
    message(Kind.FAILED, "aborted", [], "", "", *SPENT),
    message(Kind.MAPPED, [1, 2]), message(Kind.REST, 0.0, [[4, "later", [1], {}]], [4]),
    message(Kind.REST, None, [[5, "later", [()], {}], [6, "later", [], {}]], [9]),
    frame(Kind.DONE, 1, codec.encode_bare([1, "", "", 7, 0.5, 0, 1, 0.1])),
    frame(Kind.TOOL, 1, codec.encode_bare([1, "double", [(lambda: 1).__code__.co_consts], {}])),
]  # fmt: skip


@st.composite
def babbles(draw: st.DrawFn) -> bytes:
    """Frames of a worker, and then damage: bytes changed, cut out or put in."""
    said = bytearray(b"".join(draw(st.lists(st.sampled_from(WHOLE), max_size=5))))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(said) - 1)))
        size = draw(st.integers(0, 3))
        said[at : at + size] = draw(st.binary(max_size=3))
    return bytes(said)


@settings(max_examples=300)
@given(babble=babbles(), kind=st.sampled_from([Kind.RUN, Kind.MAP, Kind.STEP, Kind.LOAD]))
def test_whatever_a_worker_says_the_host_gets_a_result_or_an_error(
    babble: bytes, kind: Kind
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(exchange, "STOP", 0.01)
        try:
            done = converse(monkeypatch, babble, kind)
        except (cloche.ClocheError, SystemExit):
            return
    assert type(done.stdout) is str
    encode(done.value)
