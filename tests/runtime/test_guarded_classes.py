"""What a class may hold, what it may not, and what is still as in CPython."""

from __future__ import annotations

import pytest
from by_hand import guest
from held import BOXES, held, paid, stopped

from cloche.runtime.guards import bare
from harness import same

_META = "class M(type): pass\n"
REFUSED = [
    # A slot that hides what the runtime asks of instances, or names from an endless source.
    ('type("A", (), {"__slots__": ("__class__",)})', "__slots__ may not hold '__class__'"),
    ('type("A", (), {"__slots__": "__init__"})', "__slots__ may not hold '__init__'"),
    ('type("A", (), {"__slots__": iter("ab")})', "__slots__ must be a string"),
    ('import itertools\ntype("A", (), {"__slots__": map(str, itertools.count())})',
     "__slots__ must be a string"),
    ('class S(str):\n    def startswith(self, *a): return False\n    endswith = startswith\n'
     'type("A", (), {"__slots__": (S("__class__"),)})', "__slots__ may not hold '__class__'"),
    ('type("A", (), {"__slots__": (5,)})', "__slots__ may not hold 5"),
    # Names that a class pattern would read natively.
    ('type("A", (), {"__match_args__": ("gi_frame",)})', "__match_args__ may not hold 'gi_frame'"),
    ('type("A", (), {"__match_args__": ("__globals__",)})', "may not hold '__globals__'"),
    ('type("A", (), {"__match_args__": ["x"]})', "__match_args__ must be a tuple of strings"),
    ('type("A", (), {"__match_args__": (5,)})', "__match_args__ may not hold 5"),
    ('class S(str):\n    def startswith(self, *a): return False\n    endswith = startswith\n'
     '    def __eq__(self, o): return False\n    __hash__ = str.__hash__\n'
     'type("A", (), {"__match_args__": (S("gi_frame"),)})', "may not hold 'gi_frame'"),
    # What is called while a stopped run unwinds, and holds it up if it returns true.
    ("class A:\n    __eq__ = [].pop", "__eq__ must be a function defined in the program"),
    ("class A(list):\n    __lt__ = list.reverse", "__lt__ must be a function defined"),
    ("class A:\n    __ge__ = staticmethod([].pop)", "__ge__ must be a function defined"),
    ("class F:\n    def __call__(s, x): pass\nclass A:\n    __ne__ = F()", "__ne__ must be a"),
    ("class A:\n    __eq__ = 'a'.center", "__eq__ must be a function defined in the program"),
    ("class A:\n    __neg__ = [].reverse", "__neg__ must be a function defined in the program"),
    ("import types\nclass A:\n    __neg__ = types.MethodType([].extend, [])", "__neg__ must be a"),
    ("class A: pass\nA.__eq__ = [].pop", "__eq__ must be a function defined in the program"),
    ("A = type('A', (), {'__gt__': [].pop})", "__gt__ must be a function defined in the program"),
    *(
        (source.format(name=name), f"__{name}__ must be a function defined in the program")
        for name in ("bool", "hash", "index", "float", "repr", "missing", "getattr", "get")
        for source in (
            "class A:\n    __{name}__ = b'a'.isascii",
            "class A:\n    __{name}__ = staticmethod([].reverse)",
            "import functools\nclass A:\n    __{name}__ = functools.partial(b'a'.isascii)",
            "class A: pass\nA.__{name}__ = (5).bit_count",
            "A = type('A', (), {{'__{name}__': [].reverse}})",
        )
        if name != "hash" or not source.startswith("class A: pass")  # that of a class is settled
    ),
    ("class A:\n    __exit__ = max", "__exit__ must be a function defined in the program"),
    ("class A:\n    __aexit__ = max", "__aexit__ must be a function defined in the program"),
    ("class A:\n    __exit__ = staticmethod(max)", "__exit__ must be a function defined"),
    ("class A:\n    def __exit__(self, *a): yield", "__exit__ must be a function defined"),
    ("class A:\n    async def __exit__(self, *a): pass", "__exit__ must be a function defined"),
    ("class A:\n    async def __aexit__(self, *a): yield", "__aexit__ must be a function defined"),
    ("class A: pass\nA.__exit__ = max", "__exit__ must be a function defined in the program"),
    # Loops in C over what takes no step.
    ("class A:\n    __next__ = staticmethod(max)", "__next__ must be a function defined"),
    ("class A:\n    __next__ = property(max)", "__next__ must be a function defined"),
    ("class A:\n    def f(self): return 1\n    __next__ = property(None, f)\n    f = len\n"
     "A.__getitem__ = A.f", "__getitem__ must be a function defined"),
    # `C[int]()` stores an attribute in what `C()` gives.
    ("class L(list):\n    def __new__(cls, *a): return print\nL[int]()",
     "cannot be subscripted here"),
    ("class B:\n    def __new__(cls, *a): return print\nclass L(B, list): pass\nL[int]()",
     "cannot be subscripted here"),
    ("class B(dict):\n    def __new__(cls, *a): return print\nclass L(B): pass\nL[int, int]()",
     "cannot be subscripted here"),
    ("class P(list): pass\nclass L(P):\n    def __new__(cls, *a): return print\nL[int]()",
     "cannot be subscripted here"),
    # Every way to `type.__new__`.
    (f"{_META}type.__new__(M, 'X')", "type.__new__() takes exactly 3 arguments (1 given)"),
    (f"{_META}type.__new__(M, 5, (), {{}})", "must be str, not int"),
    (f"{_META}type.__new__(M, 'X', 5, {{}})", "must be tuple, not int"),
    (f"{_META}type.__new__(M, 'X', (), 5)", "must be dict, not int"),
    (f"{_META}class N(M): pass\nclass A(metaclass=N): pass\ntype.__new__(M, 'X', (A,), {{}})",
     "a base has a metaclass of its own"),
    (f"{_META}M('A', (), {{5: 1}})", "the names in a class must be strings"),
    (f"{_META}M('A', (), {{'__classcell__': 5}})", "a class may not define __classcell__"),
    (f"{_META}M('A', (), {{'__orig_bases__': 5}})", "__orig_bases__ must be a tuple"),
    (f"{_META}M('A', (), {{'__type_params__': 5}})", "__type_params__ must be a tuple"),
    ("type('M', (type,), {'__annotations__': 5})", "__annotations__ of a metaclass must be a dict"),
    ("type('A', (), {5: 1})", "the names in a class must be strings"),
    ("type('A', (), {'__orig_bases__': (1,)})", "a class may not define __orig_bases__"),
    ("type.__repr__(5)", "is for classes with a metaclass of the program"),
    ("class X: pass\nclass A(X()): pass", ""),
    ("class A(metaclass=type): pass\nclass B(**{'metaclass': 5}): pass", "metaclasses are not"),
    ("import abc\nclass M(type, metaclass=abc.ABCMeta): pass\nclass A(metaclass=M): pass",
     "metaclass"),
    # The order of all classes above is looked for in each.
    ("class A(*[type(f'B{i}', (), {}) for i in range(51)]): pass", "at most 50 bases"),
    ("class X:\n    def __mro_entries__(self, bases):\n"
     "        return tuple([type(f'B{i}', (), {}) for i in range(51)])\n"
     "class A(X()): pass", "at most 50 bases"),
]  # fmt: skip

LIMITED = [
    # C copies and looks through a namespace, and no step is taken.
    "d = {f'a{i}': 1 for i in range(40_000)}\nfor _ in range(20): type('A', (), d)",
    "type.__call__(list, range(10**12))",
    # What passes for plain is loaded, hashed and compared natively.
    "class S(str): pass\ndef f(n): return n.center(10**12)\nf(S('ab'))",
    "x = (1, 1)\nfor _ in range(60): x = x, x\nclass T(tuple): pass\n{T((x,)): 1}",
]

SAME = """
class B:
    def f(self, *a): return a
class A:
    __add__ = "a".center; __pow__ = {1: 2}.get; __eq__ = __sub__ = B().f; __neg__ = (5).__neg__
    __contains__ = [].append; __call__ = len
A() + 3, A() ** 1, A() == 5, A() - 1, -A(), 5 in A(), A()([1])

class M(type): pass
class A(metaclass=M):
    @classmethod
    def __mro_entries__(c, bases): return (str,)
class B(A): pass
B.__bases__ == (A,), type(B)("C", (A,), {}).__bases__ == (A,)

class M(type): pass
class L(list, metaclass=M): pass
str(L[int].__args__), L[int]([1])

from typing import Generic, List, TypeVar
T = TypeVar("T")
class A(List[T], Generic[T]): pass
class B(List[int]): pass
[kind.__name__ for kind in A.__mro__ + B.__mro__]

p = property(lambda self: 1)
class A: x = p
A.x is p, A.__dict__["x"] is p, A().x

class L(list):
    def __new__(cls, *a): return super().__new__(cls)
    def __class_getitem__(cls, item): return item
L[3], L()

class L(list): pass
class M(L):
    def f(self): pass
L[int]([1]), M[int]([2])

class A:
    def __new__(cls): return super().__new__(cls)
try: A[int]
except TypeError as error: print(error)

from typing import Generic, TypeVar
T = TypeVar("T")
class G(Generic[T]):
    def __new__(cls): return super().__new__(cls)
G[int]() is None

class A(list):
    def __class_getitem__(cls, item): return cls.__name__, item
class B(A):
    def __new__(cls): return super().__new__(cls)
B[3], B()

class A:
    def __enter__(self): return 1
    __exit__ = staticmethod(lambda *a: print(len(a)))
with A() as x: print(x)
class B:
    __exit__ = __aexit__ = None
    __aenter__ = None
try:
    with B(): pass
except TypeError as error: print(type(error).__name__)

class A:
    async def __aenter__(self): return 1
    async def __aexit__(self, *a): print(len(a)); return True
class B(A):
    __aexit__ = staticmethod(A().__aexit__.__func__)
class C(A):
    def __aexit__(self, *a): return A.__aexit__(self, *a)
import asyncio
async def main():
    async with A(), C(): raise ValueError
asyncio.run(main())

def f(*args): return len(args)
class A:
    __getitem__ = staticmethod(f)
    __call__ = property(lambda self: f)
    __contains__ = __iter__ = __reversed__ = None
a = A()
print(a[5], a(1, 2, 3))
for action in (lambda: 1 in a, lambda: list(a), lambda: reversed(a)):
    try: action()
    except TypeError as error: print(error)

class A(list): pass
hasattr(A, "__orig_bases__"), hasattr(A(), "__orig_bases__")

helpers = []
class M(type):
    def __new__(m, name, bases, space):
        helpers.append(super().__new__(m, name + "Helper", (), {}))
        return super().__new__(m, name, bases, space)
class A(metaclass=M):
    def f(self): return __class__
A().f() is A, helpers[0].__name__

type.__call__(int, "5"), type.__call__(list, "ab"), type.__call__(dict, a=1)

for parts in ((5, (), {}), ("A", 5, {}), ("A", (), 5)):
    try: type(*parts)
    except TypeError as error: print(error)

import types
from typing import Generic, TypeVar
T = TypeVar("T")
A = types.new_class("A", (Generic[T],))
A.__orig_bases__ == (Generic[T],), A[int]() is None

class M(type): pass
class A:
    def __mro_entries__(self, bases): return (dict,)
class B(A): pass
class C(metaclass=M):
    def __mro_entries__(self, bases): return (dict,)
class D(C): pass
x = A()
class E(x): pass
[k.__name__ for k in B.__mro__ + D.__mro__ + E.__mro__], E.__orig_bases__ == (x,), type(D) is M

class M(type):
    @classmethod
    def __prepare__(m, *a): print("prepare", m.__name__); return {}
    def __new__(m, *a): print("new", m.__name__); return super().__new__(m, *a)
class N(M): pass
class O(M): pass
class A(metaclass=N): pass
class B(metaclass=O): pass
import types
for make in (types.new_class, types.prepare_class):
    try: make("C", (A, B))
    except TypeError as error: print(error)
class C(A, B): pass

for x in (int, A := type("A", (), {}), A(), len, 5):
    for name in ("__wrapped__", "__defaults__", "__cause__", "__bases__", "__base__"):
        try: print(type(getattr(x, name)).__name__)
        except AttributeError as error: print(error)
object.__base__ is None

class A:
    x = 1
    def __init__(self): pass
    def __len__(self): return 1
    __add__ = None
print("__doc__" in A.__dict__)
[n in vars(A) for n in "x __init__ __len__ __add__ __module__ __doc__ __qualname__".split()]

from collections import Counter, OrderedDict, UserDict, defaultdict, deque
from datetime import datetime
import json, collections.abc as c
[[k.__name__ for k in kind.__mro__] for kind in (Counter, OrderedDict, defaultdict, deque, datetime,
 json.JSONEncoder, c.Mapping, bool, KeyError, UserDict)]

class A: pass
class B: x: int
A.__annotations__, B.__annotations__ == {"x": int}, B().__annotations__ == {"x": int}

s = staticmethod(lambda: 1)
c = classmethod(lambda cls: 1)
s.x, c.x = 1, 2
s.x, c.x

class M(type):
    x: int = 1
    def f(cls): return cls.x
class A(metaclass=M): pass
A.f(), M.__annotations__ == {"x": int}

import functools
def f(): return 1
@functools.wraps(f)
def g(): return 2
g.__wrapped__ is f, staticmethod(f).__wrapped__ is f, classmethod(f).__func__ is f

class dict(dict): __module__ = "builtins"
class dict(dict): __module__ = "builtins"
len(dict.__mro__), len(dict.__bases__), dict.__base__ is dict.__bases__[0]
"""

VALUES = [
    # CPython's own descriptors of a class lead to what they are for on anything.
    ("class A:\n    def f(self): self.x = 1\n"
     "[n for n in vars(A) if n in '__dict__ __weakref__ __static_attributes__'.split()]", []),
    ("import abc\nclass A(abc.ABC): pass\n"
     "'_abc_impl' in vars(A), '_abc_impl' in A.__dict__, hasattr(A(), '_abc_impl')",
     (False, False, False)),
    ("class A:\n    __await__ = __iter__ = None\nA.__await__, A.__iter__", (None, None)),
]  # fmt: skip

#: A class that is told of by a hook, before its metaclass has made it known.
_HOOKED = """
from abc import ABC
class K: pass
class H:
    def __set_name__(self, owner, name): owner.register(K)
class B(ABC): pass
class S({base}): x = H()
class T(ABC): pass
[isinstance(K(), each) for each in (ABC, B, T)]
"""
VALUES += [(_HOOKED.format(base=base), [False, False, False]) for base in ("ABC", "B")]
VALUES.append(
    (
        "from abc import ABC\nclass K: pass\nclass B(ABC):\n"
        "    def __init_subclass__(cls): cls.register(K)\nclass S(B): pass\n"
        "isinstance(K(), B), isinstance(K(), ABC)",
        (False, False),
    )
)

PAID = [
    ("for i in range(100): type('A', (), {})", 1000),
    ("A = object\nfor i in range(90): A = type('A', (A,), {})\n"
     "for i in range(100): type('A', (A,), {})", 9000),
    ("from types import SimpleNamespace\nn = SimpleNamespace(**{f'a{i}': i for i in range(1000)})\n"
     "for i in range(100): n.__dict__", 100_000),
    ("A = type('A', (), {f'a{i}': i for i in range(1000)})\nfor i in range(100): vars(A)", 100_000),
    ("class A: pass\nkept = [type('B', (A,), {}) for i in range(300)]\n"
     "for i in range(300): A.__subclasses__()", 90_000),
]  # fmt: skip


_OWN = "class L(list{}):\n    @classmethod\n    def f(c): return super().__class_getitem__(4)\n"
UNSUBSCRIPTED = [
    (f"{_OWN.format('')}    def __new__(c): return 5\nL.f()", "AttributeError: __class_getitem__"),
    ("class M(type):\n    def __call__(c): return 5\n" + _OWN.format(", metaclass=M") + "L.f()",
     "AttributeError: __class_getitem__"),
]  # fmt: skip

_CHECKED = "class M(type):\n    def __subclasscheck__(c, k): return super().__subclasscheck__(k)\n"
SUBCLASSES = [
    ("class F: pass\ntype('A', (F(),), {})", "TypeError: bases must be types"),
    # C would go from base to base.
    (f"{_CHECKED}class A(metaclass=M): pass\nclass F:\n    def __getattr__(s, n): return (s,)\n"
     "issubclass(F(), A)", "TypeError: issubclass() arg 1 must be a class"),
    (f"{_CHECKED}class A(metaclass=M): pass\nissubclass(5, A)",
     "TypeError: issubclass() arg 1 must be a class"),
]  # fmt: skip

test_subclasses = held(SUBCLASSES)
test_unsubscripted = held(UNSUBSCRIPTED)
test_refused = held([(source, f"TypeError: {message}") for source, message in REFUSED])
test_limited = held([(source, "limit") for source in LIMITED])
test_paid = paid(PAID)
test_same = same(SAME)


@pytest.mark.parametrize("way", BOXES)
@pytest.mark.parametrize(("source", "value"), VALUES)
def test_values(source, value, way):
    assert BOXES[way].run(source) == value


def test_a_property_of_a_library_is_not_told_a_new_name():
    told = [
        stopped(f"from collections import ChainMap\n{action}", "elided")
        for action in (
            "ChainMap().parents = 2",
            "class A: evil = ChainMap.parents",
            "ChainMap().parents = 2",
        )
    ]
    assert told[0] == told[2] != ""
    assert told[1] == ""


def test_c_gets_a_copy_of_a_property_that_is_no_guests():
    given = property(len, doc="text")
    found = vars(guest("class A: x = p", p=given)["A"])["x"]
    assert type(found) is property
    assert found is not given
    assert found.__doc__ == "text"


def test_a_class_keeps_no_mark_of_how_it_was_made():
    assert "__registration__" not in vars(guest("class A: pass")["A"])


@pytest.mark.parametrize(
    ("kind", "plain"),
    [(object, True), (ValueError, True), (KeyError, True), (UnicodeDecodeError, False),
     (list, False), (str, False), (int, False)],
)  # fmt: skip
def test_what_passes_for_plain(kind, plain):
    assert bare._is_plain(kind) is plain
