"""Names that stay: what CPython 3.12 and later has once read as a name, it keeps until it ends.

So a name in a text that a run gives to `eval`, or a field's, of which `dataclasses` makes a text,
takes memory that no later run has again, and that is no part of the growth of any. There is an
allowance for it. It is counted on every CPython, so that a program that ends on one ends on all.

What counts are the words of a text, in strings and comments too, before CPython reads it: a text
that is refused leaves its names all the same, and so does one that would be too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final
from unicodedata import normalize

from .run import current

#: Bytes that the names of one run may take for good. It is out of the way: evaluating a character
#: takes 100 steps, so that all names that a run evaluates within the steps it has unless told come
#: to half of it; and of a thousand runs that take all of it a process lives to tell.
ALLOWANCE: Final = 4 * 2**20
#: Bytes that a name takes besides its characters: the head of a text, its place in CPython's table.
EACH: Final = 60
#: Of a character of a name that is not ASCII.
_WIDE: Final = 4
#: Characters of the longest text that is read while a run goes on.
LONGEST: Final = 32 * 1024
#: So many characters are normalised at once: the time may go by the square.
_AT_ONCE: Final = 500
#: Names, and what stands between them; whatever is not ASCII may be in a name.
_WORD: Final = re.compile(r"[0-9A-Za-z_\x80-\U0010ffff]+")
#: No keyword is spelled with these alone: CPython reads `0x1for` as `0x1 for`.
_NUMBER: Final = re.compile(r"[0-9][0-9a-fA-FxXoObBjJ_]*")
_CLASS: Final = re.compile(r"class[\s\\]+([0-9A-Za-z_\x80-\U0010ffff]+)")
#: Key in `Run.state`.
_KEY: Final = "names that stay"


class _Counted:
    """What has been counted since the limits were granted.

    Parameters:
        granted: see `Usage.granted`.
    """

    __slots__ = ("granted", "names", "size")

    def __init__(self, granted: float) -> None:
        self.granted = granted
        self.names: set[str] = set()
        self.size = 0


def count_text(text: str) -> None:
    """Count the names in *text*, which CPython is about to read unless it is too long.

    Raises:
        Stop: they are more than what is left of the allowance.
    """
    if len(text) > LONGEST and len(text.lstrip(" \t")) > LONGEST:
        return
    words = {word for word in _WORD.findall(text) if not _NUMBER.fullmatch(word)}
    count_names(chain(words, _mangled(text, words)))


def _mangled(text: str, words: Iterable[str]) -> Iterator[str]:
    """Yield what the compiler may make of private names in *text*: `__x` is `_C__x` in a class."""
    private = [word for word in words if word[:2] == "__" != word[-2:]]
    if private:
        for name in {*_CLASS.findall(text)}:
            for word in private:
                yield f"_{name.lstrip('_')}{word}"


def count_names(names: Iterable[str]) -> None:
    """Count *names*, as `count_text` does; each counts once in a run.

    Raises:
        Stop: they are more than what is left of the allowance.
    """
    run = current()
    budget = run.budget
    if (most := budget.limits.memory) is None:
        return
    most = min(most, ALLOWANCE)
    counted = run.state.get(_KEY)
    if type(counted) is not _Counted or counted.granted is not budget.granted:
        counted = run.state[_KEY] = _Counted(budget.granted)
    known = counted.names
    for name in names:
        if name in known:
            continue
        size = EACH + _size(name)  # before anything is noted: there may be no room to ask
        known.add(name)
        counted.size += size
        if counted.size > most:
            budget.stop("memory", most, counted.size)
            budget.checkpoint()


def _size(name: str) -> int:
    """Return the bytes of *name* as CPython spells it."""
    if name.isascii():
        return len(name)
    parts = range(0, len(name), _AT_ONCE)
    return _WIDE * sum([len(normalize("NFKC", name[at : at + _AT_ONCE])) for at in parts])
