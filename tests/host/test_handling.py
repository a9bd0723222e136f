"""Neither host nor guest gets hold of what the other handles as it calls it."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest

import cloche
from cloche.runtime.handling import apart, apart_async

NOTHING = "RuntimeError('No active exception to reraise')"
RAISED = "try: raise\nexcept BaseException as error: found = repr(error)\nfound"
AWAITED = """
import asyncio
async def f():
    await asyncio.sleep(0)
    try: raise
    except BaseException as error: return repr(error)
await asyncio.create_task(f())
"""


class Held(Exception):
    """As of a client library: it holds live objects."""


def run(source: str) -> Any:
    return cloche.Sandbox().run(source)


WAYS: dict[str, Callable[[], Any]] = {
    "run": lambda: cloche.Sandbox().run(RAISED),
    "plain": lambda: cloche.Sandbox(optimize=False).run(RAISED),
    "session": lambda: cloche.Sandbox().session().run(RAISED),
    "function": lambda: (
        cloche.Sandbox()
        .compile("def f():\n    try: raise\n    except BaseException as error: return repr(error)")
        .function("f")()
    ),
    "asynchronous": lambda: asyncio.run(cloche.Sandbox().run_async(AWAITED)),
    "nested": lambda: cloche.Sandbox(tools={"inner": lambda: cloche.run(RAISED)}).run(
        "class X(Exception): pass\ntry: raise X\nexcept X: found = inner()\nfound"
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", [Held, ValueError])
def test_a_bare_raise_finds_nothing_of_the_hosts(way: str, kind: type[Exception]) -> None:
    assert WAYS[way]() == NOTHING
    try:
        raise kind(object())
    except kind:
        assert WAYS[way]() == NOTHING


def test_a_call_back_finds_nothing_of_the_tools() -> None:
    def tool() -> Any:
        try:
            raise Held(object())
        except Held:
            return functions[0]()

    source = (
        "def g():\n    try: raise\n    except BaseException as error: return repr(error)\n"
        "def f(): return tool()"
    )
    program = cloche.Sandbox(tools={"tool": tool}).compile(source)
    functions = [program.function("g")]
    assert program.function("f")() == NOTHING


@pytest.mark.parametrize("expression", ["sys.exception()", "sys.exc_info()[1]"])
def test_nor_does_sys(expression: str) -> None:
    try:
        raise ValueError(object())
    except ValueError:
        assert run(f"import sys\n{expression}") is None
        source = "try: 1 / 0\nexcept ZeroDivisionError as error: found = error.__context__\nfound"
        assert run(source) is None
        assert run("import traceback\ntraceback.format_exc()") == "NoneType: None\n"
        with pytest.raises(cloche.GuestError, match="No active exception") as caught:
            run("raise")
    assert caught.value.type_name == "RuntimeError"


def test_a_program_still_raises_again_what_it_handles() -> None:
    source = """
found = []
try:
    try: 1 / 0
    except ZeroDivisionError: raise
except ZeroDivisionError as error: found.append(str(error))
def again(): raise
try:
    try: [].pop()
    except IndexError: again()
except IndexError as error: found.append(str(error))
found
"""
    expected = ["division by zero", "pop from empty list"]
    assert run(source) == expected
    try:
        raise Held
    except Held:
        assert run(source) == expected


def test_a_tool_finds_nothing_of_the_guests(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[Any] = []

    def fetch() -> None:
        seen.append(repr(sys.exception()))
        try:
            raise Held(object())
        except Held as error:
            seen.append(repr(error.__context__))
            seen.append(traceback.format_exc())
            logging.exception("fetch failed")

    source = """
got = []
class X(Exception):
    def __str__(self):
        try: raise
        except BaseException as error: got.append(error)
        return "text of the guest's"
try: raise X
except X:
    fetch()
    print("printed")
repr(got)
"""
    box = cloche.Sandbox(
        tools={"fetch": fetch}, on_output=lambda text: seen.append(sys.exception())
    )
    assert box.run(source) == "[]"
    assert seen[:2] == [NOTHING, NOTHING]
    assert repr(seen[3]) == NOTHING
    assert "text of the guest's" not in caplog.text + seen[2]


#: The loop of a program is driven beneath its own handler.
DRIVEN = """
import asyncio
class E(Exception):
    def __str__(self): return "the guest's own text"
async def main(): return await tool()
try: raise E
except E: found = {drive}
found
"""
DRIVES = {
    "run": "asyncio.run(main())",
    "until complete": "asyncio.new_event_loop().run_until_complete(main())",
    "await": "await tool()",
    "by hand": "[await asyncio.sleep(0), tool().send(None), await tool()][2]",
}


async def looking() -> list[str]:
    """Tell what is being handled, as a log of the tool's would see it, then and later."""
    found = [repr(sys.exception())]
    await asyncio.sleep(0)
    found.append(repr(sys.exception()))
    try:
        raise Held
    except Held:
        found += [line for line in traceback.format_exc().splitlines() if "guest" in line]
    return found


@pytest.mark.parametrize("drive", DRIVES)
@pytest.mark.parametrize("eager", [False, True])
def test_an_asynchronous_tool_finds_nothing_of_the_guests(drive: str, eager: bool) -> None:
    box = cloche.Sandbox(tools={"tool": looking})
    source = DRIVEN.format(drive=DRIVES[drive])
    expected = [[NOTHING, NOTHING], ["None", "None"], [NOTHING, "None"]]
    if "await" in drive or "hand" in drive:

        async def host() -> Any:
            if eager and hasattr(asyncio, "eager_task_factory"):
                asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            return await box.run_async(source)

        assert asyncio.run(host()) in expected
    assert box.run(source) in expected


class Telling(Exception):
    """Its text takes a handler of its own."""

    def __str__(self) -> str:
        try:
            raise Held
        except Held:
            return "guest" if "guest" in traceback.format_exc() else "nothing"


#: The text of what a guest handles would find what the host handles.
CURIOUS = """
import asyncio
found = []
class E(Exception):
    def __str__(self):
        try: raise
        except BaseException as error: found.append(type(error).__name__)
        return "of the guest"
async def f():
    try: raise E
    except E:
        try: await tool()
        except Exception as error: return str(error)
said = await f()
said, found
"""


def test_the_text_of_a_tools_error_finds_nothing_of_the_guests() -> None:
    async def tool() -> None:
        raise Telling

    box = cloche.Sandbox(tools={"tool": tool})
    assert box.run(CURIOUS) == asyncio.run(box.run_async(CURIOUS)) == ("nothing", [])


def test_a_handler_of_a_signal_finds_nothing_of_the_guests() -> None:
    seen: list[str] = []

    def handler(*_: object) -> None:
        seen.append(repr(sys.exception()))
        try:
            raise Held
        except Held:
            seen.append(traceback.format_exc())

    def ring() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.001)

    source = (
        CURIOUS.split("async def")[0]
        + """
try: raise E
except E:
    later()
    for i in range(300_000): pass
found
"""
    )
    before = signal.signal(signal.SIGALRM, handler)
    try:
        assert cloche.Sandbox(tools={"later": ring}).run(source) == []
    finally:
        signal.signal(signal.SIGALRM, before)
    assert seen[0] == NOTHING
    assert not any("guest" in text or "E(" in text for text in seen)


def _fails() -> None:
    raise Held


async def _fails_later() -> None:
    await asyncio.sleep(0)
    raise Held


def _fails_later_apart() -> None:
    asyncio.run(apart_async(_fails_later()))


@pytest.mark.parametrize("call", [lambda: apart(_fails), _fails_later_apart])
def test_our_handler_is_no_context_of_what_is_raised(call: Callable[[], None]) -> None:
    with pytest.raises(Held) as caught:
        call()
    assert caught.value.__context__ is None
