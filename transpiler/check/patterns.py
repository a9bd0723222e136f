"""What patterns do natively: class patterns read attributes by name, mappings hash their keys."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import Entry, Listing
from .attributes import is_too_long, too_long
from .registry import Finding, rule


@rule(cst.MatchClass)
def class_pattern(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL401, CL111."""
    assert type(entry.node) is cst.MatchClass
    for element in entry.node.kwds:
        name = words.normalise(element.key.value)
        if is_too_long(name, entry):
            yield too_long(element.key)
        elif name in policy.guarded or words.is_dunder(name):
            yield Finding(
                "CL401", f"a pattern may not read the attribute '{name}'",
                "match it in a guard: `case C() as x if x.… == …`", element.key,
            )  # fmt: skip


@rule(cst.MatchMappingElement)
def mapping_key(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL405: a dotted name may lead to a key that takes for ever to hash, unseen by any guard."""
    assert isinstance(entry.node, cst.MatchMappingElement)
    key = entry.node.key
    if isinstance(key, cst.MatchValue):
        key = key.value
    if isinstance(key, cst.Attribute):
        yield Finding(
            "CL405", "the key of a mapping pattern may not be a dotted name",
            "a literal key, or a guard: `case dict() as d if k in d`", key,
        )  # fmt: skip
