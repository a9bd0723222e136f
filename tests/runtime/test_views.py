# ruff: noqa: E501  A row of a table stays on one line.
"""Views of keys and items: the real ones hash whatever they are put beside."""

from __future__ import annotations

from modules.tables import same

HEADER = """
import copy, json, operator
from collections import ChainMap, Counter, OrderedDict, defaultdict
from collections.abc import ItemsView, KeysView, Set
from types import MappingProxyType
d, e, o = {1: 2, 3: 4}, {3: 4, 5: 6}, OrderedDict({3: 4, 7: 8})
class D(dict):
    def items(self): return super().items()
def tried(*texts):
    found = []
    for text in texts:
        try: found.append(repr(eval(text)))
        except Exception as x: found.append(f"{type(x).__name__}: {x}")
    return found
"""

test_operators = same(
    HEADER,
    """
    tried("d.keys() | e.keys()", "d.keys() & e.keys()", "d.keys() - e.keys()", "d.keys() ^ e.keys()")

    tried("d.items() | e.items()", "d.items() & e.items()", "d.items() - [(1, 2)]", "[(1, 2)] ^ d.items()")

    tried("[1, 9] | d.keys()", "(1, 9) & d.keys()", "{1: 0, 9: 0} - d.keys()", "iter([1]) ^ d.keys()", "'ab' - d.keys()")

    tried("{1, 9} | d.keys()", "{1, 9} & d.keys()", "frozenset([1, 9]) - d.keys()", "d.keys() - {1}", "d.keys() - frozenset([1])")

    tried("d.keys() - 1", "1 - d.keys()", "d.keys() | None", "None & d.items()", "d.keys() + d.keys()", "d.items() < 3", "d.keys() & [[]]")

    tried("d.keys() == {1, 3}", "{1, 3} == d.keys()", "d.keys() != e.keys()", "d.keys() < {1, 3, 4}", "{1} <= d.keys()", "d.items() >= {(1, 2)}", "d.keys() > o.keys()", "d.keys() == [1, 3]")

    tried("d.keys().isdisjoint([1])", "d.keys().isdisjoint(e.keys())", "d.items().isdisjoint([(9, 9)])", "d.keys().isdisjoint()", "d.keys().isdisjoint(3)")

    tried("o.keys() | d.keys()", "o.items() - d.items()", "repr(o.keys())", "list(reversed(o.items()))", "Counter('aab').items() >= {('b', 1)}", "ChainMap(d).keys() | [2]", "defaultdict(int, d).keys() & [1]")

    v, s, t = d.keys(), {1}, {1}
    v |= [5]; s |= d.keys(); t &= d.keys()
    v, s, t

    class A:
        def __ror__(self, other): return "never"
        def __rsub__(self, other): return "never"
        def __iter__(self): return iter([1, 8])
    tried("d.keys() | A()", "d.keys() - A()", "A() & d.keys()") if (A := A) else 0

    class A:
        def __or__(self, other): return NotImplemented
        def __and__(self, other): return "mine"
    [A() & d.keys(), [*(lambda: 0,)] and 1]
    """,
)

test_everything_else = same(
    HEADER,
    """
    f, g, h = d.keys, dict.items, D(d)
    f() | [4], g(d) - [(1, 2)], h.items() ^ d.items(), [*map(dict.keys, [d, e])] == [d.keys(), e.keys()]

    getattr(d, "keys")() & [1], operator.methodcaller("items")(d) | [], operator.attrgetter("keys")(d)() - [1], operator.or_(d.keys(), [7])

    tried("d.keys()", "d.items()", "str(d.keys())", "f'{d.items()}'", "'%s' % d.keys()", "type(d.keys()).__name__", "type(o.items())", "type(d.keys())()")

    isinstance(d.keys(), KeysView), isinstance(d.items(), ItemsView), isinstance(d.keys(), Set), isinstance(o.keys(), type(d.keys())), type(d.keys()) is type({}.keys())

    len(d.keys()), bool({}.keys()), list(reversed(d.keys())), 1 in d.keys(), (1, 2) in d.items(), 1 in d.items(), [] in d.items(), max(d.items()), sorted(e.keys()), [*d.keys()], {*d.items()}, dict(d.items()), set(d.keys())

    a, *b = d.items()
    c = [k for k, *v in d.items()] + [k for k in d.keys() for x in e.items()]
    a, b, c, 3 in d.keys() == {1, 3}, 3 in d.keys() in [d.keys()]

    tried("d.keys()[0]", "next(d.keys())", "hash(d.keys())", "d.keys().x", "d.keys(1)", "json.dumps(d.keys())", "copy.copy(d.keys())", "copy.deepcopy(d.items())")

    v = d.keys(); d[8] = 9
    list(v), v.mapping, MappingProxyType(d).keys() | [], d.items().mapping == d

    tried("[d.update({k + 50: 0}) for k in d.keys()]")

    d[0] = d.items()
    repr(d), repr(d.items())

    class Cart:
        def __init__(self): self.items, self.keys = [], {}
        def add(self, x):
            self.items.append(x); self.items += [x]; self.keys[x] = self.items
            return self
    c = Cart().add(1).add(2)
    c.items, c.keys, [x for x in c.items], c.items[0], getattr(c, "items")

    class Shelf:
        def items(self, *a, **k): return a, k
        keys = property(lambda self: 5)
    Shelf().items(1, *[2], a=3, **{"b": 4}), Shelf().keys
    """,
)
