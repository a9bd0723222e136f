# ruff: noqa: E501  A row of a table stays on one line.
"""`asyncio` for guests: the same program natively and guarded."""

from __future__ import annotations

import asyncio
import selectors
import subprocess
import sys

import pytest

import cloche
from constructs.test_async import _guarded_async, natively
from harness import BOXES, LIMITS, guarded, programs


class Jumping(selectors.DefaultSelector):
    """Waits for nothing: tells its loop that the time is over."""

    passed = 0.0

    def select(self, timeout=None):
        ready = super().select(0)
        if not ready and timeout:
            self.passed += timeout
        return ready


class Loop(asyncio.SelectorEventLoop):
    """A loop whose time passes when nothing else can happen, so that no order is a matter of luck."""

    def __init__(self):
        self.jumping = Jumping()
        super().__init__(self.jumping)

    def time(self):
        return self.jumping.passed


#: The same for guests: a clock that stands still.
FROZEN = {optimize: cloche.Sandbox(limits=LIMITS, optimize=optimize, clock=0) for optimize in BOXES}

HEADER = """
import asyncio
async def work(n, d=0):
    try:
        await asyncio.sleep(d * 0.02)
        print("done", n)
        return n
    except asyncio.CancelledError as e:
        print("cancelled", n, e.args)
        raise
async def boom(n, d=0):
    await asyncio.sleep(d * 0.02)
    raise ValueError(n)
await asyncio.sleep(0)
"""

PROGRAMS = """
await asyncio.gather(work(1, 2), work(2, 1), work(3))

repr(await asyncio.gather(work(1), boom(2), work(3, 1), return_exceptions=True))

try: await asyncio.gather(work(1, 1), boom(2))
except ValueError as e: print(repr(e))
await asyncio.sleep(0.04)

c = work(1); print(await asyncio.gather(c, c), await asyncio.gather())
t = asyncio.gather(work(1, 5), work(2, 5)); await asyncio.sleep(0); t.cancel("why")
try: await t
except asyncio.CancelledError as e: print(e.args)

t = asyncio.create_task(work(1, 5), name="n"); print(t.get_name(), t.done(), t.cancelled(), t.cancelling())
await asyncio.sleep(0); print(t.cancel("m"), t.cancelling(), t.cancel(), t.uncancel())
try: await t
except asyncio.CancelledError as e: print(e.args)
print(t.done(), t.cancelled(), t.cancel())
try: t.result()
except asyncio.CancelledError as e: print("again")

try: await asyncio.wait_for(work(1, 9), 0.02)
except TimeoutError as e: print(repr(e), repr(e.__cause__))
print(await asyncio.wait_for(work(2), 5), await asyncio.wait_for(work(3), None))
try: await asyncio.wait_for(work(4), 0)
except TimeoutError as e: print(repr(e))

async with asyncio.timeout(9) as t: await work(1)
print(t.expired())
try:
    async with asyncio.timeout(0.02) as t: await work(2, 9)
except TimeoutError: print(t.expired())
async with asyncio.timeout(None) as t: t.reschedule(asyncio.get_running_loop().time() + 9)

t = asyncio.timeout(1)
t.reschedule(3)

ts = [asyncio.create_task(work(i, i)) for i in range(3)]
done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED); print(len(done), len(pending))
done, pending = await asyncio.wait(ts, timeout=0.001); print(len(done), len(pending))
done, pending = await asyncio.wait(ts); print(len(done), len(pending))

ts = [asyncio.create_task(x) for x in (work(1, 2), boom(2, 1))]
done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION); print(len(done), [repr(t.exception()) for t in done])

await asyncio.wait([])

await asyncio.wait([work(1)])

await asyncio.wait([asyncio.create_task(work(1))], return_when="x")

for c in asyncio.as_completed([work(1, 3), work(2, 1), work(3, 2)]): print(await c)

for c in asyncio.as_completed([work(1, 9)], timeout=0.02):
    try: await c
    except TimeoutError as e: print(repr(e))

async with asyncio.TaskGroup() as g:
    a = g.create_task(work(1, 1)); b = g.create_task(work(2))
print(a.result(), b.result())

try:
    async with asyncio.TaskGroup() as g:
        g.create_task(work(1, 9)); g.create_task(boom(2)); g.create_task(boom(3))
        await asyncio.sleep(9)
except* ValueError as e: print(e.message, e.exceptions)

try:
    async with asyncio.TaskGroup() as g:
        g.create_task(work(1, 9)); await asyncio.sleep(0); 1 / 0
except BaseExceptionGroup as e: print(e.exceptions)

async def inner():
    async with asyncio.TaskGroup() as g: g.create_task(work(1, 9))
t = asyncio.create_task(inner()); await asyncio.sleep(0.01); t.cancel("stop")
try: await t
except asyncio.CancelledError as e: print("out", e.args)

g = asyncio.TaskGroup()
g.create_task(work(1))

q = asyncio.Queue(2)
async def producer():
    for i in range(5): await q.put(i); print("put", i)
async def consumer():
    while True:
        x = await q.get(); print("got", x); q.task_done()
c = asyncio.create_task(consumer()); await producer(); await q.join(); c.cancel()
print(q.qsize(), q.empty(), q.full(), q.maxsize)

p, l = asyncio.PriorityQueue(), asyncio.LifoQueue()
for x in (3, 1, 2): p.put_nowait(x); l.put_nowait(x)
print([p.get_nowait() for _ in range(3)], [await l.get() for _ in range(3)])
try: p.get_nowait()
except asyncio.QueueEmpty as e: print(repr(e))
try: q = asyncio.Queue(1); q.put_nowait(1); q.put_nowait(2)
except asyncio.QueueFull as e: print(repr(e))
asyncio.Queue().task_done()

lock = asyncio.Lock()
async def use(n):
    async with lock: print("in", n); await asyncio.sleep(0); print("out", n)
await asyncio.gather(*map(use, range(3)))
print(lock.locked()); lock.release()

s = asyncio.Semaphore(2)
async def use(n):
    async with s:
        print("in", n, s.locked())
        for _ in range(9 * n): await asyncio.sleep(0)
await asyncio.gather(*map(use, range(4)))
asyncio.BoundedSemaphore(1).release()

e = asyncio.Event()
async def waiter(n): await e.wait(); print("woken", n, e.is_set())
ts = [asyncio.create_task(waiter(i)) for i in range(3)]; await asyncio.sleep(0); e.set(); await asyncio.wait(ts); e.clear(); print(e.is_set())

c = asyncio.Condition(); box = []
async def taker():
    async with c: await c.wait_for(lambda: box); print(box.pop())
ts = [asyncio.create_task(taker()) for _ in range(2)]; await asyncio.sleep(0)
async with c: box += [1, 2]; c.notify_all()
await asyncio.wait(ts); c.notify()

b = asyncio.Barrier(3)
async def meet(n): await asyncio.sleep(0.01 * n); i = await b.wait(); print(n, i)
await asyncio.gather(*map(meet, range(3)))

t = asyncio.create_task(work(1, 1)); s = asyncio.shield(t); await asyncio.sleep(0); s.cancel()
try: await s
except asyncio.CancelledError: print("outer")
print(await t)

f = asyncio.get_running_loop().create_future(); f.add_done_callback(lambda f: print("called", f.result()))
f.set_result(3); print(await f, f.done(), f.exception()); await asyncio.sleep(0); f.set_result(4)

f = asyncio.Future(); f.set_exception(KeyError("k"))
try: await f
except KeyError as e: print(e, f.exception() is e)
asyncio.Future().result()

loop = asyncio.get_running_loop()
h = loop.call_later(0.02, print, "later"); loop.call_soon(print, "soon"); x = loop.call_soon(print, "never"); x.cancel()
await asyncio.sleep(0.05); print(x.cancelled(), loop.is_running(), loop.is_closed())

print(asyncio.iscoroutinefunction(work), asyncio.iscoroutinefunction(print), asyncio.isfuture(asyncio.Future()), asyncio.iscoroutine(3))
t = asyncio.current_task(); print(t in asyncio.all_tasks(), len(asyncio.all_tasks()), t.get_coro() is not None)
asyncio.create_task(3)

asyncio.run(work(1))

async def never(): await asyncio.sleep(0)
t = asyncio.create_task(work(1, 9)); await asyncio.sleep(0)

async def g():
    try: yield 1; yield 2
    finally: await asyncio.sleep(0); print("closed")
async for x in g(): break
await asyncio.sleep(0.01); print("end")

async def f(): yield_ = asyncio.Future(); await yield_
class A:
    def __await__(self): yield 3
try: await A()
except RuntimeError as e: print(str(e)[:20])

async def swallow():
    try: await asyncio.sleep(9)
    except asyncio.CancelledError: return "swallowed"
t = asyncio.create_task(swallow()); await asyncio.sleep(0); t.cancel(); print(await t, t.cancelled())
""".replace("try: yield 1; yield 2", "try:\n        yield 1")

OUTSIDE = """
async def main():
    print(await asyncio.gather(work(1), work(2, 1)))
    asyncio.create_task(work(3, 9)); await asyncio.sleep(0)
    return 4
asyncio.run(main()), asyncio.run(work(5))

asyncio.run(3)

asyncio.run(boom(1))

async def main(): raise SystemExit(0)
try: asyncio.run(main())
except SystemExit as e: print(e.code)
async def stop(): raise KeyboardInterrupt("now")
async def group():
    async with asyncio.TaskGroup() as tasks: tasks.create_task(stop())
try: asyncio.run(stop())
except KeyboardInterrupt as e: print(repr(e))

loop = asyncio.new_event_loop()
print(loop.run_until_complete(work(1)), loop.is_running()); loop.close(); print(loop.is_closed())

asyncio.get_running_loop()

q = asyncio.Queue(); q.put_nowait(1)
async def main(): return await q.get()
asyncio.run(main())
"""


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("program", programs(PROGRAMS))
def test_same(program: str):
    source = HEADER + program
    expected = natively(source, Loop)
    for optimize in (True, False):
        assert guarded(source, optimize=optimize, boxes=FROZEN) == expected
        assert asyncio.run(_guarded_async(source, optimize, FROZEN)) == expected


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("program", programs(OUTSIDE))
def test_same_outside_of_a_loop(program: str):
    from harness import native

    source = HEADER.replace("await asyncio.sleep(0)\n", "") + program
    expected = native(source)
    for optimize in (True, False):
        assert guarded(source, optimize=optimize) == expected


def test_queues_are_shut_down():
    source = "import asyncio\nq = asyncio.Queue(); q.shutdown()\ntry: q.get_nowait()\nexcept asyncio.QueueShutDown as e: x = repr(e)\nx"
    if sys.version_info >= (3, 13):
        assert guarded(source).value == "'QueueShutDown()'"
    else:
        assert guarded(source).error.startswith("AttributeError")


def test_no_loop_of_the_hosts_is_told_of_what_it_imports() -> None:
    source = """
import asyncio, gc, weakref
async def main():
    import cloche
    cloche.run("import asyncio")
    loop = asyncio.get_running_loop()
    assert not loop._asyncgens
    return weakref.ref(loop)
loop = asyncio.run(main())
import cloche
cloche.run("1")  # what handles signals is remembered up to the next run
gc.collect()
assert loop() is None
"""
    subprocess.run([sys.executable, "-W", "error", "-c", source], check=True, timeout=60)
