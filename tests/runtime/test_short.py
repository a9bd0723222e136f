"""What is short is done at once, with the values and errors of CPython, as what is longer."""

from __future__ import annotations

from typing import Any

import pytest

from cloche.runtime.guards.short import are_short, are_short_rows
from cloche.transpiler.vocabulary import SHORT_TEXT
from harness import same

LONG = "x = [*range(300)]; d = dict(zip(x, map(str, x)))"
TABLE = (
    "sorted({3: 'c', 1: 'a'}.items()), sorted({3: 1, 1: 2}), sorted(reversed([1, 2]), key=str)",
    f"{LONG}; sorted(d.items(), reverse=True)[:3], list(d.items())[-1], sorted(d.keys())[-1]",
    "sorted([(1, 'b'), (1, 'a')], key=None), sorted([[2], [1]]), sorted([(1, (2,)), (1, (1,))])",
    "sorted([(1, 'a'), (1, None)])", "sorted([1, 'a'])", "sorted([1], foo=2)", "sorted(5, foo=2)",
    "sorted([1], key=5)", "sorted([1], [2])", "sorted('ba', reverse=2), sorted('ba', reverse=[])",
    "x = [3, 1]; x.sort(); x.sort(reverse=True); x, x.sort.__name__, x.sort.__qualname__",
    "[].sort(1)", "list.sort()", "list.sort(5)", "[1, 'a'].sort()",
    "sum([1, 2.5, True]), sum({1: 2}), sum({1: 2}.values()), sum([[1]], []), sum([])",
    f"{LONG}; sum(x), sum(d), sum(x, 1.5)", "sum(['a'])", "sum([1, 'a'])", "sum({}, start='')",
    "dict({1: 2}, a=3), dict({1: 2}), dict([(1, 2), [3, 4]]), dict(zip('ab', (1, 2)))",
    "dict([(1, 2, 3)])", "dict([1])", "dict({1: 2}, {})", "dict([([], 1)])",
    "d = {}; d.update({1: 2}); d.update({3: 4}, a=5); d.update([(6, 7)], other=8); d",
    "{}.update({}, {})", "dict.update()", "dict.update(5)", "{}.update(5)", "{}.copy(1)",
    f"{LONG}; x.copy() == x, d.copy() == d, set(x).copy() == set(x), {{}}.copy(), [].copy()",
    "class D(dict): pass\nd = D(a=1); d.update({'b': 2}); d, d.copy(), type(d.copy()) is dict",
    "class L(list): pass\nx = L([2, 1]); x.sort(); x, type(x.copy()) is list, sorted(x)",
    "','.join(['a', 'b']), ','.join(()), ''.join(map(str, range(20))), '-'.join('abc')",
    "class S(str):\n  def __len__(self): return 0\n','.join([S('a'), S('b')]), S(',').join('ab')",
    "','.join(['a', 1])", "','.join(5)", "b','.join([b'a', bytearray(b'b')])", "str.join(1, [])",
    "'aXa'.replace('a', 'bc'), 'aa'.replace('', '-'), 'aa'.replace('a', 'b', 1)",
    "b'a'.replace(b'a', b'')",
    "'a'.replace('a', 1)", "'a'.replace('a', 'b', 'c')", "b'a'.replace('a', b'b')",
    "'a'.ljust(3), 'a'.rjust(70, '.'), '-1'.zfill(4), b'a'.center(5), bytearray(b'a').ljust(3)",
    "x = bytearray(b'a'); y = x.ljust(1); y.append(1); x, y", "'a'.ljust(3, 'ab')",
    "'a'.ljust('b')",
    "'ä'.encode(), 'ä'.encode('latin-1'), ('x' * 5000).encode() == b'x' * 5000, ''.encode.__name__",
    "'\\ud800'.encode()", "''.encode(1, 2, 3)", "str.encode()", "str.encode(5)",
    "''.encode('nope')",
    "'{} {!r:>5} {x:.2f} {{}}'.format(1, 'a', x=2), '{0}{0}'.format('q'), '{:>300}'.format(1)[-2:]",
    "'{0.real} {1[0]} {2:{3}}'.format(1, [2], 3, 5), '{:%Y}'.format(1)", "'{} {0}'.format(1)",
    "'{} {}'.format(1)", "'{a}'.format(1)", "'{!x}'.format(1)", "'{'.format(1)",
    "'{:d}'.format('a')",
    "'{:9999}'.format(1)[-1], '{}'.format(2**70), '{}'.format('y' * 200) == 'y' * 200",
    "[*map(str, [1, 'a', None, 2.5])], [*map(int, ('1', 2.5))], [*map(str.upper, 'ab')]",
    "import math\n[*map(math.sqrt, [4, 9])], [*map(max, [1, 5], [2, 3])], [*map(dict, [{}])]",
    "map(str)", "[*map(int, ['x'])]", "[*map(str.upper, [1])]", "[*map([], [1])]", "map()",
    "class A:\n  def __init__(self, x): self.x = x\n[each.x for each in map(A, [1, 2])]",
    "set([1, 2.5, True, None]), frozenset(['a']), set([[]])", "max(['a', 'bb'], key=len)",
    "max([1, 'a'], key=lambda x: [x])", "min([3, 1], key=lambda x: (x, [x]))",
    "class A:\n  def join(self): return 1\n  copy = 2\na = A(); a.join(), a.copy, A.copy",
)  # fmt: skip

test_short = same(*TABLE)


# --- What is short ------------------------------------------------------------------------------

NUMBER = 1 << 4096
TEXT = "x" * SHORT_TEXT


class Text(str):
    __slots__ = ()


#: Items, and whether they are short together.
ITEMS: list[tuple[Any, bool]] = [
    ([], True),
    ([1.5, None, True, 2j], True),
    ([1, 1.5, "a", b"a", ...], True),
    ([NUMBER - 1, 1 - NUMBER], True),
    ([NUMBER], False),
    ([-NUMBER], False),
    (["a", 1, -NUMBER], False),
    ([TEXT, TEXT.encode()], True),
    ([TEXT + "x"], False),
    (["a", TEXT.encode() + b"x", 1], False),
    ([1, ()], False),
    ([Text("a")], False),
]
#: Rows, of how many items at most, and whether they are short.
ROWS: list[tuple[Any, int, bool]] = [
    ([], 2, True),
    ([(1, 2), ()], 2, True),
    ([(1, 2), (1, 2, 3)], 2, False),
    ([[1]], 2, False),
    ([(1,), None], 2, False),
    ([(1, ())], 2, False),
    ([(1, "a"), (b"a", NUMBER)], 2, True),
    ([(1, TEXT)], 2, True),
    ([(1, TEXT + "x"), (1, "a")], 2, False),
    ([(Text("a"),)], 2, False),
]


@pytest.mark.parametrize(("items", "expected"), ITEMS)
def test_items_are_short(items: Any, expected: bool) -> None:
    assert are_short(items) is expected


@pytest.mark.parametrize(("rows", "most", "expected"), ROWS)
def test_rows_are_short(rows: Any, most: int, expected: bool) -> None:
    assert are_short_rows(rows, most) is expected
