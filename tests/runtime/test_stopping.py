"""A StopIteration without a value, where C takes the value of what ends something.

CPython crashes there, so the programs run in processes of their own.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from typing import Any, Final

import pytest
from tests.sampling import share

import cloche
from cloche.runtime.stopping import deleted, initialised, loses_value, with_value

#: `make()` gives one that was never initialised, or has lost what it had.
_MAKES: Final = {
    "init": "class S(StopIteration):\n    def __init__(self, *args): pass\nmake = S",
    "new": "def make(): return StopIteration.__new__(StopIteration)",
    "new of a base": "def make(): return BaseException.__new__(StopIteration)",
    "new of its own": """
class S(StopIteration):
    def __new__(cls): return BaseException.__new__(cls)
    def __init__(self): pass
make = S""",
    "new by super": """
class S(StopIteration):
    def __new__(cls): return super().__new__(cls)
    def __init__(self): pass
make = S""",
    "two bases": """
class Mixed:
    def __init__(self): pass
class S(Mixed, StopIteration): pass
make = S""",
    "metaclass": """
class Meta(type):
    def __call__(cls): return cls.__new__(cls)
class S(StopIteration, metaclass=Meta): pass
make = S""",
    "derived twice": """
class R(StopIteration): pass
class S(R, ValueError):
    def __init__(self): Exception.__init__(self, 1)
make = S""",
    "type": "S = type('S', (StopIteration,), {'__init__': lambda self: None})\nmake = S",
    "del": "def make():\n    e = StopIteration(1)\n    del e.value\n    return e",
    "del of its own": """
class S(StopIteration):
    def __init__(self):
        self.value = 1
        del self.value
make = S""",
    "delattr": "def make():\n    e = StopIteration(1)\n    delattr(e, 'value')\n    return e",
    "object.__delattr__": """
class S(StopIteration): pass
def make(kinds=[S, StopIteration]):
    e = kinds.pop()(1) if kinds else StopIteration(2)
    object.__delattr__(e, 'value')
    return e""",
    "super().__delattr__": """
class S(StopIteration):
    def __delattr__(self, name): super().__delattr__(name)
def make():
    e = S(1)
    del e.value
    return e""",
    "copy": """
import copy
class S(StopIteration):
    def __init__(self): pass
def make(): return copy.copy(S())""",
    "class": "class S(StopIteration):\n    def __init__(self): pass\ndef make(): return S",
}
#: What comes upon it in C.
_ENDS: Final = {
    "yield from": "def h(): return (yield from It())\nlist(h())",
    "map": "def h(): return (yield from map(lambda x: over(), [1]))\nlist(h())",
    "filter": "def h(): return (yield from filter(lambda x: over(), [1]))\nlist(h())",
    "zip": "def h(): return (yield from zip(It()))\nlist(h())",
    "enumerate": "def h(): return (yield from enumerate(It()))\nlist(h())",
    "chain": "def h(): return (yield from itertools.chain(It()))\nlist(h())",
    "islice": "def h(): return (yield from itertools.islice(It(), 3))\nlist(h())",
    "calling": "def h(): return (yield from iter(over, 1))\nlist(h())",
    "await": "asyncio.run(waiting(It()))",
    "await a map": "asyncio.run(waiting(Handing()))",
    "async for": """
class Source:
    def __aiter__(self): return self
    def __anext__(self): return It()
async def go():
    async for x in Source(): break
asyncio.run(go())""",
    "async with": """
class Manager:
    def __aenter__(self): return It()
    def __aexit__(self, *args): return It()
async def go():
    async with Manager(): pass
asyncio.run(go())""",
    "send": "x = begun(waiting(Going()))\nx.send(5)",
    "throw": "x = begun(waiting(Going()))\nx.throw(ValueError)",
    "throw to yield from": "x = begun(through(Going()))\nx.throw(ValueError)",
    "close": "x = begun(through(Going()))\nx.close()",
    "thrown": "x = begun(through(Going()))\nx.throw(make())",
    "thrown past a list": "x = begun(through([1, 2]))\nx.throw(make())",
    "thrown past a map": "x = begun(through(map(str, [1, 2])))\nx.throw(make())",
    "thrown past what has no throw": "x = begun(through(Bare()))\nx.throw(make())",
    "thrown into await": "x = begun(waiting(Bare()))\nx.throw(make())",
    "athrow": """
async def ag():
    await waiting(Bare())
    yield 1
x = begun(ag().__anext__())
x.throw(make())""",
    "manager": """
@contextlib.contextmanager
def managed(): yield from [1]
with managed(): over()""",
}
_BEGINNING: Final = """
import asyncio, contextlib, itertools
def over():
    raise make()
class Bare:
    def __iter__(self): return self
    def __await__(self): return self
    def __next__(self): return None
class It(Bare):
    def __next__(self): over()
class Going(Bare):
    def send(self, x): over()
    def throw(self, *args): over()
    def close(self): over()
class Handing:
    def __await__(self): return map(lambda x: over(), [1])
async def waiting(x): return await x
def through(x): return (yield from x)
def begun(x):
    x.send(None)
    return x
"""
#: Runs a program's own code while `__init__` lets go of the value.
_MEANWHILE: Final = """
def delegating():
    return (yield from It())
class It:
    def __iter__(self): return self
    def __next__(self): raise e
def suspended():
    try: yield
    finally: found.append(list(delegating()))
found = []
def again(e):
    e.value = suspended()
    next(e.value)
    return e
e = again(StopIteration(1)); e.__init__(2); e.__init__()
e = again(StopIteration(1)); StopIteration.__init__(e, 2)
e = again(StopIteration(1)); del e.value
class S(StopIteration): pass
e = again(S(1)); e.__init__(2)
e = again(S(1)); StopIteration.__init__(e, 2)
e = again(S(1)); super(S, e).__init__(2)
e = again(S(1)); del e.value
e = again(S(1)); e.value = 3
class T(S):
    def __new__(cls, *args): return known[0] if known else super().__new__(cls)
known = []
e = T(1)
known.append(again(e))
e = T(2)
len(found)
"""

_CHILD: Final = """
import sys
from tests.runtime.test_stopping import run_each
run_each(sys.argv[2:], sys.argv[1] == "True")
"""


def run_each(makes: list[str], optimize: bool) -> None:
    """Run what there is of each of *makes* in a process of its own."""
    cloche.run("import asyncio, contextlib, itertools")  # is there for all
    for made in makes:
        process = os.fork()
        if not process:
            run_all(made, optimize)
            os._exit(0)
        if code := os.waitpid(process, 0)[1]:
            os.write(1, f"STRANGE crash {code} {made}\n".encode())


def run_all(made: str, optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize)
    for name, end in _ENDS.items():
        print(made, name, flush=True)
        program = f"{_MAKES[made]}\n{_BEGINNING}\n{end}\n"
        try:
            box.run(program)
        except cloche.GuestError as error:
            kind = str(error).partition("(")[0].partition(":")[0].strip()
            if kind not in ("StopIteration", "S", "RuntimeError", "TypeError"):
                print("STRANGE", error, program, flush=True)
    print("meanwhile", flush=True)
    if not box.run(_MEANWHILE):
        print("STRANGE", "nothing was let go of")


@pytest.mark.parametrize("optimize", [True, False])
def test_what_ends_something_has_a_value(optimize: bool) -> None:
    makes = [*share([*_MAKES][optimize:] + [*_MAKES][:optimize], 12)]
    command = [sys.executable, "-c", _CHILD, str(optimize), *makes]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-900:]
    assert "STRANGE" not in done.stdout, done.stdout


_FAITHFUL: Final = """
out = []
class S(StopIteration):
    def __init__(self, *args): pass
class Plain(StopIteration): pass
class Fields(StopIteration):
    __slots__ = ("other",)
for kind in (StopIteration, S, Plain, Fields):
    out += [kind.__name__, kind.__bases__ == (StopIteration,), len(kind.__mro__)]
    for args in ((), (1,), (1, 2), ((3, 4),)):
        e = kind(*args)
        out += [e.value, e.args, str(e), repr(e)]
        e.value = 7; out.append(e.value)
        del e.value; out.append(e.value)
        del e.value
        e.__init__(5, 6); out += [e.value, e.args]
        StopIteration.__init__(e, 8); out += [e.value, e.args]
    for wrong in (lambda: kind(x=1), lambda: kind().__init__(x=1), lambda: kind.__new__(),
                  lambda: StopIteration.__init__(1)):
        try: out.append(str(wrong()))
        except TypeError as error: out.append(str(error))
def g():
    yield 1
    return 5
try:
    x = g(); next(x); next(x)
except S: out.append("S")
except StopIteration as e: out.append(e.value)
def through(x):
    out.append((yield from x))
class Ends:
    def __init__(self, e): self.e = e
    def __iter__(self): return self
    def __next__(self): raise self.e
for e in (StopIteration(1), Plain(2), StopIteration(), Plain()): list(through(Ends(e)))
match Plain(4):
    case StopIteration(value=v): out.append(v)
class Two(StopIteration, ValueError): pass
out += [Two(1).value, isinstance(Two(), StopIteration), issubclass(Plain, StopIteration)]
out
"""


@pytest.mark.parametrize("optimize", [True, False])
def test_what_a_program_sees_of_it_is_cpythons(optimize: bool) -> None:
    native: dict[str, Any] = {}
    exec(_FAITHFUL, native)
    assert cloche.Sandbox(optimize=optimize).run(_FAITHFUL) == native["out"]


def _bare() -> Any:
    """Return one that has no value: C would take it from nowhere."""
    made: Any = StopIteration.__new__(StopIteration)
    assert not _has_none(made)
    return made


def _has_none(x: Any) -> bool:
    return any(each is None for each in gc.get_referents(x))


def test_one_that_was_never_initialised_is_given_a_value() -> None:
    made = _bare()
    assert with_value(made) is made
    assert _has_none(made)
    for each in (5, KeyError(1), StopIteration(7)):
        assert with_value(each) is each
    assert with_value(StopIteration(7)).value == 7


def test_one_whose_initialisation_fails_has_a_value() -> None:
    made = _bare()
    with pytest.raises(TypeError):
        initialised(made, x=1)
    assert _has_none(made)
    kept = StopIteration(7)
    with pytest.raises(TypeError):
        initialised(kept, x=1)
    assert kept.value == 7
    with pytest.raises(TypeError):
        initialised(5)


def test_one_whose_value_is_deleted_has_none() -> None:
    made = StopIteration(7)
    deleted(made)
    assert made.value is None
    assert _has_none(made)


def test_who_loses_a_value() -> None:
    class Derived(StopIteration):
        pass

    for x in (StopIteration(1), Derived(1), KeyError(1), 5):
        for name in ("value", "args", "x"):
            assert loses_value(x, name) is (type(x) is StopIteration and name == "value")
