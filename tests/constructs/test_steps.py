"""No function runs without a step: programs that call in a tree, 2 ** 60 times, are stopped.

Each once hid its first evaluation from the rule that a function ticks first.
"""

from __future__ import annotations

import pytest

import cloche
from harness import BOXES, programs

#: `{call}` calls the next level of the tree; the last level does nothing.
BODIES = """
def f{n}(): {call}; {call}

def f{n}():
    try: pass
    except ValueError: pass
    {call}; {call}

def f{n}():
    try: pass
    finally:
        {call}; {call}

def f{n}():
    try:
        class C({call}, 1 / 0): pass
    except ZeroDivisionError: pass
    try:
        class C(B, k=({call}, 1 / 0)): pass
    except ZeroDivisionError: pass

def f{n}():
    try:
        class C(*({call}, 1 / 0)): pass
    except ZeroDivisionError: pass
    try:
        class C(P{n}.p, undefined): pass
    except NameError: pass
class B{n}:
    @property
    def p(self): {call}
P{n} = B{n}()

def f{n}():
    try:
        class C(undefined): pass
    except NameError:
        {call}; {call}

def f{n}():
    def g(x: int): pass
    {call}; {call}

def f{n}():
    def g(x=({call}, {call})): pass

def f{n}():
    @(lambda f: f) if ({call}, {call}) else 0
    def g(): pass

f{n} = lambda: ({call}, {call})

f{n} = lambda: [{call} for _ in (1, 2)]

def f{n}(): return ({call} or {call})

def f{n}():
    with M({call}): {call}

def f{n}():
    match {call}:
        case x if {call}: pass

class f{n}:
    def __init__(self): {call}; {call}

class C{n}:
    def __getattr__(self, name): {call}; {call}
def f{n}(): C{n}().x

def f{n}():
    yield
    for _ in {call}: pass
    for _ in {call}: pass
"""

HEADER = """\
class M:
    def __init__(self, x): pass
    def __enter__(self): pass
    def __exit__(self, *a): pass
class B: pass
"""


def tree(body: str, levels: int = 60) -> str:
    """Return *body* for each level, calling the next, and a call of the first."""
    lazily = "" if "(x: int)" not in body else "from __future__ import annotations\n"
    parts = [body.replace("{n}", str(n)).replace("{call}", f"f{n + 1}()") for n in range(levels)]
    last = f"def f{levels}(): return ()\n"
    start = "for _ in f0(): pass" if "yield" in body else "f0()"
    return f"{lazily}{HEADER}{last}{''.join(reversed(parts))}{start}\n"


@pytest.mark.parametrize("body", programs(BODIES))
@pytest.mark.parametrize("optimize", [True, False])
def test_a_tree_of_calls_is_stopped(body, optimize):
    limits = cloche.Limits(steps=50_000, seconds=20.0)
    box = cloche.Sandbox(limits=limits, optimize=optimize, source_limits=BOXES[True].policy.limits)
    with pytest.raises(cloche.StepLimitExceeded):
        box.run(tree(body))
