"""What C believes without a look: what a guest's class or method returns, and what it leaves alone.

Most of these end the process where they work.
"""

from .payloads import table

PAYLOADS = table(
    r"""
=== datetime-new | C takes for a moment what `__new__` of a derived class returns
import datetime as dt
given = []
class D(dt.datetime):
    def __new__(cls, *args, **named):
        return given[0] if given else dt.datetime.__new__(cls, *args, **named)
class M(type):
    def __call__(cls, *args, **named):
        return given[0] if given else type.__call__(cls, *args, **named)
class E(dt.datetime, metaclass=M): pass
class Z(dt.tzinfo):
    def utcoffset(self, d): return dt.timedelta(hours=2)
    def dst(self, d): return dt.timedelta(hours=1)
z, one = Z(), dt.timedelta(1)
hour, two = (dt.timezone(dt.timedelta(hours=n)) for n in (1, 2))
for kind in (D, E):
    for x in (b"\x01" * 400, "a" * 400, 7, None, (1, 2, 3), [], dt.date.min, dt.datetime.max):
        given.clear()
        a, b, c = kind(2020, 1, 1, tzinfo=hour), kind(2020, 1, 1, tzinfo=z), kind(2020, 1, 1)
        given.append(x)
        for do in (
            lambda: a.astimezone(two), lambda: a.astimezone(), lambda: a.astimezone(z),
            lambda: b.astimezone(two), lambda: c.astimezone(two), lambda: a.utctimetuple(),
            lambda: b.utctimetuple(), lambda: z.fromutc(b), lambda: dt.tzinfo.fromutc(z, b),
            lambda: super(Z, z).fromutc(b), lambda: kind.now(z), lambda: kind.fromtimestamp(1, z),
            lambda: a + one, lambda: kind.combine(a, c.time()), lambda: a.replace(day=1),
            lambda: kind.strptime("1", "%d"), lambda: kind.fromisoformat("2020-01-01"),
        ):
            try:
                do()
            except (TypeError, ValueError, OverflowError, AttributeError):
                pass
            if dt.datetime.max.tzinfo is not None: win(dt.datetime.max)
=== zone-fold | a zone writes to what `__add__` of a derived class returns
import datetime as dt, zoneinfo
z = zoneinfo.ZoneInfo("Europe/Berlin")
class D(dt.datetime):
    def __add__(self, other): return dt.datetime.max
d = D(2020, 10, 25, 1, 30, tzinfo=z)
z.fromutc(d), d.astimezone(z), D.fromtimestamp(1603589400, z)
if dt.datetime.max.fold: win(dt.datetime.max)
=== namespace-replace | it writes to what the class returns
import copy, types
given = []
class N(types.SimpleNamespace):
    def __new__(cls, *args, **named):
        return given[0] if given else types.SimpleNamespace.__new__(cls)
n = N(a=1)
for x in (b"\x01" * 400, "a" * 400, 7, None, (1, 2, 3), [], print):
    given[:] = [x]
    try:
        copy.replace(n, a=2)
        win(x)
    except (TypeError, AttributeError):
        pass
=== alias-substitution | C takes for a tuple what an object in an alias answers
import typing
T = typing.TypeVar("T")
asked = []
def answer(name):
    asked.append(name)
    if name == "__typing_subst__": return lambda item: b"\x01" * 400
    if name == "__typing_is_unpacked_typevartuple__": return True
    if name == "__parameters__": return (T,) * len(asked)
    raise AttributeError(name)
class A:
    def __getattr__(self, name): return answer(name)
    def __call__(self): pass
class B:
    def __call__(self): pass
def f(): pass
b = B()
for x in (b, f):
    x.__dict__["__typing_subst__"] = lambda item: b"\x01" * 400
    x.__dict__["__typing_is_unpacked_typevartuple__"] = True
for x in (A(), b, f, A().__call__, b.__call__):
    for make in (lambda: list[x], lambda: dict[T, x], lambda: list[T][x], lambda: list[list[T]][x],
                 lambda: typing.List[list[T]][x], lambda: type[x], lambda: (list[T] | None)[x]):
        try:
            made = make()
            made[int]
            made[int][int]
        except (TypeError, AttributeError):
            pass
=== alias-late-answer | an object is a parameter only when it is asked again
import typing
T = typing.TypeVar("T")
asked = []
class A:
    def __getattr__(self, name):
        if name == "__typing_subst__":
            asked.append(name)
            if len(asked) > 1: return lambda item: probe(item)
        raise AttributeError(name)
try:
    made = dict[A(), T]
    made.__parameters__
    made[int]
except (TypeError, AttributeError):
    pass
=== ordered-copy | C goes on from an entry that is gone
from collections import OrderedDict
class A(OrderedDict):
    def __getitem__(self, key):
        self.clear()
        return 1
class B(OrderedDict):
    def __new__(cls, *args):
        return Made() if full else OrderedDict.__new__(cls)
class Made:
    def __setitem__(self, key, value): b.clear()
class Key:
    def __hash__(self):
        if full: c.clear()
        return 1
full = []
b, c = B((n, n) for n in range(50)), OrderedDict((Key(), n) for n in range(50))
full.append(1)
for x in (A((n, n) for n in range(50)), b, c):
    try:
        x.copy()
    except (RuntimeError, KeyError, TypeError):
        pass
=== slice-with-step | what is assigned shortens the list that it goes to
import operator
class A(list): pass
def short():
    x.clear()
    yield from range(50)
class B:
    def __iter__(self): return short()
every = slice(None, None, 2)
def plain(): x[::2] = short()
def named(): x[every] = B()
def several(): x[::2], y = B(), 3
def loop():
    for x[::2] in [B()]: pass
def more(): x[::2] += B()
for kind in (list, A):
    for do in (plain, named, several, loop, more, lambda: x.__setitem__(every, short()),
               lambda: list.__setitem__(x, every, B()), lambda: operator.setitem(x, every, B())):
        x = kind(range(100))
        try:
            do()
            if len(x) != 50: win(x)
        except ValueError:
            pass
=== array-item | what becomes an item shortens the array that it goes to
import array
class A:
    def __index__(self):
        del x[:]
        return 5
    def __float__(self):
        del x[:]
        return 5.0
def store(): x[90] = A()
def key(): x[A()] = A()
for code in "bBhHiIlLqQfd":
    for do in (store, key, lambda: x.append(A()), lambda: x.insert(90, A()),
               lambda: x.insert(A(), A()), lambda: x.extend([A(), A()]), lambda: x.pop(A()),
               lambda: x.extend(A() for _ in range(9)), lambda: x.fromlist([A(), A()])):
        x = array.array(code, range(100))
        try:
            do()
        except (IndexError, TypeError):
            pass
"""
)
