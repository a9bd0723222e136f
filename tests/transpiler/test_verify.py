# ruff: noqa: E501  A row of a table stays on one line.
"""What the verifier accepts and refuses, as tables of guarded texts."""

from __future__ import annotations

import ast
import inspect
import sys
from dataclasses import replace

import pytest
from mutations import mutants

from cloche.transpiler import vocabulary as words
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.policy import Policy
from cloche.transpiler.verify import nodes, prove, tables, verify

POLICY = Policy(guarded=Policy().guarded | {"join", "format", "_C__hidden"}, alone=True)


def text(template: str) -> str:
    """Write out the tick, `{T}` in the tables below."""
    return template.replace("{T}", "__tick__(__ticks__)")


def is_accepted(guarded: str) -> bool:
    try:
        verify(guarded, POLICY)
    except Refusal:
        return False
    return True


ACCEPTED = [
    # nothing and literals
    "",
    "pass",
    "'doc'\nx = 1",
    "x = (None, True, ..., 1, 1.5, 2j, 'a', b'b', -1)",
    "x = [1, y]; z = {1: y}; w = {__key__(y), (1, __key__(y)), 2}",
    "x = 'a' 'b' f'c'",
    # dunders that are variables
    "__str__ = 1; __version__ = '1'; x = __str__",
    "def f(__eq__, *, __lt__=1, **__ne__): {T}; __ge__ = __eq__; return f(__eq__=__ge__)",
    "def __getattr__(a):\n {T}; global __str__\n def __str__(b): {T}; return __repr__\n return 1",
    "def f():\n {T}; __len__ = 1\n def g():\n  nonlocal __len__\n  {T}; del __len__\n return g",
    "for __iter__, a in __compress__(b, __ticks__): pass",
    "class C:\n for __len__ in __compress__(b, __ticks__): pass",
    # steps
    "for a in __compress__(b, __ticks__): pass\nelse: pass",
    "while {T} and (x): break\nelse: pass",
    "while {T}: pass",
    "while {T} and (True): pass",
    "[a for a in __compress__(b, __ticks__) if a for c in __compress__(a, __ticks__)]",
    "x = (a for a in __compress__(b, __ticks__))",
    "{__key__(k): v for k, v in __compress__(b, __ticks__)}",
    "{__key__(k) for k in __compress__(b, __ticks__)}",
    "f = lambda: {T} and (1)",
    "f = lambda a, /, b=x, *c, d=y, **e: {T} and (a)",
    "f = lambda: {T} and (a and b)",
    # a function ticks first
    "def f(): pass",
    "def f(): ...",
    "def f(): 'doc'",
    "def f():\n 'doc'\n global a\n pass\n {T}; return a",
    "def f(): {T}; return 1",
    "def f():\n if {T} and (a): return 1",
    "def f():\n while {T} and (a): pass",
    "def f():\n while {T}: pass",
    "def f():\n for a in __compress__({T} and (b), __ticks__): pass",
    "def f():\n for a, *b in __compress__(__unpack_each__({T} and (c), 1), __ticks__): pass",
    "def f():\n for a, *b in __compress__({T} and (__unpack_each__(c, 1)), __ticks__): pass",
    "def f():\n with {T} and (a) as b, c: pass",
    "def f():\n match {T} and (a):\n  case 1: pass",
    "def f():\n try:\n  {T}; return 1\n finally: pass",
    "def f():\n try:\n  try: {T}; a()\n  except KeyError: pass\n except ValueError: b()",
    "def f():\n @{T} and (a)\n @b\n def g(): pass",
    "def f():\n @{T} and (a)\n class C: pass",
    "def f():\n def g(a=1, *, b=-2, c='x'): {T}; return a\n {T}; return g",
    "def f():\n def g(a=1, b={T} and (c)): pass\n return g",
    "def f():\n def g(*, a={T} and (c), b=d()): pass\n return g",
    "def f():\n def g(a: {T} and (b)): pass\n return g",
    "def f():\n def g() -> {T} and (b): pass\n return g",
    "def f():\n def g(b: c, /, a: {T} and (b)): pass\n return g",
    "def f():\n class C: pass",
    "def f():\n class C({T} and (A), B, k=1): pass",
    "def f():\n class C({T} and (b.c), d()): pass",
    "def f():\n class C(*__drain__({T} and (a()))): pass",
    "def f():\n class C(k={T} and (b()), **__mapping__(c)): pass",
    "def f():\n try: pass\n finally: pass\n {T}; return f()",
    "def f():\n try: pass\n except KeyError: pass\n else: {T}; f()",
    "a[__store_key__((*__drain__(b), c))] = d",
    "from __future__ import annotations\ndef f():\n def g(a: b): pass\n {T}; return g",
    "def f(): {T}; yield 1",
    "def f(): {T}; x = yield from y",
    # handlers
    "try: a()\nfinally: pass",
    "try: a()\nfinally:\n {T}; b()",
    "try: a()\nfinally:\n for x in __compress__({T} and (y), __ticks__): pass",
    "try: a()\nexcept ValueError as e: b()",
    "try: a()\nexcept (KeyError, TypeError): b()",
    "try: a()\nexcept Exception: b()",
    "try: a()\nexcept:\n {T}; b()",
    "try: a()\nexcept BaseException:\n if {T} and (c): b()",
    "try: a()\nexcept Mine:\n {T}; b()",
    "try: a()\nexcept Mine: pass",
    "try: a()\nexcept c.d as e:\n {T}; b()",
    "try: a()\nexcept* __caught__(ValueError): b()\nexcept* __caught__(Mine):\n {T}; b()",
    "try: a()\nexcept ValueError: b()\nelse: c()\nfinally: pass",
    "ValueError = 1\ntry: a()\nexcept ValueError:\n {T}; b()",
    # inline tests of what a temporary holds
    "x = (__t0__ if __type__(__t0__ := f()) in __scalars__ else __comparand__(__t0__)) < a",
    "x = a + (__t0__ if __type__(__t0__ := f()) in __numbers__ else __addend__(__t0__))",
    "x = (a * f() if __type__(a) is __floating__ else __times__(a, f()))",
    "x = (a ** 2 if __type__(a) is __floating__ else __power__(a, 2))",
    "x = (__t0__ * a if __type__(__t0__ := f()) is __floating__ else __times__(__t0__, a))",
    "x = (__t0__ % 7 if __type__(__t0__ := f()) in __numbers__ else __percent__(__t0__, 7))",
    # known types
    "x = 2 ** 0.5",
    "x = 1 in {**__mapping__(a)}",
    "def f(s):\n {T}; x = (s % 3 if __type__(s) in __numbers__ else __percent__(s, 3))",
    "def f(x):\n {T}; y = 1 if x else None\n return y == x, [y < i for i in __compress__(x, __ticks__)]",
    # attributes
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
    "__writable__(a).__name__ += 'x'",
    "__writable__(a).join = 1",
    "del __writable__(a).b, c[__key__(d)], e[1:2], (f, g)",
    "for __writable__(a).b in __compress__(c, __ticks__): pass",
    "with a as __writable__(b).c: pass",
    "__writable__(a).b: c = 1",
    # operators
    "x = a + __addend__(b)",
    "x = a + (b if __type__(b) in __numbers__ else __addend__(b))",
    "x = a + 1 + 'b' + -1",
    "x = 1 + a",
    "x = a + __addend__(1)",
    "a += __inplace_addend__(b)",
    "a += (b if __type__(b) in __numbers__ else __inplace_addend__(b))",
    "a += 1",
    "a = __inplace_union__(a, b); a |= 3",
    "__t1__ = (a); __writable__(__t1__).b = __inplace_union__(__t1__.b, c); del __t1__",
    "__writable__(a).b |= 3",
    "a -= b; a /= b; a //= 7; a >>= b; a &= b; a ^= b; a @= b; a *= 2.5",
    "x = __times__(a, b)",
    "x = a * 2.5; y = -2.5 * a",
    "x = __power__(a, __shift__(b, c))",
    "x = __percent__(a, b)",
    "x = (a % 7 if __type__(a) in __numbers__ else __percent__(a, 7))",
    "a = __inplace_quotient__(a, b); x = a // 7, 7 // a, __quotient__(a, b)",
    "x = (a % -3 if __type__(a) in __numbers__ else __percent__(a, -3))",
    "x = 5 % a",
    "a = __inplace_times__(a, b)",
    "a = __inplace_percent__(a, b)",
    "x = __quotient__(a - b / c, d) >> e & f ^ g @ ~h | i and not j or -k",
    "x = a if b else c",
    "x = (y := a)",
    # temporaries
    "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__.b, c); del __t1__",
    "__t1__ = a; (__t1__ if __type__(__t1__) in __own__ else __writable__(__t1__)).b"
    " = __inplace_shift__(__t1__.b, c); del __t1__",
    "__t1__ = a; __t2__ = __key__(b); __t1__[__store_key__(__t2__)]"
    " = __inplace_power__(__t1__[__t2__], c); del __t1__, __t2__",
    "__t1__ = a; __t2__ = __key__(b); __t1__[(__t2__ if __type__(__t2__) in __scalars__ else"
    " __store_key__(__t2__))] = __inplace_times__(__t1__[__t2__], c); del __t1__; del __t2__",
    "__t1__ = a; __t1__[-1] = __inplace_times__(__t1__[-1], c); del __t1__",
    # comparisons
    "x = __comparand__(a) < b",
    "x = (a if __type__(a) in __scalars__ else __comparand__(a)) == b",
    "x = a == 1; y = 'b' != a",
    "x = 0 < a < 1",
    "x = __comparand__(a) < __comparand__(b) <= c",
    "x = a is b; y = a is not None",
    "x = __comparand__(a) in __container__(b)",
    "x = __comparand__(a) in (b if __type__(b) in __collections__ else __container__(b))",
    "x = 'a' not in __container__(b)",
    "x = a in 'abc'",
    "x = __comparand__(a) in (b, c); y = __comparand__(a) not in {__key__(b): c}",
    "x = __comparand__(a) in __container__(__comparand__(b)) in [c]",
    # subscripts
    "x = a[__key__(b)]; y = __piece__(a[__key__(b):__key__(c):__key__(d)]); z = a[__key__(b), 1:2]",
    "x = a[:5], a[-5:], a[1:5:2], a[-5:-1], __piece__(a[5:]), __piece__(a[-5:5])",
    "x = a[(b if __type__(b) in __scalars__ else __key__(b))]; y = a[[b]]; z = a[1, (2, 'c')]",
    "x = a.get(__key__(b), __key__(c), d), a.pop(), a.count((b if __type__(b) in __scalars__ else __comparand__(b)))",
    "x = __method__(a.get), __method__(a.get)(b, c=d)",
    "x = (__t0__ if __type__(__t0__ := a.get) in __plain__ else __method__(__t0__))",
    "x = __method__(a.keys), (__t0__ if __type__(__t0__ := a.items) in __plain__ else __method__(__t0__))",
    "x = __view__(a.keys()), __view__(a.items(*__drain__(b), **__mapping__(c)))",
    "for x in __compress__(a.keys(), __ticks__): pass",
    "def f(a):\n for x in __compress__(__tick__(__ticks__) and (a.items()), __ticks__): pass",
    "x = [y for y in __compress__(a.keys(), __ticks__) for z in __compress__(y.items(), __ticks__)]",
    "match a:\n case __compared__(b.c) | [__compared__(b.d.e)]: pass",
    "match __comparand__(a):\n case b.c | 1 as x: pass\n case (b.d | None) as y: pass",
    "def f(a):\n match __tick__(__ticks__) and (__comparand__(a)):\n  case b.c: pass",
    "match 3:\n case b.c: pass",
    "match a:\n case C(get=__taken__(x), items=__taken__([y]), z=3, count=__taken__(__compared__(b.c))): pass",
    "x = 1 in __container__(a.keys()), b in 'c' in __container__(a.items())",
    "x = __measured__(a).split(*__drain__(b), c=d), __measured__(a).strip(), 'a'.strip(' ')",
    "x = (a if __type__(a) is __text__ and __size__(a) < 4096 else __measured__(a)).split(b)",
    "x = (__t0__ if __type__(__t0__ := a[0]) is __text__ and __size__(__t0__) < 4096"
    " else __measured__(__t0__)).upper()",
    "x = __method__(a.strip)(b), __method__(a.upper), 'a'[0].upper(), (7).upper()",
    "__t1__ = (a); __t2__ = __method__(__t1__.index); __t2__ += __inplace_addend__(b);"
    " __writable__(__t1__).index = __t2__; del __t1__, __t2__",
    "__writable__(a).count += 1; __writable__(a).count = b; del __writable__(a).count",
    "match a:\n case __compared__(b.count): pass\n case C(count=__taken__(d)): pass",
    "a[__store_key__(b)] = c",
    "a[(b if __type__(b) in __scalars__ else __store_key__(b))] = c",
    "a[1] = a[-1] = a['b'] = c",
    "a[__key__(b), 1] = c",
    "a[__store_key__(b)] += __inplace_addend__(c)",
    "a[1:2] = __inplace_addend__(b)",
    "__place__(a)[1:2] = c = d",
    "__place__(a.b)[1:], c = d",
    "__place__(a)[b.c] = d",
    "__place__(a)[1:2] += __inplace_addend__(b)",
    "__place__(a.b, c)[c] = d",
    "(a if __type__(b) in __scalars__ else __place__(a, b))[b] = c",
    "(a if __type__(b) in __scalars__ else __place__(a, b))[b] -= c",
    "__t1__ = a; b = __t1__; c, *d = __unpack__(__t1__, 1); del __t1__",
    "def f():\n {T}; __t1__ = a; b[1] = __t1__; del __t1__",
    "__t1__ = a; __t2__ = __attr__.join(__t1__); __t2__ += __inplace_addend__(b); __writable__(__t1__).join = __t2__; del __t1__, __t2__",
    "__t1__ = a; __t2__ = __attr__.join(__t1__); __t2__ = __inplace_times__(__t2__, b); __writable__(__t1__).join = __t2__; del __t1__, __t2__",
    "def f(*a: *__drain__(b)): {T}; return a",
    "def f():\n def g(*a: *__drain__({T} and (b))): {T}; return a\n return g",
    "a[0], b[__store_key__(c)] = d",
    # draining
    "f(*__drain__(a), *__drain__(b), c, k=d, **__mapping__(e))",
    "f(*(a if __type__(a) in __collections__ else __drain__(a)))",
    "x = a[*__hashed__(b)]",
    "x = [*__drain__(a)], (*__drain__(a), b), {*__hashed__(a)}, {**__mapping__(a), 'b': c}",
    "class C(*__drain__(a), **__mapping__(b)): pass",
    "a, *b = __unpack__(c, 1)",
    "(a, *b), c = __unpack__(d, 2)",
    "[a, [b, [*c]]] = __unpack__(d, 3)",
    "for a, *b in __compress__(__unpack_each__(c, 1), __ticks__): pass",
    "x = [b for (a, *b) in __compress__(__unpack_each__(c, 1), __ticks__)]",
    "with a as (b, c): pass",
    "a, b = c, d = e",
    # formatting
    "x = f'{__shown__(a)!r:>10}'",
    "x = f'{(a if __type__(a) in __numbers__ else __shown__(a))}'",
    "x = f'{1}{-2}{\"a\"}'",
    "x = f'{__shown__(a):{__spec__(b)}}'",
    "x = f'{__shown__(a):{__spec__(b, c)}.{__spec__(d)}f}'",
    "x = f'{__shown__(a):0{__spec__(b)}d}'",
    "x = f'{__shown__(a):9999}'",
    "x = f'a={__shown__(a)!r}'",
    # statements
    "a = __load_module__('a')",
    "a = __load_module__('a.b')",
    "c = __load_submodule__('a.b')",
    "(x, z,) = __load_names__('a.b', 'x', 'y')",
    "from __future__ import annotations, division",
    "class C(B, metaclass=M, k=v): pass",
    "assert a, b",
    "def f():\n {T}; raise a from b",
    "__result__ = a",
    "a = 1\n__result__ = f(a)",
    "match a:\n case [b, *c]: pass",
    "match a:\n case {'b': c, **d}: pass",
    "match a:\n case [1, -2, 'b', None, *_] | {'k': v, 1: w}: pass",
    "match a:\n case C(d, e=f) as g if g: pass",
    "match a:\n case __compared__(b.c) | 1+2j: pass\n case [_, x] | (x, _): pass\n case _: pass",
    # names
    "x = __name__; y = __doc__; z = __debug__",
    "__all__ = ['a']; __version__ = '1'; __all__ += __inplace_addend__(['b'])",
    "__author__, x = a",
    "class C:\n __slots__ = ('a', '_b')\n __match_args__ = ('a',)\n __hash__ = None",
    "class C:\n __slots__ = ('a', '__dict__', '__weakref__')",
    "class C:\n __slots__ = 'a'\n __doc__ = 'x'\n __module__ = __name__",
    "class C:\n __slots__: tuple = ()",
    "class C:\n def __init__(self): {T}; __class__\n __str__ = __repr__ = a\n x = __str__",
    "class C:\n def __hidden(self, __x): {T}; return self.__x",
    "x: int = 1\ny: str",
    "def f(a: int = b, *c: d, e: g = 1, **h) -> i: {T}; return a",
    "def f():\n def g():\n  nonlocal x\n  {T}; x = 1\n {T}; x = 2; return g",
    "def f():\n {T}; import_ = 1; return",
    "async_ = await_ = 1",
    # asynchronous
    "async def f(): pass",
    "async def f():\n {T}; await a",
    "async def f():\n 'Doc'\n async with {T} and (a) as b, c: pass",
    "async def f():\n async for a in __async_compress__({T} and (b), __ticks__): pass",
    "async for a, *b in __async_compress__(__async_unpack_each__(c, 1), __ticks__): pass",
    "async def f(): {T}; return [a async for a in __async_compress__(b, __ticks__) if await a]",
    "x = await f()",
    "async with a as __writable__(b).c: pass",
]

#: Type parameters (PEP 695); a syntax error before Python 3.12.
GENERIC_ACCEPTED = [
    "def f[T](a: __type_parameter__(T)): {T}; return __type_parameter__(T)",
    "def f[T: ({T} and (b)), *Ts, **P](): pass",
    "def f[T: (({T} and (b)), c)](): pass",
    "class C[T](__type_parameter__(T)): pass",
    "class C[T]:\n def f[U](self): {T}; return __type_parameter__(U)",
    "type __t1__[T] = {T} and (__type_parameter__(T)); X = __type_alias__(__t1__, 'X'); del __t1__",
    "def f():\n {T}; type __t1__ = {T} and (a); X = __type_alias__(__t1__, 'X'); del __t1__",
    "def f[T](): pass\nfor T in __compress__(__type_parameter__(T), __ticks__): pass",
    "from __future__ import annotations\ndef f[T](a: list[T]) -> T: pass\nb: T = 1",
    "def f[T](T): {T}; x = __type_parameter__(T)",
    "def f():\n class C[T]: pass",
]
GENERIC_REFUSED = [
    ("def f[T](): {T}; return T", "read without its guard"),
    ("def f[T](): pass\nx = T", "read without its guard"),
    ("def f[T](a: (1, T)): pass", "read without its guard"),
    ("def f[T]():\n {T}\n match a:\n  case T(): pass", "read without its guard"),
    ("def f[T]():\n {T}\n match a:\n  case __compared__(T.b): pass", "read without its guard"),
    ("def f[T](): {T}; return [T for a in __compress__(b, __ticks__)]", "read without its guard"),
    ("from __future__ import annotations\ndef f[T](a: T = T): pass", "read without its guard"),
    ("def f[T](): pass\nx = (T if __type__(T) in __scalars__ else __comparand__(T)) < a", "guard"),
    ("def f[T: b](): pass", "does not tick"),
    ("def f[T: b and ({T})](): pass", "does not tick"),
    ("def f[T: (b, c)](): pass", "does not tick"),
    ("def f[T: (*__drain__(b), c)](): pass", "a star among"),
    ("def f[T: ({T} and (__ticks__))](): pass", "__ticks__"),
    ("def f[T: ({T} and (a * b))](): pass", "Mult without"),
    ("def f[T: ({T} and (a.join))](): pass", "join"),
    ("def f():\n {T}; n = 2\n def g[T: ({T} and (n * n))](): pass", "Mult without"),
    ("class C[*Ts]: pass", "any number of types"),
    ("def f[__x__](): pass", "may not stand here"),
    ("def f[__str__](): pass", "may not stand here"),
    ("class C[*__ticks__]: pass", "may not stand here"),
    ("x = __type_parameter__(1)", "reads a name"),
    ("x = __type_parameter__(__ticks__)", "__ticks__"),
    ("x = __type_parameter__", "__type_parameter__"),
    ("x = __type_alias__(a, 'x')", "may not be called here"),
    ("type X = {T} and (a)", "without its temporary"),
    ("type __t1__ = {T} and (a)", "__type_alias__ is missing"),
    ("type __t1__ = {T} and (a); X = __type_alias__(__t1__, 'Y'); del __t1__", "another alias"),
    ("type __t1__ = {T} and (a); X = __type_alias__(b, 'X'); del __t1__", "another alias"),
    ("type __t1__ = {T} and (a); X = __type_alias__(__t1__, 'X')", "not deleted"),
    ("type __t1__ = {T} and (a); X = b; del __t1__", "__type_alias__ is missing"),
    ("type __t1__ = a; X = __type_alias__(__t1__, 'X'); del __t1__", "does not tick"),
    ("type __t1__ = {T} and (a); __x__ = __type_alias__(__t1__, '__x__'); del __t1__", "__x__"),
    ("def f():\n class C[T](a()): pass", "does not tick first"),
]
if sys.version_info >= (3, 12):
    ACCEPTED += GENERIC_ACCEPTED

REFUSED = [
    # inline tests that are not the documented ones
    ("x = (__t0__ if __type__(__t0__ := f()) in __own__ else __comparand__(__t0__)) < a", "test"),
    (
        "x = (__t1__ if __type__(__t1__ := f()) in __scalars__ else __comparand__(__t1__)) < a",
        "test",
    ),
    ("x = (a if __type__(a := f()) in __scalars__ else __comparand__(a)) < b", "test"),
    ("x = (__t0__ if __type__(__t0__) in __scalars__ else __comparand__(__t0__)) < a", "test"),
    ("x = (__t0__ := f())", "may not stand"),
    ("x = (a * b if __type__(b) is __floating__ else __times__(a, b))", "Mult without"),
    ("x = (a * b if __type__(a) is not __floating__ else __times__(a, b))", "Mult without"),
    ("x = (a * b if __type__(a) in __numbers__ else __times__(a, b))", "Mult without"),
    ("x = (a << b if __type__(a) is __floating__ else __shift__(a, b))", "LShift without"),
    ("x = (a * b if __type__(a) is __floating__ else a * b)", "without __times__"),
    ("x = (a * b if __type__(a) is __floating__ else __times__(b, a))", "another operand"),
    ("x = (a * b if __type__(a) is __floating__ else __power__(a, b))", "without __times__"),
    # types that are not known
    ("def f(x):\n {T}; return x * 2", "Mult without"),
    ("def f():\n {T}; x = 2\n x = g()\n return x * 2", "Mult without"),
    ("def f():\n {T}; x = [0]\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x = 2\n while {T}: x = x * x", "Mult without"),
    ("def f(n):\n {T}; x = 2\n while {T}: x *= x", "Mult without"),
    ("def f(n):\n {T}; x = y = 2\n while {T}:\n  x += y; y += x\n return x * y", "Mult without"),
    ("def f(n):\n {T}; x = 1 << 9000\n return x", "LShift without"),
    (
        "def f(n):\n {T}; x = 2\n def g():\n  nonlocal x\n  {T}; x = n\n return x * 2",
        "Mult without",
    ),
    (
        "def f(n):\n {T}; x = 2\n for x in __compress__(n, __ticks__): pass\n return x * 2",
        "Mult without",
    ),
    ("def f(n):\n {T}; x = 2\n with n as x: pass\n return x * 2", "Mult without"),
    (
        "def f(n):\n {T}; x = 2\n try: pass\n except ValueError as x: pass\n return x * 2",
        "Mult without",
    ),
    ("def f(n):\n {T}; x = 2\n match n:\n  case x: pass\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x, *y = __unpack__(n, 1)\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x = 1 if n else [1]\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x = [1] if n else __times__(2, 3)\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x = 1 and n\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; s = str(n)\n s += s", "__inplace_addend__ is missing"),
    ("def f(n):\n {T}; s = f'{n}'\n return s in n", "__comparand__ is missing"),
    ("def f(n):\n {T}; s = n, 1\n return s == n", "__comparand__ is missing"),
    ("def f(n):\n {T}; s = len(n)\n len = n\n return s == n", "__comparand__ is missing"),
    ("def f(n):\n {T}; s = str(n)\n return s == n", "__comparand__ is missing"),
    ("class C:\n x = 2\n y = x * 2", "Mult without"),
    ("def f(n):\n {T}; x = 2\n class C:\n  x = n\n  y = x * 2", "Mult without"),
    # dunders that are no variables
    *(
        (each.replace("%", name), "may not stand here")
        for name in (
            "__class__",
            "__classdict__",
            "__debug__",
            "__name__",
            "__builtins__",
            "__build_class__",
            "__import__",
            "__tick__",
            "__attr__",
            "__t0__",
            "__annotations__",
            "__conditional_annotations__",
            "__type_params__",
            "__x__",
            "__slots__",
        )
        for each in (
            "def f(%): pass",
            "def f():\n global %",
            "def f():\n nonlocal %",
            "for % in __compress__(b, __ticks__): pass",
            "def %(): pass",
            "class C:\n class %: pass",
            "del %",
            "f(%=1)",
            "with a as %: pass",
            "match a:\n case %: pass",
            "x = [% := 1]",
        )
        if (name, each) != ("__debug__", "f(%=1)")
    ),
    ("class C:\n __del__ = a", "may not stand here"),
    ("class C:\n for __doc__ in __compress__(b, __ticks__): pass", "may not stand here"),
    # not Python, and syntax nobody has thought about
    ("x = (", "cannot parse"),
    ("\0", "cannot parse"),
    ("x = '\ud800'", "cannot parse"),
    ("async def f(): await a", "does not tick first"),
    ("async def f():\n async with a: pass", "does not tick first"),
    ("async def f():\n async for a in __async_compress__(b, __ticks__): pass", "not tick first"),
    ("async def __a__(): pass", "may not stand here"),
    ("async def f(a=__ticks__): pass", "may not stand here"),
    ("async with a as (b, *c): pass", "a star in the target"),
    ("async with a as b.c: pass", "__writable__ is missing"),
    ("async for a in b: pass", "a loop does not tick"),
    ("async for a in __compress__(b, __ticks__): pass", "a loop does not tick"),
    ("for a in __async_compress__(b, __ticks__): pass", "a loop does not tick"),
    ("async for a in __async_compress__(b, c): pass", "a loop does not tick"),
    ("x = [a async for a in b]", "a loop does not tick"),
    ("x = [a async for a in __compress__(b, __ticks__)]", "a loop does not tick"),
    ("x = [a for a in __async_compress__(b, __ticks__)]", "a loop does not tick"),
    ("async for a, *b in __async_compress__(c, __ticks__): pass", "__async_unpack_each__ is"),
    (
        "async for a, *b in __async_compress__(__unpack_each__(c, 1), __ticks__): pass",
        "__async_unpack_each__ is",
    ),
    ("x = __async_compress__(a, __ticks__)", "may not be called here"),
    ("x = await __ticks__", "may not stand here"),
    ("import a", "Import "),
    ("from a import b", "an import without"),
    ("from . import b", "an import without"),
    ("from .__future__ import annotations", "an import without"),
    ("from a import *", "an import without"),
    ("from __future__ import barry_as_FLUFL", "barry_as_FLUFL"),
    ("from __future__ import annotations as a", "annotations"),
    ("def f():\n {T}; import os", "Import "),
    # steps
    ("for a in b: pass", "a loop does not tick"),
    ("for a in __compress__(b): pass", "a loop does not tick"),
    ("for a in __compress__(b, ones): pass", "a loop does not tick"),
    ("for a in __compress__(__ticks__, b): pass", "a loop does not tick"),
    ("for a in __compress__(*b, __ticks__): pass", "a loop does not tick"),
    ("for a in __compress__(data=b, selectors=__ticks__): pass", "a loop does not tick"),
    ("for a in __compress__(b, __ticks__, k=1): pass", "a loop does not tick"),
    ("for a in __compress__(__ticks__, __ticks__): pass", "__ticks__"),
    ("while a: pass", "a loop does not tick"),
    ("while True: pass", "a loop does not tick"),
    ("while a and {T}: pass", "a loop does not tick"),
    ("while {T} or a: pass", "a loop does not tick"),
    ("while not {T}: pass", "a loop does not tick"),
    ("while __tick__(ones): pass", "a loop does not tick"),
    ("while __tick__(__ticks__, 1): pass", "a loop does not tick"),
    ("while tick(__ticks__): pass", "a loop does not tick"),
    ("x = [a for a in b]", "a loop does not tick"),
    ("x = {1: a for a in __compress__(b, __ticks__) for c in a}", "a loop does not tick"),
    ("x = lambda: 1", "a lambda does not tick"),
    ("x = lambda: (1 and {T})", "a lambda does not tick"),
    ("x = lambda: {T}", "a lambda does not tick"),
    ("x = __ticks__", "__ticks__"),
    ("x = __tick__", "__tick__"),
    ("x = __tick__(__ticks__)", "__tick__"),
    ("__tick__(a)", "__tick__"),
    ("x = __compress__(a, __ticks__)", "__compress__"),
    ("next(__ticks__)", "__ticks__"),
    ("x = a and {T} and b", "__tick__"),
    # a function ticks first
    ("def f(): return 1", "does not tick first"),
    ("def f(): f()", "does not tick first"),
    ("def f(): x = 1; {T}", "does not tick first"),
    ("def f(): f'{__shown__(a)}'; {T}", "does not tick first"),
    ("def f():\n if a:\n  {T}", "does not tick first"),
    ("def f():\n for a in __compress__(b(), __ticks__): pass", "does not tick first"),
    ("def f():\n with a, {T} and (b): pass", "does not tick first"),
    ("def f():\n match a:\n  case _ if {T} and b: pass", "does not tick first"),
    ("def f():\n try: return f()\n finally: pass", "does not tick first"),
    ("def f():\n try: pass\n finally: pass\n return f()", "does not tick first"),
    ("def f():\n try: pass\n except KeyError: pass\n else: f()", "does not tick first"),
    ("def f():\n @a\n @{T} and (b)\n def g(): pass", "does not tick first"),
    ("def f():\n @a\n class C: pass", "does not tick first"),
    ("def f():\n def g(a=b()): pass\n return f()", "does not tick first"),
    ("def f():\n def g(a=b(), c={T} and (d)): pass", "does not tick first"),
    ("def f():\n def g(a: b()): pass\n return f()", "does not tick first"),
    ("def f():\n def g(a: b(), c: {T} and (d)): pass", "does not tick first"),
    ("def f():\n def g(a: {T} and (d), /, b: f()): pass", "does not tick first"),
    ("def f():\n def g(*a: {T} and (d), b: c) -> e: pass\n return 1\ndef g(): f()", "tick first"),
    ("def f():\n class C(f()): pass", "does not tick first"),
    ("def f():\n class C(a.b): pass", "does not tick first"),
    ("def f():\n class C(a(), {T} and (b)): pass", "does not tick first"),
    ("def f():\n class C(**__mapping__(a)): pass", "does not tick first"),
    ("def f():\n try: pass\n finally: a()\n {T}", "does not tick first"),
    ("def f():\n class C(A, k=f()): pass", "does not tick first"),
    ("def f():\n class C(A): pass", "does not tick first"),
    ("def f():\n class C(A, {T} and (b.c), d()): pass", "does not tick first"),
    ("def f():\n class C(*__drain__(a)): pass", "does not tick first"),
    ("def f():\n del a[0]", "does not tick first"),
    ("def f():\n assert f()", "does not tick first"),
    ("class C:\n def f(self): return 1", "does not tick first"),
    (
        "from __future__ import annotations\n"
        "def f():\n def g(a: {T} and (b)): pass\n try: f()\n except RecursionError: f()",
        "does not tick first",
    ),
    # handlers
    ("try: a()\nfinally: b()", "`finally` does not tick"),
    ("try: a()\nexcept: b()", "a broad handler"),
    ("try: a()\nexcept BaseException: b()", "a broad handler"),
    ("try: a()\nexcept GeneratorExit: b()", "a broad handler"),
    ("try: a()\nexcept (ValueError, BaseException): b()", "a broad handler"),
    ("try: a()\nexcept (ValueError, (KeyError,)): b()", "a broad handler"),
    ("try: a()\nexcept BaseExceptionGroup: b()", "a broad handler"),
    ("try: a()\nexcept Mine: b()", "a broad handler"),
    ("try: a()\nexcept c.ValueError: b()", "a broad handler"),
    ("try: a()\nexcept* __caught__(Mine): b()", "a broad handler"),
    ("try: a()\nexcept* ValueError: b()", "__caught__ is missing"),
    ("try: a()\nexcept __caught__(ValueError): {T}; b()", "__caught__"),
    ("ValueError = BaseException\ntry: a()\nexcept ValueError: b()", "binds ValueError"),
    ("def f(ValueError):\n try: {T}\n except ValueError: b()", "binds ValueError"),
    ("try: a()\nexcept KeyError: b()\nclass KeyError: pass", "binds KeyError"),
    ("try: a()\nexcept KeyError: b()\n(KeyError,) = __load_names__('a', 'b')", "binds KeyError"),
    ("try: a()\nexcept KeyError: b()\nf = lambda: {T} and (KeyError := 1)", "binds KeyError"),
    ("try: a()\nexcept KeyError as __e__:\n {T}; b()", "__e__"),
    # attributes
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
    # operators
    ("x = a + b", "__addend__ is missing"),
    ("x = a + (b, c)", "__addend__ is missing"),
    ("x = a + f'{1}'", "__addend__ is missing"),
    ("x = a + (1 + b)", "__addend__ is missing"),
    ("x = a + b + 1 + c", "__addend__ is missing"),
    ("x = __addend__(a) + b", "__addend__ is missing"),
    ("x = a - __addend__(b)", "__addend__"),
    ("x = a + __addend__(b, c)", "plain operands"),
    ("x = a + __addend__(*b)", "plain operands"),
    ("x = a + __addend__(k=b)", "plain operands"),
    ("x = a + (b if __type__(b) in __scalars__ else __addend__(b))", "not the documented one"),
    ("a += b", "__inplace_addend__ is missing"),
    ("a += __addend__(b)", "__inplace_addend__ is missing"),
    ("a |= b", "BitOr without its guard"),
    ("a |= __inplace_addend__(b)", "BitOr without its guard"),
    ("__writable__(a).b |= c", "BitOr without its guard"),
    ("a = __inplace_union__(b, c)", "__inplace_union__ may not be called here"),
    ("a = b | __inplace_union__(a, c)", "__inplace_union__ may not be called here"),
    ("a *= b", "Mult without"),
    ("a *= 2", "Mult without"),
    ("a **= 2", "Pow without"),
    ("a <<= 1", "LShift without"),
    ("a %= b", "Mod without"),
    ("x = a * b", "Mult without"),
    ("x = a * 2", "Mult without"),
    ("x = 'a' * 9", "Mult without"),
    ("x = 2 ** a", "Pow without"),
    ("x = 1 << a", "LShift without"),
    ("x = a % b", "Mod without"),
    ("x = '%s' % a", "Mod without"),
    ("x = b % a", "Mod without"),
    ("x = (a % b if __type__(b) in __numbers__ else __percent__(a, b))", "Mod without"),
    ("x = (a % 7 if __type__(a) in __numbers__ else __percent__(a, 8))", "two right sides"),
    ("x = (a % b if __type__(a) in __numbers__ else __percent__(a, b))", "Mod without"),
    ("x = a // b", "FloorDiv without its guard"),
    ("a //= b", "FloorDiv without its guard"),
    ("__writable__(a).b //= c", "FloorDiv without its guard"),
    ("x = (c % b if __type__(a) in __numbers__ else __percent__(a, b))", "Mod without"),
    ("x = (a ** b if __type__(a) in __numbers__ else __percent__(a, b))", "Pow without"),
    ("x = (a % 1 if __type__(a) in __numbers__ else __percent__(a, True))", "two right sides"),
    ("x = __times__(a)", "plain operands"),
    ("x = __times__(a, b, c)", "plain operands"),
    ("x = __times__(*a)", "plain operands"),
    ("x = __times__(a, b, **c)", "plain operands"),
    ("x = __times__", "__times__"),
    ("x = [__times__, 1]", "__times__"),
    ("x = map(__power__, a)", "__power__"),
    ("x = __inplace_times__(a, b)", "__inplace_times__"),
    ("a = b = __inplace_times__(a, c)", "__inplace_times__"),
    ("__writable__(a).b = __inplace_times__(a.b, c)", "__inplace_times__"),
    ("f(__inplace_times__(a, b))", "__inplace_times__"),
    # temporaries
    ("__t1__ = a", "temporaries"),
    ("x = __t1__", "__t1__"),
    ("__t1__ += 1", "__t1__"),
    ("__t1__ = a; x = 1; del __t1__", "temporaries"),
    ("__t1__ = a; __t1__.b = __inplace_times__(__t1__.b, c); del __t1__", "__writable__"),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__.b, c)",
        "not deleted",
    ),
    # what else is deleted with them was once not looked at
    (
        "__t1__ = a; __t1__[0] = __inplace_times__(__t1__[0], b); del __t1__, c[d.__class__]",
        "not deleted",
    ),
    (
        "__t1__ = a; __t1__[0] = __inplace_times__(__t1__[0], b); del __t1__, __tick__",
        "not deleted",
    ),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__.c, d); del __t1__",
        "another place",
    ),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(a.b, d); del __t1__",
        "another place",
    ),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__.b, __t1__); del __t1__",
        "__t1__",
    ),
    (
        "__t1__ = a; __writable__(__t1__).join = __inplace_times__(__t1__.join, c); del __t1__",
        "the attribute join",
    ),
    (
        "__t1__ = a; __t2__ = b; __t1__[__t2__] = __inplace_times__(__t1__[__t2__], c);"
        " del __t1__, __t2__",
        "__store_key__ is missing",
    ),
    (
        "__t1__ = a; __t1__ = b; __t1__[__store_key__(__t1__)]"
        " = __inplace_times__(__t1__[__t1__], c); del __t1__, __t1__",
        "temporaries",
    ),
    ("__t1__ = a; __t2__ = b; __writable__(__t1__).b = 1; del __t1__, __t2__", "temporaries"),
    ("for __t1__ in __compress__(a, __ticks__): pass", "__t1__"),
    ("def f(__t1__): pass", "__t1__"),
    # comparisons
    ("x = a < b", "__comparand__ is missing"),
    ("x = a == b", "__comparand__ is missing"),
    ("x = (a, b) == c", "__comparand__ is missing"),
    ("x = __comparand__(a) < b < c", "__comparand__ is missing"),
    ("x = 1 < a < b", "__comparand__ is missing"),
    ("x = a in [b]", "__comparand__ is missing"),
    ("x = __comparand__(a) in b", "__container__ is missing"),
    ("x = 1 in a", "__container__ is missing"),
    ("x = __comparand__(a) in b()", "__container__ is missing"),
    ("x = 1 in [*__drain__(a)]", "__container__ is missing"),
    ("x = 1 in [*__drain__(a)]", "__container__ is missing"),
    ("x = __comparand__(a) in __comparand__(b)", "__container__ is missing"),
    ("x = __comparand__(a)", "__comparand__"),
    ("x = __container__(a)", "__container__"),
    ("x = __type__(a) in __numbers__", "__comparand__ is missing"),
    ("x = 1 if 1 in [__type__(a)] else 2", "__type__"),
    ("x = __numbers__", "__numbers__"),
    ("__own__.add(1)", "__own__"),
    # subscripts
    ("a[b] = c", "__store_key__ is missing"),
    ("a[b] += 1", "__store_key__ is missing"),
    ("a[b()] = c", "__store_key__ is missing"),
    ("a[(*b,)] = c", "__store_key__ is missing"),
    ("with a as b[c]: pass", "__store_key__ is missing"),
    ("x[0], a[b] = c", "__store_key__ is missing"),
    ("a[1:2] = b", "__inplace_addend__ is missing"),
    ("a[1:2] = [1]", "__inplace_addend__ is missing"),
    (
        "a[1:2] = (b if __type__(b) in __collections__ else __inplace_addend__(b))",
        "__inplace_addend__ is missing",
    ),
    ("a[1:2] = c = __drain__(b)", "__place__ is missing"),
    ("a[1:2], c = b", "__place__ is missing"),
    ("a[1:2] += __inplace_addend__(b)", "__place__ is missing"),
    ("for a[1:2] in __compress__(b, __ticks__): pass", "__place__ is missing"),
    ("__place__(a, b)[1:2] = c = d", "one operand"),
    ("__place__(a, b)[c] = d", "__store_key__ is missing"),
    ("__place__(a, b.c)[b.c] = d", "__store_key__ is missing"),
    ("(a if __type__(b) in __scalars__ else __place__(c, b))[b] = d", "another operand"),
    ("(a if __type__(c) in __scalars__ else __place__(a, b))[b] = d", "documented"),
    ("(a if __type__(b) in __numbers__ else __place__(a, b))[b] = d", "documented"),
    ("(a if __type__(b) in __scalars__ else __place__(a, b))[c] = d", "__store_key__ is missing"),
    ("(a() if __type__(b) in __scalars__ else __place__(a(), b))[b] = d", "another operand"),
    ("x = __place__(a)", "may not be called"),
    ("x = __place__(a)[1:2]", "may not be called"),
    ("del __place__(a)[1:2]", "may not be called"),
    ("__t1__ = a; b = __t1__", "temporar"),
    ("__t1__ = a; b = __t1__; del __t2__", "temporar"),
    ("__t1__ = a; b, *c = __t1__; del __t1__", "__unpack__ is missing"),
    ("__t1__ = a; b = __unpack__(__t1__, 1); del __t1__", "without a star"),
    ("__t1__ = a; b, *c = __unpack__(__t1__, 2); del __t1__", "depth"),
    ("__t1__ = a; __t2__ = b; c = __t1__; del __t1__, __t2__", "temporar"),
    ("__t1__ = __inplace_times__(__t1__, a)", "temporar"),
    (
        "__t1__ = a; __t2__ = __attr__.join(__t1__); __writable__(__t1__).join = __t2__; del __t1__, __t2__",
        "operator",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.join(b); __t2__ -= 1; __writable__(__t1__).join = __t2__; del __t1__, __t2__",
        "operator",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.join(__t1__); __t2__ += b; __writable__(__t1__).join = __t2__; del __t1__, __t2__",
        "__inplace_addend__ is missing",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.join(__t1__); __t2__ *= b; __writable__(__t1__).join = __t2__; del __t1__, __t2__",
        "Mult",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.join(__t1__); __t2__ -= 1; __t1__.join = __t2__; del __t1__, __t2__",
        "__writable__ is missing",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.join(__t1__); __t2__ -= 1; __writable__(__t1__).format = __t2__; del __t1__, __t2__",
        "another place",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.join(__t1__); __t2__ -= 1; __writable__(b).join = __t2__; del __t1__, __t2__",
        "another place",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.safe(__t1__); __t2__ -= 1; __writable__(__t1__).safe = __t2__; del __t1__, __t2__",
        "__attr__",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.join(__t1__); __t2__ -= 1; __writable__(__t1__).join = __t2__",
        "deleted",
    ),
    (
        "__t1__ = a; __t2__ = __attr__.class__(__t1__); __t2__ -= 1; __writable__(__t1__).__class__ = __t2__; del __t1__, __t2__",
        "__class__",
    ),
    ("x = __store_key__(a)", "__store_key__"),
    ("x = a[__store_key__(b)]", "__key__ is missing"),
    ("x = a[b]", "__key__ is missing"),
    ("x = __piece__(a[b:])", "__key__ is missing"),
    ("x = a[1:]", "__piece__ is missing"),
    ("x = a[-1:1]", "__piece__ is missing"),
    ("x = a[:-1]", "__piece__ is missing"),
    ("x = a[:513]", "__piece__ is missing"),
    ("x = a[-513:]", "__piece__ is missing"),
    ("def f(a, i): {T}; return a[__key__(i):__key__(i + 3)]", "__piece__ is missing"),
    ("x = __piece__(a)", "__piece__ guards no slice"),
    ("x = __piece__(a[1])", "__piece__ guards no slice"),
    ("x = a[1, (2, b)]", "__key__ is missing"),
    ("a[b, 1] = c", "__key__ is missing"),
    ("a[b:1] = __inplace_addend__(c)", "__key__ is missing"),
    ("del a[b]", "__key__ is missing"),
    ("x = {a}", "__key__ is missing"),
    ("x = {a: 1}", "__key__ is missing"),
    ("x = {a for a in __compress__(b, __ticks__)}", "__key__ is missing"),
    ("x = {a: 1 for a in __compress__(b, __ticks__)}", "__key__ is missing"),
    ("x = a[*__drain__(b)]", "__hashed__ is missing"),
    ("x = a.get(b)", "__key__ is missing"),
    ("x = a.get(1, b)", "__key__ is missing"),
    ("x = a.get(*__drain__(b))", "__method__ is missing"),
    ("x = a.get(1, b=c)", "__method__ is missing"),
    ("x = a.count(__key__(b))", "__comparand__ is missing"),
    ("x = a.count([b])", "__comparand__ is missing"),
    ("x = a.get", "__method__ is missing"),
    ("x = a.keys", "__method__ is missing"),
    ("match a:\n case b.c: pass", "__compared__ is missing"),
    ("match a:\n case [1, b.c | 2]: pass", "__compared__ is missing"),
    ("match __comparand__(a):\n case [b.c]: pass", "__compared__ is missing"),
    ("match __comparand__(a):\n case C(x=b.c): pass", "__compared__ is missing"),
    ("match __comparand__(a):\n case {1: b.c}: pass", "__compared__ is missing"),
    ("match __comparand__(a), d:\n case b.c: pass", "__compared__ is missing"),
    ("match __comparand__(a), d:\n case 1: pass", "__comparand__ may not be called here"),
    ("match __key__(a):\n case b.c: pass", "__compared__ is missing"),
    ("match a:\n case C(x=b.c): pass", "__compared__ is missing"),
    ("match a:\n case C(get=b): pass", "__taken__ is missing"),
    ("match a:\n case C(x=1, keys=[b]): pass", "__taken__ is missing"),
    ("match a:\n case C(get=__compared__(b.c)): pass", "__taken__ is missing"),
    ("match a:\n case __compared__(b): pass", "__compared__ guards no dotted name"),
    ("match a:\n case __compared__([b.c]): pass", "__compared__ guards no dotted name"),
    ("match a:\n case __compared__(b.format): pass", "format"),
    ("match a:\n case __taken__(b.c): pass", "__compared__ is missing"),
    ("match a:\n case __taken__(b, c): pass", "takes one pattern"),
    ("match a:\n case __taken__(x=b): pass", "takes one pattern"),
    ("match a:\n case __taken__(): pass", "takes one pattern"),
    ("match a:\n case __taken__.b(c): pass", "__taken__"),
    ("match a:\n case __view__(b): pass", "__view__"),
    ("x = a.items()", "__view__ is missing"),
    ("x = a.items() | b", "__view__ is missing"),
    ("x = 1 in __comparand__(__container__(a.keys())) in __container__(b)", "__view__ is missing"),
    ("x = 1 in __container__((a.keys(), 2))", "__view__ is missing"),
    ("x = 1 == a.keys()", "__view__ is missing"),
    ("for x in __compress__([a.keys()], __ticks__): pass", "__view__ is missing"),
    ("for x in __compress__(a.keys(), __ticks__) or b: pass", "a loop does not tick"),
    (
        "for x, *y in __compress__(__unpack_each__(a.keys(), 1), __ticks__): pass",
        "__view__ is missing",
    ),
    (
        "async def f():\n {T}\n async for x in __async_compress__(a.keys(), __ticks__): pass",
        "__view__ is missing",
    ),
    ("x = __view__(a)", "__view__ guards no call of a method"),
    ("x = __view__(a.values())", "__view__ guards no call of a method"),
    ("x = __view__(a.keys)", "__view__ guards no call of a method"),
    ("x = __view__(__attr__.keys(a)())", "__view__ guards no call of a method"),
    (
        "x = (__t0__ if __type__(__t0__ := a.get) in __scalars__ else __method__(__t0__))",
        "not the documented one",
    ),
    ("x = __method__(a.b)", "__method__ guards no method"),
    ("x = a.upper", "__method__ is missing"),
    ("x = a.upper()", "__measured__ is missing"),
    ("x = [a].upper()", "__measured__ is missing"),
    ("x = __measured__(a).strip(b)", "what is stripped off may be long"),
    ("x = __measured__(a).strip(*__drain__(b))", "what is stripped off may be long"),
    ("x = __measured__(a)", "__measured__"),
    ("x = __measured__(a).join(b)", "join"),
    ("x = __measured__(a, b).upper()", "plain operands"),
    (
        "x = (a if __type__(a) is __text__ and __size__(a) < 4097 else __measured__(a)).upper()",
        "the inline test of __measured__",
    ),
    (
        "x = (a if __type__(b) is __text__ and __size__(a) < 9 else __measured__(a)).upper()",
        "the inline test of __measured__",
    ),
    (
        "x = (a if __type__(a) is __text__ and __size__(b) < 9 else __measured__(a)).upper()",
        "the inline test of __measured__",
    ),
    (
        "x = (a if __type__(a) is __text__ or __size__(a) < 9 else __measured__(a)).upper()",
        "the inline test of __measured__",
    ),
    (
        "x = (a if __type__(a) is __text__ else __measured__(a)).upper()",
        "the inline test of __measured__",
    ),
    (
        "x = (a if __type__(a) is __text__ and __size__(a) < 9 else __measured__(b)).upper()",
        "the inline test of __measured__",
    ),
    ("x = __method__(a)", "__method__ guards no method"),
    ("__writable__(a).count += __inplace_addend__(b)", "__method__ is missing"),
    ("__writable__(a).count -= b", "__method__ is missing"),
    (
        "__t1__ = a; __writable__(__t1__).count = __inplace_times__(__t1__.count, b); del __t1__",
        "__method__ is missing",
    ),
    (
        "__t1__ = a; __t2__ = b; __t1__[__store_key__(__t2__)] = __inplace_times__(__t1__[__t2__], c); del __t1__, __t2__",
        "__key__ is missing",
    ),
    # draining
    ("f(*a)", "__drain__ is missing"),
    ("f(*[a])", "__drain__ is missing"),
    ("f(**a)", "__mapping__ is missing"),
    ("f(**(a if __type__(a) in __collections__ else __mapping__(a)))", "__mapping__ is missing"),
    ("x = [*a]", "__drain__ is missing"),
    ("x = *a, b", "__drain__ is missing"),
    ("x = {*a}", "__hashed__ is missing"),
    ("x = {**a}", "__mapping__ is missing"),
    ("x = a[*b]", "__hashed__ is missing"),
    ("x = [*(a if __type__(a) in __collections__ else __drain__(a))]", "__drain__ is missing"),
    (
        "f(*(a if __type__(a) in __collections__ else __drain__(a)), *__drain__(b))",
        "__drain__ is missing",
    ),
    ("class C(*a): pass", "__drain__ is missing"),
    ("class C(**a): pass", "__mapping__ is missing"),
    ("x = __drain__(a)", "__drain__"),
    ("f(__mapping__(a))", "__mapping__"),
    ("a, *b = c", "__unpack__ is missing"),
    ("a, *b = __unpack__(c, 2)", "another depth"),
    ("(a, *b), c = __unpack__(d, 1)", "another depth"),
    ("a, *b = __unpack__(c, True)", "another depth"),
    ("a, *b = __unpack__(c, n)", "another depth"),
    ("a, *b = __unpack__(c)", "plain operands"),
    ("a, *b = c = __unpack__(d, 1)", "several targets"),
    ("x = __unpack__(a, 1)", "__unpack__"),
    ("for a, *b in __compress__(c, __ticks__): pass", "__unpack_each__ is missing"),
    ("x = [1 for a, *b in __compress__(c, __ticks__)]", "__unpack_each__ is missing"),
    ("with a as (b, *c): pass", "a star in the target"),
    ("def f(*a: *b): {T}; return a", "__drain__ is missing"),
    ("def f(a: __drain__(b)): {T}; return a", "may not be called"),
    # formatting
    ("x = f'{a}'", "__shown__ is missing"),
    ("x = f'{a!r}'", "__shown__ is missing"),
    ("x = f'{__shown__(a):{b}}'", "__spec__ is missing"),
    ("x = f'{__shown__(a):{__shown__(b)}}'", "__spec__ is missing"),
    ("x = f'{__shown__(a):{__spec__(b)!r}}'", "formatted again"),
    ("x = f'{__shown__(a):{__spec__(*b)}}'", "plain operands"),
    ("x = f'{__shown__(a):10000}'", "above 9999"),
    ("x = f'{1:>99999}'", "above 9999"),
    ("x = f'{1:.99999f}'", "above 9999"),
    ("x = f'{1:\u0661\u0662\u0663\u0664\u0665}'", "above 9999"),
    ("x = f'{1:9{__spec__(a)}}'", "above 9999"),
    ("x = f'{1:{__spec__(a)}9}'", "above 9999"),
    ("x = f'{1:0{__spec__(a)}0{__spec__(b)}}'", "above 9999"),
    ("x = f'{1:{__spec__(a)}{__spec__(b)}}'", "above 9999"),
    ("x = __spec__(a)", "__spec__"),
    ("x = __shown__(a)", "__shown__"),
    # imports
    ("b = __load_module__('a')", "another name"),
    ("b = __load_module__('a.b')", "another name"),
    ("a = __load_module__(a)", "literal strings"),
    ("a = __load_module__('a', 'b')", "other names"),
    ("a = __load_module__('__main__')", "__main__"),
    ("a = __load_submodule__('a.__builtins__')", "__builtins__"),
    ("a = __load_submodule__('a..b')", "no name"),
    ("a = b = __load_submodule__('a')", "literal strings"),
    ("__writable__(x).a = __load_submodule__('a')", "other names"),
    ("__import__ = __load_submodule__('a')", "__import__"),
    ("x = [__load_module__('a')]", "__load_module__"),
    ("(x, y) = __load_names__('a', 'x')", "other names"),
    ("(x,) = __load_names__('a', '__dict__')", "__dict__"),
    ("x = __load_names__('a', 'x')", "other names"),
    ("(*x,) = __load_names__('a', 'x')", "other names"),
    ("__load_module__('a')", "__load_module__"),
    # the result
    ("__result__ = 1\nx = 2", "__result__"),
    ("def f(): {T}; __result__ = 1", "__result__"),
    ("x = __result__ = 1", "__result__"),
    ("x = __result__", "__result__"),
    ("__result__: int = 1", "__result__"),
    ("global __result__", "__result__"),
    # names
    ("x = __builtins__", "__builtins__"),
    ("x = __import__('os')", "__import__"),
    ("x = __build_class__", "__build_class__"),
    ("x = __slots__", "__slots__"),
    ("x = __file__", "__file__"),
    ("__builtins__ = 1", "__builtins__"),
    ("__name__ = 1", "__name__"),
    ("__class__ = 1", "__class__"),
    ("def __getattro__(name): {T}; return 1", "__getattro__"),
    ("def f(): {T}; __every__ = 1", "__every__"),
    ("def f(__x__): pass", "__x__"),
    ("def f(*__x__): pass", "__x__"),
    ("def f(*, __x__): pass", "__x__"),
    ("def f(__x__, /): pass", "__x__"),
    ("def f(**__x__): pass", "__x__"),
    ("x = lambda __ticks__: {T} and (1)", "__ticks__"),
    ("f(__x__=1)", "__x__"),
    ("class C(__x__=1): pass", "__x__"),
    ("class __C__: pass", "__C__"),
    ("def f():\n global __tick__\n {T}", "__tick__"),
    ("def f():\n {T}\n def g():\n  nonlocal __tick__\n  {T}", "__tick__"),
    ("for __numbers__ in __compress__(a, __ticks__): pass", "__numbers__"),
    ("with a as __own__: pass", "__own__"),
    ("x = (__own__ := 1)", "__own__"),
    ("x = [1 for __own__ in __compress__(a, __ticks__)]", "__own__"),
    ("del __own__", "__own__"),
    ("__own__ += 1", "__own__"),
    ("__own__: int = 1", "__own__"),
    ("x, (*__own__, y) = __unpack__(a, 2)", "__own__"),
    ("class C:\n def __del__(self): pass", "__del__"),
    ("class C:\n __del__ = a", "__del__"),
    ("class C:\n __class__ = a", "__class__"),
    ("class C:\n __getattribute__ = a", "__getattribute__"),
    ("class C:\n def __slots__(self): pass", "__slots__"),
    ("class C:\n class __calls__: pass", "__calls__"),
    ("class C:\n for __slots__ in __compress__(a, __ticks__): pass", "__slots__"),
    ("class C:\n x = __slots__", "__slots__"),
    ("class C:\n __slots__ = a", "not made of literal names"),
    ("class C:\n __slots__ = ('__class__',)", "__class__"),
    ("class C:\n __match_args__ = ('__dict__',)", "__dict__"),
    ("class C:\n __slots__ = ['a', b]", "not made of literal names"),
    ("class C:\n __slots__ = (*__drain__(a),)", "not made of literal names"),
    ("class C:\n __slots__ = ('__class__',)", "__class__"),
    ("class C:\n __slots__ = ('a b',)", "not made of literal names"),
    ("class C:\n x = __slots__ = ['a']", "__slots__"),
    ("class C:\n __slots__ += ('a',)", "__slots__"),
    ("class C:\n __slots__, x = a", "__slots__"),
    ("class C:\n __match_args__ = ('join',)", "the attribute join"),
    ("class C:\n __match_args__ = ('__class__',)", "__class__"),
    ("class C:\n __match_args__: tuple = a", "not made of literal names"),
    ("__slots__ = ('a',)", "__slots__"),
    ("def f(): {T}; __match_args__ = ('a',)", "__match_args__"),
    ("class C:\n def f(self): {T}; return __slots__", "__slots__"),
    ("class C:\n x = [__slots__ for a in __compress__(b, __ticks__)]", "__slots__"),
    (
        "class C:\n x = [1 for a[__store_key__(__slots__)] in __compress__(b, __ticks__)]",
        "__slots__",
    ),
    ("x = __\u2071mport__('os')", "__import__"),
    ("x = a.__cla\u017f\u017f__", "__class__"),
    ("f(__\u02e3__=1)", "__x__"),
    ("x = a.jo\u2071n", "the attribute join"),
    # patterns
    ("match a:\n case C(__class__=b): pass", "__class__"),
    ("match a:\n case C(join=b): pass", "the attribute join"),
    ("match a:\n case C(gi_frame=b): pass", "the attribute gi_frame"),
    ("match a:\n case C(__name__=b): pass", "__name__"),
    ("match a:\n case C(jo\u2071n=b): pass", "the attribute join"),
    ("match a:\n case __own__: pass", "__own__"),
    ("match a:\n case b as __own__: pass", "__own__"),
    ("match a:\n case __compared__(b.__class__): pass", "__class__"),
    ("match a:\n case {b.join: 1}: pass", "the attribute join"),
    ("match a:\n case __own__(): pass", "__own__"),
    ("match a:\n case b if c == d: pass", "__comparand__ is missing"),
    # everywhere an expression may hide
    ("def f(a=b.__class__): pass", "__class__"),
    ("def f(*, a=b.__class__): pass", "__class__"),
    ("def f(a: b.__class__): pass", "__class__"),
    ("def f() -> b.__class__: pass", "__class__"),
    ("def f(*a: b.__class__): pass", "__class__"),
    ("def f(**a: b.__class__): pass", "__class__"),
    ("@a.__class__\ndef f(): pass", "__class__"),
    ("@a.__class__\nclass C: pass", "__class__"),
    ("class C(a.__class__): pass", "__class__"),
    ("class C(k=a.__class__): pass", "__class__"),
    ("x: a.__class__", "__class__"),
    ("(x): a.__class__ = 1", "__class__"),
    ("x = __piece__(a[__key__(b.__class__):])", "__class__"),
    ("x = a[1:__key__(b.__class__), 2]", "__class__"),
    ("a[__key__(b.__class__), 1] = c", "__class__"),
    ("a.__class__[0] = c", "__class__"),
    ("del a[__key__(b.__class__)]", "__class__"),
    ("try: pass\nexcept a.__class__: pass", "__class__"),
    ("assert a, b.__class__", "__class__"),
    ("raise a from b.__class__", "__class__"),
    ("with a.__class__: pass", "__class__"),
    ("x = [1 for a in __compress__(b, __ticks__) if a.__class__]", "__class__"),
    ("x = lambda a=b.__class__: {T} and (1)", "__class__"),
    ("x = lambda: {T} and (a.__class__)", "__class__"),
    ("x = f'{__shown__(a.__class__)}'", "__class__"),
    ("x = f'{1:{__spec__(a.__class__)}}'", "__class__"),
    ("x = __times__(1, a.__class__)", "__class__"),
    ("x = __attr__.join(a.__class__)", "__class__"),
    ("f(*__drain__(a.__class__), **__mapping__(b))", "__class__"),
    ("__t1__ = a.__class__; __t1__[0] = __inplace_times__(__t1__[0], b); del __t1__", "__class__"),
    ("__t1__ = a; __t1__[0] = __inplace_times__(__t1__[0], b.__class__); del __t1__", "__class__"),
    ("a = __inplace_times__(a, b.__class__)", "__class__"),
    ("__result__ = a.__class__", "__class__"),
    ("x = a.__class__ if b else c", "__class__"),
    ("x = {__key__(a.__class__): b}", "__class__"),
    ("def f():\n {T}\n return a.__class__", "__class__"),
    ("def f():\n {T}\n yield a.__class__", "__class__"),
    ("def f():\n {T}\n yield from a.__class__", "__class__"),
]
if sys.version_info >= (3, 12):
    REFUSED += GENERIC_REFUSED


@pytest.mark.parametrize("guarded", [text(each) for each in ACCEPTED])
def test_accepted(guarded: str) -> None:
    assert ast.dump(verify(guarded, POLICY)) == ast.dump(ast.parse(guarded))


def test_too_deep_for_cpython() -> None:
    with pytest.raises(Refusal, match="CL003"):
        verify("(" * 5000 + ")" * 5000, POLICY)


@pytest.mark.parametrize(("guarded", "reason"), [(text(g), reason) for g, reason in REFUSED])
def test_refused(guarded: str, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        verify(guarded, POLICY)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "CL999"
    assert reason in diagnostic.message


@pytest.mark.skipif(sys.version_info < (3, 12), reason="nested quotes of PEP 701")
def test_formatted_strings_nest() -> None:
    verify("x = f'{__shown__(f'{__shown__(a['b'])}')}'", POLICY)
    with pytest.raises(Refusal):
        verify("x = f'{__shown__(f'{a['b']}')}'", POLICY)


def test_every_field_of_this_python_is_known() -> None:
    assert nodes.UNKNOWN_FIELDS == []


def test_what_belongs_to_another_node_is_met_nowhere_else() -> None:
    parts = {kind.__name__ for kind in nodes.NODES if kind not in nodes.CHECKS}
    assert parts == set(
        """
        Module withitem match_case ExceptHandler alias arguments arg comprehension keyword
        FormattedValue Starred
        """.split()
    )


def test_no_injected_name_is_readable_or_bindable() -> None:
    for names in (*tables.READABLE.values(), *tables.BINDABLE.values()):
        assert not names & words.INJECTED


@pytest.mark.parametrize("name", sorted(words.INJECTED | {"__t1__", "__builtins__"}))
@pytest.mark.parametrize(
    "form",
    [
        "x = {}", "x = {}(a)", "x = {}.a", "x = [{}]", "x = f({})", "{} = 1\nx = 1", "del {}",
        "def {}(): pass", "class {}: pass", "def f({}): pass", "f({}=1)", "x = a if {} else b",
        "x = {} or a", "x = a[{}]", "@{}\ndef f(): pass", "raise {}", "x = {}(*a)", "x = {}()",
        "import {}", "match a:\n case {}: pass", "for {} in __compress__(a, __ticks__): pass",
    ],
)  # fmt: skip
def test_injected_names_stand_nowhere_else(form: str, name: str) -> None:
    with pytest.raises(Refusal):
        verify(form.format(name), POLICY)


def test_the_place_is_in_characters() -> None:
    with pytest.raises(Refusal) as caught:
        verify("x = 1\ny = 'äöü', a.__class__", POLICY)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.line, diagnostic.column) == (2, 11)
    assert (diagnostic.end_line, diagnostic.end_column) == (2, 22)


def test_depth_costs_no_recursion() -> None:
    deep = ast.parse("x = " + "(a, " * 90 + "b" + ")" * 90 + ".b" * 400)

    def near_the_limit(levels: int) -> None:
        if levels:
            near_the_limit(levels - 1)
        else:
            prove(deep, POLICY)

    near_the_limit(sys.getrecursionlimit() - len(inspect.stack()) - 40)


@pytest.mark.parametrize("guarded", [text(each) for each in ACCEPTED])
def test_mutants_of_accepted_programs_are_refused(guarded: str) -> None:
    for seed in range(3):
        for name, damaged in mutants(guarded, seed):
            assert not is_accepted(damaged), f"{name} survived:\n{damaged}"


def test_mutants_repeat_by_seed() -> None:
    guarded = "x = __times__(a, b)"
    assert list(mutants(guarded, 7)) == list(mutants(guarded, 7))


#: A program that has its namespace to itself, and knows what builtins are.
ALONE = replace(POLICY, alone=True, builtins=frozenset("range len str float exec sum zip".split()))
KNOWN = [
    "def f(n):\n {T}; x = 0\n for i in __compress__(range(n), __ticks__): x += i * i\n return x < n",
    "def f(a):\n {T}; x = float(a)\n return a ** x, x * a, a[x], x % a",
    "def f(s):\n {T}; d = {}\n for c in __compress__(str(1), __ticks__): d[c] = c in d",
    "x = 2\ny = x * 2",
    "x = 2\ndef f(): {T}; return x * 2",
    "x = 2\nif x: y = 3; z = y * y",
    "for x in __compress__(range(9), __ticks__): y = x * x",
    "for x in __compress__(str(1), __ticks__):\n def f(): {T}; return x in {}",
    "x = 2\ndef f():\n global x\n {T}; x = 3\ny = x * 2",
    "y = [x * x for x in __compress__(range(9), __ticks__)]",
    "y = sum(x * 0.5 for x in __compress__(range(9), __ticks__)) + f()",
]
UNKNOWN = [
    "for *a, b in __compress__(__unpack_each__(zip(x, (1, 2), x), 1), __ticks__): c = b * 2",
    "*a, b = 1, 2, [0]\nc = b * 2",
    "y = x * 2\nx = 2",  # an input may be called x
    "def f(): {T}; return x * 2\nf()\nx = 2",
    "if y: x = 2\ny = x * 2",
    "try: x = 2\nfinally: y = x * 2",
    "for x in __compress__(range(9), __ticks__): pass\ny = x * 2",
    "for x in __compress__(range(9), __ticks__): pass\nelse: y = x * 2",
    "for x in __compress__(range(x * 2), __ticks__): pass",
    "x = 2\ndel x\ny = x * 2",
    "x = 2\nexec('x = [1]')\ny = x * 2",
    "x = 2\nbuiltins = __load_module__('builtins')\ny = x * 2",
    "x = 2\nf, = __load_names__('builtins', 'exec')\ny = x * 2",
    "x = 2\ndef f(a):\n global x\n {T}; x = a\ny = x * 2",
    "x = 2\ndef f(x): {T}; return x * 2",
    "x = 2\nclass C:\n x = f()\n y = x * 2",
    "x = 2\ny = [x * 2 for x in __compress__(f(), __ticks__)]",
    "x = 2\ny = (x := f())\nz = x * 2",
    "def range(x): {T}; return x\nfor x in __compress__(range(9), __ticks__): y = x * x",
    "x = len(f()) * 2\nclass C:\n len = 1",
    "x = 2\nasync def f(g):\n {T}; z = 1\n async for x in __async_compress__(g, __ticks__): z = x * 2",
    "x = 2\nasync for x in __async_compress__(g, __ticks__): pass\ny = x * 2",
    "x = 2\nasync def f(g):\n async with {T} and (g) as x: return x * 2",
    "_C__x = 2\nclass C:\n def f(self):\n  global __x\n  {T}; __x = []\ny = _C__x * 2",
    "x = 2\nx: int = f()\ny = x * 2",
    "def g(a):\n {T}; x = 2\n x: int = a\n return x * 2",
    "x = 2\n(x, y), z = f()\ny = x * 2",
    "def g(a):\n {T}; x = 2; x, y = a\n return x * 2",
    "def g(a):\n {T}; x = 2; [y, (x, z)] = a\n return x * 2",
    "x = 2\ndef f(a):\n global x\n with {T} and (a) as x: pass\ny = x * 2",
    "x = 2\ndef f(a):\n global x\n match {T} and (a):\n  case [x]: pass\ny = x * 2",
    "x = 2\ndef f(a):\n global x\n {T}; del x; x = a\ny = x * 2",
]


_HELD = "(__t0__ if __type__(__t0__ := f()) in __numbers__ else __addend__(__t0__))"
_TESTED = "(n if __type__(n) in __numbers__ else __addend__(n))"
#: What is read twice, and may be bound in between where garbage is collected.
UNSTEADY = [
    f"def g(): {{T}}; return (a + {_HELD} for a in __compress__(b, __ticks__))",
    f"def g(): {{T}}; return ([a + {_HELD}] for a in __compress__(b, __ticks__))",
    f"class C: x = a + {_HELD}",
    f"class C: x = a + {_TESTED}",
    f"def g():\n global n\n {{T}}; n = 1\nx = a + {_TESTED}",
    f"def g():\n global n\n {{T}}; n = 1\n return a + {_TESTED}",
    f"def g(n):\n def h():\n  nonlocal n\n  {{T}}; n = 1\n {{T}}; return a + {_TESTED}",
    f"def g(n):\n def h():\n  nonlocal n\n  {{T}}; n = 1\n  return a + {_TESTED}",
    f"def g(n):\n def h(): {{T}}; return a + {_TESTED}\n {{T}}; return h",
    f"def g(n): {{T}}; return (a + {_TESTED} for a in __compress__(b, __ticks__))",
    f"def g(n):\n {{T}}; b = ((n := a) for a in __compress__(c, __ticks__))\n return a + {_TESTED}",
    f"b = ((n := a) for a in __compress__(c, __ticks__))\nx = a + {_TESTED}",
    f"n = 1\nx = a + {_TESTED}\nexec(b)",
    "class C: (a if __type__(k) in __scalars__ else __place__(a, k))[k] = b",
    "class C: __place__(a, k)[k] = b",
    "class C: f(*(n if __type__(n) in __collections__ else __drain__(n)))",
    "class C: (n if __type__(n) in __own__ else __writable__(n)).x = 1",
    "class C: x = (n * 2 if __type__(n) is __floating__ else __times__(n, 2))",
    "class C:\n def g(self):\n  global __n\n  {T}; (__n if __type__(__n) in __own__ else __writable__(__n)).x = 1",
]  # fmt: skip
STEADY = [
    f"x = a + {_TESTED} + {_HELD}",
    f"def g(): {{T}}; return a + {_TESTED} + {_HELD}",
    f"def g(n): {{T}}; return [a + {_TESTED} + {_HELD} for a in __compress__(b, __ticks__)]",
    f"def g(b): {{T}}; return (a + {_TESTED} for n in __compress__(b, __ticks__))",
    f"def g(b): {{T}}; return (lambda: {{T}} and (a + {_HELD}) for n in __compress__(b, __ticks__))",
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


@pytest.mark.parametrize("guarded", [*map(text, KNOWN)])
def test_types_that_are_known(guarded):
    verify(guarded, ALONE)


@pytest.mark.parametrize("guarded", [*map(text, UNKNOWN)])
def test_types_that_are_not_known(guarded):
    with pytest.raises(Refusal):
        verify(guarded, ALONE)


#: A program whose functions nobody else calls.
SEALED = replace(ALONE, sealed=True)
CALLED = [
    "def f(n): {T}; return n * 2\nx = f(3)",
    "def f(n, m=2, *, k=3): {T}; return n * m * k\nx = f(3, k=4)\ny = f(m=5, n=6)",
    "def f(n):\n if {T} and (n < 2): return n\n return f(n - 1) + f(n - 2)\nx = f(21)",
    "def f(n): {T}; return g(n) + g(n)\ndef g(n): {T}; return n * 0.5\nx = f(3)",
    "def f(n):\n def g(m): {T}; return m * n\n {T}; return g(2)\nx = f(3)",
    "def f():\n {T}\n if x: return 1\n else: return 2.5\nx = 2\ny = f() * 3.5 + f()",
    "def f(*n, **m): {T}; return 1 in m\nx = f(1, n=2)",
    "class C:\n def f(self, n): {T}; return n\ndef f(n): {T}; return n * 2\nx = f(3)",
]
NOT_CALLED = [
    "def f(x): {T}; return x * 2\nf(1)\nf(x=[1])",
    "def f(n): {T}; return n * 2",
    "def f(n): {T}; return n * 2\nf(3)\ng(f)",
    "def f(n): {T}; return n * 2\nf(3)\nf.x(3)",
    "def f(n): {T}; return n * 2\nf(3)\nf(x)",
    "def f(n): {T}; return n * 2\nf(3)\nf(*x)",
    "def f(n): {T}; return n * 2\nf(3)\nf(**__mapping__(x))",
    "def f(n=a): {T}; return n * 2\nf(3)",
    "def f(n): {T}; return n * 2\nf(3)\nf = g",
    "def f(n): {T}; return n * 2\nf(3)\nfor f in __compress__(g, __ticks__): pass",
    "def f(n): {T}; return n * 2\nf(3)\n(f := g)",
    "def f(n): {T}; return n * 2\nf(3)\ndel f",
    "def f(n): {T}; return n * 2\nf(3)\nclass f: pass",
    "def f(n): {T}; return n * 2\nf(3)\nwith x as f: pass",
    "def f(n): {T}; return n * 2\nf(3)\nf = __load_module__('f')",
    "def f(n): {T}; return n * 2\nf(3)\ndef f(n): {T}; return 1",
    "def f(n): {T}; return n * 2\nf(3)\nclass C:\n x = f(4)",
    "def f(n): {T}; return n * 2\nf(3)\ndef g():\n global f\n {T}; f = h",
    "def f(n): {T}; return n * 2\nf(3)\ndef g():\n global f\n def f(n): {T}; return 1",
    "class C:\n global f\n def f(n): {T}; return n * 2\nf(3)",
    "@g\ndef f(n): {T}; return n * 2\nf(3)",
    "def f(n): {T}; return n * 2\nf(3)\nx: f = 3",
    "def f(n): {T}; return n * 2\nf(3)\nlambda: {T} and (f)",
    "def f(n): {T}; return n * 2\nf(3)\nx = [f for y in __compress__(g, __ticks__)]",
    "def f(n): {T}; return n * 2\nf(3)\nexec(x)",
    "def f(n): {T}; return n * 2\nf(3)\nx = globals",
    "def len(n): {T}; return n * 2\nlen(3)",  # called before, it is the builtin
    "def f(n): {T}; n = g; return n * 2\nf(3)",
    "def f(n):\n def g():\n  nonlocal n\n  {T}; n = h\n {T}; return n * 2\nf(3)",
    "def f(n):\n {T}; del n\n return n * 2\nf(3)",
    "def f():\n {T}; yield 3\nx = f() * 2",
    "async def f(): {T}; return 3\nx = f() * 2",
    "def f():\n {T}\n if x: return 3\ny = f() * 2",  # or None
    "def f():\n {T}\n with x: return 3\ny = f() * 2",
    "def f():\n {T}\n def g(): {T}; return 3\n return h\ny = f() * g()",
    "def f(n):\n if {T} and (n): return 3\n return f(n - 1) + f(n - 2)\nx = f(21) * f(22)",
    "def f(n):\n if {T} and (n > 5): return n\n return f(n * n)\nx = f(2)",
    "def f(n):\n if {T} and (n > 9): return n\n return g(n, n)\ndef g(n, m): {T}; return f(n + m)\nx = f(2) * f(2)",
    "class C:\n def f(self, n): {T}; return n * 2\ndef f(n): {T}; return n\nx = f(3)",
]


@pytest.mark.parametrize("guarded", [*map(text, CALLED)])
def test_functions_that_are_known(guarded):
    verify(guarded, SEALED)
    with pytest.raises(Refusal):
        verify(guarded, ALONE)


@pytest.mark.parametrize("guarded", [*map(text, NOT_CALLED)])
def test_functions_that_are_not_known(guarded):
    with pytest.raises(Refusal, match=r"without its guard|is missing"):
        verify(guarded, SEALED)


def test_a_tool_may_have_the_name_of_a_function():
    guarded = text("def f(n): {T}; return n * 2\nf(3)")
    verify(guarded, SEALED)
    with pytest.raises(Refusal):
        verify(guarded, replace(SEALED, tools=frozenset("f")))


#: Keys that are called with items of a known kind, and others.
KEYS = [
    "x = max(range(9), key=lambda n: {T} and (n * n))",
    "x = sorted([3, 4], key=lambda n: {T} and (n % 3), reverse=True)",
    "x = min(range(9), key=f)\ny = x * x",
]
NOT_KEYS = [
    "x = max(f(), key=lambda n: {T} and (n * n))",
    "x = max(range(9), f(), key=lambda n: {T} and (n * n))",
    "x = max(*__drain__(f()), key=lambda n: {T} and (n * n))",
    "x = max(range(9), key=lambda n: {T} and (n * n), **__mapping__(f()))",
    "x = max(range(9), default=lambda n: {T} and (n * n))",
    "x = f(range(9), key=lambda n: {T} and (n * n))",
    "x = f.max(range(9), key=lambda n: {T} and (n * n))",
    "x = max(range(9), key=f(lambda n: {T} and (n * n)))",
    "x = max(range(9), key=lambda n=f(): {T} and (n * n))",
    "x = max(range(9), key=lambda n, m=3: {T} and (n * m))",
    "x = max(range(9), key=lambda *n: {T} and (n[0] * 3))",
    "x = max(range(9), key=lambda n: {T} and ((n := f()) and n * n))",
    "def max(a, key): {T}; return key(f())\nx = max(range(9), key=lambda n: {T} and (n * n))",
    "x = max(range(9), key=lambda n: {T} and (n * n))\nexec(f())",
    "x = max(range(9), default=f())\ny = x * x",
    "x = max(3, f())\ny = x * x",
    "x = max([1], key=lambda n: {T} and ([n for n in __compress__(f(), __ticks__) if n * n]))",
]
HAS_KEYS = replace(ALONE, builtins=ALONE.builtins | {"max", "min", "sorted"})


@pytest.mark.parametrize("guarded", [*map(text, KEYS)])
def test_keys_that_are_known(guarded):
    verify(guarded, HAS_KEYS)


@pytest.mark.parametrize("guarded", [*map(text, NOT_KEYS)])
def test_keys_that_are_not_known(guarded):
    with pytest.raises(Refusal, match="without its guard"):
        verify(guarded, HAS_KEYS)


#: Iterators that nobody but a loop has, and others.
REAL = [
    "for x in __compress__(__real_range__(f(), 3), __ticks__): pass",
    "for x in __compress__(__real_enumerate__(__real_zip__(a, __real_range__(3))), __ticks__): pass",
    "y = [x for x in __compress__(__real_reversed__(a), __ticks__)]",
    "def f(n):\n for x in __compress__({T} and (__real_range__(n)), __ticks__): pass",
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
    "for x in __compress__(__real_range__(a[b]), __ticks__): pass",
    "for x in __compress__(__real_range__(3).x, __ticks__): pass",
    "for x, *y in __compress__(__unpack_each__(__real_zip__(a), 1), __ticks__): pass",
    "y = 3 in __real_range__(3)",
    "for __real_range__ in __compress__(a, __ticks__): pass",
    "__real_range__ = f",
    "def __real_range__(n): {T}; return n",
    "async def f(a):\n async for x in __async_compress__({T} and (__real_zip__(a)), __ticks__): pass",
]


@pytest.mark.parametrize("guarded", [*map(text, REAL)])
def test_real_iterators(guarded):
    verify(guarded, SEALED)


@pytest.mark.parametrize("guarded", [*map(text, NOT_REAL)])
def test_real_iterators_are_nowhere_else(guarded):
    with pytest.raises(Refusal):
        verify(guarded, SEALED)


#: Products of a number and a small literal, and what is like them but not one.
SCALED = [
    "def f(n):\n {T}; x = 3\n while {T} and (n): x = 255 * x\nf(3)",
    "def f(n):\n {T}; x = 3\n while {T} and (n): x = x * 255\nf(3)",
    "def f(n): {T}; return (n * 7 if __type__(n) in __numbers__ else __times__(n, 7))",
    "def f(n): {T}; return (__t0__ * 7 if __type__(__t0__ := n.x) in __numbers__ else __times__(__t0__, 7))",
    "def f(n):\n {T}; yield n * n\nx = f(3)",
    "def f(s={1} | {2}):\n {T}; yield 3 in s\nx = f()",
]
NOT_SCALED = [
    "def f(n):\n {T}; x = 3\n while {T} and (n): x = 256 * x\nf(3)",
    "def f(n): {T}; return n * 7",
    "def f(n): {T}; return 'a' * 7",
    "def f(n): {T}; return (n * 256 if __type__(n) in __numbers__ else __times__(n, 256))",
    "def f(n): {T}; return (n * m if __type__(n) in __numbers__ else __times__(n, m))",
    "def f(n): {T}; return (n * 7 if __type__(n) in __scalars__ else __times__(n, 7))",
    "def f(n): {T}; return (n * 7 if __type__(n) in __numbers__ else __times__(m, 7))",
    "def f(n): {T}; return (n * 7 if __type__(m) in __numbers__ else __times__(n, 7))",
    "def f(n): {T}; return (n ** 7 if __type__(n) in __numbers__ else __power__(n, 7))",
    "def f(n): {T}; return (n * '7' if __type__(n) in __numbers__ else __times__(n, '7'))",
    "def f(n):\n {T}; yield n * n\nx = f",
    "def f(s={1} | a):\n {T}; yield 3 in s\nx = f()",
    "def f():\n {T}; yield 3\nx = f()\ny = x * 3",
]


@pytest.mark.parametrize("guarded", [*map(text, SCALED)])
def test_small_factors(guarded):
    verify(guarded, SEALED)


@pytest.mark.parametrize("guarded", [*map(text, NOT_SCALED)])
def test_factors_that_are_not_small(guarded):
    with pytest.raises(Refusal):
        verify(guarded, SEALED)


#: What need not take a step, or ask again.
UNTIMED = [
    "def f(n): return n\nx = f(3)",
    "def f(n, m):\n if n < m is not n: return n // m\n k = -n, m.x\n k = not m\n n += 1\n return k\nf(3, 4)",
    "for x in (1, 2): f(x)",
    "def f(n):\n for x in {T} and ((1, 2)): g(x)",
    "for x in [1, 2]:\n for y in __compress__([1, 2], __ticks__): g(x)",
    "def f(a): {T}; __writable__(a).x = 1; a.y = 2; del a.x",
    "def f(a):\n {T}; (a if __type__(a) in __own__ else __writable__(a)).x = 1\n while {T}: a.y = 2",
    "def f(a):\n {T}; __writable__(a).x += 1\n for a.y in __compress__(b, __ticks__): a.z: c = 2",
]
#: What must.
TIMED = [
    "def f(n): return n\nx = f",
    "def f(n): return n",
    "def f(n): return f(n)\nf(3)",
    "def f(n): return g(n)\ndef g(n): return f(n)\nf(3)",
    "def f(n): return g(n)\ndef g(n): {T}; return f(n)\nx = g(3)",
    "def f(n): return n < __comparand__(a)\nf(3)",
    "def f(n): return n - a\nf(3)",
    "def f(n): return -a\nf(3)",
    "def f(n): return n[0]\nf(3)",
    "def f(n): return len(n)\nf(3)",
    "def f(n): return {n: n}\nf(3)",
    "def f(n): return f'{n}'\nf(3)",
    "def f(n): return (m := n)\nf(3)",
    "def f(n): n.x = 3\nf(3)",
    "def f(n): del n\nf(3)",
    "def f(n): raise n\nf(3)",
    "def f(n): return n + 1\nf(1 << 300)",
    "def f(n): return n * n\nf(1 << 200)",
    "for x in (1, 2):\n y = [" + "x, " * 6_000 + "]",
    "for x in (1, 2):\n y = ["
    + "x, " * 2_000
    + "]\n"
    + "for x in (1, 2):\n y = ["
    + "x, " * 2_000
    + "]",
    "def f(n): return g(n)\ndef g(n): return n\nf(3)",
    "def f(n): return [x for x in __compress__(n, __ticks__)]\nf(3)",
    "def f(n):\n n\n for x in __compress__(n, __ticks__): pass\nf(3)",
    "def f(n):\n n\n while {T}: pass\nf(3)",
    "def f(n): return lambda: {T} and (n)\nf(3)",
    "def f(n):\n n\n class C: pass\nf(3)",
    "def f(n):\n yield n\nf(3)",
    "async def f(n): return n\nf(3)",
    "class C:\n def f(n): return n\nf(3)",
    "def f(n): return n\nfor x in (1, 2): f(x)",
    "def f(n):\n " + "x = n, n, n, n, n, n, n, n, n\n " * 100 + "return n\nf(3)",
    "for x in (1, 2):\n for y in (3, 4): pass",
    "for x in (1, 2): pass\nelse:\n for y in (3, 4): pass",
    "for x in (1, 2):\n def f():\n  for y in {T} and ((3, 4)): pass",
    "for x in (1, 2, 3, 4, 5, 6, 7, 8, 9): pass",
    "for x in (*__drain__(a),): pass",
    "for x in {1, 2}: pass",
    "for x in f(): pass",
    "for *x, y in (1, 2): pass",
    "x = [y for y in (1, 2)]",
    "def f(a): {T}; a.y = 2",
    "def f(a): {T}; a.y = 2; __writable__(a).x = 1",
    "def f(a):\n {T}; __writable__(a).x = 1\n a = b; a.y = 2",
    "def f(a):\n {T}; __writable__(a).x = 1; a.y = 2\n for a in __compress__(b, __ticks__): pass",
    "def f(a):\n if {T} and (b): __writable__(a).x = 1\n a.y = 2",
    "def f(a):\n for __writable__(a).x in __compress__({T} and (b), __ticks__): pass\n a.y = 2",
    "def f(a):\n try: {T}; __writable__(a).x = 1\n except E: {T}; a.y = 2",
    "def f(a):\n try: {T}; __writable__(a).x = 1\n finally: {T}; a.y = 2",
    "def f(a):\n {T}; __writable__(a).x = 1\n def g(): {T}; a.y = 2",
    "def f(a):\n {T}; __writable__(a).x = 1; a.y = 2\n def g():\n  nonlocal a\n  {T}; a = b",
    "def f(a): {T}; __writable__(a).x = 1; b.y = 2",
    "def f(a): {T}; __writable__(a).x = 1; a.code = 2",
    "def f(a): {T}; __writable__(a).x = 1; a.__cause__ = 2",
    "def f(a):\n {T}; __writable__(a).x: c\n a.y = 2",
    "def f():\n {T}; a = b; __writable__(a).x = 1; a.y = 2",
    "__writable__(a).x = 1; a.y = 2",
    "def f(a, b): {T}; __writable__(a if b else b).x = 1; a.y = 2",
]


@pytest.mark.parametrize("guarded", [*map(text, UNTIMED)])
def test_what_needs_no_step_or_question(guarded):
    verify(guarded, SEALED)


@pytest.mark.parametrize("guarded", [*map(text, TIMED)])
def test_what_needs_its_step_or_question(guarded):
    with pytest.raises(Refusal, match=r"tick|repeats|is long|__writable__ is missing"):
        verify(guarded, SEALED)
