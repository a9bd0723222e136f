"""Which names a program reads that may come from outside it.

What is read by name, at module level or in the body of a class, is the scope's own only where that
has surely bound it: anywhere else CPython goes on to the globals, and from there to the builtins.
Asked of the code that runs: only the compiler knows which comprehension it has made a part of what
scope.
"""

from __future__ import annotations

import dis
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from types import CodeType
from typing import Final

#: `inspect.CO_OPTIMIZED`: a function's code, whose other names are no names at run time.
_OPTIMIZED: Final = 1
_NAMES: Final = frozenset({"NAME", "GLOBAL", "FROM_DICT_OR_GLOBALS"})
_JUMPS: Final = frozenset(dis.hasjrel) | frozenset(dis.hasjabs)
#: What the next instruction does not follow.
_LAST: Final = frozenset(
    """
    JUMP_FORWARD JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT RETURN_VALUE RETURN_CONST RAISE_VARARGS
    RERAISE
    """.split()
)
#: Names of the compiler's for functions that it calls where it makes them.
_AT_ONCE: Final = ("<listcomp>", "<setcomp>", "<dictcomp>", "<generic parameters of ")
#: An instruction is gone through so often, on average, and so many bits are kept, before every
#: name counts as one from outside.
_PATIENCE: Final = 16
_ROOM: Final = 100_000_000

_Instructions = Sequence[dis.Instruction]
#: Names that are read, by the index of the instruction that reads them.
_Reads = Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Names:
    """What the code of a program, and all code in it, does to names that are global.

    Parameters:
        bound: those that it binds.
        read: those that it reads, but what a class has surely bound itself.
        outside: of these, those that may come from outside: read in functions, whenever they are
            called, or where the module has not surely bound them before.
    """

    bound: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)


def names_of(module: CodeType) -> Names:
    """Return what the code of a module does to names that are global."""
    found = Names()
    codes = [module]
    for code in codes:
        codes += [const for const in code.co_consts if type(const) is CodeType]
    deleted: set[str] = set()
    at_once: dict[int, frozenset[str]] = {}
    for code in reversed(codes):  # what is in one comes before it
        instructions = [*dis.get_instructions(code)]
        reads = _reads(instructions, at_once)
        if code is module:
            found.bound.update(_names(instructions, "STORE_NAME", "STORE_GLOBAL"))
            found.read.update(*reads.values())
            found.outside.update(_unsure(code, instructions, reads, found.bound - deleted))
            continue
        found.bound.update(_names(instructions, "STORE_GLOBAL"))
        deleted |= _names(instructions, "DELETE_GLOBAL")
        names = _from_outside(code, instructions, reads)
        found.read.update(names)
        if _runs_at_once(code):
            at_once[id(code)] = names
        else:
            found.outside.update(names)
    return found


def _runs_at_once(code: CodeType) -> bool:
    """Tell whether *code* (a class's, a comprehension's) runs where it is written, once."""
    return not code.co_flags & _OPTIMIZED or code.co_name.startswith(_AT_ONCE)


def _names(instructions: _Instructions, *actions: str) -> set[str]:
    return {each.argval for each in instructions if each.opname in actions}


def _reads(instructions: _Instructions, at_once: Mapping[int, frozenset[str]]) -> _Reads:
    """Return the global names that each instruction reads, or what it makes does at once."""
    found: dict[int, frozenset[str]] = {}
    for at, each in enumerate(instructions):
        action, _, kind = each.opname.partition("_")
        if action == "LOAD" and kind in _NAMES:
            found[at] = frozenset({each.argval})
        elif type(each.argval) is CodeType and id(each.argval) in at_once:
            found[at] = at_once[id(each.argval)]
    return found


def _from_outside(code: CodeType, instructions: _Instructions, reads: _Reads) -> frozenset[str]:
    """Return the names that code which is not the module's reads, or may read, from there."""
    own = {at for at in reads if instructions[at].opname == "LOAD_NAME"}
    beyond = [names for at, names in reads.items() if at not in own]
    inside = {at: reads[at] for at in own}
    stored = _names(instructions, "STORE_NAME")
    return frozenset().union(*beyond, _unsure(code, instructions, inside, stored))


def _unsure(
    code: CodeType, instructions: _Instructions, reads: _Reads, stored: set[str]
) -> set[str]:
    """Return the names that are read where *code* may not have stored them before.

    Parameters:
        stored: names that it stores, and that nobody else deletes.
    """
    every: set[str] = set().union(*reads.values())
    bits = {name: 1 << at for at, name in enumerate(sorted(every & stored))}
    if not bits:
        return every
    return _Flow(code, instructions, bits).unsure(reads, every)


class _Flow:
    """The ways through a code object, and what is surely stored on all of them."""

    def __init__(
        self, code: CodeType, instructions: _Instructions, bits: Mapping[str, int]
    ) -> None:
        self._instructions = instructions
        self._bits = bits
        self._at = {each.offset: at for at, each in enumerate(instructions)}
        #: Per instruction that may raise into a handler, where that begins.
        self._handlers = {
            self._at[offset]: self._at[entry.target]
            for entry in dis.Bytecode(code).exception_entries  # type: ignore[attr-defined]
            for offset in range(entry.start, entry.end, 2)
            if offset in self._at
        }
        #: Per instruction to which ways lead: the bits of what is stored on all of them.
        self._sure: dict[int, int] = {}
        self._waiting: list[int] = []

    def unsure(self, reads: _Reads, every: set[str]) -> set[str]:
        """Return which names the instructions of *reads* read where they may not be stored."""
        found = every - self._bits.keys()
        patience = _PATIENCE * len(self._instructions)
        self._lead(0, 0)
        while self._waiting:
            at = first = heappop(self._waiting)
            sure = self._sure[first]
            while True:
                patience -= 1
                if patience < 0 or len(self._sure) * len(self._bits) > _ROOM:
                    return every
                for name in reads.get(at, ()):
                    if not sure & self._bits.get(name, -1):
                        found.add(name)
                sure_after = self._through(at, sure)
                if sure_after is None:
                    break
                at, sure = at + 1, sure_after
                if at in self._sure:
                    self._lead(at, sure)
                    break
        return found

    def _lead(self, to: int, sure: int) -> None:
        """Note that a way leads to an instruction on which *sure* is stored."""
        before = self._sure.get(to)
        both = sure if before is None else before & sure
        if both != before:
            self._sure[to] = both
            heappush(self._waiting, to)

    def _through(self, at: int, sure: int) -> int | None:
        """Return what is sure after an instruction, or `None` if it is not the next one's turn."""
        each = self._instructions[at]
        if at in self._handlers:
            self._lead(self._handlers[at], sure)
        action, _, kind = each.opname.partition("_")
        if kind in _NAMES and each.argval in self._bits:
            if action == "STORE":
                sure |= self._bits[each.argval]
            elif action == "DELETE":
                sure &= ~self._bits[each.argval]
        if each.opcode in _JUMPS:
            self._lead(self._at[each.argval], sure)
        return None if each.opname in _LAST else sure
