"""Stage *gate*: source in any shape becomes text that LibCST can be trusted with.

LibCST's native parser overflows the C stack on deep input, which ends the process, and takes
exponential time on some short ones. CPython's parser does neither (with two exceptions, see
`before_parsing`), so it goes first, and its tree says how deep and how large the program is. The
order of the checks matters: each may rely on what the ones before it have refused.

    size → characters → newlines → `before_parsing` → CPython's parser → depth and size
         → what the tree does not show → CPython's compiler
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Final

from .compile import TOP_LEVEL_AWAIT, compile_tree
from .cpython import (
    MASS_HINT,
    NOT_TEXT,
    TOO_DEEP,
    TOO_MUCH,
    characters,
    quietly,
    refusal,
    refuse,
)
from .decode import decoded
from .gate_lines import most_effort
from .gate_text import before_parsing, pattern_effort, scan
from .gate_tree import (
    Size,
    compile_effort,
    overflowing_comprehension,
    pattern_spans,
    refuse_own_name,
    size,
)
from .policy import SourceLimits


@dataclass(frozen=True, slots=True)
class Gated:
    """A source text that has passed.

    Parameters:
        text: what both LibCST and CPython are to read; its only line ends are `\\n`.
        tree: CPython's tree of it, which compiles.
    """

    text: str
    tree: ast.Module


def gate(
    source: str | bytes, limits: SourceLimits, filename: str = "<guest>", compiled: bool = True
) -> Gated:
    """Let *source* pass if it is a Python program of tolerable size.

    Parameters:
        source: the program; bytes are UTF-8, with or without a byte order mark.
        limits: see `SourceLimits`.
        filename: handed to CPython; appears in nothing that is returned.
        compiled: whether CPython's compiler is asked too; if not, it is for the caller to do so
            with `compiles`, should the program be refused in the end.

    Raises:
        Refusal: CL001 syntax error, CL002 too large, CL003 too deep, CL004 too much work,
            CL005 not text, CL101 a name that CPython's compiler mixes up with its own.
    """
    text = decoded(source, limits)
    before_parsing(text, limits)
    tree = _parsed(text, filename)
    _check_layout(tree, text)
    walked = size(tree, text, limits)
    refuse_own_name(walked.nodes, text)
    if not _harmless(walked, text, limits):
        _check_effort(tree, walked, text, limits)
    if compiled:
        compile_tree(tree, filename, text, TOP_LEVEL_AWAIT)
    return Gated(text, tree)


def compiles(text: str, filename: str = "<guest>") -> None:
    """Let *text*, which has passed in all else, pass if CPython's compiler takes it.

    Raises:
        Refusal: CL001, CL003.
    """
    compile_tree(_parsed(text, filename), filename, text, TOP_LEVEL_AWAIT)


# --- CPython's parser -----------------------------------------------------------------------


def _parsed(text: str, filename: str) -> ast.Module:
    try:
        return quietly(ast.parse, text, filename)
    except Exception as error:
        raise refusal(error, text, byte_columns=False) from None


#: Lines that LibCST reads otherwise than CPython: a form feed before code (CPython takes it
#: for the start of the line, LibCST loses it), and a backslash alone (LibCST loses the line).
_ODD_LINE: Final = re.compile(
    r"^(?:[ \t]*(?P<feed>\f)[ \t\f]*[^ \t\f\n#]|[ \t\f]*(?P<lone>\\)$)", re.MULTILINE
)


def _check_layout(tree: ast.Module, text: str) -> None:
    """Refuse layout at the start of a logical line that LibCST would not give back."""
    if "\f" not in text and "\\\n" not in text:
        return
    odd = list(_ODD_LINE.finditer(text))
    if not odd:
        return
    inner = _inner_lines(tree)
    line, last = 1, 0
    for found in odd:
        line, last = line + text.count("\n", last, found.start()), found.start()
        if line in inner:
            continue
        kind = found.lastgroup or "lone"
        column = found.start(kind) - last
        what = "a form feed before the code" if kind == "feed" else "only a backslash"
        raise refuse(line, column, NOT_TEXT, f"the line has {what}", "remove it")


def _inner_lines(tree: ast.Module) -> set[int]:
    """Return the lines that begin within an expression (a string, say) or simple statement."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt) and not hasattr(node, "body"):
            inner.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
    return inner


# --- Work ----------------------------------------------------------------------------------------

_SMALL: Final = 1_000


def _harmless(walked: Size, text: str, limits: SourceLimits) -> bool:
    """Tell from a few counts that `_check_effort` would pass. Most snippets are so small."""
    opening = text.count("(") + text.count("[") + text.count("{")
    tokens = len(walked.nodes) + opening + text.count("\n")
    return (
        len(walked.nodes) <= _SMALL
        and opening <= limits.brackets
        and text.count('"') + text.count("'") <= 2 * limits.pieces
        and tokens * max(3, opening) + walked.effort <= limits.effort
        # So few nodes can be too much for the compiler only with these words.
        and limits.compile_effort >= 4 * _SMALL**2
        and text.count("for") + text.count("try") + text.count("with") < 20
        and "finally" not in text
        and "case" not in text
    )


def _check_effort(tree: ast.Module, walked: Size, text: str, limits: SourceLimits) -> None:
    """Refuse what LibCST's parser or CPython's compiler would take long for, or die of."""
    most = most_effort(tree, text, limits)
    if most is None or walked.effort + most > limits.effort:
        most = scan(text, limits)
    effort = walked.effort + most
    if "case" in text:
        for start, end in pattern_spans(walked.nodes, text):
            effort += pattern_effort(text, start, end, limits)
    if effort > limits.effort:
        raise refuse(1, 0, TOO_MUCH, "too much nesting in too long a source", MASS_HINT)
    node = overflowing_comprehension(walked.nodes)
    if node is not None:
        column = characters(text.split("\n")[node.lineno - 1], node.col_offset)
        message = "too many blocks and comprehensions inside one another"
        raise refuse(node.lineno, column, TOO_DEEP, message, "move parts into functions")
    if compile_effort(tree, walked.nodes, text, limits) > limits.compile_effort:
        message = "too much for the compiler (`finally`, captures, keywords, closures, constants)"
        raise refuse(1, 0, TOO_MUCH, message, MASS_HINT)
