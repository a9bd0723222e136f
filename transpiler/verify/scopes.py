"""What is noted of the scopes of a program: blocks, their names, places, what is bound.

A block is a scope. A place is the chain of suites around a node, innermost first, each with the
index of the statement; it tells what certainly ran before. `noting.py` makes all of them.
"""

from __future__ import annotations

import ast
from typing import Final, NamedTuple

from .calls import Function
from .tables import CLASS

Path = tuple[int, ...]
STAR: Final = -1
#: How many items a star takes is not known, nor which is left for its neighbour.
BESIDE_STAR: Final = -2


class Place(NamedTuple):
    """Statement *number* of the suite *suite* (its identity), which lies in *around*."""

    suite: int
    number: int
    around: Place | None


class Binding(NamedTuple):
    """A name gets what is at *path* in *value*; of `source`, if it is a loop's, in each item.

    An augmented assignment has its node in *augmented*.
    """

    value: ast.expr
    path: Path = ()
    loop: bool = False
    augmented: ast.AugAssign | None = None


class Names:
    """What is bound to one name in one block; *mystery* if that is not all.

    *foreign* if code of another block binds it.
    """

    __slots__ = (
        "after", "bindings", "definitions", "fixed", "foreign", "inside", "mystery", "otherwise",
        "parameter",
    )  # fmt: skip

    def __init__(self, mystery: bool = False) -> None:
        self.bindings: list[Binding] = []
        self.mystery = mystery
        self.foreign = False
        #: Plain functions, and whether anything else that is no expression is bound.
        self.definitions: list[Function] = []
        self.parameter = False
        #: It is a parameter, and stays what it was given.
        self.fixed = False
        self.otherwise = False
        #: By suite, after which statement, and in which suites, it is surely bound; asked of
        #: globals only.
        self.after: dict[int, int] = {}
        self.inside: set[int] = set()

    def is_after(self, place: Place | None) -> bool:
        """Tell whether a binding of these, of module level, has certainly run before *place*."""
        while place is not None:
            suite = place.suite
            if suite in self.inside or place.number > self.after.get(suite, place.number):
                return True
            place = place.around
        return False

    def is_only_parameter(self) -> bool:
        bound = self.bindings or self.definitions
        return self.parameter and not (bound or self.otherwise or self.foreign)


class Block:
    """A scope, with the names bound in it and those declared to be bound elsewhere.

    *annotates* if it is that of type parameters, or in one. From there, as from a class body, a
    read *sees a class*: it may find a name of it.
    """

    __slots__ = (
        "annotates", "around", "comprehends", "declared", "first", "function", "generates", "kind",
        "names", "pauses",
    )  # fmt: skip

    def __init__(self, kind: str, around: Block | None) -> None:
        self.kind = kind
        self.around = around
        self.comprehends = False
        self.generates = False  # a generator expression, which is left and entered again
        self.pauses = False  # a generator or coroutine function
        self.function: Function | None = None
        self.first = ""  # the first positional parameter of a function
        self.names: dict[str, Names] = {}
        self.declared: dict[str, bool] = {}  # name → whether it is global
        self.annotates: bool = around is not None and around.annotates

    @property
    def sees_class(self) -> bool:
        return self.kind == CLASS or self.annotates

    def module(self) -> Block:
        """Return the block of the module."""
        block = self
        while block.around is not None:
            block = block.around
        return block
