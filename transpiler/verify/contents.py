"""Proves what lists, tuples, sets and dictionaries hold that nobody but the program's text has.

What is said of lists goes for all of them. The items of a dictionary are its values; its keys are
not followed, and are nobody's secret.

Every list is made by an expression, and goes where that expression's value goes. The walk below
follows each to all the places that it is told of: names, items of other lists, parameters and
results of known functions, loops, and uses that hand it to nobody. In any other place
somebody else has it, and may put anything in, if it is no tuple. So what is put in is written down
here, and an item is the join of it.

Somebody else is also whoever compares, adds or calls. A guest's object beside an operator is
handed the other operand, so there both must be known to be no guest's (their types are).
An error of CPython's carries the object whose attribute is missing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from . import values
from .handing import walk
from .lookups import possible
from .operands import method_of, rows_of
from .plain import Plain
from .scopes import BESIDE_STAR, STAR, Binding
from .shelves import ANYWHERE, Shelf
from .values import Types, Value, a, is_any

if TYPE_CHECKING:
    from .inference import Inference
    from .scopes import Names

ROWS: Final[Types] = frozenset({list, tuple})
#: Elements of a tuple display whose tuples are brief.
BRIEF_ROW: Final = 8
#: Functions that return an item of their first argument.
TAKERS: Final = frozenset({"heapq.heappop", "heapq.heappushpop", "heapq.heapreplace"})
ITERATORS: Final = frozenset({"enumerate", "zip", "reversed"})
#: Builtins that never return a list or tuple.
_LISTLESS: Final = frozenset(
    "all any callable chr float hasattr hash id int isinstance issubclass len ord print".split()
)
_SPLITTING: Final = frozenset({"split", "rsplit", "splitlines"})
_LIFELESS: Final = (ast.Constant, ast.JoinedStr, ast.UnaryOp, ast.Compare)


class Contents:
    """The shelves of one program."""

    def __init__(self, known: Inference, tree: ast.Module) -> None:
        self.known = known
        self.blocks = known.blocks
        self.plain = Plain().of
        self.lost = Shelf.bottomless()
        self._named: dict[Names, Shelf] = {}
        self._made: dict[ast.expr, Shelf | None] = {}
        self._laid: list[tuple[Shelf, ast.expr, int]] = []
        self._drawn: list[tuple[Shelf, ast.expr]] = []
        self._split: list[tuple[Shelf, ast.expr]] = []
        self.changed: list[tuple[Shelf, ast.AugAssign]] = []
        #: Expression, what it must be (None: anything that is known), and what befalls a shelf
        #: if it is not.
        self._conditions: list[tuple[ast.expr, Types | None, Shelf, Callable[[Shelf], None]]] = []
        #: Whole and index of `x[i]`, and what befalls a shelf if that may be a slice of a list.
        self._indexed: list[tuple[ast.expr, ast.expr, Shelf, Callable[[Shelf], None]]] = []
        #: `x | y` and its like, of which the result is new if it is a set or dictionary.
        self._merged: list[tuple[ast.expr, Shelf, list[Shelf]]] = []
        #: Sums and products, with what they may be.
        self._summed: list[tuple[ast.expr, Shelf]] = []
        self.returning: set[int] = set()
        #: Set if nothing is known of any list.
        self.is_lost = False
        for function in set(self.blocks.calls.values()):
            if not function.suspends:
                self.returning.update(id(each) for each in function.returned if each is not None)
            for names in function.parameters.values():
                if names.mystery:
                    self.lose(*(binding.value for binding in names.bindings))
            for rest in (function.node.args.vararg, function.node.args.kwarg):
                if rest is not None:
                    self._of(function.parameters[rest.arg]).give_up()
        for node in self.blocks.seeing:  # whichever it is, somebody else has it
            for names in possible(node.id, self.blocks.found[node][0]):
                self._of(names).give_up()
        walk(self, tree)
        for names in self.blocks.understood():
            for binding in names.bindings:
                self._bind(names, binding)

    # --- Questions ------------------------------------------------------------------------

    def item(self, node: ast.expr, path: Sequence[int]) -> Value | None:
        """Return what may be at *path* in *node*, each place in what is at those before."""
        shelf = None if self.is_lost else self.shelf(node)
        *outer, last = path
        for place in outer:
            if shelf is None or not values.is_any(shelf.at(place), ROWS):
                return None
            shelf = shelf.below()
        return None if shelf is None else shelf.at(last)

    def is_swift(self, row: ast.expr) -> bool:
        """Tell whether *row*, surely a tuple, is brief, of scalars or brief tuples of them."""
        shelf = None if self.is_lost else self.shelf(row)
        return shelf is not None and shelf.is_brief and self.is_brief(row, 1)

    def is_brief(self, heap: ast.expr, rows: int = 0) -> bool:
        """Tell whether any two items of *heap*, surely a list, compare in a step.

        They do if they are scalars, or brief tuples of scalars, or of brief tuples of scalars.

        Parameters:
            rows: how many brief tuples lie around them.
        """
        shelf = None if self.is_lost else self.shelf(heap)
        while shelf is not None and shelf.known is not None:
            if shelf.known.types <= values.SCALARS:
                return True
            if rows == 2 or not shelf.known.types <= values.SCALARS | {tuple}:
                return False
            shelf, rows = shelf.below(), rows + 1
            if not shelf.is_brief:
                return False
        return False

    def settle(self) -> bool:
        """Judge everything again by what is known now; tell whether anything is new."""
        value_of = self.known.value
        new = False
        left: list[tuple[ast.expr, Types | None, Shelf, Callable[[Shelf], None]]] = []
        for condition in self._conditions:
            node, types, shelf, befall = condition
            value = value_of(node)
            if value is not None and (types is None or value.types <= types):
                left.append(condition)
            elif not shelf.is_given_up:
                befall(shelf)
                new = True
        self._conditions = left
        for whole, part, shelf, befall in self._indexed:
            one = is_any(value_of(whole), _NO_ROWS) or is_any(value_of(part), values.WHOLE)
            if not one and not shelf.is_given_up:
                befall(shelf)
                new = True
        for node, shelf, operands in self._merged:
            value = value_of(node)
            # If nothing is known of the result, nothing is known of any name that is given it.
            if value is not None and value.types & _MERGEABLE and not shelf.is_given_up:
                shelf.give_up()
                for operand in operands:
                    operand.below().hand_out()
                new = True
        for total, shelf in self._summed:
            value = value_of(total)
            if (value is None or value.types & ROWS) and shelf.is_brief:
                shelf.grow()
                new = True
        if new:
            self._forget()
        return self._lay_all() or new

    def _lay_all(self) -> bool:
        """Judge all that is put on shelves; tell whether anything is new."""
        value_of = self.known.value
        new = False
        self._laid.reverse()
        for shelf, node, index in self._laid:
            is_written = type(node) is ast.Constant
            new = self._lay(shelf, value_of(node), index, is_written) or new
        for shelf, source in self._drawn:
            new = self._lay(shelf, self.known.item(source)) or new
        for shelf, text in self._split:
            value = value_of(text)
            new = self._lay(shelf, a(str) if values.is_any(value, values.TEXT) else None) or new
        for shelf, changing in self.changed:
            sides = value_of(changing.target), value_of(changing.value)
            result = values.operated(type(changing.op), *sides, None)
            new = self._lay(shelf, result) or new
        return new

    def _lay(
        self, shelf: Shelf, value: Value | None, place: int = ANYWHERE, is_written: bool = False
    ) -> bool:
        return shelf.lay(value, place, is_written) and self._forget()

    def _forget(self) -> bool:
        """Let everything be asked anew: what is known has just changed."""
        self.known.forget()
        return True

    # --- Shelves --------------------------------------------------------------------------

    def _of(self, names: Names | None) -> Shelf:
        if names is None or names.mystery:
            return self.lost
        return self._named.setdefault(names, Shelf())

    def shelf(self, node: ast.expr) -> Shelf | None:
        """Return the shelf of what *node* gives, None if that is no list of the program's."""
        node = self.plain(node)
        if type(node) is ast.Name:
            return self._of(self.blocks.owner(node))
        if node not in self._made:
            self._made[node] = self._shelf(node)
        return self._made[node]

    def _shelf(self, node: ast.expr) -> Shelf | None:
        match node:
            case ast.Tuple():
                return Shelf(has_length=len(node.elts) > BRIEF_ROW)
            case ast.List() | ast.ListComp() | ast.Set() | ast.SetComp():
                return Shelf(has_lists=True)
            case ast.Dict() | ast.DictComp():
                return Shelf(has_lists=True)
            case ast.Subscript(whole, part):
                shelf = self.shelf(whole)
                if shelf is None:
                    return None
                if type(part) is ast.Slice:
                    shelf.grow()
                    return shelf
                return shelf.below()
            case ast.BinOp(left, ast.Add() | ast.Mult() as op, right):
                both = self._joined(*rows_of(left, op, right))
                if both is not None:
                    self._summed.append((node, both))
                return both
            case ast.BinOp(left, ast.BitOr() | ast.BitAnd() | ast.BitXor() | ast.Sub(), right):
                made = Shelf()
                sources = [shelf for shelf in map(self.shelf, (left, right)) if shelf is not None]
                self._merged.append((node, made, sources))
                return made
            case ast.BinOp():
                return None
            case ast.BoolOp(_, operands):
                return self._joined(*operands)
            case ast.IfExp(_, body, orelse):
                return self._joined(body, orelse)
            case ast.NamedExpr(_, value):
                return self.shelf(value)
            case ast.Call():
                return self._given(node)
        return None if isinstance(node, _LIFELESS) else self.lost

    def _joined(self, *nodes: ast.expr) -> Shelf | None:
        shelves = [shelf for shelf in map(self.shelf, nodes) if shelf is not None]
        for shelf in shelves[1:]:
            shelves[0].join(shelf)
        return shelves[0] if shelves else None

    def _given(self, call: ast.Call) -> Shelf | None:
        function = self.blocks.calls.get(call)
        if function is not None:
            return self._of(function.result)
        member = self.blocks.library(call)
        if member:
            heap = self.shelf(call.args[0]) if member in TAKERS and call.args else None
            if heap is not None:
                return heap.below()
            return None if member in values.MEMBERS else self.lost
        method, self_ = method_of(call)
        shelf = None if self_ is None else self.shelf(self_)
        if self_ is not None and method in _SPLITTING:
            made = Shelf(has_lists=True)
            self._split.append((made, self_))
            return made
        if shelf is not None and (method == "pop" or method == "get"):
            return shelf.below()
        if shelf is not None and method == "copy":
            return shelf
        if self.known.builtin(call) in _LISTLESS:
            return None
        if self.known.builtin(call) == "divmod" and len(call.args) == 2 and not has_star(call.args):
            made = Shelf()
            for index, op in enumerate((ast.FloorDiv(), ast.Mod())):
                self._laid.append((made, ast.BinOp(call.args[0], op, call.args[1]), index))
            return made
        if self.known.builtin(call) not in ("list", "set", "sorted"):
            return self.lost
        made = Shelf(has_lists=True)
        for source in call.args[:1]:
            self._drawn.append((made, source))
            source = self.plain(source)
            if type(source) is not ast.Call or self.known.builtin(source) != "range":
                made.below().give_up()
        return made

    # --- Where a list may go --------------------------------------------------------------

    def lose(self, *nodes: ast.expr | None) -> None:
        """Somebody else has what *nodes* give."""
        for node in nodes:
            shelf = None if node is None else self.shelf(node)
            if shelf is not None:
                shelf.hand_out()

    def lay_hashed(self, shelf: Shelf, node: ast.expr) -> None:
        """*node* is put into the sets of *shelf*: it has a hash. What is in it is not followed."""
        self._laid.append((shelf, node, ANYWHERE))
        shelf.below().give_up()

    def require(self, node: ast.expr, types: Types | None, *shelves: Shelf | None) -> None:
        """Anything may be put into the lists of *shelves*, unless *node* is one of *types*."""
        for shelf in shelves:
            if shelf is not None:
                self._conditions.append((node, types, shelf, Shelf.give_up))

    def require_item(self, whole: ast.expr, index: ast.expr, *shelves: Shelf | None) -> None:
        """The same, unless `whole[index]` surely is an item: of a dictionary, or by a number."""
        self._indexed += [
            (whole, index, shelf, Shelf.give_up) for shelf in shelves if shelf is not None
        ]

    def keep_from(self, node: ast.expr, types: Types | None, *shelves: Shelf | None) -> None:
        """Somebody else has the lists of *shelves*, unless *node* is one of *types*."""
        for shelf in shelves:
            if shelf is not None:
                self._conditions.append((node, types, shelf, Shelf.hand_out))

    def lay(self, shelf: Shelf, node: ast.expr, place: int = ANYWHERE) -> None:
        """*node* is put into the lists of *shelf*."""
        self._laid.append((shelf, node, place))
        put = self.shelf(node)
        if put is None:
            return
        if shelf is self.lost:
            put.hand_out()
        else:
            shelf.below().join(put)

    # --- What is bound --------------------------------------------------------------------

    def _bind(self, names: Names, binding: Binding) -> None:
        shelf, value = self._of(names), binding.value
        if binding.augmented is not None:
            self.augment(binding.augmented, shelf)
            return
        if STAR in binding.path or BESIDE_STAR in binding.path:
            shelf.give_up()
            return
        if binding.loop:
            source = self.item_shelf(value, binding.path)
        else:
            source = self._part_shelf(value, binding.path)
        if source is not None:
            shelf.join(source)

    def _part_shelf(self, value: ast.expr, path: tuple[int, ...]) -> Shelf | None:
        """Return the shelf of what is at *path* in *value*, where displays are written out."""
        while path:
            value = self.plain(value)
            display = type(value) is ast.Tuple or type(value) is ast.List
            if not display or has_star(value.elts) or path[0] >= len(value.elts):  # type: ignore[attr-defined]
                break
            value, path = value.elts[path[0]], path[1:]  # type: ignore[attr-defined]
        shelf = self.shelf(value)
        for _ in path:
            shelf = self.lost if shelf is None else shelf.below()
        return shelf

    def item_shelf(self, source: ast.expr, path: tuple[int, ...]) -> Shelf | None:
        """Return the shelf of what is at *path* in each item that a loop is given by *source*."""
        source = self.plain(source)
        if type(source) is ast.Call and self.known.builtin(source) in ITERATORS:
            args = source.args
            match self.known.builtin(source), path:
                case "enumerate", (0, *_):
                    return None
                case "enumerate", (1, *rest) if args:
                    return self.item_shelf(args[0], tuple(rest))
                case "zip", (index, *rest) if index < len(args):
                    return self.item_shelf(args[index], tuple(rest))
                case "reversed", _ if len(args) == 1:
                    return self.item_shelf(args[0], path)
            return self.lost
        if type(source) is ast.Call and self.known.builtin(source) == "range":
            return None
        shelf = self.shelf(source)
        for _ in (0, *path):
            shelf = None if shelf is None else shelf.below()
        return shelf

    def augment(self, node: ast.AugAssign, shelf: Shelf) -> None:
        """`x += v`, where *shelf* is that of `x`: each side may be handed the other."""
        value = self.shelf(node.value)
        # (Of a list to which no row is added nothing is known.)
        self.require(node.target, None, shelf)
        self.keep_from(node.target, None, value)
        if type(node.op) in _UNITING:
            # A set or dictionary takes in what is in the other, or in pairs.
            self.require(node.value, values.WHOLE, shelf)
            self.keep_from(node.value, values.WHOLE, value)
        self._summed.append((node.target, shelf))
        if value is not None and type(node.op) in (ast.Add, ast.Mult):
            shelf.join(value)


#: What is subscripted by anything, and what by nothing.
_NO_ROWS: Final[Types] = values.NOTHING | {dict}
_MERGEABLE: Final[Types] = frozenset({dict, set, frozenset})
_UNITING: Final = frozenset({ast.BitOr, ast.BitAnd, ast.BitXor})


def has_star(args: list[ast.expr]) -> bool:
    return ast.Starred in map(type, args)
