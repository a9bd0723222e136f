"""Classes without a number: nothing is learned of one, and what they remember is alive.

CPython knows a class again by a number, which it loses when it is changed.
"""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from differential import running

import cloche
from cloche.runtime.guards import versions
from cloche.runtime.guards.bare import register
from cloche.runtime.limits import Limits
from cloche.runtime.modules import adopted
from cloche.runtime.run import Run
from cloche.transpiler.verify.code import _has_long
from harness import BOXES, LIMITS
from sampling import halved

RUNTIME = Path(inspect.getfile(adopted)).parent
#: Modules of the library that are read as text, and run.
ADOPTED = sorted(
    {
        name
        for path in RUNTIME.glob("*.py")
        for name in re.findall(r"""\badopt\(\s*"([\w.]+)\"""", path.read_text(encoding="utf-8"))
    }
)


def codes(code: CodeType) -> list[CodeType]:
    inner = [each for each in code.co_consts if type(each) is CodeType]
    return [code, *(each for part in inner for each in codes(part))]


@pytest.mark.parametrize("name", ADOPTED)
def test_adopted_modules_have_no_long_names(name: str) -> None:
    import_module(name)
    assert not any(map(_has_long, codes(adopted._compiled(name, adopted._source(name)))))


def test_the_adopted_modules_are_found() -> None:
    assert {"textwrap", "difflib", "json.decoder"} <= set(ADOPTED)


#: What changes a class, its base, or another.
CHANGES = [
    "A.zz = n", "A.zz += n", "del A.gone", "setattr(A, 'zz', n)", "delattr(A, 'gone')", "B.zz = n",
    "A.__len__ = len_", "A.__getitem__ = len_", "A.__doc__ = 'x'", "A.__annotations__",
    "getattr(A, '__annotations__')", "A.__annotations__ = {}",
    "for A.zz in [1]: pass", "[0 for A.zz in [1]]", "stored(A)", "next(storing)",
    "next(adding, None)", "M.zz = 1",
    "type.__setattr__(M, 'zz', n)", "type.__delattr__(M, 'gone')", "M.zz += 1",
    "setattr(M, 'zz', n)", "dataclass(A)", "dataclass(M)", "total_ordering(A)", "typing.final(A)",
    "typing.no_type_check(A)", "typing.runtime_checkable(P)", "abc.abstractmethod(A)",
    "typing.dataclass_transform()(A)",
    "abc.update_abstractmethods(A)", "G.__init_subclass__()", "staticmethod(A)", "classmethod(A)",
    "lru_cache(A)", "cache(A)", "wraps(B)(A)", "update_wrapper(A, B, assigned=['gone'])",
    "eval('setattr(A, \"zz\", n)')", "exec('A.zz = n')", "(lambda: setattr(A, 'zz', n))()",
]  # fmt: skip

WHILE_LOOKED_UP = """
import abc, typing
from dataclasses import dataclass
from functools import cache, lru_cache, total_ordering, update_wrapper, wraps

class K:
    def __init__(self, text): self.hash = hash(text)
    def __hash__(self): return self.hash
    def __eq__(self, other):
        try:
            {change}
        except Exception as error:
            said.append(f"{{type(error).__name__}}: {{error}}")
        else:
            said.append("changed")
        return False

class Meta(type): pass
class M(metaclass=Meta): gone = 1
class B: gone = 1
class P(typing.Protocol): pass
class G(typing.Generic[typing.TypeVar("T")]): pass
class A(B):
    gone = 1
    def __lt__(self, other): return False

def len_(self, *args): return 1
def stored(c):
    c.q1 = 1
    c.q2 = 1
def storing_to(c):
    c.q1 = 1
    while True:
        yield
        c.q2 = 1

def adding_to(c):
    c.q1 += (yield) or 1

n, said = 0, []
a = A()
d = {dictionary}
d[K("q")] = 1
a.q = 2
storing = storing_to(A)
next(storing)
A.q1 = 1
adding = adding_to(A)
next(adding)
said.clear()
{use}
said
"""
USES = {"load": "a.q", "store": "a.q = 3", "in a function": "(lambda o: o.q)(a)"}


@halved
@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize(
    ("use", "change"),
    [*(("load", each) for each in CHANGES), *((use, CHANGES[0]) for use in USES)],
)
def test_no_class_is_changed_while_an_attribute_is_looked_up(
    change: str, use: str, optimize: bool
) -> None:
    source = WHILE_LOOKED_UP.format(change=change, dictionary="vars(a)", use=USES[use])
    said = BOXES[optimize].run(source)
    assert said[0].startswith("RuntimeError: a class cannot be changed")
    # How often the keys are compared depends on hashes; a generator that raised is over.
    assert "changed" not in said or change == "next(adding, None)"


def test_the_dictionary_by_its_own_name() -> None:
    source = WHILE_LOOKED_UP.format(change="A.zz = 1", dictionary="a.__dict__", use="a.q")
    assert all("cannot be changed" in each for each in BOXES[True].run(source))


@pytest.mark.parametrize(
    ("name", "use"),
    [("isEnabledFor", "LoggerAdapter(a, {}).debug(1)"), ("discard", "US.remove(a, 3)")],
)
def test_the_library_looks_up_as_well(name: str, use: str) -> None:
    source = WHILE_LOOKED_UP.format(change="A.zz = n", dictionary="vars(a)", use=use)
    source = source.replace('K("q")', f"K({name!r})")
    source = source.replace("a.q = 2", f"a.{name} = lambda *args: False")
    source = source.replace("a = A()", "A.__contains__ = lambda *args: True; a = A()")
    header = """
from collections.abc import MutableSet
from logging import LoggerAdapter
class US(MutableSet): pass
"""
    said = BOXES[True].run(header + source)
    assert said[0].startswith("RuntimeError: a class cannot be changed")
    assert "changed" not in said


class Changed:
    """Changes a class when its attribute is looked up; or goes into a run first."""

    def __init__(self, names: dict[str, Any] | None = None) -> None:
        self.names = names

    @property
    def q(self) -> None:
        if self.names is None:
            versions.changing()
        else:
            exec("change()", self.names)


def looks(x: Changed) -> None:
    x.q  # noqa: B018  It is a property.


def test_whose_instruction_looks_up_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """But it must be below the code of the guest."""
    monkeypatch.setattr(versions, "armed", lambda: True)
    run = Run(Limits())
    run.globals = {"looks": looks, "x": Changed(), "change": versions.changing}
    token = run.enter()
    try:
        run.state[versions.OPENED] = {}
        looks(Changed(run.globals))
        with pytest.raises(RuntimeError, match="while an attribute is looked up"):
            exec("looks(x)", run.globals)
    finally:
        run.leave(token)


def test_functions_are_asked_for_annotations_there() -> None:
    source = WHILE_LOOKED_UP.format(change="len_.__annotations__", dictionary="vars(a)", use="a.q")
    assert set(BOXES[True].run(source)) == {"changed"}


def test_no_member_gets_another_name_meanwhile() -> None:
    """`_add_alias_` (CPython 3.13) is a store to its class."""
    source = WHILE_LOOKED_UP.format(change="alias()", dictionary="vars(a)", use="a.q").replace(
        "a = A()",
        "from enum import Enum\nclass E(Enum): ONE = 1\na = E.ONE\n"
        "alias = lambda: getattr(a, '_add_alias_', lambda n: setattr(E, n, 1))('b%d' % len(said))",
    )
    with pytest.raises(cloche.GuestError, match="the names of attributes are compared by no"):
        BOXES[True].run(source)


def test_no_class_is_changed_by_one_that_derives_from_it() -> None:
    """What compares stands behind a function of ours from the beginning."""
    with running() as run:
        made = type("Made", (), {"__eq__": lambda self, other: True})
        register(made)
        method = vars(made)["__eq__"]
        assert method.__wrapped__(1, 2) is True
        register(type("Heir", (made,), {"__hash__": lambda self: 1}))
        assert vars(made)["__eq__"] is method
        assert made in run.own


HARMLESS = """
class Key:
    def __eq__(self, other): return True
    __hash__ = object.__hash__
class C:
    made = 0
    def __init__(self): C.made += 1
    @property
    def p(self):
        {inside}
        return 1
    def __setattr__(self, name, value): object.__setattr__(self, name, value)
c = C()
{before}
c.p
C.__len__ = lambda self: 3
C.made, len(c), Key() == 3
"""


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize(
    ("inside", "before", "made"),
    [("C.made += 1", "", 2), ("pass", "vars(c)", 1), ("pass", "vars(c); C.made += 1", 2)],
)
def test_elsewhere_classes_are_changed(inside: str, before: str, made: int, optimize: bool) -> None:
    source = HARMLESS.format(inside=inside, before=before)
    assert BOXES[optimize].run(source) == (made, 3, True)


def test_a_property_changes_none_once_a_dictionary_is_out() -> None:
    with pytest.raises(cloche.GuestError, match="cannot be changed while an attribute"):
        BOXES[True].run(HARMLESS.format(inside="C.made += 1", before="vars(c)"))


REPLACED = """
import weakref

def made(value):
    def method(self, key): return value
    return method

class Meta(type): pass
class Base: pass
class M(metaclass=Meta): pass
class Other: pass
Base.__getitem__, M.__getitem__, Other.__getitem__ = made(1), made(1), made(2)
class C(Base): pass
old = weakref.ref({of}.__dict__["__getitem__"])
x = {of}() if {of} is not Base else C()
for i in range(1200):
    {of}.number = i
    x.number
def used(): return x[0]
for i in range(50): used()
{change}
others = [made(100 + i) for i in range(50)]
old() is not None, used()
"""


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("of", ["Base", "M"])
@pytest.mark.parametrize(
    "change",
    [
        "{of}.__getitem__ = made(2)", "setattr({of}, '__getitem__', made(2))",
        "{of}.__getitem__, y = made(2), 1", "for {of}.__getitem__ in [made(3), made(2)]: pass",
    ],
)  # fmt: skip
def test_what_was_a_getitem_lives_on(change: str, of: str, optimize: bool) -> None:
    box = cloche.Sandbox(limits=LIMITS, optimize=optimize)
    assert box.run(REPLACED.format(of=of, change=change.format(of=of))) == (True, 2)


def test_past_the_metaclass() -> None:
    change = "type.__setattr__(M, '__getitem__', made(2))"
    assert BOXES[True].run(REPLACED.format(of="M", change=change)) == (True, 2)


def test_an_inherited_getitem_is_not_called_any_more() -> None:
    source = REPLACED.format(of="Base", change="C.__getitem__ = made(2)")
    assert BOXES[True].run(source) == (True, 2)


OF_META = "class M(type): pass\nclass C(metaclass=M):\n def __getitem__(self, k): return 1\n"


@pytest.mark.parametrize(
    "change",
    [
        "delattr(C, '__getitem__')", "type.__delattr__(C, '__getitem__')",
        "from functools import update_wrapper; update_wrapper(C, M, assigned=['__getitem__'])",
    ],
)  # fmt: skip
def test_none_is_removed_otherwise(change: str) -> None:
    with pytest.raises(cloche.GuestError, match=r"read-only|cannot be removed|copies only"):
        BOXES[True].run(OF_META + change)


def test_how_many_are_kept() -> None:
    source = "def f(self, k): return 2\nfor i in range(10_001): C.__getitem__ = f"
    with pytest.raises(cloche.GuestError, match="at most 10000 methods __getitem__"):
        BOXES[True].run(OF_META + source)


@pytest.mark.parametrize(
    "how", ["@dataclass\nclass C:\n {0}: int", "x = make_dataclass('C', ['{0}'])"]
)
def test_fields_of_long_names(how: str) -> None:
    head = "from dataclasses import dataclass, make_dataclass\n"
    BOXES[True].run(head + how.format("z" * 100))
    with pytest.raises(cloche.GuestError, match="at most 100 characters"):
        BOXES[True].run(head + how.format("z" * 101))


def test_long_names_by_text() -> None:
    name = "z" * 101
    source = f"class C: pass\nc = C()\nsetattr(c, '{name}', 1)\ngetattr(c, '{name}'), vars(c)"
    assert BOXES[True].run(source) == (1, {name: 1})
    with pytest.raises(cloche.GuestError, match="CL111"):
        BOXES[True].run(f"exec('x.{name}')")
