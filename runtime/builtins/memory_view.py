"""`memoryview`: around a real one of what the guest itself holds."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from typing import Any, Final

from ..binding import example
from ..buffers import (
    ITEMS_A_STEP,
    added_to,
    buffer_of,
    hide,
    items_of,
    not_a_number,
    pay_reading,
)
from ..guards.aliases import alias
from ..guards.starring import SIZES
from ..prices import pay_copy, reserve, spend
from ..run import charge
from ..standins import opaque, plain, trust
from ..universe.registry import ENTRIES, Family, entry, register
from .functions import id_

_View: Any = builtins.memoryview
#: An item of a view as an object of its own.
_ITEM: Final = 40
#: A list of one item, for each dimension but the last.
_LIST: Final = 96
#: Steps to compare an item with one of another format: both are unpacked by `struct`.
_APART: Final = 24
#: What is hashed is copied, item by item where they do not lie side by side.
_HASHED: Final = 64
#: C goes down all of them for each item.
_DIMENSIONS: Final = 4


class memoryview:
    """Create a new memoryview object which references the given object."""

    __slots__ = ("__of__", "__view__", "__weakref__")

    def __new__(cls, object: Any) -> Any:
        if type(object) is memoryview:
            return _made(_View(_view(object)), _of(object))
        try:
            view = _View(buffer_of(object))
        except TypeError:
            kind = type(object).__name__
            raise TypeError(f"memoryview: a bytes-like object is required, not {kind!r}") from None
        return _made(view, object)

    @property
    def obj(self) -> Any:
        _view(self).nbytes  # noqa: B018  A released view has none.
        return _of(self)

    def tobytes(self, order: Any = "C") -> bytes:
        pay_reading(_view(self))
        return _held(self, _View.tobytes, order=order)  # type: ignore[no-any-return]

    def tolist(self) -> Any:
        view = _view(self)
        reserve((_ITEM + _LIST * max(view.ndim - 1, 0)) * items_of(view))
        return view.tolist()

    def hex(self, *sep: Any, **named: Any) -> str:
        pay_reading(_view(self))
        pay_copy(3 * _view(self).nbytes)
        return _held(self, _View.hex, *sep, **named)  # type: ignore[no-any-return]

    def cast(self, format: Any, *shape: Any, **named: Any) -> Any:
        made = _held(self, _View.cast, format, *shape, **named)
        if made.ndim > _DIMENSIONS:
            raise NotImplementedError(f"memoryview: no more than {_DIMENSIONS} dimensions here")
        return _made(made, _of(self))

    def toreadonly(self) -> Any:
        return _made(_view(self).toreadonly(), _of(self))

    def release(self) -> None:
        _view(self).release()

    def __enter__(self) -> Any:
        _view(self).__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        _view(self).release()

    def __len__(self) -> int:
        return len(_view(self))

    def __getitem__(self, key: Any) -> Any:
        view = _view(self)
        if type(key) is int:
            return view[key]
        found = view[key] if _is_exact(key) else _held(self, _View.__getitem__, key)
        return _made(found, _of(self)) if type(found) is _View else found

    def __setitem__(self, key: Any, value: Any) -> None:
        if type(key) is int and type(value) in _PLAIN:
            _view(self)[key] = value
            return
        if type(key) is slice:
            pay_reading(_view(self))
            value = buffer_of(value)
        if _is_exact(key):
            _view(self)[key] = value
        else:
            _held(self, _View.__setitem__, key, value)

    def __delitem__(self, key: Any) -> None:
        _held(self, _View.__delitem__, key)

    def __iter__(self) -> Any:
        return iter(_view(self))

    def __reversed__(self) -> Any:
        return reversed(_view(self))

    def __eq__(self, other: object) -> Any:
        mine = _view(self)
        if _released(mine):
            return self is other
        try:
            theirs = _View(buffer_of(other))
        except TypeError:
            return NotImplemented
        except ValueError:
            return self is other
        if mine.format == theirs.format:
            spend(max(mine.ndim, 1) * items_of(mine) // ITEMS_A_STEP)
        else:
            spend(_APART * max(mine.ndim, 1) * items_of(mine))
        return mine == theirs

    def __hash__(self) -> int:
        view = _view(self)
        if _released(view):  # one that is may have been hashed before
            return hash(view)
        pay_reading(view)
        charge(view.nbytes // _HASHED)
        return _held(self, _View.__hash__)  # type: ignore[no-any-return]

    def __bytes__(self) -> bytes:
        return self.tobytes()

    def __radd__(self, other: Any) -> Any:
        return added_to(other, self)

    def __repr__(self) -> str:
        if _released(_view(self)):
            return f"<released memory at {id_(self):#x}>"
        return f"<memory at {id_(self):#x}>"

    __float__ = not_a_number
    __class_getitem__: Any = classmethod(alias)


#: The slots' own accessors: they refuse anything but a view.
_view: Callable[[object], Any] = vars(memoryview)["__view__"].__get__
_of: Callable[[object], Any] = vars(memoryview)["__of__"].__get__


#: Bounds of a slice that C need not ask.
_EXACT: Final = frozenset({int, type(None)})


def _is_exact(key: Any) -> bool:
    """Tell whether *key* is a slice whose bounds C knows."""
    return (
        type(key) is slice
        and type(key.start) in _EXACT
        and type(key.stop) in _EXACT
        and type(key.step) in _EXACT
    )


#: What C stores without asking anybody.
_PLAIN: Final = frozenset({int, float, bool, bytes})


def _held(self: Any, native: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """Return what *native*, a method of the real view, gives: its memory stays until it is done.

    Who is asked for a number or a length meanwhile may release the view, and empty what it is of.
    """
    view = _view(self)
    with _View(view):
        return native(view, *args, **named)


def _made(view: Any, of: Any) -> memoryview:
    made = object.__new__(memoryview)
    vars(memoryview)["__view__"].__set__(made, view)
    vars(memoryview)["__of__"].__set__(made, of)
    return made


def _released(view: Any) -> bool:
    try:
        view.nbytes  # noqa: B018
    except ValueError:
        return True
    return False


def _attribute(name: str) -> property:
    return property(lambda self: getattr(_view(self), name))


for _name in (
    "nbytes", "readonly", "itemsize", "format", "ndim", "shape", "strides", "suboffsets",
    "c_contiguous", "f_contiguous", "contiguous",
):  # fmt: skip
    setattr(memoryview, _name, _attribute(_name))
if not hasattr(_View, "__class_getitem__"):
    del memoryview.__class_getitem__
memoryview.__qualname__, memoryview.__module__ = "memoryview", "builtins"
memoryview.__doc__ = _View.__doc__
example(_View(b""))
plain(memoryview, derivable=False)
trust(memoryview, careful=True)
hide(memoryview, _view)
Sequence.register(memoryview)
SIZES[memoryview] = _ITEM
_iterators = {type(iter(_View(b""))), type(reversed(_View(b"")))}
_new = [kind for kind in _iterators if kind not in ENTRIES]
if _new:
    register(Family("views", tuple(map(entry, _new))))
for _kind in _new:
    opaque(_kind)
