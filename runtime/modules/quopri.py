"""`quopri`, adopted over the guest's `binascii` and `io`."""

from __future__ import annotations

from .adopted import adopt, offer
from .binascii import MODULE as BINASCII
from .io import MODULE as IO

_HERE = adopt("quopri", {"binascii": BINASCII, "io": IO})

MODULE = offer("quopri", "decode decodestring encode encodestring", here=_HERE)
