"""`singledispatch` finds what CPython finds, whatever the classes are to one another."""

from __future__ import annotations

import collections.abc as abstract
import functools
from abc import ABCMeta
from typing import Any

from held import paid
from hypothesis import given, settings
from hypothesis import strategies as st

from cloche.runtime.limits import Limits
from cloche.runtime.modules.dispatching import implementation
from cloche.runtime.run import Run

LIBRARY: list[Any] = [
    abstract.Sized, abstract.Iterable, abstract.Container, abstract.Mapping, abstract.Sequence,
    abstract.MutableMapping, abstract.Collection, abstract.Callable, dict, list, int,
]  # fmt: skip
METHODS = ("__len__", "__iter__", "__contains__", "__call__", "__getitem__")


def _hierarchy(chance: Any) -> tuple[list[Any], dict[Any, Any]]:
    made: list[Any] = []
    for at in range(chance.randrange(1, 8)):
        among = made + chance.sample(LIBRARY, 3)
        bases = tuple(chance.sample(among, min(len(among), chance.randrange(4))))
        body = {name: len for name in METHODS if chance.random() < 0.2}
        try:
            made.append((ABCMeta if chance.random() < 0.6 else type)(f"K{at}", bases, body))
        except TypeError:
            continue  # no such class
    for _ in range(chance.randrange(5) if made else 0):
        one, other = chance.choice(made), chance.choice(made)
        if type(one) is ABCMeta and not issubclass(one, other):
            one.register(other)
    known = [*made, *LIBRARY]
    registered = chance.sample(known, chance.randrange(len(known)))
    return known, {object: 0, **dict.fromkeys(registered, 1)} | {each: each for each in registered}


def _told(find: Any, kind: Any, registry: Any) -> object:
    try:
        return find(kind, registry)
    except RuntimeError as error:
        return str(error)


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_it_finds_what_cpython_finds(chance: Any) -> None:
    known, registry = _hierarchy(chance)
    real: Any = functools._find_impl  # type: ignore[attr-defined]
    run = Run(Limits(steps=None, seconds=None, memory=None))
    token = run.enter()
    try:
        for kind in known:
            assert _told(implementation, kind, registry) == _told(real, kind, registry)
    finally:
        run.leave(token)


HEADER = """
from functools import singledispatch
from abc import ABC
class C: pass
@singledispatch
def f(x): return 0
"""
test_classes_that_are_related_have_steps = paid(
    [(HEADER + "for i in range(40):\n"
     "    class A(ABC): pass\n    A.register(C)\n    f.register(A, lambda x: 1)\n"
     "try: f(C())\nexcept RuntimeError: pass\n0", 3_000)],
)  # fmt: skip
