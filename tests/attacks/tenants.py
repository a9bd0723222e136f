"""What one run leaves for the next: shared defaults, caches, module state, mutable constants."""

from .payloads import table

PAYLOADS = table(
    """
=== cache-info-defaults | a dict in a class that all tenants share
import functools
info = functools.lru_cache(len).cache_info()
for name in ("_field_defaults", "_fields", "__annotations__", "__match_args__", "__orig_bases__"):
    x = getattr(info, name, None)
    if isinstance(x, dict):
        x["poison"] = probe
=== class-dicts-of-the-library | every mutable attribute of every library class
import collections, dataclasses, datetime, functools, itertools, json, random, re, string, typing
import collections.abc
import math
def f(x: int = 0): yield x
@dataclasses.dataclass
class A:
    x: int = 1
things = [m for m in (collections, dataclasses, datetime, functools, itertools, json, random, re,
                      string, typing, collections.abc, math)]
for m in [*things]:
    things += [getattr(m, n) for n in dir(m)]
things += [re.compile("a"), re.match("a", "a"), functools.lru_cache(f).cache_info(), f(),
           string.Template("a"), range(10**9), dataclasses.fields(A), dataclasses.fields(A)[0],
           A(1), list[int], int | str, collections.Counter("a"), collections.ChainMap(), json.dumps,
           functools.singledispatch(f), dataclasses.field(), functools.partial(f),
           functools.cmp_to_key(f)(1), ValueError("x")]
for x in things:
    for name in dir(x):
        try:
            y = getattr(x, name)
            if isinstance(y, dict):
                y["poison"] = 1
            elif isinstance(y, (list, bytearray)):
                y.append("poison")
            elif isinstance(y, set):
                y.add("poison")
        except Exception:
            pass
        for kind in (type(x), type(type(x))):
            try:
                setattr(kind, name, "poison")
            except Exception:
                pass
=== defaults-of-shims | a default argument that is mutable
for f in (sorted, print, getattr, "".join, [].extend, {}.update, "".format, [].sort, "".replace):
    for args in ((), ([],), ({},), ([], []), ({}, {})):
        try:
            x = f(*args)
            x.append("poison") if isinstance(x, list) else x.update(poison=1)
        except Exception:
            pass
=== write-shim | a function of the runtime, which all tenants share
sorted.poison = 1
=== write-method-shim | the same, unbound
shim = "".format
sorted.__doc__ = "poison"
=== constants-of-code | constants are shared by all runs of a program
def f(): return (1, [2], {3: 4}), "abc", frozenset({1})
f()[0][1].append("poison")
f()[0][2]["poison"] = 1
=== class-cache | attributes of real classes behind stand-ins
for kind in (list, dict, set, str, int, Exception, type, object, property):
    for name in ("poison", "append", "__init__", "__class__", "__doc__", "__subclasshook__"):
        for write in (lambda: setattr(kind, name, print), lambda: delattr(kind, name),
                      lambda: kind.__dict__.update({name: 1}),
                      lambda: vars(kind).update({name: 1})):
            try:
                write()
            except Exception:
                pass
=== registry-of-codecs | search functions and error handlers
import string
for x in ("codecs", "register_error"):
    probe(getattr(string, x, None))
=== warnings-registry | __warningregistry__ and once-only warnings
"\\d"
x = 1
x is 1
assert (x, "always")
=== print-to-the-host | print(file=...) writes to what has a write
class W:
    def write(self, text): probe(text)
    def flush(self): pass
print("x", file=W(), flush=True)
print("x", file=print)
=== interned-strings | attributes of strings are none
for x in ("a", (), 1, None, True, ...):
    try:
        x.poison = 1
        win(x)
    except AttributeError:
        pass
=== recursion-limit | sys.setrecursionlimit by any way
import functools
for name in ("setrecursionlimit", "recursive_repr", "RLock", "GenericAlias"):
    probe(getattr(functools, name, None))
=== stack-out-within-a-tool | a tool that is called where the stack ends
def dig(n):
    try:
        dig(n + 1)
    except RecursionError:
        stash(n)
try:
    dig(0)
except RecursionError:
    pass
stash("still here")
=== ids-of-others | identities are veiled, addresses are not secrets
probe(id(print) == id(print))
"""
)
