"""What notices a removal: tables of the tests, run in process, up to the first row that differs.

A judge is made in the parent, once, and called in a child that has been sabotaged; it returns what
it noticed, or nothing.
"""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "transpiler"))  # as pytest does

import test_mutation
import verifying
from mutations import mutants

from attacks import test_attacks
from attacks.arena import attack, prepare
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify
from harness import BOXES

Judge = Callable[[], str]
#: Damaged programs that the verifier is shown, and as many that are not.
MUTANTS = 1_000
#: The tables of the verifier.
TABLES = [*map(str, sorted(Path(test_mutation.__file__).parent.glob("test_verify*.py")))]


# --- The verifier ------------------------------------------------------------------------------


@cache
def _verifier_rows() -> tuple[list[tuple[Callable[[str], bool], str, bool]], list[str]]:
    """Return (test, text, whether it is accepted), and mutants of programs, none of which is."""
    is_accepted = verifying.is_accepted
    rows: list[Any] = []
    for path in TABLES:
        module = importlib.import_module(Path(path).stem)
        if not hasattr(module, "ACCEPTED"):
            continue
        accepted, refused = module.ACCEPTED, module.REFUSED
        rows += [(is_accepted, verifying.text(each), True) for each in accepted]
        rows += [(is_accepted, verifying.text(each), False) for each, _ in refused]
    damaged = [
        text
        for guarded in _guarded()
        for name, text in mutants(guarded, 0)
        if not test_mutation._is_equivalent(name, text)
    ]
    random.Random(0).shuffle(damaged)
    return rows, damaged[:MUTANTS]


def verifier() -> str:
    """Judge a mutant of `transpiler/verify` by what it has to refuse, and to accept."""
    rows, damaged = _verifier_rows()
    for is_accepted, text, expected in rows:
        try:
            found = is_accepted(text)
        except Exception as error:
            return f"{type(error).__name__} for {text!r:.80}"
        if found is not expected:
            return f"{'accepted' if found else 'refused'}: {text!r:.80}"
    for text in damaged:
        try:
            verify(text, BOXES[True].policy)
        except Refusal:
            continue
        except Exception as error:
            return f"{type(error).__name__} for {text!r:.80}"
        return f"accepted: {text!r:.80}"
    for text in _accepted():
        try:
            verify(text, BOXES[True].policy)
        except Exception as error:
            return f"{type(error).__name__} for {text!r:.80}"
    return ""


@cache
def _accepted() -> list[str]:
    """Return some guarded programs of the construct tables: those that pass as they are."""
    texts = [text for text in _guarded() if _passes(text)]
    return random.Random(0).sample(texts, min(len(texts), MUTANTS))


def _passes(text: str) -> bool:
    try:
        verify(text, BOXES[True].policy)
    except Refusal:
        return False
    return True


@cache
def _guarded() -> list[str]:
    """Return the guarded programs of the construct tables."""
    return sorted({text for texts in test_mutation.CORPUS.values() for text in texts})


def _programs() -> str:
    for box in BOXES.values():
        for source in _sources():
            try:
                box.transpile(source, "<guest>", frozenset())
            except Exception as error:
                return f"refused: {source!r:.80} {error!r:.80}"
    return ""


@cache
def _sources() -> list[str]:
    """Return programs of the construct tables that are accepted, in both modes."""
    found = []
    for module in test_mutation.tables():
        block = getattr(module, "SAME", None)
        for source in test_mutation.programs(block) if isinstance(block, str) else ():
            if not BOXES[True].lint(source):
                found.append(source)
    return found


# --- Check ---------------------------------------------------------------------------------------


@cache
def _lint_rows() -> list[tuple[str, str]]:
    """Return (code, source) of every table of what is refused."""
    rows: list[tuple[str, str]] = []
    for module in test_mutation.tables():
        for name, value in vars(module).items():
            if name.startswith("test_refused"):
                marks = getattr(value, "pytestmark", ())
                rows += [row for mark in marks for row in mark.args[1] if len(row) == 2]
    return rows


def subset() -> str:
    """Judge a mutant of `transpiler/check` by codes, and by what is accepted."""
    for code, source in _lint_rows():
        try:
            found = {each.code for each in BOXES[True].lint(source)}
        except Exception as error:
            return f"{type(error).__name__} for {source!r:.80}"
        if found != {code}:
            return f"{found} for {source!r:.80}"
    return _programs()


# --- The runtime ---------------------------------------------------------------------------------


def attacks() -> str:
    """Judge a mutant of the runtime by the payloads of `tests/attacks`, without the tripwire."""
    for payload in test_attacks.PAYLOADS:
        if not payload.open:
            violations = attack(payload.source, optimize=False, tripwire=False).violations
            if violations:
                return f"{payload.name}: {violations[0]:.80}"
    return ""


def tests(*files: str) -> Judge:
    """Return a judge that runs test files, up to the first that fails."""

    def judge() -> str:
        outcome = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesis", *files])
        return f"tests fail: {outcome}" if outcome else ""

    return judge


def warm(area: str) -> None:
    """Do in the parent what every child would do again."""
    if area == "verify":
        _verifier_rows(), _accepted()
    elif area == "check":
        _lint_rows(), _sources()
    else:
        prepare()
