"""Guards dropped or made cheaper, each by a named proof.

A proof is a function registered for the kinds of guard it speaks about; it answers `native` (the
operation is safe as it stands), `inline` (a type test before the guard settles the common
case) or None. Its docstring is the proof. The verifier does not believe it: it proves
the same again on the guarded text.
"""

from __future__ import annotations

from typing import Final

from ..policy import Policy
from ..rewrite.guard import Guard
from ..walk import Listing
from . import (  # noqa: F401  (each registers its proofs)
    bare,
    constants,
    direct,
    displays,
    factors,
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


#: A later proof would not make it cheaper.
_LAST: Final = frozenset({"native", "tick"})
