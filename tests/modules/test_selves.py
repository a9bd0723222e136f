"""No method of a class of the library stores into what all runs share, given for `self`."""

from __future__ import annotations

from typing import Any

import pytest

import cloche
from cloche.runtime.limits import Limits
from cloche.runtime.modules.loading import stand_in
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.run import Run
from sampling import share

#: A function, a class that is adopted, one that is written here, an exception, a module.
SHARED = [
    ("textwrap", "fill"), ("csv", "excel"), ("collections", "UserDict"), ("fractions", "Fraction"),
    ("json", "JSONDecodeError"), ("calendar", "Calendar"), ("string", "Template"),
]  # fmt: skip
PROGRAM = f"""
import asyncio
{"; ".join(f"from {module} import {name}" for module, name in SHARED)}
import MODULE as module
shared = [{", ".join(name for _, name in SHARED)}, module]
ARGS = [(), (3,), ("a",), ([1],), (3, 4), ("a", len), (None, 1, 2), ("a", "b", "c", "d")]
calls = 0
for kind in [getattr(module, name) for name in dir(module)]:
    if not isinstance(kind, type): continue
    for name in dir(kind):
        method = getattr(kind, name, None)
        if type(method) is property: method = getattr(method, "__set__", None)
        if not callable(method) or name in ("__class__", "__subclasses__"): continue
        for victim in shared:
            for args in ARGS:
                calls += 1
                try:
                    made = method(victim, *args)
                    if asyncio.iscoroutine(made): made.close()
                except Exception: pass
calls
"""


def _victims() -> list[Any]:
    run = Run(Limits(steps=None, seconds=60))
    token = run.enter()
    try:
        return [getattr(stand_in(module), each) for module, each in SHARED]
    finally:
        run.leave(token)


def _state(x: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(x).items() if name != "__doc__"}


@pytest.mark.parametrize("name", share(sorted(MODULE_NAMES)))
def test_methods_store_into_nothing_that_is_shared(name: str) -> None:
    victims = _victims()
    before = [_state(each) for each in victims]
    box = cloche.Sandbox(limits=cloche.Limits(steps=None, seconds=60, recursion=100))
    box.run(PROGRAM.replace("MODULE", name))
    assert [_state(each) for each in victims] == before
