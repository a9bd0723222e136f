"""Functions in C that read text or bytes in one sweep: paid for by what they are given."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any, Final

from ..buffers import swept
from ..prices import SMALL_BYTES, reserve, spend
from .stand_in import shim

_KINDS: Final[tuple[Any, ...]] = (str, bytes, bytearray)
#: What is inside the objects of `buffers.py`.
_BUFFERS: Final = frozenset({memoryview, array})


def length(x: Any) -> int:
    """Return the true length of text or bytes, whatever a subclass says; 0 of anything else."""
    for kind in _KINDS:
        if isinstance(x, kind):
            return int(kind.__len__(x))
    return memoryview(x).nbytes if type(x) in _BUFFERS else 0


def sweeping(real: Callable[..., Any], growth: int = 1, slowness: float = 0) -> Callable[..., Any]:
    """Return a shim of *real*, which makes up to *growth* bytes of each it is given.

    Parameters:
        slowness: steps it takes for a byte, beyond those for what it allocates.
    """

    def sweep(*args: Any, **named: Any) -> Any:
        args = tuple(map(swept, args))
        size = sum(map(length, (*args, *named.values())))
        if size > SMALL_BYTES // (growth + 1):
            reserve(size * growth)
            spend(int(size * slowness))
        return real(*args, **named)

    return shim(real)(sweep)
