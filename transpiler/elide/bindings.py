"""Every name of a program with all that is ever bound to it, scope by scope.

A variable whose bindings are all understood can be given a kind; one binding that is not
(a parameter, an import, a `with`) and nothing is known of it. Nothing else may bind it:

* A function's own names are bound by its text, and by `nonlocal` in functions inside.
* Names of module level are also bound from outside: by inputs and earlier steps of a session
  before the program begins, by `exec` or a star import. So such a name is known only where a
  binding certainly came before, and in a program that has its namespace to itself.
* Names in a class body are looked for in several places, and have no kind.
* A name with two underscores in a row may be mangled into another, and has none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Final

import libcst as cst
from libcst.helpers import get_full_name_for_node

from ..policy import Policy
from ..vocabulary import normalise
from ..walk import (
    BINDERS,
    CLASS,
    COMPREHENSION,
    DELETE,
    FUNCTION,
    MODULE,
    STORE,
    Entry,
    Listing,
    Scope,
    imported_names,
)
from .calls import Callee, settle_calls
from .homes import home, module_of
from .imported import Imported
from .keyed import settle_keys

#: Names and modules through which the names of a module can be reached without being written.
_REACHING: Final = frozenset(
    """
    exec eval globals locals vars __import__ builtins __main__ importlib inspect timeit
    get_type_hints ForwardRef
    """.split()
)
_PASSES: Final = (cst.Element, cst.Tuple, cst.List, cst.StarredElement)
_SUITES: Final = (cst.IndentedBlock, cst.SimpleStatementSuite)
_LEAVING: Final = (cst.Return, cst.Yield, cst.Await)
_BINDINGS: Final = (cst.AugAssign, cst.AnnAssign, cst.For, cst.CompFor, cst.NamedExpr)


class Variable:
    """A name of a scope: `bindings` are statements and clauses with the target in them.

    `opaque` is set when something is bound that is not understood. `settled` are the stretches of
    the listing in which a name of module level is certainly bound, in order, and apart.
    `shared` is set when other code than that of the scope itself binds the name: a function inside,
    a generator expression. `given` are expressions bound by calls, None for None, `drawn` those
    whose items are; `definitions` the functions, and `otherwise` is set when anything but these and
    the bindings binds the name.
    """

    __slots__ = (
        "bindings", "definitions", "drawn", "given", "opaque", "otherwise", "settled", "shared",
    )  # fmt: skip

    def __init__(self) -> None:
        self.bindings: list[tuple[Entry, Entry]] = []
        self.opaque = False
        self.shared = False
        self.otherwise = False
        self.definitions: list[Callee] = []
        self.given: list[cst.CSTNode | None] = []
        self.drawn: list[cst.BaseExpression] = []
        self.settled: list[tuple[int, ...]] = []

    def settle(self, start: int, end: int) -> None:
        """Note that the name is bound after *start* and until *end*."""
        if self.settled and self.settled[-1][0] <= start <= self.settled[-1][1]:
            start, end = self.settled[-1][0], max(end, self.settled.pop()[1])
        self.settled.append((start, end))


class Bindings:
    """Resolves names to variables."""

    __slots__ = (
        "_alone", "_callees", "_parameters", "_type_parameters", "builtins", "calls", "defined",
        "elsewhere", "entries", "imported", "last", "loads", "parameters", "pausing", "sealed",
        "variables",
    )  # fmt: skip

    def __init__(self, listing: Listing, policy: Policy) -> None:
        self.variables: dict[tuple[Scope, str], Variable] = {}
        self.elsewhere: dict[tuple[Scope, str], str] = {}
        self._parameters: dict[Scope, frozenset[str]] = {}
        #: Functions by the scope of their bodies, by the parameters it has.
        self._callees: dict[int, Callee] = {}
        self.defined: list[tuple[str, Variable]] = []
        #: What is read. (In a class body `x += 1` reads another variable than it binds.)
        self.loads: list[Entry] = []
        #: Variables that are parameters, each with its function if that may be known.
        self.parameters: list[tuple[Variable, Callee | None]] = []
        #: Scopes that are left by `yield` or `await`, and entered again.
        self.pausing: set[Scope] = set()
        self.last = _last_inside(listing.entries)
        #: Entries of names, by the identity of the node.
        self.entries: dict[int, Entry] = {}
        self.imported = Imported(self.last)
        self._alone = policy.alone and not listing.starred
        self._type_parameters = listing.parameters
        lambdas: list[Entry] = []
        for entry in listing.entries:
            kind = type(entry.node)
            if kind is cst.Name:
                self._name(entry)
            elif kind in BINDERS:
                self.imported.bind_by(entry)
                self._bind_otherwise(entry)
            elif kind in _LEAVING:
                self._leave(entry)
            elif kind is cst.Lambda:
                lambdas.append(entry)
            elif kind in _SUITES and entry.slot == "body":
                for name in self._parameters_of(entry.scope):
                    self._variable(entry.scope, name)
        #: Names that surely mean the builtin.
        self.builtins: frozenset[str] = frozenset()
        if self._alone:
            self.builtins = policy.builtins - listing.bound - policy.tools
        self.sealed = self._alone and policy.sealed
        self.calls = settle_calls(self, policy)
        settle_keys(self, lambdas, listing.entries)

    # --- Reading -----------------------------------------------------------------------

    def resolve(self, node: cst.Name) -> Variable | None:
        """Return the variable that *node* reads, None if nothing can be known of it."""
        entry = self.entries.get(id(node))
        name = normalise(node.value)
        if entry is None or name in self._type_parameters:
            return None
        scope = home(self, entry.scope, name)
        if scope is None:
            return None
        if scope.kind == MODULE:
            return self._of_module(scope, entry, name)
        found = self.variables.get((scope, name))
        return None if found is None or found.opaque else found

    def owner(self, scope: Scope, name: str) -> Variable | None:
        """Return the variable that a read of *name* in *scope* finds, None if not known."""
        where = home(self, scope, name)
        return None if where is None else self.variables.get((where, name))

    def binds(self, scope: Scope, name: str) -> bool:
        """Tell whether *name* is bound in *scope*, which is no class and does not declare it."""
        return (scope, name) in self.variables or name in self._parameters_of(scope)

    def steady(self, node: cst.CSTNode) -> bool:
        """Tell whether *node* is a name that nothing can bind between two reads of it.

        Code of the guest may run between any two instructions: collecting garbage closes suspended
        generators, and their `finally` suites bind what they like. Not so what only
        the running code itself binds, which cannot go on meanwhile.
        """
        entry = self.entries.get(id(node))
        if entry is None or type(node) is not cst.Name:
            return False
        name = normalise(node.value)
        if "__" in name or name in self._type_parameters:  # mangling may make another of it
            return False
        scope = entry.scope
        while scope.parent is not None and self._is_transparent(scope, name):
            scope = scope.parent
        if scope.kind != MODULE:
            is_own = scope.kind != CLASS and (scope, name) not in self.elsewhere
            if not is_own or not self.binds(scope, name):
                return False
        elif not self._alone:
            return False
        found = self.variables.get((scope, name))
        return found is None or not found.shared

    def library(self, call: cst.Call) -> str:
        """Return the dotted name of the member of a module that is called, or nothing."""
        func: Any = call.func
        name: Any = func.value if type(func) is cst.Attribute else func
        entry = self.entries.get(id(name))
        if not self._alone or entry is None or entry.scope.kind == CLASS:
            return ""
        if normalise(name.value) in self._type_parameters:
            return ""
        return self.imported.path(func, entry)

    def is_fixed(self, scope: Scope, name: str) -> bool:
        """Tell whether *name* is a parameter of *scope* that nothing binds anew."""
        if name not in self._parameters_of(scope) or "__" in name:
            return False
        found = self.variables.get((scope, name))
        return found is None or not (
            found.bindings or found.definitions or found.otherwise or found.shared
        )

    def _is_transparent(self, scope: Scope, name: str) -> bool:
        """Tell whether *scope* is a comprehension, run at once, in which *name* is not bound."""
        is_run = scope.kind == COMPREHENSION and not scope.lazy
        return is_run and (scope, name) not in self.variables

    def holds(self, scope: Scope) -> bool:
        """Tell whether `__t0__`, bound in *scope*, is bound by the running code alone."""
        while scope.kind == COMPREHENSION and scope.parent is not None:
            if scope.lazy:
                return False
            scope = scope.parent
        return scope.kind == FUNCTION or (scope.kind == MODULE and self._alone)

    def add(self, key: tuple[Scope, str]) -> Variable:
        """Return a variable that is not there yet."""
        made = self.variables[key] = Variable()
        return made

    def understood(self) -> list[Variable]:
        """Return the variables of which something may be known."""
        results = [callee.result for callee in {*self.calls.values()}]
        return [each for each in (*self.variables.values(), *results) if not each.opaque]

    def _of_module(self, scope: Scope, entry: Entry, name: str) -> Variable | None:
        found = self.variables.get((scope, name))
        if found is None or found.opaque or not self._alone:
            return None
        stretch = bisect_left(found.settled, (entry.at,)) - 1
        return found if stretch >= 0 and entry.at <= found.settled[stretch][1] else None

    def _parameters_of(self, scope: Scope) -> frozenset[str]:
        found = self._parameters.get(scope)
        if found is None:
            found = frozenset(_names_of(scope.parameters))
            self._parameters[scope] = found
        return found

    # --- Collecting --------------------------------------------------------------------

    def _name(self, entry: Entry) -> None:
        node: Any = entry.node
        self.entries[id(node)] = entry
        name = normalise(node.value)
        if name in _REACHING:
            self._alone = False
        if entry.role == STORE or entry.role == DELETE:
            self._bind(entry, name)
            self.imported.bind(name)
            if entry.scope.kind == CLASS and self._is_augmented(entry):
                self.loads.append(entry)
        else:
            self.loads.append(entry)

    def _is_augmented(self, entry: Entry) -> bool:
        return entry.parent is not None and type(entry.parent.node) is cst.AugAssign

    def _bind_otherwise(self, entry: Entry) -> None:
        """Bind what is no target: functions, classes, imports, captures, declarations."""
        node = entry.node
        if type(node) is cst.FunctionDef:
            self._define(entry, node)
            return
        if type(node) is cst.Param:
            return  # a parameter belongs to the scope inside: see `_parameters_of`
        if type(node) is cst.ImportFrom and node.module is not None:
            self._reach(get_full_name_for_node(node.module) or "")
        if type(node) is cst.Import or type(node) is cst.ImportFrom:
            self._reach(*(name for name, _ in imported_names(node)))
        for each in BINDERS[type(node)](node):
            name = normalise(each)
            if type(node) is cst.Global:
                self.elsewhere[entry.scope, name] = "global"
                if entry.scope.kind == CLASS:  # what a class body binds is not understood
                    moved = self._variable(module_of(entry.scope), name)
                    moved.opaque = moved.otherwise = moved.shared = True
            elif type(node) is cst.Nonlocal:
                self.elsewhere[entry.scope, name] = "nonlocal"
                scope = entry.scope.parent
                while scope is not None:
                    outer = self._variable(scope, name)
                    outer.opaque = outer.shared = True
                    scope = scope.parent
            else:
                bound = self._variable(entry.scope, name)
                bound.opaque = bound.otherwise = True

    def _define(self, entry: Entry, node: cst.FunctionDef) -> None:
        name = normalise(node.name.value)
        variable = self._variable(entry.scope, name)
        variable.opaque = True
        if node.decorators or node.asynchronous is not None:
            variable.otherwise = True
            return
        callee = self._callees[id(node.params)] = Callee(entry, Variable())
        if not variable.definitions:
            self.defined.append((name, variable))
        variable.definitions.append(callee)

    def _leave(self, entry: Entry) -> None:
        """Note what a function returns, and that it is left and entered again."""
        if type(entry.node) is not cst.Return:
            self.pausing.add(entry.scope)
        callee = self._callees.get(id(entry.scope.parameters))
        if callee is None:
            return
        if type(entry.node) is cst.Return:
            callee.returned.append(entry.node.value)
        else:
            callee.suspends = True

    def _reach(self, *names: str) -> None:
        if any(part in _REACHING for name in names for part in normalise(name).split(".")):
            self._alone = False

    def _bind(self, entry: Entry, name: str) -> None:
        top = entry
        while top.parent is not None and type(top.parent.node) in _PASSES:
            top = top.parent
        binding, scope = top.parent, entry.scope
        assert binding is not None
        if type(binding.node) is cst.NamedExpr:
            while scope.kind == COMPREHENSION and scope.parent is not None:
                scope = scope.parent
        variable = self._variable(scope, name)
        variable.shared |= scope is not entry.scope
        if type(binding.node) is cst.AssignTarget and binding.parent is not None:
            binding = binding.parent
        elif type(binding.node) not in _BINDINGS:
            variable.opaque = variable.otherwise = True  # `with`, `except`, `del`
            return
        variable.bindings.append((entry, binding))
        if scope.kind == MODULE:
            self._settle(variable, binding, top)

    def _settle(self, variable: Variable, binding: Entry, target: Entry) -> None:
        """Note where the name is bound whatever happened before: who gets there came by *binding*.

        That is in the statements after it in its own suite, and in the body of a loop of its own.
        """
        node, suite, last = binding.node, binding.parent, self.last
        if type(node) is cst.For:
            if node.orelse is None:
                iterable = last[target.at] + 1
                variable.settle(last[iterable], last[binding.at])
        elif type(node) is cst.Assign or (type(node) is cst.AnnAssign and node.value):
            if suite is not None and type(suite.node) is cst.SimpleStatementLine:
                suite = suite.parent
            if suite is not None:
                variable.settle(last[binding.at], last[suite.at])

    def _variable(self, scope: Scope, name: str) -> Variable:
        """Return the variable that binding *name* in *scope* binds; made when first asked for."""
        moved = self.elsewhere.get((scope, name)) == "global" and scope.parent is not None
        while moved and scope.parent is not None:
            scope = scope.parent
        found = self.variables.get((scope, name))
        if found is None:
            found = self.variables[scope, name] = Variable()
            # `nonlocal` binds it too; parameters are looked at in the end.
            found.opaque = "__" in name or scope.kind == CLASS or (scope, name) in self.elsewhere
            if name in self._parameters_of(scope):
                callee = self._callees.get(id(scope.parameters))
                self.parameters.append((found, callee))
                if callee is not None:
                    callee.parameters[name] = found
        found.shared |= moved
        return found


def _names_of(parameters: cst.Parameters | None) -> Iterator[str]:
    if parameters is None:
        return
    for each in (
        *parameters.posonly_params, *parameters.params, parameters.star_arg,
        *parameters.kwonly_params, parameters.star_kwarg,
    ):  # fmt: skip
        if type(each) is cst.Param:
            yield normalise(each.name.value)


def _last_inside(entries: list[Entry]) -> list[int]:
    """Return for each entry the place of the last one inside it."""
    last = list(range(len(entries)))
    for entry in reversed(entries):
        parent = entry.parent
        if parent is not None and last[parent.at] < last[entry.at]:
            last[parent.at] = last[entry.at]
    return last
