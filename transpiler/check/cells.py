"""CL407: comprehensions that CPython mixes up with the code around them.

Since 3.12 CPython builds a comprehension into the code around it. Where a function inside of it
captures its variable, and that code has a variable of this name from a function around it, the
cell of the one is wrapped into, or taken for, that of the other (python/cpython#156664): what is
read is a cell, or NULL. Which comprehensions these are is asked of the compiler, so that one that
makes no such code has nothing refused. What the text does not show, since a guard brings it about,
is for the verifier of the code that runs.
"""

from __future__ import annotations
import __future__

import dis
from collections.abc import Iterator
from types import CodeType
from typing import Final

import libcst as cst

from ..compile import TOP_LEVEL_AWAIT
from ..cpython import characters, quietly
from ..diagnostics import Diagnostic
from ..walk import COMPREHENSION, Listing

CODE: Final = "CL407"
HINT: Final = "use another name for the comprehension's variable"
#: Whether this CPython builds comprehensions into the code around them at all.
_BUILDS_IN: Final = "LOAD_FAST_AND_CLEAR" in dis.opmap
#: What captures, of all that can stand in a comprehension.
_CAPTURING: Final = frozenset({cst.Lambda, cst.GeneratorExp})


def refuse_mixed_up(listing: Listing, text: str) -> list[Diagnostic]:
    """Return the diagnostics for comprehensions of *text*, listed in *listing*, of that kind."""
    if not _BUILDS_IN or not any(
        type(entry.node) in _CAPTURING
        and entry.scope.kind == COMPREHENSION
        and not entry.scope.lazy
        for entry in listing.entries
    ):
        return []
    flags = TOP_LEVEL_AWAIT
    if "annotations" in listing.features:
        flags |= __future__.annotations.compiler_flag
    try:
        code = quietly(compile, text, "<guest>", "exec", flags, dont_inherit=True, optimize=0)
    except Exception:
        return []  # The guarded text does not compile either; what is wrong is told there.
    rows = text.split("\n")
    return sorted({_diagnostic(each, rows) for each in _wrapped(code)})


def _wrapped(code: CodeType) -> Iterator[dis.Instruction]:
    """Yield the instructions that make a cell where *code*, or code in it, has one already."""
    given = len({*code.co_varnames, *code.co_cellvars})
    if code.co_freevars:
        for each in dis.get_instructions(code):
            if each.opname == "MAKE_CELL" and (each.arg or 0) >= given:
                yield each
    for constant in code.co_consts:
        if type(constant) is CodeType:
            yield from _wrapped(constant)


def _diagnostic(made: dis.Instruction, rows: list[str]) -> Diagnostic:
    place = made.positions
    assert place is not None
    line, end_line = place.lineno or 1, place.end_lineno or place.lineno or 1
    return Diagnostic(
        line, characters(rows[line - 1], place.col_offset or 0),
        end_line, characters(rows[end_line - 1], place.end_col_offset or 0),
        CODE,
        f"'{made.argval}' is captured in this comprehension and a variable of a function around"
        " it as well, which this version of CPython mixes up",
        HINT,
    )  # fmt: skip
