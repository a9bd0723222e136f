# ruff: noqa: E501  A row of a table stays on one line.
"""The current context of `decimal` in tasks and callbacks: natively and guarded."""

from __future__ import annotations

import asyncio
from contextvars import Context  # one in which nothing is set

import pytest

import cloche
from constructs.test_async import _guarded_async, natively
from harness import guarded, native, programs
from modules.test_asyncio import FROZEN, Loop

HEADER = """
import asyncio, decimal
from decimal import Context, Decimal, getcontext, localcontext, setcontext
def digits(): return len(str(1 / Decimal(3))) - 2
"""

PROGRAMS = """
async def t(n):
    with localcontext() as c:
        c.prec = n
        await asyncio.sleep(0)
        return digits()
print(await asyncio.gather(t(5), t(7)), digits())

async def t(n):
    setcontext(Context(prec=n)); await asyncio.sleep(0.01 * n)
    getcontext().prec += 1; await asyncio.sleep(0)
    return digits()
print(await asyncio.gather(t(5), t(7), t(3)), digits())

getcontext().prec = 9
async def t(n): getcontext().prec -= n; await asyncio.sleep(0); return digits()
print(await asyncio.gather(t(1), t(2)), digits())

async def t(n): getcontext().prec -= n; await asyncio.sleep(0); return digits()
print(await asyncio.gather(t(1), t(2)), digits())

setcontext(Context(prec=4))
async def t(): before = digits(); await asyncio.sleep(0.02); return before, digits()
a = asyncio.create_task(t()); setcontext(Context(prec=6)); b = asyncio.create_task(t())
with localcontext(Context(prec=11)): c = asyncio.create_task(t())
await asyncio.sleep(0); setcontext(Context(prec=8))
print(await a, await b, await c, digits())

loop = asyncio.get_running_loop()
def call(name, n=None): n and setcontext(Context(prec=n)); print(name, digits())
setcontext(Context(prec=4)); loop.call_soon(call, "soon", 17); loop.call_later(0.02, call, "later")
loop.call_at(loop.time() + 0.03, call, "at", 19)
setcontext(Context(prec=6)); loop.call_soon(call, "soon"); loop.call_later(0.04, call, "later")
await asyncio.sleep(0.1); print(digits())

f = asyncio.Future()
setcontext(Context(prec=4)); f.add_done_callback(lambda f: print("first", digits(), setcontext(Context(prec=20))))
setcontext(Context(prec=6)); f.add_done_callback(lambda f: print("second", digits()))
def settle(): setcontext(Context(prec=12)); f.set_result(1); f.add_done_callback(lambda f: print("third", digits()))
asyncio.get_running_loop().call_soon(settle); setcontext(Context(prec=8))
print(await f, digits()); await asyncio.sleep(0); await asyncio.sleep(0); print(digits())

def gone(f): print("gone")
f = asyncio.Future(); f.add_done_callback(gone); f.add_done_callback(print); f.add_done_callback(gone)
print(f.remove_done_callback(gone), f.remove_done_callback(gone)); f.cancel(); await asyncio.sleep(0)

class Precise:
    def __init__(self, n): self.n = n
    async def __aenter__(self): self.before = getcontext(); setcontext(Context(prec=self.n)); await asyncio.sleep(0)
    async def __aexit__(self, *e): await asyncio.sleep(0); setcontext(self.before)
async def t(n):
    async with Precise(n):
        await asyncio.sleep(0.01 * n); inner = digits()
    return inner, digits()
print(await asyncio.gather(t(3), t(9), t(5)), digits())

async def g(n):
    with localcontext() as c:
        c.prec = n
        for _ in range(2): yield digits(); await asyncio.sleep(0)
async def t(n): return [(x, digits()) async for x in g(n)], digits()
print(await asyncio.gather(t(3), t(5)), digits())

async def t(n):
    with localcontext() as c:
        c.prec = n
        try: await asyncio.sleep(9)
        except asyncio.CancelledError: await asyncio.sleep(0); print(digits()); raise
x = asyncio.create_task(t(3)); y = asyncio.create_task(t(5)); await asyncio.sleep(0)
x.cancel(); y.cancel(); print(await asyncio.gather(x, y, return_exceptions=True)); print(digits())

async def outer(n):
    setcontext(Context(prec=n))
    async with asyncio.TaskGroup() as group: tasks = [group.create_task(inner(k)) for k in (0, 1)]
    return [x.result() for x in tasks], digits()
async def inner(k): await asyncio.sleep(0); setcontext(Context(prec=getcontext().prec + k)); await asyncio.sleep(0); return digits()
print(await asyncio.gather(outer(3), outer(5)), digits())

async def change(): setcontext(Context(prec=5)); await asyncio.sleep(0)
await asyncio.wait_for(change(), 1); print("same task or not:", digits())

async def change(): setcontext(Context(prec=5)); await asyncio.sleep(0)
async with asyncio.timeout(1): await change()
print(digits()); await asyncio.shield(change()); await asyncio.create_task(change()); print(digits())

c = getcontext()
async def t(): return getcontext() is c, setcontext(c), await asyncio.sleep(0), getcontext() is c
print(await t(), await asyncio.create_task(t()))
setcontext(Context()); print(await asyncio.create_task(t()), getcontext() is c)

async def t(): print(getcontext() is c, setcontext(d)); await asyncio.sleep(0); print(getcontext() is d)
c = getcontext(); d = Context(prec=3); x = asyncio.create_task(t()); setcontext(d); await x; print(digits())
"""

#: What runs a loop of its own.
OUTSIDE = """
async def t(n): setcontext(Context(prec=n)); await asyncio.sleep(0); return digits()
async def main(): return await asyncio.gather(t(5), t(7)), digits(), await t(9), digits()
print(asyncio.run(main()), digits())
setcontext(Context(prec=4)); print(asyncio.run(main()), digits())

async def main(): getcontext().prec = 5
getcontext(); asyncio.run(main()); print(digits())

async def main(): setcontext(Context(prec=5)); raise SystemExit(3)
try: asyncio.run(main())
except SystemExit as e: print(e.code, digits())
"""


@pytest.mark.parametrize("program", programs(PROGRAMS))
def test_tasks_have_their_own(program: str) -> None:
    source = f"{HEADER}await asyncio.sleep(0)\n{program}"
    expected = Context().run(natively, source, Loop)
    assert not expected.error
    for optimize in (True, False):
        assert guarded(source, optimize=optimize, boxes=FROZEN) == expected
        assert asyncio.run(_guarded_async(source, optimize, FROZEN)) == expected


@pytest.mark.parametrize("program", programs(OUTSIDE))
def test_a_loop_leaves_that_of_its_caller(program: str) -> None:
    expected = Context().run(native, HEADER + program)
    assert not expected.error
    for optimize in (True, False):
        assert guarded(HEADER + program, optimize=optimize) == expected


def test_where_none_is_current_each_makes_one() -> None:
    source = f"{HEADER}async def main(): getcontext().prec = 5; return digits()\nasyncio.run(main()), digits()"
    assert cloche.Sandbox().run(source) == (5, 28)


def test_what_a_step_of_a_session_sets_is_set_in_the_next() -> None:
    session = cloche.Sandbox().session()

    async def steps() -> list[object]:
        await session.run_async("import asyncio, decimal\ndecimal.getcontext().prec = 5")
        found = [await session.run_async("len(str(1 / decimal.Decimal(3)))")]
        await session.run_async(
            "await asyncio.sleep(0)\ndecimal.setcontext(decimal.Context(prec=7))"
        )
        return [*found, await session.run_async("len(str(1 / decimal.Decimal(3)))")]

    assert asyncio.run(steps()) == [7, 9]
    assert session.run("len(str(1 / decimal.Decimal(3)))") == 9


def test_tools_go_on_in_the_context_of_their_task() -> None:
    async def wait(seconds: float) -> None:
        await asyncio.sleep(seconds)

    source = f"""{HEADER}
async def t(n):
    setcontext(Context(prec=n)); await wait(n / 1000)
    return digits()
[*await asyncio.gather(t(5), t(3), t(4)), digits()]
"""
    box = cloche.Sandbox(tools={"wait": wait})
    assert box.run(source) == [5, 3, 4, 28]
    assert asyncio.run(box.run_async(source)) == [5, 3, 4, 28]
