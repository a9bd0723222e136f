"""What to do instead, for a value that may not cross."""

from __future__ import annotations

import types
from enum import Enum
from typing import Any, Final

from .truth import class_value, is_kind, mro_of

LAZY: Final = "make it a list first: list(...)"

_LAZY_KINDS: Final[tuple[type, ...]] = (
    types.GeneratorType, map, zip, filter, enumerate, reversed, range, memoryview,
    type(iter([])), type(iter(())), type(iter({})), type(iter(set())), type(iter("")),
    type(iter(range(0))), type(reversed([])),
    type({}.keys()), type({}.values()), type({}.items()),
)  # fmt: skip

#: Looked for in the order of the value's own ancestors, so that the nearest one speaks.
_BY_KIND: Final[tuple[tuple[type, str], ...]] = (
    *((kind, LAZY) for kind in _LAZY_KINDS),
    (types.FunctionType, "{function}"),
    (types.BuiltinFunctionType, "{function}"),
    (types.MethodType, "{function}"),
    (types.ModuleType, "take the values you need out of the module"),
    (types.CoroutineType, "await it first"),
    (type, "use its name, or an instance"),
    (BaseException, "convert with str(...)"),
    (Enum, "use its .value"),
    (bool, "convert with bool(...)"),
    (int, "convert with int(...)"),
    (float, "convert with float(...)"),
    (complex, "convert with complex(...)"),
    (str, "convert with str(...)"),
    (bytes, "convert with bytes(...)"),
    (bytearray, "convert with bytearray(...)"),
    (list, "convert with list(...)"),
    (tuple, "convert with tuple(...)"),
    (dict, "convert with dict(...)"),
    (set, "convert with set(...)"),
    (frozenset, "convert with frozenset(...)"),
)


def hint_for(value: Any, function: str) -> str:
    """Return what would be right in place of `value`, in one line.

    Parameters:
        function: the advice for functions, which differs between in and out.
    """
    kind = type(value)
    if is_kind(kind, Enum):
        return "use its .value"
    if class_value(kind, "__dataclass_fields__") is not None:
        return "convert with dataclasses.asdict(...)"
    if is_kind(kind, tuple) and class_value(kind, "_asdict") is not None:
        return "convert with ._asdict() or tuple(...)"
    for ancestor in mro_of(kind):
        for known, hint in _BY_KIND:
            if ancestor is known:
                return hint.replace("{function}", function)
    for method, hint in (("model_dump", "convert with .model_dump()"), ("tolist", ".tolist()")):
        if class_value(kind, method) is not None:
            return hint if hint.startswith("convert") else f"convert with {hint}"
    return "use plain data: numbers, text, lists, dicts, dates"
