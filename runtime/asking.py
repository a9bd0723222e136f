"""Methods written in this package that C calls in a row look whether the run has been stopped.

C compares, hashes, or makes a float of all there are in one call: of what is shared, millions of
times. Between two of them is Python, so the monitor has its turn, but nothing that hears of it.
"""

from __future__ import annotations

from types import CodeType, FunctionType
from typing import Any, Final

from .run import _CURRENT

#: What C calls of each object that it meets.
MET: Final = (
    "__eq__", "__hash__", "__lt__", "__le__", "__gt__", "__ge__", "__ne__",
    "__complex__", "__float__", "__index__", "__int__", "__trunc__",
)  # fmt: skip
#: What a method that looks by itself calls by name.
_LOOK: Final = "checkpoint"


def looks(code: CodeType) -> bool:
    """Tell whether *code* asks by itself."""
    return _LOOK in code.co_names


def look_first(kind: type) -> None:
    """Let the methods of *kind* that are in `MET` look whether the run goes on."""
    for name in MET:
        value = vars(kind).get(name)
        if type(value) is FunctionType and not looks(value.__code__):
            type.__setattr__(kind, name, _looking(value))


def _looking(function: FunctionType) -> FunctionType:
    def looking(*args: Any, **named: Any) -> Any:
        # Modules of the library compare while they are made, and no run is current.
        run = _CURRENT.get(None)
        if run is not None:
            run.budget.checkpoint()
        return function(*args, **named)

    method: Any = looking
    method.__name__, method.__qualname__ = function.__name__, function.__qualname__
    method.__module__, method.__doc__ = function.__module__, function.__doc__
    method.__dict__.update(function.__dict__)
    made: FunctionType = method
    return made
