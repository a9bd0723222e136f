"""What is small by its length, and long to go through: met a thousand times in one call of C's."""

from __future__ import annotations

from typing import Final

from .bombs import Bomb

#: One entry left, in a table of megabytes.
_SETS: Final = """import itertools
d, e = set(range(300_000)), set(range(300_000))
for i in range(299_999): d.discard(i); e.discard(i)
"""
_DICTS: Final = """import itertools
d, e = dict.fromkeys(range(300_000)), dict.fromkeys(range(300_000))
for i in range(299_999): del d[i], e[i]
"""
_CROWDED: Final = """M = 2**61 - 1
d, e = ({}), ({})
"""
_USES: Final = (
    "[d] * 20_000 == [e] * 20_000", "[d] * 20_000 < [e] * 20_000", "repr([d] * 20_000)",
    "f'{[d] * 20_000}'", "print([[d] * 200] * 100)", "(d,) * 20_000 == (e,) * 20_000",
    "dict.fromkeys(range(20_000), d) == dict.fromkeys(range(20_000), e)",
    "sorted([[d if i % 2 else e, i] for i in range(4000)])", "[d] * 20_000", "[[d] * 200] * 100",
    "list(zip(*[d] * 20_000))", "list(itertools.zip_longest(*[d] * 20_000))",
    "list(map(lambda *a: 0, *[d] * 20_000))", "list(itertools.product(*[d] * 20_000))",
    "list(zip(*[iter(d) for _ in range(20_000)]))", "set().union(*[d] * 20_000)",
    "list(zip(*[enumerate(d) for _ in range(20_000)]))", f"[{'*d, ' * 5000}]",
    f"for _ in zip({'d, ' * 4000}): pass", "list(itertools.chain(*[d] * 20_000))",
    "list(itertools.pairwise(itertools.chain(*[d] * 20_000)))",
)  # fmt: skip
#: Of many that show, or hold, one table, or one long tuple.
_AROUND: Final = {
    "views": "x, y = ([f.keys() for _ in range(20_000)] for f in (d, e))",
    "items": "x, y = ([f.items() for _ in range(20_000)] for f in (d, e))",
    "proxies": "from types import MappingProxyType as P\n"
    "x, y = ([P(f) for _ in range(20_000)] for f in (d, e))",
    "aliases": "t = (1,) * 300_000\nx, y = ([list[t] for _ in range(2000)] for _ in 'ab')",
    "errors": "t, x = (1,) * 300_000, [ValueError() for _ in range(20_000)]\n"
    "for each in x: each.args = t\ny = x[:]",
    "partials": "from functools import partial\np = partial(len, *(1,) * 300_000)\n"
    "x, y = ([partial(p) for _ in range(2000)] for _ in 'ab')",
}
#: Two that are equal, and take long to be found so, or to be hashed.
_SLOW: Final = {
    "zones": "from datetime import *\nfrom zoneinfo import ZoneInfo\n"
    "x = datetime(2020, 1, 1, tzinfo=ZoneInfo('Europe/Paris'))\n"
    "y = datetime(2019, 12, 31, 23, tzinfo=timezone.utc)",
    "keys": "x, y = {'a': 1}.keys(), {'a': 1}.keys()",
    "reference": "import typing\nx, y = typing.ForwardRef('a'), typing.ForwardRef('a')",
    "distribution": "from statistics import NormalDist as N\nx, y = N(0, 1), N(0, 1)",
    "range": "x, y = range(10**12), range(10**12)",
    "short-range": "x, y = range(10), range(10)",
    "union": "x, y = int | str, int | str",
    "decimal": "from decimal import Decimal\nx, y = Decimal('5.1e300'), Decimal('5.1e300')",
    "fraction": "from fractions import Fraction\nx, y = Fraction(1, 3), Fraction(1, 3)",
    "parameter": "from inspect import Parameter as P\nx, y = P('a', P.VAR_KEYWORD), P('a', 4)",
    "enum": "import enum\nclass E(enum.Enum): a = 1\nx = y = E.a",
    "record": "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A: a: int\n"
    "x, y = A(1), A(1)",
    "list": "x, y = [1 << 70], [1 << 70]",
    "dict": "x, y = {1: 1 << 70}, {1: 1 << 70}",
    "few-of-one-hash": "x, y = ({i * (2**61 - 1) for i in range(8)} for _ in 'ab')",
}
_LISTS: Final = "\nA, B = [[[x] * 1000] * 1000] * 300, [[[y] * 1000] * 1000] * 300\nA == B"
_TUPLES: Final = "\nhash((((x,) * 1000,) * 1000,) * 300)"
_VIEWS: Final = (
    "memoryview(bytes(40_000)).cast('B', [40_000] + [1] * 63).tolist()",
    "memoryview(bytes(1_000_000)).cast('B', [1_000_000] + [1] * 3).tolist()",
    "m = memoryview(bytes(36_000_000))\nm == m.cast('b')",
    "m = memoryview(bytes(20_000_000)).cast('B', [20_000_000] + [1] * 3)\nm == memoryview(m)",
    "m = memoryview(bytes(20_000_000)).cast('B', [20_000_000] + [1] * 63)\nm == memoryview(m)",
    "m = memoryview(bytes(40_000_000))[::2]\n[bytes(m), hash(m), m.hex(), m == m[:]] * 9",
    "m = memoryview(bytes(40_000_000)).cast('B', [20_000_000, 1, 1, 2])[::2]\n"
    "[m.tobytes() for _ in range(9)]",
)
BOMBS: Final = [
    *(
        Bomb(f"table-{kind}-{use[:40]}", before + use)
        for kind, before in (
            ("set", _SETS), ("dict", _DICTS),
            ("emptied-set", _SETS + "d.discard(299_999)\n"),
            ("emptied-dict", _DICTS + "del d[299_999]\n"),
        )
        for use in _USES
    ),
    *(
        Bomb(f"around-{name}-{use}", f"{_DICTS}{made}\n{use}")
        for name, made in _AROUND.items()
        for use in ("x == y", "repr(x)", "x")
    ),
    *(
        Bomb(f"crowd-{size}-{kind}-{use[:12]}", _CROWDED.format(made, made) + use)
        for size in (8, 100, 250)
        for kind, made in (
            ("set", f"{{i * M for i in range({size})}}"),
            ("dict", f"{{i * M: 0 for i in range({size})}}"),
        )
        for use in ("[[d] * 1000] * 20 == [[e] * 1000] * 20", "[d] * 20_000 < [e] * 20_000")
    ),
    *(Bomb(f"slow-equal-{name}", made + _LISTS) for name, made in _SLOW.items()),
    *(Bomb(f"slow-hash-{name}", made + _TUPLES) for name, made in _SLOW.items()),
    *(Bomb(f"view-{at}", source) for at, source in enumerate(_VIEWS)),
]  # fmt: skip
