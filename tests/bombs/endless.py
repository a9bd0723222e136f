"""Loops, recursion and iterators without an end."""

from .bombs import Bomb, table

_LOOPS = table(
    """
=== while-true
while True: pass
=== while-one-line
while 1: x = 1
=== while-condition
class A:
    def __bool__(self): return True
while A(): pass
=== while-else
while True:
    continue
else: pass
=== for-over-growing-list
xs = [1]
for x in xs: xs.append(x)
=== for-iter-sentinel
for x in iter(int, 1): pass
=== for-getitem
class A:
    def __getitem__(self, i): return i
for x in A(): pass
=== for-next
class A:
    def __iter__(self): return self
    def __next__(self): return 1
for x in A(): pass
=== for-native-next
import random
class A:
    def __iter__(self): return self
    __next__ = random.random
for x in A(): pass
=== comprehension
[x for x in iter(int, 1) if x]
=== generator-expression
list(x for x in iter(int, 1) if x)
=== generator
def g():
    while True: yield 1
for x in g(): pass
=== generator-send
def g():
    x = 1
    while True: x = yield x
it = g()
next(it)
while it.send(1): pass
=== yield-from
def g():
    yield from iter(int, 1)
list(g())
=== recursion
def f(): return f()
f()
=== recursion-caught
def f():
    try:
        f()
    except RecursionError:
        f()
f()
=== recursion-tree
def f(n): return f(n - 1) + f(n - 1) if n else 1
f(60)
=== recursion-tree-of-lambdas
f = lambda n: n and (f(n - 1), f(n - 1))
f(60)
=== recursion-by-property
class A:
    @property
    def x(self): return self.x
A().x
=== recursion-by-getattr
class A:
    def __getattr__(self, name): return getattr(self, name + "x")
A().x
=== recursion-by-repr
class A:
    def __repr__(self): return repr([self])
repr(A())
=== recursion-by-eq
class A:
    def __eq__(self, other): return [self] == [other]
A() == A()
=== recursion-by-call
class A: pass
A.__call__ = A()
A()()
=== recursion-by-bool
class A:
    def __bool__(self): return not self
not A()
=== recursion-by-hash
class A:
    def __hash__(self): return hash((self,))
hash(A())
=== recursion-by-format
class A:
    def __format__(self, spec): return f"{self:x}"
f"{A()}"
=== recursion-by-init-subclass
class A:
    def __init_subclass__(cls):
        class B(A): pass
class C(A): pass
=== match-loop
while True:
    match 1:
        case 1: continue
=== try-loop
while True:
    try:
        1 / 0
    except ZeroDivisionError:
        continue
=== finally-loop
while True:
    try:
        continue
    finally:
        pass
=== with-loop
class C:
    def __enter__(self): pass
    def __exit__(self, *a): return True
while True:
    with C(): raise ValueError
=== in-count
from itertools import count
-1 in count()
=== in-iter
1 in iter(int, 1)
=== not-in-generator
None not in (x for x in iter(int, 1))
=== in-contains
class A:
    def __getitem__(self, i): return i
-1 in A()
=== star-call
print(*iter(int, 1))
=== star-list
[*iter(int, 1)]
=== star-set
{*iter(int, 1)}
=== star-unpack
a, *b = iter(int, 1)
=== star-unpack-nested
(a, *b), c = iter(int, 1), 2
=== star-unpack-loop
for a, *b in [iter(int, 1)]: pass
=== slice-assignment
xs = []
xs[:] = iter(int, 1)
=== slice-assignment-extended
xs = [1, 2]
xs[::2] = iter(int, 1)
=== extend
[].extend(iter(int, 1))
=== augmented
xs = []
xs += iter(int, 1)
=== augmented-bytearray
xs = bytearray()
xs += iter(int, 1)
=== augmented-deque
from collections import deque
d = deque(maxlen=1)
d += iter(int, 1)
=== augmented-set
d = {}
d |= ((x, x) for x in iter(int, 1))
=== dict-double-star
class M:
    def keys(self): return iter(int, 1)
    def __getitem__(self, k): return k
{**M()}
=== sorted
sorted(iter(int, 1))
=== sum
sum(iter(int, 1))
=== min
min(iter(int, 1))
=== max-key
max(iter(int, 1), key=abs)
=== any
any(iter(int, 1))
=== all
all(iter(lambda: 1, 2))
=== list
list(iter(int, 1))
=== tuple
tuple(iter(int, 1))
=== set
set(iter(int, 1))
=== frozenset
frozenset(iter(int, 1))
=== dict
dict((x, x) for x in iter(int, 1))
=== dict-pair
dict([iter(int, 1)])
=== bytes
bytes(iter(int, 1))
=== dict-update
{}.update((x, x) for x in iter(int, 1))
=== dict-fromkeys
dict.fromkeys(iter(int, 1))
=== set-update
set().update(iter(int, 1))
=== set-methods
{1}.issuperset(iter(lambda: 1, 2))
=== set-isdisjoint
{1}.isdisjoint(iter(int, 1))
=== dict-view-and
{1: 1}.keys() & iter(int, 1)
=== dict-view-isdisjoint
{1: 1}.keys().isdisjoint(iter(int, 1))
=== join
"".join(iter(str, 1))
=== zip-strict
list(zip(iter(int, 1), iter(int, 1)))
=== enumerate
for x in enumerate(iter(int, 1)): pass
=== map-next
next(map(lambda x: x, iter(int, 1)))
list(map(abs, iter(int, 1)))
=== filter-nothing
next(filter(None, iter(int, 1)))
=== map-appends-to-its-source
xs = [1]
list(map(xs.append, xs))
=== reversed-class
class A:
    def __len__(self): return 2**60
    def __getitem__(self, i): return i
for x in reversed(A()): pass
=== range-count
range(10**15).count(0.5)
=== range-in
0.5 in range(10**15)
=== range-index
range(10**15).index(0.5)
=== range-sum
sum(range(10**15))
=== range-list
list(range(10**12))
=== range-max
max(range(10**12))
=== int-from-bytes
int.from_bytes(iter(int, 1), "big")
=== str-translate
class T:
    def __getitem__(self, i): return "x" * 10**6
("a" * 10**6).translate(T())
=== reduce
from functools import reduce
from itertools import count, repeat
reduce(lambda a, b: a, repeat(1))
=== itertools-cycle
from itertools import cycle
for x in cycle([1]): pass
=== itertools-islice
from itertools import islice, repeat
next(islice(repeat(1), 10**15, None))
=== itertools-dropwhile
from itertools import dropwhile, repeat
next(dropwhile(bool, repeat(1)))
=== itertools-filterfalse
from itertools import filterfalse, repeat, compress
next(filterfalse(None, repeat(1)))
=== itertools-compress
from itertools import repeat, compress
next(compress(repeat(1), repeat(0)))
=== itertools-chain
from itertools import chain, repeat
next(chain.from_iterable(repeat(())))
=== itertools-product
from itertools import product
for x in product(range(1000), repeat=9): pass
=== itertools-permutations
from itertools import permutations
sum(1 for x in permutations(range(50)))
=== itertools-combinations
from itertools import combinations
list(combinations(range(10**4), 5000))
=== itertools-tee
from itertools import tee, repeat
a, b = tee(repeat(1))
for x in a: pass
=== itertools-groupby
from itertools import groupby, repeat
k, g = next(groupby(repeat(1)))
list(g)
=== itertools-accumulate
from itertools import accumulate, repeat
for x in accumulate(repeat("x" * 1000)): pass
=== itertools-zip-longest
from itertools import zip_longest, repeat
list(zip_longest([], repeat(1)))
=== counter
from collections import Counter
Counter(iter(int, 1))
=== deque
from collections import deque
deque(iter(int, 1), maxlen=1)
=== math-fsum
import math
math.fsum(iter(float, 1))
=== math-prod
import math
math.prod(iter(lambda: 1, 0))
=== class-bases
class A: pass
for i in range(10**9):
    class A(A): pass
=== length-hint-lies
class A:
    def __length_hint__(self): return 2**50
    def __iter__(self): return iter(int, 1)
list(A())
=== key-function-in-c
xs = [0] * 2_000_000
sorted([1.5] * 1_000_000, key=xs.count)
=== key-function-of-sort-in-c
xs = [0] * 2_000_000
([1.5] * 1_000_000).sort(key=xs.count)
=== key-function-that-sorts
def key(x): return sorted(range(1000), key=key)
sorted([1, 2], key=key)
=== list-by-a-hint
import typing
class K:
    def __class_getitem__(cls, item): item.append(1 << 6_000_000)
L = [1, 2, 3]
class A:
    a: "K[L]"
typing.get_type_hints(A)
for x in L: y = x ** 400
=== print-flood
while True: print("x" * 100)
=== print-star
print(*range(10**7))
=== print-end
print(end="x" * 10**8)
=== print-sep
print(*range(1000), sep="x" * 10**7)
=== print-to-own-file
class W:
    def write(self, text): print(text, file=self)
print("x", file=W())
"""
)

#: Searches that find nothing but at the end, so many in a line.
_IN_A_LINE = 24
#: Where they get to last what they look for, and first.
_TEXTS = {
    "str": ("'a' * 30_000_000 + 'baa'", "'aab' + 'a' * 30_000_000"),
    "bytes": ("b'a' * 30_000_000 + b'baa'", "b'aab' + b'a' * 30_000_000"),
    "bytearray": ("bytearray(b'a') * 30_000_000 + b'baa'", "bytearray(b'aab') + b'a' * 30_000_000"),
}
_SEARCHES = """
x.find(y); x.index(y); x.count(y); y in x; y not in x; x.find({y}); x.index({y}); x.count({y})
{y} in x; {y} not in x; {kind}.find(x, y); {kind}.index(x, y); {kind}.count(x, y); find(y); index(y)
count(y); find_in(x, y); x.find(*[y]); getattr(x, 'count')(y); operator.contains(x, y)
call(x); x.__contains__(y); x.partition(y); 1 if y in x else 2; [x.find(y)]; (lambda: x.find(y))()
"""
_BACKWARDS = """
x.rfind(y); x.rindex(y); x.rpartition(y); x.rsplit(y); {kind}.rfind(x, y); getattr(x, 'rindex')(y)
"""
SEARCHES = [
    Bomb(
        f"searches-{form.format(y='literal', kind=kind).replace(' ', '')}-{kind}",
        f"import operator\nx = {value}\ny = {needle}\n"
        "find, index, count = x.find, x.index, x.count\n"
        f"find_in, call = {kind}.find, operator.methodcaller('index', y)\n"
        f"while True: {f'{form}; '.format(y=needle, kind=kind) * _IN_A_LINE}",
    )
    for kind, values in _TEXTS.items()
    for value, forms in zip(values, (_SEARCHES, _BACKWARDS), strict=True)
    for needle in ("'aabaa'" if kind == "str" else "b'aabaa'",)
    for form in (each.strip() for line in forms.strip().splitlines() for each in line.split(";"))
]
BOMBS = [*_LOOPS, *SEARCHES]
