"""What is printed of an object is known before it is printed, or paid for by who prints it."""

from __future__ import annotations

from array import array
from types import FunctionType
from typing import Any

import pytest
from differential import running
from held import paid

import cloche
from cloche.runtime import standins
from cloche.runtime.budget import BYTES_PER_STEP
from cloche.runtime.guards.naming import is_known, names_of
from cloche.runtime.modules.loading import preload
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.paying import PRINTING, pays
from cloche.runtime.universe import ENTRIES
from harness import assert_same
from sampling import halved

preload(sorted(MODULE_NAMES))
#: All that guests may hold instances of, or derive from.
KINDS = sorted({*ENTRIES, *standins._TRUSTED, *standins._BASES, *standins._REAL.values()}, key=str)
#: Modules of CPython's whose classes print in Python: so briefly, or of what is weighed with them.
LIBRARY = {
    "calendar", "collections", "collections.abc", "dataclasses", "ipaddress", "urllib.parse",
    "uuid",
}  # fmt: skip
#: What prints a named tuple, which is weighed.
FIELDS = "cloche.runtime.modules.namedtuples"


def test_of_each_type_is_known_how_much_c_prints() -> None:
    with running():
        assert [kind for kind in KINDS if not is_known(kind)] == []


def test_what_prints_in_python_pays() -> None:
    unpaid = set()
    for kind in KINDS:
        for name in PRINTING:
            found: Any = next(vars(each)[name] for each in kind.__mro__ if name in vars(each))
            if type(found) is FunctionType and not pays(found):
                unpaid.add(found.__module__)
    assert unpaid - {FIELDS} <= LIBRARY


def test_what_has_no_row_counts_for_a_long_text() -> None:
    with running():
        assert not is_known(array)
        assert names_of(array("b")) > 60_000


#: `s` is a text of 30,000 characters: what is printed has as many, each time.
BEFORE = """
import collections, dataclasses, datetime, fractions, functools, types, typing, weakref
s = 'a' * 30_000
def f(): yield 1
f.__name__ = f.__qualname__ = s
def g(): pass
g.__name__ = s
def loop(x):
    x = [x]
    x.append(x)
    return x
class L(list): pass
L.__name__ = L.__qualname__ = s
class S(str): pass
class B(bytes): pass
class A(bytearray): pass
class R:
    def __repr__(self): return s
zone = datetime.timezone(datetime.timedelta(0), s)
N = collections.namedtuple('N', 'x')
N.__name__ = s
@dataclasses.dataclass
class D: x: object
"""
LONG = """
bytearray(s.encode())
A(s.encode())
B(s.encode())
S(s)
L().__len__
L
f
f()
list[L]
L | None
loop(L)
weakref.ref(f)
weakref.ref(g)
weakref.ref(L)
weakref.WeakSet([f])
types.SimpleNamespace(**{s: 1})
types.SimpleNamespace(a=s)
functools.partial(print, **{s: 1})
functools.partialmethod(print, **{s: 1})
typing.TypeVar(s)
typing.ParamSpec(s)
typing.ParamSpec(s).args
typing.TypeVarTuple(s)
typing.NewType(s, int)
typing.List[L]
typing.Optional[L]
dataclasses.field(default=s)
dataclasses.InitVar[s]
dataclasses.InitVar[L]
D(s)
N(1)
zone
datetime.time(1, tzinfo=zone)
datetime.datetime(2020, 1, 1, tzinfo=zone)
fractions.Fraction(10**4000)
range(10**4000)
"""
#: What prints less as text than in a list.
_SHORT = ("datetime.time", "datetime.datetime")


@halved
@pytest.mark.parametrize("made", LONG.strip().splitlines())
def test_steps_are_in_proportion_to_the_text(made: str) -> None:
    box = cloche.Sandbox()
    before = box.compile(f"{BEFORE}x = {made}\n0").execute().steps
    for use in ("repr([x] * 50)", "'%s' * 50 % ((x,) * 50)", "'%a' * 50 % ((x,) * 50)"):
        if use[1:3] == "%s" and made.startswith(_SHORT):
            continue
        result = box.compile(f"{BEFORE}x = {made}\nlen({use})").execute()
        assert isinstance(result.value, int)
        assert result.value > 50 * 4_000
        assert (result.steps - before) * BYTES_PER_STEP * 1.5 > result.value, use


#: `n` has 60,000 bits: 20,000 octal digits.
DIGITS = """
"%x%o%X" * 20 % ((n,) * 60)
b"%x%o%X" * 20 % ((n,) * 60)
"%(a)x%(a)o" * 30 % {"a": n}
"%(a)s" * 30 % {"a": s}
"%x" * 60 % ((I(n),) * 60)
"""


def _steps(source: str) -> int:
    return cloche.Sandbox().compile(source).execute().steps


@pytest.mark.parametrize("made", DIGITS.strip().splitlines())
def test_digits_without_a_bound_are_paid_for(made: str) -> None:
    before = "class I(int): pass\ns, n = 'a' * 20_000, 1 << 60_000\n"
    result = cloche.Sandbox().compile(f"{before}len({made})").execute()
    assert isinstance(result.value, int)
    assert (result.steps - _steps(f"{before}0")) * BYTES_PER_STEP * 1.5 > result.value


UNBOUND = [
    ("n = 1 << 4_000_000\nfor _ in range(9): '%x' % n", 40_000),
    # A float may have three hundred digits before its point, and so may what has a `__float__`.
    ("'%(a)f' * 400 % {'a': 1e300}", 100_000),
    ("'%f' * 400 % ((1e300,) * 400)", 100_000),
    *(
        (f"class F:\n    def __float__(self): return 1e300\nx = F()\n{text}", 100_000)
        for text in ("'%(a)f' * 400 % {'a': x}", "'%f' * 400 % ((x,) * 400)")
    ),
]

test_digits_are_paid_for = paid(UNBOUND)


MADE_MEANWHILE = {
    "a list": "repr([R()] * 60)",
    "a tuple in a dictionary": "str({1: (R(),) * 60})",
    "names": "repr([types.SimpleNamespace(a=R(), b=R())] * 30)",
}
MEMORY = """
import types
s = 'a' * 1_000_000
class R:
    def __repr__(self): return s
"""


@pytest.mark.parametrize("made", MADE_MEANWHILE)
def test_what_a_guest_prints_is_counted_before_it_is_joined(made: str) -> None:
    limits = cloche.Limits(memory=24 * 2**20, seconds=None)
    with pytest.raises(cloche.MemoryLimitExceeded):
        cloche.Sandbox(limits=limits).run(MEMORY + MADE_MEANWHILE[made])


ZONES = """
import datetime, time
s = 'a%' * 500_000
d = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(0), s))
"""


@pytest.mark.parametrize(
    "made",
    ["{}.strftime('%Z' * 40)", "format({}, '%Z' * 40)", "'{{:%s}}'.format({})" % ("%Z" * 40),
     "f'{{{}:%s}}'" % ("%Z" * 40), "{}.__format__('%Z' * 40)"],
)  # fmt: skip
def test_the_name_of_a_zone_counts_as_often_as_it_is_written(made: str) -> None:
    limits = cloche.Limits(memory=24 * 2**20, seconds=None)
    with pytest.raises(cloche.MemoryLimitExceeded):
        cloche.Sandbox(limits=limits).run(ZONES + made.format("d"))


OWN_ZONE = """
import datetime
calls, given = [], []
class Z(datetime.tzinfo):
    def tzname(self, moment):
        calls.append("name")
        given.append(moment and moment.tzinfo.__class__ is Z)
        return "Z%Z"
    def utcoffset(self, _): calls.append("offset"); return datetime.timedelta(0)
    def dst(self, _): calls.append("dst")
d = datetime.datetime(2020, 1, 1, tzinfo=Z())
"""


@pytest.mark.parametrize("form", ["%%Z%%Z", "%Z", "%z%%Z%Z", "%Z%Z", "%f%Z%Y%z%Z"])
def test_a_zone_of_a_guest_is_asked_as_c_asks_it(form: str) -> None:
    ways = f"d.strftime({form!r}), f'{{d:{form}}}', calls, given"
    assert_same(OWN_ZONE + ways)
    assert_same(f"{OWN_ZONE}d = d.timetz()\n{ways}")
    derived = "class D(datetime.datetime): pass\nd = D(2020, 1, 1, tzinfo=Z())\n"
    assert_same(OWN_ZONE + derived + ways)


def test_a_moment_that_is_asked_by_c_names_no_zone() -> None:
    source = "class D(datetime.datetime):\n    def timetuple(self): pass\n"
    with pytest.raises(cloche.GuestError, match="does not name the zone"):
        cloche.run(f"{OWN_ZONE}{source}D(2020, 1, 1, tzinfo=Z()).strftime('%Z')")


REFERRED = "import weakref\nclass W:\n    def __getattr__(self, name): return 'a'\n"


@pytest.mark.parametrize(
    "made",
    # C asks a property for the name of the function in it, from Python 3.13 on.
    ["W()", *["P(W())"] * ("__name__" in vars(property))],
)
def test_what_refers_to_code_of_a_guest_is_not_printed(made: str) -> None:
    source = f"{REFERRED}class P(property): pass\nw = {made}\n"
    with pytest.raises(cloche.GuestError, match="this might change while it is printed"):
        cloche.run(f"{source}str(weakref.ref(w))")


def test_what_refers_to_a_container_is_printed() -> None:
    assert_same("import weakref\nclass L(list): pass\nx = L()\nstr(weakref.ref(x)).split()[-2]")


def test_a_zone_whose_name_would_end_the_process() -> None:
    source = "import time\nt = time.struct_time((2020, 1, 1, 0, 0, 0, 0, 1, 0, 'a' * {}, 5))\n"
    assert cloche.run(source.format(255) + "len(time.strftime('%Z', t))") == 255
    with pytest.raises(cloche.GuestError, match="too long here"):
        cloche.run(source.format(10_000_000) + "time.strftime('%Z', t)")


def test_nobody_is_told_of_nothing() -> None:
    told: list[str] = []
    cloche.Sandbox(on_output=told.append).run("print('a', end='')\nprint(end='')\nprint()")
    assert "".join(told) == "a\n"
    assert "" not in told
