"""Nothing is written to, or read, where something was before code of the guest's moved it."""

from __future__ import annotations

import json
import numbers
import os
import subprocess
import sys
from typing import Any

import pytest

import cloche
from sampling import share

#: What C asks for a number or a length empties the holder, and has others take its memory.
_HEAD = """
import array, collections, operator, random, struct
victims = []
def hit():
    global asked
    asked += 1
    if asked > 2 or way == 'none': return
    if way == 'release' and view is not None: view.release()
    if way == 'grow': base.extend(ITEMS * 9)
    else:
        while len(base) and type(base) is not collections.deque: del base[:]
        if type(base) is collections.deque: base.clear()
    for _ in range(3): victims.append(bytearray(b'V' * SIZE))
    if way in ('refill', 'release'): base.extend(ITEMS * 2)
def number(self): hit(); return self.n
def real(self): hit(); return 1.0
class I:
    def __init__(self, n=100): self.n = n
    __float__ = real
    INDEX
class S(str):
    def __len__(self): hit(); return 1
class B(bytes):
    def __len__(self): hit(); return 1
class E:
    def __eq__(self, other): hit(); return False
    __hash__ = None
def seen(): return victims != [bytearray(b'V' * SIZE)] * len(victims)
def attempt(f, nature):
    global base, view, asked
    asked = 0
    victims.clear()
    base, view, holder = None, None, None
    base = make[nature]()
    holder = base
    if nature in views: holder = view = views[nature](base)
    try: found = f(holder)
    except Exception as e: found = type(e).__name__
    if type(found) is memoryview: found = found.tobytes()
    shown = isinstance(found, (bytes, bytearray)) and b'\\xdd' * 4 in found
    shown = shown or isinstance(found, str) and 'dddddddd' in found
    return seen() or shown
"""
_STATEMENTS = """
h[X] = Y
h[X] = 65
h[7] = Y
h[X:200] = b'z' * 50
h[X:200:2] = b'z' * 50
h[:200:X] = b'z' * 50
h[X:200:2] = [Y] * 50
h[0:100:2] = [Y] * 50
del h[X]
del h[X:200]
del h[X:600:2]
del h[:600:X]
h[X] += 1
h[X] *= 1
h[7] += Y
(h[X], z) = (65, 1)
z = h[X] = 65
h[7] = z = Y
[h[X], *z] = [65, 1]
h[X], h[7] = Y, Y
h[X]: int = 65
for h[X] in (65, 66): pass
for h[7] in (Y, Y): pass
[0 for h[7] in (Y, Y)]
k = X; h[k] = 65
k = X; h[k] = k
k = slice(X, 600, 2); del h[k]
k = slice(X, 200, 2); h[k] = b'z' * 50
h[FAR] = Y
h[-FAR] = Y
h[W] = Y
h[W] = 65
h[FAR:W] = b'z' * 50
h[FAR:W:2] = b'z' * 50
h[FAR] |= Y
(h[FAR], z) = (Y, 1)
for h[FAR] in (Y, Y): pass
del h[W]
del h[FAR:W:3]
""".strip().splitlines()
_CALLS = """
operator.setitem(h, X, Y)
operator.setitem(h, X, 65)
operator.setitem(h, 7, Y)
operator.setitem(h, slice(X, 200, 2), b'z' * 50)
operator.delitem(h, X)
operator.setitem(h, FAR, Y)
operator.setitem(h, W, Y)
h.__setitem__(FAR, Y)
type(h).__setitem__(h, FAR, Y)
[*map(h.__setitem__, [FAR], [Y])]
h.insert(FAR, Y)
h.insert(W, Y)
h.pop(W)
h[W]
struct.pack_into('2i', h, FAR, Y, Y)
held(h).__setitem__(FAR, Y)
operator.delitem(h, slice(X, 600, 2))
[*map(operator.setitem, [h], [X], [Y])]
[*map(operator.delitem, [h], [slice(X, 600, 2)])]
h.__setitem__(X, Y)
h.__setitem__(7, Y)
h.__setitem__(slice(X, 200, 2), b'z' * 50)
h.__delitem__(X)
h.__delitem__(slice(X, 600, 2))
type(h).__setitem__(h, X, Y)
type(h).__delitem__(h, slice(X, 600, 2))
[*map(h.__setitem__, [X], [Y])]
h.insert(X, Y)
h.insert(7, Y)
h.append(Y)
h.pop(X)
h.remove(Y)
h.extend([Y, Y])
h.rotate(X)
h.index(Y, X)
h.index(Z, 0, X)
h.count(Y)
h.count(Z)
h.find(Y, X)
Y in h
Z in h
h == [Z]
h[X]
h[X:]
h[X:200]
h[::X]
h * X
operator.imul(h, X)
operator.iadd(h, [Y])
h.fromlist([Y, Y])
h.hex(S(':'))
h.hex(B(b':'), X)
h.hex(sep=S(':'), bytes_per_sep=X)
h.tobytes(S('C'))
h.cast('b', [X])
h.cast(S('b'))
h.toreadonly()[X:]
h.toreadonly().hex(S(':'))
memoryview(h)[X]
memoryview(h).hex(S(':'))
memoryview(h).__setitem__(X, Y)
struct.pack_into('2i', h, X, Y, Y)
struct.unpack_from('2i', h, X)
random.Random(1).shuffle(h)
random.Random(1).shuffle(Odd(h))
collections.UserList(h).insert(X, Y)
held(h).__setitem__(X, Y)
held(h).__delitem__(slice(X, 600, 2))
b'%a' % h
h.join([b'x', Y])
h.translate(B(b'x' * 256), B(b'x'))
h.decode(S('utf-8'))
int.from_bytes(h, S('big'))
hash(memoryview(Odd(h)).toreadonly())
""".strip().splitlines()
#: For a holder that takes what is in an object, and answers every key with one.
_MORE = """
class Odd(bytearray):
    def __getitem__(self, i): return I()
    def __hash__(self): hit(); return 5
    def __len__(self): return 5
def held(h):
    made = collections.UserList()
    made.data = h
    return made
"""
_HOLDERS = """
class C(bytearray): pass
class L(list): pass
make = {
    'bytearray': lambda: bytearray(ITEMS), 'derived': lambda: C(ITEMS),
    'view': lambda: bytearray(ITEMS), 'cast': lambda: bytearray(ITEMS),
    'array': lambda: array.array('B', ITEMS), 'doubles': lambda: array.array('d', ITEMS),
    'view of an array': lambda: array.array('d', ITEMS),
    'list': lambda: [*ITEMS], 'derived list': lambda: L(ITEMS),
    'deque': lambda: collections.deque(ITEMS),
}
views = {
    'view': memoryview, 'cast': lambda x: memoryview(x).cast('d'), 'view of an array': memoryview,
}
calls = []
"""
_RUN = """
wrong = []
reached = 0
for nature in make:
    for way in ('clear', 'refill', 'release', 'grow'):
        for at, f in enumerate(calls):
            if way == 'release' and nature not in views: continue
            if attempt(f, nature): wrong.append([nature, way, at])
            reached += asked > 0
wrong, reached
"""
_ITEMS = "(b'a-b ' * 5000)"
_SIZE = 20000
#: Behind the end, until code of the guest's moves that.
_FAR = "20100"
#: How the class comes by its `__index__`: in its body, or where no text says so.
_NAMED = "__index__ = number"
_UNNAMED = "pass\nsetattr(I, '__in' + 'dex__', number)\nclass J: pass"
_CHILD = """
import json, sys
import cloche
source, optimize = json.load(sys.stdin)
limits = cloche.Limits(steps=10**9, seconds=500, memory=2**30)
print(json.dumps(cloche.Sandbox(limits=limits, optimize=optimize).run(source)))
"""


def _source(index: str, calls: list[str]) -> str:
    source = _HEAD.replace("INDEX", index) + _MORE + _HOLDERS
    for each in calls:
        body = each if each in _STATEMENTS else f"return {each}"
        filled = body.replace("X", "I()").replace("Y", "I(65)").replace("Z", "E()")
        filled = filled.replace("FAR", _FAR).replace("W", f"I({_FAR})")
        source += f"def f(h):\n    {filled}\ncalls.append(f)\n"
    return (source + _RUN).replace("ITEMS", _ITEMS).replace("SIZE", str(_SIZE))


def misled(index: str, optimize: bool, calls: list[str]) -> tuple[list[Any], int]:
    """Return those of *calls* that wrote to what is not theirs, or show what was freed.

    And how many asked for something at all.
    """
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input=json.dumps([_source(index, calls), optimize]),
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONMALLOC": "debug"},
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    wrong, reached = json.loads(done.stdout)
    return [(nature, way, calls[at]) for nature, way, at in wrong], reached


#: Half of them on each Python.
_MODES = [(_NAMED, True), (_NAMED, False), (_UNNAMED, False), (_UNNAMED, True)]


@pytest.mark.parametrize(("index", "optimize"), share(_MODES))
def test_nothing_is_touched_where_it_was(index: str, optimize: bool) -> None:
    calls = [*share(_STATEMENTS + _CALLS)]
    wrong, reached = misled(index, optimize, calls)
    assert not wrong
    assert reached > 5 * len(calls)


_FAITHFUL = """
import array, collections, operator
log = []
class I:
    def __init__(self, n): self.n = n
    def __index__(self):
        log.append(self.n)
        return self.n
class Q(bytearray): pass
class D(dict):
    def __setitem__(self, k, v): log.append((type(k).__name__, type(v).__name__))
    def __delitem__(self, k): log.append(type(k).__name__)
def attempt(f, *args):
    try: log.append(repr(f(*args)))
    except KeyError: log.append('KeyError')
    except Exception as e: log.append(f'{type(e).__name__}: {e}')
def one(h, k, v):
    h[k] = v
    return h
def part(h, k, v):
    h[k:I(4):I(2)] = v
    return h
def span(h, k, v):
    h[k:I(4)] = v
    return h
def rest(h, k, v):
    del h[k:I(5):I(2)]
    return h
def gone(h, k, v):
    del h[k]
    return h
def more(h, k, v):
    h[k] += 1
    return h
def put(h, k, v):
    operator.setitem(h, k, v)
    operator.delitem(h, k)
    return h
def each(h, k, v):
    (h[k], h[0]), x = (v, v), v
    return h
for f in (one, part, span, rest, gone, more, put, each):
    for make in (lambda: bytearray(b'abcdef'), lambda: Q(b'abcdef'), lambda: [*'abcdef'],
                 lambda: {}, lambda: collections.deque('abcdef'), D,
                 lambda: collections.UserList('abcdef'), lambda: array.array('B', b'abcdef'),
                 lambda: array.array('d', b'abcdef' * 8), lambda: memoryview(bytearray(b'abcdef'))):
        for k in (I(1), I(-2), I(9), I(10 ** 30), 2, 'x', slice(I(0), None, I(3))):
            for v in (I(66), I(300), 67, b'xy', [I(68), I(69)], 'no', (1, 2), 1.5):
                attempt(f, make(), k, v)
"""


@pytest.mark.parametrize("optimize", [True, False])
def test_what_is_settled_is_as_it_was(optimize: bool) -> None:
    # Of what stands in a dictionary the address would be printed.
    source = _FAITHFUL.replace("repr(f(*args))", "len(f(*args))")
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(source, space)
    limits = cloche.Limits(steps=10**8, seconds=500)
    box = cloche.Sandbox(limits=limits, optimize=optimize)
    assert box.run(source + "log\n") == space["log"]


_ROUTES = [
    "class K:\n def __init__(self): pass\nsetattr(K, '__in' + 'dex__', number)\nK = K()",
    "K = type('K', (), {'__in' + 'dex__': number})()",
    "import types\nK = types.new_class('K', (), {}, lambda x: x.update({NAME: number}))()",
    "import dataclasses\nK = dataclasses.make_dataclass('K', [], namespace={NAME: number})()",
    "import dataclasses\n"
    "K = dataclasses.make_dataclass('K', [], namespace={NAME: number}, slots=True)()",
    "import enum\nclass A: pass\nsetattr(A, NAME, number)\nK = enum.Enum('K', 'a', type=A).a",
    "import numbers\n"
    f"ABSTRACT = {sorted(numbers.Integral.__abstractmethods__)}\n"
    "K = type('K', (numbers.Integral,), dict.fromkeys(ABSTRACT, number))()",
    "def f():\n yield 1\n yield number(0)\nG = f()\nnext(G)\n"
    "class A: pass\nsetattr(A, NAME, G.__next__)\nK = A()",
    "class A: pass\nsetattr(A, NAME, staticmethod(lambda: number(0)))\nK = A()",
    "class A: pass\nsetattr(A, NAME, property(lambda self: lambda: number(0)))\nK = A()",
]


@pytest.mark.parametrize(
    "store", ["ba[[K][0]] = 1", "ba[7] = K", "del ba[K::2]", "for ba[7] in [K]: 1"]
)
@pytest.mark.parametrize("route", _ROUTES)
@pytest.mark.parametrize("optimize", [True, False])
def test_no_class_comes_by_a_number_that_answers_a_store(
    route: str, store: str, optimize: bool
) -> None:
    source = (
        "NAME = '__in' + 'dex__'\nba = bytearray(4000)\n"
        "def number(self, *rest):\n ba.clear()\n ba.extend(bytes(8000))\n return 100\n"
    )
    with pytest.raises(cloche.GuestError, match="__index__"):
        cloche.Sandbox(optimize=optimize).run(f"{source}{route}\n{store}\n")
