"""The small trusted checker: proves from the text alone that a program is guarded.

`verify` reads guarded Python with CPython's own parser and proves every invariant of
"Guarded Python" (`docs/architecture.md`) again, from scratch; what it returns is the very
tree that is compiled. A bug in a stage before it costs a rejected program, not an escape.

How to audit it, in this order:

* `nodes.py` lists every node type that may occur, its fields, and the function that accounts
  for all of them. Anything else is refused: other node types where they are met, other fields
  when this package meets a Python that has them.
* `tables.py` is what is allowed as data, `shapes.py` recognises the guarded forms, `guards.py`
  takes them apart. None of them knows the program around the node it looks at.
* `state.py` is all that the walk remembers. No function recurses: `todo` holds nodes of the
  current scope that nobody has looked at yet, `scopes` the bodies of scopes that are still to
  be opened. A function checks its node and puts the children it does not judge itself on
  `todo`.
* `scopes.py`, `noting.py`, `blocks.py`, `values.py`, `operands.py` and `inference.py` know the
  exact builtin types that some expressions have. They are asked only where an
  operation stands without its guard.
* The other files hold these functions by construct: names, expressions, operators, formatting,
  targets, assignments, loops, suites, ticks, statements, patterns, functions.

Two arguments that hold across all of them:

* An injected name is accepted by the one function that knows its place, which takes the call
  apart and passes on its operands only. Left over anywhere else, it reaches `names.name`, where
  every dunder is refused that a guest could not have written.
* An inline test `(n if __type__(n) in __set__ else __guard__(n))` reads `n` twice. It is sound
  because a lookup in the set runs no guest code: no guest metaclass has a hash or an equality
  of its own. The runtime sees to that. What code runs nevertheless, where garbage is collected,
  cannot bind `n`: see `rereads.py`.
"""

from __future__ import annotations

import ast
import re

from .. import vocabulary as words
from ..cpython import quietly, too_deep
from ..diagnostics import LONG, UNPROVEN, Diagnostic, Refusal
from ..policy import Policy
from . import straight, untimed
from .nodes import CHECKS, UNKNOWN_FIELDS
from .parameters import unguarded
from .rereads import unsteady
from .state import State, TooLong, Unproven
from .suites import suite
from .tables import MODULE

__all__ = ["verify"]


#: Where these stand, names are read twice in a row.
_REREAD = (words.TYPE, words.PLACE, words.HELD)


def verify(
    guarded: str, policy: Policy, filename: str = "<guest>", lazy_annotations: bool = False
) -> ast.Module:
    """Return the syntax tree of *guarded*, every invariant proven, or raise `Refusal`.

    Parameters:
        lazy_annotations: whether it is compiled with the feature `annotations`, imported or not.
    """
    try:
        tree = quietly(ast.parse, guarded, filename)
        if UNKNOWN_FIELDS:
            raise Unproven(tree, f"this Python has unknown syntax: {', '.join(UNKNOWN_FIELDS)}")
        # A name that is not ASCII may be one that is looked for, in another spelling.
        rereads = not guarded.isascii() or any(map(guarded.__contains__, _REREAD))
        prove(tree, policy, lazy_annotations, rereads)
    except Unproven as found:
        raise _refusal(found, guarded) from None
    except (RecursionError, MemoryError):
        raise too_deep() from None
    except (SyntaxError, ValueError) as error:
        if "too many nested parentheses" in str(error):
            raise too_deep() from None
        reason = f"CPython cannot parse it: {type(error).__name__}: {error}"
        raise _refusal(Unproven(ast.Pass(), reason), guarded) from None
    return tree


def prove(
    tree: ast.Module, policy: Policy, lazy_annotations: bool = False, rereads: bool = True
) -> None:
    """Walk the tree of a program; the first invariant that does not hold raises `Unproven`.

    Parameters:
        rereads: whether a name may be tested and read again.
    """
    body, result = tree.body, []
    match body[-1:]:
        case [ast.Assign([ast.Name(words.RESULT)], value)]:
            body, result = body[:-1], [value]
    state = State(policy, tree)
    state.lazy_annotations |= lazy_annotations
    state.scopes.append((MODULE, [*result, *suite(state, body)]))
    checks = CHECKS
    while state.scopes:
        state.scope, opened = state.scopes.pop()
        state.todo = todo = [*opened]
        while todo:
            node = todo.pop()
            check = checks.get(type(node))
            if check is None:
                raise Unproven(node, f"{type(node).__name__} may not stand here")
            check(state, node)
    untimed.check(state)
    straight.check(tree, state.lazy_annotations)
    if (read := unguarded(tree, state)) is not None:
        raise Unproven(
            read, f"{read.id} is a type parameter that is read without its guard, or none"
        )
    if rereads and (again := unsteady(state.known.blocks)) is not None:
        raise Unproven(again, "a test of a name that may be bound anew before it is read again")
    for name in state.narrow:
        if name.id in state.bound:
            raise Unproven(name, f"a handler does not tick first, and the program binds {name.id}")


def _refusal(found: Unproven, guarded: str) -> Refusal:
    lines = re.split("\r\n|\r|\n", guarded)

    def characters(line: int, column: int) -> int:
        return len(lines[line - 1].encode(errors="replace")[:column].decode(errors="replace"))

    start, end = (found.line, found.column), (found.end_line, found.end_column)
    if isinstance(found, TooLong):
        # The line is that of the program, columns are not.
        indent = len(lines[found.line - 1]) - len(lines[found.line - 1].lstrip())
        return Refusal([Diagnostic(found.line, indent, found.line, indent, *LONG)])
    message = f"the guarded program fails verification: {found}"
    return Refusal(
        [Diagnostic(start[0], characters(*start), end[0], characters(*end), UNPROVEN, message)]
    )
