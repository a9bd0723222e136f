"""One value held against many, each of which takes long to compare; loops in C over such."""

from __future__ import annotations

from .bombs import table

#: A million visits each, of a few hundred bytes.
_HEAVY = """from collections import deque
def heavy(e):
    t = (e,)
    for i in range(20): t = (t, t)
    return t
t, u = (heavy(1), 1), (heavy(1), 2)
"""
_TEXT = "r, s = 'a' * 5_000_000 + 'b', 'a' * 5_000_000 + 'c'\n"
_SEARCHES = {
    "in-list": "u in [t] * 500",
    "in-display": f"u in ({'t, ' * 5000})",
    "in-values": "u in {i: t for i in range(500)}.values()",
    "in-deque": "u in deque([t] * 500)",
    "in-derived": "class L(list): pass\nu in L([t] * 500)",
    "count": "L = [t] * 1_000_000\nL.count(u)",
    "index": "L = (t,) * 1_000_000\nL.index(u)",
    "remove": "L = [t] * 1_000_000\nL.remove(u)",
    "remove-deque": "L = deque([t] * 1_000_000)\nL.remove(u)",
    "count-by-name": "f = ([t] * 1_000_000).count\nf(u)",
    "count-unbound": "list.count([t] * 1_000_000, u)",
    # What is met again is not looked into again, but the loop goes round for it.
    "count-of-many": "list.count([t] * 4_000_000, u)",
    "map-index": "list(map(([t] * 1_000_000).index, [u]))",
}
_TEXTS = {
    "in-display": f"s in ({'r, ' * 5000})",
    "in-list": "s in [r] * 500",
    "count": "([r] * 1_000_000).count(s)",
    "startswith": "(r + s).startswith((s,) * 1_000_000)",
    "endswith-by-name": "f = (r + s).endswith\nf((r,) * 1_000_000)",
    "bytes-startswith": "(r + s).encode().startswith((s.encode(),) * 1_000_000)",
}
#: Sets and dictionaries of few entries, each of which takes long to be compared with another: 28
#: of one hash, or one that takes a hundred times as long; 24 times in a line.
_DEAR = """
from collections import ChainMap
def t(k, e=0):
    x = (e,)
    for i in range(k): x = (x, x)
    return x
def alike(): return {(t(14), i * (2**61 - 1)) for i in range(28)}
def other(): return {t(18)}
"""
_MEETING = (
    "a | b", "a & b", "a - b", "a ^ b", "{*a, *b}", "{**c, **d}", "c | d", "a.union(b)",
    "a.difference(b)", "len(ChainMap(c, d))", "c.keys() & b", "c.items() - d.items()",
    "frozenset(a) | b", "dict(c, **{}) | d", "a.issubset(b)", "a.copy().update(b)",
)  # fmt: skip
_SETWISE = {
    f"{kind}-{use.replace(' ', '')}": f"{_DEAR}a, b = {kind}(), {kind}()\n"
    f"c, d = dict.fromkeys(a), dict.fromkeys(b)\nwhile 1: {f'{use}; ' * 24}"
    for kind in ("alike", "other")
    for use in _MEETING
}
#: Few of one hash each time, very often in one operation.
_OFTEN = {
    "display": f"{{{'*a, *b, ' * 2000}}}",
    "chain": "len(ChainMap(*[dict.fromkeys(a), dict.fromkeys(b)] * 20_000))",
    "chain-listed": "[*ChainMap(*[dict.fromkeys(a), dict.fromkeys(b)] * 20_000)]",
    "union": "a.union(*[b] * 20_000)",
    "arguments": f"def f(*a): return a\nl = [0] * 512\nf({'*l, ' * 20_000})",
    "partial": f"import functools\nl = [0] * 512\nfunctools.partial(print, {'*l, ' * 20_000})",
    "tuple": f"l = [0] * 512\nx = ({'*l, ' * 20_000})",
    "update": "a.update(*[b] * 20_000)",
}
_CROWDED = """
from collections import ChainMap
a, b = ({i * (2**61 - 1) for i in range(k, k + 249)} for k in (1, 300))
"""
#: Many arguments, each of which is looked at in Python.
_GIVEN = {
    "max": "max(*[(1, (2,))] * 4_000_000)",
    "min": "min(*[[[]]] * 4_000_000)",
    "attrgetter": "import operator\noperator.attrgetter(*['a.a.a.a.a'] * 4_000_000)",
    "own": "def f(*a): return a\nx = [1] * 7_500_000\nf(*x)",
    "own-tuple": "def f(*a): return a\nx = (1,) * 7_500_000\nf(*x)",
    "text": "def f(*a): return a\nx = 'a' * 30_000_000\nf(*x)",
    "partial": "import functools\nx = [1] * 7_000_000\nfunctools.partial(print, *x)",
    "itemgetter": "import operator\nx = [1] * 7_000_000\noperator.itemgetter(*x)",
    "chain": "import itertools\nx = [()] * 7_000_000\nitertools.chain(*x)",
    "error": "x = [1] * 7_000_000\nValueError(*x)",
    "misfit": "while 1:\n    try: classmethod(*['a'] * 2_000_000)\n    except TypeError: pass",
    "print": "print(*[''] * 5_000_000)",
    "cache": "import functools\n@functools.lru_cache(typed=True)\ndef f(*a): pass\n"
    "l = [1.0] * 2_000_000\nwhile 1: f(*l)",
    "weak-keys": "import weakref\nclass A: pass\nl = [A() for i in range(200_000)]\n"
    "d = {x: 1 for x in l}\nweakref.WeakKeyDictionary(d)\nweakref.WeakKeyDictionary(d)",
    "named-tuple": "import typing\ntyping.NamedTuple('X', [('a', int)] * 4_000_000)",
    "named-tuple-body": "import typing\nd = {'a%d' % i: int for i in range(100_000)}\n"
    "class X(typing.NamedTuple): __annotations__ = d",
    "typed-dict-body": "import typing\nd = {'a%d' % i: int for i in range(100_000)}\n"
    "class X(typing.TypedDict): __annotations__ = d",
    "literal": "import typing\nx = ['a'] * 4_000_000\ntyping.Literal[tuple(x)]",
    "attrgetter-long": "import operator\nclass A: pass\na = A()\na.a = a\n"
    "operator.attrgetter('a.' * 2_000_000 + 'a')(a)",
}
#: Loops in C over functions in C, each of which takes long: nothing in Python runs meanwhile.
_LOOPS = {
    "all-map": "all(map(str.isalpha, ['a' * 20_000_000] * 1_000_000))",
    "list-map": "list(map(list.copy, [[0] * 1_000_000] * 1000))",
    "list-map-abs": "list(map(abs, [-(1 << 4_000_000)] * 1000))",
    "filter": "s = 'a' * 20_000_000\nlist(filter(s.find, ['b'] * 10**6))",
    "filterfalse": "import itertools\ns = 'a' * 20_000_000\n"
    "list(itertools.filterfalse(s.find, ['b'] * 10**6))",
    "starmap": "import itertools, operator\n"
    "list(itertools.starmap(operator.xor, [(1 << 3_000_000, 1)] * 10**6))",
    "accumulate": "import itertools, operator\nfor x in [1]:\n"
    "    sum(1 for y in itertools.accumulate([1 << 3_000_000] * 10**6, operator.xor))",
    "takewhile": "import itertools\nlist(itertools.takewhile('a'.__eq__, ['a'] * 10**9))",
    "reduce": "import functools, operator\n"
    "functools.reduce(operator.xor, [1 << 3_000_000] * 10**6)",
    "partial": "import functools\ns = 'a' * 20_000_000\n"
    "all(map(functools.partial(str.isalpha, s), *[[]]))\n"
    "list(map(functools.partial(s.find, 'b'), [0] * 10**6))",
    "methodcaller": "import operator\n"
    "all(map(operator.methodcaller('isalpha'), ['a' * 20_000_000] * 10**6))",
    "int": "list(map(int, [' ' * 20_000_000 + '1'] * 10**6))",
    "iter": "s = 'a' * 20_000_000\nlist(iter(s.isalpha, False))",
    "min-key": "s = 'a' * 20_000_000\nmin(['b'] * 10**6, key=s.find)",
    "deque": "import collections\n"
    "collections.deque(map(str.isalpha, ['a' * 20_000_000] * 10**6), 0)",
    "dict": "dict.fromkeys(map(str.isalpha, ['a' * 20_000_000] * 10**6))",
    "join": "''.join(map(str.upper, ['a' * 10_000_000] * 10**6))",
}
#: Totals that a guest makes a sequence, and what compares all there is in one call.
_TOTALS = {
    **{
        f"sum-{name}": "class G:\n    def __radd__(s, o): return L\n"
        f"L = {value} * 2_500_000\nsum([G()] + [L] * 5000)"
        for name, value in {"list": "[0]", "tuple": "(0,)", "text": "'a'", "bytes": "b'a'"}.items()
    },
    "sum-of-start": "class G:\n    def __add__(s, o): return L\n"
    "L = [0] * 2_500_000\nsum([0] + [L] * 5000, G())",
    "heapify": "import heapq\nS = ['x' * 1_000_000 + str(i) for i in range(30)]\n"
    "h = [S[i * 7 % 30] for i in range(200_000)]\nheapq.heapify(h)",
    "heapify-numbers": "import heapq\nS = [(1 << 3_000_000) + i for i in range(9)]\n"
    "h = [(S[i * 7 % 9], i) for i in range(200_000)]\nheapq.heapify(h)",
    "median": f"import statistics\n{_TEXT}statistics.median([r, s] * 100_000)",
}
#: Equal texts that are not one object, and texts with a common beginning, each 20 MB long.
_LONG = "C = 'x' * 20_000_000 + str(len('a'))\nD = 'x' * 20_000_000 + '1'\nL = [C, D] * 40_000\n"
_DRAINED = {
    "set": "set(L)",
    "frozenset": "frozenset(L)",
    "display": "{*L}",
    "fromkeys": "dict.fromkeys(L)",
    "update": "s = set()\ns.update(L)",
    "keys": "{C: 1}.keys() & L",
    "ordered": "from collections import OrderedDict\nOrderedDict.fromkeys(L)",
    "counter": "from collections import Counter\nCounter(L)",
    "max": f"del C, D, L\n{_TEXT}max([r, s] * 200_000)",
    "max-starred": "max(*L)",
    "min-known": "del C, D, L\n"
    "min([c + str(1) for c in ('x' * 5_000_000, 'x' * 5_000_000)] * 200_000)",
}
#: Integers of megabytes, hashed one by one in C.
_INTEGERS = "B = 1 << 4_000_000\nL = [B + i for i in range(3)] * 30_000\n"
_HASHED = {
    "set": "set(L)",
    "few": "while True: set(L[:200])",
    "mixed": "L.append(1.5)\nfrozenset(L)",
    "keys": "{1: 1}.keys() & L",
    "counter": "from collections import Counter\nCounter(L)",
    "ordered": "from collections import OrderedDict\nOrderedDict.fromkeys(L)",
}
#: Each statement copies all of it, in C, a hundred times a line.
_COPIED = {
    "backwards": "s = 'a' * 30_000_000\n" + f"{'s[:0:-1]; ' * 100}\n" * 20,
    "backwards-kept": "s = [0] * 4_000_000\nb = [" + "s[:5:-1], " * 100 + "]",
    **{
        f"args-{name}": f"{head}s = 'a' * 30_000_000\ne = {made}\n"
        + f"{'e.args = s; ' * 50}\n" * 20
        for name, head, made in [
            ("builtin", "", "ValueError()"),
            ("own", "class E(Exception): pass\n", "E()"),
            (
                "set",
                "class E(Exception):\n    def __setattr__(self, n, v):\n"
                "        super().__setattr__(n, v)\n",
                "E()",
            ),
        ]
    },
}
_SOURCES = {
    "text": "'a' * 20_000_000",
    "bytes": "b'a' * 20_000_000",
    "wide": "'\\u0400' * 9_000_000",
}
_FILLED = {
    "slice": "x[:] = s; " * 9,
    "added": "x += s; " * 9,
    "extended": "x.extend(s)",
    "starred": "a, *b = s",
}
#: What is made is many times what it is made of, in C.
_GROWN = {
    "translate-default": "from collections import defaultdict\n"
    "('a' * 3000).translate(defaultdict(lambda: 'b' * 1_000_000))",
    "translate-ordered": "from collections import OrderedDict\n"
    "('a' * 3000).translate(OrderedDict({97: 'b' * 1_000_000}))",
    "translate-list": "('\\x00' * 3000).translate(['b' * 1_000_000])",
    "csv-row": "import csv, io\nw = csv.writer(io.StringIO())\nx = 'b' * 10_000_000\n"
    "w.writerow([x] * 60)",
    "csv-rows": "import csv, io\nw = csv.writer(io.StringIO())\nx = 'b' * 1_000_000\n"
    "w.writerows([[x] * 300] * 3)",
    "csv-dict": "import csv, io\nw = csv.DictWriter(io.StringIO(), list(range(300)))\n"
    "x = 'b' * 1_000_000\nw.writerow({i: x for i in range(300)})",
    "csv-shown": "import csv, io\nw = csv.writer(io.StringIO())\nx = ['b' * 1_000_000]\n"
    "w.writerow([x] * 300)",
    "csv-ends": "import csv, io\nw = csv.writer(io.StringIO(), lineterminator='b' * 5_000_000)\n"
    "for i in range(100): w.writerow(['a' * 1_000_000])",
    "stream-shared": "import io\ns, t = io.StringIO(), ' ' * 100_000\n"
    "for i in range(20_000): s.write(t)\ns.getvalue()",
    "pprint-indented": "import pprint\npprint.pformat([[1] * 100] * 100, indent=100_000, width=1)",
    "print-shared": "print(*['b' * 1_000_000] * 300)",
    "date-format": "import datetime\nformat(datetime.datetime(2020, 1, 1), '%c' * 6_000_000)",
    "percent-digits": "n = 1 << 7_000_000\n('%x' * 400) % ((n,) * 400)",
    "percent-key": "n = 1 << 7_000_000\n('%(a)o' * 400) % {'a': n}",
    "percent-escaped": "s = '\U0001f389' * 1_000_000\n('%a' * 100) % ((s,) * 100)",
    "fields-digits": f"n = 1 << 7_000_000\nf'{'{n:_b}' * 300}'",
    "fields-widths": f"x = 1\n[{'{0}, ' * 90}]".format(f"f'{'{x:🎉>9999}' * 80}'"),
    "dataclass-texts": "import dataclasses\ns, t = 'a' * 12_000_000, 'a' * 12_000_000\n"
    "M = dataclasses.make_dataclass('M', [f'f{i}' for i in range(1000)])\n"
    "a, b = M(*[s] * 1000), M(*[t] * 1000)\nfor _ in range(1000): a == b",
    # Each a text of 40 kB, so that no sum of one f-string sees them: the samples must.
    "fields-in-a-list": f"x = [{'{0}, ' * 8000}]".format("f'{1:🎉>9999}'"),
    "digits-printed": "print(*[10**4299] * 20_000)",
    "digits-rendered": "repr([[10**4299] * 10] * 2000)",
    "digits-of-a-view": "repr(dict.fromkeys(range(20_000), 10**4299).values())",
    "digits-percent": "'%d' * 20_000 % ((10**4299,) * 20_000)",
    "digits-percent-key": "'%(a)d' * 20_000 % {'a': 10**4299}",
    "digits-of-fields": f"n = 10**4299\nx = [{'{0}, ' * 6000}]".format("f'{n}'"),
    "digits-of-an-error": "str(ValueError([10**4299] * 20_000))",
    "printed-bytearray": "repr([bytearray(15_000_000)] * 200)",
    "printed-variable": "import typing\nrepr([typing.TypeVar('a' * 15_000_000)] * 200)",
    "printed-zone": "import datetime as d\nz = d.timezone(d.timedelta(0), 'a' * 15_000_000)\n"
    "repr([d.time(1, tzinfo=z)] * 200)",
    "printed-names": "import types\n"
    "repr([types.SimpleNamespace(**{'a' * 15_000_000: 1})] * 200)",
    "printed-by-guest": "s = 'a' * 15_000_000\nclass R:\n    def __repr__(self): return s\n"
    "repr([R()] * 200)",
    "zone-repeated": "import datetime as d\ns = 'a' * 15_000_000\nclass Z(d.tzinfo):\n"
    "    def tzname(self, _): return s\n    def utcoffset(self, _): return d.timedelta(0)\n"
    "    dst = utcoffset\nd.datetime(2020, 1, 1, tzinfo=Z()).strftime('%Z' * 200)",
    "zone-once": "import datetime as d\ns = 'a' * 15_000_000\nclass Z(d.tzinfo):\n"
    "    def tzname(self, _): return s\n    def utcoffset(self, _): return d.timedelta(0)\n"
    "    dst = utcoffset\nf'{d.datetime(2020, 1, 1, tzinfo=Z()):%Z}'",
    "zone-on-the-stack": "import time\n"
    "time.strftime('%Z', time.struct_time((2020, 1, 1, 0, 0, 0, 0, 1, 0, 'a' * 30_000_000, 5)))",
    "zip-of-many": "zip(*[['a']] * 3_000_000)",
    "rows-of-a-wide-zip": "list(zip(*[range(1000)] * 100_000))",
    "tuple-of-a-wide-zip": "tuple(zip(*[[1] * 1000] * 100_000))",
    "map-of-many": "map(max, *[['a']] * 3_000_000)",
    "zip-longest-of-many": "import itertools\nitertools.zip_longest(*[['a']] * 3_000_000)",
    "slice-called": "[].__setitem__(slice(None), 'a' * 20_000_000)",
    "added-called": "[].__iadd__('a' * 20_000_000)",
    "filled-anew": "[].__init__('a' * 20_000_000)",
    "index-text": "s = '\\0' * 50_000_000\n[].index(s)",
    "index-shared": "s = 'a' * 8_000_000\n[].index((s,) * 100)",
    "index-shared-deque": "import collections as c\n"
    "s = 'a' * 20_000_000\nc.deque().index((s,) * 30)",
    "iso-text": "import datetime as d\nd.date.fromisoformat('\\0' * 50_000_000)",
    "pair-text": "dict(['a' * 40_000_000])",
    "pair-bytes": "d = {}\nd |= [b'a' * 40_000_000]",
    "csv-read": "import csv\nnext(csv.reader(['a,' * 12_000_000]))",
    **{
        f"{name}-{kind}": f"s = {text}\nx = []\n{use}"
        for kind, text in _SOURCES.items()
        for name, use in _FILLED.items()
    },
}  # fmt: skip
_SETS = "from weakref import WeakSet\n"
_HIERARCHY = """
from functools import singledispatch
from abc import ABC
class C: pass
@singledispatch
def f(x): return 0
"""
#: Library classes whose methods and properties C calls, any number of times in one line.
_CALLED = {
    "chainmap-bool": "from collections import ChainMap\nc = ChainMap()\n"
    "for i in range(40): c = ChainMap(c, c)\nnot c",
    **{
        f"weakset-{name}-{kind}": f"{_SETS}fs = [{made} for i in range({count})]\n"
        f"w, v = WeakSet(fs), WeakSet(fs)\n{use}"
        for kind, made, count in (
            ("large", "frozenset([i])", 30_000),
            ("crowded", "frozenset([i * (2**61 - 1)])", 2_500),
            ("heavy", "frozenset(range(i, i + 3_000))", 300),
        )
        for name, use in (
            ("eq", "[w] * 2000 == [v] * 2000"),
            ("lt", "[w] * 2000 < [v] * 2000"),
            ("subset", "for i in range(10**9): w <= v, w >= v, w < v, w > v"),
        )
    },
    "dispatch-related": f"{_HIERARCHY}for i in range(1500):\n    class A(ABC): pass\n"
    "    A.register(C)\n    f.register(A, lambda x: 1)\nf(C())",
    "dispatch-below": f"{_HIERARCHY}class A(ABC): pass\nf.register(A, lambda x: 1)\n"
    "class D(A): pass\nA.register(C)\nfor i in range(3000):\n    class E(A): pass\n"
    "while True:\n    f.register(A, lambda x: 1)\n    f(C())",
    **{
        f"bound-{name}": "import inspect as i\n"
        "ps = [i.Parameter(f'a{n}', i.Parameter.KEYWORD_ONLY) for n in range(5000)]\n"
        "b = i.Signature(ps).bind(**{f'a{n}': 0 for n in range(5000)})\n" + f"{use}\n" * 5000
        for name, use in (
            ("args", "y = b.args"),
            ("kwargs", "y = b.kwargs"),
            ("defaults", "b.apply_defaults()"),
        )
    },
    "path-match": "import pathlib\npathlib.PurePath('a' * 200).match('*a' * 12 + '*b')\n"
    "pathlib.PurePath('a').match('[' * 100_000)",
    "path-match-root": "import pathlib as p\n"
    "p.PureWindowsPath('//' + 'a' * 300 + '/s/').match('//' + '*a' * 20 + '*b/s/')\n"
    "while True: p.PureWindowsPath('//' + 'a' * 300 + '/s/').match('//' + '*a' * 20 + '*b/s/')",
}
BOMBS = table(
    "".join(f"\n=== many-{name}\n{_HEAVY}{use}" for name, use in _SEARCHES.items())
    + "".join(f"\n=== many-texts-{name}\n{_TEXT}{use}" for name, use in _TEXTS.items())
    + "".join(f"\n=== meeting-{name}\n{use}" for name, use in _SETWISE.items())
    + "".join(f"\n=== often-{name}\n{_CROWDED}{use}" for name, use in _OFTEN.items())
    + "".join(f"\n=== given-{name}\n{use}" for name, use in _GIVEN.items())
    + "".join(f"\n=== loop-{name}\n{use}" for name, use in _LOOPS.items())
    + "".join(f"\n=== drained-{name}\n{_LONG}{use}" for name, use in _DRAINED.items())
    + "".join(f"\n=== hashed-{name}\n{_INTEGERS}{use}" for name, use in _HASHED.items())
    + "".join(f"\n=== copied-{name}\n{use}" for name, use in _COPIED.items())
    + "".join(f"\n=== grown-{name}\n{use}" for name, use in _GROWN.items())
    + "".join(f"\n=== total-{name}\n{use}" for name, use in _TOTALS.items())
    + "".join(f"\n=== called-{name}\n{use}" for name, use in _CALLED.items())
)
