"""`io`: text and bytes in memory."""

from __future__ import annotations

import io as real
from collections.abc import Callable
from operator import index
from typing import Any, Final

from ..buffers import buffer_of, flat
from ..prices import pay_copy, reserve
from ..run import charge, insist
from ..standins import owned, plain, trust
from .plain import exact_int, exact_str, exact_text
from .stand_in import module, ticked

VETTED = "DEFAULT_BUFFER_SIZE SEEK_CUR SEEK_END SEEK_SET UnsupportedOperation"
#: Bytes a character may take in a `StringIO`.
_WIDE: Final = 4


class _InMemory:
    """What `StringIO` and `BytesIO` share; the real stream is behind a slot."""

    __slots__ = ("__spread__", "__stream__", "__weakref__")
    __spread__: Any
    __stream__: Any

    def read(self, size: Any = -1, /) -> Any:
        size = _size(size)  # asked before there is anything to look at
        return _paid(_spread(self).read(size))

    def readline(self, size: Any = -1, /) -> Any:
        size = _size(size)
        return _paid(_spread(self).readline(size))

    def readlines(self, hint: Any = -1, /) -> list[Any]:
        stream = _stream(self)
        most = _most_bytes(hint) if type(stream) is real.BytesIO else _most_text(hint)
        lines: list[Any] = []
        total = 0
        for line in ticked(_spread(self)):
            lines.append(_paid(line))
            total += len(line)
            if 0 < most <= total:
                break
        return lines

    def getvalue(self) -> Any:
        return _paid(_stream(self).getvalue())

    def writelines(self, lines: Any, /) -> None:
        for line in ticked(lines):
            self.write(line)

    def write(self, data: Any, /) -> int:
        raise NotImplementedError

    def truncate(self, size: Any = None, /) -> int:
        return int(_stream(self).truncate(size))

    def seek(self, offset: Any, whence: Any = 0, /) -> int:
        offset, whence = index(offset), index(whence)
        return int(_spread(self).seek(offset, whence))

    def tell(self) -> int:
        return int(_stream(self).tell())

    def flush(self) -> None:
        _stream(self).flush()

    def close(self) -> None:
        _stream(self).close()

    @property
    def closed(self) -> bool:
        return bool(_stream(self).closed)

    def readable(self) -> bool:
        return bool(_stream(self).readable())

    def writable(self) -> bool:
        return bool(_stream(self).writable())

    def seekable(self) -> bool:
        return bool(_stream(self).seekable())

    def isatty(self) -> bool:
        return bool(_stream(self).isatty())

    def fileno(self) -> int:
        return int(_stream(self).fileno())

    def detach(self) -> Any:
        raise real.UnsupportedOperation("detach")

    def __enter__(self) -> Any:
        _stream(self).__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        insist()
        self.close()

    def __iter__(self) -> Any:
        iter(_stream(self))
        return self

    def __next__(self) -> Any:
        charge(1)
        line = self.readline()
        if not line:
            raise StopIteration
        return line


def _size(size: Any) -> int | None:
    """Return the size that C is asked for, or None for all there is.

    Raises:
        TypeError: it is none.
    """
    if size is None or type(size) is int:
        return size
    if not hasattr(type(size), "__index__"):
        raise TypeError(f"argument should be integer or None, not {type(size).__name__!r}")
    return index(size)


def _most_text(hint: Any) -> int:
    """Return at how many characters no further line is read; never, if not positive."""
    size = _size(hint) or 0
    return size + 1 if size > 0 else 0  # only what is longer is enough


def _most_bytes(hint: Any) -> int:
    """Return at how many bytes no further line is read; never, if not positive."""
    if hint is None:
        return 0
    if not isinstance(hint, int):
        raise TypeError(f"integer argument expected, got {type(hint).__name__!r}")
    return exact_int(hint)


_stream_in: Final[Callable[[Any], Any]] = vars(_InMemory)["__stream__"].__get__


def _stream(x: Any) -> Any:
    try:
        return _stream_in(x)
    except AttributeError:
        raise ValueError("I/O operation on uninitialized object") from None


def _spread(x: Any) -> Any:
    """Return the stream of *x*, about to be read, or moved in.

    What is written to a StringIO stays as it came until then; afterwards each character takes four
    bytes. So there must be room for it, once.
    """
    stream = _stream(x)
    if type(stream) is not real.StringIO or stream.closed or _is_spread(x):
        return stream
    position = stream.tell()
    end = stream.seek(0, 2)
    stream.seek(position)
    if end > _LARGE:
        reserve(0, (_WIDE + 1) * end)
        stream.read(0)
        _set_spread(x, True)
    return stream


_spread_in: Final[Callable[[Any], Any]] = vars(_InMemory)["__spread__"].__get__
_set_spread: Final[Callable[[Any, Any], None]] = vars(_InMemory)["__spread__"].__set__


def _is_spread(x: Any) -> bool:
    try:
        return bool(_spread_in(x))
    except AttributeError:
        return False


def _paid(piece: Any) -> Any:
    pay_copy(len(piece))
    return piece


def _pay_for_writing(stream: Any, size: int, width: int) -> None:
    """Pay for writing *size* items; a gap between the end and the position is filled."""
    position = stream.tell()
    pay_copy(width * size)
    if position > _LARGE:
        end = stream.seek(0, 2)
        stream.seek(position)
        reserve(width * max(position + size - end, 0))


_LARGE: Final = 2**16


class StringIO(_InMemory):
    __slots__ = ()

    def __init__(self, initial_value: Any = "", newline: Any = "\n") -> None:
        if initial_value is not None and not isinstance(initial_value, str):
            kind = type(initial_value).__name__
            raise TypeError(f"initial_value must be str or None, not {kind}")
        text = None if initial_value is None else exact_str(initial_value)
        reserve(_WIDE * len(text or "") + 256)
        self.__stream__ = real.StringIO(text, newline)
        self.__spread__ = False

    def getvalue(self) -> str:
        stream = _stream(self)
        if not stream.closed:
            # One text may have been written a thousand times: all are put together now.
            position = stream.tell()
            end = stream.seek(0, 2)
            stream.seek(position)
            if end > _LARGE:
                reserve(end, _WIDE * end)
        return str(stream.getvalue())

    def write(self, s: Any, /) -> int:
        stream = _stream(self)
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got {type(s).__name__!r}")
        text = exact_str(s)
        if not stream.closed:
            _pay_for_writing(stream, len(text), _WIDE)
        return int(stream.write(text))

    @property
    def newlines(self) -> Any:
        return _stream(self).newlines

    @property
    def line_buffering(self) -> bool:
        return bool(_stream(self).line_buffering)

    @property
    def encoding(self) -> None:
        return None

    @property
    def errors(self) -> None:
        return None


class BytesIO(_InMemory):
    __slots__ = ()

    def __init__(self, initial_bytes: Any = b"") -> None:
        if initial_bytes is None:
            initial_bytes = b""
        initial_bytes = flat(initial_bytes)
        if not isinstance(initial_bytes, (bytes, bytearray)):
            kind = type(initial_bytes).__name__
            raise TypeError(f"a bytes-like object is required, not {kind!r}")
        content = exact_text(initial_bytes)
        reserve(len(content) + 256)
        self.__stream__ = real.BytesIO(content)  # type: ignore[arg-type]

    def write(self, b: Any, /) -> int:
        stream, b = _stream(self), flat(b)
        if isinstance(b, (bytes, bytearray)) and not stream.closed:
            _pay_for_writing(stream, len(exact_text(b)), 1)
        return int(stream.write(b))

    def read1(self, size: Any = -1, /) -> bytes:
        return bytes(_paid(_stream(self).read1(size)))

    def readinto(self, buffer: Any, /) -> int:
        return int(_stream(self).readinto(buffer_of(buffer)))


_CLASSES: Final[tuple[Any, ...]] = (StringIO, BytesIO)
for _kind in _CLASSES:
    _kind.__module__ = "_io"
    _kind.__doc__ = getattr(real, _kind.__name__).__doc__
plain(*_CLASSES)
trust(_InMemory, *_CLASSES, careful=True)
owned(*_CLASSES)
plain(real.UnsupportedOperation)

MODULE = module(real, VETTED, *_CLASSES)
