"""What a guard is while it is planned, proved about, and applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import Entry, Listing

_NUMBERS: Final = frozenset({words.WHOLE, words.FLOATING})
_SCALARS: Final = _NUMBERS | {words.TEXT}
#: Group of an inline test → the words for single types in it.
_MEMBERS: Final[dict[str, frozenset[str]]] = {
    words.NUMBERS: _NUMBERS, words.SCALARS: _SCALARS, words.PLAIN: _SCALARS,
    words.COLLECTIONS: frozenset({words.TEXT}), words.ITERATED: frozenset(),
}  # fmt: skip


class Guard:
    """One guard of one node.

    Parameters:
        kind: which construct it guards; proofs are registered by kind.
        entry: the node.
        apply: splices the guard in; reads `form`.
        operand: the expression guarded, if it is one of several of the node.
        other: the expression beside it that a proof may need.
        index: which pair of a comparison chain, or which argument.

    `form` is `call` (the plain guard), `inline` (a type test before it), `held` (the same, of
    a value held by a temporary), `right` (of the right operand's), `beside` (of what is left of
    it), or `native` (dropped);
    `proof` names what changed it. `likely` is the word for the type that an inline test had best
    ask for, if there is one.
    """

    __slots__ = (
        "apply", "entry", "form", "index", "kind", "likely", "operand", "other", "proof",
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        entry: Entry,
        apply: Callable[[Guard], None],
        operand: cst.CSTNode | None = None,
        other: cst.CSTNode | None = None,
        index: int = -1,
    ) -> None:
        self.kind = kind
        self.entry = entry
        self.apply = apply
        self.operand = operand
        self.other = other
        self.index = index
        self.form = "call"
        self.likely = ""
        self.proof: str | None = None

    def question(self, group: str) -> str:
        """Return what an inline test asks of a type: whether it is in *group*, or one of it."""
        return f"is {self.likely}" if self.likely in _MEMBERS[group] else f"in {group}"


@dataclass(frozen=True, slots=True)
class EntryTick:
    """The tick that a later node must carry.

    Parameters:
        kind: of the guard it becomes.
        apply: splices it in.
        outermost: whether it goes around the node's own guards (a statement before the
            statement) or inside them (an expression inside the loop's own step).
        suite: the handler whose suite ticks, if it is one.
        form: of that guard, until a proof says otherwise.
    """

    kind: str
    apply: Callable[[Guard], None]
    outermost: bool = False
    suite: cst.CSTNode | None = None
    form: str = "call"

    def guard(self, entry: Entry) -> Guard:
        """Return the guard of the node that carries it."""
        made = Guard(self.kind, entry, self.apply, self.suite)
        made.form = self.form
        return made


class Plan:
    """What the plans share: the listing, the policy, and the guards so far.

    `paused` holds the identities of nodes in which a function is left, and entered again;
    `pending` holds, by node identity, ticks for nodes still to come; `claimed` the targets whose
    store an augmented assignment writes itself; `strings` the number of each f-string of several
    fields, by node identity.
    """

    __slots__ = ("claimed", "guards", "listing", "paused", "pending", "policy", "strings")

    def __init__(self, listing: Listing, policy: Policy) -> None:
        self.listing = listing
        self.policy = policy
        self.paused = frozenset(_paused(listing))
        self.guards: list[Guard] = []
        self.pending: dict[int, EntryTick] = {}
        self.claimed: set[int] = set()
        self.strings: dict[int, int] = {}

    def add(
        self,
        kind: str,
        entry: Entry,
        apply: Callable[[Guard], None],
        operand: cst.CSTNode | None = None,
        other: cst.CSTNode | None = None,
        index: int = -1,
    ) -> None:
        """Plan a guard."""
        self.guards.append(Guard(kind, entry, apply, operand, other, index))


def _paused(listing: Listing) -> Iterator[int]:
    """Yield the identities of nodes in which a function may be left, and entered again."""
    for entry in listing.entries:
        node = entry.node
        if type(node) in _PAUSES or (type(node) is cst.CompFor and node.asynchronous):
            here: Entry | None = entry
            while here is not None and not isinstance(here.node, cst.BaseCompoundStatement):
                yield id(here.node)
                here = here.parent


_PAUSES: Final = frozenset({cst.Yield, cst.Await})
PlanFunction = Callable[[Entry, Plan], None]
_P = TypeVar("_P", bound=PlanFunction)

PLANS: dict[type, list[PlanFunction]] = {}


def plans(*kinds: type) -> Callable[[_P], _P]:
    """Register the decorated function for the node types *kinds*."""

    def register(function: _P) -> _P:
        for kind in kinds:
            PLANS.setdefault(kind, []).append(function)
        return function

    return register
