"""Values that are much larger than the program that asks for them."""

from .bombs import table

BOMBS = table(
    """
=== bytes-new-named
class B(bytes): pass
bytes.__new__(B, source=10**9)
=== integer-of-digits
class N(int): pass
t = 'f' * 20_000_000
N(t, 32)
=== integer-of-growing-bytes
x = bytearray(b'1')
class I:
    def __index__(self):
        x.extend(b'f' * 20_000_000)
        return 16
int(x, I())
=== logger-of-many-dots
import logging
logging.getLogger("." * 1_000_000)
=== logger-child-of-many-dots
import logging
logging.getLogger("a").getChild("." * 1_000_000)
=== path-of-many-parts
from pathlib import PurePath
PurePath("a/" * 1_000_000).is_relative_to("b")
=== path-of-many-parts-relative
from pathlib import PurePath
PurePath("a/" * 1_000_000).relative_to("b")
=== path-walked-up
import sys
from pathlib import PurePath
named = {"walk_up": True} if sys.version_info >= (3, 12) else {}
PurePath("a/" * 2_000).relative_to("b/" * 2_000, **named)
=== weights-of-random
import random
random.choices([1] * 4000, weights=[1 << 4_000_000] * 4000)
=== counts-of-random
import random
random.sample([1] * 4000, 1, counts=[1 << 4_000_000] * 4000)
=== range-of-a-long-step
range(0, 1 << 7_000_000, (1 << 3_500_000) + 3)
=== range-sliced-by-a-long-step
range(0, 1 << 7_000_000)[::(1 << 3_500_000) + 3]
=== range-searched
for i in range(300): (1 << 6_900_000) + i in range(0, 1 << 7_000_000, 1 << 3_400_000)
=== ranges-compared
[range(1 << 7_000_000)] * 20000 == [range(1 << 7_000_000)] * 20000
=== percent-large-floats
n = 600_000
("%f" * n) % ((1e308,) * n)
=== percent-large-float-by-key
n = 600_000
("%(a)f" * n) % {"a": 1e308}
=== percent-large-decimal
from decimal import Decimal
n = 600_000
("%f" * n) % ((Decimal("1e308"),) * n)
=== percent-of-percents
("%%" * 15_000_000) % ()
=== percent-of-parentheses
("%(" * 25_000_000) % {}
=== zone-with-a-long-name
import datetime
z = datetime.timezone(datetime.timedelta(0), "%" * 30_000_000)
datetime.datetime(2020, 1, 1, tzinfo=z).strftime("%Z")
=== percent-many-floats
n = 6_000_000
("%s" * n) % ((1.1e-308,) * n)
=== percent-many-numbers-by-key
n = 4_000_000
("%(a).0s" * n) % {"a": 7}
=== fields-with-long-names
import dataclasses
s = "a" * 2_000_000
dataclasses.make_dataclass("A", [s + str(i) for i in range(10)])
=== fields-with-long-names-annotated
import dataclasses
s = "a" * 2_000_000
A = type("A", (), {"__annotations__": {s + str(i): int for i in range(10)}})
dataclasses.dataclass(A)
=== fields-with-names-of-two-hundred
import dataclasses
s = "a" * 190
names = [s + str(i) for i in range(990)]
dataclasses.make_dataclass("A", names, order=True, frozen=True)
=== fields-of-a-named-tuple
import typing
s = "a" * 2_000_000
typing.NamedTuple("A", [(s + str(i), int) for i in range(10)])
=== product-after-a-collection
# Between the test of a type and the use of the value, garbage is collected: a `finally` runs.
text = '''
n, times, large = None, 10**10, "a"
def gen():
    global n
    try:
        box = []
        box.append((yield))
        yield
    finally:
        n = large
def trash():
    g = gen()
    next(g)
    g.send(g)
def once():
    global n
    for i in (1,): trash()
    n = 1.5
    q = [FILL]; q = [FILL], q; q = [FILL], q; q = [FILL], q; r = n * times
once()
'''.replace("FILL", "[]," * 550)
for _ in range(20): exec(text)
safe
=== item-with
class A:
    def __init__(self, value="ab"): self.value = value
    def __enter__(self): return self.value
    def __exit__(self, *_): pass
    async def __aenter__(self): return self.value
    async def __aexit__(self, *_): pass
async def g(): yield "ab"
async def h(): yield 1, "ab"
def f():
    xs = [1]
    zs = [xs]
    with A() as xs[0]: pass
    return xs[0] * 700_000_000
len(f())
=== item-with-tuple
class A:
    def __init__(self, value="ab"): self.value = value
    def __enter__(self): return self.value
    def __exit__(self, *_): pass
    async def __aenter__(self): return self.value
    async def __aexit__(self, *_): pass
async def g(): yield "ab"
async def h(): yield 1, "ab"
def f():
    xs = [1]
    zs = [xs]
    with A(['ab', 1]) as (xs[0], y): pass
    return xs[0] * 700_000_000
len(f())
=== item-with-of-list
class A:
    def __init__(self, value="ab"): self.value = value
    def __enter__(self): return self.value
    def __exit__(self, *_): pass
    async def __aenter__(self): return self.value
    async def __aexit__(self, *_): pass
async def g(): yield "ab"
async def h(): yield 1, "ab"
def f():
    xs = [1]
    zs = [xs]
    with A() as zs[0][0]: pass
    return xs[0] * 700_000_000
len(f())
=== item-async-with
class A:
    def __init__(self, value="ab"): self.value = value
    def __enter__(self): return self.value
    def __exit__(self, *_): pass
    async def __aenter__(self): return self.value
    async def __aexit__(self, *_): pass
async def g(): yield "ab"
async def h(): yield 1, "ab"
async def f():
    xs = [1]
    zs = [xs]
    async with A() as xs[0]: pass
    return xs[0] * 700_000_000
len(await f())
=== item-async-for
class A:
    def __init__(self, value="ab"): self.value = value
    def __enter__(self): return self.value
    def __exit__(self, *_): pass
    async def __aenter__(self): return self.value
    async def __aexit__(self, *_): pass
async def g(): yield "ab"
async def h(): yield 1, "ab"
async def f():
    xs = [1]
    zs = [xs]
    async for xs[0] in g(): pass
    return xs[0] * 700_000_000
len(await f())
=== item-async-comprehension
class A:
    def __init__(self, value="ab"): self.value = value
    def __enter__(self): return self.value
    def __exit__(self, *_): pass
    async def __aenter__(self): return self.value
    async def __aexit__(self, *_): pass
async def g(): yield "ab"
async def h(): yield 1, "ab"
async def f():
    xs = [1]
    zs = [xs]
    [0 async for xs[0] in g()]
    return xs[0] * 700_000_000
len(await f())
=== item-async-for-tuple
class A:
    def __init__(self, value="ab"): self.value = value
    def __enter__(self): return self.value
    def __exit__(self, *_): pass
    async def __aenter__(self): return self.value
    async def __aexit__(self, *_): pass
async def g(): yield "ab"
async def h(): yield 1, "ab"
async def f():
    xs = [1]
    zs = [xs]
    async for y, xs[0] in h(): pass
    return xs[0] * 700_000_000
len(await f())
=== item-star
def f():
    xs = [1]
    *xs[0], y = 'ab', 1
    return xs[0] * 100_000_000
len(f())
=== item-star-in-list
def f():
    xs = [1]
    [*xs[0], y] = 'ab', 1
    return xs[0] * 100_000_000
len(f())
=== item-star-in-tuple
def f():
    xs = [1]
    y, (*xs[0], z) = 1, ('ab', 1)
    return xs[0] * 100_000_000
len(f())
=== item-star-in-loop
def f():
    xs = [1]
    for *xs[0], y in [('ab', 1)]: pass
    return xs[0] * 100_000_000
len(f())
=== item-star-in-comprehension
def f():
    xs = [1]
    [0 for *xs[0], y in [('ab', 1)]]
    return xs[0] * 100_000_000
len(f())
=== slices-in-a-line
x = b"x" * 60_000_000
[SLICES]
=== slices-of-a-list
x = [None] * 4_000_000
[LISTED]
=== power
9 ** 9 ** 9
=== line-of-large-integers
x = 1 << 60_000_000
[LARGE]
=== line-of-integers-of-bytes
x = int.from_bytes(b"x" * 10**7)
[LARGE]
=== power-inplace
x = 10
while True: x **= 10
=== power-negative
(-3) ** 10**12
=== power-pow
pow(7, 10**10)
=== power-modular
pow(3, 1 << 200_000, (1 << 200_000) + 1)
=== power-modular-inverse
pow((1 << 2_000_000) + 1, -1, 1 << 3_000_000)
=== power-of-a-power
class I(int): pass
I(3) ** I(10**12)
=== power-by-name
int.__pow__(3, 10**12)
=== power-reflected
(10**12).__rpow__(3)
=== shift
1 << 10**12
=== shift-inplace
x = 1
while True: x <<= 1_000_000
=== shift-by-name
(1).__lshift__(10**12)
=== multiply
x = 3
while True: x = x * x
=== multiply-inplace
x = 3
while True: x *= x
=== factorial
import math
math.factorial(10**8)
=== factorial-by-hand
x = 1
for i in range(1, 10**9): x *= i
=== combinations
import math
math.comb(10**9, 5 * 10**8)
=== permutations
import math
math.perm(10**9, 5 * 10**8)
=== lcm
import math
math.lcm(*range(1, 10**7))
=== gcd
import math
x = (1 << 4_000_000) + 1
math.gcd(x, x // 3 * 2 + 1)
=== isqrt
import math
math.isqrt(1 << 50_000_000)
=== remainder
x = (1 << 7_000_000) - 1
x % ((1 << 3_500_000) + 12345)
=== divmod
x = (1 << 7_000_000) - 1
divmod(x, (1 << 3_500_000) + 12345)
=== round
round(1, -10**9)
=== round-index
class I:
    def __index__(self): return -10**9
round(1, I())
=== to-bytes
(1).to_bytes(10**11, "big")
=== int-parse
int("9" * 10**8, 7)
=== int-parse-bits
x = int("1" * 5 * 10**7, 2)
=== int-print
str(1 << 10**8)
=== int-hex
while True: hex(1 << 10**8)
=== float-format
"%.1000000000f" % 1.5
=== fraction-like
x = 1.5
for i in range(10**9): x = (x, x)[0].as_integer_ratio()[0] ** 9
=== str-multiply
"x" * 10**11
=== str-multiply-inplace
x = "x"
while True: x *= 10
=== str-multiply-left
10**11 * "x"
=== str-multiply-index
class I:
    def __index__(self): return 10**11
"x" * I()
=== str-multiply-by-name
class I:
    def __index__(self): return 10**6
("x" * 10**5).__mul__(I())
=== str-add
x = "x"
while True: x += x
=== str-add-pieces
x = "x" * 10**6
while True: x = x + "y"
=== str-join
"x".join(["y" * 10**4] * 10**6)
=== str-join-separator
("x" * 10**6).join("y" * 10**5)
=== str-replace
("x" * 10**5).replace("x", "y" * 10**6)
=== str-replace-empty
("x" * 10**5).replace("", "y" * 10**6)
=== str-ljust
"x".ljust(10**11)
=== str-rjust
"x".rjust(10**11, "\U0001f600")
=== str-center
"x".center(10**11)
=== str-zfill
"1".zfill(10**11)
=== str-expandtabs
("\t" * 1000).expandtabs(10**9)
=== str-format-width
"{:>100000000000}".format("x")
=== str-format-nested
"{:>{}}".format("x", 10**11)
=== str-format-precision
"{:.1000000000f}".format(1.5)
=== str-format-many
("{0}" * 10**5).format("x" * 10**6)
=== str-format-map
("{a}" * 10**5).format_map({"a": "x" * 10**6})
=== format-builtin
format("x", ">100000000000")
=== format-method
"x".__format__(">100000000000")
=== fstring-width
w = 10**11
f"{1:{w}}"
=== fstring-precision
w = 10**9
f"{1.5:.{w}f}"
=== fstring-width-of-pieces
a = 99999
f"{1:{a}{a}}"
=== fstring-width-text
w = "1" + "0" * 11
f"{1:>{w}}"
=== fstring-nested-repeat
x = "x" * 10**7
f"{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}"
=== percent-width
"%100000000000d" % 1
=== percent-star
"%*d" % (10**11, 1)
=== percent-precision
"%.1000000000d" % 1
=== percent-many
("%s" * 10**5) % tuple(["x" * 10**6] * 10**5)
=== percent-keys
("%(a)s" * 10**5) % {"a": "x" * 10**6}
=== percent-bytes
b"%100000000000d" % 1
=== str-translate-table
("x" * 10**6).translate({120: "y" * 10**6})
=== str-split
len(("ab," * 10**7).split(","))
=== str-split-by-name
len(str.split("ab," * 10**7, ","))
=== str-split-blanks
len(("ab " * 10**7).split())
=== str-rsplit
len(("ab," * 10**7).rsplit(","))
=== str-split-method
f = ("ab," * 10**7).split
len(f(","))
=== str-split-mapped
len(list(map(str.split, ["ab " * 10**7] * 2)))
=== str-split-derived
class S(str): pass
len(S("ab," * 10**7).split(","))
=== str-split-by-super
class S(str):
    def split(self): return super().split()
len(S("ab " * 10**7).split())
=== bytes-split
len((b"ab," * 10**7).split(b","))
=== bytearray-split
len(bytearray(b"," * 10**6).split(b","))
=== str-splitlines
len(("ab\\n" * 10**7).splitlines())
=== str-cases
[x := "\xff" * 2 * 10**7, x.upper(), x.title(), x.swapcase(), x.casefold(), x.capitalize()]
None
=== str-partition
x = "x" * 4 * 10**7
[PARTS]
=== str-strip
('a' * 100_000).strip('b' * 100_000 + 'a')
=== str-strip-short
x = 'b' * 10**7 + 'a'
for i in range(10**6): ('a' * 4000).strip(x)
=== bytes-strip
(b'a' * 100_000).strip(b'b' * 100_000 + b'a')
=== bytes-hex
(b"x" * 10**7).hex() * 3
=== str-encode-plain
x = "\xe9" * 3 * 10**7
[x.encode() for i in range(9)]
=== bytes-decode-plain
x = b"x" * 3 * 10**7 + "\U0001f600".encode()
x.decode()
None
=== str-translate-mapping
class T:
    def __getitem__(self, i): return "y" * 10**6
("x" * 10**4).translate(T())
=== fstring-shared
x = "x" * 10**7
f"{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}"
=== fstring-shared-lists
x = ["x" * 10**7]
f"{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}"
=== quotient
x = (1 << 7_000_000) - 1
x // ((1 << 3_500_000) + 12345)
=== quotient-inplace
x, y = (1 << 7_000_000) - 1, (1 << 3_500_000) + 12345
x //= y
=== quotient-by-name
import operator
operator.floordiv((1 << 7_000_000) - 1, (1 << 3_500_000) + 12345)
=== remainder-of-names
x, y = (1 << 7_000_000) - 1, (1 << 3_500_000) + 12345
x % y
=== str-repr
repr("\\0" * 5 * 10**7) * 9
=== str-encode
("\U0001f600" * 10**7).encode("ascii", "namereplace")
=== str-encode-slow
("a\u0100" * 600_000).encode("cp437", "backslashreplace")
=== str-of-bytes
str(b"\\xff" * 5_000_000, "utf-8", "backslashreplace")
=== bytes-of-str
bytes("\ufdfa" * 700_000, "ascii", "namereplace")
=== bytes-decode
(b"\\xff" * 5_000_000).decode("ascii", "backslashreplace")
=== hashlib-shake
import hashlib
hashlib.shake_256(b"").digest(1 << 30)
=== floats-of-decimals
import math
from decimal import Decimal
math.hypot(*[Decimal("1" * 1_000_000)] * 10_000)
=== floats-of-decimals-dist
import math
from decimal import Decimal
points = [Decimal("1" * 100_000 + "e-100000")] * 50_000
math.dist(points, points)
=== floats-of-decimals-struct
import struct
from decimal import Decimal
struct.pack("100000d", *[Decimal("1" * 100_000 + "e-100000")] * 100_000)
=== floats-of-decimals-percent
from decimal import Decimal
"%f" * 100 % ((Decimal("1" * 8_000_000),) * 100)
=== floats-of-short-decimals
import math
from decimal import Decimal
points = (Decimal("1" * 60),) * 1_500_000
while 1: math.hypot(*points)
=== floats-of-fractions
import math
from fractions import Fraction
math.hypot(*[Fraction((1 << 75000) + 1, (1 << 75000) - 1)] * 600_000)
=== floats-of-texts
import math
from collections import UserString
math.hypot(*[UserString("1" * 5_000_000)] * 100_000)
=== integers-of-texts
from collections import UserString
"%d" * 4000 % ((UserString(" " * 5_000_000 + "1"),) * 4000)
=== integers-of-decimals
from decimal import Decimal
"%d" * 400_000 % ((Decimal("0." + "1" * 3_000_000),) * 400_000)
=== zlib-two-letters
import random, zlib
zlib.compress(random.randbytes(9_000_000).translate(bytes([97 + (i & 1) for i in range(256)])), 9)
=== zlib-two-letters-object
import random, zlib
data = random.randbytes(9_000_000).translate(bytes([97 + (i & 1) for i in range(256)]))
zlib.compressobj(9).compress(data)
=== zlib-short-of-two-letters
import random, zlib
data = random.randbytes(60_000).translate(bytes([97 + (i & 1) for i in range(256)]))
while 1: zlib.compress(data, 9)
=== gzip-two-letters
import gzip, random
gzip.compress(random.randbytes(9_000_000).translate(bytes([97 + (i & 1) for i in range(256)])))
=== statistics-long-mean
import statistics
from fractions import Fraction
statistics.variance(range(3000), Fraction((1 << 50000) + 1, (1 << 50000) - 1))
=== statistics-long-mean-by-name
import statistics
from fractions import Fraction
statistics.pstdev(range(30_000), mu=Fraction((1 << 20000) + 1, (1 << 20000) - 1))
=== statistics-long-integer-mean
import statistics
statistics.pvariance(range(30_000), 1 << 30_000)
=== statistics-long-quantiles
import statistics
from fractions import Fraction
statistics.quantiles([Fraction((1 << 50000) + 1, (1 << 50000) - 1), 1], n=20_000)
=== statistics-long-quantiles-inclusive
import statistics
from fractions import Fraction
one = Fraction((1 << 50000) + 1, (1 << 50000) - 1)
other = Fraction((1 << 50000) + 7, (1 << 50000) - 9)
statistics.quantiles([one, other], n=200_000, method="inclusive")
=== statistics-fractions
import statistics
from fractions import Fraction
statistics.pvariance([Fraction(1, (1 << i) + 1) for i in range(1, 2000)])
=== statistics-reciprocals
import statistics
from fractions import Fraction
statistics.harmonic_mean([Fraction((1 << i) + 1) for i in range(1, 2000)])
=== template
from string import Template
Template("$a" * 10**5).substitute(a="x" * 10**6)
=== bytes-size
bytes(10**11)
=== bytes-size-index
class I:
    def __index__(self): return 10**11
bytes(I())
=== bytearray-size
bytearray(10**11)
=== bytes-multiply
b"x" * 10**11
=== bytes-join
b"x".join([b"y" * 10**4] * 10**6)
=== bytes-fromhex
while True: bytes.fromhex("00" * 10**7)
=== list-multiply
[0] * 10**10
=== list-multiply-inplace
x = [0]
while True: x *= 10
=== list-multiply-nested
x = [[0] * 10**6] * 10**6
[y * 2 for y in x]
=== list-add
x = [0]
while True: x = x + x
=== list-extend-self
x = [0]
while True: x.extend(x)
=== list-append
x = []
while True: x.append([])
=== list-slice-store
x = [0]
while True: x[:0] = x
=== tuple-multiply
(0,) * 10**10
=== tuple-sum
sum([(0,) * 1000] * 10**6, ())
=== list-sum
sum([[0] * 1000] * 10**6, [])
=== dict-grow
d = {}
i = 0
while True:
    i += 1
    d[i] = d
=== set-grow
s = set()
i = 0
while True:
    i += 1
    s.add(i)
=== set-union
s = {0}
while True: s = s | {i + len(s) for i in s}
=== dict-union
d = {0: 0}
while True: d = d | {i + len(d): 0 for i in d}
=== attributes-grow
class A: pass
i = 0
while True:
    i += 1
    setattr(A, f"x{i}", "x" * 1000)
=== attributes-of-instances
class A: pass
a = A()
i = 0
while True:
    i += 1
    setattr(a, f"x{i}" * 10, i)
=== classes-grow
keep = []
while True: keep.append(type("A", (), {}))
=== closures-grow
keep = []
while True:
    x = "x" * 10
    keep.append(lambda x=x: x)
=== generators-grow
keep = []
def g(): yield
while True: keep.append(g())
=== cache-grows
from functools import cache
@cache
def f(x): return "x" * 100
i = 0
while True:
    i += 1
    f(i)
=== deque-multiply
from collections import deque
deque([0]) * 10**10
=== counter-elements
from collections import Counter
list(Counter(a=10**12).elements())
=== counter-sum
from collections import Counter
sorted(Counter(a=10**12).elements())
=== ordered-dict-grow
from collections import OrderedDict
d = OrderedDict()
i = 0
while True:
    i += 1
    d[i] = i
=== random-bits
import random
random.getrandbits(10**11)
=== random-bytes
import random
random.randbytes(10**11)
=== random-choices
import random
random.choices([1], k=10**11)
=== random-sample
import random
random.sample(range(10**12), 10**9)
=== exception-message
raise ValueError("x" * 10**9)
=== exception-message-large
raise ValueError("x" * 5 * 10**7)
=== exception-notes
e = ValueError("x")
for i in range(10**9): e.add_note("x" * 1000)
=== exception-arguments
raise ValueError(*[["x" * 1000] * 1000] * 1000)
=== exception-name
raise type("E" * 10**7, (Exception,), {})("x")
=== exception-names-in-group
C = type("C", (Exception,), {"__module__": "y" * 2 * 10**7})
raise ExceptionGroup("a", [ExceptionGroup("a", [C("a") for _ in range(15)]) for _ in range(15)])
=== width-of-wide-fill
"{:\\U0001F600>60000000}".format("")
=== width-of-wide-text
format("\\U0001F600", "60000000")
=== tabs-beside-wide-text
"\\U0001F600\\t".expandtabs(62_000_000)
=== percent-width-of-wide-text
"\\U0001F600%*s" % (60_000_000, "a")
=== percent-beside-wide-text
x = "a" * 15_000_000
"%s%s%s%s\\U0001F600" % (x, x, x, x)
=== join-beside-wide-text
x = "a" * 13_000_000
"".join([x, x, x, x, "\\U0001F600"])
=== round-divides
x = (1 << 4 * 10**6) + 12345
round(x, -6 * 10**5)
=== round-divides-by-name
x = (1 << 4 * 10**6) + 12345
x.__round__(-6 * 10**5)
=== round-asks-twice
class I:
    asked = 0
    def __index__(self):
        self.asked += 1
        return 0 if self.asked < 2 else -10**8
(1 << 80).__round__(I())
=== exception-notes-of-lines
def tree(n):
    if n: return ExceptionGroup("a", [tree(n - 1) for _ in range(15)])
    e = ValueError("x")
    for _ in range(15): e.add_note("\\n" * 10**4)
    return e
raise tree(3)
=== traceback-notes-of-lines
import traceback
def error():
    e = ValueError("x")
    for _ in range(15): e.add_note("\\n" * 10**4)
    return e
e = ExceptionGroup("a", [error() for _ in range(15)])
[traceback.format_exception(e) for _ in range(10**3)]
=== exception-frames
def f(n): return f(n + 1)
f(0)
=== result-text
"x" * 6 * 10**7
=== result-list
[0] * 2 * 10**6
=== result-shared
x = [0] * 1000
[x] * 10**5
=== result-range
range(10**15)
=== result-record
class A: pass
a = A()
a.__dict__.update((f"x{i}", [0] * 1000) for i in range(10**4))
a
=== datetime-format
import datetime
f"{datetime.date(2020, 1, 1):{'%A' * 10**6}}" * 99
=== datetime-width
import datetime
f"{datetime.date(2020, 1, 1):%9999999999Y}"
=== json-indent
import json
json.dumps([[1]], indent=10**11)
=== json-indent-text
import json
json.dumps([1] * 10**4, indent="x" * 10**6)
=== json-separators
import json
json.dumps([1] * 10**4, separators=("x" * 10**6, ":"))
=== json-long-keys
import json
json.dumps([{10**4000: 1}] * 40_000)
=== json-long-keys-sorted
import json
json.dumps([{10**4000: 1}] * 40_000, sort_keys=True)
=== json-digits
import json
json.dumps([2**2700] * 500_000)
=== json-digits-encoder
import json
json.JSONEncoder().encode([2**2700] * 500_000)
=== json-numbers
import json
json.loads("1" + "0" * 10**7)
=== json-objects
import json
text = "[" + '{"":{}},' * 500_000 + "0]"
json.loads(text)
=== json-objects-of-bytes
import json
text = b"[" + b'{"":{}},' * 500_000 + b"0]"
json.loads(text)
=== json-empty-objects
import json
text = "[" + "{}," * 1_400_000 + "0]"
json.JSONDecoder().decode(text)
=== json-lists
import json
text = "[" + "[0]," * 1_000_000 + "0]"
json.loads(text)
=== json-texts
import json
text = "[" + '"\u0100",' * 1_500_000 + "0]"
json.loads(text)
=== json-text
import json
json.dumps("\\0" * 5 * 10**7)
=== re-sub
import re
re.sub("", "y" * 10**5, "x" * 10**5)
=== re-sub-template
import re
len(re.sub("(.+)", r"\\1" * 500, "x" * 10**6))
=== re-sub-function
import re
x = "y" * 10**6
len(re.sub("x", lambda m: x, "x" * 10**4))
=== re-frames
import re
re.match("(a|b|c)*", "abc" * 5 * 10**6) is None
=== re-frames-split
import re
re.split("(a|b|c|)*", "abc" * 10**6)
=== re-split
import re
while True: re.split("", "x" * 10**5)
=== re-findall
import re
keep = []
while True: keep.append(re.findall("(((x)))", "x" * 10**5))
=== re-repeat
import re
re.match("((x{1,1000}){1,1000}){1,1000}y", "x" * 10**4)
re.match("(((x{0,99}){0,99}){0,99}){0,99}y", "x" * 10**4)
=== re-compile-huge
import re
for i in range(10**9): re.compile("x" * 40000 + str(i))
=== re-set-beyond
import re
re.search("[" + "".join([chr(0x10000 + 2 * i) for i in range(20_000)]) + "]", "a" * 1_000_000)
=== re-set-beyond-negated
import re
s = "[^" + "".join([chr(0x10000 + 2 * i) for i in range(20_000)]) + "]*"
re.fullmatch(s, "\U0003ffff" * 1_000_000)
=== re-set-beyond-sub
import re
s = "(?i)[" + "".join([chr(0x10000 + 2 * i) for i in range(20_000)]) + "]"
re.sub(s, "", "\U0003ffff" * 1_000_000)
=== re-set-beyond-split
import re
s = "[" + "".join([chr(0x10000 + 2 * i) for i in range(600)]) + "]"
while 1: re.split(s, "a" * 10_000)
=== re-translated-boundaries
import re
re.search("(?:a*)*" + r"\\b" * 24_000, "a" * 30)
=== re-translated-spaces
import re
re.search("(?:a*)*" + r"\\S" * 24_000, "a" * 30)
=== re-translated-again
import re
for i in range(10**9): re.search("(?:a*)*" + r"\\b" * 600 + str(i), "a" * 30)
=== re-sets-wide
import re
re.compile("[\u0100\u0200\u0300]" * 10_000)
=== re-sets-folded
import re
for i in range(10**9): re.compile("(?i)" + "[a-z]" * 2_000 + str(i))
=== re-sets-nested
import re
s = "[" + "".join([chr(0x100 + 2 * i) for i in range(48_000)]) + "]"
for i in range(200): s = "(?:" + s + "|b)?"
for i in range(10**9): re.search(s, "a" * i)
=== stringio-read
# ASCII becomes four bytes a character.
import io
s = io.StringIO()
for i in range(10_000): s.write('a' * 4000)
s.seek(5)
s.read(1)
=== stringio-write
import io
s = io.StringIO()
for i in range(5_000): s.write('\u20ac' * 4000)
s.seek(5)
s.write('a')
=== stringio-lines
import io
s = io.StringIO()
for i in range(10_000): s.write('a' * 4000)
for line in s: pass
=== re-backtrack
import re
re.match("(a*)*b", "a" * 50)
=== re-backtrack-alternation
import re
re.match("(a|a)*b", "a" * 60)
=== re-backtrack-quadratic
import re
re.search("a*b", "a" * 10**6)
=== re-backreference
import re
re.match(r"(a*)(a*)(a*)(a*)\\1\\2\\3\\4b", "a" * 300)
=== re-lookahead
import re
re.match("(?=(a+)+b)", "a" * 60)
=== items-augmented-in-a-class-body
L = [1, 2, 3]
class A:
    L += [1 << 4_000_000]
for x in L: y = x ** 400
=== items-by-a-class-body-of-the-module
L = [1, 2, 3]
def main():
    L = [7]
    class A:
        L = L
    A.L.append(1 << 4_000_000)
main()
for x in L: y = x ** 400
=== items-where-a-class-body-might-bind
L = [1, 2, 3]
def main():
    L = [7]
    class A:
        if 0: L = 1
        L.append(1 << 4_000_000)
main()
for x in L: y = x ** 400
=== items-of-a-target-in-a-class-body
M = [5]
L = [1, 2, 3]
class A:
    M = [L for _ in (1,)][0]
A.M.append(1 << 4_000_000)
for x in L: y = x ** 400
=== items-of-a-global-of-a-class-body
L = [1, 2, 3]
class A:
    global L
    L = [1 << 4_000_000]
for x in L: y = x ** 400
=== global-of-a-class-body
x = 5
def main():
    x = 1 << 4_000_000
    class A:
        global x
        def f(self): return x ** 400
    A().f()
main()
=== builtin-in-a-prepared-class-body
class M(type):
    @classmethod
    def __prepare__(m, name, bases): return {"len": lambda x: t}
t = ()
for i in range(200_000): t = (t,)
class A(metaclass=M): z = {len("ab")}
=== global-of-a-class-body-in-a-comprehension
x = 5
def main():
    x = 1 << 4_000_000
    class A:
        global x
        y = [x ** 400 for _ in (1,)]
main()
""".replace("[PARTS]", "[" + "x.partition(' '), x.removeprefix('y'), x.lower(), " * 50 + "]")
    .replace("[LARGE]", "[" + "-x, " * 500 + "]")
    .replace("[SLICES]", "[" + "x[1:], " * 500 + "]")
    .replace("[LISTED]", "[" + "x[1:], " * 500 + "]")
)
