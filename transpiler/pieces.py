"""A source text that comes in pieces: each statement is guarded as soon as it is complete.

What has come is cut where a statement of module level begins that cannot belong to the one before
it. What lies before the cut passes gate, check and rewrite at once. When the text has ended only
the last statement is left to them; the guarded text as a whole is then verified and compiled as
any other is, so how it was cut is no matter of trust.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, cast

from . import Guarded, finished, guard
from .cpython import quietly, refusal
from .diagnostics import SYNTAX, Diagnostic, Refusal
from .gate import gate
from .gate_text import before_parsing
from .policy import Policy

#: What may follow a complete statement at the left margin and yet belong to it.
_CLAUSES: Final = ("else", "elif", "except", "finally")
#: A line that cannot begin a statement: blank, indented, a comment, the end of a bracket.
_NO_START: Final = frozenset(" \t\f\n\r#)]}")
_CLAUSE: Final = re.compile(rf"(?:{'|'.join(_CLAUSES)})\b")
#: Ends a piece, so that its own last expression is not taken for the program's value.
_SEAL: Final = "pass\n"
#: Text is parsed again and again until a statement is complete: at most this many times
#: `SourceLimits.bytes` in all. After that, all that is left waits for the end.
_EFFORT: Final = 16
#: A statement that goes on is looked into whenever it has grown by this factor, and it is parsed
#: again, to see whether it is complete, where it has grown by one part of so many.
_GROWTH: Final = 1.25
_AGAIN: Final = 16
#: `codeop.PyCF_ALLOW_INCOMPLETE_INPUT`: an error says whether more text could mend it.
_INCOMPLETE: Final = 0x4000
#: For text that may go on: then the error is a SyntaxError of `incomplete input`.
FLAGS: Final = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | _INCOMPLETE


class Pieces:
    """The text so far.

    Parameters:
        policy: of the program; names that later pieces bind count as unknown.
        filename: for tracebacks.
    """

    def __init__(self, policy: Policy, filename: str = "<guest>") -> None:
        self.diagnostics: list[Diagnostic] = []
        self._policy = policy
        self._filename = filename
        self._done: list[str] = []  # pieces that lie before the last cut
        self._lines = 0  # in them
        self._guarded: list[str] = []  # what became of each
        self._tail = ""  # what has come since
        self._size = 0  # characters that have come
        self._from = 0  # where in the tail to look for the next cut
        self._known: set[str] = set()
        self._features: set[str] = set()
        self._looked = 0  # characters of the tail that were looked at ahead of a cut
        self._incomplete = 0  # characters of the tail that were parsed in vain
        self._effort = _EFFORT * policy.limits.bytes
        self._carriage_return = False

    @property
    def source(self) -> str:
        """What has come, newlines normalised; once it is too long, its beginning."""
        return "".join(self._done) + self._tail

    def feed(self, text: str) -> list[Diagnostic]:
        """Take more of the text; return what is wrong with statements that it completed.

        After the first diagnostic nothing more is looked at: the text will be refused.
        """
        if self._carriage_return:
            text = "\r" + text
        # It may be the first half of a line end.
        self._carriage_return = text.endswith("\r")
        text = text.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")
        if not self._size:
            text = text.removeprefix("\ufeff")
        if self._size <= self._policy.limits.bytes:
            self._tail += text
            self._size += len(text)
        if self.diagnostics or self._size > self._policy.limits.bytes:
            return []  # `finish` says so
        self._cut()
        if not self.diagnostics:
            self._look_ahead()
        return list(self.diagnostics)

    def finish(self) -> Guarded:
        """Return the whole, compiled.

        Raises:
            Refusal: with what `feed` has returned, or else as `transpile`.
        """
        if self.diagnostics:
            raise Refusal(self.diagnostics)
        text = gate(self.source, self._policy.limits, self._filename).text
        return finished(text, self._policy, self._filename, self._joined)

    def _joined(self, text: str, policy: Policy, features: frozenset[str]) -> str:
        """Guard *text*, the whole, by its pieces; or anew if *policy* is another by now."""
        if policy is not self._policy:
            return guard(text, policy, features)
        try:
            begun = bool(self._guarded)
            last = guard(self._tail, self._granted(), features | self._features, begun)
        except Refusal as refused:
            raise Refusal([self._moved(each) for each in refused.diagnostics]) from None
        return "".join(self._guarded) + last

    # --- Cutting ---------------------------------------------------------------------------

    def _cut(self) -> None:
        """Guard all statements that are complete."""
        while (start := self._start()) is not None:
            if start < self._incomplete + self._incomplete // _AGAIN:
                continue
            piece = self._tail[:start]
            tree = self._parsed(piece)
            if tree is None:
                self._incomplete = start
            else:
                self._take(piece, tree)
            if self.diagnostics or self._effort < 0:
                return

    def _look_ahead(self) -> None:
        """Look into a long statement that goes on, where those inside of it are complete."""
        end = self._tail.rfind("\n") + 1
        if end < _GROWTH * max(self._looked, 1):
            return
        self._looked = end
        piece = self._tail[:end]
        tree = self._parsed(piece)
        if tree is None or not tree.body:
            return
        try:
            gate(piece, self._policy.limits, self._filename)
            guard(piece, self._granted(), frozenset(self._features))
        except Refusal as refused:
            # The compiler's own errors may be mended by what follows: `nonlocal x`, say.
            lasting = [each for each in refused.diagnostics if each.code != SYNTAX]
            self._refuse(Refusal(lasting))

    def _start(self) -> int | None:
        """Return where in the tail a statement may begin after a complete one, the next time."""
        tail = self._tail
        while at := tail.find("\n", self._from) + 1:
            end = tail.find("\n", at)
            line = tail[at : len(tail) if end < 0 else end]
            if end < 0 and any(clause.startswith(line) for clause in _CLAUSES):
                return None  # more of this line is to be seen
            self._from = at
            if line[:1] not in _NO_START and line and not _CLAUSE.match(line):
                return at
        return None

    def _parsed(self, piece: str) -> ast.Module | None:
        """Return the tree of *piece*, or None as long as it is not complete."""
        self._effort -= len(piece)
        if self._effort < 0:
            return None
        try:
            before_parsing(piece, self._policy.limits)
            tree = quietly(compile, piece, self._filename, "exec", FLAGS, dont_inherit=True)
            return cast("ast.Module", tree)
        except Refusal as refused:
            self._refuse(refused)
        except SyntaxError as error:
            if "incomplete input" not in (error.msg or ""):
                self._refuse(refusal(error, piece, byte_columns=False))
        except Exception as error:
            self._refuse(refusal(error, piece, byte_columns=False))
        return None

    def _take(self, piece: str, tree: ast.Module) -> None:
        try:
            text = gate(piece, self._policy.limits, self._filename).text
            begun = bool(self._guarded)
            guarded = guard(text + _SEAL, self._granted(), frozenset(self._features), begun)
        except Refusal as refused:
            self._refuse(refused)
            return
        self._guarded.append(guarded.removesuffix(_SEAL))
        self._done.append(piece)
        self._lines += piece.count("\n")
        self._tail = self._tail[len(piece) :]
        self._from = self._looked = self._incomplete = 0
        self._known.update(_bound(tree, self._policy))
        self._features.update(_features(tree))

    def _granted(self) -> Policy:
        return replace(self._policy, tools=self._policy.tools | self._known)

    def _refuse(self, refused: Refusal) -> None:
        self.diagnostics += map(self._moved, refused.diagnostics)

    def _moved(self, each: Diagnostic) -> Diagnostic:
        """Return a diagnostic of the piece under way with its line in the whole."""
        before = self._lines
        return replace(each, line=each.line + before, end_line=each.end_line + before)


def _bound(tree: ast.Module, policy: Policy) -> Iterator[str]:
    """Yield the names that *tree* binds anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            yield from policy.exports.get(node.module or "", ())
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest


def _features(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            yield from (alias.name for alias in node.names)
