"""`json`: the real encoder and decoder, over plain data whose size has been paid for."""

from __future__ import annotations

import json as real
from collections.abc import Callable
from typing import Any, Final

from ..prices import reserve, spend
from ..standins import plain as plain_types
from .json_plain import Size, plain, survey
from .plain import exact_int, exact_str, exact_text
from .stand_in import module, shim, ticked

VETTED = "JSONDecodeError"

#: What a character of JSON becomes; of the densest (`{},`) it may be three times as much.
_BYTES_PER_CHARACTER: Final = 8
#: Longest text of one number, constant or escape besides strings: `-1.7976931348623157e+308`.
_LEAF: Final = 24


@shim(real.dumps)
def dumps(
    obj: Any,
    *,
    skipkeys: Any = False,
    ensure_ascii: Any = True,
    check_circular: Any = True,
    allow_nan: Any = True,
    cls: Any = None,
    indent: Any = None,
    separators: Any = None,
    default: Callable[[Any], Any] | None = None,
    sort_keys: Any = False,
) -> str:
    if cls is not None:
        raise TypeError("json.dumps() takes no cls= here: use default=")
    size = survey(obj)
    if size is None:
        obj = plain(obj, default, bool(skipkeys))
        size = survey(obj) or Size()
    options: dict[str, Any] = {
        "skipkeys": bool(skipkeys),
        "ensure_ascii": bool(ensure_ascii),
        "check_circular": bool(check_circular),
        "allow_nan": bool(allow_nan),
        "indent": _indent(indent),
        "separators": _separators(separators),
        "sort_keys": bool(sort_keys),
    }
    _pay(size, options)
    if options["indent"] is None:
        return real.dumps(obj, **options)
    # Written in Python, piece by piece: this one can tick.
    return "".join(ticked(real.JSONEncoder(**options).iterencode(obj)))


def _indent(indent: Any) -> str | int | None:
    if indent is None:
        return None
    if isinstance(indent, str):
        return exact_str(indent)
    if isinstance(indent, int):
        return exact_int(indent)
    name = type(indent).__name__
    raise TypeError(f"can't multiply sequence by non-int of type {name!r}")


def _separators(separators: Any) -> tuple[str, str] | None:
    if separators is None:
        return None
    item, key = separators
    return exact_str(item, "item separator"), exact_str(key, "key separator")


def _pay(size: Size, options: dict[str, Any]) -> None:
    """Pay for the text that a structure of this size becomes."""
    indent = options["indent"]
    width = len(indent) if isinstance(indent, str) else max(indent or 0, 0)
    separators = options["separators"] or (", ", ": ")
    punctuation = len(separators[0]) + len(separators[1])
    reserve(
        size.text * (6 if options["ensure_ascii"] else 2)
        + size.nodes * (_LEAF + punctuation)
        + size.depths * width
    )
    if options["sort_keys"]:
        spend(size.nodes)


@shim(real.loads)
def loads(
    s: Any,
    *,
    cls: Any = None,
    object_hook: Callable[[dict[str, Any]], Any] | None = None,
    parse_float: Callable[[str], Any] | None = None,
    parse_int: Callable[[str], Any] | None = None,
    parse_constant: Callable[[str], Any] | None = None,
    object_pairs_hook: Callable[[list[tuple[str, Any]]], Any] | None = None,
    strict: Any = True,
) -> Any:
    if cls is not None:
        raise TypeError("json.loads() takes no cls= here: use object_hook=")
    if not isinstance(s, (str, bytes, bytearray)):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {type(s).__name__}")
    text = exact_text(s)
    reserve(len(text) * _BYTES_PER_CHARACTER)
    spend(len(text) // 16)
    return real.loads(
        text,
        object_hook=object_hook,
        parse_float=parse_float,
        parse_int=parse_int,
        parse_constant=parse_constant,
        object_pairs_hook=object_pairs_hook,
        strict=bool(strict),
    )


plain_types(real.JSONDecodeError)

MODULE = module(real, VETTED, dumps, loads)
