"""Chains are counted also where all collections begin at the end of the stack.

The programs run in children: without a count they end the process.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest

from sampling import share

#: Calls itself until there is no stack left but for `spare` more calls, and fills the young
#: generation there: the collector begins, and can call less than it would.
DEEP = f"""
def deep(spare):
    try: left = deep(spare)
    except RecursionError: left = 0
    if left == spare:
        for i in (1, 2, 3):
            x = [{"[], " * 1300}]
    return left + 1
"""
LINKS = {
    "generator": ("def g(p): yield p", "p = g(p); next(p)"),
    "generator-try": ("def g(p):\n    try: yield p\n    finally: p = 1", "p = g(p); next(p)"),
    "coroutine": ("async def g(p): await p", "p = g(p)"),
    "async-generator": ("async def g(p): yield p", "p = g(p)"),
    "error": ("", "p = NameError('x', name=p)"),
}
#: Fewer are made than the collector begins at.
PROGRAM = """
p = None
def more():
    global p
    for j in range({each}): {link}
    deep({spare})
"""
CHILD = """
import resource, sys
import cloche
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
how, optimize, rounds, source = sys.argv[1:]
limits = cloche.Limits(steps=None, seconds=120.0, memory=None)
box = cloche.Sandbox(limits=limits, optimize=optimize == "True")
def go():
    try:
        if how == "closure":
            more = box.compile(source).function("more")
            for i in range(int(rounds)):
                more()
        else:
            box.run(f"{source}\\nfor i in range({rounds}): more()\\np = None")
    except cloche.ClocheError as error:
        print(type(error).__name__)
if how == "tool":
    cloche.Sandbox(limits=limits, tools={"go": go}).run("def f(): go()\\nf()")
else:
    go()
"""


def _ending(how: str, optimize: bool, link: str, spare: int, links: int = 120_000) -> str:
    before, link = LINKS[link]
    each = 500 if sys.version_info >= (3, 13) else 200
    source = f"{DEEP}{before}\n{PROGRAM.format(each=each, link=link, spare=spare)}"
    told = [how, str(optimize), str(links // each), source]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *told], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or f"exit status {done.returncode}: {done.stderr[-2000:]}"


@pytest.mark.parametrize(
    ("link", "optimize"),
    share(
        [*product(["generator", "generator-try", "coroutine", "async-generator"], [True, False])], 3
    ),
)
def test_chains_are_counted(link: str, optimize: bool) -> None:
    assert _ending("run", optimize, link, 0) == "NestingLimitExceeded"


def test_chains_of_errors_are_counted() -> None:
    assert _ending("run", True, "error", 0, 500_000) == "NestingLimitExceeded"


@pytest.mark.parametrize("spare", share([1, 2, 3, 4, 5, 6, 8, 12]))
def test_however_little_is_left(spare: int) -> None:
    assert _ending("run", True, "generator", spare) == "NestingLimitExceeded"


@pytest.mark.parametrize("how", ["closure", "tool"])
def test_in_many_calls_and_in_a_run_within_another(how: str) -> None:
    assert _ending(how, True, "generator", 0) == "NestingLimitExceeded"


#: Sessions that hold much of what is nobody's, all of it allowed; a program that has a collection
#: missed, and ends; and one that has no part in either.
NEIGHBOURS = """
import sys
import cloche
box = cloche.Sandbox(limits=cloche.Limits(steps=None, seconds=None, memory=None))
sessions = []
for _ in range(3):
    sessions.append(box.session())
    sessions[-1].run("k = [NameError() for _ in range(60_000)]")
for _ in range(3):
    try:
        box.run(f"{sys.argv[1]}\\ntry: deep(0)\\nexcept RecursionError: pass")
    except cloche.NestingLimitExceeded:
        pass
    print(box.run("x = []\\nfor i in range(6000): x.append([i])\\nlen(x)"))
"""


def test_what_was_missed_before_a_run_began_is_not_its_fault() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NEIGHBOURS, DEEP], capture_output=True, text=True, check=False
    )
    assert done.stdout == "6000\n" * 3, done.stderr[-2000:]


#: Collections begin at the end of the stack, where nobody can be called to wake the run after them.
OVERSLEEPS = """
import os, signal, sys, threading, time
import cloche
from cloche.runtime import collecting, signals
box = cloche.Sandbox(limits=cloche.Limits(steps=400_000, seconds=None))
other = cloche.Sandbox(limits=cloche.Limits(seconds=None))
if sys.argv[1] == "host":
    collects = lambda: [[] for _ in range(5000)]
else:
    collects = lambda: other.run("x = []\\nfor i in range(5000): x.append([])")
over = False
def beside():
    while not over: collects()
thread = threading.Thread(target=beside)
thread.start()
told = set()
for _ in range(3):
    try:
        box.run('''
def f(n):
    try: return f(n + 1)
    except RecursionError: return [[] for i in range(900)]
while True: f(0)
''')
    except BaseException as error:
        told.add(type(error).__name__)
over = True
thread.join()
print(told, len(collecting.floors), len(collecting.sleeping), len(signals.levels))
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("beside", ["host", "guest"])
def test_who_oversleeps_is_woken_before_another_thread_collects(beside: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OVERSLEEPS, beside], capture_output=True, text=True, check=False
    )
    wanted = "{'StepLimitExceeded'} 0 0 0\ninterrupted\n"
    assert done.stdout == wanted, done.stderr[-2000:]
