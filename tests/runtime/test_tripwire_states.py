"""The tripwire, asked of each kind of frame and of each state of a run."""

from __future__ import annotations

import gc
import importlib._bootstrap_external
import os
import signal
import sys
from contextlib import nullcontext
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from differential import running
from sleeping import asleep

from cloche.runtime import responsible, tripwire
from cloche.runtime.errors import EscapeDetected
from cloche.runtime.stops import Stop
from cloche.transpiler.vocabulary import TICKS
from cloche.transpiler.vocabulary import __file__ as beside

ROOT = responsible._ROOT
KEEPING = importlib._bootstrap_external._write_atomic.__code__

#: What is opened, how, and whether that reads the file of a module.
OPENED = [
    ("/a/x.py", "r", os.O_RDONLY, True), ("/a/x.pyc", "rb", 0, True), ("x.py", None, 0, True),
    (b"x.py", "r", 0, False), ("x.txt", "r", 0, False), ("x.py", "r", os.O_WRONLY, False),
    ("x.py", "w", 0, False), (3, None, 0, False),
]  # fmt: skip
#: File of this package, event, and whether that is expected of it.
PLACED = [
    ("boundary/calls.py", "socket.connect", True), ("output.py", "os.system", True),
    ("run.py", "os.system", False),
    ("memory.py", "open", True), ("memory.py", tripwire.READS_MODULE, True),
    ("budget.py", tripwire.READS_MODULE, False), ("memory.py", "exec", False),
    ("budget.py", "open", False),
    ("modules/zoneinfo.py", "open", True), ("modules/json.py", "open", False),
    ("modules/json.py", tripwire.READS_MODULE, True), ("guards/keys.py", "compile", True),
    ("guards/keys.py", "code.__new__", False),
]  # fmt: skip


@pytest.mark.parametrize(("path", "mode", "flags", "expected"), OPENED)
def test_files_of_modules(path: Any, mode: str | None, flags: int, expected: bool) -> None:
    assert tripwire._reads_module(path, mode, flags) is expected


@pytest.mark.parametrize(("path", "event", "expected"), PLACED)
def test_places(path: str, event: str, expected: bool) -> None:
    assert tripwire._allowed(path, event) is expected


def handler(number: int, frame: Any) -> None:
    pass


def collected(phase: str, info: Any) -> None:
    pass


def dropped(unraisable: Any, seen: list[Any]) -> None:
    pass


class Handler:
    def handle(self, number: int, frame: Any) -> None:
        pass


def stack(*codes: Any) -> Any:
    """Return frames, the innermost first: of a path, of code, or of a guest's."""
    frame = None
    for each in reversed(codes):
        builtins = {TICKS: None} if each == "guest" else {}
        code = compile("", each, "exec") if isinstance(each, str) else each
        frame = SimpleNamespace(f_builtins=builtins, f_code=code, f_back=frame)
    return frame


def of_name(name: str) -> Any:
    return compile("", "/lib/x.py", "exec").replace(co_name=name)


#: Event, frames, and whether it is expected of them.
STACKS = [
    ("open", (), True), ("open", ("/lib/x.py",), True), ("open", ("guest",), False),
    ("open", ("/lib/x.py", "guest"), False), ("open", (f"{ROOT}memory.py", "guest"), True),
    ("open", ("/lib/x.py", f"{ROOT}memory.py", "guest"), True),
    ("open", (f"{ROOT}budget.py", "guest"), False), ("open", (f"{ROOT}budget.py",), False),
    ("open", (beside, "guest"), True), ("open", ("guest", beside), False),
    ("open", (of_name("__del__"), "guest"), True), ("open", ("/lib/weakref.py", "guest"), True),
    ("open", ("guest", of_name("__del__")), False), ("open", (of_name("f"), "guest"), False),
    ("open", (KEEPING, f"{ROOT}guards/keys.py", "guest"), True),
    ("open", (f"{ROOT}guards/keys.py", "guest"), False),
    ("open", (KEEPING, f"{ROOT}budget.py", "guest"), False),
    ("os.system", (handler.__code__, "guest"), True),
    ("os.system", ("/lib/x.py", Handler.handle.__code__, f"{ROOT}budget.py"), True),
    ("os.system", (of_name("handler"), "guest"), False),
    ("open", (collected.__code__, "guest"), True), ("open", (dropped.__code__, "guest"), True),
    ("open", (collected.__code__.replace(co_name="other"), "guest"), False),
]  # fmt: skip


@pytest.mark.parametrize(("event", "frames", "expected"), STACKS)
def test_who_is_responsible(
    event: str, frames: Any, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [
        signal.signal(signal.SIGUSR1, handler),
        signal.signal(signal.SIGUSR2, Handler().handle),
    ]
    gc.callbacks.append(collected)
    monkeypatch.setattr(sys, "unraisablehook", partial(dropped, seen=[]))
    try:
        assert tripwire._expected(event, stack(*frames)) is expected
    finally:
        gc.callbacks.remove(collected)
        signal.signal(signal.SIGUSR1, before[0])
        signal.signal(signal.SIGUSR2, before[1])


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        (("/lib/x.py",), True),
        ((), False),
        (("guest",), False),
        (("/lib/x.py", "guest"), False),
        ((f"{ROOT}budget.py",), False),
    ],
)
def test_what_the_collector_calls_is_not_for_the_one_it_interrupts(
    frames: Any, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But code of guests, and ours, answers for itself there too."""
    whole = stack(*frames, "guest")
    innermost = whole
    for _ in frames:
        whole = whole.f_back
    monkeypatch.setattr(responsible, "interrupted", [whole])
    assert tripwire._expected("open", innermost) is expected


def cause(event: str) -> None:
    """Have the hook told of *event* by a frame of a guest's."""
    names = {"__builtins__": {TICKS: None}, "hook": tripwire._hook, "event": event}
    exec("hook(event, ())", names)


def test_a_guest_that_reaches_out_is_stopped() -> None:
    with running() as run:
        run.wired = True
        with pytest.raises(Stop):
            cause("os.system")
        assert isinstance(run.budget.reason.cause, EscapeDetected)


def test_one_that_does_so_during_a_collection_is_stopped() -> None:
    """Its run sleeps then, and says why it was stopped all the same."""
    with running() as run:
        run.wired = True
        with asleep(run.budget), pytest.raises(Stop):
            cause("os.system")
        assert isinstance(run.budget.reason.cause, EscapeDetected)


@pytest.mark.parametrize("state", ["harmless", "unwired", "asking", "ended", "no run"])
def test_nobody_is_stopped(state: str) -> None:
    if state == "no run":
        cause("os.system")
        return
    with running() as run:
        run.wired = state != "unwired"
        tripwire._asking.now = state == "asking"
        if state == "ended":
            run.budget.end()
        try:
            cause("builtins.id" if state == "harmless" else "os.system")
        finally:
            tripwire._asking.now = False
        assert run.budget.reason is None or state == "ended"


def test_the_questions_of_one_event_are_asked_of_the_next_as_well() -> None:
    with running() as run:
        run.wired = True
        tripwire._hook("os.system", ())
        assert tripwire._asking.now is False
        with pytest.raises(Stop):
            cause("os.system")


@pytest.mark.parametrize(("path", "expected"), [("/lib/x.py", True), ("/etc/passwd", False)])
def test_an_import_opens_modules_and_nothing_else(path: str, expected: bool) -> None:
    names = {"hook": tripwire._hook, "path": path}
    code = compile("hook('open', (path, 'r', 0))", f"{ROOT}modules/json.py", "exec")
    with running() as run:
        run.wired = True
        with nullcontext() if expected else pytest.raises(Stop):
            exec(code, names)
