"""What a program finds of work of several steps for which the stack left no room.

A class that it finds though it was never finished compares by a raw `__eq__`: C would go on with a
dictionary that this has changed.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

#: Each way makes a class by `make`, or changes one; `leaked` gives what it has come by.
HUNT = """
import abc, dataclasses, types, typing
class Base: pass
class Other: pass
told = []
target = []

def eq(self, other):
    if target:
        keys = target.pop()
        try: keys.clear()
        except RuntimeError: told.append("guarded")
        else: told.append("raw")
    return False
def hash_(self): return 1
members = {"__eq__": eq, "__hash__": hash_}
seen = set()

WAY

def python(n):
    level[0] += 1
    return python(n - 1) if n else make()
def through_c(n):
    level[0] += 1
    return max([n], key=through_c_again) if n else make()
def through_c_again(n): return through_c(n - 1)

def examine(kind):
    if kind in seen: return
    seen.add(kind)
    try: one, other = kind(), kind()
    except TypeError: one, other = kind(1), kind(2)
    keys = {one: 1}
    target.append(keys)
    try: keys.get(other)
    except TypeError: pass
    target.clear()

def kinds():
    return Base.__subclasses__() + leaked()

def hunt(deep):
    level[0] = 0
    try: deep(5000)
    except RecursionError: end = level[0]
    for n in range(end - 250, end + 1):
        try: deep(n)
        except RecursionError: pass
        for kind in kinds(): examine(kind)

level = [0]
hunt(python)
hunt(through_c)
(len(told) > 20, sorted(set(told)))
"""
BODY = """
        box = lambda: __class__
        boxes.append(box)
        __eq__ = eq
        __hash__ = hash_
"""
STATEMENT = """
boxes = []
def make():
    class K(BASES):BODY
def leaked():
    found = []
    for box in boxes:
        try: found.append(box())
        except NameError: pass
    boxes.clear()
    return found
"""
CALL = """
def make(): CALL
def leaked(): return []
"""
STORE = """
class Meta(type): pass
fresh = [Meta('K', (Other,), {'__hash__': hash_}) for _ in range(600)]
written = []
def make():
    k = fresh.pop()
    written.append(k)
    DO
def leaked(): return [written.pop()] if written else []
"""
DATACLASS = """
Other.__eq__ = eq
Other.__hash__ = hash_
fields = {"__annotations__": {"x": int}, "x": dataclasses.field(default_factory=Other)}
whole = dataclasses.dataclass(unsafe_hash=True)
"""
WAYS = {
    "statement": STATEMENT.replace("BASES", "Base"),
    "abstract": STATEMENT.replace("BASES", "Base, metaclass=abc.ABCMeta"),
    "metaclass": "class Meta(type): pass" + STATEMENT.replace("BASES", "Base, metaclass=Meta"),
    "generic": "T = typing.TypeVar('T')" + STATEMENT.replace("BASES", "Base, typing.Generic[T]"),
    "call": CALL.replace("CALL", "type('K', (Base,), dict(members))"),
    "function": CALL.replace("CALL", "types.new_class('K', (Base,), {}, fill)")
    + "def fill(space): space.update(members)\n",
    "text": CALL.replace("CALL", "exec('class K(Base): __eq__ = eq; __hash__ = hash_')"),
    "dataclass": DATACLASS + CALL.replace("CALL", "whole(type('K', (Base,), fields))"),
    "slots": CALL.replace("CALL", "dataclasses.make_dataclass('K', [], **options)")
    + "options = dict(bases=(Base,), namespace=members, slots=True, eq=False)\n",
    "store": STORE.replace("DO", "k.__eq__ = eq"),
    "setattr": STORE.replace("DO", "setattr(k, '__eq__', eq)"),
    "past the metaclass": STORE.replace("DO", "type.__setattr__(k, '__eq__', eq)"),
}

#: Collections of garbage there would tell the host's stderr that they had no room.
APART = "import cloche, gc, sys; gc.disable(); print(cloche.run(sys.stdin.read()))"


@pytest.mark.parametrize("way", WAYS)
def test_no_class_is_found_half_done(way: str) -> None:
    source = HUNT.replace("WAY", WAYS[way].replace("BODY", BODY))
    found = subprocess.run(
        [sys.executable, "-c", APART], input=source, capture_output=True, text=True, check=True
    )
    assert found.stdout == "(True, ['guarded'])\n"
