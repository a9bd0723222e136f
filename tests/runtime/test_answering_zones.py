"""Time zones of a program's: what C asks in their place, and what a program sees of it."""

from __future__ import annotations

import pytest

import cloche

#: The ways to have a `utcoffset`, or to inherit one.
ZONES = """
class Z(tzinfo):
    def utcoffset(self, when): return timedelta(1)
--
class Y(tzinfo):
    def utcoffset(self, when): return timedelta(1)
class Z(Y): pass
--
class Z(tzinfo):
    utcoffset = staticmethod(lambda when: timedelta(1))
--
class Y(tzinfo):
    utcoffset = classmethod(lambda cls, when: timedelta(1))
class Z(Y): pass
--
class Z(tzinfo):
    utcoffset = property(lambda self: lambda when: timedelta(1))
--
class Two(timedelta):
    def __new__(cls, when): return timedelta(2)
class Z(tzinfo): utcoffset = Two
--
class Z(tzinfo): pass
--
class Z(tzinfo): utcoffset = None
--
class Y(tzinfo):
    def utcoffset(self, when): return timedelta(self.hours)
@dataclass(slots=True)
class Z(Y):
    hours: int = 1
--
@dataclass(slots=True)
class Z(tzinfo):
    hours: int = 1
    def utcoffset(self, when): return timedelta(self.hours)
--
class M:
    def utcoffset(self, when): return timedelta(1)
class Z(M, tzinfo): pass
--
class Z(tzinfo):
    def utcoffset(self, when): return 1
--
class Z(tzinfo):
    def utcoffset(self, when): return 1 / 0
""".strip().split("\n--\n")
ASKED = """
Z().utcoffset(None)
Z().utcoffset(1)
Z().utcoffset(datetime(1, 1, 1))
Z().utcoffset()
Z().utcoffset(when=None)
Z().utcoffset(1, 2)
Z().utcoffset(other=1)
Z.utcoffset(Z(), 1)
Z.utcoffset(None)
Z.utcoffset is Z.__mro__[1].utcoffset
type(Z.utcoffset).__name__
super(Z, Z()).utcoffset(1)
super(Z, Z).utcoffset(1)
super(Z, Z).utcoffset == Z.__mro__[1].utcoffset
datetime(2020, 1, 1, tzinfo=Z()).utcoffset()
time(1, tzinfo=Z()).utcoffset()
datetime(2020, 1, 1, tzinfo=Z()) == datetime(2020, 1, 1, tzinfo=Z())
hash(datetime(2020, 1, 1, tzinfo=Z()))
time(1, tzinfo=Z()) < time(2, tzinfo=Z())
type('N', (Z,), {})().utcoffset(1)
type('N', (tzinfo,), {'utcoffset': Z.utcoffset})().utcoffset(1)
type('N', (), {}).utcoffset
""".strip().splitlines()
ASKING = """
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
{made}
found = []
def say(ask):
    try: found.append(ask())
    except Exception as error: found.append((type(error).__name__, str(error)))
"""


@pytest.mark.parametrize("made", ZONES)
def test_who_asks_a_zone_is_told_the_same(made: str) -> None:
    source = ASKING.format(made=made) + "".join(f"say(lambda: {each})\n" for each in ASKED)
    bare: dict[str, list[object]] = {}
    exec(source, bare)
    for each, one, other in zip(ASKED, cloche.run(source + "found"), bare["found"], strict=True):
        assert one == other or _alike(one[1], other[1]), each


def _alike(said: str, native: str) -> bool:
    """Tell whether it is the same but for the class that a method of C's is named after.

    And for what C says of a method that cannot be called.
    """
    said = said.replace("Z.utcoffset() takes", "tzinfo.utcoffset() takes")
    return said in (native, native.replace("attribute of type 'NoneType'", "'NoneType' object"))


MOMENTS = """
from datetime import datetime, time, timedelta, tzinfo
from weakref import ref
class C: pass
class Z(tzinfo):
    def utcoffset(self, when):
        global on
        if on:
            on = False
            try: change()
            except RuntimeError as error: said.append(str(error))
        return timedelta(0)
class P(property): pass
class K:
    def __eq__(self, other): return change() or True
on, said = False, []
moment, early = datetime(2020, 1, 1, tzinfo=Z()), time(1, tzinfo=Z())
late = datetime(2022, 1, 1, tzinfo=Z())
d = {KEY: 1}
def change(): d[7] = 1
on = True
FIRST
said
"""


@pytest.mark.parametrize(
    ("key", "first", "is_met"),
    [
        ("moment", "moment.utcoffset()", True),
        ("moment", "moment == datetime(2020, 1, 1, tzinfo=Z())", True),
        ("moment.tzinfo", "moment.utcoffset()", True),
        ("early", "early.utcoffset()", True),
        ("early.tzinfo", "early.utcoffset()", True),
        ("moment", "moment.tzinfo.utcoffset(when=moment)", True),
        ("None", "early.utcoffset()", False),
        ("late.tzinfo", "on = False; [moment, K()].index(late)", False),
        ("None", "Z().utcoffset(None)", False),
        ("None", "Z().utcoffset(when=None)", False),
        ("Z()", "moment.utcoffset()", False),
    ],
)
def test_what_a_zone_may_change(key: str, first: str, is_met: bool) -> None:
    found = cloche.run(MOMENTS.replace("KEY", key).replace("FIRST", first))
    message = "a dict is changed by an __eq__ that compares what may be its key"
    assert found == [message] * is_met


@pytest.mark.parametrize("key", ["moment", "early", "(1, moment)"])
def test_names_of_attributes_that_ask_a_zone(key: str) -> None:
    source = MOMENTS.replace("KEY", "1").replace(
        "FIRST", f"vars(P())[{key}] = 1; {key} == {key}; ASK"
    )
    for ask in ("moment.utcoffset()", "early.utcoffset()"):
        with pytest.raises(cloche.GuestError, match="the names of attributes are compared by no"):
            cloche.run(source.replace("ASK", ask))


@pytest.mark.parametrize(
    "first", ["z.utcoffset = 1", "setattr(z, 'utcoffset', 1)", "z.__init__(1)"]
)
def test_an_instance_has_none_of_its_own(first: str) -> None:
    source = f"""
from datetime import timedelta, tzinfo
class Z(tzinfo):
    def utcoffset(self, when): return timedelta(0)
    def __init__(self, x=None):
        if x: self.utcoffset = lambda when: 1
z = Z()
try: del z.utcoffset
except AttributeError: pass
{first}
"""
    with pytest.raises(cloche.GuestError, match="is for its class to define here"):
        cloche.run(source)
    with pytest.raises(cloche.GuestError, match="AttributeError"):
        cloche.run(source.replace(first, "del z.utcoffset"))
