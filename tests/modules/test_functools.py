# ruff: noqa: E501  A row of a table stays on one line.
"""`functools`."""

from .tables import gives, same, stopped

HEADER = "from functools import reduce, partial, lru_cache, cache, wraps, update_wrapper, cmp_to_key, total_ordering, cached_property, singledispatch"

test_same = same(
    HEADER,
    """
    reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, (x for x in [2, 3]), 10), reduce(max, "hello")

    reduce(lambda a, b: a, [])

    def f(a: int) -> str: return a
    lru_cache(f).__wrapped__ is f, lru_cache(f).__annotations__, singledispatch(f).__wrapped__ is f, cached_property(f).__doc__, f.__wrapped__

    class P(partial):
        extra = 1
        def __call__(self, *a): return "P", super().__call__(*a)
    p = P(max, 3)
    p.x = [1]
    import copy
    q = copy.copy(p)
    p(1), P(p, 9)(2), isinstance(p, partial), P.extra, p.func is max, p.args, p.keywords, q.x is p.x, type(q) is P, type(partial(p, 1)) is partial, copy.deepcopy(partial(max, [1])).args

    from functools import singledispatchmethod
    class A:
        @classmethod
        def f(cls, x: int): pass
        @staticmethod
        def g(x: str): pass
        @singledispatchmethod
        def t(self, arg: int) -> str: "doc"
    A.__dict__["f"].__annotations__, A.__dict__["g"].__annotations__, A.t.__annotations__, A().t.__doc__, A.__dict__["t"].__isabstractmethod__, property(A.t).__isabstractmethod__

    class P(partial): pass
    P()

    class P(partial):
        func = property(lambda self: 1)
    P(max, 1)(2), P(max, 1).func, repr(P(max, 1))[-2:]

    class C: total, key, fold = sum, cmp_to_key, reduce
    C().total([1, 2]), C.total is sum, C().key(lambda a, b: a - b)(mycmp := 3).obj, C().fold(max, [1, 3, 2])

    cmp_to_key(mycmp=lambda a, b: a - b)(obj=3).obj

    from functools import partialmethod
    class F:
        def __call__(self, *a): return type(a[0]).__name__, a[1:]
    class C:
        p = partialmethod(F(), 5)
        s = partialmethod(staticmethod(lambda *a: a), 5)
    C().p(7), C().s(8), C.p(C(), 1)

    def v(): pass
    def w(): pass
    w.attr, w.more, v.more = 1, {"a": 2}, {"b": 1}
    update_wrapper(v, w, ("attr", "missing"), ("more",))
    v.attr, v.more

    class Wrong:
        def __iter__(self): raise TypeError("mine")
    reduce(max, Wrong())

    class Wrong:
        def __iter__(self): raise ValueError("mine")
    reduce(max, Wrong())

    cmp_to_key(lambda a, b: 0)(1) < 2

    cache(3)

    lru_cache(maxsize=2)("a")

    reduce(lambda a, b: a, 3)

    p = partial(int, base=2)
    p("101"), p.func is int, p.args, p.keywords, partial(partial(max, 1), 5)(3)

    class P(partial):
        def twice(self): return self(), self()
    p = P(max, 3)
    q = P(p, 5, key=abs)
    p(1), p(9), p.twice.__name__, q(-7), q.func is max, q.args, len(q.keywords), isinstance(p, partial), issubclass(P, partial), type(p) is P, partial(p, 1).func is max, partial(p).args, P(partial(max, 1), 2).args

    class P(partial):
        def __new__(cls, f, *a): return super().__new__(cls, f, *a, sep="-")
        def __init__(self, *a): self.made = a
        def __call__(self, *a): return "called", super().__call__(*a)
    p = P(lambda *a, sep: (a, sep), 1)
    p(2), p.made[1:], partial(p, 3)(4), partial(p).func is p, P(p).func is p, p.keywords

    class P(partial): pass
    P()

    class P(partial): pass
    P(3)

    class P(partial): pass
    repr(P("{}".format, 1)).replace("__main__.", "")[:3], f"{P(int)}".endswith("(<class 'int'>)"), partial(int, 3, base=2)

    class P(partial): pass
    P(len).func = 1

    partial(3)

    @lru_cache(maxsize=2)
    def f(x): return [x]
    a = f(1)
    a is f(1), f(2), f(3), f.cache_info(), f.cache_info().hits, f.cache_parameters(), f.cache_clear(), f.cache_info(), f.__name__

    @lru_cache
    def f(x, *, y=1):
        "doc"
        return x + y
    f(1), f(1, y=2), f(x=1), f.__doc__, f.cache_info()

    @cache
    def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
    fib(100), fib.cache_info()

    @cache
    def f(x): return x
    f([1])

    lru_cache("a")

    class A:
        @lru_cache(maxsize=None)
        def f(self, x): return x * 2
    A().f(3)

    lru_cache(typed=True)(lambda x: type(x).__name__)(1)

    def deco(f):
        @wraps(f)
        def inner(*a): return f(*a)
        return inner
    @deco
    def g(x: int) -> int:
        "doc"
        return x
    g.extra = 1
    g.__name__, g.__doc__, g.__qualname__, g.__module__, g.__annotations__, g.__wrapped__(3), g(4)

    def g(): "doc"
    g.tag = 5
    def h(): pass
    update_wrapper(h, g).tag, h.__name__, update_wrapper(h, len).__name__, h.__doc__[:6]

    wraps(lambda: 1, assigned=("__name__",), updated=())(lambda: 2).__name__

    sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)), min(["bb", "a"], key=cmp_to_key(lambda a, b: len(a) - len(b)))

    K = cmp_to_key(lambda a, b: a - b)
    K(1) < K(2), K(1) == K(1), K(3) >= K(2), K(1) > K(2), K(1) <= K(0), K(5).obj

    @total_ordering
    class V:
        def __init__(self, v): self.v = v
        def __eq__(self, o): return self.v == o.v
        def __lt__(self, o): return self.v < o.v
    V(1) <= V(1), V(2) > V(1), V(1) >= V(2), max([V(1), V(3)]).v

    @total_ordering
    class V: pass
    V

    class C:
        n = 0
        @cached_property
        def z(self):
            self.n += 1
            return self.n
    c = C()
    c.z, c.z, c.n, sorted(c.__dict__), isinstance(C.z, cached_property)

    class C:
        __slots__ = ()
        @cached_property
        def z(self): return 1
    C().z

    c = cached_property(lambda self: 1)
    c.__get__(3)

    @singledispatch
    def f(x, *rest): return "object"
    @f.register
    def _(x: int, *rest): return "int"
    @f.register(list)
    @f.register(tuple)
    def _(x, *rest): return "sequence"
    @f.register
    def _(x: "str"): return "text"
    class A: pass
    class B(A): pass
    f.register(A, lambda x: "A")
    f(1), f(True), f([]), f(()), f("s"), f(2.5), f(A()), f(B()), f(int), f.__name__, f.dispatch(B)(0), sorted(k.__name__ for k in f.registry)

    @singledispatch
    def f(x): return "object"
    @f.register
    def _(x: int | str): return "either"
    f(1), f("a"), f(1.5), f(x=1) if False else 0

    from collections.abc import Sequence, Mapping
    @singledispatch
    def f(x): return "object"
    f.register(Sequence, lambda x: "seq"); f.register(Mapping, lambda x: "map")
    f([]), f({}), f("a"), f(1)

    @singledispatch
    def f(x): pass
    f()

    @singledispatch
    def f(x): pass
    f.register(3, len) if False else f.dispatch(int)(1)
    """,
)

test_a_guest_is_not_compared_with_classes = gives(
    HEADER
    + """
seen = []
class Liar:
    def __hash__(self): return seen.append(0) or h
    def __eq__(self, other): return seen.append(other) or True
h = hash(int)
f = singledispatch(lambda x: 0)
f.register(int, lambda x: 1)
def tried(f, *args):
    try: f(*args)
    except Exception as error: return type(error).__name__
""",
    {
        "tried(f.dispatch, Liar()), tried(f.register, Liar(), len), tried(f.register, Liar()), seen": "('TypeError', 'TypeError', 'TypeError', [])",
        "f.dispatch(bool)(0), f.dispatch(str)(0), f.dispatch(Liar)(0)": "(1, 0, 0)",
    },
)

test_what_is_copied_is_checked = gives(
    HEADER
    + """
class Name(str):
    def startswith(self, x): return False
    def __hash__(self): return str.__hash__(self)
def f(): pass
def g(): pass
class A: pass
seen = []
class Equal:
    def __hash__(self): return 1
    def __eq__(self, other): return seen.append(type(other).__name__) or True
""",
    {
        "f.__dict__['__match_args__'] = ('format',)\nupdate_wrapper(A, f)\nhasattr(A, '__match_args__')": "False",
        "f.__dict__['__subclasshook__'] = print\nf.__dict__['x'] = 1\nupdate_wrapper(A, f)\n'__subclasshook__' in A.__dict__, A.x": "(False, 1)",
        "class B: pass\na = A()\nf.__dict__['__class__'] = B\nupdate_wrapper(a, f)\ntype(a) is A": "True",
        "f.__dict__[Name('__defaults__')] = (1,)\nf.__dict__[1] = 2\nwraps(f)(g).__dict__ == {'__wrapped__': f}": "True",
        "f.x = 1\nwraps(f)(g).x, wraps(f, updated=())(g).__wrapped__ is f": "(1, True)",
        "h = lru_cache(typed=True)(lambda *a, **k: 0)\nh(Equal(), k=Equal()), h(Equal(), k=Equal()), h(1), h(True), h(1.0), h(1), h.cache_info().hits, set(seen)": "(0, 0, 0, 0, 0, 0, 2, {'Equal'})",
        "lru_cache(len).cache_info()._field_defaults": "{}",
    },
)

test_singledispatch_looks_at_classes_and_unions = same(
    HEADER + "\nfrom typing import Union, Optional\n@singledispatch\ndef f(x): return 'any'",
    """
    @f.register
    def _(x: "int"): return "int"
    @f.register
    def _(x: Union[str, bytes]): return "text"
    @f.register
    def _(x: Optional[list]): return "list"
    f(1), f(""), f(b""), f(None), f([]), f(1.0)

    f.register(list[int], lambda x: x)

    f.register(Union[list[int], str], lambda x: x)

    f.register(list[int])

    @f.register
    def _(x: list[int]): pass

    @f.register
    def _(x: Union[list[int], str]): pass
    """,
)

test_refused = gives(
    HEADER,
    {
        "wraps(lambda: 1, assigned=('__code__',))(lambda: 2)": "ValueError: update_wrapper() copies only",
        "wraps(lambda: 1, updated=('__globals__',))(lambda: 2)": "ValueError: update_wrapper() updates only",
        "update_wrapper(len, lambda: 1)": "",
        "total_ordering(3)": "TypeError: total_ordering() takes a class",
        "update_wrapper(reduce, lambda: 1)": "AttributeError",
        "total_ordering(int)": "TypeError",
        "@singledispatch\ndef f(x): pass\n@f.register\ndef _(x: '__ticks__'): pass\n1": "NameError",
        "@singledispatch\ndef f(x): pass\n@f.register\ndef _(x: 'print(1)'): pass\n1": "TypeError",
        "class C: pass\nC.p = cached_property(len)\nC.p.lock": "AttributeError",
        "x = 1\nfor i in range(100000): x = cmp_to_key(len)(x)\nx = None\n1": "1",
        "class P(partial): pass\nx = len\nfor i in range(100000): x = P(partial(x))\nx = None\n1": "1",
        "class P(partial):\n    def __call__(self): return super().__call__()\nx = len\nfor i in range(10000): x = P(x)\nx()": "RecursionError",
        "class P(partial): pass\ngetattr(P(len), '__parts__')": "AttributeError",
        "partial.__new__(int, len)": "TypeError",
        "x = len\nfor i in range(100000): x = partial(len, x)\nx = None\n1": "1",
    },
)

test_stopped = stopped(
    HEADER + "\nimport itertools",
    """
    reduce(lambda a, b: 1, itertools.count())

    reduce(max, range(10**10))

    t = 1
    for i in range(40): t = (t, t)
    cache(len)(t)

    t = 1
    for i in range(40): t = (t, t)
    cache(lambda x: 1)(x=t)

    sorted(range(10**6), key=cmp_to_key(lambda a, b: b - a))

    @cache
    def f(x): return "x" * 10**5 + str(x)
    for i in itertools.count(): f(i)
    """,
)
