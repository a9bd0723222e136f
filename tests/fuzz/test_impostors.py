"""No class or method of a guest's makes C take one thing for another: some of `fuzz.impostors`."""

from __future__ import annotations

import pytest

import cloche
from cloche.runtime import standins
from cloche.runtime.modules.names import MODULE_NAMES
from sampling import is_full, share

from .impostors import KINDS, PARTS, program, run

#: Without `--full` a part of the special methods so small that a type takes seconds.
SMALL = 64
TABLE = [(kind, part) for kind in KINDS for part in range(PARTS)]
#: Tried elsewhere: `tests/constructs/test_metaclasses.py`; open: README, "Known gaps".
ELSEWHERE = {"object", "type", "collections.OrderedDict"}
#: Flag of the types that C made (`Py_TPFLAGS_IMMUTABLETYPE`).
BUILT_IN = 1 << 8


@pytest.mark.parametrize(("kind", "part"), share(TABLE, 72))
def test_the_process_lives(kind: str, part: int) -> None:
    source = program(kind, part, PARTS if is_full() else SMALL)
    ending, said = run([(kind, source, part % 2 == 0)])
    assert ending == 0, said[-2000:]
    assert f"done {kind}" in said


def _layouts(kind: type) -> set[str]:
    """Return the names of the types of C's, among those of *kind*, with a layout of their own."""
    return {
        f"{each.__module__.lstrip('_')}.{each.__qualname__}".removeprefix("builtins.")
        for each in kind.__mro__
        if each.__flags__ & BUILT_IN
        and (each.__base__ is None or each.__basicsize__ != each.__base__.__basicsize__)
    }


def test_every_layout_is_tried() -> None:
    box = cloche.Sandbox()
    for name in MODULE_NAMES:
        box.run(f"import {name}")
    held = [kind for kind in vars(standins)["_DERIVABLE"] if standins.derivable(kind)]
    layouts = set().union(*map(_layouts, [*held, *vars(standins)["_BASES"]]))
    assert layouts - KINDS.keys() - ELSEWHERE == set()
