"""Binding, shadowing and deleting the names of the guards, in every form that binds a name."""

from .payloads import Payload, table

#: Every form that binds a name, around each name that matters.
FORMS = {
    "assign": "{} = probe",
    "unpack": "({}, *rest) = probe, 1",
    "augmented": "{} += 1",
    "annotated": "{}: int = 1",
    "annotation-only": "def f():\n    {}: int\n    return {}",
    "walrus": "({} := probe)",
    "for": "for {} in [probe]: pass",
    "comprehension": "[{} for {} in [probe]]",
    "def": "def {}(*a): return True",
    "class": "class {}: pass",
    "parameter": "def f({}): return [].append\nf(1)",
    "positional-only": "def f({}, /): pass",
    "keyword-only": "def f(*, {}): pass",
    "star-args": "def f(*{}): pass",
    "star-kwargs": "def f(**{}): pass",
    "lambda": "f = lambda {}: 1",
    "keyword": "print({}=1)",
    "class-keyword": "class A({}=1): pass",
    "import": "import {}",
    "import-as": "import math as {}",
    "from-as": "from math import pi as {}",
    "except-as": "try:\n    1 / 0\nexcept ZeroDivisionError as {}: pass",
    "except-star-as": "try:\n    1 / 0\nexcept* ZeroDivisionError as {}: pass",
    "with-as": "class C:\n    def __enter__(self): return self\n    def __exit__(self, *a): pass\n"
    "with C() as {}: pass",
    "capture": "match 1:\n    case {}: pass",
    "capture-star": "match [1]:\n    case [*{}]: pass",
    "capture-rest": "match dict(a=1):\n    case {{**{}}}: pass",
    "capture-as": "match 1:\n    case 1 as {}: pass",
    "pattern-keyword": "match 1:\n    case int({}=x): pass",
    "global": "def f():\n    global {}\n    {} = 1\nf()",
    "nonlocal": "def f():\n    {} = 1\n    def g():\n        nonlocal {}",
    "del": "del {}",
    "class-body": "class A:\n    {} = 1\n    x = [].append",
    "class-body-def": "class A:\n    def {}(self): pass",
    "slots": "class A:\n    __slots__ = ('{}',)",
    "read": "probe({})",
    "attribute": "probe(print.{})",
    "store-attribute": "print.{} = 1",
    "type-parameter": "def f[{}](): pass",
    "type-alias": "type {} = int",
}
NAMES = ("__attr__", "__ticks__", "__tick__", "__t1__", "__builtins__", "__import__",
         "__build_class__", "__a\\u017f\\u017fr__", "__\\uff54ick__", "__result__")  # fmt: skip


def _forms() -> list[Payload]:
    names = [name.encode().decode("unicode_escape") for name in NAMES]
    return [
        # One name a form, in turn, so that each name meets several forms.
        Payload(
            f"bind-{form}-{name}", "RestrictedPython, guards by name", text.replace("{}", name)
            .replace("{{", "{").replace("}}", "}") + "\nwhile True: pass\n",
        )
        for number, (form, text) in enumerate(FORMS.items())
        for name in (names[number % len(names)], names[(3 * number + 1) % len(names)])
    ]  # fmt: skip


PAYLOADS = _forms() + table(
    """
=== shadow-builtins | a guard must not use what the guest can rebind
def isinstance(*a): return True
def type(*a): return int
def len(*a): return 0
def getattr(*a): return print
def next(*a): return True
int = str = list = tuple = dict = object
probe((lambda: 0).__class__)
for i in [1, 2, 3]:
    pass
while True:
    pass
=== shadow-by-double-star | keywords nobody spelled
def f(**kw): return kw
probe(f(**{"__attr__": 1, "__builtins__": 2, "__class__": 3}))
print(**{"__globals__": 1})
=== shadow-class-keyword-by-double-star | metaclass by another way
class A(**{"metaclass": lambda *a, **k: win(a)}): pass
=== namespace-by-star-kwargs-class | class keywords
class A:
    def __init_subclass__(cls, **kw): probe(kw)
class B(A, __classcell__=1, __build_class__=2): pass
=== del-builtin | deleting what is not there
del len
while True: pass
=== globals-by-dict | the namespace as a dict
probe(__builtins__)
=== builtins-by-string | a key is no name
x = {"__builtins__": None}
probe(x)
=== annotations-of-a-module | module annotations are a dict of the guest
x: int = 1
probe(__annotations__)
=== name-is-main | rebinding __name__ misleads no import
__name__ = "os"
import math
probe(math)
=== future-annotations | code in annotations is never run
from __future__ import annotations
def f(x: __import__("os").system("true")): pass
probe(f.__annotations__)
=== dict-of-own-function | writes into function and instance dictionaries
def f(): pass
f.__dict__["__code__"] = 1
f.__dict__["__globals__"] = {}
class A: pass
a = A()
a.__dict__["__class__"] = list
a.__dict__["__dict__"] = 1
probe([a.__class__, a.__dict__, f.__dict__])
"""
)
