"""`for`, `while`, `else`, `break` and `continue`: every iteration takes a step."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
for x in xs: f(x)
=>
for x in __compress__(xs, __ticks__): f(x)

for x in xs:
    f(x)
else:
    g()
=>
for x in __compress__(xs, __ticks__):
    f(x)
else:
    g()

for i, (a, b) in enumerate(xs):
    pass
=>
for i, (a, b) in __compress__(__real_enumerate__(xs), __ticks__):
    pass

for x in a, b:
    pass
=>
for x in a, b:
    pass

for x in *a, b:
    pass
=>
for x in __compress__((*__drain__(a), b), __ticks__):
    pass

for a, *b in xs:
    pass
=>
for a, *b in __compress__(__unpack_each__(xs, 1), __ticks__):
    pass

for (a, *b), *c in xs:
    pass
=>
for (a, *b), *c in __compress__(__unpack_each__(xs, 2), __ticks__):
    pass

def f(*xs):
    for x in xs: g(x)
    while xs:
        for y, z in xs.y:
            # here
            if y: continue
            f(y)
        for y in xs.z: pass
    for y in xs.y: f(y)
=>
def f(*xs):
    for x in __tick__(__ticks__) and (xs): __tick__(__ticks__); g(x)
    while __tick__(__ticks__) and (xs):
        for y, z in xs.y:
            # here
            if __tick__(__ticks__) and (y): continue
            f(y)
        for y in __compress__(xs.z, __ticks__): pass
    for y in __compress__(xs.y, __ticks__): f(y)

def f(*xs):
    def g(y):
        for x in xs: y = x(y)
        return y
    return g
=>
def f(*xs):
    def g(y):
        for x in __tick__(__ticks__) and (xs): __tick__(__ticks__); y = x(y)
        return y
    __tick__(__ticks__); return g

for x.name in xs:
    pass
=>
for (x if __type__(x) in __own__ else __writable__(x)).name in __compress__(xs, __ticks__):
    pass

for x[k] in xs:
    pass
=>
for (x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k] in __compress__(xs, __ticks__):
    pass

for x in(a):pass
=>
for x in __compress__((a), __ticks__):pass

for x in (y for y in z):
    pass
=>
for x in __compress__((y for y in __compress__(z, __ticks__)), __ticks__):
    pass

for x in lambda: 1, 2:
    pass
=>
for x in lambda: __tick__(__ticks__) and (1), 2:
    pass

while x: f()
=>
while __tick__(__ticks__) and (x): f()

while(x):pass
=>
while __tick__(__ticks__) and ((x)):pass

while True: f()
=>
while __tick__(__ticks__): f()

while 1: f()
=>
while __tick__(__ticks__): f()

while not x:
    continue
else:
    f()
=>
while __tick__(__ticks__) and (not x):
    continue
else:
    f()

while x := f():
    pass
=>
while __tick__(__ticks__) and (x := f()):
    pass

while (  # why
    x
):
    break
=>
while __tick__(__ticks__) and ((  # why
    x
)):
    break
"""

EVERY_GUARD = """
for x.name in xs:
    x[k] = 1
=>
for __writable__(x).name in __compress__(xs, __ticks__):
    __place__(x)[k] = 1

while True: f()
=>
while __tick__(__ticks__) and (True): f()

for a, *b in xs: pass
=>
for a, *b in __compress__(__unpack_each__(xs, 1), __ticks__): pass
"""

REFUSED = [
    ("CL101", "for __x__ in xs: pass"),
    ("CL101", "for (a, __builtins__) in xs: pass"),
]

SAME = """
class A:
    def __init__(self): self.xs, self.pairs, self.log = [1, 2, 3], [(1, 2), (3, 4)], []
    def go(self, *fs):
        for f in fs:
            if f is None: break
            self.log.append(f(-1))
        else: self.log.append("else")
        n = 0
        while n < 9:
            for x in self.xs:
                if x == 2: continue
                n += x
                if n == 5: self.xs.append(7)
            else: n += 1
            for self.last, (a) in self.pairs:
                try: n += a
                finally: self.log.append(n)
            for y in self.none: n += 1
        return n, self.log, self.last, len(self.xs)
    none = ()
A().go(abs, str), A().go(abs, None)

class A: pass
a = A(); a.x = 3
def f():
    while True:
        for y in a.x: print(y)
f()

total = 0
for x in range(10):
    if x == 3: continue
    if x == 7: break
    total += x
else:
    total = -1
total

out = []
for i, (a, *b) in enumerate([(1, 2, 3), "xyz"]):
    out.append((i, a, b))
else:
    out.append("done")
out

n = 10
while n > 3:
    n -= 2
else:
    n = (n, "else")
n

for x in 5:
    pass

for a, b in [(1, 2), (3,)]:
    print(a, b)

for a, *b in [(), 1]:
    print(a, b)

xs = [1, 2, 3]
for x in xs:
    if x < 10:
        xs.append(x * 10)
xs

d = {"a": 1}
for k in d:
    d[k + "x"] = 2

class Box:
    pass
b = Box()
for b.x in range(3):
    print(b.x)
b

d = {}
for d["k"] in "abc":
    print(d)
d

g = (x * x for x in range(5))
for x in g:
    if x > 3: break
list(g)

def f():
    for i in range(3):
        try:
            if i == 1: continue
            yield i
        finally:
            print("f", i)
list(f())

class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
[x for x in It()], sum(It())

class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * i
[*Old()], 4 in Old()

class Bad:
    def __iter__(self): return 5
for x in Bad(): pass

for x in range(0): pass
x

i = 0
while i < 3:
    j = 0
    while True:
        j += 1
        if j == 2: break
    i += j
(i, j)

for x in 1, 2: y = x
for x in *"ab", 3: print(x)
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
