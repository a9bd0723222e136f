"""Metaclasses: classes derived from `type`, `metaclass=`, `type[int]`."""

from __future__ import annotations

import pytest

import cloche
from harness import BOXES, refused, same

REFUSED = [
    ("CL301", "class A(metaclass=lambda *a: 3): pass"),
    ("CL301", "class A(metaclass=type(int)): pass"),
    ("CL302", "class M(type):\n    def __getattribute__(c, n): pass"),
    ("CL302", "class M(type):\n    def __del__(c): pass"),
    ("CL110", "M.__prepare__ = f"),
]
SAME = r"""
class Meta(type):
    pass
class A(metaclass=Meta):
    x = 1
    def m(self): return self.x
type(A) is Meta, A().m(), isinstance(A, Meta), isinstance(A, type), A.__class__ is Meta, str(Meta.__mro__), issubclass(Meta, type)

class Plain(type):
    def __new__(mcls, name, bases, ns): return type(name, bases, dict(ns))
class A(metaclass=Plain):
    def m(self):
        self.x = 1
        return 5
A().m(), type(A) is type

class Prepared(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw): return {**super().__prepare__(name, bases, **kw), "given": sorted(kw)}
    def __new__(mcls, name, bases, ns, **kw): return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
class A(metaclass=Prepared, k=1): pass
A.given

class Singleton(type):
    _instances = {}
    def __call__(cls, *args, **kwargs):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*args, **kwargs)
        return cls._instances[cls]
class A(metaclass=Singleton):
    def __init__(self, x): self.x = x
A(1) is A(2), A(3).x

class Registry(type):
    items = []
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        mcls.items.append((name, [b.__name__ for b in bases], sorted(k for k in ns if not k.startswith("__")), kw))
        return cls
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.tag = name.lower()
class A(metaclass=Registry): a = 1
class B(A, list, flag=3):
    def m(self): return super().__len__()
Registry.items, B.tag, B([1, 2]).m(), A.tag

class Meta(type):
    def __new__(mcls, name, bases, ns):
        return type.__new__(mcls, name, bases, {k.upper() if not k.startswith("_") else k: v for k, v in ns.items()})
class A(metaclass=Meta):
    x = 1
    def m(self): return 2
A.X, A().M()

class Meta(type):
    def __getitem__(cls, k): return cls.__name__ + str(k)
    def __iter__(cls): return iter([1, 2])
    def __len__(cls): return 5
    def __contains__(cls, x): return x == 3
    def __repr__(cls): return f"<{cls.__name__}!>"
    @property
    def prop(cls): return "p" + cls.__name__
    def meth(cls): return cls
    def __add__(cls, o): return "add"
class A(metaclass=Meta): pass
A[1], list(A), len(A), 3 in A, 4 in A, repr(A), str(A), f"{A}", A.prop, A.meth() is A, A + A, [*A], "%s" % A

class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw): return {"injected": name}
    def __new__(mcls, name, bases, ns, **kw): return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
class A(metaclass=Meta, k=1):
    y = injected + "!"
A.y, A.injected

class Meta(type):
    def __instancecheck__(cls, x): return x == 3
    def __subclasscheck__(cls, c): return c is int
class A(metaclass=Meta): pass
isinstance(3, A), isinstance(4, A), issubclass(int, A), issubclass(str, A), isinstance(A(), A)

class Meta(type):
    def __instancecheck__(cls, x): return hasattr(x, "quack") or super().__instancecheck__(x)
class D(metaclass=Meta): pass
class Q: quack = 1
isinstance(Q(), D), isinstance(D(), D), isinstance(1, D)

class Meta(type): pass
A = Meta("A", (), {"x": 1})
B = Meta("B", (A,), {"m": lambda self: self.x})
B().m(), type(B).__name__, B.__mro__[1].__name__

class Meta(type): pass
class A(metaclass=Meta): pass
B = type("B", (A,), {})
type(B) is Meta

class M1(type): pass
class M2(type): pass
class A(metaclass=M1): pass
class B(metaclass=M2): pass
class C(A, B): pass

class M1(type): pass
class M2(M1): pass
class A(metaclass=M1): pass
class B(A, metaclass=M2): pass
class C(B): pass
type(C) is M2

class Meta(type):
    def __setattr__(cls, n, v):
        super().__setattr__(n, v * 2 if n == "x" else v)
class A(metaclass=Meta): pass
A.x = 4
A.x

class Meta(type):
    def __new__(mcls, name, bases, ns):
        for k, v in list(ns.items()):
            if callable(v) and not k.startswith("__"):
                def w(self, v=v): return ("wrapped", v(self))
                ns[k] = w
        return super().__new__(mcls, name, bases, ns)
class A(metaclass=Meta):
    def m(self): return __class__.__name__
A().m()

class Meta(type):
    def __new__(mcls, name, bases, ns): return 5
class A(metaclass=Meta): pass
A

class Meta(type):
    def create(cls, *a): return cls(*a)
class P(metaclass=Meta):
    def __init__(self, x): self.x = x
class Q(P): pass
Q.create(4).x, P.create(1).x

class Meta(type):
    def __lt__(cls, o): return cls.__name__ < o.__name__
class B(metaclass=Meta): pass
class A(metaclass=Meta): pass
[c.__name__ for c in sorted([B, A])]

class Field:
    def __set_name__(self, owner, name): self.name = name
class ModelMeta(type):
    def __new__(mcls, name, bases, ns):
        fields = {k: v for k, v in ns.items() if isinstance(v, Field)}
        cls = super().__new__(mcls, name, bases, ns)
        cls._fields = fields
        return cls
class Model(metaclass=ModelMeta):
    def __init__(self, **kw):
        for k in self._fields: setattr(self, k, kw.get(k))
class User(Model):
    name = Field()
    age = Field()
u = User(name="x", age=3)
u.name, u.age, list(User._fields), User._fields["age"].name

def f(c: type[int]) -> type[str]: return c
str(f.__annotations__), str(type[int]), type[int] == type[int], type[int].__origin__ is type, type[int].__args__[0] is int

class Meta(type):
    def __call__(cls, *a):
        obj = cls.__new__(cls, *a)
        obj.__init__(*a)
        return obj
class A(metaclass=Meta):
    def __init__(self, x): self.x = x
A(3).x

class Meta(type):
    def __call__(cls, *a): return type.__call__(cls, *a)
class A(metaclass=Meta):
    def __init__(self, x): self.x = x
A(3).x

class Meta(type):
    count = 0
    def __init__(cls, *args):
        super().__init__(*args)
        Meta.count
        cls.idx = len(args)
class A(metaclass=Meta): pass
A.idx, {A: 1}[A], A == A, A != Meta, hash(A) == hash(A), bool(A)

from dataclasses import dataclass
class Meta(type):
    def __new__(m, n, b, d): return super().__new__(m, n, b, d)
@dataclass
class A(metaclass=Meta):
    x: int
    y: int = 2
A(1), A(1) == A(1)

class Meta(type):
    def __init_subclass__(cls, **kw): print("sub", cls.__name__)
class M2(Meta): pass
class A(metaclass=M2):
    def __init_subclass__(cls, **kw): print("isub", cls.__name__)
class B(A): pass

class Meta(type):
    def __call__(cls, *a, **k): raise TypeError("no instances")
class A(metaclass=Meta): pass
A()

class Meta(type):
    x = 5
class A(metaclass=Meta): pass
try: A().x
except AttributeError as e: r = str(e)
A.x, r

class A(Exception, metaclass=type): pass
class Meta(type): pass
class E(Exception, metaclass=Meta): pass
try: raise E("x")
except E as e: r = repr(e)
r

class Meta(type): pass
class A(metaclass=Meta): pass
match A():
    case A(): r = 1
match A:
    case Meta(): r2 = 2
r, r2

import abc
class I(metaclass=abc.ABCMeta):
    @abc.abstractmethod
    def f(self): ...
I()

class Meta(type):
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls, *args, **kwargs)
class A(metaclass=Meta): pass
A.__name__

class A: pass
class B(A, list): pass
[c.__name__ for c in B.mro()], [c.__name__ for c in int.mro()], B.mro()[2] is list, B.mro() == list(B.__mro__), [c.__name__ for c in bool.mro()]

class M(type): pass
class A(metaclass=M): pass
[c.__name__ for c in A.mro()]

class A:
    def mro(self): return 5
A().mro(), A.mro(3)

class A: pass
f = A.mro
f()[0] is A

class A: pass
A().mro()

class M(type):
    def __subclasscheck__(cls, sub): return sub in (int, Other) or super().__subclasscheck__(sub)
class Other: pass
class A(metaclass=M): pass
class B(A): pass
[issubclass(each, A) for each in (int, Other, str, B)], M.__subclasscheck__(A, int), M.__subclasscheck__.__qualname__
"""

#: What no class may be made of, and what CPython would have made of it: the text of the TypeError.
UNSOUND = [
    ('class M(type): pass\nM("X", (), {"__del__": lambda s: 1})', "may not define __del__"),
    ('class M(type): pass\nM("X", (), {"__next__": len})', "__next__ must be a function"),
    (
        "class M(type):\n    def __new__(m, n, b, d):\n        d['__reduce__'] = 1\n"
        "        return super().__new__(m, n, b, d)\nclass A(metaclass=M): pass",
        "may not define __reduce__",
    ),
    ('type.__new__(int, "X", (), {})', "is not a metaclass of the program"),
    ('type.__new__(type, "X", (), {"__del__": 1})', "is not a metaclass of the program"),
    ("class M(type):\n    def mro(c): return [c, object]", "may not define mro"),
    ("class M(type): pass\nM.mro = lambda c: [c, object]", "cannot be changed"),
    ("class M(type): pass\nM.__hash__ = lambda c: 1", "cannot be changed"),
    ("class M(type): pass\nM.__eq__ = lambda a, b: True", "cannot be changed"),
    ('class M(type): pass\nsetattr(M, "mro", 1)', "cannot be changed"),
    *(
        (f"class M(type):\n    def {name}(c, *a): pass", f"may not define {name}")
        for name in "__eq__ __ne__ __hash__ __getattr__ __bool__ __dir__ __get__ __set__".split()
    ),
    ("class M(type):\n    __module__ = property(len)", "__module__ of a metaclass"),
    ("class M(type):\n    __doc__ = property(len)", "__doc__ of a metaclass"),
    ('class M(type):\n    __match_args__ = ("x",)', "may not define __match_args__"),
    ("class M(type):\n    __slots__ = ()", "may not define __slots__"),
    ("class X:\n    def __eq__(s, o): pass\nclass M(X, type): pass", "derives from `type`"),
    ("class X: pass\nclass M(type, X): pass", "derives from `type`"),
    ("class N(type): pass\nclass M(type, metaclass=N): pass", "metaclass of its own"),
    ('class N(type): pass\nN("M", (type,), {})', "metaclass of its own"),
    ('type("N", (type,), {"__hash__": lambda c: 1})', "may not define __hash__"),
    *(
        (
            "class M(type):\n    @classmethod\n"
            f"    def __prepare__(m, n, b): return {given}\nclass A(metaclass=M): pass",
            "__prepare__() m",
        )
        for given in (
            '{"__tick__": 1}',
            '{"__name__": 1}',
            '{"len": lambda x: ()}',
            '{"range": 1}',
            "{1: 1}",
            "5",
            "type('D', (dict,), {})()",
        )
    ),
    (
        "class M(type):\n    @staticmethod\n    def __subclasscheck__(sub): pass",
        "__subclasscheck__ of a metaclass must be a function",
    ),
    (
        "import abc\nclass M(type): pass\nclass C(metaclass=M): pass\nclass D(abc.ABC): pass\n"
        "D.register(C)",
        "register() is for classes without a metaclass",
    ),
    (
        "import functools\nclass M(type):\n    def __setattr__(c, n, v): pass\n"
        "class C(metaclass=M):\n    def __lt__(s, o): return True\nfunctools.total_ordering(C)",
        "total_ordering() is for classes that no metaclass",
    ),
    (
        "class M(type):\n    def __call__(c): return print\nclass L(list, metaclass=M): pass\nL[int]()",
        "cannot be subscripted here",
    ),
    ("class A:\n    def __prepare__(s): pass", "only a metaclass may define"),
    ("class A:\n    def __instancecheck__(s, x): pass", "only a metaclass may define"),
    ("type[int](3)", "cannot be called here"),
    ("type.__setattr__(int, 'x', 1)", "only a class with a metaclass"),
    ("class M(type): pass\nM.__setattr__(M, 'mro', 1)", "only a class with a metaclass"),
    ("class M(type): pass\nM.__setattr__(M('A', (), {}), '__next__', len)", "__next__ must be"),
]


@pytest.mark.parametrize(("source", "message"), UNSOUND)
def test_unsound(source, message):
    for box in BOXES.values():
        with pytest.raises(cloche.GuestError) as caught:
            box.run(source)
        assert caught.value.type_name == "TypeError"
        assert message in caught.value.message


#: (program, value): what a metaclass is shown, and what it cannot reach.
SHOWN = [
    (
        "seen = []\nclass M(type):\n    def __new__(m, n, b, d):\n        seen.append((sorted(d), b))\n"
        "        return super().__new__(m, n, b, d)\n"
        "class A(list, metaclass=M):\n    def f(self): return __class__\n"
        "'__classcell__' in seen[0][0], seen[0][1] == (list,), A().f() is A",
        (False, True, True),
    ),
    (
        "D = {}\nclass M(type):\n    @classmethod\n    def __prepare__(m, n, b): return D\n"
        "def f(): D['__compress__'] = lambda x, t: x\n"
        "class A(metaclass=M):\n    f()\n    y = [1 for _ in range(3)]\n    z = sorted(D)\nA.z, A.y",
        (["__compress__"], [1, 1, 1]),
    ),
    (
        "kept = []\nclass M(type):\n    def __init__(c, n, b, d): kept.append(d)\n"
        "class A(metaclass=M): x = 1\nkept[0]['__next__'] = len\nkept[0]['x'] = 2\nA.x",
        1,
    ),
]


@pytest.mark.parametrize(("source", "value"), SHOWN)
def test_shown(source, value):
    for box in BOXES.values():
        assert box.run(source) == value


test_refused = refused(REFUSED)
test_same = same(SAME)
