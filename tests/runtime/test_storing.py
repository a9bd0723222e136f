"""What a class of a program's had lives until nothing remembers it, whoever reads it meanwhile."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from weakref import ref

import pytest

from cloche import GuestError, Sandbox
from cloche.runtime import storing
from cloche.runtime.storing import delete, delete_natively, store, store_natively

#: `OLD` holds the generator `g`, which reads as it dies. Its memory is taken by others then.
_PROGRAM = """
import contextlib, operator, weakref
class M(type):
    def __setattr__(cls, name, value): super().__setattr__(name, value)
    def __delattr__(cls, name): super().__delattr__(name)
class C(BASES):
    def __len__(self): return 3
class D(C): pass
class T: pass
def fin():
    try: yield
    finally: got.append(READ)
def counted(g):
    def __len__(self): return len([g])
    return __len__
got, bad = [], []
for n in range(6):
    got.clear()
    g = fin(); next(g)
    C.q = 0
    STORE
    del g
    for _ in range(9): READ
    DO
    keep = [[7, 8, 9] for _ in range(90)] + [T() for _ in range(90)] + [{} for _ in range(90)]
    if not got: bad.append('nobody asked')
    for x in got:
        if any(x is y for y in keep) or type(x) not in KINDS or type(x) is list and len(x) != 3:
            bad.append('gone')
bad
"""
_CHILD = """
import json, sys
import cloche
for source in json.load(sys.stdin):
    print(json.dumps(cloche.run(source)))
"""
_READS = ["C.q", "C().q", "D.q", "D().q", "getattr(C, 'q', 1)", "getattr(D(), 'q', 1)",
          "operator.attrgetter('q')(C)"]  # fmt: skip
_WAYS = [
    "C.q = 5", "del C.q; C.q = 1", "setattr(C, 'q', 5)", "delattr(C, 'q'); C.q = 1",
    "for C.q in [1]: pass", "(C.q, z) = 1, 2", "C.q: int = 3", "C.q += [1]; C.q = 3",
    "exec('C.q = 7')", "[0 for C.q in (1,)]", "with contextlib.nullcontext(1) as C.q: pass",
    "M.__setattr__(C, 'q', 3)", "M.__delattr__(C, 'q'); C.q = 1", "type.__setattr__(C, 'q', 3)",
    "z = C.q = 3", "[C.q, *z] = [1, 2]",
]  # fmt: skip
_PARTS = ("READ", "BASES", "STORE", "DO", "KINDS")
_PLAIN = [
    (f"({read} if hasattr(C, 'q') else 1)", bases, "C.q = [g, 1, 2]", way, "(list, int)")
    for read in _READS
    for way in _WAYS
    for bases in ["", "metaclass=M"]
    if bases or not way.startswith(("M.", "type."))
]
_OTHERS = [
    ("len(C())", "", "C.__len__ = counted(g)", "C.__len__ = lambda self: 7", "(int,)"),
    ("len(C())", "", "C.__len__ = counted(g)", "setattr(C, '__len__', lambda self: 7)", "(int,)"),
    ("C().__annotations__", "", "C.__annotations__ = {1: g}", "C.__annotations__ = {}", "(dict,)"),
    (
        "C.q", "", "t = T(); r = weakref.ref(t, lambda _: got.append(C.q)); C.q = t; del t",
        "C.q = 5", "(T, int)",
    ),
]  # fmt: skip


@pytest.mark.parametrize("allocator", ["debug", "pymalloc"])
def test_nothing_is_read_that_is_gone(allocator: str) -> None:
    sources = []
    for row in _PLAIN + _OTHERS:
        source = _PROGRAM
        for part, text in zip(_PARTS, row, strict=True):
            source = source.replace(part, text)
        sources.append(source)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input=json.dumps(sources), capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONMALLOC": allocator},
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.splitlines()]
    at = min(len(found), len(sources) - 1)
    assert done.returncode == 0, (sources[at], done.stderr[-2000:])
    assert [(sources[at], each) for at, each in enumerate(found) if each] == []


class _Meta(type):
    def __setattr__(cls, name, value):
        super().__setattr__(name, value)
        cls.told.append(cls.old() is not None)

    def __delattr__(cls, name):
        super().__delattr__(name)
        cls.told.append(cls.old() is not None)


class _Old(dict):
    """What can be annotations, and referred to."""


def _with(old: _Old) -> type:
    made = type("Made", (), {"__annotations__": old})
    for _ in range(9):
        assert made().__annotations__ is old
    return made


def test_the_old_value_outlives_the_store() -> None:
    for change in (lambda kind: store(kind, "q", 5), lambda kind: delete(kind, "q")):
        old = _Old()
        names = {"q": old, "told": (told := []), "old": ref(old)}
        kind = _Meta("Kind", (), names)
        del old, names["q"]
        change(kind)
        assert told == [True]
        assert kind.old() is None


@pytest.mark.parametrize("write", [store, store_natively])
def test_who_sees_it_die_sees_the_new_one(write: Callable[[Any, str, Any], None]) -> None:
    new, seen = {"a": int}, []
    old = _Old()
    made = _with(old)
    watched = ref(old, lambda _: seen.append(made().__annotations__))
    del old
    write(made, "__annotations__", new)
    assert watched() is None
    assert [each is new for each in seen] == [True]


@pytest.mark.parametrize("remove", [delete, delete_natively])
def test_who_sees_it_removed_sees_nothing(remove: Callable[[Any, str], None]) -> None:
    seen = []
    old = _Old()
    made = _with(old)
    watched = ref(old, lambda _: seen.append(getattr(made(), "__annotations__", None)))
    del old
    remove(made, "__annotations__")
    assert watched() is None
    assert not seen[0]


#: Classes of this package, and moulds that no guest sees.
_OF_OURS = {
    "asking.py", "dataclass_mould.py", "itertools.py", "paying.py", "rehomed.py", "standins.py",
    "storing.py",
}  # fmt: skip


def test_nothing_else_stores_in_classes_of_guests() -> None:
    """Past their metaclasses, that is: by its own name no store is to be told from others."""
    found = set()
    for file in Path(storing.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
        if not {"type.__setattr__", "type.__delattr__"}.isdisjoint(calls):
            found.add(file.name)
    assert found == _OF_OURS


def _as_if_numbers_were_few(patch: pytest.MonkeyPatch, most: int) -> list[int]:
    """Have CPython of any version give classes so few numbers; return how many are used."""
    used = [0]
    seconds = count()
    patch.setattr(storing, "_now", lambda: next(seconds) * 10**9)
    patch.setattr(storing, "_FEW", True)
    patch.setattr(storing, "_used", used)
    patch.setattr(storing, "MOST_NUMBERS", most)
    return used


_FAMILY = """
class M(type): pass
class C(metaclass=M): pass
class D(C): pass
class E(D): pass
class F(C): pass
for n in range(100):
    CHANGE
"""
#: What is done 100 times to the class `C`, below which there are a chain and a row of classes.
_CHANGES = {
    "C.q = n": 4,
    "C.q = n; del C.q": 8,
    "setattr(C, 'q', n)": 4,
    "C.__len__ = lambda self: n": 4,
    "C.__doc__ = 'n'": 4,
    "C.__annotations__ = {}": 4,
    "M.__setattr__(C, 'q', n)": 4,
    "type.__setattr__(C, 'q', n); type.__delattr__(C, 'q')": 8,
    "D.q = n": 2,
    "class B: pass": 16,
    "class B(D): pass": 16,
    "type('B', (), {})": 16,
    "M('B', (C,), {})": 16,
}


@pytest.mark.parametrize("change", _CHANGES)
def test_numbers_of_changed_classes_are_counted(
    change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = _as_if_numbers_were_few(monkeypatch, 2**31)
    box = Sandbox()
    box.run(_FAMILY.replace("CHANGE", "pass"))
    before = used[0]
    box.run(_FAMILY.replace("CHANGE", change))
    # (The classes below have had no time for another number after the last change.)
    assert used[0] - before >= before + 100 * _CHANGES[change] - 3


def test_what_nobody_has_asked_since_has_no_number_to_lose(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise a second of stores above thousands of classes were the end of all numbers."""
    used = _as_if_numbers_were_few(monkeypatch, 2**31)
    family = "class R: pass\nl = [type('Z', (R,), {}) for i in range(1_000)]\n"
    box = Sandbox()
    box.run(family)
    before = used[0]
    for each in (0, 30, 300, 10**6):
        now = count()
        monkeypatch.setattr(storing, "_now", lambda n=now, each=each: next(n) * each * 50)
        used[0] = 0
        box.run(f"{family}for n in range(100): R.n = n")
        assert used[0] - before == 100 + 99 * min(each, 1_000)


def test_there_are_no_more_than_the_classes_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    used = _as_if_numbers_were_few(monkeypatch, 2**31)
    lattice = (
        "class T: pass\nR = T\n"
        + "for i in range(6):\n"
        + ("    a = type('A', (T,), {}); b = type('B', (T,), {}); T = type('T', (a, b), {})\n")
    )
    box = Sandbox()
    box.run(lattice)
    before, used[0] = used[0], 0
    box.run(f"{lattice}for n in range(100): R.n = n")
    # There are 252 ways down to its 18 classes.
    assert used[0] - before == 100 + 99 * 19


def test_the_last_numbers_are_left_to_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    used = _as_if_numbers_were_few(monkeypatch, 1000)
    box = Sandbox()
    loop = "class C: n = 0\nwhile True: C.n += 1"
    with pytest.raises(GuestError, match="RuntimeError: programs have changed classes so often"):
        box.run(loop)
    assert 1000 < used[0] < 1020
    with pytest.raises(GuestError, match="classes so often"):
        box.run("class C: pass")
    assert box.run("x = 1\nx + 1") == 2


def test_where_there_is_no_run_a_class_counts_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    used = _as_if_numbers_were_few(monkeypatch, 1000)
    storing.made()
    assert used == [16]


def test_where_it_does_not_matter_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    used = _as_if_numbers_were_few(monkeypatch, 10)
    monkeypatch.setattr(storing, "_FEW", False)
    used[0] = 11
    assert Sandbox().run("class C: n = 0\nfor _ in range(99): C.n += 1\nC.n") == 99
    assert used == [11]


def test_versions_that_do_without_do_not_count() -> None:
    later = sys.version_info >= (3, 12, 2) or (3, 12) > sys.version_info >= (3, 11, 8)
    assert storing._FEW is not later
