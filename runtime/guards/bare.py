"""`__bare__`: classes of the guest's behind which stand only `object` and ordinary exceptions.

C finds nothing in their instances but what the guest has put there, and a few names of `object`
and of exceptions. So where the name of a method of `str` is guarded (`x.center`), an instance of
such a class needs no guard; and it is hashed and compared by its identity, or by methods of
the guest's, which tick.
"""

from __future__ import annotations

from typing import Final

from cloche.transpiler.vocabulary import OF_ERRORS, is_dunder

from ..run import current
from ..standins import namespace
from ..storing import made
from ..universe import ENTRIES
from ..universe.exceptions import CLASSES
from ..universe.registry import NATIVE_METHOD
from ..universe.special import rule
from .answering import note
from .lineage import note_heir
from .steady_keys import note_class
from .survey import ANY, arm
from .zoning import note_zone


def _is_plain(kind: type) -> bool:
    """Tell whether *kind* guards dunders and `OF_ERRORS` only, and any `__init__` is safe."""
    unsafe = {name for name in ENTRIES[kind].unsafe() if not is_dunder(name)}
    own_init = "__init__" in namespace(kind)
    return unsafe <= OF_ERRORS and (not own_init or rule(kind, "__init__") is NATIVE_METHOD)


BASES: Final = frozenset(kind for kind in (object, *CLASSES) if kind in ENTRIES and _is_plain(kind))


def register(kind: type) -> None:
    """Note that the current guest has made the class *kind*, whose bases are settled."""
    run = current()
    if kind not in run.own:
        made()
        note_heir(kind)
    run.own.add(kind)
    if not issubclass(kind, type):
        run.written.add(kind)
    note_class(kind)
    if type(kind) is type and all(each in run.own or each in BASES for each in kind.__mro__):
        run.bare.add(kind)
        run.scalars.add(kind)
        arm(namespace(kind))
    else:
        arm(ANY)
    note(kind)
    note_zone(kind)
