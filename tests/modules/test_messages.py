"""What CPython writes of a module's functions names that module, and none of this package."""

from __future__ import annotations

import pytest

import cloche
from cloche.runtime.modules.names import MODULE_NAMES

PROGRAM = """
import MODULE as module
def h(): pass
told = []
def tell(x):
    for call in (lambda: x(*h), lambda: x(**h)):
        try: call()
        except Exception as e: told.append(str(e))
for name in dir(module):
    found = getattr(module, name)
    if callable(found): tell(found)
told
"""


@pytest.mark.parametrize("module", sorted(MODULE_NAMES))
def test_no_message_names_a_module_of_ours(module: str) -> None:
    limits = cloche.Limits(steps=None, seconds=None, memory=None, result=None)
    told = cloche.run(PROGRAM.replace("MODULE", module), limits=limits)
    assert [each for each in told if "cloche" in each] == []
