# ruff: noqa: E501  A row of a table stays on one line.
"""`types`."""

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = """
import types
from types import *
"""

test_same = same(
    HEADER,
    """
    n = SimpleNamespace(a=1, b="x")
    n, n.a, n == SimpleNamespace(a=1, b="x"), vars(n), repr(SimpleNamespace()), sorted(n.__dict__)

    n = SimpleNamespace()
    n.x = 1
    n.x += 2
    setattr(n, "y", 5)
    del n.x
    n, hasattr(n, "x"), getattr(n, "y"), "y" in vars(n)

    SimpleNamespace(1, 2, 3)

    @types.coroutine
    def nap(n):
        got = yield n
        return got * 2
    async def main(): return await nap(3) + 1
    c = main()
    first = c.send(None)
    try: c.send(5)
    except StopIteration as stop: found = stop.value
    first, found, types.coroutine(nap) is nap, types.coroutine(main) is main, nap.__name__

    types.coroutine(3)

    class G:
        def __iter__(self): return self
        def __next__(self): return self.send(None)
        def send(self, v): raise StopIteration(7)
        def throw(self, *a): raise a[0]
        def close(self): pass
    import collections.abc
    @types.coroutine
    def make(): return 4
    make(), make.__name__

    def plain(): yield 1
    async def main(): await plain()
    main().send(None)

    A = types.new_class("A", (int,), {}, lambda ns: ns.update(x=1, f=lambda self: self + 1))
    A.x, A(3).f(), A.__name__, A.__module__, A.__bases__, types.new_class("B").__mro__, types.resolve_bases((int,)), types.resolve_bases((list[int],)), types.prepare_class("C", (), {"a": 1})[1:]

    class Meta(type):
        @classmethod
        def __prepare__(mcls, name, bases, **kw): return super().__prepare__(name, bases, **kw) | {"y": len(kw)}
        def __new__(mcls, name, bases, ns, z=0): return super().__new__(mcls, name, bases, {**ns, "z": z})
        def __init__(cls, name, bases, ns, z=0): super().__init__(name, bases, ns)
    settings = {"metaclass": Meta, "z": 2}
    C = types.new_class("C", (int,), settings, lambda ns: ns.update(x=1))
    D = types.new_class("D", (C,))
    M, ns, kw = types.prepare_class("E", (C,), {"z": 5})
    C.x, C.y, C.z, type(C) is Meta, D.z, type(D) is Meta, sorted(settings), M is Meta, ns, kw

    types.new_class("X", (int, object), dict(metaclass=lambda *args, **kw: (args, kw), x=0))

    seen = []
    try: types.new_class("X", (), {"metaclass": 5}, lambda ns: seen.append(ns))
    except TypeError as e: seen.append(str(e))
    seen

    types.new_class("X", (int,), {"metaclass": "no"})

    import abc
    A = types.new_class("A", (), {"metaclass": abc.ABCMeta}, lambda ns: ns.update(f=abc.abstractmethod(lambda self: 1)))
    A()

    class M1(type): pass
    class M2(type): pass
    class A(metaclass=M1): pass
    types.new_class("B", (A,), {"metaclass": M2})

    SimpleNamespace().nope

    SimpleNamespace(a=1) < SimpleNamespace(a=2)

    class Config(SimpleNamespace):
        def get(self, k): return getattr(self, k, None)
        def __init__(self, **kw): super().__init__(**{"debug": False, **kw})
    c = Config(port=80)
    c.get("port"), c.get("x"), c.debug, c, isinstance(c, SimpleNamespace)

    n = SimpleNamespace(**{"a b": 1, "x": [1, 2]})
    n, n.__dict__["a b"]

    n = SimpleNamespace(x=1)
    n.me = n
    repr(n)

    match SimpleNamespace(a=1):
        case SimpleNamespace(a=v): r = v
    r

    d = {"a": 1}
    p = MappingProxyType(d)
    d["b"] = 2
    p, p["b"], dict(p), list(p), len(p), "a" in p, p.get("z", 0), p == d, list(p.items()), isinstance(p, MappingProxyType), {**p}

    MappingProxyType({})["x"] = 1

    MappingProxyType([1])

    MappingProxyType({}).nope

    from collections.abc import Mapping
    isinstance(MappingProxyType({}), Mapping), MappingProxyType({"a": 1}) | {"b": 2}

    def f(): yield
    class C:
        def m(self): return self
        @staticmethod
        def s(): pass
    isinstance(f, FunctionType), isinstance(lambda: 0, LambdaType), isinstance(C().m, MethodType), isinstance(f(), GeneratorType), isinstance(len, BuiltinFunctionType), isinstance([].append, BuiltinMethodType), isinstance(C.m, FunctionType), isinstance(C.s, FunctionType), isinstance(3, FunctionType), isinstance(str.isascii, MethodDescriptorType), isinstance(str.__len__, WrapperDescriptorType), isinstance("".__len__, MethodWrapperType)

    type(None) is NoneType, isinstance(None, NoneType), isinstance(..., EllipsisType), isinstance(NotImplemented, NotImplementedType), isinstance(int | str, UnionType), isinstance(list[int], GenericAlias), isinstance(types, ModuleType), type(lambda: 0) is FunctionType

    FunctionType.__name__, MethodType.__name__, NoneType.__name__, SimpleNamespace.__name__, repr(SimpleNamespace), MappingProxyType.__name__

    class C:
        def __init__(self): self.v = 3
    def get(self, k=1): return self.v * k
    c = C()
    c.get = MethodType(get, c)
    c.get(), c.get(k=2), c.get.__self__ is c, c.get.__func__ is get

    MethodType(3, 4)

    GeneratorType()

    def kind(x):
        match x:
            case FunctionType(): return "function"
            case NoneType(): return "none"
    kind(kind), kind(None)

    def check(x: int | None): return isinstance(x, (int, NoneType))
    check(None), check(3), check("x")

    import json
    json.dumps(vars(SimpleNamespace(a=1, b=[2])))

    data = {"user": {"name": "x", "tags": [1]}}
    def wrap(x):
        if isinstance(x, dict): return SimpleNamespace(**{k: wrap(v) for k, v in x.items()})
        return [wrap(v) for v in x] if isinstance(x, list) else x
    wrap(data).user.name, wrap(data)
    """,
)

test_differs = gives(
    HEADER,
    {
        "types.CodeType": "AttributeError: module 'types' has no attribute 'CodeType' here",
        "types.FrameType": "AttributeError",
        "types.CellType": "AttributeError",
        "types.TracebackType": "AttributeError",
        "types.DynamicClassAttribute": "AttributeError",
        "types.new_class('A', (), {'metaclass': int})": "TypeError: metaclasses are not available here",
        "types.new_class('A', (), None, lambda ns: ns.update({'__next__': print}))": "TypeError: __next__ must be",
        "types.new_class('A', (), None, lambda ns: ns.update({'__reduce__': print}))": "TypeError: a class may not define __reduce__",
        "types.new_class('A', (bool,))": "TypeError",
        "FunctionType(1, {})": "TypeError: cannot create 'function' instances",
        "ModuleType('x')": "TypeError: cannot create 'module' instances",
        "SimpleNamespace.x = 1": "TypeError",
        "class M(MappingProxyType): pass": "TypeError",
        "MethodType(str.format, '{0.__globals__}')(lambda: 0)": "AttributeError",
        "class E:\n    def __eq__(self, o):\n        o['x'] = 1\n        return True\nd = {}\nMappingProxyType(d) == E(), d": "(True, {'x': 1})",
    },
)  # fmt: skip

test_stopped = stopped(
    HEADER,
    """
    x = []
    for _ in range(40): x = [x, x]
    repr(SimpleNamespace(x=x))

    x = []
    for _ in range(40): x = SimpleNamespace(a=x, b=x)
    str(x)

    x = y = []
    for _ in range(40): x, y = SimpleNamespace(a=x, b=x), SimpleNamespace(a=y, b=y)
    x == y

    x = []
    for _ in range(40): x = [x, x]
    repr(MappingProxyType({1: x}))
    """,
)


def test_proxies_are_not_nested_without_end() -> None:
    source = "from types import *\nx = {}\nfor _ in range(10**4): x = MappingProxyType(x)"
    with pytest.raises(cloche.GuestError, match="RecursionError"):
        cloche.run(source)


def test_a_namespace_leaves_as_a_record() -> None:
    record = cloche.run("from types import SimpleNamespace\nSimpleNamespace(a=1, b=[2])")
    assert (record.__type_name__, vars(record)) == ("SimpleNamespace", {"a": 1, "b": [2]})
    source = "from types import SimpleNamespace\nclass C(SimpleNamespace): pass\nC(a=1)"
    assert vars(cloche.run(source)) == {"a": 1}
