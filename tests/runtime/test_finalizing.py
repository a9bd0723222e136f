"""Coroutines and async generators that nobody awaits to their end: whose they are, who is told."""

from __future__ import annotations

import builtins
import gc
import sys
import warnings
from collections.abc import Iterator
from types import AsyncGeneratorType, FunctionType
from typing import Any

import pytest

import cloche
from cloche.runtime import finalizing
from cloche.runtime.finalizing import KEEPER, hold, release
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run


async def agen() -> Any:
    yield 1


async def coroutine() -> None: ...


def guests(function: Any) -> Any:
    """Return *function* as a guest's: its builtins are not the host's."""
    return FunctionType(function.__code__, {"__builtins__": {}, "__name__": "guest"})


HOSTS: Any = ("ignore", None, UserWarning, None, 0)


class Keeper:
    """What is told of async generators: of a run, or as hooks of the host's loop."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def begins(self, agen: Any) -> None:
        self.told.append("begins")

    def dropped(self, agen: Any) -> None:
        self.told.append("dropped")
        agen.aclose().close()


@pytest.fixture(autouse=True)
def _hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)
    monkeypatch.setattr(warnings, "filters", [*warnings.filters])
    yield
    sys.set_asyncgen_hooks(*before)


def _begin_and_drop(function: Any) -> None:
    made = function()
    step = made.asend(None)
    with pytest.raises(StopIteration):
        step.send(None)
    del made, step


@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("looped", [False, True])
def test_who_is_told_of_async_generators(looped: bool, kept: bool, stopped: bool) -> None:
    loop, keeper, run = Keeper(), Keeper(), Run(Limits())
    run.budget.arm()
    if looped:
        sys.set_asyncgen_hooks(loop.begins, loop.dropped)
    outside = sys.get_asyncgen_hooks()
    if kept:
        run.state[KEEPER] = keeper
    before = hold(run)
    assert before == outside
    assert sys.get_asyncgen_hooks() != outside
    if stopped:
        run.budget.stop("steps", 1, 1)
    _begin_and_drop(guests(agen))
    # Nobody closes those of a run that was stopped: their frames are freed.
    assert keeper.told == ["begins", "dropped"][: 2 - stopped if kept else 0]
    assert loop.told == []
    _begin_and_drop(agen)
    assert loop.told == (["begins", "dropped"] if looped else [])
    assert len(keeper.told) == (2 - stopped if kept else 0)
    release(before)
    assert sys.get_asyncgen_hooks() == outside


LEFT = """
async def own():
    held = yield
    try: yield
    finally: told.append(1)
def leave():
    made = own()
    for step in (made.__anext__(), made.asend(made)):
        try: step.send(None)
        except StopIteration: pass
told = []
for _ in range(9): leave()
collect()
told
"""


@pytest.mark.parametrize("where", ["in the run", "after it"])
def test_what_is_in_a_cycle_with_one_is_freed(where: str) -> None:
    """The collector breaks a cycle at a generator by closing it; no code of it runs then."""
    box = cloche.Sandbox({"collect": gc.collect if where == "in the run" else int})
    assert box.run(LEFT) == []
    if where != "in the run":
        gc.collect()
    assert _seen() == []


def _seen() -> list[object]:
    """Return the async generators of guests that there are."""
    return [x for x in gc.get_objects() if type(x) is AsyncGeneratorType and x.__name__ == "own"]


def test_the_filter_of_steps_stands_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warnings, "filters", [HOSTS])
    release(hold(Run(Limits())))
    first, *others = warnings.filters
    assert type(first[1]) is finalizing._GuestDropsStep
    assert others == [HOSTS]


NAMES = ["agen", "it's", 'it\'s "so"', "a of b", "x was never awaited", "\udc80", "a" * 100_000]


@pytest.mark.parametrize("name", NAMES)
def test_only_steps_that_a_guest_drops_are_let_be(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finalizing, "_TELLS_OF_STEPS", True)
    match: Any = finalizing._GuestDropsStep().match
    text = f"coroutine method 'asend' of {name!r} was never awaited"
    before = hold(Run(Limits()))
    of_a_host, of_a_guest = agen, guests(agen)
    of_a_guest.__qualname__ = name
    hosts, made = of_a_host(), [of_a_guest(), of_a_guest()]
    hosts.asend(None).close()
    assert not match(text)
    for each in made:
        each.asend(None).close()
    assert match(text)
    release(before)
    assert match(text)
    made.pop()
    release(hold(Run(Limits())))
    assert match(text)
    del each
    made.clear()
    assert match(text)  # what CPython tells of in the collection that takes it
    release(hold(Run(Limits())))
    assert not match(text)
    assert finalizing._begun == {}


@pytest.mark.parametrize(
    "text",
    [
        "coroutine 'f' was never awaited",
        "coroutine method ",
        "coroutine method 'asend' of [] was never awaited",
        "coroutine method 'asend' of agen was never awaited",
        "coroutine method 'asend' of 'agen",
    ],
)
def test_what_others_warn_of_is_theirs(text: str) -> None:
    assert not finalizing._GuestDropsStep().match(text)


# --- Reports of coroutines ---------------------------------------------------------------------


def _frameless() -> Any:
    made = coroutine()
    made.close()
    return made


def _named(name: object) -> Any:
    space = {"__builtins__": builtins, "__name__": name}
    return FunctionType(coroutine.__code__, space)()  # type: ignore[arg-type]


class Lying(str):
    """A name that says of itself what it likes."""

    def startswith(self, *args: Any) -> bool:
        raise AssertionError("asked")


COROUTINES: list[tuple[Any, bool]] = [
    (coroutine, True),
    (guests(coroutine), False),
    (_frameless, True),
    (lambda: _named("cloche.runtime.modules.asyncio"), False),
    (lambda: _named("cloche_of_another"), True),
    (lambda: _named(None), True),
    (lambda: _named(Lying("cloche.runtime.x")), True),
]


@pytest.mark.parametrize(("make", "is_told"), COROUTINES)
def test_whose_coroutines_are_reported(
    make: Any, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(finalizing, "_reports", told.append)
    made = make()
    finalizing._report(made)
    assert told == [made] * is_told
    monkeypatch.setattr(finalizing, "_reports", None)
    finalizing._report(made)
    made.close()


def test_the_report_is_replaced_once_and_with_any_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def real(coroutine: Any) -> None: ...

    monkeypatch.setattr(warnings, "_warn_unawaited_coroutine", real)
    monkeypatch.setattr(finalizing, "_reports", None)
    for _ in range(2):
        Run(Limits())
        assert finalizing._reports is real
        assert warnings._warn_unawaited_coroutine is finalizing._report  # type: ignore[attr-defined]
