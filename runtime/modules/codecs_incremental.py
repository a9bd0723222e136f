"""Coding piece by piece: around the real coders of the codecs that keep little between pieces."""

from __future__ import annotations

import codecs as real
from collections.abc import Callable
from typing import Any, Final

from ..boundary.truth import name_of
from ..buffers import flat
from ..guards.refused import refusable
from ..options import flag
from ..prices import reserve
from ..run import charge
from ..standins import opaque, trust
from ..universe.coding import ERRORS, PIECEWISE, load_codec, prepare_coding
from .plain import exact_str


def known(encoding: Any) -> str:
    """Return the exact name of an encoding.

    Raises:
        LookupError: it is not among those that are coded piece by piece here.
    """
    name = exact_str(encoding, "argument")
    refusable(name)
    codec = name.lower().replace("-", "_").replace(" ", "_")
    if codec not in PIECEWISE:
        raise LookupError(f"unknown encoding: {name}")
    load_codec(codec)
    return name


class IncrementalDecoder:
    """Decodes an input in multiple steps."""

    __slots__ = ("__coder__", "__encoding__", "errors")

    def decode(self, input: Any, final: Any = False) -> str:
        """Decode input (bytes-like) and return the text."""
        coder, data = _coder(self), flat(input)
        if not hasattr(coder, "buffer"):
            # It keeps nothing, and nobody asks whether that was all.
            data = _exact(data)
            prepare_coding(data, _encoding(self), coder.errors)
            return str(coder.decode(data))
        kept = coder.buffer
        _pay_joining(kept, data)
        data = _exact(kept + data)
        final = flag(final)
        # Who was asked may have set another state: what is decoded is what there was before.
        prepare_coding(data, _encoding(self), coder.errors)
        kept, coder.buffer = coder.buffer, b""
        try:
            return str(coder.decode(data, final))
        except Exception:
            coder.buffer = kept
            raise

    def reset(self) -> None:
        """Reset the decoder to the initial state."""
        _coder(self).reset()

    def getstate(self) -> tuple[bytes, int]:
        """Return the undecoded input, and a number."""
        kept, flag = _coder(self).getstate()
        return kept, flag

    def setstate(self, state: Any) -> None:
        """Set the state as `getstate` returned it."""
        if type(state) is not tuple or [*map(type, state)] != [bytes, int]:
            raise TypeError("state must be a tuple returned by getstate()")
        charge(len(state[0]))
        _coder(self).setstate(state)


class IncrementalEncoder:
    """Encodes an input in multiple steps."""

    __slots__ = ("__coder__", "__encoding__", "errors")

    def encode(self, input: Any, final: Any = False) -> bytes:
        """Encode text and return the bytes."""
        coder = _coder(self)
        prepare_coding(input, _encoding(self), coder.errors)
        return bytes(coder.encode(input))  # none of them asks for more

    def reset(self) -> None:
        """Reset the encoder to the initial state."""
        _coder(self).reset()

    def getstate(self) -> int:
        """Return the state, a number."""
        return int(_coder(self).getstate())

    def setstate(self, state: Any) -> None:
        """Set the state as `getstate` returned it."""
        if type(state) is not int:
            raise TypeError("state must be an integer returned by getstate()")
        _coder(self).setstate(state)


_KINDS: Final[tuple[Any, ...]] = (IncrementalDecoder, IncrementalEncoder)
for _kind in _KINDS:
    _kind.__module__ = "codecs"
    opaque(_kind)
trust(*_KINDS, careful=True)


def _pay_joining(kept: bytes, data: Any) -> None:
    if kept and isinstance(data, (bytes, bytearray)):
        kind: Any = bytes if isinstance(data, bytes) else bytearray
        reserve(len(kept) + kind.__len__(data))


def _exact(data: Any) -> bytes:
    """Return what a coder is given, of which C asks nothing but its bytes.

    Raises:
        TypeError: as C, for what has none. (What has an `__radd__` has answered by then.)
    """
    if type(data) is bytes:
        return data
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError(f"a bytes-like object is required, not '{name_of(type(data))}'")
    kind: Any = bytes if isinstance(data, bytes) else bytearray
    reserve(kind.__len__(data))
    return b"".join((data,))


def _coder(x: object) -> Any:
    return _accessor(x, "__coder__")


def _encoding(x: object) -> Any:
    return _accessor(x, "__encoding__")


def _accessor(x: object, name: str) -> Any:
    """Read a hidden slot by its own accessor, which refuses anything but such an object."""
    kind = IncrementalEncoder if type(x) is IncrementalEncoder else IncrementalDecoder
    return vars(kind)[name].__get__(x)


def _made(kind: Any, make: Any, encoding: str, errors: Any) -> Any:
    handler = exact_str(errors, "errors")
    refusable(handler)
    if handler not in ERRORS:
        raise LookupError(f"unknown error handler name {handler!r}")
    made = object.__new__(kind)
    for name, value in (
        ("__coder__", make(encoding)(handler)), ("__encoding__", encoding), ("errors", handler),
    ):  # fmt: skip
        vars(kind)[name].__set__(made, value)
    return made


def incremental_decoder(encoding: str) -> Callable[..., Any]:
    """Return what makes decoders of *encoding*."""

    def IncrementalDecoder_(errors: Any = "strict") -> Any:
        return _made(IncrementalDecoder, real.getincrementaldecoder, encoding, errors)

    return IncrementalDecoder_


def incremental_encoder(encoding: str) -> Callable[..., Any]:
    """Return what makes encoders of *encoding*."""

    def IncrementalEncoder_(errors: Any = "strict") -> Any:
        return _made(IncrementalEncoder, real.getincrementalencoder, encoding, errors)

    return IncrementalEncoder_
