"""How much C prints of an object besides what is in it, of which a program decides how long it is.

`C.__qualname__ = "a" * 5_000_000`, and the class, and each instance and error of it,
prints so much; so does a function, a generator, and what stands for either; so do a `bytearray`
or a time zone. Whatever C prints has a row in `PRINTED`, or is in `BRIEF`; what is in neither
counts for a long text, and a test asks for a row. What Python prints pays for itself (`paying.py`).
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from functools import partial
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    CoroutineType,
    EllipsisType,
    FunctionType,
    GeneratorType,
    GenericAlias,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    NoneType,
    NotImplementedType,
    SimpleNamespace,
    UnionType,
    WrapperDescriptorType,
)
from typing import Any, Final
from weakref import ref

from ..paying import PRINTING
from ..run import current

#: Key in `Run.state`: type -> what is printed of its instances.
_KNOWN: Final = "printed of types"
#: `Py_TPFLAGS_HEAPTYPE`: the names of other types are CPython's own.
_HEAP: Final = 1 << 9
#: An octal digit.
_BITS: Final = 3
#: What is counted for the text of what nobody has thought of.
_LONG: Final = 2**16

#: The descriptors in C: a class may have attributes of these names.
_READ: Final[tuple[Callable[[type], Any], ...]] = tuple(
    [type.__dict__[name].__get__ for name in ("__name__", "__qualname__", "__module__")]
)
_FLAGS: Final[Callable[[type], int]] = type.__dict__["__flags__"].__get__
_THIS: Final[Callable[[Any], Any]] = super.__dict__["__thisclass__"].__get__
_OWN: Final[Callable[[Any], Any]] = super.__dict__["__self_class__"].__get__
_NAMES: Final[Callable[[Any], dict[str, Any]]] = SimpleNamespace.__dict__["__dict__"].__get__
_KEYWORDS: Final[Callable[[Any], dict[str, Any]]] = partial.__dict__["keywords"].__get__


def _of_class(x: Any) -> int:
    if not _FLAGS(x) & _HEAP:
        return 0
    return sum([len(text) for text in [read(x) for read in _READ] if type(text) is str])


def _of_super(x: Any) -> int:
    return sum([_of_class(each) for each in (_THIS(x), _OWN(x)) if each is not None])


def _of_code(x: Any) -> int:
    return len(x.__qualname__)


def _of_bound(x: Any) -> int:
    return _of_class(type(x.__self__))


def _of_member(x: Any) -> int:
    return len(x.__name__) + _of_class(x.__objclass__)


def _of_keys(x: dict[Any, Any]) -> int:
    return sum([len(key) for key in dict.__iter__(x) if type(key) is str])


def _of_range(x: range) -> int:
    return sum(map(int.bit_length, (x.start, x.stop, x.step))) // _BITS


def _of_reference(x: Any) -> int:
    """Count the `__name__` of what *x* refers to, which C prints, and asks the object for.

    Raises:
        TypeError: it would run code of a guest, which nothing pays for.
    """
    target = x()
    kind = type(target)
    names = names_of(target) + _of_class(kind)
    if kind is FunctionType:
        return names + len(target.__name__)
    if kind not in current().own:
        return names
    for each in kind.__mro__:
        space = vars(each)
        if "__getattr__" in space:  # nobody defines `__getattribute__`
            raise TypeError("this might change while it is printed")
        if type(space.get("__name__", "")) is not str:
            raise TypeError("this might change while it is printed")
    try:
        name = object.__getattribute__(target, "__name__")
    except AttributeError:
        return names
    return names + (len(name) if type(name) is str else 0)


#: What C prints more than the name of the type of, and what else is not in it (`contents.READERS`).
PRINTED: Final[dict[type, Callable[[Any], int]]] = {
    FunctionType: _of_code,
    GeneratorType: _of_code,
    CoroutineType: _of_code,
    AsyncGeneratorType: _of_code,
    super: _of_super,
    MemberDescriptorType: _of_member,
    GetSetDescriptorType: _of_member,
    BuiltinFunctionType: _of_bound,
    MethodWrapperType: _of_bound,
    GenericAlias: lambda x: names_of(x.__origin__),
    SimpleNamespace: lambda x: _of_keys(_NAMES(x)),
    partial: lambda x: _of_keys(_KEYWORDS(x)),
    ref: _of_reference,
    str: str.__len__,
    bytes: bytes.__len__,
    bytearray: bytearray.__len__,
    int: lambda x: int.bit_length(x) // _BITS,
    range: _of_range,
}
#: What C prints in a few words, besides the name of the type and what is in it. Modules add theirs.
BRIEF: Final[set[type]] = {
    object, bool, float, complex, NoneType, EllipsisType, NotImplementedType, type,
    list, tuple, dict, set, frozenset, deque, defaultdict, OrderedDict, BaseException, slice,
    UnionType, MethodType, staticmethod, classmethod, MappingProxyType,
    WrapperDescriptorType, MethodDescriptorType, ClassMethodDescriptorType,
    type({}.keys()), type({}.values()), type({}.items()),
    type(OrderedDict().keys()), type(OrderedDict().values()), type(OrderedDict().items()),
}  # fmt: skip


def _unknown(_: Any) -> int:
    return _LONG


def row_of(kind: type) -> tuple[Callable[[Any], int], ...]:
    """Return what tells how much is printed of an instance of *kind*, besides the name of that.

    An instance of a type that nobody has thought of counts for a long text.
    """
    rows = [PRINTED[each] for each in kind.__mro__ if each in PRINTED]
    own = current().own
    for each in kind.__mro__:
        if each in PRINTED or each in BRIEF or each in own or issubclass(each, BaseException):
            continue
        printers = [vars(each)[name] for name in PRINTING if name in vars(each)]
        # `__str__ = int.__repr__` is what `int` prints.
        homes = [getattr(each, "__objclass__", None) for each in printers if not _is_python(each)]
        if not all(home in BRIEF or home in PRINTED for home in homes):
            rows.append(_unknown)
    return tuple(rows)


def _is_python(printer: Any) -> bool:
    return type(printer) is FunctionType


def is_known(kind: type) -> bool:
    """Tell whether *kind* has been thought of here."""
    return _unknown not in row_of(kind)


def names_of(x: Any) -> int:
    """Return how many characters printing *x* may take, besides what is in it."""
    kind = type(x)
    if issubclass(kind, type):
        return _of_class(x)
    rows = _rows_of(kind)
    return _of_class(kind) + sum([read(x) for read in rows]) if rows else _of_class(kind)


def names_alike(kind: type) -> bool:
    """Tell whether `names_of` says the same of all instances of *kind*."""
    return not issubclass(kind, type) and not _rows_of(kind)


def _rows_of(kind: type) -> tuple[Callable[[Any], int], ...]:
    known: Any = current().state.setdefault(_KNOWN, {})
    rows: tuple[Callable[[Any], int], ...] | None = known.get(kind)
    if rows is None:
        rows = known[kind] = row_of(kind)
    return rows
