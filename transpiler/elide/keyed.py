"""Functions that are written where a builtin takes them: `max(xs, key=lambda x: …)`.

Nobody but the builtin has the function, and it calls it with the items of its first argument.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import libcst as cst

from ..vocabulary import normalise
from ..walk import Entry

if TYPE_CHECKING:
    from .bindings import Bindings

_KEYED: Final = frozenset({"max", "min", "sorted"})


def settle_keys(bindings: Bindings, lambdas: list[Entry], entries: list[Entry]) -> None:
    """Let the parameters of such functions have what they are called with."""
    for entry in lambdas:
        source = _source(bindings, entry)
        node: Any = entry.node
        params = node.params
        others = params.posonly_params or params.kwonly_params or params.star_kwarg
        if source is None or others or len(params.params) != 1 or params.params[0].default:
            continue
        if type(params.star_arg) in (cst.Param, cst.ParamStar):
            continue
        name = normalise(params.params[0].name.value)
        body = next(e for e in entries[entry.at :] if e.parent is entry and e.slot == "body")
        key = (body.scope, name)
        # What is there already is bound by somebody else, too.
        if "__" not in name and key not in bindings.variables:
            bindings.add(key).drawn.append(source)


def _source(bindings: Bindings, entry: Entry) -> cst.BaseExpression | None:
    """Return what the builtin goes through that is given the lambda *entry* as its key."""
    arg = entry.parent
    call = arg.parent.node if arg is not None and arg.parent is not None else None
    if arg is None or type(arg.node) is not cst.Arg or type(call) is not cst.Call:
        return None
    name = call.func.value if type(call.func) is cst.Name else ""
    if name not in _KEYED or name not in bindings.builtins:
        return None
    is_key = arg.node.keyword is not None and arg.node.keyword.value == "key"
    first = call.args[0]
    plain = not first.star and first.keyword is None
    alone = all(other.keyword is not None for other in call.args[1:])
    return first.value if is_key and plain and alone else None
