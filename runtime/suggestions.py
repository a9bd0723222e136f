"""What a guest may have meant by a name: the "Did you mean" at the end of a traceback.

CPython's own rules: of all names, the one at the least weighted edit distance, within a third of
the letters; a name of `self`, or of a module, where the running Python mentions these.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final

from .local_names import locals_in
from .modules.names import MODULE_NAMES
from .run import charge, current
from .spaces import visible
from .standins import known
from .stops import Stop

#: Cost of a letter more, less or other; of one in the other case.
MOVE, CASE = 2, 1
LONGEST: Final = 40
#: What is a name among the builtins of CPython, and none among a guest's.
CONSTANTS: Final = ("False", "None", "True")
MOST: Final = 750


def suggestion(error: BaseException, names: Iterable[str]) -> str:
    """Return what follows the message of *error*: `. Did you mean: 'x'?`, or nothing.

    Parameters:
        names: the global names and builtins of the program.
    """
    try:
        if isinstance(error, NameError) and type(error.name) is str:
            return _for_name(error, error.name, names)
        if isinstance(error, AttributeError) and type(error.name) is str:
            return _for_attribute(error, error.name)
    except Stop:
        raise
    except Exception:  # of a guest's `__dir__` or `__getattr__`
        return ""
    return ""


def _for_name(error: NameError, wrong: str, names: Iterable[str]) -> str:
    inner = _locals(error.__traceback__)
    if sys.version_info >= (3, 12) and "self" in inner and _has(inner["self"], wrong):
        return f". Did you mean: 'self.{wrong}'?"
    if sys.version_info >= (3, 12):
        close = closest(wrong, [*filter(visible, inner), *names])
    else:
        close = _closest_in_scopes(error.__traceback__, wrong, [*names])
    text = f". Did you mean: '{close}'?" if close else ""
    if sys.version_info >= (3, 12) and wrong in MODULE_NAMES:
        verb = "Or did you forget" if close else "Did you forget"
        text += f"{'' if close else '.'} {verb} to import '{wrong}'?"
    return text


def _closest_in_scopes(trace: TracebackType | None, wrong: str, names: list[str]) -> str | None:
    """Look among a function's own variables first, then the global ones, then the builtins."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    own: tuple[str, ...] = ()
    if trace is not None and current().holds(trace.tb_frame.f_globals):
        own = trace.tb_frame.f_code.co_varnames
    known_globally = current().globals
    scopes = (
        [*filter(visible, own)],
        [name for name in names if name in known_globally],
        [name for name in names if name not in known_globally],
    )
    return next((found for scope in scopes if (found := closest(wrong, scope))), None)


def _locals(trace: TracebackType | None) -> dict[str, Any]:
    """Return the local names where the error was raised, if that is the guest's own code."""
    if trace is None:
        return {}
    while trace.tb_next is not None:
        trace = trace.tb_next
    frame = trace.tb_frame
    if not current().holds(frame.f_globals):
        return {}
    try:
        names = locals_in(frame)
    except RuntimeError:
        return {}
    charge(1 + len(names) // 8)
    return dict(names)


def _has(x: Any, name: str) -> bool:
    from .builtins.reflection import hasattr as has

    return has(x, name)


def _for_attribute(error: AttributeError, wrong: str) -> str:
    from .builtins.reflection import dir as names_of

    # The runtime may have been looking at something of its own.
    holder = error.obj
    if not known(type(holder)):
        return ""
    names = [name for name in names_of(holder) if type(name) is str]
    hides = sys.version_info >= (3, 12) and wrong[:1] != "_"
    if hides and _locals(error.__traceback__).get("self") is not holder:
        names = [name for name in names if name[:1] != "_"]
    close = closest(wrong, names)
    return f". Did you mean: '{close}'?" if close else ""


def closest(wrong: str, names: Iterable[str]) -> str | None:
    """Return the name that is most like *wrong*, the first of several; None if none is."""
    candidates = list(dict.fromkeys(names))
    if len(wrong) > LONGEST or len(candidates) > MOST:
        return None
    charge(len(candidates) * (1 + len(wrong)))
    best, least = None, sys.maxsize
    for name in candidates:
        if name == wrong or len(name) > LONGEST:
            continue
        bound = min((len(name) + len(wrong) + 3) * MOVE // 6, least - 1)
        if abs(len(name) - len(wrong)) * MOVE > bound:
            continue
        cost = distance(wrong, name)
        if cost <= bound:
            best, least = name, cost
    return best


def distance(one: str, other: str) -> int:
    """Return the least cost of the moves that turn *one* into *other*.

    >>> distance("colour", "color"), distance("Name", "name")
    (2, 1)
    """
    row = list(range(0, (len(other) + 1) * MOVE, MOVE))
    for i, a in enumerate(one):
        above, row[0] = row[0], (i + 1) * MOVE
        for j, b in enumerate(other):
            change = 0 if a == b else CASE if a.lower() == b.lower() else MOVE
            cheapest = min(above + change, row[j] + MOVE, row[j + 1] + MOVE)
            above, row[j + 1] = row[j + 1], cheapest
    return row[-1]
