"""Source text or bytes as CPython reads them: UTF-8, without byte order mark or odd line ends."""

from __future__ import annotations

import re
from typing import Final

from .cpython import MASS_HINT, NOT_TEXT, TOO_LARGE, place, refuse
from .policy import SourceLimits

#: PEP 263, at the start of the first line, or of the second after a line without code.
_COOKIE: Final = re.compile(
    rb"^(?:[ \t\f]*(?:#[^\n]*)?\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)"
)
_UTF8: Final = frozenset({b"utf-8", b"utf8", b"u8", b"utf-8-sig"})


def decoded(source: str | bytes, limits: SourceLimits) -> str:
    """Return *source* as text that has neither byte order mark nor odd line ends."""
    if len(source) > limits.bytes:
        raise _too_large(limits)
    if isinstance(source, bytes):
        text = _from_utf8(source)
    elif isinstance(source, str):
        text = source.removeprefix("\ufeff")
    else:
        raise TypeError(f"source must be str or bytes, not {type(source).__name__}")
    if "\r" in text:
        # What CPython does itself, also inside of strings; LibCST would keep them.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        _check_encodable(text, limits)
    if (offset := text.find("\0")) >= 0:
        raise refuse(*place(text, offset), NOT_TEXT, "source contains a null character")
    return text


def _too_large(limits: SourceLimits) -> Exception:
    return refuse(1, 0, TOO_LARGE, f"source is larger than {limits.bytes} bytes", MASS_HINT)


def _from_utf8(source: bytes) -> str:
    unix = source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    cookie = _COOKIE.match(unix)
    if cookie and cookie[1].lower().replace(b"_", b"-") not in _UTF8:
        line = unix.count(b"\n", 0, cookie.start(1)) + 1
        message = f"source declares the encoding {cookie[1].decode('ascii', 'replace')}"
        raise refuse(line, 0, NOT_TEXT, message, "only UTF-8 is read")
    try:
        return unix.decode()
    except UnicodeDecodeError as error:
        before = unix[: error.start].decode()
        line, column = place(before, len(before))
        message = f"source is not UTF-8 ({error.reason})"
        raise refuse(line, column, NOT_TEXT, message, "save it as UTF-8") from None


def _check_encodable(text: str, limits: SourceLimits) -> None:
    try:
        encoded = text.encode()
    except UnicodeEncodeError as error:
        message = "source contains half of a surrogate pair"
        raise refuse(*place(text, error.start), NOT_TEXT, message) from None
    if len(encoded) > limits.bytes:
        raise _too_large(limits)
