"""Classes of this package: whose methods look at `self` first, and who is which class."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import pytest

from cloche.runtime import fitting, paying, standins
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run
from cloche.runtime.standins import (
    admit,
    basis_of,
    builtin,
    derivable,
    hidden_slots,
    known,
    opaque,
    owned,
    plain,
    real_of,
    stand_for,
    stand_in,
    standin_of,
    trust,
    trusted,
    writable,
)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Let what a test makes known be forgotten; in a run, as `standin_of` asks for one."""
    for name in ("_REAL", "_STAND_IN", "_ACCEPTED", "_BASIS", "NO_BASE"):
        monkeypatch.setattr(standins, name, dict(getattr(standins, name)))
    for name in ("_BASES", "_TRUSTED", "_OWNED", "_DERIVABLE"):
        monkeypatch.setattr(standins, name, set(getattr(standins, name)))
    run = Run(Limits())
    token = run.enter()
    yield run
    run.leave(token)


# --- Methods that look at `self` --------------------------------------------------------------


def _kinds() -> tuple[Any, Any]:
    """Return two classes alike, of which the first has a slot that no guest can name."""

    def body() -> dict[str, Any]:
        class Body:
            def stores(self, value: Any) -> Any:
                self.value = value
                return "stored"

            def deletes(self) -> Any:
                del self.value

            def stores_inside(self, value: Any) -> Any:
                def inner() -> None:
                    self.value = value

                inner()

            def reads(self) -> Any:
                """What it says."""
                return "read"

            async def awaits(self, value: Any = None) -> Any:
                self.value = value
                return "awaited"

            def __new__(cls) -> Any:
                return object.__new__(cls)

            @staticmethod
            def static(x: Any) -> Any:
                return x

            @property
            def shown(self) -> Any:
                """The doc."""
                return "shown"

            @shown.setter
            def shown(self, value: Any) -> None:
                self.value = value

            @shown.deleter
            def shown(self) -> None: ...

        return {
            name: value for name, value in vars(Body).items()
            if name not in ("__dict__", "__weakref__")
        }  # fmt: skip

    hiding = type("Hiding", (), {**body(), "__slots__": ("__inside__", "value")})
    open_ = type("Open", (), {**body(), "__slots__": ("value",)})
    return hiding, open_


class Other:
    value: Any = None


def _refuses(method: Any, *args: Any) -> bool:
    try:
        found = method(*args)
        if inspect.iscoroutine(found):
            asyncio.run(found)
    except TypeError as error:
        return "requires a" in str(error)
    return False


STORING = ["stores", "deletes", "stores_inside", "awaits"]
CALLS = {"stores": (1,), "stores_inside": (1,)}


@pytest.mark.parametrize("name", [*STORING, "reads"])
def test_what_takes_slots_at_their_word_looks_at_self(name: str) -> None:
    kind, _ = _kinds()
    trust(kind)
    method, args = vars(kind)[name], CALLS.get(name, ())
    for wrong in (Other(), kind, 1):
        assert _refuses(method, wrong, *args)
    kind().stores(2)
    mine = kind()
    mine.value = 1
    assert not _refuses(method, mine, *args)
    derived = type("Derived", (kind,), {})()
    derived.value = 1
    assert not _refuses(method, derived, *args)


@pytest.mark.parametrize("careful", [True, False])
@pytest.mark.parametrize("hides", [True, False])
def test_what_stores_always_does_and_what_reads_where_slots_are_hidden(
    hides: bool, careful: bool
) -> None:
    kind = _kinds()[not hides]
    before = {**vars(kind)}
    trust(kind, careful=careful)
    for name in STORING:
        assert vars(kind)[name] is not before[name]
    believing = hides and not careful
    for name in ("reads", "shown"):
        assert (vars(kind)[name] is not before[name]) is believing
    assert vars(kind)["__new__"] is before["__new__"]
    assert kind.static("x") == "x"


def test_each_part_of_a_property_looks_at_self() -> None:
    kind, _ = _kinds()
    trust(kind)
    made = vars(kind)["shown"]
    assert made.__doc__ == "The doc."
    assert made.__get__(kind()) == "shown"
    mine = kind()
    mine.shown = 5
    assert mine.value == 5
    del mine.shown
    for part, args in ((made.fget, ()), (made.fset, (1,)), (made.fdel, ())):
        assert _refuses(part, Other(), *args)


def test_a_property_without_a_setter_stays_without() -> None:
    kind: Any = type("Kind", (), {
        "__slots__": ("__inside__",), "shown": property(lambda self: 1),
    })  # fmt: skip
    trust(kind)
    assert vars(kind)["shown"].fset is vars(kind)["shown"].fdel is None


def test_it_looks_like_what_it_stands_for() -> None:
    kind, _ = _kinds()
    before = vars(kind)["reads"]
    before.mark = 1
    trust(kind)
    made = vars(kind)["reads"]
    for name in ("__name__", "__qualname__", "__module__", "__doc__"):
        assert getattr(made, name) == getattr(before, name)
    assert made.mark == 1
    assert inspect.iscoroutinefunction(vars(kind)["awaits"])
    assert not inspect.iscoroutinefunction(made)
    assert type(made) is FunctionType
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        made()


def test_hidden_slots_are_those_a_guest_cannot_spell() -> None:
    kind = type("Kind", (), {"__slots__": ("__inside__", "value", "__dict__")})
    assert hidden_slots(kind) == {"__inside__"}
    derived = type("Derived", (kind,), {"__slots__": ("__more__",)})
    assert hidden_slots(derived) == {"__inside__", "__more__"}
    # A name that a guest may write is no secret, and what is no slot is none.
    named = type("Named", (), {"__slots__": ("__wrapped__",), "__other__": 1})
    assert hidden_slots(named) == frozenset()


def test_what_all_runs_share_of_it_cannot_be_written_to() -> None:
    class Kind:
        value: int

    trust(Kind)
    assert dict(Kind.__annotations__) == {}
    with pytest.raises(TypeError):
        Kind.__annotations__["value"] = str


def test_what_it_prints_is_paid_for_and_wrong_arguments_are_told() -> None:
    body = {"__module__": "fractions", "__repr__": lambda self: "x"}
    kind: Any = type("Fraction", (), body)
    method: Any = FunctionType(
        (lambda self, a, b, c: 1).__code__, {"__name__": "cloche.runtime.sample"},
        "limit_denominator",
    )  # fmt: skip
    kind.limit_denominator = method
    trust(kind)
    assert paying.pays(vars(kind)["__repr__"])
    assert fitting.WRITTEN[vars(kind)["limit_denominator"]] is method


# --- Who is which class -----------------------------------------------------------------------


def test_who_may_be_written_to() -> None:
    kind, other = _kinds()
    trust(kind)
    admit(other)
    assert trusted(kind)
    assert trusted(other)
    assert not trusted(Other)
    assert not writable(kind)
    owned(kind)
    assert writable(kind)
    assert not writable(other)


def test_a_class_may_be_held_and_derived_from() -> None:
    kind, other = _kinds()
    assert not builtin(kind)
    with pytest.raises(TypeError, match="not available here"):
        standin_of(kind)
    plain(kind)
    plain(other, derivable=False)
    assert standin_of(kind) is kind
    assert derivable(kind)
    assert basis_of(kind) is kind
    assert not derivable(other)
    with pytest.raises(TypeError, match="Open' is not an acceptable base type"):
        basis_of(other)
    standins.NO_BASE[other] = "in other words"
    with pytest.raises(TypeError, match="in other words"):
        basis_of(other)


def test_a_class_of_the_run_is_known_to_it_alone(alone: Run) -> None:
    assert not known(Other)
    alone.own.add(Other)
    assert known(Other)
    assert standin_of(Other) is Other
    assert basis_of(Other) is Other
    assert not builtin(Other)
    assert not derivable(Other)


def _made(**how: Any) -> tuple[Any, Any]:
    real = type("Real", (), {"method": lambda self: 1, "__module__": "sample", "__doc__": "doc"})
    return real, stand_in(real, lambda *args: real(), **how)


def test_a_stand_in_answers_for_the_real_class() -> None:
    real, made = _made()
    assert standin_of(real) is made
    assert real_of(made) is real
    assert isinstance(real(), made)
    assert not isinstance(1, made)
    assert issubclass(real, made)
    assert issubclass(made, made)
    assert not issubclass(int, made)
    assert type(made()) is real
    assert builtin(type(made))
    assert builtin(real)
    assert (made.__name__, made.__module__, made.__doc__) == ("Real", "sample", "doc")
    assert dict(made.__annotations__) == {}
    for change in (lambda: setattr(made, "x", 1), lambda: delattr(made, "method")):
        with pytest.raises(TypeError, match=r"cannot set '(x|method)' attribute of immutable type"):
            change()
    assert made.method is real.method
    assert not hasattr(_made(inherit=False)[1], "method")
    assert _made(members={"method": 5})[1].method == 5
    with pytest.raises(TypeError, match=r"'sample.Real' is not an acceptable base type"):
        basis_of(made)


def test_a_stand_in_accepts_what_passes_for_the_real_class() -> None:
    alias = type("Alias", (), {})
    real, made = _made(aliases=(alias,))
    assert isinstance(alias(), made)
    assert isinstance(real(), made)
    assert not isinstance(1, made)
    assert standin_of(alias) is made
    assert issubclass(alias, made)
    stand_for(Other, real)
    assert standin_of(Other) is made
    assert not isinstance(Other(), made)


def test_guest_classes_derive_from_a_basis() -> None:
    real, made = _made(basis={"method": 2})
    basis: Any = basis_of(made)
    assert basis is not made
    assert basis.__mro__[1] is real
    assert basis.method == 2
    assert trusted(basis)
    assert derivable(basis)
    assert standin_of(basis) is made
    assert not derivable(made)


def test_or_from_a_class_of_ours() -> None:
    kind, _ = _kinds()
    real, made = _made(derived=kind)
    assert basis_of(made) is kind
    assert derivable(kind)
    assert not derivable(real)


def test_a_type_without_a_constructor_has_one_stand_in() -> None:
    kind = type("Kind", (), {"__module__": "sample", "method": 1})
    made: Any = opaque(kind)
    assert opaque(kind, "another") is made
    with pytest.raises(TypeError, match=r"^cannot create 'sample.Kind' instances$"):
        made(1, x=2)
    assert not hasattr(made, "method")
    told: Any = opaque(type("Told", (), {}), "no such thing")
    with pytest.raises(TypeError, match=r"^no such thing$"):
        told()
    of_builtins: Any = opaque(type("thing", (), {"__module__": "builtins"}))
    with pytest.raises(TypeError, match=r"^cannot create 'thing' instances$"):
        of_builtins()
    of_builtins = opaque(type("thing", (), {"__module__": "builtins"}), "told")
    with pytest.raises(TypeError, match=r"^told$"):
        of_builtins()


@pytest.mark.parametrize(
    ("base", "message"),
    [
        (int.__add__, "bases must be types"),
        (len, "bases must be types"),
        ([], r"list expected at most 1 argument, got 3"),
        (None, "NoneType takes no arguments"),
        ("", "decoding str is not supported|str"),
        (object(), "bases must be types"),
    ],
)
def test_what_is_no_class_is_no_base(base: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        basis_of(base)
