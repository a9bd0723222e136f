"""What a started run has come to: a pause before a call, or its end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NoReturn

from ..execution import bare
from ..program import Result
from ..transpiler.records import dataclass

if TYPE_CHECKING:
    from .life import Life


@dataclass(frozen=True, slots=True)
class Done(Result):
    """The program is over; a `Result`."""


class Paused:
    """A program that waits at a call which has not been made; see `Sandbox.start`.

    It goes on once, with `resume`, `fail` or `call`, from any thread. One that is dropped ends
    its run: nothing of the program runs any more. It can be dumped at any time, also when the
    run has gone on: a dump is of the moment of the pause.

    Attributes:
        tool: name of the tool.
        args: positional arguments, as plain data.
        kwargs: the others.
        line: of the program, if known.
        stdout: what the program had printed.
    """

    __slots__ = ("__weakref__", "_count", "_dump", "_lives", "_pid", "args", "kwargs", "line",
                 "stdout", "tool")  # fmt: skip

    def __init__(
        self,
        life: Life,
        tool: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        line: int | None,
        stdout: str,
    ) -> None:
        self.tool = tool
        self.args = args
        self.kwargs = kwargs
        self.line = line
        self.stdout = stdout
        #: Taken by whoever goes on first.
        self._lives = [life]
        self._dump = life.dumper()
        self._pid = os.getpid()

    @bare
    def resume(self, value: object = None) -> Paused | Done:
        """Go on as if the tool had returned *value*; it is not called.

        Raises:
            RuntimeError: this step was gone on with already, or is another process's.
            BoundaryError: *value* may not enter; the run still waits.
            as `Sandbox.start`.
        """
        self._life().admit(value, f"{self.tool}()")
        return self._taken().resume(value)

    @bare
    def fail(self, error: Exception) -> Paused | Done:
        """Go on as if the tool had raised *error*; it is not called.

        Raises:
            TypeError: *error* is no instance of `Exception`; the run still waits.
            RuntimeError: as `resume`.
            as `Sandbox.start`.
        """
        if not isinstance(error, Exception):
            raise TypeError(f"fail() takes an exception, not {type(error).__name__}")
        return self._taken().fail(error)

    @bare
    def call(self) -> Paused | Done:
        """Call the tool, and go on with what comes of it; raises as `Sandbox.start`."""
        return self._taken().call(self.tool, self.args, self.kwargs)

    @bare
    def dump(self, key: bytes | None = None) -> bytes:
        """Return the run, up to this pause, as bytes for `Sandbox.load`.

        Parameters:
            key: signs them, so that whoever has not got it can forge none.

        Raises:
            DumpRefused: something in it is not plain data, or it is too much.
        """
        return self._dump(key)

    def _life(self) -> Life:
        if os.getpid() != self._pid:
            raise RuntimeError("this step is the process's that this one was forked from")
        try:
            return self._lives[0]
        except IndexError:
            raise RuntimeError("this step was gone on with already") from None

    def _taken(self) -> Life:
        self._life()
        try:
            return self._lives.pop()
        except IndexError:
            raise RuntimeError("this step was gone on with already") from None

    def __repr__(self) -> str:
        at = "" if self.line is None else f" (line {self.line})"
        return f"<Paused before {self.tool}(){at}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a paused run cannot be copied or pickled; use dump()")
