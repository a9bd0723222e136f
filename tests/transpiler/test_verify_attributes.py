"""The verifier: attributes that are read, stored and deleted."""

from __future__ import annotations

import pytest
from verifying import accepted, refused, text

ACCEPTED = [
    "x = a.b.c.__name__",
    "x = a.__doc__",
    "__attr__.join(a)(b)",
    "__attr__.class__(a)",
    "__attr__.init__(super())(1)",
    "__writable__(a).b = 1",
    "(a if __type__(a) in __own__ else __writable__(a)).b = 1",
    "__writable__(a.b).c += __inplace_addend__(d)",
    "__writable__(a).__name__ = 'x'",
    "__settable__(a).__len__ = 'x'",
    "for b, __settable__(a.b).__eq__ in __compress__(c, __ticks__): pass",
    "__writable__(a).__name__ += ({T} and 'x')",
    "__writable__(a).join = 1",
    "del __writable__(a).b, c[__key__(d)], e[1:2], (f, g)",
    "for __writable__(a).b in __compress__(c, __ticks__): pass",
    "with a as __writable__(b).c: pass",
    "__writable__(a).b: c = 1",
]
REFUSED = [
    ("x = a.__class__", "__class__"),
    ("x = a.__globals__", "__globals__"),
    ("x = a.__subclasses__()", "__subclasses__"),
    ("x = ''.join", "the attribute join"),
    ("x = a.format", "the attribute format"),
    ("x = a.gi_frame", "the attribute gi_frame"),
    ("x = a.b.f_back", "the attribute f_back"),
    ("x = a.__reduce__", "__reduce__"),
    ("x = a.__init__", "the attribute __init__"),
    ("class C:\n x = a.__hidden", "private attribute"),
    ("x = __attr__", "__attr__"),
    ("x = __attr__.join", "the attribute join"),
    ("x = __attr__.find", "__attr__"),
    ("x = __attr__.upper(a)", "guards no attribute"),
    ("x = __attr__.globals__(a)", "guards no attribute"),
    ("x = __attr__.__class__(a)", "guards no attribute"),
    ("x = __attr__.join(a, b)", "one plain operand"),
    ("x = __attr__.join(*a)", "one plain operand"),
    ("x = __attr__.join(a, k=1)", "one plain operand"),
    ("x = __attr__.join()", "one plain operand"),
    ("__attr__.join = a", "__writable__ is missing"),
    ("a.b = 1", "__writable__ is missing"),
    ("a.b += 1", "__writable__ is missing"),
    ("del a.b", "__writable__ is missing"),
    ("for a.b in __compress__(c, __ticks__): pass", "__writable__ is missing"),
    ("with a as b.c: pass", "__writable__ is missing"),
    ("x = [1 for a.b in __compress__(c, __ticks__)]", "__writable__ is missing"),
    ("(x, [a.b]) = c", "__writable__ is missing"),
    ("a.b: int", "__writable__ is missing"),
    ("__writable__(a).__class__ = b", "__class__"),
    ("__settable__(a).__class__ = b", "__class__"),
    ("__settable__(a).__del__ = b", "__del__"),
    ("__settable__(a).b = c", "__writable__ is missing"),
    ("__settable__(a).__hash__ = c", "__writable__ is missing"),
    ("__writable__(a).__len__ = b", "__settable__ is missing"),
    ("(a if __type__(a) in __own__ else __writable__(a)).__len__ = b", "__settable__ is missing"),
    ("(a if __type__(a) in __own__ else __settable__(a)).__len__ = b", "__settable__"),
    ("a.__len__ = b", "__settable__ is missing"),
    ("__settable__(a).__len__ += b", "__len__"),
    ("__settable__(a, b).__len__ = c", "__settable__"),
    ("x = __settable__(a)", "may not be called here"),
    ("__writable__(a).__code__ = b", "__code__"),
    ("__writable__(a).__dict__ = b", "__dict__"),
    ("del __writable__(a).__globals__", "__globals__"),
    ("__writable__(a).join += 1", "the attribute join"),
    ("__writable__(a).__annotations__ |= 3", "__annotations__"),
    ("x = __writable__(a)", "__writable__"),
    ("__writable__(a)[0] = 1", "__writable__"),
    ("(a if __type__(a) in __own__ else a).b = 1", "__writable__ is missing"),
    ("(a if __type__(b) in __own__ else __writable__(a)).c = 1", "not the documented one"),
    ("(a if __type__(a) in __own__ else __writable__(b)).c = 1", "another operand"),
    ("(b if __type__(a) in __own__ else __writable__(a)).c = 1", "another operand"),
    ("(a if __type__(a) in __scalars__ else __writable__(a)).c = 1", "not the documented one"),
    ("(a if __type__(a) not in __own__ else __writable__(a)).c = 1", "not the documented one"),
    ("(a if a in __own__ else __writable__(a)).c = 1", "not the documented one"),
    ("(a if type(a) in __own__ else __writable__(a)).c = 1", "not the documented one"),
    ("(a if __type__(a) in own else __writable__(a)).c = 1", "not the documented one"),
    ("(a if __type__(a) in __own__ in b else __writable__(a)).c = 1", "not the documented one"),
    ("(f() if __type__(f()) in __own__ else __writable__(f())).c = 1", "another operand"),
]


@pytest.mark.parametrize("guarded", [*map(text, ACCEPTED)])
def test_accepted(guarded: str) -> None:
    accepted(guarded)


@pytest.mark.parametrize(("guarded", "reason"), REFUSED)
def test_refused(guarded: str, reason: str) -> None:
    refused(text(guarded), reason)
