"""Functions, lambdas and classes: what opens a scope."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .expressions import elements, keywords
from .guards import guarded
from .names import bind
from .parameters import parameters
from .shapes import defaults_of, leads_tick
from .state import State, Unproven
from .suites import suite
from .tables import CLASS, FUNCTION, VARIABLES
from .ticks import ticks_first


def function(state: State, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    parameters(state, node)
    bind(state, node.name, node)
    _arguments(state, node.args)
    state.todo += node.decorator_list
    state.annotate(node.returns)
    if not ticks_first(state, node.body):
        state.untimed.append(node)
    state.scopes.append((FUNCTION, suite(state, node.body)))


def lambda_expression(state: State, node: ast.Lambda) -> None:
    _arguments(state, node.args)
    body = node.body
    if type(body) is not ast.BoolOp or not leads_tick(body):
        raise Unproven(node, "a lambda does not tick")
    state.scopes.append((FUNCTION, body.values[1:]))


def class_statement(state: State, node: ast.ClassDef) -> None:
    parameters(state, node)
    bind(state, node.name, node)
    state.todo += node.decorator_list
    elements(state, node.bases)
    keywords(state, node.keywords)
    _own_annotations(node)
    state.scopes.append((CLASS, suite(state, node.body)))


def _own_annotations(node: ast.ClassDef) -> None:
    """Require that what annotations are stored to is the dictionary that CPython has made."""
    binds = annotates = False
    todo: list[ast.AST] = [*node.body]
    while todo:
        each = todo.pop()
        if type(each) is ast.Name and type(each.ctx) is not ast.Load:
            binds = binds or each.id == "__annotations__"
        elif type(each) is ast.AnnAssign and type(each.target) is ast.Name:
            annotates = True
        if not isinstance(each, _SCOPES):
            todo += ast.iter_child_nodes(each)
    if binds and annotates:
        raise Unproven(node, "a class with annotations binds __annotations__")


_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def _arguments(state: State, args: ast.arguments) -> None:
    for arg in (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg):
        if arg:
            bind(state, arg.arg, arg, VARIABLES)
            hint = arg.annotation
            if type(hint) is ast.Starred and not state.texts:
                hint = guarded(hint.value, words.DRAIN, inline=False)
            state.annotate(hint)
    state.todo += defaults_of(args)
