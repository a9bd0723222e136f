"""What lists, tuples, sets and dictionaries hold, as far as only the program itself has them.

Of a dictionary it is the values that are its items here: nothing is known of its keys, which others
may have, and which a loop goes through.

All lists that one expression may give share a *cell*, and what is bound to what makes their cells
one (there is no direction: if `a = b`, all that `b` ever is given may be in `a`). A cell has the
join of the kinds of all that is put in, and a cell of its own for the items that are lists again.

A cell is *shared* as soon as a list of it is anywhere but in a place of which all uses are
understood: in an attribute, a dictionary, a closure of somebody else, an argument of an unknown
call, an operand beside a guest's object, whose methods are handed it. Every use that is not listed
here shares. A shared list is *open*, and nothing known of its items: somebody else may put
something in. A shared tuple is not, for nobody can; but what is in it is shared as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import libcst as cst

from ..vocabulary import normalise
from . import kinds, uses
from .cells import EACH, Cell, inner, lengthen, open_up, share, unify
from .homes import candidates
from .kinds import ANY, Kind, combined, of, within
from .results import OF_LIBRARY

if TYPE_CHECKING:
    from .bindings import Variable
    from .facts import Facts

ROWS: Final = kinds.LIST | kinds.TUPLE
NOT_ROWS: Final = kinds.EVERY & ~ROWS
#: What `+=` never puts items into.
_FIXED: Final = kinds.KNOWN & ~kinds.LIST
#: A tuple display of at most so many elements is short.
SHORT_ROW: Final = 8
#: Builtins that return a scalar, whatever they are given.
_SCALAR: Final = frozenset(
    "all any callable chr float hasattr hash id int isinstance issubclass len ord print".split()
)
_SPLITS: Final = frozenset({"split", "rsplit", "splitlines"})
#: Functions that return an item of their first argument.
TAKING: Final = frozenset({"heapq.heappop", "heapq.heappushpop", "heapq.heapreplace"})
DRAWING: Final = frozenset({"list", "sorted"})
_DISPLAYS: Final = (cst.List, cst.ListComp, cst.Set, cst.SetComp, cst.Dict, cst.DictComp)
_REPEATED: Final = (cst.List, cst.ListComp, cst.Tuple)
#: Operators that make a set or dictionary of two.
_MERGING: Final = (cst.BitOr, cst.BitAnd, cst.BitXor, cst.Subtract)
_MERGED: Final = kinds.SETS | kinds.DICT
_PLAIN: Final = (
    cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString, cst.ConcatenatedString,
    cst.FormattedString, cst.UnaryOperation, cst.Comparison,
)  # fmt: skip


class Contents:
    """The cells of one program.

    Parameters:
        facts: knows kinds, and asks for those of items.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names = facts.names
        #: What nothing is known of.
        self.anything = Cell()
        open_up(self.anything)
        self.anything.within = self.anything
        self._variables: dict[Variable, Cell] = {}
        self._expressions: dict[int, Cell | None] = {}
        #: (Cell, expression, place): its value is put in.
        self.puts: list[tuple[Cell, cst.CSTNode, int]] = []
        #: (Cell, expression): what that gives, item by item, is put in.
        self._drawn: list[tuple[Cell, cst.BaseExpression]] = []
        #: (Cell, text): pieces of that are put in.
        self._pieces: list[tuple[Cell, cst.CSTNode]] = []
        self.augmented: list[tuple[Cell, str, cst.AugAssign]] = []
        #: (Expression, kinds, cell, what becomes of it): it must be of these, or the cell does.
        self.checks: list[tuple[cst.CSTNode, int, Cell, Callable[[Cell], None]]] = []
        #: (What is subscripted, by what, cell, what becomes of it), unless that gives an item.
        self.indexed: list[tuple[cst.CSTNode, cst.CSTNode, Cell, Callable[[Cell], None]]] = []
        #: (`x | y`, its cell, those of both): a set or dictionary has items of them.
        self._merged: list[tuple[cst.CSTNode, Cell, tuple[Cell | None, Cell | None]]] = []
        #: `x += v`, and the cell of `x`: what is no list takes no items.
        self.additions: list[tuple[cst.CSTNode, cst.CSTNode, Cell]] = []
        self.stored: set[int] = set()
        #: Whether nothing is known of any list.
        self.is_given_up = False
        #: Parameters of the functions whose results all go to calls that are known.
        self.returning = {
            id(callee.node.params) for callee in self.names.calls.values() if not callee.suspends
        }
        self._open_read()
        for entry in facts.listing.entries:
            rule = uses.RULES.get(type(entry.node))
            if rule is not None:
                rule(self, entry)
        self._bind()

    def _open_read(self) -> None:
        """Open what is read where a class is seen: which variable that is, is not known."""
        for entry in self.names.loads:
            if entry.scope.sees_class:
                for variable in candidates(self.names, entry.scope, normalise(entry.node.value)):  # type: ignore[attr-defined]
                    open_up(self.of(variable))

    def _bind(self) -> None:
        """Let variables have what calls give them; and open what is bound in other ways."""
        for callee in {*self.names.calls.values()}:
            for parameter in callee.parameters.values():
                for value in parameter.given if parameter.opaque else ():
                    self.flow(value, self.anything)
        for variable in self.names.understood():
            if variable.drawn:  # the items of what they are drawn from are open, as a use says
                open_up(self.of(variable))
            for value in variable.given:
                self.flow(value, self.of(variable))
            for target, _ in variable.bindings:
                if target.at not in self.stored:
                    open_up(self.of(variable))

    # --- Questions ------------------------------------------------------------------------

    def item(self, node: cst.CSTNode, path: Sequence[int]) -> Kind:
        """Return the kind of what lies at *path* in *node*, which surely is a list or tuple.

        Parameters:
            path: places, each in what lies at those before; `EACH` is any.
        """
        cell = None if self.is_given_up else self.cell(node)
        for place in path[:-1]:
            if cell is None or not within(cell.end().at(place), ROWS):
                return ANY
            cell = inner(cell)
        return ANY if cell is None else cell.end().at(path[-1])

    def is_brief(self, node: cst.CSTNode) -> bool:
        """Tell whether *node*, which surely is a tuple, is short, and so is what is in it."""
        cell = None if self.is_given_up else self.cell(node)
        return cell is not None and not cell.end().is_long and self.are_brief(node, _LEVELS - 1)

    def are_brief(self, node: cst.CSTNode, levels: int = 3) -> bool:
        """Tell whether the items of *node*, a list or tuple, surely compare within a step.

        They are scalars, or tuples of few items that are, or tuples of such.
        """
        cell = None if self.is_given_up else self.cell(node)
        for _ in range(levels):
            kind = ANY if cell is None else cell.end().kind
            if within(kind, kinds.SCALARS):
                return True
            if cell is None or not within(kind, kinds.SCALARS | kinds.TUPLE):
                return False
            cell = inner(cell).end()
            if cell.is_long:
                return False
        return False

    def settle(self) -> bool:
        """Look again at what is put where; tell whether anything has changed."""
        kind_of = self.facts.kind_now
        changed = False
        for at, (node, mask, cell, become) in enumerate(self.checks):
            if cell.end().is_open or (become is lengthen and cell.end().is_long):
                continue
            if not within(kind_of(node), mask):
                become(cell)
                changed = self._forget()
                self.checks[at] = _SETTLED
        for base, index, cell, become in self.indexed:
            gives = within(kind_of(base), kinds.DICT | kinds.NONE) or within(
                kind_of(index), kinds.WHOLE
            )
            if not gives and not cell.end().is_open:
                become(cell)
                changed = self._forget()
        for node, cell, sides in self._merged:
            kind = kind_of(node)
            # (What may be anything makes the kind of whatever it is bound to anything.)
            if kind != ANY and kind[0] & _MERGED and not cell.end().is_open:
                open_up(cell)
                for side in sides:
                    share(self.anything if side is None else inner(side))
                changed = self._forget()
        for target, value, cell in self.additions:
            takes = not within(kind_of(target), _FIXED) and not within(kind_of(value), ROWS)
            if takes and not cell.end().is_open:
                open_up(cell)
                changed = self._forget()
        self.puts.reverse()
        for cell, node, place in self.puts:
            changed |= self._take(cell, kind_of(node), place, _is_fixed(node))
        for cell, source in self._drawn:
            changed |= self._take(cell, self.facts.item_now(source))
        for cell, text in self._pieces:
            known = within(kind_of(text), kinds.TEXT)
            changed |= self._take(cell, of(kinds.STR) if known else ANY)
        for cell, operator, node in self.augmented:
            now = combined(operator, kind_of(node.target), kind_of(node.value))
            changed |= self._take(cell, now)
        return changed

    def _take(self, cell: Cell, kind: Kind, place: int = EACH, is_fixed: bool = False) -> bool:
        return cell.end().take(kind, place, is_fixed) and self._forget()

    def _forget(self) -> bool:
        """What has been answered rested on what has just changed."""
        self.facts.forget()
        return True

    # --- Cells ----------------------------------------------------------------------------

    def of(self, variable: Variable | None) -> Cell:
        """Return the cell of the lists that *variable* may be bound to."""
        if variable is None or variable.opaque:
            return self.anything
        found = self._variables.get(variable)
        if found is None:
            found = self._variables[variable] = Cell()
        return found

    def owner(self, node: cst.Name) -> Variable | None:
        """Return the variable of a name, but where a class is seen."""
        entry = self.names.entries.get(id(node))
        return None if entry is None else self.names.owner(entry.scope, normalise(node.value))

    def flow(self, node: cst.CSTNode | None, into: Cell) -> None:
        """Note that the lists of *node* may be those of *into*."""
        cell = None if node is None else self.cell(node)
        if cell is None:
            return
        if into is self.anything:
            share(cell)
        else:
            unify(cell, into)

    def note(self, cell: Cell, node: cst.CSTNode) -> None:
        """Note that *node* may be in the sets of *cell*; what is in that is not looked for."""
        self.puts.append((cell, node, EACH))
        open_up(inner(cell))

    def put(self, cell: Cell, node: cst.CSTNode, place: int = EACH) -> None:
        """Note that *node* may be an item of the lists of *cell*."""
        self.puts.append((cell, node, place))
        self.flow(node, inner(cell))

    def check(
        self,
        node: cst.CSTNode,
        mask: int,
        *cells: Cell | None,
        become: Callable[[Cell], None] = open_up,
    ) -> None:
        """Open *cells*, or let them *become* something else, unless *node* surely is *mask*."""
        for cell in cells:
            if cell is not None and not cell.end().is_open:
                self.checks.append((node, mask, cell, become))

    def check_index(
        self,
        node: cst.CSTNode,
        index: cst.CSTNode,
        cell: Cell | None,
        become: Callable[[Cell], None] = open_up,
    ) -> None:
        """Open *cell*, unless `node[index]` surely is an item: not a slice of a list."""
        if cell is not None and not cell.end().is_open:
            self.indexed.append((node, index, cell, become))

    def cell(self, node: cst.CSTNode) -> Cell | None:
        """Return the cell of the lists that *node* may give, None if it never gives one."""
        if type(node) is cst.Name:
            if node.value in ("None", "True", "False"):
                return None
            entry = self.names.entries.get(id(node))
            cell = self.of(self.owner(node))
            if entry is None or self._is_parameter(node):
                open_up(cell)  # it is shown as something else
            return cell
        key = id(node)
        if key not in self._expressions:
            self._expressions[key] = self._made(node)
        return self._expressions[key]

    def _is_parameter(self, node: cst.Name) -> bool:
        return normalise(node.value) in self.facts.listing.parameters

    def _made(self, node: cst.CSTNode) -> Cell | None:
        if type(node) is cst.Tuple:
            return Cell(is_long=len(node.elements) > SHORT_ROW)
        if type(node) in _DISPLAYS:
            return Cell(is_mutable=True)
        if type(node) in _PLAIN:
            return None
        if type(node) is cst.Subscript:
            cell = self.cell(node.value)
            if cell is None or len(node.slice) != 1:
                return cell and self.anything
            if type(node.slice[0].slice) is cst.Index:
                return inner(cell)
            lengthen(cell)  # its items are elsewhere in it
            return cell
        if type(node) is cst.BinaryOperation:
            if type(node.operator) in _MERGING:
                made = Cell()
                sides = (self.cell(node.left), self.cell(node.right))
                self._merged.append((node, made, sides))
                return made
            if type(node.operator) not in (cst.Add, cst.Multiply):
                return None
            both = self._repeated(node) or self._either(node.left, node.right)
            self.check(node, NOT_ROWS, both, become=lengthen)
            return both
        if type(node) is cst.BooleanOperation:
            return self._either(node.left, node.right)
        if type(node) is cst.IfExp:
            return self._either(node.body, node.orelse)
        if type(node) is cst.NamedExpr:
            return self.cell(node.value)
        return self._called(node) if type(node) is cst.Call else self.anything

    def _repeated(self, node: cst.BinaryOperation) -> Cell | None:
        """Return the cell of a display that *node* repeats: beside it is a number and no list."""
        if type(node.operator) is cst.Multiply:
            for side in (node.left, node.right):
                if type(side) in _REPEATED:
                    return self.cell(side)
        return None

    def _either(self, one: cst.CSTNode, other: cst.CSTNode) -> Cell | None:
        a, b = self.cell(one), self.cell(other)
        if a is not None and b is not None:
            unify(a, b)
        return b if a is None else a

    def _called(self, node: cst.Call) -> Cell | None:
        callee = self.names.calls.get(id(node))
        if callee is not None:
            return self.of(callee.result)
        path = self.names.library(node)
        if path:
            cell = self.cell(node.args[0].value) if path in TAKING and node.args else None
            other = None if path in OF_LIBRARY else self.anything
            return other if cell is None else inner(cell)
        if type(node.func) is cst.Attribute:
            return self._of_method(node.func.value, normalise(node.func.attr.value))
        name = self.facts.builtin(node)
        if name in _SCALAR:
            return None
        if name == "divmod" and len(node.args) == 2 and not any(arg.star for arg in node.args):
            return self._divided(node.args[0].value, node.args[1].value)
        if (name not in DRAWING and name != "set") or any(arg.star for arg in node.args):
            return self.anything
        made = Cell(is_mutable=True)
        for arg in node.args[:1]:
            self._drawn.append((made, arg.value))
            if not isinstance(arg.value, cst.Call) or self.facts.builtin(arg.value) != "range":
                open_up(inner(made))
        return made

    def _divided(self, left: cst.BaseExpression, right: cst.BaseExpression) -> Cell:
        made = Cell()
        for place, operator in enumerate((cst.FloorDivide(), cst.Modulo())):
            self.puts.append((made, cst.BinaryOperation(left, operator, right), place))
        return made

    def _of_method(self, self_: cst.BaseExpression, method: str) -> Cell:
        cell = self.cell(self_)
        if method in _SPLITS:
            made = Cell(is_mutable=True)
            self._pieces.append((made, self_))
            return made
        if cell is None or method not in ("copy", "pop", "get"):
            return self.anything
        return cell if method == "copy" else inner(cell)


def _is_fixed(node: cst.CSTNode) -> bool:
    """Tell whether *node* is a number that is written out."""
    return type(node) is cst.Integer


_LEVELS: Final = 3
_SETTLED: Final = (cst.Name("_"), kinds.EVERY, Cell(), lengthen)
