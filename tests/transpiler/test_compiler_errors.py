"""What only CPython's compiler refuses is refused in its words, though guards are compiled first.

The guards must not make CPython accept what it refuses without them.
"""

from __future__ import annotations

import sys

import pytest

from cloche.compiling import base_policy
from cloche.transpiler import Refusal, transpile
from cloche.transpiler.gate import gate
from cloche.transpiler.records import replace

WRONG = r"""
return
---
yield
---
break
---
continue
---
nonlocal x
---
def f():
 nonlocal x
---
def f(a,a): pass
---
lambda a, a: 0
---
def f():
 x=1
 global x
---
def f(x):
 global x
---
x = 1
global x
---
print(x)
global x
---
x: int
global x
---
import json
global json
---
from json import loads
global loads
---
def f():
 import json
 global json
---
def f():
 from json import loads
 global loads
---
def f():
 from json import *
---
class C:
 from json import *
---
from __future__ import braces
---
from __future__ import nope
---
x=1
from __future__ import annotations
---
def f():
 from __future__ import annotations
---
async def f():
 yield
 return 1
---
def f():
 await x
---
def f(): [x async for x in y]
---
[i := 0 for i in x]
---
[j for i in x if (i := 1)]
---
class C: [y := 1 for x in z]
---
[0 for x in (y := z)]
---
match x:
 case a: pass
 case b: pass
---
match x:
 case (a, a): pass
---
match x:
 case {"k": a, "l": a}: pass
---
match x:
 case {**a} | a: pass
---
match x:
 case a | b: pass
---
match x:
 case C(a=1, a=2): pass
---
match x:
 case [*_, *_]: pass
---
try: pass
except: pass
except ValueError: pass
---
a, *b, *c = x
---
*a = x
---
*a
---
del *a
---
x = *a
---
for *a in x: pass
---
f(a=1, a=2)
---
class C(a=1,a=2): pass
---
__debug__ = 1
---
def f(__debug__): 0
---
x.__debug__ = 1
---
f(__debug__=1)
---
for __debug__ in x: 0
---
import __debug__
---
from json import __debug__
---
import json as __debug__
---
from json import loads as __debug__
---
try:
 pass
except E as __debug__: 0
---
with a as __debug__: 0
---
(__debug__ := 1)
---
del __debug__
---
def f():
 x=1
 def g():
  nonlocal x
  global x
---
def f(): [(yield) for x in y]
---
[(yield) for x in y]
---
class A: (yield)
---
class A: return
---
def f():
 async with a: pass
---
def f():
 async for x in a: pass
---
async def f(): yield from x
---
def f():
 print(x)
 global x
---
def f():
 x: int
 global x
---
while 1:
 def f(): break
---
for x in y:
 class C: continue
---
for x in y:
 try: pass
 except* E: break
---
def f():
 try: pass
 except* E: return
---
lambda: (yield from (await x))
---
lambda: await x
---
x = lambda: [y async for y in z]
---
def f(x=(yield)): 0
---
async def f(x=(await y)): 0
---
def f():
 nonlocal __class__
---
def f():
 def g():
  nonlocal x
 x = 1
 global x
---
class C:
 def f(self):
  nonlocal y
---
x: (yield)
---
def f() -> (yield): 0
---
from __future__ import annotations
x: (yield)
---
from __future__ import annotations
def f(a: (yield)): 0
---
from __future__ import annotations
def f(a: (b := 1)): 0
---
from __future__ import annotations
x: (await y)
---
f"{(yield)}"
---
f"{x:{(yield)}}"
---
f"{(yield)=}"
---
x[(yield)] += 1
---
x += (yield)
---
assert (yield)
---
a.b.c: (yield) = 1
---
with (yield) as x: 0
---
def f():
 for (yield).x in y: 0
 return
return 5
---
if 0:
 return
---
if 0:
 break
---
while 0:
 nonlocal q
---
def f():
 return
 nonlocal q
"""
#: Of Python 3.12.
NEWER = r"""
type X[T, T] = int
---
type X = (yield)
---
type X = (a := 1)
---
type X = (await y)
---
def f[T, T](): 0
---
def f[T: (yield)](): 0
---
class C[T: (a := 1)]: 0
---
class C[T](x := 1): 0
---
class C[T]((yield)): 0
---
def f[T](x: (yield)): 0
---
def f[T = (yield)](): 0
---
def f[T = int, U](): 0
---
class C[T]:
 nonlocal T
---
class C[T]:
 def f(self):
  nonlocal T
---
def f[T]():
 global T
---
def f[T]():
 nonlocal T
"""
SOURCES = (WRONG if sys.version_info < (3, 12) else f"{WRONG}---\n{NEWER}").split("---\n")


def diagnostics(action):
    try:
        action()
    except Refusal as refusal:
        return refusal.diagnostics
    return None


@pytest.mark.parametrize("optimize", [True, False])
def test_the_words_are_cpythons(optimize):
    policy = replace(base_policy(), alone=True, sealed=True, optimize=optimize)
    refused = 0
    for source in SOURCES:
        by_gate = diagnostics(lambda text=source: gate(text, policy.limits))
        if by_gate is not None:  # versions of Python differ in a few
            refused += 1
            found = diagnostics(lambda text=source: transpile(text, policy))
            assert found == by_gate, source
    assert refused > 0.9 * len(SOURCES)
