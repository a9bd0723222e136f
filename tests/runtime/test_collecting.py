"""Garbage is collected wherever CPython likes, in the middle of changing the current run too."""

from __future__ import annotations

import os
import subprocess
import sys

#: Before 3.12 `ContextVar.set` collects, and what it reads was freed by a `set` in the meantime.
PROGRAM = """
import contextvars, gc
import cloche
f = cloche.Sandbox().compile("def f(n):\\n    return [n for n in [n]]").function("f")
others = []
for n in range(100):
    others.append(contextvars.ContextVar(str(n)))
    others[-1].set(n)
    for threshold in (1, 2, 3, 7):
        gc.set_threshold(threshold)
        try:
            assert f(n) == [n]
        finally:
            gc.set_threshold(700)
print("fine")
"""


def test_collections_in_the_middle_of_entering_and_leaving_runs() -> None:
    # Freed memory is overwritten at once.
    environment = {**os.environ, "PYTHONMALLOC": "debug"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment
    )
    assert (done.stdout, done.stderr) == ("fine\n", "")
