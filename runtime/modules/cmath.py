"""`cmath`: functions of complex numbers, each one short step in C."""

from __future__ import annotations

import cmath as real

from .stand_in import module

VETTED = """
acos acosh asin asinh atan atanh cos cosh e exp inf infj isclose isfinite isinf isnan log log10 nan
nanj phase pi polar rect sin sinh sqrt tan tanh tau
"""

MODULE = module(real, VETTED)
