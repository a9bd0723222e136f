"""Bombs that still go off, each with the reason; a test fails as soon as one does not.

They are small enough to see without waiting: what is wrong with the `UNPRICED` ones is that so much
work passes for so few steps.
"""

from __future__ import annotations

import sys

from .bombs import Bomb, table

_TUPLES = "t = u = ()\nfor i in range(21): t, u = (t, t), (u, u)\n"
#: Each visits two million tuples.
_NATIVE = {
    "captured-method": "match {1: 1}:\n    case dict(get=f): f(t)",
    "match-value": "class K: pass\nK.t = u\nmatch t:\n    case K.t: pass",
}

#: They end well under `STEPS`, for a lot of work.
UNPRICED = [
    *table(
    "".join(f"\n=== native-{name}\n{_TUPLES}{text}\nNone" for name, text in _NATIVE.items()),
    "value patterns, methods captured by a pattern hash and "
        "compare natively is not priced",
    ),
    Bomb(
        "straight-line-numbers", "x = 1 << 8_000_000\n" + "-x; " * 1000,
        "native arithmetic that takes linear time is not priced, and a line of it does not tick",
    ),
    Bomb(
        "strip", "('a' * 100_000).strip('b' * 100_000 + 'a')",
        "str.strip is native, and takes the product of both lengths",
    ),
    Bomb(
        "except-star",
        "e = ExceptionGroup('x', [ValueError(1)])\n"
        "for i in range(14): e = ExceptionGroup('x', [e, e])\n"
        "try:\n    raise e\nexcept* ValueError: pass",
        "`except*` walks shared groups as often as they are met",
    ),
    Bomb(
        "group-split",
        "e = ExceptionGroup('x', [ValueError(1)])\n"
        "for i in range(14): e = ExceptionGroup('x', [e, e])\ne.split(ValueError)\nNone",
        "BaseExceptionGroup.split is native, for the sake of str.split",
    ),
]  # fmt: skip
if sys.version_info < (3, 12):
    # From 3.12 on CPython divides numbers of this size in Python, which cannot be imported.
    UNPRICED.append(
        Bomb("quotient", "x = (1 << 800_000) - 1\nx // ((1 << 400_000) + 1)", "`//` is native")
    )
STEPS = 100_000

_CHAIN = "for i in range(1_500_000): {}\np = e = None"
_SLOTS = "C frees what these slots hold without a bound on depth"
_GENERATORS = "C frees (3.13) and resumes (3.11) generators within generators without a bound"

#: They end the process.
CRASHES = [
    *(
        Bomb(f"free-{name}", "p = None\n" + _CHAIN.format(text), _SLOTS)
        for name, text in {
            # So do AttributeError(obj=), ImportError(path=), OSError(1, "", p), and writes to
            # `code`, `value` and the like.
            "name-error": "p = NameError('x', name=p)",
            "syntax-error": "e = SyntaxError(); e.text = p; p = e",
            # So does `__module__`.
            "function-doc": "e = lambda: 1; e.__doc__ = p; p = e",
            "property-doc": "e = property(lambda self: 1); e.__doc__ = p; p = e",
        }.items()
    ),
]
CRASHES.append(
    Bomb("free-generators", "p = []\n" + _CHAIN.format("p = (x for x in p)"), _GENERATORS)
    if sys.version_info >= (3, 12)
    else Bomb(
        "resume-generators",
        "def f(g):\n    yield from g\ng = iter([1])\nfor i in range(100_000): g = f(g)\nnext(g)",
        _GENERATORS,
    )
)

#: They take many times the memory they may, before anything looks.
GREEDY = table(
    """
=== split
len(("ab," * 10**7).split(","))
""",
    "str.split is native; its result is thirty times its text",
)
GREEDY += table(
    """
=== re-sub-template
import re
len(re.sub("(.+)", r"\\1" * 500, "x" * 10**6))
""",
    "what re.sub makes of a template is paid for afterwards",
)
#: Several times the limit of 64 MiB.
TOO_MUCH = 256 * 2**20
