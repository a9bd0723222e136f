"""Type parameters and `type` statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import PATTERN, Entry, Listing
from .names import reserved
from .registry import Finding, rule


@rule(cst.TypeVar, cst.TypeVarTuple, cst.ParamSpec, cst.TypeAlias)
def type_parameter(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL101."""
    node = entry.node
    assert isinstance(node, cst.TypeVar | cst.TypeVarTuple | cst.ParamSpec | cst.TypeAlias)
    name = words.normalise(node.name.value)
    if words.is_dunder(name):
        yield reserved(name, node.name)


@rule(cst.ClassDef)
def any_number(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL304: CPython makes `Generic[*Ts]` for it, and dies if that fails, as out of stack."""
    assert type(entry.node) is cst.ClassDef
    listed = entry.node.type_parameters
    for each in listed.params if listed is not None else ():
        if type(each.param) is cst.TypeVarTuple:
            yield Finding(
                "CL304", "a class may not have a type parameter for any number of types",
                "derive it from Generic[*Ts], with Ts = TypeVarTuple('Ts')", each,
            )  # fmt: skip


@rule(cst.TypeVar)
def constraints(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL304."""
    assert type(entry.node) is cst.TypeVar
    listed = entry.node.bound
    for each in listed.elements if type(listed) is cst.Tuple else ():
        if type(each) is cst.StarredElement:
            yield Finding("CL304", "constraints may not have a star", "write them out", each)


@rule(cst.Name)
def in_pattern(entry: Entry, listing: Listing, policy: Policy) -> Iterable[Finding]:
    """CL402: a pattern reads a name natively, which no type parameter may be."""
    assert type(entry.node) is cst.Name
    if entry.role != PATTERN or words.normalise(entry.node.value) not in listing.parameters:
        return ()
    message = f"a pattern may not read '{entry.node.value}', the name of a type parameter"
    return (Finding("CL402", message, "match it in a guard: `case x if x == …`"),)
