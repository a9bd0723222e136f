"""The second layer: with the language wall broken, the tripwire stops what comes through."""

from __future__ import annotations

import builtins
import ctypes
import gc
import os
import signal
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.runtime import namespace, tripwire

#: What a sabotaged runtime offers, what a guest does with it, and the event that gives it away.
BROKEN: dict[str, tuple[Any, str, str]] = {
    "open": (open, "broken('/etc/hostname')", "open"),
    "exec": (builtins.exec, "broken('1')", "compile"),
    "import": (builtins.__import__, "broken('socketserver')", "import"),
    "subprocess": (subprocess.run, "broken(['true'])", "subprocess.Popen"),
    "system": (os.system, "broken('true')", "os.system"),
    "listdir": (os.listdir, "broken('/')", "os.listdir"),
    "remove": (os.remove, "broken('/nowhere')", "os.remove"),
    "socket": (socket.socket, "broken()", "socket.__new__"),
    "ctypes": (ctypes.CDLL, "broken(None)", "ctypes.dlopen"),
    "memory": (ctypes.string_at, "broken(0, 0)", "ctypes.string_at"),
    "path": (Path("/etc/hostname").read_text, "broken()", "open"),
}
CAUGHT = """
broken = ascii
try:
    {}
except BaseException:
    pass
finally:
    print("still here")
"""


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("optimize", [True, False], ids=["optimized", "plain"])
def test_what_comes_through_is_stopped(
    name: str, optimize: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, action, event = BROKEN[name]
    monkeypatch.setitem(namespace.STATIC, "ascii", value)
    with pytest.raises(cloche.EscapeDetected) as caught:
        cloche.Sandbox(optimize=optimize).run(CAUGHT.format(action))
    assert caught.value.event == event
    assert caught.value.stdout == ""


def test_it_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(namespace.STATIC, "ascii", os.listdir)
    assert cloche.Sandbox(tripwire=False).execute(CAUGHT.format("broken('/')")).stdout


def test_the_host_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x"

    def tool() -> int:
        path.write_text("written", encoding="utf-8")
        return subprocess.run(["true"], check=True).returncode

    pieces: list[str] = []

    def listener(text: str) -> None:
        pieces.append(f"{text}{path.exists()}")

    class Closing:
        def __del__(self) -> None:
            path.unlink()

    held = [Closing()]

    box = cloche.Sandbox({"tool": tool, "let_go": held.clear}, on_output=listener)
    assert box.run("print(1)\nr = tool()\nlet_go()\nr") == 0
    assert not path.exists()
    assert pieces
    path.write_text("the host, afterwards", encoding="utf-8")


def test_a_guest_called_by_a_tool_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(namespace.STATIC, "ascii", os.listdir)
    inner = cloche.Sandbox()
    caught = []

    def tool() -> None:
        try:
            inner.run("ascii('/')")
        except cloche.EscapeDetected as error:
            caught.append(error.event)

    cloche.Sandbox({"tool": tool}).run("tool()")
    assert caught == ["os.listdir"]


def test_a_signal_handler_is_the_hosts(tmp_path: Path) -> None:
    path = tmp_path / "x"

    def handler(*_: object) -> None:
        path.write_text("seen", encoding="utf-8")

    before = signal.signal(signal.SIGALRM, handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        with pytest.raises(cloche.TimeLimitExceeded):
            cloche.run("while True: pass", limits=cloche.Limits(steps=None, seconds=0.3))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert path.read_text(encoding="utf-8") == "seen"


def test_hooks_are_the_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CPython calls them in a guest's time: of a collection, of what it has to drop."""
    seen: list[str] = []

    def hook(*args: Any, what: str) -> None:
        if not seen or seen[-1] != what:
            (tmp_path / what).write_text(what, encoding="utf-8")
            seen.append(what)
            raise ValueError

    collected = partial(hook, what="collection")
    monkeypatch.setattr(sys, "unraisablehook", partial(hook, what="dropped"))
    gc.callbacks.append(collected)
    try:
        assert cloche.run("len([[i] for i in range(5000)])") == 5000
    finally:
        gc.callbacks.remove(collected)
    assert {"collection", "dropped"} <= set(seen)


def test_no_place_may_do_what_it_never_does() -> None:
    for place, event in [
        ("tracebacks.py", "open"), ("builtins/evaluation.py", "open"), ("modules/clock.py", "open"),
        ("modules/math.py", "os.putenv"), ("modules/json.py", "time.sleep"), ("budget.py", "open"),
        ("builtins/output.py", "os.system"), ("memory.py", "os.listdir"),
        ("modules/json.py", "open"), ("guards/operators.py", "open"),
        ("universe/text.py", "code.__new__"),
    ]:  # fmt: skip
        assert not tripwire._allowed(place, event)
    assert tripwire._allowed("memory.py", "open")


def test_a_module_is_read_and_nothing_else() -> None:
    reads = tripwire._reads_module
    assert reads("/x/y.py", "r", os.O_RDONLY)
    assert reads("/x/y.cpython-313.pyc", "rb", 0)
    assert reads("/x/y.py", None, os.O_RDONLY | os.O_CLOEXEC)
    for path, mode, flags in [
        ("/etc/passwd", "r", 0), ("/x/y.py", "w", os.O_WRONLY), ("/x/y.py", "r+", os.O_RDWR),
        (b"/x/y.py", "r", 0), (3, "r", 0), ("/x/y.py", None, os.O_WRONLY | os.O_CREAT),
        ("/x/y.py/secret", "rb", 0),
    ]:  # fmt: skip
        assert not reads(path, mode, flags)


#: Calls whatever the modules offer, so that whatever is imported late is imported.
EVERYTHING = """
import cloche
box = cloche.Sandbox()
calls = (
    "import {0}\\nfor name in dir({0}):\\n"
    "    try: getattr({0}, name)()\\n    except Exception: pass"
)
for source in ["1 / 0", "10**5000 // 7**3000", *map(calls.format, sorted(box.policy.modules))]:
    try:
        box.run(source)
    except (cloche.GuestError, cloche.StepLimitExceeded):
        pass
"""


def test_imports_keep_what_they_have_compiled(tmp_path: Path) -> None:
    keeping = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([sys.executable, "-c", EVERYTHING], env=keeping, check=True)
    assert any(tmp_path.rglob("*.pyc"))
