"""What loops are given by the calls that make their iterators."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from . import values
from .operands import method_of, plain_arguments
from .scopes import Path
from .values import COUNT, LIMITLESS, NEVER, Value, a

if TYPE_CHECKING:
    from .inference import Inference


def item_of_call(known: Inference, call: ast.Call, path: Path) -> Value | None:
    """Return what is at *path* in each item that *call* gives."""
    args = plain_arguments(call)
    if args is None:
        return None
    match known.builtin(call), path:
        case "range", ():
            ends = [known.value(arg) for arg in args]
            if len(ends) == 1:
                return COUNT
            sizes = [end.bits for end in ends if end is not None and end.types <= values.WHOLE]
            whole = len(sizes) == len(ends) and sizes
            return a(int, bits=max(sizes) + values.WORD if whole else LIMITLESS)
        case "enumerate", (0, *_) if args:
            start = known.value(args[1]) if len(args) > 1 else NEVER
            return a(int, bits=LIMITLESS if start is None else start.bits + values.WORD)
        case "enumerate", (1, *rest) if args:
            return known.item_at(args[0], tuple(rest))
        case "zip", (int(index), *rest) if 0 <= index < len(args):
            return known.item_at(args[index], tuple(rest))
        case "reversed", () if len(args) == 1:
            item = known.item_at(args[0], ())
            is_whole = item is not None and item.types and item.types <= values.WHOLE
            return a(int, bits=LIMITLESS) if is_whole else item
    method, self_ = method_of(call)
    match method, path:
        case "values", _ if self_ is not None and not args:
            return known.value_at(self_, path)
        case "items", (1, *rest) if self_ is not None and not args:
            return known.value_at(self_, tuple(rest))
    if method in ("split", "rsplit", "splitlines") and self_ is not None and not path:
        return a(str) if known.surely(self_, values.TEXT) else None
    return None
