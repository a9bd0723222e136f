"""Starting, pausing, going on."""

from __future__ import annotations

import copy
import datetime
import gc
import itertools
import pickle
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import cloche
from cloche import Done, Paused, surroundings
from cloche.runtime import budget, memory, stops, usage

from .conftest import LIMITS, Cancelled, made


def paused(step: Paused | Done) -> Paused:
    assert isinstance(step, Paused)
    return step


def done(step: Paused | Done) -> Done:
    assert isinstance(step, Done)
    return step


#: Where guest code calls a tool from, each a program that pauses once or more and is answered
#: with 1, 2, 3 …: source, and its value.
PLACES: dict[str, tuple[str, Any]] = {
    "module": ("ask() + 10", 11),
    "twice": ("a = ask(); b = ask(a)\n[a, b]", [1, 2]),
    "function": ("def f(x):\n    return ask(x) + 1\n[f(1), f(2)]", [2, 3]),
    "generator": ("def g():\n    for i in range(3):\n        yield ask(i)\nlist(g())", [1, 2, 3]),
    "generator close": (
        "log = []\ndef g():\n    try:\n        yield 1\n    finally:\n        log.append(ask())\n"
        "x = g(); next(x); x.close(); del x\nlog", [1],
    ),
    "comprehension": ("[ask(i) for i in range(2)]", [1, 2]),
    "lambda in map": ("list(map(lambda x: ask(x), 'ab'))", [1, 2]),
    "sort key": ("sorted([3, 1, 2], key=lambda x: -ask(x))", [2, 1, 3]),
    "comparison": (
        "class C:\n    def __lt__(self, other):\n        return ask() > 1\n"
        "a, b = C(), C()\n[a < b, b < a]", [False, True],
    ),
    "hash": ("class C:\n    def __hash__(self):\n        return ask()\nhash(C())", 1),
    "property": ("class C:\n    @property\n    def p(self):\n        return ask()\nC().p", 1),
    "init": ("class C:\n    def __init__(self):\n        self.x = ask()\nC().x", 1),
    "with": (
        "class C:\n    def __enter__(self):\n        return ask()\n"
        "    def __exit__(self, *a):\n        ask()\nwith C() as x:\n    y = ask(x)\n[x, y]", [1, 2],
    ),
    "finally": ("try:\n    1 / 0\nexcept ZeroDivisionError:\n    x = ask()\nfinally:\n    y = ask()\n"
                "[x, y]", [1, 2]),
    "async": (
        "import asyncio\nasync def f(x):\n    await asyncio.sleep(0)\n    return ask(x)\n"
        "await asyncio.gather(f(1), f(2))", [1, 2],
    ),
    "re.sub": ("import re\nre.sub('a', lambda m: str(ask(m.group())), 'aba')", "1b2"),
    "repr": ("class C:\n    def __repr__(self):\n        return str(ask())\nrepr([C(), C()])",
             "[1, 2]"),
    "eval": ("eval('ask(1) + ask(2)')", 3),
    "deep": ("def f(n):\n    return ask() if not n else f(n - 1)\nf(200)", 1),
    "before a context": (
        "import contextlib, io\n@contextlib.contextmanager\ndef c():\n    try:\n        yield ask()\n"
        "    except ZeroDivisionError:\n        log.append(ask())\nlog = []\nwith c() as x:\n    1 / 0\n"
        "with contextlib.closing(io.StringIO()) as f:\n    f.write('a')\n    log.append(f.getvalue())\n"
        "[x, log]", [1, [2, "a"]],
    ),
    "before a weak reference": (
        "import weakref\nclass A: pass\nlog = []\ndef drop(n):\n    a = A()\n"
        "    return weakref.ref(a, lambda r: log.append(n))\n"
        "x = [drop(0), ask(), drop(1), ask(), drop(2)]\nlog", [0, 1, 2],
    ),
    "before a delegate": (
        "class I:\n    n = 0\n    def __iter__(self): return self\n    def __next__(self):\n"
        "        self.n += 1\n        return self.n\n    def throw(self, *e): return 'thrown'\n"
        "    def close(self): log.append('closed')\nlog = [ask()]\ndef g(): yield from I()\nx = g()\n"
        "log += [next(x), x.throw(ValueError), next(x)]\nx.close()\nlog",
        [1, 1, "thrown", 2, "closed"],
    ),
    "lock-step": ("x = 0\nwhile x < 3:\n    x = ask(x)\nx", 3),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_call_pauses_wherever_it_is_made(box: cloche.Sandbox, name: str) -> None:
    source, value = PLACES[name]
    step = box.start(source)
    answers = 0
    while isinstance(step, Paused):
        assert step.tool == "ask"
        # The same pause again, from its bytes.
        assert repr(box.load(step.dump())) == repr(step)
        answers += 1
        step = step.resume(answers)
    assert answers > 0
    assert step.value == value


@pytest.mark.parametrize("name", [name for name in PLACES if name.startswith("before")])
def test_what_is_heard_ends_nothing(name: str) -> None:
    """A listener, and tools that do not pause, have the program stand still as well."""
    source, value = PLACES[name]
    heard: list[str] = []
    answers = itertools.count(1)
    box = cloche.Sandbox(tools={"ask": lambda *_: next(answers)}, on_output=heard.append)
    source = source.replace("log = ", "print('heard')\nlog = ")
    assert done(box.start(source)).value == value
    assert "".join(heard) == "heard\n"


def test_what_a_pause_shows(box: cloche.Sandbox) -> None:
    source = "print('one')\nadd(1, 2)\nx = ask('a', [1, (2,)],\n    key={'k': None})\nprint('two')"
    step = paused(box.start(source))
    assert (step.tool, step.args, step.kwargs) == ("ask", ("a", [1, (2,)]), {"key": {"k": None}})
    assert (step.line, step.stdout) == (3, "one\n")
    assert repr(step) == "<Paused before ask() (line 3)>"
    end = done(step.resume())
    assert (end.value, end.stdout, end.stderr) == (None, "one\ntwo\n", "")


def test_a_program_that_calls_nothing_is_done(box: cloche.Sandbox) -> None:
    assert done(box.start("x + 1", {"x": 1})).value == 2
    assert isinstance(box.start("1"), cloche.Result)


def test_all_tools_pause_if_asked_to(box: cloche.Sandbox) -> None:
    step = paused(box.start("[add(1, 2), ask(3)]", pause="all"))
    assert (step.tool, step.args) == ("add", (1, 2))
    step = paused(box.load(step.dump()).call())
    assert (step.tool, step.args) == ("ask", (3,))
    assert done(step.call()).value == [3, [3]]


def test_a_marked_tool_is_called_by_what_is_not_started(box: cloche.Sandbox) -> None:
    assert box.run("ask(1)") == [1]
    if box.workers is None:
        assert box.session().run("ask(2)") == [2]
        assert box.compile("def f(x):\n    return ask(x)").function("f")(3) == [3]


CAUGHT = "try:\n    ask()\nexcept Exception as e:\n    x = [type(e).__name__, *e.args]\nx"


class Own(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (ValueError("no", 1), ["ValueError", "no", 1]),
        (KeyError("k"), ["KeyError", "k"]),
        (Own("text"), ["Exception", "text"]),
        (RuntimeError(object()), ["RuntimeError"]),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_failures_are_the_same_as_those_of_a_tool(
    box: cloche.Sandbox, error: Exception, seen: Any
) -> None:
    def raises() -> None:
        raise error

    direct = cloche.Sandbox(tools={"ask": raises}).run(CAUGHT)
    step = paused(box.start(CAUGHT))
    data = step.dump()
    assert done(step.fail(error)).value == direct
    assert done(box.load(data).fail(error)).value == direct
    if seen is not None:
        assert direct == seen or direct[:1] == seen


def test_what_is_no_exception_cannot_be_raised(box: cloche.Sandbox) -> None:
    step = paused(box.start("ask()"))
    for wrong in (KeyboardInterrupt(), "text", ValueError):
        with pytest.raises(TypeError, match="takes an exception"):
            step.fail(wrong)  # type: ignore[arg-type]
    assert done(step.resume(1)).value == 1


def test_a_value_that_may_not_enter_is_refused_and_the_run_waits(box: cloche.Sandbox) -> None:
    step = paused(box.start("ask()"))
    for wrong in (object(), [print], {"k": {1: object()}}):
        with pytest.raises(cloche.BoundaryError, match=r"ask\(\)"):
            step.resume(wrong)
    assert done(step.resume([1])).value == [1]


def test_a_step_goes_on_once(box: cloche.Sandbox) -> None:
    step = paused(box.start("ask()"))
    assert done(step.resume(1)).value == 1
    for again in (step.resume, step.call, lambda: step.fail(ValueError())):
        with pytest.raises(RuntimeError, match="gone on with already"):
            again()


def test_two_threads_race_for_a_step(box: cloche.Sandbox) -> None:
    step = paused(box.start("ask()"))
    outcomes: list[Any] = []

    def go() -> None:
        try:
            outcomes.append(done(step.resume(1)).value)
        except RuntimeError as error:
            outcomes.append(str(error))

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["1", *["this step was gone on with already"] * 3]


def test_a_step_goes_on_in_any_thread(box: cloche.Sandbox) -> None:
    step = box.start("[ask(i) for i in range(3)]")
    made: list[Paused | Done] = [step]
    for answer in "abc":
        go = paused(made[-1]).resume
        thread = threading.Thread(target=lambda go=go, a=answer: made.append(go(a)))
        thread.start()
        thread.join()
    step = made[-1]
    assert done(step).value == ["a", "b", "c"]


def test_tools_and_listeners_run_where_the_host_drives() -> None:
    threads: list[int] = []
    printed: list[str] = []

    def where() -> None:
        threads.append(threading.get_ident())

    for isolation in ("inline", "process"):
        box = cloche.Sandbox(
            {"where": where, "ask": cloche.pausing(where)}, LIMITS, isolation,
            on_output=lambda text: (printed.append(text), where()),
        )  # fmt: skip
        with box:
            step = paused(box.start("print('a'); where(); ask(); print('b')"))
            data = step.dump()
            done(step.call())
            assert "".join(printed) == "a\nb\n"
            # What is repeated has been heard before.
            printed.clear()
            assert paused(box.load(data)).stdout == "a\n"
            assert printed == []
    assert {*threads} == {threading.get_ident()}


def test_errors_of_the_program_come_from_the_step_that_meets_them(box: cloche.Sandbox) -> None:
    step = paused(box.start("print('x')\nask()\n1 / 0"))
    with pytest.raises(cloche.GuestError) as caught:
        step.resume()
    assert (caught.value.type_name, caught.value.line) == ("ZeroDivisionError", 3)
    assert caught.value.stdout == "x\n"
    with pytest.raises(cloche.Rejected):
        box.start("import ctypes")


def test_what_is_no_error_of_a_tool_ends_the_run(box: cloche.Sandbox) -> None:
    for source, error in (
        ("try:\n    cancel()\nfinally:\n    print('late')", Cancelled),
        ("try:\n    wrong()\nexcept BaseException:\n    pass", cloche.BoundaryError),
    ):
        with pytest.raises(error):
            box.start(source)
        step = paused(box.start(source, pause="all"))
        with pytest.raises(error):
            step.call()
    assert done(box.start("1")).value == 1


def test_a_limit_holds_over_the_whole_life() -> None:
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, cloche.Limits(steps=1000, seconds=60.0))
    source = "for _ in range(600):\n    pass\nask(1)\nfor _ in range(600):\n    pass"
    step = paused(box.start(source))
    for each in (step, box.load(step.dump())):
        with pytest.raises(cloche.StepLimitExceeded):
            each.resume()
    data = paused(box.start(source)).dump()
    less = cloche.Sandbox({"ask": cloche.pausing(abs)}, cloche.Limits(steps=500, seconds=60.0))
    with pytest.raises(cloche.StepLimitExceeded):
        less.load(data)


def test_the_clock_of_the_limits_stands_still_in_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, LIMITS)
    step = paused(box.start("ask(1)"))
    monkeypatch.setattr(usage, "monotonic", lambda: time.monotonic() + 1000)
    end = done(step.resume(5))
    assert end.value == 5
    assert end.seconds < 500


def slow() -> float:
    """What takes the host longer than the guest."""
    time.sleep(0.01)
    return 1.0


#: Fewer calls than would take so long if theirs were the host's time.
SOON = cloche.Limits(seconds=0.1, memory=None, steps=10_000, tool_calls=1000)


@pytest.mark.parametrize("asks", ["import time\nwhile True: time.time()", "while True: f()"])
def test_questions_are_not_for_nothing(asks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "_ROUND_TRIP", 1.0)
    with pytest.raises(cloche.TimeLimitExceeded):
        cloche.Sandbox({"f": slow}, SOON, clock=slow).start(asks)


def test_nor_are_calls_of_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "_CALL", 1.0)
    with pytest.raises(cloche.TimeLimitExceeded):
        cloche.Sandbox({"f": slow}, SOON).run("while True: f()")


def test_what_the_host_takes_in_a_pause_is_not_the_guests(monkeypatch: pytest.MonkeyPatch) -> None:
    of_a_run = budget.Budget(cloche.Limits(memory=1000))
    for resident, action in (
        (5000, lambda: of_a_run.look_at_memory(0)),
        (5600, of_a_run.park),
        (9000, of_a_run.unpark),
        (9300, lambda: of_a_run.look_at_memory(0)),
    ):
        monkeypatch.setattr(memory, "resident", lambda resident=resident: resident)
        if resident == 5000:
            of_a_run.arm()
        action()
        assert of_a_run.reason is (stops.PARKED if resident == 5600 else None)
    monkeypatch.setattr(memory, "resident", lambda: 9401)
    of_a_run.look_at_memory(0)
    assert of_a_run.reason is not None
    assert of_a_run.reason.kind == "memory"


def test_the_first_reason_to_stop_stands_in_a_pause() -> None:
    of_a_run = budget.Budget(LIMITS)
    of_a_run.arm()
    of_a_run.park()
    with pytest.raises(stops.Stop):
        next(of_a_run.ticks)
    of_a_run.stop("seconds", 1, 2)
    assert of_a_run.reason is stops.PARKED
    of_a_run.unpark()
    assert next(of_a_run.ticks)
    of_a_run.stop("output", 1, 2)
    of_a_run.park()
    of_a_run.unpark()
    assert of_a_run.reason is not None
    assert of_a_run.reason.kind == "output"


def test_a_stopped_run_stays_stopped_after_a_pause() -> None:
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, cloche.Limits(steps=10_000, seconds=60.0))
    step = paused(box.start("ask(1)\nwhile True:\n    try:\n        pass\n    finally:\n        1"))
    with pytest.raises(cloche.StepLimitExceeded):
        step.resume()


def test_a_run_in_a_tool_of_a_run(box: cloche.Sandbox) -> None:
    assert box.run("nest('ask(1)')") == [[1], [1]]
    step = paused(box.start("[nest('ask(1)'), ask(2)]"))
    assert done(step.call()).value == [[[1], [1]], [2]]


def test_pauses_nest_in_any_order(box: cloche.Sandbox) -> None:
    steps = [paused(box.start(f"ask({n}) + {n}")) for n in range(4)]
    for n in (2, 0, 3, 1):
        assert done(steps[n].resume(10)).value == 10 + n


def test_awaited_tools_are_called_but_not_repeated() -> None:
    async def later(x: int) -> int:
        return x + 1

    box = cloche.Sandbox({"later": later, "ask": cloche.pausing(abs)}, LIMITS)
    step = paused(box.start("a = ask(0)\nb = await later(1)\n[a, b, ask(2)]"))
    early = step.dump()
    step = paused(step.call())
    with pytest.raises(cloche.DumpRefused, match=r"asynchronous tool later\(\)"):
        step.dump()
    assert done(step.call()).value == [0, 2, 2]
    assert paused(box.load(early)).args == (0,)
    with pytest.raises(TypeError, match="asynchronous"):
        box.start("1", pause="all")
    with pytest.raises(TypeError, match="asynchronous"):
        cloche.pausing(later)


def test_wrong_use() -> None:
    box = made("inline")
    with pytest.raises(ValueError, match="pause"):
        box.start("1", pause="some")
    with pytest.raises(TypeError, match="cannot be called"):
        cloche.pausing(1)  # type: ignore[arg-type]
    step = paused(box.start("ask()"))
    for use in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="dump"):
            use(step)
    with pytest.raises(ValueError, match="name"):
        box.start("1", {"not a name": 1})
    with pytest.raises(cloche.BoundaryError):
        box.start("1", {"x": object()})
    mark = cloche.pausing(abs)
    assert cloche.pausing(mark) is mark
    assert mark(-1) == 1


# --- Runs that nobody goes on with ------------------------------------------------------------

#: Each would do something when its stack is unwound.
CLINGING = {
    "finally": "try:\n    ask()\nfinally:\n    tell('finally')",
    "loop": "while True:\n    try:\n        ask()\n    finally:\n        tell('loop')\n        continue",
    "except": "try:\n    ask()\nexcept BaseException:\n    tell('except')",
    "bare": "while True:\n    try:\n        ask()\n    except:\n        tell('bare')",
    "with": "class C:\n    def __enter__(self):\n        pass\n"
    "    def __exit__(self, *a):\n        tell('with')\n        return True\nwith C():\n    ask()",
    "generator": "def g():\n    try:\n        yield ask()\n    finally:\n        tell('generator')\n"
    "for _ in g():\n    pass",
    "callback": "import contextlib\nwith contextlib.ExitStack() as s:\n"
    "    s.callback(tell, 'callback')\n    ask()",
    "suppress": "import contextlib\nwith contextlib.suppress(BaseException):\n    ask()\ntell('suppress')",
    "async": "import asyncio\nasync def f():\n    try:\n        ask()\n    finally:\n        tell('async')\n"
    "await asyncio.gather(f(), f(), return_exceptions=True)\ntell('async')",
    "eval": "try:\n    eval('ask()')\nfinally:\n    tell('eval')",
    "cycle": "def g():\n    x = yield\n    try:\n        yield\n    finally:\n        tell('cycle')\n"
    "h = g(); next(h); h.send(h); del h\nask()",
}  # fmt: skip


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_nothing_of_a_dropped_run_runs_any_more(isolation: str) -> None:
    told: list[str] = []
    tools = {"ask": cloche.pausing(abs), "tell": told.append}
    unbounded = cloche.Limits(steps=None, seconds=None, memory=None, output=None)
    with cloche.Sandbox(tools, unbounded, isolation, on_output=told.append) as box:
        for source in CLINGING.values():
            step = paused(box.start(source))
            started = ended_threads()
            del step
            assert started.wait(30)
        gc.collect()
        assert told == []
        # The worker of such a run serves the next.
        assert done(box.start("1")).value == 1


class ended_threads:
    """Waits until threads of started runs, those there are now, have ended."""

    def __init__(self) -> None:
        self._threads = [t for t in threading.enumerate() if t.name == "cloche-started"]

    def wait(self, seconds: float) -> bool:
        for thread in self._threads:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self._threads)


def test_code_of_a_waiting_run_does_not_run_when_garbage_is_collected() -> None:
    # With the limits lifted its loop would never end.
    unbounded = cloche.Limits(steps=None, seconds=None, memory=None, output=None)
    box = cloche.Sandbox({"ask": cloche.pausing(abs)}, unbounded)
    source = """
def g():
    me = yield
    try:
        yield
    finally:
        while True:
            pass
h = g(); next(h); h.send(h); del h
ask()
5
"""
    gc.disable()
    try:
        step = paused(box.start(source))
        gc.collect()
    finally:
        gc.enable()
    assert done(step.resume()).value == 5


def test_a_waiting_run_is_not_watched() -> None:
    from cloche.runtime import monitor

    box = made("inline")
    step = paused(box.start("ask()"))
    deadline = time.monotonic() + 30
    while monitor.in_flight and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not monitor.in_flight
    assert done(step.resume(datetime.UTC)).value == datetime.UTC


def test_hooks_are_told_of_each_stretch() -> None:
    told: list[Any] = []

    def on_run(run: Any) -> Callable[[Any], None]:
        told.append((run.kind, run.inputs))
        return lambda end: told.append((end.error, end.tool_calls))

    tools = {"add": lambda *numbers: sum(numbers), "ask": cloche.pausing(abs)}
    observed = cloche.Sandbox(tools, LIMITS, on_run=on_run)
    step = paused(observed.start("[add(1, x), ask(3), add(4)]", {"x": 2}))
    assert done(observed.load(step.dump()).call()).value == [3, 3, 4]
    del step
    assert told == [
        ("start", ("x",)), (None, ("add",)), ("load", ("x",)), (None, ()),
        ("resume", ("x",)), (None, ("ask", "add")),
    ]  # fmt: skip
