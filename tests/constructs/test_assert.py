"""`assert` tests natively; its operands carry their own guards."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
assert x
=>
assert x

assert x, y
=>
assert x, y

assert(x)
=>
assert(x)

assert x < y, x * y
=>
assert (x if __type__(x) in __scalars__ else __operand__(x)) < y, (x * y if __type__(x) is __floating__ else __times__(x, y))

assert x in y, f"{x}"
=>
assert (x if __type__(x) in __scalars__ else __comparand__(x)) in (y if __type__(y) in __collections__ else __container__(y)), f"{(x if __type__(x) in __numbers__ else __shown__(x))}"

assert (x  # c
        )
=>
assert (x  # c
        )
"""

EVERY_GUARD = """
assert x == y, "no"
=>
assert __operand__(x) == y, "no"
"""

REFUSED = [
    ("CL101", "assert __x__"),
    ("CL110", "assert x, y.__code__"),
]

SAME = """
assert True
assert 1, print("never")
assert [] == [], "x"
assert 0

assert False, "message"

assert 1 > 2, {"a": 1}

assert (False, "always true") if False else 1, "x"
"done"

try: assert None, ValueError("x")
except AssertionError as e: print(repr(e.args))

__debug__
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
