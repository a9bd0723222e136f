"""Runs the tests of one file in the sandbox, and natively to see which the shim can carry."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cloche

from .pieces import (
    ALWAYS,
    BEFORE,
    SHIM,
    Piece,
    TestClass,
    TestFile,
    names_read,
    without,
    without_tests,
)
from .reasons import why_not

LIMITS = cloche.Limits(seconds=60.0, steps=100_000_000, memory=None, output=None)
#: What a method can come to.
PASS, FAIL, REFUSED, NOT_ELIGIBLE = "pass", "fail", "refused", "not eligible"


@dataclass(frozen=True)
class Outcome:
    """What became of one test method; `why` says it for all but those that pass."""

    test: str
    kind: str
    why: str = ""


@dataclass(frozen=True)
class Block:
    """Lines of a program, and the method (`Class.method`) they belong to, if to one."""

    text: str
    owner: str = ""


def run_file(path: Path, optimize: bool = True) -> list[Outcome]:
    """Run every test of *path* and return what became of each."""
    box = cloche.Sandbox(limits=LIMITS, optimize=optimize)
    file = TestFile(path, box.policy.modules)
    return [outcome for each in file.classes for outcome in _ClassRun(file, each, box).outcomes()]


class _ClassRun:
    def __init__(self, file: TestFile, tested: TestClass, box: cloche.Sandbox) -> None:
        self.file, self.tested, self.box = file, tested, box
        self.nodes = {each.name: each for each in file.tree.body if isinstance(each, ast.ClassDef)}
        self.found: dict[str, Outcome] = {}
        #: Methods left out of the program, as `Class.method`.
        self.dropped: set[str] = set()

    def outcomes(self) -> list[Outcome]:
        self._sort_out()
        if self._left():
            self._natively()
        if self._left():
            self._guarded()
        return [self.found[name] for name in self.tested.methods]

    def _left(self) -> list[str]:
        return [name for name in self.tested.methods if name not in self.found]

    def _note(self, name: str, kind: str, why: str = "") -> None:
        self.found[name] = Outcome(f"{self.file.name}.{self.tested.name}.{name}", kind, why)

    # --- Which are eligible -------------------------------------------------------------

    def _sort_out(self) -> None:
        for owner, method in self._methods():
            why = self._why_not(method)
            if why is not None:
                self.dropped.add(f"{owner}.{method.name}")
                if method.name in self.tested.methods:
                    self._note(method.name, NOT_ELIGIBLE, why)
        missing = self.file.needed(names_read(without_tests(self.tested.node)))[1]
        for name in self._left() if missing else ():
            self._note(name, NOT_ELIGIBLE, f"needs {', '.join(sorted(missing.values()))}")

    def _why_not(self, method: ast.FunctionDef | ast.AsyncFunctionDef) -> str | None:
        text, reads = _bare(method), names_read(method)
        for helper in self._helpers():
            if f".{helper.name}" in text or helper.name in ALWAYS:
                text += _bare(helper)
                reads |= names_read(helper)
        pieces, missing = self.file.needed(reads)
        if missing:
            return f"needs {', '.join(sorted(missing.values()))}"
        private = re.search(rf"\b(?:{'|'.join(self.file.imported)})\._[A-Za-z]\w*", text)
        if private is not None:
            return "private functions of a module"
        return why_not("".join([text, *map(self._bare_piece, pieces)]))

    def _bare_piece(self, piece: Piece) -> str:
        """The text of a piece without comments; of a class with tests nothing, they say it."""
        node = self.nodes.get(next(iter(piece.binds), ""))
        if node is not None and any(node is each for each in self.tested.line):
            return ""
        return ast.unparse(ast.parse(piece.text))

    def _helpers(self) -> Iterable[Any]:
        """The methods of the class and its bases that are no tests."""
        for node in self.tested.line:
            for each in node.body:
                if isinstance(each, ast.FunctionDef) and not each.name.startswith("test"):
                    yield each

    def _methods(self) -> Iterable[tuple[str, Any]]:
        for node in self.nodes.values():
            for each in node.body:
                function = isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
                if function and each.name.startswith("test"):
                    yield node.name, each

    # --- The program ---------------------------------------------------------------------

    def _program(self, names: list[str]) -> tuple[str, list[str]]:
        """Return a program that runs *names* and, line by line, the method a line belongs to."""
        used = frozenset().union(*(names_read(self._kept(each)) for each in self.tested.line))
        pieces, _ = self.file.needed(used - {self.tested.name})
        blocks = [Block(SHIM)]
        for piece in pieces:
            blocks += self._blocks_of(piece)
        blocks += self._class_blocks(self.tested.node)
        blocks.append(Block(f"_outcomes({self.tested.name}, {names!r})\n"))
        future = "from __future__ import annotations\n"
        if any(block.text == future for block in blocks):
            blocks = [Block(future), *(block for block in blocks if block.text != future)]
        owners = [block.owner for block in blocks for _ in range(block.text.count("\n"))]
        return "".join(block.text for block in blocks), owners

    def _kept(self, node: ast.ClassDef) -> ast.ClassDef:
        return without(node, lambda name: f"{node.name}.{name}" in self.dropped)

    def _blocks_of(self, piece: Piece) -> list[Block]:
        node = self.nodes.get(next(iter(piece.binds), ""))
        if node is not None and piece.text == self.file.text_of(node):
            return [] if node is self.tested.node else self._class_blocks(node)
        return [Block(piece.text)]

    def _class_blocks(self, node: ast.ClassDef) -> list[Block]:
        """The class without the methods that are dropped; each method knows its owner."""
        text = self.file.text_of(node).splitlines(keepends=True)
        offset = min([node.lineno, *(each.lineno for each in node.decorator_list)])
        owner = [""] * len(text)
        for each in node.body:
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([each.lineno, *(d.lineno for d in each.decorator_list)])
                for line in range(first, (each.end_lineno or first) + 1):
                    owner[line - offset] = f"{node.name}.{each.name}"
        blocks = [
            Block(line, name)
            for line, name in zip(text, owner, strict=True)
            if name not in self.dropped
        ]
        if node.body[0].lineno == node.lineno:  # `class A(B): pass`
            return blocks
        return [*blocks, Block(" " * 4 + "pass\n")]

    # --- Running it ------------------------------------------------------------------------

    def _natively(self) -> None:
        program, _ = self._program(self._left())
        names: dict[str, Any] = {"__name__": "__main__"}
        lines = program.rstrip("\n").split("\n")
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                exec(compile("\n".join(lines[:-1]), "<native>", "exec", dont_inherit=True), names)
                outcomes = eval(lines[-1], names)
        except Exception as error:
            outcomes = dict.fromkeys(self._left(), f"fail {type(error).__name__}: {error}")
        for name, text in outcomes.items():
            if text != "pass":
                self._note(name, NOT_ELIGIBLE, f"natively: {text}")
                self.dropped.add(f"{self.tested.name}.{name}")

    def _guarded(self) -> None:
        while names := self._left():
            program, owners = self._program(names)
            try:
                self._note_all(self.box.run(program))
            except cloche.Rejected as rejected:
                if not self._drop_refused(rejected, owners):
                    break
            except cloche.ClocheError:
                for name in names:
                    self._alone(name)

    def _alone(self, name: str) -> None:
        """Run one method by itself, since one of them ends the run of all."""
        try:
            self._note_all(self.box.run(self._program([name])[0]))
        except cloche.ClocheError as error:
            self._note(name, FAIL, _one_line(str(error)))

    def _note_all(self, outcomes: dict[str, str]) -> None:
        for name, text in outcomes.items():
            kind, _, why = text.partition(" ")
            self._note(name, PASS if kind == "pass" else FAIL, _one_line(why))

    def _drop_refused(self, rejected: cloche.Rejected, owners: list[str]) -> bool:
        """Drop the methods with a finding; tell whether there were any besides the rest."""
        why = {}
        for each in rejected.diagnostics:
            owner = owners[min(each.line, len(owners)) - 1]
            why.setdefault(owner, f"{each.code} {each.message}")
        if set(why) <= {""}:
            for name in self._left():
                self._note(name, REFUSED, f"what it stands on: {why.get('', 'refused')}")
            return False
        for owner in set(why) - {""}:
            self.dropped.add(owner)
            name = owner.partition(".")[2]
            for each in self._left():
                if each == name or name in BEFORE or self._calls(each, name):
                    self._note(each, REFUSED, why[owner])
        return True

    def _calls(self, method: str, helper: str) -> bool:
        """Tell whether the test *method* calls the method *helper*, as far as its text shows."""
        return not helper.startswith("test") and any(
            f".{helper}" in self.file.text_of(node)
            for _, node in self._methods()
            if node.name == method
        )


def _bare(node: ast.AST) -> str:
    """Return the text of *node* without comments."""
    return ast.unparse(node) + "\n"


def _one_line(text: str, longest: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest] + "…"
