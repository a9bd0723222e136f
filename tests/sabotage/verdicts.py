"""What has been noticed before, and by which row: kept on disk, so that a long run can go on."""

from __future__ import annotations

import hashlib
import json
import sys

from .mutants import Mutant
from .recording import FOLDER

_PATH = FOLDER / "noticed.jsonl"


def known() -> dict[tuple[str, str], str]:
    """Return who noticed, by name of the removal and text of the function it is in."""
    if not _PATH.exists():
        return {}
    lines = map(json.loads, _PATH.read_text(encoding="utf-8").splitlines())
    return {(name, definition): why for name, definition, why in lines}


def keep(mutant: Mutant, why: str) -> None:
    """Remember that *mutant* was noticed."""
    with _PATH.open("a", encoding="utf-8") as file:
        file.write(json.dumps([*identity(mutant), why]) + "\n")


def identity(mutant: Mutant) -> tuple[str, str]:
    """Return what a verdict is kept under."""
    text = sys.version + mutant.definition
    return mutant.name, hashlib.sha256(text.encode()).hexdigest()[:20]
