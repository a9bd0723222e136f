# ruff: noqa: E501  A row of a table stays on one line.
"""The verifier: operators, comparisons, and what they keep in temporaries."""

from __future__ import annotations

from verifying import accepts, refuses

ACCEPTED = [
    # inline tests of what a temporary holds
    "x = (__t0__ if __type__(__t0__ := f()) in __scalars__ else __comparand__(__t0__)) < a",
    "x = __addend__(a) + (__t0__ if __type__(__t0__ := f()) in __numbers__"
    " else __addend__(__t0__))",
    "x = (a * f() if __type__(a) is __floating__ else __times__(a, f()))",
    "x = (a ** 2 if __type__(a) is __floating__ else __power__(a, 2))",
    "x = (__t0__ * a if __type__(__t0__ := f()) is __floating__ else __times__(__t0__, a))",
    "x = (__t0__ % 7 if __type__(__t0__ := f()) in __numbers__ else __percent__(__t0__, 7))",
    # operators
    "x = __addend__(a) + __addend__(b)",
    "x = (a if __type__(a) in __numbers__ else __addend__(a)) + __addend__(b)",
    "x = (a if __type__(a) is __text__ and __size__(a) < 4096 else __addend__(a)) + 'b'",
    "x = (__t0__ if __type__(__t0__ := f()) is __text__ and __size__(__t0__) < 99"
    " else __addend__(__t0__)) + 'b'",
    "x = (a + b if __type__(a) in __numbers__ else __plus__(a, b))",
    "x = (__t0__ + a.b if __type__(__t0__ := f()) in __numbers__ else __plus__(__t0__, a.b))",
    "x = __plus__(a, __plus__(b, c))",
    "x = __addend__(a) + [b, c]",
    "x = [b] + __addend__(a)",
    "x = a + None + ...",
    "x += ({T} and 'a')",
    "__writable__(x).y += ({T} and b'a')",
    "x = __addend__(a + 1) + 'b' + -1",
    "x = 1 + a",
    "x = a + __addend__(1)",
    "a += __inplace_addend__(b)",
    "a += (b if __type__(b) in __numbers__ else __inplace_addend__(b))",
    "a += 1",
    "a = __inplace_union__(a, b); a |= 3",
    "__t1__ = (a); __writable__(__t1__).b = __inplace_union__(__t1__.b, c); del __t1__",
    "__writable__(a).b |= 3",
    "a -= b; a /= b; a //= 7; a >>= b; a &= b; a ^= b; a @= b; a *= 2.5",
    "x = __times__(a, b)",
    "x = a * 2.5; y = -2.5 * a",
    "x = __power__(a, __shift__(b, c))",
    "x = __percent__(a, b)",
    "x = (a % 7 if __type__(a) in __numbers__ else __percent__(a, 7))",
    "a = __inplace_quotient__(a, b); x = a // 7, 7 // a, __quotient__(a, b)",
    "x = (a % -3 if __type__(a) in __numbers__ else __percent__(a, -3))",
    "x = 5 % a",
    "a = __inplace_times__(a, b)",
    "a = __inplace_percent__(a, b)",
    "x = __quotient__(a - b / c, d) >> e & f ^ g @ ~h | i and not j or -k",
    "x = a if b else c",
    "x = (y := a)",
    # temporaries
    "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__.b, c); del __t1__",
    "__t1__ = a; (__t1__ if __type__(__t1__) in __own__ else __writable__(__t1__)).b"
    " = __inplace_shift__(__t1__.b, c); del __t1__",
    "__t1__ = a; __t2__ = __key__(b); __t1__[__store_key__(__t2__)]"
    " = __inplace_power__(__t1__[__t2__], c); del __t1__, __t2__",
    "__t1__ = a; __t2__ = __key__(b); __t1__[(__t2__ if __type__(__t2__) in __scalars__ else"
    " __store_key__(__t2__))] = __inplace_times__(__t1__[__t2__], c); del __t1__; del __t2__",
    "__t1__ = a; __t1__[-1] = __inplace_times__(__t1__[-1], c); del __t1__",
    # comparisons
    "x = __comparand__(a) < b",
    "x = (a if __type__(a) in __scalars__ else __comparand__(a)) == b",
    "x = a == 1; y = 'b' != a",
    "x = 0 < a < 1",
    "x = __comparand__(a) < __comparand__(b) <= c",
    "x = a is b; y = a is not None",
    "x = __comparand__(a) in __container__(b)",
    "x = __comparand__(a) in (b if __type__(b) in __collections__ else __container__(b))",
    "x = 'a' not in __container__(b)",
    "x = a in 'abc'",
    "x = __comparand__(a) in (b, c); y = __comparand__(a) not in {__key__(b): c}",
    "x = __comparand__(a) in __container__(__comparand__(b)) in [c]",
]
REFUSED = [
    # inline tests that are not the documented ones
    ("x = (__t0__ if __type__(__t0__ := f()) in __own__ else __comparand__(__t0__)) < a", "test"),
    (
        "x = (__t1__ if __type__(__t1__ := f()) in __scalars__ else __comparand__(__t1__)) < a",
        "test",
    ),
    ("x = (a if __type__(a := f()) in __scalars__ else __comparand__(a)) < b", "test"),
    ("x = (__t0__ if __type__(__t0__) in __scalars__ else __comparand__(__t0__)) < a", "test"),
    ("x = (__t0__ := f())", "may not stand"),
    ("x = (a * b if __type__(b) is __floating__ else __times__(a, b))", "Mult without"),
    ("x = (a * b if __type__(a) is not __floating__ else __times__(a, b))", "Mult without"),
    ("x = (a * b if __type__(a) in __numbers__ else __times__(a, b))", "Mult without"),
    ("x = (a << b if __type__(a) is __floating__ else __shift__(a, b))", "LShift without"),
    ("x = (a * b if __type__(a) is __floating__ else a * b)", "without __times__"),
    ("x = (a * b if __type__(a) is __floating__ else __times__(b, a))", "another operand"),
    ("x = (a * b if __type__(a) is __floating__ else __power__(a, b))", "without __times__"),
    # operators
    ("x = a + b", "__addend__ is missing"),
    ("x = a + (b, c)", "__addend__ is missing"),
    ("x = a + 'b'", "__addend__ is missing"),
    ("x = 'b' + a", "__addend__ is missing"),
    ("x = a + __addend__(b)", "__addend__ is missing"),
    ("x = __addend__(a) + [*__drain__(b)]", "__addend__ is missing"),
    *(
        (f"x = (a if {test} else __addend__(a)) + 'b'", "not the documented one")
        for test in (
            "__type__(a) is __text__ and __size__(a) < 4097",
            "__type__(a) is __text__ and __size__(b) < 4096",
            "__type__(b) is __text__ and __size__(a) < 4096",
            "__type__(a) is __text__ or __size__(a) < 4096",
        )
    ),
    *(
        (f"x = (a + b if {test} else {guard})", told)
        for test, guard, told in (
            ("__type__(b) in __numbers__", "__plus__(a, b)", "__addend__ is missing"),
            ("__type__(a) in __scalars__", "__plus__(a, b)", "__addend__ is missing"),
            ("__type__(a) not in __numbers__", "__plus__(a, b)", "__addend__ is missing"),
            ("__type__(a) is __text__", "__plus__(a, b)", "__addend__ is missing"),
            ("__type__(a) in __numbers__", "a + b", "without __plus__"),
            ("__type__(a) in __numbers__", "__addend__(a) + __addend__(b)", "without __plus__"),
            ("__type__(a) in __numbers__", "__times__(a, b)", "without __plus__"),
            ("__type__(a) in __numbers__", "__plus__(b, b)", "another operand"),
            ("__type__(a) in __numbers__", "__plus__(a, a)", "two right sides"),
        )
    ),
    ("x = (a - b if __type__(a) in __numbers__ else __plus__(a, b))", "__comparand__ is missing"),
    ("x = (a + (b + c) if __type__(a) in __numbers__ else __plus__(a, (b + c)))", "missing"),
    ("x = __plus__(a + b, c)", "__addend__ is missing"),
    ("x = __plus__(a)", "plain operands"),
    ("x += __plus__(a, b)", "__inplace_addend__ is missing"),
    ("x += 'a'", "__inplace_addend__ is missing"),
    ("x += ({T} and a)", "__inplace_addend__ is missing"),
    ("x += ({T} or 'a')", "__inplace_addend__ is missing"),
    ("x = a + f'{1}'", "__addend__ is missing"),
    ("x = a + (1 + b)", "__addend__ is missing"),
    ("x = a + b + 1 + c", "__addend__ is missing"),
    ("x = __addend__(a) + b", "__addend__ is missing"),
    ("x = a - __addend__(b)", "__addend__"),
    ("x = a + __addend__(b, c)", "plain operands"),
    ("x = a + __addend__(*b)", "plain operands"),
    ("x = a + __addend__(k=b)", "plain operands"),
    ("x = a + (b if __type__(b) in __scalars__ else __addend__(b))", "not the documented one"),
    ("a += b", "__inplace_addend__ is missing"),
    ("a += __addend__(b)", "__inplace_addend__ is missing"),
    ("a |= b", "BitOr without its guard"),
    ("a |= __inplace_addend__(b)", "BitOr without its guard"),
    ("__writable__(a).b |= c", "BitOr without its guard"),
    ("a = __inplace_union__(b, c)", "__inplace_union__ may not be called here"),
    ("a = b | __inplace_union__(a, c)", "__inplace_union__ may not be called here"),
    ("a *= b", "Mult without"),
    ("a *= 2", "Mult without"),
    ("a **= 2", "Pow without"),
    ("a <<= 1", "LShift without"),
    ("a %= b", "Mod without"),
    ("x = a * b", "Mult without"),
    ("x = a * 2", "Mult without"),
    ("x = 'a' * 9", "Mult without"),
    ("x = 2 ** a", "Pow without"),
    ("x = 1 << a", "LShift without"),
    ("x = a % b", "Mod without"),
    ("x = '%s' % a", "Mod without"),
    ("x = b % a", "Mod without"),
    ("x = (a % b if __type__(b) in __numbers__ else __percent__(a, b))", "Mod without"),
    ("x = (a % 7 if __type__(a) in __numbers__ else __percent__(a, 8))", "two right sides"),
    ("x = (a % b if __type__(a) in __numbers__ else __percent__(a, b))", "Mod without"),
    ("x = a // b", "FloorDiv without its guard"),
    ("a //= b", "FloorDiv without its guard"),
    ("__writable__(a).b //= c", "FloorDiv without its guard"),
    ("x = (c % b if __type__(a) in __numbers__ else __percent__(a, b))", "Mod without"),
    ("x = (a ** b if __type__(a) in __numbers__ else __percent__(a, b))", "Pow without"),
    ("x = (a % 1 if __type__(a) in __numbers__ else __percent__(a, True))", "two right sides"),
    ("x = __times__(a)", "plain operands"),
    ("x = __times__(a, b, c)", "plain operands"),
    ("x = __times__(*a)", "plain operands"),
    ("x = __times__(a, b, **c)", "plain operands"),
    ("x = __times__", "__times__"),
    ("x = [__times__, 1]", "__times__"),
    ("x = map(__power__, a)", "__power__"),
    ("x = __inplace_times__(a, b)", "__inplace_times__"),
    ("a = b = __inplace_times__(a, c)", "__inplace_times__"),
    ("__writable__(a).b = __inplace_times__(a.b, c)", "__inplace_times__"),
    ("f(__inplace_times__(a, b))", "__inplace_times__"),
    # temporaries
    ("__t1__ = a", "temporaries"),
    ("x = __t1__", "__t1__"),
    ("__t1__ += 1", "__t1__"),
    ("__t1__ = a; x = 1; del __t1__", "temporaries"),
    ("__t1__ = a; __t1__.b = __inplace_times__(__t1__.b, c); del __t1__", "__writable__"),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__.b, c)",
        "not deleted",
    ),
    # what else is deleted with them was once not looked at
    (
        "__t1__ = a; __t1__[0] = __inplace_times__(__t1__[0], b); del __t1__, c[d.__class__]",
        "not deleted",
    ),
    (
        "__t1__ = a; __t1__[0] = __inplace_times__(__t1__[0], b); del __t1__, __tick__",
        "not deleted",
    ),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__.c, d); del __t1__",
        "another place",
    ),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(a.b, d); del __t1__",
        "another place",
    ),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__.b, __t1__); del __t1__",
        "__t1__",
    ),
    (
        "__t1__ = a; __writable__(__t1__).join = __inplace_times__(__t1__.join, c); del __t1__",
        "the attribute join",
    ),
    (
        "__t1__ = a; __t2__ = b; __t1__[__t2__] = __inplace_times__(__t1__[__t2__], c);"
        " del __t1__, __t2__",
        "__store_key__ is missing",
    ),
    (
        "__t1__ = a; __t1__ = b; __t1__[__store_key__(__t1__)]"
        " = __inplace_times__(__t1__[__t1__], c); del __t1__, __t1__",
        "temporaries",
    ),
    ("__t1__ = a; __t2__ = b; __writable__(__t1__).b = 1; del __t1__, __t2__", "temporaries"),
    ("for __t1__ in __compress__(a, __ticks__): pass", "__t1__"),
    ("def f(__t1__): pass", "__t1__"),
    # comparisons
    ("x = a < b", "__comparand__ is missing"),
    ("x = a == b", "__comparand__ is missing"),
    ("x = (a, b) == c", "__comparand__ is missing"),
    ("x = __comparand__(a) < b < c", "__comparand__ is missing"),
    ("x = 1 < a < b", "__comparand__ is missing"),
    ("x = a in [b]", "__comparand__ is missing"),
    ("x = __comparand__(a) in b", "__container__ is missing"),
    ("x = 1 in a", "__container__ is missing"),
    ("x = __comparand__(a) in b()", "__container__ is missing"),
    ("x = 1 in [*__drain__(a)]", "__container__ is missing"),
    ("x = 1 in [*__drain__(a)]", "__container__ is missing"),
    ("x = __comparand__(a) in __comparand__(b)", "__container__ is missing"),
    ("x = __comparand__(a)", "__comparand__"),
    ("x = __container__(a)", "__container__"),
    ("x = __type__(a) in __numbers__", "__comparand__ is missing"),
    ("x = 1 if 1 in [__type__(a)] else 2", "__type__"),
    ("x = __numbers__", "__numbers__"),
    ("__own__.add(1)", "__own__"),
    ("x = 1.5 << 2", "LShift without"),
    (
        "__t1__ = a; __t2__ = __key__(b); __t1__[__store_key__(__t2__)]"
        " = __inplace_times__(__t1__.b, c); del __t1__, __t2__",
        "another place",
    ),
    (
        "__t1__ = a; __writable__(__t1__).b = __inplace_times__(__t1__[1], c); del __t1__",
        "another place",
    ),
    (
        "__t1__ = x; __t2__ = __attr__.join(__t1__); __x__ = __inplace_times__(__t2__, y); __writable__(__t1__).join = __t2__; del __t1__, __t2__",
        "without their operator",
    ),
    ("__t1__ = x; a = __t1__; b, *c = __unpack__(); del __t1__", "not deleted"),
    ("x = (a if __type__(a) in b in __numbers__ else __addend__(a)) + c", "not the documented one"),
    (
        "x = __comparand__(a) in (b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b)",
        "__container__ is missing",
    ),
]


test_accepted = accepts(ACCEPTED)
test_refused = refuses(REFUSED)
