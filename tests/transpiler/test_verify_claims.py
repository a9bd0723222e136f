"""The verifier: what it knows of the types of expressions is true of what CPython makes of them.

Whole programs run natively with each expression looked at of which something is known.
"""

from __future__ import annotations

import ast
import contextlib
import io
import warnings
from typing import Any

import pytest
from test_verify_values import fits

import constructs
from cloche.compiling import base_policy
from cloche.transpiler.records import replace
from cloche.transpiler.verify.inference import Inference
from cloche.transpiler.verify.values import Value
from harness import programs, tables
from programs.test_programs import PROGRAMS
from sampling import halved

POLICY = replace(base_policy(), alone=True, sealed=True)
SEE = "__see__"
_LOOKED_AT = (
    ast.Name, ast.BinOp, ast.Call, ast.Subscript, ast.Compare, ast.BoolOp, ast.IfExp, ast.UnaryOp,
    ast.JoinedStr,
)  # fmt: skip
SOURCES = {
    "programs": [*PROGRAMS.values()],
    **{
        module.__name__: programs(module.SAME)
        for module in tables(constructs)
        if isinstance(getattr(module, "SAME", None), str)
    },
}


class _Looking(ast.NodeTransformer):
    """Hands what *claims* are about to `__see__`, with the number of the claim."""

    def __init__(self, claims: dict[ast.AST, Value]) -> None:
        self.claims = claims
        self.kept: list[tuple[str, Value]] = []

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.pattern):
            return node
        if isinstance(node, ast.FormattedValue):
            node.value = self.visit(node.value)
            return node
        claim = self.claims.get(node)
        text = "" if claim is None else ast.unparse(node)
        made = super().generic_visit(node)
        if claim is None or not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return made
        self.kept.append((text, claim))
        number = ast.Constant(len(self.kept) - 1)
        return ast.copy_location(ast.Call(ast.Name(SEE, ast.Load()), [number, made], []), node)


def untrue(source: str) -> list[tuple[str, Value, object]]:
    """Return what is known of expressions of *source* and not true, with a value they have."""
    tree = ast.parse(source)
    known = Inference(tree, POLICY)
    claims = {
        node: claim
        for node in ast.walk(tree)
        if isinstance(node, _LOOKED_AT) and (claim := known.value(node)) is not None
    }
    looking = _Looking(claims)
    tree = ast.fix_missing_locations(looking.visit(tree))
    found = []

    def see(number: int, value: object) -> object:
        text, claim = looking.kept[number]
        if not fits(value, claim):
            found.append((text, claim, value))
        return value

    names = {"__name__": "__main__", "__doc__": None, SEE: see}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        exec(compile(tree, "<native>", "exec", dont_inherit=True), names)
    return found


def _is_read_as_it_is(source: str) -> bool:
    """Tell whether this Python knows all of *source*, and no name in it needs a guard."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    return not any(getattr(node, "type_params", ()) for node in ast.walk(tree))


@halved
@pytest.mark.parametrize("where", SOURCES)
def test_nothing_that_is_known_is_untrue(where: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for source in filter(_is_read_as_it_is, SOURCES[where]):
            assert untrue(source) == [], source


def test_what_is_untrue_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        Inference.__init__.__globals__["values"].RETURNS, "len", Value(frozenset({str}))
    )
    assert untrue("x = [len('ab')]")
