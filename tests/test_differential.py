"""Programs made at random do the same natively and guarded, and no text disagrees with itself.

Two sources of programs: our own strategy, whose programs run and end, so that outcomes can be
compared; and hypothesmith's, which cover the grammar, and for which the stages must agree.
"""

from __future__ import annotations

import sys

import hypothesmith
import libcst
import pytest
from hypothesis import HealthCheck, given, reject, seed, settings

import cloche
from cloche.transpiler import guard
from cloche.transpiler.gate import gate
from cloche.transpiler.verify import verify
from guests import modules
from harness import BOXES, assert_layout, assert_same

#: A rewriter and a verifier that disagree, and a text that only LibCST cannot read.
NEVER = {"CL999"}
#: Tells the programs that take long, by steps alone.
SHORT = cloche.Sandbox(limits=cloche.Limits(steps=200_000, seconds=None))
#: Each Python has programs of its own.
EACH = int(sys.version_info >= (3, 12))
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@seed(EACH)
@given(modules())
@settings(max_examples=20)
def test_same_outcome(source):
    try:
        compile(source, "<native>", "exec")
    except SyntaxError:
        reject()  # a walrus where the symbol table forbids it
    try:
        SHORT.run(source)
    except cloche.LimitExceeded:
        reject()  # natively nothing would end it
    except cloche.ClocheError:
        pass
    assert_same(source)
    assert_proofs_are_shared(BOXES[True], source)


@pytest.mark.parametrize(
    "strategy", [hypothesmith.from_grammar(), hypothesmith.from_node()], ids=["grammar", "node"]
)
def test_stages_agree(strategy):
    @seed(EACH)
    @given(strategy)
    @settings(max_examples=10, suppress_health_check=QUIET)
    def agree(source):
        for optimize, box in BOXES.items():
            assert_accepted_or_refused(box, source, optimize)

    agree()


def assert_accepted_or_refused(box: cloche.Sandbox, source: str, optimize: bool) -> None:
    """Require diagnostics of the gate or the subset, or a program with the author's layout."""
    codes: set[str] = set()
    try:
        guarded = box.compile(source).guarded
    except cloche.Rejected as refused:
        codes = {each.code for each in refused.diagnostics}
        guarded = None
    if guarded is None:
        assert codes, "refused without a reason"
        assert not codes & NEVER, (optimize, codes)
        return
    if optimize:
        assert_proofs_are_shared(box, source)
    if libcst.parse_module(source).code == source:  # it loses a comment that ends a file oddly
        assert_layout(source, guarded)


def assert_proofs_are_shared(box: cloche.Sandbox, source: str) -> None:
    """Require that the verifier follows every proof, so that no guard had to be put back."""
    text = gate(source, box.policy.limits).text
    verify(guard(text, box.policy), box.policy)
