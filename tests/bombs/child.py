"""Runs bombs one after the other, told on stdin, and tells on stdout what came of each.

A line before a bomb names it, a line after it is the outcome: should the process die, the last
name is the culprit's. With `"isolation": "process"` each bomb is a worker's, which is what is
measured then.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from contextlib import suppress
from os import sysconf
from threading import Event, Thread
from time import monotonic, process_time

import cloche
from cloche.runtime.memory import resident

ADDRESS_SPACE = 4 * 2**30


def main() -> None:
    """Read a list of `[name, source, optimize]` and run them."""
    told = json.load(sys.stdin)
    limits, isolation = cloche.Limits(**told["limits"]), told.get("isolation", "inline")
    if isolation == "inline":
        # A worker bounds itself.
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    boxes = {
        on: cloche.Sandbox(limits=limits, optimize=on, isolation=isolation, workers=1)
        for on in {optimize for _, _, optimize in told["bombs"]}
    }
    for box in boxes.values():
        box.run("import re, json, collections, itertools, functools, dataclasses, typing, random")
    for name, source, optimize in told["bombs"]:
        print(json.dumps({"name": name}), flush=True)
        outcome = run(boxes[optimize], source)
        print(json.dumps({"name": name, **outcome}), flush=True)


def run(box: cloche.Sandbox, source: str) -> dict[str, object]:
    """Return how the bomb ended, how long it took (by the clock, and of the processor), and how
    much memory at most, all from where it was compiled; and how much the host has kept in all.
    """
    before = resident()
    subject, worker = InThisProcess(), box.workers and box.workers.pool.workers[0]
    if worker:
        subject = InWorker(worker.pid)
    began = monotonic()
    try:
        program = box.compile(source)
        began = monotonic()
        subject.begin()
        ending, text = "value", repr(type(program.run()))
    except cloche.LimitExceeded as error:
        ending, text = "limit", str(error)
    except cloche.ClocheError as error:
        ending, text = type(error).__name__, str(error)
    except BaseException as error:
        ending, text = "raw", repr(error)
    took, used, grown = monotonic() - began, subject.used(), subject.grown()
    gc.collect()
    # The process is as good as before, and so is the next worker.
    if cloche.Sandbox().run("1 + 1") != 2 or box.run("1 + 1") != 2:
        ending = "broken"
    host = resident() - before
    return {
        "ending": ending, "text": text[:300], "seconds": took, "processor": used,
        "bytes": grown, "host": host,
    }  # fmt: skip


class InThisProcess:
    """Measures what this process uses from now on, and the most memory it has."""

    def __init__(self) -> None:
        self.begin()

    def grown(self) -> int:
        """Return by how much it has grown at most."""
        with suppress(OSError), open("/proc/self/status") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024 - self.before
        return 0

    def begin(self) -> None:
        """The program is compiled, and about to run."""
        self.before = resident()
        self.began = process_time()
        with suppress(OSError), open("/proc/self/clear_refs", "w") as file:
            file.write("5")

    def used(self) -> float:
        """Return the seconds of the processor."""
        return process_time() - self.began


class InWorker(Thread):
    """Looks at a worker every few milliseconds: it may not live to be asked.

    Parameters:
        pid: its process.
    """

    def __init__(self, pid: int) -> None:
        super().__init__()
        self.statm, self.stat = f"/proc/{pid}/statm", f"/proc/{pid}/stat"
        self.before = self.most = self.resident()
        self.began = self.ticks = self.processor()
        self.over = Event()
        self.start()

    def resident(self) -> int:
        with open(self.statm) as file:
            return int(file.read().split()[1]) * resource.getpagesize()

    def run(self) -> None:
        with suppress(OSError):
            while not self.over.wait(0.003):
                self.most = max(self.most, self.resident())
                self.ticks = self.processor()

    def begin(self) -> None:
        self.began = self.ticks

    def processor(self) -> int:
        with open(self.stat) as file:
            user, system = file.read().rpartition(")")[2].split()[11:13]
        return int(user) + int(system)

    def used(self) -> float:
        """Return the seconds of the processor."""
        return (self.ticks - self.began) / sysconf("SC_CLK_TCK")

    def grown(self) -> int:
        """Return by how much it has grown at most."""
        self.over.set()
        self.join()
        return self.most - self.before


if __name__ == "__main__":
    main()
