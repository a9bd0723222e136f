"""Ways to look a key up, and ways to change the dictionary or set that it is looked up in."""

from __future__ import annotations

import sys
from collections import abc

import pytest

import cloche
from cloche.runtime.modules import abc_mixins
from sampling import halved, share

#: `copy.replace`, and namespaces of a mapping.
NEWER = sys.version_info >= (3, 13)
#: Each looks a key up whose keys are compared by the program, in a dictionary or a set.
IN_DICT = """
d[K(5)]
K(5) in d
d.get(K(5))
d[K(5)] = 1
d[K(5)] += 1
d.setdefault(K(5), 1)
d.pop(K(5))
del d[K(5)]
5 in d
(1, K(5)) in d
d.keys() & {K(5)}
d.items() & {(K(5), 5)}
d.update({K(5): 1})
d.update([(K(5), 1)])
d |= {K(5): 1}
[d[k] for k in [K(5)]]
list(map(d.get, [K(5)]))
ChainMap(d)[K(5)]
""".strip().splitlines()
IN_SET = """
K(5) in s
5 in s
s.add(K(5))
s.discard(K(5))
s.remove(K(5))
s & {K(5)}
{K(5)} <= s
s.isdisjoint([K(5)])
s.update([K(5)])
s ^= {K(5)}
s == {1, 'x', K(5), (1, found)}
""".strip().splitlines()
#: Each changes it.
OF_EITHER = """
x.clear()
clear = x.clear; clear()
clear()
getattr(x, 'clear')()
x.pop(*key)
pop = x.pop; pop(*key)
pop(*key)
[*starmap(pop, [key])]
methodcaller('pop', *key)(x)
x.update(other)
type(x).mro()[-2].update(x, other)
x |= other
x.__ior__(other)
ior(x, other)
next(popping)
x.__init__(other)
copied(x)
"""
OF_DICT = """
x[1] = 2
x[1, 2] = 3
x['a'] = 3
x[key] = 4
holder.x[1] = 5
holder.x[key] = 5
x[1] += 2
x[1] *= 2
holder.x[1] //= 2
del x[key[0]]
x.setdefault(1, 2)
x.popitem()
popitem = x.popitem; popitem()
[*map(dict.popitem, [x])]
dict.__setitem__(x, 1, 2)
x.__setitem__(1, 2)
dict.setdefault(x, 1, 2)
x.__delitem__(key[0])
[0 for x[1] in [2]]
for x[1] in [2]: pass
x[1], y = 2, 3
[*map(x.__setitem__, [1], [2])]
[*map(x.setdefault, [1])]
setitem(x, 1, 2)
delitem(x, key[0])
with manager as x[1]: pass
next(storing)
augmenting.send(1)
next(deleting)
deepcopy([[]], x)
ChainMap(x)[1] = 2
ChainMap(x).pop(*key)
user[1] = 2
Q.pop(x, key[0])
Q.remove(x, 0)
Q.extend(x, [])
exec('a = 1', x)
"""
OF_SET = """
x.add(1)
add(1)
x.discard(1)
x.remove(*key)
remove = x.remove; remove(*key)
x -= {9}
x &= {9}
x ^= {9}
x.difference_update(other)
x.intersection_update([1])
x.symmetric_difference_update([1])
"""
LOOKING = """
from collections import ChainMap, UserDict
from collections.abc import MutableSequence
from contextlib import nullcontext
from copy import deepcopy
from itertools import starmap
from operator import delitem, ior, methodcaller, setitem
class Holder: pass
class D(dict): pass
class S(set): pass
class U(UserDict): pass
class Q(MutableSequence): pass
holder, user, manager = Holder(), U(), nullcontext(1)
on = False
class K:
    def __init__(self, h): self.h = h
    def __hash__(self): return 5
    def __eq__(self, o):
        global on
        if on:
            on = False
            change()
        return self is o
def store(): x[(yield)] = 1
def pops(): x.pop(*key[:(yield)])
def augment(): x[1] += (yield)
def delete(): del x[(yield)]
def copied(x): Holder.x = x; Holder.x.clear()
def change():
    global x
    SECOND
found = K(5)
d = D({1: 1, 'x': 0, found: 6, (1, found): 7})
s = S(d)
other = {9: 9}
NAMED
holder.x = user.data = x
clear, pop, add = x.clear, x.pop, getattr(x, 'add', None)
storing, popping, augmenting, deleting = store(), pops(), augment(), delete()
for each in (popping, storing, augmenting, deleting)[:4 if hasattr(x, "keys") else 1]: next(each)
on = True
FIRST
on
"""


#: Each Python has either, and both modes.
BOTH = share([(True, True), (True, False), (False, False), (False, True)])


def refused(box: cloche.Sandbox, first: str, second: str, named: str) -> None:
    source = LOOKING.replace("FIRST", first).replace("SECOND", second).replace("NAMED", named)
    try:
        said = box.run(source)
    except cloche.GuestError as error:
        said = str(error)
    assert " is changed " in str(said), (first, second)


@pytest.mark.parametrize(("plain", "optimize"), BOTH)
def test_no_dictionary_is_changed_while_it_is_looked_into(plain: bool, optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize)
    named = f"x = d = {'dict(d)' if plain else 'd'}; key = (found,)"
    changes = OF_EITHER.strip().splitlines() + OF_DICT.strip().splitlines()
    for first in IN_DICT:
        refused(box, first, changes[0], named)
    for second in changes:
        if plain or "exec" not in second:  # (it takes no dictionary of a class of its own)
            refused(box, IN_DICT[0], second, named)


@pytest.mark.parametrize(("plain", "optimize"), BOTH)
def test_no_set_is_changed_while_it_is_looked_into(plain: bool, optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize)
    named = f"x = s = {'set(s)' if plain else 's'}; key = ()"
    changes = OF_EITHER.strip().splitlines() + OF_SET.strip().splitlines()
    for first in IN_SET:
        refused(box, first, changes[0], named)
    for second in changes:
        if second != "x.remove(*key)":
            refused(box, IN_SET[0], second.replace("remove(*key)", "remove(1)"), named)


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        (abc.MutableSequence, abc_mixins.MUTABLE_SEQUENCE),
        (abc.MutableSet, abc_mixins.MUTABLE_SET),
        (abc.MutableMapping, abc_mixins.MUTABLE_MAPPING),
    ],
)  # fmt: skip
def test_every_mixin_that_changes_something_asks(kind: type, ours: dict[str, object]) -> None:
    there = {
        name
        for name, value in vars(kind).items()
        if callable(value) and not getattr(value, "__isabstractmethod__", False)
    }
    # It only calls `insert`, which is the program's.
    assert there - {"append", "__abstractmethods__"} <= ours.keys()


FAITHFUL = """
from collections import Counter, defaultdict, deque
from functools import lru_cache
class Graph:
    def __init__(self, name, *below): self.name, self.below = name, below
    def __hash__(self): return hash(self.name)
    def __eq__(self, other):
        if not isinstance(other, Graph): return NotImplemented
        seen, waiting, count, kinds = set(), deque([(self, other)]), {}, defaultdict(list)
        while waiting:
            a, b = waiting.popleft()
            if (id(a), id(b)) in seen: continue
            seen.add((id(a), id(b)))
            count[a.name] = count.get(a.name, 0) + 1
            count.setdefault(b.name, 0)
            count[b.name] -= 1
            kinds[len(a.below)].append(a.name)
            if len(a.below) != len(b.below): return False
            waiting.extend(zip(a.below, b.below))
        count.pop(self.name, None)
        done = Counter(x for x in kinds)
        done.update([1, 2])
        seen.clear()
        return not any(count.values()) and length(self.name) == length(other.name)
@lru_cache(None)
def length(name): return len(name)
leaf = Graph('leaf')
a, b = Graph('top', leaf, Graph('x', leaf)), Graph('top', leaf, Graph('x', leaf))
c = Graph('top', leaf)
d = {a: 1, leaf: 2}
d[b] = 3
s = {a, b, c, leaf}
s.add(b)
found = (len(d), d[a], c in d, (1, b) in {(1, a)}, len(s), a == b, a != c, {1: a} == {1: b},
         length.cache_info())
"""


def test_what_an_eq_makes_itself_it_may_change() -> None:
    bare: dict[str, object] = {}
    exec(FAITHFUL, bare)
    assert cloche.run(FAITHFUL + "\n(*found[:-1], tuple(found[-1]))") == (
        *bare["found"][:-1],  # type: ignore[index]
        tuple(bare["found"][-1]),  # type: ignore[index]
    )


NAMESPACES = [
    "SimpleNamespace(**{K('a'): 1})",
    "begun(SimpleNamespace())",
    "S(**{K('a'): 1})",
    "begun(S())",
    *(["SimpleNamespace({K('a'): 1})", "replace(S(b=1), **{K('a'): 1})"] if NEWER else []),
]


@pytest.mark.parametrize("made", NAMESPACES)
def test_a_namespace_has_exact_names(made: str) -> None:
    source = f"""
import copy
from types import SimpleNamespace
replace = getattr(copy, 'replace', None)
class S(SimpleNamespace): pass
class K(str):
    def __hash__(self): return str.__hash__(self)
    def __eq__(self, other):
        asked.append(other)
        return str.__eq__(self, other)
asked = []
def begun(x):
    x.__init__(**{{K('a'): 1}})
    return x
x = {made}
asked.clear()
x.a, getattr(x, 'c', 2), [type(each) is str for each in vars(x)][-1], asked
"""
    assert cloche.run(source) == (1, 2, True, [])


def test_a_defaultdict_is_not_begun_again() -> None:
    source = """
from collections import defaultdict
class K:
    def __hash__(self): return 1
    def __eq__(self, other):
        d.__init__(int, {i: i for i in range(7, 3000)})
        return True
d = defaultdict(int)
d[K()] = 1
K() in d
"""
    with pytest.raises(cloche.GuestError, match="a dict is changed by an __eq__"):
        cloche.run(source)


def test_notes_of_an_exception() -> None:
    """They are an entry of its dictionary, which a program can get at."""
    source = """
class E(Exception): pass
class K:
    def __hash__(self): return 1
    def __eq__(self, other):
        e.add_note('a')
        return True
e = E()
vars(e)[K()] = 1
K() in vars(e)
"""
    with pytest.raises(cloche.GuestError, match="a dict is changed by an __eq__"):
        cloche.run(source)


def test_long_keys_are_paid_for() -> None:
    def steps(length: int) -> int:
        source = f"""
class K:
    def __hash__(self): return 5
    def __eq__(self, other):
        x[0] = 1
        return True
x = {{(1,) * {length}: 1}}
K() == K()
"""
        return cloche.Sandbox().execute(source).steps

    assert steps(100_000) - steps(10) > 200_000


STORES = """
o.b = 1
setattr(o, 'b', 1)
object.__setattr__(o, 'b', 1)
o.a += 1
del o.a
o.cached
P.__init__(o, 5)
vars(o).update(b=3)
o.__dict__['b'] = 3
o.set()
""".strip().splitlines()


@halved
@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("second", STORES)
def test_attributes_in_a_dictionary_that_is_looked_into(second: str, optimize: bool) -> None:
    source = f"""
from dataclasses import dataclass
from functools import cached_property
@dataclass
class P:
    b: int
    a: int = 3
    def set(self):
        self.b = 3
        self.c = 4
    @cached_property
    def cached(self): return 3
on = False
class K:
    def __init__(self, h): self.h = h
    def __hash__(self): return self.h
    def __eq__(self, other):
        global on
        if on:
            on = False
            {second}
        return False
o = P(1)
vars(o)[K(hash('zz'))] = 3
on = True
"""
    for first in (
        "K(hash('a')) in vars(o)",
        "getattr(o, 'zz', 1)",
        "try: o.zz\nexcept AttributeError: pass",
    ):
        with pytest.raises(cloche.GuestError, match="a dict is changed by an __eq__"):
            cloche.Sandbox(optimize=optimize).run(source + first)
    assert cloche.run(source + "on = False\no.zz2 = 3\no == o, K(1) == K(2)") == (True, False)


#: What the library changes for a program: a call of `change` in the middle of `d.get(key)`, or of a
#: look-up among the attributes of `x`.
BY_LIBRARY = r"""
def change(): next(storing, None)
def stored():
    o.n += (yield) or 1
o = C(); o.n = 1; d = vars(o); storing = stored(); next(storing)
--
class A:
    def __await__(self):
        yield
        return 1
async def change_later(): o.n -= await A()
def change():
    try: coroutine.send(None)
    except StopIteration: pass
o = C(); o.n = 1; d = vars(o); coroutine = change_later(); coroutine.send(None)
--
x: int = 3
d = globals()['__annotations__']
def change(): exec('y: int', globals())
--
class CM(ChainMap):
    def __init__(self, *maps): self.maps = [d]
cm = CM()
def change(): cm | {8: 1}
--
class D(dict):
    def __new__(cls, *args, **named): return d if copying else dict.__new__(cls)
copying = False
x = D(a=1)
copying = True
def change(): copy.copy(x)
--
class D(dict):
    def __new__(cls, *args, **named): return d if copying else dict.__new__(cls)
copying = False
x = D(a=1)
copying = True
def change(): copy.deepcopy(x)
--
def change(): UserDict.pop(d, 7, None)
--
def change(): UserDict.update(d, {8: 1})
--
def change(): ChainMap.setdefault(d, 8, 1)
--
def change(): UserDict.popitem(d)
--
class U(UserDict):
    def __new__(cls): return d
def change(): U.fromkeys([8])
--
class U(UserList): pass
u = U(); u.data = d
def change(): u.clear()
--
class W(WeakValueDictionary):
    def copy(self): return d
w = W(); f = C()
def change(): w | {8: f}
--
class W(WeakKeyDictionary):
    def __new__(cls, *args): return d if copying else WeakKeyDictionary.__new__(cls)
copying = False
w = W(); f = C()
copying = True
def change(): {f: 8} | w
--
def change(): WeakValueDictionary.update(d, {8: 1})
--
class DD(defaultdict):
    def __new__(cls, *args): return d if copying else defaultdict.__new__(cls)
copying = False
dd = DD()
copying = True
def change(): dd | {8: 1}
--
class OD(OrderedDict):
    def __new__(cls, *args): return d
def change(): OD.fromkeys([8])
--
class DD(defaultdict):
    def __new__(cls, *args): return d
def change(): DD.fromkeys([8])
--
class D(dict):
    def __len__(self): return 30
    def __missing__(self, key): return 1
d = D()
def change(): random.shuffle(d)
--
adapter = logging.LoggerAdapter(logging.getLogger('a'), {})
def change(): adapter.process('m', d)
--
def change(): warnings.warn_explicit('m', UserWarning, 'f', 1, registry=d)
--
x = T()
d = vars(x)
def change(): x.__init__()
--
class S(SimpleNamespace): pass
x = S()
d = vars(x)
def change(): x.__init__(a=1)
--
class S(SimpleNamespace): pass
x = S()
d = vars(x)
def change(): SimpleNamespace.__init__(x, a=1)
--
class S(SimpleNamespace):
    def begin(self): super().__init__(a=1)
x = S()
d = vars(x)
def change(): x.begin()
--
class L(UserList): pass
x = L()
d = vars(x)
def change(): x.__init__()
--
class P(property): pass
x = P()
d = vars(x)
def change(): x.__init__(doc='a')
--
def f(): pass
d = vars(f)
def change(): abc.abstractmethod(f)
--
def f(): pass
d = vars(f)
def change(): typing.final(f)
""".strip().split("--\n")


@pytest.mark.parametrize("made", BY_LIBRARY)
def test_what_the_library_changes(made: str) -> None:
    source = f"""
import abc, asyncio, copy, logging, random, typing, warnings
from collections import ChainMap, OrderedDict, UserDict, UserList, defaultdict
from textwrap import TextWrapper
from types import SimpleNamespace
from weakref import WeakKeyDictionary, WeakValueDictionary
class C: pass
class T(TextWrapper): pass
class K(str):
    def __hash__(self): return 5
    def __eq__(self, other):
        global on
        if on:
            on = False
            try: change()
            except RuntimeError as error: said.append(str(error))
            on = True
        return False
said = []
on = False
d = {{7: 7}}
{made}
dict.clear(d)
dict.__setitem__(d, K(), 1)
on = True
try: dict.get(d, K())
except RuntimeError as error: said.append(str(error))
on = False
said[:1], dict.__len__(d)
"""
    said, length = cloche.run(source)  # type: ignore[misc]
    assert length == 1
    assert said
    assert said[0] in (
        "a dict is changed by an __eq__ that compares what may be its key",
        "the names of attributes are compared by no methods of a program's",
        "fromkeys() of a class is called by an __eq__: nobody knows whether C compares its keys",
    )


def test_tables_of_an_enumeration() -> None:
    """`_add_value_alias_` (CPython 3.13) puts in there what `E(x)` looks for."""
    source = """
import enum
class K:
    def __hash__(self): return 7
    def __eq__(self, other):
        global on
        if on:
            on = False
            for i in range(50, 60): E.A._add_value_alias_(i)
        return False
on = False
class E(enum.Enum):
    A = K()
    B = 2
on = hasattr(E.A, '_add_value_alias_')
if not on: raise RuntimeError('a dict is changed by an __eq__ that compares what may be its key')
E(7)
"""
    with pytest.raises(cloche.GuestError, match="a dict is changed by an __eq__"):
        cloche.run(source)
