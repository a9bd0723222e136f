"""What dies, or is asked for its truth, while C looks a key up, and changes where it looks."""

from __future__ import annotations

import pytest

import cloche


@pytest.mark.parametrize(
    "answer",
    [
        "Truth()",
        "closing()",
        "[Truth()]",
    ],
)
def test_what_runs_after_the_answer(answer: str) -> None:
    """The truth of what an `__eq__` returns, and the end of it."""
    source = f"""
class Truth:
    def __bool__(self):
        change()
        return False
def pausing():
    try: yield
    finally: change()
def closing():
    made = pausing()
    next(made)
    return made
said = []
def change():
    try: d.clear()
    except RuntimeError as error: said.append(str(error))
on = False
class K:
    def __hash__(self): return 5
    def __eq__(self, other): return on and {answer}
d = {{K(): 1, K(): 2}}
on = True
K() in d
on = False
before = len(said)
d.clear(), d.update({{1: 1}}), before, len(said), said[:1]
"""
    found = cloche.run(source)
    expected = (
        []
        if answer == "[Truth()]"
        else ["a dict is changed by an __eq__ that compares what may be its key"]
    )
    assert found[3] == found[2], "it may be changed once all is over"
    assert found[4] == expected


def test_what_an_offset_does_when_it_dies() -> None:
    source = """
from datetime import datetime, timedelta, tzinfo
class T(timedelta): pass
def pausing():
    try: yield
    finally:
        try: d['x'] = 1
        except RuntimeError as error: said.append(str(error))
said = []
class Z(tzinfo):
    def utcoffset(self, when):
        if not on: return timedelta(0)
        made = T(0)
        made.held = pausing()
        next(made.held)
        return made
on = False
a, b = datetime(2020, 1, 1, tzinfo=Z()), datetime(2020, 1, 1, tzinfo=Z())
d = {a: 1}
hash(b)
on = True
d.get(b)
on = False
said[:1], len(d)
"""
    message = "a dict is changed by an __eq__ that compares what may be its key"
    assert cloche.run(source) == ([message], 1)


DEATHS = [
    # What a weak reference leads to, held by C alone at the end.
    """
class K:
    def __hash__(self): return 5
    def __eq__(self, other):
        global k1, k2
        k1 = k2 = None
        return True
k1, k2 = K(), K()
k2.held = pausing()
d = {weakref.ref(k1): 1}
key = weakref.ref(k2)
hash(key)
""",
    # What the `__eq__` has changed, held by what was noted.
    """
class H: pass
class K:
    def __hash__(self): return 5
    def __eq__(self, other):
        h = H()
        h.held = pausing()
        c = {1: h}
        c[2] = 3
        return True
d, key = {K(): 1}, K()
""",
    # What was asked, and is in the class no more.
    """
class K:
    def __hash__(self): return 5
d, key = {K(): 1}, K()
def made():
    held = pausing()
    def eq(self, other):
        held
        K.__eq__ = lambda self, other: False
        return True
    return eq
K.__eq__ = made()
""",
    # What leads to both, and is held by C alone.
    """
class K:
    def __hash__(self): return 5
    def __eq__(self, other):
        global t1, t2
        t1 = t2 = None
        return True
class T(frozenset): pass
t1, t2 = T([K()]), T([K()])
t1.held = pausing()
d = {weakref.ref(t1): 1}
key = weakref.ref(t2)
hash(key)
""",
    """
class D(datetime): pass
class K: pass
class Z(tzinfo):
    def utcoffset(self, when):
        global k1, k2
        if on: k1 = k2 = None
        return timedelta(0)
k1, k2 = D(2020, 1, 1, tzinfo=Z()), D(2020, 1, 1, tzinfo=Z())
k1.held = pausing()
d = {weakref.ref(k1): 1}
key = weakref.ref(k2)
hash(key)
""",
    # What the function that C asks holds alone.
    """
class H:
    def __init__(self): self.held = pausing()
def eq(self, other):
    K.__eq__ = lambda self, other: True
    return True
eq.__isabstractmethod__ = H()
class K:
    def __hash__(self): return 5
K.__eq__ = eq
eq.__isabstractmethod__ = False
d, key = {K(): 1}, K()
""",
    # What was noted before, and lies there still.
    """
class A:
    def __hash__(self): return 5
    def __init__(self): self.held = pausing()
    def __eq__(self, other): return []
class K:
    def __hash__(self): return 5
    def __eq__(self, other): return []
d, key = {K(): 1}, K()
A() == A()
said.clear()
""",
    # What was kept before compares as it dies, and so is what was kept last.
    """
class A: __eq__ = lambda self, other: True
class P:
    def __eq__(self, other): return left(finishing())
class K:
    def __hash__(self): return 5
    def __eq__(self, other): return left(pausing())
d, key = {K(): 1}, K()
P() == P()
""",
    """
class A: __eq__ = lambda self, other: []
class P:
    def __eq__(self, other): return left(finishing())
class K:
    def __hash__(self): return 5
    def __eq__(self, other): return left(pausing())
d, key = {K(): 1}, K()
P() == P()
""",
    """
class A: __eq__ = lambda self, other: True
class P:
    def __eq__(self, other): return left(finishing())
class Z(tzinfo):
    def utcoffset(self, when):
        if on: left(pausing())
        return timedelta(0)
d, key = {datetime(2020, 1, 1, tzinfo=Z()): 1}, datetime(2020, 1, 1, tzinfo=Z())
hash(key)
K = lambda: key
P() == P()
""",
]


@pytest.mark.parametrize("deadly", DEATHS)
def test_what_dies_once_it_is_over(deadly: str) -> None:
    source = f"""
import weakref
from datetime import datetime, timedelta, tzinfo
said = []
on = False
def begun():
    try: yield
    finally:
        try: d['x'] = 1
        except RuntimeError as error: said.append(str(error)[:15])
def pausing():
    made = begun()
    next(made)
    return made
def comparing():
    try: yield
    finally: A() == A()
def finishing():
    made = comparing()
    next(made)
    return made
class H: pass
def left(held):
    h = H()
    h.held = held
    c = {{1: h}}
    c[2] = 3
    return True
{deadly}
class Last: pass
Last().x = 1  # (a temporary holds whose attribute was written last)
on = True
d.get(key)
on = False
before = len(d)
said.clear()
key == key, key in [0], {{K(): 1}}.get(K())
before
"""
    assert cloche.run(source) == 1


def test_answers_that_are_objects_leave_nothing_behind() -> None:
    source = """
class E:
    def __init__(self, v): self.v = v
    def __hash__(self): return 1
    def __eq__(self, other):
        x = set()
        x.add(3)
        return E(0)
for i in range(2000):
    E(1) == E(2)
    [E(1)].count(E(2)), E(3) in {1: E(1)}
"""
    assert cloche.run(source) is None


#: C is done with what is a key, or goes on with something else after an answer that is an object.
OVER = """
[first, A(False), A(True, change)].index(5)
[first, A([]), A(True, change)].index(5)
[A(False), first, A(()), A(True, change)].count(5)
first == 1; t |= {1: 2}
first == 1; u -= {1}
first == 1; u &= {1}
first == 1; d.clear()
A([], change) == 1
d.clear(); second = A(False); d[second] = 1; [second, A(True, change)].index(5)
""".strip().splitlines()
#: It is not.
NOT_OVER = """
[first, A(True, change)].index(5)
[A(False), first, A(True, change)].index(5)
[first, A(False), A([]), first, A(True, change)].index(5)
A(True, lambda: (A([]) == A([]), change())) == first
A(True, lambda: (A([]) == A([]), A([]) == A([]), change())) == first
A(True, lambda: (A(True) == A(True), change())) == first
A(True, lambda: ([A([]), A(True)].index(5), change())) == first
A(True, lambda: (A([], lambda: A([]) == 1) == 1, change())) == first
""".strip().splitlines()


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("body", OVER + NOT_OVER)
def test_whether_it_is_over(body: str, optimize: bool) -> None:
    source = f"""
class A:
    def __init__(self, answer, change=None): self.answer, self.change = answer, change
    def __hash__(self): return 5
    def __eq__(self, other):
        if self.change: self.change()
        return self.answer
def change():
    try: d[7] = 1
    except RuntimeError as error: said.append(str(error))
said, first, t, u = [], A([]), {{1: 5}}, {{1}}
d = {{first: 1}}
{body}
said
"""
    message = "a dict is changed by an __eq__ that compares what may be its key"
    assert cloche.Sandbox(optimize=optimize).run(source) == [message] * (body in NOT_OVER)
