"""Stage *parse*: text that has passed the gate becomes a LibCST module.

LibCST's grammar is a near relative of CPython's, not the same: it refuses a few
programs that CPython takes (`class A(b, c=d, *e)`), and reads a few details differently.
The first is CL006; nothing here looks for the second, since comparing `module.code` with the
text would cost a third of the parse. It is the verifier, which reads the guarded text with
CPython alone, that makes such a difference harmless.
"""

from __future__ import annotations

import libcst

from .cpython import UNREADABLE, refuse
from .diagnostics import Refusal


def parse(text: str) -> libcst.Module:
    """Read *text*, the `.text` of a `Gated`, with LibCST.

    LibCST's native parser knows one grammar, its newest, whatever Python it runs on or a
    `PartialParserConfig` names; what an older Python does not know, the gate has refused.

    Raises:
        Refusal: LibCST cannot read it (CL006).
    """
    try:
        return libcst.parse_module(text)
    except libcst.ParserSyntaxError as error:
        raise _refusal(text, error.raw_line, error.raw_column) from None
    except Exception as error:
        raise _refusal(text, 1, 0, type(error).__name__) from None
    except BaseException as error:
        # A panic of the native parser is a BaseException so that Python code lets it pass.
        if type(error).__name__ != "PanicException":
            raise
        raise _refusal(text, 1, 0, "panic") from None


def _refusal(text: str, line: int, column: int, kind: str = "") -> Refusal:
    lines = text.split("\n")
    line = min(max(line, 1), len(lines) + 1)
    column = min(max(column, 0), len(lines[line - 1])) if line <= len(lines) else 0
    message = "LibCST cannot read this" + (f" ({kind})" if kind else "")
    return refuse(line, column, UNREADABLE, message, "write it in a more common form")
