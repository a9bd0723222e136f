"""Patterns of `match`.

A sequence that a star can take apart is a finite builtin one, or ticks as it is read.
"""

from __future__ import annotations

import ast

from .names import bind, native, plainly
from .state import State
from .suites import suite


def match_statement(state: State, node: ast.Match) -> None:
    state.todo.append(node.subject)
    for case in node.cases:
        state.push((case.pattern, case.guard))
        state.todo += suite(state, case.body)


def alternatives(state: State, node: ast.MatchOr | ast.MatchSequence) -> None:
    state.todo += node.patterns


def value_pattern(state: State, node: ast.MatchValue) -> None:
    """A literal, or a dotted name: what it leads to is compared, and goes nowhere."""
    value = node.value
    while type(value) is ast.Attribute:
        native(state, value.attr, value)
        value = value.value
    state.todo.append(value)


def capture(state: State, node: ast.MatchAs) -> None:
    bind(state, node.name, node)
    state.push([node.pattern])


def star(state: State, node: ast.MatchStar) -> None:
    bind(state, node.name, node)


def mapping(state: State, node: ast.MatchMapping) -> None:
    bind(state, node.rest, node)
    state.todo += (*node.keys, *node.patterns)


def class_pattern(state: State, node: ast.MatchClass) -> None:
    for name in node.kwd_attrs:
        plainly(state, name, node)
        native(state, name, node)
    state.todo += (node.cls, *node.patterns, *node.kwd_patterns)
