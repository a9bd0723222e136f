"""What a comparison, a hash or a rendering costs: a walk over the structure, paid as it goes.

Shared parts count each time they are met, for that is how often native code visits them: 27
levels of `t = (t, t)` are 2**27 visits. Depth is bounded, for native code recurses.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Final

from ..run import allocate, charge

#: Exact types that need no walk. `str` and `bytes` cost by length.
LEAVES: Final = frozenset({bool, float, complex, type(None), type(...)})
#: CPython's own recursion limit, near enough: deeper it raises RecursionError or dies.
DEPTH: Final = 900
_STRIDE: Final = 8
_BYTES: Final = 1024
_SMALL_BITS: Final = 4096

#: Base types of containers and what native code visits in one. Modules add their own.
WALKED: Final[dict[type, Callable[[Any], Iterator[Any]]]] = {
    list: list.__iter__,
    tuple: tuple.__iter__,
    dict: lambda x: chain(dict.keys(x), dict.values(x)),
    set: set.__iter__,
    frozenset: frozenset.__iter__,
    type({}.keys()): iter,
    type({}.values()): iter,
    type({}.items()): iter,
    slice: lambda x: iter((x.start, x.stop, x.step)),
    BaseException: lambda x: iter(x.args),
}
_UNICODE_ERRORS: Final = {
    UnicodeDecodeError: (bytes, bytearray),
    UnicodeEncodeError: (str,),
    UnicodeTranslateError: (str,),
}


def walk(x: Any) -> None:
    """Pay for native code that visits all of *x*.

    Raises:
        RecursionError: it is nested too deeply.
    """
    if type(x) in LEAVES:
        return
    path: list[int] = []
    stack: list[Iterator[Any]] = [iter((x,))]
    visited = 0
    while stack:
        for item in stack[-1]:
            visited += 1
            if visited == _STRIDE:
                charge(1)
                visited = 0
            inside = _inside(item)
            if inside is not None and id(item) not in path[-64:]:
                if len(stack) > DEPTH:
                    raise RecursionError("maximum recursion depth exceeded")
                path.append(id(item))
                stack.append(inside)
                break
        else:
            stack.pop()
            if path:
                path.pop()


def _inside(item: Any) -> Iterator[Any] | None:
    kind = type(item)
    if kind in LEAVES:
        return None
    if kind is int:
        bits = item.bit_length()
        if bits > _SMALL_BITS:
            # Rendering in decimal is quadratic (and refused from 4300 digits on).
            charge((bits // 30) ** 2 // 256 if bits < 20_000 else bits // 8192)
        return None
    if kind is str or kind is bytes:
        charge(len(item) // _BYTES)
        return None
    for base, visit in WALKED.items():
        if isinstance(item, base):
            sound(item)
            return visit(item)
    return None


def sound(error: Any) -> None:
    """Refuse a UnicodeError whose positions lie outside its object.

    CPython reads memory there to word the message: a guest could read the whole process.

    Raises:
        ValueError: it is such an error.
    """
    for kind, types in _UNICODE_ERRORS.items():
        if isinstance(error, kind):
            text = kind.object.__get__(error)  # type: ignore[attr-defined]
            start = kind.start.__get__(error)  # type: ignore[attr-defined]
            end = kind.end.__get__(error)  # type: ignore[attr-defined]
            if not (isinstance(text, types) and 0 <= start <= end <= len(text)):
                raise ValueError("the positions of this error lie outside its object")


def repr(x: Any) -> builtins.str:
    """Return `repr(x)`, paid for."""
    walk(x)
    return builtins.repr(x)


def str(x: Any) -> builtins.str:
    """Return `str(x)`, paid for."""
    walk(x)
    return builtins.str(x)


def ascii(x: Any) -> builtins.str:
    """Return `ascii(x)`, paid for."""
    walk(x)
    return builtins.ascii(x)


def formatted(x: Any, spec: builtins.str) -> builtins.str:
    """Return `format(x, spec)`; widths and precisions are paid for."""
    walk(x)
    pay_for_spec(spec)
    return builtins.format(x, spec)


def pay_for_spec(spec: builtins.str) -> None:
    """Pay for what the numbers in a format specification may allocate."""
    if spec:
        charge(len(spec) // _STRIDE)
        # 18 digits are past every limit; CPython itself refuses many more.
        allocate(4 * sum(int(digits[:18]) for digits in _DIGITS.findall(spec)))


_DIGITS: Final = re.compile(r"\d+")
