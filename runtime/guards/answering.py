"""Dictionaries and sets, while an `__eq__` of a program's answers C.

C that looks a key up compares it with keys of its hash, by code of a program perhaps, and goes on
in the table where it was if one lies there still. A table that was freed meanwhile, and another
one made at its address, is taken for the old one: memory behind it is read and written (CPython,
all versions). And a set remembers a free place, which is written over (its issue 141805). So an
`__eq__` changes no dictionary and no set that C may be looking a key up in.

Which one that is nobody tells, but it holds what is compared: C compares one of its keys, or a part
of one. So each `__eq__` of the program's that C may ask there stands behind a function of ours,
which notes its two operands, and what is about to be changed is looked through for them, once in
such a call. It costs nothing (`__answering__` is empty) while no such call is under way.

What dies runs code of a program, too. So what was noted is kept (`Run.buried`) until the next call
is: whatever C goes on with after a call, it holds nothing alone that this one has held.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable
from types import FrameType, FunctionType
from typing import Any, Final
from weakref import ref

from ..prices import pay_copy, spend
from ..run import Run, charge, current, running
from ..storing import store_natively
from .inherited import next_equal
from .ordered_keys import CONTENTS, OF_LIBRARY, PARTS, QUIET, SCALARS, full_name
from .standing import StandIn
from .survey import is_native, method_of
from .versions import OPENED

#: What an `__eq__` mostly returns: nobody runs when C asks whether it is true, or when it dies.
#: (After NotImplemented C goes on with the other side, whose method may be one of the library's.)
_PLAIN: Final = frozenset({bool, int, float, str, type(None)})
#: Key in `Run.state`: there are weak references.
_WEAK: Final = "weak references"
_KINDS: Final = (dict, set)
#: So many containers that were looked at are remembered, and held.
_MOST_LOOKED_AT: Final = 1_000
_VISIT: Final = 4
_POINTER: Final = 8

#: Two operands, containers that are none of those looked at (by identity, None at first); and if
#: the call is over and C about to ask for the truth of it, where that was called: frame, place.
#: And what was asked, which may be in the class no more, and notes that were kept with it.
_Answer = list[Any]


# --- What C asks ---------------------------------------------------------------------------


def note(kind: type) -> None:
    """Note how *kind*, a class of the guest's that is new or has been written to, compares.

    Whether it has a hash is not asked: what was a key before it lost that stays one. And later on
    it would be a class that is changed, in the middle of a look-up perhaps (`versions.py`).
    """
    # (What compares in C what might change is no key: `steady_keys.py`.)
    if not is_native(method_of(kind, "__eq__")):
        _stand_before(kind)


def _stand_before(kind: type) -> None:
    """Let C ask a function of ours in the place of the `__eq__` of *kind*."""
    home = next(each for each in kind.__mro__ if "__eq__" in each.__dict__)
    method = home.__dict__["__eq__"]
    if EQUAL.stands(method):
        return
    if home not in current().own and getattr(method, "__isabstractmethod__", False):
        return  # an instance has another
    if home in current().own:
        store_natively(home, "__eq__", EQUAL.before(method))
    else:  # the library's: what comes after *kind*, in whatever order its heirs have
        store_natively(kind, "__eq__", EQUAL.before(next_equal(kind)))


def _answering(method: Any) -> Any:
    """Return what C may ask as `__eq__` in the place of *method*."""
    run = current()
    answers, buried, state = run.answering, run.buried, run.state
    asked = method if type(method) is FunctionType else _binding(method)

    def __eq__(self: Any, other: Any) -> Any:
        note = [self, other, None, None, 0, __eq__]
        depth = len(answers)
        answers.append(note)
        try:
            found = asked(self, other) if OPENED not in state else _shut(asked, self, other)
        finally:
            # What was kept so far dies while this note stands, and whatever notes something then is
            # kept in turn. (At the end of the stack nothing can be called.)
            buried[0] = note
            while buried[0] is not note:
                note += answers[depth + 1 :]
                del answers[depth + 1 :]
                buried[0] = note
            del answers[depth:]
        if type(found) not in _PLAIN or _WEAK in state:
            linger(run, self, other, sys._getframe(1))
        elif answers and answers[-1][3] is sys._getframe(1):
            buried[0].append(answers.pop())
        return found

    return __eq__


EQUAL: Final = StandIn("__eq__", _answering)


def _shut(asked: Any, one: Any, other: Any) -> Any:
    """Return what *asked* says, while attributes are stored past no guard.

    C may be looking something up in the dictionary of an instance, which the program has got at.

    Raises:
        RuntimeError: that is one to which the library stores as well.
    """
    refuse_looking(one, other)
    written = current().written
    kept = [*written]
    spend(len(kept) // _VISIT)
    written.clear()
    try:
        found = asked(one, other)
    finally:
        written.update(kept)
    if type(found) not in _PLAIN and found is not NotImplemented:
        raise TypeError("an __eq__ returns true or false in a program that uses __dict__ here")
    return found


def refuse_looking(one: Any, other: Any) -> None:
    """Refuse to compare the two if C may be looking one up among attributes (`versions.opened`).

    Raises:
        RuntimeError: they are a key there.
    """
    kept: Any = current().state.get(OPENED, {})
    for names in [*kept.values()]:
        charge(1 + len(names) // 64)
        if _meets([x for x in names if type(x) is not str], {id(one), id(other)}):
            raise RuntimeError("the names of attributes are compared by no methods of a program's")


def _binding(method: Any) -> Any:
    """Return a function that asks *method*, which is no function, as C would."""

    def asked(x: Any, other: Any) -> Any:
        bind = method_of(type(method), "__get__")
        try:
            bound = method if bind is None else bind(method, x, type(x))
        except Exception:
            return NotImplemented  # CPython drops whatever it is
        return bound(other)

    return asked


def note_weak() -> None:
    """Note that there are weak references, which C compares by what they lead to.

    C alone may hold that, and what it is compared with is a part of it.
    """
    current().state[_WEAK] = True


def has_weak(run: Run) -> bool:
    """Tell whether *run* has weak references."""
    return _WEAK in run.state


def linger(run: Run, one: Any, other: Any, frame: FrameType) -> None:
    """Note that C, called from *frame*, goes on with what may run code when it is dropped.

    An answer whose truth, or end, is code; or what a weak reference leads to.

    By the next answer it has dropped the one before: there is one note for a frame. What is kept no
    longer dies in here, while the new note stands.
    """
    answers, gone = run.answering, _forgotten(run, frame)
    if answers and answers[-1][3] is frame:
        gone.append(answers.pop())
    answers.append([one, other, None, frame, frame.f_lasti])


def _forget(run: Run, here: FrameType) -> None:
    """Forget calls of C that are over (see `_forgotten`); what they held is kept."""
    run.buried[0].extend(_forgotten(run, here))


def _forgotten(run: Run, here: FrameType) -> list[_Answer]:
    """Take away, of what was noted last, calls of C that are over, where *here* goes on."""
    answers = run.answering
    gone: list[_Answer] = []
    while answers and answers[-1][3] is not None and not _goes_on(answers[-1], here):
        gone.append(answers.pop())
    return gone


def _goes_on(answer: _Answer, here: FrameType) -> bool:
    """Tell whether the frame that C was called from is where it was, under *here*."""
    frame: FrameType | None = here
    while frame is not None and frame is not answer[3]:
        frame = frame.f_back
    return frame is not None and bool(frame.f_lasti == answer[4])


# --- What is changed -----------------------------------------------------------------------


def unasked(x: Any) -> Any:
    """Return *x*; if it is a dictionary or a set, it is about to be changed.

    Raises:
        RuntimeError: an `__eq__` is under way, and C may be looking something up in *x*.
        Stop: looking at it has used up the budget.
    """
    run = running(None)
    if run is not None and run.answering and issubclass(type(x), _KINDS):
        _look_through(x, run, sys._getframe(1))
    return x


def unasked_attributes(x: Any) -> None:
    """Look at the dictionary of *x*, an instance or a function, in the same way."""
    try:
        found = object.__getattribute__(x, "__dict__")
    except AttributeError:
        return  # it has slots only
    unasked(found)


def check_idle(what: str) -> None:
    """Look that no `__eq__` is under way, where something may be changed and nobody knows which.

    Parameters:
        what: changes it, for the message.

    Raises:
        RuntimeError: one is.
    """
    run = current()
    if run.answering:
        _forget(run, sys._getframe(1))
        if run.answering:
            raise RuntimeError(f"{what} by an __eq__: nobody knows whether C compares its keys")


def _look_through(x: Any, run: Run, here: FrameType) -> None:
    answers = run.answering
    _forget(run, here)
    if not answers:
        return
    last = answers[-1]
    if last[2] is None or len(last[2]) > _MOST_LOOKED_AT:
        last[2] = {}
    elif id(x) in last[2]:
        return
    compared = {id(each) for answer in answers for each in answer[:2]}
    if _meets(dict.keys(x) if isinstance(x, dict) else set.__iter__(x), compared):
        base = "dict" if isinstance(x, dict) else "set"
        raise RuntimeError(f"a {base} is changed by an __eq__ that compares what may be its key")
    last[2][id(x)] = x


def _meets(keys: Iterable[Any], compared: set[int]) -> bool:
    """Tell whether one of *keys*, or what is compared with it, may be one of *compared*, by id."""
    seen: set[int] = set()
    own = current().own
    todo: list[Any] = []
    is_met = _enter(keys, todo, compared)
    while todo and not is_met:
        x = todo.pop()
        kind = type(x)
        if id(x) in seen:
            continue
        seen.add(id(x))
        method = method_of(kind, "__eq__")
        if kind is ref and x() is None:
            is_met = True  # what is dying may lead to all that is compared
        elif kind in PARTS:
            is_met = _enter(PARTS[kind](x), todo, compared)
        elif not is_native(method):
            # One of the program's classes is asked by way of us, with the key itself.
            is_met = kind not in own and full_name(kind) not in OF_LIBRARY
        elif method in CONTENTS and method not in _DATED:
            is_met = _enter(CONTENTS[method](x), todo, compared)
        else:
            is_met = method not in QUIET
    return is_met


def _enter(inside: Iterable[Any], todo: list[Any], compared: set[int]) -> bool:
    """Tell whether one of *compared* is among what is *inside*; add to *todo* what is no scalar."""
    row = [*inside]
    pay_copy(_POINTER * len(row))
    spend(_VISIT * len(row))
    todo += [each for each in row if type(each) not in SCALARS]
    return not compared.isdisjoint(map(id, row))


#: They ask a `tzinfo` of the program's, of one or the other.
_DATED: Final = frozenset({datetime.datetime.__eq__, datetime.time.__eq__})
