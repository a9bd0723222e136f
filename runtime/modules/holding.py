"""What stands for iterators of `itertools` that drop, or do not hold, what they draw from.

Some only drop their source at its end, and mind nothing else that is done meanwhile: classes
derived from these hold it as long as they live, at no cost. The rest are of classes that are
entered once (`reentry.py`), where they may come upon code of the guest's.
"""

from __future__ import annotations

import itertools as real
from collections.abc import Callable
from types import GeneratorType
from typing import Any, Final

from ..guards.aliases import SUBSCRIPT
from ..links import LAZY
from ..reentry import LEAVES, Single, alone, single
from ..standins import trust

_HOLDING: Final[dict[type, Any]] = {}


def _holding(kind: type) -> Any:
    """Make a class of iterators of *kind* that hold what they are given to hold."""
    space = {
        "__slots__": ("__held__",), "__module__": "itertools", "__qualname__": kind.__qualname__,
        **(SUBSCRIPT if hasattr(kind, "__class_getitem__") else {}),
    }  # fmt: skip
    made = type(kind.__name__, (kind,), space)
    LAZY.add(made)
    trust(made, careful=True)
    _HOLDING[kind] = made
    return made


def held(iterator: Any, what: Any) -> Any:
    """Return *iterator*, of one of the classes here, which holds *what* from now on."""
    iterator.__held__ = what
    return iterator


def _stepping(kind: type) -> Any:
    """Make the class of what looks like iterators of *kind*, and takes a step for each row.

    C makes those of what it holds already: whoever draws them without a tick, and there may be any
    number, would draw for ever.
    """
    space = {
        "__slots__": (), "__module__": "itertools", "__qualname__": kind.__qualname__,
        **(SUBSCRIPT if hasattr(kind, "__class_getitem__") else {}),
    }  # fmt: skip
    made = type(kind.__name__, (real.compress,), space)
    LAZY.add(made)
    trust(made, careful=True)
    return made


#: Real class -> what a guest holds in the place of its instances.
STEPPING: Final[dict[Any, Any]] = {
    kind: _stepping(kind)
    for kind in (
        real.product, real.permutations, real.combinations, real.combinations_with_replacement,
    )
}  # fmt: skip
HeldChain: Final = _holding(real.chain)
#: The class method in C: guests find another under its name.
held_chain_of: Final[Callable[[Any], Any]] = HeldChain.from_iterable
HeldSlice: Final = _holding(real.islice)
HeldCycle: Final = _holding(real.cycle)
HeldRows: Final = _holding(real.zip_longest)
HeldBatches: Final[Any] = _holding(real.batched) if hasattr(real, "batched") else None


class _Groups(Single):
    """A `groupby`: none of its groups is asked while it is asked itself, or while another is."""

    __slots__ = ()

    def __next__(self) -> Any:
        key, group = _ask(self)
        return key, alone(GROUP, group, self.__lock__)


_ask: Final[Callable[[Any], Any]] = Single.__next__
trust(_Groups, careful=True)
GROUPED: Final = type(next(real.groupby("a"))[1])
GROUP: Final = single(GROUPED)
Groups: Final = single(real.groupby, _Groups)
COUNT: Final = single(real.count)
PAIRS: Final = single(real.pairwise)
ROWS: Final = single(real.zip_longest)
CHAIN: Final = single(real.chain)
#: What `chain.from_iterable` draws from: no guest has one.
LINKS: Final = single(map)

#: Real class -> what else passes for it.
ALIASES: Final[dict[type, list[type]]] = {kind: [made] for kind, made in _HOLDING.items()}
for _kind, _made in (
    (real.chain, CHAIN), (real.pairwise, PAIRS), (real.zip_longest, ROWS), (real.groupby, Groups),
):  # fmt: skip
    ALIASES.setdefault(_kind, []).append(_made)
ALIASES.update((kind, [made]) for kind, made in STEPPING.items())

#: Types of what is its own iterator, or has one that comes upon no code of the guest's: who holds
#: it holds all that is under way. `itertools` adds its own.
OWN_ITERATORS: Final[set[type]] = {
    *LEAVES, GeneratorType, map, filter, zip, enumerate, *_HOLDING.values(), *STEPPING.values(),
    CHAIN, PAIRS, ROWS, Groups, GROUP, GROUPED,
}  # fmt: skip
