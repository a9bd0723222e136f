"""Syntax newer than Python 3.11, where it runs; older Pythons call it a syntax error."""

from __future__ import annotations

import sys

from harness import BOXES, assert_same

#: What f-strings may hold since Python 3.12 (PEP 701).
FORMATTED = (
    'd = {"a": 1}\nf"{d["a"]}"',
    'f"{"\\n".join(["a", "b"])}"',
    'f"{f"{f"{1 + 1}"}"}"',
    'x = 3\nf"""{\n x  # why\n}"""; y = 1\ny',
    'x = 3\nf"{\n x }"; y = 2\ny',
    'd = {"a": 1}\nf"{d["a"]=}"',
    "x = \"a\"\nf'{x + 'b'=}'",
    'x = 1\nf"{\nx\n=}"',
    'w = 5\nf"{"a":{w}}|{"b":>{"3"}}"',
    'x = [1]\nf"{x!r:>{"10"}}"',
    'f"{"{"}{{{"}"}}}"',
    'f"{"a" "b"}"',
    'x = [1]\nf"{x * 2}{"%s" % x}{[*x, *x]}"',
    'f"{(lambda x: f"{x}")(1)}"',
    'f"{[f"{i}" for i in range(3)]}"',
)
#: Refused until its runtime exists (PEP 695, PEP 696), by the Python that knows it.
REFUSED = (
    ((3, 12), "def f[T](x: T) -> T: return x"),
    ((3, 12), "class A[T, *Ts, **P]: pass"),
    ((3, 12), "type X = int"),
    ((3, 12), "type X[T: int] = list[T]"),
    ((3, 13), "def f[T: (int, str) = int](): pass"),
)


def test_formatted():
    for source in FORMATTED:
        if sys.version_info >= (3, 12):
            assert_same(source)
        else:
            assert {each.code for each in BOXES[True].lint(source)} <= {"CL001"}, source


def test_refused():
    for version, source in REFUSED:
        found = BOXES[True].lint(source)
        expected = "CL900" if sys.version_info >= version else "CL001"
        assert {each.code for each in found} == {expected}
        assert expected == "CL001" or any(each.hint for each in found)
