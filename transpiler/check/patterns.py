"""Class patterns read attributes by name, natively."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import Entry, Listing
from .registry import Finding, rule


@rule(cst.MatchClass)
def class_pattern(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL401."""
    assert type(entry.node) is cst.MatchClass
    for element in entry.node.kwds:
        name = words.normalise(element.key.value)
        if name in policy.guarded or words.is_dunder(name):
            yield Finding(
                "CL401", f"a pattern may not read the attribute '{name}'",
                "match it in a guard: `case C() as x if x.… == …`", element.key,
            )  # fmt: skip
