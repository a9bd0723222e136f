"""Runs bombs in child processes and finds out what became of each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from .bombs import Bomb

CHILD = Path(__file__).with_name("child.py")
#: A bomb that takes longer has not been stopped, on however slow a machine.
GUARD = 60.0
LIMITS = {"steps": None, "seconds": 1.0, "memory": 64 * 2**20, "output": 64 * 2**10}

Outcome = dict[str, Any]


def defuse(
    bombs: Iterable[Bomb], optimize: bool, limits: dict[str, Any], isolation: str = "inline"
) -> dict[str, Outcome]:
    """Return the outcome of each bomb by name; a child that dies is followed by another."""
    told = {"limits": limits, "isolation": isolation}
    waiting = [[bomb.name, bomb.source, optimize] for bomb in bombs]
    outcomes: dict[str, Outcome] = {}
    while waiting:
        _one_child(waiting, told, outcomes)
        waiting = [row for row in waiting if row[0] not in outcomes]
    return outcomes


def _one_child(waiting: list[Any], told: dict[str, Any], outcomes: dict[str, Outcome]) -> None:
    """Run as many as one child survives."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdin is not None
    child.stdin.write(json.dumps({**told, "bombs": waiting}))
    child.stdin.close()
    lines: Queue[str | None] = Queue()
    readers = [
        Thread(target=_read, args=(child.stdout, lines)), Thread(target=child.stderr.read)
    ]  # fmt: skip
    for reader in readers:
        reader.start()
    current = None
    try:
        while (line := lines.get(timeout=GUARD)) is not None:
            said = json.loads(line)
            current = said["name"]
            if "ending" in said:
                outcomes[current] = said
                current = None
    except Empty:
        child.kill()
        outcomes[str(current)] = {"ending": "hang", "text": f"still running after {GUARD} s"}
        current = None
    code = child.wait()
    for reader in readers:
        reader.join()
    child.stdout.close()
    child.stderr.close()
    if current is not None or (code and not outcomes):
        outcomes[str(current)] = {"ending": "crash", "text": f"exit status {code}"}


def _read(stream: Any, lines: Queue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)
