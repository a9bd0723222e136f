"""Methods of `str`, `bytes` and `bytearray` that multiply, drain, or reach outside.

Each calls the native method of the type it belongs to, unbound, so that a wrong `self`
or argument gets CPython's own error. A guest's subclass of `str` or `int` may lie about its
length, its value, its equality: whatever is measured is measured natively.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import compress
from operator import index
from typing import Any, Final

from ..binding import MISSING, fitted
from ..budget import BYTES_PER_STEP, LARGE
from ..buffers import flat, hidden, lies_apart
from ..guards.draining import iterable as is_iterable
from ..guards.moving import bounded, limited, settled
from ..prices import NODE, SMALL_BYTES, pay_copy, reserve, spend
from ..run import charge, current
from .coding import prepare_coding
from .draining import drained, ticked
from .lengthy import pay_split, step_through
from .registry import Shim

#: One step pays for this many bytes compared.
COMPARED: Final = 1024
#: Below this, a pattern costs no more than the search itself.
SHORT: Final = 64
#: What is looked for, and between which bounds.
_BOUNDS: Final = 3
#: One step pays for joining so many items.
_ITEMS: Final = 8
_LISTS: Final = frozenset({list, tuple})
_STR: Final = frozenset({str})
#: C gives these back as they are if there is nothing to do.
_FIXED: Final = frozenset({str, bytes})
#: All that is cut out of or put into text so short is done within a step.
_TINY: Final = 64


def is_buffer(x: object) -> bool:
    """Tell whether *x* is decoded rather than refused: no guest has another thing with a buffer."""
    try:
        memoryview(x)  # type: ignore[arg-type]
    except TypeError:
        return False
    return True


def _plain_utf8(encoding: Any, errors: Any) -> bool:
    return (
        type(encoding) is str and encoding == "utf-8" and type(errors) is str and errors == "strict"
    )


def encode(self: Any = MISSING, /, *args: Any, **named: Any) -> Any:
    if not (args or named) and type(self) is str and len(self) <= SMALL_BYTES:
        return self.encode()
    return _encode(*[*_given(self, args)], **named)


def _given(self: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
    return args if self is MISSING else (self, *args)


def _encoded(self: Any, encoding: Any = "utf-8", errors: Any = "strict") -> bytes:
    if not _plain_utf8(encoding, errors):
        prepare_coding(self, encoding, errors)
    elif isinstance(self, str) and str.__len__(self) > SMALL_BYTES:
        reserve(str.__len__(self) * (1 if str.isascii(self) else 3))
    return str.encode(self, encoding, errors)


_encode: Final = fitted(_encoded, str.encode, str)


def decoder(kind: Any) -> Shim:
    def decode(self: Any, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
        if not _plain_utf8(encoding, errors):
            prepare_coding(self, encoding, errors)
        elif isinstance(self, kind) and kind.__len__(self) > SMALL_BYTES:
            reserve(kind.__len__(self) * (1 if kind.isascii(self) else 4))
        return kind.decode(self, encoding, errors)

    return decode


def length(x: Any) -> int:
    """Return the true length of text or bytes, whatever a subclass says.

    Raises:
        TypeError: it is neither.
    """
    kinds: tuple[Any, ...] = (str, bytes, bytearray)
    for kind in kinds:
        if isinstance(x, kind):
            return int(kind.__len__(x))
    raise TypeError


def _are_short(items: Any) -> bool:
    """Tell whether *items* is a list or tuple of a few short texts."""
    if type(items) not in _LISTS or len(items) >= _ITEMS:
        return False
    for item in items:  # noqa: SIM110  `all` with a generator takes thrice as long
        if type(item) is not str or len(item) > _TINY:
            return False
    return True


def joiner(kind: Any) -> Shim:
    native = kind.join
    measure = str.__len__ if kind is str else length

    def join(self: Any, iterable: Any, /) -> Any:
        if kind is str and type(self) is str and len(self) < SHORT and _are_short(iterable):
            return self.join(iterable)
        if not isinstance(self, kind) or not is_iterable(type(iterable)):
            return native(self, iterable)
        items = iterable if type(iterable) in _LISTS else drained(iterable)
        count = len(items)
        if count >= _ITEMS:
            charge(count // _ITEMS)
        if kind is not str and any(map(hidden, items)):
            items = [each if lies_apart(each) else flat(each) for each in items]
        # An item may be shared a million times: the sum of their sizes is what is allocated.
        try:
            exact = kind is str and _STR.issuperset(map(type, items))
            size = sum(map(len if exact else measure, items)) + kind.__len__(self) * count
        except TypeError:
            return native(self, items)
        if size >= BYTES_PER_STEP:
            wide = kind is str and 4 * size > LARGE
            plain = not wide or (str.isascii(self) and all(map(str.isascii, items)))
            # One wide character widens all of them.
            reserve(size, 0 if plain else 4 * size)
        return native(self, items)

    return join


def padder(kind: Any, name: str) -> Shim:
    native = getattr(kind, name)

    most = 0 if name == "zfill" else 1

    def pad(self: Any, width: Any, /, *fill: Any) -> Any:
        if len(fill) > most:
            return native(self, width, *fill)  # CPython counts before it looks
        if type(width) is int and width <= _TINY and type(self) in _FIXED:
            return native(self, width, *fill)
        width = index(width)
        if type(self) not in _FIXED and isinstance(self, kind):
            # C copies it, however narrow: a derived class is none of those it gives back.
            pay_copy(kind.__len__(self))
        if width > 0:
            # A fill outside Latin-1 widens every character of the result.
            reserve(4 * width)
        return native(self, width, *fill)

    return pad


def tab_expander(kind: Any) -> Shim:
    native = kind.expandtabs

    def expandtabs(self: Any, tabsize: Any = 8) -> Any:
        tabsize = index(tabsize)
        if isinstance(self, kind):
            tab = "\t" if kind is str else b"\t"
            size = kind.__len__(self) + kind.count(self, tab) * max(tabsize, 0)
            # A wide character widens the blanks, too.
            reserve(size if kind is not str or str.isascii(self) else 4 * size)
        return native(self, tabsize)

    return expandtabs


def replacer(kind: Any) -> Shim:
    native = kind.replace

    def replace(self: Any, old: Any, new: Any, /, count: Any = -1) -> Any:
        if type(self) is type(old) is type(new) is kind and len(self) + len(new) <= _TINY:
            return native(self, old, new, count)
        count = index(count)
        try:
            growth = length(new) - length(old)
            times = kind.count(self, old)
        except TypeError:
            return native(self, old, new, count)
        if 0 <= count < times:
            times = count
        size = kind.__len__(self)
        # A wide character widens every other: the whole is paid for even if it shrinks.
        reserve(max(size + growth * times, size))
        return native(self, old, new, count)

    return replace


def backward(kind: Any, name: str) -> Shim:
    """Search from the right: quadratic in CPython, where the search from the left is not."""
    native = getattr(kind, name)

    def search(self: Any, *args: Any, **named: Any) -> Any:
        if name == "rsplit":
            args, named = limited(args, named)
            if args and kind is not str:
                args = (flat(args[0]), *args[1:])
        elif kind is bytearray and isinstance(self, kind):
            args = settled(name, self, args)
        elif name != "rpartition" and len(args) <= _BOUNDS and _is_sought(kind, args):
            args = bounded(args)
        pattern = args[0] if args else named.get("sep")
        if isinstance(self, kind) and isinstance(pattern, str | bytes | bytearray):
            size = length(pattern)
            step_through(kind, self)
            if size > SHORT:
                spend(kind.__len__(self) * size // COMPARED)
        if name == "rsplit" and isinstance(self, kind) and kind.__len__(self) > SMALL_BYTES:
            pay_split(kind, self, args, named)
        elif name == "rpartition" and isinstance(self, kind):
            pay_copy(kind.__len__(self))
        return native(self, *args, **named)

    return search


def _is_sought(kind: Any, args: tuple[Any, ...]) -> bool:
    """Tell whether C asks for bounds: from 3.13 on it looks first at what *args* begins with."""
    return kind is not str or sys.version_info < (3, 13) or not args or isinstance(args[0], str)


def str_translate(self: str, table: Any, /) -> str:
    if not isinstance(self, str):
        return str.translate(self, table)
    if type(table) is not dict or not _is_plain(table):
        # Looked up in guest code, or in C: whatever comes is paid for as it comes.
        ticking = compress(str.__str__(self), current().ticks)
        pieces = list(map(_translator(table), ticking))
        reserve(sum(map(len, pieces)))
        return "".join(pieces)
    texts = [
        (key, str.__len__(text))
        for key, text in table.items()
        if type(key) is int and isinstance(text, str) and str.__len__(text) > 1
    ]
    size = str.__len__(self)
    spend(size * len(texts) // COMPARED)
    counts = (str.count(self, chr(key)) * grown for key, grown in texts if 0 <= key < 0x110000)
    size += sum(counts)
    # One wide character widens all of them.
    reserve(size, 4 * size if any(map(_is_wide, table.values())) else 0)
    return str.translate(self, table)


def _is_plain(table: dict[Any, Any]) -> bool:
    """Tell whether its keys alone say which characters C finds in *table*."""
    charge(len(table))
    return _KEYS.issuperset(map(type, table))


#: What else equals the number of a character is of some other type.
_KEYS: Final = frozenset({int, str})


def _is_wide(replacement: Any) -> bool:
    if isinstance(replacement, str):
        return not str.isascii(replacement)
    return isinstance(replacement, int) and int.__gt__(replacement, 0xFF)


def _translator(table: Any) -> Callable[[str], str]:
    def translated(character: str) -> str:
        piece = str.translate(character, table)
        if len(piece) > _TINY:
            reserve(str.__sizeof__(piece))
        return piece

    return translated


def byte_translator(kind: Any) -> Shim:
    native = kind.translate

    def translate(self: Any, /, *args: Any, **named: Any) -> Any:
        # A copy, and one walk through what is to go.
        for each in (self, *args, *named.values()):
            if isinstance(each, (bytes, bytearray)):
                pay_copy(length(each))
        return native(self, *args, **named)

    return translate


def str_maketrans(cls: Any, /, *args: Any) -> Any:
    """`str.maketrans`: a dictionary of what it is given, a character or an entry at a time."""
    for each in args[:1]:
        base: Any = next((kind for kind in (str, dict) if isinstance(each, kind)), None)
        if base is not None:
            pay_copy(NODE * base.__len__(each))
    return str.maketrans(*args)


def bytes_extend(self: bytearray, iterable: Any, /) -> None:
    base: Any
    for base in (bytes, bytearray):
        if isinstance(iterable, base):
            pay_copy(base.__len__(iterable))  # C takes what is there, whatever `__iter__` it has
            return bytearray.extend(self, iterable)
    if lies_apart(iterable):
        kind = type(iterable).__name__
        raise TypeError(f"can't set bytearray slice from {kind}")
    return bytearray.extend(self, ticked(flat(iterable)))


def shared(kind: Any) -> dict[str, Shim]:
    """Return the guarded methods that all three types have."""
    padders = ("ljust", "rjust", "center", "zfill")
    backwards = ("rfind", "rindex", "rsplit", "rpartition")
    return {
        "join": joiner(kind),
        "expandtabs": tab_expander(kind),
        "replace": replacer(kind),
        **{name: padder(kind, name) for name in padders},
        **{name: backward(kind, name) for name in backwards},
    }
