"""Small structures with endless work in them: shared parts, and depth."""

from .bombs import Bomb, table

#: `t`, a tuple of tuples, looks two to the 60th power large.
_SHARED = "t = u = ()\nfor i in range(60): t, u = (t, t), (u, u)\n"
_LISTS = "t, u = [], []\nfor i in range(60): t, u = [t, t], [u, u]\n"
#: Around one that contains itself, and is the same on both sides.
_AROUND = (
    "e = ValueError()\ne.args = (e,)\nt = u = (e,)\nfor i in range(60): t, u = (t, t), (u, u)\n"
)
_AROUND_LISTS = "e = []\ne.append(e)\nt, u = [e], [e]\nfor i in range(60): t, u = [t, t], [u, u]\n"
#: What is on the left contains itself; the other side tells how often C goes round.
_BESIDE = "a = []\na.append(a)\na.append(a)\nb = a\nfor i in range(60): b = [b, b]\n"
#: Both contain themselves, and one another: each is the sixtieth power of two to go through.
_LOOPS = (
    "from collections import deque\nfrom types import SimpleNamespace as N\nimport bisect, heapq\n"
    "r = []\na, b = [r], [r]\nfor i in range(60): a, b = [a, a], [b, b]\nr += [a, b]\n"
)
#: A deque asks twice for what differs, and so does each that is in one.
_DEQUES = (
    "from collections import deque\na, b = deque([1]), deque([2])\n"
    "for i in range(60): a, b = deque([a]), deque([b])\n"
)
_ARMED = "class G:\n    def __eq__(self, other): return True\n"
_DEEP = "t = ()\nfor i in range(200_000): t = (t,)\n"
_DEEP_LISTS = "t = []\nfor i in range(200_000): t = [t]\n"

_USES = {
    "repr": "repr(t)",
    "str": "str(t)",
    "ascii": "ascii(t)",
    "format": "format(t)",
    "str-format": "'{}'.format(t)",
    "percent": "'%s' % (t,)",
    "fstring": "f'{t}'",
    "fstring-repr": "f'{t!r:>9}'",
    "print": "print(t)",
    "hash": "hash(t)",
    "equal": "t == u",
    "less": "t < u",
    "key": "d = {}\nd[t] = 1",
    "display-in": "t in [u, 1]",
    "max": "max([t, u])",
    "sorted": "sorted([t, u])",
    "sort": "[t, u].sort()",
    "sort-by-key": "[0, 1].sort(key=[t, u].__getitem__)",
    "sort-by-function": "[0, 1].sort(key=lambda i: (t, u)[i])",
    "result": "t",
    "exception": "raise ValueError(t)",
    "exception-key": "raise KeyError(t)",
    "json": "import json\njson.dumps(t)",
    "json-indent": "import json\njson.dumps(t, indent=1)",
    "join": "','.join(map(str, [t]))",
    "cache": "from functools import cache\ncache(len)(t)",
    "template": "from string import Template\nTemplate('$t').substitute(t=t)",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: object\n"
    "A(t) == A(u)\nrepr(A(t))",
    "asdict": "from dataclasses import dataclass, asdict\n@dataclass\nclass A:\n"
    "    x: object\nasdict(A(t))",
    "counter": "from collections import Counter\nrepr(Counter({1: t}))",
    "instance": "class A: pass\na = A()\na.x = t\na",
}  # fmt: skip
#: What C hashes or compares by itself.
_KEYED = {
    "dict-get": "{1: 1}.get(t)",
    "dict-get-by-name": "f = {1: 1}.get\nf(t)",
    "dict-get-mapped": "list(map({1: 1}.get, [t]))",
    "dict-get-starred": "{1: 1}.get(*[t])",
    "dict-get-of-class": "dict.get({1: 1}, t)",
    "dict-get-by-getattr": "getattr({1: 1}, 'get')(t)",
    "dict-get-by-caller": "import operator\noperator.methodcaller('get', t)({1: 1})",
    "dict-get-by-super": "class D(dict):\n    def f(self): super().get(t)\nD(a=1).f()",
    "dict-get-added": "class R:\n    def __radd__(self, f): return f\n"
    "class D(dict): pass\nd = D(a=1)\nd.get += R()\nd.get(t)",
    "dict-setdefault": "{}.setdefault(t)",
    "dict-pop": "{1: 1}.pop(t, 1)",
    "dict-subscript": "{1: 1}[t]",
    "dict-subscript-tuple": "{1: 1}[1, (2, t)]",
    "dict-subscript-slice": "{1: 1}[t:]",
    "dict-getitem": "{1: 1}.__getitem__(t)",
    "dict-delete": "d = {1: 1}\ndel d[t]",
    "dict-display": "{t: 1}",
    "dict-comprehension": "{x: 1 for x in [t]}",
    "dict-pairs": "dict([(t, 1)])",
    "dict-drained-pairs": "dict([iter([t, 1])])",
    "dict-mapping": "class M:\n    def keys(self): return [t]\n"
    "    def __getitem__(self, k): return 1\ndict(M())",
    "dict-mapping-star": "class M:\n    def keys(self): return [t]\n"
    "    def __getitem__(self, k): return 1\n{**M()}",
    "dict-fromkeys": "dict.fromkeys([t])",
    "dict-update": "{}.update([(t, 1)])",
    "dict-union": "d = {}\nd |= [(t, 1)]",
    "dict-union-of-iterator": "d = {}\nd |= iter([(t, 1)])",
    "match-value": "class K: pass\nK.t = u\nmatch t:\n    case K.t: pass",
    "match-value-inside": "class K: pass\nK.t = u\nmatch [1, {2: t}]:\n"
    "    case [_, {2: 3 | K.t}]: pass",
    "match-method": "match {1: 1}:\n    case dict(get=f): f(t)",
    "match-view": "match {1: 1}:\n    case dict(items=f): f() | [t]",
    "match-by-place": "from abc import ABC\nclass A(ABC): __match_args__ = ('get',)\n"
    "class D(dict): pass\nA.register(D)\nmatch D():\n    case A(f): f(t)",
    "match-by-metaclass": "class M(type):\n    def __instancecheck__(c, x): return True\n"
    "class A(metaclass=M): __match_args__ = ('count',)\nmatch [u]:\n    case A(f): f(t)",
    "match-by-protocol": "from typing import Protocol, runtime_checkable\n@runtime_checkable\n"
    "class A(Protocol):\n    __match_args__ = ('count',)\n    def count(self, x): ...\n"
    "match [u]:\n    case A(f): f(t)",
    "match-of-deleted-field": "from collections import namedtuple\n"
    "N = namedtuple('N', 'a index')\ndel N.index\nmatch N(u, 2):\n    case N(a, f): f(t)",
    "match-of-derived": "class A: __match_args__ = ('get',)\nclass D(A, dict): pass\n"
    "match D():\n    case A(f): f(t)",
    "dict-or-of-own": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "{1: 1} | D()",
    "dict-or-of-own-left": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "D({1: 1}) | {}",
    "dict-copy-of-own": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "D({1: 1}).copy()",
    "dict-copy-by-class": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "dict.copy(D({1: 1}))",
    "dict-or-by-operator": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "import operator\noperator.or_({}, D({1: 1}))",
    "dict-or-by-special": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "{}.__or__(D({1: 1}))",
    "dict-or-in-place": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "d = {}\nd |= D({1: 1})",
    "dict-or-ordered": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "from collections import OrderedDict\nOrderedDict() | D({1: 1})",
    "dict-or-default": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "from collections import defaultdict\ndefaultdict(int) | D({1: 1})",
    "dict-or-counter": "class D(dict):\n    def __iter__(self): return iter([1])\n"
    "    def keys(self): return [t]\n    def __getitem__(self, k): return 1\n"
    "from collections import Counter\nCounter() | D({1: 1})",
    "dict-union-of-own": "class A:\n    def __iter__(self): yield (t, 1)\nd = {1: 1}\nd |= A()",
    "dict-union-of-mapping": "class A:\n    def keys(self): return [t]\n"
    "    def __getitem__(self, k): return 1\nd = {1: 1}\nd |= A()",
    "dict-union-by-special": "class A:\n    def __len__(self): return 1\n"
    "    def __iter__(self): yield (t, 1)\n{1: 1}.__ior__(A())",
    "dict-union-by-operator": "import operator\nclass A:\n    def __iter__(self): yield (t, 1)\n"
    "operator.ior({1: 1}, A())",
    "ordered-dict": "from collections import OrderedDict\nOrderedDict([(t, 1)])",
    "default-dict": "from collections import defaultdict\ndefaultdict(int)[t]",
    "chain-map": "from collections import ChainMap\nChainMap({1: 1})[t]",
    "user-dict": "from collections import UserDict\nUserDict({1: 1})[t]",
    "set-add": "set().add(t)",
    "set-discard": "{1}.discard(t)",
    "set-remove": "{1}.remove(t)",
    "set-display": "{t}",
    "set-star": "{*[t]}",
    "set-comprehension": "{x for x in [t]}",
    "set-union": "set().union([t])",
    "set-of-iterator": "set(iter([t]))",
    "frozenset": "frozenset([t])",
    "set-derived": "class S(set): pass\nS([t])",
    "set-derived-init": "class S(set):\n    def __init__(self, x): super().__init__(x)\nS([t])",
    "frozenset-derived": "class S(frozenset): pass\nS([t])",
    "frozenset-new": "frozenset.__new__(frozenset, [t])",
    "text-derived": "class S(str): pass\nS(t)",
    "text-derived-named": "class S(str): pass\nS(object=t)",
    "text-new": "class S(str): pass\nstr.__new__(S, object=t)",
    "text-new-printed": "class R:\n    def __repr__(self): return ''\n"
    "class S(str): pass\nstr.__new__(S, [t, R()])",
    "field-of-class": "import dataclasses\nclass R:\n    def __repr__(self): return ''\n"
    "repr(dataclasses.field(default=(t, R())))",
    "list-index": "[u].index(t)",
    "list-count": "[u].count(t)",
    "list-count-by-name": "f = [u].count\nf(t)",
    "list-remove": "[u].remove(t)",
    "tuple-index": "(u,).index(t)",
    "logging-add": "import logging\nlog = logging.getLogger()\nlog.handlers = [t]\n"
    "log.addHandler(u)",
    "logging-remove": "import logging\nlog = logging.Handler()\nlog.filters = [t]\n"
    "log.removeFilter(u)",
    "logging-filter": "import logging\nf = logging.Filter('f')\nf.name = t\n"
    "f.filter(logging.makeLogRecord({'name': u}))",
    "deque-count": "from collections import deque\ndeque([u]).count(t)",
    "view-union": "{1: 2}.keys() | [t]",
    "view-of-items": "{1: t}.items() & {1: u}.items()",
    "view-of-items-difference": "{1: t}.items() - 1",
    "view-reflected": "[t] ^ {1: 2}.keys()",
    "view-and-set": "{1} | {1: t}.items()",
    "view-in-place": "v = {1: 2}.keys()\nv &= [t]",
    "view-set-in-place": "s = {1}\ns |= {1: t}.items()",
    "view-equal": "{1: t}.items() == {1: u}.items()",
    "view-disjoint": "{1: 2}.keys().isdisjoint([t])",
    "view-disjoint-of-items": "{1: t}.items().isdisjoint({1: u}.items())",
    "view-member": "(1, t) in {1: u}.items()",
    "view-by-name": "f = {1: 2}.keys\nf() | [t]",
    "view-by-getattr": "getattr({1: t}, 'items')() - {}.keys()",
    "view-mapped": "[v] = map(dict.keys, [{1: 2}])\nv | [t]",
    "view-of-proxy": "from types import MappingProxyType\nMappingProxyType({1: 2}).keys() | [t]",
    "view-of-ordered": "from collections import OrderedDict\nOrderedDict({1: t}).items() ^ []",
    "view-by-super": "class D(dict):\n    def f(self): return super().items()\nD({1: t}).f() | []",
    "view-by-operator": "import operator\noperator.and_({1: t}.items(), [1])",
    "view-of-globals": "getattr(globals(), 'items')() | []",
    "view-by-special": "{1: 2}.keys().__or__([t])",
    "alias-metadata": "from typing import Annotated\nAnnotated[int, [t]] == Annotated[int, [u]]",
    "alias-union": "a = b = int\nfor i in range(60): a, b = dict[a, a], dict[b, b]\na | b",
    "frozenset-in-tuple": "s = frozenset([1, t])\nhash((s, s))",
}
#: Lists have no hash.
_HASHES = (
    "hash", "key", "cache", "dict-get", "dict-subscript", "dict-getitem", "set-display",
    "set-union", "view-union", "view-of-items",
)  # fmt: skip
#: Of `_KEYED`, what is tried with depth as well: it takes the same guards, and longer to build.
_DEEPLY = ("dict-get", "dict-subscript", "dict-getitem", "set-display", "set-union", "list-count",
           "view-union", "view-of-items")  # fmt: skip
_USES |= {use: _KEYED[use] for use in _DEEPLY}


def _uses(name: str, made: str, without: tuple[str, ...] = ()) -> str:
    return "".join(
        f"\n=== {name}-{use}\n{made}{text}" for use, text in _USES.items() if use not in without
    )


_LOOPING = (
    "a == b; a < b; a in [b]; a in {1: b}.values(); a in iter([b]); [b].remove(a); (b,).index(a); "
    "deque([b]).count(a); {1: a} == {1: b}; {1: a}.items() == {1: b}.items(); a == b == a; "
    "N(x=a) == N(x=b); deque([a]) == deque([b]); slice(a) == slice(b); max([a, b]); "
    "sorted([a, b]); [0, 1].sort(key=[a, b].__getitem__); heapq.heappush([a], b); "
    "bisect.bisect([a], b); "
    "bisect.insort([0], 1, key=[a, b].__getitem__); [*iter(lambda: a, b)]; a.__eq__(b)"
)

BOMBS = (
    table(_uses("shared", _SHARED))
    + table(
        "".join(
            f"\n=== shared-{use}\n{_SHARED}{text}"
            for use, text in _KEYED.items()
            if use not in _DEEPLY
        )
    )
    + table(_uses("shared-lists", _LISTS, _HASHES))
    + table(_uses("around", _AROUND))
    + table(
        "".join(
            f"\n=== beside-{name}\n{armed}{_BESIDE}{text}"
            for name, armed, text in [
                ("equal", "", "a == b"),
                ("unequal", "", "b != a"),
                ("less", "", "a < b"),
                ("equal-armed", _ARMED, "a == b"),
                ("less-armed", _ARMED, "a < b or G() == a"),
                ("index", "", "[b].index(a)"),
                ("sort", "", "[a, b].sort()"),
            ]
        )
    )
    + table(
        "".join(
            f"\n=== {name}-{number}\n{made}{text}"
            for name, made, texts in [
                ("loops", _LOOPS, _LOOPING),
                ("loops-armed", _ARMED + _LOOPS, _LOOPING),
                ("deques", _DEQUES, "a == b; a < b; a in [b]; [a].index(b); sorted([a, b])"),
            ]
            for number, text in enumerate(texts.split("; "))
        )
    )
    + table(_uses("around-lists", _AROUND_LISTS, _HASHES))
    + table(_uses("deep", _DEEP.replace("t = ()", "t = u = ()")
            .replace("t = (t,)", "t, u = (t,), (u,)")))
    + table(_uses("deep-lists", _DEEP_LISTS.replace("t = []", "t, u = [], []")
            .replace("t = [t]", "t, u = [t], [u]"), _HASHES))
    + table(
        """
=== slots-syntax-error
p = None
for i in range(300_000): e = SyntaxError(); e.text = p; p = e
p = e = None
=== slots-function-doc
p = None
for i in range(300_000): e = lambda: 1; e.__doc__ = p; p = e
p = e = None
=== slots-function-module
p = None
for i in range(300_000): e = lambda: 1; e.__module__ = p; p = e
p = e = None
=== slots-property-doc
p = None
for i in range(300_000): e = property(lambda self: 1); e.__doc__ = p; p = e
p = e = None
=== slots-cause
p = None
for i in range(300_000): e = NameError(); e.__cause__ = p; p = e
p = e = None
=== slots-setattr
p = None
for i in range(300_000): e = NameError(); setattr(e, 'name', p); p = e
p = e = None
=== slots-natively
p = None
for i in range(300_000): e = SystemExit(); object.__setattr__(e, 'code', p); p = e
p = e = None
=== slots-behind-a-store
def f(p, e=None): return g(SystemExit(), p)
def g(e, p):
    e.a = 1; e.code = p
    return e
p = None
for i in range(300_000): p = f(p)
p = e = None
=== except-star
e = ExceptionGroup('x', [ValueError(1)])
for i in range(24): e = ExceptionGroup('x', [e, e])
try:
    raise e
except* ValueError: pass
=== except-star-other
e = ExceptionGroup('x', [ValueError(1)])
for i in range(24): e = ExceptionGroup('x', [e, e])
try:
    try:
        raise e
    except* TypeError: pass
except Exception: pass
=== group-split
e = ExceptionGroup('x', [ValueError(1)])
for i in range(24): e = ExceptionGroup('x', [e, e])
e.split(ValueError)
=== group-split-by-name
e = ExceptionGroup('x', [ValueError(1)])
for i in range(24): e = ExceptionGroup('x', [e, e])
BaseExceptionGroup.split(e, ValueError)
=== group-split-method
e = ExceptionGroup('x', [ValueError(1)])
for i in range(24): e = ExceptionGroup('x', [e, e])
f = e.split
f(ValueError)
=== crowd-united
s = set(i * (2**61 - 1) for i in range(3000))
set().union(*[s] * 3000)
=== crowd-updated
s = set(i * (2**61 - 1) for i in range(3000))
t = set()
t.update(*[s] * 3000)
=== crowd-compared
s, t = (set(i * (2**61 - 1) for i in range(3000)) for _ in range(2))
[s] * 3000 == [t] * 3000
=== crowd-of-dicts
s, t = (dict.fromkeys([i * (2**61 - 1) for i in range(3000)], []) for _ in range(2))
[[s]] * 3000 == [[t]] * 3000
=== crowd-of-tuples
s, t = (frozenset((i * (2**61 - 1),) for i in range(3000)) for _ in range(2))
hash((s, 1)); [s] * 3000 == [t] * 3000
=== crowd-operators
s, t = (set(i * (2**61 - 1) for i in range(n, n + 4000)) for n in (0, 4000))
while True: s | t; s & t; s - t; s ^ t; s | dict.fromkeys(t).keys()
=== crowd-grows-by-the-half
s, t = set(), set()
for n in range(1, 10**6):
    (s if n % 3 else t).add(n * (2**61 - 1))
    if not n % 1500: s | t; t - s; s - t; t & s
=== crowd-dicts
d, e = ({i * (2**61 - 1): 0 for i in range(n, n + 3000)} for n in (0, 3000))
while True: d | e
=== crowd-in-place
s, t = (set(i * (2**61 - 1) for i in range(n, n + 3500 + n)) for n in (4000, 0))
while True: s -= t; s ^= t; s &= t; s |= t
=== crowd-frozen
s, t = (frozenset((i * (2**61 - 1), 0) for i in range(n, n + 3000)) for n in (0, 3000))
while True: s -= t; s ^= t; s |= t
=== crowd-of-own-hash
class A:
    def __hash__(self): return 1
s, t = ({A() for i in range(6000)} for _ in range(2))
while True: s | t; s - t; s & t; s == t
=== crowd-of-derived
class I(int): pass
class T(tuple): pass
s, t = ({I(i * (2**61 - 1)) for i in range(n, n + 6000)} for n in (0, 6000))
while True: s | t; s - t; s == t
=== crowd-of-nests
s, t = ({((i * (2**61 - 1),),) for i in range(n, n + 4000)} for n in (0, 4000))
while True: s | t; s - t; s == t
=== order-of-nests
a, b = [0] * 200_000 + [1], [0] * 200_000 + [2]
for _ in range(900): a, b = [a], [b]
while True: a < b; sorted([b, a]); max(a, b)
=== crowd-of-frozensets
s, t = ({frozenset([i * (2**61 - 1)]) for i in range(n, n + 4000)} for n in (0, 4000))
while True: s | t; s - t; s == t
=== crowd-of-aliases
s, t = ({list[i * (2**61 - 1)] for i in range(n, n + 4000)} for n in (0, 4000))
while True: s | t; s - t; s == t
=== crowd-in-a-view
d = {i * (2**61 - 1): 0 for i in range(8000)}
while True: d.items() | (); d.items() & d.items(); d.items() <= d.items(); [] ^ d.items()
=== shared-dicts
d = {}
for i in range(60): d = {1: d, 2: d}
repr(d)
=== shared-frozensets
s = frozenset()
for i in range(60): s = frozenset([s, (s, s)])
repr(s)
=== shared-in-itself
xs = [[] for i in range(20)]
for x in xs: x.extend(xs)
repr(xs)
=== shared-slices
s = slice(1)
for i in range(60): s = slice(s, s, s)
repr(s)
=== nested-assigned-slices
class A:
    def __setitem__(self, key, value): self.value = value
a = A()
a.value = iter([1])
for i in range(150000): a[0:1] = a.value
next(a.value)
=== nested-placed-slices
class A(list):
    def __setitem__(self, key, value): self.value = value
a = A()
a.value = iter([1])
for i in range(150000): a[0:1], x = a.value, 1
next(a.value)
=== nested-added-iterators
class A:
    def __iadd__(self, other):
        self.value = other
        return self
a = A()
a.value = iter([1])
for i in range(150000): a += a.value
next(a.value)
=== shared-partials
from functools import partial
p = print
for i in range(60): p = partial(len, p, p)
repr(p)
=== shared-aliases
t = int
for i in range(60): t = dict[t, t]
repr(t)
=== shared-alias-hash
t = int
for i in range(60): t = dict[t, t]
hash(t)
=== shared-exceptions
e = ValueError()
for i in range(60): e = ValueError(e, e)
repr(e)
=== shared-groups-message
e = ValueError("x")
for i in range(60): e = ExceptionGroup("x", [e, e])
raise e
=== shared-isinstance
t = (str,)
for i in range(60): t = (t, t)
isinstance(1, t)
=== shared-except
t = (ValueError,)
for i in range(30): t = (t, t)
try:
    1 / 0
except t:
    pass
=== shared-startswith
t = ("x",)
for i in range(60): t = (t, t)
"a".startswith(t)
=== shared-deques
from collections import deque
d = deque()
for i in range(60): d = deque([d, d])
repr(d)
=== shared-namedtuples
from collections import namedtuple
N = namedtuple("N", "a b")
t = 1
for i in range(60): t = N(t, t)
repr(t)
=== deep-dicts
d = {}
for i in range(200_000): d = {1: d}
repr(d)
=== deep-map
m = [1]
for i in range(200_000): m = map(abs, m)
next(m)
=== deep-filter
m = [1]
for i in range(200_000): m = filter(None, m)
next(m)
=== deep-zip
m = [1]
for i in range(200_000): m = zip(m)
next(m)
=== deep-enumerate
m = [1]
for i in range(200_000): m = enumerate(m)
next(m)
=== deep-reversed-and-iter
m = [1]
for i in range(200_000): m = iter(reversed([m]))
=== deep-chain
from itertools import chain
m = [1]
for i in range(200_000): m = chain(m, ())
next(m)
=== deep-chain-from-iterable
from itertools import chain
m = [1]
for i in range(200_000): m = chain.from_iterable([m])
next(m)
=== deep-islice
from itertools import islice
m = iter([1])
for i in range(200_000): m = islice(m, 1)
next(m)
=== deep-tee
from itertools import tee
m = iter([1])
for i in range(200_000): m = tee(m)[0]
next(m)
=== deep-groupby
from itertools import groupby
m = iter([1])
for i in range(200_000): m = groupby(m)
next(m)
=== deep-accumulate
from itertools import accumulate, starmap, takewhile, cycle, pairwise
m = iter([1])
for i in range(200_000): m = accumulate(m)
next(m)
=== deep-starmap
from itertools import starmap
m = iter([(1,)])
for i in range(200_000): m = starmap(len, m)
next(m)
=== deep-wrapped-in-tuples
m = iter([1])
for i in range(200_000): m = map(abs, *(m,))
next(m)
=== deep-hidden-in-lists
m = iter([1])
for i in range(200_000): m = zip(*[iter([m])])
next(m)
=== deep-partial
from functools import partial
f = print
for i in range(200_000): f = partial(f)
f()
=== deep-partial-with-attributes
from functools import partial
f = print
for i in range(200_000):
    f = partial(f)
    f.kept = 1  # CPython does not flatten it then
f = None
=== deep-partial-and-method
from functools import partial
from types import MethodType
m = iter([])
for i in range(200_000): m = map(partial(MethodType(print, m)), [1])
m = None
=== deep-partial-argument
from functools import partial
f = print
for i in range(200_000): f = partial(print, f)
=== deep-methods
class A:
    def f(self): pass
m = A().f
for i in range(200_000): m = A.f.__get__(m)
=== deep-method-wrappers
f = abs
for i in range(200_000): f = f.__call__
f(1)
=== deep-property
p = property()
for i in range(200_000): p = property(p)
=== deep-property-getter
p = property()
for i in range(200_000): p = p.getter(p)
=== deep-staticmethod
p = print
for i in range(200_000): p = staticmethod(p)
p()
=== deep-slices-of-a-class
class A:
    def __getitem__(self, k): return k
a = A()
p = None
for i in range(1_500_000): p = a[p:p]
p = None
=== deep-slice
s = slice(1)
for i in range(200_000): s = slice(s)
=== deep-closures
f = print
for i in range(200_000):
    def f(f=f): return f
=== deep-cells
def nest(f):
    def g(): return f
    return g
f = print
for i in range(200_000): f = nest(f)
=== deep-instances
class A: pass
a = None
for i in range(200_000):
    b = A()
    b.x = a
    a = b
a = b = None
=== deep-slots
class A:
    __slots__ = ("x",)
a = None
for i in range(200_000):
    b = A()
    b.x = a
    a = b
a = b = None
=== deep-generators-of-instances
class A: pass
a = None
for i in range(200_000):
    b = A()
    b.x = (a for _ in [1])
    a = b
=== deep-annotations
def f(): pass
g = f
for i in range(200_000):
    def h(): pass
    h.__annotations__ = {"x": g}
    g = h
=== deep-wrapped
from functools import wraps
f = print
def g(): pass
for i in range(100_000):
    @wraps(g)
    def h(): pass
    g = h
=== deep-alias
t = int
for i in range(200_000): t = list[t]
repr(t)
=== deep-alias-hash
t = int
for i in range(200_000): t = list[t]
hash(t)
=== deep-deque
from collections import deque
d = deque()
for i in range(200_000): d = deque([d])
repr(d)
=== deep-default-dict
from collections import defaultdict
d = defaultdict(int)
for i in range(200_000): d = defaultdict(int, {1: d})
repr(d)
=== deep-chain-map
from collections import ChainMap
d = {}
for i in range(100_000): d = ChainMap(d)
d.get(1)
=== deep-user-classes-of-tuples
class T(tuple): pass
t = T()
for i in range(300_000): t = T((t,))
hash(t)
=== deep-context
for i in range(10**6):
    try:
        try:
            raise e
        except NameError:
            raise ValueError
    except Exception as x:
        e = x
raise e
=== deep-cause
e = None
for i in range(300_000):
    x = ValueError()
    x.__cause__ = e
    e = x
raise e
=== deep-exception-arguments
e = None
for i in range(300_000): e = ValueError(e)
raise e
=== deep-groups
e = ValueError()
for i in range(200_000): e = ExceptionGroup("x", [e])
raise e
=== deep-isinstance
t = (int,)
for i in range(300_000): t = (t,)
isinstance("", t)
=== deep-except
t = (ValueError,)
for i in range(300_000): t = (t,)
try:
    1 / 0
except t:
    pass
=== deep-json-text
import json
json.loads("[" * 200_000)
=== deep-json-objects
import json
json.loads('{"a":' * 200_000)
=== deep-regex
import re
re.compile("(" * 20_000 + ")" * 20_000)
=== deep-regex-lookahead
import re
re.compile("(?=" * 10_000 + ")" * 10_000)
=== deep-template-fields
"{" * 100_000
("{:" * 10_000 + "}" * 10_000).format(1)
=== deep-percent-keys
("%(" * 100_000) % {}
=== deep-cached-calls
from functools import lru_cache
@lru_cache(None)
def f(n): return f(n + 1)
f(0)
=== deep-comparison-of-own-classes
class A:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
a = b = 1
for i in range(10_000): a, b = A(a), A(b)
a == b
=== lattice-special
class A: pass
class B: pass
a, b = A, B
for i in range(40): a, b = type("A", (a, b), {}), type("B", (a, b), {})
A.__len__ = lambda self: 1
=== lattice-total-ordering
import functools
class A:
    def __lt__(self, o): return 1
class B: pass
a, b = A, B
for i in range(40): a, b = type("A", (a, b), {}), type("B", (a, b), {})
functools.total_ordering(A)
=== lattice-dataclass
import dataclasses
class A: pass
class B: pass
a, b = A, B
for i in range(40): a, b = type("A", (a, b), {}), type("B", (a, b), {})
dataclasses.dataclass(A)
=== lattice-dispatch
import functools
@functools.singledispatch
def f(x): pass
class A: pass
class B: pass
a, b = A, B
for i in range(40): a, b = type("A", (a, b), {}), type("B", (a, b), {})
f(a())
=== lattice-dir
class A: pass
class B: pass
a, b = A, B
for i in range(40): a, b = type("A", (a, b), {}), type("B", (a, b), {})
dir(a()), dir(a)
=== lattice-abstract
import abc
class A(abc.ABC): pass
class B(abc.ABC): pass
a, b = A, B
for i in range(40): a, b = abc.ABCMeta("A", (a, b), {}), abc.ABCMeta("B", (a, b), {})
dir(a)
=== lattice-by-metaclass
class M(type): pass
class A(metaclass=M): pass
class B(metaclass=M): pass
a, b = A, B
for i in range(40): a, b = M("A", (a, b), {}), M("B", (a, b), {})
dir(a)
=== lattice-enum
import enum
class A: pass
class B: pass
a, b = A, B
for i in range(40): a, b = type("A", (a, b), {}), type("B", (a, b), {})
class E(a, enum.Enum): x = 1
dir(E)
=== lattice-broad-special
class A: pass
class B: pass
a, b = A, B
for i in range(8): a, b = type("A", (a, b), {}), type("B", (a, b), {})
xs = [type("C", (a,), {}) for i in range(2000)]
while True: A.__len__ = A.__lt__ = A.__add__ = A.__eq__ = lambda *_: 1
=== lattice-broad-hash
class A: pass
class B: pass
a, b = A, B
for i in range(8): a, b = type("A", (a, b), {}), type("B", (a, b), {})
xs = [type("C", (a,), {}) for i in range(2000)]
while True:
    A.__hash__ = lambda *_: 1
    setattr(A, "__hash__", None); delattr(A, "__hash__")
=== bases-in-instance
class A: pass
p = A()
vars(p)["__bases__"] = ()
for i in range(60):
    q = A(); vars(q)["__bases__"] = (p, p); p = q
issubclass(p, int)
=== bases-in-update
class A: pass
p = A()
for i in range(60):
    q = A(); q.__dict__.update({"__bases__": (p, p)}); p = q
issubclass(p, (int, str))
=== bases-in-namespace
from types import SimpleNamespace
n = "__bases__"
p = SimpleNamespace(**{n: ()})
for i in range(60): p = SimpleNamespace(**{n: (p, p)})
issubclass(p, int | str)
=== bases-in-function
p = print
for i in range(60):
    def f(): pass
    vars(f)["__bases__"] = (p, p); p = f
issubclass(p, object)
=== bases-in-method
class A: pass
p = A()
for i in range(60):
    q = A(); vars(q)["__bases__"] = (p, p); p = q
class B:
    def f(self): pass
vars(B.f)["__bases__"] = (p, p)
issubclass(B().f, int)
=== bases-in-suppress
import contextlib
class A: pass
p = A()
for i in range(60):
    q = A(); vars(q)["__bases__"] = (p, p); p = q
contextlib.suppress(ValueError).__exit__(p, None, None)
=== bases-in-metaclass
class M(type):
    def __subclasscheck__(c, x): return super().__subclasscheck__(x)
class C(metaclass=M): pass
class A: pass
p = A()
for i in range(60):
    q = A(); vars(q)["__bases__"] = (p, p); p = q
issubclass(p, C)
=== bases-in-union
from typing import Union
class A: pass
p = A()
for i in range(60):
    q = A(); vars(q)["__bases__"] = (p, p); p = q
issubclass(p, Union[int, A])
=== abstract-properties
p = property(lambda s: 1)
for i in range(60): p = property(p, p, p)
p.__isabstractmethod__
=== abstract-properties-in-class
import abc
p = property(lambda s: 1)
for i in range(60): p = property(classmethod(p), fset=staticmethod(p))
class A(abc.ABC): x = p
=== abstract-properties-by-setter
import abc
p = property(lambda s: 1)
for i in range(60): p = p.setter(p).deleter(p)
class A(abc.ABC): x = p
=== abstract-properties-partial
from functools import partialmethod
p = property(lambda s: 1)
for i in range(60): p = property(partialmethod(p), p, p)
p.__isabstractmethod__
=== abstract-properties-again
class P(property): pass
ps = [P() for i in range(60)]
for a, b in zip(ps, ps[1:]): b.__init__(a, a, a)
ps[-1].__isabstractmethod__
=== abstract-properties-ring
class P(property): pass
p = P()
p.__init__(p)
p.__isabstractmethod__
=== one-hash-result
xs = [1 + n * (2**61 - 1) for n in range(10_000)]
[set(xs)] * 99
=== one-hash-result-keys
xs = [1 + n * (2**61 - 1) for n in range(10_000)]
[dict.fromkeys(xs)] * 99
"""
    )
)  # fmt: skip

#: CPython sorts marks by insertion, whenever it reads a name. From the second on those that are
#: marks only once they are taken apart.
_MARKS = {
    "two-classes": ("NFC", "{above} * {n} + {below} * {n}"),
    "sorted": ("NFC", "({below} + {above}) * {n}"),
    "katakana": ("NFKC", "({below} + '\\uff9e') * {n}"),
    "tibetan": ("NFD", "'\\u0f73' * {n}"),
}
for _name, (_form, _text) in _MARKS.items():
    _many, _few = (
        _text.format(n=n, above="'\\u0301'", below="'\\u0316'") for n in (100_000, 8_000)
    )
    BOMBS += table(
        f"""
=== marks-normalize-{_name}
import unicodedata
unicodedata.normalize({_form!r}, 'a' + {_many})
=== marks-is-normalized-{_name}
import unicodedata
unicodedata.is_normalized({_form!r}, 'a' + {_many})
=== marks-namedtuple-{_name}
import collections
collections.namedtuple('A', ['a' + {_many}])
=== marks-namedtuple-name-{_name}
import collections
collections.namedtuple('a' + {_many}, ['a'])
=== marks-make-dataclass-{_name}
import dataclasses
dataclasses.make_dataclass('A', ['a' + {_many}])
=== marks-urlsplit-{_name}
from urllib.parse import urlsplit
urlsplit('http://' + {_many})
=== marks-exec-{_name}
for n in range(99):
    try: exec('a' + {_few} + str(n) + '=1')
    except SyntaxError: pass
=== marks-keyword-{_name}
dict(**{{'a' + {_many}: 1}})
=== marks-globals-{_name}
globals()['a' + {_many}] = 1
"""
    )
    _mark = eval(_text.format(n=25_000, above="'\u0301'", below="'\u0316'"))
    BOMBS.append(Bomb(f"marks-source-{_name}", f"a{_mark} = 1"))
    BOMBS.append(Bomb(f"marks-source-attribute-{_name}", f"x = 1\nx.a{_mark}"))
