"""Whether a program can see in what order hash tables hold text, which differs between processes.

Told from its code, and rather too often: who neither makes a set nor asks for hashes sees
no order but that of insertion.
"""

from __future__ import annotations

import dis
import hashlib
from collections.abc import Iterable, Iterator
from types import CodeType
from typing import Final

from cloche.transpiler import vocabulary as words

from .journal import holds_sets

#: What gives sets and hashes, and source text that may.
_NAMES: Final = frozenset(
    {
        "set", "frozenset", "hash", "__hash__", "eval", "exec", "compile", "timeit",
        "WeakSet", "available_timezones", "stdlib_module_names", "all_tasks", "__abstractmethods__",
        "KeysView", "ItemsView", "MappingView", "from_iterable", "_hash",
        # Whatever has a name that is only known then.
        "getattr", "attrgetter", "methodcaller", "get_field",
        "__required_keys__", "__optional_keys__", "algorithms_guaranteed", "algorithms_available",
        "bpopular", "bjunk",
    }
)  # fmt: skip
_SETS: Final = frozenset({"BUILD_SET", "SET_ADD", "SET_UPDATE"})
#: Views of a dict that are operated on give sets.
_VIEWS: Final = frozenset({"keys", "items"})
_SET_OPERATORS: Final = frozenset({"&", "|", "^", "&=", "|=", "^="})
#: The same without an operator.
_SET_FUNCTIONS: Final = frozenset(
    f"{before}{name}{after}"
    for name in ("and", "or", "xor", "sub")
    for before in ("", "i", "r", "__", "__r")
    for after in ("", "_", "__")
)
_SUBTRACTION: Final = frozenset({"-", "-="})
#: The operators behind a guard.
_GUARDED: Final = {
    words.MINUS: {"-"}, words.UNION: {"|"}, words.COMMON: {"&"}, words.EITHER: {"^"},
    words.INPLACE_UNION: {"|="}, words.INPLACE_OPERAND: {"-="},
}  # fmt: skip


def shows_order(code: CodeType, frames: Iterable[bytes]) -> bool:
    """Tell whether the program *code* may see an order of hashes.

    Parameters:
        frames: what it gets from outside, encoded.
    """
    return _may_see(list(_all(code))) or any(map(holds_sets, frames))


def _all(code: CodeType) -> Iterator[CodeType]:
    waiting = [code]
    while waiting:
        code = waiting.pop()
        yield code
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]


def _may_see(codes: list[CodeType]) -> bool:
    names: set[str] = set()
    operators = set()
    for code in codes:
        names.update(code.co_names, code.co_varnames, code.co_freevars)
        # What is imported is named in a text.
        names.update(each for each in code.co_consts if isinstance(each, str))
        for instruction in dis.get_instructions(code):
            if instruction.opname in _SETS:
                return True
            if instruction.opname == "BINARY_OP":
                operators.add(instruction.argrepr)
    for guard in _GUARDED.keys() & names:
        operators |= _GUARDED[guard]
    if not _NAMES.isdisjoint(names):
        return True
    # What is subtracted from pairs is a number more often than not, and then has no guard.
    if "items" in names and not names.isdisjoint((words.MINUS, words.INPLACE_OPERAND)):
        return True
    if "keys" in names and not _SUBTRACTION.isdisjoint(operators):
        return True
    return not _VIEWS.isdisjoint(names) and not (
        _SET_OPERATORS.isdisjoint(operators) and _SET_FUNCTIONS.isdisjoint(names)
    )


def of_this_process() -> str:
    """Return what tells apart processes that hash text differently."""
    probe = repr((hash("cloche"), hash(b"cloche"), hash("\u2603")))
    return "process " + hashlib.sha256(probe.encode()).hexdigest()[:16]


def of_workers(seed: int) -> str:
    """Return the same for workers whose hashes have this seed."""
    return f"seed {seed}"


def seed_in(hashes: str) -> int | None:
    """Return the seed that `of_workers` was given; None for a process without one."""
    kind, _, number = hashes.partition(" ")
    known = kind == "seed" and number.isascii() and number.isdecimal() and len(number) <= 10
    return int(number) if known and int(number) < 2**32 else None
