"""What a run finds in `__builtins__`: all a guest can name without import, and the guards.

The names of the guards are no names a guest can spell; see `transpiler/vocabulary.py`.
"""

from __future__ import annotations

import _heapq
import builtins
import sys
from collections.abc import Mapping
from functools import lru_cache
from itertools import compress
from types import FunctionType
from typing import Any, Final

from cloche.transpiler import vocabulary as words

from .backwards import reversed_in_loop
from .binding import fitted
from .builtins.evaluation import EVALUATION
from .builtins.functions import FUNCTIONS
from .builtins.memory_view import memoryview
from .builtins.names import NAMES
from .builtins.output import print_for
from .builtins.reflection import BUILTINS as REFLECTION
from .depth import measuring_tick
from .guards import (
    awaiting,
    comparing,
    delegating,
    draining,
    fields,
    hashing,
    keys,
    lengths,
    matching,
    operators,
    rendering,
    sets,
    starring,
    views,
)
from .guards.attributes import ATTR
from .guards.classes import build_class
from .guards.contents import SCALARS
from .guards.parameters import type_alias, type_parameter
from .guards.placing import place
from .guards.writing import Settable, stored_to
from .modules.loading import import_future, load_module, load_names, load_submodule
from .run import Run
from .universe import numbers
from .universe.constructors import CLASSES
from .universe.exceptions import caught

#: Builtins that take one short walk, or none, whatever they are given. What they call of
#: a guest's (`__abs__`, `__len__`, `__next__`) ticks.
NATIVE: Final[dict[str, Any]] = {
    "abs": abs, "aiter": awaiting.aiter_, "anext": awaiting.anext_,
    "callable": callable, "chr": chr, "len": len, "next": next, "ord": ord,
    "EnvironmentError": OSError, "IOError": OSError, "Ellipsis": ...,
    "NotImplemented": NotImplemented,
}  # fmt: skip

_OFFERED: Final[dict[str, Any]] = {
    **{name: kind for name, kind in CLASSES.items() if not name.startswith("_")},
    **REFLECTION, **FUNCTIONS, **NATIVE, **NAMES, **EVALUATION, "memoryview": memoryview,
}  # fmt: skip

_OFFERED.update((name, fitted(each, vars(builtins).get(name))) for name, each in _OFFERED.items())

#: The names a guest may use without import (`Policy.builtins`).
OFFERED: Final = frozenset(_OFFERED) | {"print"}

GUARDS: Final[dict[str, Any]] = {
    words.TICK: next,
    words.COMPRESS: compress,
    words.ASYNC_COMPRESS: awaiting.AsyncCompress,
    words.TYPE: type,
    words.NUMBERS: operators.NUMBERS,
    words.WHOLE: int,
    words.FLOATING: float,
    words.SCALARS: SCALARS,
    words.COLLECTIONS: draining.SEARCHED,
    words.PLAIN: SCALARS | draining.COLLECTIONS,
    words.TEXT: str,
    words.SIZE: len,
    words.COPIED: frozenset({str, bytes, list, tuple}),
    words.SETS: sets.EXACT,
    **{real: vars(builtins)[name] for name, real in (words.REAL | words.DIRECT).items()},
    words.REAL["reversed"]: reversed_in_loop,
    words.READING["int"]: numbers.int_of,
    words.READING["float"]: numbers.float_of,
    **{real: getattr(_heapq, path.partition(".")[2]) for path, real in words.LIBRARY.items()},
    words.ATTR: ATTR,
    words.WRITABLE: stored_to,
    words.SETTABLE: Settable,
    words.ADDEND: operators.addend,
    words.INPLACE_ADDEND: operators.inplace_addend,
    words.PLUS: operators.plus,
    words.INPLACE_UNION: operators.inplace_union,
    words.INPLACE_EITHER: sets.inplace_either,
    words.MINUS: sets.minus,
    words.UNION: sets.union,
    words.COMMON: sets.common,
    words.EITHER: sets.either,
    words.INPLACE_OPERAND: sets.inplace_operand,
    words.TIMES: operators.times,
    words.POWER: operators.power,
    words.SHIFT: operators.shift,
    words.PERCENT: operators.percent,
    words.QUOTIENT: operators.quotient,
    words.INPLACE_TIMES: operators.inplace_times,
    words.INPLACE_POWER: operators.inplace_power,
    words.INPLACE_SHIFT: operators.inplace_shift,
    words.INPLACE_PERCENT: operators.inplace_percent,
    words.INPLACE_QUOTIENT: operators.inplace_quotient,
    words.OPERAND: comparing.operand,
    words.EARLY: comparing.early,
    words.STEADY: comparing.link,
    words.SUBJECT: matching.subject,
    words.COMPARAND: comparing.comparand,
    words.CONTAINER: comparing.container,
    words.STORE_KEY: comparing.store_key,
    words.KEY: hashing.key,
    words.HASHED: keys.hashed,
    words.METHOD: keys.method,
    words.VIEW: views.view,
    words.MEASURED: lengths.measured,
    words.FIRM: lengths.firm,
    words.CHANGING: lengths.changing,
    words.TAKEN: matching.Taken,
    words.COMPARED: matching.Compared,
    words.STARRED: starring.Starred,
    words.REST: starring.Rest,
    words.PIECE: operators.piece,
    words.PLACE: place,
    words.ITERATED: delegating.ITERATED,
    words.DRAIN: draining.drain if sys.version_info >= (3, 12) else draining.drain_operand,
    words.DELEGATE: delegating.delegate,
    words.MAPPING: draining.starred,
    words.UNPACK: draining.unpack,
    words.UNPACK_EACH: draining.unpack_each,
    words.ASYNC_UNPACK_EACH: awaiting.AsyncUnpackEach,
    words.SHOWN: fields.field,
    words.FORMATTED: fields.wide_field,
    words.SPEC: rendering.spec,
    words.CAUGHT: caught,
    words.TYPE_PARAMETER: type_parameter,
    words.TYPE_ALIAS: type_alias,
    words.LOAD_MODULE: load_module,
    words.LOAD_SUBMODULE: load_submodule,
    words.LOAD_NAMES: load_names,
    words.BUILD_CLASS: build_class,
    words.IMPORT: import_future,
}

#: What all runs share, and None for what `namespace` makes for each. Each run gets a copy, for
#: CPython lets nobody freeze `__builtins__`.
STATIC: Final[dict[str, Any]] = {
    **_OFFERED,
    **GUARDS,
    "__debug__": __debug__,
    "__name__": "builtins",
    **dict.fromkeys(("print", words.TICKS, words.OWN, words.BARE, words.ANSWERING)),
}
#: A function reads a builtin so often that CPython remembers where, whatever it remembered before.
_OFTEN: Final = (None,) * 512


@lru_cache(maxsize=32)
def template(tools: tuple[str, ...]) -> dict[str, Any]:
    """Return what is copied for runs with *tools*: with all keys that they will ever have.

    CPython remembers where in a dictionary of builtins a name was found by a number of the
    dictionary's keys. A number is given when code first asks, is lost with the next new key,
    and is kept in a copy; a process has 65,535 of them, and from then on each read of a guard is
    a search of two dictionaries. So all runs share one number, that of the template, which code
    must have asked for before the first copy is made.
    """
    made = {**STATIC, **dict.fromkeys(tools)} if tools else STATIC

    def reads() -> None:
        for _ in _OFTEN:
            len  # noqa: B018

    FunctionType(reads.__code__, {"_OFTEN": _OFTEN, "__builtins__": made})()
    return made


def namespace(run: Run, tools: Mapping[str, object]) -> dict[str, Any]:
    """Return the `__builtins__` of *run*, with the host's *tools* among them.

    What acts on the world outside the guest (`print`, tools) is made for this run; a tool
    of the name of a builtin takes its place. No other key is added: see `template`.
    """
    names = template(tuple(tools)).copy()
    names["print"] = print_for(run)
    if tools:
        names.update(tools)
    names[words.TICKS] = run.ticks
    names[words.OWN] = run.written
    names[words.BARE] = run.bare
    names[words.ANSWERING] = run.answering
    run.scalars |= SCALARS
    names[words.SCALARS] = run.scalars
    bound = run.budget.limits.recursion
    if bound is not None:
        names[words.TICK] = measuring_tick(run, bound)
    return names
