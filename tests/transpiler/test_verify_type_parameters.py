# ruff: noqa: E501  A row of a table stays on one line.
"""The verifier: type parameters and `type` statements (PEP 695).

Most of it is a syntax error before Python 3.12.
"""

from __future__ import annotations

import ast

import pytest
from verifying import SEALED, accepted, is_accepted, refused, text

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

ACCEPTED = [
    "def f[T](a: __type_parameter__(T)): {T}; return __type_parameter__(T)",
    "def f[T: ({T} and (b)), *Ts, **P](): pass",
    "def f[T: (({T} and (b)), c)](): pass",
    "class C[T](__type_parameter__(T)): pass",
    "class C[T]:\n def f[U](self): {T}; return __type_parameter__(U)",
    "type __t1__[T] = {T} and (__type_parameter__(T)); X = __type_alias__(__t1__, 'X'); del __t1__",
    "def f():\n {T}; type __t1__ = {T} and (a); X = __type_alias__(__t1__, 'X'); del __t1__",
    "def f[T](): pass\nfor T in __compress__(__type_parameter__(T), __ticks__): pass",
    "def f[T](T): {T}; x = __type_parameter__(T)",
    "def f[T](): {T}; T = __inplace_times__(T, 3)",
    "class C[T]:\n x = __operand__(a) < __type_parameter__(T)",
    "class C[T]:\n x = __steady__(a) < __steady__(b) < (__type_parameter__(T), 1)",
    "def f():\n class C[T]: pass",
    "def f[T = {T} and (a), *Ts = *{T} and (b)](): pass",
    "type __t1__ = {T} and (a); X = __type_alias__(__t1__, 'X'); del __t1__\nxs = [1]\ny = xs[0] % 7",
]
REFUSED = [
    ("def f[T](): {T}; return T", "read without its guard"),
    ("def f[T](): pass\nx = T", "read without its guard"),
    ("def f[T](a: (1, T)): pass", "read without its guard"),
    ("def f[T]():\n {T}\n match a:\n  case T(): pass", "read without its guard"),
    ("def f[T]():\n {T}\n match a:\n  case __compared__(T.b): pass", "read without its guard"),
    ("def f[T](): {T}; return [T for a in __compress__(b, __ticks__)]", "read without its guard"),
    ("from __future__ import annotations\ndef f[T](a: T = T): pass", "read without its guard"),
    ("def f[T](): pass\nx = (T if __type__(T) in __scalars__ else __comparand__(T)) < a", "guard"),
    ("def f[T](): {T}; a = __inplace_times__(T, 3)", "may not be called here"),
    ("def f[T](): {T}; T = __inplace_times__(a, T)", "may not be called here"),
    ("def f[T](): {T}; T = __inplace_times__(T, T)", "read without its guard"),
    ("def f[T](): {T}; return __operand__(a) < f(__type_parameter__(T))", "__early__ is missing"),
    ("def f[T: b](): pass", "does not tick"),
    ("def f[T: b and ({T})](): pass", "does not tick"),
    ("def f[T: (b, c)](): pass", "does not tick"),
    ("def f[T: (*__drain__(b), c)](): pass", "a star among"),
    ("def f[T: ({T} and (__ticks__))](): pass", "__ticks__"),
    ("def f[T: ({T} and (a * b))](): pass", "Mult without"),
    ("def f[T: ({T} and (a.join))](): pass", "join"),
    ("def f():\n {T}; n = 2\n def g[T: ({T} and (n * n))](): pass", "Mult without"),
    (
        "n = 2\nclass C:\n n = f()\n def g[T: ({T} and (lambda: {T} and (n * 2)))](self): {T}",
        "Mult without",
    ),
    ("class C[*Ts]: pass", "any number of types"),
    ("def f[__x__](): pass", "may not stand here"),
    ("def f[__str__](): pass", "may not stand here"),
    ("class C[*__ticks__]: pass", "may not stand here"),
    ("x = __type_parameter__(1)", "reads a name"),
    ("x = __type_parameter__(__ticks__)", "__ticks__"),
    ("x = __type_parameter__", "__type_parameter__"),
    ("x = __type_alias__(a, 'x')", "may not be called here"),
    ("type X = {T} and (a)", "without its temporary"),
    ("type __t1__ = {T} and (a)", "__type_alias__ is missing"),
    ("type __t1__ = {T} and (a); X = __type_alias__(__t1__, 'Y'); del __t1__", "another alias"),
    ("type __t1__ = {T} and (a); X = __type_alias__(b, 'X'); del __t1__", "another alias"),
    ("type __t1__ = {T} and (a); X = __type_alias__(__t1__, 'X')", "not deleted"),
    ("type __t1__ = {T} and (a); X = b; del __t1__", "__type_alias__ is missing"),
    ("type __t1__ = a; X = __type_alias__(__t1__, 'X'); del __t1__", "does not tick"),
    ("type __t1__ = {T} and (a); __x__ = __type_alias__(__t1__, '__x__'); del __t1__", "__x__"),
    ("def f():\n class C[T](a()): pass", "does not tick first"),
    ("def f[T: {T} and (a) and (b)](): pass", "does not tick"),
    ("def f[T = a](): pass", "does not tick"),
    ("def f[T = {T} and (a.join)](): pass", "join"),
    ("def f[*T = *{T} and (a.join)](): pass", "join"),
]


#: A function that is read where code is evaluated lazily, and so is not known.
LAZILY = [
    "type __t1__ = {T} and (f); X = __type_alias__(__t1__, 'X'); del __t1__",
    "type __t1__[T: ({T} and (f))] = {T} and (1); X = __type_alias__(__t1__, 'X'); del __t1__",
    "class C[T: ({T} and (f))]: pass",
    "class C[T: (({T} and (f)), 1)]: pass",
    "def g[T: ({T} and (f))](): pass",
    "def g[f](): pass",
    "class C[f]: pass",
]


#: Nothing in there is proved: annotations are texts.
TEXTS = "from __future__ import annotations\ndef f[T](a: list[T]) -> T: pass\nb: T = 1"


def is_syntax(guarded: str) -> bool:
    """Tell whether this Python can parse *guarded*."""
    try:
        ast.parse(guarded)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("guarded", [*map(text, ACCEPTED)])
def test_accepted(guarded: str) -> None:
    if is_syntax(guarded):
        accepted(guarded)
    else:
        refused(guarded, "cannot parse")


@pytest.mark.parametrize(("guarded", "reason"), REFUSED)
def test_refused(guarded: str, reason: str) -> None:
    refused(text(guarded), reason if is_syntax(text(guarded)) else "cannot parse")


@pytest.mark.parametrize("rest", LAZILY)
def test_functions_that_are_read_lazily(rest: str) -> None:
    known = text("def f(n): {T}; return n * 2\nf(3)\n")
    verify(known, SEALED)
    with pytest.raises(Refusal, match=r"Mult without|cannot parse|without its guard"):
        verify(known + text(rest), SEALED)


def test_texts_read_no_type_parameters() -> None:
    assert is_accepted(TEXTS) == is_syntax(TEXTS)
