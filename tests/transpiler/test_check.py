"""What the tables of `tests/constructs` cannot show with the policy as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import libcst as cst
import pytest

from cloche.transpiler import check, transpile
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


@pytest.mark.parametrize(("source", "changed", "message", "hint"), [
    ("import json", {"modules": {}, "hints": {}},
     "there is no module 'json' here", "no modules are available"),
    ("from json import *", {"exports": {}},
     "`import *` binds nothing of 'json' here", "name them"),
])  # fmt: skip
def test_modules_are_those_of_the_policy(
    source: str, changed: dict[str, Any], message: str, hint: str
) -> None:
    with pytest.raises(Refusal) as refused:
        transpile(source, replace(BOXES[True].policy, **changed))
    assert [(each.message, each.hint) for each in refused.value.diagnostics] == [(message, hint)]


def test_syntax_that_nobody_has_thought_about_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "PLAIN", check.PLAIN - {cst.Pass})
    with pytest.raises(Refusal) as refused:
        transpile("if x: pass", BOXES[True].policy)
    assert [str(each) for each in refused.value.diagnostics] == [
        "1:7: CL900 this syntax is not supported (Pass)"
    ]
