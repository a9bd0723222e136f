"""`__index__` of the guest's classes, and who may ask for it.

C asks it of a key, of the bounds of a slice, and of a byte that is stored, while it holds the
address of what is written to; and the answer may come from code that empties just that. No guard
sees what an assignment is about to write to, but whoever answers sees who asks. So a class holds a
function of this package, which refuses to answer an instruction that stores or deletes an item,
unless it stands in a function that has settled what C could ask there (`settles`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from opcode import opmap
from types import CodeType, FunctionType, WrapperDescriptorType
from typing import Any, Final, TypeVar

from ..run import current
from .standing import StandIn

F = TypeVar("F", bound=Callable[..., Any])

#: Instructions that write to what C has looked at before it asks.
_STORES: Final = frozenset(
    opmap[name]
    for name in ("STORE_SUBSCR", "DELETE_SUBSCR", "STORE_SLICE")
    if name in opmap  # (Python 3.12 has the last)
)
#: By the id of their code: functions of this package that may store what answers.
_SETTLED: Final[dict[int, CodeType]] = {}


def settles(function: F) -> F:
    """Declare that *function* stores nothing to which C would hold an address while it asks."""
    code: Any = function.__code__
    _SETTLED[id(code)] = code
    return function


def _numbering(method: Any) -> Any:
    """Return what C may call as `__index__` in the place of *method*."""

    def __index__(self: Any) -> Any:
        frame = sys._getframe(1)
        code = frame.f_code
        if code.co_code[frame.f_lasti] in _STORES and id(code) not in _SETTLED:
            raise TypeError(
                f"{type(self).__name__!r}, which defines __index__, cannot be a key or a byte that "
                "is assigned to or deleted here; use operator.index() first"
            )
        return method(self)

    return __index__


INDEX: Final = StandIn("__index__", _numbering)


def answers(value: Any) -> bool:
    """Tell whether a class may hold *value* as `__index__`: anything that does would ask itself.

    A function of the guest's is put behind one of ours, and those of C's belong to its integers.
    """
    if value is None or type(value) is WrapperDescriptorType:
        return True
    found = INDEX.shown(value)
    return type(found) is FunctionType and current().holds(found.__globals__)
