"""Annotations."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..policy import Policy
from ..walk import Entry, Listing
from .registry import Finding, rule


@rule(cst.Annotation)
def starred_annotation(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL900: `*args: *Ts` (PEP 646) unpacks where no guard can stand."""
    assert isinstance(entry.node, cst.Annotation)
    if isinstance(entry.node.annotation, cst.StarredElement):
        yield Finding(
            "CL900", "a star in an annotation is not supported", "write `*args: object`",
            entry.node.annotation,
        )  # fmt: skip
