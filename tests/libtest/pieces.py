"""A test file of CPython's, taken apart: statements by what they bind, classes, methods."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ASYNC_SHIM = Path(__file__).with_name("guest_async_unittest.py").read_text(encoding="utf-8")
#: Names that `guest_unittest.py` defines: what binds them in a test file is dropped.
SHIM = Path(__file__).with_name("guest_unittest.py").read_text(encoding="utf-8")
PROVIDED = frozenset(
    name
    for node in ast.parse(SHIM).body
    for name in (
        [node.name]
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        else [target.id for target in ast.walk(node) if isinstance(target, ast.Name)]
        if isinstance(node, ast.Assign)
        else []
    )
)

#: What its `unittest` and `support` have, for imports of single names.
PROVIDED_BY: dict[str | None, frozenset[str]] = {
    module: frozenset(
        target.id
        for each in node.body
        for target in ast.walk(each)
        if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)
    )
    for node in ast.parse(SHIM).body
    if isinstance(node, ast.ClassDef)
    for module in {
        "unittest": ["unittest"],
        "support": ["test.support"],
        "warnings_helper": ["test.support.warnings_helper"],
    }.get(node.name, ())
}


@dataclass(frozen=True)
class Piece:
    """A statement at the top of a test file: what it binds, reads, and needs from outside.

    Parameters:
        text: as written.
        missing: by name, what a guest cannot have of what the statement would bind.
    """

    text: str
    binds: frozenset[str]
    reads: frozenset[str]
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TestClass:
    """A class with test methods, those of its bases in the same file included.

    Parameters:
        line: the class and these bases.
    """

    name: str
    node: ast.ClassDef
    line: tuple[ast.ClassDef, ...]
    methods: tuple[str, ...]


def names_read(node: ast.AST) -> frozenset[str]:
    """Return every plain name under *node* that is read, whatever its scope."""
    return frozenset(
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    )


def without(node: ast.ClassDef, unwanted: Callable[[str], bool]) -> ast.ClassDef:
    """Return the class without the members whose names are *unwanted*."""
    body = [each for each in node.body if not any(map(unwanted, member_names(each)))]
    return ast.ClassDef(node.name, node.bases, node.keywords, body, node.decorator_list)


#: Methods that every test of a class rests on.
ALWAYS = frozenset({"setUp", "setUpClass", "tearDown", "tearDownClass"})
#: Those of them that spoil no test when they are left out.
AFTER = frozenset({"tearDown", "tearDownClass"})
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def member_names(statement: ast.stmt) -> frozenset[str]:
    """Return the names that a statement of a class body binds, if it does nothing else."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return frozenset({statement.name})
        case ast.Assign(targets) if all(isinstance(each, ast.Name) for each in targets):
            return frozenset(each.id for each in targets if isinstance(each, ast.Name))
        case ast.AnnAssign(ast.Name(name)):
            return frozenset({name})
    return frozenset()


def rest_of(node: ast.ClassDef) -> ast.ClassDef:
    """Return the class without its members: bases, decorators, statements of other kinds."""
    body = [each for each in node.body if not member_names(each)]
    return ast.ClassDef(node.name, node.bases, node.keywords, body, node.decorator_list)


class TestFile:
    """A test file, and what its tests need.

    Parameters:
        modules: per module a guest may import, the names it offers.
    """

    def __init__(self, path: Path, modules: Mapping[str, frozenset[str]]) -> None:
        package = path.parent.name
        self.name = f"{package}.{path.stem}" if package.startswith("test_") else path.stem
        self.source = _flattened(path)
        self.lines = self.source.splitlines(keepends=True)
        self.tree = ast.parse(self.source)
        self.shim = SHIM + ASYNC_SHIM * ("IsolatedAsyncioTestCase" in self.source)
        self._modules = modules

    @cached_property
    def imported(self) -> frozenset[str]:
        """The names of modules, as the file knows them; `self.module` is one of them."""
        found = {"self.module"}
        for node in _statements(self.tree.body):
            if isinstance(node, ast.Import):
                found |= {alias.asname or alias.name for alias in node.names}
            elif (fresh := _fresh_import(node)) is not None:
                found.add(fresh[0])
            elif isinstance(node, ast.ImportFrom):
                found |= {
                    alias.asname or alias.name
                    for alias in node.names
                    if f"{node.module}.{alias.name}" in self._modules
                }
        return frozenset(found)

    def text_of(self, node: ast.stmt) -> str:
        """Return the lines of a statement, decorators included."""
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        return "".join(self.lines[first - 1 : node.end_lineno]).rstrip("\n") + "\n"

    @cached_property
    def pieces(self) -> list[Piece]:
        """The statements at the top, in order; imports one by one."""
        return [piece for node in _statements(self.tree.body) for piece in self._pieces(node)]

    def _pieces(self, node: ast.stmt) -> Iterator[Piece]:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if alias.name == "*" and isinstance(node, ast.ImportFrom):
                    yield self._star(node.module or "")
                else:
                    yield self._import(node, alias)
            return
        fresh = _fresh_import(node)
        if fresh is not None:
            target, module = fresh
            yield self._import(ast.Import([]), ast.alias(module, target))
            return
        binds = frozenset(
            each.id
            for each in ast.walk(node)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        )
        if isinstance(node, ast.If | ast.Try):
            binds |= {each.name for each in ast.walk(node) if isinstance(each, _DEFINITIONS)}
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            binds = frozenset({node.name})
        # What a class needs as a base of others; its members say what they need.
        tested = isinstance(node, ast.ClassDef) and node.name in self._in_lines
        reads = names_read(rest_of(node) if tested else node)  # type: ignore[arg-type]
        yield Piece(self.text_of(node), binds - PROVIDED, reads)

    def _star(self, module: str) -> Piece:
        names = self._modules.get(module, frozenset())
        text = f"from {module} import {', '.join(sorted(names))}\n" if names else ""
        return Piece(text, names, frozenset())

    def _import(self, node: ast.Import | ast.ImportFrom, alias: ast.alias) -> Piece:
        bound = alias.asname or alias.name.partition(".")[0]
        if bound in PROVIDED:
            return Piece("", frozenset(), frozenset())
        if isinstance(node, ast.ImportFrom) and alias.name in PROVIDED_BY.get(
            node.module or "", ()
        ):
            owner = (node.module or "").rpartition(".")[2]
            text = f"{bound} = {owner}.{alias.name}\n"
            return Piece(text, frozenset({bound}), frozenset())
        renamed = f" as {alias.asname}" if alias.asname else ""
        if isinstance(node, ast.Import):
            module, text = alias.name, f"import {alias.name}{renamed}\n"
            offered = module in self._modules
        else:
            module = node.module or ""
            text = f"from {module} import {alias.name}{renamed}\n"
            offered = module == "__future__" or alias.name in self._modules.get(module, ())
        need = module if isinstance(node, ast.Import) else f"{module}.{alias.name}"
        missing = {} if offered else {bound: need}
        return Piece(text if offered else "", frozenset({bound}), frozenset(), missing)

    @cached_property
    def classes(self) -> list[TestClass]:
        """The test classes, in order."""
        nodes = {node.name: node for node in self.tree.body if isinstance(node, ast.ClassDef)}
        found = []
        for node in nodes.values():
            line = _lineage(node, nodes)
            bases = [ast.unparse(base) for each in line for base in each.bases]
            if any("TestCase" in base for base in bases) and not _SHARES.match(node.name):
                methods = dict.fromkeys(name for each in line for name in _tests_of(each))
                found.append(TestClass(node.name, node, tuple(line), tuple(methods)))
        return found

    @cached_property
    def _in_lines(self) -> frozenset[str]:
        """The names of the test classes and of their bases."""
        return frozenset(each.name for tested in self.classes for each in tested.line)

    def needed(self, names: frozenset[str]) -> tuple[list[Piece], dict[str, str]]:
        """Return the pieces that *names* rest on, in order, and what of them is missing."""
        wanted, seen = set(names), set()
        while wanted - seen:
            name = (wanted - seen).pop()
            seen.add(name)
            for piece in self.pieces:
                if name in piece.binds:
                    wanted |= piece.reads
        pieces = [piece for piece in self.pieces if piece.binds & seen]
        missing = {
            name: need for piece in pieces for name, need in piece.missing.items() if name in seen
        }
        # What one statement cannot bind another may: `try: import x except ImportError: x = None`.
        bound = {name for piece in pieces if not piece.missing for name in piece.binds}
        return pieces, {name: need for name, need in missing.items() if name not in bound}


class _Anything(dict[str, frozenset[str]]):
    """Modules that offer every name: imports are looked at again where they end up."""

    class Names(frozenset[str]):
        def __contains__(self, name: object) -> bool:
            return True

    def __contains__(self, module: object) -> bool:
        return True

    def get(self, module: str, default: object = None) -> frozenset[str]:  # type: ignore[override]
        return self.Names()


#: `import test.list_tests`, for `test.list_tests.CommonTest`.
_SHARED_MODULE = re.compile(r"^import test\.(?P<name>\w+_tests)$", re.MULTILINE)
#: `from test import list_tests`: tests that several files share.
_SHARED = re.compile(r"^from test import (?P<names>[\w, ]+)$", re.MULTILINE)
#: What the files of one package share: the module under test, as attributes of their classes.
_PACKAGE = re.compile(r"^from test\.test_json import .*$", re.MULTILINE)
_JSON = """\
import json
import unittest
class PyTest(unittest.TestCase):
    json = json
    loads = staticmethod(json.loads)
    dumps = staticmethod(json.dumps)
    JSONDecodeError = staticmethod(json.JSONDecodeError)
CTest = PyTest
"""
#: Imports from `test.support` inside classes and functions: the shim has them, or nobody does.
_INNER = re.compile(r"^( +)from test\.support(\.\w+)? import (\w+)$", re.MULTILINE)
#: `sys.modules["heapq"] = self.module`, `codecs.register(f)` in a `setUp`: for one test of many,
#: or there to leave the process as it was.
_REGISTERED = re.compile(
    r"^( +)(sys\.modules\[.*\] = |(\w|\.)*\(?codecs\.(un)?register\b"
    r"|(self\.addCleanup\()?asyncio\.set_event_loop_policy\b|quopri\.\w+ = ).*$",
    re.MULTILINE,
)
#: What chooses the version in C, where the one in Python is another file's.
_IN_C = re.compile(r"^( +)if quopri\.b2a_qp is not None or .*:$", re.MULTILINE)
#: The files that `asyncio` is made of.
_PART = re.compile(
    r"^from asyncio import (base_events|events|futures|locks|queues|tasks|taskgroups|timeouts)$",
    re.MULTILINE,
)


def _flattened(path: Path) -> str:
    """Return the source of *path* after that of the files whose tests it inherits."""
    source = path.read_text(encoding="utf-8")
    source = _PACKAGE.sub(_JSON, source)
    source = _SHARED_MODULE.sub(r"from test import \g<name>", source)
    source = re.sub(r"\btest\.(\w+_tests)\.", r"\1.", source)
    source = _REGISTERED.sub(r"\1pass", source)
    source = _IN_C.sub(r"\1if False:", source)
    source = _PART.sub(r"\1 = asyncio", source)
    source = _INNER.sub(_from_the_shim, source)
    shared = _imported_text(source, path)
    for found in _SHARED.finditer(source):
        for name in found["names"].split(", "):
            other = path.with_name(f"{name}.py")
            if other.exists():
                shared += _renamed(_flattened(other), name) + "\n"
                source = re.sub(rf"\b{name}\.", f"{name}_", source)
    return shared + source


def _imported_text(source: str, path: Path) -> str:
    """Return what *source* imports by name from other files of the test package, as text."""
    top = path
    while top.name != "test":
        top = top.parent
    texts = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("test."):
            continue
        other = (top.parent / (node.module or "").replace(".", "/")).with_suffix(".py")
        helps = node.module == "test.support.testcase" or other.parent == top
        if other.exists() and helps:
            names = frozenset(alias.name for alias in node.names)
            pieces, _ = TestFile(other, _Anything()).needed(names)
            texts += [piece.text for piece in pieces]
    return "\n".join(dict.fromkeys(texts))


def _from_the_shim(found: re.Match[str]) -> str:
    indent, _, name = found.groups()
    offered = name in PROVIDED_BY["test.support"]
    return f"{indent}{name} = support.{name}" if offered else f"{indent}pass"


def _renamed(source: str, module: str) -> str:
    """Return *source* with its names as `module_Name`, since two files may both have a `Tests`."""
    names = [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not _SHARES.match(node.name)
    ]
    if not names:
        return source
    return re.sub(rf"(?<![\w.])({'|'.join(names)})\b", rf"{module}_\1", source)


#: Names that have been given their module already.
_SHARES = re.compile(r"[a-z]+_tests_")


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a file; those of `try: import …` as if they stood alone."""
    for node in body:
        if isinstance(node, ast.Try) and all(
            isinstance(each, ast.Import | ast.ImportFrom) for each in node.body
        ):
            yield from node.body
        elif not (isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)):
            yield node


def _fresh_import(node: ast.stmt) -> tuple[str, str] | None:
    """Return name and module of `c_bisect = import_helper.import_fresh_module("bisect", …)`."""
    match node:
        case ast.Assign(
            [ast.Name(target)],
            ast.Call(func, [ast.Constant(str(module)), *_]),
        ) if ast.unparse(func).split(".")[-1] in ("import_fresh_module", "import_module"):
            return target, module
    return None


def _lineage(node: ast.ClassDef, nodes: Mapping[str, ast.ClassDef]) -> list[ast.ClassDef]:
    line = [node]
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in nodes and nodes[base.id] is not node:
            line += _lineage(nodes[base.id], nodes)
    return line


def _tests_of(node: ast.ClassDef) -> list[str]:
    return [
        each.name
        for each in node.body
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name.startswith("test")
    ]
