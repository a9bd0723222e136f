"""`issubclass` of what is no class: CPython's error, whatever stands in its dictionary."""

from __future__ import annotations

import pytest

from cloche import Sandbox

_BASES = """
import contextlib, typing, types
class A:
    def m(self): pass
def f(): pass
class M(type):
    def __subclasscheck__(cls, x): return x is p
class C(metaclass=M): pass
class N(type): pass
class D(metaclass=N): pass
p = A()
vars(p)["__bases__"] = vars(f)["__bases__"] = vars(A.m)["__bases__"] = ()
name = "__bases__"
space = types.SimpleNamespace(**{name: ()})
def said(kinds, x):
    try:
        return issubclass(x, kinds)
    except TypeError as error:
        return str(error)
"""
_NO_CLASS = "issubclass() arg 1 must be a class"


@pytest.mark.parametrize("x", ["p", "f", "p.m", "space", "1", "None", "[]"])
@pytest.mark.parametrize(
    "kinds",
    ["int", "A", "D", "D | int", "(int, (str, A))", "int | str", "typing.Union[int, A]", "(A, 5)"],
)
def test_no_class(x: str, kinds: str) -> None:
    assert Sandbox().run(f"{_BASES}said({kinds}, {x})") == _NO_CLASS


def test_a_metaclass_is_asked() -> None:
    source = f"""{_BASES}
[said(C, p), said(C, f), said((C, int), p), said((C, int), f), said(C, int), said(C | int, p)]"""
    assert Sandbox().run(source) == [True, False, True, _NO_CLASS, False, True]


def test_bare_aliases_of_typing() -> None:
    source = f"{_BASES}[said(typing.Sequence, typing.List), said(int, typing.List)]"
    assert Sandbox().run(source) == [True, _NO_CLASS]


def test_the_library_asks_the_same() -> None:
    source = f"""{_BASES}
def left(x):
    try:
        return contextlib.suppress(ValueError, (KeyError,)).__exit__(x, None, None)
    except TypeError as error:
        return str(error)
[left(p), left(f), left(ValueError), left(TypeError)]"""
    assert Sandbox().run(source) == [_NO_CLASS, _NO_CLASS, True, False]
