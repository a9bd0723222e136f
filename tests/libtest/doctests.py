"""The tests of CPython's that are written as doctests: each string is a session."""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
from pathlib import Path
from typing import Any

import cloche

from .pieces import TestFile
from .reasons import why_not
from .runner import FAIL, LIMITS, NOT_ELIGIBLE, PASS, REFUSED, Outcome

#: What shows the value of an expression, as the interactive prompt does.
SHOWN = "_shown = (\n{}\n)\nif _shown is not None: print(repr(_shown))\n"
_CHECKER = doctest.OutputChecker()
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run_doctests(path: Path, optimize: bool = True, isolation: str = "inline") -> list[Outcome]:
    """Run every string of *path* that holds a session, and return what became of each."""
    found = []
    with cloche.Sandbox(limits=LIMITS, optimize=optimize, isolation=isolation, workers=1) as box:
        tree = TestFile(path, box.policy.modules).tree
        for name, text in _sessions(tree):
            try:
                examples = doctest.DocTestParser().get_examples(text)
            except ValueError:
                continue
            if examples:
                found.append(_run(f"{path.stem}.{name}", text, examples, box))
    return found


def _sessions(tree: ast.Module) -> list[tuple[str, str]]:
    """Strings with a prompt in them, named by the line they end on or their function."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) is str and ">>> " in node.value:
            found.append((f"line {node.lineno}", node.value))
    return found


def _run(name: str, text: str, examples: list[doctest.Example], box: cloche.Sandbox) -> Outcome:
    why = why_not(text)
    if why is None and not _natively(examples):
        why = "natively: other output"
    if why is not None:
        return Outcome(name, NOT_ELIGIBLE, why)
    session = box.session()
    for example in examples:
        try:
            got = session.execute(_statement(example)).stdout
        except cloche.Rejected as rejected:
            found = rejected.diagnostics[0]
            if found.code == "CL001" and "SyntaxError" in (example.exc_msg or ""):
                continue
            return Outcome(name, REFUSED, f"{found.code} {found.message}")
        except cloche.GuestError as error:
            text = f"{error.type_name}: {error.message}" if error.message else error.type_name
            if example.exc_msg is None or not _same(example.exc_msg, f"{text}\n"):
                return Outcome(name, FAIL, f"line {example.lineno}: {text}")
            continue
        except cloche.ClocheError as error:
            return Outcome(name, FAIL, f"line {example.lineno}: {error}")
        if example.exc_msg is not None or not _same(example.want, got):
            return Outcome(name, FAIL, f"line {example.lineno}: {example.want!r} is {got!r}")
    return Outcome(name, PASS)


def _statement(example: doctest.Example) -> str:
    source = example.source.rstrip("\n")
    try:
        ast.parse(source, mode="eval")
    except SyntaxError:
        return example.source
    return SHOWN.format(source)


def _natively(examples: list[doctest.Example]) -> bool:
    names: dict[str, Any] = {"__name__": "__main__"}
    for example in examples:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            try:
                exec(compile(_statement(example), "<native>", "exec", dont_inherit=True), names)
            except Exception as error:
                text = f"{type(error).__name__}: {error}\n"
                if example.exc_msg is None:
                    return False
                if not isinstance(error, SyntaxError) and not _same(example.exc_msg, text):
                    return False
                continue
        if example.exc_msg is not None or not _same(example.want, printed.getvalue()):
            return False
    return True


def _same(want: str, got: str) -> bool:
    return _CHECKER.check_output(want, got, _FLAGS)
