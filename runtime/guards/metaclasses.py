"""Metaclasses of the guest's own: what they may say, and the `type` behind them.

`docs/architecture.md` has the argument. In short: a class of such a metaclass is hashed, compared
and written to as any other, because the metaclass may define nothing that decides that; and
whichever way leads to `type.__new__`, it is `classes.new_class`, which looks at every class.
"""

from __future__ import annotations

from collections.abc import Collection
from types import FunctionType, NoneType
from typing import Any, Final

from cloche.transpiler.vocabulary import METACLASS_METHODS, is_dunder

from ..run import current
from ..standins import is_class, namespace, standin_of

#: What C or this package asks of any class it meets, and takes at its word, is not among these:
#: no `__hash__`, `__eq__`, `__getattr__`, `__bool__`, `__dir__`.
METHODS: Final = METACLASS_METHODS | frozenset(
    f"__{name}__"
    for name in "new init call repr str format len iter next reversed contains getitem setitem "
    "delitem setattr delattr init_subclass set_name lt le gt ge add sub mul truediv floordiv mod "
    "matmul and or xor lshift rshift radd rsub rmul ror rand rxor neg pos invert "
    "enter exit await aiter anext aenter aexit".split()
)
#: Read from every class as texts, by whoever names it.
_TEXTS: Final = frozenset({"__module__", "__qualname__", "__doc__"})
#: Put there by the compiler.
_COMPILED: Final = frozenset(
    {
        "__classcell__",
        "__static_attributes__",
        "__firstlineno__",
        "__type_params__",
        "__orig_bases__",
    }
)


def is_metaclass(x: object) -> bool:
    """Tell whether *x* is a metaclass that this guest has made."""
    return is_class(x) and issubclass(x, type) and x in current().own


def check_metaclass(bases: tuple[type, ...], space: Any, basis: type) -> None:
    """Refuse a metaclass that could make more than classes, or lie about them.

    Parameters:
        basis: what a metaclass derives from in the place of `type`.

    Raises:
        TypeError: says what it may not have.
    """
    if not all(base is basis or is_metaclass(base) for base in bases):
        raise TypeError("a metaclass derives from `type` and from metaclasses only")
    for name, value in dict.items(space):
        if name == "mro":
            raise TypeError("a metaclass may not define mro")
        if not is_dunder(name) or name in _COMPILED:
            continue
        if name in _TEXTS:
            if type(value) not in (str, NoneType):
                raise TypeError(f"{name} of a metaclass must be a string")
        elif name == "__annotations__":
            if type(value) is not dict:
                raise TypeError(f"{name} of a metaclass must be a dict")
        elif name not in METHODS:
            raise TypeError(f"a metaclass may not define {name}")


def own_checks(space: Any) -> None:
    """Let the `__subclasscheck__` of a metaclass see what guests hold.

    C, and code of the library's, ask it about the real class behind an object.

    Raises:
        TypeError: it is no function.
    """
    check = space.get(_CHECK)
    if check is not None:
        if type(check) is not FunctionType:
            raise TypeError(f"{_CHECK} of a metaclass must be a function")
        dict.__setitem__(space, _CHECK, _seeing_stand_ins(check))


_CHECK: Final = "__subclasscheck__"


def _seeing_stand_ins(check: FunctionType) -> FunctionType:
    def __subclasscheck__(*args: Any, **named: Any) -> Any:
        return check(*[standin_of(each) if is_class(each) else each for each in args], **named)

    seeing: Any = __subclasscheck__
    seeing.__qualname__, seeing.__module__ = check.__qualname__, check.__module__
    seeing.__doc__ = check.__doc__
    seeing.__annotations__ = {}
    made: FunctionType = seeing
    return made


def writes_classes(metaclass: type, names: Collection[str]) -> bool:
    """Tell whether a metaclass of the guest's is called when *names* are stored in its classes.

    `__setattr__` says what storing does; past that, by `type.__setattr__`, what is called like
    the name and has a `__set__` or a `__delete__`: a property.
    """
    own = current().own
    for kind in metaclass.__mro__:
        if kind in own:
            space = namespace(kind)
            if not _WRITING.isdisjoint(space):
                return True
            if any(_is_told(space[name]) for name in names if name in space):
                return True
    return False


def _is_told(x: Any) -> bool:
    """Tell whether *x*, in a class, is called when its name is stored or deleted."""
    return any(not _TELLING.isdisjoint(namespace(each)) for each in type(x).__mro__)


_WRITING: Final = frozenset({"__setattr__", "__delattr__"})
_TELLING: Final = frozenset({"__set__", "__delete__"})


def prepared(metaclass: Any, name: str, bases: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Return the namespace for the body of a class: a new one, whatever `__prepare__` returns.

    CPython looks all names of the body up in it, guards too: so it is an exact dictionary that
    nobody else holds, without a name that is not the author's to write. A builtin's name that no
    text binds is taken for the builtin by the transpiler, so that it may not be given here.

    Raises:
        TypeError: `__prepare__` returns anything else.
    """
    from ..namespace import OFFERED  # which imports this

    space = metaclass.__prepare__(name, bases, **named)
    if type(space) is not dict:
        raise TypeError(f"{metaclass.__name__}.__prepare__() must return a dict here")
    for key in space:
        if type(key) is not str or is_dunder(key) or key in OFFERED:
            raise TypeError(f"{metaclass.__name__}.__prepare__() may not give {key!r}")
    return space.copy()
