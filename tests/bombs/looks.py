"""What is short, and long to look at before it is compared, printed, hashed or wrapped."""

from __future__ import annotations

from typing import Final

from .bombs import Bomb

_MADE: Final = {
    # Sets of what keeps no hash, copied without hashing it.
    "long": "n = 1 << 8_000_000\ns = {(n, i) for i in range(100)}",
    "long-few": "n = 1 << 8_000_000\ns = {(n, i) for i in range(9)}",
    "long-alone": "n = 1 << 8_000_000\ns = {n + i for i in range(9)}",
    "long-frozen": "n = 1 << 8_000_000\ns = {frozenset([(n, i)]) for i in range(9)}",
    "long-own": "class I(int): pass\nn = I(1 << 8_000_000)\ns = {(n, i) for i in range(9)}",
    "long-keys": "n = 1 << 8_000_000\ns = {(n, i): 1 for i in range(100)}",
    "rows": "s = {(*range(100_000), i) for i in range(9)}",
    "nodes": "s = {tuple([tuple(range(i * 100_000 + j * 300, i * 100_000 + j * 300 + 250))\n"
    "    for j in range(110)]) for i in range(9)}",
    "objects": "class C: pass\ns = {C() for i in range(500)}",
    "deep-class": "class C: pass\nfor i in range(90):\n    class C(C): pass\n"
    "s = {C() for i in range(500)}",
}
_MANY: Final = "\nL = [s.copy() for _ in range(1000)]\n"
_ONES: Final = {
    "object": "class C: pass\no = C()",
    "of-deep-class": "class C: pass\nfor i in range(90):\n    class C(C): pass\no = C()",
    "class": "class C: pass\nclass o(C): pass",
    "date": "from datetime import *\no = datetime.now(timezone.utc)",
    "reference": "import weakref\nclass C: pass\nc = C()\no = weakref.ref(c)",
    "function": "def o(): pass",
    "range": "o = range(10)",
    "decimal": "from decimal import Decimal\no = Decimal(1)",
    "enum": "import enum\nclass E(enum.Enum): a = 1\no = E.a",
}
#: Rows that are shared, where code of the program's is called, too.
_SHARED: Final = """from collections import deque
from types import SimpleNamespace
import bisect, heapq, itertools
class K(list):
    def __repr__(self): return 'K'
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    def __hash__(self): return 1
t = (0,) * 10_000
x = (t,) * 100_000
y = [t] * 1_000_000
d = dict.fromkeys(range(100_000))
"""
_READ: Final = (
    "raise ValueError(x, 1)", "str(ValueError(x, 1))", "repr(deque(x))", "[x == 1 == x]",
    "str(SimpleNamespace(a=x))", "str({1: x}.values())", "list(itertools.groupby([x]))",
    "max(y)", "y.sort()", "sorted(y)", "bisect.bisect([x], x)", "heapq.heappush([x], x)", "{x: 1}",
    "y == y[:]", "f'{y}'", "z = [[t, []] for _ in range(10_000)]\nz == z[:]",
    "z = [[t] for _ in range(100_000)]\nz == [[t] for _ in range(100_000)]",
    "z = [((0,) * 1000, []) for _ in range(5000)]\nfor _ in range(1000): z == [1]",
    "z = [(*t, K()) for _ in range(500)]\nz == z[:]",
    "z = [d.keys() for _ in range(20_000)]\nz == z[:]",
    "z = [d.values() for _ in range(20_000)]\nrepr(z)",
    "z = [list[x] for _ in range(20_000)]\nz == z[:]",
)  # fmt: skip
_NESTED: Final = {
    "one": "x = itertools.repeat((0,) * 7_000_000)",
    "shared": "x = itertools.repeat(((0,) * 5000,) * 700_000)",
    "rows": "x = itertools.repeat(tuple([(0,) * 5000 for i in range(1000)]))",
    "small": "x = itertools.repeat(tuple([(i,) for i in range(500_000)]))",
    "levels": "x = 1\nfor i in range(600_000): x = (x,)\nx = itertools.repeat(x)",
    "iterators": "x = itertools.repeat(tuple([iter((i,)) for i in range(300_000)]))",
}
_WRAPS: Final = (
    "itertools.chain(*[x] * 32)", "heapq.merge(*[x] * 100)", "itertools.zip_longest(*[x] * 32)",
    "[slice(x, x, x) for _ in range(99)]", "functools.partial(print, *[x] * 100)",
    "[map(str, x) for _ in range(99)]", f"{{{'x: 1, ' * 99}}}",
    "next(itertools.chain.from_iterable([x] * 99))", "[enumerate(x) for _ in range(99)]",
)  # fmt: skip
#: Once there is one, pairs are gone through.
_ENDLESS: Final = """a = []
a.append(a)
a == [1]
"""
_PAIRED: Final = {
    "rows": "t, u = (0,) * 100_000, (0,) * 99_999 + (0,)",
    "sets": "t, u = {*range(100_000)}, {*range(100_000)}",
    "dicts": "t, u = dict.fromkeys(range(100_000)), dict.fromkeys(range(100_000))",
    "views": "t, u = (dict.fromkeys(range(100_000)).keys() for _ in 'ab')",
    "longs": "t, u = ({((1 << 800_000), i) for i in range(9)} for _ in 'ab')",
}
BOMBS: Final = [
    *(
        Bomb(f"looks-{kind}-{use[:12]}", made + _MANY + use)
        for kind, made in _MADE.items()
        for use in ("L == [1]", "5 in L", "[L] * 9 == [L] * 9 + [1]")
    ),
    *(
        Bomb(f"looks-{kind}-{use[:12]}", f"{made}\nL = [[o] * 1000 for _ in range(1000)]\n{use}")
        for kind, made in _ONES.items()
        for use in ("L == [1]", "repr(L)", "f'{L}' == L", "hash(tuple(map(tuple, L)))")
    ),
    *(Bomb(f"looks-shared-{use[:40]}", _SHARED + use) for use in _READ),
    *(
        Bomb(f"looks-{kind}-{wrap[:24]}", f"import itertools, functools, heapq\n{made}\n{wrap}")
        for kind, made in _NESTED.items()
        for wrap in _WRAPS
    ),
    *(
        Bomb(
            f"looks-lost-{use[:24]}",
            "d = dict.fromkeys(range(700_000))\nfor i in range(699_999): del d[i]\n"
            f"L = [d.keys() for _ in range(20_000)]\n{use}",
        )
        for use in ("L == [1]", "repr(L)", "L < [d]", "f'{L}'")
    ),
    *(
        Bomb(
            f"looks-paired-{kind}-{name}",
            f"{_ENDLESS}{made}\nx, y = [{item} for _ in range(50_000)], "
            f"[{item.replace('t', 'u')} for _ in range(50_000)]\nx == y",
        )
        for kind, made in _PAIRED.items()
        for name, item in (("same", "t"), ("held", "[t]"))
    ),
]
