"""Every name of a program: the block it stands in, where in it, and what is bound to it.

`noting.py` walks and makes the records. Nothing here knows about types.
"""

from __future__ import annotations

import ast

from ..policy import Policy
from .calls import understand
from .keyed import keyed
from .lookups import block_of
from .noting import Walk
from .scopes import Binding, Names, Place
from .tables import CLASS


class Blocks(Walk):
    """The blocks of one program; made by one walk."""

    def __init__(self, tree: ast.Module, policy: Policy) -> None:
        super().__init__(tree, policy)
        self.sealed = policy.sealed
        self._move_globals()
        for block in self.blocks:
            for name, names in block.names.items():
                names.fixed = names.is_only_parameter() and "__" not in name
        #: What is called where that is known.
        self.calls = understand(self, policy.tools | policy.builtins)
        self.builtins = (
            frozenset() if self.powerful else policy.builtins - self.bound.keys() - policy.tools
        )
        for names, source in keyed(self.keying, self.lambdas, self.builtins):
            names.mystery = False
            names.bindings.append(Binding(source, loop=True))

    def resolve(self, node: ast.Name) -> Names | None:
        """Return what is bound to the name that *node* reads; None if that cannot be known."""
        start, place = self.found[node]
        block = block_of(node.id, start)
        if block is None:
            return None
        if block is self.module:
            return self._of_module(node.id, place)
        names = block.names[node.id]
        return None if names.mystery else names

    def owner(self, node: ast.Name) -> Names | None:
        """Return the names that *node* belongs to; None if those are of a class, or not known."""
        block = block_of(node.id, self.found[node][0])
        return None if block is None else block.names.get(node.id)

    def _of_module(self, name: str, place: Place | None) -> Names | None:
        names = self.module.names.get(name)
        if self.powerful or names is None or names.mystery:
            return None
        return names if names.is_after(place) else None

    def library(self, call: ast.Call) -> str:
        """Return the dotted name of the member of a module that *call* calls, or nothing."""
        path, name = self.imports.path(call.func, self.bound)
        if name is None:
            return path
        block, place = self.found[name]
        known = not self.powerful and block.kind != CLASS and "__" not in name.id
        return path if known and self.module.names[name.id].is_after(place) else ""

    def understood(self) -> list[Names]:
        """Return the names of which all bindings are known."""
        every = [each for block in self.blocks for each in block.names.values()]
        every += [function.result for function in set(self.calls.values())]
        return [names for names in every if not names.mystery]

    def bind(self, names: Names, value: ast.expr) -> None:
        """Note that *names* may be bound to *value*."""
        names.bindings.append(Binding(value))

    def _move_globals(self) -> None:
        """Give the module what functions bind in its place; a declaration comes up in no order."""
        for block in self.blocks:
            for name, is_global in block.declared.items():
                moved = block.names.pop(name, None) if block is not self.module else None
                if moved is not None and is_global:
                    names = self.names_of(self.module, name)
                    names.bindings += moved.bindings
                    names.mystery = names.mystery or moved.mystery
                    names.foreign = True
