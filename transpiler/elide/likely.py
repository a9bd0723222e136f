"""What the operand of an inline test most likely is: then it is asked for that one type.

`__type__(n) is __whole__` takes 7 ns less than `in __numbers__`. Nothing rests on the guess: each
type that is asked for is in the group, so a test that is passed proves more than it need, and one
that fails leads to the guard. So this may be rough: everything of one name in the program
is taken for one thing (variables, parameters, attributes), items by a literal key too, and what the
functions of one name return. A name that is bound to two types, or to something of which
nothing can be said, is left to the group.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import libcst as cst

from .. import vocabulary as words
from ..walk import CLASS, Entry, Listing

_WHOLE, _FLOAT, _TEXT = words.WHOLE, words.FLOATING, words.TEXT
_OBJECT: Final = "object"
#: An integer here, a float there.
_NUMBER: Final = "number"
#: Bound to what nothing is known of.
_UNCLEAR: Final = "?"
_TURNS: Final = 3
_LITERALS: Final[dict[type, str]] = {
    cst.Integer: _WHOLE, cst.Float: _FLOAT, cst.SimpleString: _TEXT, cst.FormattedString: _TEXT,
    cst.ConcatenatedString: _TEXT,
}  # fmt: skip
_RESULTS: Final = {
    **dict.fromkeys("len int ord sum hash id".split(), _WHOLE), "float": _FLOAT,
    **dict.fromkeys("str chr repr join strip lower upper replace".split(), _TEXT),
}  # fmt: skip
_ANNOTATIONS: Final = {"int": _WHOLE, "float": _FLOAT, "str": _TEXT}
_NUMERIC: Final = (cst.Add, cst.Subtract, cst.Multiply, cst.Modulo, cst.FloorDivide, cst.Power)


class Likely:
    """What the names of one program are likely to be."""

    def __init__(self, listing: Listing) -> None:
        #: Key → the expressions that are bound to it, or what it is.
        self._bound: dict[str, list[cst.CSTNode | str]] = {}
        #: Key → what is added to it, which need not be known.
        self._added: dict[str, list[cst.CSTNode]] = {}
        self._params: dict[str, list[str]] = {}
        self._found: dict[str, str] = {}
        #: What has been answered of operators, once all is found, by their identity.
        self._asked: dict[int, str] | None = None
        calls: list[cst.Call] = []
        for entry in listing.entries:
            kind = type(entry.node)
            if kind is cst.Call:
                calls.append(entry.node)  # type: ignore[arg-type]
            elif kind in _COLLECTED:
                _COLLECTED[kind](self, entry, entry.node)
        for call in calls:
            self._called(call)
        for turn in range(1, _TURNS + 1):
            for key, bound in self._bound.items():
                self._found[key] = self._joined(key, bound, is_last=turn == _TURNS)
        self._asked = {}

    def of(self, node: Any) -> str:
        """Return the word for the type that *node* likely has, or nothing."""
        found = self._of(node)
        return found if found in _WORDS else ""

    def is_number(self, node: Any) -> bool:
        """Tell whether *node* likely is an integer or a float."""
        return self._of(node) in (_WHOLE, _FLOAT, _NUMBER)

    def is_whole(self, node: Any) -> bool:
        """Tell whether *node* likely is an integer."""
        return self._of(node) == _WHOLE

    def _joined(self, key: str, bound: list[cst.CSTNode | str], is_last: bool) -> str:
        """Return what all of *bound* is; what is not known yet counts in the last turn."""
        found = self._found.get(key, "")
        for each in bound:
            one = each if isinstance(each, str) else self._of(each)
            if not one and not is_last:
                continue
            found = _either(found, one or _UNCLEAR)
        for each in self._added.get(key, ()):
            one = self._of(each)
            found = found if one in ("", _UNCLEAR) else _either(found, one)
        return found

    def _bind(self, key: str, value: cst.CSTNode | str | None) -> None:
        is_none = type(value) is cst.Name and value.value == "None"
        if key and value is not None and not is_none and _key(value) != key:
            self._bound.setdefault(key, []).append(value)

    # --- Collecting ------------------------------------------------------------------------

    def _assign(self, entry: Entry, node: cst.Assign) -> None:
        for each in node.targets:
            self._assigned(each.target, node.value)

    def _assigned(self, target: cst.CSTNode, value: cst.CSTNode) -> None:
        if type(target) is not cst.Tuple:
            self._bind(_key(target), value)
            return
        same = type(value) is cst.Tuple and len(value.elements) == len(target.elements)
        for at, each in enumerate(target.elements):
            self._bind(_key(each.value), value.elements[at].value if same else _UNCLEAR)  # type: ignore[attr-defined]

    def _annotated(self, entry: Entry, node: cst.AnnAssign) -> None:
        self._declare(_key(node.target), node.annotation, node.value)
        if entry.scope.kind == CLASS and type(node.target) is cst.Name:
            above = entry.parent
            while above is not None and type(above.node) is not cst.ClassDef:
                above = above.parent
            if above is not None:
                self._params.setdefault(above.node.name.value, []).append(node.target.value)  # type: ignore[attr-defined]

    def _declare(
        self, key: str, annotation: cst.Annotation | None, value: cst.CSTNode | None
    ) -> None:
        said = annotation.annotation if annotation is not None else None
        word = _ANNOTATIONS.get(said.value) if type(said) is cst.Name else None
        self._bind(key, word or value)

    def _augmented(self, entry: Entry, node: cst.AugAssign) -> None:
        self._added.setdefault(_key(node.target), []).append(node.value)

    def _loop(self, entry: Entry, node: cst.For | cst.CompFor) -> None:
        func = node.iter.func if type(node.iter) is cst.Call else None
        name = func.value if type(func) is cst.Name else ""
        target = node.target
        if name == "enumerate" and type(target) is cst.Tuple:
            self._bind(_key(target.elements[0].value), _WHOLE)
            targets = [each.value for each in target.elements[1:]]
        else:
            targets = [target]
        for each in targets:
            self._assigned(each, cst.Integer("0") if name == "range" else node.iter)

    def _class(self, entry: Entry, node: cst.ClassDef) -> None:
        self._bind(f"{node.name.value}()", _OBJECT)

    def _function(self, entry: Entry, node: cst.FunctionDef) -> None:
        params = [*node.params.posonly_params, *node.params.params]
        for each in (*params, *node.params.kwonly_params):
            self._declare(each.name.value, each.annotation, each.default)
        names = [each.name.value for each in params]
        if entry.scope.kind == CLASS:
            self._bind(names[0] if names else "", _OBJECT)
            names = names[1:]
        name = node.name.value
        if name == "__init__" and entry.parent and entry.parent.parent:
            name = getattr(entry.parent.parent.node, "name", node.name).value  # the class's
        self._params.setdefault(name, names)

    def _returned(self, entry: Entry, node: cst.Return) -> None:
        above = entry.parent
        while above is not None and type(above.node) is not cst.FunctionDef:
            above = above.parent
        if above is not None:
            self._bind(f"{above.node.name.value}()", node.value)  # type: ignore[attr-defined]

    def _item(self, entry: Entry, node: cst.DictElement) -> None:
        if type(node.key) is cst.SimpleString:
            self._bind(node.key.value, node.value)

    def _called(self, call: cst.Call) -> None:
        params = self._params.get(_name(call.func), [])
        for at, arg in enumerate(call.args):
            if arg.keyword is not None:
                self._bind(arg.keyword.value, arg.value)
            elif arg.star:
                return
            elif at < len(params):
                self._bind(params[at], arg.value)

    # --- Expressions -----------------------------------------------------------------------

    def _of(self, node: Any) -> str:
        kind = type(node)
        found = _LITERALS.get(kind)
        if found is not None:
            return found
        if kind is cst.BinaryOperation:
            asked = self._asked
            if asked is None:
                return self._operated(node)
            if id(node) not in asked:
                asked[id(node)] = self._operated(node)
            return asked[id(node)]
        if kind is cst.UnaryOperation:
            return self._of(node.expression)
        if kind is cst.IfExp:
            one, other = self._of(node.body), self._of(node.orelse)
            return one if one == other else one or other
        if kind is cst.Call:
            name = _name(node.func)
            return self._found.get(f"{name}()", "") or _RESULTS.get(name, "")
        if kind is cst.Subscript:
            whole = self._of(node.value)
            return whole if whole == _TEXT else self._found.get(_key(node), "")
        return self._found.get(_key(node), "")

    def _operated(self, node: cst.BinaryOperation) -> str:
        """Numbers are mostly put together with numbers, and a vector with a number is a vector."""
        operator = type(node.operator)
        if operator not in _NUMERIC:
            is_whole = operator in _BITS and self._of(node.left) == _WHOLE
            return _FLOAT if operator is cst.Divide else _WHOLE if is_whole else ""
        one, other = self._of(node.left), self._of(node.right)
        if operator is cst.Add and _TEXT in (one, other) and _OBJECT not in (one, other):
            return _TEXT
        for each in (_OBJECT, _UNCLEAR, _TEXT, _FLOAT, _NUMBER):
            if one == each or other == each:
                return each
        return _WHOLE if one == other == _WHOLE else ""


_WORDS: Final = frozenset({_WHOLE, _FLOAT, _TEXT})
_NUMBERS: Final = frozenset({_WHOLE, _FLOAT, _NUMBER})


def _either(one: str, other: str) -> str:
    if one == other or not one:
        return other
    return _NUMBER if one in _NUMBERS and other in _NUMBERS else _UNCLEAR


_BITS: Final = (cst.LeftShift, cst.RightShift, cst.BitAnd, cst.BitOr, cst.BitXor)
_COLLECTED: Final[dict[type, Callable[[Likely, Entry, Any], None]]] = {
    cst.Assign: Likely._assign, cst.AnnAssign: Likely._annotated, cst.AugAssign: Likely._augmented,
    cst.For: Likely._loop, cst.CompFor: Likely._loop, cst.ClassDef: Likely._class,
    cst.FunctionDef: Likely._function, cst.Return: Likely._returned,
    cst.DictElement: Likely._item,
}  # fmt: skip


def _name(node: cst.CSTNode) -> str:
    """Return the last name of a function or method that is called."""
    if type(node) is cst.Attribute:
        return node.attr.value
    return node.value if type(node) is cst.Name else ""


def _key(node: Any) -> str:
    """Return what stands for the values of a name, of an attribute, of items by a literal key."""
    if type(node) is cst.Subscript and type(node.slice[0].slice) is cst.Index:
        key = node.slice[0].slice.value
        return key.value if type(key) is cst.SimpleString and len(node.slice) == 1 else ""
    return _name(node)
