"""One expression, thousands of times in a row: what it lets pass for nothing, it does as often."""

from __future__ import annotations

from typing import Final

from .bombs import Bomb

_TIMES: Final = 1500
_N: Final = "n = 1 << 7_000_000\nk = (n,) * 8\nd = {n: 1, k: 2}\n"
_ALIKE: Final = "M = 2**61 - 1\na = [i * M for i in range(256)]\nm = dict.fromkeys(a)\n"
_WIDE: Final = """
M = 2**61 - 1
B = (1 << 1_600_000) * M
C = B + 1 - 1
d, e = {B + i * M: 0 for i in range(60)}, {C + i * M: 0 for i in range(60)}
s, t = {*d}, {*e}
"""
_TEXTS: Final = """
a, b = 'x' * 8_000_000, 'x' * 7_999_999 + 'x'
s, t = {(a, i) for i in range(3000)}, {(b, i) for i in range(3000)}
d, e = dict.fromkeys(s), dict.fromkeys(t)
y, z = [(a,) * 8] * 8, [(b,) * 8] * 8
"""
_LARGE: Final = """
from collections import defaultdict, deque
x = [0] * 2_000_000
q, half = deque(x), 1_000_000
class C(list): p = property(list.reverse)
class D(dict): __missing__ = x.index
c, m, f = C(x), D(), defaultdict(x.reverse)
"""
_BOUND: Final = """
import inspect
names = [f"a{i}" for i in range(5000)]
kinds = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in names]
b = inspect.Signature(kinds).bind(**dict.fromkeys(names))
"""
_COPIED: Final = """
from array import array
from collections import UserList, deque
class U(UserList): pass
o, a, u = [], array('d', bytes(8_000_000)), U()
u.data = range(2**22)
"""
#: What is matched, a pattern that copies it, and how many may be written.
_MATCHED: Final = (
    *((each, "[*{}]", _TIMES) for each in (
        "[0] * 2_000_000", "(0,) * 2_000_000", "range(2**22)", "range(2**60)", "a", "u",
        "memoryview(a)", "deque([0]) * 2_000_000",
    )),
    ("[1, [0] * 2_000_000]", "[_, [_, *{}]]", _TIMES),
    ("dict.fromkeys(range(200_000))", "{{1: _, **{}}}", 12),
)  # fmt: skip
#: What is made before, and what is then written so many times in one display.
_TABLE: Final = (
    (_N, "[{}]", "d[n]; d[k]; d[(n, n)]; d.get(n); n in d"),
    (_N, "{{{}}}", "n; k; (n, n); n: 1; k: 1; (n, n): 1; *k"),
    (_ALIKE, "{{{}}}", "*a; *m; **m"),
    (_WIDE, "[{}]", "s & t; s | t; s - t; s ^ t; d | e; s == t; s <= t; d == e"),
    (_WIDE, "{{{}}}", "*s; **d"),
    (_TEXTS, "[{}]", "s & t; s - t; s | t; s.isdisjoint(t); d | e; d.keys() & t; y == z; s == t"),
    (_TEXTS, "[{}]", "sorted([y[0], z[0], y[1]]); {**d, **e}; {*s, *t}"),
    (_LARGE, "[{}]", "q[half]; q[-half]; c.p; m[1]; f.default_factory()"),
    (_BOUND, "[{}]", "b.kwargs; b.args"),
)
_DEPTHS: Final = """
from collections import ChainMap
c = ChainMap()
for _ in range(40): c = ChainMap(c, c)
"""
_WEAK: Final = """
from weakref import WeakSet
fs = [frozenset([i{}]) for i in range(3000)]
v, w = WeakSet(fs), WeakSet(fs)
x, y = [v] * 2000, [w] * 2000
"""
_DISPATCH: Final = """
from abc import ABC
from functools import singledispatch
class C: pass
f = singledispatch(lambda x: 0)
for _ in range(1000):
    class A(ABC): pass
    A.register(C)
    f.register(A, lambda x: 1)
"""
#: And what C, or the library, does as often by itself.
_ALONE: Final = (
    (_DEPTHS, "bool(c); not c; 1 if c else 2; [*filter(None, [c])]; any([c])"),
    (_WEAK.format(""), "x == y; x != y; x < y; (v,) == (w,); x.count(w); y in [x]; v <= w; v > w"),
    (_WEAK.format(" * (2**61 - 1)"), "v == w; x == y; v <= w; v >= w; v < w; v.issubset(w)"),
    (_DISPATCH, "f(C()); f.dispatch(C)"),
    (_LARGE, "@q.rotate\n@{None: half}.get\n" * 11 + "@{}.get\ndef _(): pass"),
)
BOMBS: Final = [
    *(
        Bomb(
            f"row-{at}-{display.format(each)}",
            f"{before}len({display.format(f'{each}, ' * _TIMES)})",
        )
        for at, (before, display, forms) in enumerate(_TABLE)
        for each in map(str.strip, forms.split(";"))
    ),
    *(
        Bomb(f"row-alone-{at}-{each[:20]}", f"{before}{each}")
        for at, (before, forms) in enumerate(_ALONE)
        for each in map(str.strip, forms.split(";"))
    ),
    *(
        Bomb(
            f"row-{names}-{pattern}-{matched}",
            f"{_COPIED}x = {matched}\nmatch x:\n"
            + "".join(
                f"    case {pattern.format(f'x{i}' if names == 'apart' else 'y')} if o: pass\n"
                for i in range(times)
            ),
        )
        for names in ("one", "apart")
        for matched, pattern, times in _MATCHED
    ),
]  # fmt: skip
