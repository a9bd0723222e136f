"""Real functions, called by name: only with arguments that their shims would not pay for."""

from __future__ import annotations

import ast
from typing import Final

from .. import vocabulary as words
from . import values
from .shapes import compressed
from .state import State, Unproven

_ANY: Final = frozenset({"all", "any", "list", "tuple"})


def direct_call(state: State, node: ast.Call) -> None:
    """Account for `__real_max__(a, b)` and its like; `__real_set__()` just makes an empty one.

    Raises:
        Unproven: an argument is not known to be harmless, or is drained and does not tick.
    """
    name = words.BUILTIN_OF[node.func.id]  # type: ignore[attr-defined]
    args = node.args
    starred = any(type(arg) is ast.Starred for arg in args)
    if node.func.id == words.READING.get(name):  # type: ignore[attr-defined]
        if node.keywords or starred or len(args) != 1:
            raise Unproven(node, f"{name} takes one plain operand")
        state.todo += args
        return
    if not args and not node.keywords and name in words.EMPTY:
        return
    if name not in words.DIRECT or node.keywords or starred or not args:
        raise Unproven(node, f"{name} takes plain operands")
    if len(args) == 1 and name in words.DRAINING:
        data = compressed(args[0])
        if data is None:
            raise Unproven(node, f"what {name} drains does not tick")
        if name == "sum":
            # What is no number may make a list of the total, which C would copy for each item.
            if type(data) is not ast.GeneratorExp and not values.is_any(
                state.known.item(data), values.NUMBERS
            ):
                raise Unproven(node, "sum adds up what is not known")
        elif name not in _ANY and not values.is_any(state.known.item(data), _BRIEF):
            raise Unproven(node, f"{name} compares what is not known")
        state.todo.append(data)
        return
    if not _is_harmless(state, name, args):
        raise Unproven(node, f"{name} is given what is not known")
    state.todo += args


def _is_harmless(state: State, name: str, args: list[ast.expr]) -> bool:
    known = state.known
    match name, args:
        case "max" | "min", [_, _, *_]:
            return all(map(known.is_scalar, args))
        case "divmod", [left, right]:
            sides = known.value(left), known.value(right)
            small = any(side is not None and side.bits <= values.SMALL for side in sides)
            return small and all(values.is_any(side, values.NUMBERS) for side in sides)
        case "round", [number, *digits]:
            return known.surely(number, _REAL) and _rounds_at_once(state, number, digits)
        case "str", [one]:
            value = known.value(one)
            return value is not None and value.types <= _BRIEF and value.bits <= values.SMALL
        case "int" | "float", [one]:
            return values.is_any(known.value(one), _BRIEF)
        case "isinstance", [_, kinds]:
            classes = kinds.elts if type(kinds) is ast.Tuple else [kinds]
            builtins = known.blocks.builtins
            return all(type(each) is ast.Name and each.id in builtins for each in classes)
    return False


def _rounds_at_once(state: State, number: ast.expr, digits: list[ast.expr]) -> bool:
    match digits:
        case []:
            return True
        case [ast.Constant(int(count))]:
            return count < 1 << 80
        case [count]:
            whole = state.known.surely(count, values.WHOLE)
            return whole and state.known.surely(number, frozenset({float}))
    return False


_REAL: Final = values.WHOLE | {float}
_BRIEF: Final = values.SLIGHT | values.NOTHING


def heap_call(state: State, node: ast.Call) -> None:
    """Account for `__real_heappop__(h)` and its like.

    Raises:
        Unproven: an item of the heap may take long to compare, or be a guest's.
    """
    member = words.LIBRARY_OF[node.func.id]  # type: ignore[attr-defined]
    starred = any(type(arg) is ast.Starred for arg in node.args)
    if node.keywords or starred or len(node.args) != words.HEAPS[member]:
        raise Unproven(node, f"{member} takes {words.HEAPS[member]} plain operands")
    if not state.known.is_brief_heap(node.args[0]):
        raise Unproven(node, f"{member} compares what is not known")
    state.todo += node.args
