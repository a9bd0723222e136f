"""No length that something says of itself makes C take more memory than there may be."""

from __future__ import annotations

import operator
from typing import Any

import pytest

import cloche
from cloche.runtime.guards.measuring import HINT, LEN
from harness import BOXES, assert_same

MANY = 4 * 10**8  # 3 GB of pointers
#: What says that it is so long, in the words of a program; those of the second kind are sequences.
ITERABLES = [
    "class X:\n    def __len__(self): return MANY\n    def __iter__(self): return iter(())",
    "class X:\n    def __len__(self): return MANY\n    def __iter__(self): yield 1",
    "class X:\n    def __iter__(self): return self\n    def __next__(self): raise StopIteration\n"
    "    def __length_hint__(self): return MANY",
    "from itertools import repeat\nX = lambda: repeat(1, MANY)",
]
SEQUENCES = [
    "class X:\n    def __len__(self): return MANY\n    def __getitem__(self, i): raise IndexError",
    "class X(list):\n    def __len__(self): return MANY",
    "class Base:\n    def __len__(self): return MANY\nclass X(Base, list): pass",
    "class X(list): pass\nX.__len__ = lambda self: MANY",
    "class X(list): pass\nsetattr(X, '__len__', lambda self: MANY)",
    "class I(int): pass\nclass X(list):\n    def __len__(self): return I(MANY)",
    "class I:\n    def __index__(self): return MANY\n"
    "class X(list):\n    def __len__(self): return I()",
    "X = lambda: range(MANY)",
]
MAKES = [
    "SyntaxError('a', X())",
    "class E(SyntaxError): pass\nE('a', X())",
    "class E(SyntaxError):\n    def __init__(self, *a): super().__init__(*a)\nE('a', X())",
    "[*map(SyntaxError, ['a'], [X()])]",
]
MAKES_OF_SEQUENCES = ["ExceptionGroup('a', X())", "class E(ExceptionGroup): pass\nE('a', X())"]


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("says", ITERABLES + SEQUENCES)
def test_c_makes_no_room_for_what_there_is_no_room_for(says: str, optimize: bool) -> None:
    limits = cloche.Limits(steps=100_000, memory=64 * 2**20, seconds=None)
    box = cloche.Sandbox(limits=limits, optimize=optimize)
    for makes in MAKES + MAKES_OF_SEQUENCES * (says in SEQUENCES):
        with pytest.raises(cloche.MemoryLimitExceeded):
            box.run(f"MANY = {MANY}\n{says}\n{makes}")


SAME = """
import operator
class I(int): pass
class Asked:
    def __index__(self): return 3
def outcome(length, hint=NotImplemented):
    class X:
        def __len__(self):
            'how long'
            return length
        def __length_hint__(self): return hint
    class Y(X): pass
    seen = []
    for ask in (len, bool, operator.length_hint, lambda x: x.__len__(), X.__len__, list):
        try: seen.append(ask(Y()))
        except Exception as error: seen.append(repr(error))
    return seen, X.__len__.__doc__, X.__len__ is vars(X)['__len__'] is Y.__len__
class Never(list):
    __len__ = __length_hint__ = None
class Slot(list):
    __len__ = list.__len__
def never(ask, x):
    try: return ask(x)
    except Exception as error: return repr(error)
asks = (len, operator.length_hint, bool)
asked = [never(ask, kind([1])) for kind in (Never, Slot) for ask in asks]
class Hinted:
    def __length_hint__(self): return self.told
def hinted(told):
    x = Hinted()
    x.told = told
    try: return operator.length_hint(x, 7)
    except Exception as error: return repr(error)
lengths = (0, 3, True, I(4), Asked(), -1, 2**17 + 1, 2**80, 'a', None, 1.0)
hints = (*lengths, NotImplemented)
[asked, [outcome(length) for length in lengths], [hinted(told) for told in hints]]
"""


def test_a_length_is_what_it_is_natively() -> None:
    assert_same(SAME)


@pytest.mark.parametrize("box", BOXES.values())
def test_a_long_range_says_how_long_it_is_where_nothing_is_made_of_it(box: cloche.Sandbox) -> None:
    program = """
r = range(10**12)
[f(r) for f in (iter, len)][1], len(r), (iter(r), len(r))[1], len([f for f in (iter, len) if f(r)])
"""
    assert box.run(program) == (10**12, 10**12, 10**12, 2)


@pytest.mark.parametrize("name", ["__len__", "__length_hint__"])
@pytest.mark.parametrize(
    "value", ["staticmethod(f)", "classmethod(f)", "property(f)", "C()", "C", "3"]
)
def test_what_nothing_can_stand_before_is_refused(name: str, value: str) -> None:
    source = "def f(*_): return 1\nclass C:\n    def __call__(self): return 1\nclass X:\n    "
    with pytest.raises(cloche.GuestError, match="must be a function defined in the program"):
        cloche.run(f"{source}{name} = {value}")
    with pytest.raises(cloche.GuestError, match="must be a function defined in the program"):
        cloche.run(f"{source}pass\nX.{name} = {value}")


def test_it_stands_before_functions_once_and_is_never_seen() -> None:
    def method(_: Any) -> int:
        return 3

    for stand_in in (LEN, HINT):
        made = stand_in.before_function(method)
        assert made is not method
        assert stand_in.before_function(made) is made
        assert stand_in.shown(made) is method
        assert stand_in.before_function(list.__len__) is list.__len__
    assert operator.length_hint([1]) == 1
