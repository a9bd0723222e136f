"""Programs whose keys change the container that C is looking for them in; run as a script.

    ordered_keys.py NAME MODE       prints what the program NAME gives, as JSON

MODE is `optimize` or `plain`, for a run, or `natively`. In `attacks` every key of `KEYS` goes every
way of `WAYS` into an OrderedDict; one that takes it then does all of `USES` while the key, asked
whether it is equal, does each of `ACTIONS`, and C does not survive that. In `like` the same is done
to other containers.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from other_keys import LIKE, LIKE_IMPORTS

KEYS = """
plan = []

def act():
    if plan:
        plan.pop()()

class Eq:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other):
        act()
        return self is other

class Hashed:
    def __init__(self, n): pass
    def __hash__(self):
        act()
        return 1

class Number(int):
    def __hash__(self): return 1
    def __eq__(self, other):
        act()
        return self is other

class Text(str):
    def __hash__(self): return 1
    def __eq__(self, other):
        act()
        return self is other

class Row(tuple):
    def __hash__(self): return 1
    def __eq__(self, other):
        act()
        return self is other

@dataclasses.dataclass(frozen=True)
class Data:
    n: Any
    def __hash__(self): return 1

class Zone(datetime.tzinfo):
    def utcoffset(self, moment):
        act()
        return datetime.timedelta(0)

class Callable:
    def __call__(self): return 1
    def __hash__(self): return 1
    def __eq__(self, other):
        act()
        return self is other

def moment(n):
    return datetime.datetime(2020, 1, 1, 0, 0, tzinfo=Zone())

def wrapped(n):
    return collections.UserString(Text(str(n)))

held = []
def referred(n):
    held.append(Eq(n))
    return weakref.ref(held[-1])

KEYS = {
    "eq": Eq, "hash": Hashed, "int": Number, "str": lambda n: Text(str(n)),
    "tuple": lambda n: Row((n,)),
    "dataclass": lambda n: Data(Eq(n)), "in a tuple": lambda n: (1, (Eq(n),)),
    "in a frozenset": lambda n: frozenset([Eq(n)]), "moment": moment, "wrapped": wrapped,
    "identifier": lambda n: uuid.UUID(int=Number(n)),
    "address": lambda n: ipaddress.IPv4Address(Number(n)),
    "network": lambda n: ipaddress.IPv4Network((Number(0), Number(8))),
    "interface": lambda n: ipaddress.IPv6Interface((Number(n), Number(8))),
    "referred to": referred, "method": lambda n: types.MethodType(Callable(), 1),
    "literal": lambda n: typing.Literal[Eq(n)],
    "annotated": lambda n: typing.Annotated[int, Eq(n)],
    "parameter": lambda n: inspect.Parameter("a", inspect.Parameter.KEYWORD_ONLY, default=Eq(n)),
}
"""

WAYS = """
class Own(OrderedDict):
    def __setitem__(self, key, value): super().__setitem__(key, value)
    def __delitem__(self, key): super().__delitem__(key)

class Bare(OrderedDict):
    def __init__(self, *args): pass

class Both(Counter, OrderedDict): pass

class Behind(OrderedDict, Counter): pass

class Manager:
    def __init__(self, x): self.x = x
    def __enter__(self): return self.x
    def __exit__(self, *args): return None

def update_named(d, k):
    d.update(**{k: 1})

def in_a_loop(d, k):
    for d[k] in (1,): pass

def in_a_with(d, k):
    with Manager(1) as d[k]: pass

def unpacked(d, k):
    d[k], *rest = 1, 2

def stored(d, k):
    d[k] = 1

def stored_deep(d, k):
    x = [d]
    x[0][(lambda: k)()] = 1

def added(d, k):
    d[k] += 1

def united(d, k):
    d |= {k: 1}

WAYS = {
    "store": stored, "store deep": stored_deep, "loop": in_a_loop, "with": in_a_with,
    "unpacked": unpacked, "setdefault": lambda d, k: d.setdefault(k, 1),
    "setdefault by name": lambda d, k: d.setdefault(key=k, default=1),
    "setdefault held": lambda d, k: setdefault(d, k, 1),
    "update": lambda d, k: d.update({k: 1}), "update pairs": lambda d, k: d.update([(k, 1)]),
    "update iterators": lambda d, k: d.update(iter([iter((k, 1))])),
    "update other": lambda d, k: d.update(collections.ChainMap({k: 1})),
    "init": lambda d, k: d.__init__({k: 1}), "union": united,
    "ior": lambda d, k: d.__ior__({k: 1}),
    "made": lambda d, k: type(d)({k: 1}), "made of pairs": lambda d, k: OrderedDict([(k, 1)]),
    "fromkeys": lambda d, k: type(d).fromkeys([k]), "or": lambda d, k: d | {k: 1},
    "ror": lambda d, k: {k: 1} | d,
    "setitem": lambda d, k: d.__setitem__(k, 1),
    "setitem held": lambda d, k: set_item(d, k, 1),
    "setitem of the class": lambda d, k: OrderedDict.__setitem__(d, k, 1),
    "operator": lambda d, k: operator.setitem(d, k, 1),
    "mapped": lambda d, k: [*map(operator.setitem, [d], [k], [1])],
    "partial": lambda d, k: functools.partial(operator.setitem, d)(k, 1),
    "methodcaller": lambda d, k: operator.methodcaller("setdefault", k, 1)(d),
    "getattr": lambda d, k: getattr(d, "setdefault")(k, 1),
    "dict.setitem": lambda d, k: dict.__setitem__(d, k, 1),
    "dict.setdefault": lambda d, k: dict.setdefault(d, k, 1),
    "dict.update": lambda d, k: dict.update(d, {k: 1}),
    "dict.update pairs": lambda d, k: dict.update(d, [(k, 1)]),
    "dict.update iterators": lambda d, k: dict.update(d, [iter((k, 1))]),
    "dict.update other": lambda d, k: dict.update(d, collections.ChainMap({k: 1})),
    "dict.ior": lambda d, k: dict.__ior__(d, {k: 1}),
    "dict.init": lambda d, k: dict.__init__(d, [(k, 1)]),
    "asdict": lambda d, k: dataclasses.asdict(Holder([{"a": k}]),
    dict_factory=lambda x: OrderedDict([(k, x)])),
    "copied": lambda d, k: copy.deepcopy(OrderedDict(a=1), {}) | {k: 1},
    "shown": lambda d, k: parameters | {k: 1},
    "counted": lambda d, k: Both([k]), "counted more": lambda d, k: Both("ab").update([k]),
    "counted mapping": lambda d, k: Both().update({k: 1}),
    "subtracted": lambda d, k: Both("ab").subtract([k]),
    "exec": lambda d, k: exec("d[k] = 1", {"d": d, "k": k}),
    "setdefault behind": lambda d, k: super(OrderedDict, d).setdefault(k, 1),
    "setitem behind": lambda d, k: super(OrderedDict, d).__setitem__(k, 1),
    "update behind": lambda d, k: super(OrderedDict, d).update({k: 1}),
    "Counter.setdefault": lambda d, k: Counter.setdefault(d, k, 1),
    "defaultdict.setdefault": lambda d, k: collections.defaultdict.setdefault(d, k, 1),
    "behind Counter": lambda d, k: super(Counter, Behind(a=1)).setdefault(k, 1),
    # They look for a node that is not there.
    "pop behind": lambda d, k: super(OrderedDict, d).pop(k, 1),
    "move_to_end behind": lambda d, k: super(OrderedDict, d).move_to_end(k),
    "delitem behind": lambda d, k: super(OrderedDict, d).__delitem__(k),
    "pop": lambda d, k: d.pop(k, None), "pop by name": lambda d, k: d.pop(key=k, default=1),
    "pop held": lambda d, k: pop(d, k, 1), "move_to_end": lambda d, k: d.move_to_end(k),
    "move_to_end held": lambda d, k: move(d, k, False),
    "delitem": lambda d, k: d.__delitem__(k), "delitem held": lambda d, k: delete(d, k),
    "operator.delitem": lambda d, k: operator.delitem(d, k),
    "bound": lambda d, k: bound_pop(k), "bound by getattr": lambda d, k: bound_move(k),
    "bound by attrgetter": lambda d, k: bound_default(k),
    "bound special": lambda d, k: bound_set(k, 1), "bound deletion": lambda d, k: bound_delete(k),
}

@dataclasses.dataclass
class Holder:
    a: list
"""

USES = """
def deleted(d, k):
    del d[k]

def gone_through(d, k):
    for x in d: pass

USES = [
    deleted, gone_through, stored, lambda d, k: d.pop(k), lambda d, k: d.popitem(),
    lambda d, k: d.popitem(last=False), lambda d, k: d.move_to_end(k),
    lambda d, k: d.move_to_end(k, False), lambda d, k: d.setdefault(k), lambda d, k: d == d.copy(),
    lambda d, k: [*reversed(d)], lambda d, k: [*d.items()], lambda d, k: [*d.values()],
    lambda d, k: d | d, lambda d, k: d.update({7: 7}), lambda d, k: copy.copy(d), lambda d,
    k: repr(d),
    lambda d, k: [d.__setitem__(n, n) for n in range(100)],
]

def many(d):
    for n in range(200): d[n] = n

def ends(d):
    for k in [*dict.keys(d)][:1]: d.move_to_end(k)

ACTIONS = [
    lambda d: d.clear(), lambda d: d.popitem(), lambda d: d.popitem(last=False), many, ends,
    lambda d: dict.clear(d), lambda d: dict.popitem(d),
    lambda d: dict.update(d, dict.fromkeys(range(300))),
]
"""

IMPORTS = """
import collections, copy, dataclasses, datetime, decimal, enum, fractions, functools, inspect
import ipaddress, operator, pathlib, types, typing, uuid, weakref
from collections import Counter, OrderedDict
from typing import Any
"""

#: What is fetched before there is any class.
HELD = """
set_item, delete = OrderedDict.__setitem__, OrderedDict.__delitem__
pop, move, setdefault = OrderedDict.pop, OrderedDict.move_to_end, OrderedDict.setdefault
before = OrderedDict([(n, n) for n in (1, 1 + 2**61 - 1, 1 + 2 * (2**61 - 1))])
parameters = inspect.signature(lambda a, b: 1).parameters
first = before.copy()
bound_pop, bound_move = first.pop, getattr(first, "move_to_end")
bound_default = operator.attrgetter("setdefault")(first)
bound_set, bound_delete = first.__setitem__, first.__delitem__
first.move_to_end(1); first.pop(1); first.setdefault(5, 6)
"""

ATTACK = """
def attacked(d, keys):
    for use in USES:
        for action in ACTIONS:
            for late in range(3):
                plan[:] = [lambda: action(d)] + [lambda: None] * late
                try:
                    use(d, keys[late])
                except Exception as e:
                    pass
                plan.clear()
                for n, k in enumerate((*keys, 1, 2**61)):
                    try:
                        d[k] = n
                    except TypeError:
                        pass

results = {}
for kind, make in KEYS.items():
    for name, way in WAYS.items():
        for new in (OrderedDict, Own, Bare, before.copy):
            if new is Bare and name in ("made", "init", "ror"):
                continue  # its `__init__` takes nothing
            d = new()
            keys = [make(n) for n in range(3)]
            said = set()
            for k in keys:
                try:
                    way(d, k)
                    said.add("taken")
                except Exception as e:
                    said.add(type(e).__name__ + " " + str(e)[:31])
            results.setdefault(" | ".join(sorted(said)), set()).add((kind, name))
            if any(type(k) is not int for k in dict.keys(d)):
                attacked(d, keys)
{k: sorted(v) for k, v in results.items()}
"""

#: Keys that are taken, and what becomes of them.
SAFE = """
class Plain:
    pass

class Colour(enum.Enum):
    RED = 1

class Whole(enum.IntEnum):
    ONE = 1

class Part(enum.Flag):
    A, B = 1, 2

class Pair(typing.NamedTuple):
    a: int
    b: object

class Named(str): pass

@dataclasses.dataclass
class Unhashed:
    a: int = 1

plain = Plain()
keys = [
    1, 2.5, "a", b"a", None, ..., True, 1j, (1, (2, "x")), frozenset("ab"), int, Plain, plain,
    Colour.RED, Whole.ONE, Part.A, Part.B, Part.A & Part.B, Part(0),
    Pair(1, plain), Named("n"), len, print, Plain.__init__, plain.__init__,
    datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1), datetime.timedelta(1),
    datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc), datetime.time(1),
    decimal.Decimal(7), fractions.Fraction(1, 3), pathlib.PurePosixPath("a/b"),
    range(3), list[int], int | str, functools.partial(len),
    (plain, Colour.RED), weakref.ref(plain), lambda: 1,
]
o = OrderedDict()
found = []
for n, k in enumerate(keys):
    o[k] = n
for k in keys:
    o.move_to_end(k, last=n % 2 == 0)
    found.append(o.setdefault(k))
    found.append(o.get(k))
found.append(len(o))
for k in keys[::2]:
    found.append(o.pop(k, None))
for k in keys[1::2]:
    if k in o:
        del o[k]
found.append(len(o))
errors = []
for f in (lambda: o.pop(), lambda: o.pop(5), lambda: o.pop([]), lambda: o.move_to_end(9),
lambda: o.move_to_end(),
          lambda: o.__setitem__(1), lambda: o.__delitem__(8), lambda: OrderedDict.pop(),
          lambda: o.move_to_end(1, 2, 3),
          lambda: OrderedDict.move_to_end({}, 1), lambda: o.pop(key=3), lambda: o.popitem(),
          lambda: o.__setitem__([], 1), lambda: operator.setitem(o, {}, 1),
          lambda: OrderedDict.__setitem__({}, 1, 2)):
    try:
        found.append(f())
    except Exception as e:
        errors.append((type(e).__name__, str(e)))
dict.__setitem__(o, 5, 6); dict.update(o, {7: 8}); dict.setdefault(o, 9, 10); dict.__ior__(o,
[(1, 2)])
(found, errors, sorted(dict.keys(o)))
"""


def natively(text: str) -> Any:
    """Return what CPython makes of a program whose last line is its value."""
    *lines, last = text.strip().splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    return eval(last, names)


def guarded(text: str, optimize: bool) -> Any:
    """Return what a run of a program makes of it."""
    import cloche

    limits = cloche.Limits(steps=10**9, seconds=600)
    return cloche.Sandbox(limits=limits, optimize=optimize).run(text)


PROGRAMS = {
    "attacks": IMPORTS + HELD + KEYS + WAYS + USES + ATTACK,
    "safe": IMPORTS + SAFE,
    "like": LIKE_IMPORTS + LIKE,
}

if __name__ == "__main__":
    _, name, mode = sys.argv
    text = PROGRAMS[name]
    result = natively(text) if mode == "natively" else guarded(text, mode == "optimize")
    print(json.dumps(result, indent=0, default=repr))
