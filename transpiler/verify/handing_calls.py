"""Where the arguments of calls go: to a known function, a heap, a method, a builtin.

A part of the walk of `handing.py`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from .. import vocabulary as words
from . import values
from .operands import method_of

if TYPE_CHECKING:
    from .handing import Walker
    from .shelves import Shelf
    from .values import Types

_ROWS: Final[Types] = frozenset({list, tuple})
_LIST: Final[Types] = frozenset({list})
_SET: Final[Types] = frozenset({set})
_DICT: Final[Types] = frozenset({dict})
#: Methods of sets and dictionaries that are followed.
_OF_OTHERS: Final = frozenset({"add", "discard", "get", "values", "items"})
#: Methods that hand the list to nobody, and those which put an argument in: the first, the second.
_HARMLESS: Final = frozenset("append insert extend pop clear reverse copy sort".split())
_LAYING: Final = {"append": 0, "insert": 1}
#: Builtins that hand items to guests, perhaps, but never what they go through.
_READERS: Final = frozenset(
    "sum min max any all sorted list tuple set frozenset dict print str repr".split()
)

#: Builtins that make a number, or a text, of one: a list they ask for its length, or refuse.
_COUNTERS: Final = frozenset("len range round abs float int bool ord chr".split())


def call(walker: Walker, node: ast.Call) -> None:
    contents = walker.contents
    starred = any(type(arg) is ast.Starred for arg in node.args)
    function = contents.blocks.calls.get(node)
    method, self_ = method_of(node)
    if function is not None:
        args = function.node.args
        doubled = any(keyword.arg is None for keyword in node.keywords)
        loose = starred or doubled or args.vararg or args.kwarg or function.suspends
        every = [*node.args, *(keyword.value for keyword in node.keywords)]
        walker.todo += [(arg, not loose) for arg in every]
    elif contents.blocks.library(node) in words.HEAPS and not starred and not node.keywords:
        _heap(walker, node)
    elif self_ is not None:
        plain = not starred and not node.keywords
        _method(walker, node, method, self_, plain)
    else:
        _builtin(walker, node, contents.known.builtin(node), starred)


def _heap(walker: Walker, node: ast.Call) -> None:
    """Items are compared with items; what more there is becomes one."""
    walker.keep(*node.args)
    if not node.args:
        return
    contents, heap = walker.contents, node.args[0]
    shelf = contents.shelf(heap)
    for item in node.args[1:]:
        contents.keep_from(heap, _LIST, contents.shelf(item))
        if shelf is not None:
            contents.lay(shelf, item)
    if shelf is not None:
        shelf.below().hand_out()


def _method(walker: Walker, node: ast.Call, method: str, self_: ast.expr, plain: bool) -> None:
    contents = walker.contents
    shelf = contents.shelf(self_)
    every = [*node.args, *(keyword.value for keyword in node.keywords)]
    if method == "join":
        walker.spill(self_)
        walker.keep(*every)
        for each in map(contents.shelf, every):
            contents.keep_from(self_, values.TEXT, each)
        return
    if method in _OF_OTHERS and shelf is not None and plain:
        _other_method(walker, node, method, self_, shelf)
        return
    if method not in _HARMLESS or shelf is None:
        walker.spill(self_, *every)
        return
    walker.keep(self_)
    contents.require(self_, _LIST, shelf)
    start = _LAYING.get(method, 0)
    if method == "sort":
        shelf.below().hand_out()
    elif not plain:
        shelf.give_up()
    elif method in _LAYING or method == "extend":
        walker.spill(*every[:start])
        for arg in every[start:]:
            walker.keep(arg)
            _fill(walker, shelf, arg, method)
        return
    walker.spill(*every)


def _other_method(
    walker: Walker, node: ast.Call, method: str, self_: ast.expr, shelf: Shelf
) -> None:  # fmt: skip
    """Methods of sets and dictionaries. What is in a view, somebody may take out of it."""
    contents = walker.contents
    walker.keep(self_)
    contents.require(self_, _SET if method in ("add", "discard") else _DICT, shelf)
    match method, node.args:
        case "add", [item]:
            contents.lay_hashed(shelf, item)
            walker.spill(item)
        case (("get" | "discard"), [key]):
            walker.spill(key)
        case "get", [key, default]:
            walker.spill(key)
            walker.keep(default)
            other = contents.shelf(default)
            contents.keep_from(self_, _DICT, other)
            if other is not None:
                shelf.below().join(other)
        case "values" | "items", []:
            shelf.below().hand_out()
        case _:
            walker.spill(self_, *node.args)


def _fill(walker: Walker, shelf: Shelf, node: ast.expr, method: str) -> None:
    contents = walker.contents
    if method in _LAYING:
        contents.lay(shelf, node)
        return
    more = contents.shelf(node)
    contents.require(node, _ROWS, shelf)
    if more is not None:
        shelf.join(more)


def _builtin(walker: Walker, node: ast.Call, name: str, starred: bool) -> None:
    named = [keyword.value for keyword in node.keywords]
    if name in _COUNTERS and not starred and not named:
        walker.keep(*node.args)
    elif name in _READERS and not starred and len(node.args) == 1:
        walker.keep(*node.args)
        shelf = walker.contents.shelf(node.args[0])
        if shelf is not None:
            shelf.below().hand_out()
        walker.spill(*named)
    else:
        walker.spill(node.func, *node.args, *named)
