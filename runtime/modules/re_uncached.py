"""Patterns that `regex` compiles without a trace: it keeps tables of the process, the host's.

A table that programs fill pushes out what the host has there, or grows for good, and shows one
program's patterns to whoever looks.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from ..own_stack import imported


class _Forgetful(dict[Any, Any]):
    """A table that keeps nothing."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


_compile_patient: list[Callable[..., Any]] = []


def compiled_by_regex(source: str | bytes, flags: int) -> Any:
    """Return what `regex` compiles, with flags of `regex`."""
    if not _compile_patient:
        _compile_patient.append(_without_tables())
    return _compile_patient[0](source, flags, cache_pattern=False)


def _without_tables() -> Callable[..., Any]:
    """Return `regex.compile`, which finds in the place of the table it fills one of ours."""
    regex = imported("regex")
    names = dict(regex.compile.__globals__)
    names["_locale_sensitive"] = _Forgetful()
    names["_compile"] = _with(names["_compile"], names)
    return _with(regex.compile, names)


def _with(function: Any, names: dict[str, Any]) -> Callable[..., Any]:
    made = FunctionType(function.__code__, names, function.__name__, function.__defaults__)
    made.__kwdefaults__ = function.__kwdefaults__
    return made
