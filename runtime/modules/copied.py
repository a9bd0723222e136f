"""Modules of CPython's made anew, unguarded; what they import is for whoever asks to say."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any


def copied(name: str, stood_for: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names of the module *name*, made anew; its functions find these.

    Parameters:
        stood_for: per module that it imports, what stands for it; others are the process's.

    Raises:
        ImportError: its code is not there.
    """

    def imported(module: str, *args: Any, **named: Any) -> Any:
        return stood_for[module] if module in stood_for else __import__(module, *args, **named)

    spec = find_spec(name)
    code = getattr(spec.loader, "get_code", lambda name: None)(name) if spec else None
    if spec is None or code is None:
        raise ImportError(f"the code of {name!r} is not installed", name=name)
    names: dict[str, Any] = {
        "__name__": name,
        "__package__": spec.parent,
        "__file__": spec.origin,
        "__builtins__": {**vars(builtins), "__import__": imported},
    }
    exec(code, names)
    return names
