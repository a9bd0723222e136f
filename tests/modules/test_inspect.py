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

    ps = signature(f).parameters
    list(ps), ps["b"].default, ps["b"].annotation, ps["a"].default is Parameter.empty, ps["args"].kind, ps["c"].kind.name, str(ps["d"]), repr(ps["kw"]), signature(f).return_annotation

    [(each.name, each.kind == Parameter.KEYWORD_ONLY, each.kind.description) for each in signature(f).parameters.values()]

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
        "inspect.getmembers": "AttributeError",
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
