from __future__ import annotations

import pytest
from by_hand import guest, result

from cloche import GuestError, Sandbox, StepLimitExceeded
from cloche.runtime.limits import Limits
from cloche.runtime.stops import Stop


@pytest.mark.parametrize(
    ("base", "arguments", "expected"),
    [
        ("list", "range(3)", [0, 1, 2]),
        ("tuple", "'ab'", ("a", "b")),
        ("dict", "a=1", {"a": 1}),
        ("set", "'aa'", {"a"}),
        ("frozenset", "[1]", frozenset([1])),
        ("str", "5", "5"),
        ("bytes", "2", b"\0\0"),
        ("int", "'7'", 7),
        ("float", "1", 1.0),
    ],
)
def test_derived_builtins(base: str, arguments: str, expected: object) -> None:
    source = f"class A({base}):\n    pass\nr = A({arguments})\n" + (
        f"ok = type(r) is A and isinstance(r, A) and issubclass(A, {base})\n"
        f"bases = __attr__.bases__(A)\norder = __attr__.mro__(A)\nsame = bases[0] is {base}"
    )
    found = guest(source)
    assert found["r"] == expected
    assert found["ok"]
    assert found["same"]
    assert [kind.__name__ for kind in found["order"]] == ["A", base, "object"]


@pytest.mark.parametrize("base", ["list", "tuple", "set", "frozenset", "dict", "bytes"])
def test_the_constructor_of_a_derived_class_is_priced(base: str) -> None:
    source = {"dict": "zip(e, e)", "bytes": "10**10"}.get(base, "e")
    with pytest.raises(Stop):
        guest(f"e = range(10**10)\nclass A({base}):\n    pass\nA({source})", Limits(steps=10_000))


CLASSES = [
    # hooks see a class they may write to
    ("""
class A:
    def __init_subclass__(cls, tag=None): T(); __writable__(cls).tag = tag
class B(A, tag=3): pass
r = B.tag""", 3),
    ("""
class D:
    def __set_name__(self, owner, name): T(); __writable__(owner).seen = name
class A:
    field = D()
r = A.seen""", "field"),
    # zero-argument super, through builtin bases as well
    ("""
class A(dict):
    def __init__(self, *a, **k): T(); __attr__.init__(super())(*a, **k); self.n = len(self)
r = A({1: 2}, b=3).n""", 2),
    ("""
class A(tuple):
    def __new__(cls, *a): T(); return __attr__.new__(super())(cls, a)
r = A(1, 2)""", (1, 2)),
    ("""
class A(int):
    def __new__(cls, v): T(); return __attr__.new__(super())(cls, v + 1)
    def __add__(self, o): T(); return A(__attr__.add__(super())(o))
r = A(1) + 5""", 8),
    ("""
class E(ValueError):
    def __init__(self, code): T(); __attr__.init__(super())('bad', code); self.code = code
try: raise E(7)
except ValueError as e: r = e.args, e.code, str(e)""", (("bad", 7), 7, "('bad', 7)")),
    ("""
class A:
    def __setattr__(self, n, v): T(); __attr__.setattr__(super())(n, v * 2)
    def __getattr__(self, n): T(); return n
a = A(); __writable__(a).x = 2
r = a.x, a.y""", (4, "y")),
    ("""
class A(list):
    def sort(self): T(); __attr__.sort(super())(reverse=True); return self
r = __attr__.sort(A([1, 3, 2]))()""", [3, 2, 1]),
    ("""
class P:
    __slots__ = ('_v',)
    @property
    def v(self): T(); return self._v
    @__attr__.setter(v)
    def v(self, x): T(); self._v = x
p = P(); p.v = 4
r = p.v""", 4),
    ("""
class A:
    @classmethod
    def make(cls): T(); return cls
    @staticmethod
    def one(): T(); return 1
class B(A): pass
r = B.make() is B and B.one()""", 1),
    ("r = type('A', (list,), {'x': 1})([5]).x", 1),
    ("""
class A:
    __match_args__ = ('x',)
    def __init__(self): T(); self.x = 3
match A():
    case A(v): r = v""", 3),
    ("""
class A(list[int]): pass
r = A([1])""", [1]),
    ("""
class A: pass
class B(A): pass
r = [c.__name__ for c in __attr__.mro__(B)]""", ["B", "A", "object"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), CLASSES)
def test_what_classes_do(source: str, expected: object) -> None:
    assert result(source) == expected


REFUSED = [
    # iterators no limit would stop
    "class A:\n    __next__ = print",
    "class A:\n    __getitem__ = abs",
    "class A:\n    __next__ = staticmethod(print)",
    "class A:\n    def __next__(self): pass",
    "class A:\n    __next__ = property(print)",
    "class A:\n    def __next__(self): T(); yield 1",
    "type('A', (), {'__orig_bases__': 1})",
    "type('A', (), {'__next__': print})",
    # names a guest may not define
    "type('A', (), {'__del__': None})",
    "type('A', (), {'__getattribute__': None})",
    "type('A', (), {'__class__': int})",
    "type('A', (), {'__reduce_ex__': None})",
    "type('A', (), {'__instancecheck__': None})",
    "class A:\n    __del__ = None",
    "class A:\n    __slots__ = ('__class__',)",
    "class A:\n    __match_args__ = ('__dict__',)",
    "class A:\n    __match_args__ = ('gi_frame',)",
    "class A:\n    __match_args__ = ['x']",
    # bases and metaclasses
    "class X: pass\nclass A(X, type): pass",
    "class A(bool): pass",
    "class A(map): pass",
    "class A(super): pass",
    "class A(UnicodeDecodeError): pass",
    "class A(type(len)): pass",
    "class A(5): pass",
    "class A(metaclass=print): pass",
    "class A(metaclass=lambda *a, **k: 5): pass",
    # writes
    "class A: pass\nsetattr(A, '__next__', print)",
    "class A: pass\nsetattr(A, '__bases__', (int,))",
    "class A: pass\nsetattr(A(), '__class__', int)",
    "class A: pass\nsetattr(A, '__next__', print)",
    "class A: pass\n__attr__.setattr__(object)(A(), '__class__', A)",
    "class A: pass\n__attr__.setattr__(object)(A, 'x', A)",
    "class A: pass\n__attr__.setattr__(A())('__dict__', {})",
    "setattr(int, 'x', 1)",
    "setattr(ValueError, 'x', 1)",
    "setattr(list, 'x', 1)",
    "setattr(__attr__.join(''), 'x', 1)",
    "setattr(getattr, 'x', 1)",
    "setattr(property(print), '__doc__', 1)",
    "setattr(UnicodeDecodeError('a', b'', 0, 0, ''), 'object', 5)",
]


@pytest.mark.parametrize("source", REFUSED)
def test_refused(source: str) -> None:
    with pytest.raises((TypeError, AttributeError)):
        guest(source)


def test_a_metaclass_is_not_asked_what_it_equals() -> None:
    found = guest("""
seen = []
class M:
    def __hash__(self): T(); seen.append("hash"); return h
    def __eq__(self, other): T(); seen.append(other); return True
    def __call__(self, *args): T(); seen.append(args)
try:
    class A(**{"metaclass": M()}): pass
except TypeError as error:
    r = str(error)
issubclass_raised = False
try:
    issubclass(M(), list)
except TypeError:
    issubclass_raised = True
""", h=hash(type))  # fmt: skip
    assert found["r"] == "metaclasses are not available here"
    assert found["issubclass_raised"]
    assert found["seen"] == []


def test_the_module_of_a_class_is_the_program() -> None:
    assert result('r = type("A", (), {}).__module__') == "guest"
    assert result('r = type("A", (), {"__module__": "m"}).__module__') == "m"


def test_classes_are_derived_to_a_bounded_depth() -> None:
    with pytest.raises(RecursionError):
        guest("x = object\nfor i in range(200):\n    x = type('A', (x,), {})")


def test_a_refused_class_is_not_left_behind() -> None:
    source = """
seen = []
class A:
    def __init_subclass__(cls): T(); seen.append(cls)
try: type('B', (A,), {'__next__': print})
except TypeError: pass
r = seen"""
    assert result(source) == []


#: A lattice of eight levels: some hundred ways lead from its lowest classes up.
_LATTICE = """
class A: pass
class B: pass
a, b = A, B
for i in range({levels}): a, b = type("A", (a, b), {{}}), type("B", (a, b), {{}})
"""


def test_a_lattice_of_classes() -> None:
    source = _LATTICE.format(levels=8) + (
        "A.__len__ = lambda self: 3\n"
        "A.__hash__ = lambda self: 4\n"
        "[len(a()), hash(b()), len(a.__mro__), 'x' in dir(a), issubclass(a, B)]"
    )
    assert Sandbox().run(source) == [3, 4, 18, False, True]


@pytest.mark.parametrize(
    "made",
    [
        'type("C", (a, b), {})',
        "new_class('C', (a, b))",
        "resolve(a, b)",
        "M('C', (a, b), {})",
        "ABCMeta('C', (a, b), {})",
    ],
)
@pytest.mark.parametrize("optimize", [True, False])
def test_ways_up_are_bounded(made: str, optimize: bool) -> None:
    source = (
        "from types import new_class\nfrom abc import ABCMeta\nclass M(type): pass\n"
        + _LATTICE.format(levels=9)
        + "def resolve(a, b):\n    class C(a, b): pass\n"
        + f"a, b = type('A', (a, b), {{}}), type('B', (a, b), {{}})\n{made}"
    )
    with pytest.raises(GuestError, match="as often as a way leads to it"):
        Sandbox(optimize=optimize).run(source)


def test_a_special_method_is_told_all_classes_below() -> None:
    made = _LATTICE.format(levels=8) + "xs = [type('C', (a,), {}) for i in range(100)]\n"
    box = Sandbox(limits=Limits(steps=1_000_000))
    for store in ("A.__len__ = print", "A.__hash__ = None", "setattr(A, '__lt__', None)",
                  "delattr(A, '__hash__')", "del A.__hash__"):  # fmt: skip
        assert box.run(f"{made}A.x = 1\nsetattr(A, 'y', 1)\nA.x += 1\ndel A.x\nA.y") == 1
        with pytest.raises(StepLimitExceeded):
            box.run(made + "A.x = 1\n" + store)
