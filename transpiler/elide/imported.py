"""Names that surely mean a module, or a member of one: bound by imports and by nothing else.

The imports are statements of the module's own suite, all of the same thing; so whoever comes after
the first of them finds it, wherever the name is read but in a class body.
"""

from __future__ import annotations

from typing import Any

import libcst as cst

from ..vocabulary import normalise
from ..walk import BINDERS, CLASS, MODULE, Entry, dotted, imported_names


class Imported:
    """What a program imports.

    Parameters:
        last: for each entry of the listing the place of the last one inside it.
    """

    __slots__ = ("_after", "_bound", "_last", "_paths")

    def __init__(self, last: list[int]) -> None:
        self._last = last
        #: By name: what it means, and the place in the listing after which it does.
        self._paths: dict[str, str] = {}
        self._after: dict[str, int] = {}
        #: Names that are bound in another way, anywhere.
        self._bound: set[str] = set()

    def bind(self, name: str) -> None:
        """Note that *name* is bound by anything but an import."""
        self._bound.add(name)

    def bind_by(self, entry: Entry) -> None:
        """Note what *entry* binds, which is a node of `BINDERS`."""
        node: Any = entry.node
        if type(node) not in (cst.Import, cst.ImportFrom) or not _is_of_module(entry):
            self._bound.update(map(normalise, BINDERS[type(node)](node)))
            return
        base = dotted(node.module) + "." if type(node) is cst.ImportFrom else ""
        for each, bound in imported_names(node):
            name, path = normalise(bound), base + normalise(each)
            if type(node) is cst.Import and path.startswith(name + "."):
                path = name  # `import a.b` binds `a`
            if self._paths.setdefault(name, path) != path:
                self._bound.add(name)
            self._after.setdefault(name, self._last[entry.at])

    def path(self, func: cst.CSTNode, entry: Entry | None) -> str:
        """Return the dotted name of what *func* means, empty if that is not known.

        Parameters:
            entry: that of the name in it.
        """
        tail = ""
        if type(func) is cst.Attribute:
            tail = "." + normalise(func.attr.value)
            func = func.value
        if type(func) is not cst.Name or entry is None or entry.scope.kind == CLASS:
            return ""
        name = normalise(func.value)
        known = name in self._paths and name not in self._bound and "__" not in name
        return self._paths[name] + tail if known and entry.at > self._after[name] else ""


def _is_of_module(entry: Entry) -> bool:
    """Tell whether *entry* is a statement of the module's own suite."""
    line = entry.parent
    above = line.parent if line is not None else None
    return entry.scope.kind == MODULE and above is not None and type(above.node) is cst.Module
