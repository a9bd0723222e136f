"""`async def`, `await`, `async for`, `async with`, async generators and comprehensions."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import io
from collections.abc import Callable
from typing import Any

import pytest

from harness import BOXES, Outcome, _summary, guarded, programs, rewritten, shape

REWRITTEN = """
async def f(): pass
=>
async def f(): pass

async def f():
    return await g(x)
=>
async def f():
    __tick__(__ticks__); return await g(x)

async def f(a, c, d):
    async with a as b, c as d.e: pass
=>
async def f(a, c, d):
    async with __tick__(__ticks__) and (a) as b, c as (d if __type__(d) in __own__ else __writable__(d)).e: pass

async def f():
    async for x in y: pass
=>
async def f():
    async for x in __async_compress__(__tick__(__ticks__) and (y), __ticks__): pass

async for x, *y in z: pass
=>
async for x, *y in __async_compress__(__async_unpack_each__(z, 1), __ticks__): pass

x = [i async for i in y for j in await i]
=>
x = [i async for i in __async_compress__(y, __ticks__) for j in __compress__(await i, __ticks__)]

x = await a * await b
=>
x = __times__(await a, await b)

async def f(): yield 1
=>
async def f(): __tick__(__ticks__); yield 1
"""

#: Natively these run by `asyncio.run`; guarded, both by `run` and by `run_async`.
SAME = """
import asyncio
async def f(n):
    await asyncio.sleep(0)
    return n * 2
print(await f(2), [await f(i) for i in range(3)], {await f(1): await f(2)})
(await f(1)) + await f(await f(3)), f"{await f(4)}", -await f(1), await f(1) if await f(0) else await f(9)

async def g(n):
    try:
        for i in range(n): yield i
    finally:
        print("end", n)
print([x async for x in g(3)], {x async for x in g(2)}, {x: x async for x in g(2) if x})
print([x async for x in (y * 2 async for y in g(3))], [x + y async for x in g(2) for y in range(2)])
async for x in g(2): print(x)
else: print("else")
async for x in g(9):
    if x > 1: break

async def pairs():
    yield 1, 2, 3
    yield "abc"
async for a, *b in pairs(): print(a, b)
[(a, c) async for a, (*b, c) in aiter_of([(1, (2, 3))])] if False else 0

class M:
    def __init__(self, n): self.n = n
    async def __aenter__(self): print("enter", self.n); return self
    async def __aexit__(self, kind, error, trace): print("exit", self.n, kind and kind.__name__); return self.n == 1
async with M(1) as m, M(2): print(m.n); raise ValueError(1)
async with M(0) as m.other: print(m.other is m)

class I:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        self.n -= 1
        if self.n < 0: raise StopAsyncIteration
        return self.n
[x async for x in I(3)], await anext(I(1)), await anext(I(0), "none"), type(aiter(I(1))).__name__

class A:
    def __await__(self):
        yield
        return 7
await A() + await A()

async def echo():
    got = None
    while True:
        try: got = yield got
        except KeyError as e: got = repr(e)
e = echo()
print(await anext(e), await e.asend(4), await e.athrow(KeyError("k")))
await e.aclose()

async for x in [1]: pass

async with 3: pass

await 3

class N:
    def __aiter__(self): return 3
async for x in N(): pass

class N:
    def __aiter__(self): return self
    def __anext__(self): return 3
async for x in N(): pass

async def f():
    yield
    return
async def g():
    raise StopIteration(1)
try: await g()
except RuntimeError as e: print(e)
anext(3)

async def deep(n): return 0 if not n else 1 + await deep(n - 1)
await deep(50)

async def deep(n): return 1 + await deep(n + 1)
try: await deep(0)
except RecursionError: print("deep")

async def f():
    def g(): return [x for x in range(3)]
    async def h(): return [await i() for i in [z, z]]
    async def z(): return 5
    return g(), await h()
await f()

c = (lambda: 3)
async def f(x=c(), *, y: int = 4): return x + y
r = f(); r2 = f(y=1)
await r, await r2

async def f():
    try:
        await 1
    except* TypeError as e: n = len(e.exceptions)
    return n
await f()

async def f(): return 1
x = f()
await x
await x

async def f(): return 1
class C: x = 3
C.x = await f(); C.x += await f()
d = {}; d[await f()] = await f(); d[1] += await f()
C.x, d

async def f(): match await g():
    case {"a": x}: return x
async def g(): return {"a": 4}
await f()
""".replace("async def f(): match", "async def f():\n  match").replace(
    '    case {"a": x}', '   case {"a": x}'
)

#: By hand, without a loop.
PLAIN = """
async def f(x):
    y = await g(x)
    return y + 1
async def g(x): return x
c = f(1)
try: c.send(None)
except StopIteration as e: print(e.value)
try: c.send(None)
except RuntimeError as e: print(e)
c.close()

async def g():
    yield 1
    yield 2
a = g()
try: a.asend(None).send(None)
except StopIteration as e: print(e.value)
type(a).__name__, type(a.asend(None)).__name__

class A:
    def __await__(self): return iter([1, 2])
async def f():
    await A()
    return 3
c = f()
c.send(None), c.send(None), c.throw(ValueError("x"))
"""


def natively(source: str, loops: Callable[[], Any] | None = None) -> Outcome:
    tree = ast.parse(source)
    last = tree.body[-1]
    names: dict[str, object] = {"__name__": "__main__"}
    if isinstance(last, ast.Expr):
        tree.body[-1] = ast.copy_location(
            ast.Assign([ast.Name("__result__", ast.Store())], last.value), last
        )
        ast.fix_missing_locations(tree)
    code = compile(tree, "<native>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

    async def run() -> None:
        made = eval(code, names)
        if made is not None:
            await made

    error = ""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            with asyncio.Runner(loop_factory=loops) as runner:
                runner.run(run())
        except Exception as caught:
            error = _summary(caught)
    value = None if error else names.get("__result__")
    return Outcome(shape(value), printed.getvalue(), error)


async def _guarded_async(source: str, optimize: bool, boxes: Any = BOXES) -> Outcome:
    import cloche

    try:
        result = await boxes[optimize].execute_async(source)
    except cloche.GuestError as error:
        return Outcome(shape(None), error.stdout, f"{error.type_name}: {error.message}")
    return Outcome(shape(result.value), result.stdout, "")


test_rewritten = rewritten(REWRITTEN)


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("source", programs(SAME))
def test_same_with_await_at_module_level(source: str):
    expected = natively(source)
    for optimize in (True, False):
        assert guarded(source, optimize=optimize) == expected
        assert asyncio.run(_guarded_async(source, optimize)) == expected


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("source", programs(PLAIN))
def test_same_by_hand(source: str):
    expected = natively(source)
    for optimize in (True, False):
        assert guarded(source, optimize=optimize) == expected
