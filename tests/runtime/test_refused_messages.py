"""What C, or a module, prints of an argument in the message of an error is paid for.

Each line raises an error that has all of `s` in it. That it is paid for shows in its steps, so
nothing here depends on the machine.
"""

from __future__ import annotations

import dataclasses
import sys

import pytest

import cloche
from cloche.runtime import standins
from cloche.runtime.budget import BYTES_PER_STEP
from cloche.runtime.modules.loading import preload
from cloche.runtime.modules.names import MODULE_NAMES
from sampling import halved

SIZE = 400_000
BOXES = {
    on: cloche.Sandbox(limits=cloche.Limits(memory=2**30), optimize=on) for on in (True, False)
}
SETUP = f"""
import codecs, collections.abc, contextlib, dataclasses, datetime, enum, fractions, functools, io
import operator, re, statistics, types, typing, weakref
from collections import Counter, OrderedDict, defaultdict, deque
class C: pass
class F(float): pass
class I(int): pass
class N(float):
    def __new__(cls, x): return super().__new__(cls, x)
class E(float, enum.Enum): A = 1.0
class L(list): pass
class B:
    def __set_name__(self, owner, name): raise ValueError(1)
@dataclasses.dataclass(frozen=True)
class Frozen: a: int = 1
T = typing.TypeVar("T")
s = "a" * {SIZE}
"""
LINES = """
list[s][int]
list[int, s][int]
list[T, s][int, str]
(list[s] | int)[int]
tuple[s][0]
dict[s, int][int]
set[s][int]
frozenset[s][int]
enumerate[s][int]
type[s][int]
L[s][int]
deque[s][int]
defaultdict[s, s][int]
OrderedDict[s, s][int]
list[list[s]][int]
list[(s, s)][int]
list[[s]][int]
[*list[s]][0][0]
collections.abc.Callable[[s], int][int]
collections.abc.Iterable[s][int]
contextlib.AbstractContextManager[s][int]
functools.partial[s][int]
re.Pattern[s][int]
weakref.WeakSet[s][int]
operator.getitem(list[s], int)
type("X", (), {s: B()})
"a".encode(s)
"a".encode("utf8", s)
b"a".decode(s)
b"a".decode("utf8", s)
bytearray(b"a").decode(s)
bytes("a", s)
bytearray("a", "utf8", s)
str(b"a", s)
codecs.encode("a", s)
codecs.decode(b"a", "utf8", s)
codecs.getencoder(s)
codecs.getdecoder(s)
codecs.getincrementaldecoder(s)
codecs.getincrementalencoder("utf8")(s)
deque().remove(s)
deque([1]).remove(s)
deque().index(s)
[].index(s)
(lambda f: f(s))(deque([1]).remove)
getattr(C(), s)
getattr(1, s)
setattr(1, s, 1)
delattr(C(), s)
setattr(Frozen(), s, 1)
operator.attrgetter(s)(1)
statistics.quantiles([1, 2], method=s)
statistics.NormalDist(s)
datetime.date.fromisoformat(s)
fractions.Fraction.from_float(s)
fractions.Fraction.from_decimal(s)
enum.Enum("X", [(s, 1), (s, 2)])
float(s)
float(f"{s}")
float(s.encode())
float(bytearray(s.encode()))
float.__new__(float, s)
float.__new__(F, s)
float.__call__(s)
F(s)
N(s)
F.__base__(s)
E(s)
type(1.5)(s)
1.5.__class__(s)
operator.call(float, s)
(lambda f: f(s))(float)
next(map(float, [s]))
sorted([s], key=float)
(float | str).__args__[0](s)
functools.partial(float, s)()
datetime.datetime.fromisoformat(s)
datetime.time.fromisoformat(s)
""".strip().splitlines()
#: Those of which the message shows the beginning, once C has printed all of it.
SHORTENED = """
int(s)
int(f"{s}")
int(s, 10)
int(s, 36)
int(s, base=36)
int(s.encode())
int(bytearray(s.encode()))
int.__new__(int, s)
int.__new__(I, s)
int.__call__(s)
bool.__base__(s)
I(s)
I(s, 36)
I(s.encode())
type(1)(s)
operator.call(int, s)
(lambda f: f(s))(int)
next(map(int, [s]))
sorted([s], key=int)
(int | str).__args__[0](s)
""".strip().splitlines()
#: From 3.12 on the name is in a note.
NOTED = {'type("X", (), {s: B()})'} if sys.version_info >= (3, 12) else set()


def _steps(line: str, optimize: bool) -> tuple[int, int]:
    """Return the steps that *line* takes, and how long the message of its error is."""
    told = "len(e.args[0])" if line not in NOTED else "len(e.__notes__[0])"
    source = f"{SETUP}n = 0\ntry:\n    {line}\nexcept Exception as e:\n    n = {told}\nn"
    result = BOXES[optimize].execute(source)
    return result.steps - BOXES[optimize].execute(SETUP).steps, result.value


@halved
@pytest.mark.parametrize("optimize", [True, False], ids=["elided", "guarded"])
@pytest.mark.parametrize("line", LINES)
def test_the_message_is_paid_for(line: str, optimize: bool) -> None:
    steps, length = _steps(line, optimize)
    assert length >= SIZE
    assert steps >= SIZE // BYTES_PER_STEP


@pytest.mark.parametrize("optimize", [True, False], ids=["elided", "guarded"])
@pytest.mark.parametrize("line", SHORTENED)
def test_what_was_printed_is_paid_for(line: str, optimize: bool) -> None:
    steps, _ = _steps(line, optimize)
    assert steps >= SIZE // BYTES_PER_STEP


#: Each of `n` of these, which C prints as an escape of ten characters, among wide ones.
WIDE = "chr(0xE0001) * {n} + chr(0x1F600)"


@pytest.mark.parametrize("optimize", [True, False], ids=["elided", "guarded"])
@pytest.mark.parametrize("call", ["float(s)", "F(s)", "[*map(float, [s])]"])
def test_room_is_asked_for_the_widest_escapes(call: str, optimize: bool) -> None:
    box = cloche.Sandbox(limits=cloche.Limits(memory=64 * 2**20), optimize=optimize)
    source = (
        f"class F(float): pass\ns = {WIDE.format(n=2_000_000)}\n"
        f"try: {call}\nexcept ValueError: pass\n0"
    )
    with pytest.raises(cloche.MemoryLimitExceeded):
        box.run(source)


#: C makes aliases of these, and of what derives from them, unasked: README, "Known gaps".
OPEN = {tuple, dict, BaseExceptionGroup, dataclasses.Field, dataclasses.InitVar}


def _native_alias(kind: type) -> bool:
    """Tell whether `kind[x]` is made by C alone, or by a module of CPython's."""
    for each in kind.__mro__:
        found = each.__dict__.get("__class_getitem__")
        if found is not None:
            is_ours = type(found) is classmethod and found.__func__.__module__.startswith("cloche.")
            return not is_ours and each not in OPEN
    return False


def test_no_class_makes_aliases_that_nobody_has_weighed() -> None:
    preload(sorted(MODULE_NAMES))
    kinds = {*standins._STAND_IN.values(), *standins._TRUSTED, *standins._BASES}
    assert sorted(str(kind) for kind in kinds if _native_alias(kind)) == []
