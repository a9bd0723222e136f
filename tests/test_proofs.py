"""Optimizer and verifier agree about whole programs: no proof that drops a guard is lost.

Where the verifier cannot follow a proof the program keeps all its guards, which nobody would see
but by its speed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import constructs
from cloche.transpiler import Policy, Refusal, guard
from cloche.transpiler.gate import gate
from cloche.transpiler.records import replace
from cloche.transpiler.verify import verify
from harness import BOXES, programs, tables
from programs.test_programs import PROGRAMS
from sampling import share

ROOT = Path(__file__).parents[1]
POLICY = BOXES[True].policy
#: What `box.run`, `program.function` and a step of a session are compiled under.
POLICIES = {
    "run": replace(POLICY, alone=True, sealed=True),
    "function": replace(POLICY, alone=True),
    "session": POLICY,
}
SOURCES = {
    "programs": [*PROGRAMS.values()],
    "files": [
        path.read_text(encoding="utf-8")
        for folder in ("benchmarks/kernels", "examples")
        for path in sorted((ROOT / folder).glob("*.py"))
    ],
    "constructs": [
        source
        for module in tables(constructs)
        if isinstance(getattr(module, "SAME", None), str)
        for source in programs(module.SAME)
    ],
}


@pytest.mark.parametrize(
    ("where", "policy"),
    [("files", "function"), ("files", "session"), *((where, "run") for where in SOURCES)],
)
def test_no_proof_is_lost(where: str, policy: str) -> None:
    lost = [source for source in share(SOURCES[where]) if not agree(source, POLICIES[policy])]
    assert not lost


def agree(source: str, policy: Policy) -> bool:
    """Tell whether the verifier follows all that was elided in *source*, if it is accepted."""
    try:
        guarded = guard(gate(source, policy.limits).text, policy)
    except Refusal:
        return True
    try:
        verify(guarded, policy)
    except Refusal:
        return False
    return True


def test_a_lost_proof_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "def f(n): return n * 2\nf(3)"
    assert agree(source, POLICIES["run"])
    monkeypatch.setattr("cloche.transpiler.verify.untimed._MOST_NODES", 0)
    assert not agree(source, POLICIES["run"])
