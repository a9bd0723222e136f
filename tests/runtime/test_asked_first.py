"""Guests are asked before anything is weighed, and what C works on is what was paid for.

In each program something of the guest's answers a question of the shim's or of C's, and changes
what was weighed meanwhile, or is not what it seems. What the call takes is told in steps.
"""

from __future__ import annotations

import pytest

import cloche
from sampling import halved

LIMITS = cloche.Limits(steps=5_000_000, seconds=20.0)
BOXES = {way: cloche.Sandbox(limits=LIMITS, optimize=way) for way in (True, False)}
#: `Late` answers whatever it is asked, and first makes `grown` of a bytearray, or of a list.
HEADER = """
import bisect, csv, decimal, enum, heapq, io, itertools, json
from collections import ChainMap, Counter, UserDict, UserString, deque
class Late:
    def __init__(self, answer=True): self.answer = answer
    def __bool__(self): return bool(self.asked())
    def __index__(self): return int(self.asked())
    def __int__(self): return int(self.asked())
    def __float__(self): return float(self.asked())
    def __iter__(self): return iter(self.asked())
    def __bytes__(self): return self.asked()
    def asked(self):
        whole.clear()
        whole.extend(grown)
        return self.answer
"""
DERIVED = """
class Text(str):
    def __len__(self): return 0
class Bytes(bytes):
    def __len__(self): return 0
class Number(int): pass
class Listed(list):
    def __iter__(self): return rows
    def __len__(self): return 1
class Inside(UserDict): pass
class Around(UserString): pass
class Hidden(list):
    def __len__(self): return 0
class Queue(deque):
    maxlen = 0
    def __len__(self): return 0
class Chain(ChainMap): pass
class Count(int):
    def __neg__(self):
        Late().asked()
        return -int(self)
class Sly(int):
    def __floordiv__(self, other): return 0
class Bits(int):
    def bit_length(self): return Sly(10_000_000)
class Wide:
    def __index__(self): return wide
class Million:
    def __index__(self): return 1_000_000
class Sized(bytes):
    def __index__(self): return 2_000_000
class Array(bytearray):
    def __index__(self): return 2_000_000
class Large:
    def __bytes__(self): return large
"""

#: Setting up -> the call -> the least that it takes in steps, far above what it took unpaid.
ROWS: dict[str, dict[str, int]] = {
    "text = 'ab,' * 60_000": {
        "text.split(Text(','))": 10_000,
        "text.rsplit(Text(','))": 10_000,
        "text.encode().split(Bytes(b','))": 10_000,
        "text.encode().rsplit(Bytes(b','))": 10_000,
        "bytearray(text.encode()).split(Bytes(b','))": 10_000,
    },
    "whole, grown = bytearray(5_000), b'a,' * 60_000": {
        "whole.split(b',', Late(10**9))": 10_000,
        "whole.rsplit(b',', Late(10**9))": 10_000,
        "whole.rsplit(b',', maxsplit=Late(10**9))": 10_000,
        "whole.hex(':', Late(1))": 1_300,
        "whole.hex(bytes_per_sep=Late(1))": 1_300,
        "whole.rfind(b'a' * 9_000, Late(0))": 100_000,
    },
    "whole, grown = bytearray(5_000), b'a\\n' * 60_000": {
        "whole.splitlines(Late(1))": 10_000,
    },
    "whole, grown, text = bytearray(b'ab'), b'a', b'a,' * 60_000": {
        "text.split(whole, Late(10**9))": 3_000,
        "text.rsplit(whole, Late(10**9))": 3_000,
    },
    "whole, grown, text = bytearray(b'b'), b'a' * 9_000 + b'b', b'a' * 60_000": {
        "text.rfind(whole, Late(0))": 100_000,
    },
    "text = 'a' * 2_000": {
        "text.translate({97.0: 'b' * 1_000})": 7_000,
        "text.translate({Number(97): 'b' * 1_000})": 7_000,
        "('\\1' * 2_000).translate({True: 'b' * 1_000})": 7_000,
    },
    "whole, grown = bytearray(b'a'), b'a' * 900_000": {
        "int.from_bytes(whole, 'big', signed=Late())": 7_000,
        "int.from_bytes(Bytes(grown), 'big')": 7_000,
        "int.from_bytes(Late(grown), 'big')": 7_000,
    },
    "whole, grown = [], [1] * 900_000; whole.append(Late(1))": {
        "int.from_bytes(whole, 'big')": 142_500,
    },
    "": {
        "bytes(Array(b'x'))": 7_000,
        "bytearray(Sized(b'x'))": 7_000,
        "bytearray(Array(b'x'))": 7_000,
    },
    "wide, digits = 1 << 4_000_000, decimal.Decimal('1' * 10_000)": {
        "bin(Wide())": 15_000,
        "hex(Wide())": 15_000,
        "Queue([0]) * 1_000_000": 31_000,
        "x = Queue([0]); x *= 1_000_000": 31_000,
        "deque([0]).__mul__(Million())": 31_000,
        "csv.writer(io.StringIO(), lineterminator=Text('x' * 5_000)).writerow([1])": 7_000,
        "decimal.Decimal(1).fma(other=digits, third=1)": 200_000,
        "x = Chain(); x.maps = Hidden([{}] * 50_000); x.new_child()": 50_000,
        "class F(enum.IntFlag):\n A = Bits(1)\n B = enum.auto()": 24_000,
    },
    """x, y = [0], [0]
for i in range(12): x, y = [x, x], [y, y]
whole, grown = [1, 2, 3], [x, y, x]""": {
        "heapq.nlargest(Count(2), whole)": 4_000,
    },
    # Whoever draws the rows, in C or in the library, takes a step for each.
    "rows = itertools.product((0, 1), repeat=12)": {
        "try: SyntaxError('a', rows)\nexcept TypeError: pass": 4_096,
        "try: ExceptionGroup('a', Listed([ValueError()]))\nexcept ValueError: pass": 4_096,
        "x = []; x += Listed()": 4_096,
        "9.5 in ChainMap(rows)": 4_096,
        "x = Inside(); x.data = rows; 9.5 in x": 4_096,
        "x = Around('a'); x.data = rows; 9.5 in x": 4_096,
    },
    **{
        f"rows = itertools.{name}": {"try: SyntaxError('a', rows)\nexcept TypeError: pass": 3_000}
        for name in (
            "permutations(range(7))",
            "combinations(range(14), 7)",
            "combinations_with_replacement(range(8), 7)",
        )
    },
    "large = b'x' * 1_000_000": {
        "[Bytes(Large()) for i in range(5)]": 19_000,
        "[bytes.__new__(Bytes, Large()) for i in range(5)]": 19_000,
    },
    "whole, grown = [1], [['a' * 1_000] * 500]": {
        **{
            f"{call}": 11_000
            for name in (
                "skipkeys",
                "ensure_ascii",
                "check_circular",
                "allow_nan",
                "sort_keys",
                "separators",
            )
            for call in (
                f"json.dumps(whole, {name}=Late((',', ':')))",
                f"json.JSONEncoder({name}=Late((',', ':'))).encode(whole)",
                f"json.dumps(whole, cls=json.JSONEncoder, {name}=Late((',', ':')))",
            )
        },
    },
}

#: The same without a class that derives from more than `object`: nothing seems to compare or print.
LEAN = """
class Both:
    def clear(self):
        a.clear()
        b.clear()
    def extend(self, grown):
        a.extend(grown)
        b.extend(grown)
class Row:
    def __len__(self): return 1
    def __getitem__(self, at):
        Late().asked()
        return a
x = [0]
for i in range(15): x = [x, x]
a, b, whole, grown = [1], [1], Both(), [x]
"""
ROWS |= {
    LEAN: {
        "sorted([a, b], reverse=Late())": 20_000,
        "[a, b].sort(reverse=Late())": 20_000,
        "bisect.bisect_left([a], b, Late(0))": 10_000,
        "bisect.insort_right([a], b, 0, Late(1))": 10_000,
        "bisect.bisect_left(Row(), b)": 10_000,
        "(b,).index(a, Late(0))": 10_000,
        "[b].index(a, Late(0))": 10_000,
        "'%x %s' % (Late(), a)": 10_000,
        "'%d %s' % (Late(), a)": 10_000,
        "'%f %r' % (Late(), (a,))": 10_000,
        "b'%b %a' % (Late(b''), a)": 10_000,
        "bytearray(b'%x %a') % (Late(), a)": 10_000,
    },
}


@halved
@pytest.mark.parametrize("way", BOXES)
@pytest.mark.parametrize(
    ("start", "call", "steps"),
    [(start, *row) for start, calls in ROWS.items() for row in calls.items()],
)
def test_takes_steps(start: str, call: str, steps: int, way: bool) -> None:
    begin = f"{HEADER}\n{start}" if start is LEAN else f"{HEADER}{DERIVED}\n{start}"
    taken = [BOXES[way].execute(f"{begin}\n{each}\nNone").steps for each in ("None", call)]
    assert taken[1] - taken[0] >= steps
