"""Shims that stand behind a function of the same errors as CPython's: which do, and how."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest

from cloche.runtime import binding, fitting, unbound
from cloche.runtime.binding import copied, example, fitted, misfit
from harness import assert_same

_HOME = {"__name__": "cloche.runtime.sample"}


def _ours(function: Any) -> Any:
    """Return *function* as one that this package defines."""
    made = FunctionType(function.__code__, _HOME, function.__name__, function.__defaults__)
    made.__kwdefaults__, made.__annotations__ = function.__kwdefaults__, {}
    return made


def one(a: Any) -> Any:
    return "did", a


def anything(*args: Any, **named: Any) -> Any: ...
def defaulted(a: Any = 1, /, *args: Any, **named: Any) -> Any: ...
def needed(a: Any, /, *args: Any, **named: Any) -> Any: ...
def by_name(a: Any = 1, *args: Any, **named: Any) -> Any: ...
def keyed(*args: Any, k: Any = 1, **named: Any) -> Any: ...
def positional(*args: Any) -> Any: ...
async def coroutine(a: Any) -> Any: ...
def generator(a: Any) -> Any:
    yield a


async def asynchronous(a: Any) -> Any:
    yield a


# What a guest asks `inspect` about, or takes any arguments, or nobody can ask, stays as it is.
STAYS = [anything, defaulted, coroutine, generator, asynchronous, len, functools.partial(one)]
BEHIND = [one, needed, by_name, keyed, positional]


@pytest.mark.parametrize("function", STAYS, ids=str)
def test_some_stand_behind_nothing(function: Any) -> None:
    assert fitted(function, len) is function


@pytest.mark.parametrize("function", BEHIND, ids=str)
def test_others_stand_behind_a_function(function: Any) -> None:
    assert fitted(function, 1) is function  # nobody to ask
    function.mark = "kept"
    made = fitted(function, len)
    assert made is not function
    assert made.mark == "kept"
    assert (made.__name__, made.__qualname__) == (function.__name__, function.__qualname__)
    assert made.__module__ == function.__module__
    assert made.__annotations__ == {}


def test_one_of_the_same_form_only_gets_the_name() -> None:
    def native(a: Any) -> Any: ...

    function = copied(one)  # type: ignore[arg-type]
    assert fitted(function, native) is function
    assert function.__qualname__ == native.__qualname__


FORMS: list[Callable[..., Any]] = [
    lambda a: 1, lambda b: 1, lambda a, /: 1, lambda a, b: 1, lambda a, b=1: 1, lambda a, *, b: 1,
    lambda a, *, b=1: 1, lambda a, *args: 1, lambda a, **named: 1,
]  # fmt: skip


@pytest.mark.parametrize("native", FORMS)
@pytest.mark.parametrize("function", FORMS)
def test_what_is_of_another_form_does_not(function: Any, native: Any) -> None:
    made = copied(function)
    assert (fitted(made, native) is made) is (function is native)


def test_a_copy_has_all_that_a_function_has() -> None:
    def function(a: int = 1, *, b: int = 2) -> int:
        """What it says."""
        return a + b + extra

    extra = 4
    function.mark = 1  # type: ignore[attr-defined]
    made: Any = copied(function)  # type: ignore[arg-type]
    assert made is not function
    assert (made(), made(2, b=3)) == (7, 9)
    assert (made.__doc__, made.mark, made.__annotations__) == ("What it says.", 1, {})
    assert (made.__qualname__, made.__module__) == (function.__qualname__, function.__module__)


# --- Errors -----------------------------------------------------------------------------------

#: What it takes -> calls that fit, and calls that do not, of which one gives a name nobody knows.
SHAPES: dict[str, tuple[Callable[..., Any], list[str], list[str]]] = {
    "one": (lambda a, /: ("did", a), ["f(1)"], ["f()", "f(1, 2)", "f(1, z=2)"]),
    "two": (
        lambda a, b, /: ("did", a, b), ["f(1, 2)"],
        ["f()", "f(1)", "f(1, 2, 3)", "f(1, 2, z=3)"],
    ),
    "three": (
        lambda a, b, c, /: ("did", a, b, c), ["f(1, 2, 3)"],
        ["f(1, 2)", "f(1, 2, 3, 4)", "f(1, 2, 3, z=4)"],
    ),
    "one or two": (
        lambda a, b="B", /: ("did", a, b), ["f(1)", "f(1, 2)"],
        ["f()", "f(1, 2, 3)", "f(1, z=2)"],
    ),
    "two or three": (
        lambda a, b, c="C", /: ("did", a, b, c), ["f(1, 2)", "f(1, 2, 3)"],
        ["f(1)", "f(1, 2, 3, 4)", "f(1, 2, z=3)"],
    ),
    "by name": (
        lambda a, b=2: ("did", a, b), ["f(1)", "f(a=1)", "f(1, b=3)"], ["f()", "f(1, z=2)"],
    ),
    "many": (lambda a, /, *rest: ("did", a, rest), ["f(1)", "f(1, 2, 3, 4)"], ["f()", "f(1, z=2)"]),
    "four": (lambda a, b, c, d, /: ("did", d), ["f(1, 2, 3, 4)"], ["f(1)", "f(1, 2, 3, 4, 5)"]),
    "one and named": (
        lambda a, /, *, k=0: ("did", a, k), ["f(1)", "f(1, k=2)"], ["f()", "f(1, 2)", "f(1, z=2)"],
    ),
    "only named": (lambda *, k: ("did", k), ["f(k=1)"], ["f()", "f(1)", "f(k=1, z=2)"]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_it_does_what_fits_and_asks_about_the_rest(shape: str) -> None:
    function, fits, others = SHAPES[shape]
    asked: list[tuple[int, list[str]]] = []

    class Native:
        """Says what it was called with: never with anything of the caller's."""

        def __call__(self, *args: Any, **named: Any) -> Any:
            asked.append((len(args), sorted(named)))
            assert all(type(each).__name__ == "_Nothing" for each in (*args, *named.values()))
            raise TypeError("as CPython says")

    made = fitted(function, Native())
    for text in fits:
        assert eval(text, {"f": made}) == eval(text, {"f": function})
    assert not asked
    for text in others:
        with pytest.raises(TypeError, match="as CPython says"):
            eval(text, {"f": made})
        assert asked.pop() == eval(text, {"f": lambda *args, **named: (len(args), sorted(named))})


def test_an_error_from_inside_is_its_own() -> None:
    def inside(a: Any, *args: Any) -> Any:
        raise TypeError("from inside")

    with pytest.raises(TypeError, match="from inside"):
        fitted(inside, len)(1)


def _raises(error: BaseException | None) -> Any:
    def native(*args: Any, **named: Any) -> Any:
        if error is not None:
            raise error

    return functools.partial(native)


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(3), None], ids=str)
def test_where_cpython_would_do_it_the_error_is_worded_here(error: BaseException | None) -> None:
    native = _raises(error)
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'a'"):
        fitted(lambda a, *args: 1, native)()
    native.__name__ = "shown"
    with pytest.raises(TypeError, match=r"^shown\(\) takes other arguments$"):
        fitted(lambda a, /: 1, native)()


def test_a_method_in_c_is_asked_on_an_instance() -> None:
    upper = fitted(lambda self, /: "did", str.upper, str)
    with pytest.raises(TypeError, match=r"str.upper\(\) takes no arguments \(1 given\)"):
        upper("a", 1)
    with pytest.raises(TypeError, match=r"unbound method str.upper\(\) needs an argument"):
        upper()


def test_a_class_method_is_asked_without_the_class() -> None:
    made = fitted(lambda cls, a, /: "did", bytes.fromhex, type)
    with pytest.raises(TypeError, match=r"fromhex\(\) takes exactly one argument \(2 given\)"):
        made(bytes, 1, 2)


def test_classes_that_need_arguments_are_asked_on_an_example() -> None:
    class Needs:
        def __init__(self, a: int) -> None: ...

    def asked(self: object, *args: object) -> Any:
        raise TypeError(type(self).__name__)

    native = functools.partial(asked)
    made = fitted(lambda self, /: "did", native, Needs)
    with pytest.raises(TypeError, match=r"^_Nothing$"):
        made(Needs(1), 2)

    class Shown:
        def __init__(self, a: int) -> None: ...

    example(Shown(1))
    made = fitted(lambda self, /: "did", native, Shown)
    with pytest.raises(TypeError, match=r"^Shown$"):
        made(Shown(1), 2)
    for each in (Needs, Shown):
        del binding._SELVES[each]


def test_what_is_written_in_python_is_not_run_to_be_asked() -> None:
    ran = []

    def native(a: Any, b: Any = 1, *, c: Any = 2) -> None:
        ran.append(a)

    made = fitted(lambda a, /: "did", native)
    for text in ("f()", "f(1, 2, 3)", "f(1, z=1)"):
        with pytest.raises(TypeError, match=r"native\(\) (missing|takes|got)"):
            eval(text, {"f": made})
    with pytest.raises(TypeError, match="takes other arguments"):
        made(1, c=1)
    assert not ran
    with pytest.raises(TypeError, match=r"native\(\) missing 1 required positional argument: 'a'"):
        misfit(native, binding.MISSING)


# --- Shims that are no methods where a class has them -----------------------------------------


def test_what_stands_for_a_function_in_c_is_no_method() -> None:
    made = fitted(lambda a, /: "did", math.sqrt)
    assert type(unbound.as_member(made)) is staticmethod
    for native in (str.upper, int, one):
        made = fitted(lambda a, b, c, d, /: "did", native)
        assert unbound.as_member(made) is made
    assert unbound.as_member(len) is len
    unbound.note(len, len)
    unbound.note(functools.partial(one), len)
    assert unbound.as_member(len) is len


def test_what_is_made_for_each_run_is_known_by_its_code() -> None:
    def maker() -> tuple[Any, Any]:
        def shown() -> None: ...
        def other() -> None: ...

        return shown, other

    unbound.note_made(maker, "shown")
    shown, other = maker()
    assert type(unbound.as_member(shown)) is staticmethod
    assert unbound.as_member(other) is other


# --- Classes ----------------------------------------------------------------------------------


class Real:
    """CPython's class, in a way."""

    def __init__(self) -> None: ...
    def method(self) -> None: ...
    def inherited(self) -> None: ...
    def renamed(self) -> None: ...
    def alike(self, a: int) -> None: ...
    def _private(self) -> None: ...
    @classmethod
    def of_class(cls) -> None: ...
    @staticmethod
    def of_none() -> None: ...


def _sample(**more: Any) -> Any:
    class Above:
        def inherited(self, a, b, c, d): ...
        def method(self, a, b, c, d): ...
        def foreign(self, a, b, c, d): ...
        def alike(self, a): ...

    class Kind(Above):
        def __init__(self, a, b, c, d): ...
        def method(self, a, b, c, d): ...
        def _private(self, a, b, c, d): ...
        def unknown(self, a, b, c, d): ...
        def of_class(cls, a, b, c, d): ...
        def of_none(a, b, c, d): ...
        def fromhex(cls, a, /): ...

        value = 1
        renamed = unknown

    for name, value in more.items():
        setattr(Kind, name, value)
    for each in (Above, Kind):
        for name, value in [*vars(each).items()]:
            if type(value) is FunctionType and name != "foreign":
                setattr(each, name, _ours(value))
    for name in ("of_class", "fromhex"):
        setattr(Kind, name, classmethod(vars(Kind)[name]))
    Kind.of_none = staticmethod(vars(Kind)["of_none"])  # type: ignore[method-assign]
    return Kind


def _said(kind: Any, name: str, *args: Any) -> str:
    call: Any = kind if name == "__init__" else getattr(object.__new__(kind), name)
    with pytest.raises(TypeError) as caught:
        call(*args)
    return str(caught.value)


@pytest.mark.parametrize(
    "name", ["__init__", "method", "inherited", "renamed", "of_class", "of_none"]
)
def test_methods_of_a_class_of_ours_tell_as_those_of_the_real_one(name: str) -> None:
    kind = _sample()
    fitting.fit_methods(kind, Real)
    assert type(vars(kind)[name]) is type(vars(Real)[name])
    assert _said(kind, name, 1, 2, 3, 4, 5) == _said(Real, name, 1, 2, 3, 4, 5)


def test_those_of_a_class_in_c_are_asked_as_well() -> None:
    kind = _sample()
    fitting.fit_methods(kind, bytes)
    assert _said(kind, "fromhex", 1, 2) == "bytes.fromhex() takes exactly one argument (2 given)"
    kind = _sample()
    fitting.fit_methods(kind, complex)
    assert _said(kind, "__init__", 1, 2, 3, 4, 5) == "complex() takes at most 2 arguments (5 given)"


def test_others_stay_as_they_are() -> None:
    kind = _sample()
    before, above = {**vars(kind)}, kind.__mro__[1]
    inherited = vars(above)["alike"]
    name_before = inherited.__qualname__
    fitting.fit_methods(kind, Real)
    for name in ("_private", "unknown", "value"):
        assert vars(kind)[name] is before[name]
    assert "foreign" not in vars(kind)
    assert vars(kind)["inherited"] is not vars(above)["inherited"]
    assert fitting.WRITTEN[vars(kind)["method"]] is before["method"]
    # What other classes inherit, too, is not written to.
    assert vars(above)["alike"] is inherited
    assert inherited.__qualname__ == name_before
    assert vars(kind)["alike"].__qualname__ == "Real.alike"
    for real in (kind, 1):
        again = _sample()
        before = {**vars(again)}
        fitting.fit_methods(again, again if real is kind else real)
        assert vars(again)["method"] is before["method"]


def test_a_method_is_named_as_the_real_one() -> None:
    def mine(self: Any, x: Any) -> None: ...

    def other(self: Any) -> None: ...

    found = fitting._fitted_method(Real, "method", mine, False)
    assert (found.__qualname__, found.__module__) == ("Real.method", Real.__module__)
    found = fitting._fitted_method(list, "append", mine, False)
    assert (found.__qualname__, found.__module__) == ("list.append", None)
    names = other.__qualname__, other.__module__
    assert fitting._fitted_method(Real, "no_such", other, False) is other
    assert (other.__qualname__, other.__module__) == names


def test_a_constructor_in_python_is_not_run_to_be_asked() -> None:
    ran = []

    class Runs:
        def __init__(self, *args: Any) -> None:
            ran.append(args)

    kind = _sample()
    fitting.fit_methods(kind, Runs)
    assert "argument" in _said(kind, "__init__", 1, 2, 3, 4, 5)
    assert not ran


def test_a_constructor_that_is_known_by_its_identity_stays() -> None:
    def refuse(self, a, b, c, d): ...

    kind = _sample(__init__=refuse)
    before = vars(kind)["__init__"]
    fitting.fit_methods(kind, Real)
    assert vars(kind)["__init__"] is before


def test_messages_of_calls_name_methods_as_cpython_does() -> None:
    assert_same("""
import collections, datetime, decimal, fractions, random, re, string, textwrap
from array import array
seen = []
for f in (
    array.append, array("i").append, collections.Counter.update, collections.UserDict().get,
    collections.ChainMap().get, collections.deque().append, fractions.Fraction(1).limit_denominator,
    decimal.Decimal(1).quantize, re.compile("a").sub, string.Template("a").substitute,
    textwrap.TextWrapper().wrap, random.Random(1).randint, datetime.date.min.replace,
):
    for call in (lambda: f(*5), lambda: f(**5)):
        try: call()
        except TypeError as error: seen.append(str(error))
seen
""")
