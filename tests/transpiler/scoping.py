"""Small programs of nested scopes over three names, and what CPython makes of their names.

Every binding binds a number of its own, and every read that matters stands in a call
`see(number, name)`, so that a run tells which bindings it found, and the code which instruction
looks it up.
"""

from __future__ import annotations

import ast
import contextlib
import dis
import random
import sys
import warnings
from collections.abc import Iterator
from textwrap import indent
from types import CodeType

NAMES = "abc"
_COMPREHENSIONS = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>"})
_STORES = frozenset({"STORE_DEREF", "DELETE_DEREF"})
_GLOBAL_STORES = frozenset({"STORE_GLOBAL", "DELETE_GLOBAL"})
_PLAIN = [
    "{x} = {n}", "{x} = {n}", "{x} = {n}", "{s}", "{s}", "{s}", "for {x} in ({n}, {n}): {s}",
    "if see(0, 0): {x} = {n}", "{x}: int = {n}", "{x}: int", "{s}", "{s}",
    "[{s} for {x} in ({n},)]", "[{s} for _ in (1,)]", "[({x} := {n}) for _ in (1,)]; {s}",
    "[{s} for _ in ({s}, 1)]", "[[{s} for {x} in ({n},)] for {x} in ({n},)]",
    "all({s} for _ in (1,))", "all({s} for {x} in ({n},))", "(lambda {x}={n}: {s})()",
    "(lambda {x}={s}: {s})()", "(lambda: [{s} for {x} in ({n},)])()", "(lambda: {s})()",
    "({x} := {n}); {s}", "{x} = {y} = {n}", "({x}, {y}) = {n}, {n}",
    "(lambda: ({x} := {n}, {s}))()", "see(0, [{x} for {x} in ({n},)][0])",
]  # fmt: skip
#: Where names are lists, and what is in them matters.
_LISTS = [
    "{x} = [{n}, {n}]", "{x} = [{n}]", "{x} = {y}", "{x} += [{l}]", "{x} += [{n}]", "{x} *= 2",
    "{x}.append({l})", "{x}.append({n})", "{x}[0] = {l}", "{x}[:] = [{l}]", "{x} = [{l}]",
    "see(0, {x}[0])", "for z in {x}: see(0, z)", "[{x}.append({l}) for _ in (1,)]",
    "for {x} in [[{n}]]: pass", "{x} = [{y} for _ in (1,)][0]", "(lambda: {x}.append({l}))()",
    "[see(0, {x}[0]) for _ in (1,)]", "see(0, {x}[0] + {y}[0])", "{x} = [{l}] + {x}",
    "({x} := [{l}])", "{x} = {x}", "{x} = {x}.copy()", "see(0, {x}[-1])", "del {x}",
]  # fmt: skip
#: What else than numbers is put into them, so that each way in shows.
_ODD = ["'s'", "b'x'", "1.5", "None", "(1, 2)", "{}", "{1}", "True"]
_NEWER = [
    "def f{n}[t: ({s})](): pass\nf{n}.__type_params__[0].__bound__",
    "def f{n}[t](z: {s}, y: (lambda: {s})() = {s}) -> {s}: {s}\nf{n}(1)",
    "class C{n}[t: ({s})](see(0, object)): {x} = {n}; {s}\nC{n}.__type_params__[0].__bound__",
    "type X{n} = (lambda: {s})()\nX{n}.__value__", "type X{n} = {s}\nX{n}.__value__",
    "type X{n} = [{s} for {x} in ({n},)]\nX{n}.__value__",
    "type X{n} = (lambda: {x}.append({l}))()\nX{n}.__value__",
]  # fmt: skip


class Maker:
    """Makes programs; each is as its seed is."""

    def __init__(self, seed: int, *, lists: bool = False) -> None:
        self.random = random.Random(seed)
        self.number = 100
        self.lists = lists
        self.statements = _LISTS if lists else _PLAIN
        if sys.version_info >= (3, 12):
            self.statements = self.statements + _NEWER

    def program(self) -> str:
        """Return a program that CPython compiles."""
        while True:
            text = self._suite(0, "module")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    compile(text, "<scopes>", "exec", dont_inherit=True)
                except SyntaxError:
                    continue
            return text

    def _name(self) -> str:
        return self.random.choice(NAMES)

    def _fresh(self) -> int:
        self.number += 1
        return self.number

    def _filled(self, text: str) -> str:
        x, y = self._name(), self._name()
        while "{s}" in text:
            text = text.replace("{s}", f"see({self._fresh()}, {self._name()})", 1)
        head, *rest = text.split("\n")
        number = str(self._fresh())
        if head.startswith(("def", "class", "type")):
            head = head.replace("{n}", number, 1)
            rest = [line.replace("{n}", number) for line in rest]
        text = "\n".join([head, *rest])
        text = text.replace("{l}", self.random.choice(_ODD))
        while "{n}" in text:
            text = text.replace("{n}", str(self._fresh()), 1)
        return text.replace("{x}", x).replace("{y}", y)

    def _suite(self, depth: int, kind: str) -> str:
        """Return a suite; one of the module or of a function mostly binds what it reads."""
        rolled = self.random.random
        lines = []
        if kind != "module" and rolled() < 0.4:
            lines.append(
                f"{'nonlocal' if depth > 1 and rolled() < 0.2 else 'global'} {self._name()}"
            )
        for name in NAMES if kind == "module" else self.random.sample(NAMES, 2):
            if kind == "module" or rolled() < 0.5:
                value = f"[{self._fresh()}]" if self.lists else str(self._fresh())
                lines.append(f"{name} = {value}")
        for _ in range(self.random.randrange(1, 4) + (kind == "module")):
            nests = depth < 3 and rolled() < (0.6 if kind == "module" else 0.5)
            text = (
                self._nested(depth) if nests else self._filled(self.random.choice(self.statements))
            )
            if rolled() < 0.3 or nests:
                text = f"try:\n{indent(text, '  ')}\nexcept Exception: pass"
            lines.append(text)
        if self.lists and kind != "class":
            lines += [f"for z in {name}: see(0, z)" for name in NAMES]
        return "\n".join(lines)

    def _nested(self, depth: int) -> str:
        number = self._fresh()
        if self.random.random() < 0.5:
            body = indent(self._suite(depth + 1, "class"), "  ")
            return f"class C{number}:\n{body}"
        parameter = f"{self._name()}={self._fresh()}" if self.random.random() < 0.3 else ""
        body = indent(self._suite(depth + 1, "function"), "  ")
        call = f"f{number}()" if self.random.random() < 0.8 else f"see(0, f{number})()"
        return f"def f{number}({parameter}):\n{body}\n{call}"


def run(source: str) -> list[tuple[int, object]]:
    """Return what each `see(number, name)` of a program has seen, in order."""
    seen: list[tuple[int, object]] = []

    def see(number: int, value: object) -> object:
        seen.append((number, value))
        return value

    with contextlib.suppress(Exception):
        exec(compile(source, "<scopes>", "exec", dont_inherit=True), {"see": see})
    return seen


def codes(code: CodeType, around: tuple[CodeType, ...] = ()) -> Iterator[tuple[CodeType, ...]]:
    """Yield each code object of a program with those around it, innermost first."""
    here = (code, *around)
    yield here
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from codes(each, here)


def reads(source: str) -> dict[int, tuple[str, tuple[CodeType, ...]]]:
    """Return for each `see(number, name)` the instructions that read the name, and their code."""
    every = [*codes(compile(source, "<scopes>", "exec", dont_inherit=True))]
    at = {
        (where.lineno, where.col_offset, where.end_col_offset): (each.opname, chain)
        for chain in every
        for each in dis.get_instructions(chain[0])
        if each.opname.startswith("LOAD_") and (where := each.positions) is not None
    }
    found = {}
    for number, name in marks(ast.parse(source)):
        place = name.lineno, name.col_offset, name.end_col_offset
        if place in at:  # what is never reached has no code
            found[number] = at[place]
    return found


def marks(tree: ast.AST) -> Iterator[tuple[int, ast.Name]]:
    """Yield (number, name) of each `see(number, name)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("see"), [ast.Constant(int(number)), ast.Name() as name]):
                if number:
                    yield number, name


def is_rebound(name: str, opname: str, chain: tuple[CodeType, ...]) -> bool:
    """Tell whether anybody but the code that reads *name* may bind it, or does by its rules.

    A comprehension that is no generator counts as the code around it.
    """
    if opname.startswith("LOAD_FAST"):
        return False
    while chain[0].co_name in _COMPREHENSIONS and name not in chain[0].co_cellvars:
        chain = chain[1:]
    if opname == "LOAD_DEREF":
        return name not in chain[0].co_cellvars or _is_stored_inside(name, chain[0])
    if opname not in ("LOAD_NAME", "LOAD_GLOBAL") or len(chain) > 1:
        return True
    return any(
        each.opname in _GLOBAL_STORES and each.argval == name
        for code, *around in codes(chain[0])
        if around
        for each in dis.get_instructions(code)
    )


def _is_stored_inside(name: str, code: CodeType) -> bool:
    for each in code.co_consts:
        if isinstance(each, CodeType) and name in each.co_freevars:
            stores = (one.argval for one in dis.get_instructions(each) if one.opname in _STORES)
            if name in stores or _is_stored_inside(name, each):
                return True
    return False
