"""Runs guarded Python written by hand, without the transpiler."""

from __future__ import annotations

import builtins
from typing import Any

from cloche.runtime.builtins.reflection import BUILTINS
from cloche.runtime.guards.attributes import ATTR, WRITABLE
from cloche.runtime.guards.classes import build_class
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run
from cloche.runtime.universe.constructors import CLASSES

NATIVE = "len next iter hash repr print callable isinstance issubclass sum super abs".split()


def guest(source: str, limits: Limits | None = None, **names: Any) -> dict[str, Any]:
    """Run *source* and return its global names; `T()` is a tick."""
    run = Run(limits or Limits(steps=1_000_000, seconds=10))
    found = {name: getattr(builtins, name) for name in NATIVE} | CLASSES | BUILTINS
    run.globals.update(names)
    run.globals["__name__"] = "guest"
    run.globals["__builtins__"] = found | {
        "__build_class__": build_class,
        "__attr__": ATTR,
        "__writable__": WRITABLE,
        "__tick__": next,
        "__ticks__": run.ticks,
        "__own__": run.written,
    }
    token = run.enter()
    try:
        exec(compile(source.replace("T()", "__tick__(__ticks__)"), "guest", "exec"), run.globals)
    finally:
        run.leave(token)
    return run.globals


def result(source: str, limits: Limits | None = None, **names: Any) -> Any:
    """Run *source* and return what it called `r`."""
    return guest(source, limits, **names)["r"]
