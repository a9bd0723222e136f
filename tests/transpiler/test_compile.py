"""Stage compile: a tree becomes a code object, or a refusal."""

from __future__ import annotations
import __future__

import ast
import subprocess
import sys
import warnings

import pytest
from child import GUARD

from cloche.transpiler.compile import compile_program, compile_tree, declaration
from cloche.transpiler.diagnostics import Refusal


def refused(source: str, text: str | None = None) -> tuple[str, int, int, str]:
    with pytest.raises(Refusal) as caught:
        compile_tree(ast.parse(source), "<guest>", text)
    (found,) = caught.value.diagnostics
    return found.code, found.line, found.column, found.message


def test_the_tree_is_what_runs():
    code = compile_tree(ast.parse("x = 6 * 7"), "rule.py")
    names: dict[str, object] = {}
    exec(code, names)
    assert names["x"] == 42
    assert code.co_filename == "rule.py"


def test_flags_of_the_caller_are_not_inherited():
    """This module has `from __future__ import annotations`; a guest has only its own."""
    flag = __future__.annotations.compiler_flag
    assert not compile_tree(ast.parse("x: y"), "<guest>").co_flags & flag
    own = "from __future__ import annotations\nx: y"
    assert compile_tree(ast.parse(own), "<guest>").co_flags & flag


def test_asserts_stay_when_the_host_runs_without():
    program = (
        "import ast\n"
        "from cloche.transpiler.compile import compile_tree\n"
        "exec(compile_tree(ast.parse('assert False'), '<guest>'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-OO", "-c", program], capture_output=True, text=True, timeout=GUARD
    )
    assert "AssertionError" in done.stderr


ERRORS = [
    ("return", "CL001", 1, 0, "'return' outside function"),
    ("x\nbreak", "CL001", 2, 0, "'break' outside loop"),
    ("'é'; return", "CL001", 1, 5, "'return' outside function"),
    ("def f(a, a): pass", "CL001", 1, 9, "duplicate argument 'a' in function definition"),
]


@pytest.mark.parametrize(("source", "code", "line", "column", "message"), ERRORS)
def test_errors_that_only_the_compiler_finds(
    source: str, code: str, line: int, column: int, message: str
):
    assert refused(source, source) == (code, line, column, message)


def test_without_the_text_columns_count_bytes():
    assert refused("'é'; return")[:3] == ("CL001", 1, 6)


def test_a_tree_that_is_too_deep():
    value: ast.expr = ast.Constant(1, lineno=1, col_offset=0)
    for _ in range(100_000):
        value = ast.UnaryOp(ast.Not(), value, lineno=1, col_offset=0)
    tree = ast.Module([ast.Expr(value, lineno=1, col_offset=0)], [])
    with pytest.raises(Refusal) as caught:
        compile_tree(tree, "<guest>")
    assert [found.code for found in caught.value.diagnostics] == ["CL003"]


def test_trees_that_are_none():
    """Made by a mistake of ours, and still a refusal."""
    broken = ast.Module([ast.Expr(ast.Name("a", ast.Load()))], [])
    with pytest.raises(Refusal) as caught:
        compile_tree(broken, "<guest>")
    assert [found.code for found in caught.value.diagnostics] == ["CL001"]


def test_warnings_do_not_show():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compile_tree(ast.parse("x is 1"), "<guest>")


NAMES = [
    ("x = 1\ny = x", ["x", "y"]),
    ("x: int = 1\ny = x", ["int", "y"]),  # a name with an annotation may not be declared
    ("def f(a):\n    b = a", ["f"]),
    ("class C:\n    x = y", ["C"]),
    ("[x for x in y]", ["x", "y"]),
    ("f(**{**a, 'b': 1})", ["a", "f"]),
    ("__tick__(__ticks__)\n__doc__", ["__tick__", "__ticks__"]),
    ("(__t0__ := a)", ["__t0__", "a"]),
    ("1", None),
]


@pytest.mark.parametrize(("source", "names"), NAMES)
def test_names_of_module_level_are_declared(source, names):
    found = declaration(ast.parse(source))
    assert (found and found.names) == names


def test_the_declaration_changes_nothing():
    """Docstring and imports from the future stay first; scopes inside are as they were."""
    source = '''"""Text."""
from __future__ import annotations
x = 1
def f():
    x = 2
    class C:
        y = x
    return C.y, [x for x in (3, 4)]
class D:
    x = 5
    z = [x for _ in (6,)], x
lines = [x for x in (7, 8)], __doc__, f(), f.__qualname__, D.z
'''
    names: dict[str, object] = {}
    exec(compile_program(ast.parse(source), "<guest>"), names)
    assert names["x"] == 1
    expected = ([7, 8], "Text.", (2, [3, 4]), "f", ([1], 5))
    assert names["lines"] == expected
