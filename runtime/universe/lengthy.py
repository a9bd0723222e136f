"""Methods of text and bytes that take as long as those are: what each costs, before it begins.

What is measured is measured natively: a guest's subclass of `str` may lie about its length.
Wrong arguments cost nothing, and get CPython's own error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cloche.transpiler.vocabulary import SHORT_TEXT, STRIPPING

from ..binding import fitted
from ..buffers import flat
from ..guards.moving import flagged, limited, separated, settled
from ..prices import pieces_size, reserve, spend
from ..run import charge
from .exceptions import group_method

Arguments = tuple[Any, ...]
_TEXTS: Final = (str, bytes, bytearray)
_WIDE: Final = (*range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
#: What `split()` and `splitlines()` cut at.
_BLANKS: Final = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *_WIDE)))
_BREAKS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
#: So many characters to strip off are looked for as fast as one.
_FEW: Final = 64
#: One step pays for so many characters held against those that are stripped off.
_STRIPPED: Final = 64
#: One step pays for so many characters that are asked what they are.
_SEEN: Final = 8
#: CPython folds and maps text that is not ASCII in memory of so many bytes a character.
_FOLDED: Final = 12
#: A pass over fewer characters takes a millisecond at most.
_LONG: Final = 2**16


def lengthy(kind: Any, name: str) -> Callable[..., Any]:
    """Return the method *name* of *kind* (text, bytes or an exception group), paid for."""
    native = getattr(kind, name)
    if kind is BaseExceptionGroup:
        return fitted(group_method(name), native, kind)  # type: ignore[no-any-return]
    pay = _PRICES.get(name, _copied)
    strips = name in STRIPPING
    #: Before anything is measured: a bytearray, or what is looked for in bytes, may change.
    ask = _ASKING.get(name)

    def method(self: Any, /, *args: Any, **named: Any) -> Any:
        if isinstance(self, kind):
            if strips and args:
                off = args[0] if kind is str else flat(args[0])
                args = (_set_of(off), *args[1:])
            elif ask is not None:
                args, named = ask(args, named)
            if strips or kind.__len__(self) >= SHORT_TEXT:
                pay(kind, self, args, named)
        return native(self, *args, **named)

    return method


def seeking(kind: Any, name: str) -> Callable[..., Any]:
    """Return the method *name* of *kind*, which looks for something: a step where that is long."""
    native = getattr(kind, name)

    def method(self: Any, /, *args: Any, **named: Any) -> Any:
        if isinstance(self, kind):
            step_through(kind, self)
            if kind is bytearray:
                args = settled(name, self, args)
        return native(self, *args, **named)

    return method


def step_through(kind: Any, text: Any) -> None:
    """Take a step before one pass over *text*, if that is long: so many in a row end in time."""
    if kind.__len__(text) >= _LONG:
        charge(1)


def _bytes_of(kind: Any, text: Any) -> int:
    size: int = str.__sizeof__(text) if kind is str else kind.__len__(text)
    return size


def _copied(kind: Any, text: Any, args: Arguments, named: dict[str, Any]) -> None:
    reserve(_bytes_of(kind, text))


def _folded(kind: Any, text: Any, args: Arguments, named: dict[str, Any]) -> None:
    plain = kind is not str or str.isascii(text)
    reserve(kind.__len__(text) if plain else _FOLDED * str.__len__(text))


def _read(kind: Any, text: Any, args: Arguments, named: dict[str, Any]) -> None:
    spend(kind.__len__(text) // _SEEN)


def _in_hex(kind: Any, text: Any, args: Arguments, named: dict[str, Any]) -> None:
    reserve(3 * kind.__len__(text))


def _set_of(off: Any) -> Any:
    """Return what is to be stripped off, each character once if there are many."""
    if isinstance(off, str) and str.__len__(off) > _FEW:
        reserve(str.__sizeof__(off))
        return "".join(dict.fromkeys(str.__str__(off)))
    kinds: tuple[Any, ...] = (bytes, bytearray)
    for kind in kinds:
        if isinstance(off, kind) and kind.__len__(off) > _FEW:
            reserve(kind.__len__(off))
            return bytes({*kind.__iter__(off)})
    return off


def _stripped(kind: Any, text: Any, args: Arguments, named: dict[str, Any]) -> None:
    off = args[0] if args else None
    if type(off) is str and len(off) > _FEW:
        spend(str.__len__(text) * len(off) // _STRIPPED)
    if kind.__len__(text) >= SHORT_TEXT:
        reserve(_bytes_of(kind, text))


def pay_split(kind: Any, text: Any, args: Arguments, named: dict[str, Any]) -> None:
    separator = args[0] if args else named.get("sep")
    most = args[1] if len(args) > 1 else named.get("maxsplit", -1)
    if separator is None:
        cuts, width = _count_each(kind, text, _BLANKS), 1
    elif width := _width(kind, separator):
        cuts = kind.count(text, separator)
    else:
        return  # C says what it must be
    if isinstance(most, int) and 0 <= int.__index__(most) < cuts:
        cuts = int.__index__(most)
    _pay_pieces(kind, text, cuts, width)


def _width(kind: Any, separator: Any) -> int:
    """Return how long *separator* is, whatever its class says; 0 if it cuts nothing."""
    kinds: tuple[Any, ...] = (str,) if kind is str else (bytes, bytearray)
    return next((int(each.__len__(separator)) for each in kinds if isinstance(separator, each)), 0)


def _lines(kind: Any, text: Any, args: Arguments, named: dict[str, Any]) -> None:
    _pay_pieces(kind, text, _count_each(kind, text, _BREAKS), 1)


def _count_each(kind: Any, text: Any, characters: str) -> int:
    if kind is not str:
        ascii_ = (each.encode() for each in characters if each < "\x80")
        return sum(kind.count(text, each) for each in ascii_)
    if str.isascii(text):
        characters = "".join(each for each in characters if each < "\x80")
    return sum(str.count(text, each) for each in characters)


def _pay_pieces(kind: Any, text: Any, cuts: int, width: int) -> None:
    size = _bytes_of(kind, text)
    left = kind.__len__(text) - cuts * width
    reserve(size + pieces_size(cuts + 1, left if kind is not bytearray else 2 * (cuts + 1)))


#: What asks a guest for a number or a text in the middle -> what asks first.
_ASKING: Final[dict[str, Callable[[Arguments, dict[str, Any]], tuple[Arguments, Any]]]] = {
    "hex": separated, "split": limited, "splitlines": flagged,
}  # fmt: skip
_PRICES: Final[dict[str, Callable[[Any, Any, Arguments, dict[str, Any]], None]]] = {
    **dict.fromkeys("capitalize casefold lower swapcase title upper".split(), _folded),
    **dict.fromkeys(STRIPPING, _stripped),
    **dict.fromkeys(
        """
        isalnum isalpha isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle
        isupper
        """.split(), _read),
    "split": pay_split, "splitlines": _lines, "hex": _in_hex,
}  # fmt: skip
