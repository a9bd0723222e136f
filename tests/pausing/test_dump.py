"""Dumps: what they hold, what is refused."""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cloche
from cloche.pausing import dump as dumps
from cloche.pausing import journal
from cloche.pausing.dump import MAGIC, Head
from cloche.workers import codec, packing
from cloche.workers.codec import encode

from .conftest import LIMITS, TOOLS, made
from .test_steps import done, paused

ROOT = Path(__file__).parents[2]
INLINE = made("inline")
SOURCE = "a = add(1, 2)\nb = ask(a, k='v')\n[a, b, ask()]"


def fresh(source: str = SOURCE, **inputs: Any) -> bytes:
    return paused(INLINE.start(source, inputs)).dump()


def frames_of(data: bytes) -> list[bytes]:
    return dumps.frames_of(data[len(MAGIC) + 33 :])


def forged(head: Any, *frames: Any) -> bytes:
    """Return a dump with a true digest, whatever it holds; bytes are taken as frames."""
    encoded = [part if isinstance(part, bytes) else encode(part) for part in (head, *frames)]
    return dumps.write(encoded[0], encoded[1:], None)


def head_of(data: bytes) -> Head:
    return dumps.read(data, None)[0]


def test_a_dump_is_plain_data() -> None:
    data = fresh(x=[1, {"k": (2,)}])
    head, *frames = frames_of(data)
    assert b'"source":"a = add(1, 2)' in head
    assert b'"inputs":{"x":[1,{"k":{"!":["t",[2]]}}]}' in head
    assert frames == [
        b'j["call","add",[1,2],{}]', b'j["value",3]', b'j["call","ask",[3],{"k":"v"}]',
    ]  # fmt: skip


def test_a_fork_has_two_futures(box: cloche.Sandbox) -> None:
    data = paused(box.start(SOURCE)).dump()
    one, two = box.load(data), box.load(data)
    one, two = paused(one.resume("left")), paused(two.resume(2))
    assert done(two.resume("end")).value == [3, 2, "end"]
    assert done(one.call()).value == [3, "left", []]


def test_a_dump_is_of_its_moment() -> None:
    first = paused(INLINE.start(SOURCE))
    before = first.dump()
    second = paused(first.resume("x"))
    assert first.dump() == before != second.dump()
    done(second.resume())
    assert INLINE.load(second.dump()).dump() == second.dump()
    assert (INLINE.load(first.dump()).args, INLINE.load(second.dump()).args) == ((3,), ())


def test_inputs_are_those_of_the_start() -> None:
    given = {"x": [1]}
    step = paused(INLINE.start("x.append(2)\nask(x)\nx", given))
    given["x"].append("changed")
    step.args[0].append("changed")
    loaded = INLINE.load(step.dump())
    assert loaded.args == ([1, 2],)
    assert done(loaded.resume()).value == done(step.resume()).value == [1, 2]


KEY = b"a key"


def flip(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def reseal(data: bytes, key: bytes | None) -> bytes:
    start, body = data[: len(MAGIC)] + (b"-" if key is None else b"+"), data[len(MAGIC) + 33 :]
    whole = start + body
    digest = hashlib.sha256(whole).digest() if key is None else hmac.digest(key, whole, "sha256")
    return start + digest + body


@pytest.mark.parametrize("key", [None, KEY], ids=["digest", "signature"])
def test_no_changed_byte_is_taken(key: bytes | None) -> None:
    data = paused(INLINE.start(SOURCE)).dump(key)
    assert INLINE.load(data, key).args == (3,)
    for place in range(len(data)):
        with pytest.raises(cloche.DumpRefused):
            INLINE.load(flip(data, place), key)
        with pytest.raises(cloche.DumpRefused):
            INLINE.load(data[:place], key)
    with pytest.raises(cloche.DumpRefused):
        INLINE.load(data + b"\0", key)


def test_keys() -> None:
    plain, signed = fresh(), paused(INLINE.start(SOURCE)).dump(KEY)
    for data, key, why in (
        (plain, KEY, "not signed"),
        (signed, None, "give the key"),
        (signed, b"another", "another key"),
        (reseal(signed, None), KEY, "not signed"),
        (reseal(plain, b"another"), KEY, "another key"),
    ):
        with pytest.raises(cloche.DumpRefused, match=why):
            INLINE.load(data, key)
    assert INLINE.load(reseal(plain, KEY), KEY).args == (3,)
    with pytest.raises(TypeError, match="bytes"):
        INLINE.load("text")  # type: ignore[arg-type]
    for use in (lambda: INLINE.load(signed, b""), lambda: INLINE.start("ask()").dump(b"")):
        with pytest.raises(ValueError, match="empty"):
            use()


def other(**changes: Any) -> Callable[[], cloche.Sandbox]:
    tools: dict[str, Any] = {"ask": abs, **dict.fromkeys(TOOLS, abs)}
    return lambda: cloche.Sandbox(tools | changes.pop("tools", {}), LIMITS, **changes)


@pytest.mark.parametrize(
    ("box", "taken"),
    [
        (other(), True),
        (other(tools={"more": abs}), False),
        (other(optimize=False), False),
        (other(source_limits=cloche.SourceLimits(depth=50)), False),
        (cloche.Sandbox, False),
    ],
    ids=["same names", "a tool more", "not optimized", "source limits", "no tools"],
)
def test_foreign_dumps(box: Callable[[], cloche.Sandbox], taken: bool) -> None:
    if taken:
        assert box().load(fresh()).args == (3,)
        return
    with pytest.raises(cloche.DumpRefused, match="other tools or another policy"):
        box().load(fresh())


HEAD = {
    "source": "ask()", "inputs": {}, "seed": 1, "clock": None, "pause": "marked", "hashes": "",
    "box": dumps.digest_of_box(INLINE),
    "guarded": dumps.digest_of_text(INLINE.compile("ask()").guarded),
}  # fmt: skip
ASKED = ["call", "ask", [], {}]
FORGED: dict[str, bytes] = {
    "no frames": forged({**HEAD}),
    "an outcome too much": forged(HEAD, ASKED, ["value", 1]),
    "no head": forged([1], ASKED),
    "head of text": forged("x", ASKED),
    "more in the head": forged({**HEAD, "more": 1}, ASKED),
    "less in the head": forged({k: v for k, v in HEAD.items() if k != "seed"}, ASKED),
    "seed of text": forged({**HEAD, "seed": "1"}, ASKED),
    "inputs of a list": forged({**HEAD, "inputs": [1]}, ASKED),
    "number as a name": forged({**HEAD, "inputs": {1: 2}}, ASKED),
    "wrong name": forged({**HEAD, "inputs": {"__builtins__": {}}}, ASKED),
    "name that is none": forged({**HEAD, "inputs": {"a b": {}}}, ASKED),
    "pause on nothing known": forged({**HEAD, "pause": "none"}, ASKED),
    "other source": forged({**HEAD, "source": "ask() "}, ASKED),
    "refused source": forged({**HEAD, "source": "import ctypes"}, ASKED),
    "other box": forged({**HEAD, "box": "0" * 64}, ASKED),
    "frame of no form": forged(b"x", ASKED),
    "frame of nothing": forged(b"", b""),
    "unknown tag": forged(b't{"!":["x",1]}', ASKED),
    "deep": forged(b"j" + b"[" * 100_000 + b"]" * 100_000, ASKED),
    "deep question": forged(HEAD, b"j" + b"[" * 100_000 + b"]" * 100_000),
    "long number": forged(HEAD, b"j[" + b"9" * 100_000 + b"]"),
    "question of another shape": forged(HEAD, ["call", "ask"]),
    "question of another kind": forged(HEAD, ["exec", "ask"]),
    "question of a range": forged(HEAD, range(10**30)),
    "a length beyond the end": dumps.write(encode(HEAD), [], None)[:-1],
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_is_refused(name: str) -> None:
    with pytest.raises(cloche.DumpRefused) as caught:
        INLINE.load(FORGED[name])
    assert "\n" not in str(caught.value)


def test_a_length_that_lies() -> None:
    data = reseal(MAGIC + b"-" + bytes(32) + struct.pack("!I", 2**31) + b"x", None)
    with pytest.raises(cloche.DumpRefused, match="ends too soon"):
        INLINE.load(data)
    many = reseal(MAGIC + b"-" + bytes(32) + bytes(4) * (journal.MOST_FRAMES + 2), None)
    with pytest.raises(cloche.DumpRefused, match="more calls"):
        INLINE.load(many)


def test_forged_outcomes_are_looked_at() -> None:
    source = "add()\nask()"
    head = replace(
        head_of(fresh("ask()")), source=source,
        guarded=dumps.digest_of_text(INLINE.compile(source).guarded),
    )  # fmt: skip
    first = ["call", "add", [], {}]
    honest = [encode(frame) for frame in (first, ["value", 1], ASKED)]
    assert INLINE.load(dumps.write(head.frame(), honest, None))
    for outcome in (["value"], ["raised", "SystemExit", []], ["raised", "os.system", []], 5, [],
                    ["raised", "ValueError", {}], ["raised", 1, []]):  # fmt: skip
        data = dumps.write(head.frame(), [*map(encode, (first, outcome, ASKED))], None)
        with pytest.raises(cloche.DumpRefused):
            INLINE.load(data)


@pytest.mark.parametrize(
    "outcome",
    [
        ["value", {}], ["value", "1"], ["value", None], ["value", True], ["value", float("nan")],
        ["value", float("inf")], ["value", 10**400], ["raised", "TypeError", [Decimal("sNaN")]],
        ["raised", "ValueError", [[]]], ["raised", "ValueError", range(10**30)], range(10**30),
    ],
)  # fmt: skip
def test_forged_looks_at_the_clock_are_refused(outcome: Any) -> None:
    source = "import time\ntime.time()\nask()"
    head, frames = dumps.read(fresh(source), None)
    assert frames[0] == encode(["clock"])
    assert INLINE.load(
        dumps.write(head.frame(), [frames[0], encode(["value", 1]), *frames[2:]], None)
    )
    frames[1] = encode(outcome)
    with pytest.raises(cloche.DumpRefused):
        INLINE.load(dumps.write(head.frame(), frames, None))


@given(st.binary(max_size=200), st.booleans())
@settings(max_examples=200, deadline=None, database=None)
def test_any_bytes(data: bytes, honest: bool) -> None:
    whole = reseal(MAGIC + b"-" + bytes(32) + data, None) if honest else data
    with pytest.raises(cloche.DumpRefused):
        INLINE.load(whole)


# --- What cannot be dumped -------------------------------------------------------------------


class Host:
    x = 1


@pytest.mark.parametrize(
    ("source", "inputs", "why"),
    [
        ("ask(o.x)", {"o": cloche.expose(Host(), ["x"])}, "input"),
        ("ask(t)", {"t": datetime(2024, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))}, "input"),
        ("import zoneinfo, datetime\nask(datetime.datetime(2024, 1, 1, "
         "tzinfo=zoneinfo.ZoneInfo('Europe/Berlin')))", {}, r"an argument of ask\(\)"),
        ("zone()\nask()", {}, r"what zone\(\) gave"),
    ],
    ids=["exposed", "zone", "argument", "result"],
)  # fmt: skip
def test_what_is_not_plain_is_not_dumped(source: str, inputs: dict[str, Any], why: str) -> None:
    def zone() -> datetime:
        return datetime(2024, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))

    box = cloche.Sandbox({"ask": cloche.pausing(abs), "zone": zone}, LIMITS)
    step = paused(box.start(source, inputs))
    with pytest.raises(cloche.DumpRefused, match=why):
        step.dump()
    # It goes on from here as any other.
    done(step.resume(1))


def test_what_is_too_much_is_not_dumped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 10_000)
    source = "ask()\nfor i in range(100):\n    listed('x' * 1000)\nask()\nask()"
    early = paused(INLINE.start(source))
    late = paused(early.resume())
    with pytest.raises(cloche.DumpRefused, match="too many tools"):
        late.dump()
    assert INLINE.load(early.dump()).line == 1
    assert isinstance(late.resume(), cloche.Paused)


@pytest.mark.parametrize(
    "argument",
    [
        "['\\0' * 64] * 40",
        "'\\0' * 2_000",
        "'\\u20ac' * 4_000",
        "b'a' * 5_000",
        "1 << 50_000",
        "{'\\0' * 2_000: 1}",
        "[zone] * 4",
        "[datetime.time(0, tzinfo=zone)] * 4",
        "[datetime.datetime(2000, 1, 1, tzinfo=zone)] * 4",
        "[fractions.Fraction(1, 3 ** 5_000)] * 6",
        "[1j] * 40",
        "[()] * 40",
        "[datetime.date(2000, 1, 1)] * 40",
    ],
)
def test_no_more_is_written_than_may_be(argument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one character takes, and one item that is met often, is known before it is written."""
    monkeypatch.setattr(journal, "MOST_BYTES", 10_000)
    written: list[object] = []
    monkeypatch.setattr(codec, "dumps", lambda x: written.append(x) or "")
    source = f"x = {argument}\nlisted(x) if type(x) is list else ask(x)\nask()"
    zone = "zone = datetime.timezone(datetime.timedelta(0), 'z' * 3_000)"
    step = paused(INLINE.start(f"import datetime, fractions\n{zone}\n{source}"))
    # (The head of what may be dumped is no frame.)
    assert [each for each in written if type(each) is list] == []
    with pytest.raises(cloche.DumpRefused, match="too many tools"):
        step.dump()


def test_sets_in_sets_are_sorted_for_no_more_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 400_000)
    native, written = packing.dumps, []

    def dumps(x: object) -> str:
        written.append(len(text := native(x)))
        return text

    for module in (codec, packing):
        monkeypatch.setattr(module, "dumps", dumps)
    source = "s = 'x' * 1_000\nfor _ in range(100): s = frozenset([s])"
    step = paused(INLINE.start(f"{source}\nfor _ in range(100): listed(s)\nask()"))
    # Each character takes four bytes in memory, at most.
    assert 50_000 < sum(written) < 100_000 + 2_000
    with pytest.raises(cloche.DumpRefused, match="too many tools"):
        step.dump()


def test_large_dumps_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    step = paused(INLINE.start("ask(x)", {"x": "y" * 1000}))
    data = step.dump()
    monkeypatch.setattr(dumps, "LARGEST", len(data) - 1)
    with pytest.raises(cloche.DumpRefused, match="bytes"):
        step.dump()
    with pytest.raises(cloche.DumpRefused, match="bytes"):
        INLINE.load(data)
