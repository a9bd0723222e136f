"""Names that comprehensions of module level read, declared to be global where they are read.

Since 3.12 CPython builds a comprehension into the code around it, but not what that has declared:
at module level it looks for each name in three dictionaries, every time. No statement can stand in
a comprehension; what declares a name there is an assignment expression, and the last clause gets
one that is never evaluated: `if True or (name := None)`. The compiler leaves nothing of it.
"""

from __future__ import annotations

import ast
from typing import Any, Final

#: Those that are built into the code around them.
_BUILT_IN: Final = (ast.ListComp, ast.SetComp, ast.DictComp)
#: What `declare_in` must know of: within the others CPython wants no assignment expression, or
#: needs none.
DECLARED_IN: Final = frozenset({*_BUILT_IN, ast.GeneratorExp, ast.AnnAssign})


def declare_in(found: list[ast.expr], names: frozenset[str]) -> list[list[ast.expr]]:
    """Declare those of *names*, global names of a module, that comprehensions read.

    Parameters:
        found: all comprehensions and annotations in the module's own code, outer ones first.

    Returns:
        the lists of clauses that have got one more, which is their last.
    """
    changed: list[list[ast.expr]] = []
    done: set[ast.AST] = set()
    for outermost in found:
        if type(outermost) not in _BUILT_IN:
            done.update(ast.walk(outermost))
        todo: list[tuple[Any, frozenset[str]]] = [(outermost, frozenset())]
        while todo:
            node, around = todo.pop()
            if node in done:
                continue
            done.add(node)
            for each in node.generators:  # where an assignment expression may not be
                done.update(ast.walk(each.iter))
            # Names that it binds, or one around it, may not be assigned to.
            bound = around.union(*(_names(each.target) for each in node.generators))
            inner: list[ast.expr] = []
            read = sorted((_read(node, inner) & names) - bound)
            todo += [(each, bound) for each in inner]
            if read:
                changed.append(node.generators[-1].ifs)
                changed[-1].append(_clause(read, node))
    return changed


def _names(target: ast.expr) -> set[str]:
    return {each.id for each in ast.walk(target) if type(each) is ast.Name}


def _read(comprehension: Any, inner: list[ast.expr]) -> set[str]:
    """Return the names that the code of *comprehension* reads itself; *inner* gets those in it."""
    first, *others = comprehension.generators
    todo: list[Any] = [*first.ifs]  # `first.iter` belongs to the code around
    for each in others:
        todo += [each.target, each.iter, *each.ifs]
    if type(comprehension) is ast.DictComp:
        todo += [comprehension.key, comprehension.value]
    else:
        todo.append(comprehension.elt)
    found: set[str] = set()
    while todo:
        node = todo.pop()
        kind = type(node)
        if kind is ast.Name:
            found.add(node.id)
        elif kind in _BUILT_IN or kind is ast.GeneratorExp:
            if kind is not ast.GeneratorExp:
                inner.append(node)
            todo.append(node.generators[0].iter)
        elif kind is ast.Lambda:
            todo += [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
        else:
            todo += ast.iter_child_nodes(node)
    return found


def _clause(names: list[str], place: ast.expr) -> ast.expr:
    values: list[ast.expr] = [ast.Constant(True)]
    for name in names:
        values.append(ast.NamedExpr(ast.Name(name, ast.Store()), ast.Constant(None)))
    clause = ast.BoolOp(ast.Or(), values)
    for each in ast.walk(clause):
        ast.copy_location(each, place)
    return clause
