# ruff: noqa: E501  A row of a table stays on one line.
"""`operator`."""

from .tables import gives, same, stopped

HEADER = """
import operator
from operator import add, attrgetter, itemgetter, methodcaller, countOf, indexOf, contains, getitem, setitem, delitem
class P:
    def __init__(self, **named): self.__dict__.update(named)
    def say(self, *a, **k): return a, k
"""

test_same = same(
    HEADER,
    """
    [f(7, 3) for f in (operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod, operator.pow, operator.lshift, operator.rshift, operator.and_, operator.or_, operator.xor, operator.truediv)]

    [f(7, 3) for f in (operator.lt, operator.le, operator.eq, operator.ne, operator.ge, operator.gt, operator.is_, operator.is_not)]

    operator.neg(3), operator.pos(-3), operator.inv(3), operator.invert(3), operator.not_([]), operator.truth([1]), operator.abs(-3), operator.index(True)

    xs = [1]
    operator.iadd(xs, (2,)), operator.imul(xs, 2), xs, operator.iconcat(xs, [9]), operator.concat("a", "b")

    operator.ior({1: 2}, {3: 4}), operator.ior({1}, {2}), operator.iand({1, 2}, {2}), operator.isub(5, 2), operator.ixor(5, 1), operator.ipow(2, 5), operator.ilshift(1, 4), operator.imod("%s", 1), operator.mod("%s-%s", (1, 2))

    operator.concat(1, 2)

    bytes(2 ** 63)

    bytearray(2 ** 63)

    b"ab" * (2 ** 63 - 1)

    "ab" * (2 ** 62)

    "\N{SNOWMAN}" * (2 ** 62)

    bytearray(b"a") * (2 ** 63 - 1)

    (2 ** 62) * (1, 2)

    a = [0]
    a *= 2 ** 62

    operator.mul([0, 1], 2 ** 62)

    operator.matmul(1, 2)

    operator.add(1, "a")

    contains([1, [2]], [2]), contains("abc", "b"), contains({1: 2}, 1), contains((x for x in [1, 2]), 2)

    contains(3, 3)

    xs = [1, 2, 3]
    setitem(xs, 0, 9); setitem(xs, slice(1, 2), [7, 7]); delitem(xs, 3)
    xs, getitem(xs, 1), getitem(xs, slice(1, None)), getitem({(1, 2): 3}, (1, 2))

    getitem({}, "k")

    countOf([1, 2, 1.0, True], 1), countOf("abca", "a"), indexOf(iter([5, [6]]), [6])

    indexOf([], 1)

    countOf(3, 1)

    itemgetter(1)([4, 5]), itemgetter(0, -1)("abc"), itemgetter("k")({"k": 2}), itemgetter(slice(1, 3))("abcd"), itemgetter((1, 2))({(1, 2): 3})

    itemgetter(1), itemgetter("a", 2), itemgetter(slice(1)), itemgetter((1, [2])), type(itemgetter(1)) is itemgetter, isinstance(itemgetter([1]), itemgetter)

    itemgetter(5)([1])

    sorted([("b", 1), ("a", 2)], key=itemgetter(0)), sorted([P(v=2), P(v=1)], key=attrgetter("v"))[0].v

    attrgetter("a")(P(a=1)), attrgetter("a.b", "a")(P(a=P(b=2)))[0], attrgetter("a"), attrgetter("a.b", "format"), attrgetter("__class__.__name__")(P())

    attrgetter("real.imag")(3), attrgetter("__doc__")(P()), attrgetter("format")("{}!")(1), attrgetter("join")("-")("ab")

    attrgetter("nope")(P())

    attrgetter("a.nope")(P(a=1))

    attrgetter(3)

    attrgetter("a..b")(P(a=1))

    methodcaller("say", 1, k=2)(P()), methodcaller("upper")("a"), methodcaller("format", 1, x=2)("{} {x}"), methodcaller("join", "ab")("-"), methodcaller("split", ",", maxsplit=1)("a,b,c")

    methodcaller("say", 1, [2], k="x"), type(methodcaller("a")) is methodcaller, isinstance(methodcaller("b"), methodcaller)

    methodcaller("nope")(3)

    methodcaller(3)

    operator.call(max, 1, 2), operator.length_hint([1, 2]), operator.length_hint(P(), 5)

    from functools import reduce
    from itertools import accumulate, starmap
    reduce(operator.mul, range(1, 6)), list(accumulate([1, 2, 3], operator.add)), list(starmap(operator.sub, [(3, 1)])), list(map(operator.not_, [0, 1]))

    class S(str): pass
    attrgetter(S("a"))(P(a=1)), methodcaller(S("say"))(P())

    operator.__add__ is operator.add, operator.__eq__(1, 1), operator.__lt__(1, 2), operator.__contains__([1], 1), operator.__getitem__([5], 0), operator.__ior__({1}, {2}), operator.__pow__(2, 3), operator.__hash__() == hash(operator), operator.__xor__ is operator.xor, operator.__or__(1, 2)

    getattr(operator, "__mul__")(2, 3), hasattr(operator, "__matmul__"), operator.__neg__(1), operator.__call__(len, [])

    operator.add.__name__, operator.itemgetter.__name__, operator.lt.__name__
    """,
)

test_refused = gives(
    HEADER,
    {
        "attrgetter('__globals__')(P.say)": "AttributeError",
        "attrgetter('__class__.__subclasses__')(1)": "AttributeError",
        "attrgetter('say.__func__.__code__')(P())": "AttributeError",
        "attrgetter('gi_frame')(x for x in [])": "AttributeError",
        "attrgetter('__init__.__builtins__')(P())": "AttributeError",
        "attrgetter('func_globals', '__self__')(len)": "AttributeError",
        "methodcaller('__reduce_ex__', 2)(1)": "AttributeError",
        "methodcaller('__subclasses__')(object)": "AttributeError",
        "methodcaller('__getattribute__', '__class__')(1)": "AttributeError",
        "getattr(itemgetter(1), '__reduce__')": "AttributeError",
        "getattr(methodcaller('a'), '__parts__')": "AttributeError",
        "methodcaller('a').x = 1": "AttributeError",
        "g = attrgetter('a' * 300)\ng.__init__(('__globals__',))": "TypeError",
        "g = attrgetter('a' * 300)\ntype(g).__init__(g, ('__globals__',))": "TypeError",
        "g = attrgetter('a' * 300)\nsuper(type(g), g).__init__(('__globals__',))": "TypeError",
        "g = methodcaller('a')\nmethodcaller('__init__', ('b', (), {}))(g)": "TypeError",
        "g = itemgetter([])\ng.__init__(())": "TypeError",
        "class C(itemgetter): pass": "TypeError",
        "class C(type(methodcaller('a'))): pass": "TypeError",
        "class S(str):\n    def __str__(self): return '__globals__'\n    def split(self, *a): return ['__globals__']\nattrgetter(S('a'))(P(a=1))": "1",
        "class S(str):\n    def __eq__(self, o): return True\n    def __hash__(self): return hash('a')\nattrgetter(S('gi_frame'))(x for x in [])": "AttributeError",
        "x = 1\nfor i in range(100000): x = itemgetter(x)\nx = None\n1": "1",
        "x = 1\nfor i in range(100000): x = methodcaller('a', x)\nx = None\n1": "1",
        "x = 1\nfor i in range(2000): x = itemgetter(x)\nrepr(x)": "RecursionError",
        "getattr(operator.add, '__globals__')": "AttributeError",
        "operator._compare_digest": "AttributeError",
        "operator.setitem((1,), 0, 1)": "TypeError",
    },
)

test_stopped = stopped(
    HEADER + "\nimport itertools",
    """
    countOf(itertools.repeat(1), 1)

    indexOf(itertools.repeat(1), 2)

    contains(itertools.repeat(1), 2)

    operator.pow(10, 10 ** 9)

    operator.mul("a", 10 ** 12)

    operator.imul([0], 10 ** 12)

    operator.lshift(1, 10 ** 11)

    operator.mod("%099999999999d", 1)

    operator.iadd([], itertools.repeat(1))

    operator.iconcat([], iter(int, 1))

    xs = [1]
    setitem(xs, slice(0, 1), itertools.repeat(1))

    while True: operator.add(1, 1)

    methodcaller("__mul__", 10 ** 12)("a")

    methodcaller("ljust", 10 ** 12)("a")

    from functools import reduce
    reduce(operator.mul, itertools.repeat(10 ** 100))

    reduce = itertools.accumulate
    list(reduce(itertools.repeat("a" * 10 ** 5), operator.add))

    t = 1
    for i in range(40): t = (t, t)
    u = 1
    for i in range(40): u = (u, u)
    operator.eq(t, u)

    t = 1
    for i in range(40): t = (t, t)
    u = 1
    for i in range(40): u = (u, u)
    countOf([t], u)

    t = 1
    for i in range(40): t = (t, t)
    getitem({}, t)

    from collections import deque
    deque([1]) * 2 ** 62

    from collections import deque
    a = deque([1])
    a *= 2 ** 62

    t = 1
    for i in range(40): t = (t, t)
    itemgetter(t)({})

    t = 1
    for i in range(40): t = itemgetter((t, t))
    repr(t)
    """,
)
