"""`json`: the real encoder and decoder, over plain data whose size has been paid for."""

from __future__ import annotations

import codecs
import json as real
from collections.abc import Callable
from typing import Any, Final

from . import json_decoder, json_encoder
from .adopted import adopt
from .json_codec import DECODER, ENCODER, own_error, pay_for_scanning, pay_for_text
from .json_plain import Size, plain, survey
from .plain import exact_int, exact_str, exact_text
from .stand_in import module, shim, ticked


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
    **others: Any,
) -> str:
    if cls is not None or others:
        return _HERE.dumps(  # type: ignore[no-any-return]
            obj, skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular,
            allow_nan=allow_nan, cls=cls, indent=indent, separators=separators, default=default,
            sort_keys=sort_keys, **others,
        )  # fmt: skip
    # Whoever is asked may change what is weighed below.
    options: dict[str, Any] = {
        "skipkeys": bool(skipkeys),
        "ensure_ascii": bool(ensure_ascii),
        "check_circular": bool(check_circular),
        "allow_nan": bool(allow_nan),
        "sort_keys": bool(sort_keys),
        "separators": _separators(separators),
        "indent": _indent(indent),
    }
    order = options["check_circular"], options["sort_keys"]
    size = survey(obj, *order)
    if size is None:
        refuse = None if options["allow_nan"] else lambda x: _written(x, options)
        obj = plain(obj, default, options["skipkeys"], options["sort_keys"], refuse)
        size = survey(obj, *order) or Size()
    pay_for_text(size, options)
    return _written(obj, options)


def _written(obj: Any, options: dict[str, Any]) -> str:
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
    **others: Any,
) -> Any:
    if not (cls is None and strict is True and not others):
        named = {
            "object_hook": object_hook, "parse_float": parse_float, "parse_int": parse_int,
            "parse_constant": parse_constant, "object_pairs_hook": object_pairs_hook, **others,
        }  # fmt: skip
        if strict is not True:
            named["strict"] = strict
        return _HERE.loads(s, cls=cls, **named)
    if not isinstance(s, (str, bytes, bytearray)):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {type(s).__name__}")
    text = exact_text(s)
    pay_for_scanning(text, 0, len(text))
    try:
        return real.loads(
            text,
            object_hook=object_hook,
            parse_float=parse_float,
            parse_int=parse_int,
            parse_constant=parse_constant,
            object_pairs_hook=object_pairs_hook,
        )
    except real.JSONDecodeError as found:
        raise own_error(found) from None


_HERE: Final = adopt(
    "json",
    {".decoder": DECODER, ".encoder": ENCODER, "codecs": codecs},
)
#: What `load` calls, which is read from a file.
_HERE.load.__globals__["loads"] = loads

MODULE = module(
    real, "", dumps, loads, DECODER.JSONDecodeError, DECODER.JSONDecoder, ENCODER.JSONEncoder,
    dump=_HERE.dump, load=_HERE.load, decoder=json_decoder.MODULE, encoder=json_encoder.MODULE,
)  # fmt: skip
