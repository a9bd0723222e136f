"""Containers other than an OrderedDict, whose keys and items change them (see `ordered_keys`)."""

from __future__ import annotations

#: Other containers: what C does with them, while a key or an item changes them.
LIKE = """
plan = []

class Key:
    def __init__(self, n, weight=1): self.n, self.weight = n, weight
    def __repr__(self): return f"K{self.n}"
    def __hash__(self):
        act("hash")
        return 1
    def __eq__(self, other):
        act("eq")
        return isinstance(other, Key) and self.n == other.n
    def __lt__(self, other):
        act("lt")
        return self.n < other.n

def act(where):
    if plan and plan[0] == where:
        plan[1] -= 1
        if plan[1] == 0:
            action = plan[2]
            plan.clear()
            action()

def stored(x, k): x[k] = 5
def deleted(x, k): del x[k]
def gone_through(x, k): return [*x]
@functools.lru_cache(maxsize=3)
def cached(k): return k.n

DICT = [
    stored, deleted, gone_through, lambda x, k: x[k], lambda x, k: k in x, lambda x, k: x.get(k),
    lambda x, k: x.pop(k, 0), lambda x, k: x.popitem(), lambda x, k: x.setdefault(k, 3),
    lambda x, k: x.update({k: 1}), lambda x, k: x | {k: 1}, lambda x, k: x == dict(x), lambda x,
    k: x.copy(),
    lambda x, k: x.keys() & {k}, lambda x, k: x.keys() - [k], lambda x, k: x.items() ^ {(k, 1)},
    lambda x, k: k in x.keys(), lambda x, k: (k, 1) in x.items(), lambda x, k: k in x.values(),
    lambda x, k: x.keys().isdisjoint([k]), lambda x, k: x.keys() == {k}, lambda x,
    k: x.items() <= {(k, 1)},
]
SET = [
    lambda x, k: x.add(k), lambda x, k: x.discard(k), lambda x, k: x.remove(k), lambda x, k: k in x,
    lambda x, k: x | {k}, lambda x, k: x & {k}, lambda x, k: x - {k}, lambda x, k: x ^ {k},
    lambda x, k: x <= {k},
    lambda x, k: x.update([k]), lambda x, k: x.intersection([k]), lambda x,
    k: x.difference_update([k]),
    lambda x, k: x.symmetric_difference_update([k]), lambda x, k: x.isdisjoint([k]), lambda x,
    k: x == {k, 7},
    lambda x, k: x.issuperset([k]), lambda x, k: x.pop(), lambda x, k: x.copy(),
]
ROW = [
    lambda x, k: x.index(k), lambda x, k: x.count(k), lambda x, k: x.remove(k), lambda x, k: k in x,
    lambda x, k: x == type(x)(x), lambda x, k: x < type(x)([k, k, k]), lambda x, k: min(x),
    lambda x, k: max(x),
    lambda x, k: sorted(x), lambda x, k: x.append(k),
]
LIST = [
    *ROW, lambda x, k: x.sort(), lambda x, k: bisect.bisect(x, k), lambda x, k: bisect.insort(x, k),
    lambda x, k: heapq.heappush(x, k), lambda x, k: heapq.heappop(x), lambda x, k: heapq.heapify(x),
    lambda x, k: heapq.heapreplace(x, k), lambda x, k: heapq.heappushpop(x, k), lambda x,
    k: heapq.nsmallest(2, x),
    lambda x, k: [*heapq.merge(x, [k])], lambda x, k: [n for n, _ in itertools.groupby(x)],
]
CHAIN = [stored, deleted, lambda x, k: x[k], lambda x, k: k in x, lambda x, k: x.pop(k),
lambda x, k: len(x),
         gone_through]
COUNTER = [
    lambda x, k: x.update([k, k]), lambda x, k: x.subtract([k]), lambda x, k: x + x, lambda x,
    k: x - x,
    lambda x, k: x & x, lambda x, k: x | x, lambda x, k: x == x.copy(), lambda x, k: x <= x,
    lambda x, k: x.most_common(2),
]
CACHE = [lambda x, k: cached(k), lambda x, k: cached.cache_info()]

def many(x, grow):
    for n in range(50): grow(x, n)

def put(x, n): x[n] = 0
def add(x, n): x.add(n)
def append(x, n): x.append(Key(n))
EMPTY = [lambda x: x.clear(), lambda x: x.pop() if hasattr(x, "append") or isinstance(x,
set) else x.popitem()]

CONTAINERS = {
    "dict": (lambda keys: {k: 1 for k in keys}, DICT,
    [*EMPTY, lambda x: many(x, put), lambda x: x.pop(4, 0)]),
    "defaultdict": (lambda keys: defaultdict(int, {k: 1 for k in keys}), DICT,
    [*EMPTY, lambda x: many(x, put)]),
    "Counter": (lambda keys: Counter({k: 1 for k in keys}), [*DICT[:9], *COUNTER],
    [*EMPTY, lambda x: many(x, put)]),
    "set": (lambda keys: set(keys), SET, [*EMPTY, lambda x: many(x, add)]),
    "list": (lambda keys: [*keys], LIST,
    [*EMPTY, lambda x: many(x, append), lambda x: x.reverse()]),
    "deque": (lambda keys: deque(keys), ROW,
    [*EMPTY, lambda x: many(x, append), lambda x: x.rotate(1)]),
    "ChainMap": (lambda keys: ChainMap({k: 1 for k in keys}, {9: 9}), CHAIN,
                 [lambda x: x.maps[0].clear(), lambda x: x.maps.clear(), lambda x: many(x, put)]),
    "cache": (lambda keys: [cached(k) for k in keys], CACHE, [lambda x: cached.cache_clear(),
              lambda x: [cached(Key(n)) for n in range(9)]]),
}

results = []
for name, (make, uses, actions) in CONTAINERS.items():
    for place, use in enumerate(uses):
        for which, action in enumerate(actions):
            for where in ("eq", "hash", "lt"):
                for late in (1, 2):
                    cached.cache_clear()
                    x = make([Key(2), Key(0), Key(1)])
                    plan[:] = [where, late, lambda: action(x)]
                    try:
                        found = use(x, Key(1))
                        said = repr(found) if not isinstance(found, set) else sorted(map(repr,
                        found))
                    except Exception as e:
                        said = type(e).__name__, str(e)
                    fired = not plan
                    plan.clear()
                    if fired or late == 1:
                        results.append((name, place, which, where, late, said, len(x)))
results
"""

LIKE_IMPORTS = """
import bisect, functools, heapq, itertools
from collections import ChainMap, Counter, defaultdict, deque
"""
