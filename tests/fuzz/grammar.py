"""Programs made of escape primitives: what published escapes are made of, composed at random.

One grammar serves every driver (Hypothesis, atheris, a seeded generator): it asks a *chooser* for
one number below another, again and again, and nothing else decides what the program is. Each
statement stands in a `try` of its own, binds one of a few names, and may use what the statements
before it have made; in the end each name is looked at by `probe`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache
from textwrap import indent

from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.namespace import OFFERED
from cloche.runtime.universe import guarded
from cloche.transpiler.vocabulary import SPECIAL_METHODS, WRITABLE_DUNDERS, is_dunder
from universe.crawler import OUTWARD, attribute_names
from universe.guest_values import spellable

#: `choose(n)` is a number from 0 to n - 1.
Choose = Callable[[int], int]

#: How many names a program binds, and how many statements it has at most.
NAMES, STATEMENTS = 8, 24
DEPTH = 3
#: Too slow to be of use here, or the end of the program.
_LEFT_OUT = {"exit", "quit", "print", "__debug__"}
_MODULES = sorted(MODULE_NAMES)
_BUILTINS = sorted(set(OFFERED) - _LEFT_OUT)
#: CPython hands a traceback to the last two, which leads nowhere (`universe.HIDDEN`).
_SPECIAL = sorted(SPECIAL_METHODS - {"__new__", "__exit__", "__aexit__"})
_STORED = [*sorted(WRITABLE_DUNDERS), *"a kind format register args maps _fields".split()]
_TEXTS = (
    "a", "__class__", "__globals__", "{0.__class__}", "{0.gi_frame}", "{0[0].a}", "%s", "", "0",
)  # fmt: skip
_LITERALS = (
    "None", "0", "1", "-1", "2**70", "1.5", "()", "[]", "{}", "set()", "b'a'", "[1, 'a']",
    "{'a': 1}", "object()", "lookup", "till", "till.take", "(i for i in [1])", "super",
    "lambda *a: a",
)  # fmt: skip
_BINARY = "+ - * / // % @ ** << >> & | ^ == != < <= in is".split()
_VALUES = """
class Yes:
    def __getattr__(self, name): return self
    def __call__(self, *args, **named): return args[-1] if args else self
    def __getitem__(self, key):
        if key == 0: return self
        raise IndexError
    def __iter__(self): return iter([self])
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __index__(self): return 1
    def __len__(self): return 1
    def __enter__(self): return self
    def __exit__(self, *args): kept.append(args[:2]); return True
    def __get__(self, instance, owner=None): kept.append((instance, owner)); return self
    def __set_name__(self, owner, name): kept.append(owner)
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __str__(self): return "__globals__"
kept = []
"""


@cache
def _attributes() -> tuple[str, ...]:
    return tuple(name for name in attribute_names() if spellable(name))


@cache
def _native() -> tuple[str, ...]:
    return tuple(name for name in _attributes() if name not in guarded() and not is_dunder(name))


@cache
def _any_attributes() -> tuple[str, ...]:
    return (*attribute_names(), *OUTWARD, "a", "kind", "__mangled")


class _Writer:
    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        #: How many functions and texts are around: in none of them may `await` stand.
        self.within = 0

    def one(self, options: Sequence[str]) -> str:
        return options[self.choose(len(options))]

    def name(self) -> str:
        return f"v{self.choose(NAMES)}"

    def inner(self, write: Callable[[], str]) -> str:
        """Return what *write* does for a place where nothing can be awaited."""
        self.within += 1
        try:
            return write()
        finally:
            self.within -= 1

    # --- Expressions ----------------------------------------------------------------------

    def expression(self, depth: int = DEPTH) -> str:
        if depth == 0 or self.choose(4) == 0:
            return self.atom()
        return _EXPRESSIONS[self.choose(len(_EXPRESSIONS))](self, depth - 1)

    def atom(self) -> str:
        kind = self.choose(10)
        if kind < 6:
            return self.name()
        if kind == 6:
            return self.one(_BUILTINS)
        if kind == 7:
            return self.one(("Yes", "Yes()", "Name('a')", "kept", "Name"))
        return self.one(_LITERALS) if kind == 8 else repr(self.one(_TEXTS))

    def load(self, depth: int) -> str:
        return f"({self.expression(depth)}).{self.one(_attributes())}"

    def read(self, depth: int) -> str:
        return f"getattr({self.expression(depth)}, {self.one(_any_attributes())!r}, None)"

    def call(self, depth: int) -> str:
        given = [self.expression(depth) for _ in range(self.choose(4))]
        form = self.choose(6)
        if form == 0:
            given.append(f"*{self.expression(depth)}")
        elif form == 1:
            given.append(f"**{self.expression(depth)}")
        elif form == 2:
            name = self.one(("key", "default", "name", "a", "cls", "object_hook", "type", "loop"))
            given.append(f"{name}={self.expression(depth)}")
        return f"({self.expression(depth)})({', '.join(given)})"

    def item(self, depth: int) -> str:
        return f"({self.expression(depth)})[{self.expression(depth)}]"

    def binary(self, depth: int) -> str:
        return f"(({self.expression(depth)}) {self.one(_BINARY)} ({self.expression(depth)}))"

    def shown(self, depth: int) -> str:
        return f"f'{{{self.name()}{self.one(('', '!r', '!s'))}:{{{self.name()}}}}}'"

    def formatted(self, depth: int) -> str:
        first = self.one(_any_attributes())
        text = f"{{0.{first}.{self.one(OUTWARD)}}}"
        way = self.one(("{!r}.format({})", "'%r'.format({1}) + {0!r}", "format({1}, {0!r})",
                        "Template({!r}).substitute({})"))  # fmt: skip
        return way.format(text, self.expression(depth))

    def type_of(self, depth: int) -> str:
        return f"type({self.expression(depth)})"

    def made(self, depth: int) -> str:
        space = f"{{{self.one(_SPECIAL)!r}: {self.expression(depth)}, 'a': {self.name()}}}"
        return f"type('T', ({self.name()},), {space})"

    def display(self, depth: int) -> str:
        a, b = self.expression(depth), self.expression(depth)
        return self.one((f"[{a}, *{b}]", f"{{{a}: {b}}}", f"({a}, {b})", f"{{**{a}}}",
                         f"[x for x in ({a})]", f"(x for x in ({a}))"))  # fmt: skip

    def text(self, depth: int) -> str:
        names = self.one(("", ", {}", ", globals()", f", {self.name()}"))
        return f"eval({self.inner(lambda: self.expression(depth))!r}{names})"

    def awaited(self, depth: int) -> str:
        return f"{'' if self.within else 'await '}({self.expression(depth)})"

    # --- Statements -------------------------------------------------------------------------

    def statement(self) -> str:
        write = _STATEMENTS[self.choose(len(_STATEMENTS))]
        failed = f"except Exception as e: {self.name()} = e"
        return f"try:\n{indent(write(self), ' ')}\n{failed}"

    def assign(self) -> str:
        return f"{self.name()} = {self.expression()}"

    def imported(self) -> str:
        module = self.one(_MODULES)
        member = self.one(sorted(MODULE_NAMES[module]))
        return f"from {module} import {member} as {self.name()}"

    def made_class(self) -> str:
        head = self.one(("", f"({self.name()})", f"({self.name()}, Yes)", f"(kind={self.name()})"))
        lines = [f"class {self.name()}{head}:", f" a = {self.inner(self.expression)}"]
        for _ in range(self.choose(3) + 1):
            name = self.one(_SPECIAL)
            value = self.inner(self.expression)
            lines.append(f" def {name}(self, *args): kept.append(args); return {value}")
        if self.choose(4) == 0:
            lines.append(f" {self.one(_SPECIAL)} = {self.name()}")
        return "\n".join(lines)

    def function(self) -> str:
        kind = self.one(("def", "async def"))
        body = self.one(("kept.append({})", "yield {}", "kept.append((yield {}))"))
        head = f"@({self.expression()})\n" if self.choose(3) == 0 else ""
        body = body.format(self.inner(self.expression))
        return f"{head}{kind} {self.name()}(a=None, *args, b=1):\n {body}"

    def entered(self) -> str:
        return f"with {self.expression()} as {self.name()}:\n {self.assign()}"

    def entered_later(self) -> str:
        return self.entered() if self.within else f"async {self.entered()}"

    def looped(self) -> str:
        return f"for {self.name()} in {self.expression()}:\n {self.assign()}\n break"

    def matched(self) -> str:
        name, bound = self.one(_native()), self.name()
        pattern = f"{self.one(('object', 'Yes'))}({name}={bound})"
        return f"match {self.expression()}:\n case {pattern}: pass"

    def raised(self) -> str:
        cause = f" from {self.name()}" if self.choose(2) else ""
        handler = f"except BaseException as x: {self.name()} = x"
        return f"try: raise {self.expression()}{cause}\n{handler}"

    def finished(self) -> str:
        return f"try: {self.assign()}\nfinally: {self.assign()}"

    def stored(self) -> str:
        target = f"({self.expression()}).{self.one(_STORED)}"
        return self.one((f"{target} = {self.expression()}", f"del {target}",
                         f"setattr({self.name()}, {self.one(_STORED)!r}, {self.expression()})",
                         f"object.__setattr__({self.name()}, 'a', {self.name()})"))  # fmt: skip

    def item_stored(self) -> str:
        return f"({self.expression()})[{self.expression()}] = {self.expression()}"

    def augmented(self) -> str:
        return f"{self.name()} {self.one(_BINARY[:13])}= {self.expression()}"

    def executed(self) -> str:
        names = self.one(("", ", {}", ", globals()", f", {self.name()}"))
        return f"exec({self.inner(self.statement)!r}{names})"

    def scheduled(self) -> str:
        return f"{self.name()} = asyncio.{self.one(_ASYNC)}({self.expression()})"

    def handed(self) -> str:
        name = self.name()
        return self.one((f"stash({name})", f"till.limit = {name}", f"probe({name})",
                         f"{self.name()} = till.take({name})", f"kept.append({name})"))  # fmt: skip


_ASYNC = ("create_task", "ensure_future", "gather", "shield", "wait", "sleep", "Future", "Queue",
          "get_running_loop", "current_task", "wait_for", "as_completed", "run")  # fmt: skip
_W = _Writer
_EXPRESSIONS = (
    _W.load, _W.load, _W.load, _W.read, _W.read, _W.call, _W.call, _W.call, _W.call, _W.item,
    _W.binary, _W.shown, _W.formatted, _W.type_of, _W.made, _W.display, _W.text, _W.awaited,
)  # fmt: skip
_STATEMENTS = (
    _W.assign, _W.assign, _W.assign, _W.assign, _W.imported, _W.imported, _W.imported,
    _W.made_class, _W.made_class, _W.function, _W.entered, _W.entered_later, _W.looped, _W.matched,
    _W.raised, _W.finished, _W.stored, _W.stored, _W.item_stored, _W.augmented, _W.executed,
    _W.scheduled, _W.handed,
)  # fmt: skip


def program(choose: Choose) -> str:
    """Return the guest program that *choose* makes."""
    writer = _Writer(choose)
    lines = ["import asyncio", "from string import Template", _VALUES]
    lines += [f"v{number} = {writer.one(_BUILTINS)}" for number in range(NAMES)]
    lines += [writer.statement() for _ in range(1 + choose(STATEMENTS))]
    lines += [f"probe(v{number})" for number in range(NAMES)]
    return "\n".join([*lines, "probe(kept)"])


def seeded(seed: int) -> str:
    """Return the program of *seed*."""
    return program(random.Random(seed).randrange)
