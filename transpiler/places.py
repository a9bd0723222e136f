"""Where in its source each instruction of a guarded program is: for the marks in tracebacks.

Made only when an error is shown. Both texts are parsed, and the two trees walked side by side:
what a guard stands around has the place of what was written, the guard itself that of the
operation it guards. The tree of the guarded text, with these places, is compiled again, and CPython
says which instruction got which; that code is never run.

What does not fit together, which tests see to, has no place. The worst that an error here can do
is a mark at the wrong words.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import CodeType
from typing import Any, Final

from . import vocabulary as words
from .cpython import quietly
from .finish import finish_program

#: Line, last line, column and end; columns in bytes of UTF-8, None where nothing is known.
Place = tuple[int | None, int | None, int | None, int | None]
#: What tells code objects of one program apart.
_Key = tuple[str, str, int, bytes, bytes]
#: Characters of guarded text beyond which a program gets no marks: the walk is not paid for.
LONGEST: Final = 250_000

#: Guards of two operands that stand for an operator.
_OPERATORS: Final = frozenset(
    {
        words.PLUS, words.TIMES, words.POWER, words.SHIFT, words.PERCENT, words.QUOTIENT,
        words.MINUS, words.UNION, words.COMMON, words.EITHER,
    }
)  # fmt: skip
#: Guards whose errors are those of what they stand around, not of the operation it is a part of.
_OF_OPERAND: Final = frozenset(
    {
        words.PIECE, words.METHOD, words.TYPE_PARAMETER, words.COMPRESS, words.ASYNC_COMPRESS,
        words.UNPACK_EACH, words.ASYNC_UNPACK_EACH, words.TICK, words.VIEW, words.MEASURED,
        words.FIRM, words.CHANGING,
    }
)  # fmt: skip
#: `iter` of what is looped over has a place of its own since 3.12.
_LOOPS: Final = frozenset({words.COMPRESS, words.ASYNC_COMPRESS})
#: What is called in the place of a shim.
_REAL: Final = words.BUILTIN_OF.keys() | words.LIBRARY_OF.keys()
_SUITES: Final = frozenset({"body", "orelse", "finalbody"})


def place_of(source: str, guarded: str, code: CodeType, instruction: int) -> Place | None:
    """Return the place in *source* of an instruction of its guarded text, if it is known.

    Parameters:
        code: of the program, or of a function in it.
        instruction: its offset in bytes, as `tb_lasti`.
    """
    if len(guarded) > LONGEST:
        return None
    rows = _table(source, guarded).get(_key(code))
    index = instruction // 2
    return rows[index] if rows is not None and 0 <= index < len(rows) else None


@lru_cache(maxsize=16)
def _table(source: str, guarded: str) -> dict[_Key, list[Place]]:
    plain, placed, _ = paired(source, guarded)
    before, after = finish_program(plain, ""), finish_program(placed, "")
    return {
        _key(one): list(other.co_positions())
        for one, other in zip(_codes(before), _codes(after), strict=True)
        # Lines decide about instructions that do nothing.
        if one.co_code == other.co_code
    }


def _key(code: CodeType) -> _Key:
    return code.co_name, code.co_qualname, code.co_firstlineno, code.co_code, code.co_linetable


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if type(constant) is CodeType:
            yield from _codes(constant)


def paired(source: str, guarded: str) -> tuple[ast.Module, ast.Module, list[str]]:
    """Return the tree of *guarded* twice, the second time with the places of *source*.

    The texts are what could not be paired: none of them, if this file knows all guarded forms.
    """
    trees = [quietly(ast.parse, text) for text in (source, guarded, guarded)]
    for node in ast.walk(trees[2]):
        if hasattr(node, "col_offset"):
            node.col_offset = node.end_col_offset = -1  # type: ignore[attr-defined]
    walk = _Walk()
    walk.suite(trees[0].body, trees[2].body)
    while walk.todo:
        walk.pair(*walk.todo.pop())
    return trees[1], trees[2], walk.misfits


def _give(node: Any, place: Any) -> None:
    """Give *node* the place of the source node *place*."""
    if hasattr(node, "col_offset") and hasattr(place, "col_offset"):
        node.lineno, node.end_lineno = place.lineno, place.end_lineno
        node.col_offset, node.end_col_offset = place.col_offset, place.end_col_offset


def _give_all(node: ast.AST, place: Any) -> None:
    for each in ast.walk(node):
        _give(each, place)


def _called(node: Any) -> str:
    """Return the injected name that *node* calls, or nothing."""
    if type(node) is ast.Call and type(node.func) is ast.Name:
        name: str = node.func.id
        return name if name in words.INJECTED and name not in _REAL else ""
    return ""


def _is_guard(node: ast.expr) -> bool:
    """Tell whether *node* is the class of a guard of a pattern."""
    return type(node) is ast.Name and node.id in words.OF_PATTERNS


class _Walk:
    """Pairs of nodes still to be looked at, each with the source node around it."""

    __slots__ = ("misfits", "todo")

    def __init__(self) -> None:
        self.todo: list[tuple[Any, Any, Any]] = []
        self.misfits: list[str] = []

    def _later(self, source: Any, guarded: Any, around: Any) -> None:
        self.todo.append((source, guarded, around))

    def _misfit(self, source: Any, guarded: Any) -> None:
        self.misfits.append(f"{ast.unparse(source)} // {ast.unparse(guarded)}")
        _give_all(guarded, source)

    # --- Statements ------------------------------------------------------------------------

    def suite(self, sources: list[ast.stmt], guarded: list[ast.stmt]) -> None:
        rest = iter(guarded)
        for source in sources:
            first: Any = next(rest, None)
            # (Two in a row where a handler ticks first, and a long line does there.)
            while first is not None and _called(getattr(first, "value", None)) == words.TICK:
                _give_all(first, source)
                first = next(rest, None)
            if first is None:
                return
            self._statement(source, [first, *_companions(source, first, rest)])

    def _statement(self, source: Any, group: list[Any]) -> None:
        first, kind = group[0], type(source)
        special: Callable[[Any, list[Any]], None] | None = None
        if kind is ast.Import or (kind is ast.ImportFrom and type(first) is ast.Assign):
            special = _imported
        elif kind is ast.Expr and type(first) is ast.Assign:
            special = self._result
        elif kind is ast.AugAssign and (len(group) > 1 or type(first) is ast.Assign):
            special = self._augmented if len(group) == 1 else self._augmented_place
        elif kind is ast.Assign and len(group) > 1:
            special = self._several
        elif kind.__name__ == "TypeAlias":
            special = self._alias
        if special is None:
            self._later(source, first, source)
            return
        for each in group:
            _give_all(each, source)
        special(source, group)

    def _result(self, source: Any, group: list[Any]) -> None:
        self._later(source.value, group[0].value, source)

    def _augmented(self, source: Any, group: list[Any]) -> None:
        """`n = __inplace_times__(n, R)`."""
        _give(group[0].value.args[0], source.target)
        self._later(source.value, group[0].value.args[1], source)

    def _augmented_place(self, source: Any, group: list[Any]) -> None:
        """`__t1__ = (X); __t2__ = …; … = … R …; del …` with temporaries."""
        target = source.target
        self._later(target.value, group[0].value, target)
        key = group[1].value
        if type(target) is ast.Subscript:
            _give(key, target)
            self._later(target.slice, key.args[0], target)
        for each in group[1:-1]:
            stored: Any = each.target if type(each) is ast.AugAssign else each.targets[0]
            _give_all(stored, target)
            value = each.value
            if type(each) is ast.AugAssign:
                self._later(source.value, value, source)
            elif _called(value).startswith("__inplace"):
                _give_all(value.args[0], target)
                self._later(source.value, value.args[1], source)
            elif type(target) is ast.Attribute:
                _give_all(value, target)

    def _several(self, source: Any, group: list[Any]) -> None:
        """`__t1__ = (X); a = __t1__; b, *c = __unpack__(__t1__, d); del __t1__`."""
        self._later(source.value, group[0].value, source)
        for target, each in zip(source.targets, group[1:-1], strict=True):
            _give_all(each.value, target)
            self._later(target, each.targets[0], target)

    def _alias(self, source: Any, group: list[Any]) -> None:
        """`type __t1__[…] = …; X = __type_alias__(__t1__, 'X'); del __t1__`."""
        self._later(source.value, group[0].value, source)
        for one, other in zip(source.type_params, group[0].type_params, strict=True):
            self._later(one, other, source)

    # --- Expressions, and all other nodes ------------------------------------------------------

    def pair(self, source: Any, guarded: Any, around: Any) -> None:
        while True:
            name = _called(guarded)
            if name in _OPERATORS and type(source) is ast.BinOp:
                _give(guarded, source)
                self._later(source.left, guarded.args[0], source)
                self._later(source.right, guarded.args[1], source)
                return
            if name == words.TICK:  # `while True:`
                _give_all(guarded, source)
                return
            if name:
                _give(guarded, source if name in _OF_OPERAND else around)
                if name in _LOOPS and sys.version_info < (3, 12):
                    _give(guarded, around)
                guarded = guarded.args[0]
            elif type(guarded) is ast.BoolOp and _called(guarded.values[0]) == words.TICK:
                _give(guarded, source)
                _give_all(guarded.values[0], source)
                guarded = guarded.values[1]
            elif type(guarded) is ast.MatchClass and _is_guard(guarded.cls):
                _give(guarded, source)
                _give(guarded.cls, source)
                guarded = guarded.patterns[0]
            else:
                break
        if type(guarded) is ast.IfExp and _called(_type_asked(guarded)) == words.TYPE:
            self._tested(source, guarded, around)
        elif type(guarded) is ast.IfExp and _called(guarded.orelse) == words.CHANGING:
            # `(n if not __answering__ else __changing__(n))`, or of what is held.
            _give_all(guarded, source)
            if type(guarded.test) is ast.BoolOp:
                held: Any = guarded.test.values[0]
                self._later(source, held.left.value, around)
        elif _reads_guarded(guarded):
            _give(guarded, source)
            _give_all(guarded.func, source)
            self._later(source.value, guarded.args[0], source)
        elif type(guarded) is ast.Name and guarded.id in _REAL:
            _give(guarded, source)
        elif type(source) is not type(guarded):
            self._misfit(source, guarded)
        else:
            self._fields(source, guarded, around)

    def _tested(self, source: Any, guarded: Any, around: Any) -> None:
        """`(n if __type__(n) in SET else __g__(n))`, with an operator perhaps, or held."""
        looked_at = _type_asked(guarded).args[0]
        other = guarded.orelse
        if _reads_guarded(other) and type(source) is ast.Attribute:
            self._tested_attribute(source, guarded)
            return
        if _called(other) == words.INPLACE_ADDEND and type(looked_at) is ast.Name:
            # It is what stands left that is looked at, unless the two are the same name.
            _give_all(guarded, source)
            _give(other, around)
            self._later(source, guarded.body, around)
            self._later(source, other.args[0], around)
            return
        is_operator = type(guarded.body) is ast.BinOp and _called(other) in _OPERATORS
        if is_operator and getattr(guarded.body.right, "id", "") == words.HELD:
            self._tested_right(source, guarded)
            return
        operand = source.left if is_operator and type(source) is ast.BinOp else source
        _give_all(guarded, operand)
        if type(looked_at) is ast.NamedExpr:
            self._later(operand, looked_at.value, around)
        if is_operator:
            for each in (guarded, guarded.body, other):
                _give(each, source)
            self._later(source.right, guarded.body.right, source)
            self._later(source.right, other.args[1], source)
        elif _called(other) == words.PLACE and len(other.args) == 2:
            for each in (looked_at, other.args[1]):
                _give(each, getattr(around, "slice", around))
            _give(other, around)
        else:
            _give(other, source if _called(other) in _OF_OPERAND else around)

    def _tested_right(self, source: Any, guarded: Any) -> None:
        """`(n * __t0__ if __type__(__t0__ := R) is __floating__ else __times__(n, __t0__))`."""
        _give_all(guarded, source)
        for each in (guarded.body.left, guarded.orelse.args[0]):
            _give_all(each, source.left)
        self._later(source.right, _type_asked(guarded).args[0].value, source)

    def _tested_attribute(self, source: Any, guarded: Any) -> None:
        """`(n.center if __type__(n) in __bare__ else __attr__.center(n))`."""
        _give_all(guarded, source)
        for each in (guarded.body.value, guarded.orelse.args[0]):
            _give_all(each, source.value)
        looked_at = _type_asked(guarded).args[0]
        if type(looked_at) is ast.NamedExpr:
            self._later(source.value, looked_at.value, source)

    def _fields(self, source: Any, guarded: Any, around: Any) -> None:
        _give(guarded, source)
        if type(source) is ast.Assign:
            # What is wrong with a value that is unpacked, CPython finds where it unpacks.
            around = source.targets[0]
        elif hasattr(source, "col_offset"):
            around = source
        for field in source._fields:
            one, other = getattr(source, field), getattr(guarded, field)
            if isinstance(one, ast.AST) and isinstance(other, ast.AST):
                self._later(one, other, around)
            elif type(one) is not list:
                continue
            elif type(source) is ast.JoinedStr:
                self._joined(source, guarded)
            elif field in _SUITES and one and isinstance(one[0], ast.stmt):
                self.suite(one, other)
            elif len(one) == len(other):
                for each, its in zip(one, other, strict=True):
                    if isinstance(each, ast.AST) and isinstance(its, ast.AST):
                        self._later(each, its, around)
            else:
                self._misfit(source, guarded)

    def _joined(self, source: ast.JoinedStr, guarded: ast.JoinedStr) -> None:
        """Fields in their order; texts may be cut otherwise, and computed specs are joined."""
        fields = iter([each for each in source.values if type(each) is ast.FormattedValue])
        for part in guarded.values:
            if type(part) is not ast.FormattedValue:
                _give(part, source)
            elif _called(part.value) == words.SPEC:
                _give_all(part, source)
                for argument in part.value.args:  # type: ignore[attr-defined]
                    each = next(fields, None)
                    if each is not None:
                        self._later(each.value, argument, source)
            else:
                each = next(fields, None)
                if each is not None:
                    self._later(each, part, source)


def _type_asked(node: ast.IfExp) -> Any:
    """Return `__type__(n)` of an inline test, which may ask for a length as well."""
    test = node.test.values[0] if type(node.test) is ast.BoolOp else node.test
    return getattr(test, "left", None)


def _companions(source: ast.stmt, first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    """Yield the statements that were made of *source* besides the first."""
    if type(source) is ast.Import:
        for _ in source.names[1:]:
            yield next(rest)
        return
    targets = getattr(first, "targets", None) or [getattr(first, "name", None)]
    name = targets[0]
    if type(name) is ast.Name and words.is_temporary(name.id):
        for each in rest:
            yield each
            if type(each) is ast.Delete:
                return


def _reads_guarded(node: Any) -> bool:
    """Tell whether *node* is `__attr__.name(X)`."""
    func = node.func if type(node) is ast.Call else None
    if type(func) is not ast.Attribute or type(func.value) is not ast.Name:
        return False
    return func.value.id == words.ATTR


def _imported(source: Any, group: list[Any]) -> None:
    """What an import does, it does at its own place."""
