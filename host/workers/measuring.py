"""Whether bytes may be given to a JSON scanner that recurses in C, and is slow on long numbers."""

from __future__ import annotations

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


_ONLY_STRUCTURE: Final = bytes(set(range(256)) - set(b'[]{}"\\'))
#: Levels of nesting that are looked for, twice.
SHALLOW: Final = 8
_BRACKETS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_ONLY_BRACKETS: Final = bytes(set(range(256)) - _BRACKETS.keys())
#: Texts are cut out of so many bytes at a time: C makes an object of what is beside each.
_CHUNK: Final = 2**17
#: Bytes of UTF-8 below those that begin what takes four and two bytes in memory, and all that
#: begin nothing.
_BELOW_4: Final = bytes(range(0xF0))
_BELOW_2: Final = bytes(range(0xC4))
_LATER: Final = bytes(range(0x80, 0xC0))
_DIGITS_ALIKE: Final = bytes.maketrans(b"0123456789", b"0000000000")


def measure(body: bytes | bytearray, limits: CrossingLimits) -> None:
    """Refuse what the scanner would take long over, or die of.

    Strings count at first as if they held structure, and are cut out only if that is too much.

    Parameters:
        body: what is scanned; a byte before it does no harm that is no part of JSON.
    """
    most = PER_ITEM * limits.items + SPARE
    deepest = PER_ITEM * limits.depth + SPARE
    if len(body) <= min(most, deepest, DIGITS):
        return  # as many bytes as that are not more brackets, commas or digits
    opened = body.count(b"[") + body.count(b"{")
    if opened + body.count(b",") > most or not (opened <= deepest or is_shallow(body)):
        _look_closely(without_texts(body, most), most, deepest)
    long = b"0" * (DIGITS + 1)
    if long in body.translate(_DIGITS_ALIKE):
        body = without_texts(body, most)
        if long in body.translate(_DIGITS_ALIKE):
            raise Malformed("the payload has a number of too many digits")


def _look_closely(bare: bytes, most: int, deepest: int) -> None:
    opened = bare.count(b"[") + bare.count(b"{")
    if opened + bare.count(b",") > most:
        raise Malformed("the payload has too many items")
    if opened > deepest:
        brackets = bare.translate(None, _ONLY_BRACKETS)
        if len(brackets) > 2 * opened:  # of those there may be any number
            raise Malformed("the payload closes more brackets than it opens")
        if max(accumulate(map(_BRACKETS.__getitem__, brackets))) > deepest:
            raise Malformed("the payload is nested too deeply")


def without_texts(body: bytes | bytearray, most: int) -> bytes:
    """Return what of *body* is in no text, as far as it is JSON.

    Parameters:
        most: brackets and commas there may be: a text follows one of them, or a key that does.
    """
    # No fewer than there are is refused before anything is copied.
    if body.count(b'"') - body.count(b'\\"') > 4 * most + 2:
        raise Malformed("the payload has too many items")
    # Where JSON has a backslash it is in a text. So each quote that is left begins or ends one.
    body = body.replace(rb"\\", b"").replace(rb"\"", b"")
    if body.count(b'"') > 4 * most + 2:
        raise Malformed("the payload has too many items")
    found, inside = [], False
    for start in range(0, len(body), _CHUNK):
        parts = body[start : start + _CHUNK].split(b'"')
        found.append(b"".join(parts[inside::2]))
        inside ^= len(parts) % 2 == 0
    return b"".join(found)


def decoded(data: memoryview, room: int | None) -> str:
    """Return the text that *data* is in UTF-8.

    Parameters:
        room: bytes it may take: up to four a character, for one that is wide. None: any number.

    Raises:
        Malformed: it takes more.
    """
    if room is not None and 4 * len(data) > room:
        whole = bytes(data)
        wide = 4 if whole.translate(None, _BELOW_4) else 2 if whole.translate(None, _BELOW_2) else 1
        if wide * len(whole.translate(None, _LATER)) > room:
            raise Malformed("the payload is text that its sender has no room for")
        del whole
    return str(data, "utf-8", "surrogatepass")


def is_shallow(body: bytes | bytearray) -> bool:
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
