"""`gzip`: data in memory; there are no files to open."""

from __future__ import annotations

import gzip as real
from types import FunctionType, SimpleNamespace
from typing import Any

from ..buffers import flat
from ..standins import plain
from . import zlib
from .clock import SECOND, clock
from .stand_in import module, shim

VETTED = "BadGzipFile READ WRITE"


@shim(real.compress)
def compress(data: Any, compresslevel: Any = 9, *, mtime: Any = None) -> bytes:
    data = flat(data)
    zlib.pay_to_compress(data)
    if mtime is None:
        mtime = clock().now() // SECOND
    return real.compress(data, compresslevel, mtime=mtime)


#: The real function over decompressors that are paid for as data comes out.
_decompress: Any = FunctionType(
    real.decompress.__code__,
    {
        **vars(real),
        "zlib": SimpleNamespace(
            **{**vars(real.zlib), "decompressobj": zlib.decompressobj, "crc32": zlib.MODULE.crc32}  # type: ignore[attr-defined]
        ),
    },
)


@shim(real.decompress)
def decompress(data: Any) -> Any:
    return _decompress(flat(data))


plain(real.BadGzipFile)

MODULE = module(real, VETTED, compress, decompress)
