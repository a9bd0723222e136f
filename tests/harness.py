"""Running a program natively and guarded, and comparing what came of it.

The tables of `tests/constructs` are blocks of text, read by `pairs` and `programs`; the factories
`rewritten`, `refused` and `same` turn a table into a test.
"""

from __future__ import annotations
import __future__

import ast
import contextlib
import decimal
import enum
import importlib
import io
import logging
import pkgutil
import re
import tokenize
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest

import cloche
from cloche.transpiler.places import paired

#: Long enough for every program of a table, short enough that a runaway ends the test.
LIMITS = cloche.Limits(steps=2_000_000, seconds=600.0)
BOXES = {optimize: cloche.Sandbox(limits=LIMITS, optimize=optimize) for optimize in (True, False)}

#: Flags that `from __future__ import …` leaves on a code object.
PyCF_MASK = __future__.annotations.compiler_flag

# --- Outcomes ------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What came of a program: value, printed text, and the error that ended it."""

    value: str
    printed: str
    error: str


def native(source: str) -> Outcome:
    """Run *source* as CPython does."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    names: dict[str, Any] = {"__name__": "__main__", "__doc__": None}
    value, error = None, ""
    # Other programs of the process may have set this thread's context.
    context = decimal.localcontext(decimal.DefaultContext)
    with contextlib.redirect_stdout(io.StringIO()) as printed, context, _fresh_logging():
        try:
            if isinstance(last, ast.Expr):
                tree.body.pop()
                program = _compiled(tree)
                exec(program, names)
                flags = program.co_flags & PyCF_MASK
                value = eval(_compiled(ast.Expression(last.value), flags), names)
            else:
                exec(_compiled(tree), names)
        except Exception as caught:
            error = _summary(caught)
        shown = shape(value)
    return Outcome(shown, printed.getvalue(), error)


@contextlib.contextmanager
def _fresh_logging() -> Iterator[None]:
    """Forget afterwards what a program told `logging`: in a sandbox the next one hears nothing."""
    root, manager = logging.root, logging.root.manager
    handlers, level, disabled = root.handlers[:], root.level, manager.disable
    tables = [(table, {**table}) for table in (logging._levelToName, logging._nameToLevel)]
    loggers, manager.loggerDict = manager.loggerDict, {}
    try:
        yield
    finally:
        manager.loggerDict, manager.disable, root.handlers[:] = loggers, disabled, handlers
        root.setLevel(level)
        for table, kept in tables:
            table.clear()
            table.update(kept)


def guarded(source: str, *, optimize: bool = True, boxes: Any = BOXES) -> Outcome:
    """Run *source* in a sandbox."""
    try:
        result = boxes[optimize].execute(source)
    except cloche.GuestError as error:
        text = _without_suggestion(f"{error.type_name}: {error.message}")
        return Outcome(shape(None), error.stdout, text)
    return Outcome(shape(result.value), result.stdout, "")


def assert_same(source: str) -> None:
    """Require the same outcome natively and guarded, with and without elision."""
    expected = native(source)
    for optimize in (True, False):
        outcome = guarded(source, optimize=optimize)
        assert outcome == expected, f"optimize={optimize}\n{rewrite(source, optimize)}"


def _compiled(tree: ast.Module | ast.Expression, flags: int = 0) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        mode = "exec" if isinstance(tree, ast.Module) else "eval"
        return compile(tree, "<native>", mode, flags, dont_inherit=True)


def _summary(error: Exception) -> str:
    lines = list(traceback.TracebackException.from_exception(error).format_exception_only())
    name, _, message = lines[0].split("\n")[0].partition(": ")
    return _without_suggestion(f"{name.rpartition('.')[2]}: {message}")


def _without_suggestion(text: str) -> str:
    """The names that CPython could suggest are others than a guest could mean."""
    return re.sub(r"\.? (Did you mean|Did you forget|Or did you forget).*", "", text)


# --- Values ----------------------------------------------------------------------------


def shape(value: Any) -> str:
    """Return text that is equal for a native value and for what the boundary makes of it."""
    if isinstance(value, cloche.Record):
        return _record(value.__type_name__, vars(value))
    if isinstance(value, enum.Enum):
        return _record(type(value).__name__, {"name": value.name, "value": value.value})
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _record(type(value).__name__, value._asdict())
    if isinstance(value, tuple):
        return f"({', '.join(map(shape, value))},)"
    if isinstance(value, list | deque | range | type({}.keys()) | type({}.values())):
        return f"[{', '.join(map(shape, value))}]"
    if isinstance(value, set | frozenset):
        kind = "frozenset" if isinstance(value, frozenset) else "set"
        return f"{kind}({', '.join(sorted(map(shape, value)))})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{shape(k)}: {shape(v)}' for k, v in value.items())}}}"
    for kind in (bool, int, float, complex, str, bytes, bytearray):
        if isinstance(value, kind):
            return repr(kind(value))
    if type(value).__module__ == "__main__":
        return _record(type(value).__name__, _attributes(value))
    return repr(value)


def _record(name: str, attributes: dict[str, Any]) -> str:
    return f"{name}({', '.join(f'{key}={shape(each)}' for key, each in attributes.items())})"


def _attributes(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in type(value).__mro__:
        slots = vars(kind).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if hasattr(value, name):
                found[name] = getattr(value, name)
    return found | getattr(value, "__dict__", {})


# --- Guarded text ------------------------------------------------------------------------

#: What a kind of statement may turn into.
BECOMES = {
    "Import": {"Assign"},
    "ImportFrom": {"Assign", "ImportFrom"},
    "AugAssign": {"AugAssign", "Assign"},
    "Expr": {"Expr", "Assign"},
}


def rewrite(source: str, optimize: bool = True) -> str:
    """Return the guarded text of *source*, having checked that its layout survived."""
    text = BOXES[optimize].compile(source).guarded
    assert text.count("\n") == source.count("\n"), text
    assert_layout(source, text)
    _, _, misfits = paired(source, text)
    assert not misfits, misfits  # a traceback could not mark what failed in them
    return text


def assert_layout(source: str, text: str) -> None:
    """Require each statement on its own line, and every comment."""
    there = {(node.lineno, type(node).__name__) for node in _statements(text)}
    for node in _statements(source):
        kind = type(node).__name__
        kinds = BECOMES.get(kind, {kind})
        assert any((node.lineno, each) in there for each in kinds), (
            f"{kind}, {node.lineno}:\n{text}"
        )
    assert list(_comments(text)) == list(_comments(source)), text


def _statements(text: str) -> Iterator[ast.stmt]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        tree = ast.parse(text)
    return (node for node in ast.walk(tree) if isinstance(node, ast.stmt))


def _comments(text: str) -> Iterator[str]:
    # Newlines as the gate reads them: to `tokenize`, a lone "\\r" continues no line.
    for token in tokenize.generate_tokens(io.StringIO(text, newline=None).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


# --- Tables --------------------------------------------------------------------------------

ARROW = "=>"


def tables(package: ModuleType) -> Iterator[ModuleType]:
    """Yield the modules of *package*."""
    for found in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def programs(block: str) -> list[str]:
    """Return the programs of a table: separated by empty lines."""
    text = dedent(block).strip("\n")
    return [f"{part.rstrip()}\n" for part in re.split(r"\n\s*\n", text) if part]


def pairs(block: str) -> list[tuple[str, str]]:
    """Return (source, guarded text) for each program of a table; an arrow stands between them."""
    found = []
    for program in programs(block):
        source, arrow, text = program.partition(f"\n{ARROW}\n")
        assert arrow, f"no arrow in {program!r}"
        found.append((f"{source}\n", text))
    return found


def rewritten(block: str, *, optimize: bool = True) -> Callable[..., None]:
    """Make the test that each program of a table becomes the text beside it."""

    def test(source: str, text: str) -> None:
        assert rewrite(source, optimize) == text
        rewrite(source, not optimize)

    return _parametrised(test, pairs(block))


def refused(table: list[tuple[str, str]]) -> Callable[..., None]:
    """Make the test that each program (code, source) is refused, with that code alone."""

    def test(code: str, source: str) -> None:
        found = BOXES[True].lint(source)
        assert {each.code for each in found} == {code}, found
        assert all(each.message for each in found)

    return _parametrised(test, table)


def same(*blocks: str) -> Callable[..., None]:
    """Make the test that each program of a table does the same natively and guarded."""
    sources = [source for block in blocks for source in programs(block)]
    return _parametrised(assert_same, [(source,) for source in sources])


def _parametrised(check: Callable[..., None], rows: list[Any]) -> Callable[..., None]:
    def test(row: tuple[str, ...]) -> None:
        check(*row)

    ids = [" ".join(row)[:60].split("\n")[0] for row in rows]
    return pytest.mark.parametrize("row", rows, ids=ids)(test)
