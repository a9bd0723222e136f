"""What the gate counts on CPython's tree. Every pass is linear and none recurses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .cpython import TOO_DEEP, TOO_MUCH, characters, refuse
from .diagnostics import Refusal
from .gate_text import DEPTH_HINT, MASS_HINT
from .policy import SourceLimits

# --- Size and depth ----------------------------------------------------------------------

#: Types of what is in a node's fields but has no size: no nodes, or operators and contexts.
_WEIGHTLESS: Final = frozenset(
    {int, str, float, bytes, complex, bool, type(None), type(...)}
    | {
        kind
        for group in (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
        for kind in group.__subclasses__()
    }
)
#: What CPython keeps flat and LibCST nests once an element: the field that holds the elements.
_FLATTENED: Final[dict[type, str]] = {
    ast.BoolOp: "values",
    ast.ListComp: "generators",
    ast.SetComp: "generators",
    ast.DictComp: "generators",
    ast.GeneratorExp: "generators",
}
#: LibCST copies a link of a chain once for each link around it, ten of them in a unit of effort.
_FREE_DEPTH: Final = 20
_LINKS_A_UNIT: Final = 10


@dataclass(frozen=True, slots=True)
class Size:
    """What one walk over a tree finds: its nodes, outer ones first, and its chains' effort."""

    nodes: list[ast.AST]
    effort: int


def size(tree: ast.Module, text: str, limits: SourceLimits) -> Size:
    """Walk *tree*, read from *text*, level by level.

    Raises:
        Refusal: it is deeper (CL003) or larger (CL004) than *limits* allow.
    """
    nodes: list[ast.AST] = []
    level: list[ast.AST] = [tree]
    postponed: dict[int, list[ast.AST]] = {}
    depth = excess = 0
    while level or postponed:
        depth += 1
        level += postponed.pop(depth, ())
        nodes += level
        if depth > limits.depth:
            message = f"nested (or chained) more than {limits.depth} levels deep"
            raise _at(nodes[-1], nodes, text, TOO_DEEP, message, DEPTH_HINT)
        if len(nodes) > limits.nodes:
            message = f"more than {limits.nodes} names, literals, operations and statements"
            raise _at(nodes[-1], nodes, text, TOO_MUCH, message, MASS_HINT)
        if depth > _FREE_DEPTH:
            excess += len(level) * (depth - _FREE_DEPTH)
        level = _children(level, depth, postponed)
    return Size(nodes, excess // _LINKS_A_UNIT)


def _children(
    level: list[ast.AST], depth: int, postponed: dict[int, list[ast.AST]]
) -> list[ast.AST]:
    """Return the children of *level*; those that LibCST nests deeper go to *postponed* levels."""
    below: list[ast.AST] = []
    weightless, flattened = _WEIGHTLESS, _FLATTENED
    for node in level:
        into = below
        if type(node) in flattened:
            links = len(getattr(node, flattened[type(node)])) - 1
            if links:
                into = postponed.setdefault(depth + 1 + links, [])
        # `__dict__` holds the fields, and the positions, which weigh nothing.
        for value in node.__dict__.values():
            kind = type(value)
            if kind is list:
                into += [one for one in value if type(one) not in weightless]
            elif kind not in weightless:
                into.append(value)
    return below


def _at(
    node: ast.AST, nodes: list[ast.AST], text: str, code: str, message: str, hint: str
) -> Refusal:
    """Return a refusal at *node*, or at the last of *nodes* that has a place if it has none."""
    if not hasattr(node, "lineno"):
        node = next((one for one in reversed(nodes) if hasattr(one, "lineno")), node)
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    return refuse(line, characters(text, line, column), code, message, hint)


# --- Patterns ------------------------------------------------------------------------------


def pattern_spans(nodes: list[ast.AST], text: str) -> Iterator[tuple[int, int]]:
    """Yield for each `case` offsets in *text* between which its pattern and nothing else stands.

    A pattern's own position does not include redundant brackets around it, so a span goes from the
    end of what is before `case` to the start of what is after the pattern.
    """
    starts = [0]
    for row in text.split("\n"):
        starts.append(starts[-1] + len(row) + 1)

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + (column if ascii_only else characters(text, line, column))

    ascii_only = text.isascii()
    for node in nodes:
        if isinstance(node, ast.Match):
            before: ast.expr | ast.stmt = node.subject
            for case in node.cases:
                after = case.guard or case.body[0]
                start = offset(before.end_lineno or before.lineno, before.end_col_offset or 0)
                yield start, offset(after.lineno, after.col_offset)
                before = case.body[-1]


# --- What CPython's compiler does with it ------------------------------------------------------

#: Nodes that are blocks of their own for the compiler, and those with a scope for closures.
_INLINED: Final = (ast.ListComp, ast.SetComp, ast.DictComp)
_FUNCTIONS: Final = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp, *_INLINED,
)  # fmt: skip
#: CPython's own bound on blocks inside one another (`CO_MAXBLOCKS` is 20 or 21).
_MOST_BLOCKS: Final = 20
#: From here an int takes more than a word, and its hash can be chosen to collide.
_HASHES: Final = 2**61 - 1

# Measured weights, in units of 10 ns (see `SourceLimits.compile_effort`).
_CAPTURE: Final = 40  # also 50 bytes of code
_COLLISION: Final = 3
_EMITTED: Final = 200  # a node compiled again, and 1 KB


def compile_effort(tree: ast.Module, nodes: list[ast.AST], text: str) -> int:
    """Estimate what CPython's compiler has to do beyond a walk, in units of 10 ns.

    Parameters:
        tree: not deeper than the limit; *nodes*: all of it, outer ones first.
        text: what it was read from.
    """
    effort = large = 0
    longest = blocks = 0
    for node in nodes:
        if isinstance(node, ast.Call | ast.ClassDef):
            effort += len(node.keywords) ** 2
        elif isinstance(node, ast.MatchClass):
            effort += len(node.kwd_attrs) ** 2
        elif isinstance(node, ast.match_case):
            effort += _CAPTURE * _captures(node.pattern) ** 2
        elif isinstance(node, ast.Constant):
            large += type(node.value) is int and node.value >= _HASHES
        if isinstance(node, _FUNCTIONS + (ast.ClassDef,)):
            blocks += 1
            longest = max(longest, len(getattr(node, "name", "")))
    effort += _COLLISION * large**2
    # A name of a class is part of the qualified names of all that is in it, and of its
    # private names; a hundred levels of blocks is the most that indentation allows.
    effort += longest * (100 * blocks + text.count("__"))
    effort += _closures(tree)
    if "finally" in text:
        effort += _EMITTED * (_emitted(nodes) - len(nodes))
    return effort


def _captures(pattern: ast.pattern) -> int:
    return sum(isinstance(node, ast.MatchAs | ast.MatchStar) for node in ast.walk(pattern))


def _closures(tree: ast.Module) -> int:
    """Each function copies the names that are bound around it, however few it uses."""
    effort = 0
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        outermost = isinstance(node, _FUNCTIONS) or (
            node is tree and any(isinstance(one, ast.Global) for one in tree.body)
        )
        if outermost:
            inner = list(ast.walk(node))
            names = sum(
                len(one.names) if isinstance(one, ast.Global | ast.Nonlocal) else 1
                for one in inner
            )
            effort += names * sum(isinstance(one, _FUNCTIONS) for one in inner)
        else:
            todo.extend(ast.iter_child_nodes(node))
    return effort


def _emitted(nodes: list[ast.AST]) -> int:
    """Return how many nodes are compiled, `finally` suites as often as CPython copies them.

    That is twice, and once more for each `return`, `break` and `continue` that leaves the
    `try`: 18 of them inside one another make 1.5 GB of code from 500 bytes of source.
    """
    sizes: dict[int, tuple[int, int]] = {}  # by id: nodes emitted, ways out

    def total(children: list[ast.AST]) -> tuple[int, int]:
        found = [sizes.get(id(child), (0, 0)) for child in children]
        return sum(count for count, _ in found), sum(ways for _, ways in found)

    for node in reversed(nodes):
        emitted, ways = total(list(ast.iter_child_nodes(node)))
        if isinstance(node, ast.Return | ast.Break | ast.Continue):
            ways += 1
        elif isinstance(node, _FUNCTIONS):
            ways = 0
        elif isinstance(node, ast.Try | ast.TryStar) and node.finalbody:
            last, last_ways = total(list(node.finalbody))
            leaving = 2 + ways - last_ways
            emitted += (leaving - 1) * last
            ways += (leaving - 1) * last_ways
        # Past this everything is refused; without it the numbers have a thousand digits.
        sizes[id(node)] = min(emitted + 1, 10**9), min(ways, 10**9)
    return sizes[id(nodes[0])][0]


def overflowing_comprehension(tree: ast.Module) -> ast.expr | None:
    """Return a comprehension that has too many comprehensions and blocks around it, if any.

    CPython 3.12 and 3.13 build a comprehension into the function around it but do not count
    it among the function's blocks: 23 of them inside one another write past an array of
    the compiler and the process dies (python/cpython#156091).
    """
    todo: list[tuple[ast.AST, int]] = [(tree, 0)]
    while todo:
        node, around = todo.pop()
        if isinstance(node, _INLINED):
            around += 1
            if around > _MOST_BLOCKS:
                return node
        elif isinstance(node, ast.Try | ast.TryStar):
            around += 2  # one each for its handlers and its `finally`
        elif isinstance(node, ast.With | ast.AsyncWith):
            around += len(node.items)
        elif isinstance(node, ast.ExceptHandler | ast.For | ast.AsyncFor | ast.While):
            around += 1
        todo += [(child, around) for child in ast.iter_child_nodes(node)]
    return None
