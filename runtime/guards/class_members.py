"""What a guest's class may contain.

A special method is called by C loops that take no step of their own: `__next__ = random.random`
is an iterator no limit would stop. So under the name of a special method a class may hold
functions of the guest (each takes a step), descriptors around them, and what has no behaviour.
"""

from __future__ import annotations

from collections.abc import Callable
from types import (
    BuiltinFunctionType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    NoneType,
    WrapperDescriptorType,
)
from typing import Any, Final

from cloche.transpiler.vocabulary import (
    CLASS_NAMES,
    ENDLESS,
    METACLASS_METHODS,
    SPECIAL_METHODS,
    TICK,
    is_dunder,
)

from ..code_flags import CO_COROUTINE, is_plain
from ..prices import SMALL_BYTES
from ..run import charge, current
from ..standins import namespace
from ..unbound import as_member
from ..universe import guarded
from .delegating import AWAIT, as_await
from .dunders import is_own_function
from .hash_values import HASH
from .iterating import as_iter, iterates
from .measuring import HINT, LEN
from .numbering import INDEX, answers
from .refused import refusable
from .standing import stood_before

#: What CPython itself adds to the namespace of a class body.
ADDED: Final = frozenset(
    {"__classcell__", "__classdictcell__", "__orig_bases__", "__static_attributes__",
     "__firstlineno__", "__type_params__", "__annotate__", "__annotate_func__",
     "__conditional_annotations__"}
)  # fmt: skip
ALLOWED: Final = SPECIAL_METHODS | METACLASS_METHODS | CLASS_NAMES | ADDED
#: Called while a stopped run unwinds, and may hold it up by returning what is true.
UNWINDING: Final = frozenset({"__exit__", "__aexit__"})
#: `x == 0` is written any number of times in a row: it counts for nothing.
_COMPARING: Final = frozenset(f"__{name}__" for name in ("eq", "ne", "lt", "le", "gt", "ge"))
#: Those that are called where the program says so, which counts as a call does.
_CALLED: Final = CLASS_NAMES | frozenset(
    f"__{name}__" for name in "call enter exit new init init_subclass class_getitem".split()
)
#: Methods of C's that take no time to speak of, whatever they are bound to.
_BRIEF: Final = frozenset({"get", "append"})
_METHODS: Final = frozenset({BuiltinFunctionType, MethodDescriptorType, MethodWrapperType})
#: Functions, and methods of builtin classes that these compare by anyway.
_COMPARES: Final = frozenset({FunctionType, WrapperDescriptorType, NoneType})
#: Slots CPython gives a meaning of their own.
SLOTS: Final = frozenset({"__dict__", "__weakref__"})
#: Classes of the library whose subscripts are aliases of this package (`Generic[T]`).
SUBSCRIPTED: Final[set[type]] = set()


def check_namespace(space: Any) -> None:
    """Refuse what no class of a guest may hold.

    Raises:
        TypeError: says what, and what would be right.
    """
    for name, value in dict.items(space):
        if not is_dunder(name):
            # C prints it where `__set_name__` raises, and a property in whatever it refuses.
            if len(name) > SMALL_BYTES:
                refusable(name)
            continue
        if name not in ALLOWED:
            raise TypeError(f"a class may not define {name}")
        if name == "__slots__":
            _check_slots(value)
        elif name == "__match_args__":
            _check_match_args(value)
        elif name in ENDLESS and not _takes_steps(value):
            raise TypeError(f"{name} must be a function defined in the program, with a body")
        elif (
            not _STOOD_FOR.get(name, _AS_IT_IS)[0](value)
            or (name in UNWINDING and not _returns_in_steps(value, name == "__aexit__"))
            or (name not in _CALLED and _calls_natively(value, name in _COMPARING))
        ):
            raise TypeError(f"{name} must be a function defined in the program")


def own_properties(space: Any) -> None:
    """Put copies in the place of properties that may be a library's.

    `type.__new__` tells each property what it is called, which its errors repeat, in whatever
    class it was found.
    """
    for name, value in [*dict.items(space)]:
        if type(value) is property and not is_own_function(value.fget):
            copy = property(in_steps(value.fget), value.fset, value.fdel, value.__doc__)
            dict.__setitem__(space, name, copy)


def in_steps(function: Any) -> Any:
    """Return *function*, or one that takes a step and calls it, if it is a method of C's.

    To load an attribute counts for little, and `bytearray.reverse` takes as long as that is.
    """
    if type(function) not in _METHODS:
        return function

    from ..builtins.shims import named  # which imports this

    @named(function)
    def method(*args: Any) -> Any:
        charge(1)
        return function(*args)

    return method


def own_methods(space: Any) -> None:
    """Let C ask what stands for some of the special methods in *space*, and not these."""
    for name in _STOOD_FOR.keys() & space.keys():
        dict.__setitem__(space, name, own_method(name, dict.__getitem__(space, name)))


def own_method(name: str, value: Any) -> Any:
    """Return what a class must hold as the special method *name*, where it is given *value*."""
    _, stand_for = _STOOD_FOR.get(name, _AS_IT_IS)
    return stand_for(value)


def refuse_aliases(bases: tuple[type, ...], space: Any, metaclass: type) -> None:
    """Let no class be subscripted natively that has a `__new__` of the guest's.

    Calling `C[int]` stores an attribute in what `C()` returns, in C: with a `__new__`, or a
    `__call__` of its metaclass, that may be anything, a function or a class that all runs share.
    """
    if "__class_getitem__" in space:
        return
    if any(map(aliased_natively, bases)) and (
        "__new__" in space or is_called_by_guest(metaclass) or any(map(has_own_new, bases))
    ):
        dict.__setitem__(space, "__class_getitem__", classmethod(_not_subscriptable))


def aliased_natively(kind: type) -> bool:
    """Tell whether `kind[int]` is an alias that CPython makes."""
    for each in kind.__mro__:
        if "__class_getitem__" in namespace(each):
            return each not in current().own and each not in SUBSCRIPTED
    return False


def makes_anything(kind: type) -> bool:
    """Tell whether the guest says what a call of *kind* returns."""
    return has_own_new(kind) or is_called_by_guest(type(kind))


def has_own_new(kind: type) -> bool:
    """Tell whether a class of the guest's, among those of *kind*, has a `__new__`."""
    own = current().own
    return any(each in own and "__new__" in namespace(each) for each in kind.__mro__)


def is_called_by_guest(metaclass: type) -> bool:
    """Tell whether a metaclass of the guest's says what a call of its classes does."""
    own = current().own
    return any(each in own and "__call__" in namespace(each) for each in metaclass.__mro__)


def _not_subscriptable(cls: type, item: Any, /) -> Any:
    raise TypeError(
        f"type {cls.__name__!r} cannot be subscripted here, since the program says what it makes"
    )


def _check_slots(slots: Any) -> None:
    names = (slots,) if type(slots) is str else slots
    if type(names) not in (tuple, list, dict):
        raise TypeError("__slots__ must be a string, or a tuple or list of strings")
    for name in names:
        if type(name) is not str or (is_dunder(name) and name not in SLOTS):
            raise TypeError(f"__slots__ may not hold {name!r}")


def _check_match_args(names: Any) -> None:
    # `case C(x)` reads them natively: only names that are native on whatever derives from C.
    if type(names) is not tuple:
        raise TypeError("__match_args__ must be a tuple of strings")
    for name in names:
        if type(name) is not str or is_dunder(name) or name in guarded():
            raise TypeError(f"__match_args__ may not hold {name!r}")


def _returns_in_steps(value: Any, awaited: bool) -> bool:
    """Tell whether *value*, called by C as a method, takes a step before it returns true.

    What is *awaited* may be a coroutine function, which takes the step when it is.
    """
    if type(value) in (staticmethod, classmethod):
        value = value.__func__
    if awaited and type(value) is FunctionType and value.__code__.co_flags & CO_COROUTINE:
        return value.__globals__ is current().globals
    # A body without a tick does nothing and returns None.
    return value is None or _is_plain_function(value)


def _calls_natively(value: Any, compares: bool) -> bool:
    """Tell whether *value* leads C to something like `a.pop`, which has no step.

    Parameters:
        compares: any method of C's does that, under whatever name.
    """
    if type(value) in (staticmethod, classmethod):
        value = value.__func__
    if type(value) is MethodType:
        # One of ours pays for what it does.
        is_ours = not compares and type(value.__func__) is FunctionType
        return not is_ours and not is_own_function(value.__func__)
    if not compares:
        if type(value) in _METHODS:
            return not is_dunder(value.__name__) and value.__name__ not in _BRIEF
        if type(value) in current().own:
            return False  # an instance with a `__call__` of the guest's
    return type(value) not in _COMPARES and not isinstance(value, type) and callable(value)


def _is_settled(value: Any) -> bool:
    """Tell whether *value*, called by C as `__await__`, is None or a function of the guest's."""
    return value is None or is_own_function(AWAIT.shown(value))


#: Special methods in whose place C gets a function of this package, which asks them: what tells
#: whether one can stand there, and what makes it.
_STOOD_FOR: Final[dict[str, tuple[Callable[[Any], bool], Callable[[Any], Any]]]] = {
    "__await__": (_is_settled, as_await),
    "__hash__": (stood_before, HASH.before_function),
    "__index__": (answers, INDEX.before_function),
    "__iter__": (iterates, as_iter),
    "__len__": (stood_before, LEN.before_function),
    "__length_hint__": (stood_before, HINT.before_function),
}
#: Of all other names.
_AS_IT_IS: Final = (lambda _: True, as_member)


def _is_plain_function(value: Any) -> bool:
    # Called, a generator function returns at once: its first step comes later.
    return is_plain(value) and current().holds(value.__globals__)


def _takes_steps(value: Any) -> bool:
    """Tell whether *value*, called by C as a method, takes a step of this run each time."""
    if type(value) in (staticmethod, classmethod):
        value = value.__func__
    elif type(value) is property:
        value = value.fget
    if value is None:
        return True
    return _is_plain_function(value) and TICK in value.__code__.co_names
