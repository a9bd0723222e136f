"""`yield from` and `await` of the program's own objects: what is asked of them, and when."""

from __future__ import annotations

from harness import guarded, same

#: The classes each program begins with.
CLASSES = """
log = []
class Bare:
    def __init__(self, *items): self.items = list(items)
    def __iter__(self): log.append("iter"); return self
    def __next__(self):
        log.append("next")
        if self.items: return self.items.pop(0)
        raise StopIteration("ended")
class Full(Bare):
    def send(self, value): log.append(("send", value)); return ("sent", value)
    def throw(self, *error): log.append(("throw", len(error), repr(error[0]))); return "thrown"
    def close(self): log.append("close")
def g(x):
    try:
        got = yield from x
        log.append(("got", got))
        yield "after"
    except GeneratorExit:
        log.append("exit")
        raise
    except BaseException as error:
        log.append((type(error).__name__, error.args))
        yield "caught"
def tried(f, *args):
    try: return f(*args)
    except BaseException as error:
        cause = error.__cause__ or error.__context__
        return type(error).__name__, str(error), cause and (type(cause).__name__, str(cause))
"""

SAME = """
it = g(Full(1, 2))
[next(it), it.send(5), it.send(None), tried(it.throw, KeyError("k")), it.close(), log]

it = g(Bare(1, 2))
[next(it), tried(it.send, 5), log, tried(next, it)]

it = g(Bare(1, 2))
[next(it), it.throw(KeyError("k")), tried(next, it), log]

it = g(Bare(1, 2))
[next(it), it.throw(StopIteration("s")), tried(next, it), log]

it = g(Bare(1, 2))
[next(it), it.close(), log, tried(next, it)]

list(g(Bare(1, 2))), log

list(g(Bare())), log

for error in (
    ValueError("v"), StopIteration(7), StopIteration, KeyError, GeneratorExit, GeneratorExit("x"),
):
    it = g(Full(1, 2, 3))
    print(next(it), tried(it.throw, error), tried(next, it), log)
    log.clear()

class Raising(Bare):
    def throw(self, error): raise error
    def close(self): raise KeyError("close")
    def send(self, value): raise StopIteration(value)
for step in (
    "it.throw(ValueError('v'))", "it.throw(StopIteration(8))", "it.close()", "it.send(3)",
    "it.throw(GeneratorExit)",
):
    it = g(Raising(1, 2))
    print(next(it), tried(lambda: eval(step)), tried(next, it), log)
    log.clear()

class Odd(Bare):
    def __getattr__(self, name):
        log.append(name)
        raise AttributeError("no " + name)
for step in ("it.throw(ValueError('v'))", "it.close()", "it.send(3)"):
    it = g(Odd(1, 2))
    print(next(it), tried(lambda: eval(step)), tried(next, it), log)
    log.clear()

class Odd(Bare):
    def __getattr__(self, name): raise (AttributeError if name == "close" else KeyError)(name)
for step in ("it.throw(ValueError('v'))", "it.send(3)"):
    it = g(Odd(1, 2))
    print(next(it), tried(lambda: eval(step)), tried(next, it), log)
    log.clear()

class Uncallable(Bare):
    close = throw = send = None
for step in ("it.throw(ValueError('v'))", "it.close()", "it.send(3)"):
    it = g(Uncallable(1, 2))
    print(next(it), tried(lambda: eval(step)), tried(next, it), log)
    log.clear()

class Natives(Bare): pass
L = [3, 1, 2]
for close in (L.sort, L.reverse, L.pop, len, int, dict):
    x = Natives(1, 2)
    x.close = close
    it = g(x)
    print(next(it), tried(it.close), L, log)
    log.clear()

def other():
    try: yield 1
    except KeyError: yield "other"
    yield 3
x, k = Bare(1, 2), other()
next(k)
x.throw, x.send, x.close = k.throw, k.send, k.__next__
it = g(x)
[next(it), it.throw(KeyError("k")), tried(it.send, "s"), tried(it.close), tried(next, it), log]

def other():
    yield 1
    yield 2
x, k = Bare(1, 2), other()
next(k)
x.close = k.__next__
def dropped():
    it = g(x)
    next(it)
dropped()
[log, tried(next, k), tried(next, k)]

class NoIterator:
    def __iter__(self): return 5
class Broken:
    def __iter__(self): raise KeyError("iter")
class NoIter:
    def __next__(self): return 1
class Empty:
    __iter__ = None
def h(x): yield from x
[tried(list, h(x)) for x in (5, None, NoIterator(), Broken(), NoIter(), Empty(), Bare)]

class Other:
    def __iter__(self): return NoIter()
class NoIter:
    n = 0
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration(self.n)
        return self.n
list(g(Other())), log

class Counted:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
list(g(Counted())), log

class L2(list): pass
class D2(dict): pass
class S2(str): pass
[list(g(x)) for x in (
    L2([1, 2]), D2(a=1), S2("ab"), range(3), b"ab", {1}, {1: 2}.items(), enumerate("ab"),
    zip("ab", "cd"), map(str, [1]), reversed([1, 2]), iter([3, 4].pop, 3), filter(None, [0, 1]),
)]

import itertools, collections
[list(g(x)) for x in (
    itertools.chain("ab", [1]), itertools.islice(itertools.count(), 3), collections.deque([1, 2]),
    collections.Counter("aab"), collections.OrderedDict(a=1), itertools.product("ab", repeat=2),
)]

def outer(x):
    got = yield from inner(x)
    return ("outer", got)
def inner(x):
    got = yield from x
    return ("inner", got)
it = outer(Full(1))
[next(it), it.send(4), it.throw(ValueError("v")), tried(next, it), log]

it = outer(Full(1, 2))
[next(it), it.close(), log]

def same(x):
    return (yield from x)
x = Full(1)
it = same(x)
next(it)
[tried(list, it), tried(list, same(x)), log]

def recursive():
    yield from it
it = recursive()
tried(next, it)

class Again(Bare):
    def __next__(self): return tried(next, it)
it = g(Again())
next(it)

x = yield_ = lambda x: (yield from x)
list(x(Bare(1, 2))), log

class Awaitable:
    def __init__(self, found): self.found = found
    def __await__(self): return self.found
async def f(x): return ("value", await x)
c = f(Awaitable(Full(1, 2)))
[c.send(None), c.send(4), c.throw(ValueError("v")), c.close(), log]

class Awaitable:
    def __init__(self, found): self.found = found
    def __await__(self): return self.found
async def f(x): return ("value", await x)
c = f(Awaitable(Bare(1)))
[c.send(None), tried(c.send, None), log]

class Awaitable:
    def __init__(self, found): self.found = found
    def __await__(self): return self.found
async def f(x): return ("value", await x)
[tried(f(Awaitable(x)).send, None) for x in (
    5, None, [1], "ab", iter([1]), Bare(), Bare(1), (x for x in [7]),
)]

class Awaitable:
    def __init__(self, found): self.found = found
    def __await__(self): return self.found
async def f(x): return ("value", await x)
c = f(Awaitable(Bare(1)))
[c.send(None), tried(c.send, 5), tried(f(Awaitable(Bare(1))).throw, KeyError("k")), log]

class Awaitable:
    def __init__(self, found): self.found = found
    def __await__(self): return self.found
class Both(Awaitable):
    def __await__(self):
        log.append("both")
        return super().__await__()
class Other(Awaitable): pass
x = Full(1)
b = Both(x)
[b.__await__() is x, Awaitable.__await__(b) is x, Both.__await__ is vars(Both)["__await__"],
 Both.__await__.__name__, Both.__await__.__qualname__, b.__await__.__self__ is b,
 b.__await__.__func__ is Both.__await__, Other.__await__ is Awaitable.__await__,
 getattr(b, "__await__")() is x, type(Both.__dict__["__await__"]).__name__, log]

class Late: pass
def found(self): return self.x
Late.__await__ = found
l = Late()
l.x = Full(1)
async def f(x): return await x
c = f(l)
[Late.__await__ is found, l.__await__() is l.x, c.send(None), c.send(3), c.close(), log]

class Late: pass
def found(self): return Bare(1)
setattr(Late, "__await__", found)
Again = type("Again", (), {"__await__": Late.__dict__["__await__"], "__slots__": ()})
async def f(x): return await x
c = f(Again())
[Again.__await__ is found, c.send(None), tried(c.send, None), log]

class Awaitable:
    def __await__(self): return Bare("a")
class Items:
    n = 0
    def __aiter__(self): return self
    def __anext__(self):
        self.n += 1
        if self.n > 2: raise StopAsyncIteration
        return Awaitable()
async def f(): return [x async for x in Items()], await anext(Items())
c = f()
[c.send(None), c.send(None), c.send(None), tried(c.send, None), log]

class Awaitable:
    def __init__(self, name): self.name = name
    def __await__(self): return Bare(self.name)
class Manager:
    def __aenter__(self): return Awaitable("enter")
    def __aexit__(self, *error): return Awaitable(error[0] and error[0].__name__)
async def f():
    async with Manager() as x: raise KeyError(x)
c = f()
[c.send(None), c.send(None), tried(c.send, None), log]

class Awaitable:
    __await__ = None
async def f(x): return await x
tried(f(Awaitable()).send, None)

import types
@types.coroutine
def step(x): return (yield from x)
async def f(x): return await step(x)
c = f(Full(1))
[c.send(None), c.send(2), tried(c.throw, ValueError("v")), c.close(), log]

import types
async def coroutine(): return 3
@types.coroutine
def step(x): return (yield from x)
def plainly(x): return (yield from x)
c = coroutine()
[tried(next, step(coroutine())), tried(next, plainly(c)), c.close()]

import asyncio
class Awaitable:
    def __await__(self): return iter([])
class Future:
    def __init__(self, f): self.f = f
    def __await__(self): return self.f.__await__()
async def f():
    loop = asyncio.get_running_loop()
    one = loop.create_future()
    loop.call_soon(one.set_result, 5)
    many = asyncio.gather(Future(asyncio.sleep(0, 4)), Future(asyncio.sleep(0, 5)))
    timed = asyncio.wait_for(Future(asyncio.sleep(0, 3)), 1)
    return [await Awaitable(), await Future(one), await timed, await many]
asyncio.run(f())

import abc
class Base(abc.ABC):
    @abc.abstractmethod
    def __await__(self): return 5
class Derived(Base):
    def __await__(self): return Bare(1)
async def f(x): return await x
[Base.__abstractmethods__, tried(Base), Base.__await__.__isabstractmethod__, f(Derived()).send(None)]

import dataclasses
@dataclasses.dataclass(slots=True)
class Data:
    n: int
    def __await__(self): return Bare(self.n)
async def f(x): return await x
[f(Data(3)).send(None), type(Data(1).__await__()).__name__, Data.__await__.__name__]

import enum
class Number(enum.Enum):
    one = 1
    def __await__(self): return Bare(self.value)
async def f(x): return await x
[f(Number.one).send(None), type(Number.one.__await__()).__name__, len(Number)]

class Meta(type):
    def __new__(mcls, name, bases, space):
        return super().__new__(mcls, name, bases, {**space, "__await__": lambda self: Bare(7)})
class Made(metaclass=Meta): pass
async def f(x): return await x
[f(Made()).send(None), type(Made().__await__()).__name__, Made.__await__.__name__]

def g(x):
    try: yield from x
    finally: log.append("finally")
x = Full(1, 2)
def begun(x):
    it = g(x)
    next(it)
    return it
begun(x)
log

class Error(Exception): pass
class Holder: error = Error
def which(error):
    log.append(error.__name__)
    return error
def f(raised):
    try: raise raised
    except which(Error) as e: return "error", str(e)
    except (Holder.error, which(ValueError)): return "value"
    except (*[which(KeyError)],): return "key"
    except 5 if isinstance(raised, OSError) else (): return "never"
[tried(f, x) for x in (Error("e"), ValueError("v"), KeyError("k"), OSError("o"), TypeError("t"))], log

class Error(Exception): pass
def which(error):
    log.append(error.__name__)
    return error
def f(raised):
    try: raise raised
    except* which(Error) as e: log.append(str(e))
    except* (which(ValueError), Error): return_ = log.append("value")
[tried(f, x) for x in (Error("e"), ExceptionGroup("g", [Error(1), KeyError(2)]), ValueError(3))], log

def f():
    try: raise ValueError(1)
    except Missing: pass
tried(f)
"""
REFUSED_AT_RUN_TIME = """
import functools
for method in ([].sort, functools.partial(list, [1]), classmethod(lambda cls: iter([])), 5, len):
    def f():
        class C: __await__ = method
    def g():
        class C: pass
        C.__await__ = method
    print(tried(f), tried(g))
"""
SAME = "\n\n".join(CLASSES + each for each in SAME.strip("\n").split("\n\n"))


def test_what_is_no_function_is_no_await() -> None:
    found = guarded(CLASSES + REFUSED_AT_RUN_TIME)
    error = ("TypeError", "__await__ must be a function defined in the program", None)
    assert found.printed == f"{error} {error}\n" * 5


test_same = same(SAME)
