"""`urllib`: only `urllib.parse`; nothing here opens a URL."""

from __future__ import annotations

from .stand_in import frozen
from .urllib_parse import MODULE as PARSE

MODULE = frozen("urllib", None, {"parse": PARSE}, left_out=frozenset({"error", "request"}))
