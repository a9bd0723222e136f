"""Runs, functions and sessions in worker processes: the same as inline."""

from __future__ import annotations

import datetime
import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

import cloche
from cloche.workers import messages, pool

#: Generous: no test may depend on the speed of the machine.
LIMITS = cloche.Limits(seconds=60.0)


@pytest.fixture(scope="module")
def box() -> Iterator[cloche.Sandbox]:
    with cloche.Sandbox(isolation="process", limits=LIMITS) as made:
        yield made


def remote(**tools: Callable[..., Any]) -> cloche.Sandbox:
    return cloche.Sandbox(isolation="process", tools=tools, limits=LIMITS, workers=1)


# --- Values -------------------------------------------------------------------------------------

VALUES: list[Any] = [
    None, True, 0, -1, 2**63, -(2**200), 1.5, float("inf"), -0.0, 3 + 4j, "", "é\x00\"\\",
    "\ud83d\ude00", "\udc80", b"", b"\x00\xff", bytearray(b"ab"), [], [1, [2, ["x"]]], (), (1,),
    {}, {"a": 1}, {"!": 1}, {"!": ["t", []]}, {1: "a", None: (2,), (3, 4): b"c"}, {1.5, 2}, {"x"},
    frozenset({1, (2, 3)}), datetime.date(2024, 2, 29), datetime.time(1, 2, 3, 4, fold=1),
    datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC),
    datetime.datetime(1, 1, 1, 0, 0, 0, 7),
    datetime.time(5, tzinfo=datetime.timezone(datetime.timedelta(hours=-3, seconds=7), "odd")),
    datetime.timedelta(days=-3, microseconds=5), datetime.UTC, Decimal("1.50"),
    Decimal("-sNaN12"), Decimal("1E+999999"), Fraction(-7, 3),
    UUID(int=12345), [{"k": [(1, {2})]}] * 3,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:30])
def test_plain_data_comes_back_as_it_went(box: cloche.Sandbox, value: Any) -> None:
    inline = cloche.Sandbox().run("[x]", inputs={"x": value})
    [found] = box.run("[x]", inputs={"x": value})
    assert type(found) is type(value)
    assert repr(found) == repr(inline[0])


def test_numbers_too_long_for_decimal_text(box: cloche.Sandbox) -> None:
    large = [10**5000, -(10**9000), Fraction(10**5000, 7)]
    assert box.run("x", inputs={"x": large}) == large


def test_a_range_goes_in_and_a_list_comes_out(box: cloche.Sandbox) -> None:
    assert box.run("x", inputs={"x": range(3)}) == [0, 1, 2]


def test_the_result_tells_what_it_took(box: cloche.Sandbox) -> None:
    result = box.execute("for i in range(10): print(i, end='')\n'done'")
    assert (result.value, result.stdout, result.steps) == ("done", "0123456789", 10)
    assert result.seconds >= 0


def test_a_guest_instance_leaves_as_a_record(box: cloche.Sandbox) -> None:
    found = box.run("class P:\n    def __init__(self): self.x = (1,)\n[P()]")[0]
    assert isinstance(found, cloche.Record)
    assert (found.__type_name__, found.x) == ("P", (1,))


def test_runs_share_nothing(box: cloche.Sandbox) -> None:
    program = box.compile("try:\n    seen += 1\nexcept NameError:\n    seen = 1\nseen")
    assert [program.run() for _ in range(3)] == [1, 1, 1]


def test_programs_beyond_those_a_worker_keeps_are_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import cloche.workers.supervision as supervision

    monkeypatch.setattr(supervision, "KEPT", 3)
    with remote() as sandbox:
        for _ in range(2):
            assert [sandbox.run(f"{n} + 1") for n in range(8)] == list(range(1, 9))


def test_input_that_is_not_plain_is_refused_as_inline(box: cloche.Sandbox) -> None:
    texts = []
    for sandbox in (box, cloche.Sandbox()):
        with pytest.raises(cloche.BoundaryError) as caught:
            sandbox.run("1", inputs={"x": {"y": [object()]}})
        texts.append(str(caught.value))
    assert texts[0] == texts[1]
    with pytest.raises(ValueError, match="reserved"):
        box.run("1", inputs={"__x__": 1})


# --- Errors -------------------------------------------------------------------------------------

FAILING = [
    ({}, "print('so far')\ndef f():\n    raise KeyError('k')\nf()"),
    (
        {},
        "class E(Exception): pass\ntry: 1 / 0\nexcept ZeroDivisionError as e: raise E('x') from e",
    ),
    ({}, "y = 1\nprnt(y)"),
    ({}, "import sys\nprint('oops', file=sys.stderr)\nsys.exit(3)"),
    ({"steps": 1000}, "print('a')\nwhile True: pass"),
    ({"memory": 2**24}, "x = 'a' * 2**30"),
    ({"memory": 2**24}, "t = ()\nfor i in range(99): t = (t, t)\nrepr(t)"),
    ({"output": 10}, "print('x' * 11)"),
    ({"result": 10}, "print('r')\n[0] * 11"),
    ({}, "lambda: 1"),
    ({}, "x = []\nx.append(x)\nx"),
]


@pytest.mark.parametrize(("limits", "source"), FAILING, ids=[source[-20:] for _, source in FAILING])
def test_an_error_is_the_one_of_inline(limits: dict[str, Any], source: str) -> None:
    outcomes = []
    for isolation in ("inline", "process"):
        bounds = cloche.Limits(**{"seconds": 60.0, **limits})
        with cloche.Sandbox(isolation=isolation, limits=bounds) as sandbox:
            with pytest.raises(cloche.ClocheError) as caught:
                sandbox.run(source)
            error = caught.value
            fields = dict(vars(error))
            fields.pop("used", None)  # of memory: what the process had
            fields.pop("seconds", None)
            outcomes.append((type(error), str(error), fields))
            assert error.__cause__ is None
            assert sandbox.run("1 + 1") == 2
    assert outcomes[0] == outcomes[1]


def test_the_deadline_of_a_run_that_ticks_is_its_own() -> None:
    bounds = cloche.Limits(seconds=1.5, steps=None)
    with cloche.Sandbox(isolation="process", limits=bounds, workers=1) as sandbox:
        with pytest.raises(cloche.TimeLimitExceeded):
            sandbox.run("x = 1\nwhile True: pass")
        assert sandbox.run("1 + 1") == 2


def test_rejected_source_never_gets_to_a_worker() -> None:
    with remote() as sandbox:
        with pytest.raises(cloche.Rejected):
            sandbox.run("import gc")
        assert sandbox.workers is not None
        assert sandbox.workers.pool.workers == []


@pytest.mark.parametrize("workers", [0, -1, 1.5, "2"])
def test_workers_are_counted(workers: Any) -> None:
    with pytest.raises(ValueError, match="workers"):
        cloche.Sandbox(isolation="process", workers=workers)


# --- Tools --------------------------------------------------------------------------------------


def test_tools_run_in_the_host() -> None:
    heard: list[Any] = []

    def tell(*args: Any, **kwargs: Any) -> Any:
        heard.append((threading.current_thread(), args, kwargs))
        return {"n": (len(heard),)}

    with remote(tell=tell) as sandbox:
        assert sandbox.run("tell(1, (2,), k={3: b'x'})['n'] + tell()['n']") == (1, 2)
    here = threading.current_thread()
    assert heard == [(here, (1, (2,)), {"k": {3: b"x"}}), (here, (), {})]


RAISED: list[tuple[Exception, str]] = [
    (ValueError("no"), "ValueError('no')"),
    (KeyError((1, 2)), "KeyError((1, 2))"),
    (FileNotFoundError(2, "gone"), "FileNotFoundError(2, 'gone')"),
    (UnicodeDecodeError("u8", b"x", 0, 1, "b"), "UnicodeDecodeError('u8', b'x', 0, 1, 'b')"),
    (type("Odd", (LookupError,), {})("odd"), "LookupError('odd')"),
    (StopIteration(3), "StopIteration(3)"),
    (ExceptionGroup("g", [ValueError()]), "Exception('g (1 sub-exception)')"),
]


@pytest.mark.parametrize(("error", "shown"), RAISED, ids=[shown for _, shown in RAISED])
def test_what_a_tool_raises_the_guest_can_catch(error: Exception, shown: str) -> None:
    def broken() -> None:
        raise error

    source = "try:\n    broken()\nexcept Exception as e:\n    x = repr(e)\nx"
    assert cloche.Sandbox(tools={"broken": broken}).run(source) == shown
    with remote(broken=broken) as sandbox:
        assert sandbox.run(source) == shown
        with pytest.raises(cloche.GuestError, match=shown.partition("(")[0]):
            sandbox.run("broken()")


def test_an_interrupt_in_a_tool_is_the_hosts() -> None:
    class Mine(BaseException):
        pass

    mine = Mine("as it was")

    def interrupted() -> None:
        raise mine

    with remote(interrupted=interrupted) as sandbox:
        with pytest.raises(Mine) as caught:
            sandbox.run("try:\n    interrupted()\nexcept BaseException:\n    x = 1\nx")
        assert caught.value is mine
        assert sandbox.run("1 + 1") == 2


def test_a_result_the_guest_may_not_have_is_the_hosts_mistake() -> None:
    with (
        remote(lookup=lambda: {"owner": object()}) as sandbox,
        pytest.raises(cloche.BoundaryError, match=r"lookup\(\)\.owner"),
    ):
        sandbox.run("try:\n    lookup()\nexcept Exception: pass")


def test_an_argument_that_may_not_leave_is_the_guests_mistake() -> None:
    source = "try:\n    take(x for x in [])\nexcept TypeError as error:\n    m = str(error)\nm"
    expected = cloche.Sandbox(tools={"take": lambda x: 1}).run(source)
    with remote(take=lambda x: 1) as sandbox:
        assert sandbox.run(source) == expected


def test_a_tool_may_run_a_program_of_its_own_box() -> None:
    """With one worker, which is waiting for the tool: another is started."""
    boxes: list[cloche.Sandbox] = []
    with remote(inner=lambda n: boxes[0].run(f"{n} and inner({n} - 1) + 1 or 0")) as sandbox:
        boxes.append(sandbox)
        assert sandbox.run("inner(1)") == 1


def test_time_in_tools_is_not_the_guests() -> None:
    waited = threading.Event()
    bounds = cloche.Limits(seconds=1.5)
    tools = {"wait": lambda: waited.wait(1.0)}
    with cloche.Sandbox(isolation="process", tools=tools, limits=bounds) as sandbox:
        assert sandbox.execute("wait()\nwait()").seconds < 1.5


# --- Source text at run time ---------------------------------------------------------------

EVALUATED = [
    "eval('1 + x', {'x': 2})",
    "y = 3\nexec('z = y * 2')\nz",
    "def f(a):\n    return eval('a + 1')\nf(4)",
    "exec('def g(n):\\n    return [n] * 2')\ng(7)",
    "eval(compile('2 ** 10', 'here', 'eval'))",
    "try:\n    eval('1 +')\nexcept SyntaxError as e:\n    x = str(e)\nx",
    "try:\n    exec('import gc')\nexcept SyntaxError as e:\n    x = str(e)\nx",
    "try:\n    eval('().__reduce__')\nexcept SyntaxError as e:\n    x = str(e)\nx",
]


@pytest.mark.parametrize("source", EVALUATED)
def test_text_is_evaluated_as_inline(box: cloche.Sandbox, source: str) -> None:
    assert box.run(source) == cloche.Sandbox().run(source)


# --- Functions ----------------------------------------------------------------------------------


def test_a_function_keeps_its_environment_and_has_fresh_limits() -> None:
    bounds = cloche.Limits(steps=100, seconds=60.0)
    with cloche.Sandbox(isolation="process", limits=bounds) as sandbox:
        program = sandbox.compile(
            "calls = []\ndef f(n):\n    calls.append(n)\n    return sum(range(n)) + len(calls)"
        )
        f = program.function("f")
        assert [f(10) for _ in range(30)][-1] == 45 + 30
        assert f.map([10] * 30)[-1] == 45 + 60
        with pytest.raises(cloche.StepLimitExceeded):
            f(1000)
        assert f(1) == 62
        with pytest.raises(cloche.StepLimitExceeded):
            f.map([1, 2, 1000, 3])
        assert f(1) == 66
        assert program.function("f")(1) == 1
        assert isinstance(f, cloche.SandboxedFunction)


def test_a_function_may_be_missing_or_fail(box: cloche.Sandbox) -> None:
    with pytest.raises(LookupError, match="'g'"):
        box.compile("def f(): pass").function("g")
    with pytest.raises(cloche.GuestError, match="ZeroDivisionError"):
        box.compile("1 / 0\ndef f(): pass").function("f")


def test_a_function_has_inputs_and_keywords(box: cloche.Sandbox) -> None:
    f = box.compile("def f(a, *, b=2):\n    return a + b + c").function("f", inputs={"c": 10})
    assert (f(1), f(1, b=3)) == (13, 14)
    with pytest.raises(cloche.BoundaryError, match="argument 1"):
        f(object())
    with pytest.raises(cloche.BoundaryError, match="item 2"):
        f.map([1, object()])


def test_many_items_come_back_in_order(box: cloche.Sandbox) -> None:
    f = box.compile("def f(a):\n    return (a, str(a))").function("f")
    assert f.map(range(5000)) == [(n, str(n)) for n in range(5000)]
    assert f.map([]) == []


def test_a_function_called_from_a_tool_of_its_own_run_counts_towards_it() -> None:
    functions: list[cloche.SandboxedFunction] = []
    with remote(again=lambda n: functions[0](n - 1) if n else 0) as sandbox:
        program = sandbox.compile("def f(n):\n    print(n)\n    return 1 + again(n)")
        functions.append(program.function("f"))
        assert functions[0](3) == 4
        assert functions[0].stdout == "3\n2\n1\n0\n"


def test_what_a_function_prints_is_kept_until_read(box: cloche.Sandbox) -> None:
    shout = box.compile("print('loaded')\ndef shout(text):\n    print(text)").function("shout")
    shout("a")
    shout.map("bc")
    assert (shout.stdout, shout.stdout, shout.stderr) == ("a\nb\nc\n", "", "")


PRINTS = """
import sys
def f(text, n):
    for _ in range(n):
        print(text, end="")
        sys.stderr.write(text)
    if n == 7: 1/0
"""


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_each_call_may_print_as_much_as_a_run(isolation: Any) -> None:
    """Of what nobody reads, no more than that is kept: the last."""
    limits = cloche.Limits(seconds=60.0, output=100)
    with cloche.Sandbox(isolation=isolation, limits=limits) as sandbox:
        f = sandbox.compile(PRINTS).function("f")
        for text in "abcd":
            f(text, 30)
        assert f.stdout == f.stderr == "a" * 10 + "b" * 30 + "c" * 30 + "d" * 30
        f("é", 50)
        f("x", 51)
        assert f.stderr == "é" * 24 + "x" * 51
        f("yz", 50)
        with pytest.raises(cloche.GuestError) as failed:
            f("w", 7)
        with pytest.raises(cloche.OutputLimitExceeded):
            f("v", 101)
        assert failed.value.stdout == "w" * 7
        assert f.stdout == "yz" * 50


def test_calls_of_a_map_may_each_print_as_much() -> None:
    limits = cloche.Limits(seconds=60.0, output=2000)
    source = "def f(n):\n    print('x' * 1500)\n    return n"
    printed: list[str] = []
    for box in (
        cloche.Sandbox(isolation="process", limits=limits),
        cloche.Sandbox(isolation="process", limits=limits, on_output=printed.append),
        cloche.Sandbox(limits=limits),
    ):
        f = box.compile(source).function("f")
        assert f.map(range(20)) == [*range(20)]
        assert f.stdout == ("x" * 1500 + "\n")[-499:] + "x" * 1500 + "\n"
        box.close()
    assert len("".join(printed)) == 20 * 1501


def test_a_total_goes_by_what_the_host_has_measured(
    box: cloche.Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was taken over says of its steps that they take nothing."""
    for total in (cloche.Limits(seconds=5.0), cloche.Limits(tool_calls=5)):
        session = box.session(total=total)
        monkeypatch.setattr(type(session), "_measured", lambda self: (2.5, 3))
        assert (session.run("1"), session.run("2")) == (1, 2)
        with pytest.raises(cloche.LimitExceeded):
            session.run("3")


def test_a_session_of_very_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MOST_NAMES", 3)
    monkeypatch.setattr(messages, "MOST_NAMED", 10)
    assert messages.told(["a", "b", "c"]) == ["a", "b", "c"]
    assert messages.told(["a", "b", "c", "d"]) == ["a", "b", "c"]
    assert messages.told(["a", "b" * 9, "c"]) == ["a", "b" * 9]


def test_a_function_may_be_called_from_threads(box: cloche.Sandbox) -> None:
    double = box.compile("def double(n):\n    return 2 * n").function("double")
    results: list[int] = []
    threads = [threading.Thread(target=lambda n=n: results.append(double(n))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [2 * n for n in range(20)]


# --- Sessions -----------------------------------------------------------------------------------


def test_names_persist_and_a_failed_step_keeps_what_it_bound(box: cloche.Sandbox) -> None:
    session = box.session(inputs={"start": 1})
    assert session.names == ["start"]
    session.run("def add(n):\n    return start + n")
    with pytest.raises(cloche.GuestError) as caught:
        session.run("kept = 5\n1 / 0")
    assert '"<step 2>", line 2' in caught.value.traceback
    assert session.run("add(kept)") == 6
    assert session.names == ["start", "add", "kept"]
    assert session.run("more + kept", inputs={"more": 1}) == 6
    assert session.execute("print(add(1))").stdout == "2\n"
    assert isinstance(session, cloche.Session)


def test_there_are_only_so_many_functions_and_sessions(
    box: cloche.Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.collect()
    monkeypatch.setattr(pool, "MOST_HIRED", 2)
    one, other = box.session(), box.session()
    one.run("x = 1")
    other.run("x = 2")
    with pytest.raises(cloche.ClocheError, match="are kept, each in a worker"):
        box.session().run("3")
    with pytest.raises(cloche.ClocheError, match="are kept, each in a worker"):
        box.compile("def f(): pass").function("f")
    assert (box.run("1 + 1"), one.run("x"), other.run("x")) == (2, 1, 2)
    del other
    assert box.compile("def f(): return 4").function("f")() == 4


def test_sessions_are_apart(box: cloche.Sandbox) -> None:
    one, other = box.session(), box.session()
    one.run("x = 1")
    other.run("x = 2")
    assert (one.run("x"), other.run("x")) == (1, 2)
    with pytest.raises(cloche.GuestError, match="NameError"):
        box.session().run("x")


# --- Output, clock, seed ------------------------------------------------------------------------


def test_output_is_told_as_it_is_printed() -> None:
    told: list[str] = []
    tools = {"mark": lambda: told.append("|")}
    with cloche.Sandbox(isolation="process", tools=tools, on_output=told.append) as sandbox:
        assert sandbox.execute("print('a')\nmark()\nprint('b', end='')").stdout == "a\nb"
    assert "".join(told) == "a\n|b"


def test_a_listener_that_raises_ends_the_run() -> None:
    class Enough(Exception):
        pass

    def listen(text: str) -> None:
        if text == "3\n":
            raise Enough

    with cloche.Sandbox(isolation="process", on_output=listen, limits=LIMITS) as sandbox:
        with pytest.raises(Enough):
            sandbox.run("i = 0\nwhile True:\n    print(i)\n    i += 1")
        assert sandbox.run("1 + 1") == 2


CLOCKS: list[Any] = [
    datetime.datetime(2024, 5, 6, 7), 1.5e9, lambda: 1e9, lambda: datetime.datetime(2020, 1, 1),
]  # fmt: skip


@pytest.mark.parametrize("clock", CLOCKS)
def test_the_clock_is_the_one_of_the_sandbox(clock: Any) -> None:
    source = "import time\nfrom datetime import datetime\n(time.time(), datetime.now().isoformat())"
    expected = cloche.Sandbox(clock=clock).run(source)
    with cloche.Sandbox(clock=clock, isolation="process", limits=LIMITS) as sandbox:
        assert sandbox.run(source) == expected


def test_a_clock_that_tells_no_time_is_the_hosts_mistake() -> None:
    with cloche.Sandbox(clock=lambda: "noon", isolation="process", limits=LIMITS) as sandbox:  # type: ignore[arg-type, return-value]
        with pytest.raises(TypeError, match="seconds or a datetime"):
            sandbox.run("import time\ntime.time()")
        assert sandbox.run("1 + 1") == 2


def test_a_seed_gives_the_same_in_every_process() -> None:
    source = "import random\n[random.random(), random.randrange(10**9)]"
    expected = cloche.Sandbox(seed=7).run(source)
    with cloche.Sandbox(seed=7, isolation="process", limits=LIMITS) as sandbox:
        assert sandbox.run(source) == expected


# --- What it costs those who do not use it ------------------------------------------------------


def test_importing_cloche_does_not_import_workers() -> None:
    code = "import cloche, sys; cloche.run('1'); print([m for m in sys.modules if 'workers' in m])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


def test_no_worker_is_started_before_it_is_needed() -> None:
    with remote() as sandbox:
        assert sandbox.workers is not None
        assert sandbox.workers.pool.workers == []
        sandbox.run("1")
        assert len(sandbox.workers.pool.workers) == 1


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_a_session_tells_of_names_that_can_be_written(isolation: str) -> None:
    """Others are bound by `globals()`; they end no session, and no terminal."""
    odd = ["a b", "", "\ud800", "lambda", "True", "\ufb01", "\x1b[31m", "x\n"]
    with cloche.Sandbox(isolation=isolation) as box:
        session = box.session()
        session.run("for name in names: globals()[name] = 1", inputs={"names": odd})
        assert session.run("[name in globals() for name in names]") == [True] * len(odd)
        assert session.names == ["names", "name"]
        assert session.variables == {"names": odd, "name": odd[-1]}
