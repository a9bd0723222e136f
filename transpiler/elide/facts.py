"""Local type inference: which exact builtin types an expression may have.

Flow-insensitive: a name has the join of the kinds of all that is bound to it, found by iteration
from nothing upwards until no kind changes. What is not understood is `ANY`.

Sizes of integers may grow in a loop. `x += e` (or `x = x + e`) adds *e* at most once a step,
and a run has fewer than 2**62 steps, so `x` has at most `ADDED` bits more than the largest *e*;
that is why a counter stays small. Other bounds that still grow after a few rounds are given up.
And everything is, once more has been looked at than a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import libcst as cst

from ..policy import Policy
from ..vocabulary import HEAPS
from ..walk import Entry, Listing, Scope
from . import kinds, results
from .arguments import is_of_one, item_of_call, literal_of, positional
from .bindings import Bindings, Variable
from .cells import EACH
from .contents import DRAWING, ROWS, TAKING, Contents
from .kinds import ANY, NOTHING, Kind, combined, join, of, signed, within
from .likely import Likely
from .unpacking import part_of, path_of

#: Bits by which a sum may outgrow its addends: the steps of a run, and statements a step.
ADDED: Final = 80
_ROUNDS: Final = 4
#: More turns than that are a program that is written to take them (`verify/inference.py` has twice
#: as many, so that what is elided is proven).
_TURNS: Final = 50
#: So many expressions are looked at, on all turns together (the verifier looks at four times as
#: many). What people write has each of its nodes looked at up to ten times.
_LOOKS: Final = 200_000
_LITERALS: Final[dict[type, Kind]] = {
    cst.Float: of(kinds.FLOAT),
    cst.Imaginary: of(kinds.COMPLEX),
    cst.List: of(kinds.LIST), cst.ListComp: of(kinds.LIST),
    cst.Tuple: of(kinds.TUPLE),
    cst.Set: of(kinds.SET), cst.SetComp: of(kinds.SET),
    cst.Dict: of(kinds.DICT), cst.DictComp: of(kinds.DICT),
    cst.GeneratorExp: of(kinds.OTHER), cst.Lambda: of(kinds.OTHER),
}  # fmt: skip
_NAMED: Final[dict[str, Kind]] = {
    "True": kinds.TRUTH, "False": kinds.TRUTH, "None": of(kinds.NONE),
}  # fmt: skip
#: What a loop is given the items of.
_ITERATED: Final = ROWS | kinds.SET
_TRUTHS: Final = (cst.In, cst.NotIn, cst.Is, cst.IsNot)


class _Endless(Exception):
    """Finding kinds takes too long."""


class Facts:
    """What is known of the values of a program."""

    def __init__(self, listing: Listing, policy: Policy) -> None:
        self.listing = listing
        self.names = Bindings(listing, policy)
        self._kinds: dict[Variable, Kind] = {}
        #: Where in what is unpacked the names that are bound find theirs, by place in the listing.
        self._paths: dict[int, list[int | None]] = {}
        #: How deep a star lies in what is unpacked, by the identity of its targets.
        self._depths: dict[int, int] = {}
        self._settled = False
        self._finding = False
        self._is_wanted = False
        #: How many expressions have been looked at.
        self._looks = 0
        #: Whether that was after other questions had been answered.
        self.came_late = False
        #: What lists hold, once somebody has asked for it.
        self.contents: Contents | None = None
        #: What has been answered since anything changed, with the node it was asked of.
        self._asked: dict[int, tuple[cst.CSTNode, Kind]] = {}
        self._resolved: dict[int, tuple[cst.CSTNode, Variable | None]] = {}
        #: Stores by scope and name, for those after them (`stores.py`).
        self.written: dict[tuple[Scope, str], list[tuple[int, int, int]]] = {}
        #: Names of attributes that the program gives to objects, once asked for (`bare.py`).
        self.given: frozenset[str] | None = None
        self._likely: Likely | None = None
        #: Loops and functions that take no step, once somebody has asked (`untimed.py`).
        self.untimed: tuple[frozenset[int], frozenset[int], frozenset[int]] | None = None

    @property
    def likely(self) -> Likely:
        """What names are likely to be, found once somebody asks."""
        if self._likely is None:
            self._likely = Likely(self.listing)
        return self._likely

    # --- Questions of proofs --------------------------------------------------------------

    def is_scalar(self, node: cst.CSTNode | None) -> bool:
        """Tell whether *node* surely is of a type that hashes, compares and prints in one walk."""
        return self.surely(node, kinds.SCALARS)

    def surely(self, node: cst.CSTNode | None, mask: int) -> bool:
        """Tell whether *node* surely has one of the exact types *mask*."""
        return within(self.kind(node), mask)

    def kind(self, node: cst.CSTNode | None) -> Kind:
        """Return what is known of the value of *node*."""
        if not self._settled:
            self._settle()
        return self._kind(node)

    def kind_now(self, node: cst.CSTNode) -> Kind:
        """Return what *node* is known to be so far, while kinds are still being found."""
        return self._kind(node)

    def item_now(self, source: cst.BaseExpression) -> Kind:
        """The same of the items of *source*."""
        return self.item_at(source, [])

    def item(self, source: cst.BaseExpression) -> Kind:
        """Return what is known of the items of *source*."""
        if not self._settled:
            self._settle()
        return self.item_at(source, [])

    def is_brief(self, node: cst.CSTNode | None) -> bool:
        """Tell whether *node* surely is a scalar, a short tuple of such, or one of such tuples."""
        kind = self.kind(node)
        if within(kind, kinds.SCALARS):
            return True
        if node is None or not within(kind, kinds.TUPLE):
            return False
        self._inside(node, [EACH])  # so that contents are known
        return self.contents is not None and self.contents.is_brief(node)

    def has_brief_items(self, heap: cst.BaseExpression) -> bool:
        """Tell whether *heap* surely is a list of what compares within a step."""
        if not self.surely(heap, kinds.LIST) or self.item(heap) == ANY or self.contents is None:
            return False
        return self.contents.are_brief(heap)

    def literal(self, node: cst.CSTNode | None) -> int | None:
        """Return the value of *node*, if it is a literal integer that is not large."""
        return literal_of(node)

    # --- Variables ------------------------------------------------------------------------

    def _settle(self) -> None:
        self._settled = True
        self._find()
        if self._is_wanted:
            self._look_inside()

    def _look_inside(self) -> None:
        """Find out what lists hold, too: worth its time only where somebody asks."""
        before = self._kinds
        self.contents = Contents(self)
        if not self._find():
            self.contents.is_given_up, self._kinds = True, before

    def _find(self) -> bool:
        """Find the kinds of all variables; tell whether that has come to an end."""
        self._finding = True
        variables = self.names.understood()
        self._kinds = dict.fromkeys(variables, NOTHING)
        try:
            self._take_turns(variables)
        except _Endless:
            self._kinds = dict.fromkeys(variables, ANY)
            return False
        finally:
            self._finding = False
            self.forget()
        return True

    def forget(self) -> None:
        """Answer anew whatever is asked: something that answers rest on has changed."""
        self._asked = {}

    def _take_turns(self, variables: list[Variable]) -> None:
        found = self._kinds
        turn, changed = 0, True
        while changed:
            self.forget()
            variables.reverse()  # what is bound in either order is found in few turns
            changed = self.contents is not None and self.contents.settle()
            turn += 1
            if turn > _TURNS:
                raise _Endless
            for variable in variables:
                self._looks += len(variable.bindings)
                before = after = found[variable]
                for target, binding in variable.bindings:
                    after = join(after, self._bound(target, binding))
                for value in variable.given:
                    after = join(after, self._given(value, variable))
                for source in variable.drawn:
                    after = join(after, self.item_at(source, []))
                if after != before:
                    if turn > _ROUNDS and after[1] > before[1]:
                        after = of(after[0], kinds.UNBOUNDED)
                    found[variable] = after
                    changed = True
                    self.forget()

    def _bound(self, target: Entry, binding: Entry) -> Kind:
        """Return the kind that *binding* gives the name *target*."""
        path = self._paths.get(target.at)
        if path is None:
            path = self._paths[target.at] = path_of(target, binding, self._depths)
        if path and path[-1] is None:
            return of(kinds.LIST)  # what is left for a starred target
        node: Any = binding.node
        kind = type(node)
        if kind is cst.For or kind is cst.CompFor:
            return self.item_at(node.iter, path)
        if kind is cst.AugAssign:
            operator = type(node.operator).__name__.removesuffix("Assign")
            return self._summed(operator, node.target, node.value, None)
        if node.value is None:
            return NOTHING  # `x: int`
        value = part_of(node.value, path)
        if value is None and path:
            return self._inside(node.value, path)
        if type(value) is cst.BinaryOperation:
            operator = type(value.operator).__name__
            for here, there in ((value.left, value.right), (value.right, value.left)):
                if type(here) is cst.Name and here.value == target.node.value:  # type: ignore[attr-defined]
                    return self._summed(operator, here, there, value)
        return ANY if value is None else self._kind(value)

    def _given(self, value: cst.CSTNode | None, variable: Variable) -> Kind:
        """Return the kind of what a call binds to a parameter, or a function returns."""
        if value is None:
            return of(kinds.NONE)
        if type(value) is cst.BinaryOperation:
            operator = type(value.operator).__name__
            for here, there in ((value.left, value.right), (value.right, value.left)):
                if type(here) is cst.Name and self.names.resolve(here) is variable:
                    return self._summed(operator, here, there, value)
        return self._kind(value)

    def value_at(self, mapping: cst.BaseExpression, path: list[int | None]) -> Kind:
        """Return the kind of what lies at *path* in each value of *mapping*, if it is a dict."""
        return self._inside(mapping, [EACH, *path], kinds.DICT)

    def item_at(self, source: cst.BaseExpression, path: list[int | None]) -> Kind:
        """Return the kind of what lies at *path* in each item of *source*."""
        if type(source) is cst.Call:
            found = item_of_call(self, source, path)
            if found != ANY:
                return found
        if path:
            return self._inside(source, [EACH, *path])
        if type(source) is cst.Tuple or type(source) is cst.List:
            found = NOTHING
            for element in source.elements:
                starred = type(element) is cst.StarredElement
                found = join(found, ANY if starred else self._kind(element.value))
            return found
        kind = self._kind(source)
        if within(kind, kinds.TEXT):
            return of(kinds.SHORT) if kind[0] else NOTHING
        return of(kinds.INT, 8) if within(kind, kinds.BYTES) else self._inside(source, [EACH])

    def _inside(self, rows: cst.CSTNode, path: list[int | None], mask: int = _ITERATED) -> Kind:
        """Return the kind of what is at *path* in *rows*, however deep; `EACH` is any item.

        Parameters:
            mask: what *rows* must be; of a dictionary it is the values that are its items.
        """
        kind = self._kind(rows)
        if not kind[0] & ~kinds.NONE:
            return NOTHING  # nothing is got out of None
        if not within(kind, mask | kinds.NONE) or any(
            index is None or index < EACH for index in path
        ):
            return ANY
        if self.contents is None:
            drawn = type(rows) is cst.Call and self.builtin(rows) in DRAWING
            if self._finding or drawn or not self.names.builtins:
                self._is_wanted |= not drawn and bool(self.names.builtins)
                return ANY
            self._look_inside()
            self.came_late = True
        assert self.contents is not None
        return self.contents.item(rows, [index for index in path if index is not None])

    def _summed(
        self, operator: str, name: cst.CSTNode, value: cst.CSTNode, whole: cst.CSTNode | None
    ) -> Kind:
        """Return the kind of *name* after *value* has been added to it (see the top)."""
        found = self._kind(whole) if whole is not None else self._augmented(operator, name, value)
        if operator in ("Add", "Subtract") and found[0] & kinds.WHOLE:
            return of(found[0], self._kind(value)[1] + ADDED)
        return found

    def _augmented(self, operator: str, name: cst.CSTNode, value: cst.CSTNode) -> Kind:
        return combined(operator, self._kind(name), self._kind(value), literal_of(value))

    # --- Expressions ------------------------------------------------------------------------

    def _kind(self, node: cst.CSTNode | None) -> Kind:
        self._looks += 1
        if self._looks > _LOOKS and self._finding:
            raise _Endless
        kind = type(node)
        found = _LITERALS.get(kind)
        if found is not None:
            return found
        rule = _RULES.get(kind)
        if rule is None:
            return ANY
        if node is None or kind in _LEAVES:
            return rule(self, node)
        # Some rules ask for one part several times, and so do the rules of that; and each part of a
        # chain of operators is asked about, and thus what that consists of.
        asked = self._asked
        answer = asked.get(id(node))
        if answer is None:
            # (If it looks inside lists first, there will be other answers after this.)
            answer = asked[id(node)] = node, rule(self, node)
        return answer[1]

    def _name(self, node: cst.Name) -> Kind:
        if node.value in _NAMED:
            return _NAMED[node.value]
        found = self._resolved.get(id(node))
        if found is None:
            found = self._resolved[id(node)] = node, self.names.resolve(node)
        return ANY if found[1] is None else self._kinds[found[1]]

    def _integer(self, node: cst.Integer) -> Kind:
        return of(kinds.INT, min(4 * len(node.value), kinds.UNBOUNDED))

    def _text(self, node: cst.SimpleString) -> Kind:
        if "b" in node.prefix.lower():
            return of(kinds.BYTES)
        return of(kinds.SHORT if len(node.value) <= kinds.SHORT_TEXT else kinds.STR)

    def _joined(self, node: cst.ConcatenatedString) -> Kind:
        both = join(self._kind(node.left), self._kind(node.right))
        return of(kinds.STR) if within(both, kinds.TEXT) else both

    def _formatted(self, node: cst.FormattedString) -> Kind:
        """A field alone is whatever its `__format__` returns, which may be of a subclass."""
        parts = node.parts
        literal = any(type(part) is cst.FormattedStringText for part in parts)
        return of(kinds.STR) if literal or not parts else ANY

    def _comparison(self, node: cst.Comparison) -> Kind:
        """Guest objects, and lists of them, compare to whatever their methods return."""
        if all(type(each.operator) in _TRUTHS for each in node.comparisons):
            return kinds.TRUTH
        sides = [node.left, *(each.comparator for each in node.comparisons)]
        return kinds.TRUTH if all(self._within(s, kinds.SCALARS) for s in sides) else ANY

    def _boolean(self, node: cst.BooleanOperation) -> Kind:
        return join(self._kind(node.left), self._kind(node.right))

    def _unary(self, node: cst.UnaryOperation) -> Kind:
        if type(node.operator) is cst.Not:
            return kinds.TRUTH
        return signed(type(node.operator).__name__, self._kind(node.expression))

    def _conditional(self, node: cst.IfExp) -> Kind:
        return join(self._kind(node.body), self._kind(node.orelse))

    def _walrus(self, node: cst.NamedExpr) -> Kind:
        return self._kind(node.value)

    def _binary(self, node: cst.BinaryOperation) -> Kind:
        left, right = self._kind(node.left), self._kind(node.right)
        return combined(type(node.operator).__name__, left, right, literal_of(node.right))

    def _subscript(self, node: cst.Subscript) -> Kind:
        whole = self._kind(node.value)
        whole = whole[0] & ~kinds.NONE, whole[1]  # None has no items
        if not whole[0]:
            return NOTHING
        if len(node.slice) != 1 or not within(whole, _SLICED):
            return ANY
        index = node.slice[0].slice
        if type(index) is not cst.Index:
            return ANY if whole[0] & kinds.DICT else whole
        if within(whole, kinds.TEXT):
            return of(kinds.SHORT) if self._within(index.value, kinds.WHOLE) else whole
        if within(whole, kinds.BYTES) and self._within(index.value, kinds.WHOLE):
            return of(kinds.INT, 8)
        place = literal_of(index.value)
        if place is not None:
            return self._inside(node.value, [place], _HOLDING)
        gives = within(whole, kinds.DICT) or self._within(index.value, kinds.WHOLE)
        return self._inside(node.value, [EACH], _HOLDING) if gives else ANY

    def _within(self, node: cst.CSTNode, mask: int) -> bool:
        return within(self._kind(node), mask)

    def _call(self, node: cst.Call) -> Kind:
        callee = self.names.calls.get(id(node))
        if callee is not None:
            return self._kinds.get(callee.result, ANY)
        path = self.names.library(node)
        if path:
            return self._of_library(path, node)
        if type(node.func) is cst.Attribute:
            return self._method(node, node.func.value, node.func.attr.value)
        name = self.builtin(node)
        if name in results.ALWAYS:
            return results.ALWAYS[name]
        if name in ("max", "min") and is_of_one(node):
            return self.item_at(node.args[0].value, [])
        args = positional(node)
        if args is None:
            return ANY
        drawn = len(args) == 1 and (
            type(args[0]) is cst.GeneratorExp or type(args[0]) is cst.ListComp
        )
        if drawn and name == "bytes":
            return of(kinds.BYTES)
        if name == "sum" and len(args) == 1:
            item = self._kind(args[0].elt) if drawn else self.item_at(args[0], [])  # type: ignore[attr-defined]
            counted = of(item[0] | kinds.INT, item[1] + ADDED)
            return counted if within(item, kinds.NUMBERS) else ANY
        rule = results.FROM_ARGUMENTS.get(name)
        return ANY if rule is None else rule([self._kind(arg) for arg in args])

    def _of_library(self, path: str, node: cst.Call) -> Kind:
        args = positional(node)
        if path in TAKING and args and len(args) == HEAPS[path]:
            return self._inside(args[0], [EACH]) if self._within(args[0], kinds.LIST) else ANY
        if path in results.ROUNDING and args and len(args) == 1:
            return results.rounded_down(self._kind(args[0]))
        return results.OF_LIBRARY.get(path, ANY)

    def _method(self, call: cst.Call, self_: cst.BaseExpression, name: str) -> Kind:
        kind = self._kind(self_)
        if name == "get" and within(kind, kinds.DICT):
            args = positional(call) or []
            if len(args) == 1 or len(args) == 2:
                default = self._kind(args[1]) if len(args) > 1 else of(kinds.NONE)
                return join(self._inside(self_, [EACH], kinds.DICT), default)
            return ANY
        if name == "pop" and within(kind, kinds.LIST):
            return self._inside(self_, [EACH])
        return results.method(kind, name)

    def builtin(self, call: cst.Call) -> str:
        """Return the name of the builtin that is called, or nothing."""
        func = call.func
        return func.value if type(func) is cst.Name and func.value in self.names.builtins else ""


#: Their rules ask for nothing else.
_LEAVES: Final = frozenset({cst.Name, cst.Integer, cst.SimpleString, cst.FormattedString})
_HOLDING: Final = ROWS | kinds.DICT
_SLICED: Final = kinds.TEXT | kinds.BYTES | _HOLDING
_RULES: Final[dict[type, Callable[[Facts, Any], Kind]]] = {
    cst.Name: Facts._name,
    cst.Integer: Facts._integer,
    cst.SimpleString: Facts._text,
    cst.ConcatenatedString: Facts._joined,
    cst.FormattedString: Facts._formatted,
    cst.Comparison: Facts._comparison,
    cst.BooleanOperation: Facts._boolean,
    cst.UnaryOperation: Facts._unary,
    cst.IfExp: Facts._conditional,
    cst.NamedExpr: Facts._walrus,
    cst.BinaryOperation: Facts._binary,
    cst.Subscript: Facts._subscript,
    cst.Call: Facts._call,
}
