"""What a program does with its lists: the uses that `contents.py` understands, by syntax.

Each rule looks at one node. What is bound or put somewhere flows there; a list in any place that no
rule speaks of, here or in `reading.py`, is open from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import libcst as cst

from ..walk import CLASS, DELETE, STORE, Entry
from . import kinds
from .cells import Cell, inner, open_up, unify
from .kinds import KNOWN, WHOLE
from .reading import LOOPED, ROWS, open_at, read

if TYPE_CHECKING:
    from .contents import Contents

#: Operators whose guard, on anything but a name, holds the operands in temporaries.
_HELD: Final = frozenset({"Multiply", "Power", "LeftShift", "Modulo", "FloorDivide", "BitOr"})
<<<<<<< HEAD
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
            open_up(cell)
        return
    rule(contents, entry, parent)


def _open(contents: Contents, node: cst.CSTNode) -> None:
    cell = contents.cell(node)
    if cell is not None:
        open_up(cell)


# --- Places where a list is read ------------------------------------------------------------


def _nowhere(contents: Contents, entry: Entry, parent: Entry) -> None:
    """It goes nowhere from here, or a rule for the node around it says where."""


def _only(*slots: str) -> Callable[[Contents, Entry, Entry], None]:
    def rule(contents: Contents, entry: Entry, parent: Entry) -> None:
        if entry.slot not in slots:
            _open(contents, entry.node)

    return rule


def _in_subscript(contents: Contents, entry: Entry, parent: Entry) -> None:
    node: Any = parent.node
    if entry.slot != "value" or len(node.slice) != 1:
        _open(contents, entry.node)
        return
    index = node.slice[0].slice
    if isinstance(index, cst.Index):
        # `x[i]` for an `i` that may be a slice gives a list.
        contents.check(index.value, WHOLE, contents.cell(entry.node))


def _in_attribute(contents: Contents, entry: Entry, parent: Entry) -> None:
    node: Any = parent.node
    call = parent.parent
    cell = contents.cell(entry.node)
    name = normalise(node.attr.value)
    is_call = call is not None and isinstance(call.node, cst.Call) and parent.slot == "func"
    if cell is None:
        return
    if not is_call or name not in _METHODS:
        open_up(cell)
        return
    assert call is not None
    assert isinstance(call.node, cst.Call)
    # Of any other type, the method may be the guest's; what has none is in the error.
    contents.check(entry.node, kinds.LIST, cell)
    plain = not any(arg.star or arg.keyword for arg in call.node.args)
    if name == "sort":
        open_up(inner(cell))
    elif not plain:
        open_up(cell)
    elif name in _PUTTING:
        for arg in call.node.args[_PUTTING[name] :]:
            contents.put(cell, arg.value)
    elif name == "extend":
        for arg in call.node.args:
            contents.check(arg.value, _ROWS, cell, contents.cell(arg.value))
            contents.flow(arg.value, cell)


def _in_argument(contents: Contents, entry: Entry, parent: Entry) -> None:
    call: Any = parent.parent.node if parent.parent is not None else None
    cell = contents.cell(entry.node)
    if cell is None or cell.end().is_open:
        return
    plain = isinstance(call, cst.Call) and not any(arg.star or arg.keyword for arg in call.args)
    callee = contents.names.calls.get(id(call))
    if callee is not None:
        params = callee.node.params
        starred = any(arg.star for arg in call.args) or params.star_kwarg is not None
        if starred or isinstance(params.star_arg, cst.Param) or callee.suspends:
            open_up(cell)
    elif isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute):
        name = normalise(call.func.attr.value)
        if plain and (name in _PUTTING or name == "extend"):
            contents.check(call.func.value, kinds.LIST, cell)
        elif plain and name == "join":
            contents.check(call.func.value, kinds.TEXT, cell)
            open_up(inner(cell))
        else:
            open_up(cell)
    else:
        _in_builtin(contents, cell, call, parent, plain)


def _in_builtin(contents: Contents, cell: Cell, call: Any, parent: Entry, plain: bool) -> None:
    name = contents.facts.builtin(call) if isinstance(call, cst.Call) else ""
    arg: Any = parent.node
    around = parent.parent.parent if parent.parent is not None else None
    if name == "len" and plain:
        return
    if name in _LOOPED and plain:
        if around is None or not _is_looped(parent.parent):
            open_up(cell)
    elif name in _READING and arg is call.args[0] and _is_only(call):
        open_up(inner(cell))
    else:
        open_up(cell)


def _is_only(call: cst.Call) -> bool:
    """Tell whether the first argument is the only one that is not given by keyword."""
    first, *rest = call.args
    return not first.star and first.keyword is None and all(arg.keyword for arg in rest)


def _is_looped(entry: Entry | None) -> bool:
    """Tell whether the iterator that *entry* makes is read by a loop and by nobody else."""
    while entry is not None and entry.slot == "value" and entry.parent is not None:
        call = entry.parent.parent  # the argument, and the call
        if call is None or not isinstance(call.node, cst.Call):
            return False
        func = call.node.func
        if not isinstance(func, cst.Name) or func.value not in _LOOPED:
            return False
        entry = call
    return (
        entry is not None
        and entry.slot == "iter"
        and entry.parent is not None
        and isinstance(entry.parent.node, cst.For | cst.CompFor)
    )


def _in_element(contents: Contents, entry: Entry, parent: Entry) -> None:
    display = parent.parent
    if display is None or not isinstance(display.node, cst.List | cst.Tuple):
        _open(contents, entry.node)


def _in_comprehension(contents: Contents, entry: Entry, parent: Entry) -> None:
    if not isinstance(parent.node, cst.ListComp):
        _open(contents, entry.node)


def _in_return(contents: Contents, entry: Entry, parent: Entry) -> None:
    if id(entry.scope.parameters) not in contents.returning:
        _open(contents, entry.node)


def _in_operation(contents: Contents, entry: Entry, parent: Entry) -> None:
    node: Any = parent.node
    other = node.right if entry.slot == "left" else node.left
    # A guest's object on the other side is handed it.
    contents.check(other, KNOWN, contents.cell(entry.node))


def _in_comparison(contents: Contents, entry: Entry, parent: Entry) -> None:
    whole = parent.parent if isinstance(parent.node, cst.ComparisonTarget) else parent
    assert whole is not None
    assert isinstance(whole.node, cst.Comparison)
    node = whole.node
    cell = contents.cell(entry.node)
    if cell is None:
        return
    if len(node.comparisons) > _COMPARED:  # each is looked at beside each
        open_up(cell)
        return
    if all(isinstance(each.operator, _IDENTITIES) for each in node.comparisons):
        return
    searched = any(isinstance(each.operator, cst.In | cst.NotIn) for each in node.comparisons)
    for other in (node.left, *(each.comparator for each in node.comparisons)):
        if other is not entry.node:
            # Beside a list, items are compared with items, some of which may be a guest's.
            contents.check(other, SCALARS if searched else KNOWN, cell)
            contents.check(other, SCALARS, inner(cell))


def _in_unary(contents: Contents, entry: Entry, parent: Entry) -> None:
    node: Any = parent.node
    if not isinstance(node.operator, cst.Not):
        contents.check(entry.node, KNOWN, contents.cell(entry.node))


_PLACES: Final[dict[type, Callable[[Contents, Entry, Entry], None]]] = {
    cst.Subscript: _in_subscript,
    cst.Attribute: _in_attribute,
    cst.Arg: _in_argument,
    cst.Element: _in_element,
    cst.ListComp: _in_comprehension,
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

# --- What is bound --------------------------------------------------------------------------
=======
>>>>>>> origin/main


def _assign(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    for target in node.targets:
        _store(contents, target.target, contents.cell(node.value), node.value)


def _annotated(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    if node.value is not None:
        _store(contents, node.target, contents.cell(node.value), node.value)
    elif isinstance(node.target, cst.Name):
        contents.stored.add(contents.names.entries[id(node.target)].at)  # `x: int`


def _walrus(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    _store(contents, node.target, contents.cell(node.value), node.value)


def _loop(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    if node.asynchronous is not None:
        open_at(contents, node.iter)
        _store(contents, node.target, contents.anything, None)
    else:
        _each(contents, node.target, node.iter)


def _with(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    for item in node.items:
        if item.asname is not None:
            _store(contents, item.asname.name, contents.anything, None)


def _each(contents: Contents, target: Any, source: cst.BaseExpression) -> None:
    """Bind *target* to each item of *source*."""
    name = contents.facts.builtin(source) if isinstance(source, cst.Call) else ""
    if name not in LOOPED:
        cell = contents.cell(source)
        _store(contents, target, None if cell is None else inner(cell), None)
        return
    assert isinstance(source, cst.Call)
    args = [arg.value for arg in source.args]
    if any(arg.star or arg.keyword for arg in source.args):
        _give_up(contents, source)
        _store(contents, target, contents.anything, None)
        return
    if name == "reversed" and len(args) == 1:
        _each(contents, target, args[0])
        return
    parts = args if name == "zip" else [cst.Integer("0"), *args[:1]]
    fits = isinstance(target, cst.Tuple) and len(target.elements) == len(parts)
    if name == "reversed" or not fits or _has_star(target):
        _give_up(contents, source)
        _store(contents, target, contents.anything, None)
        return
    for element, part in zip(target.elements, parts, strict=True):
        if isinstance(part, cst.Integer):
            _store(contents, element.value, None, part)
        else:
            _each(contents, element.value, part)


def _give_up(contents: Contents, source: cst.BaseExpression) -> None:
    """Open what lies in the tuples that *source* makes."""
    open_at(contents, source)
    if isinstance(source, cst.Call) and contents.facts.builtin(source) in LOOPED:
        for arg in source.args:
            _give_up(contents, arg.value)


def _has_star(node: Any) -> bool:
    return cst.StarredElement in map(type, node.elements)


def _store(contents: Contents, target: Any, cell: Cell | None, value: cst.CSTNode | None) -> None:
    """Bind *target* to a list of *cell*.

    Parameters:
        value: the expression that gives it, if it is written out.
    """
    if isinstance(target, cst.Name):
        entry = contents.names.entries[id(target)]
        variable = contents.owner(target)
        known = variable is not None and not variable.opaque and entry.scope.kind != CLASS
        if known:
            contents.stored.add(entry.at)
        if cell is not None:
            unify(contents.of(variable) if known else contents.anything, cell)
    elif isinstance(target, cst.Subscript):
        _store_item(contents, target, cell, value)
    elif isinstance(target, cst.Tuple | cst.List) and not _has_star(target):
        parts: Any = [None] * len(target.elements)
        written = isinstance(value, cst.Tuple | cst.List) and not _has_star(value)
        if written and len(value.elements) == len(parts):  # type: ignore[union-attr]
            parts = [element.value for element in value.elements]  # type: ignore[union-attr]
        for element, part in zip(target.elements, parts, strict=True):
            within = contents.anything if cell is None else inner(cell)
            _store(contents, element.value, within if part is None else contents.cell(part), part)
    elif isinstance(target, cst.Tuple | cst.List):
        if cell is not None:
            open_up(cell)
        for element in target.elements:
            _store(contents, element.value, contents.anything, None)
    elif cell is not None:
        open_up(cell)


def _store_item(
    contents: Contents, target: cst.Subscript, cell: Cell | None, value: cst.CSTNode | None
) -> None:
    base = contents.cell(target.value)
    index = target.slice[0].slice
    # What is no list may be a guest's, or a dictionary.
    contents.check(target.value, kinds.LIST, cell, base)
    if base is None or len(target.slice) != 1 or value is None:
        for each in (base, cell):
            if each is not None:
                open_up(each)
    elif isinstance(index, cst.Index):
        contents.check(index.value, WHOLE, base, cell)
        contents.put(base, value)
    else:
        contents.check(value, ROWS, base, cell)
        if cell is not None:
            unify(base, cell)


def _augment(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    target, value = node.target, node.value
    cell = contents.cell(value)
    operator = type(node.operator).__name__.removesuffix("Assign")
    if isinstance(target, cst.Name):
        named = contents.names.entries[id(target)]
        variable = contents.owner(target)
        known = variable is not None and not variable.opaque and named.scope.kind != CLASS
        changed = contents.of(variable) if known else contents.anything
        if known:
            contents.stored.add(named.at)
    elif isinstance(target, cst.Subscript) and len(target.slice) == 1:
        base = contents.cell(target.value)
        # What the guards of some operators put into temporaries is anywhere.
        index = target.slice[0].slice
        if base is None or operator in _HELD or not isinstance(index, cst.Index):
            for each in (base, cell):
                if each is not None:
                    open_up(each)
            return
        contents.check(index.value, WHOLE, base)
        contents.augmented.append((base, operator, node))
        changed = inner(base)
    else:
        changed = contents.anything
    contents.check(value, KNOWN, changed)
    contents.check(target, KNOWN, cell)
    if operator == "Add":
        contents.check(value, ROWS, changed)
    if cell is not None and operator in ("Add", "Multiply"):
        unify(changed, cell)


def _display(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    if entry.role == STORE or entry.role == DELETE:
        return
    cell = contents.cell(node)
    assert cell is not None
    if isinstance(node, cst.ListComp):
        contents.put(cell, node.elt)
    else:
        for element in node.elements:
            if isinstance(element, cst.StarredElement):
                open_up(cell)
            else:
                contents.put(cell, element.value)
    read(contents, entry)


RULES: Final[dict[type, Callable[[Contents, Entry], None]]] = {
    **dict.fromkeys(
        (cst.Name, cst.Subscript, cst.Call, cst.BinaryOperation, cst.BooleanOperation, cst.IfExp),
        read,
    ),
    **dict.fromkeys((cst.List, cst.Tuple, cst.ListComp), _display),
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augment,
    cst.For: _loop,
    cst.CompFor: _loop,
    cst.With: _with,
}  # fmt: skip


def _named(contents: Contents, entry: Entry) -> None:
    _walrus(contents, entry)
    read(contents, entry)


RULES[cst.NamedExpr] = _named
