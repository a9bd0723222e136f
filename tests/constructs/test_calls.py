"""Calls are native; what they unpack is drained."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
f(x, y, k=1)
=>
__result__ = f(x, y, k=1)

f(*a)
=>
__result__ = f(*__drain__(a))

f(*a, *b)
=>
__result__ = f(*__drain__(a), *__drain__(b))

f(x, *a, y, k=1, **b)
=>
__result__ = f(x, *__drain__(a), y, k=1, **__mapping__(b))

f(*a)(*b)
=>
__result__ = f(*__drain__(a))(*__drain__(b))

f(*(
    # which
    a
))
=>
__result__ = f(*__drain__((
    # which
    a
)))

f(*a or b)
=>
__result__ = f(*__drain__(a or b))

f(*[x, y])
=>
__result__ = f(*__drain__([x, y]))

f(*"ab")
=>
__result__ = f(*__drain__("ab"))

f(**a)
=>
__result__ = f(**__mapping__(a))

f(**a or b)
=>
__result__ = f(**__mapping__(a or b))

f(**{**a, "b": 1})
=>
__result__ = f(**__mapping__({**__mapping__(a), "b": 1}))

f(*(x for x in y))
=>
__result__ = f(*__drain__((x for x in __compress__(y, __ticks__))))

[*a, *b]
=>
__result__ = [*__drain__(a), *__drain__(b)]

(*a,)
=>
__result__ = (*__drain__(a),)

{*a, x}
=>
__result__ = {*__hashed__(a), (x if __type__(x) in __scalars__ else __key__(x))}

{**a, "b": 1, **c}
=>
__result__ = {**__mapping__(a), "b": 1, **__mapping__(c)}

x = *a, b
=>
x = *__drain__(a), b

def f(): return *a, b
=>
def f(): __tick__(__ticks__); return *__drain__(a), b

print(*a, sep="")
=>
__result__ = print(*__drain__(a), sep="")

f(
    *a,  # one
    **b,  # two
)
=>
__result__ = f(
    *__drain__(a),  # one
    **__mapping__(b),  # two
)

f(not(x), lambda: y)
=>
__result__ = f(not(x), lambda: __tick__(__ticks__) and (y))

(f)(x)
=>
__result__ = (f)(x)
"""

EVERY_GUARD = """
f(*a, k=1, **b)
=>
__result__ = f(*__drain__(a), k=1, **__mapping__(b))

[*a]
=>
__result__ = [*__drain__(a)]
"""

REFUSED = [
    ("CL101", "f(__k__=1)"),
    ("CL102", "f(*open)"),
    ("CL101", "__import__('os')"),
    ("CL101", "__tick__(__ticks__)"),
    ("CL101", "__t1__"),
]

SAME = """
def f(**k): return k
f(__str__=1, __version__="2")

def f(*a, **k): return a, k
f(*[1], 2, *(3, 4), x=5, **{"y": 6})

def f(*a, **k): return a, k
def t(x): print(x); return x
f(t(1), *t([2]), t(3), k=t(4), *t([5]), **t({"z": 6}))

f = lambda *a: a
f(*5)

f = lambda **k: k
f(**5)

f = lambda **k: k
f(**{1: 2})

f = lambda a, **k: k
f(1, **{"a": 2})

f = lambda **k: k
f(a=1, **{"a": 2})

f = lambda **k: k
f(**{"a": 1}, **{"a": 2})

5()

"a"()

print(*range(3), *"ab", sep="-", end="!")

[*range(3), *"ab"], (*[1], 2), {*"aa"}, {**{"a": 1}, "a": 2}

[*5]

{**5}

{**[1]}

{*[[]]}

class M:
    def keys(self): return ["a", "b"]
    def __getitem__(self, k): return k * 2
{**M()}, dict(**M()), (lambda **k: k)(**M())

len(), 1

len(5)

int("x")

int("12", base=3), int(3.9), float("1.5"), str(5), bool([]), list("ab"), dict(a=1), tuple([1]), set("aab")

abs(-1), min(3, 1), max([1, 5]), sum([1, 2]), round(2.567, 2), len("abc"), ord("a"), chr(98), hex(255), bin(5)

isinstance(1, int), isinstance("a", (int, str)), issubclass(bool, int), callable(len), type(5) is int, type([]).__name__

list(zip([1, 2], "ab")), list(map(lambda x: x + 1, [1, 2])), list(filter(None, [0, 1])), list(enumerate("ab", 1))

sorted([3, 1], reverse=True), list(reversed([1, 2])), any([0, 1]), all([]), next(iter([5])), next(iter([]), "d")

next(iter([]))

list(zip([1], [1, 2], strict=True))

repr("a"), repr([1, "b"]), str(None), format(3.14159, ".2f"), hash("a") == hash("a"), divmod(7, 3), pow(2, 5, 7)

getattr("abc", "upper")(), hasattr(5, "real"), getattr(5, "nope", "default")

getattr(5, "nope")

print("a", 1, None, [1], sep="|")
print()
print("x", end="")

print("x", nope=1)

from functools import partial, reduce
partial(lambda a, b: a - b, b=1)(5), reduce(lambda a, b: a * b, [1, 2, 3, 4])
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
