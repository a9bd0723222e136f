"""Rows for the verifier: guarded programs of the construct tables, as they are and damaged."""

from __future__ import annotations

import random

import test_mutation
from mutations import mutants

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify
from harness import BOXES

from .rows import Row

#: Damaged programs, out of some ten times as many.
DAMAGED = 2_000


def rows() -> list[Row]:
    """Return a row for each guarded program that is accepted, and some for what is not."""
    whole = sorted({text for texts in test_mutation.CORPUS.values() for text in texts})
    damaged = [
        text
        for guarded in whole
        for name, text in mutants(guarded, 0)
        if not test_mutation._is_equivalent(name, text)
    ]
    chosen = random.Random(0).sample(damaged, min(DAMAGED, len(damaged)))
    return [
        *(_row(text, True) for text in whole if _is_accepted(text)),
        *(_row(text, False) for text in chosen),
    ]


def _row(text: str, expected: bool) -> Row:
    def run() -> str:
        try:
            found = _is_accepted(text)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return "" if found is expected else "accepted" if found else "refused"

    return Row(repr(text), run)


def _is_accepted(text: str) -> bool:
    try:
        verify(text, BOXES[True].policy)
    except Refusal:
        return False
    return True
