"""Special methods of builtin types called by name: `super().__init__(…)`, `x.__len__()`.

Three groups: safe natively; paid for and then native; absent. A name that is in none of the
tables below is absent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import index
from types import MappingProxyType
from typing import Any, Final

from ..backwards import backwards
from ..binding import example, fitted
from ..guards.answering import unasked
from ..guards.compared import ask_native, same
from ..guards.comparing import each, hashable
from ..guards.draining import TEXTS, drawn, mapping
from ..guards.emptying import items_of
from ..guards.hashing import key
from ..guards.moving import deleted, member, stored
from ..guards.operators import merged, percent, piece
from ..guards.ordered_keys import beside, beside_all, in_order
from ..guards.pairing import walk_both
from ..guards.rendered import changes, worded, written
from ..guards.rendering import shown, specified
from ..guards.searching import ROWS
from ..guards.sets import pay_both
from ..guards.survey import armed
from ..guards.walking import walk
from ..prices import (
    pay_copy,
    pay_product,
    pay_repeat,
    pay_rounding,
)
from ..reentry import protected
from ..run import charge
from .arithmetic import divided, raised, raised_reversed, shifted, shifted_reversed
from .draining import SIZED, filled, ticked
from .making import initialising, making
from .registry import NATIVE_METHOD, Shim

#: One visit, or a walk no longer than what exists; results are scalars or iterators.
NATIVE: Final = frozenset(
    f"__{name}__"
    for name in """
    bool len length_hint sizeof iter next aiter anext await
    index int float complex trunc floor ceil
    neg pos abs invert class_getitem init_subclass call
    sub rsub truediv rtruediv rshift rrshift
    and rand xor rxor isub iand ixor matmul rmatmul
    """.split()
)

_COMPARED = "lt le eq ne gt ge".split()
_RENDERED = "repr str".split()
_DIVIDED = "floordiv rfloordiv divmod rdivmod".split()
#: The right operand is drained or its size is added.
_ADDED = "add radd iadd or ror ior".split()
#: `|` of what a proxy shows copies that.
_UNITED: Final = frozenset({set, frozenset, MappingProxyType})
_SETWISE: Final = frozenset(
    f"__{name}__" for name in "sub rsub and rand or ror xor rxor isub iand ior ixor".split()
)


def rule(owner: type, name: str) -> Shim | None:
    """Return what stands in for the special method *name* that *owner* defines natively.

    None if it is absent; the native descriptor itself if it is safe.
    """
    if (owner, name) in OVERRIDES:
        return OVERRIDES[owner, name]
    native = owner.__dict__.get(name)
    if native is None:
        return None
    if owner in _UNITED and name in _SETWISE:
        pay = _pay_for_change if name.startswith("__i") else pay_both
        return _named(fitted(_paying(pay)(owner, native), native, owner), native)
    if name in NATIVE:
        return NATIVE_METHOD
    build = _BUILDERS.get(name)
    if build is None:
        return None
    bound_to, native = type if name == "__new__" else owner, getattr(owner, name)
    found = build(owner, native)
    return found if found is NATIVE_METHOD else _named(fitted(found, native, bound_to), native)


def _named(shim: Any, native: Any) -> Shim:
    """Return *shim*, called in messages as CPython calls *native*; not what several share."""
    if type(shim) is FUNCTION and shim.__closure__ is not None:
        shim.__name__, shim.__qualname__ = native.__name__, native.__qualname__
        shim.__module__ = None  # type: ignore[assignment]
    return shim  # type: ignore[no-any-return]


def _paying(pay: Callable[..., object]) -> Callable[[type, Any], Shim]:
    def build(owner: type, native: Any) -> Shim:
        def one(self: Any, /) -> Any:
            pay(self)
            return native(self)

        def two(self: Any, other: Any, /) -> Any:
            pay(self, other)
            return native(self, other)

        def three(self: Any, other: Any, third: Any = None, /) -> Any:
            pay(self, other, third)
            return native(self, other, third)

        taken: int = pay.__code__.co_argcount
        return (one, two, three)[taken - 1]

    return build


def _pay_for_change(self: Any, other: Any, /) -> None:
    pay_both(unasked(self), other)


def _walk(self: Any, /) -> None:
    walk(self)


def _comparison(owner: type, native: Any) -> Shim:
    name = native.__name__

    def method(self: Any, other: Any, /) -> Any:
        if armed() and isinstance(self, owner):
            return ask_native(native, name, self, other)
        walk_both(self, other)
        return native(self, other)

    return method


def _contains(owner: type, native: Any) -> Shim:
    def method(self: Any, item: Any, /) -> Any:
        endless = walk(item)
        if owner in ROWS and (endless or armed()) and isinstance(self, owner):
            return any(map(partial(same, item), each(owner, self)))
        walk(self)
        return native(self, member(item) if owner is bytearray else item)

    return method


def _rendering(owner: type, native: Any) -> Shim:
    write = written if native.__name__ == "__repr__" else worded

    def method(self: Any, /) -> Any:
        if isinstance(self, owner) and changes(self):
            return write(native, self)
        shown(self)
        return native(self)

    return method


def _format(owner: type, native: Any) -> Shim:
    def method(self: Any, spec: Any, /) -> Any:
        if isinstance(spec, str):
            self, spec = specified(self, str.__str__(spec))
            if native is object.__format__ and not spec:
                return str(shown(self))
        shown(self)
        return native(self, spec)

    return method


def _add(owner: type, native: Any) -> Shim:
    in_place, extends = native.__name__ == "__ior__", native.__name__ == "__iadd__"

    def method(self: Any, other: Any, /) -> Any:
        if isinstance(self, dict):
            # A class of the guest's that derives from dict is asked for its keys, by either.
            other = _united(self, other) if in_place else _asked(other)
            self = unasked(self) if in_place else _asked(self)
        elif type(other) in TEXTS and isinstance(self, list):
            other = filled(other)
        elif extends and type(other) not in SIZED and isinstance(self, (list, bytearray)):
            other = ticked(other)
        else:
            charge(_size_of(other) // 8)
        pay_copy(8 * _size_of(self))
        return native(self, other)

    return method


def _united(x: Any, other: Any) -> Any:
    """Return what C may be given to put into the dictionary *x* in the place of *other*."""
    return items_of(x, beside_all(x, merged(other)))


def _size_of(x: Any) -> int:
    """Return how much C finds in *x*; a class of the guest's may say something else."""
    base: Any = next((kind for kind in type(x).__mro__ if kind in SIZED), None)
    return 0 if base is None else base.__len__(x)


def _asked(x: Any) -> Any:
    return mapping(x) if isinstance(x, dict) else x


def _repetition(owner: type, native: Any) -> Shim:
    def method(self: Any, times: Any, /) -> Any:
        if owner in _REPEATED and hasattr(type(times), "__index__"):
            # C would ask it itself, out of sight.
            times = index(times)
        _pay_repetition(self, times)
        return native(self, times)

    return method


_REPEATED: Final = frozenset({str, bytes, bytearray, list, tuple})


def _pay_repetition(self: Any, times: Any) -> None:
    if not isinstance(times, int):
        return
    if isinstance(self, int):
        pay_product(int.bit_length(self), int.bit_length(times))
    elif isinstance(self, (str, bytes, bytearray, list, tuple)):
        unit = 8 if isinstance(self, (list, tuple)) else 4
        base: Any = next(kind for kind in type(self).__mro__ if kind in SIZED)
        pay_repeat(unit * base.__len__(self), int.__index__(times))


def _remainder(owner: type, native: Any) -> Shim | None:
    if owner not in _TEXT:
        return _paying(divided)(owner, native)
    # The operator's guard, on the exact text: a subclass may define `%` itself.
    exact: Any = owner.__str__ if owner is str else owner
    reflected = native.__name__ == "__rmod__"

    def method(self: Any, other: Any, /) -> Any:
        text, values = (other, self) if reflected else (self, other)
        if isinstance(self, owner) and isinstance(text, owner):
            return percent(exact(text), values)
        return native(self, other)

    return method


_TEXT: Final = (str, bytes, bytearray)


def _round(owner: type, native: Any) -> Shim:
    def method(self: Any, /, *args: Any) -> Any:
        if isinstance(self, int) and len(args) == 1 and args[0] is not None:
            # round(1, -10**9) computes 10**10**9. C would ask a guest's `__index__` again.
            args = (index(args[0]),)
            pay_rounding(int.bit_length(self), *args)
        return native(self, *args)

    return method


def _item(owner: type, native: Any) -> Shim:
    if owner in _REPEATED and native.__name__ == "__getitem__":
        return _sliced(native)
    if owner is bytearray:
        return lambda self, key, /: native(self, deleted(key))
    pay = _pay_for_removal if native.__name__ == "__delitem__" else _pay_for_key
    if owner is dict and pay is _pay_for_removal:
        pay = _pay_for_removal_from_dict
    return NATIVE_METHOD if owner in _SEQUENCES else _paying(pay)(owner, native)


def _pay_for_removal(self: Any, index: Any, /) -> None:
    _pay_for_key(unasked(self), index)


def _pay_for_removal_from_dict(self: Any, index: Any, /) -> None:
    in_order(self, "__delitem__")
    _pay_for_removal(self, index)


def _sliced(native: Any) -> Shim:
    def method(self: Any, index: Any, /) -> Any:
        found = native(self, index)
        return piece(found) if type(index) is slice else found

    return method


def _pay_for_key(self: Any, index: Any, /) -> None:
    key(index)
    beside(self, index)


_SEQUENCES: Final = frozenset({*_REPEATED, range})


def _reversed(owner: type, native: Any) -> Shim:
    if owner in _SEQUENCES:
        return NATIVE_METHOD
    return lambda self, /: protected(backwards(native(self)))


def _set_item(owner: type, native: Any) -> Shim:
    def method(self: Any, key: Any, value: Any, /) -> Any:
        if isinstance(key, slice):
            value = drawn(key, filled(value)) if isinstance(self, list) else ticked(value)
        hashable(key)
        if owner is bytearray and isinstance(self, bytearray):
            key, value = stored(self, key, value)
        beside(self, key)
        return native(unasked(self), key, value)

    return method


def _set_attribute(self: Any, name: Any, value: Any, /) -> None:
    """`object.__setattr__`: as the assignment would, past the class's own `__setattr__`."""
    from ..builtins.reflection import store_natively

    store_natively(self, name, value)


def _delete_attribute(self: Any, name: Any, /) -> None:
    from ..builtins.reflection import delete_natively

    delete_natively(self, name)


def _bind(function: Any, instance: Any, owner: Any = None, /) -> Any:
    from ..nesting import nested

    return function.__get__(nested(instance), owner)


FUNCTION: Final = type(_bind)
_get: Final[Any] = vars(FUNCTION)["__get__"]
example(_bind)

_BUILDERS: Final[dict[str, Callable[[type, Any], Shim | None]]] = {
    **{f"__{name}__": _comparison for name in _COMPARED},
    **{f"__{name}__": _rendering for name in _RENDERED},
    "__hash__": _paying(_walk),
    "__contains__": _contains,
    **{f"__{name}__": _paying(divided) for name in _DIVIDED},
    **{f"__{name}__": _add for name in _ADDED},
    "__format__": _format,
    "__mul__": _repetition,
    "__rmul__": _repetition,
    "__imul__": _repetition,
    "__pow__": _paying(raised),
    "__rpow__": _paying(raised_reversed),
    "__lshift__": _paying(shifted),
    "__rlshift__": _paying(shifted_reversed),
    "__mod__": _remainder,
    "__rmod__": _remainder,
    "__round__": _round,
    "__setitem__": _set_item,
    "__getitem__": _item,
    "__delitem__": _item,
    "__missing__": _item,
    "__reversed__": _reversed,
    "__init__": initialising,
    "__new__": making,
    "__setattr__": lambda owner, native: _set_attribute,
    "__delattr__": lambda owner, native: _delete_attribute,
}

OVERRIDES: Final[dict[tuple[type, str], Shim | None]] = {
    (FUNCTION, "__get__"): _named(fitted(_bind, _get, FUNCTION), _get),
    # A metaclass is no guest's: what `type` itself offers by name is absent, but for the call.
    **{(type, f"__{name}__"): None for name in "init new setattr delattr or ror".split()},
}
