"""Functions that are only ever called, by name and by this program: their parameters and results.

If one plain `def` is all that binds a name, and the name is read nowhere but where it is called,
then nobody else has the function: the kinds of its parameters are those of the arguments in these
calls and of its defaults. Only in a program whose functions the host does not call by name, and
whose globals no other text of the guest's reaches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from ..policy import Policy
from ..vocabulary import normalise
from ..walk import Entry

if TYPE_CHECKING:
    from .bindings import Bindings, Variable


class Callee:
    """A `def` without decorators.

    Parameters:
        entry: of the definition.
        result: the variable that stands for what it returns.
    """

    __slots__ = ("calls", "entry", "parameters", "result", "returned", "suspends")

    def __init__(self, entry: Entry, result: Variable) -> None:
        self.entry = entry
        self.result = result
        self.parameters: dict[str, Variable] = {}
        self.returned: list[cst.BaseExpression | None] = []
        self.calls: list[cst.Call] = []
        self.suspends = False

    @property
    def node(self) -> cst.FunctionDef:
        assert type(self.entry.node) is cst.FunctionDef
        return self.entry.node


def settle_calls(bindings: Bindings, policy: Policy) -> dict[int, Callee]:
    """Give parameters and results of all known functions what they are bound to.

    Returns the function that a call calls, by the identity of its node.
    """
    hidden = policy.tools | policy.builtins
    known = _uncovered(bindings, hidden) if bindings.sealed else {}
    for variable, callee in bindings.parameters:
        if callee is None or callee not in known.values():
            variable.opaque = True
    found: dict[int, Callee] = {}
    for callee in known.values():
        _returns_of(callee)
        for call in callee.calls:
            found[id(call)] = callee
            _arguments_of(callee, call)
        _defaults_of(callee)
    return found


def _uncovered(bindings: Bindings, hidden: frozenset[str]) -> dict[Variable, Callee]:
    """Return the functions that nobody has but their name."""
    found: dict[Variable, Callee] = {}
    spelled: dict[str, list[Variable]] = {}
    for name, variable in bindings.defined:
        only = variable.definitions[0]
        once = len(variable.definitions) == 1 and not (variable.bindings or variable.otherwise)
        if once and not (variable.shared or name in hidden or "__" in name):
            found[variable] = only
            spelled.setdefault(name, []).append(variable)
    for entry in bindings.loads:
        node = entry.node
        assert type(node) is cst.Name
        for variable in spelled.get(normalise(node.value), ()):
            if variable not in found:
                continue
            if entry.scope.sees_class:
                del found[variable]
            elif bindings.owner(entry.scope, normalise(node.value)) is variable:
                call = entry.parent.node if entry.parent is not None else None
                if type(call) is cst.Call and entry.slot == "func":
                    found[variable].calls.append(call)
                else:
                    del found[variable]
    return {variable: callee for variable, callee in found.items() if callee.calls}


def _returns_of(callee: Callee) -> None:
    if callee.suspends:
        callee.result.opaque = True  # what a call gives is a generator
        return
    for value in callee.returned:
        callee.result.given.append(value)
    if not _ends(callee.node.body):
        callee.result.given.append(None)


def _ends(suite: cst.BaseSuite) -> bool:
    """Tell whether the end of *suite* is surely never reached."""
    last = suite.body[-1] if suite.body else None
    if type(last) is cst.SimpleStatementLine:
        last = last.body[-1]
    if type(last) is cst.If:
        other = last.orelse
        while type(other) is cst.If:
            if not _ends(other.body):
                return False
            other = other.orelse
        return other is not None and _ends(other.body) and _ends(last.body)
    return type(last) in (cst.Return, cst.Raise)


def _arguments_of(callee: Callee, call: cst.Call) -> None:
    parameters = callee.parameters
    if any(arg.star for arg in call.args):
        for variable in parameters.values():
            variable.opaque = True
        return
    params = callee.node.params
    positional = [arg.value for arg in call.args if arg.keyword is None]
    for param, value in zip((*params.posonly_params, *params.params), positional, strict=False):
        parameters[normalise(param.name.value)].given.append(value)
    for arg in call.args:
        if arg.keyword is not None and normalise(arg.keyword.value) in parameters:
            parameters[normalise(arg.keyword.value)].given.append(arg.value)


def _defaults_of(callee: Callee) -> None:
    params = callee.node.params
    for param in (*params.posonly_params, *params.params, *params.kwonly_params):
        if param.default is not None:
            callee.parameters[normalise(param.name.value)].given.append(param.default)
    for rest in (params.star_arg, params.star_kwarg):
        if type(rest) is cst.Param:
            # What is collected is a tuple or a dictionary; nothing rests on which.
            callee.parameters[normalise(rest.name.value)].opaque = True
