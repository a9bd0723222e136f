"""Plain data to bytes and back, for bytes that come from a process a guest may have taken over.

The bytes are JSON, since CPython's own scanner takes it at C speed and has no way to make anything
but plain values. What JSON lacks is an object with the one key `!` and the value `[tag, content]`;
a dict that looks like one is sent as pairs. Payloads that need no tag say so in their first byte,
and are then read without looking at each object.

Before the scanner sees a payload its size, its number of items, its depth, its longest number and
what its values take are known to be bounded (`measuring.py`): the scanner recurses in C, and long
numbers take quadratic time. After it, keys are looked at before they meet in a dict
(`boundary/clashes.py`).
"""

from __future__ import annotations

import marshal
import sys
from typing import Any, Final

from ..runtime.boundary.limits import INWARD, CrossingLimits
from .columns import Columns
from .measuring import DIGITS, SPARE, decoded, measure
from .meter import Malformed as Malformed
from .meter import Meter
from .packing import Packer, Purse, Unsendable, dumps
from .unpacking import Reader, read_plain

#: Bytes of one payload, in either direction.
LARGEST: Final = 256 * 2**20

_PLAIN, _TAGGED = b"j", b"t"
#: JSON with tags, whose length is in front of it, and behind it what `columns.py` makes of lists.
_COLUMNS: Final = b"c"
_SIZE: Final = 4
#: `marshal`, for which a reader must trust the writer: nothing that a host reads.
_BARE: Final = b"m"


# --- To bytes ---------------------------------------------------------------------------


def encode(
    value: Any,
    *,
    canonical: bool = False,
    largest: int | None = None,
    purse: Purse | None = None,
) -> bytes:
    """Return the bytes of *value*, plain data of exactly the builtin classes.

    Parameters:
        canonical: whether equal values give equal bytes in every process.
        largest: how many they may be; None: `LARGEST`.
        purse: pays for them, and for what is made on the way.

    Raises:
        Unsendable: it is something else, or too large.
        RecursionError: it is nested too deeply, or contains itself.
    """
    # A limit of the host's beyond ours would let `dumps` write what no reader takes.
    careful = canonical or not 0 < sys.get_int_max_str_digits() <= DIGITS
    try:
        return _within(_encoded(value, canonical, careful, purse), value, largest)
    except ValueError:
        return _within(_encoded(value, canonical, True, purse), value, largest)


def _encoded(value: Any, canonical: bool, careful: bool, purse: Purse | None) -> bytes:
    packer = Packer(canonical, careful or purse is not None, purse)
    text = dumps(packer.pack(value))
    # No more than two copies of a long text at a time: a worker has little room beside the guest.
    if packer.blobs:
        head = text.encode("utf-8", "surrogatepass")
        return b"".join([_COLUMNS, len(head).to_bytes(_SIZE), head, *packer.blobs])
    text = (_TAGGED if packer.tagged else _PLAIN).decode() + text
    return text.encode("utf-8", "surrogatepass")


def _within(data: bytes, value: Any, largest: int | None = None) -> bytes:
    most = LARGEST if largest is None else largest
    if len(data) > most:
        raise Unsendable(value, f"takes more than {most:,} bytes on its way between processes")
    return data


# --- From the host to the worker, which trusts it ----------------------------------------


def encode_bare(value: Any) -> bytes:
    """Return the bytes of *value*, which `is_bare`, for a worker.

    Raises:
        Unsendable: it is too large.
    """
    # Version 2 keeps no sharing: what arrives is a tree, as what the boundary makes is.
    return _within(_BARE + marshal.dumps(value, 2), value)


def decode_of_host(data: bytes | bytearray) -> Any:
    """In the worker: return the value that the host has sent."""
    return (
        marshal.loads(memoryview(data)[1:])
        if comes_bare(data)
        else decode(data, INWARD, wary=False)
    )


def comes_bare(data: bytes | bytearray) -> bool:
    """Tell whether `encode_bare` has made *data*."""
    return data[:1] == _BARE


# --- From bytes -------------------------------------------------------------------------


def decode_row(
    data: bytes | bytearray, limits: CrossingLimits, meter: Meter | None = None
) -> list[Any]:
    """Return the list that *data* holds: what is matched by its parts is nothing else.

    Parameters:
        limits, meter: see `decode`.

    Raises:
        Malformed: it holds something else, a `range` say, whose length may be beyond C's.
    """
    content = decode(data, limits, meter=meter)
    if type(content) is not list:
        raise Malformed("not a row")
    return content


def decode(
    data: bytes | bytearray,
    limits: CrossingLimits,
    *,
    wary: bool = True,
    meter: Meter | None = None,
) -> Any:
    """Return the value that *data* stands for.

    Parameters:
        limits: items and depth of what a sender may put into one payload.
        wary: whether keys may have been chosen to have one hash.
        meter: what its text and its values may take here, and is told how much they are.

    Raises:
        Malformed: nothing plain, or more than that.
    """
    meter = Meter() if meter is None else meter
    # No copy is made of a body that may be large: it is measured with its form in front.
    form, start, end = data[:1], 1, len(data)
    if form == _COLUMNS:
        start = 1 + _SIZE
        end = start + int.from_bytes(data[1:start])
        if end > len(data):
            raise Malformed("the payload ends before its end")
        data, blobs = data[start:end], memoryview(data)[end:]
        start = 0
    elif form not in (_PLAIN, _TAGGED):
        raise Malformed("the payload has no known form")
    else:
        blobs = memoryview(b"")
    measure(data, limits, meter)
    try:
        text = decoded(memoryview(data)[start:], meter)
        if form == _PLAIN:
            return read_plain(text, meter)
        return Reader(wary, Columns(blobs, limits.items + SPARE, meter), meter).read(text)
    except StopIteration:
        raise Malformed("the payload is no JSON") from None
    except (ValueError, TypeError, ArithmeticError, RecursionError, LookupError) as error:
        raise Malformed(f"{type(error).__name__}: {error}"[:200]) from None
