"""Whether bytes may be given to a JSON scanner that recurses in C, and is slow on long numbers."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from ..runtime.boundary.limits import CrossingLimits

#: Digits of a number in decimal; longer integers travel in hexadecimal.
DIGITS: Final = 4300
#: JSON items that one item of data may become (a pair of a dict: its brackets, key and value).
PER_ITEM: Final = 4
#: Items of a frame beside those of the value in it.
SPARE: Final = 64


class Malformed(Exception):
    """Bytes that no honest worker sends."""


#: One that does not end counts as well, or each of its escaped quotes would be tried again.
STRING: Final = re.compile(rb'"(?:[^"\\]+|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_ONLY_STRUCTURE: Final = bytes(set(range(256)) - set(b'[]{}"\\'))
#: Levels of nesting that are looked for, twice.
SHALLOW: Final = 8
_BRACKETS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_ONLY_BRACKETS: Final = bytes(set(range(256)) - _BRACKETS.keys())
_DIGITS_ALIKE: Final = bytes.maketrans(b"0123456789", b"0000000000")


def measure(body: bytes, limits: CrossingLimits) -> None:
    """Refuse what the scanner would take long over, or die of.

    Strings count at first as if they held structure, and are cut out only if that is too much.
    """
    most = PER_ITEM * limits.items + SPARE
    deepest = PER_ITEM * limits.depth + SPARE
    if len(body) <= min(most, deepest, DIGITS):
        return  # as many bytes as that are not more brackets, commas or digits
    opened = body.count(b"[") + body.count(b"{")
    if opened + body.count(b",") > most or not (opened <= deepest or is_shallow(body)):
        body = STRING.sub(b'""', body)
        opened = body.count(b"[") + body.count(b"{")
        if opened + body.count(b",") > most:
            raise Malformed("the payload has too many items")
        brackets = body.translate(None, _ONLY_BRACKETS)
        if opened > deepest and max(accumulate(map(_BRACKETS.__getitem__, brackets))) > deepest:
            raise Malformed("the payload is nested too deeply")
    long = b"0" * (DIGITS + 1)
    if long in body.translate(_DIGITS_ALIKE):
        stripped = STRING.sub(b'""', body)
        if long in stripped.translate(_DIGITS_ALIKE):
            raise Malformed("the payload has a number of too many digits")


def is_shallow(body: bytes) -> bool:
    """Tell whether no more than a few brackets are inside one another, if that is easily seen.

    Text without brackets leaves its two quotes side by side. If all quotes are in such pairs then
    no bracket is in a text.
    """
    left = body.translate(None, _ONLY_STRUCTURE)
    if b"\\" in left:
        return False
    left = left.replace(b'""', b"")
    for _ in range(SHALLOW):
        left = left.replace(b"{}", b"").replace(b"[]", b"")
    return not left
