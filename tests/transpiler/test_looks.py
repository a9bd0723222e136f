"""What both inferences look at is counted, and bounded; beyond the bound a program has its guards.

Nothing here is timed: the counts are those that the bounds speak of.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from holding import POLICY

import cloche
from cloche.transpiler import elide, guard, transpile
from cloche.transpiler.elide import facts as eliding
from cloche.transpiler.parse import parse
from cloche.transpiler.verify import inference, state, verify
from cloche.transpiler.walk import listing

ROOT = Path(__file__).parents[2]
LINKS = range(600)
COUNTER = "\ni = 0\nwhile i < 9:\n    i += 1\n"


def _chain(link: str, first: str = "x0 = [1]\n") -> str:
    """Return a program of lists, each made of the one before."""
    return first + "".join(link.format(x=f"x{n + 1}", y=f"x{n}") for n in LINKS) + COUNTER


CHAINS = {
    "comprehensions": _chain("{x} = [n + {y}[0] + {y}[0] + {y}[0] for n in {y}]\n"),
    "backwards": "x600 = [1]\n"
    + "".join(f"x{n} = [x{n + 1}[0] * 3]\n" for n in reversed(LINKS)) + COUNTER,
    "sets": _chain("{x} = {{a | b for a in {y} for b in {y}}}\n", "x0 = {1}\n"),
    "dictionaries": _chain("{x} = {{k: {y}[k] + 1 for k in {y}}}\n", "x0 = {1: 1}\n"),
    "functions": "def x0(a): return [a]\n"
    + "".join(f"def x{n + 1}(a):\n    y = x{n}(a)\n    return [y[0] + 1]\n" for n in LINKS)
    + "x600(1)" + COUNTER,
}  # fmt: skip
#: Of these each node is looked at a few times, however many there are.
LINEAR = {
    "one name": "x = [1]\n" + "x = [n + x[0] for n in x]\n" * 600,
    "sums in functions": "".join(" " * n + f"def f{n}(a{n}):\n" for n in range(20))
    + " " * 20 + "return " + " + ".join(f"a{n}" for n in range(20)) + "\n",
    "returns": "def f(x):\n" + "".join(f"    if x: return f(x-{n})\n" for n in range(600)) + "f(1)",
    "calls": "x = [1]\n" + "x[0] = max(max(max(max(max(x), 1), 2), 3), 4)\n" * 200,
}  # fmt: skip


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list of all that is made to know a program."""
    made: list[Any] = []
    for module, name in ((elide, "Facts"), (state, "Inference")):
        monkeypatch.setattr(module, name, _noted(getattr(module, name), made))
    return made


def _noted(kind: Any, made: list[Any]) -> Any:
    def make(*args: Any) -> Any:
        made.append(kind(*args))
        return made[-1]

    return make


def _nodes(text: str) -> int:
    return sum(1 for _ in ast.walk(ast.parse(text)))


@pytest.mark.parametrize("text", CHAINS.values(), ids=CHAINS)
def test_no_more_is_looked_at_than_a_bound(text, looked):
    guarded = transpile(text, POLICY).text
    nodes = _nodes(guarded)
    for known in looked:
        limit = eliding._LOOKS if type(known) is eliding.Facts else inference._LOOKS
        assert known._looks < limit + 20 * nodes
    assert len(looked) >= 2


@pytest.mark.parametrize("text", LINEAR.values(), ids=LINEAR)
def test_what_is_known_already_is_not_looked_for_again(text, looked):
    guarded = transpile(text, POLICY).text
    assert looked
    assert max(known._looks for known in looked) < 25 * _nodes(guarded)


@pytest.mark.parametrize("text", CHAINS.values(), ids=CHAINS)
def test_beyond_the_bound_nothing_is_known_of_lists_but_of_names(text, monkeypatch):
    monkeypatch.setattr(eliding, "_LOOKS", 40_000)
    guarded = guard(text, POLICY)
    assert "\n    i += 1" in guarded
    verify(guarded, POLICY)


def test_beyond_the_bound_of_the_verifier_a_program_has_all_its_guards(monkeypatch):
    text = "x = [1]\ny = x[0] % 7\n"
    elided = transpile(text, POLICY).text
    monkeypatch.setattr(inference, "_LOOKS", 1)
    guarded = transpile(text, POLICY).text
    assert "x[0] % 7" in elided
    assert "__percent__" in guarded


def test_beyond_either_bound_a_program_does_the_same(monkeypatch):
    text = "x = [1]\nfor n in range(5): x = [m + x[0] for m in x]\nx[0]"
    for module, looks in ((eliding, 10), (inference, 10), (eliding, 10**6)):
        monkeypatch.setattr(module, "_LOOKS", looks)
        assert cloche.Sandbox().run(text) == 32


def test_the_verifier_looks_further_than_what_it_checks():
    assert inference._LOOKS >= 3 * eliding._LOOKS


def test_what_people_write_is_far_from_the_bounds(looked):
    texts = [path.read_text() for path in sorted((ROOT / "benchmarks/kernels").glob("*.py"))]
    for text in texts:
        verify(guard(text, POLICY), POLICY)
        assert sum(known._looks for known in looked[-2:]) < 40 * _nodes(text)


def test_bindings_of_a_suite_are_one_stretch():
    text = "x = 1\n" + "x = 2\n" * 50 + "if x:\n    x = 3\n    x = 4\n"
    tree = ast.parse(text)
    known = inference.Inference(tree, POLICY)
    assert len(known.blocks.module.names["x"].after) == 2
    names = eliding.Facts(listing(parse(text)), POLICY).names
    (variable,) = (each for (_, name), each in names.variables.items() if name == "x")
    assert len(variable.settled) == 1
