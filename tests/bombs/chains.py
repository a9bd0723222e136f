"""Chains of what CPython frees, or resumes, level by level in C: a long one ends the process.

Nothing but `runtime/census.py` bounds most of these: they have no limits on time and memory.
"""

from __future__ import annotations

import sys

from .bombs import Bomb, table

#: More than any of them survives.
_MANY = 1_500_000

#: What stands before, and the next link, `p`, made of the last.
_LINKS = {
    "generator": ("def g(p): yield p", "p = g(p)"),
    "generator-started": ("def g(p): yield p", "p = g(p); next(p)"),
    "generator-expression": ("", "p = (x for x in (p, p))"),
    "generator-and-tuple": ("def g(p): yield p", "p = g(p), g(p)"),
    "generator-and-map": ("def g(p): yield p", "p = map(g, g(p))"),
    "generator-and-error": ("def g(p): yield p", "p = NameError('x', name=g(p))"),
    "method-of-generator": ("def g(p): yield p", "p = g(p).send"),
    "coroutine": ("async def f(p): await p", "p = f(p)"),
    "coroutine-awaited": ("async def f(p): await p", "p = f(p).__await__()"),
    "async-generator": ("async def f(p): yield p", "p = f(p)"),
    "async-generator-step": ("async def f(p): yield p", "p = f(p).asend(None)"),
    "iterator-end": ("", "p = iter(len, p)"),
    "iterator-both": ("", "p = iter(lambda: 0, p)"),
    "value-sent": ("async def f(): yield\nq = f()", "p = q.asend(p)"),
    "value-sent-to-each": ("async def f(): yield", "p = f().asend(p)"),
    "name-error": ("", "p = NameError('x', name=p)"),
    "attribute-error": ("", "p = AttributeError('x', obj=p)"),
    "import-error": ("", "p = ImportError('x', path=p)"),
    "os-error": ("", "p = OSError(1, '', p)"),
    "stop-iteration": ("", "p = StopIteration(p)"),
    "system-exit": ("", "p = SystemExit(p)"),
    "super": ("class A: pass\np = A()", "p = super(type(p), p)"),
    "slice": ("", "p = slice(p)"),
    "property": ("", "p = property(p)"),
    "static-method": ("", "p = staticmethod(p)"),
    "moment": ("import time", "p = time.struct_time((p,) * 9)"),
    "method": ("import types\np = object()", "p = types.MethodType(len, p)"),
}
BOMBS = [
    Bomb(
        f"chain-{name}",
        f"p = None\n{before}\nfor i in range({_MANY}): {link}\np = None",
    )
    for name, (before, link) in _LINKS.items()
]
BOMBS += table(
    f"""
=== chain-finally
def g(p):
    try: yield
    finally: p = None
p = None
for i in range({_MANY}):
    p = g(p); next(p)
p = None
=== chain-cell
def f(p):
    def g():
        yield p
    return g()
p = None
for i in range({_MANY}): p = f(p)
=== chain-sent
def g():
    try: p = yield; yield
    finally: p = None
l = [g() for i in range(9_000)]
for x in l: next(x)
for i in range(8_999): l[i].send(l[i + 1])
x = None
l.clear()
=== chain-reduce
import functools
def g(p, i): yield p
functools.reduce(g, range({_MANY}), None)
=== chain-resumed
def f(g): yield from g
g = iter([1])
for i in range(100_000): g = f(g)
next(g)
=== chain-attribute-missing
p = None
for i in range({_MANY}):
    try: p.foo
    except AttributeError as e: p = e
=== chain-cause
p = None
for i in range({_MANY}):
    try: raise OSError from p
    except OSError as e: p = e
    try: p.with_traceback(None)
    except AttributeError: pass
=== chain-cause-later
l = [OSError() for i in range(600_000)]
p = None
for e in l:
    try: raise e from p
    except OSError as f: p = f
l = e = p = None
=== chain-with-no-collection
l = [[] for _ in range(1_500_000)]
p = None
for i in range(700_000):
    p = NameError('x', name=p)
    l.pop(); l.pop()
l = p = None
=== chain-of-generators-with-no-collection
l = [[] for _ in range(300_000)]
def g(p): yield p
p = None
for i in range(200_000):
    p = g(p); l.pop()
l = p = None
=== chain-resumed-with-no-collection
l = [[] for _ in range(300_000)]
def f(g): yield from g
g = iter([1])
for i in range(60_000):
    g = f(g); l.pop()
next(g)
=== chain-at-the-end-of-the-stack
def g(p): yield p
def h(): pass
p = None
def loop():
    global p
    for i in range(4000):
        {"p = g(p); " * 60}h()
def dive(n):
    if n: return dive(n - 1)
    try: loop()
    except RecursionError: pass
for n in range(900, 1000):
    try: dive(n)
    except RecursionError: break
p = None
"""
)
#: Made from the top down: what is joined holds nothing yet. So many parts, and how one takes
#: another, once they are there.
_LATE = {
    "function-doc": ("lambda: 0", "x.__doc__ = y", 400_000),
    "function-module": ("lambda: 0", "x.__module__ = y", 400_000),
    "function-error": ("(OSError(), lambda: 0)", "e, f = x; e.filename = f; f.__doc__ = y[0]", 9),
    "property-doc": ("property(lambda: 0)", "x.__doc__ = y", 400_000),
    "error": ("StopIteration()", "x.value = y", 400_000),
    "error-of-slices": ("of(StopIteration(), slice, 7)", "x[0].value = y[1]", 36_000),
    "error-of-methods": ("of(OSError(), staticmethod, 90)", "x[0].filename = y[1]", 9_000),
    "error-of-both": ("of(of(NameError(), property, 8), slice, 8)", "x[0][0].name = y[1]", 36_000),
    "accumulate": ("taking(accumulate)", "x[0].append(y[1]); next(x[1])", 500_000),
    "pairwise": ("taking(pairwise)", "x[0].extend((1, y[1])); next(x[1])", 500_000),
    "grouped": ("taking(groupby)", "x[0].append(y[1]); next(x[1])", 500_000),
    "flattened": ("taking(flat)", "x[0].append(y[1]); next(x[1], 0)", 500_000),
    "tee": ("taking(half)", "x[0].append(y[1]); next(x[1])", 500_000),
}
_PARTS = """
from itertools import accumulate, chain, groupby, pairwise, tee
def flat(source): return chain.from_iterable(iter(source))
def half(source): return tee(source)[0]
def taking(kind):
    row = []
    return row, kind(iter(row))
def of(joint, kind, times):
    x = joint if not isinstance(joint, tuple) else joint[1]
    for _ in range(times): x = kind(x)
    return joint, x
"""
BOMBS += [
    Bomb(
        f"chain-late-{name}",
        f"{_PARTS}parts = [{part} for _ in range({many})]\n"
        f"for x, y in pairwise(parts): {join}\n"
        "p = parts[0]\nparts.clear()\nx = y = None\np = None",
    )
    for name, (part, join, many) in _LATE.items()
]
if sys.version_info >= (3, 12):
    # "Known gaps" of the README: whether it is seen in time is luck.
    BOMBS = [bomb for bomb in BOMBS if bomb.name != "chain-sent"]
