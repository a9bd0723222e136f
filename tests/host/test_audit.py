"""The log of runs: what is in it, and that no change of it goes unseen."""

from __future__ import annotations

import fcntl
import io
import json
import multiprocessing
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.audit import BEGINNING, AuditError, AuditLog, Verified, _last_hash, verify_log
from cloche.observing import digest

SECRET = "a word of the guest"


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    return AuditLog(tmp_path / "runs.jsonl")


def write_some(log: AuditLog, count: int = 3) -> None:
    box = cloche.Sandbox(audit=log, tools={"get": lambda: 1})
    for n in range(count):
        box.run(f"get() + {n}")


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_what_is_written(log: AuditLog, isolation: str) -> None:
    tools = {"get": lambda: 1}
    limits = cloche.Limits(steps=100, seconds=float("inf"))
    with cloche.Sandbox(audit=log, tools=tools, limits=limits, isolation=isolation) as box:
        program = box.compile(f"for i in range(3): get()\n'{SECRET}'")
        program.run({"x": SECRET})
        with pytest.raises(cloche.GuestError):
            box.run(f"raise ValueError('{SECRET}')")
        with pytest.raises(cloche.LimitExceeded):
            box.run("while True: pass")
        with pytest.raises(cloche.Rejected):
            box.run(f"import socket, {SECRET.split()[1]}")
    found = records(log.path)
    assert [(each["kind"], each.get("outcome"), each.get("raised")) for each in found] == [
        ("program", "ok", None),
        ("program", "GuestError", "ValueError"),
        ("program", "StepLimitExceeded", None),
        ("rejected", None, None),
    ]
    first = found[0]
    assert (first["tool_calls"], first["calls"]) == (["get"] * 3, 3)
    assert first["inputs"] == ["x"]
    assert first["steps"] == 3
    assert first["source"] == digest(program.source)
    assert first["guarded"] == digest(program.guarded)
    assert first["policy"] == box.policy_digest
    assert first["limits"]["steps"] == 100
    assert first["limits"]["seconds"] is None
    assert first["previous"] == BEGINNING
    assert found[3]["codes"] == ["CL201"]
    assert SECRET not in log.path.read_text()
    assert verify_log(log.path) == Verified(4, log.head)


def test_a_record_names_no_more_calls_than_it_can_hold(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "log")
    cloche.Sandbox({"f": lambda: None}, audit=log).run("for _ in range(2_500): f()")
    (found,) = records(log.path)
    assert (len(found["tool_calls"]), found["calls"]) == (1_000, 2_500)


def test_a_policy_is_told_apart() -> None:
    digests = {
        cloche.Sandbox(**settings).policy_digest
        for settings in (
            {}, {"tools": {"f": len}}, {"optimize": False}, {"limits": cloche.Limits(steps=1)},
            {"source_limits": cloche.SourceLimits(bytes=10)},
        )
    }  # fmt: skip
    assert len(digests) == 5
    assert cloche.Sandbox().policy_digest == cloche.Sandbox().policy_digest


def test_a_log_is_gone_on_with(log: AuditLog) -> None:
    write_some(log)
    head = log.head
    write_some(AuditLog(log.path), 1)
    assert records(log.path)[3]["previous"] == head
    assert verify_log(log.path).records == 4


def test_threads_share_a_log(log: AuditLog) -> None:
    threads = [threading.Thread(target=write_some, args=(log, 10)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify_log(log.path).records == 40


def _append(path: str) -> None:
    log = AuditLog(path)
    for n in range(25):
        log.append({"n": n})


def test_processes_share_a_log(log: AuditLog) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_append, args=(str(log.path),)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert verify_log(log.path).records == 50


# --- Changes ------------------------------------------------------------------------------------


def _edit(lines: list[bytes]) -> list[bytes]:
    record = json.loads(lines[1])
    record["steps"] = 99
    lines[1] = json.dumps(record, separators=(",", ":"), sort_keys=True).encode() + b"\n"
    return lines


CHANGES = {
    "a field changed": (_edit, 2),
    "one taken out": (lambda lines: lines[:1] + lines[2:], 2),
    "the first taken out": (lambda lines: lines[1:], 1),
    "one put in": (lambda lines: [*lines[:2], lines[1], *lines[2:]], 3),
    "two swapped": (lambda lines: [lines[0], lines[2], lines[1]], 2),
    "written otherwise": (lambda lines: [lines[0].replace(b",", b", "), *lines[1:]], 1),
    "a torn end": (lambda lines: [*lines[:2], lines[2][:-1]], 3),
    "no JSON": (lambda lines: [*lines, b"hello\n"], 4),
    "deep JSON": (lambda lines: [*lines, b"[" * 100_000 + b"\n"], 4),
    "no record": (lambda lines: [*lines, b"[]\n"], 4),
    "no hash": (lambda lines: [*lines, b'{"previous":"x"}\n'], 4),
    "not a number": (lambda lines: [*lines, b'{"n":NaN}\n'], 4),
    "half a surrogate pair": (
        lambda lines: [lines[0], lines[1].replace(b'"hash":"', b'"hash":"\\ud800'), lines[2]],
        2,
    ),
    "not UTF-8": (lambda lines: [*lines, b"\xff\n"], 4),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(log: AuditLog, name: str) -> None:
    write_some(log)
    change, line = CHANGES[name]
    log.path.write_bytes(b"".join(change(log.path.read_bytes().splitlines(keepends=True))))
    with pytest.raises(AuditError) as caught:
        verify_log(log.path)
    assert caught.value.line == line


def test_a_torn_log_is_not_written_to(log: AuditLog) -> None:
    write_some(log)
    with log.path.open("ab") as file:
        file.write(b'{"half":')
    ran: list[int] = []
    with pytest.raises(AuditError, match="torn"):
        AuditLog(log.path)
    box = cloche.Sandbox(audit=log, tools={"note": lambda: ran.append(1)})
    with pytest.raises(AuditError, match="torn"):
        box.run("note()")


def test_a_long_record_is_bound_too(log: AuditLog) -> None:
    log.append({"long": "x" * 10_000})
    log.append({"n": 2})
    assert verify_log(log.path).records == 2


def test_a_key(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    AuditLog(path, key=b"k").append({"n": 1})
    assert verify_log(path, key=b"k").records == 1
    for key in (None, b"other"):
        with pytest.raises(AuditError, match="another key"):
            verify_log(path, key)


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="No such file"):
        AuditLog(tmp_path / "gone" / "runs.jsonl")
    with pytest.raises(AuditError, match="No such file"):
        verify_log(tmp_path / "gone.jsonl")


# --- The command --------------------------------------------------------------------------------


def test_the_command_verifies(
    log: AuditLog, cli: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_some(log)
    path = str(log.path)
    assert cli("audit", "verify", path) == (0, f"intact: 3 records, the last {log.head}\n", "")
    assert cli("audit", "verify", path, "--head", log.head)[0] == 0
    assert cli("audit", "verify", path, "--head", "0" * 64)[0] == 1
    told = json.loads(cli("audit", "verify", path, "--json")[1])
    assert told == {"ok": True, "records": 3, "head": log.head, "problem": None, "line": None}
    with monkeypatch.context() as patch:
        patch.setenv("CLOCHE_AUDIT_KEY", "k")
        assert cli("audit", "verify", path)[0] == 1
    log.path.write_bytes(log.path.read_bytes().replace(b'"steps":', b'"steps": '))
    assert cli("audit", "verify", path) == (1, "", f"broken: {path}:1: no record of ours\n")
    assert cli("audit")[0] == 2


def test_nothing_of_the_guests_is_in_it(log: AuditLog) -> None:
    """Not even the name of a class, which may be any text of any length."""
    box = cloche.Sandbox(audit=log)
    with pytest.raises(cloche.GuestError):
        box.run(f"raise type('{SECRET}', (Exception,), {{}})")
    assert SECRET not in log.path.read_text()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_fork_in_the_middle_of_a_record_locks_nobody_out(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    children: list[int] = []

    def fork(record: dict[str, Any], file: Any) -> None:
        if children:
            write(record, file)
            return
        children.append(os.fork())
        if children == [0]:
            os.read(reading, 1)  # with the file of the parent's open, and its lock
            log.append({})
            os._exit(0)
        write(record, file)

    write = log._write
    monkeypatch.setattr(log, "_write", fork)
    log.append({})
    with log.path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.write(writing, b"x")
    assert os.waitpid(children[0], 0)[1] == 0
    assert verify_log(log.path).records == 2
    os.close(reading)
    os.close(writing)


def test_a_long_line_is_read_a_few_times(log: AuditLog) -> None:
    """The hash before is asked for under the lock that all tenants wait for."""

    class Counted(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            text = super().read(size)
            self.taken += len(text)
            return text

    log.append({"inputs": ["x" * 5_000_000]})
    file = Counted(log.path.read_bytes())
    assert len(_last_hash(file)) == 64
    assert file.taken < 4 * len(file.getvalue())
