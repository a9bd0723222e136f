"""Where the value of each expression goes: the uses that hand a list to nobody (`contents.py`).

One walk, from the outside in. An expression is *kept* if the one around it says where its value
goes; if not, its shelf is given up.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from .. import vocabulary as words
from . import handing_calls, values
from .shapes import called, is_name

if TYPE_CHECKING:
    from .contents import Contents
    from .shelves import Shelf
    from .values import Types

_ROWS: Final[Types] = frozenset({list, tuple})
_LIST: Final[Types] = frozenset({list})
_DICT: Final[Types] = frozenset({dict})
#: What holds what is stored by a key.
_HOLDERS: Final = _LIST | _DICT
_ITERATORS: Final = frozenset({"enumerate", "zip", "reversed"})
#: Targets that take what they are given as it is.
#: What makes *n* of `n = GUARD(n, R)` take in what is in *R*.
_UNITING: Final = frozenset({words.INPLACE_UNION, words.INPLACE_EITHER})
_SINGLE: Final = frozenset({ast.Name, ast.Attribute, ast.Subscript})
#: What a longer chain of comparisons compares with what is not followed.
_LINKS: Final = 8


def walk(contents: Contents, tree: ast.Module) -> None:
    """Follow all values of a program."""
    walker = Walker(contents)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            rule = _STATEMENTS.get(type(node), Walker.other)
            rule(walker, node)
            walker.finish()


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions of *node* that lie in no other and in no statement inside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        elif not isinstance(child, ast.stmt):
            yield from _expressions(child)


class Walker:
    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.todo: list[tuple[ast.expr, bool]] = []

    def finish(self) -> None:
        contents = self.contents
        while self.todo:
            node, kept = self.todo.pop()
            node = contents.plain(node)
            if not kept:
                contents.lose(node)
            rule = _RULES.get(type(node), Walker.other)
            rule(self, node)

    def keep(self, *nodes: ast.expr) -> None:
        self.todo += [(node, True) for node in nodes]

    def spill(self, *nodes: ast.expr | None) -> None:
        self.todo += [(node, False) for node in nodes if node is not None]

    def other(self, node: ast.AST) -> None:
        """Nothing is known of where these go."""
        self.spill(*_expressions(node))

    # --- Statements ------------------------------------------------------------------------

    def assign(self, node: ast.Assign) -> None:
        parts = self._taken_apart(node)
        self.keep(*([node.value] if parts is None else parts))
        if called(node.value) in _UNITING:
            self.united(node.value)  # type: ignore[arg-type]
        if not is_name(node.targets[0], words.RESULT):
            for place in node.targets:
                self.target(place, self.contents.shelf(node.value), node.value)

    def _taken_apart(self, node: ast.Assign) -> list[ast.expr] | None:
        """Return `x` and `y` of `a, b = x, y`, where nobody ever has the pair."""
        parts: list[ast.expr] | None = None
        for place in node.targets:
            if type(place) is not ast.Tuple and type(place) is not ast.List:
                return None
            parts = self._parts(node.value, len(place.elts))
            if parts is None or not all(type(each) in _SINGLE for each in place.elts):
                return None
            if any(type(each) is ast.Starred for each in parts):
                return None
        return parts

    def united(self, call: ast.Call) -> None:
        """`n = __inplace_union__(n, R)` and its like: what *n* is takes in what is in *R*."""
        contents = self.contents
        changed, more = call.args
        contents.require(more, values.WHOLE, contents.shelf(changed))
        contents.keep_from(more, values.WHOLE, contents.shelf(more))

    def annotated(self, node: ast.AnnAssign) -> None:
        self.spill(node.annotation)
        if node.value is not None:
            self.keep(node.value)
            self.target(node.target, self.contents.shelf(node.value), node.value)
        else:
            self.spill(*_expressions(node.target))

    def augmented(self, node: ast.AugAssign) -> None:
        contents, place = self.contents, node.target
        self.keep(node.value)
        if type(place) is ast.Name:
            names = contents.blocks.owner(place)
            if names is None or names.mystery:
                contents.lose(node.value)
        elif type(place) is ast.Subscript:
            base = contents.shelf(place.value)
            self.keep(place.value)
            self.spill(place.slice)
            if base is None or type(place.slice) is ast.Slice:
                contents.lose(node.value)
                if base is not None:
                    base.give_up()
            else:
                contents.require_item(contents.plain(place.value), place.slice, base)
                contents.changed.append((base, node))
                contents.augment(node, base.below())
        else:
            self.spill(*_expressions(place))
            contents.lose(node.value)

    def returned(self, node: ast.Return) -> None:
        if node.value is not None:
            self.todo.append((node.value, id(node.value) in self.contents.returning))

    def discarded(self, node: ast.Expr) -> None:
        self.keep(node.value)

    def tested(self, node: ast.If | ast.While | ast.Assert) -> None:
        self.keep(node.test)
        self.spill(getattr(node, "msg", None))

    def looped(self, node: ast.For | ast.AsyncFor) -> None:
        self.each(node.target, node.iter)

    def entered(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.spill(item.context_expr)
            if item.optional_vars is not None:
                self.target(item.optional_vars, self.contents.lost, None)

    def deleted(self, node: ast.Delete) -> None:
        for place in node.targets:
            if type(place) is ast.Subscript:
                self.subscript(place)
            else:
                self.spill(*_expressions(place))

    # --- What is bound -----------------------------------------------------------------------

    def target(self, place: ast.expr, shelf: Shelf | None, value: ast.expr | None) -> None:
        """Names that are understood have their bindings; here is what else gets a list."""
        contents = self.contents
        if type(place) is ast.Name:
            names = contents.blocks.owner(place)
            if shelf is not None and (names is None or names.mystery):
                shelf.hand_out()
        elif type(place) is ast.Subscript:
            self.item(place, shelf, value)
        elif type(place) is ast.Tuple or type(place) is ast.List:
            parts = None if value is None else self._parts(value, len(place.elts))
            below = contents.lost if shelf is None else shelf.below()
            for index, each in enumerate(place.elts):
                if parts is not None:
                    self.target(each, contents.shelf(parts[index]), parts[index])
                else:
                    self.target(each, below, None)
        elif type(place) is ast.Starred:
            # What it gets is a list that has no expression.
            self.target(place.value, contents.lost, None)
        else:
            if shelf is not None:
                shelf.hand_out()
            self.spill(*_expressions(place))

    def _parts(self, value: ast.expr, count: int) -> list[ast.expr] | None:
        value = self.contents.plain(value)
        if type(value) is not ast.Tuple and type(value) is not ast.List:
            return None
        return value.elts if len(value.elts) == count else None

    def item(self, place: ast.Subscript, shelf: Shelf | None, value: ast.expr | None) -> None:
        contents, key = self.contents, place.slice
        base = contents.shelf(place.value)
        self.keep(place.value)
        self.spill(key)
        holder = contents.plain(place.value)
        contents.require(holder, _LIST if type(key) is ast.Slice else _HOLDERS, base)
        if base is None or value is None:
            if base is not None:
                base.give_up()
            if shelf is not None:
                shelf.hand_out()
        elif type(key) is ast.Slice:
            contents.require(value, _ROWS, base)
            if shelf is not None:
                base.join(shelf)
        else:
            contents.require_item(holder, key, base)
            contents.lay(base, value)  # and whatever befalls the list befalls what is in it

    def each(self, place: ast.expr, source: ast.expr) -> None:
        """A loop binds *place* to the items of *source*."""
        contents = self.contents
        source = contents.plain(source)
        name, args = "", []
        if type(source) is ast.Call and not source.keywords:
            name, args = contents.known.builtin(source), source.args
        if name not in _ITERATORS or any(type(arg) is ast.Starred for arg in args):
            self.keep(source)
            self.target(place, contents.item_shelf(source, ()), None)
        elif name == "reversed" and len(args) == 1:
            self.each(place, args[0])
        elif name == "reversed" or not self._fits(place, 2 if name == "enumerate" else len(args)):
            self.spill(source)
            self.target(place, contents.lost, None)
        elif name == "zip":
            for part, arg in zip(place.elts, args, strict=True):  # type: ignore[attr-defined]
                self.each(part, arg)
        elif args:
            self.target(place.elts[0], None, None)  # type: ignore[attr-defined]
            self.each(place.elts[1], args[0])  # type: ignore[attr-defined]
            self.spill(*args[1:])

    def _fits(self, place: ast.expr, count: int) -> bool:
        if type(place) is not ast.Tuple and type(place) is not ast.List:
            return False
        return len(place.elts) == count

    # --- Expressions -------------------------------------------------------------------------

    def display(self, node: ast.List | ast.Tuple) -> None:
        shelf = self.contents.shelf(node)
        assert shelf is not None
        for index, each in enumerate(node.elts):
            if type(each) is ast.Starred:
                shelf.give_up()  # nor is it known at which places the others are
                self.spill(each.value)
            else:
                self.contents.lay(shelf, each, index)
                self.keep(each)

    def members(self, node: ast.Set) -> None:
        """What a set hashes is asked to compare."""
        shelf = self.contents.shelf(node)
        assert shelf is not None
        for each in node.elts:
            if type(each) is ast.Starred:
                shelf.give_up()
            else:
                self.contents.lay_hashed(shelf, each)
            self.spill(each)

    def dictionary(self, node: ast.Dict) -> None:
        shelf = self.contents.shelf(node)
        assert shelf is not None
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                shelf.give_up()
                self.spill(value)
            else:
                self.spill(key)
                self.keep(value)
                self.contents.lay(shelf, value)

    def comprehension(self, node: Any) -> None:
        if type(node) is ast.GeneratorExp:
            self.spill(node.elt)
        else:
            shelf = self.contents.shelf(node)
            assert shelf is not None
            if type(node) is ast.DictComp:
                self.contents.lay(shelf, node.value)
                self.keep(node.value)
                self.spill(node.key)
            elif type(node) is ast.ListComp:
                self.contents.lay(shelf, node.elt)
                self.keep(node.elt)
            else:
                self.contents.lay_hashed(shelf, node.elt)
                self.spill(node.elt)
        for clause in node.generators:
            self.keep(*clause.ifs)
            self.each(clause.target, clause.iter)

    def subscript(self, node: ast.Subscript) -> None:
        self.keep(node.value)
        self.spill(node.slice)
        shelf = self.contents.shelf(node.value)
        if type(node.slice) is not ast.Slice:
            self.contents.require_item(self.contents.plain(node.value), node.slice, shelf)

    def binary(self, node: ast.BinOp) -> None:
        self.keep(node.left, node.right)
        self.contents.keep_from(node.right, None, self.contents.shelf(node.left))
        self.contents.keep_from(node.left, None, self.contents.shelf(node.right))

    def inside(self, node: ast.UnaryOp | ast.BoolOp | ast.IfExp) -> None:
        """Nobody is handed an operand: `-x` is asked of `x` itself."""
        self.keep(*_expressions(node))

    def compared(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        self.keep(*sides)
        if all(type(op) is ast.Is or type(op) is ast.IsNot for op in node.ops):
            return
        if len(node.ops) > _LINKS:
            self.contents.lose(*sides)
            return
        # A search compares the list itself with items; beside a list, its items are compared.
        searches = any(type(op) is ast.In or type(op) is ast.NotIn for op in node.ops)
        for side in sides:
            shelf = self.contents.shelf(side)
            for beside in sides:
                if beside is not side and shelf is not None:
                    self.contents.keep_from(beside, values.SCALARS if searches else None, shelf)
                    self.contents.keep_from(beside, values.SCALARS, shelf.below())

    def walrus(self, node: ast.NamedExpr) -> None:
        self.keep(node.value)
        self.target(node.target, self.contents.shelf(node.value), node.value)


_STATEMENTS: Final[dict[type, Callable[[Walker, Any], None]]] = {
    ast.Assign: Walker.assign,
    ast.AnnAssign: Walker.annotated,
    ast.AugAssign: Walker.augmented,
    ast.Return: Walker.returned,
    ast.Expr: Walker.discarded,
    ast.If: Walker.tested,
    ast.While: Walker.tested,
    ast.Assert: Walker.tested,
    ast.For: Walker.looped,
    ast.AsyncFor: Walker.looped,
    ast.With: Walker.entered,
    ast.AsyncWith: Walker.entered,
    ast.Delete: Walker.deleted,
}
_RULES: Final[dict[type, Callable[[Walker, Any], None]]] = {
    ast.List: Walker.display,
    ast.Tuple: Walker.display,
    ast.Set: Walker.members,
    ast.Dict: Walker.dictionary,
    ast.ListComp: Walker.comprehension,
    ast.SetComp: Walker.comprehension,
    ast.DictComp: Walker.comprehension,
    ast.GeneratorExp: Walker.comprehension,
    ast.Subscript: Walker.subscript,
    ast.BinOp: Walker.binary,
    ast.UnaryOp: Walker.inside,
    ast.BoolOp: Walker.inside,
    ast.IfExp: Walker.inside,
    ast.Compare: Walker.compared,
    ast.NamedExpr: Walker.walrus,
    ast.Call: handing_calls.call,
}
