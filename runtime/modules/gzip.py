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


#: What is called in the place of the real `zlib`, and pays.
_PAYING: Any = {
    "compress": zlib.compress,
    "decompressobj": zlib.decompressobj,
    "crc32": zlib.MODULE.crc32,
}
_NAMES: Any = {**vars(real), "zlib": SimpleNamespace(**{**vars(real.zlib), **_PAYING})}  # type: ignore[attr-defined]
#: The real functions over these.
_compress: Any = FunctionType(real.compress.__code__, _NAMES)
_decompress: Any = FunctionType(real.decompress.__code__, _NAMES)


@shim(real.compress)
def compress(data: Any, compresslevel: Any = 9, *, mtime: Any = None) -> Any:
    if mtime is None:
        mtime = clock().now() // SECOND
    return _compress(flat(data), compresslevel, mtime=mtime)


@shim(real.decompress)
def decompress(data: Any) -> Any:
    return _decompress(flat(data))


plain(real.BadGzipFile)

MODULE = module(real, VETTED, compress, decompress)
