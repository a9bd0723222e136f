"""Encoding and decoding: which codecs there are, and what their error handlers cost."""

from __future__ import annotations

import codecs
from functools import partial
from typing import Any, Final

from ..guards.refused import refusable
from ..own_stack import on_own_stack
from ..prices import reserve, spend

#: Codecs of one byte a character.
_SINGLE: Final = frozenset(
    """
    ascii us_ascii 646 latin_1 latin1 latin l1 iso_8859_1 iso8859_1 8859 cp819 cp1252 windows_1252
    cp437 cp850 iso8859_15 iso_8859_15
    """.split()
)
_UTF8: Final = frozenset("utf_8 utf8 u8 utf utf_8_sig".split())
#: Codecs that are written in C, take linear time and keep no state. Others are Python modules
#: that `encode` would import by the name the guest gives, and whose loops do not tick.
CODECS: Final = frozenset(
    """
    utf_16 utf16 u16 utf_16_le utf_16_be utf_16le utf_16be utf_32 utf32 u32 utf_32_le utf_32_be
    utf_32le utf_32be unicode_escape raw_unicode_escape
    """.split()
).union(_SINGLE, _UTF8)
#: Those that keep no more than a character between the pieces of a text.
PIECEWISE: Final = CODECS - {"unicode_escape", "raw_unicode_escape"}
#: Error handlers CPython itself registers; a host may have registered more.
ERRORS: Final = frozenset(
    """
    strict ignore replace xmlcharrefreplace backslashreplace namereplace surrogateescape
    surrogatepass
    """.split()
)
#: The longest name of a character, escaped: what `namereplace` makes of one.
_NAMED: Final = 96
#: What the other handlers make of one, at most.
_ESCAPED: Final = 10
#: Handlers and codecs that know one another: the handler is not called.
_SWIFT_ERRORS: Final = frozenset({"strict", "ignore", "replace", "surrogateescape"})
_SWIFT: Final = frozenset("ascii us_ascii 646 latin_1 latin1 latin l1 iso_8859_1 iso8859_1".split())
#: Steps for one call of a handler.
_HANDLING: Final = 150
#: As many wrong characters are a few steps' worth; nobody counts further.
_FEW: Final = 64


def prepare_coding(source: Any, encoding: Any = "utf-8", errors: Any = "strict") -> None:
    """Pay for coding *source*, text or bytes; refuse what would run a codec from outside.

    Raises:
        LookupError: as CPython for an encoding or handler it does not know.
    """
    if not (isinstance(encoding, str) and isinstance(errors, str)):
        return  # CPython raises its own TypeError
    for name in (encoding, errors):
        refusable(name)
    codec = str.lower(encoding).replace("-", "_").replace(" ", "_")
    if codec not in CODECS:
        raise LookupError(f"unknown encoding: {encoding}")
    handler = str.__str__(errors)
    if handler not in ERRORS:
        raise LookupError(f"unknown error handler name {errors!r}")
    load_codec(codec)
    if isinstance(source, str):
        reserve(str.__len__(source) * (_NAMED if handler == "namereplace" else _ESCAPED))
    elif isinstance(source, (bytes, bytearray)):
        # One wide character widens all of them.
        kind = _kind_of(source)
        narrow = codec in _SINGLE | _UTF8 and kind.isascii(source)
        reserve(kind.__len__(source) * (1 if narrow else 4))
    else:
        return
    if handler not in _SWIFT_ERRORS or (handler != "strict" and codec not in _SWIFT | _UTF8):
        _pay_for_errors(source, codec, handler)


#: Codecs whose modules are there; that of UTF-8 always is.
_loaded: Final = {*_UTF8} - {"utf_8_sig"}


def load_codec(codec: str) -> None:
    """Have CPython import the module of *codec*, one of `CODECS`."""
    if codec not in _loaded:
        on_own_stack(partial(codecs.lookup, codec))
        _loaded.add(codec)


def _kind_of(source: bytes | bytearray) -> Any:
    """Return the class whose methods tell the truth about *source*."""
    return bytes if isinstance(source, bytes) else bytearray


def _pay_for_errors(source: str | bytes | bytearray, codec: str, handler: str) -> None:
    """Pay for the calls of an error handler, which is asked about each wrong character."""
    doubtful = _doubtful(source, codec)
    if doubtful > _FEW and not _is_right(source, codec):
        reserve(4 * _ESCAPED * doubtful)
        spend(_HANDLING * doubtful)


def _doubtful(source: str | bytes | bytearray, codec: str) -> int:
    """Return how many characters of *source* may be wrong, at most."""
    if isinstance(source, str):
        return str.__len__(source) - len(str.encode(source, "ascii", "ignore"))
    kind = _kind_of(source)
    size: int = kind.__len__(source)
    if codec in _UTF8:
        return size - len(kind.decode(source, "utf-8", "ignore").encode("utf-8"))
    if codec in _SINGLE:
        return size - len(kind.decode(source, "ascii", "ignore"))
    return size // 2


def _is_right(source: str | bytes | bytearray, codec: str) -> bool:
    """Tell whether no handler is asked about *source*."""
    try:
        if isinstance(source, str):
            str.encode(source, codec)
        else:
            _kind_of(source).decode(source, codec)
    except UnicodeError:
        return False
    return True
