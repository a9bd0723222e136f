"""Tables of small programs, one a paragraph: run natively and guarded, and compared.

A test of a module is three tables: what behaves as in CPython (value, or error and message), what
ends at a limit and ends soon, and what is not there.
"""

from __future__ import annotations

import ast
import time
import warnings
from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

import cloche
from sampling import share

ROOMY = cloche.Limits(steps=5_000_000, seconds=20.0)
#: What hostile programs get, and how long they may take until they are stopped.
TIGHT = cloche.Limits(steps=500_000, seconds=0.2, memory=64 * 2**20)
PATIENCE = 2.5


def rows(text: str) -> list[str]:
    """Return the paragraphs of *text*."""
    return [row.strip("\n") for row in dedent(text).strip("\n").split("\n\n")]


def shown(source: str) -> str:
    """Return *source* with its last expression turned into its repr."""
    tree = ast.parse(source)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        return f"{source}\n0"
    lines = source.splitlines()
    head, tail = lines[: last.lineno - 1], lines[last.lineno - 1 :]
    return "\n".join([*head, "repr((" + "\n".join(tail) + "))"])


def natively(source: str) -> tuple[str, str]:
    """Return the value of the last expression, or the error, as CPython has it."""
    tree = ast.parse(source)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {"__name__": "__main__"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as a guest sees them
        return _evaluated(tree, last, names)


def _evaluated(tree: ast.Module, last: ast.Expr, names: dict[str, Any]) -> tuple[str, str]:
    try:
        # Not with this file's `from __future__ import annotations`.
        exec(compile(tree, "<native>", "exec", dont_inherit=True), names)
        code = compile(ast.Expression(last.value), "<native>", "eval", dont_inherit=True)
        return "value", eval(code, names)
    except Exception as error:
        return type(error).__name__, str(error)


BOXES = {each: cloche.Sandbox(limits=ROOMY, optimize=each) for each in (True, False)}


def guarded(source: str, optimize: bool = True) -> tuple[str, str]:
    """Return the same of the guarded program."""
    try:
        return "value", BOXES[optimize].run(source)
    except cloche.GuestError as error:
        return error.type_name, error.message


def same(header: str, text: str) -> Callable[[str], None]:
    """Make the test that each row of *text*, after *header*, does what CPython does."""

    @pytest.mark.parametrize("row", rows(text))
    def test(row: str) -> None:
        source = shown(f"{dedent(header).strip()}\n{row}")
        expected = natively(source)
        assert "repr() takes" not in expected[1]
        assert guarded(source) == expected
        assert guarded(source, optimize=False) == expected

    # `tests/workers/` runs some of them there.
    test.__dict__["programs"] = [shown(f"{dedent(header).strip()}\n{row}") for row in rows(text)]
    return test


def gives(header: str, table: dict[str, str]) -> Callable[[str], None]:
    """Make the test that each row has the given outcome: a repr, or `Type: message`."""

    @pytest.mark.parametrize("row", table)
    def test(row: str) -> None:
        kind, value = guarded(shown(f"{dedent(header).strip()}\n{dedent(row).strip()}"))
        found = value if kind == "value" else f"{kind}: {value}"
        assert found[: len(table[row])] == table[row]

    return test


def stopped(header: str, text: str) -> Callable[[str], None]:
    """Make the test that each row of *text* hits a limit, and soon."""

    @pytest.mark.parametrize("row", share(rows(text)))
    def test(row: str) -> None:
        program = cloche.Sandbox(limits=TIGHT).compile(f"{dedent(header).strip()}\n{row}")
        began = time.process_time()  # of this process: others may be busy
        with pytest.raises(cloche.LimitExceeded):
            program.run()
        assert time.process_time() - began < PATIENCE

    return test
