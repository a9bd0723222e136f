"""The public errors pickle, copy, and say in one line what happened and what to do."""

from __future__ import annotations

import copy
import pickle
import tracemalloc

import pytest

from cloche.runtime.errors import (
    BoundaryError,
    ClocheError,
    DumpRefused,
    EscapeDetected,
    GuestError,
    LimitExceeded,
    MemoryLimitExceeded,
    OutputLimitExceeded,
    RecursionLimitExceeded,
    Rejected,
    ReplayDiverged,
    StepLimitExceeded,
    TimeLimitExceeded,
    ToolCallLimitExceeded,
    WorkerCrashed,
    clipped,
    one_line,
)
from cloche.transpiler.diagnostics import Diagnostic

NO_EXEC = Diagnostic(3, 4, 3, 8, "CL101", "exec is not available", "call the function itself")
NO_STAR = Diagnostic(5, 0, 5, 15, "CL201", "star import")

ERRORS = [
    (Rejected([NO_EXEC]), "3:5: CL101 exec is not available (call the function itself)"),
    (
        Rejected([NO_EXEC, NO_STAR]),
        "3:5: CL101 exec is not available (call the function itself) (and 1 more)",
    ),
    (Rejected([]), "the source was refused"),
    (GuestError("KeyError", "'x'"), "KeyError: 'x'"),
    (GuestError("ValueError", "", "Traceback", 7), "ValueError (line 7)"),
    (GuestError("ValueError", "two\n  lines\n"), "ValueError: two lines"),
    (
        StepLimitExceeded(1_000_000, 1_000_001, 4),
        "the program took more than 1,000,000 steps (line 4): "
        "loop over less, end loops sooner, or raise Limits.steps",
    ),
    (
        TimeLimitExceeded(0.5, 0.52),
        "the program ran for more than 0.5 seconds: do less work, or raise Limits.seconds",
    ),
    (
        MemoryLimitExceeded(1024, 2048),
        "the program needed more than 1,024 bytes of memory: "
        "hold less at once, or raise Limits.memory",
    ),
    (
        OutputLimitExceeded(10, 11),
        "the program printed more than 10 bytes: print less, or raise Limits.output",
    ),
    (
        ToolCallLimitExceeded(10, 11),
        "the program called tools more than 10 times: "
        "ask for more at once, or raise Limits.tool_calls",
    ),
    (
        RecursionLimitExceeded(50, 51, 3),
        "the program called functions inside one another more than 50 deep (line 3): "
        "use a loop, or raise Limits.recursion",
    ),
    (
        LimitExceeded(1, 2),
        "the program used more than its limit of 1: do less, or raise the limit",
    ),
    (
        BoundaryError("orders[3].owner", "generator", hint="make it a list first: list(...)"),
        "orders[3].owner: generator may not cross between host and program; "
        "make it a list first: list(...)",
    ),
    (BoundaryError("result[0]", "list", "refers to itself"), "result[0]: list refers to itself"),
    (
        EscapeDetected("open", 2),
        "the program was stopped at 'open', which no program can do (line 2): please report it",
    ),
    (
        WorkerCrashed("killed by SIGSEGV", -11),
        "the worker that ran the program died: killed by SIGSEGV (exit status -11)",
    ),
    (WorkerCrashed("no answer"), "the worker that ran the program died: no answer"),
    # What is given by name is kept as well.
    (
        Rejected(diagnostics=[NO_STAR], source="x"),
        "5:1: CL201 star import",
    ),
    (GuestError(type_name="KeyError", message="'x'", line=3), "KeyError: 'x' (line 3)"),
    (
        StepLimitExceeded(limit=1, used=2, line=3),
        "the program took more than 1 steps (line 3): "
        "loop over less, end loops sooner, or raise Limits.steps",
    ),
    (
        EscapeDetected(event="open", line=None),
        "the program was stopped at 'open', which no program can do: please report it",
    ),
    (
        WorkerCrashed(reason="killed", exit_code=3),
        "the worker that ran the program died: killed (exit status 3)",
    ),
    (DumpRefused(reason="it has begun"), "it has begun"),
    (
        ReplayDiverged(number=2, recorded="ask(1)", found="ask(\n  2)"),
        "the replay took another way at call 2: it was ask(1), now it is ask( 2)",
    ),
]


@pytest.mark.parametrize(("error", "text"), ERRORS)
def test_text_is_one_line(error, text):
    assert str(error) == text
    assert "\n" not in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        " a ",
        "a\n\n  b\t\r\nc ",
        "a\x1cb\x1dc\x1ed\x85e\u2028f\u2029g\vh\fi",
        "\r a\x1f b \r",
    ],
)  # fmt: skip
def test_one_line_of_many(text):
    assert one_line(text) == " ".join(part.strip() for part in text.splitlines() if part.strip())


def test_one_line_takes_memory_as_its_text_does():
    text = "ab\n" * 200_000
    tracemalloc.start()
    try:
        made = one_line(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert made == ("ab " * 200_000)[:-1]
    assert peak < 12 * len(text)


@pytest.mark.parametrize("error", [error for error, _ in ERRORS])
@pytest.mark.parametrize(
    "duplicate",
    [
        copy.copy,
        copy.deepcopy,
        *(
            lambda error, protocol=protocol: pickle.loads(pickle.dumps(error, protocol))
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
        ),
    ],
)
def test_duplicates_are_the_same(error, duplicate):
    error = copy.copy(error)
    error.stdout = "so far\n"
    twin = duplicate(error)
    assert type(twin) is type(error)
    assert vars(twin) == vars(error)
    assert twin.args == error.args
    assert str(twin) == str(error)
    assert twin.stdout == "so far\n"


@pytest.mark.parametrize("error", [error for error, _ in ERRORS])
def test_every_error_is_a_cloche_error_with_stdout(error):
    assert isinstance(error, ClocheError)
    assert error.stdout == ""


def test_limits_have_a_common_base_and_fields():
    error = StepLimitExceeded(limit=10, used=12, line=3)
    assert isinstance(error, LimitExceeded)
    assert (error.limit, error.used, error.line) == (10, 12, 3)


GONE = "The program was rejected; nothing of it ran.\n"
TOLD = [
    (
        Rejected([NO_EXEC, NO_STAR], "1\r\n2\r  exec('x')\n4"),
        f"{GONE}Line 3: exec is not available (CL101).\n    exec('x')\n"
        "    Fix: call the function itself.\nLine 5: star import (CL201).\n",
    ),
    (
        Rejected([NO_STAR], "\n\n\n\n" + "x" * 200),
        f"{GONE}Line 5: star import (CL201).\n    {'x' * 80} […] {'x' * 80}\n",
    ),
    (Rejected([NO_STAR], "\n" * 9), f"{GONE}Line 5: star import (CL201).\n"),
    (Rejected([NO_STAR] * 10), GONE + "Line 5: star import (CL201).\n" * 10),
    (Rejected([NO_STAR] * 12), GONE + "Line 5: star import (CL201).\n" * 10 + "And 2 more.\n"),
    (GuestError("KeyError", "'x'", "Traceback\n  …\n"), "Traceback\n  …\n"),
    (GuestError("KeyError", "'x'"), "KeyError: 'x'\n"),
    (DumpRefused("it has begun"), "it has begun\n"),
]


@pytest.mark.parametrize(("error", "told"), TOLD)
def test_what_a_model_is_told(error: ClocheError, told: str) -> None:
    assert error.for_model() == told
    error = copy.copy(error)
    error.stdout = "so far\n\n"
    assert error.for_model() == f"{told}Printed before that:\nso far\n"
    error.stdout = "\n"
    assert error.for_model() == told


def test_clipped_text_has_its_ends() -> None:
    assert clipped("abcdef", 6) == "abcdef"
    assert clipped("abcdefg", 6) == "abc […] efg"
    assert clipped("x" * 2000) == "x" * 2000
    assert clipped("x" * 2001) == f"{'x' * 1000} […] {'x' * 1000}"
