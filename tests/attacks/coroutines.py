# ruff: noqa: E501  A row of a table stays on one line.
"""Coroutines, async generators and tasks: their frames, their finalizers, the loop they run on."""

from .payloads import table

PAYLOADS = table(
    """
=== async-frames | frames, code and what is awaited
async def inner(): return 1
async def agen(): yield 1
async def outer():
    c = inner()
    g = agen()
    for x in (c, g, c.__await__(), g.__anext__(), g.asend(None), g.aclose()):
        for name in ("cr_frame", "cr_code", "cr_await", "cr_origin", "ag_frame", "ag_code", "ag_await", "gi_frame", "__self__", "__globals__", "cr_running"):
            found = getattr(x, name, None)
            probe(found)
        close = getattr(x, "close", None)
        if close: close()
await outer()
=== async-frames-by-text | the same by format and match
async def c(): pass
x = c()
for text in ("{0.cr_frame.f_back}", "{0.cr_code}", "{0.__class__.__init__.__globals__}", "{0.cr_frame.f_globals}"):
    try: stash(text.format(x))
    except AttributeError: pass
match x:
    case object(cr_frame=f): win(f)
=== async-throw-traceback | a traceback of one's own
async def c(): pass
for args in ((ValueError, ValueError(), 1), (ValueError, None, print), (ValueError(), None, till)):
    x = c()
    try: x.throw(*args)
    except (TypeError, ValueError): pass
    x.close()
=== async-exit-traceback | __aexit__ is handed one
class A:
    async def __aenter__(self): return self
    async def __aexit__(self, kind, value, trace):
        probe(value)
        for name in ("tb_frame", "tb_next", "tb_lasti", "__class__"):
            found = getattr(trace, name, None)
            probe(found) if name != "__class__" else None
        return True
async with A(): 1 / 0
=== async-late-generator | closed by the collector, on the host's loop
async def late():
    try: yield 1
    finally:
        stash("late")
        till.limit = "late"
g = late()
await g.__anext__()
=== async-late-task | a task that nobody awaits
import asyncio
async def late():
    try:
        while True: await asyncio.sleep(0)
    finally:
        stash("at the end")
        while True: await asyncio.sleep(0)
t = asyncio.create_task(late())
await asyncio.sleep(0)
=== async-late-callback | what is called when it is done
import asyncio
f = asyncio.get_running_loop().create_future()
f.add_done_callback(lambda f: win("late"))
asyncio.get_running_loop().call_later(1000, win)
=== async-swallow-cancel | cancelled, and goes on
import asyncio
async def stubborn():
    while True:
        try: await asyncio.sleep(0)
        except BaseException: pass
t = asyncio.create_task(stubborn())
for _ in range(3):
    await asyncio.sleep(0)
    t.cancel()
while True: pass
=== async-loop-internals | the loop, its queues, its threads
import asyncio
loop = asyncio.get_running_loop()
for x in (loop, asyncio.current_task(), loop.create_future(), asyncio.Lock(), asyncio.Queue(), asyncio.sleep, asyncio.run):
    for name in ("_ready", "_selector", "_scheduled", "_loop", "run_in_executor", "subprocess_exec", "create_server", "add_reader", "_run_once", "get_stack", "_coro", "get_coro", "get_context", "_callbacks", "_ssock", "__globals__", "__self__", "set_default_executor", "_waiters", "_getters", "call_exception_handler"):
        probe(getattr(x, name, None))
=== async-module-names | what the module leads to
import asyncio
for name in ("events", "base_events", "subprocess", "create_subprocess_exec", "open_connection", "to_thread", "get_event_loop_policy", "set_event_loop_policy", "new_event_loop", "streams", "sys", "os", "threads", "Runner", "all_tasks", "_get_running_loop", "_set_running_loop", "tasks", "futures", "selectors"):
    probe(getattr(asyncio, name, None))
=== async-future-lies | an awaitable that yields anything to the loop
class A:
    def __await__(self):
        for x in (print, lookup, 1, None, till, object(), A, self):
            try: probe((yield x))
            except BaseException as e: probe(e)
try: await A()
except RuntimeError as e: probe(e)
=== async-drive-by-hand | a coroutine driven without a loop
import asyncio
async def c():
    await asyncio.sleep(0)
    return print
x = c()
try:
    while True: probe(x.send(None))
except (StopIteration, RuntimeError) as e: probe(getattr(e, "value", None))
=== async-nested-run | a loop inside of the loop
import asyncio
async def c():
    for run in (lambda x: asyncio.run(x), lambda x: asyncio.get_running_loop().run_until_complete(x)):
        x = c2()
        try: run(x)
        except (RuntimeError, AttributeError): x.close()
async def c2(): stash("x")
await c()
=== async-spawn-bomb | tasks that make tasks
import asyncio
async def c():
    while True:
        asyncio.create_task(c())
        await asyncio.sleep(0)
await c()
=== async-exception-handler | errors of tasks nobody looks at
import asyncio
async def c(): raise ValueError(print)
asyncio.get_running_loop().create_task(c())
await asyncio.sleep(0)
try: asyncio.get_running_loop().set_exception_handler(lambda *a: probe(a))
except AttributeError: pass
await asyncio.sleep(0)
=== async-context-variables | the variables of the host's context
import asyncio
for name in ("contextvars", "_contextvars"):
    try: exec(f"import {name} as found\\nfor each in found.copy_context().items(): win(each)")
    except (SyntaxError, AttributeError): pass
=== async-never-awaited | reported through the host's warnings
async def c(): pass
for _ in range(3): c()
x = c()
del x
=== async-comprehension | names and frames of hidden functions
async def g():
    for x in (1, 2): yield x
y = [x async for x in g()]
z = (x async for x in g())
for name in ("ag_frame", "ag_code", "ag_await"): probe(getattr(z, name, None))
probe(locals())
=== async-types | types.coroutine and its flags
import types
for name in ("coroutine", "CoroutineType", "AsyncGeneratorType", "GeneratorType", "CodeType", "FrameType"):
    found = getattr(types, name, None)
    probe(found)
    try: probe(found(lambda: (yield)))
    except TypeError: pass
=== async-tool-in-a-task | a tool behind a task that was cancelled
import asyncio
async def c():
    try: await asyncio.sleep(10)
    finally: stash("cancelled")
t = asyncio.create_task(c())
await asyncio.sleep(0)
t.cancel()
try: await t
except asyncio.CancelledError as e: probe([e, e.args, e.__context__])
"""
)
