"""Guests are asked before anything is weighed, and what C works on is what was paid for.

In each program something of the guest's answers a question of the shim's or of C's, and changes
what was weighed meanwhile, or is not what it seems. What the call takes is told in steps.
"""

from __future__ import annotations

import pytest

import cloche

LIMITS = cloche.Limits(steps=5_000_000, seconds=20.0)
BOXES = {way: cloche.Sandbox(limits=LIMITS, optimize=way) for way in (True, False)}
#: `Late` answers whatever it is asked, and first makes `grown` of a bytearray, or of a list.
HEADER = """
import json
class Late:
    def __init__(self, answer=True): self.answer = answer
    def __bool__(self): return bool(self.asked())
    def __index__(self): return int(self.asked())
    def __iter__(self): return iter(self.asked())
    def __bytes__(self): return self.asked()
    def asked(self):
        whole.clear()
        whole.extend(grown)
        return self.answer
class Text(str):
    def __len__(self): return 0
class Bytes(bytes):
    def __len__(self): return 0
class Number(int): pass
"""

#: Setting up -> the call -> the least that it takes in steps, far above what it took unpaid.
ROWS = {
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


@pytest.mark.parametrize("way", BOXES)
@pytest.mark.parametrize(
    ("start", "call", "steps"),
    [(start, *row) for start, calls in ROWS.items() for row in calls.items()],
)
def test_takes_steps(start: str, call: str, steps: int, way: bool) -> None:
    taken = [
        BOXES[way].execute(f"{HEADER}\n{start}\n{each}\nNone").steps for each in ("None", call)
    ]
    assert taken[1] - taken[0] >= steps
