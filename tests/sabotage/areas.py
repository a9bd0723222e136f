"""What is sabotaged, and who has to notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cloche.runtime.guards import attributes, keys

from .rows import Row

_VERIFIER = tuple(
    f"tests/transpiler/test_{name}.py"
    for name in (
        "verify*",
        "contents",
        "handing",
        "direct",
        "tuples",
        "mappings",
        "apart",
        "compile",
        "looks",
    )
)
_SUBSET = (
    "tests/transpiler/test_refusals.py", "tests/transpiler/test_check.py", "tests/constructs",
    "tests/modules/test_names.py",
)  # fmt: skip
_ATTACKS = "tests/attacks/test_attacks.py"


def _damaged() -> list[Row]:
    # Not before pytest has made the folder of the verifier's tests one to import from.
    from . import damage

    return damage.rows()


def _guards_are_new() -> None:
    attributes.ATTR.__dict__.clear()
    attributes._RULES.clear()
    keys._shim.cache_clear()


@dataclass(frozen=True)
class Area:
    """A part of the package.

    Parameters:
        modules: packages, with the modules directly in them, or single modules.
        tests: files and folders of the suite, as shell patterns; each test is a row.
        more: rows that are no tests.
        pure: whether nothing is remembered between rows, so that no child is needed.
        forget: is called before each row, so that what has been found once is found again.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    more: Callable[[], list[Row]] = list
    pure: bool = False
    forget: Callable[[], None] = lambda: None


AREAS = {
    "verify": Area(("cloche.transpiler.verify",), _VERIFIER, _damaged, pure=True),
    "check": Area(("cloche.transpiler.check",), _SUBSET),
    "guards": Area(
        ("cloche.runtime.guards",),
        ("tests/runtime/test_*.py", "tests/constructs", "tests/modules", _ATTACKS),
        forget=_guards_are_new,
    ),
    "boundary": Area(
        ("cloche.runtime.boundary",),
        ("tests/runtime/test_boundary*.py", "tests/runtime/test_letting_go.py", "tests/host",
         "tests/workers/test_wire.py", "tests/modules/test_zoneinfo.py", _ATTACKS),
    ),
    # One area, since what tests execute is seen once for all of it: `--only runtime/universe`.
    "run": Area(
        (
            *(f"cloche.runtime.{name}" for name in (
                "asked_by", "asking", "backwards", "binding", "budget", "buffers", "census",
                "chains", "code_flags", "collecting", "columns", "depth", "errors", "finalizing",
                "fitting", "frames",
                "handling", "identities", "initialising", "kept", "lasting", "limits", "links",
                "local_names", "memory", "monitor", "namespace", "nesting", "options", "output",
                "own_stack", "paying", "prices", "reentry", "rehomed", "responsible", "room",
                "run", "signals",
                "spaces", "standins", "stopping", "stops", "storing", "suggestions",
                "syntax_errors", "throwing", "tracebacks", "traces", "tripwire", "unbound",
                "under_way", "usage", "warned")),
            "cloche.runtime.universe", "cloche.runtime.builtins", "cloche.runtime.modules",
        ),
        ("tests/runtime/test_*.py", "tests/constructs", "tests/modules", "tests/host",
         "tests/universe/test_found.py", "tests/attacks/test_neighbours.py", _ATTACKS),
        forget=_guards_are_new,
    ),
    "host": Area(
        ("cloche.crowding", "cloche.rendered", "cloche.workers.meter"),
        ("tests/host/test_crowding.py", "tests/host/test_rendered.py", "tests/host/test_meter.py",
         "tests/host/test_declared.py", "tests/workers/test_hostile_frames.py"),
    ),
}  # fmt: skip
