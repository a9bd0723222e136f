"""Imports name modules that exist here."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import Entry, Listing, dotted, imported_names
from .registry import Finding, rule

#: Features that are no-ops today, and the one that turns annotations into text.
FUTURE_FEATURES = frozenset(
    {
        "annotations", "generator_stop", "division", "absolute_import", "with_statement",
        "print_function", "unicode_literals", "generators", "nested_scopes",
    }
)  # fmt: skip


@rule(cst.Import)
def module_import(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL201."""
    assert type(entry.node) is cst.Import
    for alias in entry.node.names:
        name = alias.evaluated_name
        if words.normalise(name) not in policy.modules and not _may_fail(entry, name):
            yield _missing_module(name, policy, alias)


@rule(cst.ImportFrom)
def names_import(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL201 to CL204."""
    node = entry.node
    assert type(node) is cst.ImportFrom
    module = dotted(node.module)
    if node.relative:
        yield Finding(
            "CL204", "relative imports have no package here", "import the module by its full name"
        )
    elif isinstance(node.names, cst.ImportStar):
        if module not in policy.modules:
            yield _missing_module(module, policy, node.module)
        elif not policy.exports.get(module):
            yield Finding("CL203", f"`import *` binds nothing of '{module}' here", "name them")
    elif module == "__future__":
        for alias, (name, bound) in zip(node.names, imported_names(node), strict=True):
            if name not in FUTURE_FEATURES:
                missing = f"the feature '{name}' is not available"
                yield Finding("CL202", missing, "leave it out", alias)
            elif bound != name:
                kept = f"the feature '{name}' keeps its name"
                yield Finding("CL202", kept, "leave out the `as`", alias)
    elif _may_fail(entry, module, *[name for name, _ in imported_names(node)]):
        return
    elif module not in policy.modules:
        yield _missing_module(module, policy, node.module)
    else:
        for alias in node.names:
            name = alias.evaluated_name
            if words.normalise(name) not in policy.modules[module]:
                hint = policy.hints.get(f"{module}.{name}") or _other_name(name, module, policy)
                yield Finding("CL202", f"cannot import '{name}' from '{module}'", hint, alias)


#: What catches an import that fails.
_CATCHING: Final = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def _may_fail(entry: Entry, *names: str) -> bool:
    """Tell whether the program is prepared for the import to fail, or never gets to it.

    What is not there raises CPython's own error then, at run time.

    Parameters:
        names: of what it imports; dunders are refused in any case.
    """
    if any(words.is_dunder(part) for name in names for part in words.normalise(name).split(".")):
        return False
    here = entry
    while here.parent is not None:
        above = here.parent.node
        if type(above) in (cst.FunctionDef, cst.Lambda):
            return False
        if here.slot == "body" and type(above) is cst.Try:
            if any(_catches(handler.type) for handler in above.handlers):
                return True
        elif here.slot == "body" and type(above) is cst.If:
            test = above.test.attr if type(above.test) is cst.Attribute else above.test
            if type(test) is cst.Name and test.value == "TYPE_CHECKING":
                return True
        here = here.parent
    return False


def _catches(kind: cst.BaseExpression | None) -> bool:
    if type(kind) is cst.Tuple:
        return any(_catches(element.value) for element in kind.elements)
    return kind is None or (type(kind) is cst.Name and kind.value in _CATCHING)


def starred_names(listing: Listing, policy: Policy) -> set[str]:
    """Return the names that the program binds by `from m import *`."""
    names: set[str] = set()
    for module in listing.starred:
        names.update(policy.exports.get(module, ()))
    return names


def _missing_module(name: str, policy: Policy, node: cst.CSTNode | None) -> Finding:
    return Finding("CL201", f"there is no module '{name}' here", _instead(name, policy), node)


def _instead(name: str, policy: Policy) -> str:
    """Return what to do without the module *name*, of which a package may be known."""
    known = name
    while known and known not in policy.hints:
        known = known.rpartition(".")[0]
    if known:
        return policy.hints[known]
    available = ", ".join(sorted(policy.modules))
    if not available:
        return "no modules are available"
    rest = "for anything else call a tool of the host"
    return _suggest(name, policy.modules) or f"available: {available}; {rest}"


def _other_name(name: str, module: str, policy: Policy) -> str:
    names = policy.modules[module]
    return _suggest(name, names) or f"'{module}' has {', '.join(sorted(names))}"


def _suggest(name: str, candidates: object) -> str:
    close = get_close_matches(name, list(candidates), n=1)  # type: ignore[call-overload]
    return f"did you mean '{close[0]}'?" if close else ""
