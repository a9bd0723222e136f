"""`x[k]`: loads and deletions are native; a key that is assigned to is hashed under a guard."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
x[k]
=>
__result__ = x[(k if __type__(k) in __scalars__ else __key__(k))]

x[a:b, c]
=>
__result__ = x[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b)), (c if __type__(c) in __scalars__ else __key__(c))]

x[...]
=>
__result__ = x[...]

x[*a]
=>
__result__ = x[*__hashed__(a)]

x[*a, b:c]
=>
__result__ = x[*__hashed__(a), (b if __type__(b) in __scalars__ else __key__(b)):(c if __type__(c) in __scalars__ else __key__(c))]

x[k] = v
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k] = v

x[1] = v
=>
(x if not __answering__ else __changing__(x))[1] = v

x["a"], x[-1] = v
=>
(x if not __answering__ else __changing__(x))["a"], (x if not __answering__ else __changing__(x))[-1] = v

x[f(k)] = v
=>
(x if not __answering__ else __changing__(x))[(__t0__ if __type__(__t0__ := f(k)) in __scalars__ else __store_key__(__t0__))] = v

x[a, b] = v
=>
(x if not __answering__ else __changing__(x))[(a if __type__(a) in __scalars__ else __key__(a)), (b if __type__(b) in __scalars__ else __key__(b))] = v

x[(a, b)] = v
=>
(x if not __answering__ else __changing__(x))[((a if __type__(a) in __scalars__ else __key__(a)), (b if __type__(b) in __scalars__ else __key__(b)))] = v

x[*a] = v
=>
(x if not __answering__ else __changing__(x))[__store_key__((*__drain__(a),))] = v

x[*a, b] = v
=>
(x if not __answering__ else __changing__(x))[__store_key__((*__drain__(a), b))] = v

x[(*a, b)] = v
=>
(x if not __answering__ else __changing__(x))[__store_key__((*__drain__(a), b))] = v

x[a:b, c] = v
=>
(x if not __answering__ else __changing__(x))[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b)), (c if __type__(c) in __scalars__ else __key__(c))] = v

x[k][j] = v
=>
(__t0__ if (__t0__ := x[(k if __type__(k) in __scalars__ else __key__(k))]) is __t0__ and not __answering__ else __changing__(__t0__))[(j if __type__(j) in __scalars__ else __store_key__(j))] = v

x[k] = y[j] = v
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k] = (y if __type__(j) in __scalars__ and not __answering__ else __place__(y, j))[j] = v

x[k := 1] = v
=>
(x if not __answering__ else __changing__(x))[k := 1] = v

x[(
  # which
  k)] = v
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[(
  # which
  k)] = v

x[k * j] = v
=>
(x if not __answering__ else __changing__(x))[(__t0__ if __type__(__t0__ := (k * j if __type__(k) is __floating__ else __times__(k, j))) in __scalars__ else __store_key__(__t0__))] = v

x[k] += 1
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k] += 1

x[k] |= y
=>
__t1__ = (x); __t2__ = __key__((k)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_union__(__t1__[__t2__], y); del __t1__, __t2__

x[k] |= 1
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k] |= 1

del x[k], x[a:b]
=>
del (x if not __answering__ else __changing__(x))[(k if __type__(k) in __scalars__ else __key__(k))], (x if not __answering__ else __changing__(x))[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))]

x[k]: int = 1
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k]: int = 1

[x[k], *y[j]] = v
=>
[(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k], *(y if __type__(j) in __scalars__ and not __answering__ else __place__(y, j))[j]] = __unpack__(v, 1)

with f() as x[k]: pass
=>
with f() as (x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k]: pass

for x[k], y in z: pass
=>
for (x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k], y in __compress__(z, __ticks__): pass

x[()] = v
=>
(x if not __answering__ else __changing__(x))[()] = v
"""

EVERY_GUARD = """
x[k] = v
=>
__place__(x)[k] = v

x[*a] = v
=>
__changing__(x)[__store_key__((*__drain__(a),))] = v

x[a, b] = v
=>
__changing__(x)[__key__(a), __key__(b)] = v
"""

REFUSED = [
    ("CL101", "x[__k__]"),
    ("CL403", "x[*a, b:c] = v"),
]

SAME = """
x = [1, 2, 3]
x[0], x[-1] = x[-1], x[0]
x, x[1]

d = {}
d[1], d["a"], d[1, 2], d[None] = range(4)
d

[1][5]

{"a": 1}["b"]

[1]["a"]

{}[[]]

d = {}
d[[]] = 1

d = {}
d[{}, 1] = 1

x = [1]
x[5] = 1

"abc"[0] = "x"

(1, 2)[0] = 1

None[0]

5[0]

d = {"a": 1}
del d["a"]
del d["a"]

x = [1, 2, 3, 4]
del x[1], x[-1]
x

class C:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
c = C()
a = (1, 2)
c[1] = c[1:2] ; c[1, 2] = 3
c[*a] = 4
c[*a, 3] = 5
del c[5], c[*a]
c[...] is ..., c[1, 2], c[*a], str(c[1:2, 3]), c[()]

def t(x): print(x); return x
d = {}
d[t(1)] = t(2)
d[t(1)][t(3)] = t(4)

m = [[0] * 3 for _ in range(2)]
m[1][2] = 5
m

d = {1: "int"}
d[True], d[1.0]

k = (1, [2])
{}[k]

x = list(range(5))
x[True], "abc"[True]
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
