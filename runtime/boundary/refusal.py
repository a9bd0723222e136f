"""Why a value may not cross, and where inside the whole it is.

The copier keeps no path while all is well. When it meets something that may not cross it
raises `Refused`, and each container on the way up asks itself which of its items that was.
"""

from __future__ import annotations

from typing import Any, Final

from ..errors import BoundaryError
from .truth import name_of

#: Longest text of one key, and of a whole path, in an error message; in characters.
KEY_LENGTH: Final = 40
PATH_LENGTH: Final = 200

OUT_OF_STACK: Final = "is nested more deeply than the interpreter's stack can follow"


class Refused(Exception):
    """One value may not cross.

    Parameters:
        culprit: the value.
        reason: why, as the rest of a sentence that begins with its type; empty: its type.
        hint: what would be right.
    """

    def __init__(self, culprit: object, reason: str = "", hint: str = "") -> None:
        super().__init__()
        self.type_name = name_of(type(culprit))
        self.reason = reason
        self.hint = hint
        self.nodes: list[object] = [culprit]
        self.steps: list[str] = []

    def climb(self, shape: type, container: object, origin: object = None) -> None:
        """Note that the value met last is an item of `container`, which is walked as `shape`.

        Parameters:
            origin: the object whose content `container` is, if that is another one.
        """
        self.steps.append(step_to(shape, container, self.nodes[-1]))
        self.nodes.append(container if origin is None else origin)

    def error(self, path: str) -> BoundaryError:
        """Return the error to raise for a whole value that is called `path`.

        An object found inside itself is the reason, whichever limit was met first.
        """
        steps = self.steps[::-1]
        met: set[int] = set()
        for depth, node in enumerate(reversed(self.nodes)):
            if id(node) in met:
                where = shorten(path + "".join(steps[:depth]))
                return BoundaryError(where, name_of(type(node)), "refers to itself")
            met.add(id(node))
        return BoundaryError(shorten(path + "".join(steps)), self.type_name, self.reason, self.hint)


def step_to(shape: type, container: Any, item: object) -> str:
    """Return how `item` is reached from `container`: `[3]`, `.owner`, `["a b"]`, `.keys()[3]`."""
    if shape is dict:
        for position, (key, value) in enumerate(dict.items(container)):
            if value is item:
                return key_step(key)
            if key is item:
                return f".keys()[{position}]"
    elif shape is list or shape is tuple:
        for position, value in enumerate(shape.__iter__(container)):
            if value is item:
                return f"[{position}]"
    return "{...}"


def key_step(key: object) -> str:
    """Return the step to the value of a dictionary's `key`."""
    kind = type(key)
    if kind is str:
        text = str(key)
        if len(text) > KEY_LENGTH:
            text = text[:KEY_LENGTH] + "..."
        return f".{text}" if text.isidentifier() else f"[{text!r}]"
    if key is None or kind is bool or kind is float:
        return f"[{key!r}]"
    if kind is int and int.bit_length(key) <= 64:  # type: ignore[arg-type]
        return f"[{key!r}]"
    return f"[<{name_of(kind)}>]"


def shorten(path: str) -> str:
    """Return `path`, without its middle if it is long."""
    if len(path) <= PATH_LENGTH:
        return path
    half = PATH_LENGTH // 2
    return f"{path[:half]}...{path[-half:]}"
