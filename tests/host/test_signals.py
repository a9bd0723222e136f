"""What a handler of a signal raises is the host's: no guest catches it, and it is not lost."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType
from typing import Any

import pytest

import cloche
from cloche.runtime import signals
from cloche.runtime.run import running

NUMBER = signal.SIGALRM


class Session:
    """What no guest may get at."""

    password = "hunter2"


class Custom(Exception):
    def __init__(self) -> None:
        super().__init__("it takes too long")
        self.session = Session()


class Late(TimeoutError):
    """As servers and runners of tests have them."""


class Hosts:
    """A host whose handler raises, and what it has raised."""

    def __init__(self, kind: type[BaseException]) -> None:
        self.kind = kind
        self.raised: list[BaseException] = []
        #: The very object each time.
        self.handler = self._handle

    def _handle(self, number: int, frame: FrameType | None) -> None:
        """Raise."""
        self.raised.append(self.kind())
        raise self.raised[-1]

    def soon(self) -> None:
        """Have the signal come once this tool has returned; the guest waits for it."""
        signal.setitimer(signal.ITIMER_REAL, 0.001)

    def now(self) -> None:
        """Have it come in this tool."""
        signal.raise_signal(NUMBER)

    def run(self, **options: Any) -> cloche.Sandbox:
        tools = {"soon": self.soon, "now": self.now}
        limits = cloche.Limits(seconds=30, steps=None)
        return cloche.Sandbox(**{"tools": tools, "limits": limits, **options})


@pytest.fixture(params=[Custom, Late, KeyboardInterrupt, SystemExit])
def host(request: pytest.FixtureRequest) -> Iterator[Hosts]:
    yield from hosting(request.param)


@pytest.fixture
def late() -> Iterator[Hosts]:
    yield from hosting(Late)


def hosting(kind: type[BaseException]) -> Iterator[Hosts]:
    made = Hosts(kind)
    handler = made.handler
    before = signal.signal(NUMBER, handler)
    interrupt = signal.getsignal(signal.SIGINT)
    try:
        yield made
        signal.setitimer(signal.ITIMER_REAL, 0)
        assert signal.getsignal(NUMBER) is handler
        assert signal.getsignal(signal.SIGINT) is interrupt
        assert not signals.levels
        assert running(None) is None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(NUMBER, before)


def expect(host: Hosts, action: Callable[[], object], alone: bool = True) -> None:
    """Require that *action* raises what the handler has raised: the very object, and bare.

    Parameters:
        alone: it has no context.
    """
    with pytest.raises(BaseException) as found:  # noqa: PT011
        action()
    assert found.value is host.raised[0]
    assert not alone or found.value.__context__ is None
    trace = found.value.__traceback__
    while trace is not None:
        assert not trace.tb_frame.f_code.co_filename.startswith(("<guest", "<step"))
        trace = trace.tb_next


WAIT = "def wait():\n    while True: pass\n"
#: Ways to catch, or to lose, what is raised in `WAIT`.
WAYS = {
    "except Exception": "try: WAIT\nexcept Exception as e: out.append(e)",
    "except BaseException": "try: WAIT\nexcept BaseException as e: out.append(e)",
    "bare except": "try: WAIT\nexcept: out.append(1)",
    "its own class": "try: WAIT\nexcept TimeoutError as e: out.append(e)",
    "a base of it": "try: WAIT\nexcept (OSError, ValueError) as e: out.append(e)",
    "KeyboardInterrupt": "try: WAIT\nexcept KeyboardInterrupt as e: out.append(e)",
    "finally": "def f():\n    try: WAIT\n    finally: return 1\nout.append(f())",
    "context": "try:\n    try: WAIT\n    finally: 1 / 0\nexcept Exception as e: out.append(e)",
    "while another is handled": "try: 1 / 0\nexcept ZeroDivisionError as e:\n    WAIT",
    "star": "try: WAIT\nexcept* Exception as e: out.append(e)",
    "with": (
        "class C:\n    def __enter__(self): pass\n    def __exit__(self, t, v, tb):\n"
        "        out.append(v)\n        return True\nwith C(): WAIT"
    ),
    "suppress": "import contextlib\nwith contextlib.suppress(Exception): WAIT\nout.append(1)",
    "contextmanager": (
        "import contextlib\n@contextlib.contextmanager\ndef f():\n    try: yield\n"
        "    except Exception as e: out.append(e)\nwith f(): WAIT"
    ),
    "ExitStack": (
        "import contextlib\nwith contextlib.ExitStack() as stack:\n"
        "    stack.push(lambda *a: out.append(a) or True)\n    WAIT"
    ),
    "generator": (
        "def g():\n    try:\n        WAIT\n        yield\n"
        "    except Exception as e: out.append(e)\nlist(g())"
    ),
    "key": "def f(x):\n    try: WAIT\n    except Exception as e: out.append(e)\nsorted([1], key=f)",
    "attribute": (
        "class C:\n    def __getattr__(self, name): WAIT\nout.append(getattr(C(), 'x', 1))\n"
        "try: hasattr(C(), 'x')\nexcept Exception as e: out.append(e)"
    ),
    "eval": "exec('try: WAIT\\nexcept Exception as e: out.append(e)')",
    "task": (
        "import asyncio\nasync def f(): WAIT\nasync def g():\n"
        "    out.extend(await asyncio.gather(f(), f(), return_exceptions=True))\nasyncio.run(g())"
    ),
    "nothing": "WAIT",
    "a plain function": "def f(x): WAIT\nf(1)",
}


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("way", WAYS)
def test_in_the_guest(host: Hosts, way: str, optimize: bool) -> None:
    """The signal comes while the guest has the floor."""
    source = WAIT + "out = []\nsoon()\n" + WAYS[way].replace("WAIT", "wait()")
    expect(host, lambda: host.run(optimize=optimize).run(source))


@pytest.mark.parametrize("way", WAYS)
def test_in_a_tool(host: Hosts, way: str) -> None:
    """What leaves the tool ends the run as well, and is no error of the tool's."""
    source = "out = []\n" + WAYS[way].replace("WAIT", "now()") + "\nwhile True: pass"
    expect(host, lambda: host.run().run(source))


@pytest.mark.parametrize(
    "source",
    ["x = 0\nwhile True: x += 1", "for x in range(10**12): pass", "def f():\n    while 1: 1\nf()"],
)
def test_without_tools(host: Hosts, source: str) -> None:
    """Handlers are left as they are in a program that catches nothing, which lets it through."""
    box = host.run(tools={}, on_output=lambda text: host.soon())
    source = f"print(1, end='')\n{source}"
    assert not box.compile(source)._guarded.catches
    expect(host, lambda: box.run(source))


ENDING = {
    "iter": "for x in iter(f, 0): pass",
    "next": "next(map(f, [1]), None)",
    "map": "for x in map(f, [1]): pass",
    "filter": "[*filter(f, [1])]",
    "generator": "for x in (f() for _ in [1]): pass",
}


@pytest.mark.parametrize("way", ENDING)
def test_no_loop_takes_it_for_its_end(way: str) -> None:
    """A StopIteration is what ends loops in C, and what a generator makes another error of."""
    for host in hosting(StopIteration):
        box = host.run(tools={}, on_output=lambda text, host=host: host.soon())
        source = "def f(x=0):\n    for i in range(10**12): pass\nprint(1, end='')\n" + ENDING[way]
        expect(host, lambda source=source, box=box: box.run(source))


CATCHING = (
    "def f(x):\n    try:\n        soon()\n        WAIT\n    except Exception as e: return 1\n"
)


def test_a_closure(host: Hosts) -> None:
    function = host.run().compile(CATCHING.replace("WAIT", "while True: pass")).function("f")
    expect(host, lambda: function(1))
    host.raised.clear()
    expect(host, lambda: function.map([1, 2]))


def test_a_closure_of_plain_functions(host: Hosts) -> None:
    box = host.run(tools={}, on_output=lambda text: host.soon())
    function = box.compile("def f(x):\n    print(x, end='')\n    while True: 1\n").function("f")
    expect(host, lambda: function(1))


def test_a_session(host: Hosts) -> None:
    session = host.run().session()
    session.run(CATCHING.replace("WAIT", "while x: pass"))
    expect(host, lambda: session.run("f(1)"))
    assert session.run("1 + 1") == 2


def test_a_recorded_session(host: Hosts) -> None:
    session = host.run().session(recorded=True)
    expect(host, lambda: session.run("try: now()\nexcept Exception as e: pass"))
    host.raised.clear()
    session.run(CATCHING.replace("WAIT", "while x: pass"))
    expect(host, lambda: session.run("f(1)"))


@pytest.mark.parametrize("call", ["now()", "soon()\n    while True: pass"])
def test_a_started_run(host: Hosts, call: str) -> None:
    source = f"try:\n    {call}\nexcept Exception as e: pass\nwhile True: pass"
    expect(host, lambda: host.run().start(source), alone=False)  # the driver may be waiting


def test_a_paused_run(host: Hosts) -> None:
    box = host.run(tools={"ask": cloche.pausing(host.now), "soon": host.soon})
    source = "try: ask()\nexcept Exception as e: pass\nsoon()\nwhile True: pass"
    paused = box.start(source)
    expect(host, paused.call)
    host.raised.clear()
    paused = box.start(source)
    expect(host, lambda: paused.resume(None), alone=False)  # the driver was waiting


@pytest.mark.parametrize("others", [0, 3])
def test_on_the_hosts_loop(host: Hosts, others: int) -> None:
    """Runs of several tasks take turns in one thread; the one that has the floor ends."""
    box = host.run()
    waiting = "import asyncio\nfor i in range(300): await asyncio.sleep(0)\ni"

    async def main() -> list[object]:
        rest = [asyncio.create_task(box.run_async(waiting)) for _ in range(others)]
        source = CATCHING.replace("WAIT", "while x: pass")
        source = f"import asyncio\nawait asyncio.sleep(0)\n{source}f(1)"
        with pytest.raises(host.kind) as found:
            await box.run_async(source)
        assert found.value is host.raised[0]
        return await asyncio.gather(*rest)

    assert asyncio.run(main()) == [299] * others


@pytest.mark.parametrize(
    "catch", ["try: await wait()\nexcept Exception as e: pass", "await wait()"]
)
def test_in_an_asynchronous_tool(late: Hosts, catch: str) -> None:
    async def wait() -> None:
        late.now()

    expect(late, lambda: late.run(tools={"wait": wait}).run(f"{catch}\nwhile True: pass"))


def test_while_asynchronous_tools_are_awaited(late: Hosts) -> None:
    async def wait() -> None:
        late.soon()
        await asyncio.sleep(30)

    source = (
        "import asyncio\nasync def f():\n    try: await wait()\n    except Exception as e: pass\n"
        "asyncio.run(f())\nwhile True: pass"
    )
    expect(late, lambda: late.run(tools={"wait": wait}).run(source))


def test_asyncios_own_handler_works() -> None:
    """The first Ctrl-C cancels the task that runs the program."""
    cancelled = []

    async def main() -> None:
        box = cloche.Sandbox(
            tools={"interrupt": lambda: signal.raise_signal(signal.SIGINT)},
            limits=cloche.Limits(seconds=30, steps=None),
        )
        try:
            await box.run_async(
                "import asyncio\ninterrupt()\n"
                "while True:\n    try: await asyncio.sleep(0)\n    except Exception: pass"
            )
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(main())
    assert cancelled
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_nested_runs(host: Hosts) -> None:
    """A tool runs a program, in which the signal comes; it ends both."""
    inner = host.run()

    def nest() -> object:
        return inner.run("soon()\ntry:\n    while True: pass\nexcept Exception as e: pass")

    outer = host.run(tools={"nest": nest})
    expect(host, lambda: outer.run("try: nest()\nexcept Exception as e: pass\nwhile True: pass"))


def test_a_tool_that_calls_back(host: Hosts) -> None:
    functions: list[Any] = []
    tools = {"back": lambda: functions[0](1), "soon": host.soon}
    source = (
        "def f(x):\n    try:\n        while x: pass\n    except Exception as e: pass\n"
        "def g(x):\n    soon()\n    try: back()\n"
        "    except Exception as e: pass\n    while x: pass\n"
    )
    program = host.run(tools=tools).compile(source)
    outer = program.function("g")
    functions.append(cloche.SandboxedFunction(outer._run, outer._run.globals["f"], "f"))
    expect(host, lambda: outer(1))


def test_compiling(late: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal while a program is read reaches the host as itself, not as `Rejected`."""
    import libcst

    for module, name in ((libcst, "parse_module"), (__import__("ast"), "parse")):
        real = getattr(module, name)

        def interrupted(*args: Any, real: Any = real, **kwargs: Any) -> Any:
            late.now()
            return real(*args, **kwargs)

        late.raised.clear()
        with monkeypatch.context() as patch:
            patch.setattr(module, name, interrupted)
            expect(late, lambda name=name: late.run().compile(f"unseen = '{name}'"))  # type: ignore[misc]
            with pytest.raises(Late):
                late.run().stream().feed("x = 1\ny = 2\nz = 3\n")


def test_importing(late: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module is imported to its end, and a signal meanwhile is not lost."""
    from cloche.runtime.modules import loading

    imported: list[str] = []

    def interrupted(name: str, package: str) -> None:
        late.now()
        imported.append(name)

    monkeypatch.setattr(loading, "import_module", interrupted)
    monkeypatch.setattr(loading, "_files", {})
    expect(late, lambda: late.run().run("import math"))
    assert imported == [".math"]


def test_a_listener(host: Hosts) -> None:
    """In the listener it is raised; where that is C's, it is kept until the run has ended."""
    source = "try: print(1)\nexcept Exception as e: pass\nwhile True: pass"
    expect(host, lambda: host.run(on_output=lambda text: host.now()).run(source))
    host.raised.clear()
    trip: Any = partial(lambda number, text: interrupt_main(number), NUMBER)
    expect(host, lambda: host.run(on_output=trip).run(source))


def test_the_collector(late: Hosts) -> None:
    """One that comes while garbage is collected is not dropped with "Exception ignored"."""
    source = (
        "import gc\nsoon()\ntry:\n    while True:\n        a = []\n        a.append(a)\n"
        "        for _ in range(800): b = [a]\nexcept Exception as e: pass"
    ).replace("import gc\n", "")
    expect(late, lambda: late.run().run(source))


def test_the_collector_in_a_program_that_catches_nothing(host: Hosts) -> None:
    """Its handlers are left as they are, but while garbage is collected."""

    def begins(phase: str, _: Any) -> None:
        if phase == "start" and not host.raised:
            host.now()

    box = host.run(tools={}, on_output=lambda text: gc.callbacks.append(begins))
    source = "print(1, end='')\na = []\nwhile True: a = [a]"
    assert not box.compile(source)._guarded.catches
    try:
        expect(host, lambda: box.run(source))
    finally:
        gc.callbacks.remove(begins)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("raise TimeoutError(1)", "TimeoutError"),
        ("def f(): raise KeyboardInterrupt\nf()", "KeyboardInterrupt"),
        ("'a'.encode('idna')", "LookupError"),
        ("sorted([1, 'a'])", "TypeError"),
        ("int('x')", "ValueError"),
    ],
)
def test_what_a_guest_raises_is_no_handlers(source: str, name: str) -> None:
    with pytest.raises(cloche.GuestError) as found:
        cloche.run(source)
    assert found.value.type_name == name


# --- What tools do with handlers ----------------------------------------------------------------


def test_a_tool_with_a_timeout_of_its_own(late: Hosts) -> None:
    """It sets a handler, catches what that raises, and puts back what it found."""

    def bounded() -> str:
        class Own(Exception):
            pass

        def own(number: int, frame: FrameType | None) -> None:
            raise Own

        before = signal.signal(NUMBER, own)
        try:
            signal.raise_signal(NUMBER)
        except Own:
            return "in time"
        finally:
            signal.signal(NUMBER, before)
        return "never"

    box = late.run(tools={"bounded": bounded, "soon": late.soon})
    assert box.run("bounded()") == "in time"
    source = "bounded()\nsoon()\ntry:\n    while True: pass\nexcept Exception as e: pass"
    expect(late, lambda: box.run(source))


def test_a_tool_that_catches_it(late: Hosts) -> None:
    """The host's own handler may bound a tool, too."""

    def bounded() -> str:
        try:
            late.now()
        except Late:
            return "in time"
        return "never"

    assert late.run(tools={"bounded": bounded}).run("bounded()") == "in time"


@pytest.mark.parametrize("call", ["leave()", "await leave_later()", "x.leave()", "print(1)"])
def test_a_tool_that_leaves_a_handler(late: Hosts, call: str) -> None:
    other = Hosts(Custom)

    def leave(text: str = "") -> None:
        signal.signal(signal.SIGUSR1, other.handler)
        signal.signal(NUMBER, other.handler)

    async def leave_later() -> None:
        leave()

    class Exposed:
        def leave(self) -> None:
            leave()

    before = signal.getsignal(signal.SIGUSR1)
    try:
        tools = {
            "leave": leave, "soon": late.soon, "leave_later": leave_later,
            "give": lambda: cloche.expose(Exposed(), methods=["leave"]),
        }  # fmt: skip
        box = late.run(tools=tools, on_output=leave)
        source = "x = give()\n" * (call[0] == "x") + call
        source += "\nsoon()\ntry:\n    while True: pass\nexcept Exception as e: pass"
        expect(other, lambda: box.run(source))
        assert signal.getsignal(NUMBER) is other.handler
        assert signal.getsignal(signal.SIGUSR1) is other.handler
    finally:
        signal.signal(signal.SIGUSR1, before)
        signal.signal(NUMBER, late.handler)


def test_a_handler_that_sets_itself_once_more(late: Hosts) -> None:
    """As handlers of old do; the next signal is held as well."""
    seen: list[int] = []

    def once(number: int, frame: FrameType | None) -> None:
        signal.signal(NUMBER, late.handler)
        seen.append(number)

    signal.signal(NUMBER, once)
    source = "soon()\ntry:\n    while not seen(): pass\n    soon()\n    while True: pass\n"
    box = late.run(tools={"soon": late.soon, "seen": lambda: len(seen)})
    expect(late, lambda: box.run(source + "except Exception as e: pass"))


def test_a_handler_that_runs_a_program(late: Hosts) -> None:
    """It has levels of its own, and leaves those of the run that it interrupts."""
    inner = cloche.Sandbox()
    values: list[object] = []

    def handler(number: int, frame: FrameType | None) -> None:
        values.append(inner.run("try: 1 / 0\nexcept ZeroDivisionError as e: pass\n1"))
        late.handler(number, frame)

    with_handler = signal.signal(NUMBER, handler)
    source = "soon()\ntry:\n    while True: pass\nexcept Exception as e: pass"
    try:
        expect(late, lambda: late.run().run(source))
    finally:
        signal.signal(NUMBER, with_handler)
    assert values == [1]


def test_what_a_tool_sees_calls_the_hosts_handler(late: Hosts) -> None:
    def chained() -> str:
        handler = signal.getsignal(NUMBER)
        assert callable(handler)
        with pytest.raises(Late):
            handler(NUMBER, None)
        return "called"

    assert late.run(tools={"chained": chained}).run("chained()") == "called"


def test_ignored_and_default_handlers_stay() -> None:
    before = [signal.getsignal(number) for number in signal.valid_signals()]
    seen: list[Any] = []
    box = cloche.Sandbox(tools={"look": lambda: seen.extend(map(signal.getsignal, (1, 13, 15)))})
    box.run("look()")
    assert seen == [signal.getsignal(number) for number in (1, 13, 15)]
    assert [signal.getsignal(number) for number in signal.valid_signals()] == before


def test_a_worker(late: Hosts) -> None:
    """In a worker's run, what a tool lets out ends it; so does what comes while it is awaited."""
    with late.run(isolation="process", workers=1) as box:
        expect(late, lambda: box.run("try: now()\nexcept Exception as e: pass\nwhile True: pass"))
        late.raised.clear()
        expect(late, lambda: box.run("soon()\nwhile True: pass"))


def test_no_stack_is_left(late: Hosts) -> None:
    """Where the handler cannot be called, the run ends with a RecursionError of the host's."""
    source = (
        "out = []\ndef f():\n    try: f()\n    except RecursionError as e:\n"
        "        out.append(e)\n        soon()\n"
        "        while not out[0].__context__: out[1:] = []\nf()"
    )
    with pytest.raises((Late, RecursionError)) as found:
        late.run().run(source)
    assert late.raised in ([], [found.value])
    assert found.value.__context__ is None


def test_a_child_holds_handlers_too(late: Hosts) -> None:
    source = "soon()\ntry:\n    while True: pass\nexcept Exception as e: pass"
    box = late.run()
    child = os.fork()
    if not child:
        try:
            box.run(source)
        except Late:
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


# --- While garbage is collected -------------------------------------------------------------------

RUNS = {
    "value": lambda box: box.run("1 + 1"),
    "error": lambda box: box.run("1 / 0"),
    "limit": lambda box: box.run("while True: pass"),
    "refused": lambda box: box.run("iter([])"),
    "function": lambda box: box.compile("def f(x): return x").function("f")(1),
    "session": lambda box: box.session().run("x = 1"),
    "nested": lambda box: box.run("again()"),
    "asynchronous": lambda box: asyncio.run(
        box.run_async("import asyncio\nawait asyncio.sleep(0)")
    ),
    "paused": lambda box: box.start("ask()").resume(1),
}


@pytest.mark.parametrize("way", RUNS)
def test_nothing_of_ours_is_called_once_no_run_is_in_flight(way: str) -> None:
    """What a handler raises in there is lost."""

    def again() -> None:
        box.run("1 + 1")

    tools = {"again": again, "ask": cloche.pausing(lambda: 1)}
    box = cloche.Sandbox(tools, limits=cloche.Limits(steps=1000))
    with contextlib.suppress(cloche.ClocheError):
        RUNS[way](box)
    called: list[str] = []
    sys.setprofile(lambda frame, event, _: called.append(f"{event} {frame.f_code.co_filename}"))
    try:
        gc.collect()
    finally:
        sys.setprofile(None)
    assert [each for each in called if each.startswith("call ") and "runtime" in each] == []
