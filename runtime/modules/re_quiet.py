"""CPython's parser and compiler of patterns, which here warn nobody.

What they warn of (`[[a]`, `[a--b]`, `(?P<é>a)` in bytes) would go to the host, through filters that
are the whole process's. So there is a second copy of the parser, whose functions import something
silent in the place of `warnings`; its errors and constants are those of `re`.
"""

from __future__ import annotations

import builtins
import re
import re._compiler as compiler  # type: ignore[import-not-found]
from importlib.util import find_spec
from types import FunctionType, SimpleNamespace
from typing import Any, Final

_SILENT: Final = SimpleNamespace(warn=lambda *args, **named: None)


def _import(name: str, *args: Any) -> Any:
    return _SILENT if name == "warnings" else __import__(name, *args)


def _copied(name: str) -> SimpleNamespace:
    """Return what the module *name* defines, made anew.

    Raises:
        ImportError: its code is not there.
    """
    spec = find_spec(name)
    code = getattr(spec.loader, "get_code", lambda name: None)(name) if spec else None
    if spec is None or code is None:
        raise ImportError(f"the code of {name!r} is not installed", name=name)
    space: dict[str, Any] = {
        "__name__": name,
        "__package__": spec.parent,
        "__builtins__": {**vars(builtins), "__import__": _import},
    }
    exec(code, space)
    return SimpleNamespace(**space)


_PARSER: Final = _copied("re._parser")
_compile: Final = FunctionType(
    compiler.compile.__code__, {**vars(compiler), "_parser": _PARSER}, "compile", (0,)
)


def parse(pattern: str | bytes, flags: int) -> Any:
    """Return the tree of *pattern*.

    Raises:
        re.error: it is malformed.
    """
    return _PARSER.parse(pattern, flags)


def parse_template(template: str | bytes, native: re.Pattern[Any]) -> Any:
    """Return the parts of *template*, a replacement for what *native* finds.

    Raises:
        re.error: it is malformed, or names a group that does not exist.
    """
    return _PARSER.parse_template(template, native)


def compiled(pattern: str | bytes, flags: int) -> re.Pattern[Any]:
    """Return *pattern* as `re` compiles it.

    Raises:
        re.error: it is malformed.
    """
    made: re.Pattern[Any] = _compile(pattern, flags)
    return made
