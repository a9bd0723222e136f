# ruff: noqa: E501  A row of a table stays on one line.
"""`itertools`."""

from __future__ import annotations

import sys

from .tables import gives, same, stopped

NAMES = (
    "accumulate chain combinations combinations_with_replacement compress count cycle dropwhile "
    "filterfalse groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest"
)
HEADER = f"from itertools import {', '.join(NAMES.split())}"

test_same = same(
    HEADER,
    """
    import itertools as it
    kinds = [(it.chain(), it.chain), (it.count(), it.count), (it.cycle([1]), it.cycle), (it.repeat(1), it.repeat), (it.accumulate([]), it.accumulate), (it.compress([], []), it.compress), (it.islice([], 1), it.islice), (it.groupby([]), it.groupby), (it.product(), it.product), (it.zip_longest(), it.zip_longest), (it.pairwise([]), it.pairwise), (it.starmap(len, []), it.starmap)]
    [(type(x) is k, isinstance(x, k), type(x) == k, type(x).__name__, isinstance(1, k), k.__name__, k.__module__, isinstance(k, type)) for x, k in kinds], it.chain, repr(it.chain()).split(" at ")[0], repr(it.cycle([1])).split(" at ")[0]

    import itertools as it
    c = it.count(5)
    seen = repr(c), next(c), repr(c), list(zip(c, "ab")), c, it.count(1, 2), it.count(0.5), it.repeat("a"), it.repeat([1], 3), c.__next__()
    r = it.repeat(1, 3)
    seen, next(r), r, list(r), r, next(it.cycle("ab")), [x for x, _ in zip(it.cycle("ab"), range(3))]

    import itertools as it, operator
    r = it.repeat(1, 3)
    operator.length_hint(r), operator.length_hint(it.repeat(1, 0)), [1 for x in [it.chain(), 3] if isinstance(x, it.chain)]

    import itertools as it
    a, b = it.tee([1, 2, 3])
    next(a)
    list(a.__copy__()), list(a), list(b)

    import itertools as it
    match it.chain([1]):
        case it.islice(): found = "islice"
        case it.chain(): found = "chain"
    class A: join = it.chain; flat = it.chain.from_iterable
    found, list(A().join([1], [2])), list(A().flat([[1], [2]])), list(it.chain.from_iterable(["ab", "c"])), list(it.chain().from_iterable(["a"]))

    import itertools as it
    it.chain(x=1)

    import itertools as it
    next(it.repeat(1, 0))

    list(islice(count(), 3)), list(islice(count(5, -2), 3)), list(islice(count(0.5), 2))

    count("a")

    list(islice(count(10**400, 10**400), 2))

    list(islice(cycle("ab"), 5)), list(cycle([]))

    list(repeat("x", 3)), list(repeat(1, times=2)), list(repeat(1, -1))

    repeat(1, "a")

    list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(accumulate(["a", "b"]))

    list(accumulate([1, "a"]))

    list(chain("ab", [1], ())), list(chain.from_iterable(["ab", [1]])), list(chain())

    (l := []), (c := chain.from_iterable(l)) and 0, l.append([1]), l.append([2]), l.pop(0), list(c)

    list(chain([1], 2))

    list(combinations("abc", 2)), list(combinations([1], 3)), list(combinations_with_replacement("ab", 2))

    list(permutations([1, 2, 3], 2)), list(permutations([1, 2, 3]))[-1], list(permutations([1], 0))

    permutations([1], "a")

    combinations([1], -1)

    list(product("ab", [1, 2])), list(product("ab", repeat=2)), list(product()), list(product([], [1]))

    product([1], repeat=-1)

    product(3)

    list(compress("abc", [1, 0, 1])), list(dropwhile(lambda x: x < 2, [1, 2, 1])), list(takewhile(lambda x: x < 2, [1, 2, 1]))

    list(filterfalse(None, [0, 1, ""])), list(filterfalse(lambda x: x % 2, range(5)))

    [(k, list(g)) for k, g in groupby("aabbb")], [(k, len(list(g))) for k, g in groupby([1, 3, 2], key=lambda x: x % 2)]

    list(islice("abcdef", 2)), list(islice("abcdef", 1, None, 2)), list(islice("abc", 0))

    islice("abc", -1)

    islice()

    list(pairwise("abc")), list(pairwise([]))

    list(starmap(lambda a, b: a + b, [(1, 2), [3, 4]])), list(starmap(max, ["ab"]))

    a, b, c = tee("abc", 3)
    list(a), next(b), list(c), list(b)

    told = []
    class I:
        n = 0
        def __iter__(self): return self
        def __next__(self):
            I.n += 1
            if I.n == 3: raise ValueError("x")
            if I.n >= 6: raise StopIteration
            try: told.append(next(b))
            except BaseException as e: told.append((type(e).__name__, str(e), I.n))
            return I.n
    a, b = tee(I())
    for _ in range(8):
        try: told.append(next(a))
        except Exception as e: told.append(repr(e))
    told, [*b]

    tee([], -1)

    list(zip_longest("ab", [1], fillvalue=0)), list(zip_longest())

    sum(islice(filter(lambda x: x % 3 == 0, count()), 5))

    def primes():
        numbers = count(2)
        for _ in range(12):
            p = next(numbers)
            yield p
            numbers = filter(lambda n, p=p: n % p, numbers)
    list(primes())
    """,
)

test_deep = gives(
    HEADER,
    {
        "x = 1\nfor i in range(200000): x = repeat(x)": "RecursionError",
        "x = 1\nfor i in range(200000): x = accumulate([], initial=x)": "RecursionError",
        "x = 1\nfor i in range(200000): x = zip_longest(fillvalue=x)": "RecursionError",
        "x = len\nfor i in range(200000): x = starmap(x, [])": "RecursionError",
        "x = len\nfor i in range(200000): x = filterfalse(x, [])": "RecursionError",
        "x = len\nfor i in range(100000): x = product([x])\nx = None\n1": "1",
        "x = iter([1])\nfor i in range(100000): x = chain(x)\nnext(x)": "RecursionError",
        "x = iter([1])\nfor i in range(100000): x = islice(x, 5)\nnext(x)": "RecursionError",
        "x = iter([1])\nfor i in range(100000): x = tee(x)[0]\nnext(x)": "RecursionError",
        "x = iter([1])\nfor i in range(100000): x = starmap(f, x)\nnext(x)".replace(
            "f,", "max,"
        ): "RecursionError",
        "x = iter([1])\nfor i in range(100000): x = accumulate(x)\nnext(x)": "RecursionError",
        "x = iter([1])\nfor i in range(100000): x = cycle(x)\nnext(x)": "RecursionError",
        "x = iter([1])\nfor i in range(20000): x = chain.from_iterable([x])\nnext(x)": "RecursionError",
        "x = iter([1])\nfor i in range(100000): x = groupby(x)\nnext(x)": "RecursionError",
    },
)

_DERIVED = """
class E(enumerate): pass
class Turned(enumerate):
    def __new__(cls, source, first): return super().__new__(cls, source, first)
    def __next__(self): return super().__next__()[::-1]
class Own:
    def __init__(self): self.left = 3
    def __iter__(self): return self
    def __next__(self):
        self.left -= 1
        if not self.left: raise StopIteration
        return self.left
class Items:
    def __getitem__(self, i): return "ab"[i]
def endless():
    while True: yield 1
"""
test_derived_from_enumerate = same(
    _DERIVED,
    """
    [list(E(each)) for each in ("ab", [1, 2], {3: 4}, {5}, b"x", range(2), Own(), Items(), (c for c in "xy"))]

    list(E("ab", 3)), list(E(start=2, iterable="q")), list(E(iterable="ab")), list(Turned("ab", 2 ** 70)), dict(E("ab"))

    e = E("ab")
    type(e) is E, isinstance(e, enumerate), iter(e) is e, next(e), list(e), E.__bases__, E.__mro__[1] is enumerate

    E()

    E(1)

    E("a", "b")

    E("a", 2, 3)

    E(iterable=[], x=3)

    E(start=0, x=3)

    E("a").x

    next(E([]))

    class N:
        def __iter__(self): return self
    E(N())
    """,
)

test_what_derives_from_enumerate_is_no_nest = gives(
    _DERIVED,
    {
        "E(map(str, []))": "TypeError: a class derived from enumerate does not number a 'map' object here",
        "E(E('a'))": "TypeError: a class derived from enumerate does not number a 'E' object here",
        "E(Turned('a', 1))": "TypeError: a class derived from enumerate does not number a 'Turned' object here",
        "class I:\n    def __iter__(self): return E('a')\nE(I())": "TypeError: a class derived from enumerate does not number a 'compress' object here",
        "e = E('a')\nfor i in range(10_000): e = E(x for x in e)\nnext(e)": "RecursionError",
    },
)

test_stopped = stopped(
    HEADER + _DERIVED,
    """
    list(count())

    list(E(endless()))

    x = []
    x += E(endless())

    all(E(endless()))

    (1, 1) in E(endless(), 2)

    set(cycle([1]))

    sum(repeat(1))

    list(repeat(1, 10**15))

    next(filter(None, repeat(0)))

    next(filterfalse(None, repeat(1)))

    next(dropwhile(lambda x: True, count()))

    next(dropwhile(bool, repeat(1)))

    next(compress(count(), repeat(0)))

    next(compress(range(10**12), repeat(0)))

    next(islice(count(), 10**12, None))

    next(chain.from_iterable(repeat(())))

    next(chain.from_iterable(() for _ in iter(int, 1)))

    permutations(count())

    product(count())

    product(range(10**9))

    combinations(range(10**9), 2)

    list(product(range(2), repeat=10**9))

    x = product(range(2), repeat=10**5)
    while True: next(x)

    x = combinations(range(10**5), 50000)
    while True: next(x)

    tee([1], 10**9)

    next(starmap(max, [range(10**10)]))

    next(starmap(max, [repeat(1)]))

    g = groupby(repeat(1))
    next(g)
    next(g)

    t = 1
    for i in range(40): t = (t, t)
    u = 1
    for i in range(40): u = (u, u)
    list(groupby([t, u]))

    a, b = tee(count())
    for x in a: pass

    x = [[0] * 1000] * 10**6
    for y in accumulate(x): pass

    a, *b = count()

    10**30 in count()

    max(zip_longest(count(), fillvalue=0))

    "".join(repeat("a"))
    """,
)


if sys.version_info >= (3, 12):
    BATCHED = "from itertools import batched"

    test_batched = same(
        BATCHED,
        """
        list(batched("abcde", 2)), [*map(len, batched(range(100), 40))], list(batched([], 40))

        batched([1], 0)

        batched([1], "a")

        batched([1], 10**30)

        batched(3, 40)
        """,
    )

    #: C makes room for all of a row before it draws the first item.
    test_batched_stopped = stopped(
        BATCHED,
        """
        next(batched([1], 10**8))

        b = []
        for i in range(10): b = batched(b, 3 * 10**6)
        next(b)

        for i in range(10**5): [*batched([1], 10**5)]
        """,
    )
