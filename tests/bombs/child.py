"""Runs bombs one after the other, told on stdin, and tells on stdout what came of each.

A line before a bomb names it, a line after it is the outcome: should the process die, the last
name is the culprit's.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from contextlib import suppress
from time import monotonic

import cloche
from cloche.runtime.memory import resident

ADDRESS_SPACE = 4 * 2**30


def main() -> None:
    """Read a list of `[name, source, optimize]` and run them."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = json.load(sys.stdin)
    limits = cloche.Limits(**told["limits"])
    boxes = {on: cloche.Sandbox(limits=limits, optimize=on) for on in (True, False)}
    for box in boxes.values():
        box.run("import re, json, collections, itertools, functools, dataclasses, typing, random")
    for name, source, optimize in told["bombs"]:
        print(json.dumps({"name": name}), flush=True)
        outcome = run(boxes[optimize], source)
        print(json.dumps({"name": name, **outcome}), flush=True)


def run(box: cloche.Sandbox, source: str) -> dict[str, object]:
    """Return how the bomb ended, how long it took, and how much memory at most."""
    before, began = resident(), monotonic()
    forget_peak()
    try:
        ending, text = "value", repr(type(box.run(source)))
    except cloche.LimitExceeded as error:
        ending, text = "limit", str(error)
    except cloche.ClocheError as error:
        ending, text = type(error).__name__, str(error)
    except BaseException as error:
        ending, text = "raw", repr(error)
    took, grown = monotonic() - began, peak() - before
    gc.collect()
    # The process is as good as before.
    if cloche.Sandbox().run("1 + 1") != 2:
        ending = "broken"
    return {"ending": ending, "text": text[:300], "seconds": took, "bytes": grown}


def forget_peak() -> None:
    """Let `peak` begin anew."""
    with suppress(OSError), open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def peak() -> int:
    """Return the most memory this process has had since `forget_peak`."""
    with suppress(OSError), open("/proc/self/status") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
