"""Workers that die, are stuck, or are killed: one run is told, and nothing else is lost."""

from __future__ import annotations

import gc
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import cloche
from cloche.workers import exchange
from cloche.workers.supervision import Worker

LIMITS = cloche.Limits(seconds=60.0)


@pytest.fixture
def box() -> Iterator[cloche.Sandbox]:
    with cloche.Sandbox(isolation="process", limits=LIMITS) as made:
        yield made


def workers(box: cloche.Sandbox) -> list[Worker]:
    assert box.workers is not None
    return box.workers.pool.workers


def only(box: cloche.Sandbox) -> Worker:
    [worker] = workers(box)
    return worker


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended, with all its threads; waits for it, within reason."""
    for _ in range(6000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            # Its first thread may be gone while another still has the descriptors.
            if state == "Z" and len(os.listdir(f"/proc/{pid}/task")) == 1:
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


# --- Deaths -------------------------------------------------------------------------------------


def test_a_worker_that_died_idle_is_replaced_without_a_word(box: cloche.Sandbox) -> None:
    assert box.run("1 + 1") == 2
    pid = only(box).pid
    os.kill(pid, signal.SIGKILL)
    assert is_gone(pid)
    assert box.run("1 + 2") == 3
    assert only(box).pid != pid


def test_a_worker_that_dies_in_a_run_is_that_runs_affair() -> None:
    def die() -> None:
        os.kill(only(box).pid, signal.SIGKILL)

    with cloche.Sandbox(isolation="process", limits=LIMITS, tools={"die": die}) as box:
        with pytest.raises(cloche.WorkerCrashed, match="SIGKILL") as caught:
            box.run("print('so far')\ndie()")
        assert caught.value.exit_code == -signal.SIGKILL
        assert caught.value.stdout == "so far\n"
        assert box.run("1 + 1") == 2


def test_a_stuck_worker_is_killed_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "GRACE", 0.05)
    tools: dict[str, Callable[[], None]] = {"stop": lambda: os.kill(pids[-1], signal.SIGSTOP)}
    bounds = cloche.Limits(seconds=2.0)
    with cloche.Sandbox(isolation="process", limits=bounds, tools=tools) as box:
        box.run("1")
        pids = [only(box).pid]
        with pytest.raises(cloche.TimeLimitExceeded) as caught:
            box.run("print('so far')\nstop()")
        assert caught.value.limit == 2.0
        assert caught.value.stdout == "so far\n"
        assert is_gone(pids[0])
        assert box.run("1 + 1") == 2


def test_a_function_begins_anew_after_its_worker_died(box: cloche.Sandbox) -> None:
    program = box.compile("calls = []\ndef f():\n    calls.append(1)\n    return len(calls)")
    f = program.function("f")
    assert (f(), f()) == (1, 2)
    os.kill(only(box).pid, signal.SIGKILL)
    assert is_gone(only(box).pid)
    with pytest.raises(cloche.WorkerCrashed):
        f()
    assert (f(), f()) == (1, 2)


def test_a_session_ends_with_its_worker(box: cloche.Sandbox) -> None:
    session, other = box.session(), box.session()
    other.run("x = 1")
    pid = only(box).pid
    session.run("x = 2")
    [victim] = [worker.pid for worker in workers(box) if worker.pid != pid]
    os.kill(victim, signal.SIGKILL)
    assert is_gone(victim)
    for _ in range(2):
        with pytest.raises(cloche.WorkerCrashed):
            session.run("x")
    assert other.run("x") == 1


def test_a_worker_is_recycled(box: cloche.Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from cloche.workers import pool

    monkeypatch.setattr(pool, "RUNS", 3)
    pids = set()
    for n in range(12):
        assert box.run("n", inputs={"n": n}) == n
        pids.add(only(box).pid)
    assert len(pids) > 2


def test_a_worker_that_has_grown_is_recycled(
    box: cloche.Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cloche.workers import pool

    box.run("1")
    before = only(box).pid
    monkeypatch.setattr(pool, "GROWTH", -(2**40))
    box.run("1")
    assert only(box).pid != before


# --- Ends of the host ---------------------------------------------------------------------------

HOST = """
import cloche, sys, threading, time
box = cloche.Sandbox(isolation="process", limits=cloche.Limits(seconds=None, steps=None))
box.run("1")
session = box.session()
session.run("x = 1")
def run():
    box.run("while True: pass")
threading.Thread(target=run, daemon=True).start()
while len(box.workers.pool.workers) < 2 or not all(w.layers for w in box.workers.pool.workers):
    time.sleep(0.01)
print(*[worker.pid for worker in box.workers.pool.workers], flush=True)
"""


@contextmanager
def host(end: str) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOST + end],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            pids = [int(pid) for pid in process.stdout.readline().split()]
            assert len(pids) == 2
            yield process, pids
        finally:
            process.kill()
    assert all(is_gone(pid) for pid in pids)


def test_workers_die_with_a_host_that_is_killed() -> None:
    with host("threading.Event().wait()"):
        pass


#: Once the main thread is done, with runs in flight, inline as well.
LATE = """
import atexit
inline = cloche.Sandbox(limits=cloche.Limits(seconds=None, steps=None))
threading.Thread(target=inline.run, args=("while True: pass",), daemon=True).start()
def late():
    print(inline.run("1 + 1"), box.run("2 + 2"), session.run("x"), flush=True)
threading.Thread(target=lambda: (threading.main_thread().join(), late())).start()
atexit.register(late)
"""


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("", ""), ("sys.exit(0)", ""), ("box.close()", ""), ("import os; os._exit(0)", ""),
        (LATE, "2 4 1\n2 4 1\n"),
    ],
)  # fmt: skip
def test_a_host_ends_with_runs_in_flight(end: str, said: str) -> None:
    with host(end) as (process, _):
        printed, errors = process.communicate(timeout=300)
        assert (process.returncode, printed) == (0, said), errors


#: The interrupt comes once the run is under way, or before that; not before `try`.
INTERRUPT = """
import os, signal
def interrupt():
    running.wait()
    time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGINT)
for source in ("while True: pass", "x = 1\\nwhile x: x += 1"):
    running = threading.Event()
    threading.Thread(target=interrupt).start()
    try:
        running.set()
        session.run(source)
    except KeyboardInterrupt:
        print("interrupted", session.run("x") > 0, flush=True)
"""


def test_an_interrupt_of_the_host_ends_the_run() -> None:
    with host(INTERRUPT) as (process, _):
        printed, errors = process.communicate(timeout=300)
        assert printed == "interrupted True\ninterrupted True\n", errors


def test_a_closed_box_runs_nothing_and_tells_who_waits() -> None:
    started = threading.Event()
    outcome: list[BaseException] = []

    def run() -> None:
        try:
            box.run("started()\nwhile True: pass")
        except cloche.ClocheError as error:
            outcome.append(error)

    limits = cloche.Limits(seconds=None, steps=None)
    box = cloche.Sandbox(isolation="process", limits=limits, tools={"started": started.set})
    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(60)
    pid = only(box).pid
    box.close()
    box.close()
    thread.join(60)
    assert isinstance(outcome[0], cloche.WorkerCrashed)
    assert "closed" in str(outcome[0])
    assert is_gone(pid)
    with pytest.raises(cloche.ClocheError, match="closed"):
        box.run("1")


def test_a_box_that_is_forgotten_takes_its_workers_along() -> None:
    box = cloche.Sandbox(isolation="process", limits=LIMITS)
    box.run("1")
    session = box.session()
    session.run("1")
    pids = [worker.pid for worker in workers(box)]
    del session
    gc.collect()
    assert is_gone(pids[0])
    del box
    gc.collect()
    assert all(is_gone(pid) for pid in pids)


# --- Forks --------------------------------------------------------------------------------------

FORK = """
import cloche, os, sys
box = cloche.Sandbox(isolation="process", limits=cloche.Limits(seconds=60.0))
session = box.session()
session.run("x = 1")
assert box.run("1 + 1") == 2
parents = {worker.pid for worker in box.workers.pool.workers}
child = os.fork()
if not child:
    assert box.run("1 + 2") == 3
    assert not parents & {worker.pid for worker in box.workers.pool.workers}
    try:
        session.run("x")
    except cloche.WorkerCrashed as error:
        assert "forked" in str(error)
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
assert session.run("x") == 1
assert box.run("2 + 2") == 4
assert parents == {worker.pid for worker in box.workers.pool.workers}
print("fine")
"""


def test_a_forked_child_has_workers_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, timeout=120)
    assert done.stdout == "fine\n", done.stderr


#: With a run in flight in each isolation. `spawn` imports this file again.
MULTIPROCESSING = """
import multiprocessing, sys, threading
import cloche
LIMITS = cloche.Limits(seconds=60.0)
def work(n):
    with cloche.Sandbox(isolation="process", limits=LIMITS, workers=1) as box:
        return box.run("n + 1", inputs={"n": n}) + cloche.run("n", inputs={"n": n})
if __name__ == "__main__":
    boxes = [cloche.Sandbox(isolation=each, limits=LIMITS) for each in ("inline", "process")]
    for box in boxes:
        box.run("1")
        threading.Thread(target=box.run, args=("while True: pass",), daemon=True).start()
    found = []
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(1) as pool:
            found.append(pool.map(work, [1]))
    print(found, boxes[1].run("2 + 2"))
"""


def test_a_host_with_processes_of_its_own(tmp_path: Path) -> None:
    host = tmp_path / "host.py"
    host.write_text(MULTIPROCESSING)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(host)], capture_output=True, text=True, timeout=240
    )
    assert (done.returncode, done.stdout) == (0, "[[3], [3]] 4\n"), done.stderr


# --- Many at once -------------------------------------------------------------------------------


def test_threads_share_a_box() -> None:
    with cloche.Sandbox(isolation="process", limits=LIMITS, workers=2) as box:
        found: dict[int, list[int]] = {}

        def run(start: int) -> None:
            found[start] = [box.run("n * 3", inputs={"n": start + i}) for i in range(50)]

        threads = [threading.Thread(target=run, args=(1000 * n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == {1000 * n: [3 * (1000 * n + i) for i in range(50)] for n in range(8)}
        assert len(workers(box)) <= 2


def test_workers_killed_at_random_lose_only_their_own_run() -> None:
    """Every run has its own result, or is told that its worker died."""
    lot = random.Random(20)
    crashed = 0
    with cloche.Sandbox(isolation="process", limits=LIMITS, workers=2) as box:
        for n in range(40):
            timers = []
            if n % 5 == 0:
                victims = [worker.pid for worker in workers(box)]
                end = lot.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
                timers = [
                    threading.Timer(lot.uniform(0, 0.01), os.kill, (pid, end)) for pid in victims
                ]
            for timer in timers:
                timer.start()
            try:
                assert box.run("sum(range(k)) + n", inputs={"k": 50_000, "n": n}) == 1249975000 + n
            except cloche.WorkerCrashed:
                crashed += 1
            for timer in timers:
                timer.join()
        assert box.run("1 + 1") == 2
    # The others found a worker that lived.
    assert crashed <= 8
