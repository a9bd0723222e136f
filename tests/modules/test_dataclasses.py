# ruff: noqa: E501  A row of a table stays on one line.
"""`dataclasses`."""

import pytest

import cloche

from .tables import gives, guarded, natively, same, shown, stopped

HEADER = (
    "from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass, "
    "FrozenInstanceError, InitVar, KW_ONLY, MISSING\nfrom typing import ClassVar\nimport typing"
)

test_same = same(
    HEADER,
    """
    @dataclass
    class P:
        "doc"
        x: int
        y: float = 2.5
    p = P(1)
    p, p == P(1), p != P(2), p == 3, P(1, y=3), P.__match_args__, P.__doc__, P.y, p.__dict__, is_dataclass(P), is_dataclass(p), is_dataclass(3)

    @dataclass
    class P:
        x: int
        y: "list[int]" = field(default_factory=list)
        z: int = 3
    P.__doc__, P(1).y is P(1).y, P.__annotations__, [f.name for f in fields(P)], [f.type for f in fields(P(1))], hasattr(P, "y"), P.z

    @dataclass
    class P: pass
    P(), P() == P(), P.__doc__, fields(P)

    @dataclass
    class P:
        x: int
    P()

    @dataclass
    class P:
        x: int
    P(1, 2)

    @dataclass
    class P:
        x: int
    P(z=1)

    @dataclass
    class P:
        x: int = 1
        y: int

    @dataclass
    class P:
        x: list = []
    P

    @dataclass
    class P:
        x: int
    hash(P(1))

    @dataclass(frozen=True, order=True)
    class P:
        x: int
        y: str = "a"
    a, b = P(1), P(2)
    a < b, a <= b, a > b, a >= b, sorted([b, a]), hash(a) == hash(P(1)), {a: 1}[P(1)], a.__class__ is P

    @dataclass(frozen=True)
    class P:
        x: int
    P(1).x = 2

    @dataclass(frozen=True)
    class P:
        x: int
    p = P(1)
    try: del p.x
    except FrozenInstanceError as e: found = str(e), isinstance(e, AttributeError)
    found

    @dataclass(order=True)
    class P:
        x: int
    P(1) < 3

    @dataclass(order=True)
    class P:
        x: int
        def __lt__(self, o): return True
    P

    @dataclass(eq=False)
    class P:
        x: int
    P(1) == P(1), hash(P(1)) == 0

    @dataclass(unsafe_hash=True)
    class P:
        x: int
        y: int = field(default=0, hash=False, compare=False, repr=False)
    P(1, 2) == P(1, 3), hash(P(1, 2)) == hash(P(1, 3)), P(1, 2)

    @dataclass(slots=True)
    class P:
        x: int
        y: int = 5
    p = P(1)
    p, P.__slots__, hasattr(p, "__dict__"), replace(p, y=2), P.__name__

    @dataclass(slots=True)
    class P:
        x: int
    P(1).z = 3

    @dataclass(slots=True, frozen=True)
    class P:
        x: int
        def double(self): return self.x * 2
    P(4).double(), P(1) == P(1)

    @dataclass(kw_only=True)
    class P:
        x: int = 1
        y: int
    P(y=2), P.__match_args__

    @dataclass
    class P:
        y: int
        self: int
        x: int = field(default=3, kw_only=True)
        def __setattr__(self, name, value):
            stored.append((name, value))
            object.__setattr__(self, name, value)
    class Q(P):
        pass
    stored = []
    P(1, 2), Q(4, self=5, x=6), stored

    @dataclass
    class P:
        y: int
        z: int = field(default=7, init=False)
        x: int = 1
    class Q:
        pass
    q = Q()
    P.__init__(q, 2), q.__dict__, P(1).z

    @dataclass(slots=True)
    class P:
        y: int
        z: int = field(default=7, init=False)
    P(1), P(1).z

    @dataclass
    class P:
        y: int
        x: int = 1
    P(y=1, z=2)

    @dataclass
    class P:
        x: int
        _: KW_ONLY
        y: int = 1
    P(1, y=2), [f.kw_only for f in fields(P)], P.__doc__

    @dataclass
    class P:
        x: int
        c: ClassVar[int] = 5
        e: typing.ClassVar = 7
        f: typing.ClassVar[list] = []
        g: ClassVar = 8
    P(1), P.c, P.f, [f.name for f in fields(P)]

    @dataclass
    class P:
        x: int
        scale: InitVar[int] = 2
        def __post_init__(self, scale): self.x *= scale
    P(3), P(3, 5), [f.name for f in fields(P)]

    @dataclass
    class P:
        x: int
        y: InitVar[int]
        total: int = field(init=False)
        def __post_init__(self, y): self.total = self.x + y
    P(1, 2), P(1, 2).total

    @dataclass
    class A:
        x: int
        y: int = 0
    @dataclass
    class B(A):
        y: str = "b"
        z: int = 9
    B(1), [f.name for f in fields(B)], isinstance(B(1), A), A(1) == B(1), B.__mro__[1] is A

    @dataclass
    class A:
        x: int = 1
    class B(A):
        y: int = 2
    B(5), is_dataclass(B), fields(B)[0].name

    @dataclass(frozen=True)
    class A: x: int
    @dataclass
    class B(A): pass
    B

    @dataclass
    class P:
        a: object
        b: object = None
    x = P(P(1, [P(2)]), {"k": (P(3), P(4))})
    asdict(x), astuple(x), asdict(x, dict_factory=lambda kv: sorted(k for k, v in kv)), astuple(x, tuple_factory=list)

    @dataclass
    class P:
        a: object
    items = [1]
    p = P(items)
    asdict(p)["a"] is items, asdict(P({1, 2})), asdict(P((1, [2]))), asdict(P(b"x")), asdict(P(int))

    from collections import namedtuple, defaultdict, OrderedDict
    N = namedtuple("N", "q")
    @dataclass
    class P: a: object
    d = defaultdict(list, {"a": [P(2)]})
    asdict(P(N(P(1)))), asdict(P(OrderedDict(z=P(0))))

    asdict(3)

    replace(3)

    fields(3)

    @dataclass
    class P:
        x: int
        y: int = field(init=False, default=3)
    replace(P(1), x=2), replace(P(1), y=1)

    @dataclass
    class P:
        x: int = field(default=1, metadata={"unit": "m"})
    f = fields(P)[0]
    f.metadata["unit"], f.default, f.default_factory is MISSING, f.init, f.repr, f.hash, f.compare, f.kw_only, f.name

    field(default=1, default_factory=list)

    class D:
        def __get__(self, obj, cls): return 7 if obj is None else obj._v
        def __set__(self, obj, v): obj._v = v * 2
    @dataclass
    class P:
        x: int = D()
    P().x, P(4).x

    @dataclass
    class Node:
        value: int
        next: "Node | None" = None
    n = Node(1, Node(2)); n.next.next = n
    n

    @dataclass
    class P:
        x: int
        def __repr__(self): return "mine"
        def __eq__(self, o): return True
    P(1), P(1) == P(2)

    @dataclass(repr=False, match_args=False)
    class P:
        x: int
    hasattr(P, "__match_args__"), repr(P(1))[:3]

    @dataclass
    class Point:
        x: int
        y: int
    match Point(1, 2):
        case Point(a, y=b): found = (a, b)
    found

    class M(type):
        pass
    @dataclass(order=True)
    class P(metaclass=M):
        x: int = 1
        y: list = field(default_factory=list, kw_only=True)
    P() < P(2), P(3, y=[1]), P.x, hasattr(P, "y"), P.__match_args__, P.__init__.__module__, P.__init__.__qualname__

    @dataclass(slots=True)
    class P:
        x: int = 1
        y: list = field(default_factory=list)
        def __init_subclass__(cls): seen.append((cls.__name__, hasattr(cls, "__dataclass_fields__")))
    seen = []
    @dataclass(slots=True)
    class Q(P):
        x: str = "a"
        z: InitVar[int] = 4
        def __post_init__(self, z): self.y.append(z)
    Q(), Q("b", [1], 2), Q.__slots__, P.__slots__, seen, Q.__doc__, hasattr(Q(), "__dict__")

    class P:
        x: int = 1
    Q = dataclass(slots=True, order=True)(P)
    P is Q, P(2), P(1) < P(2), Q(2), P(1) == Q(1), P.x, Q.__slots__

    import abc
    @dataclass(order=True)
    class P(abc.ABC):
        x: int = 1
        @abc.abstractmethod
        def f(self): pass
    class A(abc.ABC):
        @abc.abstractmethod
        def __lt__(self, other): pass
        @abc.abstractmethod
        def g(self): pass
    @dataclass(order=True)
    class B(A):
        x: int = 1
        def g(self): return 2
    class C(A):
        x: int = 1
        def g(self): return 3
    try: C()
    except TypeError: found = True
    found, dataclass(order=True)(C)() < C(2), B() < B(2)

    class A:
        x: int = 1
    class B(A):
        pass
    @dataclass
    class C(B):
        x: int
        y: int = 2
    C(), C.x

    @dataclass(frozen=True)
    class A: x: int = 1
    @dataclass
    class B: y: int = 2
    @dataclass
    class C(B, A): pass

    @dataclass
    class A: x: int = 1
    @dataclass
    class B: x: int = 2; y: int = 3
    class C(A): pass
    @dataclass
    class D(C, B): z: int = 4
    D(), [f.name for f in fields(D)], fields(D)[0] is fields(A)[0]

    class Odd:
        def __bool__(self):
            asked.append(1)
            return False
    asked = []
    odd = Odd()
    @dataclass
    class P:
        x: int = field(default=1, repr=odd)
        y: int = field(default=2, init=odd)
    P(3), len(asked) > 0, fields(P)[0].repr is odd

    class P:
        x = field()
    dataclass(P)

    @dataclass
    class P:
        x: int = {}

    @dataclass
    class P:
        x: ClassVar[int] = field(default=1)
        y: ClassVar[list] = field(default_factory=list)

    @dataclass
    class P:
        x: int = 1
        def __eq__(self, other): return True
    @dataclass(unsafe_hash=True)
    class Q:
        x: int = 1
        def __eq__(self, other): return True
    P.__hash__ is None, hash(Q(1)) == hash(Q(1))

    @dataclass(unsafe_hash=True)
    class P:
        x: int = 1
        def __hash__(self): return 3

    @dataclass(weakref_slot=True)
    class P: x: int

    @dataclass(slots=True)
    class P:
        __slots__ = ("x",)
        x: int

    f = field(default=3)
    @dataclass
    class P:
        x: int = f
    fields(P)[0] is f, P.x, f.type, f.name

    @dataclass
    class P:
        self: int
        cls: int = 1
        MISSING: int = 2
        _type_x: int = 3
        BUILTINS: int = 4
    P(0), P(self=9).self

    @dataclass
    class A[T] if False else P: pass
    """.replace(
        """
    @dataclass
    class A[T] if False else P: pass
    """,
        "",
    ),
)

test_strings_name_what_the_guest_imported = gives(
    HEADER,
    {
        "@dataclass\nclass P:\n    x: int\n    d: 'ClassVar[int]' = 6\n    f: ' typing . ClassVar[list]' = []\nP(1)": "P(x=1)",
        "@dataclass\nclass P:\n    x: int\n    y: 'InitVar[int]'\n    def __post_init__(self, y): self.x += y\nP(1, 2)": "P(x=3)",
        "@dataclass\nclass P:\n    x: int\n    _: 'KW_ONLY'\n    y: int = 2\nP(1, y=3)": "P(x=1, y=3)",
        "@dataclass\nclass P:\n    x: 'sys.modules'\n    y: 'os.ClassVar' = 1\nP(1)": "P(x=1, y=1)",
        "from collections import defaultdict\n@dataclass\nclass P: a: object\nasdict(P(defaultdict(list, a=P(2))))": "{'a': defaultdict(<class 'list'>, {'a': {'a': 2}})}",
    },
)  # fmt: skip

test_fields_are_those_of_the_class = gives(
    HEADER
    + """
@dataclass
class P:
    x: int = 1
class Lie: pass
f = Lie()
f.name = '__reduce_ex__'
f.init = True
f._field_type = 1
seen = []
class Evil:
    def __eq__(self, other):
        seen.append(other)
        other['k'] = 1
        return True
""",
    {
        "p = P(3)\np.__dict__['__dataclass_fields__'] = {'a': f}\nreplace(p, x=4), asdict(p), len(fields(p))": "(P(x=4), {'x': 3}, 1)",
        "P.__dataclass_fields__['a'] = f\nreplace(P(3)), asdict(P(3)), astuple(P(3)), len(fields(P))": "(P(x=3), {'x': 3}, (3,), 1)",
        "q = Lie()\nq.__dict__['__dataclass_fields__'] = {'a': f}\nis_dataclass(q)": "False",
        "fields(P)[0].metadata == Evil()\n@dataclass\nclass Q:\n    x: int\nlen(seen), dict(fields(Q)[0].metadata)": "(1, {})",
        "@dataclass\nclass Q:\n    x: ClassVar[int] = 1\nQ.__dataclass_fields__['x'].metadata == Evil()\n@dataclass\nclass R(Q):\n    y: ClassVar[int]\n    z: int = 2\nR(), dict(R.__dataclass_fields__['y'].metadata)": "(R(z=2), {})",
        "@dataclass\nclass Q(str):\n    format: str = ''\nq = Q()\ndel q.format\ndel Q.format\nasdict(q)['format']('{0.__class__}', q)": "",
        "@dataclass\nclass Q(str):\n    format: str\nfields(Q)[0].default('{0.__class__}', 1)": "",
        "@dataclass(frozen=True)\nclass Q:\n    x: int = 1\nclass R(Q): pass\nr = R()\nr.y = 2\nr.__setattr__('__class__', Lie)": "AttributeError: ",
        "@dataclass(frozen=True)\nclass Q:\n    x: int = 1\nclass R(Q): pass\nr = R()\nr.y = 2\ndel r.y\nhasattr(r, 'y')": "False",
        "@dataclass(frozen=True)\nclass Q:\n    x: int = 1\nQ().y = 2": "FrozenInstanceError: cannot assign to field 'y'",
    },
)

test_refused = gives(
    HEADER,
    {
        "dataclass(int)": "TypeError: dataclass() takes a class that the program defines",
        "dataclass(3)": "TypeError: dataclass() takes a class",
        "class P: pass\nP.__annotations__ = {'x=print(1)': int}\ndataclass(P)": "ValueError: Field names must be valid identifiers",
        "class P: pass\nP.__annotations__ = {'__ticks__': int}\ndataclass(P)": "ValueError: Field names cannot be",
        "class P: pass\nP.__annotations__ = {'class': int}\ndataclass(P)": "ValueError: Field names cannot be a keyword",
        "class P: pass\nP.__annotations__ = {'_abc_impl': int}\ndataclass(P)": "ValueError: Field names cannot be",
        "class M(type):\n    def __setattr__(cls, n, v): pass\nclass P(metaclass=M): pass\ndataclass(P)": "TypeError: dataclass() is for classes that no metaclass of the program writes",
        "class M(type):\n    x = property(lambda c: 3)\nclass P(metaclass=M):\n    x: int\ndataclass(P)": "TypeError: dataclass() is for classes that no metaclass of the program writes",
        "class M(type): pass\n@dataclass(slots=True)\nclass P(metaclass=M): pass": "TypeError: dataclass(slots=True) takes no class with the metaclass M",
        "class S(str): pass\nclass P: pass\nP.__annotations__ = {S('x'): int}\ndataclass(P)": "TypeError: the names of fields",
        "class E(dict): pass\nclass P: pass\nP.__annotations__ = E(x=int)\ndataclass(P)": "TypeError: __annotations__ must be a dict",
        "@dataclass\nclass A: x: int\nA.__dataclass_fields__['y=print(1)'] = A.__dataclass_fields__['x']\n@dataclass\nclass B(A): pass": "TypeError: the fields of A were changed",
        "@dataclass\nclass A: x: int\nfields(A)[0].name = 'y'": "AttributeError",
        "@dataclass\nclass A: x: int\nfields(A)[0]._field_type": "AttributeError",
        "class Evil:\n    name = 'y=print(1)'; init = True; kw_only = False\n    def __eq__(self, o): return True\n@dataclass\nclass A: x: int\nA.__dataclass_fields__['x'] = Evil()\n@dataclass\nclass B(A): y: int": "TypeError: the fields of A were changed",
        "class D:\n    def __get__(self, o, c):\n        c.__annotations__['z=print(1)'] = int\n        return 3\n@dataclass\nclass P:\n    x: int = D()\nP()": "P(x=3)",
    },
)  # fmt: skip

test_stopped = stopped(
    HEADER,
    """
    @dataclass
    class P: a: object; b: object
    p = 1
    for i in range(40): p = P(p, p)
    repr(p)

    @dataclass
    class P: a: object; b: object
    p = q = 1
    for i in range(40): p, q = P(p, p), P(q, q)
    p == q

    @dataclass(frozen=True)
    class P: a: object; b: object
    p = 1
    for i in range(40): p = P(p, p)
    hash(p)

    @dataclass
    class P: a: object
    t = u = 1
    for i in range(40): t, u = (t, t), (u, u)
    P(t) == P(u)

    @dataclass(order=True)
    class P: a: object
    t = u = 1
    for i in range(40): t, u = (t, t), (u, u)
    P(t) < P(u)

    @dataclass
    class P: a: object
    t = 1
    for i in range(40): t = [t, t]
    repr(P(t))

    @dataclass
    class P: a: object; b: object
    p = 1
    for i in range(40): p = P(p, p)
    asdict(p)

    t = 1
    for i in range(40): t = (t, t)
    @dataclass
    class P:
        a: object = t

    @dataclass
    class P: a: object
    class L(list):
        def __iter__(self): return iter(range(10**10))
    astuple(P(L()))

    t = 1
    for i in range(40): t = (t, t)
    repr(field(default=t))
    """,
)


@pytest.mark.parametrize(
    ("made", "most"),
    [("dataclasses.make_dataclass('A', [s])", 100), ("collections.namedtuple('A', [s])", 200),
     ("dataclasses.dataclass(type('A', (), {'__annotations__': {s: int}}))", 100),
     ("typing.NamedTuple('A', [(s, int)])", 200), ("collections.namedtuple(s, 'a')", 200)],
)  # fmt: skip
def test_names_that_go_into_source_texts_are_short(made, most):
    source = f"import collections, dataclasses, typing\ns = 'a' * n\n{made}\n0"
    assert cloche.run(source, inputs={"n": most}) == 0
    with pytest.raises(cloche.GuestError, match=f"at most {most} characters here"):
        cloche.run(source, inputs={"n": most + 1})


def test_no_module_of_the_host_is_read():
    """The real decorator would take `sys.modules[cls.__module__]` for its namespace."""
    source = (
        "from dataclasses import dataclass\n"
        "@dataclass\nclass P:\n    __module__ = 'sys'\n    x: 'modules'\nP.__module__, P(1)"
    )
    assert guarded(shown(source)) == ("value", "('sys', P(x=1))")


@pytest.mark.parametrize("given", ["float('nan')", "Odd()", "[float('nan')]", "None"])
def test_what_differs_from_itself_is_compared_as_by_cpython(given):
    source = (
        "from dataclasses import dataclass\n@dataclass\nclass P: x: object\n"
        "class Odd:\n    def __eq__(self, other): return False\n"
        f"n = {given}\np = P(n)\np == p, p != p, p == P(n), p in [P(n)]"
    )
    assert guarded(shown(source)) == natively(shown(source))
