"""Methods and properties of the library's classes that C calls have steps, each time."""

from __future__ import annotations

import sys

from held import paid

WEAK = """
from weakref import WeakSet
fs = [frozenset([i]) for i in range(200)]
w, v = WeakSet(fs), WeakSet(fs)
"""
CROWD = WEAK.replace("[i]", "[i * (2**61 - 1)]").replace("200", "60")
BOUND = """
from inspect import Parameter, Signature
ps = [Parameter(f"a{n}", Parameter.KEYWORD_ONLY) for n in range(100)]
qs = [Parameter(f"a{n}", Parameter.POSITIONAL_ONLY) for n in range(100)]
named = Signature(ps).bind(**{f"a{n}": 0 for n in range(100)})
placed = Signature(qs).bind(*range(100))
"""
ALIASES = [
    ("from typing import TypeAliasType, TypeVar\nT = TypeVar('T')\n"
     "A = TypeAliasType('A', int, type_params=(T,) * 1000)\n"
     "for i in range(20): A.__parameters__", 20_000)
] if sys.version_info >= (3, 12) else []  # fmt: skip
#: `(program, steps it takes at least)`: several times what making the objects takes.
test_what_c_calls_takes_steps = paid(
    [
        ("from collections import ChainMap\nc = ChainMap()\n"
         "for i in range(12): c = ChainMap(c, c)\nnot c", 8_000),
        *((WEAK + use, 30_000) for use in ("[w] * 30 == [v] * 30", "[w] * 30 != [v] * 30")),
        (CROWD + "[w] * 3 == [v] * 3", 80_000),
        *((CROWD + use, 25_000) for use in
          ("w == v", "w <= v", "w >= v", "w < v", "w > v", "w.issubset(v)", "w.issuperset(v)")),
        (WEAK.replace("[i]", "range(i, i + 500)") + "w == v", 30_000),
        *((BOUND + f"for i in range(50): {use}", 5_000) for use in
          ("named.kwargs", "placed.args", "named.apply_defaults()", "repr(named)",
           "str(named.signature)")),
        *ALIASES,
        # Methods of C's as properties, and where C calls a special method.
        *((f"class B(bytearray):\n    p = {made}\nb = B(9)\n" + "b.p\n" * 900, 900) for made in
          ("property(bytearray.reverse)", "property().getter(bytearray.reverse)")),
        ("class B(bytearray): pass\nB.p = property(bytearray.reverse)\nb = B(9)\n" + "b.p\n" * 900,
         900),
        ("class P(property): pass\nclass B(bytearray):\n    p = P(bytearray.reverse)\n"
         "b = B(9)\n" + "b.p\n" * 900, 900),
    ]
)  # fmt: skip
