"""Reads of special attributes: `__attr__.class__(x)` and its like, one small function each."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, GenericAlias, MappingProxyType, MethodType, UnionType
from typing import Any, Final, NoReturn

from cloche.transpiler.vocabulary import CLASS_NAMES, NATIVE_DUNDERS, SPECIAL_METHODS, is_dunder

from ..frames import context_of
from ..run import charge, current
from ..standins import is_class, known, namespace, real_of, standin_of, trusted
from ..traces import trace_of
from .answering import EQUAL
from .delegating import AWAIT
from .hash_values import HASH
from .iterating import ITER
from .listed import arguments_of
from .measuring import HINT, LEN
from .numbering import INDEX
from .versions import annotated, opened
from .zoning import INHERITED, Zone

Reader = Callable[[Any], Any]
READERS: Final[dict[str, Reader]] = {}

#: What CPython keeps in a class under a name that is no dunder. Not for guests, on anything.
INTERNAL: Final = frozenset({"_abc_impl"})
_SHOWN_IN_CLASSES: Final = SPECIAL_METHODS | CLASS_NAMES | NATIVE_DUNDERS


def _reader(function: Reader) -> Reader:
    READERS[f"__{function.__name__.strip('_')}__"] = function
    return function


def _absent(x: Any, name: str) -> NoReturn:
    if isinstance(x, type):
        raise AttributeError(f"type object {x.__name__!r} has no attribute {name!r}")
    raise AttributeError(f"{type(x).__name__!r} object has no attribute {name!r}")


def is_own_function(x: Any) -> bool:
    """Tell whether *x* is a function of this guest, and not one of the runtime's."""
    return type(x) is FunctionType and current().holds(x.__globals__)


@_reader
def class_(x: Any) -> type:
    return standin_of(type(x))


@_reader
def dict_(x: Any) -> Any:
    """The real dictionary of a guest's instance or function; of anything else a copy at most."""
    if isinstance(x, type):
        return class_namespace(x)
    if type(x) in current().own or is_own_function(x):
        # `object`'s own lookup: a class may define `__getattr__`.
        found = object.__getattribute__(x, "__dict__")
        opened(x, found)
        return found
    if known(type(x)) and not isinstance(x, (FunctionType, MethodType)):
        found = object.__getattribute__(x, "__dict__")
        charge(len(found))
        return {name: value for name, value in found.items() if not is_dunder(str(name))}
    return _absent(x, "__dict__")


def class_namespace(cls: type) -> MappingProxyType[str, Any]:
    """Return a copy of a guest's class namespace, without what CPython keeps there for itself."""
    if cls not in current().own:
        return MappingProxyType({})
    found = namespace(cls)
    charge(len(found))
    return MappingProxyType(
        {
            name: shown_member(name, value)
            for name, value in found.items()
            if (name in _SHOWN_IN_CLASSES or not (is_dunder(name) or name in INTERNAL))
            and not (type(value) is Zone and value.method is INHERITED)
        }
    )


#: Special methods for which a class holds a function of this package, and what guests see of those.
STOOD_FOR: Final[dict[str, Reader]] = {
    "__await__": AWAIT.shown, "__eq__": EQUAL.shown, "__hash__": HASH.shown,
    "__index__": INDEX.shown, "__iter__": ITER.shown, "__len__": LEN.shown,
    "__length_hint__": HINT.shown,
}  # fmt: skip


def shown_member(name: str, value: Any) -> Any:
    """Return what a guest sees of *value*, which a class of the guest's holds under *name*."""
    shown = STOOD_FOR.get(name)
    if shown is None:
        return value.method if type(value) is Zone else value
    return shown(value)


def _order(cls: type) -> tuple[type, ...]:
    order = real_of(cls).__mro__
    behind = {kind for under in order for kind in under.__bases__ if _is_behind(under, kind)}
    shown: dict[type, None] = {}
    for kind in order:
        # A private base of the runtime has no place in the order a guest sees.
        if kind not in behind and known(kind):
            shown[standin_of(kind)] = None
    return tuple(shown)


def _is_behind(kind: type, base: type) -> bool:
    """Tell whether *kind* is a class of this package in the place of *base*, CPython's own."""
    return trusted(kind) and (kind.__name__, kind.__module__) == (base.__name__, base.__module__)


@_reader
def mro(x: Any) -> tuple[type, ...]:
    return _order(x) if isinstance(x, type) else _absent(x, "__mro__")


@_reader
def bases(x: Any) -> tuple[type, ...]:
    if not isinstance(x, type):
        return _absent(x, "__bases__")
    kind = real_of(x)
    while len(kind.__bases__) == 1 and _is_behind(kind, kind.__bases__[0]):
        kind = kind.__bases__[0]
    return tuple(standin_of(each) for each in kind.__bases__ if known(each))


@_reader
def base(x: Any) -> type | None:
    if not isinstance(x, type):
        return _absent(x, "__base__")
    kind = real_of(x)
    found = kind.__base__
    while found is not None and _is_behind(kind, found):
        kind, found = found, found.__base__
    return None if found is None else standin_of(found)


@_reader
def subclasses(x: Any) -> Callable[[], list[type]]:
    """Of a class of the guest's, those of its own that derive from it; nothing else has any."""
    if not isinstance(x, type) or x not in current().own or issubclass(x, type):
        return _absent(x, "__subclasses__")

    bound: Callable[..., list[type]] = type.__dict__["__subclasses__"].__get__(x)

    def __subclasses__(*args: Any) -> list[type]:
        found = bound(*args)
        charge(len(found))
        return [each for each in found if each in current().own]

    return __subclasses__


@_reader
def defaults(x: Any) -> Any:
    function = x.__func__ if type(x) is MethodType else x
    return function.__defaults__ if is_own_function(function) else _absent(x, "__defaults__")


#: Descriptors that ask the functions in them whether they are abstract.
SAYS_ABSTRACT: Final[set[type]] = {property}
#: What shows the attributes of the function in it.
_AROUND: Final = (MethodType, staticmethod, classmethod)


def _of_guest(name: str) -> Reader:
    """Return a reader of what only the guest's own functions, classes and instances have."""

    def read(x: Any) -> Any:
        own = current().own
        if is_own_function(x) or shows(x):
            return getattr(x, name)
        if name == "__isabstractmethod__" and not SAYS_ABSTRACT.isdisjoint(type(x).__mro__):
            charge(1)  # it may ask another in turn, by a function in C
            return bool(getattr(x, name))
        if type(x) in _AROUND and (is_own_function(x.__func__) or shows(x.__func__)):
            return getattr(x, name)
        if isinstance(x, type):
            # Inherited from a guest's class, never from one of the library.
            for kind in x.__mro__:
                if kind in own and (name in namespace(kind) or name == "__annotations__"):
                    annotated(kind)
                    return getattr(kind, name)
        elif type(x) in own and (
            name in object_dict(x)
            or any(kind in own and name in namespace(kind) for kind in type(x).__mro__)
        ):
            return object.__getattribute__(x, name)
        return _absent(x, name)

    return read


def object_dict(x: Any) -> dict[str, Any]:
    """Return the attributes of an instance; empty if it has slots."""
    try:
        found: dict[str, Any] = object.__getattribute__(x, "__dict__")
    except AttributeError:
        return {}
    return found


for _name in (
    "__annotations__", "__slots__", "__match_args__", "__dataclass_fields__", "__members__",
    "__abstractmethods__", "__isabstractmethod__", "__total__", "__required_keys__",
    "__optional_keys__", "__metadata__", "__orig_bases__", "__final__", "__no_type_check__",
    "__dataclass_transform__", "__override__", "__readonly_keys__", "__mutable_keys__",
):  # fmt: skip
    READERS[_name] = _of_guest(_name)


def _of_exception(name: str) -> Reader:
    def read(x: Any) -> Any:
        if not isinstance(x, BaseException):
            return _absent(x, name)
        shown = name == "__context__"
        found = context_of(x, current().sources) if shown else getattr(x, name)
        # An exception of the runtime's own may hang behind the one it raised.
        if isinstance(found, BaseException) and not _is_guests(found):
            return None
        return found

    return read


@_reader
def traceback(x: Any) -> Any:
    return trace_of(x) if isinstance(x, BaseException) else _absent(x, "__traceback__")


def _is_guests(error: BaseException) -> bool:
    """Tell whether *error* was raised in guest code, or says no more than a text."""
    if not known(type(error)):
        return False
    if all(type(part) in (str, int, type(None)) for part in error.args):
        return True
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is None or current().holds(trace.tb_frame.f_globals)


for _name in ("__cause__", "__context__", "__suppress_context__", "__notes__"):
    READERS[_name] = _of_exception(_name)


@_reader
def wrapped(x: Any) -> Any:
    found = getattr(x, "__wrapped__", None) if _may_wrap(x) else None
    return found if found is not None else _absent(x, "__wrapped__")


#: In the `__dict__` of a function that the runtime made for one of the guest's: it shows what is
#: that one's own. No guest can write the name.
SHOWS: Final = "__shows__"


def shows(x: Any) -> bool:
    """Tell whether *x* is a function of the runtime's that stands for one of the guest's."""
    return type(x) is FunctionType and SHOWS in x.__dict__


def _may_wrap(x: Any) -> bool:
    if shows(x):
        return True
    if isinstance(x, (staticmethod, classmethod)):
        return is_own_function(x.__func__)
    return is_own_function(x) or type(x) in current().own


def _of_alias(name: str) -> Reader:
    def read(x: Any) -> Any:
        if type(x) in (GenericAlias, UnionType):
            found = arguments_of(x) if name == "__args__" else getattr(x, name)
            # A library's method may have made it of the class behind a stand-in.
            return standin_of(found) if is_class(found) else found
        return _absent(x, name)

    return read


for _name in ("__args__", "__origin__", "__parameters__"):
    READERS[_name] = _of_alias(_name)


def _of_nobody(name: str) -> Reader:
    return lambda x: _absent(x, name)


for _name in INTERNAL:
    READERS[_name] = _of_nobody(_name)


@_reader
def self_(x: Any) -> Any:
    # A builtin method's `__self__` may be a real class or module.
    if type(x) is MethodType and is_own_function(x.__func__):
        return x.__self__
    return _absent(x, "__self__")


@_reader
def func(x: Any) -> Any:
    if type(x) in (MethodType, staticmethod, classmethod) and is_own_function(x.__func__):
        return x.__func__
    return _absent(x, "__func__")
