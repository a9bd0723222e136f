"""What a traceback suggests: what CPython's would, of the names a guest can see."""

from __future__ import annotations

import sys
import traceback

import pytest

import cloche
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run
from cloche.runtime.stops import Stop
from cloche.runtime.suggestions import closest, distance, suggestion

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
    "raise AttributeError('text', name=5, obj='a')",
    "raise AttributeError('text', name='uper', obj=None)",
    "raise AttributeError('text', name='__boo__')",
    "raise NameError('text', name=5)",
    "raise ValueError('prin')",
    "class E(ValueError): name = 'prin'\nraise E('text')",
    "class E(ValueError): name, obj = 'uper', 'a'\nraise E('text')",
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


# --- What is none of the guest's --------------------------------------------------------------


@pytest.fixture
def run():
    made = Run(Limits(steps=100_000, seconds=10.0))
    token = made.enter()
    yield made
    made.leave(token)


class Ours:
    """An object that the runtime may have been looking at."""

    secret = 1


def test_names_of_an_object_of_ours_are_not_suggested(run):
    error = AttributeError("text", name="secre", obj=Ours())
    assert suggestion(error, ()) == ""
    run.own.add(Ours)
    assert suggestion(error, ()) == ". Did you mean: 'secret'?"
    assert suggestion(AttributeError("text", name="rea"), ()) == ""


def _raised(error, secret=1):
    try:
        raise error
    except NameError as caught:
        return caught


def test_variables_of_our_own_code_are_not_suggested(run):
    error = NameError("text", name="secre")
    for each in (error, _raised(error)):
        assert suggestion(each, ("other",)) == ""
        assert suggestion(each, ("secrets",)) == ". Did you mean: 'secrets'?"


def test_variables_of_a_guests_code_are_and_are_paid_for(run):
    space = run.globals
    lines = "; ".join(f"x{i} = 1" for i in range(700))
    code = f"def f():\n  secret = 1\n  {lines}\n  raise error"
    space["error"] = NameError("text", name="secre")
    exec(code, space)
    with pytest.raises(NameError) as caught:
        space["f"]()
    before = run.budget.steps
    assert suggestion(caught.value, ()) == ". Did you mean: 'secret'?"
    if sys.version_info >= (3, 12):
        assert run.budget.steps - before >= 701 * 6 + 701 // 8


@pytest.mark.parametrize("make", [AttributeError, NameError])
def test_a_stopped_run_gets_no_suggestion(make, run):
    class Stopping:
        def __dir__(self):
            raise Stop

    run.own.add(Stopping)
    run.budget.stop("steps", 1, 1)
    error = make("text", name="secre")
    if make is AttributeError:
        error.obj = Stopping()
    with pytest.raises(Stop):
        suggestion(error, ("secret",))


def test_long_names_and_many_are_left_alone(run):
    long, short = "a" * 41, "a" * 40
    assert closest(short, [short[:-1] + "b"]) == short[:-1] + "b"
    assert closest(long, [short]) is None
    assert closest(short, [long]) is None
    names = [f"name{i}" for i in range(750)]
    assert closest("namee", names) == "name0"
    assert closest("namee", [*names, "more"]) is None
    assert closest("name1", ["name1"]) is None
    assert closest("name", ["n" * 12, "nema", "nam", "names"]) == "nam"


def test_they_are_paid_for(run):
    before = run.budget.steps
    closest("name", [f"other{i}" for i in range(500)])
    assert run.budget.steps - before >= 2500
