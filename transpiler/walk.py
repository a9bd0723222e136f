"""One walk over the LibCST tree: a flat listing that check, rewrite and elide share.

Node slots are read directly; a visitor or a metadata wrapper costs as much as parsing
again or five times that. The listing is in source order, parents before children,
so that reading it backwards meets every child before its parent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import libcst as cst

from .vocabulary import normalise

LOAD, STORE, DELETE, PATTERN = "load", "store", "delete", "pattern"
MODULE, CLASS, FUNCTION, COMPREHENSION = "module", "class", "function", "comprehension"


class Scope:
    """A block that binds names: `kind` is one of the four constants above.

    `parameters` are those of a function; their own entries stand in the scope around it.
    `lazy` is a generator expression, whose code runs whenever it is asked for an item.
    `annotates` is the code around and in type parameters, and all inside that; like a class it
    binds nothing that could be known, and `sees_class`: it may find the names of one around it.
    """

    __slots__ = ("annotates", "kind", "lazy", "parameters", "parent")

    def __init__(
        self,
        kind: str,
        parent: Scope | None,
        parameters: cst.Parameters | None = None,
        lazy: bool = False,
        annotates: bool = False,
    ) -> None:
        self.annotates: bool = annotates or (parent is not None and parent.annotates)
        self.kind = kind
        self.parent = parent
        self.parameters = parameters
        self.lazy = lazy

    @property
    def sees_class(self) -> bool:
        return self.kind == CLASS or self.annotates


class Entry:
    """A node and where it stands: `parent.slot`, or `parent.slot[index]`.

    `at` is its place in the listing.
    """

    __slots__ = ("at", "index", "node", "parent", "role", "scope", "slot")
    at: int

    def __init__(
        self,
        node: cst.CSTNode,
        parent: Entry | None,
        slot: str,
        index: int,
        role: str,
        scope: Scope,
    ) -> None:
        self.node = node
        self.parent = parent
        self.slot = slot
        self.index = index
        self.role = role
        self.scope = scope


@dataclass(slots=True)
class Listing:
    """Every node that means something, every name the program binds anywhere, the features
    it imports from `__future__`, the modules of which it imports `*`, and the names of its type
    parameters.
    """

    module: cst.Module
    entries: list[Entry]
    bound: set[str] = field(default_factory=set)
    features: set[str] = field(default_factory=set)
    starred: set[str] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)


#: Slots that hold layout, punctuation, or a name that its owner's own rule looks at.
_LAYOUT = (
    "whitespace", "lpar", "rpar", "comma", "semicolon", "leading_lines", "header", "footer",
    "lbrace", "rbrace", "lbracket", "rbracket", "equal", "dot", "colon", "indent", "newline",
    "trailing", "lines_after", "leading_whitespace", "separator", "indicator", "encoding",
    "default_", "has_", "asynchronous", "keyword", "pipe", "open_",
)  # fmt: skip
_OWN_SLOTS: dict[type, tuple[str, ...]] = {
    cst.Attribute: ("value",),
    cst.Import: (),
    cst.ImportFrom: (),
    cst.Global: (),
    cst.Nonlocal: (),
    cst.Arg: ("value",),
    cst.MatchKeywordElement: ("pattern",),
    cst.MatchAs: ("pattern",),
    cst.MatchStar: (),
    cst.MatchMapping: ("elements",),
    cst.MatchMappingElement: ("key", "pattern"),
    cst.MatchOr: ("patterns",),
    cst.MatchOrElement: ("pattern",),
    cst.UnaryOperation: ("expression",),
    cst.BinaryOperation: ("left", "right"),
    cst.BooleanOperation: ("left", "right"),
    cst.ComparisonTarget: ("comparator",),
    cst.AugAssign: ("target", "value"),
    cst.DictElement: ("key", "value"),
    cst.Expr: ("value",),
    cst.Name: (),
    cst.Parameters: ("posonly_params", "params", "star_arg", "kwonly_params", "star_kwarg"),
    cst.Param: ("annotation", "default"),
    cst.Slice: ("lower", "upper", "step"),
    cst.StarredElement: ("value",),
    cst.StarredDictElement: ("value",),
    cst.FormattedString: ("parts",),
    cst.FormattedStringExpression: ("expression", "format_spec"),
    cst.TypeParam: ("param", "default"),
    cst.TypeVar: ("bound",),
    cst.TypeVarTuple: (),
    cst.ParamSpec: (),
    cst.TypeAlias: ("type_parameters", "value"),
}
_ROLES: dict[tuple[type, str], str] = {
    (cst.AssignTarget, "target"): STORE,
    (cst.AnnAssign, "target"): STORE,
    (cst.AugAssign, "target"): STORE,
    (cst.For, "target"): STORE,
    (cst.CompFor, "target"): STORE,
    (cst.AsName, "name"): STORE,
    (cst.NamedExpr, "target"): STORE,
    (cst.Del, "target"): DELETE,
    (cst.MatchValue, "value"): PATTERN,
    (cst.MatchClass, "cls"): PATTERN,
    (cst.MatchMappingElement, "key"): PATTERN,
}
#: What is in a slot that holds no node.
_NO_NODES = frozenset({type(None), str, bool, cst.MaybeSentinel})
_INHERITING = (cst.Tuple, cst.List, cst.Element, cst.StarredElement)
_slots_of: dict[type, tuple[tuple[str, str | None], ...]] = {}
_backwards: dict[type, tuple[tuple[str, str | None], ...]] = {}


def slots_of(kind: type) -> tuple[tuple[str, str | None], ...]:
    """Return the slots of a node type that hold meaning, each with the role it gives."""
    slots = _slots_of.get(kind)
    if slots is None:
        names = _OWN_SLOTS.get(kind)
        if names is None:
            names = tuple(f.name for f in fields(kind) if not f.name.startswith(_LAYOUT))
        slots = _slots_of[kind] = tuple((name, _ROLES.get((kind, name))) for name in names)
    return slots


Push = Callable[[cst.CSTNode, str, int, Scope], None]


def _function(node: cst.FunctionDef, scope: Scope, push: Push) -> None:
    """Decorators, defaults and annotations belong to the enclosing scope."""
    inner = Scope(FUNCTION, scope, node.params)
    for i, decorator in enumerate(node.decorators):
        push(decorator, "decorators", i, scope)
    if node.type_parameters is not None:
        scope = Scope(CLASS, scope, annotates=True)
        push(node.type_parameters, "type_parameters", -1, scope)
    push(node.params, "params", -1, scope)
    if node.returns is not None:
        push(node.returns, "returns", -1, scope)
    push(node.body, "body", -1, inner)


def _lambda(node: cst.Lambda, scope: Scope, push: Push) -> None:
    push(node.params, "params", -1, scope)
    push(node.body, "body", -1, Scope(FUNCTION, scope, node.params))


def _class(node: cst.ClassDef, scope: Scope, push: Push) -> None:
    around = scope
    if node.type_parameters is not None:
        around = Scope(CLASS, scope, annotates=True)
        push(node.type_parameters, "type_parameters", -1, around)
    for slot, where in (("decorators", scope), ("bases", around), ("keywords", around)):
        for i, child in enumerate(getattr(node, slot)):
            push(child, slot, i, where)
    push(node.body, "body", -1, Scope(CLASS, scope))


def _alias(node: cst.TypeAlias, scope: Scope, push: Push) -> None:
    around = Scope(CLASS, scope, annotates=True)
    if node.type_parameters is not None:
        push(node.type_parameters, "type_parameters", -1, around)
    push(node.value, "value", -1, around)


def _comprehension(node: cst.CSTNode, scope: Scope, push: Push) -> None:
    inner = Scope(COMPREHENSION, scope, lazy=type(node) is cst.GeneratorExp)
    for slot, _ in slots_of(type(node)):
        push(getattr(node, slot), slot, -1, inner)


_SCOPED: dict[type, Callable[..., None]] = {
    cst.FunctionDef: _function,
    cst.Lambda: _lambda,
    cst.ClassDef: _class,
    cst.TypeAlias: _alias,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.DictComp: _comprehension,
    cst.GeneratorExp: _comprehension,
}


def listing(module: cst.Module) -> Listing:
    """List *module* in source order, parents first."""
    root = Entry(module, None, "", -1, LOAD, Scope(MODULE, None))
    result = Listing(module, [])
    entries, bound = result.entries, result.bound
    stack = [root]
    while stack:
        entry = stack.pop()
        entry.at = len(entries)
        entries.append(entry)
        node = entry.node
        kind = type(node)
        if kind is cst.Name:  # a third of all, and without children
            if entry.role == STORE or entry.role == DELETE:
                bound.add(normalise(node.value))  # type: ignore[attr-defined]
            continue
        if kind in BINDERS:
            _note(result, node)
        if kind in _SCOPED:
            stack.extend(reversed(_scoped(entry)))
        else:
            _push(entry, kind, stack.append)
    return result


def _note(result: Listing, node: cst.CSTNode) -> None:
    """Add what *node*, which is no target, binds and imports."""
    names = [normalise(name) for name in BINDERS[type(node)](node)]
    result.bound.update(names)
    if type(node) in TYPE_PARAMETERS:
        result.parameters.update(names)
    if type(node) is cst.ImportFrom:
        result.features.update(_features(node))
        if type(node.names) is cst.ImportStar:
            result.starred.add(dotted(node.module))


def _scoped(entry: Entry) -> list[Entry]:
    """Return what is in *entry*, of which some has a scope of its own."""
    out: list[Entry] = []
    _SCOPED[type(entry.node)](
        entry.node,
        entry.scope,
        lambda child, slot, i, where: out.append(Entry(child, entry, slot, i, LOAD, where)),
    )
    return out


def _push(entry: Entry, kind: type, push: Callable[[Entry], None]) -> None:
    """Push what is in *entry*, the last first."""
    node, scope = entry.node, entry.scope
    inherited = entry.role if kind in _INHERITING else LOAD
    if kind is cst.Attribute and entry.role == PATTERN:
        inherited = PATTERN  # `case a.b.c:` reads every link of the chain
    # The first iterable of a comprehension is evaluated in the scope around it.
    around = scope.parent if kind is cst.CompFor and entry.slot == "for_in" else None
    for slot, given in _backwards.get(kind) or _turned(kind):
        value = getattr(node, slot)
        held = type(value)
        if held in _NO_NODES:
            continue
        if held is list or held is tuple:
            i = len(value)
            for child in reversed(value):
                i -= 1
                push(Entry(child, entry, slot, i, given or inherited, scope))
        else:  # (Asking whether it is a CSTNode takes ten times as long.)
            here = around if around is not None and slot == "iter" else scope
            push(Entry(value, entry, slot, -1, given or inherited, here))


def _turned(kind: type) -> tuple[tuple[str, str | None], ...]:
    turned = _backwards[kind] = slots_of(kind)[::-1]
    return turned


def _features(node: cst.ImportFrom) -> Iterator[str]:
    if type(node.module) is cst.Name and node.module.value == "__future__":
        yield from (name for name, _ in imported_names(node))


def dotted(node: cst.BaseExpression | None) -> str:
    """Return `a.b.c` for a chain of attributes."""
    if type(node) is cst.Attribute:
        return f"{dotted(node.value)}.{normalise(node.attr.value)}"
    return normalise(node.value) if type(node) is cst.Name else ""


def imported_names(node: cst.Import | cst.ImportFrom) -> list[tuple[str, str]]:
    """Return (name as imported, name it binds) for each alias of an import statement."""
    pairs: list[tuple[str, str]] = []
    names: Any = node.names
    for alias in () if type(names) is cst.ImportStar else names:
        name = alias.evaluated_name
        bound = alias.evaluated_alias
        if bound is None:
            bound = name.split(".")[0] if type(node) is cst.Import else name
        pairs.append((name, bound))
    return pairs


def _optional(name: cst.Name | None) -> tuple[str, ...]:
    return () if name is None else (name.value,)


TYPE_PARAMETERS = (cst.TypeVar, cst.TypeVarTuple, cst.ParamSpec)

BINDERS: dict[type, Callable[..., tuple[str, ...]]] = {
    cst.FunctionDef: lambda n: (n.name.value,),
    cst.ClassDef: lambda n: (n.name.value,),
    cst.Param: lambda n: (n.name.value,),
    cst.Import: lambda n: tuple(bound for _, bound in imported_names(n)),
    cst.ImportFrom: lambda n: tuple(bound for _, bound in imported_names(n)),
    cst.Global: lambda n: tuple(item.name.value for item in n.names),
    cst.Nonlocal: lambda n: tuple(item.name.value for item in n.names),
    cst.MatchAs: lambda n: _optional(n.name),
    cst.MatchStar: lambda n: _optional(n.name),
    cst.MatchMapping: lambda n: _optional(n.rest),
    cst.TypeVar: lambda n: (n.name.value,),
    cst.TypeVarTuple: lambda n: (n.name.value,),
    cst.ParamSpec: lambda n: (n.name.value,),
    cst.TypeAlias: lambda n: (n.name.value,),
}
