"""No method in C that takes several arguments goes about as it is (CPython's issue 131998)."""

from __future__ import annotations

import pytest

import cloche
from sampling import share

HEAD = """
from collections import OrderedDict, deque
from datetime import date, datetime, time
import inspect, operator
class L(list): pass
class B(bytearray): pass
class D(deque): pass
class O(OrderedDict): pass
class T(datetime): pass
"""
METHODS = [
    f"{kind}.{name}"
    for kinds, names in (
        ("list L", "append insert"), ("bytearray B", "insert pop"), ("deque D", "insert rotate"),
        ("OrderedDict O", "popitem"), ("date datetime time T", "replace"),
    )
    for kind in kinds.split()
    for name in names.split()
]  # fmt: skip
#: Ways to it, for a class and a name.
WAYS = """
K.N
getattr(K, 'N')
operator.attrgetter('N')(K)
vars(K)['N']
vars(K.__mro__[1])['N']
vars(type(K.__mro__[-2]))['N']
super(K, K).N
getattr(super(K, K), 'N')
super(K.__mro__[1], K).N
super(K.__base__, K).N
inspect.getattr_static(K, 'N')
dict(inspect.getmembers(K))['N']
type('X', (K,), {}).N
type('X', (K,), {'M': K.N}).M
K.N.__get__(None, K)
[x for x in (getattr(k, 'N', None) for k in K.__mro__) if x is not None][-1]
[vars(k)['N'] for k in K.__mro__ if 'N' in vars(k)][-1]
""".strip().splitlines()


@pytest.mark.parametrize("optimize", share([True, False]))
@pytest.mark.parametrize("method", METHODS)
def test_it_is_a_function(method: str, optimize: bool) -> None:
    kind, _, name = method.partition(".")
    for way in WAYS:
        written = way.replace("K", kind).replace("N", name)
        source = f"{HEAD}\ntype({written}).__name__"
        try:
            found = cloche.Sandbox(optimize=optimize).run(source)
        except (cloche.GuestError, cloche.Rejected):
            continue
        assert found in ("function", "method"), written
    with pytest.raises(cloche.GuestError, match="needs an argument"):
        cloche.Sandbox(optimize=optimize).run(f"{HEAD}\n{method}()")


def test_calls_that_had_an_argument_and_have_none() -> None:
    source = """
class W: pass
w = W()
w.append = list.append
def f(o): o.append(5)
l = []
for i in range(60): f(l)
try: f(w)
except TypeError as error: found = str(error)
len(l), found
"""
    message = "descriptor 'append' for 'list' objects doesn't apply to a 'int' object"
    assert cloche.run(source) == (60, message)
