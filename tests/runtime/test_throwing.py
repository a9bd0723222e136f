"""`throw` into what is in the middle of a `throw`: refused by all ways, and nothing is harmed.

CPython 3.11 crashes, so each program runs in a child. Newer ones say what is expected of all.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from typing import Final

import pytest

import cloche
from cloche.runtime.throwing import UNCHECKED

_BEGINNING: Final = """
import contextlib, operator, types
from collections.abc import Generator
said = []
def act():
    for again in agains:
        try: said.append(again())
        except BaseException as e: said.append((type(e).__name__, str(e)))
class It:
    def __iter__(self): return self
    __await__ = __iter__
    def __next__(self): return 1
    def throw(self, *error):
        act()
        raise error[0]
class Asked(It):
    @property
    def throw(self):
        act()
        raise KeyError("asked")
class Late(It):
    pass
def inner():
    try: yield 1
    except ValueError: act(); raise
async def waiting():
    try: await It()
    except ValueError: act(); raise
class Like(Generator):
    def send(self, value): return 1
    def throw(self, *error): act(); raise ValueError
wrapped = types.coroutine(lambda: Like())
async def items(x):
    variable = [1]
    try: await x
    except ValueError: said.append(variable)
    yield 5
def delegating(x):
    variable = [1]
    try: yield from x
    except ValueError: said.append(variable)
    yield 2
async def awaiting(x):
    variable = [1]
    try: await x
    except ValueError: said.append(variable)
    await It()
"""
#: What is thrown into, `x`, and what has been begun of it.
_INTO: Final = {
    "generator of a generator": "x = delegating(inner())",
    "generator of an object": "x = delegating(It())",
    "generator of generators": "x = delegating(delegating(delegating(inner())))",
    "generator of a wrapper": "x = delegating(waiting().__await__())",
    "coroutine of a coroutine": "x = awaiting(waiting())",
    "coroutine of an object": "x = awaiting(It())",
    "coroutine of what is wrapped": "x = awaiting(wrapped())",
    "wrapper": "x = awaiting(waiting()).__await__()",
    "step": "x = items(waiting()).asend(None)",
    "step of an object": "x = items(It()).asend(None)",
    "step of steps": "x = items(items(It()).asend(None)).asend(None)",
    "coroutine of a step": "x = awaiting(items(It()).asend(None))",
}
#: How it is thrown into again.
_AGAIN: Final = {
    "method": "x.throw(KeyError)",
    "getattr": "getattr(x, 'throw')(KeyError)",
    **({"class": "type(x).throw(x, KeyError)"} if UNCHECKED else {}),
    "bound": "bound(KeyError)",
    "methodcaller": "operator.methodcaller('throw', KeyError)(x)",
    "attrgetter": "operator.attrgetter('throw')(x)(KeyError)",
    "an instance": "x.throw(KeyError('x'))",
    "GeneratorExit": "x.throw(GeneratorExit)",
}
PROGRAMS: Final = [
    f"{_BEGINNING}{into}\nbound = x.throw\nx.send(None)\nagains = [lambda: {again}] * 4\n"
    "try: said.append(x.throw(ValueError))\n"
    "except BaseException as e: said.append((type(e).__name__, str(e)))\nsaid"
    for into, again in product(_INTO.values(), _AGAIN.values())
]
_ASYNCHRONOUS: Final = """
agen = items(It())
step = agen.asend(None)
begun = agen.asend(None)
closing, throwing = agen.aclose(), agen.athrow(KeyError)
async def awaiting_each(): await throwing
step.send(None)
agains = [
    lambda: step.send(None),   # after which it is said to be running no longer
    WAY,
    lambda: step.send(None),
    WAY,
]
try: said.append(step.throw(ValueError))
except BaseException as e: said.append((type(e).__name__, str(e)))
said
"""
PROGRAMS += [
    _BEGINNING + _ASYNCHRONOUS.replace("WAY", f"lambda: {way}")
    for way in (
        "throwing.send(None)", "closing.send(None)", "next(throwing)", "next(closing)",
        "throwing.throw(KeyError)", "closing.throw(KeyError)", "begun.throw(KeyError)",
        "awaiting_each().send(None)", "agen.athrow(KeyError).send(None)", "step.throw(KeyError)",
        "agen.aclose().send(None)",
        "getattr(agen, 'athrow')(KeyError).__await__().send(None)", "next(delegating(throwing))",
    )
]  # fmt: skip
#: By way of another that delegates to it, and of the library.
PROGRAMS += [
    f"""{_BEGINNING}
x = {first}
x.send(None)
y = {then}
agains = [lambda: {how}] * 2
try: said.append(x.throw(ValueError))
except BaseException as e: said.append((type(e).__name__, str(e)))
said"""
    for first, then, how in (
        ("delegating(delegating(It()))", "delegating(x); next(y)", "y.throw(KeyError)"),
        ("delegating(It())", "delegating(delegating(x)); next(y)", "y.throw(KeyError)"),
        ("delegating(It())", "contextlib.contextmanager(lambda: x)()",
         "y.__exit__(KeyError, KeyError(), None)"),
        ("awaiting(It())", "delegating(x.__await__()); next(y)", "y.throw(KeyError)"),
        ("awaiting(waiting())", "x.__await__()", "y.throw(KeyError)"),
    )
]  # fmt: skip
_CHILD: Final = """
import os, sys, warnings
import cloche
from tests.runtime.test_throwing import PROGRAMS
from tests.sampling import share
warnings.simplefilter("ignore")
newer = sys.version_info >= (3, 13)
boxes = [cloche.Sandbox(optimize=optimize) for optimize in (True, False)]
for which, program in share([*enumerate(PROGRAMS)], 12):
    if os.fork() == 0:
        found = [str(box.run(program)) for box in share(boxes)]
        if len({*found}) > 1 or not ("already" in found[0] or "[1], 2, " in found[0]):
            print(which, "gave", found)
        if newer:
            space = {"__name__": "x"}
            exec(program, space)
            if str(space["said"]) != found[0]:
                print(which, "should give", space["said"], "gave", found[0])
        sys.stdout.flush()
        os._exit(0)
    status = os.wait()[1]
    if status:
        print(which, "ended with", status, flush=True)
"""


@pytest.mark.filterwarnings("ignore")  # some are never awaited
@pytest.mark.parametrize("program", PROGRAMS)
def test_whoever_throws_again_is_told(program: str) -> None:
    """In this process: what is let through would end it, or give another answer."""
    found = str(cloche.run(program))
    assert "already" in found or "[1], 2, " in found


def test_nobody_throws_into_what_is_in_the_middle_of_a_throw() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stdout + done.stderr


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # a note of it would keep a frame
def test_what_is_thrown_dies_when_nobody_has_it() -> None:
    from harness import assert_same  # (a child that imports this file has no such module)

    assert_same("""
import weakref
out = []
class T: pass
class E(Exception): pass
def new(): yield 1
def suspended():
    try: yield 1
    finally: pass
def delegates(): yield from suspended()
for make in (new, suspended, delegates):
    for start in (0, 1):
        for way in (lambda x, e: x.throw(e), lambda x, e: x.throw(E, e)):
            t = T()
            r = weakref.ref(t, lambda r: out.append('dead'))
            x = make()
            if start: next(x)
            try: way(x, E(t))
            except E: pass
            del t
            out.append('after')
out
""")
