"""The verifier as a whole; its tables are in `test_verify_*.py`, by construct."""

from __future__ import annotations

import ast
import inspect
import sys

import pytest
from mutations import mutants
from verifying import POLICY

from cloche.transpiler import vocabulary as words
from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import nodes, prove, tables, verify
from cloche.transpiler.verify.state import Unproven
from sampling import halved


def test_too_deep_for_cpython() -> None:
    with pytest.raises(Refusal, match="CL003"):
        verify("(" * 5000 + ")" * 5000, POLICY)


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_no_room_for_the_proof(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def prove(*arguments: object) -> None:
        raise error

    monkeypatch.setattr("cloche.transpiler.verify.prove", prove)
    with pytest.raises(Refusal, match="CL003"):
        verify("x = 1", POLICY)


def test_another_python_has_fields_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cloche.transpiler.verify.UNKNOWN_FIELDS", ["Name.colour"])
    with pytest.raises(Refusal, match=r"unknown syntax: Name\.colour") as caught:
        verify("x = 1", POLICY)
    assert _place(caught.value) == (1, 0, 1, 0)


def test_the_place_is_all_of_the_node() -> None:
    with pytest.raises(Refusal) as caught:
        verify("x = (a *\n b)", POLICY)
    assert _place(caught.value) == (1, 5, 2, 2)


def _place(refusal: Refusal) -> tuple[int, int, int, int]:
    (found,) = refusal.diagnostics
    return found.line, found.column, found.end_line, found.end_column


_TICK = ast.parse("__tick__(a)", mode="eval").body


def _more(kind: str) -> ast.AST:
    """Return a node of *kind* with a field that nobody knows."""
    fields = {"name": ast.Name("__t1__"), "bound": None, "value": ast.Constant(1), "more": None}
    return type(kind, (ast.AST,), {"_fields": tuple(fields), **fields})()


@pytest.mark.parametrize(
    ("source", "change", "reason"),
    [
        ("x = f'{1}'", (ast.FormattedValue, "conversion", ord("x")), "an unknown conversion"),
        ("x = f'{1}'", (ast.JoinedStr, "values", [ast.Name("a")]), "an unknown part"),
        ("x = 1", (ast.Constant, "value", frozenset()), "an unknown type"),
        ("x = a and b", (ast.BoolOp, "op", ast.Add()), "an unknown operator"),
        ("x = -a", (ast.UnaryOp, "op", ast.Add()), "an unknown operator"),
        ("x = a is b", (ast.Compare, "ops", [ast.Add()]), "an unknown operator"),
        ("del a", (ast.Delete, "targets", [ast.Constant(1)]), "may not be assigned to"),
        ("match a:\n case 1: pass", (ast.MatchValue, "value", _TICK), "may not be called here"),
        ("def f(): pass", (ast.FunctionDef, "type_params", [ast.arg("T")]), "an unknown kind"),
        ("def f(): pass", (ast.FunctionDef, "type_params", [_more("TypeVar")]), "an unknown kind"),
        ("x = 1", (ast.Module, "body", [_more("TypeAlias")]), "without its temporary"),
    ],
)
def test_a_tree_that_no_parser_gives(
    source: str, change: tuple[type[ast.AST], str, object], reason: str
) -> None:
    kind, field, value = change
    tree = ast.parse(source)
    setattr(next(node for node in ast.walk(tree) if isinstance(node, kind)), field, value)
    with pytest.raises(Unproven, match=reason):
        prove(tree, POLICY)


def test_every_field_of_this_python_is_known() -> None:
    assert nodes.UNKNOWN_FIELDS == []


def test_what_belongs_to_another_node_is_met_nowhere_else() -> None:
    parts = {kind.__name__ for kind in nodes.NODES if kind not in nodes.CHECKS}
    assert parts == set(
        """
        Module withitem match_case ExceptHandler alias arguments arg comprehension keyword
        FormattedValue Starred
        """.split()
    )


def test_no_injected_name_is_readable_or_bindable() -> None:
    for names in (*tables.READABLE.values(), *tables.BINDABLE.values()):
        assert not names & words.INJECTED


@halved
@pytest.mark.parametrize("name", sorted(words.INJECTED | {"__t1__", "__builtins__"}))
@pytest.mark.parametrize(
    "form",
    [
        "x = {}", "x = {}(a)", "x = {}.a", "x = [{}]", "x = f({})", "{} = 1\nx = 1", "del {}",
        "def {}(): pass", "class {}: pass", "def f({}): pass", "f({}=1)", "x = a if {} else b",
        "x = {} or a", "x = a[{}]", "@{}\ndef f(): pass", "raise {}", "x = {}(*a)", "x = {}(a=1)",
        "import {}", "match a:\n case {}: pass", "for {} in __compress__(a, __ticks__): pass",
    ],
)  # fmt: skip
def test_injected_names_stand_nowhere_else(form: str, name: str) -> None:
    if name in words.READING.values():
        form = form.replace("(a)", "(a, b)")  # of one argument it may be called
    with pytest.raises(Refusal):
        verify(form.format(name), POLICY)


@pytest.mark.parametrize(
    "name", sorted(words.INJECTED - {words.DIRECT[empty] for empty in words.EMPTY})
)
def test_injected_names_are_not_called_without_arguments(name: str) -> None:
    with pytest.raises(Refusal):
        verify(f"x = {name}()", POLICY)


def test_the_place_is_in_characters() -> None:
    with pytest.raises(Refusal) as caught:
        verify("x = 1\ny = 'äöü', a.__class__", POLICY)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.line, diagnostic.column) == (2, 11)
    assert (diagnostic.end_line, diagnostic.end_column) == (2, 22)


def test_depth_costs_no_recursion() -> None:
    deep = ast.parse("x = " + "(a, " * 90 + "not " * 400 + "b" + ")" * 90)

    def near_the_limit(levels: int) -> None:
        if levels:
            near_the_limit(levels - 1)
        else:
            prove(deep, POLICY)

    near_the_limit(sys.getrecursionlimit() - len(inspect.stack()) - 40)


def test_mutants_repeat_by_seed() -> None:
    guarded = "x = __times__(a, b)"
    assert list(mutants(guarded, 7)) == list(mutants(guarded, 7))
