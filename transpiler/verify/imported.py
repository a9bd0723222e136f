"""Names that imports of module level bind, and nothing else: what they surely mean."""

from __future__ import annotations

import ast
from collections import Counter

from .. import vocabulary as words
from .shapes import called, text_of


class Imports:
    """What is loaded, by the names it is bound to."""

    def __init__(self) -> None:
        self._loaded: dict[str, list[str]] = {}

    def load(self, targets: list[ast.expr], value: ast.Call) -> None:
        """Note what the names of *targets* mean, which *value*, a guard of an import, gives."""
        target, texts = targets[0], [text_of(text) or "" for text in value.args]
        if type(target) is ast.Name and len(texts) == 1:
            is_whole = called(value) == words.LOAD_MODULE
            path = texts[0].partition(".")[0] if is_whole else texts[0]
            self._loaded.setdefault(target.id, []).append(path)
        elif type(target) is ast.Tuple and called(value) == words.LOAD_NAMES:
            for each, member in zip(target.elts, texts[1:], strict=False):
                if type(each) is ast.Name:
                    self._loaded.setdefault(each.id, []).append(f"{texts[0]}.{member}")

    def path(self, func: ast.expr, bound: Counter[str]) -> tuple[str, ast.Name | None]:
        """Return the dotted name of what *func* means, or nothing, and the name it hangs on.

        It means that if the name has no other binding, and where one of these has certainly run.

        Parameters:
            bound: how often each name is bound, anywhere.
        """
        tail = ""
        if type(func) is ast.Name and func.id in words.LIBRARY_OF:
            return words.LIBRARY_OF[func.id], None
        if type(func) is ast.Attribute:
            tail = "." + func.attr
            func = func.value
        if type(func) is not ast.Name:
            return "", None
        paths = self._loaded.get(func.id, [])
        if not paths or len(paths) != bound[func.id] or {*paths} != {paths[0]}:
            return "", None
        return paths[0] + tail, func
