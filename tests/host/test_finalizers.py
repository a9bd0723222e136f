"""Objects of the host's that end while a program runs: what comes with that is the host's doing.

A tool's traceback, result and arguments, and exposed objects, may be the last to hold them.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import traceback
import warnings
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import pytest

import cloche
from cloche.runtime.budget import Budget
from cloche.runtime.run import Run, running

budget_of: Callable[[Run], Budget] = vars(Run)["budget"].__get__


class Object:
    held: Any


class Deleted:
    def __init__(self, end: Callable[..., None]) -> None:
        self.end = end

    def __del__(self) -> None:
        self.end()


class Host:
    """What is made by tools, and what was said as it ended."""

    def __init__(self, kind: str) -> None:
        self.make: Callable[[], Any] = getattr(self, kind)
        #: Whether the host had the floor, for each end.
        self.ended: list[bool] = []
        self.kept: list[Any] = []

    def end(self, *_: object, **__: object) -> None:
        """Reach outside, as no program can."""
        run = running(None)  # asleep, when garbage is collected
        self.ended.append(run is None or budget_of(run).paused)
        Path(__file__).read_text(encoding="utf-8")

    def coroutine(self) -> Any:
        async def never() -> None: ...

        return never()

    def reference(self) -> Any:
        made = Object()
        self.kept.append(weakref.ref(made, self.end))
        return made

    def generator(self) -> Any:
        def suspended() -> Iterator[None]:
            try:
                yield
            finally:
                self.end()

        made = suspended()
        next(made)
        return made

    def deletion(self) -> Any:
        return Deleted(self.end)

    # --- Tools ---

    def fail(self) -> None:
        made = self.make()
        raise ValueError(made is None)

    async def fail_later(self) -> None:
        await asyncio.sleep(0)
        made = self.make()
        raise ValueError(made is None)

    def give(self) -> set[int]:
        made = {1}
        self.kept.append(weakref.ref(made, self.end))
        return made

    async def give_later(self) -> set[int]:
        await asyncio.sleep(0)
        return self.give()

    def fill(self, given: list[Any]) -> None:
        given.append(self.make())

    async def fill_later(self, given: list[Any]) -> None:
        given.append(self.make())

    def show(self) -> cloche.Exposed:
        made = Shown(self)
        return cloche.expose(made, attributes=("bad", "given"), methods=("fail",))

    def leave(self) -> None:
        """Leave garbage, which only the collector finds."""
        made = Object()
        made.held = made, self.make()

    async def ended_by_now(self) -> None:
        """Let what is under way end."""
        for _ in range(20):
            await asyncio.sleep(0)

    @property
    def tools(self) -> dict[str, Callable[..., Any]]:
        names = ["fail", "fail_later", "give", "give_later", "fill", "fill_later", "show", "leave"]
        return {name: getattr(self, name) for name in [*names, "ended_by_now"]}


class Shown:
    def __init__(self, host: Host) -> None:
        self.host = host
        self.held = host.make()

    @property
    def bad(self) -> None:
        self.host.fail()

    @property
    def given(self) -> set[int]:
        return self.host.give()

    def fail(self) -> None:
        self.host.fail()


PROGRAMS = {
    "raised": "try: fail()\nexcept ValueError: pass",
    "raised, and kept": "try: fail()\nexcept ValueError as e: x = e",
    "raised by an asynchronous tool": "try: await fail_later()\nexcept ValueError: pass",
    "raised by one, and kept": "try: await fail_later()\nexcept ValueError as e: x = e",
    "returned": "give()",
    "returned by an asynchronous tool": "await give_later()",
    "put into an argument": "fill([])",
    "put into a named one": "fill(given=[])",
    "put into an argument of an asynchronous tool": "await fill_later([])",
    "raised for nobody": ("c = fail_later()\nc.send(None)\nawait ended_by_now()\nc.close()\ndel c"),
    "returned to nobody": "c = give_later()\nc.send(None)\nawait ended_by_now()\ndel c",
    "raised for one that is cancelled": (
        "import asyncio\nc = fail_later()\nf = c.send(None)\n"
        "while not f.done(): await ended_by_now()\n"
        "try: c.throw(asyncio.CancelledError())\nexcept asyncio.CancelledError: pass"
    ),
    "settled": (
        "c = fail_later()\nf = c.send(None)\nawait ended_by_now()\ntry: c.send(None)\n"
        "except (ValueError, StopIteration): pass"
    ),
    "raised by an attribute": "x = show()\ntry: x.bad\nexcept ValueError: pass",
    "given by an attribute": "x = show()\nx.given",
    "raised by a method": "x = show()\ntry: x.fail()\nexcept ValueError: pass",
    "exposed, and dropped": "x = show()\ndel x\nshow()",
    "many exposed, and dropped": "x = [show() for _ in range(9)]\nx.clear()\nx = show()\nx.given",
}


@pytest.fixture(params=["coroutine", "reference", "generator", "deletion"])
def host(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    made = Host(request.param)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        # As `warnings` does, which reads the line of source that it shows.
        monkeypatch.setattr(warnings, "showwarning", made.end)
        # It is told of what nobody has asked a task for, and pytest keeps what is logged.
        monkeypatch.setattr(logging.getLogger("asyncio"), "disabled", True)
        yield made


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize("way", PROGRAMS)
def test_what_ends_is_the_hosts(
    host: Host, way: str, awaited: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    box, source = cloche.Sandbox(host.tools), f"{PROGRAMS[way]}\n1"
    gc.disable()
    try:
        assert (asyncio.run(box.run_async(source)) if awaited else box.run(source)) == 1
    finally:
        gc.enable()
    gc.collect()
    assert host.ended
    assert all(host.ended)
    assert "Stop" not in capfd.readouterr().err


@pytest.mark.parametrize("awaited", [False, True])
def test_what_the_collector_ends_is_the_hosts(host: Host, awaited: bool) -> None:
    box = cloche.Sandbox(host.tools)
    source = "leave()\nx = [[] for _ in range(30_000)]\nlen(x)"
    assert (asyncio.run(box.run_async(source)) if awaited else box.run(source)) == 30_000
    assert host.ended


@pytest.mark.parametrize("host", ["coroutine"], indirect=True)
def test_a_listener_that_is_no_plain_function(host: Host) -> None:
    """Nobody awaits what it returns."""

    async def listener(text: str) -> None: ...

    given: Any = listener
    assert cloche.Sandbox(on_output=given).run("print(1)\n1") == 1
    assert len(host.ended) == 1


class Closed:
    """Says what `logging.exception` would, as it ends."""

    name = "a"
    said: ClassVar[list[str]] = []

    def __del__(self) -> None:
        try:
            raise OSError("closed already")
        except OSError:
            self.said.append(traceback.format_exc())


def _raising() -> None:
    error = ValueError("no")
    error.held = Closed()  # type: ignore[attr-defined]
    raise error


@pytest.mark.parametrize(
    "source",
    [
        "x = new()\n    del x\n    idle()", "x = new()\n    x = idle()", "put([])",
        "try: fail()\n    except ValueError: pass", "try: give()\n    except TypeError: pass",
    ],
)  # fmt: skip
def test_it_does_not_find_what_the_program_handles(source: str) -> None:
    tools: dict[str, Any] = {
        "new": lambda: cloche.expose(Closed(), attributes=["name"]), "idle": lambda: None,
        "put": lambda some: some.append(Closed()), "fail": _raising, "give": Closed,
    }  # fmt: skip
    program = (
        "class E(Exception):\n    def __str__(self): return 'shown'\n"
        f"try: raise E\nexcept E:\n    {source}"
    )
    Closed.said.clear()
    with suppress(cloche.BoundaryError):
        cloche.Sandbox(tools).run(program)
    gc.collect()
    assert len(Closed.said) == 1
    assert "shown" not in Closed.said[0]
