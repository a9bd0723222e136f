"""What the tables of `tests/constructs` cannot show with the policy as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cloche.transpiler import transpile
from cloche.transpiler.diagnostics import Refusal
from harness import BOXES


@pytest.mark.parametrize("place", ["x.__y", "x.__y = 1", "del x.__y"])
def test_a_private_name_may_not_become_a_guarded_one(place: str) -> None:
    source = f"class C:\n    {place}\n"
    policy = BOXES[True].policy
    transpile(source, policy)
    with pytest.raises(Refusal) as refused:
        transpile(source, replace(policy, guarded=policy.guarded | {"_C__y"}))
    assert [each.code for each in refused.value.diagnostics] == ["CL110"]
