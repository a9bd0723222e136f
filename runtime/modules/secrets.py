"""`secrets`, adopted over the chance of the run."""

from __future__ import annotations

import random as real
from operator import index
from types import SimpleNamespace
from typing import Any

from ..prices import reserve
from . import chance
from .adopted import adopt, offer
from .base64 import MODULE as BASE64
from .binascii import MODULE as BINASCII
from .hmac import compare_digest
from .random import SystemRandom


class _Source:
    """What the module asks for random numbers: the chance of whatever run is current."""

    __slots__ = ()

    def getrandbits(self, k: Any) -> int:
        """Return an integer of *k* random bits."""
        count = index(k)
        if count < 0:
            raise ValueError("number of bits must be non-negative")
        reserve(count // 8)
        return chance.bits(count)

    def randbytes(self, n: Any) -> bytes:
        """Return *n* random bytes."""
        count = index(n)
        if count < 0:
            raise ValueError("negative argument not allowed")
        reserve(count)
        return chance.entropy(count)

    def choice(self, seq: Any) -> Any:
        """Return one item of *seq*."""
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[chance.below(len(seq))]

    def _randbelow(self, n: Any) -> int:
        bound = index(n)
        reserve(bound.bit_length() // 8)
        return chance.below(bound)


for _name in ("choice", "getrandbits", "randbytes"):
    getattr(_Source, _name).__qualname__ = getattr(real.SystemRandom, _name).__qualname__

_HERE = adopt(
    "secrets",
    {
        "base64": BASE64,
        "binascii": BINASCII,
        "hmac": SimpleNamespace(compare_digest=compare_digest),
        "random": SimpleNamespace(SystemRandom=_Source),
    },
)

MODULE = offer(
    "secrets",
    "DEFAULT_ENTROPY choice compare_digest randbelow randbits token_bytes token_hex token_urlsafe",
    here=_HERE,
    SystemRandom=SystemRandom,
)
