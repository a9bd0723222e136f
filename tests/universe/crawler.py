"""Goes everywhere a guest can go, by operations that are compiled guest code.

A crawl is one run. From what the guest program of `guest_values` makes and names it applies every
load, every call and every operation, breadth first, and judges whatever comes of it: results,
items, errors, and what functions and special methods of the guest are handed meanwhile.
"""

from __future__ import annotations

import inspect
import sys
import types
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from itertools import chain
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import cloche
from cloche.program import execute_in
from cloche.runtime.boundary.inward import into_guest
from cloche.runtime.modules.loading import preload
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.stops import Stop
from cloche.runtime.universe import ENTRIES, HIDDEN, guarded
from cloche.transpiler.vocabulary import is_dunder

from .guest_values import program
from .judge import Judge

#: Of each operation.
STEPS = 10_000
#: Objects of one kind (see `_kind`) that are followed.
EACH = 1
LIMITS = cloche.Limits(steps=STEPS, seconds=30.0, memory=None, output=None)
#: Names that lead out of objects of the interpreter, whether or not a type here has them.
OUTWARD = """
    __globals__ __code__ __closure__ __builtins__ __defaults__ __kwdefaults__ __subclasses__
    __reduce__ __reduce_ex__ __getattribute__ __traceback__ __loader__ __spec__ __objclass__
    __thisclass__ __self_class__ __weakref__ __instancecheck__ __subclasshook__ __prepare__
    gi_frame gi_code cr_frame ag_frame tb_frame f_back f_globals f_locals f_builtins obj mro
    fget fset fdel cell_contents
""".split()


@dataclass(frozen=True)
class Place:
    """An object and how it was reached."""

    value: Any
    path: str


@dataclass
class Crawl:
    """What has been reached in one run.

    Parameters:
        optimize: how the operations are compiled.
        most: see below.
    """

    optimize: bool
    #: How many objects are looked at; None for all there are.
    most: int | None = None
    places: list[Place] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    operations: int = 0

    def __post_init__(self) -> None:
        preload(MODULE_NAMES)
        self.box = cloche.Sandbox(
            limits=LIMITS, optimize=self.optimize, clock=0, seed=0,
            source_limits=cloche.SourceLimits(bytes=2**20, nodes=10**6, effort=10**7),
        )  # fmt: skip
        self.run = self.box.environment(None)
        self.run.budget.limits = cloche.Limits(steps=10**6, seconds=60.0, memory=None)
        source = program(attribute_names(), names_used(), (*ARGUMENTS, *chain.from_iterable(PAIRS)))
        execute_in(self.run, self.box.transpile(source, "<guest>", frozenset()), want_value=False)
        self.run.budget.limits = LIMITS
        self.names: dict[str, Any] = dict(self.run.globals)
        self.judge = Judge(self.run)
        self.seen: Counter[Any] = Counter()
        self.queue: deque[Place] = deque()
        self._token = self.run.enter()
        for name, value in self.names["ROOTS"].items():
            self.reach(name, value)
        for position, value in enumerate(self.names["MADE"]):
            self.reach(f"MADE[{position}]", value)
        for value in entering():
            kind = type(value).__name__
            self.reach(f"a {kind} of the host's", into_guest(value, run=self.run))
        # CPython itself hands them to `__exit__`; they lead nowhere.
        for trace in self.names["TRACES"][:2]:
            self.queue.append(Place(trace, "traceback in __exit__"))
        self.handed("the beginning")

    def close(self) -> None:
        """End the run."""
        self.run.leave(self._token)
        self.run.globals.clear()
        self.places.clear()
        self.names.clear()

    # --- One operation ------------------------------------------------------------------------

    def apply(self, path: str, function: Callable[..., Any], *args: Any, **named: Any) -> None:
        """Do what a guest's code would, and follow what comes of it, an error too."""
        self.operations += 1
        budget = self.run.budget
        budget.arm()
        try:
            value = function(*args, **named)
        except Stop:
            self.run.output.take()
            return
        except BaseException as error:
            # A guest can catch it, and what it reads of it is looked at with everything else.
            self.reach(f"error of {path}", error.with_traceback(None))
        else:
            self.reach(path, value)
        self.handed(path)

    def handed(self, path: str) -> None:
        """Follow what the guest's own functions have been given meanwhile."""
        seen = self.names["SEEN"]
        if seen:
            for each in list(seen):
                # Part by part: a row is of a kind that has been seen, what is in it need not be.
                for part in _parts(each):
                    self.reach(f"handed over in {path}", part)
            list.clear(seen)
        list.clear(self.names["TRACES"])

    def reach(self, path: str, value: Any) -> None:
        """Judge *value*, and what is inside; queue it if nothing like it has been seen."""
        why = self.judge.foreign(value)
        if why:
            self.findings.append(f"{path} is {why}: {_shown(value)}")
            return
        kind = _kind(value)
        self.seen[kind] += 1
        full = self.most is not None and len(self.places) >= self.most
        if self.seen[kind] > EACH or full:
            return
        place = Place(value, path)
        self.places.append(place)
        self.queue.append(place)
        for position, part in enumerate(_parts(value)):
            self.reach(f"{path}[{position}]", part)

    # --- Everything -----------------------------------------------------------------------------

    def everything(self) -> None:
        """Apply loads, operations of one, and calls with few arguments, to all that is reached."""
        while self.queue:
            place = self.queue.popleft()
            self.loads(place)
            self.unary(place)
            if callable(place.value):
                self.calls(place)

    def loads(self, place: Place) -> None:
        """Load every attribute, as `x.name` and as `getattr(x, "name")`."""
        x, path = place.value, place.path
        loads, read = self.names["LOADS"], self.names["read"]
        for name in names_of(x):
            if name in loads:
                self.apply(f"{path}.{name}", loads[name], x)
            self.apply(f"getattr({path}, {name!r})", read, x, name)

    def unary(self, place: Place) -> None:
        """Apply every operation of one object."""
        for name, operation in self.names["UNARY"].items():
            self.apply(f"{name}({place.path})", operation, place.value)

    def calls(self, place: Place) -> None:
        """Call it with few arguments of every kind."""
        x, path = place.value, place.path
        self.apply(f"{path}()", x)
        for name, value in self.arguments():
            self.apply(f"{path}({name})", x, value)
        for first, second in PAIRS:
            one, two = self.argument(first), self.argument(second)
            self.apply(f"{path}({first}, {second})", x, one, two)
        self.apply(f"{path}(1, 2, 3)", x, 1, 2, 3)

    def compose(self, steps: list[tuple[str, int, int, int, int]]) -> list[str]:
        """Apply operations to what has been reached, and to what they give; return findings.

        Parameters:
            steps: a table of operations, and which of it and of the objects to take.
        """
        already, pool = len(self.findings), list(self.places)
        for table, which, *chosen in steps:
            operations = sorted(self.names[table])
            name = operations[which % len(operations)]
            count = ("UNARY", "BINARY", "TERNARY").index(table) + 1
            # The latest results come first, so that operations are built upon one another.
            places = [pool[-1 - each % len(pool)] for each in chosen[:count]]
            before = len(self.places)
            path = f"{name}({', '.join(place.path for place in places)})"
            self.apply(path, self.names[table][name], *[place.value for place in places])
            pool += self.places[before:]
        return self.findings[already:]

    def argument(self, expression: str) -> Any:
        """Return a fresh value of one of `ARGUMENTS`."""
        self.run.budget.arm()
        return self.names["FRESH"][expression]()

    def arguments(self) -> Iterator[tuple[str, Any]]:
        """Yield every argument of a call with one."""
        for expression in ARGUMENTS:
            # Made anew: the last call may have changed it.
            yield expression, self.argument(expression)


def entering() -> list[Any]:
    """Return something of each class that may come from the host."""
    zone = timezone(timedelta(hours=1), "x")
    moment = datetime(2026, 1, 2, 3, 4, tzinfo=zone)
    return [
        5j, b"a", bytearray(b"a"), range(3), moment.date(), moment, moment.timetz(),
        moment.replace(tzinfo=ZoneInfo("UTC")), timedelta(1), zone, Decimal(5), Fraction(1, 3),
        UUID(int=5), cloche.expose(SimpleNamespace(name="a"), attributes=["name"]),
    ]  # fmt: skip


ARGUMENTS = (
    "0", "1", "'a'", "b'a'", "[]", "[1, 2]", "(1, 2)", "{'a': 1}", "None", "{1}", "1.5",
    "spy", "Bare", "Bare()", "Watched()", "ValueError('x')", "list", "int", "generator()",
    "Everything", "Everything()", "spied()", "abstract()",
)  # fmt: skip
PAIRS = (
    ("1", "2"), ("'a'", "'b'"), ("spy", "[1, 2]"), ("[1, 2]", "spy"), ("Watched()", "Watched()"),
    ("Bare", "Bare()"), ("Bare()", "'kind'"), ("Bare()", "Bare"), ("'a'", "[1, 2]"),
    ("list", "[1, 2]"), ("0", "'x'"), ("None", "Bare"), ("ValueError", "ValueError('x')"),
    ("b'a'", "b'b'"), ("Everything", "Everything()"), ("Everything", "{'a': 1}"),
    ("{'a': 1}", "spy"), ("'a'", "{'a': 1}"),
)  # fmt: skip


@cache
def attribute_names() -> list[str]:
    """Return every attribute name that a type of the universe has, or ought not to have."""
    preload(MODULE_NAMES)
    names = {name for kind in (*ENTRIES, *HIDDEN) for name in dir(kind)}
    names.update(guarded(), OUTWARD)
    return sorted(name for name in names if name.isidentifier())


@cache
def names_used() -> list[str]:
    """Return the attributes that functions of the runtime read of what they are given."""
    preload(MODULE_NAMES)
    found: set[str] = set()
    for name, module in sys.modules.items():
        if name.startswith("cloche.runtime.modules."):
            found.update(_names_in(compile(inspect.getsource(module), name, "exec")))
    return sorted(name for name in found if not is_dunder(name))


def _names_in(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names_in(constant)


def names_of(x: Any) -> list[str]:
    """Return the names worth asking *x* for: what CPython knows, and what leads out."""
    found = set(OUTWARD)
    for source in (type(x), x) if isinstance(x, type) else (type(x),):
        for kind in type.__dict__["__mro__"].__get__(source):
            found.update(type.__dict__["__dict__"].__get__(kind))
    if isinstance(x, type):
        found.update(dir(type))
    with suppress(AttributeError, TypeError):
        found.update(object.__getattribute__(x, "__dict__"))
    return sorted(name for name in found if type(name) is str)


def _kind(x: Any) -> Any:
    """Return what makes *x* worth a look of its own."""
    kind = type(x)
    if isinstance(x, type):
        return "class", _class(x)
    if kind is types.FunctionType:
        return "function", id(x.__code__), x.__name__
    if kind is types.MethodType:
        return "method", _kind(x.__func__), _class(type(x.__self__))
    if kind is types.BuiltinFunctionType:
        subject = x.__self__
        if isinstance(subject, types.ModuleType):
            return "builtin", x.__name__, id(subject)
        return (
            "builtin",
            x.__name__,
            _class(subject if isinstance(subject, type) else type(subject)),
        )
    if kind is partial:
        return "partial", _kind(x.func)
    if isinstance(x, BaseException):
        return "error", _class(kind), len(x.args)
    if kind in (list, tuple, set, frozenset):
        return id(kind), tuple(sorted({id(type(part)) for part in _parts(x)}))
    name = getattr(x, "__name__", None) if kind in ENTRIES and kind.__name__.count("_") else None
    return _class(kind), name


def _class(kind: type) -> Any:
    """Return what tells classes apart: those a guest derives are known by what is above."""
    order = type.__dict__["__mro__"].__get__(kind)
    if kind.__name__ in ("Derived", "A", "a"):
        return tuple(id(each) for each in order if each.__name__ not in ("Derived", "A", "a"))
    return id(kind)


def _parts(x: Any) -> list[Any]:
    kind = type(x)
    if kind is dict:
        return list(chain.from_iterable(list(dict.items(x))[:200]))
    if kind in (list, tuple, set, frozenset):
        return list(x)[:200]
    return []


def _shown(x: Any) -> str:
    try:
        return object.__repr__(x) if not isinstance(x, type) else type.__repr__(x)
    except BaseException as error:
        return repr(type(error))
