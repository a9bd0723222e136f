"""`hmac`, adopted over the guest's `hashlib`."""

from __future__ import annotations

from hmac import compare_digest as _compare_digest
from types import SimpleNamespace
from typing import Any

from . import hashlib
from .adopted import adopt, offer
from .priced import sweeping

compare_digest: Any = sweeping(_compare_digest)

_HERE = adopt(
    "hmac",
    {
        "warnings": {"warn": lambda *args, **named: None},
        "hashlib": SimpleNamespace(new=hashlib.new),
        "_operator": {"_compare_digest": compare_digest},
    },
)

MODULE = offer("hmac", "HMAC compare_digest digest new", here=_HERE, digest_size=None)
