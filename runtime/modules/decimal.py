"""`decimal`: numbers and contexts of guests; the signals are the real exceptions."""

from __future__ import annotations

import decimal as real
from typing import Any, Final

from ..standins import plain
from ..universe.exceptions import COMMON, GUARDED, PARTS
from ..universe.registry import entry
from .decimal_context import Context, getcontext, localcontext, setcontext, templates
from .decimal_number import Decimal
from .decimal_value import DecimalTuple
from .kinds import declare
from .stand_in import Module, frozen, shim

CONSTANTS: Final = """
HAVE_CONTEXTVAR HAVE_THREADS MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY ROUND_05UP ROUND_CEILING
ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP
"""
SIGNALS: Final = """
Clamped ConversionSyntax DecimalException DivisionByZero DivisionImpossible DivisionUndefined
FloatOperation Inexact InvalidContext InvalidOperation Overflow Rounded Subnormal Underflow
"""
_SIGNALS: Final[dict[str, Any]] = {name: getattr(real, name) for name in SIGNALS.split()}

plain(*_SIGNALS.values())
declare("decimal", *(entry(kind, f"{COMMON} {PARTS}", GUARDED) for kind in _SIGNALS.values()))

_SHARED: Final[dict[str, Any]] = {
    **{name: getattr(real, name) for name in CONSTANTS.split()},
    **_SIGNALS,
    "Decimal": Decimal,
    "DecimalTuple": DecimalTuple,
    "Context": Context,
    **{
        each.__name__: shim(getattr(real, each.__name__))(each)
        for each in (getcontext, setcontext, localcontext)
    },
}


def for_run() -> Module:
    """Make the module for one run, with template contexts of its own."""
    return frozen("decimal", real.__doc__, _SHARED | templates())
