"""What is stored where: in classes past their metaclass, in slots that C frees, by slices."""

from __future__ import annotations

import pytest
from differential import running
from held import held, paid

import cloche
from cloche.runtime.guards.writing import Settable
from harness import same

_META = (
    "class M(type):\n    def __setattr__(c, n, v): super().__setattr__(n, v)\n"
    "    def __delattr__(c, n): super().__delattr__(n)\nclass A(metaclass=M): x = 1\n"
)
_READ_ONLY = "AttributeError"
HELD = [
    # What is not the guest's own, or stands around something that is not.
    ("staticmethod(print).x = 1", _READ_ONLY),
    ("classmethod(print).x = 1", _READ_ONLY),
    ("property(print).__doc__ = 'x'", _READ_ONLY),
    ("def f(): pass\nf.__get__(1).x = 2", _READ_ONLY),
    ("getattr.x = 1", _READ_ONLY),
    ("import json\njson.x = 1", _READ_ONLY),
    ("import json\njson.JSONEncoder.default = 1", "TypeError: cannot set attributes of immutable"),
    ("list.append = 1", "TypeError: cannot set attributes of immutable type 'list'"),
    ("class M(type): pass\nM.x = 1", "TypeError: the metaclass 'M' cannot be changed"),
    # Special methods: what a class could not have been made with.
    ("class A: pass\nA.__new__ = lambda c: 1", "TypeError: __new__ of a class is defined in its"),
    ("class A: pass\nA.__set_name__ = 1", "TypeError: __set_name__ of a class is defined in its"),
    ("class A: pass\nA.__next__ = len", "TypeError: __next__ must be a function"),
    ("[].__len__ = 1", "AttributeError: 'list' object attribute '__len__' is read-only"),
    ("len.__call__ = 1", "AttributeError"),
    ("int.__len__ = lambda s: 1", "TypeError: cannot set attributes of immutable type 'int'"),
    # The same past the metaclass.
    (f"{_META}A.__next__ = len", "TypeError: __next__ must be a function"),
    (f"{_META}setattr(A, '__next__', len)", "TypeError: __next__ must be a function"),
    (f"{_META}M.__setattr__(A, '__next__', len)", "TypeError: __next__ must be a function"),
    (f"{_META}M.__setattr__(A, '__bases__', (int,))", "AttributeError: __bases__ of a class is"),
    (f"{_META}M.__setattr__(A, '__class__', type)", "AttributeError: __class__ of a class is"),
    (f"{_META}M.__setattr__(A, '__del__', len)", "AttributeError: __del__ of a class is read-only"),
    (f"{_META}M.__setattr__(A, 5, len)", "TypeError: attribute name must be string, not 'int'"),
    ("type.__setattr__(5, 'x', len)", "TypeError: only a class with a metaclass"),
    ("type.__setattr__(int, 'x', len)", "TypeError: only a class with a metaclass"),
    ("class B: pass\ntype.__setattr__(B, 'x', len)", "TypeError: only a class with a metaclass"),
    ("class B: pass\ntype.__delattr__(B, 'x')", "TypeError: only a class with a metaclass"),
    (f"{_META}M.__delattr__(A, '__len__')", "TypeError: __len__ cannot be removed"),
    (f"{_META}M.__delattr__(A, '__class__')", "AttributeError: __class__ of a class is read-only"),
    (f"{_META}class S(str):\n    def startswith(self, *a): return False\n"
     "    endswith = startswith\nM.__setattr__(A, S('__bases__'), (int,))",
     "AttributeError: __bases__ of a class is"),
    # C frees one in the other, and has no bound.
    ("e = None\nfor _ in range(200):\n    n = ValueError()\n    n.__cause__ = e\n    e = n",
     "RecursionError"),
    ("e = None\nfor _ in range(200):\n    n = StopIteration()\n    n.value = e\n    e = n",
     "RecursionError"),
    ("e = None\nfor _ in range(200):\n    def f(): pass\n    f.__doc__ = e\n    e = f",
     "TypeError: __doc__ of a function is no 'function' object here"),
    ("e = None\nfor _ in range(200):\n    p = property(lambda s: 1)\n    p.__doc__ = e\n    e = p",
     "TypeError: __doc__ of a property is no 'property' object here"),
    # What a slice is assigned is gone through in C.
    ("x = []\nx[0:0] = iter(int, 1)", "limit"),
    ("x, y = [], [1]\nx[0:0], y[0] = iter(int, 1), 2", "limit"),
    ("x = bytearray()\nx[0:0], y = iter(int, 1), 2", "limit"),
    ("x, k = [], slice(0, 0)\nx[k] = iter(int, 1)", "limit"),
    ("class L(list): pass\nx = L()\nx[0:0], y = iter(int, 1), 2", "limit"),
    ("x = {}\nk = (1, 1)\nfor _ in range(60): k = k, k\nx[k], y = 1, 2", "limit"),
    ("x = {}\nk = (1, 1)\nfor _ in range(60): k = k, k\nx[5, k], y = 1, 2", "limit"),
    # Text that widths and arguments make.
    ("('%999s' * 100_000) % ((1,) * 100_000)", "limit"),
    ("s = 'x' * 2**20\n('%s' * 500) % ((s,) * 500)", "limit"),
    ("s = b'x' * 2**20\n(b'%s' * 500) % ((s,) * 500)", "limit"),
    ("s = 'x' * 2**20\nd = {'a': s}\n('%(a)s' * 500) % d", "limit"),
    ("'%*d' % (10**9, 1)", "limit"),
    ("'%.999999999f' % 1.0", "limit"),
    ("x = [1]\nfor _ in range(40): x = [x, x]\n'%s' % x", "limit"),
    ("x = [1]\nfor _ in range(40): x = [x, x]\n'%s%s' % (1, x)", "limit"),
    ("x = [1]\nfor _ in range(40): x = [x, x]\n'%(a)s' % {'a': x}", "limit"),
    ("x = [1]\nfor _ in range(40): x = [x, x]\nclass D(dict):\n"
     "    def __missing__(self, k): return x\n'%(a)s' % D()", "limit"),
    ("x = [1]\nfor _ in range(40): x = [x, x]\n'%s' % {'a': x}", "limit"),
    ("x = [1]\nfor _ in range(40): x = [x, x]\nf'{x}'", "limit"),
    ("x = [1]\nfor _ in range(40): x = [x, x]\nf'{1:{x}}'", "limit"),
    ("s = 'x' * 2**20\nf'" + "{s}" * 300 + "'", "limit"),
    ("s = ['x' * 2**20]\nf'" + "{s}" * 300 + "'", "limit"),
    ("class S(str): pass\nw = S('>999999999')\nformat(1, w)", "limit"),
]  # fmt: skip

SAME = """
class M(type):
    def __setattr__(c, n, v): print("set", n); super().__setattr__(n, v)
    def __delattr__(c, n): print("del", n); super().__delattr__(n)
class A(metaclass=M): x = 1
A.y = 2
A.__len__ = lambda self: 3
A.__doc__ = "doc"
del A.x
try: del A.x
except AttributeError as error: print(error)
len(A()), A.y, A.__doc__, hasattr(A, "x")

class A: pass
a = A()
a.__len__ = lambda: 5
def f(): pass
f.x, f.__doc__ = [f], "doc"
p = property(f)
p.__doc__ = "p"
e = ValueError(1)
e.x, e.__cause__, e.args = {1: e}, KeyError(2), (3,)
e.__cause__ = e.__context__ = None
del e.x, f.x
a.__len__(), f.__doc__, p.__doc__, e.args, e.__cause__, hasattr(e, "x"), hasattr(f, "x")

x, y, z = [1, 2, 3], bytearray(b"abc"), {}
x[0:1], y[1:2], z[1] = (i for i in (7, 8)), b"xyz", 2
x[::2], z["a", 2] = [0, 0], 3
for x[5:] in ([1], [2]): pass
k = slice(0, 1)
x[k], w = [9], 1
class L(list):
    def __setitem__(self, key, value): print(key, list(value)); super().__setitem__(key, [5])
l = L([1])
l[0:1], w = (i for i in "ab"), 2
x, y, z, l

class M:
    def __getitem__(self, k): return k * 2
class T(tuple): pass
class S(str):
    def __mod__(self, other): return type(other).__name__
d = {"a": 1, "%": 2}
print("%(a)s%% %(a)5d|%(%)s" % d, "%(x)s" % M(), "%s" % M.__name__)
print("%s %s" % T((1, 2)), S("%(a)s") % d)
for form, given in (("%d %(a)s", d), ("%(a)s", 5), ("%(a)s", "x"), ("%s %s", (1,)), ("%d", "x"),
                    ("%(b)s", d), ("%(a", d), ("%", 1), ("%*d", (5, 1)), ("%z", 1), ("%s", ())):
    try: print(form % given)
    except (TypeError, ValueError, KeyError) as error: print(type(error).__name__, error)
b"%s %d %(a)s" % d if 0 else b"%(a)b|" % {b"a": b"x"}, bytearray(b"%s") % b"y"
"""

HELD += [
    ("list.__dict__['append']", "KeyError"),
    ("e = ValueError(1)\ne.args = iter(int, 1)", "limit"),
    ("x, y = [1], [1]\nfor _ in range(60): x, y = [x, x], [y, y]\n"
     "class E: pass\ndef equal(self, o): a[1], b[1] = x, y; return True\n"
     "E.__eq__ = equal\na, b = [E(), []], [E(), []]\na == b", "limit"),
]  # fmt: skip

SAME += """
class A: pass
def f(): pass
a = A()
a.__dict__["x"] = 3
f.__dict__["y"] = 4
print(type(A.__dict__), type(f.__dict__), a.x, f.y, a.__dict__ is a.__dict__)
print(bool.__bases__, bool.__base__, Exception.__bases__)

from collections import Counter, OrderedDict, defaultdict, deque
kinds = OrderedDict, deque, Counter, defaultdict, bool
print([[c.__name__ for c in k.__mro__] for k in kinds], [(k.__bases__, k.__base__) for k in kinds])
class D(deque): pass
class O(OrderedDict): pass
print(D.__bases__, D.__base__, D.__mro__, O.__mro__, O.__bases__, O.__base__)

from functools import wraps
class A:
    def f(self, x: int = 0): pass
    s = staticmethod(f)
    c = classmethod(f)
a = A()
print(A.f.__annotations__, a.f.__annotations__, A.c.__annotations__)
print(A.__dict__["s"].__annotations__)
@wraps(a.f)
def g(): pass
print(g.__wrapped__ == a.f, A.__dict__["s"].__wrapped__ is A.f)
for x in (a.f, A.c, A.__dict__["s"]):
    for n in ("__isabstractmethod__", "__match_args__"):
        try: print(getattr(x, n))
        except AttributeError as e: print(n)

class A:
    d = {0: 1}
    try:
        d[1] *= 2
    except KeyError: pass
    try: (1 / 0).x += 1
    except ZeroDivisionError: pass
print(sorted(n for n in vars(A) if n[0] != "_" or n[:3] == "__t"))

class M(type): pass
class N(M): pass
class A(metaclass=M): pass
class B(A, metaclass=N): pass
class C(A): pass
class D(C, metaclass=M): pass
print(*(type(c).__name__ for c in (A, B, C, D)))

e = ValueError(1)
e.args = iter([1, 2])
print(e.args)
e.args = [3]
print(e.args)
class X(Exception):
    args = 5
x = X()
x.args = [1]
print(x.args)
class Y(Exception):
    def __setattr__(self, n, v): print(n, v); super().__setattr__(n, v)
y = Y()
y.args = [1, 2]
print(y.args)
try: e.args = 5
except TypeError as z: print(z)
"""

test_held = held(HELD)
test_paid = paid([("x, e = [0] * 20_000, ValueError()\nfor _ in range(5): e.args = x", 90_000)])
test_same = same(SAME)


def test_nothing_special_is_removed():
    with running(), pytest.raises(TypeError, match="__len__ cannot be removed"):
        del Settable(type("A", (), {})).__len__


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize(
    "store",
    ["x[::2] = E()", "x[::-1] = E()", "x.__setitem__(slice(None, None, 2), E())",
     "import operator; operator.setitem(x, E.s, E())", "(x[::2], y) = E(), 1"],
)  # fmt: skip
def test_what_fills_an_extended_slice_may_empty_the_list(store: str, optimize: bool) -> None:
    """C counts the places of it first (https://github.com/python/cpython/issues/120384)."""
    source = f"""
x = [*range(100)]
class E:
    s = slice(1, 90, 3)
    def __iter__(self): x.clear(); return iter([1] * 50)
try: {store}
except ValueError as error: found = str(error)
found, x
"""
    assert cloche.Sandbox(optimize=optimize).run(source) == (
        "attempt to assign sequence of size 50 to extended slice of size 0", [],
    )  # fmt: skip
