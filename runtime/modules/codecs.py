"""`codecs`: encoding and decoding, by the codecs that text has and a few over bytes."""

from __future__ import annotations

import codecs as real
from collections.abc import Callable, Iterator
from typing import Any, Final

from ..buffers import flat
from ..prices import reserve
from ..universe import text_guards
from ..universe.coding import prepare_coding
from .base64 import MODULE as BASE64
from .binascii import MODULE as BINASCII
from .codecs_incremental import incremental_decoder, incremental_encoder, known
from .plain import exact_str
from .priced import length
from .quopri import MODULE as QUOPRI
from .stand_in import module, shim, ticked
from .zlib import MODULE as ZLIB

VETTED = """
BOM BOM_BE BOM_LE BOM_UTF16 BOM_UTF16_BE BOM_UTF16_LE BOM_UTF32 BOM_UTF32_BE BOM_UTF32_LE BOM_UTF8
"""

_ROTATED: Final = {
    ord(first) + at: ord(first) + (at + 13) % 26 for first in "aA" for at in range(26)
}


def _rot13(text: Any) -> str:
    exact = exact_str(text)
    reserve(2 * len(exact))
    return exact.translate(_ROTATED)


#: Codecs from bytes to bytes or text to text, by name: how to encode and how to decode.
_OTHERS: Final[dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "base64": (BASE64.encodebytes, BASE64.decodebytes),
    "hex": (BINASCII.hexlify, BINASCII.unhexlify),
    "quopri": (QUOPRI.encodestring, QUOPRI.decodestring),
    "rot13": (_rot13, _rot13),
    "zlib": (ZLIB.compress, ZLIB.decompress),
}
_ALIASES: Final = {
    "base_64": "base64", "base64_codec": "base64", "hex_codec": "hex", "rot_13": "rot13",
    "quopri_codec": "quopri", "quoted_printable": "quopri", "quotedprintable": "quopri",
    "zip": "zlib", "zlib_codec": "zlib",
}  # fmt: skip


def _other(encoding: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]] | None:
    if not isinstance(encoding, str):
        return None
    name = exact_str(encoding).lower().replace("-", "_").replace(" ", "_")
    return _OTHERS.get(_ALIASES.get(name, name))


@shim(real.encode)
def encode(obj: Any, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
    other = _other(encoding)
    if other is not None:
        return other[0](obj)
    if not isinstance(obj, str):
        prepare_coding(obj, encoding, errors)
        return real.encode(obj, encoding, errors)
    return text_guards.encode(obj, encoding, errors)


@shim(real.decode)
def decode(obj: Any, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
    other = _other(encoding)
    if other is not None:
        return other[1](obj)
    obj = flat(obj)
    if isinstance(obj, (bytes, bytearray)):
        kind = bytes if isinstance(obj, bytes) else bytearray
        return text_guards.decoder(kind)(obj, encoding, errors)
    prepare_coding(obj, encoding, errors)
    return real.decode(obj, encoding, errors)


@shim(real.getdecoder)
def getdecoder(encoding: Any) -> Callable[..., tuple[Any, int]]:
    name = encoding if _other(encoding) else known(encoding)

    def decoder(input: Any, errors: Any = "strict") -> tuple[Any, int]:
        return decode(input, name, errors), length(flat(input))

    return decoder


@shim(real.getencoder)
def getencoder(encoding: Any) -> Callable[..., tuple[Any, int]]:
    name = encoding if _other(encoding) else known(encoding)

    def encoder(input: Any, errors: Any = "strict") -> tuple[Any, int]:
        return encode(input, name, errors), length(input)

    return encoder


@shim(real.getincrementaldecoder)
def getincrementaldecoder(encoding: Any) -> Any:
    return incremental_decoder(known(encoding))


@shim(real.getincrementalencoder)
def getincrementalencoder(encoding: Any) -> Any:
    return incremental_encoder(known(encoding))


@shim(real.iterdecode)
def iterdecode(
    iterator: Any, encoding: Any, errors: Any = "strict", **kwargs: Any
) -> Iterator[Any]:
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for piece in ticked(iterator):
        output = decoder.decode(piece)
        if output:
            yield output
    output = decoder.decode(b"", True)
    if output:
        yield output


@shim(real.iterencode)
def iterencode(
    iterator: Any, encoding: Any, errors: Any = "strict", **kwargs: Any
) -> Iterator[Any]:
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for piece in ticked(iterator):
        output = encoder.encode(piece)
        if output:
            yield output
    output = encoder.encode("", True)
    if output:
        yield output


MODULE = module(
    real, VETTED, encode, decode, getincrementaldecoder, getincrementalencoder, iterdecode,
    iterencode, getdecoder, getencoder,
)  # fmt: skip
