"""One walk over a program, which notes each name: its block, where in that, what is bound to it.

It makes the records of `scopes.py`; `blocks.py` answers from them.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from .. import vocabulary as words
from ..policy import Policy
from .calls import Function
from .imported import Imports
from .scopes import BESIDE_STAR, STAR, Binding, Block, Names, Path, Place
from .shapes import asks, called, text_of
from .tables import CLASS, FUNCTION, LOADS, MODULE

#: Whoever uses one of these may bind a global name without writing it.
POWERS: Final = frozenset(
    """
    exec eval globals locals vars __import__ builtins __main__ importlib inspect timeit
    get_type_hints ForwardRef
    """.split()
)
#: Fields that hold contexts, operators and identifiers, whatever node has them.
_NO_NODES: Final = frozenset({"attr", "conversion", "ctx", "id", "kind", "op", "ops"})


#: The fields of a type of nodes in which there may be others; filled up as nodes are met.
_fields: Final[dict[type, tuple[str, ...]]] = {}


def _fields_of(node: ast.AST) -> tuple[str, ...]:
    found = tuple(field for field in node._fields if field not in _NO_NODES)
    _fields[type(node)] = found
    return found


class Walk:
    """What is noted on the way through one program."""

    def __init__(self, tree: ast.Module, policy: Policy) -> None:
        self.module = Block(MODULE, None)
        #: `__type__(…)` and `__place__(…, k)`: what they ask about is read again.
        self.tests: list[ast.Call] = []
        #: `(__t0__ := E) is __t0__ and …`: so is the temporary.
        self.held: list[ast.Name] = []
        self.found: dict[ast.Name, tuple[Block, Place | None]] = {}
        self.powerful = not policy.alone
        #: Names read where a class is seen, augmented ones too.
        self.seeing: list[ast.Name] = []
        self.functions: list[Function] = []
        #: Names that functions are bound to, with their spelling; calls by the name that is called.
        self.defined: dict[Names, str] = {}
        self.called: dict[ast.Name, ast.Call] = {}
        #: Where a plain statement has asked whether a name of a block may be written to.
        self.asked: dict[tuple[Block, str], list[Place]] = {}
        #: Calls with keywords, and lambdas with their blocks (`keyed.py`).
        self.keying: list[ast.Call] = []
        self.lambdas: dict[ast.Lambda, Block] = {}
        #: How often names are bound, anywhere.
        self.bound: Counter[str] = Counter()
        self.imports = Imports()
        self._todo: list[tuple[ast.AST, Block, Place | None]] = []
        self.blocks = [self.module]
        self._suite(tree.body, self.module, None)
        todo, visits, otherwise = self._todo, _VISITS, Walk._children
        while todo:
            node, block, place = todo.pop()
            visits.get(type(node), otherwise)(self, node, block, place)

    def _suite(self, body: list[ast.stmt], block: Block, around: Place | None) -> None:
        for index, statement in enumerate(body):
            self._todo.append((statement, block, Place(id(body), index, around)))

    def _name(self, node: ast.Name, block: Block, place: Place | None) -> None:
        self.found[node] = block, place
        if node.id in POWERS:
            self.powerful = True
        if type(node.ctx) is not ast.Load:
            self.bound[node.id] += 1
        elif block.sees_class:
            self.seeing.append(node)

    def _bind(self, node: ast.AST, block: Block, place: Place | None) -> None:
        _BINDERS[type(node)](self, node, block, place)
        self._children(node, block, place)

    def _call(self, node: ast.Call, block: Block, place: Place | None) -> None:
        function = node.func
        if type(function) is ast.Name:
            self.called[function] = node
            if node.keywords:
                self.keying.append(node)
            if function.id == words.TYPE or function.id == words.PLACE:
                self.tests.append(node)
        self._children(node, block, place)

    def _alias(self, node: Any, block: Block, place: Place | None) -> None:
        self._lazies(node, block, place)
        self.found[node.name] = block, place
        self._mystery(block, node.name.id)

    def _class(self, node: ast.ClassDef, block: Block, place: Place | None) -> None:
        around = self._lazies(node, block, place)
        self._mystery(block, node.name)
        inner = self._open(CLASS, block)
        self._expressions(around, place, *node.bases, *node.keywords)
        self._expressions(block, place, *node.decorator_list)
        self._suite(node.body, inner, place)

    def _children(self, node: ast.AST, block: Block, place: Place | None) -> None:
        todo = self._todo
        for field in _fields.get(type(node)) or _fields_of(node):
            value: Any = getattr(node, field, None)
            if type(value) is list and value and isinstance(value[0], ast.stmt):
                self._suite(value, block, place)
                continue
            parts: Any = value if type(value) is list else (value,)
            for each in parts:
                kind = type(each)
                if kind is ast.Name:  # a third of all nodes, and without children
                    self._name(each, block, place)
                elif kind is not ast.Constant and isinstance(each, ast.AST):
                    todo.append((each, block, place))

    def _expressions(self, block: Block, place: Place | None, *nodes: ast.AST | None) -> None:
        self._todo += [(node, block, place) for node in nodes if node is not None]

    def _lazies(self, node: Any, block: Block, place: Place | None) -> Block:
        """Look at bounds, defaults, the value of an alias: evaluated in a scope of their own.

        It sees the names of a class around it, so that, as in one, nothing in it is known.
        Returns that block, which annotations and bases are in, too; *block* if there is none.
        """
        parameters = getattr(node, "type_params", ())
        if not parameters and type(node).__name__ != "TypeAlias":
            return block
        lazy = self._open(CLASS, block)
        lazy.annotates = True
        for each in parameters:
            self.bound[each.name] += 1
            parts = (getattr(each, name, None) for name in ("bound", "default_value"))
            self._expressions(lazy, place, *parts)
        if type(node).__name__ == "TypeAlias":
            self._expressions(lazy, place, node.value)
        return lazy

    def _define(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, block: Block,
        place: Place | None,
    ) -> None:  # fmt: skip
        inner = self._open(FUNCTION, block)
        inner.pauses = isinstance(node, ast.AsyncFunctionDef)
        around = self._lazies(node, block, place)
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            inner.function = Function(node, Names())
            self.functions.append(inner.function)
        args = node.args
        inner.first = next((each.arg for each in (*args.posonlyargs, *args.args)), "")
        parameters = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
        for each in parameters:
            if each is not None:
                self._parameter(inner, each.arg)
                self._expressions(around, place, each.annotation)
        self._expressions(block, place, *args.defaults, *args.kw_defaults)
        if isinstance(node, ast.Lambda):
            self.lambdas[node] = inner
            self._expressions(inner, place, node.body)
        else:
            if inner.function is not None:
                self.bound[node.name] += 1
                names = self.names_of(block, node.name)
                names.definitions.append(inner.function)
                names.mystery = True
                self.defined[names] = node.name
            else:
                self._mystery(block, node.name)
            self._expressions(block, place, *node.decorator_list)
            self._expressions(around, place, node.returns)
            self._suite(node.body, inner, place)

    def _parameter(self, inner: Block, name: str) -> None:
        self.bound[name] += 1
        names = self.names_of(inner, name)
        names.parameter = True
        if inner.function is None:
            names.mystery = True
        else:
            inner.function.parameters[name] = names

    def _comprehend(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, block: Block,
        place: Place | None,
    ) -> None:  # fmt: skip
        inner = self._open(FUNCTION, block)
        inner.comprehends = True
        inner.generates = isinstance(node, ast.GeneratorExp)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self._expressions(inner, place, *parts)
        for index, clause in enumerate(node.generators):
            self._bind_target(inner, clause.target, clause.iter, None, loop=True)
            self._expressions(inner, place, clause.target, *clause.ifs)
            self._expressions(inner if index else block, place, clause.iter)

    def _open(self, kind: str, around: Block) -> Block:
        block = Block(kind, around)
        self.blocks.append(block)
        return block

    # --- Bindings ----------------------------------------------------------------------

    def _assign(self, node: ast.Assign, block: Block, place: Place | None) -> None:
        value = node.value
        if type(value) is ast.Call and called(value) in LOADS:
            for text in value.args:
                parts = (text_of(text) or "").split(".")
                self.powerful = self.powerful or not POWERS.isdisjoint(parts)
            if block is self.module:
                self.imports.load(node.targets, value)
        for target in node.targets:
            self._bind_target(block, target, value, place)
            self._ask(block, target, place)

    def _annotate(self, node: ast.AnnAssign, block: Block, place: Place | None) -> None:
        if node.value is not None:
            self._bind_target(block, node.target, node.value, place)
            self._ask(block, node.target, place)
        elif node.simple:
            assert type(node.target) is ast.Name
            self.names_of(block, node.target.id)  # it is of this block, though nothing is bound

    def _ask(self, block: Block, target: ast.expr, place: Place | None) -> None:
        name = asks(target)
        if name and place is not None:
            self.asked.setdefault((block, name), []).append(place)

    def _augment(self, node: ast.AugAssign, block: Block, place: Place | None) -> None:
        self._ask(block, node.target, place)
        if type(node.target) is ast.Name:
            names = self.names_of(block, node.target.id)
            names.bindings.append(Binding(node.value, augmented=node))
            if block.kind == CLASS:  # what it reads is another variable than it binds
                self.seeing.append(node.target)

    def _walrus(self, node: ast.NamedExpr, block: Block, place: Place | None) -> None:
        start = block
        while block.comprehends and block.around is not None:
            block = block.around
        names = self.names_of(block, node.target.id)
        names.bindings.append(Binding(node.value))
        names.foreign = names.foreign or block is not start
        if node.target.id == words.HELD:
            self.held.append(node.target)

    def _loop(self, node: ast.For, block: Block, place: Place | None) -> None:
        inside = None if node.orelse else id(node.body)
        self._bind_target(block, node.target, node.iter, None, loop=True, inside=inside)

    def _async_loop(self, node: ast.AsyncFor, block: Block, place: Place | None) -> None:
        self._mysteries(block, node.target)

    def _with(self, node: ast.With | ast.AsyncWith, block: Block, place: Place | None) -> None:
        self._mysteries(block, *(item.optional_vars for item in node.items))

    def _delete(self, node: ast.Delete, block: Block, place: Place | None) -> None:
        self._mysteries(block, *node.targets)

    def _caught(self, node: ast.ExceptHandler, block: Block, place: Place | None) -> None:
        self._mystery(block, node.name)

    def _captured(self, node: Any, block: Block, place: Place | None) -> None:
        self._mystery(block, node.rest if type(node) is ast.MatchMapping else node.name)

    def _return(self, node: ast.Return, block: Block, place: Place | None) -> None:
        if block.function is not None:
            block.function.returned.append(node.value)

    def _yield(self, node: ast.expr, block: Block, place: Place | None) -> None:
        block.pauses = True
        if block.function is not None:
            block.function.suspends = True

    def _future(self, node: ast.ImportFrom, block: Block, place: Place | None) -> None:
        for alias in node.names:  # no other import is left
            self._mystery(block, alias.name)

    def _global(self, node: ast.Global, block: Block, place: Place | None) -> None:
        block.declared.update(dict.fromkeys(node.names, True))

    def _nonlocal(self, node: ast.Nonlocal, block: Block, place: Place | None) -> None:
        for name in node.names:
            block.declared[name] = False
            outer = block.around
            while outer is not None:
                self._mystery(outer, name)
                outer.names[name].foreign = True
                outer = outer.around

    def _bind_target(
        self, block: Block, target: ast.expr, value: ast.expr, place: Place | None,
        loop: bool = False, inside: int | None = None,
    ) -> None:  # fmt: skip
        todo: list[tuple[ast.expr, Path]] = [(target, ())]
        while todo:
            node, path = todo.pop()
            if isinstance(node, ast.Name):
                names = self.names_of(block, node.id)
                names.bindings.append(Binding(value, path, loop))
                if place is not None:
                    first = names.after.get(place.suite, place.number)
                    names.after[place.suite] = min(first, place.number)
                if inside is not None:
                    names.inside.add(inside)
            elif isinstance(node, ast.Starred):
                todo.append((node.value, (*path[:-1], STAR)))
            elif isinstance(node, ast.Tuple | ast.List):
                starred = any(isinstance(each, ast.Starred) for each in node.elts)
                for index, each in enumerate(node.elts):
                    todo.append((each, (*path, BESIDE_STAR if starred else index)))

    def _mysteries(self, block: Block, *targets: ast.expr | None) -> None:
        todo = [*targets]
        while todo:
            node = todo.pop()
            if isinstance(node, ast.Name):
                self._mystery(block, node.id)
            elif isinstance(node, ast.Tuple | ast.List):
                todo += node.elts
            elif isinstance(node, ast.Starred):
                todo.append(node.value)

    def _mystery(self, block: Block, name: str | None) -> None:
        if name is not None:
            self.bound[name] += 1
            names = self.names_of(block, name)
            names.mystery = names.otherwise = True

    def names_of(self, block: Block, name: str) -> Names:
        if name not in block.names:
            block.names[name] = Names(mystery="__" in name or block.kind == CLASS)
        return block.names[name]


_BINDERS: Final[dict[type, Callable[[Walk, Any, Block, Place | None], None]]] = {
    ast.Assign: Walk._assign,
    ast.AnnAssign: Walk._annotate,
    ast.AugAssign: Walk._augment,
    ast.NamedExpr: Walk._walrus,
    ast.For: Walk._loop,
    ast.AsyncFor: Walk._async_loop,
    ast.With: Walk._with,
    ast.AsyncWith: Walk._with,
    ast.Delete: Walk._delete,
    ast.ExceptHandler: Walk._caught,
    ast.MatchAs: Walk._captured,
    ast.MatchStar: Walk._captured,
    ast.MatchMapping: Walk._captured,
    ast.Global: Walk._global,
    ast.Nonlocal: Walk._nonlocal,
    ast.ImportFrom: Walk._future,
    ast.Return: Walk._return,
    ast.Yield: Walk._yield,
    ast.YieldFrom: Walk._yield,
    ast.Await: Walk._yield,
}

#: What else looks at more than the children of a node.
_VISITS: Final[dict[type, Callable[[Walk, Any, Block, Place | None], None]]] = {
    **dict.fromkeys(_BINDERS, Walk._bind),
    ast.Name: Walk._name,
    ast.Call: Walk._call,
    ast.FunctionDef: Walk._define,
    ast.AsyncFunctionDef: Walk._define,
    ast.Lambda: Walk._define,
    ast.ClassDef: Walk._class,
    ast.ListComp: Walk._comprehend,
    ast.SetComp: Walk._comprehend,
    ast.DictComp: Walk._comprehend,
    ast.GeneratorExp: Walk._comprehend,
}
if hasattr(ast, "TypeAlias"):
    _VISITS[ast.TypeAlias] = Walk._alias
