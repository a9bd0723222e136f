"""Damage to guarded programs: each operator breaks one invariant, somewhere.

`mutants` yields texts that a sound verifier refuses, one for each operator that finds a
place in the program. An operator damages only what is needed where it stands (a guard beside a
literal may go, so it is left alone), and the tree of a mutant always differs from the input's.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from cloche.transpiler import vocabulary as words

#: A place that can be damaged: doing it changes the tree that was searched.
Damage = Callable[[], None]
Operator = Callable[[ast.Module, random.Random], Iterator[Damage]]
_N = TypeVar("_N", bound=ast.AST)

OPERATORS: dict[str, Operator] = {}

_UNARY = tuple(sorted(name for name, arity in words.GUARD_ARITY.items() if arity == (1, 1)))
_SETS = (words.NUMBERS, words.FLOATING, words.SCALARS, words.COLLECTIONS, words.OWN)
_HIDDEN = (
    "__import__", "__builtins__", "__loader__", "__globals__", words.TYPE, words.TICKS,
    words.OWN, words.ATTR, words.COMPRESS, words.BUILD_CLASS, words.RESULT, "__t1__",
)  # fmt: skip
_DUNDERS = ("__class__", "__subclasses__", "__globals__", "__code__", "__dict__", "__init__")


def mutants(guarded: str, seed: int) -> Iterator[tuple[str, str]]:
    """Yield (operator, damaged text) for every operator that applies to *guarded*."""
    random_ = random.Random(seed)
    before = ast.dump(ast.parse(guarded))
    for name, operator in OPERATORS.items():
        tree = ast.parse(guarded)
        places = list(operator(tree, random_))
        if not places:
            continue
        random_.choice(places)()
        text = ast.unparse(ast.fix_missing_locations(tree))
        if ast.dump(ast.parse(text)) != before:
            yield name, text


def _operator(function: Operator) -> Operator:
    OPERATORS[function.__name__.replace("_", "-")] = function
    return function


def _all(tree: ast.AST, kind: type[_N]) -> Iterator[_N]:
    return (node for node in ast.walk(tree) if isinstance(node, kind))


def _slots(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, Callable[[ast.AST], None]]]:
    """Yield (parent, child, setter) for every child that stands alone or in a list."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield parent, value, lambda new, p=parent, f=field: setattr(p, f, new)
            elif isinstance(value, list):
                for index, child in enumerate(value):
                    if isinstance(child, ast.AST):
                        yield parent, child, lambda new, v=value, i=index: v.__setitem__(i, new)


def _calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _is_tick(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node) == f"{words.TICK}({words.TICKS})"


def _is_plain(node: ast.AST) -> bool:
    """Tell whether *node* is no literal and no display, so that its guard matters."""
    return isinstance(node, ast.Name | ast.Call | ast.BinOp | ast.Attribute | ast.Subscript)


def _unguarded(node: ast.AST) -> ast.AST:
    return node.args[0] if isinstance(node, ast.Call) and node in _calls(node, *_UNARY) else node


def _is_needed(parent: ast.AST, guard: ast.Call) -> bool:
    """Tell whether nothing beside *guard* makes it superfluous."""
    if not all(map(_is_plain, guard.args[:1])):
        return False
    if isinstance(parent, ast.BinOp):
        return all(map(_is_plain, (_unguarded(parent.left), _unguarded(parent.right))))
    if isinstance(parent, ast.Compare):
        return all(map(_is_plain, (parent.left, *parent.comparators)))
    return not isinstance(parent, ast.IfExp)


def _inline_tests(tree: ast.AST) -> Iterator[tuple[ast.IfExp, Callable[[ast.AST], None], ast.AST]]:
    for parent, node, put in _slots(tree):
        if isinstance(node, ast.IfExp) and isinstance(node.test, ast.Compare):
            asked = node.test.left
            if isinstance(asked, ast.Call) and asked in _calls(asked, words.TYPE):
                yield node, put, parent


def _loads(tree: ast.AST) -> Iterator[tuple[ast.Name, ast.AST, Callable[[ast.AST], None]]]:
    """Names of the guest's that are read."""
    for parent, node, put in _slots(tree):
        if (
            isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Load)
            and not words.is_dunder(node.id)
        ):
            yield node, parent, put


# --- Guards --------------------------------------------------------------------------


@_operator
def drop_guard(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for parent, node, put in _slots(tree):
        if (
            node in _calls(node, *_UNARY)
            and isinstance(node, ast.Call)
            and _is_needed(parent, node)
        ):
            yield partial(put, node.args[0])


@_operator
def drop_unpack(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for _, node, put in _slots(tree):
        if isinstance(node, ast.Call) and node in _calls(node, words.UNPACK, words.UNPACK_EACH):
            yield partial(put, node.args[0])


@_operator
def change_depth(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _calls(tree, words.UNPACK, words.UNPACK_EACH):
        told = node.args[1]
        assert isinstance(told, ast.Constant)
        assert isinstance(told.value, int)
        yield partial(setattr, told, "value", told.value - 1)


@_operator
def drop_operator_guard(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    native = {words.TIMES: ast.Mult, words.POWER: ast.Pow, words.SHIFT: ast.LShift,
              words.PERCENT: ast.Mod}  # fmt: skip
    for parent, node, put in _slots(tree):
        if (
            isinstance(node, ast.Call)
            and node in _calls(node, *native)
            and all(map(_is_plain, node.args))
        ):
            assert isinstance(node.func, ast.Name)
            operation = ast.BinOp(node.args[0], native[node.func.id](), node.args[1])
            if not isinstance(parent, ast.IfExp):
                yield partial(put, operation)


@_operator
def rename_guard(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _calls(tree, *words.GUARD_ARITY):
        name = node.func
        assert isinstance(name, ast.Name)
        new = words.UNPACK_EACH if name.id != words.UNPACK_EACH else words.MAPPING
        yield partial(setattr, name, "id", new)


@_operator
def add_operand(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _calls(tree, *words.GUARD_ARITY):
        if not (isinstance(node.func, ast.Name) and node.func.id == words.SPEC):
            yield partial(node.args.append, ast.Constant(1))


@_operator
def add_keyword(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _calls(tree, *words.GUARD_ARITY, words.COMPRESS, words.TICK, *words.INJECTED):
        new = ast.keyword("key", ast.Constant(1))
        yield partial(node.keywords.append, new)


@_operator
def star_operand(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _calls(tree, *words.GUARD_ARITY, words.COMPRESS):
        new = ast.Starred(node.args[0], ast.Load())
        yield partial(node.args.__setitem__, 0, new)


@_operator
def hold_guard(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    """A guest keeps the guard itself."""
    for node in _calls(tree, *words.INJECTED):
        name = node.func
        assert isinstance(name, ast.Name)
        extra = ast.Assign([ast.Name("kept", ast.Store())], ast.Name(name.id, ast.Load()))
        yield partial(tree.body.insert, 0, extra)


# --- Inline tests --------------------------------------------------------------------


@_operator
def unwrap_inline_test(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node, put, parent in _inline_tests(tree):
        if isinstance(parent, ast.BinOp) and not _is_plain(parent.left):
            continue
        if isinstance(parent, ast.Compare) and not all(
            _is_plain(each) or isinstance(each, ast.IfExp)
            for each in (parent.left, *parent.comparators)
        ):
            continue
        yield partial(put, node.body)


@_operator
def skew_inline_test(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node, _, _ in _inline_tests(tree):
        names = [each for part in (node.body, node.test, node.orelse)
                 for each, _, _ in _loads(ast.Expr(part))]  # fmt: skip
        tested = node.body.left if isinstance(node.body, ast.BinOp) else node.body
        # What is held by a temporary is asked for its type by that name.
        held = [each.target for each in _all(node.test, ast.NamedExpr)]
        tested = held[0] if held else tested
        names = [each for each in names if isinstance(tested, ast.Name) and each.id == tested.id]
        if len(names) > 1:
            chosen = random_.choice(names[:3])
            yield partial(setattr, chosen, "id", chosen.id + "_other")


@_operator
def swap_inline_set(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node, _, _ in _inline_tests(tree):
        for name in _all(node.test, ast.Name):
            if name.id in _SETS:
                new = random_.choice([each for each in _SETS if each != name.id])
                yield partial(setattr, name, "id", new)


@_operator
def own_inline_set(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node, _, _ in _inline_tests(tree):
        for name in _all(node.test, ast.Name):
            if name.id in _SETS:
                yield partial(setattr, name, "id", "mine")


@_operator
def invert_inline_test(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node, _, _ in _inline_tests(tree):
        if isinstance(node.test, ast.Compare):
            yield partial(setattr, node.test, "ops", [ast.NotIn()])


@_operator
def swap_inline_branches(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node, put, _ in _inline_tests(tree):
        yield partial(put, ast.IfExp(node.test, node.orelse, node.body))


@_operator
def widen_inline_test(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node, _, _ in _inline_tests(tree):
        test = ast.BoolOp(ast.Or(), [node.test, ast.Constant(True)])
        yield partial(setattr, node, "test", test)


# --- Ticks ---------------------------------------------------------------------------


def _first_ticks(tree: ast.AST) -> Iterator[ast.BoolOp]:
    """Those in the middle of a straight line may be one more than are needed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda):
            first: list[ast.AST] = [node.body]
        elif isinstance(node, ast.While):
            first = [node.test]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ExceptHandler):
            first = [each for each in node.body if not isinstance(each, ast.Pass | ast.Global)][:1]
        else:
            continue
        leading = (each for part in first for each in ast.walk(part))
        ticking = (each for each in leading if isinstance(each, ast.BoolOp))
        yield from [each for each in ticking if _is_tick(each.values[0])][:1]


@_operator
def drop_tick(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    """`__tick__(__ticks__) and (X)` loses its tick."""
    first = {*map(id, _first_ticks(tree))}
    for _, node, put in _slots(tree):
        if isinstance(node, ast.BoolOp) and id(node) in first:
            rest = node.values[1:]
            new = rest[0] if len(rest) == 1 else ast.BoolOp(ast.And(), rest)
            yield partial(put, new)


@_operator
def late_tick(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.BoolOp):
        if _is_tick(node.values[0]):
            yield partial(node.values.reverse)


@_operator
def tick_or(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.BoolOp):
        if _is_tick(node.values[0]):
            yield partial(setattr, node, "op", ast.Or())


@_operator
def drop_tick_statement(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for parent in ast.walk(tree):
        if isinstance(parent, ast.FunctionDef):
            for index, node in enumerate(parent.body[:-1]):
                after = parent.body[index + 1]
                loud = isinstance(after, ast.Return | ast.Assign | ast.AugAssign | ast.Raise)
                if isinstance(node, ast.Expr) and _is_tick(node.value) and loud:
                    yield partial(parent.body.pop, index)


@_operator
def endless_while(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.While):
        yield partial(setattr, node, "test", ast.Constant(True))


@_operator
def drop_compress(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for _, node, put in _slots(tree):
        if isinstance(node, ast.Call) and node in _calls(node, words.COMPRESS):
            data = node.args[0]
            # A loop over a few items that are written out needs no step.
            items = data.values[-1] if isinstance(data, ast.BoolOp) else data
            if not isinstance(items, ast.Tuple | ast.List):
                yield partial(put, data)


@_operator
def own_ticks(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _calls(tree, words.COMPRESS, words.TICK):
        yield partial(node.args.__setitem__, -1, ast.Name("ones", ast.Load()))


@_operator
def swap_compress(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _calls(tree, words.COMPRESS):
        yield partial(node.args.reverse)


@_operator
def make_async(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for _, node, put in _slots(tree):
        if isinstance(node, ast.For):
            fields = {name: getattr(node, name) for name in node._fields}
            yield partial(put, ast.AsyncFor(**fields))


# --- Names and attributes ------------------------------------------------------------


@_operator
def read_hidden_name(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    hidden = random_.choice(_HIDDEN)
    for node, _, _ in _loads(tree):
        yield partial(setattr, node, "id", hidden)


@_operator
def bind_hidden_name(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    hidden = random_.choice([name for name in _HIDDEN if name != words.RESULT])
    for node in _all(tree, ast.Name):
        if isinstance(node.ctx, ast.Store) and not words.is_dunder(node.id):
            yield partial(setattr, node, "id", hidden)


@_operator
def hidden_parameter(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.arguments):
        if node.vararg is None:
            yield partial(setattr, node, "vararg", ast.arg(words.TICK))


@_operator
def hidden_global(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.FunctionDef):
        yield partial(node.body.insert, 0, ast.Global([words.OWN]))


@_operator
def hidden_definition(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for kind in (ast.FunctionDef, ast.ClassDef):
        for node in _all(tree, kind):
            yield partial(setattr, node, "name", words.DRAIN)


@_operator
def hidden_capture(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for kind in (ast.MatchAs, ast.ExceptHandler):
        for node in _all(tree, kind):
            if getattr(node, "name", None):
                yield partial(setattr, node, "name", words.TICKS)


@_operator
def load_dunder(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    """A random expression gets an attribute that only a guard may load."""
    name = random_.choice(_DUNDERS)
    for node, _, put in _loads(tree):
        new = ast.Attribute(ast.Name(node.id, ast.Load()), name, ast.Load())
        yield partial(put, new)


@_operator
def load_frame(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node, _, put in _loads(tree):
        new = ast.Attribute(ast.Name(node.id, ast.Load()), "gi_frame", ast.Load())
        yield partial(put, new)


@_operator
def unguard_attribute(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for _, node, put in _slots(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.value
            if isinstance(name, ast.Name) and name.id == words.ATTR:
                attr = node.func.attr
                attr = f"__{attr}" if attr.endswith("__") else attr
                new = ast.Attribute(node.args[0], attr, ast.Load())
                yield partial(put, new)


@_operator
def guard_unknown_attribute(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id == words.ATTR:
            yield partial(setattr, node, "attr", "__getattribute__")


@_operator
def unguard_store(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    # (`x.a: T` stores nothing.)
    bare = {node.target for node in _all(tree, ast.AnnAssign) if node.value is None}
    for node in _all(tree, ast.Attribute):
        if not isinstance(node.ctx, ast.Load) and node not in bare:
            yield partial(setattr, node, "value", ast.Name("x", ast.Load()))


@_operator
def store_dunder(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.Attribute):
        if not isinstance(node.ctx, ast.Load):
            yield partial(setattr, node, "attr", "__class__")


@_operator
def unguard_key(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.Subscript):
        if isinstance(node.ctx, ast.Store) and not isinstance(node.slice, ast.Slice):
            # `__place__(x)[k]` looks at any key itself; without it, the key is unguarded.
            if isinstance(node.value, ast.Call) and len(node.value.args) == 1:
                yield partial(setattr, node, "value", ast.Name("x", ast.Load()))
            else:
                yield partial(setattr, node, "slice", ast.Name("k", ast.Load()))


@_operator
def hidden_keyword(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.Call):
        new = ast.keyword("__class__", ast.Constant(1))
        yield partial(node.keywords.append, new)


@_operator
def hidden_pattern_attribute(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.MatchClass):
        if node.kwd_attrs:
            yield partial(node.kwd_attrs.__setitem__, 0, "__class__")


# --- Statements ----------------------------------------------------------------------


@_operator
def native_import(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for _, node, put in _slots(tree):
        if isinstance(node, ast.Assign) and node.value in _calls(
            node.value, words.LOAD_MODULE, words.LOAD_SUBMODULE, words.LOAD_NAMES
        ):
            new = ast.Import([ast.alias(ast.literal_eval(node.value.args[0]))])
            yield partial(put, new)


@_operator
def load_into_attribute(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.Assign):
        if node.value in _calls(node.value, words.LOAD_MODULE, words.LOAD_SUBMODULE):
            target = ast.Attribute(ast.Name("x", ast.Load()), "y", ast.Store())
            yield partial(setattr, node, "targets", [target])


@_operator
def early_result(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    new = ast.Assign([ast.Name(words.RESULT, ast.Store())], ast.Constant(1))
    if tree.body:
        yield partial(tree.body.insert, 0, new)


@_operator
def keep_temporary(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for parent in ast.walk(tree):
        body = getattr(parent, "body", None)
        for index, node in enumerate(body if isinstance(body, list) else ()):
            if isinstance(node, ast.Delete) and "__t1__" in ast.unparse(node):
                yield partial(body.__setitem__, index, ast.Pass())


@_operator
def huge_width(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.FormattedValue):
        if node.format_spec is None:
            spec = ast.JoinedStr([ast.Constant(">99999")])
            if node.value not in _calls(node.value, words.SPEC):
                yield partial(setattr, node, "format_spec", spec)


@_operator
def computed_slots(tree: ast.Module, random_: random.Random) -> Iterator[Damage]:
    for node in _all(tree, ast.ClassDef):
        new = ast.Assign([ast.Name("__slots__", ast.Store())], ast.Name("names", ast.Load()))
        yield partial(node.body.append, new)
