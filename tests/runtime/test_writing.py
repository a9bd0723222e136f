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
