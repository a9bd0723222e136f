"""Global names of code that runs by `exec(source, names)`: what of them a guest sees and binds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import cloche
from cloche.runtime.limits import Limits
from cloche.runtime.namespace import namespace
from cloche.runtime.run import Run
from cloche.runtime.spaces import release, shown, space_of, taken, update, visible
from cloche.transpiler import vocabulary as words


class Told(str):
    """A name that is no exact text: it would be asked whenever CPython looks a name up."""


@pytest.fixture
def run() -> Iterator[Run]:
    made = Run(Limits(steps=100_000, seconds=10.0))
    made.globals["__builtins__"] = namespace(made, {})
    token = made.enter()
    yield made
    made.leave(token)


@pytest.mark.parametrize(
    ("name", "is_seen", "is_bound"),
    [
        ("x", True, True), ("_x", True, True), ("__x", True, True), ("x__", True, True),
        ("__name__", True, True), ("__annotations__", True, False),
        ("__builtins__", False, False), ("__loader__", False, False), ("__t1__", False, False),
        (Told("x"), False, False), (1, False, False), (None, False, False),
    ],
)  # fmt: skip
def test_names(name: Any, is_seen: bool, is_bound: bool, run: Run) -> None:
    assert visible(name) is is_seen
    assert (name in shown({name: 1})) is is_seen
    assert (name in taken({name: 1})) is is_bound


def test_a_copy_of_many_names_is_paid_for(run: Run) -> None:
    many = {f"x{i}": i for i in range(8000)}
    for copy in (shown, taken):
        before = run.budget.steps
        assert copy(many) == many
        assert run.budget.steps - before >= 1000


def test_changes_are_made_and_nothing_else() -> None:
    one: Any = object()
    given = {"gone": 1, "stays": "meanwhile", "changed": 2, "mine": 3}
    update(given, {"gone": 1, "stays": one, "changed": 2, "never": 0},
           {"stays": one, "changed": 5, "new": 6})  # fmt: skip
    assert given == {"stays": "meanwhile", "changed": 5, "mine": 3, "new": 6}


def test_a_space_follows_the_guests_dictionary_and_back(run: Run) -> None:
    given: dict[Any, Any] = {"a": 1, "b": 2}
    space = space_of(run, given)
    assert (space.real["a"], space.real["b"]) == (1, 2)
    space.real.update(a=5, c=3)
    del space.real["b"]
    space.leave()
    assert given == {"a": 5, "c": 3}
    # What the code made of a name meanwhile stands, if the guest did nothing to it.
    space.real["c"] = 7
    given.update(d=4)
    del given["a"]
    assert space_of(run, given) is space
    assert {name: space.real.get(name) for name in "abcd"} == {"a": None, "b": None, "c": 7, "d": 4}
    space.leave()
    assert given == {"c": 7, "d": 4}


def test_a_space_costs_something(run: Run) -> None:
    before = run.budget.steps
    space_of(run, {})
    assert run.budget.steps - before >= 100
    before = run.budget.steps
    space_of(run, {"__builtins__": None})
    assert run.budget.steps - before >= 200
    before = run.budget.steps
    space_of(run, {"__builtins__": {f"x{i}": i for i in range(8000)}})
    assert run.budget.steps - before >= 1200


def test_a_space_is_forgotten_when_no_code_has_its_names(run: Run) -> None:
    given: dict[Any, Any] = {}
    space = space_of(run, given)
    assert run.spaces == {id(space.real): space}
    held = space.real
    release(run, space)
    assert run.spaces
    del held
    release(run, space)
    assert not run.spaces
    assert space_of(run, given) is not space
    space.clear()
    assert not space.real


def _builtins(run: Run, given: object) -> Any:
    return space_of(run, {"__builtins__": given}).real["__builtins__"]


def test_builtins_are_the_runs_if_nothing_is_said(run: Run) -> None:
    assert space_of(run, {}).real["__builtins__"] is run.globals["__builtins__"]


def test_builtins_are_guards_and_what_the_guest_offers(run: Run) -> None:
    everything = run.globals["__builtins__"]
    given = {
        "mine": 1, "__mine__": 2, Told("told"): 3, 4: 5,
        words.TICKS: "a forgery", words.LOAD_MODULE: "a forgery",
    }  # fmt: skip
    found = _builtins(run, given)
    assert found["mine"] == 1
    assert not {"__mine__", "told", 4, "len", "print"} & found.keys()
    assert found[words.TICKS] is everything[words.TICKS]
    assert words.BUILD_CLASS not in found
    assert _builtins(run, None).keys() == found.keys() - {"mine"}
    for load in (words.LOAD_MODULE, words.LOAD_SUBMODULE, words.LOAD_NAMES):
        with pytest.raises(ImportError, match="__import__ not found"):
            found[load]("math", "pi")


@pytest.mark.parametrize("given", [1, [], (), "", type("D", (dict,), {})(), 0, False])
def test_builtins_are_an_exact_dictionary(given: object, run: Run) -> None:
    with pytest.raises(TypeError, match="__builtins__ must be a dict here"):
        _builtins(run, given)


_FAILS = [
    "eval('b', {'a': new()})", "eval('1 / 0', {'a': new()})",
    "exec('raise KeyError', {'a': new()})",
    "eval('b', {'a': new()}, {})", "exec('class A: b', {'a': new()})",
    "exec(compile('b', '', 'exec'), {'a': new()})",
]  # fmt: skip


@pytest.mark.parametrize("call", _FAILS)
def test_names_of_what_has_failed_are_not_kept(call: str) -> None:
    """All but those of the last few, which its error may still have."""
    found = cloche.run(f"""
import weakref
class X: pass
alive = []
def new():
    x = X()
    alive.append(weakref.ref(x))
    return x
for _ in range(50):
    try: {call}
    except (NameError, ZeroDivisionError, KeyError): pass
len(alive), sum(each() is not None for each in alive)
""")
    assert found[0] == 50
    assert found[1] <= 2


def test_names_that_are_in_use_stay() -> None:
    assert cloche.run("""
def make(n):
    names = {'n': n}
    try: exec('def f(): return n\\n1 / 0', names)
    except ZeroDivisionError: pass
    return names['f'], names
made = [make(n) for n in range(40)]
for f, names in made: names['n'] += 100
[f() for f, _ in made], [eval('n + 1', names) for _, names in made], [f() for f, _ in made]
""") == (
        [*range(40)],
        [*range(101, 141)],
        [*range(100, 140)],
    )
