"""Assignments, and what is written as one: augmented operators and imports."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .guards import changed, guarded, operands, unpacked
from .keys import operand_sees, subscript_key
from .names import bind, native, plainly
from .operators import augmented_value
from .pieces import is_stored
from .receivers import unasked
from .shapes import called, is_name, pauses, star_depth, text_of
from .state import State, Unproven
from .tables import BINDABLE, CLASS, INPLACE, LITERAL, LOADS
from .targets import target


def assign(state: State, node: ast.Assign) -> None:
    place, value = node.targets[0], node.value
    guard = called(value)
    if guard in LOADS:
        _load(state, node, guard)
    elif guard in INPLACE:
        _inplace(state, node, guard)
    elif len(node.targets) > 1:
        if any(map(star_depth, node.targets)):
            raise Unproven(node, "several targets with a star")
        for each in node.targets:
            target(state, each, BINDABLE[state.scope])
        state.todo.append(value)
    elif type(place) is ast.Name and place.id in LITERAL:
        _literal_names(state, place, value)
    elif _is_plain_slice(place) and called(place.value) != words.PLACE:  # type: ignore[attr-defined]
        assert type(place) is ast.Subscript
        if pauses(place.slice):
            raise Unproven(place, f"{words.PLACE} is missing")
        subscript_key(state, place.slice, changed(place.value) or place.value)
        stored = is_stored(state, value) or guarded(value, words.INPLACE_ADDEND, inline=False)
        state.todo += (unasked(state, place.value), stored)
    else:
        if depth := star_depth(place):
            value = unpacked(value, words.UNPACK, depth)
        target(state, place, BINDABLE[state.scope])
        state.todo.append(value)


def _is_plain_slice(place: ast.expr) -> bool:
    """Tell whether *place* is `X[a:b]`.

    With a step C finds places in `X` before it drains the value, which may make `X` shorter.
    """
    key = place.slice if type(place) is ast.Subscript else None
    return type(key) is ast.Slice and key.step is None


def annotated(state: State, node: ast.AnnAssign) -> None:
    place = node.target
    state.annotate(node.annotation)
    if type(place) is ast.Name and place.id in LITERAL:
        _literal_names(state, place, node.value)
    elif type(place) is ast.Attribute and node.value is None:
        # Nothing is stored, nor is the name looked for.
        if place.attr not in words.SPECIAL_METHODS and place.attr not in words.WRITABLE_DUNDERS:
            plainly(state, place.attr, place)
        state.todo.append(place.value)
    else:
        target(state, place, BINDABLE[state.scope])
        state.push([node.value])


def augmented(state: State, node: ast.AugAssign) -> None:
    if type(node.target) is ast.Attribute:
        native(state, node.target.attr, node)
        if pauses(node.value):
            raise Unproven(node, "an attribute is stored when the function goes on, and unasked")
    elif type(node.target) is ast.Subscript and pauses(node.value):
        guarded(node.target.value, words.PLACE, inline=False)
    target(state, node.target, BINDABLE[state.scope])
    value = augmented_value(state, node)
    operand_sees(node.target, value)
    state.todo.append(value)


def _inplace(state: State, node: ast.Assign, guard: str) -> None:
    """`n = __inplace_times__(n, R)`."""
    current, operand = operands(node.value, guard)
    name = node.targets[0]
    if len(node.targets) > 1 or type(name) is not ast.Name or not is_name(current, name.id):
        raise Unproven(node, f"{guard} may not be called here")
    bind(state, name.id, name)
    state.todo += (current, operand)


def _load(state: State, node: ast.Assign, guard: str) -> None:
    """`a = __load_module__('a.b')`, `(x, y,) = __load_names__('a', 'x', 'z')`."""
    place, value = node.targets[0], node.value
    assert type(value) is ast.Call
    texts = [text for text in map(text_of, value.args) if text is not None]
    if len(node.targets) > 1 or len(texts) != len(value.args) or value.keywords:
        raise Unproven(node, f"{guard} takes literal strings only")
    for name in [*".".join(texts[:1]).split("."), *texts[1:]]:
        if not name.isidentifier():
            raise Unproven(node, f"{guard} is told {name!r}, which is no name")
        plainly(state, name, node)
    if guard == words.LOAD_NAMES:
        names = place.elts if type(place) is ast.Tuple else []
        fits = len(texts) > 1 and len(texts) == len(names) + 1
    else:
        names, fits = [place], len(texts) == 1
    if not fits or not all(type(name) is ast.Name for name in names):
        raise Unproven(node, f"{guard} binds other names than it loads")
    if guard == words.LOAD_MODULE and not is_name(place, texts[0].split(".")[0]):
        raise Unproven(node, f"{guard} binds another name than it loads")
    target(state, place)


def _literal_names(state: State, place: ast.Name, value: ast.expr | None) -> None:
    """`__slots__` and `__match_args__`: a literal whose names are known here and now."""
    nodes = value.elts if type(value) is ast.Tuple or type(value) is ast.List else [value]
    if state.scope != CLASS:
        raise Unproven(place, f"the name {place.id} may not stand here")
    for node in nodes if value else ():
        name = text_of(node) or ""
        if not name.isidentifier():
            raise Unproven(place, f"{place.id} is not made of literal names")
        # An instance has these two without slots: a dictionary, and a list of weak references.
        if place.id != "__slots__" or name not in ("__dict__", "__weakref__"):
            plainly(state, name, place)
        if place.id == "__match_args__":
            native(state, name, place)
