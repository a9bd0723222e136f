"""Reads sources in a process of its own, for those that could take the process with them."""

from __future__ import annotations

import json
import subprocess
import sys

#: Far more than any machine needs; a test that meets it has found something that hangs.
GUARD = 60

_PROGRAM = """
import json, sys
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.gate import gate
from cloche.transpiler.parse import parse
from cloche.transpiler.policy import SourceLimits

for line in sys.stdin:
    try:
        parse(gate(json.loads(line), SourceLimits()).text)
        found = ["accepted"]
    except Refusal as refusal:
        found = [[d.code, d.line, d.column, d.message] for d in refusal.diagnostics]
    print(json.dumps(found), flush=True)
"""


def read(*sources: str) -> list[list[object]]:
    """Pass *sources* through gate and parse in one child process.

    Returns:
        for each either `["accepted"]` or one `[code, line, column, message]` a diagnostic.

    Raises:
        AssertionError: the process died or wrote to stderr.
        subprocess.TimeoutExpired: it hung.
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM],
        input="\n".join(map(json.dumps, sources)),
        capture_output=True,
        text=True,
        timeout=GUARD,
    )
    answers = done.stdout.splitlines()
    assert done.returncode == 0, f"died ({done.returncode}) of source {len(answers)}: {done.stderr}"
    assert done.stderr == ""
    return [json.loads(answer) for answer in answers]
