"""The error of patterns: a copy of CPython's, which writes what it is given into a text."""

from __future__ import annotations

import ast
import re as real
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from .adopted import adopt


def _error_alone(text: str) -> str:
    """Return the class of it in *text*, which says of it that it stands in another module."""
    (kept,) = (
        each
        for each in ast.parse(text).body
        if isinstance(each, ast.ClassDef) and each.name == _NAME
    )
    kept.body = [each for each in kept.body if not isinstance(each, ast.Assign)]
    return ast.unparse(kept)


#: It is called `PatternError` from CPython 3.13 on.
_NAME: Final = real.error.__name__
ERROR: Final[Any] = getattr(adopt("re._constants", edit=_error_alone, writable=_NAME), _NAME)
ERROR.__module__ = real.error.__module__


@contextmanager
def own_errors() -> Iterator[None]:
    """Raise a guest's own kind of error for what CPython's code raises of a pattern."""
    try:
        yield
    except real.error as found:
        raise ERROR(found.msg, found.pattern, found.pos) from None
