"""Classes that stand where a guest would otherwise hold a raw constructor.

`list(range(10**9))` is one C call, and every way to a constructor leads to it: `f = list`,
`map(list, …)`, `type(x)(…)`, `list[int](…)`. So a guest never holds `list` but a subclass of it
that is never instantiated: its metaclass prices the call and returns an exact `list`, and answers
`isinstance` and `issubclass` for the real one. Being a subclass it inherits the methods
(`list.append`), `list[int]`, and the flag that makes `case list(x)` match.

A guest class derives from neither: `__build_class__` puts in a *basis*, an ordinary subclass
whose `__init__` or `__new__` is priced.

Which is which is kept here, in dictionaries no attribute leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from opcode import opmap
from types import CodeType, FunctionType, MappingProxyType, MemberDescriptorType
from typing import Any, Final, NoReturn, TypeGuard, cast

from cloche.transpiler.vocabulary import GUARDED_DUNDERS, NATIVE_DUNDERS, is_dunder

from .asking import look_first
from .binding import fitted
from .code_flags import CO_COROUTINE
from .fitting import WRITTEN, fit_methods
from .paying import pay_for_text
from .run import current

_REAL: Final[dict[type, type]] = {}
_STAND_IN: Final[dict[type, type]] = {}
#: Per stand-in, the types whose instances pass for instances of the real one.
_ACCEPTED: Final[dict[type, tuple[type, ...]]] = {}
_BASIS: Final[dict[type, type]] = {}
#: The values of it.
_BASES: Final[set[type]] = set()
#: Classes written in this package: every attribute of theirs is safe natively.
_TRUSTED: Final[set[type]] = set()
#: Those of them whose instances belong to the guest that made them, attributes and all.
_OWNED: Final[set[type]] = set()
#: Real classes a guest may derive from as they are.
_DERIVABLE: Final[set[type]] = set()
#: What calling the stand-in of `ABCMeta` says, whichever module makes it.
NO_ABC_META: Final = "ABCMeta() is not available here; write a class statement"
#: Types of objects that are no classes but may stand among bases (`Generic[T]`): the class meant.
AS_BASE: Final[dict[type, Callable[[Any], object]]] = {}
#: The same -> all that stands for one among all bases, in its place.
ENTRIES_OF: Final[dict[type, Callable[[Any, tuple[Any, ...]], tuple[Any, ...]]]] = {}


#: Classes that are no bases -> what CPython says about it in other words.
NO_BASE: Final[dict[type, str]] = {}

#: CPython makes a dictionary for a class that is asked without having one (`classmethod(list)`).
_NO_ANNOTATIONS: Final = MappingProxyType[str, object]({})


class StandIn(type):
    """Base of the metaclass of every stand-in; each has one of its own with its constructor."""

    __slots__ = ()

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _REAL[cls])

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(real_of(subclass), _ACCEPTED[cls])

    def __setattr__(cls, name: str, value: object) -> NoReturn:
        raise TypeError(f"cannot set {name!r} attribute of immutable type {cls.__name__!r}")

    def __delattr__(cls, name: str) -> NoReturn:
        raise TypeError(f"cannot set {name!r} attribute of immutable type {cls.__name__!r}")


def stand_in(
    real: type,
    call: Callable[..., object],
    *,
    inherit: bool = True,
    members: Mapping[str, object] | None = None,
    basis: Mapping[str, object] | None = None,
    aliases: Iterable[type] = (),
    derived: type | None = None,
) -> type:
    """Make the stand-in of *real*.

    Parameters:
        call: the priced constructor; its result is an instance of the real type.
        inherit: false for a type that cannot be derived from, or must not show its methods.
        members: what the class shows besides what it inherits.
        basis: namespace of the class that guest classes derive from; without it, none can.
        aliases: more types whose instances pass for instances of *real*.
        derived: one of them, of this package, that guest classes derive from in the place of
            a basis; trusted already.
    """
    accepted = (real, *aliases)
    namespace = {**_shown(real), "__qualname__": real.__qualname__, **(members or {})}
    metaclass = _metaclass(real, accepted, call)
    beneath = _beneath(real, members or {})
    made: type = metaclass(real.__name__, (beneath,) if inherit else (), namespace)
    _REAL[made] = real
    _ACCEPTED[made] = accepted
    for kind in accepted:
        _STAND_IN[kind] = made
    if basis is not None:
        _based(made, beneath, {**_shown(real), **basis})
    if derived is not None:
        _BASIS[made] = derived
        _BASES.add(derived)
    return made


def derive_from(real: type, basis: Mapping[str, object]) -> None:
    """Let guest classes derive from a class with *basis* in the place of *real*, held as it is."""
    _based(real, real, {**_shown(real), **basis})


def _based(seen: type, beneath: type, members: Mapping[str, object]) -> None:
    _BASIS[seen] = base = type(seen.__name__, (beneath,), dict(members))
    _STAND_IN[base] = seen
    _TRUSTED.add(base)
    _BASES.add(base)


def unbound(native: Any) -> Any:
    """Return a function that does what the method *native* of a class in C does.

    CPython, before 3.13.4, looks at the first argument of a call of such a method that has none,
    where calls in that place have had one (its issues 131998 and 132011): at what lay there before.
    """

    def method(*args: Any, **named: Any) -> Any:
        if not args:
            raise TypeError(f"unbound method {native.__qualname__}() needs an argument")
        return native(*args, **named)

    made: Any = method
    made.__name__, made.__qualname__ = native.__name__, native.__qualname__
    made.__module__, made.__doc__ = native.__objclass__.__module__, native.__doc__
    return made


#: Methods that guests may have as they are, but for that: such as take several arguments by
#: position (METH_FASTCALL), and what has an opcode of its own.
_SEVERAL: Final = {list: ("append", "insert"), bytearray: ("insert", "pop")}


def behind(*several: str) -> Callable[[type], type]:
    """Make a class what stands between its base, in C, and the class that guests have for that.

    Parameters:
        several: names of methods for which it gets functions (`unbound`). `super(list, list)`
            leads past what `list` is for a guest, but not past this.
    """

    def settle(kind: type) -> type:
        real = kind.__bases__[0]
        for name in several:
            setattr(kind, name, unbound(getattr(real, name)))
        kind.__name__ = kind.__qualname__ = real.__name__
        kind.__module__, kind.__doc__ = real.__module__, real.__doc__
        trust(kind)
        return kind

    return settle


def _beneath(real: type, members: Mapping[str, object]) -> type:
    """Return what the classes in the place of *real*, which have *members*, derive from."""
    if real not in _SEVERAL:
        return real
    made = type(real.__name__, (real,), {**_shown(real), **members})
    return behind(*_SEVERAL[real])(made)


def _shown(real: type) -> dict[str, object]:
    """Return what the namespace of a class in the place of *real* begins with."""
    return {
        "__slots__": (),
        "__annotations__": _NO_ANNOTATIONS,
        "__module__": real.__module__,
        "__doc__": real.__doc__,
    }


def _metaclass(real: type, accepted: tuple[type, ...], call: Callable[..., object]) -> type:
    """Make the metaclass of the stand-in of *real*, which *call* constructs.

    Parameters:
        accepted: the types whose instances pass for instances of it.
    """
    return type(
        "type",
        (StandIn,),
        {
            "__slots__": (),
            "__module__": "builtins",
            "__call__": staticmethod(fitted(call, real)),
            # A bound C method where there is one type: as fast as the real class.
            "__instancecheck__": type(real).__instancecheck__.__get__(real)
            if len(accepted) == 1
            else staticmethod(lambda instance: isinstance(instance, accepted)),
        },
    )


def opaque(
    real: type,
    message: str | None = None,
    members: Mapping[str, object] | None = None,
    aliases: Iterable[type] = (),
) -> type:
    """Make the stand-in of a type a guest can have instances of but not make any.

    `type(f).__name__` is "function", and calling `type(f)` raises CPython's own error. A
    type has one stand-in, whichever module is imported first.
    """
    if real in _STAND_IN:
        return _STAND_IN[real]
    text = message or f"cannot create '{real.__module__}.{real.__qualname__}' instances"
    if message is None and real.__module__ == "builtins":
        text = f"cannot create {real.__name__!r} instances"

    def refuse(*args: object, **kwargs: object) -> NoReturn:
        raise TypeError(text)

    return stand_in(real, refuse, inherit=False, members=members, aliases=aliases)


def plain(*kinds: type, derivable: bool = True) -> None:
    """Let guests hold the real classes *kinds*: no arguments make their constructors unsafe."""
    _STAND_IN.update(zip(kinds, kinds, strict=True))
    if derivable:
        _DERIVABLE.update(kinds)


def stand_for(kind: type, real: type) -> None:
    """Let instances of *kind*, a class of this package, pass for instances of *real*."""
    _STAND_IN[kind] = _STAND_IN[real]


def trust(*kinds: type, careful: bool = False) -> None:
    """Declare that *kinds* are written in this package, for guests to hold instances of.

    A guest may call a method through its class, with any object in the place of `self`: a class
    that all runs share, or an instance of its own that has an attribute for every slot. What stores
    attributes, and what takes a slot at its word, looks at it first. What they print is paid for.

    Parameters:
        careful: methods reach their slots by the slots' own accessors, which look at `self`.
    """
    for kind in kinds:
        _TRUSTED.add(kind)
        type.__setattr__(kind, "__annotations__", _NO_ANNOTATIONS)
        fit_methods(kind)
        believing = not careful and bool(hidden_slots(kind))
        for name, value in [*vars(kind).items()]:
            if type(value) is FunctionType and name != "__new__":
                written = WRITTEN.get(value, value)
                if believing or _stores(written.__code__):
                    setattr(kind, name, _checked(kind, value))
            elif type(value) is property and believing:
                getter, setter, deleter = (
                    None if part is None else _checked(kind, cast(FunctionType, part))
                    for part in (value.fget, value.fset, value.fdel)
                )
                setattr(kind, name, property(getter, setter, deleter, value.__doc__))
        pay_for_text(kind)
        look_first(kind)


_NAMED: Final = NATIVE_DUNDERS | GUARDED_DUNDERS


def hidden_slots(kind: type) -> frozenset[str]:
    """Return the slots of *kind* that no guest can name."""
    return frozenset(
        name for each in kind.__mro__ for name, value in vars(each).items()
        if type(value) is MemberDescriptorType and is_dunder(name) and name not in _NAMED
    )  # fmt: skip


def admit(kind: type) -> None:
    """Trust *kind*, whose stores are guarded one by one."""
    _TRUSTED.add(kind)


def _stores(code: CodeType) -> bool:
    """Tell whether *code*, or a function in it, sets or deletes an attribute of anything."""
    # Every other byte is an opcode, or nought.
    return not _STORES.isdisjoint(code.co_code[::2]) or any(
        _stores(inner) for inner in code.co_consts if type(inner) is CodeType
    )


_STORES: Final = frozenset({opmap["STORE_ATTR"], opmap["DELETE_ATTR"]})


def _checked(kind: type, function: FunctionType) -> FunctionType:
    name = function.__name__

    def refuse(self: object) -> NoReturn:
        given = type(self).__name__
        raise TypeError(
            f"descriptor {name!r} requires a {kind.__name__!r} object but received a {given!r}"
        )

    def plainly(*args: Any, **named: Any) -> Any:
        if args and kind not in type(args[0]).__mro__:
            refuse(args[0])
        return function(*args, **named)

    async def awaited(self: Any, /, *args: Any, **named: Any) -> Any:
        if kind not in type(self).__mro__:
            refuse(self)
        return await function(self, *args, **named)

    # A guest can ask whether it is a coroutine function.
    method: Any = awaited if function.__code__.co_flags & CO_COROUTINE else plainly
    method.__name__, method.__qualname__ = name, function.__qualname__
    method.__module__, method.__doc__ = function.__module__, function.__doc__
    method.__dict__.update(function.__dict__)
    checked: FunctionType = method
    return checked


def owned(*kinds: type) -> None:
    """Let guests write to instances of *kinds*, each of which is some one guest's."""
    _OWNED.update(kinds)


def writable(kind: type) -> bool:
    """Tell whether guests may write to instances of *kind*, a class of this package."""
    return kind in _OWNED


def trusted(kind: type) -> bool:
    """Tell whether *kind* is a class of this package (a basis, or one passed to `trust`)."""
    return kind in _TRUSTED


def derivable(kind: type) -> bool:
    """Tell whether guest classes derive from *kind* itself: it is a basis or held as it is."""
    return kind in _DERIVABLE or kind in _BASES


#: The namespace of a class, whatever its metaclass says.
namespace: Final[Callable[[type], Any]] = type.__dict__["__dict__"].__get__


def is_class(x: object) -> TypeGuard[type]:
    """Tell whether *x* is a class, whatever its `__class__` says.

    Only classes are looked up or compared here: no metaclass of a guest's has `__hash__` or
    `__eq__`, so none of a guest ever sees the host's.
    """
    return issubclass(type(x), type)


def real_of(x: Any) -> Any:
    """Return the real class behind the stand-in *x*; anything else is returned as it is."""
    return _REAL.get(x, x) if issubclass(type(x), StandIn) else x


def standin_of(kind: type) -> type:
    """Return what a guest sees in the place of the class *kind*.

    Raises:
        TypeError: the universe does not know it; the guest should not have had an instance.
    """
    seen = _STAND_IN.get(kind)
    if seen is not None:
        return seen
    if kind in current().own:
        return kind
    if issubclass(kind, StandIn):
        return _STAND_IN[type]
    if kind in _REAL:
        return kind
    raise TypeError("the type of this object is not available here")


def builtin(kind: type) -> bool:
    """Tell whether *kind* belongs to the universe of every run."""
    return kind in _STAND_IN or issubclass(kind, StandIn)


def known(kind: type) -> bool:
    """Tell whether instances of *kind* belong to the universe of this run."""
    return builtin(kind) or kind in current().own


def basis_of(x: object) -> type:
    """Return the class a guest class derives from in the place of *x*.

    Raises:
        TypeError: it may not be derived from.
    """
    if is_class(x):
        basis = x if x in _DERIVABLE else _BASIS.get(x)
        if basis is not None:
            return basis
        if x in current().own:
            return x
        raise TypeError(NO_BASE.get(x) or f"type '{_full_name(x)}' is not an acceptable base type")
    convert = AS_BASE.get(type(x))
    if convert is not None:
        return basis_of(convert(x))
    kind: Any = type(x)
    if kind in _CALLED_FOR_CLASSES:
        # As CPython does, in the belief that it is a metaclass; none of these takes so much.
        kind("", (), {})
    raise TypeError("bases must be types")


_CALLED_FOR_CLASSES: Final[frozenset[Any]] = frozenset(
    {int, float, bool, str, bytes, list, tuple, dict, set, frozenset, type(None)}
)


def _full_name(kind: type) -> str:
    """Return the name of a class as C knows it."""
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
