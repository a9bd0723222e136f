"""Runs the tests of one file in the sandbox, and natively to see which the shim can carry."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cloche
from cloche.transpiler.vocabulary import is_dunder

from .pieces import (
    AFTER,
    ALWAYS,
    FUNCTIONS,
    Piece,
    TestClass,
    TestFile,
    member_names,
    names_read,
    rest_of,
    without,
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


def run_file(path: Path, optimize: bool = True, isolation: str = "inline") -> list[Outcome]:
    """Run every test of *path* and return what became of each."""
    with cloche.Sandbox(limits=LIMITS, optimize=optimize, isolation=isolation, workers=1) as box:
        file = TestFile(path, box.policy.modules)
        runs = [_ClassRun(file, each, box) for each in file.classes]
        return [outcome for run in runs for outcome in run.outcomes()]


@dataclass(frozen=True)
class Member:
    """A member of a class: a method, or what else a statement of its body binds."""

    owner: str
    node: ast.stmt
    name: str

    @property
    def full_name(self) -> str:
        return f"{self.owner}.{self.name}"

    @property
    def is_test(self) -> bool:
        return isinstance(self.node, FUNCTIONS) and self.name.startswith("test")


class _ClassRun:
    def __init__(self, file: TestFile, tested: TestClass, box: cloche.Sandbox) -> None:
        self.file, self.tested, self.box = file, tested, box
        self.nodes = {each.name: each for each in file.tree.body if isinstance(each, ast.ClassDef)}
        self.found: dict[str, Outcome] = {}
        #: Members left out of the program, as `Class.name`.
        self.dropped: set[str] = set()
        self.members = [
            Member(node.name, each, name)
            for node in tested.line
            for each in node.body
            for name in member_names(each)
        ]

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
        for member in self.members:
            why = self._why_not(member)
            if why is not None:
                self._drop(member.full_name, NOT_ELIGIBLE, why)
        missing = self.file.needed(names_read(rest_of(self.tested.node)))[1]
        for name in self._left() if missing else ():
            self._note(name, NOT_ELIGIBLE, f"needs {', '.join(sorted(missing.values()))}")

    def _why_not(self, member: Member) -> str | None:
        text = _bare(member.node)
        pieces, missing = self.file.needed(names_read(member.node))
        if missing:
            return f"needs {', '.join(sorted(missing.values()))}"
        # `self.uuid` may be `py_uuid` or `c_uuid`.
        short = {name.removeprefix("py_").removeprefix("c_") for name in self.file.imported}
        modules = "|".join(self.file.imported | short)
        private = re.search(rf"\b(?:self\.)?(?:{modules})\._[A-Za-z]\w*", text)
        if private is not None:
            return "private functions of a module"
        return why_not("".join([text, *map(self._bare_piece, pieces)]))

    def _bare_piece(self, piece: Piece) -> str:
        """The text of a piece without comments; of a class with tests nothing, they say it."""
        node = self.nodes.get(next(iter(piece.binds), ""))
        if node is not None and any(node is each for each in self.tested.line):
            return ""
        return ast.unparse(ast.parse(piece.text))

    def _drop(self, owner: str, kind: str, why: str) -> None:
        """Leave the member *owner* out, and note what becomes of the tests that rest on it."""
        if owner in self.dropped:
            return
        self.dropped.add(owner)
        name = owner.partition(".")[2]
        for each in self._left():
            if name in self._used_by(each) and name not in AFTER:
                self._note(each, kind, why)

    def _used_by(self, test: str) -> frozenset[str]:
        """Return the names of members that *test* rests on, itself among them."""
        used = {test}
        mentioned = self._mentioned(test)
        while True:
            more = {
                member.name
                for member in self.members
                if member.name not in used
                and not member.is_test
                and (member.name in ALWAYS or member.name in mentioned or is_dunder(member.name))
            }
            if not more:
                return frozenset(used)
            used |= more
            mentioned |= frozenset().union(*map(self._mentioned, more))

    @cache  # noqa: B019
    def _mentioned(self, name: str) -> frozenset[str]:
        """Return every word in the text of the members called *name*."""
        texts = (_bare(member.node) for member in self.members if member.name == name)
        return frozenset(re.findall(r"\w+", "".join(texts)))

    # --- The program ---------------------------------------------------------------------

    def _program(self, names: list[str], alone: bool = False) -> tuple[str, list[str]]:
        """Return a program that runs *names* and, line by line, the member a line belongs to.

        Parameters:
            alone: leave out the members that the tests *names* do not use.
        """
        dropped = set(self.dropped)
        if alone:
            used = frozenset().union(*map(self._used_by, names))
            dropped |= {each.full_name for each in self.members if each.name not in used}
        kept = [
            without(each, lambda name, owner=each.name: f"{owner}.{name}" in dropped)  # type: ignore[misc]
            for each in self.tested.line
        ]
        reads = frozenset().union(*map(names_read, kept))
        pieces, _ = self.file.needed(reads - {self.tested.name})
        blocks = [Block(self.file.shim)]
        for piece in pieces:
            blocks += self._blocks_of(piece, dropped)
        blocks += self._class_blocks(self.tested.node, dropped)
        blocks.append(Block(f"_outcomes({self.tested.name}, {names!r})\n"))
        future = "from __future__ import annotations\n"
        if any(block.text == future for block in blocks):
            blocks = [Block(future), *(block for block in blocks if block.text != future)]
        owners = [block.owner for block in blocks for _ in range(block.text.count("\n"))]
        return "".join(block.text for block in blocks), owners

    def _blocks_of(self, piece: Piece, dropped: set[str]) -> list[Block]:
        node = self.nodes.get(next(iter(piece.binds), ""))
        if node is not None and piece.text == self.file.text_of(node):
            return [] if node is self.tested.node else self._class_blocks(node, dropped)
        return [Block(piece.text)]

    def _class_blocks(self, node: ast.ClassDef, dropped: set[str]) -> list[Block]:
        """The class without the members that are dropped; each line knows its member."""
        text = self.file.text_of(node).splitlines(keepends=True)
        offset = min([node.lineno, *(each.lineno for each in node.decorator_list)])
        owner = [""] * len(text)
        for each in node.body:
            for name in member_names(each):
                decorators = getattr(each, "decorator_list", ())
                first = min([each.lineno, *(d.lineno for d in decorators)])
                for line in range(first, (each.end_lineno or first) + 1):
                    owner[line - offset] = f"{node.name}.{name}"
        blocks = [
            Block(line, name) for line, name in zip(text, owner, strict=True) if name not in dropped
        ]
        if node.body[0].lineno == node.lineno:  # `class A(B): pass`
            return blocks
        return [*blocks, Block(" " * 4 + "pass\n")]

    # --- Running it ------------------------------------------------------------------------

    def _natively(self) -> None:
        for name, text in self._native_outcomes(self._left()).items():
            if text != "pass":
                self._note(name, NOT_ELIGIBLE, f"natively: {_one_line(text)}")
                self.dropped.add(f"{self.tested.name}.{name}")

    def _native_outcomes(self, tests: list[str], alone: bool = False) -> dict[str, str]:
        program, _ = self._program(tests, alone)
        names: dict[str, Any] = {"__name__": "__main__"}
        lines = program.rstrip("\n").split("\n")
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                exec(compile("\n".join(lines[:-1]), "<native>", "exec", dont_inherit=True), names)
                found: dict[str, str] = eval(lines[-1], names)
                return found
        except Exception as error:
            if alone:
                return dict.fromkeys(tests, f"fail {type(error).__name__}: {error}")
            each = (self._native_outcomes([name], alone=True) for name in tests)
            return {name: text for outcome in each for name, text in outcome.items()}

    def _guarded(self) -> None:
        while names := self._left():
            program, owners = self._program(names)
            try:
                self._note_all(self.box.run(program))
            except cloche.Rejected as rejected:
                if not self._drop_refused(rejected, owners):
                    break
            except cloche.ClocheError:
                break
        for name in self._left():
            self._alone(name)

    def _alone(self, name: str) -> None:
        """Run one method by itself: what it shares with others ended or refused all of them."""
        while name not in self.found:
            program, owners = self._program([name], alone=True)
            try:
                self._note_all(self.box.run(program))
            except cloche.Rejected as rejected:
                if not self._drop_refused(rejected, owners):
                    found = rejected.diagnostics[0]
                    why = f"what it stands on: {found.code} {found.message}"
                    self._note(name, REFUSED, _one_line(why))
            except cloche.ClocheError as error:
                self._note(name, FAIL, _one_line(str(error)))

    def _note_all(self, outcomes: dict[str, str]) -> None:
        for name, text in outcomes.items():
            kind, _, why = text.partition(" ")
            self._note(name, PASS if kind == "pass" else FAIL, _one_line(why))

    def _drop_refused(self, rejected: cloche.Rejected, owners: list[str]) -> bool:
        """Drop the members with a finding; tell whether that leaves nothing to refuse."""
        why: dict[str, str] = {}
        for each in rejected.diagnostics:
            owner = owners[min(each.line, len(owners)) - 1]
            why.setdefault(owner, f"{each.code} {each.message}")
        for owner in set(why) - {""}:
            self._drop(owner, REFUSED, why[owner])
        return "" not in why


def _bare(node: ast.AST) -> str:
    """Return the text of *node* without comments."""
    return ast.unparse(node) + "\n"


def _one_line(text: str, longest: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest] + "…"
