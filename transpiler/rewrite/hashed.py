"""What it counts that something is hashed or loaded: keys, members, subscripts, attributes.

An integer may be as long as memory allows, and is hashed as long each time.
"""

from __future__ import annotations

from typing import Any, Final

import libcst as cst

from .. import vocabulary as words
from ..walk import LOAD, PATTERN, Entry
from .suites import is_constant

#: What an operation counts, as does hashing a key.
OPERATION: Final = 4
#: What the load of an attribute or item counts at least: a guest's class may have a function of C's
#: for a property, or to be asked for what is missing.
LOADED: Final = 1
#: What a key consists of, a tuple that is written out by its elements: so many are an operation,
#: as many as a guard lets pass in a tuple for nothing.
_TOGETHER: Final = 8
KINDS: Final = frozenset({cst.Subscript, cst.Call})
SLOTS: Final = frozenset({"key", "value", "elt"})
_PLACES: Final = frozenset(
    {(cst.Element, "value"), (cst.DictElement, "key"), (cst.SetComp, "elt"), (cst.DictComp, "key")}
)


def weight(entry: Entry) -> int:
    """Return what hashing counts, of *entry* where it is a key or has keys."""
    node: Any = entry.node
    if type(node) is cst.Subscript:
        if entry.role == PATTERN:
            return 0
        keys = of([part.slice for part in node.slice])
        # What is stored or deleted is an operation, whatever the key is.
        return max(keys, LOADED if entry.role == LOAD else OPERATION)
    total = 0
    func = node.func if type(node) is cst.Call else None
    if type(func) is cst.Attribute and words.normalise(func.attr.value) in words.KEYED:
        # (One of them is part of the call.)
        total += sum(max(of([arg.value]) - OPERATION, 0) for arg in node.args[:2])
    return total + (of([node]) if _is_key(entry) else 0)


def _is_key(entry: Entry) -> bool:
    parent = entry.parent
    if parent is None or (type(parent.node), entry.slot) not in _PLACES:
        return False
    if type(parent.node) is not cst.Element:
        return True
    return parent.parent is not None and type(parent.parent.node) is cst.Set


def of(keys: list[Any]) -> int:
    """Return what it counts to hash *keys* together."""
    parts, todo = 0, [*keys]
    while todo:
        node = todo.pop()
        if type(node) is cst.Index and not node.star:
            node = node.value
        if type(node) is cst.Tuple:
            todo += [element.value for element in node.elements]
        else:
            parts += not is_constant(node)
    return OPERATION * -(-parts // _TOGETHER)
