"""Whether bytes may be given to a JSON scanner that recurses in C, and is slow on long numbers."""

from __future__ import annotations

from itertools import accumulate
from sys import getsizeof
from typing import Final, NamedTuple

from ..runtime.boundary.limits import CrossingLimits
from .meter import DICT, ENTRY, ITEM, LIST, QUOTE, Malformed, Meter

#: Digits of a number in decimal; longer integers travel in hexadecimal.
DIGITS: Final = 4300
#: JSON items that one item of data may become (a pair of a dict: its brackets, key and value).
PER_ITEM: Final = 4
#: Items of a frame beside those of the value in it.
SPARE: Final = 64


#: Digits of a number from which C takes microseconds over it.
SLOW: Final = 300

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


class _Structure(NamedTuple):
    """What of a payload stands for values."""

    dicts: int
    lists: int
    commas: int
    colons: int
    quotes: int

    @property
    def opened(self) -> int:
        return self.dicts + self.lists

    @property
    def items(self) -> int:
        """No fewer than there are."""
        return self.opened + self.commas

    @property
    def price(self) -> int:
        """What the values take."""
        return (
            DICT * self.dicts
            + LIST * self.lists
            + ITEM * self.commas
            + ENTRY * self.colons
            + QUOTE * self.quotes
        )


def _structure(body: bytes | bytearray, quotes: int) -> _Structure:
    count = body.count
    return _Structure(count(b"{"), count(b"["), count(b","), count(b":"), quotes)


def measure(body: bytes | bytearray, limits: CrossingLimits, meter: Meter) -> None:
    """Refuse what the scanner would take long over, take much memory for, or die of.

    Strings count at first as if they held structure, and are cut out only if that is too much.

    Parameters:
        body: what is scanned; a byte before it does no harm that is no part of JSON.
        meter: is told how much it is.
    """
    most = PER_ITEM * limits.items + SPARE
    deepest = PER_ITEM * limits.depth + SPARE
    if len(body) <= min(most, deepest, DIGITS):
        # As many bytes as that are not more brackets, commas or digits, and take little.
        meter.items, meter.depth = len(body), body.count(b"[") + body.count(b"{")
        return
    _look_for_wide_escapes(body)
    found, bare = _structure(body, body.count(b'"')), None
    flat = found.opened <= deepest or is_shallow(body)
    meter.depth = min(found.opened, 2 * SHALLOW) if found.opened > deepest else found.opened
    if found.items > most or not flat or not meter.affords(found.price):
        bare, quotes = without_texts(body, most)
        found = _structure(bare, quotes)
        meter.depth = _look_closely(bare, found, most, deepest, meter)
    meter.items = found.items
    meter.pay(found.price)
    _look_for_digits(body, bare, most, meter)


def _look_for_digits(body: bytes | bytearray, bare: bytes | None, most: int, meter: Meter) -> None:
    alike = body.translate(_DIGITS_ALIKE)
    meter.long = b"0" * SLOW in alike
    long = b"0" * (DIGITS + 1)
    if meter.long and long in alike:
        bare = without_texts(body, most)[0] if bare is None else bare
        if long in bare.translate(_DIGITS_ALIKE):
            raise Malformed("the payload has a number of too many digits")


def _look_for_wide_escapes(body: bytes | bytearray) -> None:
    """Refuse characters that are spelled out and wider than a byte.

    No writer of ours does that. One of them has C take four bytes for each character of its text,
    which nobody sees in the bytes.
    """
    if body.count(rb"\u") != body.count(rb"\u00"):
        body = body.replace(rb"\\", b"")
        if body.count(rb"\u") != body.count(rb"\u00"):
            raise Malformed("the payload spells out a character that stands for itself")


def _look_closely(bare: bytes, found: _Structure, most: int, deepest: int, meter: Meter) -> int:
    """Refuse too many items, and too many levels; return how many of these there are at most."""
    if found.items > most:
        raise Malformed("the payload has too many items")
    opened = found.opened
    if opened <= deepest:
        return opened
    brackets = bare.translate(None, _ONLY_BRACKETS)
    if len(brackets) > 2 * opened:  # of those there may be any number
        raise Malformed("the payload closes more brackets than it opens")
    level = levels = 0
    for start in range(0, len(brackets), _CHUNK):
        steps = map(_BRACKETS.__getitem__, brackets[start : start + _CHUNK])
        reached = [*accumulate(steps, initial=level)]
        level, levels = reached[-1], max(levels, max(reached))
        if levels > deepest:
            raise Malformed("the payload is nested too deeply")
        meter.look()
    return levels


def without_texts(body: bytes | bytearray, most: int) -> tuple[bytes, int]:
    """Return what of *body* is in no text, as far as it is JSON, and how many quotes there are.

    Parameters:
        most: brackets and commas there may be: a text follows one of them, or a key that does.
    """
    # No fewer than there are is refused before anything is copied.
    if body.count(b'"') - body.count(b'\\"') > 4 * most + 2:
        raise Malformed("the payload has too many items")
    # Where JSON has a backslash it is in a text. So each quote that is left begins or ends one.
    body = body.replace(rb"\\", b"").replace(rb"\"", b"")
    quotes = body.count(b'"')
    if quotes > 4 * most + 2:
        raise Malformed("the payload has too many items")
    found, inside = [], False
    for start in range(0, len(body), _CHUNK):
        parts = body[start : start + _CHUNK].split(b'"')
        found.append(b"".join(parts[inside::2]))
        inside ^= len(parts) % 2 == 0
    return b"".join(found), quotes


def decoded(data: memoryview, meter: Meter) -> str:
    """Return the text that *data* is in UTF-8, with which the texts are paid for that it is cut to.

    Raises:
        Malformed: there is no room for it: up to four bytes a character, for one that is wide.
    """
    room = meter.room
    if room is not None and 4 * len(data) > room:
        whole = bytes(data)
        wide = 4 if whole.translate(None, _BELOW_4) else 2 if whole.translate(None, _BELOW_2) else 1
        if wide * len(whole.translate(None, _LATER)) > room:
            raise Malformed("the payload is text that its sender has no room for")
        del whole
    text = str(data, "utf-8", "surrogatepass")
    # No part has wider characters than the whole: none is spelled out (`_look_for_wide_escapes`).
    meter.pay(2 * getsizeof(text))
    return text


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
