"""What the kernel denies a worker, tried with the language layer switched off.

The workers here are sabotaged: they take any text for verified, watch no audit events, and their
guests have the real builtins and a real `import_module`. What stops them then is the kernel, or
their host.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.transpiler import Guarded
from cloche.workers import boot
from cloche.workers.doctor import examine

SABOTAGED = """\
import ast, builtins, importlib
import cloche.runtime.namespace as namespace
import cloche.runtime.tripwire as tripwire
import cloche.workers.main as worker
tripwire.install = lambda: None
worker.verify = lambda text, policy, filename: ast.parse(text)
made = namespace.namespace
def open_wide(run, tools):
    raw = dict(vars(builtins))
    raw.update(tools)
    raw["import_module"] = importlib.import_module
    raw["__ticks__"], raw["__own__"] = run.ticks, run.own
    return raw
namespace.namespace = open_wide
worker.main(int(sys.argv[2]))
"""
HONEST = boot.MAIN
ACTIVE = "active"
LIMITS = cloche.Limits(seconds=60.0, memory=64 * 2**20)


@pytest.fixture(scope="module")
def layers() -> dict[str, str]:
    return examine().layers


@pytest.fixture(scope="module")
def raw(layers: dict[str, str]) -> Iterator[cloche.Sandbox]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(boot, "MAIN", SABOTAGED)
        with cloche.Sandbox(isolation="process", limits=LIMITS, workers=1) as box:
            yield box


def run(box: cloche.Sandbox, text: str) -> Any:
    """Run *text* as it is: neither the host nor the worker looks at it."""
    assert box.workers is not None
    code = compile("", "<guest>", "exec")
    return box.workers.execute(Guarded(text, text, code), None).value


def test_every_layer_is_active_here(layers: dict[str, str]) -> None:
    """The tests want all of them: the extra `process`, and a kernel that has what it needs."""
    if sys.platform == "linux":
        assert set(layers.values()) == {ACTIVE}, layers


def test_the_language_layer_is_off(raw: cloche.Sandbox) -> None:
    assert run(raw, "__result__ = type(import_module('sys')).__name__") == "module"


REFUSED = {
    "open a file": "open('/etc/hostname')",
    "write a file": "open('/tmp/cloche-was-here', 'w')",
    "list a directory": "import_module('os').listdir('/')",
    "look at a file": "import_module('os').stat('/etc/hostname')",
    "remove a file": "import_module('os').remove('/tmp/cloche-was-here')",
    "load a module from disk": "import_module('antigravity')",
    "make a pipe": "import_module('os').pipe()",
    "change limits": "r = import_module('resource'); r.setrlimit(r.RLIMIT_CPU, (9, 9))",
    "become nicer": "import_module('os').nice(1)",
    "wait for a descriptor": "import_module('select').select([0], [], [], 0)",
    "copy a descriptor": "import_module('os').dup(0)",
    "allocate 8 GiB": "bytearray(2**33)",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_the_kernel_refuses(raw: cloche.Sandbox, text: str) -> None:
    with pytest.raises(cloche.GuestError) as caught:
        run(raw, text)
    kinds = {"PermissionError", "OSError", "ModuleNotFoundError", "MemoryError", "ValueError"}
    assert caught.value.type_name in kinds
    assert run(raw, "__result__ = 1") == 1


#: Numbers of system calls that reach the kernel's own knobs, or other processes.
KNOBS = {
    "x86_64": {
        "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425, "pidfd_open": 434,
        "process_vm_readv": 310, "unshare": 272, "perf_event_open": 298,
    },
    "aarch64": {
        "bpf": 280, "userfaultfd": 282, "io_uring_setup": 425, "pidfd_open": 434,
        "process_vm_readv": 270, "unshare": 97, "perf_event_open": 241,
    },
}.get(platform.machine(), {})  # fmt: skip

OS = "o = import_module('os'); "
KILLED = {
    "make a socket": "import_module('_socket').socket()",
    "start a process": OS + "o.posix_spawn('/bin/true', ['true'], {})",
    "become a program": OS + "o.execv('/bin/true', ['true'])",
    "fork": OS + "o.fork()",
    "start a thread": "import_module('_thread').start_new_thread(print, ())",
    "kill its host": OS + "o.kill(o.getppid(), 9)",
    "kill itself": OS + "o.kill(o.getpid(), 0)",
    "become another user": OS + "o.setuid(1)",
    "trace": "import_module('ctypes').CDLL(None).ptrace(0, 0, 0, 0)",
    "make code": "c = import_module('ctypes').CDLL(None); c.memfd_create(b'x', 0)",
    **{
        f"call {name}": f"import_module('ctypes').CDLL(None).syscall({number}, 0, 0, 0, 0, 0)"
        for name, number in KNOBS.items()
    },
}


@pytest.mark.parametrize("name", KILLED)
def test_the_kernel_kills(raw: cloche.Sandbox, layers: dict[str, str], name: str) -> None:
    with pytest.raises(cloche.WorkerCrashed, match="SIGSYS"):
        run(raw, KILLED[name])
    assert run(raw, "__result__ = 1") == 1


def test_no_memory_becomes_code(raw: cloche.Sandbox) -> None:
    text = (
        "c = import_module('ctypes')\n"
        "m = c.CDLL(None).mmap\n"
        "m.restype = c.c_ssize_t\n"
        "m.argtypes = [c.c_void_p, c.c_size_t, c.c_int, c.c_int, c.c_int, c.c_long]\n"
        "__result__ = m(None, 4096, 7, 34, -1, 0), m(None, 4096, 3, 34, -1, 0) > 0\n"
    )
    assert run(raw, text) == (-1, True)


CRASHES = {
    "a segmentation fault": ("import_module('ctypes').string_at(0)", "SIGSEGV"),
    "an abort": (OS + "o.abort()", "SIGABRT"),
    "an exit": (OS + "o._exit(3)", "ended by itself"),
}


@pytest.mark.parametrize(("text", "reason"), CRASHES.values(), ids=CRASHES.keys())
def test_a_crash_is_told(raw: cloche.Sandbox, text: str, reason: str) -> None:
    with pytest.raises(cloche.WorkerCrashed, match=reason) as caught:
        run(raw, f"print('so far')\n{text}")
    assert caught.value.exit_code not in (None, 0)
    assert run(raw, "__result__ = 1") == 1


SURVIVAL = {
    "nothing": "",
    "the signal is ignored": "s = import_module('signal'); s.signal(s.SIGIO, s.SIG_IGN)",
    "the signal is handled": "s = import_module('signal'); s.signal(s.SIGIO, lambda *_: None)",
    "the pipe is closed": OS + "o.close(3)",
}


@pytest.mark.parametrize("text", SURVIVAL.values(), ids=SURVIVAL.keys())
def test_it_does_not_outlive_its_host(raw: cloche.Sandbox, text: str) -> None:
    with suppress(cloche.GuestError):
        run(raw, text)
    assert raw.workers is not None
    [worker] = raw.workers.pool.workers
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, worker._life)  # as if the host had ended: the kernel closes the writing end
    os.close(null)
    assert worker._process.wait(20) < 0
    assert run(raw, "__result__ = 1") == 1


def test_a_worker_that_takes_over_the_wire_is_killed(raw: cloche.Sandbox) -> None:
    text = OS + "o.write(0, b'\\x24' + bytes(8) + b'babble' * 99)\nwhile True: pass"
    with pytest.raises(cloche.WorkerCrashed, match="no worker sends"):
        run(raw, text)
    assert run(raw, "__result__ = 1") == 1


def test_a_call_that_never_returns_is_ended_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boot, "MAIN", SABOTAGED)
    bounds = cloche.Limits(seconds=1.5)
    with cloche.Sandbox(isolation="process", limits=bounds, workers=1) as box:
        with pytest.raises(cloche.TimeLimitExceeded):
            run(box, "import_module('time').sleep(100000)")
        assert run(box, "__result__ = 1") == 1


OPEN = """
o, found = import_module('os'), []
for fd in range(64):
    try:
        o.pread(fd, 0, 0)
        found.append(fd)
    except OSError as error:
        if error.errno != 9: found.append(fd)
__result__ = found
"""


def test_a_worker_has_nothing_of_its_host(raw: cloche.Sandbox) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("CLOCHE_SECRET", "x")
        found = run(raw, OS + "__result__ = [*o.environ]")
    assert set(found) <= {"LC_CTYPE"}  # which CPython sets for itself
    # The socket, nothing, nothing, the pipe, and its own memory use.
    assert run(raw, OPEN) == [0, 1, 2, 3, 4]


def test_a_worker_looks_confined_from_outside(raw: cloche.Sandbox) -> None:
    run(raw, "")
    assert raw.workers is not None
    [worker] = raw.workers.pool.workers
    status = Path(f"/proc/{worker.pid}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert (fields["NoNewPrivs"], fields["Seccomp"], fields["CoreDumping"]) == ("1", "2", "0")
    assert os.getsid(worker.pid) == worker.pid
    bounds = Path(f"/proc/{worker.pid}/limits").read_text()
    rows = {line[:25].strip(): line[25:].split()[:2] for line in bounds.splitlines()[1:]}
    assert rows["Max core file size"] == ["0", "0"]
    assert rows["Max file size"] == ["0", "0"]
    assert int(rows["Max open files"][1]) <= 5
    assert int(rows["Max address space"][1]) < 2**30
    assert int(rows["Max cpu time"][1]) < 10**4


def test_a_program_is_verified_again_in_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boot, "MAIN", HONEST)
    with cloche.Sandbox(isolation="process", limits=LIMITS, workers=1) as box:
        with pytest.raises(cloche.ClocheError, match="the worker refuses the program"):
            run(box, "import gc")
        assert box.run("1 + 1") == 2


# --- Bombs that go off inline -------------------------------------------------------------

SHARED = "t = ()\nfor _ in range(60): t = (t, t)\n"
NESTED = "t = ()\nfor _ in range(1_000_000): t = (t,)\n"
BOMBS = {
    "endless hashing": f"{SHARED}{{}}.get(t)",
    "endless comparing": f"{SHARED}u = ()\nfor _ in range(60): u = (u, u)\n[t].count(u)",
    "deep hashing": f"{NESTED}{{}}.get(t)",
    "deep freeing": "t = None\nfor _ in range(3_000_000): t = slice(t)\nt = None",
}


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_costs_at_most_the_worker(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.setattr(boot, "MAIN", HONEST)
    bounds = cloche.Limits(steps=None, seconds=2.0, memory=None)
    with cloche.Sandbox(isolation="process", limits=bounds, workers=1) as box:
        with pytest.raises((cloche.WorkerCrashed, cloche.LimitExceeded, cloche.GuestError)):
            box.run(source)
        assert box.run("1 + 1") == 2
