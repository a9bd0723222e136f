"""What CPython (from 3.12 on) tells of steps of async generators is not told of a guest's."""

from __future__ import annotations

import asyncio
import gc
import sys
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

import cloche

LEFT = """
async def forged(): yield
forged.__qualname__ = "[CRITICAL] forged" + "A" * 10_000
def leave(begin):
    left = [begin(forged())]
    left.append(left)
for begin in (lambda x: x.asend(None), lambda x: x.aclose(), lambda x: x.athrow(ValueError),
              lambda x: x.__anext__(), anext):
    leave(begin)
"""
BOX = cloche.Sandbox({"wait": cloche.pausing(abs)})


def _session() -> None:
    session = BOX.session()
    session.run(LEFT)
    gc.collect()
    session.run("1")


def _paused() -> None:
    step = BOX.start(f"{LEFT}\nwait(1)")
    gc.collect()
    while isinstance(step, cloche.Paused):
        step = step.resume(1)


async def _collected_as_it_waits() -> None:
    waits = asyncio.ensure_future(
        BOX.run_async(f"{LEFT}\nimport asyncio\nawait asyncio.sleep(0.02)")
    )
    await asyncio.sleep(0.01)
    gc.collect()
    await waits


WAYS: dict[str, Callable[[], object]] = {
    "run": lambda: BOX.run(LEFT),
    "function": lambda: BOX.compile(f"{LEFT}\ndef f(): pass").function("f")(),
    "value": lambda: BOX.run(f"{LEFT}\n1"),
    "session": _session,
    "paused": _paused,
    "on a loop": lambda: asyncio.run(BOX.run_async(LEFT)),
    "waits": lambda: asyncio.run(_collected_as_it_waits()),
}


@pytest.fixture(autouse=True)
def _collecting_is_ours() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


async def hosts() -> AsyncIterator[None]:
    yield


def _told(action: Callable[[], object]) -> list[str]:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        action()
        gc.collect()
    return [str(each.message) for each in told]


@pytest.mark.parametrize("way", WAYS)
def test_of_a_guest_nobody_is_told(way: str) -> None:
    assert _told(WAYS[way]) == []


@pytest.mark.parametrize("way", WAYS)
def test_of_the_hosts_own_it_is(way: str) -> None:
    def also() -> None:
        WAYS[way]()
        left: list[Any] = [hosts().asend(None)]
        left.append(left)

    told = _told(also)
    assert len(told) == (sys.version_info >= (3, 12))
    assert all("of 'hosts' was never awaited" in each for each in told)
