# ruff: noqa: E501  A row of a table stays on one line.
"""`heapq`."""

from .tables import gives, same, stopped

HEADER = """
from heapq import heappush, heappop, heapify, heapreplace, heappushpop, nsmallest, nlargest, merge
import itertools
def mixed(n):
    x = 7
    for _ in range(n):
        x = (x * 1103515245 + 12345) % 2147483648
        yield x % 50
class V:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f"V({self.v})"
"""

test_same = same(
    HEADER,
    """
    h = []
    for x in mixed(40): heappush(h, x)
    list(h), [heappop(h) for _ in range(40)], h

    h = list(mixed(40)); heapify(h)
    list(h), heapreplace(h, 60), heappushpop(h, -1), heappushpop(h, 70), h

    h = [(x, str(i), [i]) for i, x in enumerate(mixed(30))]; heapify(h)
    out = []
    while h: out.append(heappop(h))
    out == sorted(out), out[:3]

    h = [V(x) for x in mixed(20)]; heapify(h)
    heappush(h, V(3))
    [heappop(h) for _ in range(21)]

    h = list("heapq modules"); heapify(h)
    [heappop(h) for _ in h[:]]

    h = [1.5, True, 0, float("inf"), -2]; heapify(h)
    [heappop(h) for _ in range(5)]

    class L(list): pass
    h = L([[V(3)], [V(5)]]); heappush(h, [V(1)]); heappush(h, [V(4)])
    h, heappop(h), heapreplace(h, [V(9)]), h

    class W(V):
        def __lt__(self, other): h.clear(); return self.v < other.v
    h = [*map(W, range(8))]
    heappop(h)

    class W(V):
        def __lt__(self, other): h.append(0); return self.v < other.v
    h = [*map(W, range(8))]
    heapreplace(h, W(9))

    class W(V):
        def __lt__(self, other): h.clear(); return self.v < other.v
    h = [[W(3)], [W(5)]]
    heappush(h, [W(1)])

    heappop([])

    heapreplace([], 1)

    heappushpop([], 1)

    heappop(3)

    heappush((), 1)

    heapify({})

    h = [1, "a"]
    heapify(h)

    h = [2, 3, "a", 1]
    heappop(h)

    class L(list):
        def __len__(self): return 0
        def __getitem__(self, i): raise ValueError
    h = L([1, 3, 2, 9, 5]); heapify(h)
    heappush(h, 0)
    heappop(h), heappop(h), heapreplace(h, 4), [*list.__iter__(h)]

    nsmallest(3, mixed(30)), nlargest(3, mixed(30)), nsmallest(2, "hello", key=ord), nlargest(2, ["a", "ccc", "bb"], key=len), nsmallest(0, [1]), nlargest(-1, [1]), nsmallest(9, [2, 1]), nlargest(1, [(1, "a"), (1, "b")], key=lambda p: p[0])

    nsmallest(1, 3)

    list(merge([1, 4, 6], (2, 4, 5), iter([0, 9]))), list(merge()), list(merge([1])), list(merge([], []))

    list(merge(["dog", "horse"], ["cat", "fish", "kangaroo"], key=len)), list(merge([9, 4, 1], [8, 4], reverse=True))

    [list(merge([(1, "a")], [(1, "b")], key=lambda p: p[0], reverse=r)) for r in (False, True)]

    list(itertools.islice(merge(itertools.count(0, 2), itertools.count(1, 2)), 6))

    list(merge([1, "a"], [2]))

    m = merge([1, 2], [3])
    iter(m) is m, next(m), list(m), next(m, "end")

    class E(Exception): pass
    class Bad:
        def __lt__(self, o): raise E("no")
    h = [Bad(), Bad(), Bad()]
    heappop(h)

    h = []
    class Mad:
        def __lt__(self, o): h.clear(); return True
    h.extend(Mad() for _ in range(9))
    try: r = heappop(h)
    except (RuntimeError, IndexError) as e: r = "changed"
    r == "changed"

    import math
    def dijkstra(graph, start):
        best, queue = {start: 0}, [(0, start)]
        while queue:
            d, node = heappop(queue)
            for other, w in graph[node].items():
                if d + w < best.get(other, math.inf):
                    best[other] = d + w
                    heappush(queue, (d + w, other))
        return best
    dijkstra({"a": {"b": 1, "c": 5}, "b": {"c": 2, "d": 7}, "c": {"d": 1}, "d": {}}, "a")
    """,
)

#: What is compared, in which order; `==` is by tens, and says so of others, too.
LOGGED = """
class E:
    def __init__(s, n): s.n = n
    def __eq__(s, o): log.append(("==", s.n, o.n)); return s.n // 10 == o.n // 10
    def __lt__(s, o): log.append(("<", s.n, o.n)); return s.n < o.n
    def __repr__(s): return f"E{s.n}"
    __hash__ = None
log = []
def seen(x): log.append(("key", x)); return x
def drawn(items):
    for x in items:
        log.append(("drawn", x))
        yield x
def es(*ns): return [E(n) for n in ns]
nan = float("nan")
"""

test_in_cpythons_order = same(
    HEADER + LOGGED,
    """
    nsmallest(2, es(3, 1, 2, 0)), nlargest(2, es(1, 3, 2, 0)), log

    nsmallest(3, es(13, 21, 12, 20, 11, 3, 35, 1)), nlargest(3, es(13, 21, 12, 20, 11, 3, 35, 1)), log

    nsmallest(1, es(13, 11, 12)), nlargest(1, drawn(es(11, 13, 12))), log

    nsmallest(5, es(13, 21, 12)), nlargest(3, es(13, 21, 12)), nsmallest(5, drawn(es(13, 21, 12))), log

    [f(2, drawn([5, 3, 8, 1]), key=seen) for f in (nsmallest, nlargest)], log

    [f(2, drawn([5, 3, 8, 1]), key=E) for f in (nsmallest, nlargest)], log

    [f(2, [[x] for x in es(13, 21, 12, 20)]) for f in (nsmallest, nlargest)], log

    [f(2, [(x, [1]) for x in es(13, 21, 12, 20)], key=lambda p: p) for f in (nsmallest, nlargest)], log

    [f(3, [2.0, nan, 1.0, nan, 0.5, 3.0, nan, 0.1]) for f in (nsmallest, nlargest)]

    [f(2, [{1}, {2}, {1, 2}, set(), {3}]) for f in (nsmallest, nlargest)]

    [f(2, drawn(["b", 1, "a"])) for f in (nsmallest, nlargest)]

    nsmallest(2, drawn([3, 1, "a"])), log

    nsmallest(2.0, [1, 2, 3])

    nsmallest("a", drawn([1, 2, 3]))

    nlargest(-2, drawn([1, 2, 3])), nsmallest(0, drawn([1, 2])), nsmallest(True, [2, 1]), log

    class S(list):
        def __len__(s): return 1
    nsmallest(2, S([3, 1, 2])), nlargest(1, S([3, 1, 2])), log

    class S(list):
        def __len__(s): raise TypeError
    nsmallest(2, S([3, 1, 2])), nlargest(5, S([3, 1, 2]))

    nsmallest(3, range(20), key=lambda x: -x), nlargest(4, range(20), key=lambda x: x % 7), nsmallest(4, [(x % 3, str(x)) for x in range(30)])

    list(merge(es(1, 3), es(0, 2))), list(merge(es(11, 23), es(10, 22), es(9, 35))), log

    list(merge(es(23, 11), es(22, 10), es(35, 9), reverse=True)), log

    list(merge([1, 4], [2, 3, 5, 6], key=seen)), list(merge([4, 1], [6, 5, 3, 2], key=seen, reverse=True)), log

    list(merge(drawn([1, 3]), drawn([2, 4, 5]))), log

    list(merge([[x] for x in es(11, 23)], [[x] for x in es(10, 22)])), log

    m = merge(3, [1])
    next(m)

    m = merge([1, 2], ["a"])
    try: next(m)
    except TypeError as e: log.append(str(e))
    list(m), log

    class Fussy(E):
        def __lt__(s, o): return [] if s.n > o.n else [1]
    nsmallest(2, map(Fussy, (31, 12, 23))), list(merge(map(Fussy, (11, 33)), map(Fussy, (22,))))
    """,
)

test_refused = gives(
    HEADER,
    {
        "import heapq\nheapq._heappop_max": "AttributeError",
        "merge([1]).gi_frame": "AttributeError",
        "type(merge([1]))([], None, False)": "TypeError",
        "getattr(merge([1]), '__sources__')": "AttributeError",
        "x = iter([1])\nfor i in range(100000): x = merge(x)\nnext(x)": "RecursionError",
    },
)

#: Two nests that look small and take forever to compare.
BOMB = """
a = b = 1
for i in range(40): a, b = (a, a), (b, b)
"""

test_stopped = stopped(
    HEADER + BOMB,
    """
    h = [1, (0, a), (0, b), (0, a), (0, b)]
    heappop(h)
    h = [(0, a), (0, b), (0, 1), (0, 1)]
    heapreplace(h, 5)

    heappushpop([(0, a)], (0, b))

    heappush([(0, a)], (0, b))

    heapify([(0, a), (0, b)])

    class L(list): pass
    heappop(L([1, (0, a), (0, b), (0, a)]))

    nsmallest(1, [(0, a), (0, b)])

    nlargest(1, itertools.repeat(1))

    list(merge([(0, a)], [(0, b)]))

    list(merge([1], [1], key=lambda x: a if x else b)) and list(merge([0], [1], key=lambda x: a if x else b))

    for x in merge(itertools.repeat(1), itertools.repeat(2)): pass

    next(merge(itertools.repeat(1), filter(None, itertools.repeat(0))))

    h = []
    while True: heappush(h, 1)
    """,
)
