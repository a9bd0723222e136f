"""Which plain names a program may use and bind."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable, Iterator

import libcst as cst

from .. import vocabulary as words
from ..diagnostics import reserved_name
from ..policy import Policy
from ..walk import CLASS, LOAD, PATTERN, STORE, Entry, Listing, Scope, imported_names
from .registry import Finding, rule

#: Builtins the host would have to grant, and what to say instead.
_HINTS = {
    "open": "files are not available; ask the host for the data as an input, or for a tool",
    "input": "there is nobody to ask; take the value as an input",
    "breakpoint": "print what you want to see",
    "exit": "raise an exception, or return",
    "quit": "raise an exception, or return",
    "help": "print x.__doc__",
}
#: Special methods no class may define, and what to do instead.
_METHOD_HINTS = {
    "__del__": "use a context manager: nothing of a program runs after its end",
    "__getattribute__": "define __getattr__",
    "__reduce__": "define __copy__ or __deepcopy__",
    "__reduce_ex__": "define __copy__ or __deepcopy__",
    "__getstate__": "define __copy__ or __deepcopy__",
    "__setstate__": "define __copy__ or __deepcopy__",
    "__subclasshook__": "register the classes, or define __instancecheck__ in a metaclass",
}
#: Class attributes that CPython reads names from: written once, as a literal (see `classes`).
LITERAL_NAMES = frozenset({"__slots__", "__match_args__"})
_NESTED_TARGETS = (cst.Tuple, cst.List, cst.Element, cst.StarredElement)
_ASSIGNMENTS = (cst.AssignTarget, cst.AnnAssign, cst.AugAssign)
_PYTHON_BUILTINS = frozenset(
    name for name in dir(builtins) if not words.is_dunder(name) and not keyword.iskeyword(name)
)


def reserved(name: str, node: cst.CSTNode | None = None) -> Finding:
    """The finding for a dunder name where none may stand."""
    return Finding(*reserved_name(name), node)


def is_reserved(name: str, scope: Scope | None = None) -> bool:
    """Tell whether *name* is a dunder that is no variable; in the *scope* of a class none is."""
    if not words.is_dunder(name):
        return False
    return name not in words.VARIABLES or (scope is not None and scope.kind == CLASS)


@rule(cst.Name)
def plain_name(entry: Entry, listing: Listing, policy: Policy) -> Iterable[Finding]:
    """CL101: dunder names by place; CL102: builtins that are not offered."""
    assert type(entry.node) is cst.Name
    name = words.normalise(entry.node.value)
    if words.is_dunder(name):
        return () if _dunder_allowed(name, entry) else (reserved(name),)
    if (
        entry.role == LOAD
        and name in _PYTHON_BUILTINS
        and name not in policy.builtins
        and name not in listing.bound
        and name not in policy.tools
    ):
        hint = _HINTS.get(name, "do without it, or call a tool of the host")
        return (Finding("CL102", f"'{name}' is not available here", hint),)
    return ()


def _dunder_allowed(name: str, entry: Entry) -> bool:
    kind = entry.scope.kind
    if entry.role in (LOAD, PATTERN):
        if name in words.READABLE_NAMES or name in words.VARIABLES:
            return True
        readable = name in words.CLASS_NAMES and name not in LITERAL_NAMES
        return kind == CLASS and readable and not entry.scope.annotates
    if kind != CLASS:
        return name in words.VARIABLES
    if name in words.CLASS_NAMES:
        return entry.role == STORE and is_assigned(entry)
    return name in words.SPECIAL_METHODS


def is_assigned(entry: Entry) -> bool:
    """Tell whether the target *entry* is bound by an assignment, not by `for`, `with` or `:=`."""
    above = entry.parent
    while above is not None and isinstance(above.node, _NESTED_TARGETS):
        above = above.parent
    return above is not None and type(above.node) in _ASSIGNMENTS


@rule(cst.FunctionDef)
def function_name(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL101, CL302: a function named like a special method must be one, in a class body."""
    assert type(entry.node) is cst.FunctionDef
    name = words.normalise(entry.node.name.value)
    if words.is_dunder(name):
        if entry.scope.kind != CLASS:
            if name not in words.VARIABLES:
                yield reserved(name, entry.node.name)
        elif name not in words.SPECIAL_METHODS | words.METACLASS_METHODS:
            hint = _METHOD_HINTS.get(name, "choose a name without double underscores")
            yield Finding("CL302", f"a class may not define '{name}'", hint, entry.node.name)


@rule(cst.ClassDef)
def class_name(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL101."""
    assert type(entry.node) is cst.ClassDef
    name = words.normalise(entry.node.name.value)
    if is_reserved(name, entry.scope):
        yield reserved(name, entry.node.name)


@rule(cst.Param)
def parameter(entry: Entry, listing: Listing, policy: Policy) -> Iterable[Finding]:
    """CL101."""
    assert type(entry.node) is cst.Param
    name = words.normalise(entry.node.name.value)
    return (reserved(name, entry.node.name),) if is_reserved(name) else ()


@rule(cst.Arg)
def keyword_argument(entry: Entry, listing: Listing, policy: Policy) -> Iterable[Finding]:
    """CL101."""
    assert type(entry.node) is cst.Arg
    keyword = entry.node.keyword
    if keyword is None or not is_reserved(words.normalise(keyword.value)):
        return ()
    return (reserved(words.normalise(keyword.value), keyword),)


@rule(cst.Global, cst.Nonlocal)
def declared(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL101."""
    assert isinstance(entry.node, cst.Global | cst.Nonlocal)
    for item in entry.node.names:
        name = words.normalise(item.name.value)
        if is_reserved(name):
            yield reserved(name, item.name)


@rule(cst.MatchAs, cst.MatchStar, cst.MatchMapping)
def captured(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL101."""
    node = entry.node
    assert isinstance(node, cst.MatchAs | cst.MatchStar | cst.MatchMapping)
    capture = node.rest if isinstance(node, cst.MatchMapping) else node.name
    if capture is not None and is_reserved(words.normalise(capture.value), entry.scope):
        yield reserved(words.normalise(capture.value), capture)


@rule(cst.Import, cst.ImportFrom)
def imported(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL101: whatever an import binds."""
    assert isinstance(entry.node, cst.Import | cst.ImportFrom)
    for _, bound in imported_names(entry.node):
        if is_reserved(words.normalise(bound), entry.scope):
            yield reserved(words.normalise(bound))
