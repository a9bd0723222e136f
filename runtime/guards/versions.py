"""Numbers that CPython gives classes, by which instructions know again what they have looked up.

A class that is changed loses its number, and gets another when an attribute of it is looked up.
Two things go wrong in C where a class has none, or gets none any more:

* an instruction finds an attribute in the dictionary of an instance, where a key that is no text
  compares itself and changes the class meanwhile: what it has learned of the one class it takes for
  true of all that have no number. So no class is changed in there (`changing`);
* CPython 3.13 gives a class no more than a thousand. One that has had them remembers the function
  that was its `__getitem__` when it was last subscripted, and calls it, wherever that has been
  freed. So what was one lives as long as the run (`replacing`).

Names too long to be looked up with a number are refused in a source (`LONGEST_ATTRIBUTE`).
"""

from __future__ import annotations

import sys
from opcode import opmap
from types import CodeType, FrameType, FunctionType
from typing import Any, Final

from ..run import Run, current
from .survey import armed, method_of

#: What was a `__getitem__` of a class of the run is kept; it replaces no more of them.
MOST_REPLACED: Final = 10_000
#: Keys in `Run.state`.
OPENED: Final = "dictionaries of instances"
_REPLACED: Final = "replaced"
_LOOKING: Final = frozenset(
    opmap[name] for name in ("LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR") if name in opmap
)
#: Code of methods of ours that are called to store to a class, by an instruction that has learned
#: nothing; by identity, since code of a guest's may equal it.
_STORING: Final[dict[int, CodeType]] = {}


def storing(kind: type) -> None:
    """Declare that instances of *kind* stand for a class for the length of one assignment."""
    code = kind.__dict__["__setattr__"].__code__
    _STORING[id(code)] = code


def opened(x: Any, names: dict[Any, Any]) -> None:
    """Note that the guest has got at *names*, the dictionary of *x*, which takes any key.

    Those that code of the library's writes to as it likes are kept (`answering.py`).
    """
    run = current()
    kept: Any = run.state.setdefault(OPENED, {})
    if any(_stores(kind, run) for kind in type(x).__mro__):
        kept[id(names)] = names


def _stores(kind: type, run: Run) -> bool:
    """Tell whether *kind* is a class of the library's whose instances have a dictionary."""
    if kind is property:
        return True
    is_python = bool(kind.__flags__ & _HEAP_TYPE) and kind not in run.own
    return is_python and "__slots__" not in vars(kind)


#: `Py_TPFLAGS_HEAPTYPE`.
_HEAP_TYPE: Final = 1 << 9


def changing() -> None:
    """Account for a class of the guest's that is about to be changed.

    Raises:
        RuntimeError: an instruction looks up an attribute, and may have called code that compares.
    """
    run = current()
    if OPENED in run.state and armed() and _is_looked_up(run):
        raise RuntimeError(
            "a class cannot be changed while an attribute is looked up, in a program that compares "
            "objects by methods of its own and uses the __dict__ of one"
        )


def annotated(x: object) -> None:
    """Account for *x* being asked for its `__annotations__`, by C: a class may be given some."""
    if isinstance(x, type):
        changing()


def _is_looked_up(run: Run) -> bool:
    """Tell whether an instruction that looks up an attribute is under way, in code of anybody's.

    Whose it is does not matter: CPython's own text is called with objects of the guest's too, and
    what its instructions learn is for the whole process. What called the run is not its doing.
    """
    found = False
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and (above := frame.f_back) is not None:
        if not found and id(frame.f_code) not in _STORING:
            found = above.f_code.co_code[above.f_lasti] in _LOOKING
        if found and _is_within(run, above):
            return True
        frame = above
    return False


def _is_within(run: Run, frame: FrameType) -> bool:
    """Tell whether *frame* may be the run's: of the guest, of the library, or of the runtime."""
    names = frame.f_globals
    return (
        run.holds(names)
        or frame.f_code.co_filename.startswith("<library ")
        or str(names.get("__name__")).startswith("cloche.runtime.")
    )


def replacing(cls: type) -> None:
    """Keep the `__getitem__` that *cls* has, its own or an inherited one, before it gets another.

    Raises:
        RuntimeError: the run has replaced `MOST_REPLACED`.
    """
    old = method_of(cls, "__getitem__")
    if type(old) is not FunctionType:
        return
    kept: Any = current().state.setdefault(_REPLACED, [])
    if len(kept) >= MOST_REPLACED:
        raise RuntimeError(f"a program replaces at most {MOST_REPLACED} methods __getitem__")
    kept.append(old)
    # Gives it another number, so that what remembers it looks for the new one.
    old.__defaults__ = old.__defaults__
