"""CPython's parser is asked again where it has stumbled over another thread's tree."""

from __future__ import annotations

import pytest

from cloche.transpiler import cpython
from cloche.transpiler.cpython import quietly


@pytest.mark.parametrize("stumbles", [0, 1, 9])
def test_a_stumble_is_no_answer(stumbles: int) -> None:
    asked = []

    def parse(text: str, *, mode: str) -> str:
        asked.append(text)
        if len(asked) <= stumbles:
            raise SystemError("AST constructor recursion depth mismatch (before=79, after=76)")
        return mode

    assert quietly(parse, "x", mode="exec") == "exec"
    assert asked == ["x"] * (stumbles + 1)
    assert cpython._ThisThreadReads.threads == set()


@pytest.mark.parametrize(
    ("error", "times"), [(SystemError, 10), (SyntaxError, 1), (MemoryError, 1)]
)
def test_other_errors_are(error: type[Exception], times: int) -> None:
    asked = []

    def parse() -> None:
        asked.append(1)
        raise error

    with pytest.raises(error):
        quietly(parse)
    assert len(asked) == times
    assert cpython._ThisThreadReads.threads == set()
