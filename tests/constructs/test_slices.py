"""`x[a:b:c]`: loads are native, what is stored is drained."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
x[a:b]
=>
__result__ = (__t0__ if __type__(__t0__ := x[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))]) in __copied__ and __size__(__t0__) < 512 else __piece__(__t0__))

x[::2]
=>
__result__ = (__t0__ if __type__(__t0__ := x[::2]) in __copied__ and __size__(__t0__) < 512 else __piece__(__t0__))

x[a * b:]
=>
__result__ = (__t0__ if __type__(__t0__ := x[(__t0__ if __type__(__t0__ := (a * b if __type__(a) is __floating__ else __times__(a, b))) in __scalars__ else __key__(__t0__)):]) in __copied__ and __size__(__t0__) < 512 else __piece__(__t0__))

x[a:b] = v
=>
(x if not __answering__ else __changing__(x))[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))] = __inplace_addend__(v)

x[:] = y, z
=>
(x if not __answering__ else __changing__(x))[:] = __inplace_addend__((y, z))

x[:] = *y, z
=>
(x if not __answering__ else __changing__(x))[:] = __inplace_addend__((*__drain__(y), z))

x[::2] = f(v)
=>
__place__(x)[::2] = f(v)

del x[1:2]
=>
del (x if not __answering__ else __changing__(x))[1:2]

x[a:b] = y = v
=>
__place__(x)[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))] = y = v

x[a:b], (y, z.w[:]) = v
=>
__place__(x)[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))], (y, __place__(z.w)[:]) = v

x[a:b] += v
=>
__place__(x)[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))] += (v if __type__(v) in __numbers__ else __inplace_addend__(v))

x[a:b] -= v
=>
__place__(x)[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))] -= (v if __type__(v) in __scalars__ else __inplace_operand__(v))

with f() as x[:]: pass
=>
with f() as __place__(x)[:]: pass

for x[1:2] in y: pass
=>
for __place__(x)[1:2] in __compress__(y, __ticks__): pass

x[a:b]: int = v
=>
__place__(x)[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))]: int = v

x[k] = v
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k] = v

x.y[k] = v
=>
(__t0__ if (__t0__ := x.y) is __t0__ and not __answering__ else __changing__(__t0__))[(k if __type__(k) in __scalars__ else __store_key__(k))] = v

class C:
    def __setitem__(self, k, v): self.x[k] = v
=>
class C:
    def __setitem__(self, k, v): __tick__(__ticks__); __place__(self.x, k)[k] = v

x.y[slice(a, b)] = v
=>
__place__(x.y)[slice(a, b)] = v

x[a:b][c] = v
=>
(__t0__ if (__t0__ := (__t0__ if __type__(__t0__ := x[(a if __type__(a) in __scalars__ else __key__(a)):(b if __type__(b) in __scalars__ else __key__(b))]) in __copied__ and __size__(__t0__) < 512 else __piece__(__t0__))) is __t0__ and not __answering__ else __changing__(__t0__))[(c if __type__(c) in __scalars__ else __store_key__(c))] = v

def f(): x[:] = yield
=>
def f(): __tick__(__ticks__); (x if not __answering__ else __changing__(x))[:] = __inplace_addend__((yield))

x[
    a  # from
    :b
]
=>
__result__ = (__t0__ if __type__(__t0__ := x[
    (a if __type__(a) in __scalars__ else __key__(a))  # from
    :(b if __type__(b) in __scalars__ else __key__(b))
]) in __copied__ and __size__(__t0__) < 512 else __piece__(__t0__))
"""

EVERY_GUARD = """
x[k] = v
=>
__place__(x)[k] = v

x[a:b] = v
=>
__changing__(x)[__key__(a):__key__(b)] = __inplace_addend__(v)
"""

REFUSED = [
    ("CL403", "x[a:b] *= 2"),
    ("CL403", "x[a:b, c] *= 2"),
    ("CL101", "x[__a__:]"),
]

SAME = """
def f():
    k, x = 0, [1]
    def g():
        nonlocal k
        x[k], y = (n for n in [5]), 6
    g()
    return type(x[0]).__name__
f()

class C:
    def __getitem__(self, key): return key
k = [3]
str(C()[1:2, *k])

class Seen:
    def __setitem__(self, key, value): self.got = key, value, type(value)
s = Seen()
s[1:2] = list(range(600))
a = s.got
s[1:] = {1: 2}.items()
b = s.got
s[:] = s
len(a[1]), str(a[2]), str(b), s.got[1] is s

x = [1, 2, 3]
x[1:2] = (n * 2 for n in range(3))
x[:0] = map(str, "ab")
x[1:1] = {7: 8}
x

x = [1, 2, 3]
y = x[0:1] = [9, 9]
x, y

x, y = [1, 2, 3, 4], [5]
x[1:2], (z, y[:]) = iter([(7, 7, 7), ["z", "ab"]])
x, y, z

x = [1, 2, 3, 4]
x[1:2] += (5, 6)
x[-1:] += "ab"
x

x = [1, 2, 3]
for x[1:2] in [(1, 2), [3], ()]: pass
x

x = list(range(5))
[x[:] for x[1:3] in ["ab", "c"]]

x, k = [1, 2, 3], slice(0, 2)
x[k] = range(5)
x[k] += (7,)
del x[slice(1)]
x

x, k = bytearray(b"abc"), slice(1, 2)
x[k] = iter([65, 66])
x

x, k = {}, (1, slice(2))
try: x[slice(1)] = 2
except TypeError as error: print(error)
x, k = (1, 2), slice(1)
x[k] = 3

x, k = [1, 2], slice(None, None, 2)
x[k] = [1, 2]

class Log(list):
    def __setitem__(self, key, value):
        print(key, value)
        super().__setitem__(key, value)
log = Log([1, 2, 3])
log[0:1], k = "ab", slice(2)
log[k] = (0,)
log

class Wrapped:
    def __init__(self, items): self.items = items
    def __setitem__(self, key, value): self.items[key] = value
wrapped = Wrapped([1, 2, 3])
wrapped[1:2] = iter("abc")
wrapped[0] = 0
wrapped.items

x, k = 1, slice(1)
x[k] = 2

x = list(range(10))
x[2:5], x[::-1], x[-3:], x[:100], x[5:2], x[::3], "hello"[1:-1], (1, 2, 3)[1:], b"abc"[::2]

x = [1, 2, 3, 4]
x[1:3] = "abc"
x[:0] = (9, 8)
x[-1:] = []
x

x = [1, 2, 3, 4]
x[::2] = [7, 8]
x

x = [1, 2, 3, 4]
x[::2] = [7]

x = [1]
x[:] = 5

x = [1, 2, 3]
x[:] = (i * 2 for i in x)
x

x = [1, 2, 3]
x[1:1] = x
x[:] = x[::-1]
x

x = [1, 2, 3, 4, 5]
del x[1:3]
del x[::2]
x

[1, 2][::0]

[1, 2]["a":]

"abc"[0:1] = "x"

class C:
    def __getitem__(self, k): return (k.start, k.stop, k.step)
C()[1:2], C()[::"x"], C()[:]

s = slice(1, 3)
"abcd"[s], s.start, s.indices(10)

b = bytearray(b"abc")
b[1:2] = b"xyz"
b
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)

#: What a method of the program's own is handed is what stands on the right.
HANDED = """
class Keeps:
    def __setitem__(self, key, value): self.seen = type(value).__name__, list(value)
    def __iadd__(self, value): self.seen = type(value).__name__, list(value); return self
class Passes(list):
    def __setitem__(self, key, value):
        self.seen = type(value).__name__
        super().__setitem__(key, value)
def values():
    yield from ([1], (1,), {1}, range(2), iter([1]), iter((1,)), map(abs, [1]), filter(None, [1]))
    yield from ((x for x in [1]), reversed([1]), iter({1: 2}), iter({1}), iter(range(2)), iter({1: 2}.items()))
found = []
for value in values():
    k = Keeps(); k[0:1] = value; found.append(k.seen)
for value in values():
    k = Keeps(); k += value; found.append(k.seen)
for value in values():
    k = Keeps(); k[0:1], other = value, 1; found.append(k.seen)
for value in values():
    p = Passes([9, 8]); p[0:1] = value; found.append((p.seen, list(p)))
for value in values():
    p = Passes([9, 8]); p[0:1] = other = value; found.append((p.seen, list(p)))
for value in values():
    x = [9, 8]; x[0:1] = value; x += iter([3]); found.append(x)
found
"""

test_handed_over = same(HANDED)
