"""Iterators in C that are asked, dropped, copied or cut off by what they draw from.

A crash must be seen, so each program runs in a process of its own. What CPython frees too early is
taken by what the program, and the host, make next: nothing of theirs may turn up under its names.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Final

import pytest
from tests.sampling import share

import cloche
from cloche.runtime.reentry import SINGLES, WEAK

_BEGINNING: Final = """
import copy, csv, heapq, itertools, operator
from collections import ChainMap, Counter, OrderedDict, UserList
from itertools import *
from types import MappingProxyType
if not hasattr(itertools, "batched"): batched = lambda x, n: iter(x)
def ask():
    next(c, 0)
def drain():
    for i in range(9): next(c, 0)
def again():
    next(iter(c), 0)
def drop():
    global c
    c = None
    names.clear()
def copied():
    drop() if c is None else next(copy.copy(c), 0)
def mutate():
    data.clear()
    ask()
def act():
    global left
    if left:
        left -= 1
        try: action()
        except Exception: pass
        fill()
    return 1
def fill():
    keep.append([repeat(5) for i in range(8)])
    keep.append([bytes(24 + 8 * i) for i in range(8)])
    keep.append([(i, i) for i in range(9)])
    for i in range(3): login("bob")
class Mine:
    "What its names lead to must be one of these all along."
class It(Mine):
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        act()
        if self.n > ends: raise StopIteration
        return (self.n, 2)
class Seq(Mine):
    def __len__(self): return 3
    def __getitem__(self, i):
        act()
        if i >= ends: raise IndexError
        return (i, 2)
class Key(Mine):
    def __hash__(self): act(); return 1
    def __eq__(self, other): act(); return NotImplemented if ends == 1 else True
    def __lt__(self, other): act(); return True
    def __bool__(self): act(); return True
    def __index__(self): act(); return 2
    def __add__(self, other): act(); return 1
    __radd__ = __add__
class Own(enumerate): pass
class Ordered(OrderedDict): pass
def gen():
    x = closing()
    next(x)
    for i in range(ends):
        act()
        yield (i, 2)
    act()
def closing():
    try: yield (1, 2)
    finally: act()
def opened():
    x = closing()
    next(x)
    return x
def call(*args):
    act()
    return args
def name(x):
    names.append(x)
    return x
def keyed():
    return [Key() for i in range(3)]
keep, names, data = [], [], []
found, foreign = [], []
makers = [FORMS]
make = makers[which()]
for action in (ask, drain, again, drop, copied, mutate) if which() else ():
    for ends in (0, 1, 3):
        for left in (1, 2):
            c = None
            data = [(1, 2), (3, 4), (5, 6)]
            try:
                c = make()
                for i in range(4):
                    found.append(next(c, 0))
            except Exception: pass
            c = None
            fill()
            for x in names:
                if not isinstance(x, Mine): foreign.append(action)
            names.clear()
            keep.clear()
len(foreign) > 0 or "Account" in [type(x).__name__ for x in found]
"""

_SOURCES: Final = (
    "name(It())", "name(Seq())", "gen()", "map(call, name(It()), count(2))", "zip(It(), count(2))",
    "map(call, gen())", "[opened()]", "iter([opened()])", "filter(None, keyed())",
    "enumerate(Seq())", "MappingProxyType(name(Seq()))", "keyed()", "zip([opened()], data)",
    "chain(gen(), [1])", "iter(OrderedDict.fromkeys(keyed()))",
)  # fmt: skip
_AROUND: Final = (
    "chain(X)", "chain([1], X, X)", "chain.from_iterable(X)", "chain.from_iterable([X, X])",
    "chain.from_iterable(map(lambda x: [x], X))", "islice(X, 5)", "islice(X, 1, 9, 2)", "cycle(X)",
    "iter(cycle(X))", "pairwise(X)", "zip_longest(X, count(1))", "zip_longest(X, X, [1])",
    "groupby(X)", "groupby(X, call)", "groupby(X, lambda x: Key())", "batched(X, 2)", "iter(X)",
    "accumulate(X)", "accumulate(X, call)", "takewhile(call, X)", "dropwhile(call, X)",
    "filterfalse(call, X)", "filter(call, X)", "map(call, X)", "zip(X, X)", "enumerate(X)",
    "starmap(call, zip(X))", "compress(X, [1] * 9)", "compress([1] * 9, X)", "tee(X)[0]",
    "product(X)", "heapq.merge(X, [(0, 0)])", "csv.reader(map(str, X))", "Own(iter(X))",
)  # fmt: skip
_ALONE: Final = (
    "iter(call, 9)", "iter(lambda: act() and 1, Key())",
    "iter(lambda: act() and Key(), name(Key()))",
    "reversed(name(Seq()))", "count(1, name(Key()))", "count(name(Key()), 2)",
    "count(1 << 100, name(Key()))", "repeat(name(Key()), Key())",
    "iter(OrderedDict.fromkeys(keyed()))", "iter(Ordered.fromkeys(keyed()).items())",
    "reversed(OrderedDict.fromkeys(keyed()))", "zip(OrderedDict.fromkeys(keyed()))",
    "map(call, Ordered.fromkeys(keyed()))", "Counter({1: Key(), 2: Key()}).elements()",
    "iter(UserList(Seq()))", "iter(ChainMap(OrderedDict.fromkeys(keyed())))",
    "(x for x in map(call, Seq()))", "next(groupby(name(It())))[1]",
    "next(groupby(keyed(), lambda x: Key()))[1]", "map(call, *[Seq()] * 3)",
    "zip(*[iter(Seq())] * 3)", "iter(dict.fromkeys(keyed()))", "chain(*map(iter, [Seq()] * 3))",
    "map(heapq.nlargest, [2] * 3, [keyed()] * 3)", "map(sorted, [keyed()] * 3)",
    "map(operator.contains, [data] * 3, keyed())", "map(max, [keyed()] * 3)",
)  # fmt: skip
FORMS: Final = (*_ALONE, *(form.replace("X", x) for form in _AROUND for x in _SOURCES))

_CHILD: Final = """
import sys
from tests.runtime.test_reentry import FORMS, run_all
run_all([FORMS[int(each)] for each in sys.argv[2:]], sys.argv[1] == "True")
"""


class Account:
    def __init__(self, user: str) -> None:
        self.user = user


def run_all(forms: list[str], optimize: bool) -> None:
    """Run each of *forms* in a process of its own, and print those that go wrong."""
    accounts: list[Account] = []
    which = 0
    box = cloche.Sandbox(
        tools={"login": lambda user: accounts.append(Account(user)), "which": lambda: which},
        limits=cloche.Limits(steps=300_000, tool_calls=1_000_000),
        optimize=optimize,
    )
    makers = [f"lambda: {form}" for form in ("None", *forms)]
    source = _BEGINNING.replace("FORMS", ",\n    ".join(makers))
    box.run(source)  # what it is compiled to is there for all
    for form in forms:
        which += 1
        process = os.fork()
        if not process:
            signal.alarm(30)  # one that hangs is seen as well
            said = _said(box, source)
            if said is not False:
                os.write(1, f"{said} {form}\n".encode())
            os._exit(0)
        code = os.waitpid(process, 0)[1]
        if code:
            os.write(1, f"crash {code} {form}\n".encode())


def _said(box: cloche.Sandbox, source: str) -> object:
    try:
        return box.run(source)
    except cloche.ClocheError as error:
        return repr(error)[:200]


@pytest.mark.parametrize("optimize", [True, False])
def test_nothing_is_freed_while_it_is_asked(optimize: bool) -> None:
    numbers = [*share(range(len(FORMS)), 24), *range(len(_ALONE))]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(optimize), *map(str, numbers[optimize::2])],
        capture_output=True, text=True, timeout=300, env={**os.environ}, check=False,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("", 0), done.stderr[-2000:]


def test_what_is_under_way_says_so() -> None:
    source = """
from itertools import chain
class Seq:
    def __getitem__(self, i): return next(it)
it = FORM
next(it)
"""
    for form, name in {"iter(Seq())": "iterator", "chain(Seq())": "chain"}.items():
        with pytest.raises(cloche.GuestError, match=f"cannot re-enter the {name} iterator"):
            cloche.Sandbox().run(source.replace("FORM", form))


def test_what_has_raised_goes_on() -> None:
    source = """
from itertools import chain, zip_longest, pairwise
class It:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n % 2: raise ValueError
        return self.n
found = []
for c in (chain(It()), zip_longest(It()), chain.from_iterable([It()])):
    for i in range(4):
        try: found.append(next(c, "ended"))
        except ValueError: found.append("raised")
found
"""
    expected: dict[str, object] = {}
    exec(source, expected)
    assert cloche.Sandbox().run(source) == expected["found"]


def test_all_that_iter_gives_and_is_weak_stands_among_them() -> None:
    assert {*WEAK.values()} <= SINGLES
