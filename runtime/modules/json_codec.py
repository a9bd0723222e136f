"""`JSONEncoder` and `JSONDecoder`, adopted, over the real encoder and scanner where they are safe.

The encoder in C is only ever given plain data (`json_plain.py`), and the scanner exact text.
"""

from __future__ import annotations

import _json
import json as real
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Final

from ..prices import SMALL_BYTES, reserve, spend
from .adopted import adopt
from .json_plain import Size, plain, survey
from .plain import exact_int, exact_str
from .priced import sweeping
from .re import MODULE as RE
from .stand_in import shim

#: What a character of JSON becomes, containers apart.
BYTES_PER_CHARACTER: Final = 8
#: What a dictionary takes beside that, one that has a key or none, and a list.
_DICT, _EMPTY_DICT, _LIST = 184, 64, 56
#: The same for half a text; CPython has one object for each of one ASCII character.
_QUOTE: Final = 24
#: Longest text of one constant or number that is no long integer: `-1.7976931348623157e+308`.
_LEAF: Final = 24
#: A longer text is paid for before it is read.
_LONG: Final = 2**18


def pay_for_text(size: Size, options: dict[str, Any]) -> None:
    """Pay for the text that a structure of this size becomes."""
    indent = options["indent"]
    width = len(indent) if isinstance(indent, str) else max(indent or 0, 0)
    separators = options["separators"] or (", ", ": ")
    punctuation = len(separators[0]) + len(separators[1])
    reserve(
        size.text * (6 if options["ensure_ascii"] else 2)
        + size.digits * 2
        + size.nodes * (_LEAF + punctuation)
        + size.depths * width
    )
    if size.steps:
        spend(size.steps)
    if options["sort_keys"]:
        spend(size.nodes)


def pay_for_scanning(text: str | bytes, start: int, end: int) -> None:
    """Pay for what the JSON between *start* and *end* becomes.

    A bracket in a string counts as well: where they are many the rest is little.
    """
    length = end - start
    size = length * BYTES_PER_CHARACTER
    if length > SMALL_BYTES:
        count: Any = text.count
        encode = str.encode if type(text) is bytes else str
        size += _DICT * count(encode("{"), start, end) + _LIST * count(encode("["), start, end)
        size -= (_DICT - _EMPTY_DICT) * count(encode("{}"), start, end)
        if not text.isascii():
            size += _QUOTE * count(encode('"'), start, end)
    reserve(size)
    spend(length // 16)


# --- In the place of `_json` ----------------------------------------------------------------


def _make_encoder(
    markers: Any, default: Any, encoder: Any, indent: Any, key_separator: Any,
    item_separator: Any, sort_keys: Any, skipkeys: Any, allow_nan: Any,
) -> Callable[[Any, int], Any]:  # fmt: skip
    item, key = exact_str(item_separator), exact_str(key_separator)
    # Before 3.13 it writes on one line only.
    layout = None if indent is None else exact_str(indent)
    ascii_only = encoder is encode_basestring_ascii
    native = _json.encode_basestring_ascii if ascii_only else _json.encode_basestring

    # C asks when an encoder is made, and each of them is asked before anything is weighed.
    sorts, skips, allows = bool(sort_keys), bool(skipkeys), bool(allow_nan)
    checks = markers is not None
    options = {"indent": layout, "separators": (item, key), "ensure_ascii": ascii_only,
               "sort_keys": sorts}  # fmt: skip

    def encode(o: Any, level: int) -> Any:
        size = survey(o, checks, sorts)
        if size is None:
            o = plain(o, default, skips, sorts, None if allows else write)
            size = survey(o, checks, sorts) or Size()
        pay_for_text(size, options)
        return write(o)

    def write(o: Any) -> Any:
        made = _json.make_encoder(
            {} if checks else None, default, native, layout, key, item, sorts, skips, allows
        )
        return made(o, 0)

    return encode


def own_error(found: real.JSONDecodeError) -> Exception:
    """Return a guest's own kind of *found*: CPython's writes what it is given into a text."""
    made: Exception = DECODER.JSONDecodeError(found.msg, found.doc, found.pos)
    return made


def _make_scanner(context: Any) -> Callable[[Any, Any], tuple[Any, int]]:
    context_of: Any = SimpleNamespace
    scan = _json.make_scanner(
        context_of(
            strict=bool(context.strict),
            object_hook=context.object_hook,
            object_pairs_hook=context.object_pairs_hook,
            parse_float=context.parse_float,
            parse_int=context.parse_int,
            parse_constant=context.parse_constant,
        )
    )

    def scan_once(string: Any, idx: Any) -> tuple[Any, int]:
        if not isinstance(string, str):
            raise TypeError(f"first argument must be a string, not {type(string).__name__}")
        text, start = exact_str(string), exact_int(idx)
        length = len(text) - start
        if length > _LONG:
            pay_for_scanning(text, start, len(text))
        try:
            value, end = scan(text, start)
        except real.JSONDecodeError as found:
            raise own_error(found) from None
        if length <= _LONG:
            pay_for_scanning(text, start, end)
        return value, end

    return scan_once


@shim(_json.scanstring)
def scanstring(string: Any, end: Any, strict: Any = True, /) -> Any:
    try:
        text, after = _json.scanstring(exact_str(string), exact_int(end), bool(strict))
    except real.JSONDecodeError as found:
        raise own_error(found) from None
    spend(len(text) // 16)
    return text, after


encode_basestring_ascii: Any = sweeping(_json.encode_basestring_ascii, 6)
encode_basestring: Any = sweeping(_json.encode_basestring, 6)

_SCANNER: Final = adopt("json.scanner", {"re": RE, "_json": {"make_scanner": _make_scanner}})
DECODER: Final = adopt(
    "json.decoder",
    {"re": RE, "json": {"scanner": _SCANNER}, "_json": {"scanstring": scanstring}},
    writable="JSONDecoder JSONDecodeError",
)
ENCODER: Final = adopt(
    "json.encoder",
    {
        "re": RE,
        "_json": {
            "encode_basestring_ascii": encode_basestring_ascii,
            "encode_basestring": encode_basestring,
            "make_encoder": _make_encoder,
        },
    },
    writable="JSONEncoder",
)
