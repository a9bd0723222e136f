"""No payload has any effect: with and without elision, with and without the tripwire."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from attacks import (
    annotations,
    bindings,
    class_walks,
    classes,
    copies,
    coroutines,
    decorators,
    evaluation,
    exceptions,
    exposed,
    formats,
    frames,
    hooks,
    imports,
    impostors,
    libraries,
    limits,
    readings,
    selves,
    supers,
    tenants,
    tools,
)  # fmt: skip
from attacks.arena import MODES, attacks, prepare, shared_changes

FAMILIES = (
    annotations, bindings, class_walks, classes, copies, coroutines, decorators, evaluation,
    exceptions, exposed, formats, frames, hooks, imports, impostors, libraries, limits, readings,
    selves, supers, tenants, tools,
)  # fmt: skip
#: What tenants share as it was last seen, and the payloads since; after so many it is looked at.
SEEN: dict[str, Any] = {}
SINCE: list[str] = []
MANY = 8
PAYLOADS = [payload for family in FAMILIES for payload in family.PAYLOADS]


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> Iterator[None]:
    prepare()
    shared_changes(SEEN)
    yield
    _look()


def _look() -> None:
    """Require that none of the payloads since the last look has changed what tenants share."""
    names = SINCE.copy()
    SINCE.clear()
    assert not shared_changes(SEEN), names


@pytest.fixture(autouse=True)
def _quiet_end_of_the_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is called in the middle of a collection may find no stack, which CPython reports.

    The hook that pytest puts in for such reports would need more of it, and fails the test then.
    """
    report = sys.unraisablehook

    def hook(event: Any) -> None:
        if event.exc_type is not RecursionError:
            report(event)

    monkeypatch.setattr(sys, "unraisablehook", hook)


@pytest.mark.parametrize("payload", PAYLOADS, ids=[each.name for each in PAYLOADS])
def test_no_effect(payload):
    if payload.open or len(SINCE) == MANY:
        _look()
    found = attacks(payload.source, MODES, shared=payload.open)
    outcomes = dict(zip(MODES, found, strict=True))
    violations = {mode: each.violations for mode, each in outcomes.items() if each.violations}
    if payload.open:
        shared_changes(SEEN)
        assert violations, "closed now: take its mark off"
    else:
        SINCE.append(payload.name)
        assert not violations


def test_names_are_unique():
    names = [payload.name for payload in PAYLOADS]
    assert len(set(names)) == len(names)
