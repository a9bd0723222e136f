"""Dictionaries gone through backwards, whose tables are exchanged for smaller ones meanwhile.

What CPython reads behind a table is given to a program as an object, or crashes the process: so
each way to such an iterator is tried in processes of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import OrderedDict
from types import MappingProxyType
from typing import Any, Final

import pytest
from tests.sampling import share

import cloche
from cloche.runtime.backwards import _MAKERS, BACKWARDS, backwards, reversed_in_loop

_BEGINNING: Final = """
import collections, copy, itertools, operator
from collections import Counter, OrderedDict, UserDict, defaultdict
from types import MappingProxyType, SimpleNamespace
class Derived(dict): pass
class Passing(dict):
    def __reversed__(self): return super().__reversed__()
class Giving:
    def __init__(self, d): self.d = d
    def __reversed__(self): return reversed(self.d)
    def __iter__(self): return reversed(self.d)
class Open: pass
def attributes():
    o = Open()
    return vars(o)
def clear():
    d.clear()
    for i in range(10): d["k" + str(i)] = i
def other_keys():
    d.clear()
    for i in range(10): d[(i,)] = i
def update():
    d.clear()
    d.update({"k" + str(i): i for i in range(10)})
def union():
    global d
    d.clear()
    d |= {"k" + str(i): i for i in range(10)}
def emptied():
    while d: d.popitem()
    for i in range(2000): d["k" + str(i)] = i; i < 1990 and d.pop("k" + str(i))
def grown():
    for i in range(2000): d["y"] = i; del d["y"]
def popped():
    for i in range(2000): d["y"] = i; d.popitem()
seen = []
def draw(r):
    for i in range(12):
        try: seen.append(next(r))
        except RuntimeError: pass
        except StopIteration: return
"""
#: `d`: what is gone through.
_MADE: Final = {
    "dict": "d = {}", "derived": "d = Derived()", "passing": "d = Passing()",
    "counter": "d = Counter()", "default": "d = defaultdict(int)", "vars": "d = attributes()",
}  # fmt: skip
_HELD: Final = (
    "reversed(d)", "reversed(d.keys())", "reversed(d.values())", "reversed(d.items())",
    "reversed(MappingProxyType(d))", "reversed(MappingProxyType(d).items())", "d.__reversed__()",
    "d.values().__reversed__()", "d.keys().__reversed__()", "d.items().__reversed__()",
    "type(d).__reversed__(d)", "dict.__reversed__(d)", "MappingProxyType(d).__reversed__()",
    "reversed(Giving(d))", "iter(Giving(d))",
    "map(str, reversed(d))", "zip(reversed(d.values()))", "itertools.islice(reversed(d), 9)",
    "itertools.chain(reversed(d.items()))", "operator.methodcaller('__reversed__')(d)",
    "(x for x in reversed(d))", "getattr(d, '__reversed__')()", "enumerate(reversed(d.items()))",
    "collections.deque([reversed(d)]).pop()", "next(iter([*map(reversed, [d])]))",
)  # fmt: skip
_LOOPS: Final = (
    "for x in reversed(d): seen.append(x); change()",
    "for x, y in reversed(d.items()): seen.append(x); change()",
    "for i, x in enumerate(reversed(d.values())): seen.append(x); change()",
    "for i, x in zip(range(9), reversed(d.keys())): seen.append(x); change()",
    "[(seen.append(x), change()) for x in reversed(d)]",
    "[*((seen.append(x), change()) for x in reversed(MappingProxyType(d)))]",
    "first, *rest = map(lambda x: (seen.append(x), change()), reversed(d))",
)
_CHANGES: Final = ("clear", "other_keys", "update", "union", "emptied", "grown", "popped")

_END: Final = """
strange = [type(x).__name__ for x in seen if type(x) not in (str, int, tuple)]
strange + [x for x in seen if type(x) is str and not (x.isdigit() or x[:1] in ("k", "y", "("))]
"""

_CHILD: Final = """
import sys
from tests.runtime.test_backwards import run_each
run_each(sys.argv[1] == "True")
"""


def programs(change: str) -> list[str]:
    """Return programs that do *change* while they are in the middle."""
    found = []
    for made in _MADE.values() if change == "clear" else (_MADE["dict"],):
        holes = "for i in range(2000): d[str(i)] = i\nfor i in range(1990): del d[str(i)]\n"
        begun = f"{made}\nchange = {change}\n{holes}"
        found += [f"{begun}r = {form}\nchange()\ndraw(r)" for form in _HELD]
        found += [f"{begun}try:\n    {loop}\nexcept RuntimeError: pass" for loop in _LOOPS]
    return [*share(found, 32 if change == "clear" else 10)]


def run_each(optimize: bool) -> None:
    """Run what does each change in a process of its own."""
    cloche.run(_BEGINNING)  # what it imports is there for all
    for change in _CHANGES:
        process = os.fork()
        if not process:
            run_all(change, optimize)
            os._exit(0)
        if code := os.waitpid(process, 0)[1]:
            os.write(1, f"STRANGE crash {code} {change}\n".encode())


def run_all(change: str, optimize: bool) -> None:
    """Run each program, and print what a program finds that it never had."""
    box = cloche.Sandbox(optimize=optimize)
    for program in programs(change):
        print(program.splitlines()[-2:], flush=True)
        try:
            found = box.run(_BEGINNING + program + _END)
        except cloche.GuestError as error:  # some have no such method
            found = [] if "AttributeError" in str(error) else [str(error)]
        if found:
            print("STRANGE", found, program, flush=True)


@pytest.mark.parametrize("optimize", [True, False])
def test_nothing_behind_the_table_is_found(optimize: bool) -> None:
    command = [sys.executable, "-c", _CHILD, str(optimize)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    assert "STRANGE" not in done.stdout, done.stdout[done.stdout.index("STRANGE") :][:900]


_FAITHFUL: Final = """
from collections import Counter, OrderedDict
from operator import length_hint
from types import MappingProxyType
d = {str(i): i for i in range(5)}
class D(dict): pass
out = []
for x in (d, d.keys(), d.values(), d.items(), D(d), D(d).values(), MappingProxyType(d), Counter(d),
          OrderedDict(d), OrderedDict(d).items(), OrderedDict(d).values(), {}, {}.items()):
    r = reversed(x)
    out += [type(r).__name__, iter(r) is r, length_hint(r), list(r), list(r), length_hint(r)]
    out += [isinstance(r, type(r)), list(x.__reversed__())]
    for k in reversed(x): out.append(k)
def drawn(r, times):
    for i in range(times):
        try: out.append(next(r))
        except BaseException as error: out.append(repr(error))
r = reversed(d); next(r); d["new"] = 1
drawn(r, 3); del d["new"]; drawn(r, 2)
for make in (dict.__reversed__, lambda e: reversed(e.values())):
    e = {}; r = make(e); e[1] = 1
    drawn(r, 3); e.clear(); drawn(r, 2)
    e = {1: 2}; r = make(e); drawn(r, 2); e.clear(); e[3] = 4; drawn(r, 2); e[5] = 6; drawn(r, 2)
q = dict.fromkeys(range(10))
for k in reversed(q):
    q[k] = q.pop(k)
    out.append(k)
for k, v in reversed(q.items()):
    q[k] = q[9 - k] = k
    out.append((k, v))
for k in reversed(q):
    q.pop(k - 1, 0); q.setdefault(k + 100, 1)
    out.append(k)
    if k < 3: break
def wrong(f):
    try: f()
    except Exception as error: out.append(repr(error))
def loop():
    for x in reversed(d, 1): pass
def over_a_set():
    for x in reversed({1}): pass
def over_nothing():
    for x in reversed(): pass
def growing():
    for x in reversed(d): d[x + "!"] = 1
def filled():
    e = {}
    for x in zip([1, 2], reversed(e)): pass
    out.append("nothing")
for f in (loop, over_a_set, over_nothing, growing, filled): wrong(f)
wrong(lambda: reversed()); wrong(lambda: reversed(1, 2)); wrong(lambda: dict.__reversed__([]))
out
"""


@pytest.mark.parametrize("optimize", [True, False])
def test_it_is_gone_through_as_cpython_does(optimize: bool) -> None:
    native: dict[str, Any] = {}
    exec(_FAITHFUL, native)
    found = cloche.Sandbox(optimize=optimize).run(_FAITHFUL)
    assert found == native["out"]


def test_all_there_are_have_one_that_stands_for_them() -> None:
    d = {1: 2}
    every: list[Any] = [d, d.keys(), d.values(), d.items(), MappingProxyType(d)]
    assert {type(reversed(each)) for each in every} == BACKWARDS.keys()
    assert type(reversed(OrderedDict(d))) not in BACKWARDS  # it looks for its key


@pytest.mark.parametrize("of", ["d", "d.keys()", "d.values()", "d.items()"])
def test_no_copy_is_made_of_one(of: str) -> None:
    source = f"import copy\nd = {{1: 2}}\ncopy.copy(reversed({of}))"
    with pytest.raises(cloche.GuestError, match="cannot pickle 'dict_reverse"):
        cloche.run(source)


#: What makes what a guest holds, and what a loop draws from.
_GONE_THROUGH: Final = (
    lambda d: backwards(reversed(d)), lambda d: backwards(reversed(d.values())),
    lambda d: backwards(reversed(d.items())), reversed_in_loop,
    lambda d: reversed_in_loop(d.items()),
)  # fmt: skip
_begins: Final = pytest.mark.parametrize("begin", _GONE_THROUGH)


def _sparse() -> dict[Any, int]:
    """Return a dictionary that has lost most of its keys: its table has room for them all."""
    made: dict[Any, int] = {number: number for number in range(2000)}
    for number in range(1990):
        del made[number]
    return made


def _exchange(d: dict[Any, int]) -> None:
    """Give *d* a table that is smaller, with as many keys."""
    count = len(d)
    d.clear()
    d |= {str(number): number for number in range(count)}


@_begins
@pytest.mark.parametrize("drawn", [0, 1, 3])
def test_a_smaller_table_is_not_gone_through(begin: Any, drawn: int) -> None:
    d = _sparse()
    found = begin(d)
    for _ in range(drawn):
        next(found)
    _exchange(d)
    with pytest.raises(RuntimeError, match="keys changed during iteration"):
        next(found)


@_begins
def test_a_table_that_stays_is_gone_through_to_its_end(begin: Any) -> None:
    d = _sparse()
    found = begin(d)
    assert len([*found]) == 10
    _exchange(d)  # it has let go of it
    assert [*found] == []


@_begins
def test_what_had_no_keys_ends_or_has_grown(begin: Any) -> None:
    d = _sparse()
    for key in [*d]:
        del d[key]
    found = begin(d)
    assert [*found] == [] == [*found]
    found = begin(d)
    d[1] = 2
    for _ in range(2):
        with pytest.raises(RuntimeError, match="changed size during iteration"):
            next(found)
        d.clear()
        if begin in _GONE_THROUGH[3:]:
            break  # a loop does not go on


@pytest.mark.parametrize("begin", [lambda d: backwards(reversed(d)), reversed_in_loop])
def test_a_table_that_is_exchanged_before_it_begins(
    begin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    d = _sparse()

    def make(table: Any) -> Any:
        _exchange(d)  # as what is collected there may do
        return dict.__reversed__(table)

    monkeypatch.setitem(_MAKERS, type(reversed(d)), make)
    with pytest.raises(RuntimeError, match="keys changed during iteration"):
        begin(d)


@pytest.mark.parametrize("of", [[1, 2], (1, 2), "ab", range(2), OrderedDict({1: 2})])
def test_others_are_as_c_makes_them(of: Any) -> None:
    found = reversed(of)
    assert backwards(found) is found
    assert type(reversed_in_loop(of)) is type(found)
