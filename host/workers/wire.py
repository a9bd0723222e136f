"""Frames on a socket: a kind, the number of the exchange, and a payload of bounded size.

    kind: 1 byte │ number: 4 bytes │ length: 4 bytes │ payload: length bytes

Both ends use it. What a payload means is for `messages.py`; nothing here trusts the other end.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Mapping
from math import ceil
from time import monotonic
from typing import Final, NamedTuple

from ..runtime.signals import is_of_handler
from .codec import LARGEST, Malformed

_HEADER: Final = struct.Struct("!BII")
_PIECE: Final = 2**16
_TIMEVAL: Final = struct.Struct("@ll")
#: How long pieces that are there already are taken after the end, in seconds.
_LAST_LOOKS: Final = 1.0
#: Waiting is told to the kernel in steps of so many seconds: mostly it then knows already.
_STEP: Final = 0.01
#: Waiting for ever, for a socket option.
_FOR_EVER: Final = 0.0
#: The longest wait in the kernel, in seconds. A signal that comes just before one does not end it,
#: and its handler, which may raise KeyboardInterrupt, is called only afterwards.
_NAP: Final = 0.5


class Closed(Exception):
    """The other end is gone."""


class Late(Exception):
    """Nothing came, or nothing could be sent, in time."""


class Frame(NamedTuple):
    """One frame as it came in; the payload is not looked at yet."""

    kind: int
    number: int
    payload: bytes | bytearray


class Channel:
    """One end of a socket, used by one thread at a time.

    Parameters:
        end: a blocking stream socket.
        sizes: bytes of a payload that may come in, by kind, of those that may; None: `LARGEST` of
            any kind.
    """

    __slots__ = ("_data", "_end", "_patience", "_sizes")

    def __init__(self, end: socket.socket, sizes: Mapping[int, int] | None = None) -> None:
        self._end = end
        self._sizes = sizes
        #: What came in beyond the last frame.
        self._data = b""
        self._patience: tuple[float, float] = (_FOR_EVER, _FOR_EVER)

    def send(self, kind: int, number: int, payload: bytes, seconds: float | None = None) -> None:
        """Send a frame.

        Parameters:
            seconds: how long the other end may take to make room; None: for ever.

        Raises:
            Closed: the other end is gone.
            Late: it took no more in time.
        """
        end = None if seconds is None else monotonic() + seconds
        header = _HEADER.pack(kind, number, len(payload))
        if len(payload) > _PIECE:
            self._put(header, end)
            self._put(payload, end)  # not copied for the sake of one call less
        else:
            self._put(header + payload, end)

    def _put(self, data: bytes, end: float | None) -> None:
        # Not `sendall`: a call that times out after it has sent something says so by how much,
        # and `sendall` would begin to wait anew.
        left: bytes | memoryview = data
        while left:
            seconds = _FOR_EVER if end is None else max(end - monotonic(), _STEP)
            self._wait_at_most(self._patience[0], seconds)
            try:
                sent = self._end.send(left)
                if sent == len(left):
                    return
                left = memoryview(left)[sent:]
            except BlockingIOError:
                raise Late from None
            except OSError as error:
                if is_of_handler(error):  # a TimeoutError is one
                    raise
                raise Closed from None

    def receive(
        self, seconds: float | None = None, check: Callable[[], object] | None = None
    ) -> Frame:
        """Return the next frame.

        Parameters:
            seconds: how long it may take to be there as a whole; None: for ever.
            check: called now and then while nothing comes; it may raise.

        Raises:
            Closed: the other end is gone.
            Late: it was not there in time.
            Malformed: it claims to be larger than a frame may be.
        """
        end = None if seconds is None else monotonic() + seconds
        data = self._data
        while len(data) < _HEADER.size:
            data += self._more(end, check)
        kind, number, length = _HEADER.unpack_from(data)
        if length > (LARGEST if self._sizes is None else self._sizes.get(kind, -1)):
            raise Malformed(f"a frame of kind {kind} and {length:,} bytes")
        whole = _HEADER.size + length
        if len(data) == whole:
            self._data = b""
            return Frame(kind, number, data[_HEADER.size :])
        if len(data) < whole:
            # Not a list: they may be very short. And no byte of the next frame, for it would take
            # a copy of this one to be rid of it.
            pieces = bytearray(data[_HEADER.size :])
            self._data = b""
            while (missing := length - len(pieces)) > 0:
                pieces += self._more(end, check, min(missing, _PIECE))
            return Frame(kind, number, pieces)
        self._data = data[whole:]
        return Frame(kind, number, data[_HEADER.size : whole])

    def _more(
        self, end: float | None, check: Callable[[], object] | None, most: int = _PIECE
    ) -> bytes:
        while True:
            seconds = _NAP if end is None else end - monotonic()
            if seconds <= -_LAST_LOOKS:
                raise Late
            if check is not None:
                check()
            # What is there already is not late because this thread has been.
            self._wait_at_most(min(max(seconds, _STEP), _NAP), self._patience[1])
            try:
                piece = self._end.recv(most)
            except BlockingIOError:
                if seconds > _NAP or end is None:
                    continue
                raise Late from None
            except OSError as error:
                if is_of_handler(error):  # a TimeoutError is one
                    raise
                raise Closed from None
            if not piece:
                raise Closed
            return piece

    def _wait_at_most(self, receiving: float, sending: float) -> None:
        """Have the kernel end `recv` and `send` in time: no call of `poll`, no thread."""
        receiving, sending = ceil(receiving / _STEP) * _STEP, ceil(sending / _STEP) * _STEP
        before = self._patience
        if before == (receiving, sending):
            return
        self._patience = (receiving, sending)
        for option, seconds, known in (
            (socket.SO_RCVTIMEO, receiving, before[0]),
            (socket.SO_SNDTIMEO, sending, before[1]),
        ):
            if seconds != known:
                value = _TIMEVAL.pack(int(seconds), round(seconds % 1 * 1e6))
                self._end.setsockopt(socket.SOL_SOCKET, option, value)

    def shut(self) -> None:
        """End the conversation; who waits at either end is told."""
        try:
            self._end.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def close(self) -> None:
        """Give up this end; copies of it in other processes stay as they are."""
        self._end.close()
