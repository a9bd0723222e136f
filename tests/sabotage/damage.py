"""Rows for the verifier: guarded programs of the construct tables, as they are and damaged."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import mutations

import constructs
from cloche import transpiler
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify
from harness import BOXES

from .recording import FOLDER, digest
from .rows import Row

#: Damaged programs, out of some ten times as many.
DAMAGED = 1_000


def rows() -> list[Row]:
    """Return a row for each guarded program that is accepted, and some for what is not."""
    whole = [Path(each).parent for each in (transpiler.__file__, constructs.__file__)]
    sources = [str(path) for folder in whole for path in folder.rglob("*.py")]
    path = FOLDER / f"damage-{digest([*sources, mutations.__file__])}.json"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(list(_texts())), encoding="utf-8")
    return [_row(*each) for each in json.loads(path.read_text(encoding="utf-8"))]


def _texts() -> Iterator[tuple[str, bool]]:
    """Yield texts, and whether each is accepted."""
    import test_mutation

    whole = sorted({text for texts in test_mutation.CORPUS.values() for text in texts})
    for text in whole:
        if _is_accepted(text):
            yield text, True
    damaged = [
        text
        for guarded in whole
        for name, text in mutations.mutants(guarded, 0)
        if not test_mutation._is_equivalent(name, text)
    ]
    for text in random.Random(0).sample(damaged, min(DAMAGED, len(damaged))):
        yield text, False


def _row(text: str, expected: bool) -> Row:
    def run() -> str:
        try:
            found = _is_accepted(text)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return "" if found is expected else "accepted" if found else "refused"

    return Row(f"{'accepted' if expected else 'refused'}[{text!r}]", run)


def _is_accepted(text: str) -> bool:
    try:
        verify(text, BOXES[True].policy)
    except Refusal:
        return False
    return True
