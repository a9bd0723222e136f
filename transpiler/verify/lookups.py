"""Which names a read of a name finds: in which block CPython's compiler looks for it.

Code in a function never looks into a class body around it: what that binds, and what it declares,
is the body's alone. The body looks at its own names first, and then at the module's or at those of
the functions around it, whichever its own text decides; so what a read in it finds is not told
here, but for a list of all it may be. What depends on type parameters is treated as such a body,
and so is all in it: it sees the names of a class around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .tables import CLASS

if TYPE_CHECKING:
    from .scopes import Block, Names


def block_of(name: str, start: Block) -> Block | None:
    """Return the block whose *name* a read in *start* finds; None if none is known."""
    if start.sees_class:
        return None
    block: Block | None = start
    while block is not None:
        if block.kind != CLASS:
            if name in block.declared:
                # `nonlocal` makes all names of this spelling around it mysteries.
                return block.module() if block.declared[name] else None
            if name in block.names:
                return block
        block = block.around
    return None


def possible(name: str, start: Block) -> Iterator[Names]:
    """Yield all that a read of *name* in *start*, of whatever kind that is, may find."""
    block: Block | None = start
    while block is not None:
        if name in block.names:
            yield block.names[name]
        block = block.around
