"""Guarded attributes that an inline test lets be loaded natively: of instances of bare classes.

Behind such a class stand only `object` and exceptions. These guard dunders and `OF_ERRORS`, and
their `__init__` is safe; whatever else `n.name` may find is the guest's.
"""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .guards import tested_value
from .shapes import is_call, is_name
from .state import State, Unproven
from .stores import is_fixed


def attribute_test(state: State, node: ast.IfExp) -> bool:
    """Account for `(n.name if __type__(n) in __bare__ else __attr__.name(n))`; or say it is none.

    *n* may be `__t0__`, bound in the test. `super().__init__` is tested by what it is of.
    """
    other, test = node.orelse, node.test
    if type(other) is not ast.Call or type(other.func) is not ast.Attribute:
        return False
    if not is_name(other.func.value, words.ATTR) or type(test) is not ast.Compare:
        return False
    if not is_name(test.comparators[-1], words.BARE):
        return False
    body, name = node.body, other.func.attr
    lone = len(other.args) == 1 and not other.keywords
    if type(body) is not ast.Attribute or not lone:
        raise Unproven(node, f"the inline test of {words.ATTR}.{name} is not the documented one")
    if body.attr == "__init__" and name == "init__":
        _super(state, body.value, other.args[0], test)
    else:
        _plain(state, body, name, other.args[0], test)
    return True


def _plain(
    state: State, body: ast.Attribute, guard: str, operand: ast.expr, test: ast.Compare
) -> None:
    name, read = body.attr, body.value
    if name not in state.guarded or guard != name or name.startswith("__"):
        raise Unproven(body, f"the inline test of {words.ATTR} is for another name than {name}")
    if name in words.OF_ERRORS | words.UNREAD | words.BOUND:
        raise Unproven(body, f"{name} is loaded without its guard")
    if type(read) is not ast.Name or not is_name(operand, read.id):
        raise Unproven(body, f"the inline test of {words.ATTR}.{name} guards another operand")
    tested = tested_value(test, read.id, words.BARE)
    if tested is None:
        raise Unproven(test, f"the inline test of {words.ATTR}.{name} is not the documented one")
    state.todo.append(tested)


def _super(state: State, read: ast.expr, operand: ast.expr, test: ast.Compare) -> None:
    """`super()` without arguments is of the first parameter of the function it stands in."""
    if not (_is_super(read) and _is_super(operand)):
        raise Unproven(read, "an inline test of __init__ that is not behind super()")
    asked = test.left.args[0] if is_call(test.left, words.TYPE, 1) else None
    if type(asked) is not ast.Name or tested_value(test, asked.id, words.BARE) is None:
        raise Unproven(test, "the inline test of super() is not the documented one")
    blocks = state.known.blocks
    if blocks.found[asked][0].first != asked.id or not is_fixed(blocks, asked):
        raise Unproven(asked, "super() may be of another object than the one that is tested")
    if "super" not in blocks.builtins:
        raise Unproven(read, "super may not be the builtin")


def _is_super(node: ast.expr) -> bool:
    return is_call(node, "super", 0)
