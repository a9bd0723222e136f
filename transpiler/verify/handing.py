"""Where the value of each expression goes: the uses that hand a list to nobody (`contents.py`).

One walk, from the outside in. An expression is *kept* if the one around it says where its value
goes; if not, its shelf is given up.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from .. import vocabulary as words
from . import values
from .operands import method_of
from .shapes import called, is_name

if TYPE_CHECKING:
    from .contents import Contents
    from .shelves import Shelf
    from .values import Types

_ROWS: Final[Types] = frozenset({list, tuple})
_LIST: Final[Types] = frozenset({list})
_SET: Final[Types] = frozenset({set})
_DICT: Final[Types] = frozenset({dict})
#: What holds what is stored by a key.
_HOLDERS: Final = _LIST | _DICT
#: Methods of sets and dictionaries that are followed.
_OF_OTHERS: Final = frozenset({"add", "discard", "get", "values", "items"})
#: Methods that hand the list to nobody, and those which put an argument in: the first, the second.
_HARMLESS: Final = frozenset("append insert extend pop clear reverse copy sort".split())
_LAYING: Final = {"append": 0, "insert": 1}
#: Builtins that hand items to guests, perhaps, but never what they go through.
_READERS: Final = frozenset(
    "sum min max any all sorted list tuple set frozenset dict print str repr".split()
)
_ITERATORS: Final = frozenset({"enumerate", "zip", "reversed"})
#: Targets that take what they are given as it is.
_SINGLE: Final = frozenset({ast.Name, ast.Attribute, ast.Subscript})
#: What a longer chain of comparisons compares with what is not followed.
_LINKS: Final = 8


def walk(contents: Contents, tree: ast.Module) -> None:
    """Follow all values of a program."""
    walker = _Walker(contents)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            rule = _STATEMENTS.get(type(node), _Walker.other)
            rule(walker, node)
            walker.finish()


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions of *node* that lie in no other and in no statement inside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        elif not isinstance(child, ast.stmt):
            yield from _expressions(child)


class _Walker:
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
            rule = _RULES.get(type(node), _Walker.other)
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
        if called(node.value) == words.INPLACE_UNION:
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
        """`n = __inplace_union__(n, R)`: what *n* is takes in what is in *R*."""
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
            self.contents.require_item(node.value, node.slice, shelf)

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

    def call(self, node: ast.Call) -> None:
        contents = self.contents
        starred = any(type(arg) is ast.Starred for arg in node.args)
        function = contents.blocks.calls.get(node)
        method, self_ = method_of(node)
        if function is not None:
            args = function.node.args
            doubled = any(keyword.arg is None for keyword in node.keywords)
            loose = starred or doubled or args.vararg or args.kwarg or function.suspends
            every = [*node.args, *(keyword.value for keyword in node.keywords)]
            self.todo += [(arg, not loose) for arg in every]
        elif contents.blocks.library(node) in words.HEAPS and not starred and not node.keywords:
            self.heap(node)
        elif self_ is not None:
            plain = not starred and not node.keywords
            self.method(node, method, self_, plain)
        else:
            self.builtin(node, contents.known.builtin(node), starred)

    def heap(self, node: ast.Call) -> None:
        """Items are compared with items; what more there is becomes one."""
        self.keep(*node.args)
        if not node.args:
            return
        contents, heap = self.contents, node.args[0]
        shelf = contents.shelf(heap)
        for item in node.args[1:]:
            contents.keep_from(heap, _LIST, contents.shelf(item))
            if shelf is not None:
                contents.lay(shelf, item)
        if shelf is not None:
            shelf.below().hand_out()

    def method(self, node: ast.Call, method: str, self_: ast.expr, plain: bool) -> None:
        contents = self.contents
        shelf = contents.shelf(self_)
        every = [*node.args, *(keyword.value for keyword in node.keywords)]
        if method == "join":
            self.spill(self_)
            self.keep(*every)
            for each in map(contents.shelf, every):
                contents.keep_from(self_, values.TEXT, each)
            return
        if method in _OF_OTHERS and shelf is not None and plain:
            self.other_method(node, method, self_, shelf)
            return
        if method not in _HARMLESS or shelf is None:
            self.spill(self_, *every)
            return
        self.keep(self_)
        contents.require(self_, _LIST, shelf)
        start = _LAYING.get(method, 0)
        if method == "sort":
            shelf.below().hand_out()
        elif not plain:
            shelf.give_up()
        elif method in _LAYING or method == "extend":
            self.spill(*every[:start])
            for arg in every[start:]:
                self.keep(arg)
                self._fill(shelf, arg, method)
            return
        self.spill(*every)

    def other_method(self, node: ast.Call, method: str, self_: ast.expr, shelf: Shelf) -> None:
        """Methods of sets and dictionaries. What is in a view, somebody may take out of it."""
        contents = self.contents
        self.keep(self_)
        contents.require(self_, _SET if method in ("add", "discard") else _DICT, shelf)
        match method, node.args:
            case "add", [item]:
                contents.lay_hashed(shelf, item)
                self.spill(item)
            case (("get" | "discard"), [key]):
                self.spill(key)
            case "get", [key, default]:
                self.spill(key)
                self.keep(default)
                other = contents.shelf(default)
                contents.keep_from(self_, _DICT, other)
                if other is not None:
                    shelf.below().join(other)
            case "values" | "items", []:
                shelf.below().hand_out()
            case _:
                self.spill(self_, *node.args)

    def _fill(self, shelf: Shelf, node: ast.expr, method: str) -> None:
        contents = self.contents
        if method in _LAYING:
            contents.lay(shelf, node)
            return
        more = contents.shelf(node)
        contents.require(node, _ROWS, shelf)
        if more is not None:
            shelf.join(more)

    def builtin(self, node: ast.Call, name: str, starred: bool) -> None:
        named = [keyword.value for keyword in node.keywords]
        if name == "len" and not starred and not named:
            self.keep(*node.args)
        elif name in _READERS and not starred and len(node.args) == 1:
            self.keep(*node.args)
            shelf = self.contents.shelf(node.args[0])
            if shelf is not None:
                shelf.below().hand_out()
            self.spill(*named)
        else:
            self.spill(node.func, *node.args, *named)


_STATEMENTS: Final[dict[type, Callable[[_Walker, Any], None]]] = {
    ast.Assign: _Walker.assign,
    ast.AnnAssign: _Walker.annotated,
    ast.AugAssign: _Walker.augmented,
    ast.Return: _Walker.returned,
    ast.Expr: _Walker.discarded,
    ast.If: _Walker.tested,
    ast.While: _Walker.tested,
    ast.Assert: _Walker.tested,
    ast.For: _Walker.looped,
    ast.AsyncFor: _Walker.looped,
    ast.With: _Walker.entered,
    ast.AsyncWith: _Walker.entered,
    ast.Delete: _Walker.deleted,
}
_RULES: Final[dict[type, Callable[[_Walker, Any], None]]] = {
    ast.List: _Walker.display,
    ast.Tuple: _Walker.display,
    ast.Set: _Walker.members,
    ast.Dict: _Walker.dictionary,
    ast.ListComp: _Walker.comprehension,
    ast.SetComp: _Walker.comprehension,
    ast.DictComp: _Walker.comprehension,
    ast.GeneratorExp: _Walker.comprehension,
    ast.Subscript: _Walker.subscript,
    ast.BinOp: _Walker.binary,
    ast.UnaryOp: _Walker.inside,
    ast.BoolOp: _Walker.inside,
    ast.IfExp: _Walker.inside,
    ast.Compare: _Walker.compared,
    ast.NamedExpr: _Walker.walrus,
    ast.Call: _Walker.call,
}
