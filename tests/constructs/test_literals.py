"""Numbers, strings, bytes, displays."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = r'''
0x_ff + 0b1 + 0o7 + 1_000 + 1e3 + 2j
=>
__result__ = 0x_ff + 0b1 + 0o7 + 1_000 + 1e3 + 2j

"a" "b" 'c' \
    """d"""
=>
__result__ = "a" "b" 'c' \
    """d"""

("a"  # one
 "b"  # two
 )
=>
__result__ = ("a"  # one
 "b"  # two
 )

r"\d" + u"x" + b"y"
=>
__result__ = __addend__(r"\d" + u"x") + b"y"

[1, 2], (1,), (), {1}, {1: 2}, {}, ...
=>
__result__ = [1, 2], (1,), (), {1}, {1: 2}, {}, ...

[
    1,  # one
    [2, 3],
]
=>
__result__ = [
    1,  # one
    [2, 3],
]

-1, +1, ~1, not 1
=>
__result__ = -1, +1, ~1, not 1

"""doc"""
=>
__result__ = """doc"""
'''

EVERY_GUARD = """
"a" + "b"
=>
__result__ = __addend__("a") + __addend__("b")
"""

REFUSED = [
    ("CL101", "[__x__]"),
    ("CL101", "{__x__: 1}"),
    ("CL101", "{1: __x__}"),
]

SAME = r'''
0xff, 0b101, 0o17, 1_000_000, 1e3, 1.5e-3, 2j, 1_0.0_1, 0

"a" 'b' """c""" 'd', "\n\t\x41\u00e9\N{BULLET}", r"\n", b"\x00ab", "é", "日本"

[1, [2, (3, {4: {5}})]], (), (1,), {}, set(), {1, 1}, {1: 2, 1: 3}, ... is ..., None, True

[*[]], [*"ab", 1], {**{}}, (*(), 1)

def t(x): print(x); return x
{t(1): t(2), t(3): t(4)}, [t(5), t(6)], {t(7)}

"""a
b"""

"docstring"

123456789012345678901234567890, -5, +5, ~5, 1e400, 1e-400

"\U0001F600", len("\U0001F600"), "\
joined"

"%" "s", "a" + "b" "c"

{[]}

{{}: 1}

{1, 2} == {2, 1}, {"a": 1} == dict(a=1), [1] == [1.0]
'''

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
