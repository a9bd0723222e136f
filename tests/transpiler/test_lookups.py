"""Where names are found: both sides against CPython, in programs of nested scopes.

What a side says of a name is that it knows all that is bound to it, or that two reads in a row
find the same. What it does not say, it need not know.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterator

import libcst as cst
import pytest
from scoping import Maker, is_rebound, marks, reads, run
from test_verify_claims import POLICY, untrue

import cloche
from cloche.transpiler.elide.bindings import Bindings, Variable
from cloche.transpiler.verify.blocks import Blocks
from cloche.transpiler.verify.rereads import is_steady
from cloche.transpiler.verify.scopes import Names
from cloche.transpiler.walk import listing

BOX = cloche.Sandbox()
#: Whether all is known that is bound to a name (None if not), and whether it is steady.
Claims = dict[int, tuple[frozenset[int] | None, frozenset[int] | None, bool]]
SOURCES = [Maker(seed).program() for seed in range(100)]
LISTS = [Maker(seed, lists=True).program() for seed in range(100, 300)]


def of_verifier(source: str) -> Claims:
    tree = ast.parse(source)
    blocks = Blocks(tree, POLICY)

    def bound(names: Names | None) -> frozenset[int] | None:
        if names is None or names.mystery:
            return None
        return frozenset(
            node.value
            for each in names.bindings
            for node in ast.walk(each.value)
            if isinstance(node, ast.Constant)
        )

    return {
        number: (bound(blocks.resolve(name)), bound(blocks.owner(name)), is_steady(name, blocks))
        for number, name in marks(tree)
    }


def of_optimizer(source: str) -> Claims:
    entries = listing(cst.parse_module(source))
    bindings = Bindings(entries, POLICY)

    def bound(variable: Variable | None) -> frozenset[int] | None:
        if variable is None or variable.opaque:
            return None
        given = [getattr(entry.node, "iter", None) or entry.node for _, entry in variable.bindings]
        return frozenset(number for each in (*given, *variable.given) for number in _numbers(each))

    found: Claims = {}
    for entry in entries.entries:
        node = entry.node
        if isinstance(node, cst.Call) and getattr(node.func, "value", None) == "see":
            number, name = (arg.value for arg in node.args)
            if isinstance(name, cst.Name) and isinstance(number, cst.Integer):
                of_it = bindings.owner(bindings.entries[id(name)].scope, name.value)
                known = bound(bindings.resolve(name)), bound(of_it), bindings.steady(name)
                found[int(number.value)] = known
    found.pop(0, None)
    return found


def _numbers(node: cst.CSTNode | None) -> Iterator[int]:
    if isinstance(node, cst.Integer):
        yield int(node.value)
    for child in node.children if node is not None else ():
        yield from _numbers(child)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("claims_of", [of_verifier, of_optimizer])
def test_what_is_known_of_names_is_what_cpython_does(claims_of: Callable[[str], Claims]) -> None:
    known = steady = 0
    for source in SOURCES:
        claims = claims_of(source)
        for number, value in run(source):
            for bound in claims[number][:2] if number else ():
                if bound is not None and type(value) is int:
                    known += 1
                    assert value in bound, f"see({number}, …)\n{source}"
        loads = reads(source)
        for number, name in marks(ast.parse(source)):
            if claims[number][2] and number in loads:
                steady += 1
                assert not is_rebound(name.id, *loads[number]), f"see({number}, …)\n{source}"
    assert known > 200, "too little is known for this to tell anything"
    assert steady > 100


def test_the_optimizer_knows_no_more_than_the_verifier() -> None:
    for source in SOURCES:
        verified = of_verifier(source)
        for number, (bound, _, steady) in of_optimizer(source).items():
            assert bound is None or verified[number][0] is not None, f"see({number}, …)\n{source}"
            assert verified[number][2] or not steady, f"see({number}, …)\n{source}"


def test_what_is_known_of_lists_is_true() -> None:
    """Nor does the optimizer know more of them than the verifier, which would refuse that."""
    for source in LISTS:
        assert untrue(source.replace("see(0, ", "abs(")) == [], source
    for source in LISTS[::5]:
        BOX.compile(source)
