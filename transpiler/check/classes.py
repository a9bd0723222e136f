"""What a class statement may say."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from typing import Final

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import CLASS, STORE, Entry, Listing
from .names import LITERAL_NAMES, is_assigned
from .registry import Finding, rule


@rule(cst.ClassDef)
def metaclass(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL301."""
    assert type(entry.node) is cst.ClassDef
    for arg in entry.node.keywords:
        if arg.keyword is None or words.normalise(arg.keyword.value) != "metaclass":
            continue
        if not (type(arg.value) is cst.Name or type(arg.value) is cst.Attribute):
            yield Finding(
                "CL301", "a metaclass is named: a class derived from `type`",
                "define it before, or use __init_subclass__ or a class decorator", arg,
            )  # fmt: skip


@rule(cst.Name)
def listed_names(entry: Entry, listing: Listing, policy: Policy) -> Iterable[Finding]:
    """CL303: `__slots__` and `__match_args__` are written out, with names that may be read."""
    assert type(entry.node) is cst.Name
    if entry.role != STORE or entry.scope.kind != CLASS:
        return ()
    name = words.normalise(entry.node.value)
    if name not in LITERAL_NAMES or not is_assigned(entry):  # the latter is CL101
        return ()
    if _literal_names(_assigned_value(entry), policy, native=name == "__match_args__"):
        return ()
    message = f"{name} must be a literal tuple of attribute names"
    return (Finding("CL303", message, f'write {name} = ("a", "b")'),)


@rule(cst.Name)
def own_annotations(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL305: what `x: int` stores to in a class is the dictionary that CPython has made for it."""
    assert type(entry.node) is cst.Name
    if entry.role != STORE or entry.scope.kind != CLASS or entry.node.value != _ANNOTATIONS:
        return
    if any(_annotates(each) and each.scope is entry.scope for each in listing.entries):
        yield Finding(
            "CL305", "a class with annotations may not bind __annotations__ as well",
            "annotate all, or bind it to a dictionary of all", entry.node,
        )  # fmt: skip


def _annotates(entry: Entry) -> bool:
    return type(entry.node) is cst.AnnAssign and type(entry.node.target) is cst.Name


def _assigned_value(entry: Entry) -> cst.BaseExpression | None:
    """Return the value assigned to the target *entry* and to nothing else."""
    above = entry.parent
    assert above is not None
    if type(above.node) is cst.AssignTarget:
        above = above.parent
        assert above is not None
    if not (type(above.node) is cst.Assign or type(above.node) is cst.AnnAssign):
        return None
    targets = getattr(above.node, "targets", ())
    return above.node.value if len(targets) < 2 else None


def _literal_names(value: cst.BaseExpression | None, policy: Policy, native: bool) -> bool:
    if type(value) is cst.SimpleString:
        return not native and _attribute_name(value, policy, native)
    if not (type(value) is cst.Tuple or type(value) is cst.List):
        return False
    return all(
        type(element) is cst.Element
        and type(element.value) is cst.SimpleString
        and _attribute_name(element.value, policy, native)
        for element in value.elements
    )


_ANNOTATIONS: Final = "__annotations__"
#: Slots that CPython gives a meaning of their own, which lead nowhere a guest may not go.
_GIVEN: Final = frozenset({"__dict__", "__weakref__"})


def _attribute_name(literal: cst.SimpleString, policy: Policy, native: bool) -> bool:
    name = literal.evaluated_value
    if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
        return False
    if name in _GIVEN and not native:
        return True
    if words.is_dunder(name) or words.normalise(name) != name:
        return False
    return not (native and name in policy.guarded)
