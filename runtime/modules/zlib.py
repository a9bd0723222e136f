"""`zlib`: what goes in is paid for, and what comes out as it comes."""

from __future__ import annotations

import contextlib
import zlib as real
from collections.abc import Callable, Iterator
from operator import index
from typing import Any, Final

from ..binding import example
from ..buffers import flat
from ..fitting import fit_methods
from ..prices import reserve, spend
from ..run import charge
from ..standins import opaque, plain, trust
from .plain import exact_int
from .priced import length, sweeping
from .stand_in import module, shim
from .timing import timed

VETTED = """
DEFLATED DEF_BUF_SIZE DEF_MEM_LEVEL MAX_WBITS ZLIB_RUNTIME_VERSION ZLIB_VERSION Z_BEST_COMPRESSION
Z_BEST_SPEED Z_BLOCK Z_DEFAULT_COMPRESSION Z_DEFAULT_STRATEGY Z_FILTERED Z_FINISH Z_FIXED
Z_FULL_FLUSH Z_HUFFMAN_ONLY Z_NO_COMPRESSION Z_NO_FLUSH Z_PARTIAL_FLUSH Z_RLE Z_SYNC_FLUSH Z_TREES
error
"""
#: What a compressor and a decompressor hold.
_COMPRESSOR: Final = 2**18 + 2**17
_DECOMPRESSOR: Final = 2**16
#: Bytes compressed, or decompressed, in one step.
_IN_A_STEP: Final = 2
_OUT_A_STEP: Final = 32
#: So much comes out between two charges.
_PIECE: Final = 2**16
#: Where data are cut that are compressed: each time the largest window is full, so that what comes
#: out is the same. What repeats itself in two letters takes up to 4 microseconds a byte at level 9,
#: and other data a hundredth of that: so a piece that is slow pays for its time.
_FIRST_CUT: Final = 2**16
_CUT: Final = 2**15
#: The level at which nothing is looked for, and what comes out depends on the cuts.
_STORED: Final = 0


def _pay_for_output(size: int) -> None:
    reserve(size)
    charge(1 + size // _OUT_A_STEP)


@shim(real.compress)
def compress(data: Any, /, level: Any = -1, wbits: Any = real.MAX_WBITS) -> bytes:
    level, width = _whole(level), _whole(wbits)
    data = flat(data)
    size = length(data)
    reserve(size + _COMPRESSOR)
    spend(size // _IN_A_STEP)
    if size <= _FIRST_CUT or level == _STORED:
        return timed(real.compress, data, level, width)
    real.compress(b"", level, width)  # it has errors of its own
    compressor = _Compressor(real.compressobj(level, real.DEFLATED, width))
    return _joined([*compressor.pieces(data, size), compressor.flush(real.Z_FINISH)])


def _whole(x: Any) -> int:
    return x if type(x) is int else exact_int(index(x))


def _joined(pieces: list[bytes]) -> bytes:
    if len(pieces) == 1:
        return pieces[0]
    reserve(sum(map(len, pieces)))
    return b"".join(pieces)


class _Compressor:
    """A real one, and how much it has been fed since its window was empty."""

    __slots__ = ("_fed", "_whole", "inside")

    def __init__(self, inside: Any, fed: int = 0, whole: bool = False) -> None:
        self.inside = inside
        self._fed = fed
        #: It only stores, and is given all at once.
        self._whole = whole

    def pieces(self, data: Any, size: int) -> Iterator[bytes]:
        """Yield what comes out of *data*, *size* bytes, in pieces each of which is paid for."""
        if self._whole or self._fed + size <= _FIRST_CUT or isinstance(data, str):
            yield timed(self.inside.compress, data)
            self._fed += size
            return
        view, at = memoryview(data), 0
        if view.c_contiguous:
            view = view.cast("B")
        while at < size:
            cut = min(at + max(_FIRST_CUT - self._fed, _CUT - self._fed % _CUT), size)
            piece = timed(self.inside.compress, view[at:cut])
            self._fed += cut - at
            at = cut
            yield piece

    def flush(self, mode: Any) -> bytes:
        """Do what the real one does; a full flush empties the window."""
        result: bytes = self.inside.flush(mode)
        if mode == real.Z_FULL_FLUSH:
            self._fed = 0
        return result

    def copy(self) -> _Compressor:
        """Return another in the same state."""
        return _Compressor(self.inside.copy(), self._fed, self._whole)


@shim(real.decompress)
def decompress(
    data: Any, /, wbits: Any = real.MAX_WBITS, bufsize: Any = real.DEF_BUF_SIZE
) -> bytes:
    width = _whole(wbits)
    if index(bufsize) < 0:
        raise ValueError("bufsize must be non-negative")
    inside = real.decompressobj(width)
    reserve(_DECOMPRESSOR)
    result = _drained(inside, data, 0)
    if not inside.eof:
        raise real.error("Error -5 while decompressing data: incomplete or truncated stream")
    return result


def _drained(inside: Any, data: Any, most: int) -> bytes:
    """Return what *inside* makes of *data*, up to *most* bytes if that is not 0, piece by piece."""
    data = flat(data)
    charge(length(data) // 8)
    pieces: list[bytes] = []
    left = most
    while True:
        piece = inside.decompress(data, min(_PIECE, left) if most else _PIECE)
        _pay_for_output(len(piece))
        pieces.append(piece)
        left -= len(piece)
        data = inside.unconsumed_tail
        if inside.eof or len(piece) < _PIECE or (most and left <= 0):
            break
        # What is left is copied for each piece.
        charge(len(data) // 256)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class Compress:
    """What `compressobj` returns."""

    __slots__ = ("__state__",)

    def compress(self, data: Any, /) -> bytes:
        data = flat(data)
        size = length(data)
        reserve(size)
        spend(size // _IN_A_STEP)
        return _joined([*_compressor(self).pieces(data, size)])

    def flush(self, mode: Any = real.Z_FINISH, /) -> bytes:
        charge(100)
        found: bytes = _compressor(self).flush(_whole(mode))
        return found

    def copy(self) -> Compress:
        reserve(_COMPRESSOR)
        made: Compress = _made(Compress, _compressor(self).copy())
        return made

    __copy__ = copy

    def __deepcopy__(self, memo: Any, /) -> Compress:
        return self.copy()


class Decompress:
    """What `decompressobj` returns."""

    __slots__ = ("__state__",)

    def decompress(self, data: Any, /, max_length: Any = 0) -> bytes:
        most = index(max_length)
        if most < 0:
            raise ValueError("max_length must be non-negative")
        return _drained(_decompressor(self), data, most)

    def flush(self, length: Any = real.DEF_BUF_SIZE, /) -> bytes:
        if index(length) <= 0:
            raise ValueError("length must be greater than zero")
        inside = _decompressor(self)
        rest = b""
        if inside.unconsumed_tail and not inside.eof:
            with contextlib.suppress(real.error):  # which C does not tell of here
                rest = _drained(inside, inside.unconsumed_tail, 0)
        if inside.unconsumed_tail and inside.eof:
            return rest  # C would take what comes after the end once more
        return rest + bytes(inside.flush())

    def copy(self) -> Decompress:
        reserve(_DECOMPRESSOR)
        made: Decompress = _made(Decompress, _decompressor(self).copy())
        return made

    __copy__ = copy

    def __deepcopy__(self, memo: Any, /) -> Decompress:
        return self.copy()

    @property
    def unused_data(self) -> bytes:
        return bytes(_decompressor(self).unused_data)

    @property
    def unconsumed_tail(self) -> bytes:
        return bytes(_decompressor(self).unconsumed_tail)

    @property
    def eof(self) -> bool:
        return bool(_decompressor(self).eof)


Compress.__module__ = Decompress.__module__ = "zlib"
opaque(Compress)
opaque(Decompress)
fit_methods(Compress, type(real.compressobj()))
fit_methods(Decompress, type(real.decompressobj()))
example(real.compressobj(), real.decompressobj())
trust(Compress, Decompress, careful=True)
plain(real.error)
_compressor: Callable[[object], Any] = Compress.__dict__["__state__"].__get__
_decompressor: Callable[[object], Any] = Decompress.__dict__["__state__"].__get__


def _made(kind: Any, inside: Any) -> Any:
    made = object.__new__(kind)
    kind.__dict__["__state__"].__set__(made, inside)
    return made


@shim(real.compressobj)
def compressobj(*args: Any, **named: Any) -> Compress:
    reserve(_COMPRESSOR)
    if len(args) > len(_PARAMETERS) or named.keys() - {*_PARAMETERS[len(args) :]}:
        return real.compressobj(*args, **named)  # type: ignore[return-value]  # CPython's error
    given = dict(zip(_PARAMETERS, args, strict=False)) | named
    for name in _PARAMETERS[:-1]:
        if name in given:
            given[name] = _whole(given[name])
    if "zdict" in given:
        given["zdict"] = flat(given["zdict"])
        reserve(length(given["zdict"]))
    inside = real.compressobj(**given)
    # A dictionary is what the window begins with, as far as there is room for it.
    width = abs(given.get("wbits", real.MAX_WBITS)) & 15
    fed = min(length(given.get("zdict")), 1 << max(width, 9))
    made: Compress = _made(Compress, _Compressor(inside, fed, given.get("level") == _STORED))
    return made


#: In CPython's order: all but the last are numbers.
_PARAMETERS: Final = ("level", "method", "wbits", "memLevel", "strategy", "zdict")


@shim(real.decompressobj)
def decompressobj(wbits: Any = real.MAX_WBITS, zdict: Any = None) -> Decompress:
    reserve(_DECOMPRESSOR)
    width = exact_int(index(wbits))
    given = (width,) if zdict is None else (width, zdict)
    made: Decompress = _made(Decompress, real.decompressobj(*given))
    return made


MODULE = module(
    real, VETTED, compress, decompress, compressobj, decompressobj,
    adler32=sweeping(real.adler32), crc32=sweeping(real.crc32),
)  # fmt: skip
