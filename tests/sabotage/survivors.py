"""Removals that no test can notice, each with the reason why."""

from __future__ import annotations

_MEMORY = "it remembers a name that has been looked at; the same answer is found again"
_STRICTER = "what is left proves less: a guard is kept, nothing gets through"

EXPLAINED: dict[str, str] = {
    "transpiler/verify/names native: never `if name in state.native:`": _MEMORY,
    "transpiler/verify/names plainly: never `if name in state.plain:`": _MEMORY,
    "transpiler/verify/operators binary: last of `floats and op is ast.Mult or "
    "state.known.is_small(op, left, right)`": f"{_STRICTER}; `is_small` knows floats as well",
    "transpiler/verify/values _rounded: last of `broken and len(args) > 1`": (
        f"{_STRICTER}: more types than `round` can give"
    ),
    "transpiler/verify/inference Inference._item_of_call: last of `method in ('split', 'rsplit', "
    "'splitlines') and self_ is not None and `": (
        "whatever a method of a text gives to a loop is made of texts or integers"
    ),
    "transpiler/verify/operands held: first of `type(test) is ast.Compare and "
    "type(test.left) is ast.Call and test.lef`": "`shapes.py` has looked at the form before",
    "transpiler/verify/rereads is_steady: never `if block.around is None:`": (
        "a comprehension always stands in something"
    ),
    "transpiler/verify/blocks Blocks._assign: last of `type(value) is ast.Call and "
    "called(value) in LOADS`": "`called` gives nothing for what is no call",
    "transpiler/check/attributes _becomes_guarded: last of `each.startswith('_') and "
    "each.endswith(name)`": "more names are refused",
    "transpiler/verify/operators augmented_value: first of `op is ast.Mult or op is ast.Pow or "
    "op is ast.LShift`": _STRICTER,
    "transpiler/verify/assignments _literal_names: last of `place.id != '__slots__' or name not in "
    "('__dict__', '__weakref__')`": "`native` refuses both names, in `__match_args__`",
    "transpiler/verify/blocks Blocks._alias: no `self._mystery(block, node.name.id)`": (
        "an alias binds a temporary, and nothing is known of names with two underscores"
    ),
    "transpiler/verify/blocks Blocks._lazies: no `self._bound.add(each.name)`": (
        "a name that is a type parameter anywhere is read through its guard alone, not called"
    ),
    "transpiler/verify/blocks Blocks._walrus: first of `block.comprehends and block.around is not "
    "None`": "a comprehension always stands in something",
    "transpiler/verify/blocks Blocks._future: no `self._mystery(block, alias.name)`": (
        "it stands first, and only what is bound after it is ever known"
    ),
    "transpiler/verify/blocks Blocks._move_globals: first of `moved is not None and is_global`": (
        f"{_STRICTER}: what `nonlocal` declares is bound to the module's name as well"
    ),
    "transpiler/verify/calls _known: last of `names.bindings or names.otherwise`": (
        "where a name is bound it is spelled and not called, which is looked at behind this"
    ),
    "transpiler/verify/functions function: no `raise Unproven(node, f'the function {node.name} "
    "does not tick first')`": "`untimed.check` refuses what is not known, as no coroutine is",
    "transpiler/verify/functions lambda_expression: last of `type(body) is not ast.BoolOp or not "
    "leads_tick(body)`": "`leads_tick` looks at the type itself",
}
