"""Whether a program may catch what is raised in it by somebody else.

The host has to watch over what handlers of its signals raise in a program that may
(`runtime/signals.py`), and that is no small part of what a short call costs. A program of plain
functions, without `try`, `with`, classes, imports and `eval`, lets everything through that comes.
So the question is asked of the code that runs, by lists of what is known to catch nothing:
whatever is on none of them catches.
"""

from __future__ import annotations

import builtins
from opcode import opmap
from types import CodeType
from typing import Final

from . import vocabulary as words

#: Builtins that give nothing that catches, makes classes, or runs other code than it is given. Not
#: `next`, `iter`, `map` and `filter`, which call it and take a StopIteration for the end.
_PLAIN: Final = frozenset(
    """
    abs all any ascii bin bool bytearray bytes chr complex dict divmod enumerate float frozenset
    hash hex id int isinstance issubclass len list max min oct ord pow print range repr reversed
    round set slice sorted str sum tuple zip
    """.split()
) | frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)
#: Guards behind which is more than the operation that they stand for.
_FARTHER: Final = frozenset(
    {
        words.ATTR, words.SETTABLE, words.LOAD_MODULE, words.LOAD_SUBMODULE, words.LOAD_NAMES,
        words.BUILD_CLASS, words.IMPORT, words.TYPE_PARAMETER, words.TYPE_ALIAS, words.CAUGHT,
    }
)  # fmt: skip
_OFFERED: Final = frozenset(vars(builtins))
_CLASS: Final = opmap["LOAD_BUILD_CLASS"]
#: `inspect.CO_GENERATOR`, `CO_COROUTINE`, `CO_ITERABLE_COROUTINE`, `CO_ASYNC_GENERATOR`. In the
#: first C makes a RuntimeError of a StopIteration.
_SUSPENDED: Final = 0x20 | 0x80 | 0x100 | 0x200


def catches(code: CodeType) -> bool:
    """Tell whether *code*, of a guarded program, or code in it may catch an exception.

    Nothing but an entry in the table of exceptions makes CPython stop at a frame: a `try`, a
    `with`, since 3.12 a generator and a comprehension.
    """
    return (
        bool(code.co_exceptiontable)
        or bool(code.co_flags & _SUSPENDED)
        or _CLASS in code.co_code[::2]
        or any(_leads_on(name) for name in code.co_names)
        or any(catches(each) for each in code.co_consts if type(each) is CodeType)
    )


def _leads_on(name: str) -> bool:
    if name in words.INJECTED:
        return name in _FARTHER
    return name in _OFFERED and name not in _PLAIN
