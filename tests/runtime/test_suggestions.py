"""What a traceback suggests: what CPython's would, of the names a guest can see."""

from __future__ import annotations

import sys
import traceback

import pytest

import cloche
from cloche.runtime.suggestions import distance

SAME = (
    "prin(1)",
    "def f():\n  value = 1\n  return valu\nf()",
    "class A:\n  def __init__(self): self.colour = 1\nA().color",
    "class A:\n  __slots__ = ('width',)\nA().widht",
    "'a'.uper()",
    "[].appendd(1)",
    "x = {}\nx.item()",
    "1 .rael",
    "zzz",
    "Valueerror",
    "None.foo",
    "class A:\n  def __dir__(self): raise KeyError\nA().x",
    "class A:\n  def __dir__(self): return ['kolor', 'abc']\nA().color",
    "x = 1\nX",
    "maximum_value = 1\nmaximum_valeu",
    "class A: pass\nA.methd",
    "try: prin\nexcept NameError as e: raise KeyError(1) from e",
    "raise NameError('x')",
    "raise NameError('text', name='prin')",
    "raise AttributeError('text', name='uper', obj='a')",
)
NEWER = (
    "class A:\n  def f(self): return colour\n  def __init__(self): self.colour = 1\nA().f()",
    "json.dumps(1)",
    "maths = 1\nmath",
    "Fasle",
    "class A:\n  _hidden = 1\n  def f(self): self.hiden\nA().f()",
    "class A:\n  _private = 1\nA().private",
    "class A:\n  _private = 1\nA()._privat",
)


def guarded(source: str) -> str:
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(source)
    error = caught.value
    return f"{error.type_name}: {error.message}"


def native(source: str) -> str:
    try:
        exec(source, {"__name__": "__main__"})
    except Exception as error:
        found = traceback.TracebackException.from_exception(error)
        return "".join(found.format_exception_only()).strip()
    raise AssertionError(source)


@pytest.mark.parametrize("source", [*SAME, *NEWER])
def test_as_cpython_suggests(source):
    # Before Python 3.12 only its C code suggested anything, and less.
    if sys.version_info >= (3, 12):
        assert guarded(source) == native(source)
    else:
        assert guarded(source).startswith(native(source))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("prin(1)", "NameError: name 'prin' is not defined. Did you mean: 'print'?"),
        (
            "def f():\n  value = 1\n  return valu\nf()",
            "name 'valu' is not defined. Did you mean: 'value'?",
        ),
        ("'a'.uper()", "'str' object has no attribute 'uper'. Did you mean: 'upper'?"),
        ("import math\nmath.sqr", "module 'math' has no attribute 'sqr'. Did you mean: 'sqrt'?"),
    ],
)
def test_suggested_everywhere(source, text):
    assert guarded(source).endswith(text)


@pytest.mark.parametrize(
    "source",
    [
        "def f(): pass\nf.__code_",
        "def f(): pass\nf.func_globals",
        "(x for x in []).gi_fram",
        "__tick_",
        "tick",
        "try: 1/0\nexcept ZeroDivisionError as e: e.tb_fram",
    ],
)
def test_nothing_hidden_is_suggested(source):
    for name in ("__code__", "__globals__", "gi_frame", "__tick__", "__ticks__", "tb_frame"):
        assert f"'{name}'" not in guarded(source).partition("Did you mean")[2]


def test_looking_for_a_suggestion_is_paid_for():
    endless = "class A:\n  def __dir__(self):\n    while True: pass\nA().x"
    with pytest.raises(cloche.StepLimitExceeded):
        cloche.Sandbox(limits=cloche.Limits(steps=10_000)).run(endless)


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ("", "", 0),
        ("a", "", 2),
        ("abc", "abd", 2),
        ("Abc", "abc", 1),
        ("abc", "acb", 4),
        ("", "ab", 4),
    ],
)
def test_distance(one, other, cost):
    assert distance(one, other) == distance(other, one) == cost
