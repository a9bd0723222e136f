"""What C asks of a mapping that is no dictionary, in what order, and what it says of it."""

from __future__ import annotations

from harness import assert_same

PROGRAM = """
from collections import OrderedDict
class Asked:
    def keys(self):
        yield 'a'; print('between'); yield 'b'
    def __getitem__(self, k): print('get', k); return k
class Twice(Asked):
    def keys(self): return ['a', 'a']
class NoIterable(Asked):
    def keys(self): return 5
class NoTexts(Asked):
    def keys(self): return [1, (1,), []]
class Fails(Asked):
    def keys(self): raise ValueError('x')
class FailsLater(Asked):
    def __getitem__(self, k): raise KeyError(k)
class Never(Asked):
    def keys(self): raise AttributeError('x')
class Nothing: pass
class NoItems:
    def keys(self): return ['a']
def f(**k): return k
def updated(x, y):
    x.update(y)
    return x
ways = [
    lambda x: f(**x), lambda x: {**x}, lambda x: dict(**x), lambda x: f(a=1, **x),
    lambda x: f(**{'b': 1}, **x), lambda x: {'b': 1, **x, 'c': 2}, lambda x: dict(x),
    lambda x: updated({}, x), lambda x: updated({'a': 1}, x), lambda x: {} | x,
    lambda x: updated(OrderedDict(), x), lambda x: OrderedDict(x), lambda x: dict(x, b=3),
]
found = []
for kind in (Asked, Twice, NoIterable, NoTexts, Fails, FailsLater, Never, Nothing, NoItems):
    for way in ways:
        try: found.append(way(kind()))
        except Exception as error:
            # (Who is called is told by C alone.)
            found.append(type(error).__name__ if kind is Never else repr(error))
        print('-')
found
"""


def test_as_in_cpython() -> None:
    assert_same(PROGRAM)


def test_errors_of_iterables_where_something_is_looked_for() -> None:
    assert_same("""
class Fails:
    def __iter__(self): raise TypeError('mine')
class FailsOtherwise:
    def __iter__(self): raise ValueError('mine')
class Five:
    def __iter__(self): return 5
class Never:
    __iter__ = None
found = []
for kind in (Fails, FailsOtherwise, Five, Never, int, object):
    try: found.append(1 in kind())
    except Exception as error: found.append(repr(error))
found
""")
