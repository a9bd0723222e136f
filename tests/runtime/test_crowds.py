"""Numbers of one hash: C compares each with all before it, and has to be stopped in between."""

from __future__ import annotations

import sys

import pytest

import cloche
from harness import BOXES, assert_same
from sampling import halved, share

#: More than are hashed within one step.
COUNT = 400
NUMBERS = {
    "int": f"[i * (2**61 - 1) for i in range({COUNT})]",
    "complex": f"[complex(-1000003.0 * i, i) for i in range({COUNT})]",
}
DRAINS = (
    "set(x)", "set(tuple(x))", "frozenset(x)", "{*x}", "{1, *x}", "dict.fromkeys(x)", "{1} | {*x}",
    "set().update(x)", "S(x)", "F(x)", "F.__new__(F, x)",
    "{1}.union(x)", "{1}.union([2], x)", "{1}.symmetric_difference(x)",
)  # fmt: skip


@pytest.mark.parametrize("optimize", share([True, False]))
@pytest.mark.parametrize("drain", DRAINS)
@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
def test_each_takes_a_step(numbers, drain, optimize):
    box = BOXES[optimize]
    start = f"class S(set): pass\nclass F(frozenset): pass\nx = {numbers}\n"
    without = box.execute(f"{start}None").steps
    assert box.execute(f"{start}{drain}\nNone").steps - without >= COUNT


SEVERAL = """
class S(set): pass
class F(frozenset): pass
def tried(f):
    try: return f()
    except TypeError as e: return str(e)
kinds = set, frozenset, S, F
made = [k([1, 2, 3, 4]) for k in kinds]
found = [[type(r).__name__, sorted(r)] for x in made for r in (
    x.union([5], (6,), {7}), x.intersection([1, 2], {2: 0}, [2, 3]), x.difference([1], {2}, [9]),
    x.union([1.0], [True]), x.intersection([1.0, 3], [True, 3.0]))]
for k in (set, S):
    for n in ("update", "intersection_update", "difference_update"):
        x = k([1, 2, 3, 4])
        r = getattr(x, n)([1, 2], {2, 9}, iter([2]))
        found.append([n, r, type(x).__name__, sorted(x)])
x = {1, 2, 3}
found += [tried(lambda: x.update([4], 5, [6])), sorted(x),
          tried(lambda: x.intersection_update([1], 5)), sorted(x),
          tried(lambda: x.union([[]], [1])), tried(lambda: x.difference([1], None))]
found
"""


def test_several_operands_give_what_one_call_gives():
    assert_same(SEVERAL)


CROWDED = {
    "numbers": "i * (2**61 - 1) for i in range(300)",
    "complex": "complex(-1000003.0 * i, i) for i in range(300)",
    "tuples": "(i * (2**61 - 1), 'a') for i in range(300)",
    "half of them": "i * (2**61 - 1) if i % 2 else i for i in range(600)",
}


@pytest.mark.parametrize("kind", ["set", "frozenset", "dict.fromkeys"])
@pytest.mark.parametrize("items", CROWDED.values(), ids=CROWDED)
def test_comparing_them_takes_their_square(items, kind):
    start = f"x, y = ({kind}([{items}]) for _ in range(2))\n"
    spent = [BOXES[True].execute(f"{start}{text}\nNone").steps for text in ("0", "x == y")]
    assert spent[1] - spent[0] > 100_000


#: `H` says its hash, `E` compares itself, too.
KINDS = """
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MethodType
from weakref import ref
M = 2**61 - 1
class T(tuple): pass
class C(complex): pass
class O: pass
class H:
    def __hash__(self): return 1
class E(H):
    def __eq__(self, other): return self is other
    __hash__ = H.__hash__
o, h, e = O(), H(), E()
objects = [C(-1000003.0 * i, i) for i in range(300)]
def deep(x, levels):
    for _ in range(levels): x = x,
    return x
"""
MIXED = (
    "(int, i * M)", "(o, i * M)", "(h, i * M)", "(e, i * M)", "(e, ('a', (i * M,)))", "(H(),)",
    "(H(), i)", "H()",
    "T((o, i * M))", "frozenset([o, i * M])", "range(i * M, i * M + 1)", "list[int, i * M]",
    "int | list[i * M]", "MethodType(list[i * M], o)", "ref(objects[i])", "Decimal(i * M)",
    "(1, Fraction(i * M))", "deep(i * M, 17)", "deep(i * M, 60)",
)  # fmt: skip
#: They have no hash before.
SLICES = ["slice(i * M)"] if sys.version_info >= (3, 12) else []


@pytest.mark.parametrize("kind", ["set", "frozenset"])
@pytest.mark.parametrize("item", [*share(MIXED), *SLICES])
def test_of_other_kinds_too(item, kind):
    start = f"{KINDS}x, y = ({kind}([{item} for i in range(300)]) for _ in 'ab')\n"
    spent = [BOXES[True].execute(f"{start}{text}\nNone").steps for text in ("0", "x == y")]
    assert spent[1] - spent[0] > 100_000


OTHERS = (
    "range(1000)", "map(str, range(1000))", "[*range(900), 2**70]",
    "[i * 0.5 for i in range(1000)]", "[O() for _ in range(1000)]", "[E() for _ in range(300)]",
    "[(o, i) for i in range(300)]", "[*range(900), (o, 1)]",
    "[date.fromordinal(i + 1) for i in range(300)]",
)  # fmt: skip


@pytest.mark.parametrize("items", OTHERS)
def test_others_do_not(items):
    start = f"{KINDS}x, y = (set({items}) for _ in range(2))\n"
    spent = [BOXES[True].execute(f"{start}{text}\nNone").steps for text in ("0", "x == y")]
    assert spent[1] - spent[0] < 2_000


def test_looking_for_crowds_asks_no_guest():
    assert_same("""
class H:
    asked = 0
    def __hash__(self):
        H.asked += 1
        return 1
x, y = ({(H(),) for _ in range(300)} for _ in "ab")
before = H.asked
x == y
H.asked - before
""")


UNLIMITED = cloche.Sandbox(limits=cloche.Limits(steps=None, seconds=60.0))
#: `s` and `t` are crowded sets, `d` and `e` dicts with their members as keys.
MERGED = (
    "t.update(s)", "t |= s", "set().union(s)", "set().union(*[s] * 3)", "t.update(*[s] * 3)",
    "s.intersection(t)", "s.difference(t)", "s.symmetric_difference(t)", "s.isdisjoint(t)",
    "s.issubset(t)", "t.difference_update(s)", "t.update(d)", "{*s, *t}",
    "{**d, **e}", "d |= e", "d.update(e)", "dict.fromkeys(s)", "dict.fromkeys(frozenset(s))",
    "s == d.keys()", "d.keys() == e.keys()",
    "s | t", "s & t", "s - t", "s ^ t", "d | e", "frozenset(s) - t", "set.__and__(s, t)",
    "operator.xor(s, t)", "operator.iand(s, t)", "types.MappingProxyType(d) | e",
    "f |= t", "f -= t", "s -= t", "s &= t", "s ^= t", "C(s) - t", "t - C(s)",
)  # fmt: skip


@halved
@pytest.mark.parametrize("text", MERGED)
@pytest.mark.parametrize("made", ["i * (2**61 - 1)", "i"])
def test_merging_them_takes_their_square(made, text):
    start = (
        f"s, t = (set([{made} for i in range(300)]) for _ in range(2))\n"
        "d, e, f = dict.fromkeys(s), dict.fromkeys(t), frozenset(s)\n"
        "class C(set): pass\nimport operator, types\n"
    )
    spent = [UNLIMITED.execute(f"{start}{each}\nNone").steps for each in ("0", text)]
    assert (spent[1] - spent[0] > 100_000) is (made != "i")
