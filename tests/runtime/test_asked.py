"""Who is asked: of a class derived from a builtin one, C reads what is in it, or calls its methods.

Each operation in C is given an instance whose methods say that they were called. What it asks for,
and what comes of it, is CPython's.
"""

from __future__ import annotations

from itertools import product

import pytest

from harness import guarded, native
from sampling import share

#: What an instance is made of.
BASES = {
    "set": "{1, 'a'}",
    "frozenset": "{1, 'a'}",
    "dict": "{'a': 1, 'b': 2}",
    "Counter": "{'a': 1, 'b': 2}",
    "OrderedDict": "{'a': 1, 'b': 2}",
    "defaultdict": "int, {'a': 1, 'b': 2}",
    "UserDict": "{'a': 1, 'b': 2}",
    "list": "[1, 2]",
    "tuple": "(1, 2)",
    "deque": "[1, 2]",
    "UserList": "[1, 2]",
    "str": "'ab'",
    "bytes": "b'ab'",
    "bytearray": "b'ab'",
    "object": "",
}

#: In this program `s` is the instance, and `plain` what its class derives from.
OPERATIONS = """
    set(s); frozenset(s); list(s); tuple(s); dict(s); dict(s, z=1); bytes(s); bytearray(s)
    Set(s); Frozenset(s); List(s); Tuple(s); Dict(s); type(s)(s); mapped(set, s); mapped(dict, s)
    sum(s); min(s); max(s); any(s); all(s); sorted(s); sorted(s, key=str); len(s); 1 in s; "a" in s
    list(reversed(s)); list(enumerate(s)); list(zip(s, s)); list(map(str, s)); list(filter(None, s))
    [*s]; (*s, 0); {*s}; {0, *s}; {**s}; {0: 0, **s}; took(*s); took(**s); first(s); [x for x in s]
    [*given(s)]; " ".join(s); b"".join(s); "%s %s" % s; "%(a)s" % s; "{a}".format_map(s)
    str.maketrans(s); matched(s); sliced(s); int.from_bytes(s, "big"); eval(s)
    {1, "a"}.union(s); {1, "a"}.union(s, s); {1, "a"}.difference(s); {1, "a"}.difference(s, s)
    {1, "a"}.intersection(s); {1, "a"}.symmetric_difference(s); {1, "a"}.issubset(s)
    {1, "a"}.issuperset(s); {1, "a"}.isdisjoint(s); set().union([1], s); set.union(set(), s)
    frozenset().union(s); frozenset({1, "a"}).difference(s); frozenset({1}).issuperset(s)
    do({1, "a"}, "update", s); do({1, "a"}, "difference_update", s)
    do({1, "a"}, "intersection_update", s); do({1}, "intersection_update", s, s)
    do({1, "a"}, "symmetric_difference_update", s); mapped({1, "a"}.union, s)
    s.union(s); s.difference(s); s.intersection(s); s.issubset(s); s.issuperset(s); s.isdisjoint(s)
    set.issubset(s, s); s.update(s); s.difference_update(s); s.symmetric_difference_update(s)
    s | plain; plain | s; s & plain; plain & s; s - plain; plain - s; s ^ plain; s == plain
    s < plain; plain <= s; s | s; {1, "a"} | s; {1, "a"} & s; {1, "a"} - s; {1, "a"} >= s
    {"a": 1} | s; s | {"a": 1}; {"a": 1} == s; [1] + s; s + [1]; (1,) + s; s + s; s * 2
    {1: 2}.keys() & s; s & {1: 2}.keys(); {1: 2}.keys() | s; {1: 2}.keys() - s; {1: 2}.keys() ^ s
    {1: 2}.keys() <= s; {1: 2}.keys() >= s; {1: 2}.keys() > s; {1: 2, 7: 8, "z": 0}.keys() > s
    {1: 2, 7: 8}.keys() >= s; {1: 2}.keys().isdisjoint(s); {5: 2, 7: 8, 9: 0}.keys().isdisjoint(s)
    {"a": 1}.items() & s; {"a": 1}.items() - s; {"a": 1}.items().isdisjoint(s)
    do([], "extend", s); do(bytearray(b"a"), "extend", s); do({}, "update", s)
    do({"z": 1}, "update", s, b=2); iadd([1], s); iadd((1,), s); iadd(s, s); ior({1}, s)
    ior({"z": 1}, s); ior(s, {"z": 1}); s.extend(s); s.copy(); dict.fromkeys(s)
    OrderedDict(s); do(OrderedDict(z=1), "update", s); OrderedDict(z=1) | s; OrderedDict.fromkeys(s)
    Counter(s); Counter(s, a=1); do(Counter("a"), "update", s); do(Counter("a"), "subtract", s)
    defaultdict(int, s); deque(s); do(deque([1]), "extend", s); do(deque([1]), "extendleft", s)
    ChainMap(s)["a"]; len(ChainMap(s, {})); UserDict(s); UserList(s); array("b", s); math.dist(s, s)
    list(chain(s, s)); list(chain.from_iterable([s])); list(islice(s, 2)); list(accumulate(s))
    list(product(s, [1])); list(permutations(s)); list(combinations(s, 2)); list(pairwise(s))
    list(zip_longest(s, [1])); list(starmap(max, [s])); list(compress([1, 2], s)); reduce(took, s)
    nlargest(1, s); nsmallest(1, s); list(merge(s, s)); math.fsum(s); math.prod(s); json.dumps(s)
    copy(s); deepcopy(s); itemgetter(0)(s); countOf(s, 1); contains(s, 1); type("X", s, {})
    dict(MappingProxyType(s)); MappingProxyType(s) | {"z": 1}; SimpleNamespace(**s); ValueError(*s)
"""

#: Method -> what that of the instance gives.
METHODS = {
    "__iter__": "iter([7, 'z'])",
    "__getitem__": "{0: 7, 1: 'z', 'a': 8, 'b': 9}[i[0]] if i[0] in (0, 1, 'a', 'b') else stop()",
    "__contains__": "True",
    "keys": "['b', 'a']",
    "items": "[('k', 9), ('l', 8)]",
    "__bool__": "False",
    "__reversed__": "iter([3, 4])",
}
DEFINED = [
    (), *[(name,) for name in METHODS],
    ("keys", "__getitem__"), ("__iter__", "keys", "__getitem__"),
]  # fmt: skip
#: What a class derived from Counter may not define, if operators are to go through it.
REFUSED = {"__iter__", "items", "keys"}

PROGRAM = """
import json, math
from array import array
from collections import *
from copy import copy, deepcopy
from functools import reduce
from heapq import merge, nlargest, nsmallest
from itertools import *
from operator import contains, countOf, itemgetter
from types import MappingProxyType, SimpleNamespace

asked = []
class Set(set): pass
class Frozenset(frozenset): pass
class List(list): pass
class Tuple(tuple): pass
class Dict(dict): pass
def stop():
    raise IndexError("here")
def took(*args, **named):
    return args, named
def mapped(function, s):
    return [*map(function, [s, s])]
def first(s):
    a, *b = s
    return a, b
def given(s):
    yield from s
def matched(s):
    match s:
        case [a, *_]:
            return a
        case {"a": x}:
            return x
def sliced(s):
    x = [1, 2, 3]
    x[0:1] = s
    return x
def do(x, name, *args, **named):
    return getattr(x, name)(*args, **named), x
def iadd(a, b):
    a += b
    return a
def ior(a, b):
    a |= b
    return a
def shown(x):
    if isinstance(x, (set, frozenset)):
        return type(x).__name__ + str(sorted(map(repr, set.__or__(set(), x))))
    if isinstance(x, (list, tuple)) and type(x) in (list, tuple):
        return type(x).__name__ + str([shown(each) for each in x])
    return repr(x)
def run(text, operation, kind, args, base):
    s, plain = kind(*args()), base(*args())
    asked.clear()
    try:
        made = operation(s, plain)
    except Exception as error:
        made = type(error).__name__
    said = ",".join(asked)
    try:
        return f"{text} [{said}] {shown(made)}"
    except Exception as error:
        return f"{text} [{said}] {type(error).__name__}"
"""

#: No address is printed.
OBJECT = "__repr__ = lambda self: 'S()'"


def program(base: str) -> str:
    operations = [each.strip() for each in OPERATIONS.replace("\n", ";").split(";") if each.strip()]
    if base == "UserDict":
        # A KeyError that `f(**s)` meets in Python code may become another error in C.
        operations = [each for each in operations if "(**s)" not in each]
    lines = [PROGRAM]
    refused = REFUSED if base == "Counter" else set()
    defined = [names for names in DEFINED if refused.isdisjoint(names)]
    for number, names in enumerate(defined):
        lines.append(f"class S{number}({base}):\n    {OBJECT if base == 'object' else 'pass'}")
        for name in names:
            lines += [f"    def {name}(self, *i):", f"        asked.append({name!r})"]
            lines += [f"        return {METHODS[name]}"]
    kinds = ", ".join(f"S{number}" for number in range(len(defined)))
    lines += [f"args = lambda: ({BASES[base]}{',' if BASES[base] else ''})", "found = []"]
    for number, operation in enumerate(operations):
        lines += [f"def operation{number}(s, plain):", f"    return {operation}"]
        lines += [f"for kind in ({kinds}):"]
        lines += [f"    found.append(run({operation!r}, operation{number}, kind, args, {base}))"]
    return "\n".join([*lines, "found", ""])


@pytest.mark.parametrize(("base", "optimize"), share([*product(BASES, [True, False])], 5))
def test_as_in_cpython(base, optimize):
    source = program(base)
    assert guarded(source, optimize=optimize) == native(source)
