"""Patterns of `match`.

A sequence that a star can take apart is a finite builtin one, or ticks as it is read.
"""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .names import bind, native, plainly
from .shapes import is_name
from .state import State, Unproven
from .suites import suite


def match_statement(state: State, node: ast.Match) -> None:
    state.todo.append(node.subject)
    for case in node.cases:
        state.push((case.pattern, case.guard))
        state.todo += suite(state, case.body)


def alternatives(state: State, node: ast.MatchOr | ast.MatchSequence) -> None:
    state.todo += node.patterns


def value_pattern(state: State, node: ast.MatchValue) -> None:
    """A literal; a dotted name stands in `__compared__(…)`."""
    if type(node.value) is ast.Attribute:
        raise Unproven(node, f"{words.COMPARED} is missing")
    state.todo.append(node.value)


def _compared(state: State, node: ast.MatchValue) -> None:
    """What a dotted name leads to is compared, and goes nowhere."""
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
    if is_name(node.cls, words.COMPARED) or is_name(node.cls, words.TAKEN):
        _itself(state, node)
        return
    for name, pattern in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
        plainly(state, name, node)
        native(state, name, node)
        is_taken = type(pattern) is ast.MatchClass and is_name(pattern.cls, words.TAKEN)
        if name in words.BOUND and not is_taken:
            raise Unproven(node, f"{words.TAKEN} is missing")
    state.todo += (node.cls, *node.patterns, *node.kwd_patterns)


def _itself(state: State, node: ast.MatchClass) -> None:
    """`__taken__(P)`, `__compared__(a.b)`: one pattern, of the value itself."""
    if len(node.patterns) != 1 or node.kwd_attrs:
        raise Unproven(node, "a guard of a pattern takes one pattern")
    (inner,) = node.patterns
    if is_name(node.cls, words.TAKEN):
        state.todo.append(inner)
    elif type(inner) is ast.MatchValue and type(inner.value) is ast.Attribute:
        _compared(state, inner)
    else:
        raise Unproven(node, f"{words.COMPARED} guards no dotted name")
