"""What C calls of the library's classes takes a step, or pays, for whatever it goes through.

`[x] * n == [y] * n`, `not x` and reads of properties make any number of calls in one line of the
program's, none of which it writes. So a special method or a property with a loop that has neither
is on a list, with the reason why it may.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from cloche.runtime import modules

#: What takes steps, or pays, in a function that calls it.
PAYS = frozenset(
    """
    tick charge spend ticked reserve compress pay_copy pay_repeat drain drained hashed hashed_items
    walk weigh key render_repr priced_spec _alive _by_kind _members _met _paid arguments parameters
    """.split()
)
_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DRAINS = frozenset("all any dict frozenset list map max min set sorted sum tuple".split())
#: Special methods that are reached by calls only, as a program writes them.
_CALLED = frozenset({"__init__", "__new__", "__call__"})
EXPLAINED = {
    "EnumType.__iter__": "members have a step each when it is drained",
    "EnumType.__reversed__": "members have a step each when it is drained",
    "EnumType.__dir__": "members were written, or made with a step each; `dir` is a call",
    "Generic.__init_subclass__": "50 bases",
    "LogRecord.__repr__": "four parts, each rendered by `render`, which pays",
    "Members.__set_name__": "members, once",
    "Module.__dir__": "names of a module of ours",
    "Protocol.__init_subclass__": "50 bases",
    "SignalDict.__iter__": "nine signals",
    "SignalDict.__contains__": "nine signals",
    "RegexFlag.name": "a dozen flags",
    "RegexFlag.__repr__": "a dozen flags",
}


def _unpaid(text: str) -> Iterator[str]:
    for cls in ast.walk(ast.parse(text)):
        if not isinstance(cls, ast.ClassDef):
            continue
        for each in cls.body:
            if isinstance(each, ast.FunctionDef) and _called_by_c(each) and _loops(each):
                yield f"{cls.name}.{each.name}"


def _called_by_c(function: ast.FunctionDef) -> bool:
    if any(
        isinstance(each, ast.Name) and each.id == "property" for each in function.decorator_list
    ):
        return True
    name = function.name
    return name.startswith("__") and name.endswith("__") and name not in _CALLED


def _loops(function: ast.FunctionDef) -> bool:
    names = {each.id for each in ast.walk(function) if isinstance(each, ast.Name)}
    names |= {each.attr for each in ast.walk(function) if isinstance(each, ast.Attribute)}
    parameters = {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
    if (names - parameters) & PAYS:
        return False
    return any(isinstance(each, _LOOPS) or _is_drain(each) for each in ast.walk(function))


def _is_drain(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in _DRAINS


def test_no_method_that_c_calls_goes_through_anything_for_nothing() -> None:
    (folder,) = map(Path, modules.__path__)
    found = {name for path in folder.glob("*.py") for name in _unpaid(path.read_text("utf-8"))}
    assert found == EXPLAINED.keys()


def test_what_the_list_is_made_by_sees_loops() -> None:
    text = """
    class A:
        def __bool__(self): return any(self.maps)
        def __len__(self): return sum(1 for _ in ticked(self))
        @property
        def kwargs(self):
            for each in self.all: pass
        def called(self): return [1 for _ in self]
    """
    assert [*_unpaid(inspect.cleandoc(text))] == ["A.__bool__", "A.kwargs"]
