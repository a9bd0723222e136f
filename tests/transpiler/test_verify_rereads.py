# ruff: noqa: E501  A row of a table stays on one line.
"""The verifier: names that are read twice, and may be bound in between."""

from __future__ import annotations

from dataclasses import replace

import pytest
from verifying import ALONE, text

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

_HELD = "(__t0__ if __type__(__t0__ := f()) in __numbers__ else __addend__(__t0__))"
_TESTED = "(n if __type__(n) in __numbers__ else __addend__(n))"
_CHANGED = (
    "(__t0__ if (__t0__ := b) is __t0__ and not __answering__ else __changing__(__t0__)).add(1)"
)
#: What is read twice, and may be bound in between where garbage is collected.
UNSTEADY = [
    f"class C: {_CHANGED}",
    f"x = ({_CHANGED} for y in __compress__(z, __ticks__))",
    f"{_CHANGED}\nexec(a)",
    f"def g(): {{T}}; return (__addend__(a) + {_HELD} for a in __compress__(b, __ticks__))",
    f"def g(): {{T}}; return ([__addend__(a) + {_HELD}] for a in __compress__(b, __ticks__))",
    f"class C: x = __addend__(a) + {_HELD}",
    f"class C: x = __addend__(a) + {_TESTED}",
    f"def g():\n global n\n {{T}}; n = 1\nx = __addend__(a) + {_TESTED}",
    "def g():\n global n\n {T}; n = a\nn += (f() if __type__(n) is __whole__ else __inplace_addend__(f()))",
    "def g():\n global n\n {T}; n = a\nx = (n | {1} if __type__(n) in __sets__ and __size__(n) < 9 else __union__(n, {1}))",
    f"def g():\n global n\n {{T}}; n = 1\n return __addend__(a) + {_TESTED}",
    f"def g(n):\n def h():\n  nonlocal n\n  {{T}}; n = 1\n {{T}}; return __addend__(a) + {_TESTED}",
    f"def g(n):\n def h():\n  nonlocal n\n  {{T}}; n = 1\n  return __addend__(a) + {_TESTED}",
    f"def g(n):\n def h(): {{T}}; return __addend__(a) + {_TESTED}\n {{T}}; return h",
    f"def g(n): {{T}}; return (__addend__(a) + {_TESTED} for a in __compress__(b, __ticks__))",
    f"def g(n):\n {{T}}; b = ((n := a) for a in __compress__(c, __ticks__))\n return __addend__(a) + {_TESTED}",
    f"b = ((n := a) for a in __compress__(c, __ticks__))\nx = __addend__(a) + {_TESTED}",
    f"n = 1\nx = __addend__(a) + {_TESTED}\nexec(b)",
    "class C: (a if __type__(k) in __scalars__ and not __answering__ else __place__(a, k))[k] = b",
    "class C: __place__(a, k)[k] = b",
    "class C: (n if __type__(n) in __own__ else __writable__(n)).x = 1",
    "class C: x = (n * 2 if __type__(n) is __floating__ else __times__(n, 2))",
    "class C:\n def g(self):\n  global __n\n  {T}; (__n if __type__(__n) in __own__ else __writable__(__n)).x = 1",
    "def g(n):\n {T}; b = ((n := a) for a in __compress__(c, __ticks__)); (n := 3)\n x = __addend__(a) + (n if __type__(n) in __numbers__ else __addend__(n))",
    "def g(n):\n {T}; (n := 3); b = ((n := a) for a in __compress__(c, __ticks__))\n x = __addend__(a) + (n if __type__(n) in __numbers__ else __addend__(n))",
    "x = __addend__(a) + (__t0__ if __type__(__t0__ := f()) in __numbers__ else __addend__(__t0__))\nexec(b)",
    f"def g():\n {{T}}; (n): int\n return __addend__(a) + {_TESTED}",
    f"class C:\n n = 1\n x = __addend__(a) + {_TESTED}",
    "class C:\n def g(self, __n):\n  def h():\n   nonlocal _C__n\n   {T}; _C__n = 1\n  {T}; (__n if __type__(__n) in __own__ else __writable__(__n)).x = 1",
    # What a function finds outside is held, whosever it is.
    f"def g(): {{T}}; return __addend__(a) + {_TESTED}",
    f"x = lambda: {{T}} and (__addend__(a) + {_TESTED})",
    f"x = (__addend__(a) + {_TESTED} for a in __compress__(b, __ticks__))",
    f"class C:\n n = 1\n def g(self): {{T}}; return __addend__(a) + {_TESTED}",
    f"class C:\n global n\n def g(self): {{T}}; return __addend__(a) + {_TESTED}",
    f"class C:\n global n\n n = 1\nx = __addend__(a) + {_TESTED}",
    f"def g(n):\n class C:\n  nonlocal n\n  n = 1\n {{T}}; return __addend__(a) + {_TESTED}",
    f"def f(n):\n def g():\n  global n\n  {{T}}; return __addend__(a) + {_TESTED}\n {{T}}; return g",
    "def g(): {T}; return (n.join if __type__(n) in __bare__ else __attr__.join(n))",
    "def g(): {T}; (n if __type__(n) in __own__ else __writable__(n)).x = 1",
]  # fmt: skip
STEADY = [
    f"x = [{_CHANGED} for y in __compress__(z, __ticks__)]",
    f"def g(b): {{T}}; {_CHANGED}",
    f"x = __addend__(__addend__(a) + {_TESTED}) + {_HELD}",
    f"def g(n): {{T}}; return __addend__(__addend__(a) + {_TESTED}) + {_HELD}",
    f"x = [__addend__(__addend__(a) + {_TESTED}) + {_HELD} for a in __compress__(b, __ticks__)]",
    f"class C:\n n = 1\nx = __addend__(a) + {_TESTED}",
    f"def g(n): {{T}}; return [__addend__(__addend__(a) + {_TESTED}) + {_HELD} for a in __compress__(b, __ticks__)]",
    f"def g(b): {{T}}; return (__addend__(a) + {_TESTED} for n in __compress__(b, __ticks__))",
    f"def g(b): {{T}}; return (lambda: {{T}} and (__addend__(a) + {_HELD}) for n in __compress__(b, __ticks__))",
    f"def g():\n {{T}}; n: int\n return __addend__(a) + {_TESTED}",
]


@pytest.mark.parametrize("guarded", [*map(text, UNSTEADY)])
def test_names_that_may_be_bound_between_two_reads(guarded):
    with pytest.raises(Refusal, match="read again"):
        verify(guarded, ALONE)


@pytest.mark.parametrize("guarded", [*map(text, STEADY)])
def test_names_that_may_be_read_twice(guarded):
    verify(guarded, ALONE)


@pytest.mark.parametrize("guarded", ["x = 2\ny = x * 2", *map(text, STEADY[:1])])
def test_another_step_of_a_session_may_bind_it(guarded):
    with pytest.raises(Refusal):
        verify(guarded, replace(ALONE, alone=False))
