# ruff: noqa: E501  A row of a table stays on one line.
"""Local names of a function, some of which a comprehension has as well."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import cloche
from cloche.runtime.local_names import is_confusing

#: A float whose bytes would be the address of a cell.
HEAD = """
import struct
number = struct.unpack("d", struct.pack("Q", 0x4141414141414140))[0]
"""
#: What reads local names, beneath a comprehension whose target is a variable of a closure.
READS = {
    "locals": "locals()",
    "vars": "vars()",
    "dir": "dir()",
    "eval": "eval('x')",
    "eval locals": "eval('locals()')",
    "exec": "exec('y = x')",
    "name error": "missing",
    "kept": "len((lambda f: f())(locals))",
}
AROUND = {
    "cell": "def f():\n    x = 1\n    def g(): return x\n    return [{} for x in [number]][0]\nf()",
    "argument": "def f(x):\n    def g(): return x\n    return {{{} for x in [number]}}\nf(1)",
    "free": "def e():\n    x = 1\n    def f():\n        x\n        return [{} for x in [number]]\n    return f\ne()()",
    "nested": "def f(x):\n    g = lambda: x\n    return [[{} for y in [1]] for x in [number]]\nf(1)",
    "class": "def f(x):\n    class C:\n        g = lambda: x\n        y = [{} for x in [number]]\n    return C.y\nf(1)",
    "two": "def f(x):\n    g = lambda: x\n    return [[{} for z in [x]] for x in [number]]\nf(2)",
}  # fmt: skip


def told(source: str, optimize: bool) -> str:
    try:
        return repr(cloche.Sandbox(optimize=optimize).run(source))
    except cloche.GuestError as error:
        return str(error)


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("read", READS)
def test_no_number_is_taken_for_an_address(read: str, around: str, optimize: bool) -> None:
    source = HEAD + AROUND[around].format(READS[read])
    answer = told(source, optimize)  # (or the process ends)
    assert "built-in" not in answer


def test_what_is_no_comprehensions_is_told() -> None:
    source = "def f(x):\n    g = lambda: x\n    y = [z for z in 'ab']\n    return sorted({})\nf(1)"
    answers = {told(source.format(read), True) for read in ("locals()", "vars()")}
    names = {"['g', 'x', 'y']"}
    if (3, 13) <= sys.version_info < (3, 13, 2):
        assert answers <= names or all("cannot be told" in answer for answer in answers)
    else:
        assert answers == names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f():\n    x = 1\n    return [x for x in ()]", False),
        ("def f(x):\n    return lambda: x", False),
        ("def f():\n    x = 1\n    def g(): return x\n    return [x for x in ()]", True),
    ],
)
def test_which_functions_are_confusing(source: str, expected: bool) -> None:
    names: dict[str, Any] = {}
    exec(source, names)
    expected = expected and sys.version_info >= (3, 12)
    assert is_confusing(names["f"].__code__) is expected


@pytest.mark.parametrize("optimize", [True, False])
def test_a_class_tells_its_names(optimize: bool) -> None:
    source = """
def f(x):
    class C:
        g = lambda: x
        y = [x for x in 'ab']
        z = [name for name in [*locals()] if name[0] != "_"]
        w = sorted(name for name in vars() if name[0] != "_")
    return C.z, C.w
f(1)
"""
    assert told(source, optimize) == "(['g', 'y'], ['g', 'y', 'z'])"
