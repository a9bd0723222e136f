"""What the walk of one program remembers, and how it fails."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from ..policy import Policy
from .inference import Inference
from .tables import MODULE

Nodes: TypeAlias = Sequence[ast.AST]


class Unproven(Exception):
    """An invariant does not hold at a node."""

    def __init__(self, node: ast.AST, reason: str) -> None:
        super().__init__(reason)
        self.line: int = getattr(node, "lineno", 1)
        self.column: int = getattr(node, "col_offset", 0)  # in bytes of UTF-8
        self.end_line: int = getattr(node, "end_lineno", None) or self.line
        self.end_column: int = getattr(node, "end_col_offset", None) or self.column


class TooLong(Unproven):
    """More is done in a row than a program may: no bug, if nobody could write it better."""


class State:
    """What is left to do, and what is known so far."""

    __slots__ = (
        "_known", "bound", "guarded", "lazy_annotations", "narrow", "native", "parameters",
        "passed", "plain", "policy", "scope", "scopes", "short", "shown", "strings", "todo", "tree",
        "unread", "untimed",
    )  # fmt: skip

    def __init__(self, policy: Policy, tree: ast.Module) -> None:
        self.policy = policy
        self.tree = tree
        self.guarded = policy.guarded
        self.todo: list[ast.AST] = []
        self.scope = MODULE
        self.scopes: list[tuple[str, Nodes]] = []
        self.unread: set[ast.AST] = set()  # subscripts in annotations
        self.passed: set[ast.AST] = set()  # calls whose result nobody gets hold of
        self.plain: set[str] = set()  # identifiers found to be no dunders
        self.native: set[str] = set()  # attribute names found to be native
        self.bound: set[str] = set()  # plain names that the program binds, anywhere
        self.parameters: set[str] = set()  # names of type parameters
        self.untimed: list[
            ast.FunctionDef | ast.AsyncFunctionDef
        ] = []  # functions that do not tick first
        self.short: list[ast.For] = []  # loops that do not tick
        self.strings: set[int | None] = set()  # numbers of f-strings
        self.shown: list[ast.Name] = []  # what is read as the name of a type parameter
        self.narrow: list[ast.Name] = []  # exception types of handlers that do not tick first
        self.lazy_annotations = sys.version_info >= (3, 14) or any(
            alias.name == "annotations"  # the only import is one from `__future__`
            for statement in tree.body
            if type(statement) is ast.ImportFrom
            for alias in statement.names
        )
        self._known: Inference | None = None

    @property
    def known(self) -> Inference:
        """What is known of the types of values; inferred when first asked for."""
        if self._known is None:
            self._known = Inference(self.tree, self.policy)
        return self._known

    @property
    def texts(self) -> bool:
        """Whether annotations are kept as text, and CPython compiles nothing of them (PEP 563).

        Whoever evaluates such a text sends it through all stages. (3.14 evaluates annotations
        when they are asked for.)
        """
        return self.lazy_annotations and sys.version_info < (3, 14)

    def annotate(self, node: ast.expr | None) -> None:
        """Put an annotation, if there is one, on `todo`; of a text the names that it reads."""
        if node is None:
            return
        if self.texts:
            self.todo += [each for each in ast.walk(node) if type(each) is ast.Name]
            return
        if self.lazy_annotations:
            self.unread.update(each for each in ast.walk(node) if type(each) is ast.Subscript)
        self.todo.append(node)

    def push(self, nodes: Iterable[ast.AST | None]) -> None:
        """Put the nodes that are there on `todo`."""
        self.todo += [node for node in nodes if node is not None]
