"""`unicodedata`: what is known of a character; normal forms are paid for."""

from __future__ import annotations

import unicodedata as real
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from cloche.transpiler.vocabulary import marks_of

from ..prices import SMALL_BYTES, reserve, spend
from .plain import exact_str
from .stand_in import module, shim

VETTED = """
bidirectional category combining decimal decomposition digit east_asian_width mirrored name
numeric unidata_version
"""
#: A character becomes at most so many, of four bytes each.
_GROWTH: Final = 18 * 4
#: Marks are sorted by insertion: a run of them costs its square, and each may become several.
_MOVES_A_STEP: Final = 8
_SHORT: Final = 64
#: So many characters are normalised at once, or looked at one by one.
_PIECE: Final = 4096
#: Steps for looking at one.
_LOOKED_AT: Final = 2
_WRITTEN_A_STEP: Final = 4
#: Letters that are joined with the one before: vowels and finals of Hangul, and of Kirat Rai.
_JOINED: Final = (("\u1160", "\u11ff"), ("\U00016d63", "\U00016d6a"))


def _paid(given: Any, grown: int = 0) -> str:
    """Return *given* as an exact text whose normalisation is paid for.

    Parameters:
        grown: so many characters of it are normalised at once; all, if 0.
    """
    text: str = exact_str(given)
    if not text.isascii() and len(text) > _SHORT:
        reserve(min(len(text), grown or len(text)) * _GROWTH)
        for count in _runs(text):
            if count > _SHORT:
                spend((3 * count) ** 2 // _MOVES_A_STEP)
    elif len(text) > SMALL_BYTES:
        reserve(len(text))
    return text


def _runs(text: str) -> Iterator[int]:
    """Yield how many marks follow one another in *text*, piece by piece, which are paid for."""
    count = 0
    for start in range(0, len(text), _PIECE):
        piece = text[start : start + _PIECE]
        spend(len(piece) * _LOOKED_AT)
        for is_mark, run in groupby(map(marks_of(piece).__contains__, piece)):
            if is_mark:
                count += sum(1 for _ in run)
            else:
                yield count
                count = 0
    yield count


def _form(form: Any) -> Any:
    return exact_str(form) if isinstance(form, str) else form


@shim(real.normalize)
def normalize(form: Any, unistr: Any, /) -> str:
    if not isinstance(unistr, str):
        return real.normalize(form, unistr)
    form, text = _form(form), _paid(unistr, _PIECE)
    if len(text) <= _PIECE or text.isascii():
        return real.normalize(form, text)
    pieces = []
    for start, end in _pieces(text):
        reserve((end - start) * _GROWTH)
        piece = real.normalize(form, text[start:end])
        # A compatible form may be 18 times as long. The clock is looked at here as well.
        spend(1 + len(piece) // _WRITTEN_A_STEP)
        pieces.append(piece)
    reserve(4 * sum(map(len, pieces)))
    return "".join(pieces)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield where *text* can be cut into pieces whose normal forms together are its own."""
    start, length = 0, len(text)
    while start < length:
        end = min(start + _PIECE, length)
        while end < length and not _stands_alone(text[end]):
            end += 1
            if (end - start) % _PIECE == 0:
                spend(_PIECE * _LOOKED_AT)
        yield start, end
        start = end


def _stands_alone(char: str) -> bool:
    """Tell whether what *char* becomes is surely not reordered or joined with what is before it."""
    if char.isascii():
        return True
    first = real.normalize("NFKD", char)[0]
    return not (
        real.category(first).startswith("M") or any(low <= first <= high for low, high in _JOINED)
    )


@shim(real.is_normalized)
def is_normalized(form: Any, unistr: Any, /) -> bool:
    if not isinstance(unistr, str):
        return real.is_normalized(form, unistr)
    return real.is_normalized(_form(form), _paid(unistr))


@shim(real.lookup)
def lookup(name: Any, /) -> str:
    return real.lookup(name)


MODULE = module(real, VETTED, normalize, is_normalized, lookup)
