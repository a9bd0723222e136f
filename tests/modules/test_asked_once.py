# ruff: noqa: E501  A row of a table stays on one line.
"""What a guest answers is what is paid for, and what C gets: each argument is asked once.

`N(a, b)` answers `a` when it is asked the first time, and `b` from then on; `asked` has what was
asked of whom. `After(f)` calls `f` when it is asked, whatever it is asked.
"""

from collections.abc import Callable
from typing import Any

import pytest

import cloche
from bills import billed
from cloche.runtime.modules.io import StringIO
from sampling import share

from .tables import gives, rows, same

GUESTS = """
asked = []
class N:
    def __init__(self, *answers): self.answers = [*answers]
    def told(self, how):
        asked.append(how)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
    def __index__(self): return self.told("index")
    def __bool__(self): return bool(self.told("bool"))
class After:
    def __init__(self, act, answer=0): self.act, self.answer = act, answer
    def told(self, how):
        asked.append(how)
        self.act()
        return self.answer
    def __index__(self): return self.told("index")
    def __bool__(self): return bool(self.told("bool"))
class I(int):
    def __index__(self): return 1
    def __int__(self): return 1
    def bit_length(self): return 0
class S(str):
    def __len__(self): return 0
class B(bytes):
    def __len__(self): return 0
"""
#: Steps for some 50 MiB.
LIMITS = cloche.Limits(steps=200_000, seconds=20.0)


def limited(header: str, text: str) -> Callable[[str, bool], None]:
    """Make the test that each row of *text*, after *header*, hits a limit of steps or memory."""

    @pytest.mark.parametrize("optimize", [True, False])
    @pytest.mark.parametrize("row", share(rows(text)))
    def test(row: str, optimize: bool) -> None:
        program = cloche.Sandbox(limits=LIMITS, optimize=optimize).compile(
            f"{GUESTS}{header}\n{row}"
        )
        with pytest.raises((cloche.StepLimitExceeded, cloche.MemoryLimitExceeded)):
            program.run()

    return test


test_itertools = same(
    GUESTS + "from itertools import *\nimport sys",
    """
    list(combinations("abc", N(2, 3))), asked

    list(combinations_with_replacement("ab", N(2, 3))), asked

    list(product("ab", repeat=N(2, 3))), asked

    list(product(After(lambda: 1), repeat=N(0, 3))), asked

    product(5, repeat=N(-1, 3))

    product("a", repeat=2**63)

    product("a", "b", repeat=2**61)

    product("ab", repeat="a")

    combinations(5, "a")

    combinations("ab", 2**63)

    combinations_with_replacement("ab", -2**64)

    list(permutations("abc", I(2)))

    permutations("abc", N(2, 3))

    permutations(5, N(2, 3))

    permutations("abc", 2**64)

    [len(list(each)) for each in tee("abc", N(2, 3))], asked

    x = count(I(5)), count(I(5), I(2)), count(I(2**70), I(1)), count(True), count(1, 2.5), count(2**2000), count(2, I(1))
    [(next(each), type(next(each)), each) for each in x]

    class C:
        def __init__(self, n): self.n = n
        def __float__(self): return 1.0
        def __add__(self, other): return C(self.n + 1)
        def __repr__(self): return f"C{self.n}"
    x = count(C(1), 2)
    next(x), next(x), x

    class C(int):
        def __add__(self, other): raise KeyError(other)
    next(count(C(1), 2))
    """,
)

test_itertools_limited = limited(
    "from itertools import *",
    """
    combinations((1,), N(3_000_000))

    combinations((1,), N(1, 3_000_000)); combinations((1,), I(3_000_000))

    combinations_with_replacement((1,), N(3_000_000))

    permutations((1,), I(3_000_000))

    product((1,), repeat=N(3_000_000))

    product((1,), repeat=I(3_000_000))

    tee((), N(2_000_000))

    class T(str):
        def __float__(self): return 1.0
    x = count(T("a"), T("b" * 1_000_000))
    for i in range(150): next(x)
    """,
)

test_hashlib = same(
    GUESTS + "import hashlib",
    """
    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=N(2, 3)), asked

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, maxmem=N(0, 3), dklen=N(2, 3)), asked

    hashlib.scrypt(b"a", salt=b"b", n=I(4), r=I(2), p=I(3), dklen=I(2))

    hashlib.scrypt(b"a", salt=b"b", n=N(2), r=1, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=2.0, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1)

    hashlib.scrypt(b"a", n=2, r=1, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=3, r=1, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=0, r=1, p=1)

    hashlib.scrypt(b"a", salt="b", n=2, r=1, p=1)

    hashlib.scrypt("a", salt=b"b", n=2, r=1, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=0)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=2**31)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=None)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, maxmem=-1)

    hashlib.pbkdf2_hmac("sha1", b"a", b"b", N(2, 3), N(4, 5)), asked

    hashlib.pbkdf2_hmac("sha1", b"a", b"b", 1, 0)

    hashlib.pbkdf2_hmac("sha1", b"a", b"b", 1, -1)

    hashlib.shake_128(b"a").digest(N(2, 3)), asked

    x = bytearray(b"a")
    hashlib.md5(x, usedforsecurity=After(lambda: x.extend(b"b"))).hexdigest(), asked

    x = bytearray(b"a")
    hashlib.blake2b(x, digest_size=N(8, 9), fanout=After(lambda: x.extend(b"b"), 1), last_node=N(0, 1)).hexdigest(), asked

    hashlib.sha256(B(b"abc")).hexdigest()

    hashlib.md5(b"", digest_size=N("a"))
    """,
)

test_hashlib_limited = limited(
    "import hashlib",
    """
    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=N(3_000_000))

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=N(1, 3_000_000)); hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=N(3_000_000))

    hashlib.scrypt(b"a", salt=b"b", n=2, r=2**10, p=1, dklen=32 * 100)

    hashlib.scrypt(b"a", salt=b"b" * 100_000, n=2, r=2**6, p=1, dklen=32)

    hashlib.pbkdf2_hmac("sha256", b"", b"x" * 100_000, 1, dklen=32 * 100)

    hashlib.pbkdf2_hmac("sha256", b"", B(b"x" * 100_000), 1, dklen=32 * 100)

    x = bytearray()
    hashlib.md5(x, usedforsecurity=After(lambda: x.extend(bytes(6_000_000))))

    x = bytearray()
    hashlib.blake2s(x, node_depth=After(lambda: x.extend(bytes(6_000_000))))

    hashlib.sha256(B(b"a" * 6_000_000))
    """,
)

test_zlib = same(
    GUESTS + "import zlib",
    """
    len(zlib.compress(b"a" * 100, N(9, 0), wbits=N(15, 9))), asked

    zlib.compress(b"a" * 100_000, N(0, 9)) == zlib.compress(b"a" * 100_000, 0), asked

    c = zlib.compressobj(N(0, 9), N(8, 9), N(15, 9), N(8, 1), N(0, 4), b"abc")
    c.compress(b"abc" * 9) + c.flush(N(4, 9)), asked

    c = zlib.compressobj(strategy=N(0, 4), zdict=b"abc", level=N(9, 0))
    c.compress(b"abc" * 9) + c.flush(), sorted(asked)

    zlib.compressobj(1, 8, 15, 8, 0, b"", 7)

    zlib.compressobj(1, level=2)

    zlib.compressobj(levels=2)

    zlib.compressobj(zdict=5)

    zlib.compressobj("a")

    d = zlib.decompressobj(N(15, 9))
    d.decompress(zlib.compress(b"abc" * 9), N(5, 0)), asked

    zlib.decompress(zlib.compress(b"a"), N(15, 9), N(1, 2)), asked
    """,
)

test_random = same(
    GUESTS + "import random",
    """
    class V:
        def __init__(self): self.asked = 0
        def __eq__(self, other):
            self.asked += 1
            return self.asked == 1
    v = V()
    random.seed("abc", v)
    random.random() == random.Random().random(), v.asked

    random.seed(5)
    random.choices("abc", cum_weights=[1, 2, 3], k=5), random.choices("abc", [1, 2, 0.5], k=N(5, 6)), random.sample("abc", k=4, counts=[3, 2, 1])
    """,
)

test_statistics = same(
    GUESTS + "import statistics",
    """
    statistics.quantiles([1.0, 2.0, 5.0], n=I(5)), statistics.quantiles([1.0, 2.0, 5.0], n=True)

    statistics.quantiles([1.0, 2.0, 5.0], n=4.0)

    statistics.quantiles([1.0, 2.0, 5.0], n="a")

    statistics.quantiles([1.0, 2.0, 5.0], n=0)

    statistics.NormalDist(1, 2).quantiles(I(5)), statistics.NormalDist(1, 2).samples(I(2), seed=7)

    statistics.NormalDist(1, 2).samples(N(2, 9), seed="a"), asked

    statistics.NormalDist(1, 2).quantiles(4.0)

    statistics.NormalDist(1, 2).samples(4.0)

    x = statistics.NormalDist(1, 2)
    x.pdf(3), x.pdf(x=I(3)), x.cdf(2.5), x.zscore(True), x.inv_cdf(0.3)
    """,
)

test_io = same(
    GUESTS + "import io",
    """
    x = io.StringIO("abc\\ndef\\n")
    x.read(N(2, 9)), x.readline(N(1, 9)), x.readlines(N(3, 9)), asked

    x = io.StringIO()
    x.write("a")
    x.seek(N(0, 1), N(0, 2)), x.read(After(lambda: x.write("b"), 1)), x.getvalue(), asked

    [io.StringIO("ab\\ncd\\nef\\n").readlines(hint) for hint in (None, -1, 0, 1, 3, 4, 6)]

    [io.BytesIO(b"ab\\ncd\\nef\\n").readlines(hint) for hint in (None, -1, 0, 1, 3, 4, 6)]

    x = io.BytesIO(b"abc\\ndef\\n")
    x.read(N(2, 9)), x.readline(N(1, 9)), x.readlines(I(3)), x.seek(N(1, 2)), x.truncate(N(3, 9)), x.read1(N(1, 2)), asked

    io.StringIO("a").read("b")

    io.BytesIO(b"a").readline(2.5)

    io.BytesIO(b"a").readlines("b")

    io.StringIO("a").seek("b")

    io.StringIO("a").seek(0, None)
    """,
)

test_re = same(
    GUESTS + "import re",
    """
    class M(N):
        def __bool__(self): return False
    re.split("a", "bacad", maxsplit=M(1, 9)), asked

    re.sub("a", "b", "aaa", count=N(2, 9)), asked

    x = bytearray(b"-")
    def f(m):
        x.extend(b"+")
        return x
    re.sub(b"a", f, b"bacada"), re.subn(b"a", f, b"bacada", count=1)

    re.sub(b"a", lambda m: "x", b"ba")

    m = re.match("(a)(b)?((c)|d)", "ac" + "x" * 20_000)
    m.group(0, 1, 2, "1") if m is None else m.group(0, 1, 2, 3), m.groups(), m.groups("-"), m.groupdict()

    m = re.match("(.+)-(?P<x>.+)?", "a" * 20_000 + "-")
    [len(each or "") for each in (*m.group(0, 1, 2, "x"), *m.groups(), *m.groupdict().values(), *m.groups(default="zz"))]

    m = re.match("(.+)-", "a" * 20_000 + "-")
    m.group(1, 5)

    m = re.match("(.+)-", "a" * 20_000 + "-")
    m.groups(nope=1)

    [len(each or "") for each in re.split("(a(x)?)b", "c" * 30_000 + "ab" * 3)], [*map(len, re.findall("(c*)(a)", "c" * 70_000 + "a"))]
    """,
)

test_others = same(
    GUESTS + "import math, uuid, collections, traceback",
    """
    class T:
        def __init__(self, it): self.it = it
        def __mul__(self, other): return self
        def __radd__(self, other): return self.it
    getattr(math, "sumprod", lambda x, y: "abcd")([T("ab"), T("cd")][:1], [2])

    [str(uuid.uuid3(uuid.NAMESPACE_DNS, name)) for name in ("a", "é", S("abc"))]

    u = uuid.uuid5(uuid.NAMESPACE_DNS, 5)

    class U(collections.UserString): pass
    u = U("a")
    u.data = (1, 2)
    hash(u) == hash((1, 2)), str(u), 1 in u, 3 in u

    class D(collections.UserDict): pass
    d = D(a=1)
    d.data = ["a", "b"]
    "a" in d, "c" in d, [] in d

    int(collections.UserString("12")), float(collections.UserString(" 2.5 ")), complex(collections.UserString("2j"))

    traceback.format_list([("f", 1, "n", "  x  "), (S("f"), 3, "n", None)])[0]
    """,
)

test_others_limited = limited(
    "import collections, random, re, statistics, zlib",
    """
    x = bytearray()
    zlib.compress(x, After(lambda: x.extend(bytes(2_000_000)), 1))

    statistics.quantiles([1.0, 2.0], n=I(10_000_000))

    class J(int):
        def __gt__(self, other): return False
        def __lt__(self, other): return False
    statistics.quantiles([1.0, 2.0], n=J(600_000))

    a, b = [1], [1]
    class X:
        def __lt__(self, other):
            for each in (a, b):
                nest = 1
                for i in range(24): nest = [nest, nest]
                each.append(nest)
            return False
        __gt__ = __lt__
    statistics.median([X(), a, b])

    a, b = [1], [1]
    class X:
        def __lt__(self, other):
            for each in (a, b):
                nest = 1
                for i in range(24): nest = [nest, nest]
                each.append(nest)
            return False
        __gt__ = __lt__
    statistics.median_high([X(), a, b])

    class J:
        def __int__(self): return 0
        def __index__(self): return 100_000
        def __rtruediv__(self, other): return 0.5
    statistics.NormalDist(0, 1).quantiles(J())

    a = b = 1
    for i in range(24): a = [a, a]
    for i in range(24): b = [b, b]
    class X:
        def __add__(self, other): return self
        def __le__(self, other): return False
        def __float__(self): return 1.0
        def __rmul__(self, other): return b
    random.choices([1, 2, 3], cum_weights=[a, a, X()])

    b = bytearray(b"a")
    n = 0
    def f(m):
        global n
        n += 1
        if n == 300: b.extend(bytes(400_000))
        return b
    re.sub(b"x", f, b"x" * 300)

    m = re.match(".+", "x" * 1_000_000 + "\\n")
    m.group(*[0] * 100)

    m = re.match("(" * 90 + ".+" + ")" * 90, "x" * 1_000_000 + "\\n")
    m.groups()

    m = re.match("(" * 90 + ".+" + ")" * 90, "x" * 1_000_000 + "\\n")
    m.groupdict(), m.groups(None)

    re.split("(" * 90 + "x+" + ")" * 90, "x" * 1_000_000)

    re.findall("(" * 90 + "x+" + ")" * 90, "x" * 1_000_000)

    class U(collections.UserString): pass
    u, t = U("a"), ()
    for i in range(24): t = (t, t)
    u.data = t
    hash(u)

    class U(collections.UserString): pass
    u, t = U("a"), ()
    for i in range(24): t = (t, t)
    u.data = t
    str(u)

    class D(collections.UserDict): pass
    d = D()
    d.data = ["x" * 99_999 + "y"] * 3_000
    ("x" * 100_000) in d
    """,
)

test_refused = gives(
    "import statistics, uuid\nclass D:\n    def __sub__(self, other): return 1 << 500_000\n    __rsub__ = __sub__",
    {
        "statistics.NormalDist(0, 1).pdf(D())": "TypeError: can't convert type 'D'",
        "statistics.NormalDist(0, 1).pdf(x=D())": "TypeError: can't convert type 'D'",
        "statistics.quantiles([1.0, 2.0], n=D())": "TypeError: can't convert type 'D'",
        "uuid.uuid3(uuid.NAMESPACE_DNS, 10**8)": "TypeError",
        "uuid.uuid5(uuid.NAMESPACE_DNS, [1] * 9)": "TypeError",
    },
)


def test_a_stream_is_looked_at_when_the_size_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    streams: list[Any] = []

    class Size:
        def __index__(self) -> int:
            streams[-1].write("a" * 70_000)
            return 1

    names = {"made": streams.append, "StringIO": StringIO, "last": streams, "Size": Size}
    for method in ("read", "readline"):
        call = f"(made(StringIO()), last[-1].{method}(Size()))"
        assert "r0+350000" in billed(call, names, monkeypatch)
