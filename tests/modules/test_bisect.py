# ruff: noqa: E501  A row of a table stays on one line.
"""`bisect`."""

from .tables import gives, same, stopped

HEADER = """
import bisect as module
from bisect import bisect, bisect_left, bisect_right, insort, insort_left, insort_right
xs = [1, 2, 2, 2, 5, 9]
class V:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f"V({self.v})"
"""

test_same = same(
    HEADER,
    """
    [(f(xs, v), f(xs, v, 2), f(xs, v, 1, 4), f(xs, v, lo=3, hi=None)) for f in (bisect, bisect_left, bisect_right) for v in (0, 1, 2, 3, 9, 10)]

    for f in (insort, insort_left, insort_right): f(xs, 2); f(xs, 2.0); f(xs, 7, 0, 3)
    xs

    bisect_left(["a", "bb", "cccc"], 3, key=len), bisect("abc", "b"), bisect((1, 2), 5), bisect(range(10**9), 77)

    rows = [("a", 1), ("b", 5)]
    insort(rows, ("c", 3), key=lambda row: row[1]); insort_left(rows, ("d", 3), key=lambda row: row[1])
    rows

    vs = [V(1), V(4)]
    insort(vs, V(2))
    vs, bisect_left(vs, V(4))

    bisect_left([(1, "a"), (2, "b")], (2,)), bisect_right([[1], [2]], [2])

    bisect(xs, "a")

    bisect(xs, 1, -1)

    bisect(3, 1)

    insort((), 1)

    bisect({}, 1, 0, 5)

    class S:
        def __len__(self): return 10
        def __getitem__(self, i): return i * i
        def insert(self, i, x): self.at = (i, x)
    s = S(); insort(s, 20)
    bisect(s, 26), s.at

    bisect.__name__, insort.__name__, bisect_left.__name__

    def grade(score): return "FDCBA"[bisect([60, 70, 80, 90], score)]
    [grade(s) for s in (33, 99, 77, 70, 89, 90, 100)]
    """,
)

test_refused = gives(
    HEADER, {"module.real": "AttributeError", "setattr(module, 'x', 1)": "AttributeError"}
)

test_stopped = stopped(
    HEADER + "\na = b = 1\nfor i in range(40): a, b = (a, a), (b, b)\n",
    """
    bisect([(0, a)], (0, b))

    insort([(0, a)], (0, b))

    bisect([1], b, key=lambda x: a)

    insort([0], 1, key=lambda x: a if x else b)

    class S:
        def __len__(self): return 10
        def __getitem__(self, i):
            while True: pass
    bisect(S(), 1)
    """,
)
