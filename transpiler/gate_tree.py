"""What the gate counts on CPython's tree. Every pass is linear and none recurses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from .cpython import MASS_HINT, TOO_DEEP, TOO_MUCH, characters, refuse
from .diagnostics import Refusal, reserved_name
from .gate_constants import FOLDED, Constants
from .gate_text import DEPTH_HINT
from .policy import SourceLimits
from .vocabulary import normalise

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
#: Nodes without nodes below: more than half of them all, so worth a short cut.
_LEAVES: Final = frozenset({ast.Name, ast.Constant, ast.alias, ast.Pass})
#: What CPython keeps flat and LibCST nests once an element: the field that holds the elements.
_FLATTENED: Final[dict[type, str]] = {
    ast.BoolOp: "values",
    ast.ListComp: "generators",
    ast.SetComp: "generators",
    ast.DictComp: "generators",
    ast.GeneratorExp: "generators",
}
#: What CPython calls a variable of its own, around type parameters in a class.
_OWN_NAME: Final = "__classdict__"
#: Fields that name variables; those of an import may be dotted.
_NAMING: Final = ("id", "name", "asname", "arg", "names", "rest")
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
    weightless, flattened, leaves = _WEIGHTLESS, _FLATTENED, _LEAVES
    for node in level:
        form = type(node)
        if form in leaves:
            continue
        into = below
        if form in flattened:
            links = len(getattr(node, flattened[form])) - 1
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
    return refuse(line, characters(text.split("\n")[line - 1], column), code, message, hint)


def refuse_own_name(nodes: list[ast.AST], text: str) -> None:
    """Refuse the name that CPython gives a variable of its own around type parameters.

    Its compiler takes a program's for that one and, where it is a type parameter of a class in a
    class, ends the process (python/cpython#128632).

    Raises:
        Refusal: CL101.
    """
    if _OWN_NAME not in normalise(text):
        return
    for node in nodes:
        for field in _NAMING:
            value = getattr(node, field, None)
            for name in value if type(value) is list else (value,):
                if type(name) is str and name.partition(".")[0] == _OWN_NAME:
                    raise _at(node, nodes, text, *reserved_name(_OWN_NAME))


# --- Patterns ------------------------------------------------------------------------------


def pattern_spans(nodes: list[ast.AST], text: str) -> Iterator[tuple[int, int]]:
    """Yield for each `case` offsets in *text* between which its pattern and nothing else stands.

    A pattern's own position does not include redundant brackets around it, so a span goes from the
    end of what is before `case` to the start of what is after the pattern.
    """
    rows = text.split("\n")
    starts = [0, *accumulate(len(row) + 1 for row in rows)]

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + characters(rows[line - 1], column)

    for node in nodes:
        if isinstance(node, ast.Match):
            before: ast.expr | ast.stmt = node.subject
            for case in node.cases:
                after = case.guard or case.body[0]
                start = offset(before.end_lineno or before.lineno, before.end_col_offset or 0)
                yield start, offset(after.lineno, after.col_offset)
                before = case.body[-1]


# --- What CPython's compiler does with it ------------------------------------------------------

#: Built into the function around them since CPython 3.12; the others have their own code.
_INLINED: Final = (ast.ListComp, ast.SetComp, ast.DictComp)
_FUNCTIONS: Final = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp, *_INLINED,
)  # fmt: skip
#: What has a weight for the compiler.
_WEIGHED: Final = frozenset(
    {ast.Constant, ast.Call, ast.ClassDef, ast.Try, ast.TryStar, ast.match_case, *_FUNCTIONS}
    | FOLDED
)
#: CPython's own bound on blocks inside one another (`CO_MAXBLOCKS` is 20 or 21).
_MOST_BLOCKS: Final = 20

# Measured weights, in the units of `SourceLimits.compile_effort`.
_CAPTURE: Final = 40  # also 50 bytes of code
_EMITTED: Final = 200  # a node compiled again, also 1 KB of code


def compile_effort(tree: ast.Module, nodes: list[ast.AST], text: str, limits: SourceLimits) -> int:
    """Estimate what CPython's compiler has to do beyond a walk.

    Parameters:
        nodes: all of *tree*, which was read from *text*, outer ones first.

    Returns:
        effort, in the units of `SourceLimits.compile_effort`.
    """
    effort = longest = functions = 0
    final: list[ast.Try | ast.TryStar] = []
    constants = Constants()
    folded: list[ast.AST] = []
    for node in nodes:
        if type(node) not in _WEIGHED:
            continue
        if isinstance(node, ast.Constant):
            constants.literal(node.value)
        elif type(node) in FOLDED:
            folded.append(node)
        elif isinstance(node, ast.Call):
            effort += len(node.keywords) ** 2
        elif isinstance(node, ast.ClassDef):
            effort += len(node.keywords) ** 2
            longest = max(longest, len(node.name))
        elif isinstance(node, _FUNCTIONS):
            functions += 1
            longest = max(longest, len(getattr(node, "name", "")))
        elif isinstance(node, ast.Try | ast.TryStar) and node.finalbody:
            final.append(node)
        elif isinstance(node, ast.match_case):
            effort += _CAPTURE * _names(node.pattern) ** 2
    folded.reverse()
    constants.fold(folded)
    effort += constants.effort()
    # CPython 3.11 gives functions that differ only in their place the same hash.
    effort += functions**2
    # The name of a class is part of the qualified names of all that is in it, and of its
    # private names; a hundred levels of blocks is the most that indentation allows.
    effort += longest * (100 * functions + text.count("__"))
    # The product is the most that `_closures` can return, and low enough for nearly all.
    spread = functions * len(nodes)
    effort += spread if spread < limits.compile_effort // 4 else _closures(tree)
    return effort + _EMITTED * _emitted_again(final)


def _names(pattern: ast.pattern) -> int:
    """Return how many names *pattern* binds and keywords it has, at the most."""
    found = 0
    for node in ast.walk(pattern):
        found += isinstance(node, ast.MatchAs | ast.MatchStar | ast.MatchMapping)
        found += len(node.kwd_attrs) if isinstance(node, ast.MatchClass) else 0
    return found


def _closures(tree: ast.Module) -> int:
    """Return the size of what functions copy of the names around them: all, however few they use.

    Names of the module are not copied, unless a `global` there says that they are global.
    """
    effort = 0
    declared = any(isinstance(one, ast.Global) for one in ast.walk(tree))
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, _FUNCTIONS) or declared:
            inner = list(ast.walk(node))
            names = len(inner) + sum(len(one.names) for one in inner if isinstance(one, ast.Global))
            effort += names * sum(isinstance(one, _FUNCTIONS) for one in inner)
            if declared:
                break
        else:
            todo.extend(ast.iter_child_nodes(node))
    return effort


def _emitted_again(final: list[ast.Try | ast.TryStar]) -> int:
    """Return how many nodes CPython compiles more than once because of the statements *final*.

    A `finally` suite is compiled twice, and once more for each `return`, `break` and `continue`
    that leaves the `try`: 18 of them inside one another make 1.5 GB of code from 500 bytes.
    """
    again = 0
    done: set[int] = set()
    for node in final:
        if id(node) not in done:
            nodes = list(ast.walk(node))
            done.update(map(id, nodes))
            again += _emitted(nodes) - len(nodes)
    return again


def _emitted(nodes: list[ast.AST]) -> int:
    """Return how many nodes are compiled for the first of *nodes*, the others being all in it."""
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
            copies = 1 + ways - last_ways
            emitted += copies * last
            ways += copies * last_ways
        # Past this all is refused; without it the numbers would grow to a thousand digits.
        sizes[id(node)] = min(emitted + 1, 10**9), min(ways, 10**9)
    return sizes[id(nodes[0])][0]


def overflowing_comprehension(nodes: list[ast.AST]) -> ast.expr | None:
    """Return a comprehension that has too many comprehensions and blocks around it, if any.

    CPython 3.12 and 3.13 build a comprehension into the function around it but do not count
    it among that function's blocks: 23 inside one another write past the end of an array of
    the compiler, and the process dies (python/cpython#156091).
    """
    comprehensions = [node for node in nodes if type(node) in _INLINED]
    blocks = _deepest_blocks(nodes[0]) if comprehensions else 0
    done: set[int] = set()
    for outer in comprehensions:
        todo: list[tuple[ast.AST, int]] = [(outer, blocks)] if id(outer) not in done else []
        while todo:
            node, around = todo.pop()
            if isinstance(node, _INLINED):
                done.add(id(node))
                around += 1
                if around > _MOST_BLOCKS:
                    return node
            todo += [(child, around) for child in ast.iter_child_nodes(node)]
    return None


def _deepest_blocks(tree: ast.AST) -> int:
    """Return the most blocks with exception handlers that are anywhere inside one another."""
    deepest = 0
    todo: list[tuple[ast.AST, int]] = [(tree, 0)]
    while todo:
        node, around = todo.pop()
        deepest = max(deepest, around)
        if isinstance(node, ast.Try | ast.TryStar):
            around += 2  # one each for its handlers and its `finally`
            todo += [(one, around + 1) for one in node.handlers]
        elif isinstance(node, ast.With | ast.AsyncWith):
            around += len(node.items)
        elif isinstance(node, ast.AsyncFor):
            around += 1
        elif isinstance(node, ast.Match):
            todo += [(one, around) for one in node.cases]
        for suite in ("body", "orelse", "finalbody"):
            # A lambda has a body too, but is no statement and not reached from one here.
            todo += [(one, around) for one in getattr(node, suite, ())]
    return deepest
