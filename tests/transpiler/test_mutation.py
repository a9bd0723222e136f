"""Mutation test of the verifier: every program of the construct tables, damaged, is refused.

The tables of `test_verify_*.py` damage their own texts; here it is what the rewriter makes of real
programs.
"""

from __future__ import annotations

import ast
import itertools
import random
import sys

import pytest
from mutations import OPERATORS, mutants

import cloche
import constructs
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify
from harness import BOXES, pairs, programs, rewrite, tables
from sampling import share

#: Each Python damages other places.
SEEDS = [int(sys.version_info >= (3, 12))]

#: Mutants that a sound verifier accepts: (operator, part of the damaged text) → why.
EQUIVALENT = {
    ("drop-guard", "a, b = (b, a + b)"): "both begin as numbers, and stay sums of numbers",
    ("drop-guard", "a, b = (b, a + __addend__(b))"): "the same",
    ("drop-guard", "a, b = (b, __addend__(a) + b)"): "the same",
    ("drop-guard", "__steady__(2) in __container__(3)"): "2 and 3 are literals",
    ("drop-guard", "c not in __container__('l')"): "what it is compared with is a literal",
    ("drop-guard", "{z for z in __compress__('e'"): "z is a short text",
    ("drop-guard", "for k in __compress__(('x', 'y')"): "k is one of two literals",
    ("drop-guard", "'hello'[__key__(1):__key__(-1)]"): "pieces of a short text are short",
    ("drop-guard", "'abcd'[s]"): "a text hashes no key",
    ("drop-guard", "{x for x in __compress__([[1]]"): "a list has no hash",
    ("drop-tick", "raise RuntimeError('second') from e"): "a straight line that is short enough",
    ("drop-tick", "xs.append(str(error))\n__result__ = xs"): "the same",
    ("drop-tick", "found.append((str(error), error.name))"): "the same",
}


def corpus() -> dict[str, list[str]]:
    """Return the guarded programs by construct."""
    found: dict[str, list[str]] = {}
    for module in tables(constructs):
        blocks = [getattr(module, name, "") for name in ("REWRITTEN", "EVERY_GUARD")]
        texts = [text for block in blocks if isinstance(block, str) for _, text in pairs(block)]
        texts = [text for text in texts if _is_syntax(text)]
        if isinstance(getattr(module, "SAME", None), str):
            # Each Python damages with elision what others damage without.
            for at, source in enumerate(programs(module.SAME), SEEDS[0]):
                if guarded := _accepted(source, optimize=at % 2 == 0):
                    texts.append(guarded)
        found[module.__name__] = texts
    return found


def _is_syntax(text: str) -> bool:
    """Tell whether this Python knows the syntax of *text*: some tables are of a newer one's."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _accepted(source: str, optimize: bool) -> str:
    try:
        return rewrite(source, optimize)
    except cloche.Rejected:
        return ""


CORPUS = corpus()


@pytest.mark.parametrize("construct", CORPUS)
def test_every_mutant_is_refused(construct):
    survivors = [
        (name, damaged)
        for guarded in share(CORPUS[construct])
        for seed in SEEDS
        for name, damaged in share([*mutants(guarded, seed)])
        if _survives(damaged) and not _is_equivalent(name, damaged)
    ]
    assert not survivors


def test_every_operator_finds_something_to_damage():
    missing = dict(OPERATORS)
    for text in itertools.chain.from_iterable(CORPUS.values()):
        tree = ast.parse(text)
        for name, operator in [*missing.items()]:
            if any(True for _ in operator(tree, random.Random(0))):
                del missing[name]
    assert not missing


def _survives(damaged: str) -> bool:
    try:
        verify(damaged, BOXES[True].policy)
    except Refusal:
        return False
    return True


def _is_equivalent(name: str, damaged: str) -> bool:
    return any(name == operator and part in damaged for operator, part in EQUIVALENT)
