"""The places where a program reads its lists, those that `contents.py` understands, by syntax.

Each rule looks at what is around an expression that may give a list: whether the list goes nowhere
from there, or what flows between it and others. In any other place others have it from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import libcst as cst

from ..vocabulary import HEAPS, normalise
from ..walk import DELETE, PATTERN, STORE, Entry
from . import kinds
from .cells import Cell, inner, open_up, share
from .kinds import KNOWN, SCALARS

if TYPE_CHECKING:
    from .contents import Contents

ROWS: Final = kinds.LIST | kinds.TUPLE
NOT_ROWS: Final = kinds.EVERY & ~ROWS
#: Methods of lists that hand nothing to anybody. (`sort` does: items are asked to compare.)
_METHODS: Final = frozenset("append insert extend pop clear reverse copy sort".split())
#: Methods of sets and dictionaries, with how many arguments they take.
_OF_OTHERS: Final = {
    "add": (1, 1), "discard": (1, 1), "get": (1, 2), "values": (0, 0), "items": (0, 0),
}  # fmt: skip
_OF_SETS: Final = frozenset({"add", "discard"})
#: Methods that put an argument in the list, with its place.
_PUTTING: Final = {"append": 0, "insert": 1}
#: Builtins that look at items and keep none of the list itself.
_READING: Final = frozenset(
    "sum min max any all sorted list tuple set frozenset dict print str repr".split()
)
#: Builtins that make a number of what they are given, or a text, and hand a list to nobody.
_COUNTING: Final = frozenset("len range round abs float int bool ord chr".split())
#: Builtins whose iterators hand on what they are given.
LOOPED: Final = frozenset({"enumerate", "zip", "reversed"})
_TESTS: Final = (cst.If, cst.While, cst.CompIf, cst.Assert)
_IDENTITIES: Final = (cst.Is, cst.IsNot)
#: Longer chains of comparisons are not understood.
_COMPARED: Final = 8


def read(contents: Contents, entry: Entry) -> None:
    """An expression that may give a list, by where it stands."""
    parent = entry.parent
    if parent is None or entry.role in (STORE, DELETE):
        return
    rule = _PLACES.get(type(parent.node)) if entry.role != PATTERN else None
    if rule is None:
        cell = contents.cell(entry.node)
        if cell is not None:
            share(cell)
        return
    rule(contents, entry, parent)


def share_at(contents: Contents, node: cst.CSTNode) -> None:
    cell = contents.cell(node)
    if cell is not None:
        share(cell)


# --- Places where a list is read ------------------------------------------------------------


def _nowhere(contents: Contents, entry: Entry, parent: Entry) -> None:
    """It goes nowhere from here, or a rule for the node around it says where."""


def _only(*slots: str) -> Callable[[Contents, Entry, Entry], None]:
    def rule(contents: Contents, entry: Entry, parent: Entry) -> None:
        if entry.slot not in slots:
            share_at(contents, entry.node)

    return rule


def _in_subscript(contents: Contents, entry: Entry, parent: Entry) -> None:
    node: Any = parent.node
    if entry.slot != "value":
        share_at(contents, entry.node)
        return
    if len(node.slice) != 1:  # `d[1, 2]`, which nobody asks about
        cell = contents.cell(entry.node)
        contents.check(entry.node, kinds.DICT, cell)
        if cell is not None:
            share(inner(cell))
        return
    index = node.slice[0].slice
    if type(index) is cst.Index:
        # `x[i]` for an `i` that may be a slice gives a list.
        contents.check_index(entry.node, index.value, contents.cell(entry.node))


def _in_attribute(contents: Contents, entry: Entry, parent: Entry) -> None:
    node: Any = parent.node
    call = parent.parent
    cell = contents.cell(entry.node)
    name = normalise(node.attr.value)
    is_call = call is not None and type(call.node) is cst.Call and parent.slot == "func"
    if cell is None:
        return
    if not is_call or not (name in _METHODS or name in _OF_OTHERS):
        share(cell)
        return
    assert call is not None
    assert type(call.node) is cst.Call
    if name in _OF_OTHERS:
        _in_method(contents, cell, entry.node, name, call.node)
        return
    # Of any other type, the method may be the guest's; what has none is in the error.
    contents.check(entry.node, kinds.LIST, cell)
    plain = not any(arg.star or arg.keyword for arg in call.node.args)
    if name == "sort":
        share(inner(cell))
    elif not plain:
        open_up(cell)
    elif name in _PUTTING:
        for arg in call.node.args[_PUTTING[name] :]:
            contents.put(cell, arg.value)
    elif name == "extend":
        for arg in call.node.args:
            contents.check(arg.value, ROWS, cell)
            contents.check(arg.value, ROWS, contents.cell(arg.value), become=share)
            contents.flow(arg.value, cell)


def _in_method(
    contents: Contents, cell: Cell, node: cst.CSTNode, name: str, call: cst.Call
) -> None:
    """`s.add(x)`, `d.get(k, x)`, `d.values()`, `d.items()`: what they give others, others have."""
    args = call.args
    plain = not any(arg.star or arg.keyword for arg in args)
    if not plain or not (_OF_OTHERS[name][0] <= len(args) <= _OF_OTHERS[name][1]):
        share(cell)
        return
    contents.check(node, kinds.SET if name in _OF_SETS else kinds.DICT, cell)
    if name == "add":
        contents.note(cell, args[0].value)
    elif name == "get":
        for arg in args[1:]:
            contents.flow(arg.value, inner(cell))
    elif name != "discard":
        share(inner(cell))


def _in_argument(contents: Contents, entry: Entry, parent: Entry) -> None:
    call: Any = parent.parent.node if parent.parent is not None else None
    cell = contents.cell(entry.node)
    plain = type(call) is cst.Call and not any(arg.star or arg.keyword for arg in call.args)
    if plain and contents.names.library(call) in HEAPS:
        _in_heap(contents, cell, call, entry.node)
        return
    if cell is None or cell.end().is_open:
        return
    callee = contents.names.calls.get(id(call))
    if callee is not None:
        params = callee.node.params
        starred = any(arg.star for arg in call.args) or params.star_kwarg is not None
        if starred or type(params.star_arg) is cst.Param or callee.suspends:
            share(cell)
    elif type(call) is cst.Call and type(call.func) is cst.Attribute:
        name = normalise(call.func.attr.value)
        if plain and (name in _PUTTING or name == "extend"):
            contents.check(call.func.value, kinds.LIST, cell, become=share)
        elif plain and name == "get" and _is_default(call, entry.node):
            contents.check(call.func.value, kinds.DICT, cell, become=share)
        elif plain and name == "join":
            contents.check(call.func.value, kinds.TEXT, cell, become=share)
            share(inner(cell))
        else:
            share(cell)
    else:
        _in_builtin(contents, cell, call, parent, plain)


def _is_default(call: cst.Call, node: cst.CSTNode) -> bool:
    return len(call.args) == 2 and call.args[1].value is node


def _in_heap(contents: Contents, cell: Cell | None, call: cst.Call, node: cst.CSTNode) -> None:
    """Items are compared with one another, and what is more than one argument becomes one."""
    heap = call.args[0].value
    if node is not heap:
        contents.check(heap, kinds.LIST, cell, become=share)
    elif cell is not None:
        contents.check(heap, kinds.LIST, cell)
        share(inner(cell))
        for arg in call.args[1:]:
            contents.put(cell, arg.value)


def _in_builtin(contents: Contents, cell: Cell, call: Any, parent: Entry, plain: bool) -> None:
    name = contents.facts.builtin(call) if type(call) is cst.Call else ""
    arg: Any = parent.node
    around = parent.parent.parent if parent.parent is not None else None
    if name in _COUNTING and plain:
        return
    if name in LOOPED and plain:
        if around is None or not _is_looped(parent.parent):
            share(cell)
    elif name in _READING and arg is call.args[0] and _is_only(call):
        share(inner(cell))
    else:
        share(cell)


def _is_only(call: cst.Call) -> bool:
    """Tell whether the first argument is the only one that is not given by keyword."""
    first, *rest = call.args
    return not first.star and first.keyword is None and all(arg.keyword for arg in rest)


def _is_looped(entry: Entry | None) -> bool:
    """Tell whether the iterator that *entry* makes is read by a loop and by nobody else."""
    while entry is not None and entry.slot == "value" and entry.parent is not None:
        call = entry.parent.parent  # the argument, and the call
        if call is None or type(call.node) is not cst.Call:
            return False
        func = call.node.func
        if type(func) is not cst.Name or func.value not in LOOPED:
            return False
        entry = call
    return (
        entry is not None
        and entry.slot == "iter"
        and entry.parent is not None
        and type(entry.parent.node) in (cst.For, cst.CompFor)
    )


def _in_element(contents: Contents, entry: Entry, parent: Entry) -> None:
    display = parent.parent
    if display is None or type(display.node) not in (cst.List, cst.Tuple):
        share_at(contents, entry.node)


def _in_comprehension(contents: Contents, entry: Entry, parent: Entry) -> None:
    kept = entry.slot == "value" if type(parent.node) is cst.DictComp else entry.slot == "elt"
    if not kept or type(parent.node) is cst.SetComp:
        share_at(contents, entry.node)


def _in_return(contents: Contents, entry: Entry, parent: Entry) -> None:
    if id(entry.scope.parameters) not in contents.returning:
        share_at(contents, entry.node)


def _in_operation(contents: Contents, entry: Entry, parent: Entry) -> None:
    node: Any = parent.node
    other = node.right if entry.slot == "left" else node.left
    # A guest's object on the other side is handed it.
    contents.check(other, KNOWN, contents.cell(entry.node), become=share)


def _in_comparison(contents: Contents, entry: Entry, parent: Entry) -> None:
    whole = parent.parent if type(parent.node) is cst.ComparisonTarget else parent
    assert whole is not None
    assert type(whole.node) is cst.Comparison
    node = whole.node
    cell = contents.cell(entry.node)
    if cell is None:
        return
    if len(node.comparisons) > _COMPARED:  # each is looked at beside each
        share(cell)
        return
    if all(type(each.operator) in _IDENTITIES for each in node.comparisons):
        return
    searched = any(type(each.operator) in (cst.In, cst.NotIn) for each in node.comparisons)
    for other in (node.left, *(each.comparator for each in node.comparisons)):
        if other is not entry.node:
            # Beside a list, items are compared with items, some of which may be a guest's.
            contents.check(other, SCALARS if searched else KNOWN, cell, become=share)
            contents.check(other, SCALARS, inner(cell), become=share)


def _in_unary(contents: Contents, entry: Entry, parent: Entry) -> None:
    node: Any = parent.node
    if type(node.operator) is not cst.Not:
        contents.check(entry.node, KNOWN, contents.cell(entry.node), become=share)


_PLACES: Final[dict[type, Callable[[Contents, Entry, Entry], None]]] = {
    cst.Subscript: _in_subscript,
    cst.Attribute: _in_attribute,
    cst.Arg: _in_argument,
    cst.Element: _in_element,
    **dict.fromkeys((cst.ListComp, cst.SetComp, cst.DictComp), _in_comprehension),
    cst.DictElement: _only("value"),
    cst.Return: _in_return,
    cst.BinaryOperation: _in_operation,
    cst.Comparison: _in_comparison,
    cst.ComparisonTarget: _in_comparison,
    cst.UnaryOperation: _in_unary,
    **dict.fromkeys(_TESTS, _only("test")),
    **dict.fromkeys(
        (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.NamedExpr), _only("value")
    ),
    cst.For: _only("iter"),
    cst.CompFor: _only("iter"),
    cst.IfExp: _nowhere,
    cst.BooleanOperation: _nowhere,
    cst.Expr: _nowhere,
}  # fmt: skip
