"""Class patterns read attributes by name, natively."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import Entry, Listing
from .registry import Finding, rule


@rule(cst.MatchStar, cst.MatchMapping)
def capturing_star(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL402: a star drains the subject at C speed; `*_` takes nothing out."""
    node = entry.node
    if isinstance(node, cst.MatchMapping):
        if node.rest is not None:
            yield Finding(
                "CL402", "a pattern may not collect the rest of a mapping",
                "bind the whole mapping with `as` and take the rest in the body", node.rest,
            )  # fmt: skip
    elif isinstance(node, cst.MatchStar) and node.name is not None:
        yield Finding(
            "CL402", "a pattern may not collect the rest of a sequence",
            "write `*_`, bind the whole with `as`, and slice it in the body", node,
        )  # fmt: skip


@rule(cst.MatchClass)
def class_pattern(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL401."""
    assert isinstance(entry.node, cst.MatchClass)
    for element in entry.node.kwds:
        name = words.normalise(element.key.value)
        if name in policy.guarded or words.is_dunder(name):
            yield Finding(
                "CL401", f"a pattern may not read the attribute '{name}'",
                "match it in a guard: `case C() as x if x.… == …`", element.key,
            )  # fmt: skip
