# ruff: noqa: E501  A row of a table stays on one line.
"""`inspect`: kinds, and signatures of the guest's own."""

from __future__ import annotations

from .tables import gives, same, stopped

HEADER = '''
import inspect
from inspect import Parameter, Signature, signature
def f(a, b: int = 1, *args, c, d="x", **kw) -> str:
    """Do it.

        Indented.
    """
class A:
    def __init__(self, x, y=2): pass
    def m(self, z): pass
    def __call__(self, *, k): pass
def g(): yield
'''

test_same = same(
    HEADER,
    """
    str(signature(f)), repr(signature(f)), str(signature(A)), str(signature(A(1).m)), str(signature(A.m)), str(signature(A(1)))

    def p(a, b=2, /, c=3, *, d): pass
    def q(a, /): pass
    def r(*, a: "int" = None): pass
    [str(signature(each)) for each in (p, q, r, lambda: 0, lambda *a, **k: 0)]

    class M(type):
        def __call__(cls, a, *b): return 1
    class N(type): pass
    class C(metaclass=M):
        def __init__(self, x): pass
    class D(C): pass
    class E(metaclass=N):
        def __init__(self, x): pass
    [str(signature(each)) for each in (C, D, E)]

    class M(type):
        @staticmethod
        def __call__(): return 1
    class C(metaclass=M): pass
    C()

    import operator
    str(signature(operator.itemgetter))

    import operator
    str(signature(operator.attrgetter))

    import operator
    str(signature(operator.methodcaller))

    import operator
    found = []
    for each in (operator.itemgetter(1), operator.itemgetter((1,)), operator.attrgetter("a"), operator.methodcaller("a")):
        try: found.append(str(signature(each)))
        except ValueError: found.append(None)
    found

    ps = signature(f).parameters
    list(ps), ps["b"].default, ps["b"].annotation, ps["a"].default is Parameter.empty, ps["args"].kind, ps["c"].kind.name, str(ps["d"]), repr(ps["kw"]), signature(f).return_annotation

    [(each.name, each.kind == Parameter.KEYWORD_ONLY, each.kind.description) for each in signature(f).parameters.values()]

    import functools
    def deco(f):
        @functools.wraps(f)
        def w(*a, **k): return f(*a, **k)
        return w
    @deco
    def g(x, y: int = 3) -> str: ...
    str(signature(g)), str(signature(deco(g)))

    import functools
    @functools.lru_cache(maxsize=3)
    def cached(x, *, y=2): ...
    str(signature(cached)), str(signature(functools.cache(lambda z: z)))

    class N: pass
    class W:
        def __new__(cls, a, b=1): return object.__new__(cls)
    [str(signature(each)) for each in (N, W)]

    import functools
    def h(a, b, *, c=1): pass
    class P(functools.partial): pass
    [str(signature(each)) for each in (functools.partial(h, 1), functools.partial(h, c=2), functools.partial(h, b=2), P(h, 1, 2))]

    from dataclasses import dataclass, field
    @dataclass
    class D:
        x: int
        y: list = field(default_factory=list)
        z: str = "a"
    str(signature(D)), str(signature(D.__init__))

    s = Signature.from_callable(lambda a, b=2, *c: 1)
    str(s), s == signature(lambda a, b=2, *c: 1), str(s.replace(return_annotation=int)), str(list(s.parameters.values())[0].replace(name="z")), hash(s) == hash(s.replace()), s == 5

    def h(a, /, b, c=3, *args, d, e=5, **kw): pass
    def tries(s, *a, **k):
        try: b = s.bind(*a, **k)
        except TypeError as e: return str(e)
        full = s.bind(*a, **k)
        full.apply_defaults()
        return b.args, b.kwargs, dict(b.arguments), dict(full.arguments), b == full, repr(b), b.signature is s
    s, t = signature(h), signature(lambda a, b=1, *, c: 0)
    u, v = signature(lambda *, c: 0), signature(lambda a, *, c: 0)
    [tries(s, 1, 2, d=4), tries(s, 1), tries(s, 1, 2), tries(s, 1, 2, 3, 4, 5, d=6, z=7), tries(s, 1, 2, b=3, d=1), tries(s), tries(s, a=1, b=2, d=3), tries(t, 1, 2, 3), tries(t, 1, 2, 3, c=1), tries(t, 1, c=2, x=3), tries(t), tries(t, b=1, c=2), dict(s.bind_partial(c=3).arguments), tries(u), tries(v, 1), tries(v, a=1)]

    Parameter("a", 9)

    Parameter("a", Parameter.VAR_KEYWORD, default=1)

    Parameter("a", Parameter.VAR_POSITIONAL, default=None)

    Parameter("1a", Parameter.KEYWORD_ONLY)

    Parameter("if", Parameter.POSITIONAL_ONLY).name, Parameter(".0", Parameter.POSITIONAL_OR_KEYWORD).name

    Parameter("if", Parameter.KEYWORD_ONLY)

    Parameter(".0", Parameter.KEYWORD_ONLY)

    Parameter(1, Parameter.KEYWORD_ONLY)

    Parameter(Parameter.empty, Parameter.KEYWORD_ONLY)

    Parameter("", Parameter.KEYWORD_ONLY)

    Signature([Parameter("a", Parameter.KEYWORD_ONLY)] * 2)

    inspect.isroutine(len), inspect.isroutine(f), inspect.isroutine(3)

    [n for n, _ in inspect.getmembers(A) if not n.startswith("_")], [n for n, _ in inspect.getmembers(A(1), inspect.ismethod) if not n.startswith("_")]

    import abc
    class B(abc.ABC):
        @abc.abstractmethod
        def f(self): ...
    inspect.isabstract(B), inspect.isabstract(int), inspect.isabstract(5)

    class E(Exception): pass
    signature(E)

    signature(5)

    inspect.isfunction(f), inspect.isfunction(len), inspect.isclass(A), inspect.isclass(f), inspect.isclass(int), inspect.ismethod(A(1).m), inspect.ismethod(A.m), inspect.isbuiltin(len)

    inspect.isgenerator(g()), inspect.isgeneratorfunction(g), inspect.isgeneratorfunction(f), inspect.iscoroutinefunction(f)

    inspect.getdoc(f), inspect.getdoc(A), inspect.cleandoc("  a\\n    b\\n  c"), inspect.isclass(5)

    from typing import Optional, List
    def t(a: Optional[int], b: list[int], c: A, d: int | None = None) -> List[str]: pass
    str(signature(t)).replace("__main__.", "")

    from dataclasses import dataclass
    from datetime import date
    from typing import Any, Callable, List, Literal, Optional
    def t(a: List[int], b: list[Optional[int]], c: date, d: "typing.X", e: Callable[[int], str], f: Literal["typing.q"], g: dict[str, Any]) -> Any: pass
    @dataclass
    class D:
        a: List[int]
        b: list[Optional[int]]
        c: date
        d: "typing.X"
        e: Callable[[int], str]
        f: A
    str(signature(t)), D.__doc__

    REGISTRY = {}
    def tool(function):
        REGISTRY[function.__name__] = [name for name, each in signature(function).parameters.items() if each.default is inspect.Parameter.empty]
        return function
    @tool
    def add(x, y, z=0): return x + y + z
    REGISTRY
    """,
)

test_gives = gives(
    HEADER,
    {
        "signature(len)": "ValueError: no signature found for",
        "signature(int)": "ValueError: no signature found for",
        "signature(signature)": "ValueError: no signature found for",
        "inspect.currentframe": "AttributeError: module 'inspect' has no attribute 'currentframe' here",
        "inspect.getsource": "AttributeError",
        "inspect.stack": "AttributeError",
        "signature(f).parameters['a'] = 1": "TypeError",
        "Parameter.POSITIONAL_ONLY.x = 1": "AttributeError",
        "Signature.empty.x = 1": "TypeError",
        "inspect.sys": "AttributeError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    while True: signature(f)

    inspect.cleandoc("x\\\\n" * 10**8)

    t = ()
    for _ in range(60): t = (t, t)
    def h(a=t): pass
    str(signature(h))
    """,
)
