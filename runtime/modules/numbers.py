"""`numbers`: stand-ins that ask the real abstract classes, and bases for a guest's own numbers.

A guest never holds a real one: `Number.register(X)` would change it for all. Their methods are
one operation each of the guest's own.
"""

from __future__ import annotations

import numbers as real
from abc import ABCMeta
from typing import Any, Final

from ..boundary.outward import BARE_BASES
from ..guards.classes import METACLASSES
from ..guards.numbering import INDEX
from ..rehomed import adopt
from ..standins import NO_ABC_META, basis_of, opaque, stand_in
from . import decimal_number, fraction_number
from .stand_in import module

VETTED = ""

NAMES: Final = "Number Complex Real Rational Integral"
#: Registered with the real ones, so that `isinstance` knows them.
REGISTERED: Final = (decimal_number.Decimal, fraction_number.Fraction)


def _stand_in(name: str) -> type:
    kind: Any = getattr(real, name)
    made = stand_in(kind, kind, inherit=False, basis={})
    adopt(basis_of(made))
    return made


METACLASSES.add(ABCMeta)
opaque(ABCMeta, NO_ABC_META)
_STAND_INS: Final = {name: _stand_in(name) for name in NAMES.split()}
#: It asks `__int__` of the guest's.
_INTEGRAL: Final[Any] = basis_of(_STAND_INS["Integral"])
_INTEGRAL.__index__ = INDEX.before_function(_INTEGRAL.__index__)
BARE_BASES.extend(map(basis_of, _STAND_INS.values()))
MODULE = module(real, VETTED, **_STAND_INS)
