"""The local names of a frame.

CPython 3.13.0 and 3.13.1 take a name for a variable of a closure, in `f_locals`, where it is one in
a function and also the target of a comprehension in there: whatever the comprehension has given it
is taken for the address of a cell (CPython's issue 128396). So no such frame is asked.
"""

from __future__ import annotations

import opcode
import sys
from types import CodeType, FrameType
from typing import Any, Final

_CONFUSED: Final = (3, 13) <= sys.version_info < (3, 13, 2)
#: What a comprehension begins with that is a part of the function around it; CPython 3.11 has none.
_INLINED: Final = frozenset({opcode.opmap.get("LOAD_FAST_AND_CLEAR")})


def locals_in(frame: FrameType) -> Any:
    """Return `frame.f_locals`.

    Raises:
        RuntimeError: this CPython cannot tell.
    """
    names = frame.f_locals
    # A module and a class have a dictionary; what stands for that of a function is not asked.
    if _CONFUSED and type(names) is not dict and is_confusing(frame.f_code):
        raise RuntimeError(
            "the local names of this function cannot be told on this CPython: rename the target "
            "of a comprehension that is a variable of an inner function as well"
        )
    return names


def is_confusing(code: CodeType) -> bool:
    """Tell whether *code* may have a variable of a closure that is a comprehension's target."""
    shared = frozenset(code.co_varnames).intersection(code.co_cellvars + code.co_freevars)
    return bool(shared) and not _INLINED.isdisjoint(code.co_code[::2])
