"""Classes and functions of the current run, as a guest would make them."""

from __future__ import annotations

from typing import Any

from cloche.runtime.guards.bare import register
from cloche.runtime.run import Run


def own(*bases: type, of: Any = type, **members: Any) -> Any:
    """Return a class of the run's, made by the metaclass *of*."""
    made = of("Own", bases, members)
    register(made)
    return made


def own_function(run: Run) -> Any:
    """Return a function of the run's, which takes a step."""
    exec("def method(*args): __tick__(__ticks__)", run.globals)
    return run.globals["method"]
