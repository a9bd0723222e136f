"""Patterns of `match`.

A sequence that a star takes apart, and a mapping with a rest, stand in a guard, which pays.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .. import vocabulary as words
from .guards import peel
from .names import bind, native, plainly
from .shapes import is_name, past_tick
from .state import State, Unproven
from .suites import suite


def match_statement(state: State, node: ast.Match) -> None:
    subject = past_tick(node.subject)
    operand = peel(subject, words.SUBJECT)
    is_paid = operand is not None or state.known.is_scalar(subject)
    state.todo.append(node.subject if operand is None else operand)
    for case in node.cases:
        is_paid = is_paid and _asks_nobody(case.pattern)
        if is_paid:
            state.passed.update(_wholes(case.pattern))
        # What is done in between may change the subject.
        is_paid = is_paid and case.guard is None
        state.push((case.pattern, case.guard))
        state.todo += suite(state, case.body)


def alternatives(state: State, node: ast.MatchOr) -> None:
    state.todo += node.patterns


def sequence(state: State, node: ast.MatchSequence) -> None:
    # (`*_` copies nothing.)
    is_copied = any(type(each) is ast.MatchStar and each.name for each in node.patterns)
    if is_copied and node not in state.passed:
        raise Unproven(node, f"{words.STARRED} is missing")
    state.todo += node.patterns


def value_pattern(state: State, node: ast.MatchValue) -> None:
    """A literal; a dotted name stands in `__compared__(…)`, or for a subject that is paid for."""
    if type(node.value) is not ast.Attribute:
        state.todo.append(node.value)
    elif node in state.passed:
        _compared(state, node)
    else:
        raise Unproven(node, f"{words.COMPARED} is missing")


def _asks_nobody(pattern: ast.pattern | None) -> bool:
    """Tell whether *pattern* does no more than compare the subject."""
    if type(pattern) is ast.MatchOr:
        return all(map(_asks_nobody, pattern.patterns))
    if type(pattern) is ast.MatchAs:
        return _asks_nobody(pattern.pattern)
    return pattern is None or type(pattern) in (ast.MatchValue, ast.MatchSingleton)


def _wholes(pattern: ast.pattern | None) -> Iterator[ast.pattern]:
    """Yield the patterns that the subject as a whole is matched with."""
    if type(pattern) is ast.MatchOr:
        for each in pattern.patterns:
            yield from _wholes(each)
    elif type(pattern) is ast.MatchAs:
        yield from _wholes(pattern.pattern)
    elif pattern is not None:
        yield pattern


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
    if node.rest is not None and node not in state.passed:
        raise Unproven(node, f"{words.REST} is missing")
    bind(state, node.rest, node)
    for key in node.keys:
        if type(key) is ast.Attribute:
            raise Unproven(key, "a key that is hashed natively")
    state.todo += (*node.keys, *node.patterns)


def class_pattern(state: State, node: ast.MatchClass) -> None:
    if type(node.cls) is ast.Name and node.cls.id in words.OF_PATTERNS:
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
    """`__taken__(P)`, `__compared__(a.b)`, `__rest__({**a})`: one pattern, of the value itself."""
    if len(node.patterns) != 1 or node.kwd_attrs:
        raise Unproven(node, "a guard of a pattern takes one pattern")
    (inner,) = node.patterns
    if is_name(node.cls, words.TAKEN):
        state.todo.append(inner)
    elif is_name(node.cls, words.STARRED) or is_name(node.cls, words.REST):
        is_sequence = is_name(node.cls, words.STARRED)
        if type(inner) is not (ast.MatchSequence if is_sequence else ast.MatchMapping):
            raise Unproven(node, "a guard of a pattern takes another kind")
        state.passed.add(inner)
        state.todo.append(inner)
    elif type(inner) is ast.MatchValue and type(inner.value) is ast.Attribute:
        _compared(state, inner)
    else:
        raise Unproven(node, f"{words.COMPARED} guards no dotted name")
