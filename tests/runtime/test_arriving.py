"""Values of library classes are guarded from the first that enters, whatever has been imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

#: Made by the host, one of each class that may enter.
GIVEN = """
datetime.date(2020, 1, 2)
datetime.time(3, 4)
datetime.datetime(2020, 1, 2, 3)
datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc)
datetime.datetime(2020, 1, 2, tzinfo=zoneinfo.ZoneInfo("Europe/Paris"))
datetime.timedelta(1)
datetime.timezone.utc
decimal.Decimal(2)
fractions.Fraction(1, 2)
uuid.UUID(int=5)
range(3)
bytearray(b"a")
1j
"""
#: What a program makes without an import.
MADE = """
memoryview(b"a")
iter([])
iter({})
iter(b"")
{}.items()
reversed([])
type("A", (), {})()
property(len)
classmethod(len)
staticmethod(len)
slice(1)
type("A", (), {}).__dict__
list[int]
int | str
(lambda: 0)
(x for x in "")
map(len, "")
filter(len, "")
zip("")
enumerate("")
iter(len, 1)
print
[].append
ExceptionGroup("", [KeyError()])
SyntaxError()
UnicodeDecodeError("a", b"", 1, 2, "")
StopIteration()
OSError(1, "a")
NameError()
NotImplemented
...
"""

PROGRAM = """
import datetime, decimal, fractions, json, sys, uuid, zoneinfo
import cloche
from cloche.runtime.modules.loading import preload
from cloche.runtime.modules.names import MODULE_NAMES

LOOK = '''
def look(x):
    try:
        found = [type(x).__name__]
    except TypeError as error:
        found = [str(error)]
    for name in names:
        try:
            seen = getattr(x, name)
            found.append(f"{name}: {type(seen).__name__}")
        except Exception as error:
            found.append(f"{name}: {type(error).__name__}: {error}")
    return found
'''
box = cloche.Sandbox()

def looked(text, names, way):
    real = eval(text)
    if way == "input":
        return box.run(LOOK + "look(x)", inputs={"x": real, "names": names})
    if way == "tool":
        giving = cloche.Sandbox(tools={"give": lambda: [real]})
        return giving.run(LOOK + "look(give()[0])", inputs={"names": names})
    if way == "argument":
        made = box.compile(LOOK + f"def f(x):\\n  global names\\n  names = {names}\\n"
                           "  return look(x)").function("f")
        return made(real)
    if way == "exposed":
        class Holder: held = real
        return box.run(LOOK + "look(h.held)", inputs={
            "h": cloche.expose(Holder(), attributes=("held",)), "names": names})
    return box.run(LOOK + f"look({text})", inputs={"names": names})

way, *texts = json.loads(sys.argv[1])
asked = [(each, dir(eval(each))) for each in texts]
before = [looked(*each, way) for each in asked]
preload(MODULE_NAMES)
print(json.dumps([before, [looked(*each, way) for each in asked]]))
"""


def _outcome(program: str, *args: str, **environment: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", program, *args],
        capture_output=True, text=True, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _compared(way: str, texts: list[str]) -> None:
    before, after = _outcome(PROGRAM, json.dumps([way, *texts]))
    for text, early, late in zip(texts, before, after, strict=True):
        assert early == late, text


@pytest.mark.parametrize("way", ["input", "tool", "argument", "exposed"])
def test_what_enters_is_guarded_at_once(way: str) -> None:
    # The other way round as well: each class might be the first.
    given = GIVEN.strip().splitlines()
    _compared(way, given)
    _compared(way, given[::-1])


@pytest.mark.parametrize("text", GIVEN.strip().splitlines()[2:6])
def test_the_first_date_is_guarded(text: str) -> None:
    _compared("tool", [text])


def test_what_needs_no_module_is_guarded_without_one() -> None:
    _compared("program", MADE.strip().splitlines())


RESUMED = """
import datetime, json
import cloche
d = datetime.datetime(2020, 1, 1, 12)
box = cloche.Sandbox(tools={"pay": cloche.pausing(lambda x: d)}, clock=1_700_000_000)
step = box.start("str(pay(str(d.now())).now())", inputs={"d": d})
step = box.load(step.dump(key=b"k"), key=b"k")
print(json.dumps([step.args[0], step.call().value]))
"""


def test_dates_of_a_paused_run_tell_its_own_clock() -> None:
    found = _outcome(RESUMED, TZ="America/New_York")
    assert found == ["2023-11-14 22:13:20", "2023-11-14 22:13:20"]


DEEP = """
import datetime, decimal, fractions, json
import cloche
VALUES = [datetime.date(2020, 1, 1), decimal.Decimal(1), fractions.Fraction(1, 2)]
SOURCE = '''
def down():
    try:
        down()
    except RecursionError:
        pass
    give(0), give(1), give(2)
down()
'''
box = cloche.Sandbox(tools={"give": lambda i: VALUES[i]})
for _ in range(2):
    try:
        box.run(SOURCE)
    except cloche.GuestError as error:
        assert error.type_name == "RecursionError", error
print(json.dumps([box.run("str(give(0).ctime()), str(give(1) + 1), str(give(2) + 1)"), ""]))
"""


def test_the_end_of_the_stack_breaks_no_module() -> None:
    assert _outcome(DEEP)[0] == ["Wed Jan  1 00:00:00 2020", "2", "3/2"]


UNTOUCHED = """
import json, sys
import cloche
print(json.dumps([cloche.Sandbox(tools={"give": lambda: [1, "a"]}).run("give()"),
                  [n for n in sys.modules if n.startswith("cloche.runtime.modules.d")]]))
"""


def test_nothing_is_loaded_for_values_that_need_nothing() -> None:
    assert _outcome(UNTOUCHED) == [[1, "a"], []]
