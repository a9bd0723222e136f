"""Which implementation of a generic function is for a class: the order of its classes, as PEP 443
extends it with the abstract ones that it passes for.

For classes that no other passes for it takes no longer than they are; a program that registers
thousands of abstract ones, all related, has a step for each look at one.
"""

from __future__ import annotations

from collections import Counter
from types import GenericAlias
from typing import Any

from ..guards.rendering import shown
from ..run import charge, current
from .stand_in import ticked


def implementation(cls: type, registry: dict[type, Any]) -> Any:
    """Return what *registry* has for *cls*, or for what is next to it.

    Raises:
        RuntimeError: two are, in CPython's words.
    """
    match: Any = None
    for kind in ticked(_composed(cls, registry)):
        if match is None:
            match = kind if kind in registry else None
            continue
        # Nothing after the next one is looked at.
        implicit = kind not in cls.__mro__ and match not in cls.__mro__
        if kind in registry and implicit and not issubclass(match, kind):
            raise RuntimeError(f"Ambiguous dispatch: {shown(match)} or {shown(kind)}")
        break
    return registry.get(match)


def _composed(cls: type, registry: dict[type, Any]) -> list[type]:
    """Return the order of *cls* with those of *registry* that it passes for."""
    bases = set(cls.__mro__)
    related = [
        kind for kind in ticked(registry)
        if kind not in bases and not isinstance(kind, GenericAlias) and issubclass(cls, kind)
    ]  # fmt: skip
    # Those above others come with them.
    above: Counter[type] = Counter()
    for kind in ticked(related):
        charge(len(kind.__mro__) // 4)
        above.update(kind.__mro__)
    related = [kind for kind in related if above[kind] == 1]
    useful = set(related)
    order: dict[type, None] = {}
    for kind in ticked(related):
        found = [*_passing(cls, kind, bases, useful)]
        found.sort(key=len, reverse=True)
        for row in found or [[kind]]:
            charge(len(row))
            order.update(dict.fromkeys(row))
    return _linear(cls, [*order])


def _passing(cls: type, kind: type, bases: set[type], useful: set[type]) -> Any:
    """Yield, for each class below *kind* that *cls* passes for, those of *useful* above it."""
    own = current().own
    sub: type
    for sub in type.__subclasses__(kind):
        if sub in own:
            # (Those of other runs are none of this one's steps.)
            charge(1 + len(sub.__mro__) // 4)
        if sub not in bases and issubclass(cls, sub):
            yield [each for each in sub.__mro__ if each in useful]


def _linear(cls: type, extra: list[type]) -> list[type]:
    """Return the order of *cls* with *extra*, each where a class begins to pass for it.

    Raises:
        RuntimeError: there is none.
    """
    bases = cls.__bases__
    charge(1 + len(bases))
    # Those up to the last abstract one come first.
    abstract = [at for at, each in enumerate(bases, 1) if hasattr(each, "__abstractmethods__")]
    boundary = max(abstract, default=0)
    begun = [
        kind for kind in ticked(extra)
        if issubclass(cls, kind) and not any(issubclass(each, kind) for each in bases)
    ]  # fmt: skip
    taken = set(begun)
    rest = [kind for kind in ticked(extra) if kind not in taken]
    parts = [[*bases[:boundary]], begun, [*bases[boundary:]]]
    orders = [_linear(each, rest) for part in parts for each in part]
    return _merged([[cls], *orders, *parts])


def _merged(sequences: list[list[type]]) -> list[type]:
    """Merge orders into one that agrees with each (C3).

    Raises:
        RuntimeError: they contradict one another.
    """
    waiting = [each[::-1] for each in sequences if each]
    charge(sum(map(len, waiting)))
    #: In how many of them a class is, and not first.
    later = Counter([kind for each in waiting for kind in each[:-1]])
    merged: list[type] = []
    while waiting:
        first = next((each[-1] for each in ticked(waiting) if not later[each[-1]]), None)
        if first is None:
            raise RuntimeError("Inconsistent hierarchy")
        merged.append(first)
        for each in ticked(waiting):
            if each[-1] is first:
                each.pop()
                if each:
                    later[each[-1]] -= 1
        waiting = [each for each in waiting if each]
    return merged
