"""`sys`: constants, the streams of the run, and `exit`. Nothing of the interpreter's inside."""

from __future__ import annotations

import sys as real
from typing import Any, Final, NoReturn

from ..frames import handled
from ..guards.naming import BRIEF
from ..prices import pay_copy
from ..run import current
from ..standins import known, opaque, standin_of
from ..traces import trace_of
from ..universe.registry import entry
from .kinds import declare
from .plain import exact_str
from .stand_in import Module, frozen, shim
from .streams import stream

CONSTANTS: Final = """
api_version byteorder copyright float_info float_repr_style hash_info hexversion int_info maxsize
maxunicode platform version version_info
"""
#: They take a fixed time and tell what any program could find out.
VETTED: Final = "getdefaultencoding get_int_max_str_digits"
#: In `Run.state`: what a program has set its limit to.
_RECURSION: Final = "sys recursion limit"
#: Where the fields of these four are constants.
_RECORDS: Final = (real.float_info, real.hash_info, real.int_info, real.version_info)
BRIEF.update(map(type, _RECORDS))


@shim(real.exit)
def exit(status: Any = None, /) -> NoReturn:
    raise SystemExit(status)


@shim(real.exc_info)
def exc_info() -> tuple[Any, Any, Any]:
    error = handled(current().sources)
    if error is None or not known(type(error)):
        return None, None, None
    return standin_of(type(error)), error, trace_of(error)


@shim(real.exception)
def exception() -> Any:
    return exc_info()[1]


@shim(real.getsizeof)
def getsizeof(*args: Any, **named: Any) -> int:
    return real.getsizeof(*args, **named)


@shim(real.intern)
def intern(string: Any, /) -> str:
    if type(string) is not str:
        return real.intern(string)  # raises
    pay_copy(len(string))
    return real.intern(exact_str(string))


@shim(real.getrecursionlimit)
def getrecursionlimit() -> int:
    limit: Any = current().state.get(_RECURSION)
    return real.getrecursionlimit() if limit is None else limit


@shim(real.setrecursionlimit)
def setrecursionlimit(limit: Any, /) -> None:
    """Remember it: how deep calls may go is the host's, whose threads all share the limit."""
    if not isinstance(limit, int):
        kind = type(limit).__name__
        raise TypeError(f"{kind!r} object cannot be interpreted as an integer")
    number = int.__int__(limit)
    if number >= 2**31:
        raise OverflowError("Python int too large to convert to C int")
    if number < 1:
        raise ValueError("recursion limit must be greater or equal than 1")
    current().state[_RECURSION] = number


declare(
    "sys",
    *(
        entry(type(record), " ".join(name for name in dir(record) if name[0] != "_"))
        for record in _RECORDS
    ),
)
for _record in _RECORDS:
    opaque(type(_record), f"cannot create 'sys.{type(_record).__name__}' instances")


def for_run() -> Module:
    """Make the module for one run: its streams, and a list of arguments to write to."""
    members = {name: getattr(real, name) for name in (CONSTANTS + VETTED).split()}
    run = current()
    shims = (
        exit, exc_info, exception, getsizeof, intern, getrecursionlimit, setrecursionlimit,
    )  # fmt: skip
    return frozen(
        "sys",
        real.__doc__,
        members
        | {each.__name__: each for each in shims}
        | {"argv": [""], "stdout": stream(run, "stdout"), "stderr": stream(run, "stderr")},
        frozenset(name for name in dir(real) if name[0] != "_"),
    )
