"""A conversation with one environment: names, functions and classes persist from step to step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .execution import bare, bare_async
from .program import Result, execute_in, execute_in_async
from .runtime.boundary.inward import into_guest
from .transpiler import Guarded
from .transpiler.vocabulary import is_dunder

if TYPE_CHECKING:
    from .sandbox import Sandbox


class Session:
    """Made by `Sandbox.session`; each step has the full limits of the sandbox.

    A step that fails keeps what it had bound by then, as in a Python prompt.
    """

    __slots__ = ("_box", "_run", "_steps")

    def __init__(self, box: Sandbox, inputs: Mapping[str, object] | None = None) -> None:
        self._box = box
        self._run = box.environment(inputs)
        self._steps = 0

    @bare
    def run(self, source: str | bytes, inputs: Mapping[str, object] | None = None) -> Any:
        """Run one step and return the value of its last expression; raises as `Sandbox.run`."""
        return self.execute(source, inputs).value

    @bare
    def execute(self, source: str | bytes, inputs: Mapping[str, object] | None = None) -> Result:
        """Run one step and return its `Result`; raises as `Sandbox.execute`."""
        return execute_in(self._run, self._step(source, inputs))

    def _step(self, source: str | bytes, inputs: Mapping[str, object] | None) -> Guarded:
        self._steps += 1
        filename = f"<step {self._steps}>"
        guarded = self._box.transpile(source, filename, frozenset(self.names))
        for name, value in (inputs or {}).items():
            self._run.globals[name] = into_guest(value, name, run=self._run)
        return guarded

    @bare_async
    async def run_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Any:
        """Run one step on the event loop of the host; raises as `Sandbox.run_async`."""
        return (await self.execute_async(source, inputs)).value

    @bare_async
    async def execute_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Result:
        """Run one step on the event loop of the host and return its `Result`.

        Raises:
            RuntimeError: another step of this session is under way.
            as `Sandbox.execute_async`.
        """
        if self._run.budget.live:
            raise RuntimeError("another step of this session is under way")
        return await execute_in_async(self._run, self._step(source, inputs))

    @property
    def names(self) -> list[str]:
        """The global names bound so far."""
        return [name for name in self._run.globals if not is_dunder(name)]
