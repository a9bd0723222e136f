"""Runs a payload in a sandbox full of things worth stealing, and says what it got away with."""

from __future__ import annotations

import gc
import os
import sys
import types
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import cloche
from cloche.runtime import memory
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.stops import Stop

from .oracle import (
    SECRET,
    TELLTALES,
    changes,
    foreign,
    impure,
    process_state,
    shared_state,
    unwatched,
    watched,
)

LIMITS = cloche.Limits(steps=100_000, seconds=20.0)
PLANTED = "CLOCHE_ATTACK_SECRET"
#: A module of the host, as good as any for a guest to find.
vault = types.ModuleType("host_vault")
vault.KEY = SECRET  # type: ignore[attr-defined]


class Account:
    """A live object of the host."""

    key = SECRET

    def __init__(self) -> None:
        self.balance = 100
        self.moved = 0

    def move(self) -> None:
        """Take one from here and add it there: honest code, that calls functions of its own."""
        self.balance -= 1
        self._add(10)

    def _add(self, layers: int) -> None:
        if layers:
            self._add(layers - 1)
        else:
            self.moved += 1

    def drain(self) -> int:
        """Change the host's object."""
        self.balance = 0
        return self.balance


class Till:
    """Exposed to the guest by a list: `total`, `take`, `fail`, and `limit` to be set."""

    key = SECRET

    def __init__(self) -> None:
        self.total = [1, 2]
        self.limit = 5
        self.hidden = SECRET

    def __repr__(self) -> str:
        return f"<Till {SECRET}>"

    def take(self, *what: Any, **more: Any) -> Any:
        """Return what was given, s3cr3t-b4e1d0."""
        return [what, more]

    def fail(self) -> None:
        """Raise with the object itself in hand."""
        raise ValueError("the till is stuck", self) from KeyError(self)


class HostError(Exception):
    """Carries what a tool had in hand when it failed."""

    def __init__(self, text: str, account: Account) -> None:
        super().__init__(text, account)
        self.account = account
        self.secret = SECRET


@dataclass
class Outcome:
    """What a payload did."""

    violations: list[str] = field(default_factory=list)
    #: How it ended: `refused`, `value`, or the name of the error.
    ending: str = ""
    text: str = ""


def prepare() -> None:
    """Do beforehand what the runtime does once a process: imports, threads, open files."""
    memory.resident()
    os.environ[PLANTED] = SECRET
    sys.modules["host_vault"] = vault
    box = cloche.Sandbox()
    for name in MODULE_NAMES:
        box.run(f"import {name}")
    # A first error loads what draws tracebacks; a value that is no plain one, more of the boundary.
    with suppress(cloche.GuestError):
        box.run("1 / 0")
    box.run("import datetime\ndatetime.date(2000, 1, 1)")
    neighbour_expected()
    # What is there already need not be looked at whenever a payload's garbage is collected.
    gc.collect()
    gc.freeze()


#: What a tenant that comes afterwards sees of everything that is shared.
CANARY = """
import collections, functools, json, math, random, re, string, typing
def f(a, b=2): return a + b
class A(list):
    def __init_subclass__(cls): cls.made = 1
class B(A): pass
random.seed(7)
info = functools.lru_cache(f).cache_info()
shared = (
    print, sorted, list, dict, math, json, Exception, ValueError, re.compile("a"), type, object,
    functools.lru_cache, collections.deque, string.Template, typing.Any, KeyError, info, len,
)
[
    f(1), B.made, B([1]), sorted([3, 1]), sum([1, 2]), math.pi, math.floor(2.5), json.loads("[1]"),
    json.dumps({"a": [1, None]}), re.sub("a", "b", "aa"), collections.Counter("aab"), int("3"),
    "{0.real} {1:>3}".format(1, "x"), f"{3.5:.2f}", isinstance([], list), issubclass(bool, int),
    isinstance({}, typing.Mapping), isinstance(3, collections.abc.Sized), str(ValueError("x")),
    [hasattr(x, "poison") for x in shared], [x.__name__ for x in shared[:4]], len.__doc__,
    random.random(), functools.reduce(lambda a, b: a + b, [1, 2]), max([1, 2], default=3),
    string.Template("$a").substitute(a=1), list(map(str, range(3))), repr(Exception), list(info),
    dict(info._field_defaults),
]
"""


#: With and without elision, with and without the tripwire.
MODES = tuple((optimize, tripwire) for tripwire in (False, True) for optimize in (True, False))


def attack(source: str | bytes, optimize: bool, tripwire: bool = True) -> Outcome:
    """Run *source* and return what it got away with."""
    return attacks(source, ((optimize, tripwire),))[0]


def attacks(
    source: str | bytes,
    modes: Iterable[tuple[bool, bool]] = MODES,
    shared: bool = True,
) -> list[Outcome]:
    """Run *source* in each of *modes*; what all have done is looked at once, at the end.

    Parameters:
        shared: whether what tenants share is looked at, too; that takes longer than the rest.
    """
    before = process_state() | (shared_state() if shared else {})
    arenas = []
    with _without_depth(), watched() as alarms:
        for optimize, tripwire in modes:
            arenas.append(arena := _Arena(Outcome()))
            with unwatched():
                program = arena.compile(source, optimize, tripwire)
            if program is not None:
                arena.run(program)
            del program
            arena.ended = True
        # What is left of the runs is collected; none of their code may run any more.
        gc.collect()
    for arena in arenas:
        _inspect(arena)
    last = arenas[-1].found
    last.violations += [f"audit event {event}" for event in alarms.events]
    after = process_state() | (shared_state() if shared else {})
    last.violations += changes(before, after)
    if neighbour() != neighbour_expected():
        last.violations.append("changed: another tenant's result")
    return [arena.found for arena in arenas]


def shared_changes(seen: dict[str, Any]) -> list[str]:
    """Return what tenants share and is not as it was in *seen*, which is brought up to date."""
    now = shared_state()
    found = changes(seen or now, now)
    seen.clear()
    seen.update(now)
    return found


@contextmanager
def _without_depth() -> Iterator[None]:
    """Leave out that callbacks of the collector find no room on a guest's stack."""
    hook = sys.unraisablehook
    sys.unraisablehook = lambda event: (
        None if event.exc_type is RecursionError else hook(event)  # type: ignore[func-returns-value]
    )
    try:
        yield
    finally:
        sys.unraisablehook = hook


def _inspect(arena: _Arena) -> None:
    """Look for what the guest has done to the host's own objects."""
    found, till = arena.found, arena.till
    if till.total != [1, 2] or till.hidden != SECRET or set(vars(till)) != set(vars(Till())):
        found.violations.append("changed: the host's exposed object")
    if impure(till.limit):
        found.violations.append(f"the exposed object was given {impure(till.limit)}")
    if arena.account.balance + arena.account.moved != 100:
        found.violations.append("changed: the host's account")


@cache
def neighbour_expected() -> str:
    """Return what it gives as long as nobody has done any harm."""
    return neighbour()


def neighbour() -> str:
    """Return what another tenant's program gives."""
    try:
        result = cloche.Sandbox().execute(CANARY)
        return f"{result.value!r} {result.stdout!r}"
    except (cloche.ClocheError, Stop) as error:
        return repr(error)


class _Arena:
    def __init__(self, found: Outcome) -> None:
        self.found = found
        self.account = Account()
        self.till = Till()
        self.ended = False
        self.globals: dict[str, Any] = {}

    def compile(self, source: str | bytes, optimize: bool, tripwire: bool) -> cloche.Program | None:
        tools = {"stash": self.stash, "lookup": _lookup(), "account": lambda: self.account,
                 "fail": self.fail, "move": self.account.move}  # fmt: skip
        box = cloche.Sandbox(tools, LIMITS, optimize=optimize, on_output=self.printed,
                             tripwire=tripwire)  # fmt: skip
        # These two get the guest's own objects, past the boundary.
        raw = {"probe": self.probe, "win": self.win}
        box.policy = _with_names(box.policy, {*tools, *raw})
        try:
            program = box.compile(source)
        except cloche.Rejected as refused:
            self.found.ending, self.found.text = "refused", str(refused)
            return None
        environment = box.environment

        def remember(inputs: Any) -> Any:
            run = environment(inputs)
            self.globals = run.globals
            run.globals["__builtins__"].update(raw)  # type: ignore[attr-defined]
            return run

        box.environment = remember  # type: ignore[method-assign]
        return program

    def run(self, program: cloche.Program) -> None:
        try:
            till = cloche.expose(
                self.till, ("total", "limit"), methods=("take", "fail"), writable=("limit",)
            )
            result = program.execute({"till": till})
        except cloche.ClocheError as error:
            self.error(error)
        except BaseException as error:
            self.violate(f"a raw {type(error).__name__} reached the host: {error}")
        else:
            self.found.ending = "value"
            self.violate(impure(result.value))
            self.used_by_host(result.value)
            if any(self.found.violations):
                return  # nothing to be looked at any further
            self.came_out("result", result.value)
            self.came_out("stdout", result.stdout)

    def error(self, error: cloche.ClocheError) -> None:
        self.found.ending, self.found.text = type(error).__name__, str(error)
        self.came_out("error", [error.args, error.stdout, vars(error), str(error)])
        for part in error.args:
            self.violate(impure(part))
        if error.__cause__ or error.__context__:
            self.violate(f"the error drags {error.__cause__ or error.__context__!r} along")
        if isinstance(error, cloche.EscapeDetected):
            self.violate("it came as far as the tripwire")
        if isinstance(error, cloche.BoundaryError):
            mine = error.path.startswith("result") and error.type_name in HELD_BY_NO_GUEST
            self.violate(f"the guest held a {error.type_name}" if mine else "")

    def violate(self, what: str) -> None:
        if what:
            self.found.violations.append(what)

    def came_out(self, where: str, value: Any) -> None:
        text = repr(value)
        for telltale in TELLTALES:
            if telltale in text:
                self.violate(f"{telltale!r} is in the {where}")

    def used_by_host(self, value: Any) -> None:
        """Do what a host does with a result: none of it may run a guest's code."""
        self.ended = True
        for use in (repr, str, bool, hash, list, dict, sorted, iter, len, vars, dir, int):
            try:
                use(value)
            except (TypeError, ValueError, AttributeError):
                continue
            except Stop:
                self.violate(f"{use.__name__}() of the result ran code of the guest")

    # --- Tools ------------------------------------------------------------------------------

    def probe(self, x: Any) -> None:
        with unwatched():
            self.violate(foreign(x, self.globals) and f"the guest holds {foreign(x, self.globals)}")
            self.late("probe")

    def win(self, x: Any = None) -> None:
        self.violate(f"the guest won: {x!r:.100}")

    def stash(self, x: Any = None) -> Any:
        with unwatched():
            self.late("stash")
            self.came_out("argument of a tool", x)
            self.violate(impure(x))
        return x

    def fail(self, kind: str = "host") -> None:
        cause = KeyError(self.account)
        if kind == "builtin":
            raise ValueError("no", self.account) from cause
        if kind == "late":
            raise SystemError(kind)
        raise HostError("the tool failed", self.account) from cause

    def printed(self, text: str) -> None:
        if type(text) is not str:
            self.violate("printed something that is no str")
        self.late("print")

    def late(self, what: str) -> None:
        if self.ended:
            self.violate(f"code ran after the end: {what}")


HELD_BY_NO_GUEST = {"frame", "code", "cell", "module", "traceback", "Account", "HostError"}


def _with_names(policy: Any, names: Any) -> Any:
    from dataclasses import replace

    return replace(policy, tools=frozenset(names))


def _lookup() -> Any:
    secret = SECRET

    def lookup(name: Any = None) -> str:
        return "wrong" if name != secret else "right"

    lookup.secret = secret  # type: ignore[attr-defined]
    return lookup
