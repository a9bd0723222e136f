"""`sub` and `subn`, and how a subject is read.

A text that `re` is done with in an instant is left to it, with a function that pays for each
replacement as it is made. Any other is put together here, match by match.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import index
from typing import Any, Final

from ..buffers import flat
from ..prices import SMALL_BYTES, pay_copy, reserve
from ..run import current
from .plain import exact_text
from .re_engine import Engine
from .re_match import seen
from .re_template import expanded, filling, parsed
from .stand_in import ticked
from .timing import timed

#: A result that may grow by no more than this is left to `re` itself.
_GROWTH: Final = 2**16
#: One step pays for a replacement of this size.
_BRIEF: Final = 256
_BACKSLASHES: Final[dict[type, Any]] = {str: "\\", bytes: b"\\"}


def subject(engine: Engine, string: Any) -> Any:
    """Return the text to look at, exact.

    Raises:
        TypeError: it is none, or not of the pattern's kind.
    """
    kind = engine.kind
    if type(string) is kind:
        return string
    string = flat(string)
    if not isinstance(string, (str, bytes, bytearray)):
        name = type(string).__name__
        raise TypeError(f"expected string or bytes-like object, got {name!r}")
    text = exact_text(string)
    if type(text) is not kind:
        ours, theirs = ("string", "bytes-like") if kind is str else ("bytes", "string-like")
        raise TypeError(f"cannot use a {ours} pattern on a {theirs} object")
    if text is not string:
        pay_copy(len(text))
    return text


def replaced(pattern: Any, repl: Any, string: Any, count: Any) -> tuple[Any, int]:
    """Return the new text, and how often *repl* was put in."""
    engine = pattern.__engine__
    most = count if type(count) is int else index(count)
    text = string if type(string) is engine.kind else subject(engine, string)
    if len(text) <= engine.search_within:
        return _left_to_re(engine, pattern, repl, text, most)
    if callable(repl):
        return _rebuilt(engine, text, most, lambda match: repl(seen(match, pattern)))
    template = parsed(repl, engine.native)
    if len(template) == 1 and not isinstance(template[0], int):
        return _replaced_by(engine, text, most, template[0])
    if not template:
        return _replaced_by(engine, text, most, text[:0])
    return _rebuilt(engine, text, most, lambda match: expanded(match, template))


def _left_to_re(engine: Engine, pattern: Any, repl: Any, text: Any, most: int) -> tuple[Any, int]:
    """Replace in a text that `re` is done with in an instant."""
    kind = engine.kind
    if type(repl) is kind:
        # Not so with a backslash: a template would be looked up in the host's cache.
        plain = _BACKSLASHES[kind] not in repl
        if plain and len(repl) * (len(text) + 1) <= SMALL_BYTES:
            next(current().ticks)
            return engine.native.subn(repl, text, most)
    if callable(repl):

        def called(match: Any) -> Any:
            return repl(seen(match, pattern))

        if kind is bytes:  # a bytearray that it returned may grow, and is copied at the end
            return _rebuilt(engine, text, most, called)
        return engine.native.subn(_paying(called), text, most)
    return engine.native.subn(_paying(filling(engine, repl)), text, most)


def _paying(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what *make* says of a match, paid for; all that it says will be in one text."""
    ticks, total = current().ticks, 0

    def piece(match: Any) -> Any:
        nonlocal total
        next(ticks)
        made = make(match)
        size = _length(made)
        if size > _BRIEF:
            total += size
            reserve(size, total)
        return made

    return piece


def _length(piece: Any) -> int:
    """Return how much C copies of a replacement, whatever a guest's class says of its length."""
    kind = type(piece)
    if kind is str or kind is bytes:
        return len(piece)
    for each in (str, bytes, bytearray):
        if issubclass(kind, each):
            return each.__len__(piece)
    return 0


def _replaced_by(engine: Engine, text: Any, most: int, literal: Any) -> tuple[Any, int]:
    """Replace by one literal text."""
    growth = (len(text) + 1) * len(literal)
    if growth <= _GROWTH and most >= 0 and engine.is_quick("search", len(text)):
        reserve(growth + len(text))
        engine.is_instant("search", len(text))
        # A function, for a template would be looked up in the host's cache.
        return timed(engine.native.subn, lambda match: literal, text, most)

    def paid(match: Any) -> Any:
        pay_copy(len(literal))
        return literal

    return _rebuilt(engine, text, most, paid)


def _rebuilt(
    engine: Engine, text: Any, most: int, replacement: Callable[[Any], Any]
) -> tuple[Any, int]:
    """Replace each match by what *replacement* says, with the errors of `re`."""
    pieces: list[Any] = []
    last = count = 0
    if most >= 0:
        for match in ticked(engine.iterate(text, 0, len(text))):
            if match.start() > last:
                pieces.append(text[last : match.start()])
            piece = replacement(match)
            if piece is not None:
                pay_copy(_length(piece))
                pieces.append(piece)
            last = match.end()
            count += 1
            if count == most:
                break
    if last < len(text):
        pieces.append(text[last:])
    # A piece may be shared by all matches.
    pay_copy(sum(map(_length, pieces)))
    return text[:0].join(pieces), count
