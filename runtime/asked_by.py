"""Which operator a frame is at: what a method cannot know that may be asked by several."""

from __future__ import annotations

import sys
from opcode import cmp_op, opmap
from types import FrameType
from typing import Final

_COMPARE, _BINARY = opmap["COMPARE_OP"], opmap["BINARY_OP"]
#: The first argument of the latter that is an operator in place.
_IN_PLACE: Final = 13
#: Bits of an argument of the former below its place among the comparisons.
_FLAGS: Final = 5 if sys.version_info >= (3, 13) else 4 if sys.version_info >= (3, 12) else 0


def comparison_at(frame: FrameType) -> str:
    """Return the comparison that *frame* is at; an empty text if it is at something else."""
    argument = _argument(frame, _COMPARE)
    return "" if argument < 0 else cmp_op[argument >> _FLAGS]


def is_operator(frame: FrameType) -> bool:
    """Tell whether *frame* is at an operator with two sides that does not compare."""
    return _argument(frame, _BINARY) >= 0


def is_in_place(frame: FrameType) -> bool:
    """Tell whether *frame* is at an operator like `+=`."""
    return _argument(frame, _BINARY) >= _IN_PLACE


def _argument(frame: FrameType, instruction: int) -> int:
    code = frame.f_code.co_code
    return code[frame.f_lasti + 1] if code[frame.f_lasti] == instruction else -1
