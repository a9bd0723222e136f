# ruff: noqa: E501  A row of a table stays on one line.
"""Hooks of copying and pickling: `__reduce__`, `__getstate__`, `__deepcopy__` and their kin."""

from .payloads import table

PAYLOADS = table(
    """
=== copy-reduce | a class that says how it is made again
class A:
    def __reduce__(self): return (print, ("x",))
=== copy-reduce-by-type | the same past the rules
for name in ("__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__getnewargs__", "__getnewargs_ex__", "__copyreg__"):
    try:
        import copy
        A = type("A", (), {name: lambda self, *args: (probe, ("called",))})
        copy.copy(A()), copy.deepcopy(A())
    except (TypeError, AttributeError): pass
=== copy-hooks | hooks that a copy calls
import copy
class A:
    def __copy__(self): return print
    def __deepcopy__(self, memo):
        probe(memo)
        for each in list(memo.values()): probe(each)
        memo[id(self)] = lookup
        return lookup
probe(copy.copy(A())); probe(copy.deepcopy([A(), A()]))
=== copy-memo | a memo of the guest's
import copy
class Memo(dict):
    def get(self, key, default=None): probe([key, default]); return print
    def __setitem__(self, key, value): probe([key, value])
    def __contains__(self, key): return True
probe(copy.deepcopy([[]], Memo()))
for memo in ({}, [], print, Memo, {"__class__": 1}):
    try: probe(copy.deepcopy([[1]], memo))
    except (TypeError, AttributeError): pass
=== copy-of-runtime | copies of what all tenants share
import copy, math, re, functools, collections, string
for x in (print, math, re.compile("a"), list, type, Exception, lookup, till, till.take, functools.lru_cache(len), string.Template("a"), range(10**9), NotImplemented, ...):
    for how in (copy.copy, copy.deepcopy):
        try:
            made = how(x)
            probe(made)
            made.poison = 1
        except (TypeError, AttributeError): pass
=== copy-of-errors | exceptions and tracebacks are copied with what they hold
import copy
try: fail("builtin")
except ValueError as e:
    for made in (copy.copy(e), ):
        probe([made, made.args])
        for name in ("__traceback__", "__cause__", "__context__", "__dict__"):
            probe(getattr(made, name, None))
=== copy-frames | generators and frames are no data
import copy
def g(): yield 1
async def c(): pass
co = c()
for x in (g(), co, g, iter([1]), map(print, [1]), (x for x in [1])):
    for how in (copy.copy, copy.deepcopy):
        try:
            made = how(x)
            for name in ("gi_frame", "cr_frame", "__code__", "__reduce__"): probe(getattr(made, name, None))
        except TypeError: pass
co.close()
=== copy-replace | copy.replace and __replace__
import copy, collections
P = collections.namedtuple("P", "x y")
class A:
    def __replace__(self, **changes): probe(changes); return lookup
for x in (P(1, 2), A(), till, print):
    for how in (getattr(copy, "replace", None), getattr(x, "_replace", None)):
        try: probe(how(x, x=print) if how and how is getattr(copy, "replace", 0) else how(x=print))
        except (TypeError, AttributeError): pass
=== copy-deep | deeper than the stack
import copy
x = []
for _ in range(50_000): x = [x]
try: copy.deepcopy(x)
except RecursionError: pass
=== copy-module-names | what the module has besides
import copy
for name in ("dispatch_table", "copyreg", "_copy_dispatch", "_deepcopy_dispatch", "d", "types", "weakref", "_reconstruct", "Error", "error", "PyStringMap", "__builtins__"):
    found = getattr(copy, name, None)
    probe(found)
    if isinstance(found, dict): win(found)
=== pickle-import | the module itself
import pickle
=== pickle-family | and its family
for name in ("pickle", "_pickle", "copyreg", "shelve", "marshal", "dill", "cloudpickle", "ctypes"):
    try: exec(f"import {name} as found\\nwin(found)")
    except SyntaxError: pass
=== pickle-by-logging | a handler that pickles
import logging
for name in ("handlers", "SocketHandler", "pickle", "config"):
    probe(getattr(logging, name, None))
=== pickle-state-of-random | states that are put back
import random
r = random.Random(1)
for name in ("__reduce__", "__setstate__", "__getstate__"):
    found = getattr(r, name, None)
    win(found) if found else None
for state in ((3, (1,) * 625, None), (3, print, None), [], (2, (), None), (3, (1 << 40,) * 625, 1)):
    try: r.setstate(state)
    except (TypeError, ValueError, OverflowError, IndexError): pass
=== pickle-state-of-iterators | __setstate__ of iterators skips where it likes
for x in (iter([1, 2]), iter(range(3)), reversed([1]), iter("ab"), zip([1]), map(print, []), enumerate([1])):
    for name in ("__setstate__", "__reduce__", "__length_hint__"):
        found = getattr(x, name, None)
        if found and name != "__length_hint__": win(found)
"""
)
