"""Every bomb ends in an error of the sandbox, on time, and leaves the process as good as new."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from bombs import chains, endless, huge, known_open, lines, looks, many, rows, shapes, squad, tables
from sampling import share

FAMILIES = {
    "endless": endless.BOMBS, "huge": huge.BOMBS, "many": many.BOMBS, "rows": rows.BOMBS,
    "shapes": shapes.BOMBS, "tables": tables.BOMBS, "looks": looks.BOMBS,
}  # fmt: skip
#: A long fuse, stopped by the clock, with elision; a short one, stopped by its steps, without.
FUSES: dict[str, tuple[bool, dict[str, Any]]] = {
    "clock": (True, {**squad.LIMITS, "seconds": 0.3}),
    "steps": (False, {**squad.LIMITS, "steps": 1_000_000}),
}
#: Every how many of a family get this fuse: all of them with both take an hour.
EVERY = {"clock": 40, "steps": 80}
#: A value: there was nothing to it.
HARMLESS = {"limit", "value", "GuestError", "Rejected", "BoundaryError"}
#: More than the 64 MiB it may have, and what one operation adds before it is looked at.
MEMORY = 64 * 2**20 + 320 * 2**20

TABLES = {
    fuse: [bomb for bombs in FAMILIES.values() for bomb in share(bombs, EVERY[fuse])]
    for fuse in FUSES
}
ALL = [(fuse, bomb) for fuse, bombs in TABLES.items() for bomb in bombs]


@pytest.fixture(scope="module")
def outcomes():
    """Run all of them, a child for each fuse, and return the outcomes by fuse."""
    with ThreadPoolExecutor(2) as pool:
        running: dict[str, Future[dict[str, squad.Outcome]]] = {
            fuse: pool.submit(squad.defuse, bombs, *FUSES[fuse]) for fuse, bombs in TABLES.items()
        }
        yield {fuse: future.result() for fuse, future in running.items()}


@pytest.mark.parametrize(("fuse", "bomb"), ALL, ids=[f"{fuse}-{bomb.name}" for fuse, bomb in ALL])
def test_bomb(outcomes, fuse, bomb):
    outcome = outcomes[fuse][bomb.name]
    assert outcome["ending"] in HARMLESS, outcome
    assert outcome["bytes"] < MEMORY, outcome


# --- In workers ----------------------------------------------------------------------------------

#: All of them take minutes there (`make bombs`): a few of each family.
SAMPLE = [
    *(bomb for bombs in FAMILIES.values() for bomb in share(bombs, 120)),
    *share(chains.BOMBS, 16),
]  # fmt: skip


@pytest.fixture(scope="module")
def in_workers():
    return squad.defuse(SAMPLE, True, {**squad.LIMITS, "seconds": 0.3}, "process")


@pytest.mark.parametrize("bomb", SAMPLE, ids=lambda bomb: bomb.name)
def test_in_a_worker(in_workers, bomb):
    outcome = in_workers[bomb.name]
    assert outcome["ending"] in {*HARMLESS, "WorkerCrashed"}, outcome
    # One and a half times the limit, and 40 MiB, by its rlimit.
    assert outcome["bytes"] < 144 * 2**20, outcome
    assert outcome["host"] < 64 * 2**20, outcome


# --- Lines ---------------------------------------------------------------------------------------

LINES = [
    *share(lines.BOMBS, 20),
    *(bomb for bombs in (lines.FIELDS, lines.NAMED, lines.READ, lines.ERRORS)
      for bomb in share(bombs)),
]  # fmt: skip


@pytest.fixture(scope="module")
def lined():
    return squad.defuse(LINES, True, lines.LIMITS)


@pytest.mark.parametrize("bomb", LINES, ids=lambda bomb: bomb.name)
def test_line(lined, bomb):
    outcome = lined[bomb.name]
    assert outcome["ending"] in {"limit", "value"}, outcome
    assert outcome["bytes"] < lines.MOST, outcome


# --- Chains --------------------------------------------------------------------------------------

CHAINS = share(chains.BOMBS, 4)


@pytest.fixture(scope="module")
def chained():
    return squad.defuse(CHAINS, True, {**squad.LIMITS, "seconds": None, "memory": None})


@pytest.mark.parametrize("bomb", CHAINS, ids=lambda bomb: bomb.name)
def test_chain(chained, bomb):
    outcome = chained[bomb.name]
    # Slices, properties and methods are counted as they are made: a RecursionError.
    assert outcome["ending"] in {"limit", "GuestError"}, outcome
    assert outcome["ending"] == "GuestError" or "at once or in chains" in outcome["text"], outcome


def test_names_are_unique():
    families = (
        *FAMILIES.values(),
        lines.BOMBS,
        lines.FIELDS,
        lines.NAMED,
        lines.READ,
        lines.ERRORS,
        chains.BOMBS,
    )
    names = [bomb.name for bombs in families for bomb in bombs]
    assert len(set(names)) == len(names)


# --- What is known to be open -------------------------------------------------------------------


@pytest.fixture(scope="module")
def unpriced():
    limits = {**squad.LIMITS, "steps": known_open.STEPS, "seconds": None}
    return squad.defuse(known_open.UNPRICED, True, limits)


@pytest.mark.parametrize("bomb", known_open.UNPRICED, ids=lambda bomb: bomb.name)
def test_still_unpriced(unpriced, bomb):
    assert unpriced[bomb.name]["ending"] == "value", "closed now: move it to the others"
