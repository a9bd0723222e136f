"""Library code that works on a guest's class, and what of the guest's it may call meanwhile."""

from .payloads import table

PAYLOADS = table(
    """
=== metaclass-call-alias | `C[int]()` writes to what a `__call__` of a metaclass returns
import collections, json, statistics, types
given = [json.JSONDecodeError]
class M(type):
    def __call__(cls, *args): return given[0]
class A(list, metaclass=M): pass
class P(collections.deque): pass
class B(P, metaclass=M): pass
class C(tuple, metaclass=M):
    def __class_getitem__(cls, item): return super().__class_getitem__(item)
kinds = [A, B, C, M("D", (set,), {}), types.new_class("E", (P,), {"metaclass": M})]
for x in (json.JSONDecodeError, sorted, json.dumps, collections.Counter, statistics):
    given[0] = x
    for kind in kinds:
        for alias in (lambda: kind[int], lambda: kind.__class_getitem__(int),
                      lambda: super(kind, kind).__class_getitem__(int),
                      lambda: types.GenericAlias(kind, int)):
            try:
                alias()()
                win(x)
            except (TypeError, AttributeError):
                pass
=== metaclass-subclasscheck | it is asked about real classes
import abc, collections.abc, functools, typing, contextlib
class M(type):
    def __subclasscheck__(cls, sub):
        probe(sub)
        return False
    def __instancecheck__(cls, x):
        probe(x)
        return False
class C(metaclass=M): pass
class D(collections.abc.Sized, abc.ABC): pass
class P(typing.Protocol): pass
for kind in (D, P, abc.ABC, collections.abc.Sized):
    try: kind.register(C)
    except (TypeError, AttributeError): pass
class A: pass
@functools.singledispatch
def f(x): return 1
f.register(C, lambda x: 2)
things = [A, A(), 1, [], "", {}, print, len, type, list, f, (x for x in ()), range(3), ValueError()]
for x in things:
    f(x)
    for ask in (lambda: f.dispatch(x), lambda: isinstance(x, (D, P, C, collections.abc.Sized)),
                lambda: issubclass(x, (D, P, C)), lambda: M.__subclasscheck__(C, x),
                lambda: isinstance(x, int | C), lambda: issubclass(x, typing.Union[C, str])):
        try: ask()
        except TypeError: pass
try:
    with contextlib.suppress(C): raise ValueError
except ValueError: pass
=== abc-registers-metaclass | from then on whoever asks a class that all share asks the guest
import abc, collections.abc, numbers
class M(type):
    def __subclasscheck__(cls, sub):
        stash("late")
        return True
class C(metaclass=M): pass
for base in (collections.abc.Sized, numbers.Number, collections.abc.Mapping, abc.ABC):
    class D(base): pass
    for register in (lambda: D.register(C), lambda: abc.ABCMeta.register(D, C)):
        try:
            register()
            win(base)
        except TypeError:
            pass
=== abc-knowledge | what C keeps in an abstract class is asked by everyone above it
import abc, collections.abc, copy, functools
class D(collections.abc.Sized, abc.ABC):
    def __len__(self): return 1
class Slotted:
    __slots__ = ("_abc_impl",)
    def __new__(cls): return D if made else object.__new__(cls)
def f(): pass
f.__dict__["_abc_impl"] = 5
made = []
slotted = Slotted()
made.append(1)
for way in (lambda: setattr(D, "_abc_impl", 5), lambda: delattr(D, "_abc_impl"),
            lambda: type.__setattr__(D, "_abc_impl", 5), lambda: copy.copy(slotted),
            lambda: functools.update_wrapper(D, f, ("_abc_impl",), ()),
            lambda: exec("D._abc_impl = 5"), lambda: exec("for D._abc_impl in [5]: pass"),
            lambda: exec("with D as D._abc_impl: pass"), lambda: exec("del D._abc_impl"),
            lambda: exec("def f(x):\\n x.a = 1\\n x._abc_impl = 5\\nf(D)")):
    try: way()
    except (TypeError, AttributeError, SyntaxError): pass
if not isinstance(D(), collections.abc.Sized) or isinstance(1, collections.abc.Sized): win()
=== abc-hooks | a class that is being made has no knowledge of its own yet
import abc, collections.abc, numbers
class E: pass
class S(collections.abc.Sized): pass
class Mix(abc.ABC):
    def __init_subclass__(cls, **named):
        cls.register(E)
        kinds.extend(type(x) for x in things if isinstance(x, cls))
things, kinds = [bytearray(b"a"), 3j, range(3), E()], []
class Named:
    def __set_name__(self, owner, name):
        owner.register(E)
        [isinstance(x, owner) for x in things]
for base in (collections.abc.Sized, numbers.Number, collections.abc.Reversible):
    class D(base, Mix): x = Named()
class F: pass
if isinstance(E(), (collections.abc.Sized, numbers.Number, collections.abc.Reversible)): win()
if not isinstance(things[0], collections.abc.Sized) or not isinstance(3j, numbers.Number): win()
if not isinstance(things[2], collections.abc.Reversible): win()
=== proxies | what is compared with a proxy may be handed the dictionary that it shows
import calendar, collections, csv, decimal, difflib, enum, functools, inspect, re, statistics, types
class E:
    def __eq__(self, other): given.append(other); return True
    def __ror__(self, other): given.append(other); return {}
    def __gt__(self, other): given.append(other); return True
given = []
def tables(x, depth):
    for name in dir(x):
        try: y = getattr(x, name)
        except Exception: continue
        if type(y) is types.MappingProxyType:
            yield x, name
        elif depth and isinstance(y, type):
            yield from tables(y, depth - 1)
for root in (calendar, collections, csv, decimal, difflib, enum, functools, inspect, re, statistics,
             decimal.Decimal(1).as_tuple(), statistics.linear_regression([1, 2], [1, 2])):
    for x, name in tables(root, 2):
        for way in (lambda: getattr(x, name) == E(), lambda: getattr(x, name) | E(),
                    lambda: getattr(x, name) < E(), lambda: [getattr(x, name)] == [E()]):
            try: way()
            except (TypeError, AttributeError): pass
        for each in given:
            if isinstance(each, dict): each["poison"] = E
        given.clear()
        if "poison" in getattr(x, name): win(name)
=== total-ordering-stores | a metaclass is given functions of the library's
import functools
class M(type):
    def __setattr__(cls, name, value):
        probe(value)
        win(value)
class A(metaclass=M):
    def __lt__(self, other): return True
try: functools.total_ordering(A)
except TypeError: pass
=== total-ordering-module | a function that says it comes from `functools` gets other builtins
import functools
def less(self, other):
    eval
less.__module__ = "functools"
class A:
    __lt__ = less
functools.total_ordering(A)
if vars(A)["__lt__"] is not less: win()
=== bytearray-format | C reads a format that a `__repr__` has freed, and the host has written into
for n in range(30, 500, 8):
    ba = bytearray(b"%a" + b"A" * n)
    class I:
        def __repr__(self):
            ba.clear()
            stash("k" * (n + 2))
            return ""
    for made in (ba % (I(),), bytearray(b"%b") % bytes(ba)):
        if made.strip(b"A"):
            win(made)
=== bytearray-bounds | C searches what an `__index__` has freed
def attempt(ask, n):
    global ba
    ba = bytearray(b"Z" * n)
    class I:
        def __index__(self):
            ba.clear()
            return 0
    try: found = ask(I())
    except (TypeError, ValueError): found = -1
    if found not in (-1, 0, False, [-1], [0]): win(found)
for n in (40, 400, 500_000):
    for ask in (lambda i: ba.find(b"Q", i), lambda i: ba.rfind(b"Q", i),
                lambda i: ba.index(b"Q", i),
                lambda i: ba.rindex(b"Q", i), lambda i: ba.count(b"Q", i), lambda i: ba.count(i),
                lambda i: ba.find(i), lambda i: ba.rfind(i), lambda i: i in ba,
                lambda i: ba.startswith(b"Q", i), lambda i: ba.endswith(b"Q", 0, i),
                lambda i: bytearray.find(ba, b"Q", i), lambda i: ba.__contains__(i),
                lambda i: [*map(ba.find, [b"Q"], [i])], lambda i: ba.find(*[b"Q", i])):
        attempt(ask, n)
=== bytearray-separator | C writes out what the `__len__` of a separator has freed
class S(str):
    def __len__(self):
        ba.clear()
        return 1
for n in (40, 400, 5_000, 500_000):
    for give in (lambda: ba.hex(S("-")), lambda: ba.hex(sep=S("-")),
                 lambda: bytearray.hex(ba, S("-"), 2)):
        ba = bytearray(b"Z" * n)
        if give() != "": win(n)
=== view-separator | C writes out of a view what the `__len__` of a separator has freed
class S(str):
    def __len__(self):
        mv.release()
        ba.clear()
        stash("k" * n)
        return 1
for n in (40, 400, 5_000, 500_000):
    ba = bytearray(b"Z" * n)
    mv = memoryview(ba)
    try: found = mv.hex(S("-"))
    except BufferError: continue
    win(found)
=== bytearray-store-beyond | C stores beyond the end, which an `__index__` has moved meanwhile
import operator
class E:
    def __index__(self):
        b.extend(b"x" * 5_000)
        keep.extend(bytes(31) for i in range(40))
        return 65
def each():
    for b[40] in (E(),): pass
ways = [
    lambda: b.__setitem__(40, E()), lambda: operator.setitem(b, 40, E()),
    lambda: bytearray.__setitem__(b, 40, E()), lambda: exec("b[40] = E()"), each,
    lambda: [*map(operator.setitem, [b], [40], [E()])],
]
for way in ways:
    for at in range(20):
        keep, b = [], bytearray(63)
        del b[32:]
        try: way()
        except (TypeError, IndexError): pass
        if any(map(any, keep)): win(at)
=== bytearray-store | C stores where an `__index__` has freed
def attempt(store, n):
    global ba
    kept = []
    ba = bytearray(b"Z" * n)
    class I:
        def __index__(self):
            ba.clear()
            ba.extend(bytes(2 * n))
            kept.append(bytearray(b"V" * n))
            return 3
    store(I())
    if any(each != b"V" * n for each in kept): win(kept)
def key(i): ba[i] = 65
def byte(i): ba[7] = i
def part(i): ba[i:30:2] = b"A" * 14
def gone(i): del ba[i:30:2]
def pair(i): (ba[i], x) = 65, 1
def loop(i):
    for ba[7] in [i]: pass
for n in (40, 400, 5_000, 500_000):
    for store in (key, byte, part, gone, pair, loop): attempt(store, n)
"""
)
