"""Proves types: which exact builtin types an expression of guarded Python may have.

The types of names are the least that satisfy all their bindings, found by going round until
nothing changes. A name that grows by a sum, `x += e`, grows once a step at most, so that it is
larger than the largest *e* by no more bits than the number of steps of a run has; any other
size that keeps growing is given up. All that is looked at on these rounds is counted: a program
that takes more than a bound is one of which nothing is known.

Guards are looked through: they return their operand, or the result of the operator they stand for.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Final

from .. import vocabulary as words
from ..policy import Policy
from . import values
from .blocks import Blocks
from .contents import ROWS, TAKERS, Contents
from .drawn import item_of_call
from .operands import (
    held,
    literal,
    method_of,
    part_of,
    past_place,
    plain_arguments,
    takes_one,
    type_test,
)
from .scopes import STAR, Binding, Names, Path
from .shapes import called, compressed, is_name, leads_tick, past_tick
from .shelves import ANYWHERE
from .values import LIMITLESS, NEVER, TRUTH, Types, Value, a, either, is_any, operated

_STEPS: Final = 80
_PATIENCE: Final = 8
#: Each goes through all of the program.
_ROUNDS: Final = 100
#: So many expressions are looked at, on all rounds together: half a second. What people write has
#: each of its nodes looked at up to sixteen times.
_LOOKS: Final = 600_000

_DISPLAYS: Final[dict[type, Value]] = {
    ast.List: a(list), ast.ListComp: a(list), ast.Tuple: a(tuple), ast.Set: a(set),
    ast.SetComp: a(set), ast.Dict: a(dict), ast.DictComp: a(dict),
}  # fmt: skip
_A_LIST: Final = frozenset({list})
_A_DICT: Final = frozenset({dict})
#: What a loop goes through the items of.
_LOOPED: Final[Types] = ROWS | {set}
#: Guards that return their operand as it is, if its type is known.
_IDENTITIES: Final = frozenset(
    {
        words.ADDEND,
        words.INPLACE_ADDEND,
        words.INPLACE_OPERAND,
        words.OPERAND,
        words.EARLY,
        words.STEADY,
        words.SUBJECT,
        words.COMPARAND,
        words.SHOWN,
        words.STORE_KEY,
        words.KEY,
        words.PIECE,
    }
)
_OPERATORS: Final = {
    words.PLUS: ast.Add, words.PERCENT: ast.Mod,
    words.MINUS: ast.Sub, words.UNION: ast.BitOr, words.COMMON: ast.BitAnd,
    words.EITHER: ast.BitXor,
    words.TIMES: ast.Mult, words.POWER: ast.Pow, words.SHIFT: ast.LShift,
    words.INPLACE_TIMES: ast.Mult, words.INPLACE_POWER: ast.Pow, words.INPLACE_SHIFT: ast.LShift,
    words.INPLACE_PERCENT: ast.Mod, words.INPLACE_UNION: ast.BitOr,
    words.INPLACE_EITHER: ast.BitXor, words.QUOTIENT: ast.FloorDiv,
    words.INPLACE_QUOTIENT: ast.FloorDiv,
}  # fmt: skip


class _Endless(Exception):
    """Finding out what is known takes too long."""


class Inference:
    """What is known of the values of one program."""

    def __init__(self, tree: ast.Module, policy: Policy) -> None:
        self.blocks = Blocks(tree, policy)
        self._of: dict[Names, Value | None] = {}
        self._contents: Contents | None = None
        #: What has been answered since anything changed.
        self._answers: dict[ast.expr, Value | None] = {}
        self._tree = tree
        self._settling = self._wanted = False
        self._looks = 0
        self._resolved: dict[ast.Name, Names | None] = {}
        self._settle()
        if self._wanted:
            self._look_inside()

    def surely(self, node: ast.expr, types: Types) -> bool:
        """Tell whether *node* surely has one of *types*."""
        return is_any(self.value(node), types)

    def is_scalar(self, node: ast.expr) -> bool:
        """Tell whether *node* surely compares, hashes and prints in one short walk."""
        return self.surely(node, values.SCALARS)

    def contents(self) -> Contents | None:
        """Return what lists hold, looked for now if it has not been; None if that cannot be."""
        if self._contents is None and not self.blocks.powerful:
            self._look_inside()
        return self._contents

    def is_swift(self, node: ast.expr) -> bool:
        """Tell whether *node* surely is a scalar, or a brief tuple: compared, hashed in a step."""
        value = self.value(node)
        if value is None or value.types != {tuple}:
            return is_any(value, values.SCALARS)
        contents = self.contents()
        return contents is not None and contents.is_swift(node)

    def is_brief_heap(self, heap: ast.expr) -> bool:
        """Tell whether *heap* surely is a list, any two items of which compare within a step."""
        contents = self.contents() if self.surely(heap, _A_LIST) else None
        return contents is not None and contents.is_brief(heap)

    def is_small(self, op: type, left: ast.expr, right: ast.expr) -> bool:
        """Tell whether the product, power or shift of two operands surely takes one step."""
        one, other = self.value(left), self.value(right)
        if op is not ast.LShift and (is_any(one, values.INEXACT) or is_any(other, values.INEXACT)):
            return True
        if not is_any(one, values.NUMBERS) or not is_any(other, values.NUMBERS):
            return False
        result = operated(op, one, other, literal(right))
        return result is not None and result.bits <= values.SMALL

    def divides_at_once(self, left: ast.expr, right: ast.expr) -> bool:
        """Tell whether `left % right` is a remainder, and not of one large number by another."""
        sides = [self.value(left), self.value(right)]
        return is_any(sides[0], values.NUMBERS) and any(
            side is not None and is_any(side, values.NUMBERS) and side.bits <= values.SMALL
            for side in sides
        )

    def is_brief(self, node: ast.expr) -> bool:
        """Tell whether *node* surely is a number by or of which any division is linear."""
        side = self.value(node)
        return side is not None and side.types <= values.NUMBERS and side.bits <= values.SMALL

    # --- Names -------------------------------------------------------------------------

    def _look_inside(self) -> None:
        """Find out what lists hold as well; only where that is asked for, since it takes time."""
        before = self._of
        self._contents = Contents(self, self._tree)
        if not self._settle():
            self._contents.is_lost, self._of = True, before

    def _settle(self) -> bool:
        """Find out what names may be; tell whether that has come to an end."""
        self._settling = True
        names = self.blocks.understood()
        self._of = dict.fromkeys(names, NEVER)
        try:
            self._go_round(names)
        except _Endless:
            self._of = dict.fromkeys(names, None)
            return False
        finally:
            self._settling = False
            self.forget()
        return True

    def forget(self) -> None:
        """Answers rest on what is known of names and lists, and some of that has changed."""
        self._answers = {}

    def _go_round(self, names: list[Names]) -> None:
        of = self._of
        rounds, again = 0, True
        while again:
            self.forget()
            names.reverse()
            again = self._contents is not None and self._contents.settle()
            rounds += 1
            if rounds > _ROUNDS:
                raise _Endless
            for each in names:
                self._looks += len(each.bindings)
                before = after = of[each]
                for binding in each.bindings:
                    after = either(after, self._bound(binding, each))
                if after != before:
                    again = True
                    grows = after is not None and before is not None and after.bits > before.bits
                    if rounds > _PATIENCE and grows and after is not None:
                        after = Value(after.types, LIMITLESS)
                    of[each] = after
                    self.forget()

    def _bound(self, binding: Binding, names: Names) -> Value | None:
        value, path = binding.value, binding.path
        if path[-1:] == (STAR,):
            return a(list)
        if binding.loop:
            return self.item_at(value, path)
        node = binding.augmented
        if node is not None:
            result = operated(
                type(node.op), self.value(node.target), self.value(value), literal(value)
            )
            return self._summed(type(node.op), result, value)
        part = part_of(value, path)
        if part is None:
            return self._inside(value, path) if min(path) >= 0 else None
        if type(part) is ast.BinOp:
            for here, there in ((part.left, part.right), (part.right, part.left)):
                if type(here) is ast.Name and self.blocks.resolve(here) is names:
                    return self._summed(type(part.op), self.value(part), there)
        return self.value(part)

    def _summed(self, op: type, result: Value | None, added: ast.expr) -> Value | None:
        """Return what a name is after *added* has been added to it, again and again."""
        if result is None or not result.types & values.WHOLE or op not in (ast.Add, ast.Sub):
            return result
        value = self.value(added)
        bits = LIMITLESS if value is None else min(value.bits + _STEPS, LIMITLESS)
        return Value(result.types, bits)

    def item_at(self, loop: ast.expr, path: Path) -> Value | None:
        """Return what is at *path* in each item of *loop*."""
        data = compressed(loop)
        source = past_tick(loop if data is None else data)
        if type(source) is ast.Call:
            found = item_of_call(self, source, path)
            if found is not None:
                return found
        if path:
            return self._inside(source, (ANYWHERE, *path)) if min(path) >= 0 else None
        if type(source) is ast.Tuple or type(source) is ast.List:
            item: Value | None = NEVER
            for element in source.elts:
                item = either(item, self.value(element))
            return item
        value = self.value(source)
        if value is None or not value.types:
            return value
        if value.types <= values.TEXT:
            return a(values.Brief)
        return a(int, bits=8) if value.types == {bytes} else self._inside(source, (ANYWHERE,))

    def item(self, source: ast.expr) -> Value | None:
        """Return what each item of *source* is, while it is still being found out."""
        return self.item_at(source, ())

    def value_at(self, mapping: ast.expr, path: Path) -> Value | None:
        """Return what is at *path* in each value of *mapping*, if that surely is a dictionary."""
        return self._inside(mapping, (ANYWHERE, *path), _A_DICT)

    def _inside(self, rows: ast.expr, path: Path, holders: Types = _LOOPED) -> Value | None:
        """Return what is at *path* in *rows*; `ANYWHERE` is any item.

        Parameters:
            holders: what *rows* must be; the items of a dictionary are its values.
        """
        value = _not_none(self.value(rows))
        if value is not None and not value.types:
            return NEVER
        if self.blocks.powerful or not is_any(value, holders):
            return None
        if self._contents is None:
            drawn = type(rows) is ast.Call and self.builtin(rows) in ("list", "sorted")
            if self._settling or drawn:
                self._wanted = self._wanted or not drawn
                return None
            self._look_inside()
        assert self._contents is not None
        return self._contents.item(rows, path)

    # --- Expressions -------------------------------------------------------------------

    def value(self, node: ast.expr) -> Value | None:
        """Return what *node* may be."""
        self._looks += 1
        if self._looks > _LOOKS and self._settling:
            raise _Endless
        kind = type(node)
        if kind in _DISPLAYS:
            return _DISPLAYS[kind]
        rule = _RULES.get(kind)
        if rule is None:
            return None
        if kind in _LEAVES:
            return rule(self, node)
        # Some rules ask for the same part twice, and those of the part do, too; and each part of a
        # chain of operators is asked about by itself.
        answers = self._answers
        if node not in answers:
            answers[node] = rule(self, node)
        return answers[node]

    def _name(self, node: ast.Name) -> Value | None:
        if node not in self._resolved:
            self._resolved[node] = self.blocks.resolve(node)
        names = self._resolved[node]
        return None if names is None else self._of[names]

    def _constant(self, node: ast.Constant) -> Value | None:
        value: Any = node.value
        kind = type(value)
        if kind is str:
            return a(values.Brief if len(value) <= values.BRIEF else str)
        if kind is int:
            return a(int, bits=value.bit_length())
        return TRUTH if kind is bool else (a(kind) if kind in values.SCALARS else None)

    def _formatted(self, node: ast.JoinedStr) -> Value | None:
        texts = [part for part in node.values if type(part) is ast.Constant]
        return a(str) if texts or not node.values else None

    def _compared(self, node: ast.Compare) -> Value | None:
        if all(type(op) in (ast.Is, ast.IsNot, ast.In, ast.NotIn) for op in node.ops):
            return TRUTH
        sides = (node.left, *node.comparators)
        return TRUTH if all(self.is_scalar(side) for side in sides) else None

    def _either(self, node: ast.BoolOp) -> Value | None:
        if leads_tick(node):
            return self.value(past_tick(node))
        found: Value | None = NEVER
        for each in node.values:
            found = either(found, self.value(each))
        return found

    def _unary(self, node: ast.UnaryOp) -> Value | None:
        if type(node.op) is ast.Not:
            return TRUTH
        return values.negated(type(node.op), self.value(node.operand))

    def _conditional(self, node: ast.IfExp) -> Value | None:
        """Of an inline test, its guard tells; what the test holds, the guard is given."""
        guard, test = called(node.orelse), type_test(node.test)
        is_test = type(test) is ast.Compare and called(test.left) == words.TYPE
        if not is_test or guard not in words.GUARD_ARITY:
            return either(self.value(node.body), self.value(node.orelse))
        assert type(node.orelse) is ast.Call
        args = [*node.orelse.args]
        if args and is_name(args[0], words.HELD):
            args[0] = held(node.test)
        return self._guard(guard, args)

    def _guard(self, guard: str, args: list[ast.expr]) -> Value | None:
        match args:
            case [operand] if guard in _IDENTITIES:
                return self.value(operand)
            case [left, right] if guard in _OPERATORS:
                sides = self.value(left), self.value(right)
                return operated(_OPERATORS[guard], *sides, literal(right))
        return None  # (with other operands, it is refused where it stands)

    def _walrus(self, node: ast.NamedExpr) -> Value | None:
        return self.value(node.value)

    def _binary(self, node: ast.BinOp) -> Value | None:
        left, right = self.value(node.left), self.value(node.right)
        return operated(type(node.op), left, right, literal(node.right))

    def _subscript(self, node: ast.Subscript) -> Value | None:
        rows = past_place(node.value)
        whole = _not_none(self.value(rows))
        if whole is None or not whole.types:
            return whole
        if type(node.slice) is ast.Slice:
            return whole if whole.types <= _SLICED else None
        if whole.types == _A_DICT:
            return self._inside(rows, (ANYWHERE,), _A_DICT)
        is_index = self.surely(node.slice, values.WHOLE)
        if whole.types <= values.TEXT:
            return a(values.Brief) if is_index else whole
        if whole.types == {bytes} and is_index:
            return a(int, bits=8)
        place = literal(node.slice)
        if place is None or place < 0:
            place = ANYWHERE
        return self._inside(rows, (place,), ROWS | _A_DICT) if is_index else None

    def _call(self, node: ast.Call) -> Value | None:
        function = self.blocks.calls.get(node)
        if function is not None:
            return self._of.get(function.result)
        name = called(node)
        if name in words.GUARD_ARITY:
            return self._guard(name, node.args)
        member = self.blocks.library(node)
        if member:
            return self._of_library(member, node)
        method, self_ = method_of(node)
        if self_ is not None:
            return self._returned(node, self_, method)
        builtin = self.builtin(node)
        if builtin in values.RETURNS:
            return values.RETURNS[builtin]
        if builtin in ("max", "min") and takes_one(node):
            return self.item_at(node.args[0], ())
        args = plain_arguments(node)
        if args is None:
            return None
        if builtin == "sum" and len(args) == 1:
            return self._sum(args[0])
        if builtin == "bytes" and [*map(type, args)] in ([ast.GeneratorExp], [ast.ListComp]):
            return a(bytes)
        rule = values.DEPENDING.get(builtin)
        return None if rule is None else rule([self.value(arg) for arg in args])

    def _of_library(self, member: str, node: ast.Call) -> Value | None:
        args = plain_arguments(node) or []
        if member in TAKERS and len(args) == words.HEAPS[member]:
            return self._inside(args[0], (ANYWHERE,)) if self.surely(args[0], _A_LIST) else None
        if member in values.WHOLE_PARTS and len(args) == 1:
            return values.whole_part(self.value(args[0]))
        return values.MEMBERS.get(member)

    def _returned(self, call: ast.Call, self_: ast.expr, method: str) -> Value | None:
        if method == "get" and self.surely(self_, _A_DICT):
            match plain_arguments(call):
                case [_]:
                    return either(self.value_at(self_, ()), a(type(None)))
                case [_, default]:
                    return either(self.value_at(self_, ()), self.value(default))
            return None
        if method == "pop" and self.surely(self_, _A_LIST):
            return self._inside(self_, (ANYWHERE,))
        return values.returned(self.value(self_), method)

    def _sum(self, node: ast.expr) -> Value | None:
        node = compressed(node) or node
        if isinstance(node, ast.GeneratorExp | ast.ListComp):
            item = self.value(node.elt)
        else:
            item = self.item_at(node, ())
        if item is None or not item.types <= values.NUMBERS:
            return None
        return Value(item.types | {int}, min(item.bits + _STEPS, LIMITLESS))

    def builtin(self, call: ast.Call) -> str:
        name = called(call)
        if name in words.BUILTIN_OF:
            return words.BUILTIN_OF[name]
        return name if name in self.blocks.builtins else ""


def _not_none(value: Value | None) -> Value | None:
    """Return what *value* is where something is got out of it, which raises of None."""
    return None if value is None else Value(value.types - values.NOTHING, value.bits)


_SLICED: Final = values.TEXT | {bytes, list, tuple}
#: Their rules ask about nothing else.
_LEAVES: Final = frozenset({ast.Name, ast.Constant, ast.JoinedStr})
_RULES: Final[dict[type, Callable[[Inference, Any], Value | None]]] = {
    ast.Name: Inference._name,
    ast.Constant: Inference._constant,
    ast.JoinedStr: Inference._formatted,
    ast.Compare: Inference._compared,
    ast.BoolOp: Inference._either,
    ast.UnaryOp: Inference._unary,
    ast.IfExp: Inference._conditional,
    ast.NamedExpr: Inference._walrus,
    ast.BinOp: Inference._binary,
    ast.Subscript: Inference._subscript,
    ast.Call: Inference._call,
}
