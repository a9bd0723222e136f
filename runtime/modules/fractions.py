"""`fractions`."""

from __future__ import annotations

import fractions as real

from .fraction_number import Fraction
from .stand_in import module

VETTED = ""

MODULE = module(real, VETTED, Fraction)
