"""The face: what each call gives, and what each thing that goes wrong raises."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from typing import Any

import pytest

import cloche


def box(**tools: Any) -> cloche.Sandbox:
    return cloche.Sandbox(tools=tools, limits=cloche.Limits(steps=100_000, seconds=5.0))


# --- Values ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 1", 2),
        ("", None),
        ("x = 1", None),
        ("x = 1; x", 1),
        ("1\nfor i in []: pass", None),
        ("'doc'", "doc"),
        ("1, 2", (1, 2)),
        ("__name__", "__main__"),
        ("if __name__ == '__main__':\n    print('ran')", None),
        (b"'\xc3\xa9'", "é"),
    ],
)
def test_value_is_that_of_the_last_expression(source: str | bytes, value: object) -> None:
    assert box().run(source) == value


@pytest.mark.parametrize("source", [5, None, 1.5, ["1"], {}, bytearray(b"1"), memoryview(b"1")])
def test_what_is_no_source_is_refused_by_name(source: Any) -> None:
    box = cloche.Sandbox()
    session = box.session()
    message = f"source must be str or bytes, not {type(source).__name__}"
    for use in (box.run, box.execute, box.compile, session.run, session.execute):
        with pytest.raises(TypeError) as caught:
            use(source)
        assert str(caught.value) == message
    for awaited in (box.run_async, session.run_async):
        with pytest.raises(TypeError, match=message):
            asyncio.run(awaited(source))
    assert session.run("1 + 1") == 2


def test_result_tells_what_it_took() -> None:
    result = box().execute("for i in range(10): print(i, end='')\n'done'")
    assert (result.value, result.stdout, result.steps) == ("done", "0123456789", 10)
    assert result.seconds >= 0


def test_inputs_are_copies() -> None:
    data = {"rows": [1, 2]}
    assert box().run("data['rows'].append(3)\ndata", inputs={"data": data}) == {"rows": [1, 2, 3]}
    assert data == {"rows": [1, 2]}


@pytest.mark.parametrize("name", ["1x", "class", "__builtins__", "__ticks__", "a b", ""])
def test_an_input_needs_a_name_a_program_could_use(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        box().run("1", inputs={name: 1})


def test_runs_share_nothing() -> None:
    program = box().compile("try:\n    seen += 1\nexcept NameError:\n    seen = 1\nseen")
    assert [program.run() for _ in range(3)] == [1, 1, 1]


def test_a_guest_instance_leaves_as_a_record() -> None:
    point = box().run("class P:\n    def __init__(self): self.x = 1\nP()")
    assert isinstance(point, cloche.Record)
    assert point.x == 1


# --- What goes wrong --------------------------------------------------------------------


def test_rejected_has_every_diagnostic() -> None:
    with pytest.raises(cloche.Rejected) as caught:
        box().run("import gc\nopen('x')\nx.__globals__")
    found = [(d.line, d.code) for d in caught.value.diagnostics]
    assert found == [(1, "CL201"), (2, "CL102"), (3, "CL110")]
    assert [(d.line, d.code) for d in cloche.lint("import gc\nopen('x')\nx.__globals__")] == found


#: Below `f()`, alone in its line.
MARKS = "    ~^^\n" if sys.version_info >= (3, 13) else ""


@pytest.mark.parametrize("end", ["type('A' * n, (Exception,), {})('b' * n)", "A('b' * n)"])
def test_an_error_tells_no_more_than_its_reader_can_take(end: str) -> None:
    source = "n = 1_000_000\nclass A(Exception):\n    def __str__(self): 1 / 0\n"
    source += "A.__name__ = 'A' * n\n"
    with pytest.raises(cloche.GuestError) as caught:
        box().run(f"{source}raise {end}")
    error = caught.value
    assert error.type_name.rstrip("…") == "A" * (len(error.type_name) - 1)
    assert max(map(len, (error.type_name, error.message))) < 11_000
    assert max(map(len, (str(error), error.traceback))) < 22_000


def test_guest_error_has_text_and_printed_output_but_no_guest_object() -> None:
    with pytest.raises(cloche.GuestError) as caught:
        box().run("print('so far')\ndef f():\n    raise KeyError('k')\nf()")
    error = caught.value
    assert (error.type_name, error.message, error.line) == ("KeyError", "'k'", 3)
    assert error.stdout == "so far\n"
    assert error.traceback == (
        "Traceback (most recent call last):\n"
        '  File "<guest>", line 4, in <module>\n'
        f"    f()\n{MARKS}"
        '  File "<guest>", line 3, in f\n'
        "    raise KeyError('k')\n"
        "KeyError: 'k'"
    )
    assert error.__cause__ is None
    assert error.__context__ is None


def test_an_unknown_tool_is_a_name_error_with_a_suggestion() -> None:
    with pytest.raises(cloche.GuestError, match="Did you mean: 'get_price'") as caught:
        box(get_price=lambda item: 1).run("get_prise('tea')")
    assert caught.value.type_name == "NameError"


@pytest.mark.parametrize(
    ("limits", "source", "kind"),
    [
        ({"steps": 1000}, "while True: pass", cloche.StepLimitExceeded),
        ({"seconds": 0.05, "steps": None}, "while True: pass", cloche.TimeLimitExceeded),
        ({"memory": 2**24}, "x = 'a' * 2**30", cloche.MemoryLimitExceeded),
        ({"output": 10}, "print('x' * 11)", cloche.OutputLimitExceeded),
        ({"tool_calls": 3}, "for i in range(4): tool()", cloche.ToolCallLimitExceeded),
        ({"recursion": 9}, "f = lambda n: n and f(n - 1); f(12)", cloche.RecursionLimitExceeded),
    ],
)
def test_each_limit_has_its_error(
    limits: dict[str, Any], source: str, kind: type[cloche.LimitExceeded]
) -> None:
    sandbox = cloche.Sandbox(tools={"tool": int}, limits=cloche.Limits(**limits))
    with pytest.raises(kind) as caught:
        sandbox.run("y = 1\n" + source)
    assert caught.value.line == 2
    assert sandbox.run("1 + 1") == 2


@pytest.mark.parametrize(
    "name",
    ["steps", "seconds", "memory", "output", "result", "result_depth", "tool_calls", "recursion"],
)
@pytest.mark.parametrize("bound", [0, -1])
def test_a_limit_is_a_positive_number(name: str, bound: int) -> None:
    with pytest.raises(ValueError, match=name):
        cloche.Limits(**{name: bound})


def test_an_isolation_is_inline_or_process() -> None:
    with pytest.raises(ValueError, match="'inline' or 'process'"):
        cloche.Sandbox(isolation="container")


def test_a_mapped_function_gives_a_list() -> None:
    double = box().compile("def double(n):\n    return 2 * n").function("double")
    assert double.map(range(3)) == [0, 2, 4]
    with pytest.raises(cloche.GuestError, match="TypeError"):
        double.map([1, None])


# --- Tools ------------------------------------------------------------------------------


def test_a_tool_that_raises_can_be_caught() -> None:
    def broken(x: int) -> int:
        raise ValueError("no")

    source = "try:\n    broken(1)\nexcept ValueError as error:\n    caught = str(error)\ncaught"
    assert box(broken=broken).run(source) == "no"
    with pytest.raises(cloche.GuestError, match="ValueError: no"):
        box(broken=broken).run("broken(1)")


def test_an_interrupt_in_a_tool_is_the_hosts() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    source = "try:\n    interrupted()\nexcept BaseException:\n    x = 1\nx"
    with pytest.raises(KeyboardInterrupt):
        box(interrupted=interrupted).run(source)


def test_a_result_the_guest_may_not_have_is_the_hosts_mistake() -> None:
    with pytest.raises(cloche.BoundaryError, match=r"lookup\(\)\.owner"):
        box(lookup=lambda: {"owner": object()}).run("try:\n    lookup()\nexcept Exception: pass")


def test_an_argument_that_may_not_leave_is_the_guests_mistake() -> None:
    source = "try:\n    take(x for x in [])\nexcept TypeError as error:\n    m = str(error)\nm"
    assert "generator" in box(take=lambda x: 1).run(source)


@pytest.mark.parametrize("tool", [3, None, "print"])
def test_a_tool_is_callable(tool: Any) -> None:
    with pytest.raises(TypeError, match="tool"):
        box(tool=tool)


def test_time_in_tools_is_not_the_guests() -> None:
    waited = threading.Event()
    sandbox = cloche.Sandbox(
        tools={"wait": lambda: waited.wait(0.3)}, limits=cloche.Limits(seconds=0.2)
    )
    assert sandbox.execute("wait()").seconds < 0.2


# --- Functions ----------------------------------------------------------------------------


def test_a_function_keeps_its_environment_and_has_fresh_limits() -> None:
    program = cloche.Sandbox(limits=cloche.Limits(steps=100)).compile(
        "calls = []\ndef f(n):\n    calls.append(n)\n    return sum(range(n)) + len(calls)"
    )
    f = program.function("f")
    assert [f(10) for _ in range(30)][-1] == 45 + 30
    with pytest.raises(cloche.StepLimitExceeded):
        f(1000)
    assert f(1) == 32
    assert program.function("f")(1) == 1


def test_a_function_may_be_missing() -> None:
    with pytest.raises(LookupError, match="'g'"):
        box().compile("def f(): pass").function("g")


def test_a_function_called_from_a_tool_of_its_own_run_counts_towards_it() -> None:
    functions: list[cloche.SandboxedFunction] = []
    sandbox = box(again=lambda n: functions[0](n - 1) if n else 0)
    functions.append(sandbox.compile("def f(n):\n    return 1 + again(n)").function("f"))
    assert functions[0](3) == 4


def test_a_function_may_be_called_from_threads() -> None:
    double = box().compile("def double(n):\n    return 2 * n").function("double")
    results: list[int] = []
    threads = [threading.Thread(target=lambda n=n: results.append(double(n))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [2 * n for n in range(20)]


def test_what_a_function_prints_is_kept_until_read() -> None:
    shout = box().compile("def shout(text):\n    print(text)").function("shout")
    shout("a")
    shout("b")
    assert (shout.stdout, shout.stdout) == ("a\nb\n", "")


# --- Sessions -------------------------------------------------------------------------------


def test_names_persist_and_a_failed_step_keeps_what_it_bound() -> None:
    session = box().session(inputs={"start": 1})
    session.run("def add(n):\n    return start + n")
    with pytest.raises(cloche.GuestError):
        session.run("kept = 5\n1 / 0")
    assert session.run("add(kept)") == 6
    assert session.names == ["start", "add", "kept"]


def test_a_session_survives_a_limit() -> None:
    session = box().session()
    with pytest.raises(cloche.StepLimitExceeded):
        session.run("n = 0\nwhile True: n += 1")
    assert session.run("n > 1000")


def test_a_traceback_through_two_steps_shows_the_lines_of_both() -> None:
    session = box().session()
    session.run("def f():\n    return 1 / 0")
    with pytest.raises(cloche.GuestError) as caught:
        session.run("f()")
    assert '"<step 2>", line 1, in <module>\n    f()' in caught.value.traceback
    assert '"<step 1>", line 2, in f\n    return 1 / 0' in caught.value.traceback


def test_a_session_may_shadow_a_builtin_that_is_not_offered() -> None:
    session = box().session()
    session.run("def open(path):\n    return path")
    assert session.run("open('x')") == "x"


# --- Output ---------------------------------------------------------------------------------


def test_output_is_told_as_it_is_printed() -> None:
    pieces: list[str] = []
    cloche.Sandbox(on_output=pieces.append).run("print('a')\nprint('b')")
    assert "".join(pieces) == "a\nb\n"


def test_no_guest_code_runs_after_its_run() -> None:
    finished: list[str] = []
    source = (
        "def g():\n    try:\n        yield\n    finally:\n        tell('late')\n"
        "kept = g()\nnext(kept)"
    )
    program = box(tell=finished.append).compile(source)
    program.run()
    assert finished == []


def test_a_generator_collected_during_another_run_prints_and_calls_nothing() -> None:
    """CPython calls `close` of what a closed generator delegates to, without a tick of anybody."""
    heard: list[str] = []
    source = (
        "class It:\n"
        "    def __iter__(self): return self\n"
        "    def __next__(self): return 1\n"
        "def gen(x): yield from x\n"
        "for act in (print, tell):\n"
        "    it = It()\n"
        "    it.close = act.__get__('from the run before')\n"
        "    it.own = gen(it)\n"
        "    next(it.own)\n"
    )
    box(tell=heard.append).run(source)
    assert box(collect=gc.collect).execute("collect()").stdout == ""
    assert heard == []


def test_a_guest_called_back_by_a_tool_pays_with_its_own_time() -> None:
    functions: list[cloche.SandboxedFunction] = []
    limits = cloche.Limits(seconds=0.2, steps=None)
    sandbox = cloche.Sandbox(tools={"back": lambda: functions[0](True)}, limits=limits)
    source = "def f(inner):\n    while inner: pass\n    back()"
    functions.append(sandbox.compile(source).function("f"))
    with pytest.raises(cloche.TimeLimitExceeded):
        functions[0](False)


def test_what_is_read_of_printed_text_meanwhile_counts_for_its_limit() -> None:
    box = cloche.Sandbox(limits=cloche.Limits(output=100), on_output=lambda text: shout.stdout)
    shout = box.compile("def f():\n    while True: print('x' * 10)").function("f")
    for _ in range(2):
        with pytest.raises(cloche.OutputLimitExceeded):
            shout()


def test_steps_are_counted_on_at_the_recursion_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    # A collection at the end of the stack may be unable to call us, and says so (README).
    monkeypatch.setattr(sys, "unraisablehook", lambda event: None)
    source = (
        "def f():\n    for _ in (1, 2):\n        try: f()\n        except RecursionError: pass\nf()"
    )
    with pytest.raises(cloche.StepLimitExceeded):
        cloche.Sandbox(limits=cloche.Limits(steps=200_000)).run(source)
