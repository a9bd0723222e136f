"""Which attribute names a program may spell."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import LOAD, PATTERN, STORE, Entry, Listing
from .registry import Finding, rule

_HINTS = {
    "__globals__": "functions do not show their globals here",
    "__code__": "functions do not show their code here",
    "__closure__": "functions do not show their variables here",
    "__getattribute__": "define __getattr__",
    "__class__": "an object keeps its class",
    "__dict__": "set or delete the attributes one by one",
    "__del__": "use a context manager",
    "__traceback__": "raise the exception again",
}


@rule(cst.Attribute)
def attribute(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL110: dunder attributes outside the allowlists; CL111: long ones; CL401: in patterns."""
    assert type(entry.node) is cst.Attribute
    node = entry.node.attr
    name = words.normalise(node.value)
    guarded = name in policy.guarded
    if is_too_long(name, entry):
        yield too_long(node)
    elif entry.role == PATTERN:
        if guarded or (words.is_dunder(name) and name not in words.NATIVE_DUNDERS):
            yield Finding(
                "CL401", f"a pattern may not read the attribute '{name}'",
                "match it in a guard: `case x if x == …`", node,
            )  # fmt: skip
    elif _becomes_guarded(name, policy):
        yield Finding(
            "CL110", f"the private name '{name}' may become a reserved one",
            "choose another name", node,
        )  # fmt: skip
    elif name in words.KEPT and entry.role != LOAD:
        hint = "choose another name"
        yield Finding("CL110", f"a program may not write '{name}'", hint, node)
    elif words.is_dunder(name) and not _dunder_allowed(name, entry):
        verb = "read" if entry.role == LOAD else "write"
        yield Finding("CL110", f"a program may not {verb} '{name}'", _hint(name), node)


def is_too_long(name: str, entry: Entry) -> bool:
    """Tell whether the attribute *name* has too many characters, as its class makes it.

    Parameters:
        entry: where it is read or written.
    """
    most = words.LONGEST_ATTRIBUTE
    if name.startswith("__") and not name.endswith("__"):
        most -= max(map(len, _mangled_by(entry)), default=0)
    return len(name) > most


def _mangled_by(entry: Entry) -> Iterator[str]:
    """Yield what the classes around *entry* write before a private name: `_C`.

    CPython goes by the innermost alone, and leaves out underscores at its beginning.
    """
    above: Entry | None = entry
    while above is not None:
        if type(above.node) is cst.ClassDef:
            yield "_" + words.normalise(above.node.name.value)
        above = above.parent


def too_long(node: cst.CSTNode) -> Finding:
    """Return what is said of the name of an attribute, *node*, that is too long."""
    return Finding(
        "CL111", f"the name of an attribute has more than {words.LONGEST_ATTRIBUTE} characters",
        "a shorter name, or one for `getattr` and `setattr`", node,
    )  # fmt: skip


def _hint(name: str) -> str:
    if name in words.SPECIAL_METHODS:
        return "assign it, or define it in the class"
    return _HINTS.get(name, "choose a name without double underscores")


def _becomes_guarded(name: str, policy: Policy) -> bool:
    """Tell whether a class could mangle the private *name* (`__x`) into a guarded one (`_C__x`)."""
    return (
        name.startswith("__")
        and not name.endswith("__")
        and any(each.startswith("_") and each.endswith(name) for each in policy.guarded)
    )


def _dunder_allowed(name: str, entry: Entry) -> bool:
    if entry.role == LOAD:
        return (
            name in words.NATIVE_DUNDERS
            or name in words.GUARDED_DUNDERS
            or name in words.SPECIAL_METHODS
        )
    if name in words.WRITABLE_DUNDERS:
        return True
    assert entry.parent is not None
    augmented = type(entry.parent.node) is cst.AugAssign
    return entry.role == STORE and name in words.SPECIAL_METHODS and not augmented
