"""What a program does with its lists: the uses that `contents.py` understands, by syntax.

Each rule looks at one node. What is bound or put somewhere flows there; a list in any place that no
rule speaks of, here or in `reading.py`, is open from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import libcst as cst

from ..check.targets import star_depth
from ..walk import DELETE, STORE, Entry
from . import kinds
from .cells import Cell, inner, lengthen, open_up, share, unify
from .kinds import KNOWN, WHOLE
from .reading import LOOPED, NOT_ROWS, ROWS, read, share_at

if TYPE_CHECKING:
    from .contents import Contents

#: Operators whose guard, on anything but a name, holds the operands in temporaries.
_UNITING: Final = frozenset({"BitOr", "BitAnd", "BitXor"})
_HELD: Final = frozenset({"Multiply", "Power", "LeftShift", "Modulo", "FloorDivide", "BitOr"})


def _assign(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    for target in node.targets:
        _store(contents, target.target, contents.cell(node.value), node.value)


def _annotated(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    if node.value is not None:
        _store(contents, node.target, contents.cell(node.value), node.value)
    elif type(node.target) is cst.Name:
        contents.stored.add(contents.names.entries[id(node.target)].at)  # `x: int`


def _walrus(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    _store(contents, node.target, contents.cell(node.value), node.value)


def _loop(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    # A star is unpacked by a guard, which is handed what the loop goes through.
    if node.asynchronous is not None or star_depth(node.target):
        _give_up(contents, node.iter)
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
    name = contents.facts.builtin(source) if type(source) is cst.Call else ""
    if name not in LOOPED:
        cell = None if name == "range" else contents.cell(source)
        _store(contents, target, None if cell is None else inner(cell), None)
        return
    assert type(source) is cst.Call
    args = [arg.value for arg in source.args]
    if any(arg.star or arg.keyword for arg in source.args):
        _give_up(contents, source)
        _store(contents, target, contents.anything, None)
        return
    if name == "reversed" and len(args) == 1:
        _each(contents, target, args[0])
        return
    parts = args if name == "zip" else [cst.Integer("0"), *args[:1]]
    fits = type(target) is cst.Tuple and len(target.elements) == len(parts)
    if name == "reversed" or not fits:
        _give_up(contents, source)
        _store(contents, target, contents.anything, None)
        return
    for element, part in zip(target.elements, parts, strict=True):
        if type(part) is cst.Integer:
            _store(contents, element.value, None, part)
        else:
            _each(contents, element.value, part)


def _give_up(contents: Contents, source: cst.BaseExpression) -> None:
    """Note that others have what lies in the tuples that *source* makes."""
    share_at(contents, source)
    if type(source) is cst.Call and contents.facts.builtin(source) in LOOPED:
        for arg in source.args:
            _give_up(contents, arg.value)


def _has_star(node: Any) -> bool:
    return cst.StarredElement in map(type, node.elements)


def _store(contents: Contents, target: Any, cell: Cell | None, value: cst.CSTNode | None) -> None:
    """Bind *target* to a list of *cell*.

    Parameters:
        value: the expression that gives it, if it is written out.
    """
    if type(target) is cst.Name:
        entry = contents.names.entries[id(target)]
        variable = contents.owner(target)
        known = variable is not None and not variable.opaque
        if known:
            contents.stored.add(entry.at)
        if cell is not None and known:
            unify(contents.of(variable), cell)
        elif cell is not None:
            share(cell)
    elif type(target) is cst.Subscript:
        _store_item(contents, target, cell, value)
    elif type(target) in (cst.Tuple, cst.List) and not _has_star(target):
        parts: Any = [None] * len(target.elements)
        written = type(value) in (cst.Tuple, cst.List) and not _has_star(value)
        if written and len(value.elements) == len(parts):  # type: ignore[union-attr]
            parts = [element.value for element in value.elements]  # type: ignore[union-attr]
        for element, part in zip(target.elements, parts, strict=True):
            within = contents.anything if cell is None else inner(cell)
            _store(contents, element.value, within if part is None else contents.cell(part), part)
    elif type(target) in (cst.Tuple, cst.List):
        if cell is not None:
            share(cell)
        for element in target.elements:
            _store(contents, element.value, contents.anything, None)
    elif cell is not None:
        share(cell)


def _store_item(
    contents: Contents, target: cst.Subscript, cell: Cell | None, value: cst.CSTNode | None
) -> None:
    base = contents.cell(target.value)
    index = target.slice[0].slice
    if len(target.slice) != 1 and base is not None and value is not None:
        _require(contents, target.value, kinds.DICT, base, cell)
        contents.put(base, value)
        return
    # What is neither may be a guest's.
    is_key = type(index) is cst.Index
    _require(contents, target.value, kinds.LIST | (kinds.DICT if is_key else 0), base, cell)
    if base is None or len(target.slice) != 1 or value is None:
        _hand_over(base, cell)
    elif type(index) is cst.Index:
        contents.check_index(target.value, index.value, base)
        contents.check_index(target.value, index.value, cell, become=share)
        contents.put(base, value)
    else:
        _require(contents, value, ROWS, base, cell)
        if cell is not None:
            unify(base, cell)


def _hand_over(base: Cell | None, cell: Cell | None) -> None:
    """A list of *cell* is put somewhere, perhaps in those of *base*, or what is in it is."""
    if base is not None:
        open_up(base)
    if cell is not None:
        share(cell)


def _require(
    contents: Contents, node: cst.CSTNode, mask: int, base: Cell | None, cell: Cell | None
) -> None:
    """The same, unless *node* surely is of the kinds *mask*."""
    contents.check(node, mask, base)
    contents.check(node, mask, cell, become=share)


def _augment(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    target, value = node.target, node.value
    cell = contents.cell(value)
    operator = type(node.operator).__name__.removesuffix("Assign")
    if type(target) is cst.Name:
        named = contents.names.entries[id(target)]
        variable = contents.owner(target)
        known = variable is not None and not variable.opaque
        changed = contents.of(variable) if known else contents.anything
        if known:
            contents.stored.add(named.at)
    elif type(target) is cst.Subscript and len(target.slice) == 1:
        base = contents.cell(target.value)
        # What the guards of some operators put into temporaries is anywhere.
        index = target.slice[0].slice
        if base is None or operator in _HELD or type(index) is not cst.Index:
            _hand_over(base, cell)
            return
        contents.check_index(target.value, index.value, base)
        contents.augmented.append((base, operator, node))
        changed = inner(base)
    else:
        changed = contents.anything
    contents.check(value, KNOWN, changed)
    contents.check(target, KNOWN, cell, become=share)
    contents.check(target, NOT_ROWS, changed, become=lengthen)
    if operator in _UNITING:  # what is put into a set or dictionary is not looked for
        _require(contents, value, WHOLE, changed, cell)
    if operator == "Add":
        contents.additions.append((target, value, changed))
    if cell is not None and operator in ("Add", "Multiply"):
        unify(changed, cell)


def _is_taken_apart(entry: Entry) -> bool:
    """Tell whether *entry* is `x, y` of `a, b = x, y`, which nobody sees: its parts are bound."""
    node: Any = entry.node
    above: Any = entry.parent.node if entry.parent is not None else None
    if type(above) is not cst.Assign or type(node) not in (cst.Tuple, cst.List) or _has_star(node):
        return False
    targets: list[Any] = [each.target for each in above.targets]
    return all(
        type(target) in (cst.Tuple, cst.List)
        and len(target.elements) == len(node.elements)
        and not _has_star(target)
        and all(type(part.value) in _SINGLE for part in target.elements)
        for target in targets
    )


#: Targets that take one value as it is; a star, or a pair, would ask for its parts.
_SINGLE: Final = frozenset({cst.Name, cst.Attribute, cst.Subscript})


def _display(contents: Contents, entry: Entry) -> None:
    node: Any = entry.node
    if entry.role == STORE or entry.role == DELETE:
        return
    if _is_taken_apart(entry):
        return
    cell = contents.cell(node)
    assert cell is not None
    if type(node) is cst.ListComp:
        contents.put(cell, node.elt)
    elif type(node) is cst.SetComp:
        contents.note(cell, node.elt)
    elif type(node) is cst.DictComp:
        contents.put(cell, node.value)
    else:
        for place, element in enumerate(node.elements):
            if type(element) is cst.StarredElement or type(element) is cst.StarredDictElement:
                open_up(cell)
            elif type(node) is cst.Set:
                contents.note(cell, element.value)
            else:
                contents.put(cell, element.value, place)
    read(contents, entry)


RULES: Final[dict[type, Callable[[Contents, Entry], None]]] = {
    **dict.fromkeys(
        (cst.Name, cst.Subscript, cst.Call, cst.BinaryOperation, cst.BooleanOperation, cst.IfExp),
        read,
    ),
    **dict.fromkeys(
        (cst.List, cst.Tuple, cst.ListComp, cst.Set, cst.SetComp, cst.Dict, cst.DictComp), _display
    ),
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
