"""Straight lines: a program ticks every so many operations, wherever it does not loop anyway.

Most never do so much in a row. Where one does, a tick goes before a simple statement, or into the
first expression of a compound one, or, in a single long expression, before elements and operands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import libcst as cst

from .. import vocabulary as words
from ..walk import LOAD, STORE, Entry, Listing
from . import hashed
from .guard import EntryTick, Guard
from .hashed import OPERATION
from .splice import TICK, replace
from .suites import (
    catches_computed,
    first_evaluated,
    has_lazy_annotations,
    is_constant,
    only_defines,
    prefix,
    statements_of,
    wrapper,
)

#: Operations in a row. The verifier accepts some more, since it sees other text.
LIMIT: Final = 16
#: The limit in these units.
_LIMIT: Final = LIMIT * OPERATION
#: So much in one statement is refused, whatever parts of it may tick.
_MOST: Final = 24 * OPERATION
#: Operators of one chain between two operands that tick.
_ROW: Final = 12
#: A loop over so few items that are written out may take no step for them.
_FEW: Final = 8
#: A `try` counts for so many: what it catches may have a long text of the program's as its message.
_CAUGHT: Final = 6 * OPERATION

_KIND: Final = "straight-tick"
_LED: Final = wrapper("value")
_COUNTED: Final = frozenset(
    {cst.Call, cst.BinaryOperation, cst.ComparisonTarget, cst.AugAssign, cst.Await, cst.Yield,
     cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp, cst.MatchValue, cst.MatchMapping}
)  # fmt: skip
_HANDLERS: Final = frozenset({cst.ExceptHandler, cst.ExceptStarHandler})
#: Where an operand or an element may tick before it is evaluated.
_PLACES: Final = frozenset(
    {(cst.Element, "value"), (cst.DictElement, "value"), (cst.Arg, "value"),
     (cst.BooleanOperation, "right"), (cst.BinaryOperation, "right"),
     (cst.FormattedStringExpression, "expression"), (cst.IfExp, "orelse"), (cst.CompIf, "test"),
     (cst.DictElement, "key")}
)  # fmt: skip
#: Parts of a header that may tick each by itself.
_PARTS: Final[dict[type, str]] = {cst.Decorator: "decorator", cst.Arg: "value"}

#: What has been done since the last tick at the end, and at most on the way there.
_Spent = tuple[int, int]


def ticks(listing: Listing, spent: int = 0) -> tuple[dict[int, EntryTick], list[cst.CSTNode]]:
    """Return the ticks that a long program needs, by the identity of the node that carries each.

    Parameters:
        spent: what is done before it, without a tick: as much as so many operations.

    Returns the statements as well that do too much in a row even so.
    """
    spent *= OPERATION
    sums = [0]
    total = most = decorators = 0
    defines = False
    for entry in listing.entries:
        kind = type(entry.node)
        # What a `with` is about is entered and left.
        if kind in _FIXED:
            total += _FIXED[kind](entry.node)
        elif kind in _SEEN and _counts(entry):
            total += OPERATION * (words.SEARCH_WEIGHT if _searches(entry.node) else 1)
        elif kind is cst.Attribute and entry.slot != "func":
            total += hashed.LOADED
        elif (kind is cst.Tuple or kind is cst.List) and entry.role == STORE:
            total += hashed.LOADED  # it may draw from a set whose table is long and empty
        if entry.slot in hashed.SLOTS or kind in hashed.KINDS:
            total += hashed.weight(entry)
        most += kind is cst.For and _FEW
        decorators += kind is cst.Decorator
        if kind in _HANDLERS:
            total += _CAUGHT
            defines = defines or only_defines(entry.node.body)  # type: ignore[attr-defined]
        sums.append(total)
    total += OPERATION * decorators
    if not defines and spent + total * max(most, 1) <= _LIMIT:
        return {}, []
    lines = _Lines(listing, sums)
    lines.along(listing.module.body, spent)
    return lines.ticks, lines.too_long


def _counts(entry: Entry) -> bool:
    node = entry.node
    kind = type(node)
    if kind is cst.MatchValue:
        return type(node.value) is cst.Attribute  # type: ignore[attr-defined]
    if kind is cst.ComparisonTarget:
        # To compare with a literal takes no longer than that is.
        operator = type(node.operator)  # type: ignore[attr-defined]
        if operator is cst.In or operator is cst.NotIn:
            return True
        is_identity = operator is cst.Is or operator is cst.IsNot
        return not is_identity and not is_constant(node.comparator)  # type: ignore[attr-defined]
    if kind is cst.UnaryOperation:
        return type(node.operator) is not cst.Not and not is_constant(node)  # type: ignore[attr-defined]
    return kind in _COUNTED


def _searches(node: Any) -> bool:
    """Tell whether *node* may go through a long text, or a long list, natively."""
    if type(node) is cst.ComparisonTarget:
        right = node.comparator
        is_search = type(node.operator) is cst.In or type(node.operator) is cst.NotIn
        return is_search and type(right) not in _DISPLAYS and not is_constant(right)
    func = node.func if type(node) is cst.Call else None
    if type(func) is not cst.Attribute or is_constant(func.value):
        return False
    name = words.normalise(func.attr.value)
    # Beside anything but literals, what the others are called on is measured.
    is_native = name in words.SEARCHING and all(is_constant(arg.value) for arg in node.args)
    return name in words.FINDING or is_native


_DISPLAYS: Final = frozenset({cst.Tuple, cst.List, cst.Set, cst.Dict})
_SEEN: Final = _COUNTED | {cst.UnaryOperation}
#: Parts of an f-string that count for an operation: an integer in each may have 4,300 digits.
_PARTS_A_PIECE: Final = 64
#: What counts for some number of operations, whatever is in it.
_FIXED: Final[dict[type, Callable[[Any], int]]] = {
    cst.WithItem: lambda _: 2 * OPERATION,
    cst.FormattedString: lambda node: min(
        OPERATION * (1 + len(node.parts) // _PARTS_A_PIECE), _LIMIT
    ),
}


class _Lines:
    def __init__(self, listing: Listing, sums: Sequence[int]) -> None:
        self.ticks: dict[int, EntryTick] = {}
        self.too_long: list[cst.CSTNode] = []
        self._listing = listing
        line = listing.module.body[-1] if listing.module.body else None
        self._last = line.body[-1] if type(line) is cst.SimpleStatementLine else None
        self._lazy_annotations = has_lazy_annotations(listing)
        self._entries = listing.entries
        self._sums = sums
        self._at = {id(entry.node): entry.at for entry in listing.entries}
        self._ends = ends = list(range(1, len(listing.entries) + 1))
        for entry in reversed(listing.entries):
            if entry.parent is not None:
                above = entry.parent.at
                ends[above] = max(ends[above], ends[entry.at])

    def _weight(self, node: cst.CSTNode | None) -> int:
        """Return what the operations that are written in *node* count."""
        at = None if node is None else self._at.get(id(node))
        return 0 if at is None else self._sums[self._ends[at]] - self._sums[at]

    # --- Statements ---------------------------------------------------------------------------

    def along(self, statements: Iterable[cst.CSTNode], spent: int) -> _Spent:
        peak = spent
        for statement in statements:
            past = _COMPOUND.get(type(statement))
            if past is not None:
                spent, highest = past(self, statement, spent)
                peak = max(peak, highest)
                continue
            for small in getattr(statement, "body", ()):
                spent = self._small(small, spent)
                peak = max(peak, spent)
        return spent, peak

    def _small(self, small: cst.CSTNode, spent: int) -> int:
        weight = self._weight(small)
        if weight and spent + weight > _LIMIT:
            # The last expression is the program's value: nothing may come between. No other has
            # the form: CPython 3.11 may not see the `try` around `a and (await b)`.
            is_value = type(small) is cst.Expr and small is self._last
            self.ticks[id(small)] = EntryTick(_KIND, _LED if is_value else prefix, not is_value)
            spent = 0
        return spent + self._evaluated(small)

    def _header(
        self,
        statement: cst.CSTNode,
        nodes: Iterable[cst.CSTNode | None],
        spent: int,
        after: int = 0,
    ) -> int:
        """Return what is spent once a compound statement has evaluated *nodes*, its header.

        Parameters:
            after: what follows without a place for a tick.
        """
        weights = [(node, self._evaluated(node)) for node in nodes]
        weight = sum(each for _, each in weights) + after
        if weight and spent + weight > _LIMIT:
            place = first_evaluated(statement, self._listing)
            if place is not None:
                node, slot = place
                self.ticks[id(node)] = EntryTick(_KIND, wrapper(slot))
                spent = 0
        limit = min(_LIMIT, max(_MOST - after, 0))
        for part, each in weights:
            slot = _PARTS.get(type(part), "")
            if slot and each and spent + each > limit and id(part) not in self.ticks:
                self.ticks[id(part)] = EntryTick(_KIND, wrapper(slot))
                # Behind a star the tick is in a guard: what is before and after it goes on.
                spent = spent - each if getattr(part, "star", "") else 0
            spent += each
        return self._bounded(statement, spent)

    def _bounded(self, statement: cst.CSTNode, spent: int) -> int:
        """Return *spent*; if it is too much, *statement* is refused, and nothing after it."""
        if spent <= _MOST:
            return spent
        if not any(each is statement for each in self.too_long):
            self.too_long.append(statement)
        return 0

    def _evaluated(self, node: cst.CSTNode | None) -> int:
        """Return how much *node* does in a row; parts of a long one tick."""
        weight = self._weight(node)
        return weight if node is None or weight <= _LIMIT else self._within(node)

    def if_(self, node: cst.If, spent: int) -> _Spent:
        peak, ends = spent, []
        following: cst.CSTNode | None = node
        while type(following) is cst.If:
            spent = self._header(following, [following.test], spent)
            end, highest = self.along(statements_of(following.body), spent)
            ends.append(end)
            peak = max(peak, highest)
            following = following.orelse
        end, highest = self._suite(following, spent)
        return max(end, *ends), max(peak, highest)

    def _suite(self, node: Any, spent: int) -> _Spent:
        """The suite of an `else` or `finally`, if there is one."""
        return (spent, spent) if node is None else self.along(statements_of(node.body), spent)

    def while_(self, node: cst.While, spent: int) -> _Spent:
        # Its test ticks first.
        test = self._bounded(node, self._evaluated(node.test))
        _, highest = self.along(statements_of(node.body), test)
        end, after = self._suite(node.orelse, highest)
        return max(highest, end), max(spent, highest, after)

    def for_(self, node: cst.For, spent: int) -> _Spent:
        target, body = self._weight(node.target), self._weight(node.body)
        is_written_out = type(node.iter) in (cst.Tuple, cst.List)
        after = target * _FEW if is_written_out and not body else 0
        spent = self._header(node, [node.iter], spent, after)
        start = target
        if is_written_out:
            start = spent + _FEW * (target + body)
            if start > _LIMIT and body:
                start = _LIMIT  # a tick in the body stands for all that may be there
        _, peak = self.along(statements_of(node.body), self._bounded(node, start))
        end, highest = self._suite(node.orelse, max(spent, peak))
        return max(spent, peak, end), max(peak, highest)

    def with_(self, node: cst.With, spent: int) -> _Spent:
        for item in node.items:
            weight = self._evaluated(item)
            if spent + weight > _LIMIT:
                self.ticks[id(item)] = EntryTick(_KIND, wrapper("item"))
                spent = 0
            spent = self._bounded(node, spent + weight)
        _, peak = self.along(statements_of(node.body), spent)
        return peak, peak

    def try_(self, node: cst.Try | cst.TryStar, spent: int) -> _Spent:
        body = list(statements_of(node.body))
        if node.orelse is not None:
            body += statements_of(node.orelse.body)
        if node.handlers:
            # Before the body, whose next operation ticks if this is too much.
            spent = max(spent, min(spent + _CAUGHT, _LIMIT))
        end, peak = self.along(body, spent)
        ends = [end]
        entered = peak  # from anywhere
        for handler in node.handlers:
            weight = self._evaluated(handler.type)
            if catches_computed(handler, self._listing):
                entered = max(entered, weight)  # it ticks
            elif weight and entered + weight > _LIMIT:
                self.ticks[id(handler)] = EntryTick(_KIND, wrapper("type"))
                entered = max(entered, weight)
            else:
                entered += weight
            end, highest = self.along(statements_of(handler.body), self._bounded(node, entered))
            # It may have caught what stops a run, and has not ticked.
            ends.append(max(end, _LIMIT) if only_defines(handler.body) else end)
            peak = max(peak, highest, ends[-1])
        if node.finalbody is not None:
            return self._suite(node.finalbody, peak)
        return max(ends), peak

    def match(self, node: cst.Match, spent: int) -> _Spent:
        spent = peak = self._header(node, [node.subject], spent)
        ends = []
        for case in node.cases:
            spent = self._bounded(node, spent + self._weight(case.pattern))
            evaluated = self._evaluated(case.guard)
            if evaluated and spent + evaluated > _LIMIT:
                self.ticks[id(case)] = EntryTick(_KIND, wrapper("guard"))
                spent = 0
            spent = self._bounded(node, spent + evaluated)
            end, highest = self.along(statements_of(case.body), spent)
            ends.append(end)
            peak = max(peak, highest)
        return max(spent, *ends), max(peak, spent)

    def function(self, node: cst.FunctionDef, spent: int) -> _Spent:
        self.along(statements_of(node.body), 0)
        evaluated: list[cst.CSTNode | None] = [*node.decorators]
        if self._lazy_annotations:
            every = (*node.params.posonly_params, *node.params.params, *node.params.kwonly_params)
            evaluated += [each.default for each in every]
        else:
            evaluated += [node.params, node.returns]
        called = OPERATION * len(node.decorators)
        spent = self._bounded(node, self._header(node, evaluated, spent, called) + called)
        return spent, spent

    def class_(self, node: cst.ClassDef, spent: int) -> _Spent:
        evaluated = [*node.decorators, *node.bases, *node.keywords]
        called = OPERATION * len(node.decorators)
        spent = self._header(node, evaluated, spent, called)
        end, peak = self.along(statements_of(node.body), spent)
        # Decorators are called when all is evaluated, the body too.
        end = self._bounded(node, end + called)
        return end, max(end, peak)

    # --- Expressions --------------------------------------------------------------------------

    def _within(self, node: cst.CSTNode) -> int:
        """Let parts of a long *node* tick; return how much is left in a row."""
        left = self._weight(node)
        at = self._at[id(node)]
        end = self._ends[at]
        while left > _LIMIT and at < end:
            entry = self._entries[at]
            if type(entry.node) is cst.BinaryOperation and _begins_chain(entry):
                left -= self._chain(entry.node)
            inside = self._weight(entry.node)
            if id(entry.node) in self.ticks and entry.node is not node:
                at = self._ends[at]
            elif 0 < inside <= _LIMIT and self._may_tick(entry):
                self.ticks[id(entry.node)] = EntryTick(_KIND, _around, True)
                left -= inside
                at = self._ends[at]
            else:
                at += 1
        if left > _MOST:
            self.too_long.append(node)
        return left

    def _chain(self, node: cst.BinaryOperation) -> int:
        """Let operands of `a + b + c + …` tick; return how much that puts apart."""
        chain: list[cst.BinaryOperation] = []
        inner: cst.CSTNode = node
        while type(inner) is cst.BinaryOperation:
            chain.append(inner)
            inner = inner.left
        ticking = [each.right for each in chain[-_ROW - 1 :: -_ROW]]
        weights = [*map(self._weight, ticking)]
        if not ticking or max(weights) > _LIMIT:
            return 0
        self.ticks |= {id(right): EntryTick(_KIND, _around, True) for right in ticking}
        return OPERATION * (len(chain) - _ROW) + sum(weights)

    def _may_tick(self, entry: Entry) -> bool:
        parent = entry.parent
        if parent is not None and type(parent.node) is cst.Annotation:
            return not self._lazy_annotations  # else the tick would be in its text
        if parent is None or (type(parent.node), entry.slot) not in _PLACES:
            return False
        if type(parent.node) is cst.Arg and parent.node.star:
            return False
        return entry.role == LOAD


def _begins_chain(entry: Entry) -> bool:
    parent = entry.parent
    return parent is None or type(parent.node) is not cst.BinaryOperation or entry.slot == "right"


def _around(guard: Guard) -> None:
    entry = guard.entry
    assert entry.parent is not None
    here = getattr(entry.parent.node, entry.slot)  # with its guards by now
    replace(entry, f"({TICK} and (", here, "))")


_COMPOUND: Final[dict[type, Callable[[Any, Any, int], _Spent]]] = {
    cst.If: _Lines.if_,
    cst.While: _Lines.while_,
    cst.For: _Lines.for_,
    cst.With: _Lines.with_,
    cst.Try: _Lines.try_,
    cst.TryStar: _Lines.try_,
    cst.Match: _Lines.match,
    cst.FunctionDef: _Lines.function,
    cst.ClassDef: _Lines.class_,
}
