"""Operands that C refuses: the same error here, whatever stands in their place."""

from __future__ import annotations

from typing import Any

import pytest

import cloche

HEAD = """
from array import array
m, whole = memoryview(b"abcdef")[::2], memoryview(b"ab")
def add(x, y):
    x += y
    return x
def times(x, y):
    x *= y
    return x
def told(f):
    try:
        return repr(f())
    except Exception as error:
        return f"{type(error).__name__}: {error}"
"""
#: Memory that does not lie side by side, and arrays for a number.
ROWS = """
b"-".join([m, m])
b"-".join([b"a", m])
bytearray(b"-").join([m])
b"-".join([whole, whole])
bytearray(b"x").extend(m)
bytearray(b"x").extend(whole)
add(bytearray(b"x"), m)
add(b"x", m)
add(bytearray(b"x"), whole)
add(b"x", whole)
add([], m)
b"x" + m
bytearray(b"x") + m
times(b"a", array("B", [1]))
times(bytearray(b"a"), array("B", [1]))
times("a", array("B", [1]))
times([1], array("B", [1]))
times((1,), array("B", [1]))
times(array("B", [1]), array("B", [1]))
times(array("B", [1]), [1])
times(1.5, array("B", [1]))
times(2, array("B", [1]))
b"a" * array("B", [1])
[1] * array("B", [1])
array("B", [1]) * array("B", [1])
array("B", [1]) * "a"
1.5 * array("B", [1])
"""
#: Special methods of None.
OF_NONE = """
type(None.__eq__).__name__, None.__eq__.__name__
None.__eq__(None), None.__eq__(1), None.__ne__(1), None.__lt__(1)
None.__hash__() == hash(None), None.__repr__(), None.__str__(), None.__format__("")
None.__format__("x")
None.__eq__()
None.__eq__.func
None.__setattr__("x", 1) if hasattr(None, "__setattr__") else None.x
None.__delattr__("x") if hasattr(None, "__delattr__") else None.x
"""


def _same(text: str) -> None:
    names: dict[str, Any] = {}
    exec(HEAD, names)
    expected = eval(f"told(lambda: ({text}))", names)
    assert cloche.run(f"{HEAD}told(lambda: ({text}))") == expected


@pytest.mark.parametrize("text", ROWS.strip().splitlines())
def test_memory_and_arrays(text: str) -> None:
    _same(text)


@pytest.mark.parametrize("text", OF_NONE.strip().splitlines()[:-2])
def test_special_methods_of_none(text: str) -> None:
    _same(text)


@pytest.mark.parametrize("text", OF_NONE.strip().splitlines()[-2:])
def test_what_would_store_in_none_is_absent(text: str) -> None:
    assert cloche.run(f"{HEAD}told(lambda: ({text}))").startswith(
        "AttributeError: 'NoneType' object has no attribute 'x'"
    )
