"""Guards dropped or made cheaper, each by a named proof.

A proof is a function registered for the kinds of guard it speaks about; it answers `native` (the
operation is safe as it stands), `inline` (a type test before the guard settles the common
case) or None. Its docstring is the proof. The verifier does not believe it: it proves
the same again on the guarded text.
"""

from __future__ import annotations

from typing import Final

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..rewrite.guard import Guard
from ..walk import Listing
from . import (  # noqa: F401  (each registers its proofs)
    bare,
    constants,
    direct,
    displays,
    factors,
    few,
    floats,
    handlers,
    iterators,
    names,
    numbers,
    pieces,
    products,
    scalars,
    sets,
    stores,
    temporaries,
    texts,
    totals,
    untimed,
)
from .facts import Facts
from .registry import PROOFS


def elide(guards: list[Guard], listing: Listing, policy: Policy) -> None:
    """Mark each guard with the cheapest form that a proof allows."""
    facts = Facts(listing, policy)
    _judge(guards, facts)
    if facts.contents is not None and facts.came_late:
        facts.untimed = None
        _judge(guards, facts)
    _guess(guards, facts)


def _judge(guards: list[Guard], facts: Facts) -> None:
    proofs = PROOFS
    for guard in guards:
        for name, proof in proofs.get(guard.kind, ()):
            form = proof(guard, facts)
            if form is not None:
                guard.form = form
                guard.proof = name
                if form in _LAST:
                    break


def _guess(guards: list[Guard], facts: Facts) -> None:
    """Note what inline tests had best ask for."""
    for guard in guards:
        if guard.form in _TESTS and guard.kind not in _APART:
            guard.likely = facts.likely.of(_tested(guard))
            if guard.kind == "inplace-addend" and guard.likely == words.TEXT:
                guard.form, guard.proof = "call", None  # no number, for which a test would look


def _tested(guard: Guard) -> cst.CSTNode | None:
    node = guard.entry.node
    if guard.form == "beside" and type(node) is cst.AugAssign:
        return node.target
    if guard.kind == "keyed-place" and type(node) is cst.Subscript:
        index = node.slice[0].slice
        return index.value if type(index) is cst.Index else None
    return guard.operand


_TESTS: Final = frozenset({"inline", "held", "beside"})
#: Their tests ask for something else than a group of types.
_APART: Final = frozenset(
    {"attribute-load", "attribute-store", "changing", "piece", "receiver", "times"}
)
#: A later proof would not make it cheaper.
_LAST: Final = frozenset({"native", "tick"})
