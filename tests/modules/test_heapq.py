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
