"""Async syntax, refused until its runtime exists."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..policy import Policy
from ..walk import Entry, Listing
from .registry import Finding, rule


@rule(cst.FunctionDef, cst.For, cst.With, cst.CompFor, cst.Await)
def asynchronous(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL501."""
    node = entry.node
    if isinstance(node, cst.Await) or getattr(node, "asynchronous", None) is not None:
        yield Finding(
            "CL501", "async syntax is not supported yet", "call the tools one after another"
        )
