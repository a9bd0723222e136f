# ruff: noqa: E501  A row of a table stays on one line.
"""Inline tests of guarded attributes and of right sides; loops whose bodies tick."""

from __future__ import annotations

from dataclasses import replace

import pytest
from mutations import mutants
from verifying import ALONE, is_accepted, text

from cloche.transpiler import vocabulary as words
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

#: What an inline test lets through of guarded attributes and of loops, and what it may not.
_SUPER = "super().__init__ if __type__(a) in __bare__ else __attr__.init__(super())"
BARE = [
    "x = (a.join if __type__(a) in __bare__ else __attr__.join(a))(b)",
    "x = (__t0__.join if __type__(__t0__ := f()) in __bare__ else __attr__.join(__t0__))",
    f"class C:\n def __init__(a, b): {{T}}; ({_SUPER})(b)",
    f"class C:\n def __init__(a, /, *b): {{T}}; x = {_SUPER}",
    "def f(a): {T}; return (a * __t0__ if __type__(__t0__ := b()) is __floating__"
    " else __times__(a, __t0__))",
    "x = {lambda: {T} and (1)}; y = a[lambda: {T} and (1)]",
    "for a in b: {T}; c(a)",
    "def f(b):\n for a, c in {T} and (b):\n  if {T} and (a): break\n else: {T}",
    "for a in b:\n 'x'\n try: {T}; c(a)\n finally: {T}; c(b)",
    "for a in b:\n while {T} and (c): c(a)",
    "f(*__drain__(a))",
]
NOT_BARE = [
    "x = (a.join if __type__(a) in __own__ else __attr__.join(a))",
    "x = (a.join if __type__(a) in __scalars__ else __attr__.join(a))",
    "x = (a.join if __type__(a) not in __bare__ else __attr__.join(a))",
    "x = (a.join if __type__(b) in __bare__ else __attr__.join(a))",
    "x = (b.join if __type__(a) in __bare__ else __attr__.join(a))",
    "x = (a.join if __type__(a) in __bare__ else __attr__.join(b))",
    "x = (a.join if __type__(a) in __bare__ else __attr__.format(a))",
    "x = (a.join if __type__(a) in __bare__ else a.join)",
    "x = (a.join if __type__(a) in __bare__ else b.join(a))",
    "x = (a.join if __type__(a) in __bare__ in b else __attr__.join(a))",
    "x = (a.join if __type__(a) in __bare__ else __attr__.join(a, b))",
    "x = (a.join if __type__(a) in __bare__ else __attr__.join(a, k=b))",
    "x = (a.join(b) if __type__(a) in __bare__ else __attr__.join(a))",
    "x = (a.upper if __type__(a) in __bare__ else __attr__.upper(a))",
    "x = (a.with_traceback if __type__(a) in __bare__ else __attr__.with_traceback(a))",
    "x = (a.__class__ if __type__(a) in __bare__ else __attr__.class__(a))",
    "x = (a.__init__ if __type__(a) in __bare__ else __attr__.init__(a))",
    "x = (a.b.join if __type__(a.b) in __bare__ else __attr__.join(a.b))",
    "x = (a.join if type(a) in __bare__ else __attr__.join(a))",
    "x = __bare__",
    "__bare__ = a",
    "def f(a):\n {T}; x = (a.join if __type__(a) in __bare__ else __attr__.join(a))\n"
    " def g():\n  nonlocal a\n  {T}; a = b",
    f"class C:\n def __init__(b, a): {{T}}; ({_SUPER})(b)",
    f"class C:\n def __init__(a, b): {{T}}; a = b; ({_SUPER})(b)",
    f"class C:\n def __init__(*a): {{T}}; ({_SUPER})(b)",
    f"class C:\n def __init__(*, a): {{T}}; ({_SUPER})(b)",
    f"class C:\n def __init__(a): {{T}}; del a; ({_SUPER})(b)",
    f"class C:\n def f(a): {{T}}; return [{_SUPER} for b in __compress__(c, __ticks__)]",
    f"class C:\n def f(a):\n  def g(b): {{T}}; return {_SUPER}\n  {{T}}; return g",
    f"super = b\nclass C:\n def __init__(a): {{T}}; ({_SUPER})()",
    f"class C:\n def __init__(a): {{T}}; ({_SUPER.replace('()', '(C, a)')})()",
    f"class C:\n def __init__(a): {{T}}; ({_SUPER.replace('super()', 'a', 1)})()",
    f"class C:\n def __init__(a): {{T}}; ({_SUPER.replace('(super())', '(b)')})()",
    f"class C:\n def __init__(a): {{T}}; ({_SUPER.replace('.__init__', '.join')})()",
    f"class C:\n def __init__(a): {{T}}; ({_SUPER.replace('bare', 'own')})()",
    f"class C:\n def __init__(a): {{T}}; ({_SUPER.replace('init__(', 'new__(')})()",
    "def f(a): {T}; a = b; return (a * __t0__ if __type__(__t0__ := b()) is __floating__"
    " else __times__(a, __t0__))",
    "def f(a): {T}; return (a * __t0__ if __type__(__t0__ := b()) in __numbers__"
    " else __times__(a, __t0__))",
    "def f(a): {T}; return (a ** __t0__ if __type__(__t0__ := b()) is __floating__"
    " else __power__(a, __t0__))",
    "def f(a, c): {T}; return (a * __t0__ if __type__(__t0__ := b()) is __floating__"
    " else __times__(c, __t0__))",
    "def f(a, c): {T}; return (a * __t0__ if __type__(c) is __floating__ else __times__(a, c))",
    "x = (a * __t0__ if __type__(__t0__ := b()) is __floating__ else __times__(a, __t0__))",
    "for a in b: c(a)",
    "for a in b: pass",
    "for a in b:\n 'x'\n pass",
    "for a in b: c(a); {T}",
    "for a in b:\n if a: {T}",
    "for a in b:\n def f(): {T}; c(a)",
    "for a in b:\n try: c(a)\n finally: {T}; c(b)",
    "for a, *c in b: {T}; c(a)",
    "for a in __real_range__(b): {T}; c(a)",
    "async def f(b):\n async for a in b: {T}; c(a)",
    "x = [a for a in b if {T} and (a)]",
    "def f(a): {T}; return (a ** __t0__ if __type__(__t0__ := b()) is __floating__ else __times__(a, __t0__))",
    "def f(a, c): {T}; return (a * __t0__ if __type__(__t0__ := b()) is __floating__ else __times__(a, c))",
]
HAS_SUPER = replace(ALONE, builtins=ALONE.builtins | {"super"})
#: Guarded names that are guarded for instances of bare classes, too.
ALWAYS = sorted(words.OF_ERRORS | words.UNREAD | words.BOUND)


@pytest.mark.parametrize("guarded", [*map(text, BARE)])
def test_tests_of_bare_classes_and_bodies_that_tick(guarded):
    verify(guarded, HAS_SUPER)
    for seed in range(3):
        for name, damaged in mutants(guarded, seed):
            assert not is_accepted(damaged, HAS_SUPER), f"{name} survived:\n{damaged}"


@pytest.mark.parametrize("guarded", [*map(text, NOT_BARE)])
def test_what_such_tests_may_not_let_through(guarded):
    with pytest.raises(Refusal):
        verify(guarded, HAS_SUPER)


def test_names_that_no_test_lets_through():
    policy = replace(HAS_SUPER, guarded=HAS_SUPER.guarded.union(ALWAYS))
    for name in ALWAYS:
        with pytest.raises(Refusal, match=f"{name} is loaded without its guard"):
            verify(f"x = (a.{name} if __type__(a) in __bare__ else __attr__.{name}(a))", policy)
