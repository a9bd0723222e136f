"""Who is noted while C looks a key up, and what is seen of it."""

from __future__ import annotations

from collections import UserString
from fractions import Fraction
from numbers import Complex

import pytest

import cloche

#: Ways to a class whose instances C compares by code of the program.
DISTURBING = """
class K:
    def __hash__(self): return 5
    def __eq__(self, other): return changed()
--
class K:
    def __hash__(self): return 5
K.__eq__ = lambda self, other: changed()
--
class K:
    def __hash__(self): return 5
    @abstractmethod
    def __eq__(self, other): return changed()
--
class K:
    def __hash__(self): return 5
    __eq__ = staticmethod(lambda other: changed())
--
class L:
    __eq__ = classmethod(lambda cls, other: changed())
class K(L):
    def __hash__(self): return 5
--
class K:
    def __hash__(self): return 5
    __eq__ = property(lambda self: lambda other: changed())
--
class K:
    def __eq__(self, other): return changed()
K.__hash__ = lambda self: 5
--
class K:
    def __eq__(self, other): return changed()
setattr(K, '__hash__', lambda self: 5)
--
class L:
    def __eq__(self, other): return changed()
class K(L):
    def __hash__(self): return 5
--
class K(str):
    def __new__(cls): return str.__new__(cls, 'a')
    def __eq__(self, other): return changed()
    def __hash__(self): return 5
--
class B: __hash__ = None
class K(B):
    def __hash__(self): return 5
B.__eq__ = lambda self, other: changed()
--
class B: __hash__ = None
class K(B):
    def __hash__(self): return 5
B.x = property(lambda self: changed() or len(asked), lambda self, x: None)
B.__annotations__ = {'x': object}
dataclass(B)
K.__init__ = lambda self: None
--
class K(NamedTuple):
    x: object = 1
    def __hash__(self): return 5
    def __eq__(self, other): return changed()
--
K = type('K', (), {'__hash__': lambda self: 5, '__eq__': lambda self, other: changed()})
--
@dataclass(frozen=True)
class K:
    x: object = None
    def __hash__(self): return 5
K.x = property(lambda self: changed() or len(asked), lambda self, x: None)
--
@dataclass
class K:
    x: object = None
K.x = property(lambda self: changed() or len(asked), lambda self, x: None)
K.__hash__ = lambda self: 5
--
@dataclass(unsafe_hash=True)
class K:
    x: object = 5
K.x = property(lambda self: changed() or 5, lambda self, x: None)
--
class Z(tzinfo):
    def utcoffset(self, when):
        changed()
        return timedelta(0)
K = lambda: datetime(1, 1, 1, tzinfo=Z())
""".strip().split("\n--\n")


@pytest.mark.parametrize("making", DISTURBING)
def test_whatever_leads_to_code_of_the_program(making: str) -> None:
    source = f"""
from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple
asked = []
s = set()
busy = False
def changed():
    global busy
    asked.append(1)
    if on and not busy:
        busy = True  # (to put something there from a `__hash__` is harmless)
        s.add(K())
        busy = False
    return False
on = False
{making}
s.add(K()); s.add(K())
s.discard(min(s, key=id))
asked.clear()
on = True
s.add(K())
"""
    with pytest.raises(cloche.GuestError, match="a set is changed by an __eq__"):
        cloche.run(source)


def test_a_class_that_is_made_in_the_middle() -> None:
    source = """
s = {5}
def more():
    class K:
        def __hash__(self): return 5
        def __eq__(self, other):
            s.add(6)
            return False
    yield K()
    yield K()
s.update(more())
"""
    with pytest.raises(cloche.GuestError, match="a set is changed by an __eq__"):
        cloche.run(source)


@pytest.mark.parametrize("late", ["", "T.__hash__ = lambda self: 5", "M.__hash__ = lambda self: 5"])
def test_a_tuple_with_a_hash_of_its_own(late: str) -> None:
    source = f"""
class M: pass
class T(M, tuple):
    {"pass" if late else "def __hash__(self): return 5"}
class K:
    def __eq__(self, other):
        d.clear()
        return True
{late}
d = {{T((K(),)): 1}}
"""
    with pytest.raises(cloche.GuestError, match="needs an __eq__ of its own"):
        cloche.run(source)
    rows = "from collections import namedtuple\nP = namedtuple('P', 'x y')\nP.z = 3\n"
    assert cloche.run(rows + "{P(1, 2): 3}[P(1, 2)], {(P(1, 2), 3)} == {((1, 2), 3)}") == (3, True)


def test_a_cache_that_is_looked_into() -> None:
    source = """
from functools import lru_cache
from inspect import Parameter
class K:
    def __init__(self, h): self.h = h
    def __hash__(self): return 5
    def __eq__(self, other):
        if depth < 2:
            more()
        return self.h == other.h
depth = 5
def more():
    global depth
    depth += 1
    for i in range(300): f(i)
    depth -= 1
@lru_cache(SIZE)
def f(x):
    calls.append(1)
    return x if type(x) is int else 1
calls = []
def held(h): return Parameter('a', Parameter.POSITIONAL_ONLY, default=K(h))
f(MADE(1)), f(MADE(2))
depth = 0
found = f(MADE(1)), f(MADE(2)), f(MADE(3)), f(7)
"""
    for size in ("None", "50", "50, typed=True"):
        for made in ("K", "held"):
            filled = source.replace("SIZE", size).replace("MADE", made)
            bare: dict[str, object] = {}
            exec(filled, bare)
            assert cloche.run(filled + "\nfound") == bare["found"]
    kept = source.replace("SIZE", "None").replace("MADE", "held") + "\nf.cache_info().currsize"
    assert cloche.run(kept) == 4


def test_what_a_class_shows() -> None:
    source = """
import inspect
from datetime import timedelta, tzinfo
def f(self, other): return 3
class K:
    def __hash__(self): return 1
    __eq__ = f
class L(K):
    def __eq__(self, other): return super().__eq__(other)
    __hash__ = K.__hash__
class Z(tzinfo):
    def utcoffset(self, when): return timedelta(0)
class Y(Z): pass
y = Y()
try: y.utcoffset = 3
except AttributeError as error: said = str(error)
try: Z.utcoffset = 3
except TypeError as error: more = str(error)
(K.__eq__ is f, L() == 3, K().__eq__(1), K.__dict__['__eq__'] is f,
 str(inspect.signature(K.__eq__)),
 Z.utcoffset.__name__, y.utcoffset(None) == timedelta(0), Y.utcoffset is Z.utcoffset, said, more)
"""
    assert cloche.run(source) == (
        True, 3, 3, True, "(self, other)", "utcoffset", True, True,
        "utcoffset of a time zone is for its class to define here",
        "the class 'Z' of time zones cannot be changed once it is made",
    )  # fmt: skip


def test_what_is_inherited_is_asked_once() -> None:
    source = """
import inspect
def f(self, other): return 3
class K:
    __eq__ = f
class L(K): pass
K.later = L.later = 1
k = L()
(K.__eq__ is f, L.__eq__ is f, k.__eq__.__name__, k.__eq__.__func__ is f,
 str(inspect.signature(k.__eq__)))
"""
    assert cloche.run(source) == (True, True, "f", True, "(other)")


def test_what_is_abstract() -> None:
    source = """
from abc import ABC, abstractmethod
from numbers import Complex
def missing(kind):
    try: kind()
    except TypeError as error: return '__eq__' in str(error)
class A(ABC):
    @abstractmethod
    def __eq__(self, other): return 1
class B(A): pass
class C(B):
    def __eq__(self, other): return super().__eq__(other)
class M(Complex): pass
class N(M): pass
missing(A), missing(B), missing(C), C() == 1, *("__eq__" in x.__abstractmethods__ for x in (M, N))
"""
    bare: dict[str, object] = {}
    exec(source.replace("\nmissing(A)", "\nfound = missing(A)"), bare)
    assert cloche.run(source) == bare["found"] == (True, True, None, 1, True, True)


def test_classes_of_the_library_stay_as_they_are() -> None:
    before = UserString.__eq__, Fraction.__eq__, Complex.__eq__
    source = """
from collections import UserString
from fractions import Fraction
from numbers import Complex
class K(UserString): pass
class F(Fraction): pass
class C(Complex): pass
K('a') == K('a'), K('a') == 'a', F(1) == F(1), F(1) == 1
"""
    assert cloche.run(source) == (True,) * 4
    assert before == (UserString.__eq__, Fraction.__eq__, Complex.__eq__)


#: What becomes of a class whose instances are keys, and of what C asks after an `__eq__`.
LATE = [
    # A class that has lost its hash, and compares then.
    """
class K:
    def __hash__(self): return 5
d = {K(): 1}
K.__hash__ = None
K.__eq__ = changing
class K:
    def __hash__(self): return 5
""",
    """
class K: pass
k = K()
h = hash(k)
d = {k: 1}
dataclass(K)
K.__eq__ = changing
class K:
    def __hash__(self): return h
""",
    """
class B: pass
class K(B):
    def __hash__(self): return 5
d = {K(): 1}
K.__hash__ = None
B.__eq__ = changing
class K:
    def __hash__(self): return 5
""",
    # A zone that inherits from what is none.
    """
class M: pass
class Y(tzinfo):
    def utcoffset(self, when): return timedelta(0)
class Z(M, Y): pass
M.utcoffset = lambda self, when: timedelta(0) if not on else changing(0, 0) or timedelta(0)
d = {datetime(2020, 1, 1, tzinfo=Z()): 1}
K = lambda: datetime(2020, 1, 1, tzinfo=Z())
""",
    # The library's own `__eq__`, asked when the other side knows no answer.
    """
class K(UUID):
    def __eq__(self, other): return NotImplemented
    def __hash__(self): return hash(p)
    int = property(lambda self: changing(0, 0) or 3)
p = UUID('12345678123456781234567812345678')
d = {p: 1}
k = K.__new__(K)
K = lambda: k
""",
    """
class K(UserString):
    def __eq__(self, other): return NotImplemented
    def __hash__(self): return hash(UserString('a'))
    def __init__(self): pass
    data = property(lambda self: changing(0, 0) or 'a')
d = {UserString('a'): 1}
""",
    # And inherited from there.
    """
class K(UserString):
    def __hash__(self): return hash(UserString('a'))
    def __init__(self): pass
    data = property(lambda self: changing(0, 0) or 'a')
d = {K(): 1}
""",
]


@pytest.mark.parametrize("late", LATE)
def test_what_comes_late(late: str) -> None:
    source = f"""
from collections import UserString
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from uuid import UUID
said = []
def changing(one, other):
    if on:
        try: d['x'] = 1
        except RuntimeError as error: said.append(str(error))
on = False
{late}
key = K()
hash(key)
on = True
d.get(key)
on = False
said[:1], len(d)
"""
    message = "a dict is changed by an __eq__ that compares what may be its key"
    assert cloche.run(source) == ([message], 1)


def test_a_property_that_raises_is_no_eq() -> None:
    source = (
        "def booh(self): raise ValueError('booh')\n"
        "class E: __eq__ = property(booh)\n"
        "e = E()\n"
        "[E() == E(), E() != E(), e == e, [E()] == [E()], E() in [E(), 5], [5, e].index(e)]"
    )
    assert cloche.run(source) == [False, True, True, False, False, 1]
