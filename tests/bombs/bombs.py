"""Bombs as data: a name, and a program that would never end, or would take the machine with it.

`=== name` begins one. `win` is no name a bomb should get to: one that ends without an
error must have been harmless, and says so by `safe` as its last expression.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent


@dataclass(frozen=True)
class Bomb:
    """One bomb.

    Parameters:
        name: unique within the suite.
        source: the guest program.
        open: why it still goes off, for one that is known to; empty for the others.
    """

    name: str
    source: str
    open: str = ""


def table(block: str, reason: str = "") -> list[Bomb]:
    """Return the bombs in *block*, all of them open for *reason* if one is given."""
    parts = (part.partition("\n") for part in dedent(block).split("\n=== ")[1:])
    return [Bomb(name.strip(), source, reason) for name, _, source in parts]
