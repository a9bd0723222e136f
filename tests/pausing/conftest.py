"""One box per isolation for all these tests: workers take a while to start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import cloche

#: Generous: no test may depend on the speed of the machine.
LIMITS = cloche.Limits(seconds=60.0)


def add(*numbers: Any) -> Any:
    """A tool whose result depends on its arguments alone."""
    return sum(numbers)


def refuse(text: str) -> None:
    """A tool that raises."""
    raise ValueError(text)


def listed(*args: Any, **named: Any) -> Any:
    """A tool that gives back what it was given, nested."""
    return {"args": list(args), "named": named}


class Cancelled(BaseException):
    """No error of a tool: it ends the run."""


def cancel() -> None:
    """A tool that ends the run."""
    raise Cancelled


def nest(source: str) -> Any:
    """A tool that starts and runs another program."""
    box = cloche.Sandbox({"ask": cloche.pausing(lambda x: [x])}, LIMITS)
    step = box.start(source)
    assert isinstance(step, cloche.Paused)
    end = step.call()
    assert isinstance(end, cloche.Done)
    return [end.value, box.run(source)]


TOOLS = {
    "add": add, "refuse": refuse, "listed": listed, "cancel": cancel, "wrong": object, "nest": nest,
}  # fmt: skip


def made(isolation: str, **others: Any) -> cloche.Sandbox:
    """Return a box whose tool `ask` pauses."""
    tools = {**TOOLS, "ask": cloche.pausing(lambda *args, **named: [*args, *named.values()])}
    return cloche.Sandbox(tools=tools, limits=LIMITS, isolation=isolation, workers=4, **others)


@pytest.fixture(scope="session")
def boxes() -> Iterator[dict[str, cloche.Sandbox]]:
    with made("process") as process:
        yield {"inline": made("inline"), "process": process}


@pytest.fixture(params=["inline", "process"])
def box(request: pytest.FixtureRequest, boxes: dict[str, cloche.Sandbox]) -> cloche.Sandbox:
    return boxes[request.param]
