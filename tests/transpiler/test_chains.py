"""Long chains: each part is asked about a few times, and not once for each part around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cloche.transpiler import transpile
from cloche.transpiler.elide.facts import Facts
from cloche.transpiler.elide.likely import Likely
from cloche.transpiler.records import replace
from cloche.transpiler.verify.inference import Inference
from harness import BOXES

POLICY = replace(BOXES[True].policy, alone=True, sealed=True)
SETTING = "def f(*a):\n    return a\nk = 3\nL = [k]\nfor y in f(k): pass\n"

#: An expression of so many links.
CHAINS: dict[str, Callable[[int], str]] = {
    **{
        operator: lambda n, operator=operator: operator.join(["y"] * n)
        for operator in ("+", "-", "*", "/", "//", "%", "<<", "|", "&", "^", " and ", " or ")
    },
    "texts": lambda n: "+".join(["'a'"] * n),
    "lists": lambda n: "+".join(["[y]"] * n),
    "numbers": lambda n: "+".join(["k"] * n),
    "mixed": lambda n: "+".join(["y", "1"] * (n // 2)),
    "items of lists": lambda n: "+".join(["L[0]"] * (n // 2)),
    "lengths": lambda n: "+".join(["len(y)"] * n),
    "conditions": lambda n: "k if y else " * n + "k",
    "calls": lambda n: "f(" * (n // 2) + "y" + ")" * (n // 2),
    "fields": lambda n: "f'" + "{y}" * n + "'",
    "displays": lambda n: "[" * (n // 2) + "y" + "]" * (n // 2),
    "walruses": lambda n: "(z := k + " * (n // 2) + "y" + ")" * (n // 2),
    "longest": lambda n: "max(y, " * (n // 2) + "k" + ")" * (n // 2),
}
#: The same of what does too much at once when there is more of it.
SHORT: dict[str, Callable[[int], str]] = {
    "comparisons": lambda n: "(" * n + "y" + " < y)" * n,
    "chained comparisons": lambda n: "<".join(["y"] * n),
    "signs": lambda n: "-" * n + "y",
    "methods": lambda n: "y" + ".upper()" * n,
    "items": lambda n: "y" + "[k]" * n,
    "slices": lambda n: "y" + "[k:]" * n,
    "keys": lambda n: "y[" * n + "k" + "]" * n,
    "attributes": lambda n: "+".join(["y.a"] * n),
}


@pytest.mark.parametrize("chain", CHAINS)
def test_questions_are_as_many_as_links(chain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _compare(*(_asked(CHAINS[chain](links), monkeypatch) for links in (40, 80)))


@pytest.mark.parametrize("chain", SHORT)
def test_so_are_those_of_short_chains(chain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _compare(*(_asked(SHORT[chain](links), monkeypatch) for links in (10, 20)))


def _compare(few: dict[str, int], many: dict[str, int]) -> None:
    assert few["verify"] > 0
    for stage, count in many.items():
        assert count <= 2.3 * few[stage], stage


def _asked(expression: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Return how often each stage asks what something may be."""
    asked = {"elide": 0, "likely": 0, "verify": 0}

    def counted(stage: str, method: Any) -> Any:
        def ask(self: Any, node: Any) -> Any:
            asked[stage] += 1
            return method(self, node)

        return ask

    with monkeypatch.context() as patch:
        patch.setattr(Facts, "_kind", counted("elide", Facts._kind))
        patch.setattr(Likely, "_of", counted("likely", Likely._of))
        patch.setattr(Inference, "value", counted("verify", Inference.value))
        transpile(f"{SETTING}{expression}\nx = L[0] * k\n", POLICY)
    return asked
