"""What tuples hold, wherever they go; keys, comparisons and heaps of short ones.

In the rows `t` is a tuple of an integer and a tuple, and `h` a list of such: `%` formats no text,
and C's own `heappop` is called. What may have put in something else keeps its guard; and where it
is left out by hand, the verifier refuses.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

import cloche
from cloche.compiling import base_policy
from cloche.transpiler import Refusal, guard
from cloche.transpiler.verify import verify
from harness import same

POLICY = replace(base_policy(), alone=True, sealed=True)
EVERY = replace(POLICY, optimize=False)
REST, GUARDED = "t[0] % 7", "__percent__(t[__key__(0)], 7)"
NATIVE, SHIM = "__real_heappop__(h)", "heapq.heappop(h)"

#: What becomes of `t = (1, (2, 3))` before `t[0] % 7`.
KNOWN = [
    "f(t)",
    "d = {t: 1}; d[t] = t; d['a'] = t",
    "f().x = t",
    "f()[0] = t",
    "xs = [t]\nf(xs[0])",
    "s = {t, (1, 2)}\ns.add(t)",
    "y = t == f() or t < f() or t in f()",
    "def g(): return t\ng()",
    "g = lambda: t",
    "def g(p): f(p)\ng(t)",
    "n, u = t\nt = (n + u[0], u)",
    "n, (a, b) = t\nt = (n % 5, (b, a)) if n % 3 else t",
    "for n, u in [t, (5, (6, 7))]: t = (n, u)",
    "for n, (a, b) in [t]: t = (a % 5 + b, (n % 5, b))",
    "n, m = divmod(len(t), 7)\nt = (n, (m, m))",
    "def g(): return (8, (9, 9))\nt = g()",
    "t = (t[1][0], t[1])",
    "t = (t[0], [f()])",
    "t = (t[0], f())",
    "y = f'{t}' + str(t)",
    "raise f(t)",
    "t.foo",
    "with f(t): pass",
    "y = [heapq.heappop()]",
]
#: What puts something else there, or may have.
LOST = [
    "t = f()",
    "t = (f(), 1)",
    "t = (t[1], t[0])",
    "t = (*f(), t)",
    "t = t[1:]",
    "t = t[::-1]",
    "t = t + f()",
    "t = ('a',) + t",
    "t = 0 * t + ('a',)",
    "t += f()",
    "t *= f()",
    "t = (t[1][0], t) [1][1]",
    "t = (t, t)",
    "t = ((1, 2), t)[0] if f() else ('a', 1)",
    "u, t = t",
    "n, *t = t",
    "for t in f(): pass",
    "for t in [('a', 1)]: pass",
    "for t in zip('a', [1]): pass",
    "for i, t in enumerate([('a', 1)]): pass",
    "t = divmod(f(), 7)",
    "t = ('a', 1) or t",
    "def t(): pass",
    "import math as t",
    "class C:\n    global t\n    t = f()",
    "t = (1, *f(), 2)\nt = (t[2], 1)",
    "t = (1, *f(), 2)\nfor n, m, k in [t]: t = (k, 1)",
    "t = (1, *[], 'a', *[2, 3])\nt = (t[1], 1)",
]

#: What is done with `h = [(0, (1, 2))]` before `heapq.heappop(h)`.
BRIEF = [
    "pass",
    "heapq.heappush(h, (3, (4, 5)))",
    "n, p = heapq.heappop(h)\nheapq.heappush(h, (n + len(p), p))\nf(p)",
    "for i in range(9): heapq.heappush(h, (i, (i, i)))",
    "heapq.heapify(h); y = heapq.heappushpop(h, (3, (1, 'a'))); heapq.heapreplace(h, (None, (1,)))",
    "h.append((2, 'abc')); h.extend([(1, (None, b''))]); h.sort(); h.pop()",
    "h = [3, 1.5]",
    "h = [n for n in range(9)]",
    "h = list(range(9))",
    "h[0] = ((1, 2), 'a', 1, 2, 3, 4, 5, 6)",
    "while h and f(): print(len(h), h[0], h[0] == f())",
    "import heapq",
]
#: What may have put in something that takes long to compare, or is a guest's.
HEAVY = [
    "h = f()",
    "h = f",
    "h = [f()]",
    "h = [(0, f())]",
    "h = [(0, [1])]",
    "h = [(0, {1})]",
    "h = [(0, (1, (2, (3, 4))))]",
    "h = [(0, (1, 2, 3, 4, 5, 6, 7, 8, 9))]",
    "h = [(1,) + (2,)]",
    "h = [(1,) * f()]",
    "t = (1, 2)\nt += (3,)\nh = [t]",
    "t = (1, 2)\nt *= 2\nh = [t]",
    "t = (1, 2)\nh = [t[0:]]",
    "t = (1,)\nh = [t]\nfor i in range(9): t = (t, t)\nh[0] = t",
    "t = (1,)\nt = (t, t)\nh.append((0, t))",
    "h = [(1, *f())]",
    "h = [*f()]",
    "h = [[1]]",
    "h = ((0, 1),)",
    "h.append(f())",
    "h.extend(f())",
    "h += f()",
    "h[0] = f()",
    "h[f()] = (1, 2)",
    "h[0:1] = f()",
    "f(h)",
    "g = h.append",
    "def g(): return h",
    "def g(p): p.append(f())\ng(h)",
    "heapq.heappush(h, f())",
    "heapq.heappush(h, *f())",
    "heapq.heapreplace(h, (1, f()))",
    "heapq.heappushpop(h, (f(), 1))",
    "heapq.merge(h)",
    "y = heapq.nlargest(1, h, f)",
    "class C:\n    h = h",
    "h = [{1} - {2}]",
]
#: What else the name may mean.
ELSEWHERE = [
    "heapq = f()",
    "for heapq in f(): pass",
    "def heapq(): pass",
    "def g(heapq): pass",
    "def g():\n    import heapq",
    "if f(): import math as heapq",
    "import math as heapq",
    "try: pass\nexcept E as heapq: pass",
    "y = globals()",
    "exec(f())",
]

SAME = """
import heapq
h = []
for n in (5, 3, 8, 1, 3): heapq.heappush(h, (n, (n, n)))
[heapq.heappop(h) for _ in range(5)]

import heapq
h = [(3, 'c'), (1, 'a'), (2, 'b')]
heapq.heapify(h)
[heapq.heappushpop(h, (0, 'z')), heapq.heapreplace(h, (9, 'y')), sorted(h), heapq.heappop(h)]

import heapq
h = [(1, None), (1, 'a')]
heapq.heapify(h)

import heapq
h = []
heapq.heappop(h)

import heapq
h = [3.0, float('nan'), 1, True]
heapq.heapify(h)
[str(heapq.heappop(h)) for _ in range(4)]

from heapq import heappush, heappop
def f(h):
    n, p = heappop(h)
    heappush(h, (n + 1, p))
    return n, p
[f([(2, (1, 2)), (3, (0, 0))])]

def g(t):
    a, (b, c) = t
    return {t: a % 7, (b, c): t}, t in {t}, t == (a, (b, c))
g((8, (9, 'x')))

n, (a, b) = (7, (8, 9))
[n % 4, a % 5, b * 2, divmod(n, 2)[1] % 2]

t = (1, 'a')
t[1] % 7

x, y = (1, 2, 3)

import math
[math.floor(2.5) * 3, math.sqrt(2) * math.hypot(3, 4), math.ceil(7) % 4]
"""


def _program(middle: str) -> str:
    return f"import heapq\nt = (1, (2, 3))\n{middle}\ny = {REST}\n"


def _heap(middle: str) -> str:
    return f"import heapq\nh = [(0, (1, 2))]\n{middle}\ny = {SHIM}\n"


@pytest.mark.parametrize("middle", KNOWN)
def test_known(middle):
    text = cloche.Sandbox().compile(_program(middle)).guarded
    assert f"y = {REST}" in text
    verify(text, POLICY)


@pytest.mark.parametrize("middle", LOST)
def test_the_optimizer_leaves_the_guard(middle):
    assert f"y = {REST}" not in guard(_program(middle), POLICY)


@pytest.mark.parametrize("middle", LOST)
def test_the_verifier_misses_the_guard(middle):
    text = guard(_program(middle), EVERY)
    verify(text, POLICY)
    assert GUARDED in text
    with pytest.raises(Refusal, match="Mod without its guard"):
        verify(text.replace(GUARDED, REST), POLICY)


@pytest.mark.parametrize("middle", BRIEF)
def test_brief_heaps(middle):
    text = cloche.Sandbox().compile(_heap(middle)).guarded
    assert f"y = {NATIVE}" in text
    verify(text, POLICY)


@pytest.mark.parametrize("middle", HEAVY + ELSEWHERE)
def test_other_heaps_have_the_shim(middle):
    assert f"y = {NATIVE}" not in guard(_heap(middle), POLICY)


@pytest.mark.parametrize("middle", HEAVY)
def test_the_verifier_refuses_other_heaps(middle):
    text = guard(_heap(middle), EVERY)
    assert f"y = {SHIM}" in text
    with pytest.raises(Refusal, match="compares what is not known"):
        verify(text.replace(f"y = {SHIM}", f"y = {NATIVE}"), POLICY)


REFUSED = [
    "h = [3, 1]\n__real_heapify__(h)",  # it compares all there is
    "y = __real_heappop__",
    "y = __real_heappop__()",
    "y = __real_heappop__([1], 2)",
    "y = __real_heappop__(heap=[1])",
    "y = __real_heappop__(*[1])",
    "y = __real_heappush__([1])",
    "y = __real_heappush__([1], a)",
    "y = __real_heappush__((1,), 2)",
    "y = __real_heappop__(a)",
    "__real_heappop__ = a",
    "y = a.__real_heappop__",
    "y = __real_heappop__([1], k=a)",
    "y = __real_heappush__([1], *a)",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    with pytest.raises(Refusal):
        verify(text, POLICY)


#: (Binding of `k`, whether it is hashed, stored and compared natively.)
KEYS = [
    ("k = (1, 2)", True),
    ("k = (1, ('a', None))", True),
    ("k = (1, ('a', (2, 3)))", False),
    ("k = (1, [2])", False),
    ("k = (1, f())", False),
    ("k = (1,) * 3", False),
    ("k = (1, 2, 3, 4, 5, 6, 7, 8, 9)", False),
    ("k = (1, 2)\nk = k[0:]", False),
    ("k = (1, 2)\nfor i in range(9): k = (k, k)", False),
    ("k = slice(1, 2)", False),
]


@pytest.mark.parametrize(("binding", "is_native"), KEYS)
@pytest.mark.parametrize(
    ("use", "guarded"),
    [
        ("d[k]", "d[__key__(k)]"),
        ("d[k] = 1", "__place__(d)[k] = 1"),
        ("{k: 1}", "{__key__(k): 1}"),
        ("d.get(k)", "d.get(__key__(k))"),
        ("k == f()", "__early__(k) == f()"),
    ],
)
def test_keys(binding, is_native, use, guarded):
    source = f"{binding}\nd = f()\n{use}\nz = 1"
    left = use.replace("d[k] =", "(d if not __answering__ else __changing__(d))[k] =")
    assert (f"\n{left}\n" in guard(source, POLICY)) == is_native
    text = guard(source, EVERY)
    assert guarded in text
    text = text.replace(guarded, left)
    if is_native:
        verify(text, POLICY)
    else:
        with pytest.raises(Refusal, match="is missing"):
            verify(text, POLICY)


def test_another_step_of_a_session_may_bind_the_module():
    policy = replace(POLICY, alone=False, sealed=False)
    assert "__real_" not in guard(_heap("pass"), policy)


test_same = same(SAME)
