"""What a hostile worker sends, frame by frame: the host gets a result or an error, in time."""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cloche
from cloche.runtime.boundary.limits import CrossingLimits
from cloche.workers import boot, codec, exchange, messages, supervision
from cloche.workers import bounds as frames
from cloche.workers.bounds import Bound, bounds, largest, look_at
from cloche.workers.codec import Malformed, encode
from cloche.workers.face import Setting
from cloche.workers.messages import Kind
from cloche.workers.supervision import Program, Worker
from cloche.workers.wire import Channel, Closed, Late


@pytest.fixture
def ends() -> Iterator[tuple[Channel, socket.socket]]:
    ours, theirs = socket.socketpair()
    channel = Channel(ours, {1: 1000, 2: 5})
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


@pytest.mark.parametrize(("kind", "size"), [(1, 1001), (2, 6), (3, 0)])
def test_a_frame_may_not_claim_to_be_larger_than_its_kind_may(
    ends: tuple[Channel, socket.socket], kind: int, size: int
) -> None:
    channel, other = ends
    other.sendall(struct.pack("!BII", kind, 1, size))
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
    again: bytes | None = b"",
    program: Program | None = None,
    **limits: Any,
) -> Any:
    """Let a host make one request of a worker that says *babble*, whatever it is asked.

    Parameters:
        again: what it says over and over after that, for ten seconds; None: nothing, but it stays.
        program: what it is sent first.
        limits: of its runs, besides.
    """
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setattr(boot, "start", lambda _: boot.Started(NoProcess(), ours, writing))  # type: ignore[arg-type]

    def aborts() -> NoReturn:
        raise SystemExit

    box = cloche.Sandbox(limits=cloche.Limits(seconds=seconds, output=100, tool_calls=10, **limits))

    async def later(x: int) -> int:
        return 3 * x

    tools = {"double": lambda x: 2 * x, "aborts": aborts, "later": later}
    worker = Worker(Setting(box, tools, None, None, None))
    theirs.sendall(READY + babble)
    if again:
        threading.Thread(target=_babble, args=(theirs, again), daemon=True).start()
    elif again is not None:
        theirs.shutdown(socket.SHUT_WR)
    try:
        return worker.request(kind, ["digest", {}], program, [].extend)
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

SPENT_WELL = (1, 0.1, 0, 1, 0.1)

#: A character more than an honest worker sends of a text.
LONG = "m" * 10_002

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
    "calls to cancel that are not under way": message(Kind.REST, 1, [[1, "later", [1], {}]], [2])
        + DONE,
    "a call to cancel twice": message(Kind.REST, 1, [[1, "later", [1], {}]], [1, 1]) + DONE,
    "calls to cancel without end": message(Kind.REST, 1, [[1, "later", [1], {}]], [1] * 5_000)
        + DONE,
    "a number of a call without end": message(Kind.TOOL, 2**31, "double", [4], {}) + DONE,
    "a number of a call below nothing": message(Kind.TOOL, -1, "double", [4], {}) + DONE,
    "a failure of many parts": message(Kind.FAILED, "guest", ["K"] * 1000, "", "", *SPENT),
    "a long message": message(Kind.FAILED, "guest", ["K", LONG, "", 1], "", "", *SPENT),
    "a long name of a class": message(Kind.FAILED, "guest", [LONG, "", "", 1], "", "", *SPENT),
    "a long path": message(Kind.FAILED, "boundary", [LONG, "", "", ""], "", "", *SPENT),
    "a long hint": message(Kind.FAILED, "boundary", ["", "", "", LONG], "", "", *SPENT),
    "a long event": message(Kind.FAILED, "escape", [LONG, 1], "", "", *SPENT),
    "a long text of our own": message(Kind.FAILED, "cloche", [LONG], "", "", *SPENT),
    "a long text of Python's own": message(Kind.FAILED, "raised", ["ValueError", LONG], "", "",
        *SPENT),
    "printed text of nothing": message(Kind.PRINTED, "") + DONE,
    "much printed text that is none": message(Kind.PRINTED, *[""] * 300) + DONE,
    "a time that is none, of an error": message(Kind.FAILED, "seconds", [1.0, float("nan"), None],
        "", "", *SPENT),
    "a frame of nothing, of an unknown kind": struct.pack("!BII", 99, 1, 0) + DONE,
    "a frame beyond all bounds": struct.pack("!BII", Kind.DONE, 1, 2**32 - 1),
}  # fmt: skip


MAPPED = {
    "more values than were asked for": message(Kind.MAPPED, [1, 2]) * 4 + DONE,
    "no values, again and again": message(Kind.MAPPED, []) * 3 + DONE,
    "fewer values than were asked for": message(Kind.MAPPED, [1, 2])
        + message(Kind.DONE, [3, 4, 5], "", "", *SPENT_WELL),
    "more values at the end": message(Kind.DONE, [0] * 7, "", "", *SPENT_WELL),
    "values that are none": message(Kind.DONE, "abcdef", "", "", *SPENT_WELL),
}  # fmt: skip


@pytest.mark.parametrize("babble", MAPPED.values(), ids=MAPPED.keys())
def test_a_map_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, babble: bytes) -> None:
    with pytest.raises(cloche.WorkerCrashed, match="values"):
        converse(monkeypatch, babble, Kind.MAP)


@pytest.mark.parametrize("babble", BABBLE.values(), ids=BABBLE.keys())
def test_a_worker_that_babbles_is_killed(monkeypatch: pytest.MonkeyPatch, babble: bytes) -> None:
    with pytest.raises(cloche.WorkerCrashed):
        converse(monkeypatch, babble)


NAMES: dict[str, tuple[Kind, bytes]] = {
    "of a session, numbers": (Kind.SESSION, message(Kind.DONE, [1, 2], "", "", *SPENT_WELL)),
    "of a session, none": (Kind.SESSION, message(Kind.DONE, None, "", "", *SPENT_WELL)),
    "after a step, too many": (Kind.STEP, message(Kind.NAMES, ["a", "b", "c", "d"]) + DONE),
    "after a step, no list": (Kind.STEP, message(Kind.NAMES, {"a": 1}) + DONE),
}


@pytest.mark.parametrize(("kind", "babble"), NAMES.values(), ids=NAMES.keys())
def test_names_that_nobody_bound_end_the_worker(
    monkeypatch: pytest.MonkeyPatch, kind: Kind, babble: bytes
) -> None:
    monkeypatch.setattr(messages, "MOST_NAMES", 3)
    with pytest.raises(cloche.WorkerCrashed, match="names"):
        converse(monkeypatch, babble, kind)


@pytest.mark.parametrize(("kind", "bound"), bounds(cloche.Limits(output=100)).items())
def test_no_frame_is_larger_than_its_kind_may_be(
    monkeypatch: pytest.MonkeyPatch, kind: int, bound: Bound
) -> None:
    """It is not received: the host has said no once it has seen how large it would be."""
    with pytest.raises(cloche.WorkerCrashed, match="a frame of kind"):
        converse(monkeypatch, struct.pack("!BII", kind, 1, bound.bytes + 1))


@pytest.mark.parametrize(
    ("memory", "most"),
    [(None, codec.LARGEST), (2**40, codec.LARGEST), (2**20, 2**26 + 3 * 2**19), (2, 2**26 + 3)],
)
def test_frames_are_as_large_as_a_worker_has_room_for(memory: int | None, most: int) -> None:
    limits = cloche.Limits(memory=memory, output=None)
    assert largest(memory) == most == max(bound.bytes for bound in bounds(limits).values())
    assert bounds(limits)[Kind.PRINTED].bytes == most


HEAVY: dict[str, tuple[int, list[Any]]] = {
    "text": (Kind.DONE, ["x" * 1001, "", ""]),
    "text for text": (Kind.DONE, [["x" * 501] * 2]),
    "in a key": (Kind.DONE, [{"x" * 1001: 1}]),
    "bytes": (Kind.DONE, [((b"x" * 1001,),)]),
    "a number": (Kind.DONE, [{1 << 8008}]),
    "of a record": (Kind.DONE, [cloche.Record("R", {"a": "x" * 1001})]),
    "a value of a map": (Kind.MAPPED, [["", "x" * 1001]]),
    "an argument": (Kind.TOOL, [1, "double", ["", "x" * 1001], {}]),
    "a keyword": (Kind.TOOL, [1, "double", [], {"a": "x" * 1001}]),
    "an argument of what is awaited": (Kind.REST, [None, [[1, "later", ["x" * 1001], {}]], []]),
}


@pytest.mark.parametrize(("kind", "content"), HEAVY.values(), ids=HEAVY.keys())
def test_no_more_long_text_comes_than_may_leave_a_guest(
    monkeypatch: pytest.MonkeyPatch, kind: Kind, content: list[Any]
) -> None:
    monkeypatch.setattr(frames, "OUTWARD", CrossingLimits(bytes=1000))
    monkeypatch.setattr(exchange, "_HEAVY", 1000)
    asked = Kind.MAP if kind == Kind.MAPPED else Kind.RUN
    with pytest.raises(cloche.WorkerCrashed, match="more text than may leave"):
        converse(monkeypatch, message(kind, *content), asked)


def test_a_worker_that_is_silent_about_a_program_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a time of its own, which grows with the program: it is none of the run's."""
    monkeypatch.setattr(supervision, "VERIFY", 0.0)
    program = supervision.Program("digest", ["digest", "x" * 1000, "", "", []])
    with pytest.raises(cloche.WorkerCrashed, match=r"more than 0\.1\d* seconds over a program"):
        converse(monkeypatch, b"", again=None, program=program)


def test_short_text_and_values_beside_it_are_no_long_text() -> None:
    values = [["x" * 64] * 100, {"x" * 1000: 2**63}, "x" * 1000, None, 1.5, True]
    look_at(values, CrossingLimits(bytes=1000))


def test_what_the_host_has_measured_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was taken over says of a step that it has taken nothing."""
    known: list[tuple[float, int]] = []
    real = Worker.kill

    def kill(self: Worker, reason: str) -> None:
        known.append(self.taken)
        real(self, reason)

    monkeypatch.setattr(Worker, "kill", kill)
    babble = message(Kind.TOOL, 1, "double", [4], {}) * 7
    converse(monkeypatch, babble + message(Kind.DONE, 1, "", "", 0, 0.0, 0, 1, 0.1))
    [(seconds, calls)] = known
    assert seconds > 0
    assert calls == 7


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
    import tests.workers.test_hostile_worker as here

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
    message(Kind.REST, None, [[7, "later", [()], {}]], [7]),
    frame(Kind.DONE, 1, codec.encode_bare([1, "", "", 7, 0.5, 0, 1, 0.1])),
    frame(Kind.TOOL, 1, codec.encode_bare([1, "double", [(lambda: 1).__code__.co_consts], {}])),
]  # fmt: skip


@pytest.mark.parametrize(
    "error",
    [
        cloche.GuestError(LONG, "m", "t", 1), cloche.GuestError("K", LONG, LONG * 5, 1),
        cloche.BoundaryError(LONG, LONG, LONG, LONG), cloche.EscapeDetected(LONG, 1),
        ValueError(LONG), cloche.ClocheError(LONG),
    ],
)  # fmt: skip
def test_what_an_honest_worker_says_of_an_error_is_taken(error: Exception) -> None:
    name, parts = messages.failure_of(error)
    made = messages.error_from(name, parts)
    assert made is not None
    texts = [part for part in made.args if type(part) is str]
    assert any(text.endswith("…") for text in texts)
    assert all(len(text) <= 10_001 or text == LONG * 5 for text in texts)


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
