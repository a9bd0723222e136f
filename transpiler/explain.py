"""What became of every guard: kept, made cheaper or left out, and by which proof."""

from __future__ import annotations

from dataclasses import dataclass

from .policy import Policy


@dataclass(frozen=True, slots=True)
class Explained:
    """One guard.

    Parameters:
        line: of what it guards, from 1.
        column: from 0, in characters.
        kind: what it guards (`addend`, `times`, `loop`, …), as `elide` names it.
        form: `call` (kept as it is), `native` (gone), or one of those with a type test before it:
            `inline`, `held`, `right`, `beside`.
        proof: the name of the proof that changed its form, None if it is kept.
    """

    line: int
    column: int
    kind: str
    form: str
    proof: str | None


def explain(source: str | bytes, policy: Policy) -> list[Explained]:
    """Return every guard of *source* in the order of the text.

    Raises:
        Refusal: with every diagnostic found.
    """
    from libcst.metadata import MetadataWrapper, PositionProvider

    from . import planned, transpile

    text = transpile(source, policy).source
    module, guards = planned(text, policy)
    places = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    found: list[Explained] = []
    for guard in guards:
        place = places.get(guard.operand or guard.entry.node) or places[guard.entry.node]
        start = place.start
        found.append(Explained(start.line, start.column, guard.kind, guard.form, guard.proof))
    return sorted(found, key=lambda each: (each.line, each.column, each.kind))
