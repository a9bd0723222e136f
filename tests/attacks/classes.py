"""Classes: three-argument `type`, metaclasses, hooks, descriptors, `super`, `__class__`."""

from .payloads import table

PAYLOADS = table(
    """
=== settable-endless | an iterator that takes no step, given to a class that is made
class A:
    def __iter__(self): return self
import itertools
A.__next__ = itertools.count().__next__
for _ in zip(A()): pass
=== settable-getitem | the same by setattr, under a name that is no exact text
class S(str):
    def __eq__(self, other): return True
    __hash__ = str.__hash__
class A: pass
setattr(A, S("__getitem__"), len)
probe(list(A()))
=== settable-exit | an exit that no function of the program's is
class A:
    def __enter__(self): return self
    def __exit__(self, *a): return None
A.__exit__ = lambda *a: True if stash("late") else True
A.__exit__ = max
with A(): tick = 0
=== settable-shared | special methods of what all runs share
def f(*a): stash("poison")
import collections, fractions, enum
for kind in (int, list, object, collections.OrderedDict, fractions.Fraction, enum.Enum):
    try: kind.__eq__ = f
    except (TypeError, AttributeError): pass
    try: setattr(kind, "__call__", f)
    except (TypeError, AttributeError): pass
=== settable-removed | what has been found on a class once is loaded natively from then on
class L(list):
    def __repr__(self): return "mine"
x = L([1])
x.__repr__()
try: delattr(L, "__repr__")
except (TypeError, AttributeError): pass
probe(x.__repr__)
=== settable-new | what a subscripted class makes is written to in C
class A(list): pass
A.__new__ = lambda *a: print
A.__class_getitem__ = classmethod(lambda *a: a)
A[int]()
=== type-with-del | a finalizer by another way than `def`
def f(self): stash("late")
keep = [type("A", (), {"__del__": f})()]
=== type-with-getattribute | an object that lies to the runtime
type("A", (), {"__getattribute__": lambda s, n: print, "__class__": list})
=== type-with-reduce | the host might pickle what comes out
class A: pass
type("B", (A,), {"__reduce__": lambda s: (print, ("x",))})()
=== type-name-subclass | the name of a class is a str subclass
class S(str):
    def __str__(self): return "__del__"
    def __hash__(self): return hash("a")
    def __eq__(self, other): return True
A = type(S("A"), (), {S("__del__"): lambda self: stash("late"), S("__slots__"): ("__dict__",)})
keep = A()
A.__name__
=== type-nfkc-name | names that become dunders only in source
A = type("A", (), {"__\uff44el__": lambda self: stash("late")})
A()
=== type-real-bases | bases that are stand-ins, or the real ones
probe(type("L", (list,), {}).__mro__)
probe(type("L", ([].__class__,), {}).__bases__)
=== type-of-type | a metaclass made at run time
M = type("M", (type,), {})
probe(M("A", (), {}))
=== metaclass | metaclass=
class M(type):
    def __call__(cls, *a): probe(cls)
class A(metaclass=M): pass
=== metaclass-of-own | every hook of a metaclass is given what it should not be
class M(type):
    @classmethod
    def __prepare__(m, n, b, **k):
        probe((m, n, b, k))
        return {}
    def __new__(m, n, b, d, **k):
        probe((m, n, b, dict(d), k))
        for key, value in d.items(): probe(value)
        return super().__new__(m, n, b, d)
    def __init__(c, n, b, d, **k):
        probe((c, b, d))
    def __call__(c, *a, **k):
        probe(super().__call__)
        return super().__call__(*a, **k)
    def __instancecheck__(c, x):
        probe(x)
        return True
    __subclasscheck__ = __instancecheck__
class A(list, metaclass=M):
    def m(self): return __class__, super()
probe((A, A(), A().m(), M, type(M), M.__mro__, A.__mro__, A.__bases__))
isinstance(len, A), issubclass(int, A)
=== metaclass-native-new | the ways around the check of a class
class M(type): pass
def late(self): stash("late")
for make in (M, lambda *a: type.__new__(M, *a), lambda *a: M.__new__(M, *a), lambda *a: type(*a)):
    try: keep = [make("X", (), {"__del__": late})()]
    except TypeError: pass
    try: keep = [make("X", (), {"__getattribute__": late, "__class__": list})()]
    except TypeError: pass
=== metaclass-copied-guards | the namespace of a body has names before the body is run
class M(type):
    @classmethod
    def __prepare__(m, n, b): return {"__tick__": lambda t: True, "__compress__": lambda x, t: x}
class A(metaclass=M):
    while True: pass
=== metaclass-shared-alias | a call of type[int] writes to what it returns
import decimal, fractions, collections
for x in (decimal.Decimal(1), fractions.Fraction(1), collections.Counter(), 1, print):
    try: probe(type[int](x))
    except TypeError: pass
=== metaclass-function | any callable may be a metaclass
class A(metaclass=lambda *a, **k: probe(a)): pass
=== metaclass-of-type-of | type(type) as the metaclass
class A(metaclass=type(type(int))): pass
probe(A)
=== metaclass-prepare | __prepare__ gives the namespace
class P:
    def __prepare__(self, *a): return {}
    def __call__(self, name, bases, space): probe(space)
class A(metaclass=P()): pass
=== mro-entries | __mro_entries__ puts in any base
class A:
    def __mro_entries__(self, bases): return (type(print),)
class B(A()): pass
=== build-class-function | __build_class__ called by name
__build_class__(lambda: None, "A")
=== init-subclass | hooks see the class before it is checked
class A:
    def __init_subclass__(cls, **kw):
        probe(cls.__dict__)
        setattr(cls, "__del__", lambda self: stash("late"))
class B(A): pass
=== set-name | the hook is given the class early
class D:
    def __set_name__(self, owner, name):
        probe(owner)
        owner.__class__ = list
class A:
    x = D()
=== set-name-of-anything | __set_name__ is looked up on each value
class A:
    __registration__ = 1
    x = probe
=== descriptor-get | descriptors are given instances of the runtime
class D:
    def __get__(self, obj, owner):
        probe([obj, owner])
        return 1
class L(list):
    append = D()
    __len__ = property(D().__get__)
    x = D()
L().x
L().append
=== descriptor-of-a-real-class | method descriptors bind to anything
for d in (str.join, list.append, dict.get, object.__init__, type.__call__):
    for name in ("__get__", "__objclass__", "__self__", "__func__", "__text_signature__"):
        probe(getattr(d, name, None))
=== slots-write | member descriptors of the runtime's classes
from functools import cached_property
from string import Template
for d in (Template.template, cached_property.func, cached_property.attrname):
    for name in ("__set__", "__delete__", "fset"):
        probe(getattr(d, name, None))
    try:
        d.__set__(Template("x"), print)
        win(d)
    except (AttributeError, TypeError):
        pass
=== class-assignment | __class__ of an instance, a module, a function
class A: pass
class B(list): pass
a = A()
a.__class__ = B
=== class-assignment-by-setattr | the same dynamically
import math
class A: pass
for x in (A(), math, print, A):
    try:
        setattr(x, "__class__", A)
        win(x)
    except (AttributeError, TypeError):
        pass
=== class-assignment-by-object | object.__setattr__(x, "__class__", C)
class A: pass
a = A()
object.__setattr__(a, "__class__", type(print))
=== bases-assignment | __bases__ of a class
class A: pass
class B(A): pass
setattr(B, "__bases__", (list,))
=== special-after-the-fact | what no body of a class may hold comes in later
class A: pass
for name, value in (("__next__", print), ("__del__", print), ("__exit__", print),
                    ("__new__", print), ("__getitem__", [].append),
                    ("__getattribute__", lambda self, name: 1)):
    try:
        setattr(A, name, value)
        win(name)
    except (AttributeError, TypeError):
        pass
=== write-shared-classes | classes and functions all tenants share
import re, string, functools, collections, typing, json, datetime
shared = (
    list, dict, str, int, type, object, super, Exception, ValueError, print, sorted, getattr,
    lookup, isinstance, json.dumps, functools.wraps, functools.cached_property, collections.deque,
    collections.OrderedDict, collections.Counter, string.Template, typing.Any, typing.List,
    typing.NamedTuple, typing.Generic, re.compile("a"), type(re.compile("a")), datetime.date,
    type(range(10**9)), range(10**9), collections.abc.Sized, json.JSONDecodeError, type(print),
    functools.lru_cache(print).cache_info(), NotImplemented, ...,
)
for x in shared:
    for name in ("poison", "__doc__", "__name__", "__module__", "__wrapped__", "__hash__",
                 "__annotations__", "__qualname__", "__isabstractmethod__"):
        for write in (lambda: setattr(x, name, 1), lambda: delattr(x, name),
                      lambda: object.__setattr__(x, name, 1), lambda: vars(x).update({name: 1})):
            try:
                write()
            except (AttributeError, TypeError, ValueError):
                pass
=== super-init-again | the constructor of an object the runtime made
import re, string, functools, random, collections
def f(): pass
for x in (range(10**9), re.compile("a"), re.match("a", "a"), string.Template("a"), random.Random(1),
          functools.lru_cache(f).cache_info(), functools.cached_property(f),
          functools.cmp_to_key(f)(1), property(f), slice(1), map(f, []), functools.partial(f),
          collections.ChainMap()):
    init = getattr(x, "__init__", None)
    for args in ((), (print,), (print, print), ({}, {}, {})):
        try:
            init(*args)
        except (AttributeError, TypeError, ValueError):
            pass
=== init-of-a-long-range | LongRange.__init__ puts any object where a range is
r = range(10**9)
try:
    r.__init__([probe])
except AttributeError:
    pass
else:
    win(r[0])
=== registry-of-abcs | ABCMeta.register changes a class all tenants share
import collections.abc as abc
class A: pass
for kind in (abc.Sized, abc.Mapping, abc.Sequence):
    try:
        kind.register(int)
    except (AttributeError, TypeError):
        pass
probe(isinstance(3, abc.Sized))
=== abc-caches | the caches of a shared ABC
import collections.abc as abc
for name in ("_abc_registry", "_abc_cache", "_abc_impl", "_abc_registry_clear", "__subclasshook__"):
    probe(getattr(abc.Sized, name, None))
=== class-of-a-liar | __class__ as a property
class A:
    __class__ = property(lambda self: list)
=== instancecheck | hooks of isinstance
class A:
    def __instancecheck__(self, x): return True
=== getattr-hook-lies | a guest's __getattr__ answers what the runtime asks
class A:
    def __getattr__(self, name): return probe
    def __call__(self, *a, **k): return self
a = A()
for f in (str, repr, print, list, len, hash, sorted, sum, vars, dir, iter, isinstance, bytes, dict):
    try:
        f(a)
    except TypeError:
        pass
[*A()] if hasattr(A, "__iter__") else None
=== alias-of-a-class-stores | `C[int]()` sets `__orig_class__` of whatever `__new__` returns
import collections.abc, contextlib, json, statistics
def new(cls, x): return x
class New:
    __new__ = new
class A(list):
    __new__ = new
class B(New, dict): pass
class C(list):
    __new__ = new
    def __class_getitem__(cls, item): return super().__class_getitem__(item)
class D(collections.abc.Sized, New):
    def __len__(self): return 0
class E(contextlib.AbstractContextManager, New):
    def __exit__(self, *error): pass
class F(tuple):
    def __init_subclass__(cls): kinds.append(cls)
kinds = [A, B, C, D, E, type("T", (set,), {"__new__": new})]
class G(F):
    __new__ = new
for kind in kinds:
    for x in (sorted, json.dumps, statistics.NormalDist, statistics):
        for alias in (lambda: kind[int], lambda: kind.__class_getitem__(int),
                      lambda: super(kind, kind).__class_getitem__(int)):
            try:
                alias()(x)
                win(x)
            except (TypeError, AttributeError):
                pass
"""
)
