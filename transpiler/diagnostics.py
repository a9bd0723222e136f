"""What the transpiler has to say about a source text."""

from __future__ import annotations

from .records import dataclass

#: The code of what CPython's parser or compiler refuses.
SYNTAX = "CL001"
#: The code of what the verifier refuses.
UNPROVEN = "CL999"
#: What is said of a statement that does more in a row than it may: code, message and hint.
LONG = ("CL406", "this statement does too much before it can be stopped", "split it into several")


def reserved_name(name: str) -> tuple[str, str, str]:
    """Return code, message and hint for a dunder name where none may stand."""
    message = f"the name '{name}' is reserved"
    return "CL101", message, "choose a name without double underscores"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One reason a source text is refused.

    Parameters:
        line, column: where it starts; lines count from 1, columns from 0 in characters.
        end_line, end_column: where it ends (exclusive).
        code: the rule, such as `CL101`; `docs/language.md` lists them.
        message: what is wrong, in one line.
        hint: what would be right, in one line; empty if there is nothing to say.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.line}:{self.column + 1}: {self.code} {self.message}{hint}"


class Refusal(Exception):
    """A stage refuses the source; `host` turns this into `cloche.Rejected`."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics
