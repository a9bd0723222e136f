"""From any object to its class, from there to all classes, from there to what they import."""

from .payloads import table

PAYLOADS = table(
    """
=== subclasses-of-object | Jinja SSTI classic
probe([c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "_wrap_close"])
=== subclasses-by-getattr | smolagents issue 1 (2025), getattr with a joined name
sub = getattr(().__class__.__base__, "__sub" + "classes__")
probe(sub())
=== mro-of-a-string | Jinja SSTI classic
probe("".__class__.__mro__[1])
probe("".__class__.__mro__)
=== real-list-by-class | a raw constructor outruns every budget
probe([].__class__)
probe([].__class__.__mro__)
probe([].__class__.__bases__)
=== real-type-by-type | pysandbox
probe(type(()))
probe(type(type(())))
probe(().__class__.__class__)
=== mro-method | CTF pyjail classic
probe(list.mro())
probe(type.mro(list))
=== init-globals-of-a-class | Jinja SSTI, cycler.__init__.__globals__
class A:
    def __init__(self): pass
probe(A.__init__.__globals__)
=== init-globals-by-getattr | Jinja SSTI, attr filter
class A:
    def __init__(self): pass
probe(getattr(getattr(A, "__init__"), "__globals__"))
=== super-of-a-stand-in | `super` looks in real classes
probe(super(list, []).__getattribute__)
probe(super(list, list).mro)
=== super-subclasses | super(type, cls) reaches the metaclass
class A: pass
probe(super(type(A), A).__subclasses__())
=== super-unbound-get | an unbound super binds itself to anything
class A: pass
s = super(A)
probe(s.__get__(A(), A))
probe(s.__thisclass__)
=== super-of-own-class | past the guest's class lies the runtime's basis
class L(list):
    def up(self): return super()
for name in ("__class__", "__self_class__", "__init__", "__dict__", "__reduce_ex__"):
    try:
        probe(getattr(L().up(), name))
    except (AttributeError, TypeError):
        pass
=== basis-by-mro | the private basis of a guest's list must not show
class L(list): pass
probe(L.__mro__)
probe(L.__bases__)
probe(L.__base__)
=== generic-alias-origin | list[int] forwards attributes to the real class
probe(list[int].__origin__)
probe(list[int].__mro__)
probe(type(list[int]))
probe(list[int].__reduce_ex__(2))
=== union-args | the parts of a union
probe((list | int).__args__)
probe((list[int] | None).__args__)
=== type-of-exotic-things | types with constructors no guest may call
def f(): yield
for x in (f, f(), f.__init__, [].append, "".__len__, {}.keys(), iter([]), print, len,
          NotImplemented, property(f), super, {}.items, str.join, dict.fromkeys, range(10**9),
          map(f, ())):
    t = type(x)
    probe(t)
    for call in (lambda: t(), lambda: t(x), lambda: t(compile, {})):
        try:
            probe(call())
        except (TypeError, NameError):
            pass
=== function-type-makes-functions | types.FunctionType(code, globals)
F = type(lambda: 0)
win(F((lambda: 0).__code__, {}))
=== class-getitem-binds | a class method keeps the real class
probe(list.__class_getitem__(int).__origin__)
probe(dict.fromkeys.__self__)
probe([].append.__self__.__class__)
=== reduce-ex | CTF pyjail: __reduce_ex__ returns copyreg functions
probe(().__reduce_ex__(2))
probe(object().__reduce__())
=== new-of-the-real-class | __new__ through object
probe(object.__new__(list))
=== new-of-anything | tuple.__new__(type, ...)
probe(type.__new__(type, "X", (), {}))
=== dir-names | dir() shows what may be read, and no more
probe([getattr(x, name) for x in ((), [], "", print, len) for name in dir(x)])
=== str-subclass-of-dunder | a str whose text changes between check and use
class S(str):
    n = 0
    def __str__(self): return "real"
    def __eq__(self, other): return True
    def __hash__(self): return hash("real")
    def startswith(self, *a): return False
    def endswith(self, *a): return False
probe(getattr((), S("__class__")))
probe(getattr((lambda: 0), S("__globals__")))
=== getattr-through-map | builtins passed as values
for x in map(getattr, [(lambda: 0)] * 3, ["__globals__", "__code__", "__closure__"], [0, 0, 0]):
    probe(x)
=== nfkc-dunder | identifiers are compared after NFKC (PEP 3131)
def f(): pass
probe(f.__g\u217cobals__)
=== nfkc-low-line | U+FF3F is `_` to the compiler
def f(): pass
probe(f._\uff3fglobals_\uff3f)
=== nfkc-getattr | getattr does not normalise; the name must not exist
def f(): pass
probe(getattr(f, "_\uff3fglobals__"))
=== mangled-private | a private name in a class named to produce a dunder
class _:
    def f(self): return self.__globals
class __Attr__:
    def f(self): return __attr
probe(__Attr__().f())
=== getattribute-by-object | object.__getattribute__ ignores every guard
probe(object.__getattribute__(lambda: 0, "__globals__"))
=== super-getattribute | the same through super
class A:
    def get(self, x, n): return super().__getattribute__(n)
probe(A().get(0, "__class__"))
=== module-getattr | stand-ins of modules have a Python __getattr__
import math
probe(math.__getattr__)
probe(math.__class__)
probe(type(math))
type(math)("x")
"""
)
