"""An operator weighs, and then C asks the guest, who makes more of what was weighed.

Each row ends at a limit of steps or memory, or does what CPython does, without a limit.
"""

from __future__ import annotations

import re

import pytest

import cloche
from harness import assert_same
from sampling import halved, share

#: `grow` makes a nest of lists that takes for ever to print, or adds a million items.
GROWING = """
row, octets = [1], bytearray(b"a")
def grow():
    nest = [0]
    for i in range(60): nest = [nest, nest]
    row.append(nest)
    octets.extend(bytes(6_000_000))
def fill(*lists):
    for each in lists:
        nest = [0]
        for i in range(60): nest = [nest, nest]
        each.append(nest)
    return 0
class N:
    def __index__(self): grow(); return 1
    def __float__(self): grow(); return 1.0
    def __bytes__(self): grow(); return b"b"
class T:
    def __str__(self): grow(); return "s"
    def __repr__(self): grow(); return "r"
class L(list):
    def __int__(self): grow(); return 2
class B(bytearray): pass
class I(int):
    def __mul__(self, other): other.extend([0] * 300_000); return NotImplemented
    __rmul__ = __mul__
class S(set): pass
class C(list):
    def __call__(self): pass
    def __hash__(self): return 1
class Q:
    def __call__(self): pass
    def __hash__(self): return 1
    def __eq__(self, other):
        for each in c:
            nest = [0]
            for i in range(60): nest = [nest, nest]
            each.append(nest)
        return True
pair = [[1], [1]]
class D:
    def __index__(self):
        for each in pair:
            nest = [0]
            for i in range(60): nest = [nest, nest]
            each.append(nest)
        return 0
"""

LIMITED = """
a, b = [1], [1]; (b,).index(a, fill(a, b))
a, b = [1], [1]; [b].index(a, fill(a, b))
a, b = [1], [1]; (1, b).index(a, 0, fill(a, b) + 9)
"%x %s" % (N(), row)
"%f %r" % (N(), row)
"%d %s" % (L(), row)
b"%f %a" % (N(), row)
b"%b %a" % (N(), (1, row))
bytearray(b"%d %r") % (N(), row)
"%d %s %s" % (N(), [row], 5)
("%s" + "%s" * 12) % (T(), *[octets] * 12)
("%d" + "%r" * 12) % (N(), *[octets] * 12)
(b"%d" + b"%b" * 10) % (N(), *[octets] * 10)
(b"%b" + b"%b" * 10) % (N(), *[octets] * 10)
octets = B(b"a"); (b"%d" + b"%b" * 10) % (N(), *[octets] * 10)
[0] * I(50)
I(50) * [0]
x = [0]; x *= I(50)
bytearray(b"a") * I(500)
(pair[0],).index(pair[1], D())
x = (pair[0],); x.index(pair[1], D())
x = tuple([pair[0]]); y = x.index; y(pair[1], D())
pair[:1].index(pair[1], D())
import typing as t; c = C([1]), C([1]); t.Callable[[Q(), c[0]], int] == t.Callable[[Q(), c[1]], int]
"""

SAME = """
"%d %f %x %s %r %s" % (N(), L([1]), 7, octets, row, B(b"c"))
"%s %r %a %s %s %s" % (T(), L([1]), L([2]), octets, row, B(b"c"))
b"%d %f %x %s %r %s" % (N(), N(), 7, octets, row, B(b"c"))
b"%b %b %s %b" % (N(), octets, B(b"c"), b"d")
"%c %s %s" % (N(), octets, row)
"%.3s %5s %s %.1f" % (N.__name__, octets, row, N())
"%d %d" % (N(), row)
"%d %d" % (N(), octets)
"%d %f" % (N(), B(b"c"))
"%d %x" % (N(), L())
b"%b %b" % (N(), row)
b"%b %b" % (N(), L())
"%d %s" % (N(), row, 3)
"%s %(a)s" % (N.__name__, row)
"%s" % (octets,), b"%s" % (octets,), "%r" % B(b"c")
[0] * I(2), I(3) * [0], (1,) * I(2), "a" * I(2), I(2) * I(3)
x = [0]; x *= I(2); x
I(2) * {}
row.index(1, N.__index__(N()))
row.index(1, N())
[1, 2].index(2, N(), 2), (1, 2).index(2, N())
(pair[0],).index(pair[1], D())
pair.index(pair[1], D(), 1)
(1, 2).index(3, D())
x = set(); x |= S({1, 2}); x
x = S({1}); x |= S({1, 2}); x
"""

#: In the table above nothing is more than a CPython without limits does at once.
MEEK = GROWING.replace("6_000_000", "6").replace("300_000", "3").replace("range(60)", "range(2)")


def _header(row: str, text: str) -> str:
    """Return of *text* no class that *row* does not name: each tells the guards to be wary."""
    first, *others = re.split(r"(?m)^(?=class |pair )", text)
    named = {re.split(r"[(: ]", each.removeprefix("class "))[0]: each for each in others}
    return first + "".join(each for name, each in named.items() if re.search(rf"\b{name}\b", row))


def _rows(text: str) -> list[str]:
    return [row for row in text.splitlines() if row]


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("row", share(_rows(LIMITED)))
def test_what_is_made_meanwhile_is_paid_for(row: str, optimize: bool) -> None:
    limits = cloche.Limits(steps=150_000, seconds=20.0)
    program = cloche.Sandbox(limits=limits, optimize=optimize).compile(
        f"{_header(row, GROWING)}{row}\n"
    )
    with pytest.raises((cloche.StepLimitExceeded, cloche.MemoryLimitExceeded)):
        program.run()


@halved
@pytest.mark.parametrize("row", _rows(SAME))
def test_the_same_as_in_cpython(row: str) -> None:
    *before, last = row.split("; ")
    text = "\n".join([*before, f"print(repr(({last})))"])
    assert_same(
        f"{MEEK}\ntry:\n    "
        + text.replace("\n", "\n    ")
        + "\nexcept Exception as error:\n    print(type(error).__name__, error)"
    )
