# ruff: noqa: E501  A row of a table stays on one line.
"""`UserDict`, `UserList`, `UserString`; `partialmethod`, `singledispatchmethod`; `make_dataclass`."""

from .tables import gives, same, stopped

HEADER = """
import abc, functools, dataclasses
from abc import ABC
from collections import UserDict, UserList, UserString
from dataclasses import field, make_dataclass
from functools import partialmethod, singledispatchmethod
"""

test_same = same(
    HEADER,
    """
    class Lower(UserDict):
        def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
    d = Lower({"A": 1}, B=2)
    d["C"] = 3
    d, d["a"], "b" in d, "B" in d, len(d), sorted(d), d.get("z", 9), d.pop("a"), list(d.items()), list(d.keys()), list(d.values()), d.data, dict(d)

    class Dflt(UserDict):
        def __missing__(self, k): return k * 2
    Dflt()["x"], "x" in Dflt(), Dflt().get("x")

    UserDict(a=1)["b"]

    u = UserDict({"a": 1})
    u.update(b=2)
    u |= {"c": 3}
    u, u | {"d": 4}, {"e": 5} | u, type(u | u) is UserDict, u == {"a": 1, "b": 2, "c": 3}, UserDict.fromkeys("ab", 0), u.copy(), u.setdefault("q", 7), u.popitem()

    del UserDict()["x"]

    isinstance(UserDict(), dict), repr(UserDict({1: [2]})), bool(UserDict()), UserDict([(1, 2)])

    l = UserList([3, 1, 2])
    l.append(4)
    l.sort()
    l.insert(0, 0)
    l += [9]
    l, l[1:3], type(l[1:3]) is UserList, l[0], len(l), 3 in l, l + [7], [7] + l, l * 2, l.index(3), l.count(1), l.pop(), l.data, list(reversed(l)), l == [0, 1, 2, 3, 4], l < [1], UserList("ab"), UserList(l)

    class Stack(UserList):
        def push(self, x): self.append(x)
        @property
        def top(self): return self[-1]
    s = Stack()
    s.push(1); s.push(2)
    s, s.top, s + Stack([5]), type(s + [1]) is Stack, s.copy(), [x for x in s]

    l = UserList([1, 2, 3])
    l[0] = 5
    del l[1]
    l.extend(x for x in (7, 8))
    l.remove(7)
    l.reverse()
    l.sort(key=lambda x: -x, reverse=True)
    l

    l = UserList([1, 2]); l.extend(l); l += l; l[1:3] = [9]; l[::3] = "ab"
    l

    UserList([1])[5]

    UserList([1]).index(9)

    u = UserString("Hello")
    u.upper(), type(u.upper()) is UserString, u + " you", "oh " + u, u[0], u[1:3], len(u), "ell" in u, u == "Hello", u == UserString("Hello"), u < "Z", str(u), repr(u), hash(u) == hash("Hello"), u * 2, u.split("l"), u.replace("l", "L"), u.find("l"), u.startswith("He"), u.center(9, "*"), f"{u}", u.encode()

    UserString("{}-{}").format(1, 2), UserString("%s!") % "x", UserString(",").join(["a", "b"]), UserString(12), int(UserString("12")), float(UserString("1.5")), UserString("ab").isalpha(), list(UserString("ab")), UserString("a b").title(), UserString("x").zfill(3)

    class Cell:
        def __init__(self): self.alive = False
        def set_state(self, state, note=""): self.alive = state; return note
        set_alive = partialmethod(set_state, True)
        set_dead = partialmethod(set_state, False, note="rip")
    c = Cell()
    c.set_alive(), c.alive, c.set_dead(), c.alive, Cell.set_alive(c, "n"), c.alive

    partialmethod(3)

    class N:
        @singledispatchmethod
        def neg(self, arg): raise NotImplementedError("Cannot negate")
        @neg.register
        def _(self, arg: int): return -arg
        @neg.register(bool)
        def _(self, arg): return not arg
        @neg.register
        def _(self, arg: str): return arg[::-1]
    N().neg(5), N().neg(True), N().neg("ab"), N.neg(N(), 1) if False else 0

    class N:
        @singledispatchmethod
        def neg(self, arg): raise NotImplementedError("Cannot negate")
    N().neg([])

    class N:
        @singledispatchmethod
        @classmethod
        def make(cls, arg): return cls.__name__, "any"
        @make.register(int)
        @classmethod
        def _(cls, arg): return cls.__name__, arg
    N.make("x"), N.make(3), N().make(4)

    C = make_dataclass("C", ["x", ("y", int), ("z", int, field(default=5))])
    C(1, 2), C(1, y=3, z=4) == C(1, 3, 4), C.__name__

    C = make_dataclass("C", [("x", int)], namespace={"double": lambda self: self.x * 2}, frozen=True)
    C(4).double(), C(1) == C(1), hash(C(1)) == hash(C(1))

    class Base:
        def hi(self): return "hi"
    C = make_dataclass("C", [("x", int, 3)], bases=(Base,), order=True)
    C().hi(), C(1) < C(2), C()

    make_dataclass("C", ["a", "a"])

    make_dataclass("C", ["for"])

    make_dataclass("C", ["1x"])

    class A(ABC):
        @abc.abstractproperty
        def p(self): pass
        @abc.abstractclassmethod
        def c(cls): pass
        @abc.abstractstaticmethod
        def s(): pass
    sorted(A.__abstractmethods__)

    class A(ABC):
        @abc.abstractmethod
        def f(self): pass
    class B(A): pass
    B.f = lambda self: 1
    abc.update_abstractmethods(B)
    B().f()
    """,
)

test_differs = gives(
    HEADER,
    {
        "UserDict.x = 1": "TypeError",
        "abc.update_abstractmethods(ABC)": "TypeError",
        "UserString('{0.__globals__}').format(lambda: 0)": "AttributeError",
        "make_dataclass('C', ['__class__'])": "ValueError",
        "make_dataclass('C', [('x', int)], namespace={'__del__': 1})": "TypeError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    import itertools
    UserList(itertools.count())

    import itertools
    UserDict(zip(itertools.count(), itertools.count()))

    UserList([1]) * 10**10

    UserString("x") * 10**10

    UserString("x").ljust(10**10)

    import itertools
    make_dataclass("C", (f"a{i}" for i in itertools.count()))

    x = []
    for _ in range(40): x = [x, x]
    repr(UserList(x))

    x = y = []
    for _ in range(40): x, y = [x, x], [y, y]
    UserList(x) == UserList(y)
    """,
)
