"""Functions of which every call is known: what their parameters may be, and what they return.

A *known* function is bound to its name by one plain `def` and by nothing else, and its name is read
nowhere but where it is called. Then the object is in no other place: no code of the program, of
the runtime or of the host has it, and the calls written down are all there are. Its parameters are
bound by the arguments of these calls and by its defaults, its value by its `return`s.

This holds only for sealed programs (`Policy.sealed`), where the host takes no function from the
globals by name, and where no other text of the guest's reaches them (`Blocks.powerful`). What a
name gives before the `def` has run is no function of the program's: an input is data, and the name
is none of a tool's or builtin's.

Names that are read where a class is seen may be found in several places, so functions of that name
are not known. Of generators the parameters are, not the value: what a call gives is another object.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .blocks import Blocks
    from .scopes import Names


class Function:
    """A `def`, with the names of its parameters, its `return`s, and the calls of it."""

    def __init__(self, node: ast.FunctionDef, result: Names) -> None:
        self.node = node
        self.result = result
        self.parameters: dict[str, Names] = {}
        self.returned: list[ast.expr | None] = []
        self.calls: list[ast.Call] = []
        self.suspends = False


def understand(blocks: Blocks, hidden: frozenset[str]) -> dict[ast.Call, Function]:
    """Bind the parameters and results of all known functions; return what each call calls.

    Parameters:
        hidden: names that may mean something else before a `def` has run.
    """
    known = {} if blocks.powerful or not blocks.sealed else _known(blocks, hidden)
    for function in {*blocks.functions} - {*known.values()}:
        for names in function.parameters.values():
            names.mystery = True
    found: dict[ast.Call, Function] = {}
    for function in known.values():
        _bind_result(blocks, function)
        for call in function.calls:
            _bind_arguments(blocks, function, call)
            found[call] = function
        _bind_defaults(blocks, function)
    return found


def _known(blocks: Blocks, hidden: frozenset[str]) -> dict[Names, Function]:
    found: dict[Names, Function] = {}
    for names, name in blocks.defined.items():
        only = names.definitions[0]
        alone = len(names.definitions) == 1 and not (names.bindings or names.otherwise)
        if alone and not (names.foreign or name in hidden or "__" in name):
            found[names] = only
    spelled = {blocks.defined[names] for names in found}
    for node, (block, _) in blocks.found.items():
        if node.id not in spelled:
            continue
        call = blocks.called.get(node)
        if block.sees_class:
            for names in [each for each in found if blocks.defined[each] == node.id]:
                del found[names]
            continue
        owner = blocks.owner(node)
        if owner in found:
            assert owner is not None
            if call is None:
                del found[owner]
            else:
                found[owner].calls.append(call)
    return {names: function for names, function in found.items() if function.calls}


def _bind_result(blocks: Blocks, function: Function) -> None:
    if function.suspends:
        function.result.mystery = True
        return
    values = [value or ast.Constant(None) for value in function.returned]
    if not _returns(function.node.body):
        values.append(ast.Constant(None))
    for value in values:
        blocks.bind(function.result, value)


def _returns(body: list[ast.stmt]) -> bool:
    """Tell whether the end of *body* is surely never reached."""
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _returns(last.body) and _returns(last.orelse)
    return isinstance(last, ast.Return | ast.Raise)


def _bind_arguments(blocks: Blocks, function: Function, call: ast.Call) -> None:
    args = function.node.args
    starred = any(isinstance(arg, ast.Starred) for arg in call.args)
    if starred or any(keyword.arg is None for keyword in call.keywords):
        for names in function.parameters.values():
            names.mystery = True
        return
    for parameter, value in zip([*args.posonlyargs, *args.args], call.args, strict=False):
        blocks.bind(function.parameters[parameter.arg], value)
    for keyword in call.keywords:
        # The name of `*args` or `**kwargs` may be a keyword too: it gets more than it needs, then.
        if keyword.arg in function.parameters:
            blocks.bind(function.parameters[keyword.arg], keyword.value)


def _bind_defaults(blocks: Blocks, function: Function) -> None:
    args = function.node.args
    positional = [*args.posonlyargs, *args.args]
    for parameter, default in zip(reversed(positional), reversed(args.defaults), strict=False):
        blocks.bind(function.parameters[parameter.arg], default)
    for parameter, each in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        if each is not None:
            blocks.bind(function.parameters[parameter.arg], each)
    for rest, value in ((args.vararg, ast.Tuple([])), (args.kwarg, ast.Dict([], []))):
        if rest is not None:
            names = function.parameters[rest.arg]
            blocks.bind(names, value)
