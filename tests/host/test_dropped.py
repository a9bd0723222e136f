"""Coroutines of `run_async` that the host closes in the middle."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any

import pytest

import cloche

#: What a program awaits when its coroutine is closed.
AWAITED = {
    "a tool": "await wait()",
    "a timer": "note()\nawait asyncio.sleep(3)",
    "a turn": "note()\nwhile True: await asyncio.sleep(0)",
    "all of them": "asyncio.create_task(wait())\nwhile True: await asyncio.sleep(0)",
    "what it catches": "while True:\n    try: await wait()\n    except BaseException: note()",
}


@pytest.mark.parametrize("isolation", ["inline", "process"])
@pytest.mark.parametrize("name", AWAITED)
def test_what_is_awaited_can_be_closed(name: str, isolation: Any) -> None:
    """And a step that the loop's own thread makes then waits for nothing of the loop."""
    seen: list[str] = []
    source = AWAITED[name]

    def note() -> None:
        seen.append("begun")

    async def wait() -> None:
        note()
        try:
            await asyncio.sleep(60)
        finally:
            seen.append("ended")

    async def main(box: cloche.Sandbox) -> None:
        loop, tasks = asyncio.get_running_loop(), len(asyncio.all_tasks())
        errors: list[Any] = []
        loop.set_exception_handler(lambda _, context: errors.append(context))
        session = box.session()
        session.run("import asyncio")
        coroutine = session.run_async(source)
        awaited: Any = coroutine.send(None)
        while not seen:
            if awaited is None or awaited.done():
                awaited = coroutine.send(None)
            await asyncio.sleep(0.01)
        coroutine.close()
        assert session.run("1 + 1") == 2
        while "wait()" in source and "ended" not in seen:
            await asyncio.sleep(0.01)
        assert seen in (["begun"], ["begun", "ended"])
        del coroutine, awaited
        gc.collect()
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == tasks
        assert errors == []

    tools: dict[str, Callable[..., Any]] = {"note": note, "wait": wait}
    with cloche.Sandbox(tools, isolation=isolation) as box:
        asyncio.run(asyncio.wait_for(main(box), 60))
