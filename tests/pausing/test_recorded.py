"""Sessions that are dumped and brought back: the same variables, and no tool is called twice."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.pausing.recorded import RecordedSession


class Host:
    """Tools that count their calls."""

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def get(self, key: Any) -> Any:
        self.calls.append(key)
        return {"key": key, "nth": len(self.calls)}

    def bad(self) -> None:
        self.calls.append("bad")
        raise LookupError("no such thing", 3)

    def box(self, **settings: Any) -> cloche.Sandbox:
        return cloche.Sandbox(tools={"get": self.get, "bad": self.bad}, **settings)


def recorded(box: cloche.Sandbox, **given: Any) -> RecordedSession:
    session = box.session(recorded=True, **given)
    assert isinstance(session, RecordedSession)
    return session


def attempt(session: cloche.Session, source: str, inputs: Any = None) -> str:
    try:
        return repr(session.run(source, inputs))
    except cloche.ClocheError as error:
        return str(error)


SESSIONS: list[list[str]] = [
    [],
    ["x = 1"],
    ["x = get(1)", "y = get(x['nth'])\ny"],
    ["def f(q):\n    return get(q)['nth'] + base", "base = 5\nz = f('a')", "z + f('b')"],
    ["try:\n    bad()\nexcept LookupError as e:\n    told = e.args", "bad()", "told"],
    ["import random, time, uuid\nr = random.random()", "t = time.time(), uuid.uuid4().hex"],
    ["a = 1\n1 / 0\na = 2", "a"],
    ["b = 1\nimport socket", "b = 2", "b"],
    ["while True: pass", "c = 1"],
    ["print('x' * 2000)", "c = 1"],
    ["class A:\n n = 0\n def up(self):\n  self.n += 1\n  return self.n\na = A()\na.up()",
     "a.up()", "n = a.up(), get(a.n)"],
    ["import asyncio\nasync def g():\n    await asyncio.sleep(0)\n    return get(1)",
     "asyncio.run(g())"],
    ["g = (get(i) for i in range(3))\nnext(g)", "h = next(g)['nth']"],
]  # fmt: skip


@pytest.mark.parametrize("steps", SESSIONS, ids=lambda steps: "/".join(steps)[:24])
def test_a_session_comes_back_after_each_step(steps: list[str]) -> None:
    limits = cloche.Limits(steps=20_000, output=1000)
    host = Host()
    session = recorded(host.box(limits=limits), inputs={"given": [1]})
    dumps = [session.dump()]
    told = []
    for step in steps:
        told.append(attempt(session, step))
        dumps.append(session.dump())
    for done, data in enumerate(dumps):
        other = Host()
        back = other.box(limits=limits).load_session(data)
        assert other.calls == []
        # As if the tools were those of the first session still.
        other.calls += host.calls[: data.count(b'["call",')]
        assert [attempt(back, step) for step in steps[done:]] == told[done:]
    last = Host().box(limits=limits).load_session(dumps[-1])
    assert last.variables == session.variables
    assert last.dump() == dumps[-1]


def test_two_futures_of_one_dump() -> None:
    session = recorded(Host().box())
    session.run("import random\nx = get(1)")
    data = session.dump()
    left, right = (Host().box().load_session(data) for _ in range(2))
    assert left.run("random.random()") == right.run("random.random()")
    left.run("x = 2")
    assert right.variables == session.variables


def test_inputs_and_totals() -> None:
    host = Host()
    session = recorded(host.box(), inputs={"a": {1, 2}})
    session.run("for i in range(90): pass\nb += len(a)", {"b": 3})
    back = host.box().load_session(session.dump(), total=cloche.Limits(steps=100))
    assert back.variables["b"] == 5
    with pytest.raises(cloche.StepLimitExceeded):
        back.run("for i in range(90): pass")
    with pytest.raises(cloche.StepLimitExceeded):
        host.box().load_session(session.dump(), total=cloche.Limits(steps=50))


def test_nothing_is_printed_again() -> None:
    heard: list[str] = []
    session = recorded(cloche.Sandbox(on_output=heard.append, tools={"get": len}))
    session.run("print('one')\nget('x')\nprint('two')")
    said = "".join(heard)
    back = cloche.Sandbox(on_output=heard.append, tools={"get": len}).load_session(session.dump())
    assert "".join(heard) == said == "one\ntwo\n"
    assert back.execute("print('three')").stdout == "three\n"
    assert "".join(heard) == said + "three\n"


def test_another_process_goes_on(tmp_path: Path) -> None:
    session = recorded(cloche.Sandbox(tools={"get": len}))
    session.run("def f(x):\n    return get(x) + 1\ny = f('abc')")
    (tmp_path / "dump").write_bytes(session.dump(b"key"))
    program = (
        "import cloche, pathlib, sys\n"
        "data = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "box = cloche.Sandbox(tools={'get': lambda x: 100})\n"
        "print(box.load_session(data, b'key').run('[y, f(1)]'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "dump")], capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("[4, 101]\n", "")


# --- What cannot be written down ----------------------------------------------------------------


REFUSED: list[tuple[str, Callable[[cloche.Session], object]]] = [
    ("TimeLimitExceeded", lambda session: attempt(session, "while True: pass")),
    ("event loop of the host", lambda session: asyncio.run(session.run_async("1"))),
    ("cannot be written down", lambda session: session.run("1", {"x": cloche.expose(Host())})),
]


@pytest.mark.parametrize(("reason", "act"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_repeated_is_not_dumped(
    reason: str, act: Callable[[cloche.Session], object]
) -> None:
    limits = cloche.Limits(seconds=0.2, steps=None)
    session = recorded(cloche.Sandbox(limits=limits))
    act(session)
    assert session.run("1 + 1") == 2
    with pytest.raises(cloche.DumpRefused, match=reason):
        session.dump()


def test_what_a_tool_aborts_with_reaches_the_host() -> None:
    def abort() -> None:
        raise KeyboardInterrupt

    session = recorded(cloche.Sandbox(tools={"abort": abort}))
    with pytest.raises(KeyboardInterrupt):
        session.run("abort()")
    with pytest.raises(cloche.DumpRefused, match="KeyboardInterrupt"):
        session.dump()


def test_workers_have_none() -> None:
    with cloche.Sandbox(isolation="process") as box:
        with pytest.raises(TypeError, match="recorded"):
            box.session(recorded=True)
        with pytest.raises(TypeError, match="recorded"):
            box.load_session(b"")


# --- Dumps that are not what was written --------------------------------------------------------


def some_dump(key: bytes | None = None) -> bytes:
    session = recorded(Host().box())
    session.run("x = get(1)")
    session.run("y = get(x)")
    return session.dump(key)


@pytest.mark.parametrize("cut", [0, 1, 15, 40, 60, 200, -1])
def test_a_truncated_dump_is_refused(cut: int) -> None:
    with pytest.raises(cloche.DumpRefused):
        Host().box().load_session(some_dump()[:cut])


def test_a_changed_dump_is_refused() -> None:
    data = some_dump(b"key")
    for place in range(0, len(data), 7):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(cloche.DumpRefused):
            Host().box().load_session(changed, b"key")
    for key in (None, b"other"):
        with pytest.raises(cloche.DumpRefused):
            Host().box().load_session(data, key)


def test_a_dump_of_another_kind_is_refused() -> None:
    box = cloche.Sandbox(tools={"get": cloche.pausing(len)})
    paused = box.start("get('x')")
    assert isinstance(paused, cloche.Paused)
    with pytest.raises(cloche.DumpRefused, match="session"):
        box.load_session(paused.dump())
    with pytest.raises(cloche.DumpRefused):
        Host().box().load(some_dump())
    with pytest.raises(cloche.DumpRefused, match="other tools"):
        box.load_session(some_dump())
    with pytest.raises(TypeError):
        box.load_session("text")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"get(1)", b"get(2)"), (b"get(1)", b"get"), (b"y = get(x)", b"y = 3"),
        (b'"ok"', b'"no"'), (b"x = get(1)", b"x = (get(1), get(1))[0]"),
        (b"x = get(1)", b"import os.nothing"), (b'"number":2', b'"number":' + b"9" * 4300),
        (b'"frames":4', b'"frames":' + b"9" * 4300), (b'"number":1', b'"number":0'),
    ],
)  # fmt: skip
def test_a_forged_dump_diverges(old: bytes, new: bytes) -> None:
    """Whoever can write an unsigned one decides what runs; but calls are those that were made."""
    from cloche.pausing import dump as dumps

    head, *frames = dumps.frames_of(dumps.opened(some_dump(), None))
    assert old in head
    host = Host()
    with pytest.raises((cloche.ReplayDiverged, cloche.DumpRefused)):
        host.box().load_session(dumps.write(head.replace(old, new), frames, None))
    assert host.calls == []
