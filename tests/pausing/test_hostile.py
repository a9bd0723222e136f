"""What a hostile program, worker or moment does to a pause."""

from __future__ import annotations

import gc
import hashlib
import os
import random
import signal
import struct
import subprocess
import sys
import threading
from typing import Any

import pytest

import cloche
from cloche import Paused
from cloche.pausing import dump
from cloche.pausing.engines import Engine, _called_on
from cloche.pausing.line import Abandoned, Answer, Call, Fatal, Line
from cloche.workers.codec import encode

from .conftest import LIMITS
from .test_steps import done, ended_threads, paused


def through(box: cloche.Sandbox, source: str, inputs: Any = None) -> cloche.Done:
    step = box.start(source, inputs)
    while isinstance(step, Paused):
        step = step.call()
    return step


#: A tool that is called with next to no stack left.
AT_THE_END = """
out = []
def f(n):
    try:
        out.append(len(ask(n)) + add(1))
    except RecursionError:
        out.append("too deep")
    f(n + 1)
try:
    f(0)
except RecursionError:
    pass
[len(out) > 100, out[0], out[-1], ask("still there")]
"""


def test_calls_at_the_end_of_the_stack(box: cloche.Sandbox) -> None:
    # (CPython reports what it has no stack to call as it collects.)
    gc.disable()
    try:
        found = through(box, AT_THE_END).value
    finally:
        gc.enable()
    assert found[0] is True
    assert found[1] == 2
    assert found[2] in (2, "too deep")
    assert found[3] == ["still there"]


def test_a_host_with_small_stacks() -> None:
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, LIMITS)
    source = "def f(n):\n    [*map(f, [n])]\ntry:\n    f(0)\nexcept RecursionError:\n    ask()"
    before = threading.stack_size(256 * 1024)
    try:
        step = paused(box.start(source))
        assert threading.stack_size() == 256 * 1024
    finally:
        threading.stack_size(before)
    done(step.resume())


#: Generators that only the collector closes; what they do then is done at any time, in any thread.
COLLECTED = """
def g():
    me = yield
    try:
        yield
    finally:
        {}
for i in range(100):
    h = g(); next(h); h.send(h); del h
add(1)
x = [ask(i) for i in range(3)]
for i in range(100):
    h = g(); next(h); h.send([h, [h]]); del h
x
"""


@pytest.mark.parametrize("late", ["add(1)", "ask(1)", "print('x')", "while True: pass",
                                  "import time; time.time()"])  # fmt: skip
def test_what_is_collected_asks_nothing(late: str) -> None:
    """Asked in the driver's own thread, a question would wait for ever."""

    def add(_: int) -> int:
        gc.collect()
        return 1

    told: list[str] = []
    unbounded = cloche.Limits(steps=None, seconds=None, memory=None, output=None)
    tools = {"add": add, "ask": cloche.pausing(lambda x: gc.collect() and x)}
    box = cloche.Sandbox(tools, unbounded, on_output=told.append)
    gc.disable()
    try:
        step = box.start(COLLECTED.format(late))
        while isinstance(step, Paused):
            gc.collect()
            step = step.resume(1)
    finally:
        gc.enable()
    assert step.value == [1, 1, 1]
    assert told == []


def test_a_line_is_heard_by_others() -> None:
    line = Line()
    line.begin()
    answers: list[Any] = []

    def drive() -> None:
        # The second question comes in the middle of the first, as from a finalizer.
        first, second = line.hear()[0], line.hear()[0]
        line.answer(first, Answer("first"))
        line.answer(second, Answer("second"))

    thread = threading.Thread(target=drive)
    thread.start()
    line._said.put((1, Call("a", (), {}, None)))
    line._asked = 1
    assert line.ask(Call("b", (), {}, None)) == "second"
    assert line._answer_to(1) == Answer("first")
    thread.join()

    def elsewhere() -> None:
        try:
            line.ask(Call("c", (), {}, None))
        except Abandoned:
            answers.append("refused")

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert answers == ["refused"]
    line.abandon()
    with pytest.raises(Abandoned):
        line.ask(Call("d", (), {}, None))


def sets(rng: random.Random) -> set[Any]:
    """Return a set whose order is not that in which it would be made anew."""
    made = set(rng.sample(range(1000), rng.randint(1, 40)))
    for member in list(made)[: rng.randint(0, 20)]:
        made.discard(member)
    return made | {str(n) for n in rng.sample(range(50), 3)}


def test_sets_keep_their_order(box: cloche.Sandbox) -> None:
    rng = random.Random(3)
    source = "a = list(x)\nask(a)\nb = [*map(list, ask())]\nask(b)\n[a, b]"
    for _ in range(4):
        first = paused(box.start(source, {"x": sets(rng)}))
        second = paused(first.resume())
        assert box.load(first.dump()).args == first.args
        third = paused(second.resume([sets(rng), frozenset(sets(rng))]))
        again = box.load(third.dump())
        assert again.args == third.args
        assert done(again.resume()).value == done(third.resume()).value


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_an_interrupt_ends_a_run_that_does_not_wait(isolation: str) -> None:
    """Of the host, while it waits for the program."""
    begun = threading.Event()

    def tell(_: str) -> None:
        begun.set()

    def interrupt() -> None:
        begun.wait()
        os.kill(os.getpid(), signal.SIGINT)

    endless = cloche.Limits(seconds=60.0, steps=None)
    with cloche.Sandbox({}, endless, isolation, on_output=tell) as box:
        thread = threading.Thread(target=interrupt)
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            box.start(
                "print('x')\nwhile True:\n    try:\n        pass\n    finally:\n        continue"
            )
        thread.join()
        assert ended_threads().wait(30)
        assert done(box.start("1")).value == 1


@pytest.mark.parametrize("source", ["ask()", "while True: pass", "1"])
@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_so_it_does_as_the_thread_of_the_program_is_started(
    isolation: Any, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program may go on before the thread that starts it, for as long as C takes."""

    def interrupted(engine: Engine) -> None:
        start(engine)
        raise KeyboardInterrupt

    start = Engine.start
    endless = cloche.Limits(seconds=60.0, steps=None)
    with cloche.Sandbox({"ask": cloche.pausing(int)}, endless, isolation) as box:
        dump = paused(box.start("ask()")).dump()
        with monkeypatch.context() as patch:
            patch.setattr(Engine, "start", interrupted)
            with pytest.raises(KeyboardInterrupt):
                box.start(source)
            with pytest.raises(KeyboardInterrupt):
                box.load(dump)
        assert ended_threads().wait(30)
        assert done(box.start("1")).value == 1


def test_a_worker_that_dies_while_its_run_waits(boxes: dict[str, cloche.Sandbox]) -> None:
    box = boxes["process"]
    step = paused(box.start("ask()"))
    data = step.dump()
    assert box.workers is not None
    assert box.workers._started is not None
    for worker in box.workers._started.workers:
        os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(cloche.WorkerCrashed):
        step.resume()
    assert done(box.load(data).resume(3)).value == 3


def test_a_box_that_is_closed_while_a_run_waits() -> None:
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, LIMITS, "process", workers=1)
    step = paused(box.start("ask()"))
    box.close()
    with pytest.raises(cloche.WorkerCrashed, match="closed"):
        step.resume()
    with pytest.raises(cloche.ClocheError, match="closed"):
        box.start("ask()")


@pytest.mark.parametrize(
    "said",
    [
        (), ("ask",), ("ask", [], {}), ("other", [], {}, 1), (1, [], {}, 1), ("ask", 1, {}, 1),
        ("ask", [], [], 1), ("ask", [], {1: 2}, 1), ("ask", [], {}, "1"), ("ask", [], {}, 1, 2),
    ],
)  # fmt: skip
def test_calls_that_no_worker_makes(said: tuple[Any, ...]) -> None:
    reasons: list[str] = []
    called = _called_on(Line(), ["ask"], reasons.append)
    with pytest.raises(Fatal):
        called(*said)
    assert len(reasons) == 1


def test_many_wait_at_once() -> None:
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, LIMITS)
    steps = [paused(box.start(f"ask({n})")) for n in range(100)]
    assert [done(step.call()).value for step in steps] == [*range(100)]


def test_a_forked_child_has_the_dump_only(monkeypatch: pytest.MonkeyPatch) -> None:
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, LIMITS)
    step = paused(box.start("ask()"))
    with monkeypatch.context() as child:
        child.setattr(os, "getpid", lambda: -1)
        for use in (step.resume, step.call, lambda: step.fail(ValueError())):
            with pytest.raises(RuntimeError, match="forked"):
                use()
        assert done(box.load(step.dump()).resume(4)).value == 4
    assert done(step.resume(5)).value == 5


FORKS = """
import os, cloche
box = cloche.Sandbox({"fork": os.fork, "pay": cloche.pausing(abs)})
try:
    step = box.start("child = fork()\\npay(1)\\nchild")
except RuntimeError:
    os._exit(7)
child = step.resume(2).value
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_tool_that_forks_leaves_the_program_to_one_of_them() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKS],
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    assert done.stdout == b"7\n"


def _sealed(frames: list[bytes]) -> bytes:
    """Return *frames* as an unsigned dump holds them, whoever made them."""
    start = dump.MAGIC + b"-"
    body = b"".join(struct.pack("!I", len(frame)) + frame for frame in frames)
    return start + hashlib.sha256(start + body).digest() + body


FORGED = [encode(["raised", "ValueError", ["x"]]), encode(["raised", "ValueError", [10**5000]]),
          b"", b"j1", b'j["value"]', b'j["raised","SystemExit",[]]']  # fmt: skip


@pytest.mark.parametrize("answer", FORGED)
def test_what_a_clock_has_said_by_a_forged_dump(answer: bytes) -> None:
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, LIMITS)
    made = paused(box.start("import time\nx = time.time()\nask(x)")).dump()
    frames = dump.frames_of(dump.opened(made, None))
    with pytest.raises((cloche.DumpRefused, cloche.ReplayDiverged)):
        box.load(_sealed([*frames[:2], answer, *frames[3:]]))


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("answer", FORGED[2:])
def test_a_session_that_is_forged_is_refused(answer: bytes, at: int) -> None:
    box = cloche.Sandbox({"ask": abs}, LIMITS)
    session = box.session(recorded=True)
    session.run("for n in range(3):\n    try: ask(n)\n    except Exception: pass")
    frames = dump.frames_of(dump.opened(session.dump(), None))
    frames[at] = answer
    with pytest.raises((cloche.DumpRefused, cloche.ReplayDiverged)) as caught:
        box.load_session(_sealed(frames))
    assert "GuestError" not in str(caught.value)


def test_no_text_of_a_forged_dump_drives_a_terminal() -> None:
    box = cloche.Sandbox({"ask": abs}, LIMITS)
    session = box.session(recorded=True)
    session.run("ask(1)")
    frames = dump.frames_of(dump.opened(session.dump(), None))
    frames[0] = frames[0].replace(b'"ok"', encode("\x1b[31m" * 1_000)[1:])
    with pytest.raises(cloche.ReplayDiverged) as caught:
        box.load_session(_sealed(frames))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1_000
