"""Arguments that fit no signature: what CPython says of them is what a guest reads.

Every function, class and method that a guest finds under a name is called with nothing, with too
much and with a keyword that nobody knows. Where CPython says that the arguments do not fit, the
guarded call must raise the same.
"""

from __future__ import annotations

import builtins
import importlib
import inspect
import re
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import pytest

import cloche
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.namespace import OFFERED
from cloche.transpiler.vocabulary import is_dunder
from sampling import halved

CALLS = {
    "()": ((), {}), "(*[None] * 40)": ((None,) * 40, {}), "(zzz=None)": ((), {"zzz": None}),
}  # fmt: skip
#: What CPython says when arguments do not bind.
UNBOUND = re.compile(r"argument|takes no|needs an|expected \d|expected at (least|most)|must have")
#: Their methods are called as well: module, expression.
INSTANCES = [
    ("builtins", each)
    for each in (
        "''", "b''", "bytearray()", "[]", "()", "{}", "set()", "frozenset()", "(1)", "1.5", "1j",
        "range(3)", "slice(1)", "{}.keys()", "property()", "memoryview(b'')",
        "ValueError()", "(lambda: (yield))()",
    )
] + [
    ("collections", "deque()"), ("collections", "OrderedDict()"), ("collections", "Counter()"),
    ("collections", "defaultdict()"), ("decimal", "Decimal(1)"), ("fractions", "Fraction(1)"),
    ("datetime", "date(2000, 1, 1)"), ("datetime", "datetime(2000, 1, 1)"),
    ("datetime", "timedelta(1)"), ("datetime", "time(1)"), ("io", "StringIO()"),
    ("io", "BytesIO()"), ("re", "compile('a')"), ("re", "match('a', 'a')"),
    ("array", "array('i')"), ("hashlib", "md5()"), ("zlib", "compressobj()"),
    ("zlib", "decompressobj()"), ("random", "Random(1)"), ("struct", "Struct('b')"),
    ("pathlib", "PurePosixPath('a')"), ("uuid", "UUID(int=1)"), ("string", "Template('')"),
    ("statistics", "NormalDist()"), ("collections", "UserDict()"), ("collections", "UserList()"),
    ("collections", "ChainMap()"), ("weakref", "WeakSet()"), ("graphlib", "TopologicalSorter()"),
]  # fmt: skip


def natively(module: str, text: str, native: Any, call: str) -> str | None:
    """Return what CPython says of a call, if the arguments do not fit; None if they do."""
    args, named = CALLS[call]
    try:
        if type(native) is MethodType and type(native.__func__) is FunctionType:
            _stub(native.__func__)(native.__self__, *args, **named)
        elif type(native) is FunctionType:
            _stub(native)(*args, **named)
        else:
            eval(text + call, dict(vars(importlib.import_module(module))))
    except TypeError as error:
        return str(error) if UNBOUND.search(str(error)) else None
    except BaseException:
        return None
    return None


def _stub(native: FunctionType) -> Any:
    """Return a function of the same parameters that does nothing."""
    parameters = [
        each.replace(annotation=each.empty, default=None)
        if each.default is not each.empty
        else each.replace(annotation=each.empty)
        for each in inspect.signature(native, follow_wrapped=False).parameters.values()
    ]
    names: dict[str, Any] = {}
    exec(f"def stub{inspect.Signature(parameters)}: pass", names)
    names["stub"].__qualname__ = native.__qualname__
    return names["stub"]


def functions() -> Iterator[tuple[str, str, Any]]:
    """Yield module, expression and CPython's own object, of all that can be called by name."""
    for name in sorted(OFFERED - {"print"}):
        yield "builtins", name, getattr(builtins, name, None)
    for module in sorted(MODULE_NAMES):
        real = importlib.import_module(module)
        for name in sorted(MODULE_NAMES[module]):
            native = getattr(real, name, None)
            named = isinstance(native, (FunctionType, MethodType, BuiltinFunctionType, type))
            if named and not (module in QUIET and isinstance(native, type)):
                yield module, name, native
    for module, text in INSTANCES:
        names = dict(vars(importlib.import_module(module)))
        for name in dir(eval(text, names)):
            if not name.startswith("_"):
                # A fresh instance each: the call before may have changed the last.
                yield module, f"{text}.{name}", getattr(eval(text, names), name)


#: Classes of theirs start something when they are made.
QUIET = frozenset({"asyncio", "logging"})
#: A wrong call of these says something else: they are methods of the run's logger, keep values that
#: are looked at first, or take any arguments there are.
OTHERWISE = frozenset(
    """
    csv.reader csv.writer csv.DictReader decimal.localcontext enum.Enum enum.EnumCheck enum.Flag
    enum.FlagBoundary enum.IntEnum enum.IntFlag enum.ReprEnum enum.StrEnum
    logging.critical logging.debug
    logging.error logging.exception logging.fatal logging.info logging.log logging.warn
    logging.warning pathlib.PurePath pathlib.PurePosixPath pathlib.PureWindowsPath re.RegexFlag
    time.struct_time typing.BinaryIO typing.IO typing.NamedTuple typing.ParamSpecArgs
    typing.ParamSpecKwargs typing.TextIO typing.TypeVar typing.TypedDict
    weakref.WeakKeyDictionary
    """.split()
)
#: So do classes that cannot be called here.
NOT_MADE = re.compile(r"cannot create|is not available here|cannot be instantiated")
#: In some forms of a call CPython names the class of the instance, in others that of the method.
CLASS = re.compile(r"(?<=^TypeError: )\w+\.(?=\w+\()")


def cases() -> dict[str, list[tuple[str, str]]]:
    """Return per module what to call there, and what CPython says of it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for module, text, native in functions():
        if not callable(native) or f"{module}.{text}" in OTHERWISE:
            continue
        # Not even called: `get_event_loop` makes one, which nobody would close. And whether C or
        # Python tells of wrong arguments there depends on what was imported first.
        if module == "asyncio" and isinstance(native, BuiltinFunctionType):
            continue
        for call in CALLS:
            said = natively(module, text, native, call)
            if said is not None:
                found.setdefault(module, []).append((text + call, said))
    return found


CASES = cases()
HEAD = """
def said(call):
    try:
        call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "nothing"
"""


@halved
@pytest.mark.parametrize("module", CASES)
def test_wrong_arguments_are_told_as_cpython_tells(module: str) -> None:
    star = "" if module == "builtins" else f"from {module} import {_imported(module)}\n"
    lines = [f"    {text!r}: said(lambda: {text})," for text, _ in CASES[module]]
    source = "\n".join([HEAD + star, "found = {", *lines, "}", "found"])
    box = cloche.Sandbox(limits=cloche.Limits(steps=10**7, seconds=60))
    assert apart(module, box.run(source)) == {}


def apart(module: str, found: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return the calls of which something else is said: here, and by CPython."""
    return {
        text: (found[text], said)
        for text, said in CASES[module]
        if CLASS.sub("", found[text]) != CLASS.sub("", f"TypeError: {said}")
        and not found[text].startswith("AttributeError")
        and not NOT_MADE.search(found[text])
    }


def _imported(module: str) -> str:
    names = {re.match(r"\w+", text)[0] for text, _ in CASES[module]}
    return ", ".join(sorted(name for name in names if not is_dunder(name)))


ODD = [
    "f = ''.join\nf(1, 2)", "str.join()", "''.replace(*'abcd')", "import heapq\nheapq.heappush([])",
    "from collections import deque\ndeque.extend()",
    "from random import Random\nRandom(1).sample([1], k=1, x=2)",
    "class A:\n    f = sorted\nA().f()", "import math\nmath.comb(1, k=2)",
    "enumerate([], start=1, x=2)",
    "{1}.__and__()", "{1}.__iand__(1, 2)", "{}.__getitem__()", "{}.__delitem__(1, 2)",
    "(1).__divmod__()", "(1).__pow__(1, 2, 3)", "(1).__rpow__()", "(1).__lshift__()",
    "(1).__rlshift__()", "().__hash__(1)", "'a'.__mod__()", "str.__mod__(1, 2)",
    "(lambda: 1).__get__()", "BaseExceptionGroup('a', [ValueError()]).split()",
    "'a'.__add__(*1)", "[].__iadd__(**1)", "{1}.__and__(*1)", "[].__init__(*1)",
    "list.__new__(*1)", "(1).__pow__(*1)", "object().__setattr__(*1)", "(lambda: 1).__get__(*1)",
]  # fmt: skip


@pytest.mark.parametrize("source", ODD)
def test_no_function_of_ours_is_named(source: str) -> None:
    with pytest.raises(TypeError) as native:
        exec(source, {})
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(source)
    assert (caught.value.type_name, caught.value.message) == ("TypeError", str(native.value))


def test_nothing_of_the_guests_is_handed_on() -> None:
    source = """
class Told(str):
    def __str__(self): seen.append("str"); return "x"
    def __index__(self): seen.append("index"); return 1
seen = []
for wrong in (lambda x: "".replace(x), lambda x: [].sort(x), lambda x: {}.update(x, x, x)):
    try: wrong(Told("a"))
    except TypeError: pass
seen
"""
    assert cloche.run(source) == []
