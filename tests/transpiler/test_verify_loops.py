# ruff: noqa: E501  A row of a table stays on one line.
"""The verifier: iterators that nobody but a loop has."""

from __future__ import annotations

import pytest
from verifying import SEALED, text

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

#: Iterators that nobody but a loop has, and others.
REAL = [
    "for x in __compress__(__real_range__(f(), 3), __ticks__): pass",
    "for x in __compress__(__real_enumerate__(__real_zip__(a, __real_range__(3))), __ticks__): pass",
    f"for x in __compress__(__real_zip__({'a, ' * 16}), __ticks__): pass",
    "y = [x for x in __compress__(__real_reversed__(a), __ticks__)]",
    "def f(n):\n for x in __compress__({T} and (__real_range__(n)), __ticks__): pass",
    "for a in __compress__(b, __ticks__):\n while {T} and (c): c(a)",
]
NOT_REAL = [
    "x = __real_range__(3)",
    "x = __real_range__",
    "for x in __compress__(__real_range__, __ticks__): pass",
    "for x in __real_range__(3): pass",
    "for x in __compress__(f(__real_range__(3)), __ticks__): pass",
    "for x in __compress__(list(__real_range__(3)), __ticks__): pass",
    "for x in __compress__((__real_range__(3),), __ticks__): pass",
    "for x in __compress__(__real_zip__(*__drain__(a)), __ticks__): pass",
    "for x in __compress__(__real_zip__(*a), __ticks__): pass",
    "for x in __compress__(__real_zip__(a, strict=True), __ticks__): pass",
    f"for x in __compress__(__real_zip__({'a, ' * 17}), __ticks__): pass",
    f"for x in __compress__(__real_zip__({'__real_zip__(a, a), ' * 9}), __ticks__): pass",
    "for x in __compress__(__real_range__(a[b]), __ticks__): pass",
    "for x in __compress__(__real_range__(3).x, __ticks__): pass",
    "for x, *y in __compress__(__unpack_each__(__real_zip__(a), 1), __ticks__): pass",
    "y = 3 in __real_range__(3)",
    "for __real_range__ in __compress__(a, __ticks__): pass",
    "__real_range__ = f",
    "def __real_range__(n): {T}; return n",
    "async def f(a):\n async for x in __async_compress__({T} and (__real_zip__(a)), __ticks__): pass",
    "for x in __compress__(__real_zip__(__tick__(3)), __ticks__): pass",
    "for x in __compress__(__real_zip__(a.join(3)), __ticks__): pass",
]


@pytest.mark.parametrize("guarded", [*map(text, REAL)])
def test_real_iterators(guarded):
    verify(guarded, SEALED)


@pytest.mark.parametrize("guarded", [*map(text, NOT_REAL)])
def test_real_iterators_are_nowhere_else(guarded):
    with pytest.raises(Refusal):
        verify(guarded, SEALED)
