# ruff: noqa: E501  A row of a table stays on one line.
"""`super`, descriptors and `__class__`: what the machinery of classes is talked into."""

from .payloads import table

PAYLOADS = table(
    """
=== super-of-super | a super object as the object of another
class A:
    def f(self): return super()
x = A().f()
for name in ("__thisclass__", "__self__", "__self_class__", "__getattribute__", "__get__", "__init__", "__class__"):
    probe(getattr(x, name, None))
=== super-init-twice | super.__init__ makes it another one
class A:
    def f(self): return super()
x = A().f()
for args in ((), (list, []), (type, int), (object, print)):
    try: probe(x.__init__(*args))
    except (TypeError, RuntimeError, AttributeError): pass
=== super-get | a super object as an attribute is a descriptor
class A: pass
class B(A): pass
class C:
    s = super(B)
    @property
    def t(self): return super(C)
for x in (C().t, C.__dict__["s"]):
    for args in ((B(),), (B(), B), (print,), (None, B)):
        try: probe(x.__get__(*args))
        except (TypeError, AttributeError): pass
=== super-of-runtime | between the bases a guest sees there is one it does not
class L(list):
    def f(self, name):
        return getattr(super(), name)
class D(dict):
    def f(self, name): return getattr(super(D, self), name)
for name in ("__init__", "__new__", "__class__", "extend", "sort", "__iadd__", "__reduce_ex__", "__init_subclass__", "fromkeys", "update"):
    for kind in (L, D):
        try: probe(kind().f(name))
        except AttributeError: pass
=== super-classcell | the compiler's own cell
class A:
    def f(self): return __class__
    def g(self):
        def h(): return __class__
        return h
probe(A().f())
for name in ("__closure__", "__code__", "__globals__"):
    probe(getattr(A().g(), name, None))
=== super-in-comprehension | the first argument is another object
class A:
    def f(self):
        return [super().__init__ for self in ([], print, int, lookup)]
try: probe(A().f())
except (TypeError, AttributeError): pass
=== super-rebound-self | self is bound anew before super()
class A(list):
    def f(self, x):
        self = x
        return super().append
for x in ([], print, type, A, lookup, till):
    try: probe(A().f(x))
    except (TypeError, AttributeError): pass
=== super-by-another-name | an alias, a subclass, a partial
import functools
class S(super): pass
=== super-shadowed | zero arguments find the builtin by name
class A(dict):
    def f(self):
        super = lambda *a: probe(a) or print
        return super().__class__
A().f()
=== super-deleted-class | the class is gone from its own cell
def make():
    class A:
        def f(self): return super().__init__
        def g(self):
            nonlocal_class = __class__
            return nonlocal_class
    return A
probe(make()().f())
=== descriptor-three | get, set and delete by a guest, on classes of the runtime
class D:
    def __get__(self, obj, owner=None): probe([obj, owner]); return lambda *a, **k: probe(a)
    def __set__(self, obj, value): probe([obj, value])
    def __delete__(self, obj): probe(obj)
for base in (list, dict, Exception, int, str, set, object):
    try:
        class A(base):
            args = d = D()
            __doc__ = D()
            __len__ = D()
        a = A()
        a.d, A.d
        a.d = 1
        del a.d
        len(a)
    except (TypeError, AttributeError): pass
=== descriptor-method-get | binding functions of the runtime to objects of one's own
class A: pass
for f in (sorted, print, lookup, getattr, [].append, str.join, till.take, len):
    get = getattr(f, "__get__", None)
    if get:
        for args in ((A(),), (A(), A), (None, A)):
            try:
                bound = get(*args)
                for name in ("__self__", "__func__", "__globals__", "__code__"):
                    probe(getattr(bound, name, None))
            except TypeError: pass
=== descriptor-property-of-runtime | property objects around functions of the runtime
for f in (print, sorted, lookup, till.take, type, vars, globals, locals):
    class A:
        x = property(f)
        y = staticmethod(f)
        z = classmethod(f)
    for name in ("x", "y", "z"):
        try: probe(getattr(A(), name))
        except (TypeError, AttributeError): pass
    for each in vars(A).values():
        for name in ("fget", "__func__", "__wrapped__", "__self__"):
            found = getattr(each, name, None)
            probe(found)
            try: found.poison = 1
            except (TypeError, AttributeError): pass
=== descriptor-set-name-late | __set_name__ called by hand
import functools, enum
class A: pass
for x in (functools.cached_property(lambda s: 1), property(len), enum.auto(), functools.partialmethod(print)):
    for owner in (A, list, int, Exception, type(till)):
        try: x.__set_name__(owner, "poison")
        except (AttributeError, TypeError): pass
=== descriptor-cached-property | writes into the dictionary of anything
import functools
p = functools.cached_property(lambda self: "poison")
class A: p = p
for x in (print, list, Exception, lookup, till, functools, A, 3):
    try: probe(p.__get__(x))
    except (AttributeError, TypeError): pass
=== descriptor-slots-shadow | a slot of the name of a method that the runtime asks for
class A:
    __slots__ = ("append", "format", "keys", "items", "close", "send")
a = A()
a.format = a.keys = a.items = lambda *args: probe(args) or []
try: dict(a)
except (TypeError, KeyError, AttributeError): pass
stash(a)
=== class-assignment-in-place | augmented, unpacked, deleted, walrus, for, with
class A: pass
a = A()
for a.__class__ in [list]: pass
=== class-assignment-unpacked | in a tuple
class A: pass
a = A()
a.x, a.__class__ = 1, list
=== class-assignment-with | as the target of `with`
import contextlib
class A: pass
a = A()
with contextlib.nullcontext(list) as a.__class__: pass
=== class-assignment-by-dict | in the dictionary of the instance, of the class
class A: pass
a = A()
a.__dict__["__class__"] = list
vars(a).update(__class__=list)
probe(a.__class__)
type("B", (), {"__class__": list})
=== class-assignment-by-copy | state that is put back
import copy
class A:
    def __init__(self): self.__dict__.update(x=1)
a = A()
a.__dict__["__class__"] = type(print)
b = copy.copy(a)
probe(type(b)); probe(b.__class__)
=== class-assignment-by-namespace | SimpleNamespace and keywords
import types
x = types.SimpleNamespace(**{"__class__": list, "__dict__": {}, "__doc__": 1})
probe(x.__class__)
stash(x)
=== class-assignment-layout | objects of another layout under a method of the runtime
class A(list): pass
class B(dict): pass
for f, x in ((list.append, B()), (dict.update, A()), (list.sort, {}), (dict.__setitem__, []), (set.add, [])):
    try: f(x, 1)
    except (TypeError, AttributeError): pass
"""
)
