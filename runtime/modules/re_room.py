"""What `regex` stores while it looks for a match, at most: nobody can end it for its memory.

It remembers every text that a group has taken, not the last one only, and states to come back to:
for each round of a repeat, so for each character, as many as there are groups, lookarounds and
repeats in it. A lookahead that repeats a group stores as much again at each character.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
from typing import Any, Final, NamedTuple

from .re_cost import inner, walk_tree

#: For each character of the subject.
_FRAME: Final = 256
#: For each thing that is stored besides, there.
_NODE: Final = 80
#: For each pair of characters.
_PAIR: Final = 4
#: More rounds of what takes no character than these are as good as endless.
_MOST_ROUNDS: Final = 10_000
_REPEATS: Final = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})
_AROUND: Final = frozenset({op.ASSERT, op.ASSERT_NOT})


class Stored(NamedTuple):
    """What is stored: so many nodes at each character, and whether at each pair of them as well."""

    nodes: int
    pairs: bool

    def room(self, length: int) -> int:
        """Return how many bytes that may be for *length* characters."""
        found = length * (_FRAME + _NODE * self.nodes)
        return found + _PAIR * length * length if self.pairs else found


def stored(tree: Any) -> Stored:
    """Return what is stored for the parsed pattern *tree*.

    Raises:
        RecursionError: it nests too deeply.
    """
    repeats = [arg[2] for code, arg in walk_tree(tree) if code in _REPEATS]
    return Stored(
        max(map(_in_a_round, repeats), default=0),
        any(map(_looks_far, repeats)) if repeats else False,
    )


def _in_a_round(tree: Any) -> int:
    """Return how much is stored where *tree* is gone through once."""
    found = 0
    for code, argument in tree:
        within = sum(map(_in_a_round, inner(code, argument)))
        if code in _REPEATS:
            # A round that takes characters is counted with each of these.
            takes_none = argument[2].getwidth()[0] == 0
            found += 1 + within * (min(int(argument[1]), _MOST_ROUNDS) if takes_none else 1)
        elif code in _AROUND or (code is op.SUBPATTERN and argument[0] is not None):
            found += 1 + within
        else:
            found += within
    return found


def _looks_far(tree: Any) -> bool:
    """Tell whether a lookaround in *tree* has a repeat in which a group is."""
    return any(
        code in _REPEATS and any(each is op.SUBPATTERN and x[0] for each, x in walk_tree(arg[2]))
        for around, argument in walk_tree(tree)
        if around in _AROUND
        for code, arg in walk_tree(argument[1])
    )
