"""A program that is checked and guarded while it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .program import Program
from .runtime import signals
from .runtime.errors import Rejected
from .transpiler import Diagnostic, Refusal
from .transpiler.pieces import Pieces

if TYPE_CHECKING:
    from .sandbox import Sandbox


class Stream:
    """Made by `Sandbox.stream`: takes a source text as it comes, token by token if need be.

    The program is the one that `compile` would give, with two differences. A name must be bound
    before the text that reads it if it is a builtin's that is not available. And since a
    statement does not know those after it, fewer guards of module level are left out.
    """

    def __init__(self, box: Sandbox, filename: str) -> None:
        self._box = box
        self._pieces = Pieces(box.policy, filename)
        self._program: Program | None = None

    @property
    def source(self) -> str:
        """What has come."""
        return self._pieces.source

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What is wrong so far; if anything is, the text will be rejected."""
        return list(self._pieces.diagnostics)

    def feed(self, text: str) -> list[Diagnostic]:
        """Take more of the source; return what is wrong with the statements it completed.

        Once it has returned something, the writer may as well stop: `finish` will raise, and
        nothing that comes later is looked at.

        Raises:
            ValueError: the stream is finished.
            TypeError: *text* is no str.
        """
        if self._program is not None:
            raise ValueError("the stream is finished")
        if not isinstance(text, str):
            raise TypeError(f"text must be a str, not {type(text).__name__}")
        return signals.unharmed(lambda: self._pieces.feed(text))

    def finish(self) -> Program:
        """Return the program; the text has ended.

        Raises:
            Rejected: with what `feed` has returned, or with what is wrong with the rest.
        """
        if self._program is None:
            observers = self._box.observers
            if observers is None:
                self._program = self._compiled()
            else:
                with observers.compiling(self.source):
                    self._program = self._compiled()
        return self._program

    def _compiled(self) -> Program:
        try:
            guarded = signals.unharmed(self._pieces.finish)
        except Refusal as refused:
            diagnostics = refused.diagnostics
        else:
            return Program(self._box, self._box.ask(guarded))
        raise Rejected(diagnostics, self.source)
