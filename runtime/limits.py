"""How much a run may use."""

from __future__ import annotations

from math import inf

from cloche.transpiler.records import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one run, or on one call of a sandboxed function; `None` lifts a bound.

    Parameters:
        steps: loop iterations, function entries and the work of priced operations.
        seconds: wall time of guest code; time inside tools does not count, but for what is made for
            the types that they declare.
        memory: growth of the process in bytes while the run is in flight.
        output: printed text in bytes of UTF-8.
        result: containers and leaves in the value that comes out.
        result_depth: containers inside one another in it.
        tool_calls: calls of the host's functions.
        recursion: calls of the program's functions inside one another, up to a few. A program
            may catch CPython's own RecursionError, which comes at about a thousand, or at the call
            of a tool where fewer than 200 are left for it; this bound it cannot catch. It makes
            every step slower, and is not set unless it is asked for.

    Raises:
        ValueError: a bound is not a positive number.
    """

    steps: int | None = 10_000_000
    seconds: float | None = 5.0
    memory: int | None = 256 * 2**20
    output: int | None = 2**20
    result: int | None = 1_000_000
    result_depth: int | None = 200
    tool_calls: int | None = 1_000_000
    recursion: int | None = None

    def __post_init__(self) -> None:
        for name in self.__slots__:
            bound = getattr(self, name)
            if bound is not None and not bound > 0:
                raise ValueError(f"limits: {name} must be a positive number or None, not {bound!r}")
            if bound == inf:
                object.__setattr__(self, name, None)
