"""The verifier: what is drained behind a star."""

from __future__ import annotations

from verifying import accepts, refuses

ACCEPTED = [
    "f(*__drain__(a), *__drain__(b), c, k=d, **__mapping__(e))",
    "f(*__drain__(a))",
    "x = a[*__hashed__(b)]",
    "x = [*__drain__(a)], (*__drain__(a), b), {*__hashed__(a)}, {**__mapping__(a), 'b': c}",
    "class C(*__drain__(a), **__mapping__(b)): pass",
    "a, *b = __unpack__(c, 1)",
    "(a, *b), c = __unpack__(d, 2)",
    "[a, [b, [*c]]] = __unpack__(d, 3)",
    "for a, *b in __compress__(__unpack_each__(c, 1), __ticks__): pass",
    "x = [b for (a, *b) in __compress__(__unpack_each__(c, 1), __ticks__)]",
    "with a as (b, c): pass",
    "a, b = c, d = e",
]
REFUSED = [
    ("f(*a)", "__drain__ is missing"),
    ("f(*[a])", "__drain__ is missing"),
    ("f(**a)", "__mapping__ is missing"),
    ("f(**(a if __type__(a) in __collections__ else __mapping__(a)))", "__mapping__ is missing"),
    ("x = [*a]", "__drain__ is missing"),
    ("x = *a, b", "__drain__ is missing"),
    ("x = {*a}", "__hashed__ is missing"),
    ("x = {**a}", "__mapping__ is missing"),
    ("x = a[*b]", "__hashed__ is missing"),
    ("x = [*(a if __type__(a) in __plain__ else __drain__(a))]", "__drain__ is missing"),
    ("f(*(a if __type__(a) in __plain__ else __drain__(a)))", "__drain__ is missing"),
    ("class C(*a): pass", "__drain__ is missing"),
    ("class C(**a): pass", "__mapping__ is missing"),
    ("x = __drain__(a)", "__drain__"),
    ("f(__mapping__(a))", "__mapping__"),
    ("a, *b = c", "__unpack__ is missing"),
    ("a, *b = __unpack__(c, 2)", "another depth"),
    ("(a, *b), c = __unpack__(d, 1)", "another depth"),
    ("a, *b = __unpack__(c, True)", "another depth"),
    ("a, *b = __unpack__(c, n)", "another depth"),
    ("a, *b = __unpack__(c)", "plain operands"),
    ("a, *b = c = __unpack__(d, 1)", "several targets"),
    ("x = __unpack__(a, 1)", "__unpack__"),
    ("for a, *b in __compress__(c, __ticks__): pass", "__unpack_each__ is missing"),
    ("x = [1 for a, *b in __compress__(c, __ticks__)]", "__unpack_each__ is missing"),
    ("with a as (b, *c): pass", "a star in the target"),
    ("def f(*a: *b): {T}; return a", "__drain__ is missing"),
    ("def f(a: __drain__(b)): {T}; return a", "may not be called"),
]


test_accepted = accepts(ACCEPTED)
test_refused = refuses(REFUSED)
