"""What a guest may write to, and that nothing all runs share is among it."""

from __future__ import annotations

import builtins
import itertools
import json
import math
import operator
from typing import Any

import pytest

import cloche
from cloche.runtime.guards import writing
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.namespace import OFFERED
from cloche.transpiler.vocabulary import is_dunder

SAMPLES: list[Any] = [
    1, 1.5, 1j, True, "a", b"a", bytearray(b"a"), [1], (1,), {1: 2}, {1}, frozenset({1}), range(3),
    slice(1), None, ..., [].append, [].__len__, str.upper, super(int, 1), object(),
    json.JSONEncoder().encode,
]  # fmt: skip


def test_the_samples_are_all_there_is() -> None:
    assert {type(sample) for sample in SAMPLES} >= writing._IMMUTABLE


@pytest.mark.parametrize("sample", SAMPLES, ids=repr)
def test_what_is_handed_out_for_writing_can_not_be_written(sample: Any) -> None:
    if type(sample) not in writing._IMMUTABLE:
        return
    for name in dir(sample):
        try:
            value = getattr(sample, name)
        except AttributeError:
            continue
        if name not in ("__class__", "__dict__"):
            with pytest.raises((AttributeError, TypeError)):
                setattr(sample, name, value)


FUNCTIONS = {
    "len": len, "print": builtins.print, "abs": abs, "math.sqrt": math.sqrt,
    "operator.add": operator.add, "itertools.chain.from_iterable": itertools.chain.from_iterable,
    "''.join": "".join, "[].append": [].append, "dict.fromkeys": dict.fromkeys,
}  # fmt: skip
WRITES = [
    "{0}.__module__ = 'evil'",
    "setattr({0}, '__module__', 'evil')",
    "object.__setattr__({0}, '__module__', 'evil')",
    "import functools\nfunctools.update_wrapper({0}, lambda: 1)",
    "import functools\nfunctools.wraps(lambda: 1, assigned=('__module__',))({0})",
    "del {0}.__module__",
    "for {0}.__module__ in ['evil']: pass",
    "{0}.__module__, x = 'evil', 1",
    "{0}.__doc__ = {0}.__name__ = {0}.__qualname__ = 'evil'",
]


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("write", WRITES)
def test_functions_that_all_runs_share_stay_as_they_are(name: str, write: str) -> None:
    function: Any = FUNCTIONS[name]
    faces = ("__module__", "__name__", "__qualname__", "__doc__")
    before = [getattr(function, face, None) for face in faces]
    imports = "import math, operator, itertools\n"
    with pytest.raises(cloche.GuestError):
        cloche.run(imports + write.format(name))
    assert [getattr(function, face, None) for face in faces] == before


# --- Everything that can be named ---------------------------------------------------------------

NAMES = ("__module__", "__doc__", "__name__", "__qualname__", "__annotations__", "__wrapped__", "x")
WRITE = "\n    try: setattr(it, n, 'evil')\n    except (AttributeError, TypeError): continue"
READ = "\n    if getattr(it, n, None) != 'evil': continue"


def everything(action: str) -> str:
    """Return a program that does *action* to each object with a name, and says where it went on."""
    head = f"hit = set()\ndef look(label, it):\n  for n in {NAMES!r}:{action}\n    hit.add(label)\n"
    lines = [f"look({name!r}, {name})" for name in sorted(OFFERED)]
    for module in sorted(MODULE_NAMES):
        lines.append(f"import {module} as module")
        lines += [
            f"try: look('{module}.{name}', module.{name})\nexcept AttributeError: pass"
            for name in sorted(MODULE_NAMES[module])
            if not is_dunder(name)
        ]
    return head + "\n".join([*lines, "hit"])


def test_nothing_with_a_name_carries_what_was_written_into_the_next_run() -> None:
    vast = cloche.SourceLimits(bytes=10**6, nodes=10**6, effort=10**9, compile_effort=10**12)
    box = cloche.Sandbox(limits=cloche.Limits(seconds=60.0), source_limits=vast)
    # Made for each run.
    assert box.run(everything(WRITE)) == {"logging.lastResort", "logging.root", "reprlib.aRepr"}
    assert box.run(everything(READ)) == set()
