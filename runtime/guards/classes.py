"""`__build_class__`: the class statement, and calls of metaclasses that make a class.

What a class may contain is looked at in `class_members.py`, what a metaclass adds in
`metaclasses.py`.
"""

from __future__ import annotations

import builtins
from types import FunctionType, GenericAlias
from typing import Any, Final

from cloche.transpiler.vocabulary import METACLASS_METHODS, is_temporary

from ..run import charge, current
from ..standins import ENTRIES_OF, basis_of, is_class, namespace, real_of, standin_of
from ..storing import check_numbers
from ..unbound import as_member
from .class_members import ADDED, check_namespace, own_methods, own_properties, refuse_aliases
from .lineage import check_ways
from .matching import check_matching
from .metaclasses import check_metaclass, is_metaclass, own_checks, prepared
from .parameters import shown_base, type_parameter
from .registration import MARK, Registration, made

#: Of what CPython adds to a namespace, what a metaclass may hand on to
#: `type(name, bases, namespace)`, and nobody can read.
_NOTES: Final = frozenset({"__static_attributes__", "__firstlineno__"})
#: A method resolution order takes time and space in proportion to all classes above.
DEPTH: Final = 100
BASES: Final = 50

#: Metaclasses of the library that classes may have, by keyword or from a base. Modules add theirs.
METACLASSES: Final[set[type]] = {type}

_REAL_BUILD: Final = builtins.__build_class__
#: What the compiler puts into a namespace for `super()`, which is no object for a guest.
_CELLS: Final = ("__classcell__", "__classdictcell__")
#: Put into the namespace by the compiler, for which the objects are CPython's own.
_PARAMETERS: Final = "__type_params__"


class TypeBasis(type):
    """What a metaclass of the guest's derives from in the place of `type`."""

    __slots__ = ()

    def __new__(mcls, /, *args: Any, **named: Any) -> Any:
        return new_class(mcls, *args, **named)


TypeBasis.__name__ = TypeBasis.__qualname__ = "type"
TypeBasis.__module__ = "builtins"


class _Maker:
    """Passes for the metaclass: CPython calls it with the finished namespace.

    Parameters:
        written: the bases as they stand in the class statement, `Generic[T]` among them.
    """

    __slots__ = ("_metaclass", "_written")

    def __init__(self, metaclass: Any, written: tuple[Any, ...] = ()) -> None:
        self._metaclass = metaclass
        self._written = written

    def __prepare__(self, name: str, bases: tuple[type, ...], /, **named: Any) -> Any:
        if self._metaclass in current().own:
            return prepared(self._metaclass, name, tuple(map(standin_of, bases)), named)
        return self._metaclass.__prepare__(name, bases, **named)

    def __call__(self, name: str, bases: tuple[type, ...], space: Any, /, **named: Any) -> Any:
        _drop_temporaries(space)
        if _PARAMETERS in space:
            parameters = tuple(map(type_parameter, space[_PARAMETERS]))
            dict.__setitem__(space, _PARAMETERS, parameters)
        if not all(map(is_class, self._written)):
            dict.__setitem__(space, "__orig_bases__", self._written)
        if self._metaclass in current().own:
            return self._by_guest(name, bases, space, named)
        _check_class(bases, space, self._metaclass)
        check_matching(bases, space, self._metaclass)
        if self._metaclass is type:
            members = {key: as_member(value) for key, value in dict.items(space)}
            return made(type, name, bases, {MARK: Registration(), **members}, **named)
        # A metaclass of the library wants the very namespace it prepared.
        space[MARK] = Registration()
        if type(space) is dict:
            # Before all others, whose hooks may ask what the class knows.
            for key in [*space][:-1]:
                space[key] = space.pop(key)
        return made(self._metaclass, name, bases, space, **named)

    def _by_guest(self, name: str, bases: tuple[type, ...], space: Any, named: Any) -> Any:
        """Let a metaclass of the guest's make the class, without the cells of the compiler.

        `new_class` puts them back into the next class of that name.
        """
        cells = {key: space.pop(key) for key in _CELLS if key in space}
        waiting: Any = current().state.setdefault("class cells", [])
        waiting.append((name, cells))
        depth = len(waiting)
        try:
            return self._metaclass(name, tuple(map(standin_of, bases)), space, **named)
        finally:
            del waiting[depth - 1 :]


def _drop_temporaries(space: Any) -> None:
    """Take out of *space* what a statement of a class body that raised has left there.

    `a[0] *= 3` keeps its operands in temporaries until it is done.
    """
    for name in [*filter(is_temporary, dict.keys(space))]:
        dict.__delitem__(space, name)


def _check_class(bases: tuple[type, ...], space: Any, metaclass: type) -> None:
    check_namespace(space)
    if any(issubclass(base, type) for base in bases):
        check_metaclass(bases, space, TypeBasis)
        own_checks(space)
    elif not METACLASS_METHODS.isdisjoint(space):
        raise TypeError(f"only a metaclass may define {min(METACLASS_METHODS & space.keys())}")
    own_properties(space)
    own_methods(space)
    refuse_aliases(bases, space, metaclass)


def new_class(mcls: Any, *args: Any, **named: Any) -> Any:
    """Do what `type.__new__(mcls, name, bases, namespace)` does, for a metaclass of the guest's.

    Raises:
        TypeError: as `build_class`.
    """
    if not is_metaclass(mcls):
        raise TypeError("type.__new__(X): X is not a metaclass of the program")
    if len(args) != 3:
        raise TypeError(f"type.__new__() takes exactly 3 arguments ({len(args)} given)")
    name, bases, space = args
    if not (isinstance(name, str) and isinstance(bases, tuple) and isinstance(space, dict)):
        return type(name, bases, space)  # CPython's own TypeError
    real = _real_bases(bases)
    if _winner(mcls, real) is not mcls:
        raise TypeError("a base has a metaclass of its own, which has to make the class")
    if any(issubclass(base, type) for base in real):
        raise TypeError("a metaclass may not have a metaclass of its own")
    members = _members(space)
    _check_class(real, members, mcls)
    check_matching(real, members, mcls)
    waiting: Any = current().state.get("class cells", ())
    if waiting and waiting[-1][0] == name:
        members |= waiting[-1][1]
        waiting[-1] = ("", {})
    members = {key: as_member(value) for key, value in members.items()}
    members = {MARK: Registration(), **members}
    return made(type.__new__, mcls, str.__str__(name), real, members, **named)


def _members(space: Any) -> dict[str, Any]:
    """Return a copy of the namespace of a class that a guest may have made up."""
    copy = {}
    for key, value in dict.items(space):
        if not isinstance(key, str):
            raise TypeError("the names in a class must be strings")
        if str.__str__(key) in _CELLS:
            raise TypeError(f"a class may not define {key}")
        copy[str.__str__(key)] = value
    charge(len(copy))
    for key in ("__type_params__", "__orig_bases__", "__static_attributes__"):
        if type(copy.get(key, ())) is not tuple:
            raise TypeError(f"{key} must be a tuple")
    # CPython would take it from the frame that calls `type`: one of ours.
    module = current().globals.get("__name__")
    copy.setdefault("__module__", module if type(module) is str else "__main__")
    return copy


def call_class(cls: Any, /, *args: Any, **named: Any) -> Any:
    """Do what `type.__call__(cls, …)` does: make an instance."""
    if type(cls) in current().own:
        return type.__call__(cls, *args, **named)
    return cls(*args, **named)


def init_class(cls: Any, /, *args: Any, **named: Any) -> None:
    """Do what `type.__init__(cls, name, bases, namespace)` does."""
    if len(args) != 3:
        raise TypeError("type.__init__() takes 1 or 3 arguments")


def instance_check(cls: Any, instance: Any, /) -> bool:
    """Do what `type.__instancecheck__(cls, instance)` does."""
    return bool(_of_metaclass(cls, "__instancecheck__")(instance))


def subclass_check(cls: Any, subclass: Any, /) -> bool:
    """Do what `type.__subclasscheck__(cls, subclass)` does."""
    if not is_class(subclass) and is_metaclass(type(cls)):
        raise TypeError("issubclass() arg 1 must be a class")
    return bool(_of_metaclass(cls, "__subclasscheck__")(real_of(subclass)))


def empty_namespace(*args: Any, **named: Any) -> dict[str, Any]:
    """Do what `type.__prepare__(name, bases)` does."""
    return {}


def class_text(cls: Any, /) -> str:
    """Do what `type.__repr__(cls)` does."""
    return str(_of_metaclass(cls, "__repr__")())


def _of_metaclass(cls: Any, name: str) -> Any:
    if not is_metaclass(type(cls)):
        raise TypeError(f"descriptor {name!r} is for classes with a metaclass of the program")
    return namespace(type)[name].__get__(cls)


def build_class(
    body: FunctionType, name: str, /, *bases: Any, metaclass: Any = type, **named: Any
) -> Any:
    """Do what CPython's `__build_class__` does, and let no class through that could escape.

    Raises:
        TypeError: a base, a metaclass or a member is not for guests.
    """
    bases = tuple(map(shown_base, bases))
    real = _real_bases(bases)
    maker = _maker(metaclass, real, bases)
    return _REAL_BUILD(body, name, *real, metaclass=maker, **named)


def make_class(
    name: Any,
    bases: Any,
    space: Any,
    written: tuple[Any, ...] | None = None,
    metaclass: Any = type,
    /,
    **named: Any,
) -> Any:
    """Do what `type(name, bases, namespace)` does.

    Parameters:
        written: the bases before each was asked for its `__mro_entries__`, if that was done.
        metaclass: `type`, or one of the library.

    Raises:
        TypeError: as `build_class`.
    """
    if not (isinstance(name, str) and isinstance(bases, tuple) and isinstance(space, dict)):
        return type(name, bases, space)  # CPython's own TypeError
    bases = tuple.__getitem__(bases, slice(None))  # C asks no `__iter__` of the guest's
    if written is None and any(not is_class(base) and type(base) in current().own
                               and hasattr(base, "__mro_entries__") for base in bases):  # fmt: skip
        raise TypeError("type() doesn't support MRO entry resolution; use types.new_class()")
    real = _real_bases(bases)
    for key in dict.keys(space):
        if isinstance(key, str) and str.__str__(key) in ADDED - _NOTES:
            raise TypeError(f"a class may not define {key}")
    copy = {key: value for key, value in _members(space).items() if key not in _NOTES}
    maker = _maker(metaclass, real, written or bases)
    return maker(str.__str__(name), real, copy, **named)


def _real_bases(bases: tuple[Any, ...]) -> tuple[type, ...]:
    charge(10)
    check_numbers()
    if len(bases) > BASES:
        raise TypeError(f"a class may have at most {BASES} bases")
    found: list[Any] = []
    for base in bases:
        entries = entries_of(base, bases)
        found += (base,) if entries is None else entries
    if len(found) > BASES:
        raise TypeError(f"a class may have at most {BASES} bases")
    real = tuple(map(_real_base, found))
    check_ways(real)
    return real


def entries_of(base: Any, bases: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return what stands for *base* among *bases*; None for itself.

    An instance of the guest's says so, by its `__mro_entries__`. What it gives is looked at as
    what is written there.

    Raises:
        TypeError: it gives something else than a tuple.
    """
    convert = ENTRIES_OF.get(type(base))
    if convert is not None:
        return convert(base, bases)
    if is_class(base) or type(base) not in current().own:
        return None
    ask = getattr(base, "__mro_entries__", None)
    if ask is None:
        return None
    found = ask(bases)
    if not isinstance(found, tuple):
        raise TypeError("__mro_entries__ must return a tuple")
    return tuple(tuple.__iter__(found))


def _real_base(base: Any) -> type:
    if type(base) is GenericAlias:
        base = base.__origin__  # `class A(list[int])` derives from list
    kind = basis_of(base)
    charge(len(kind.__mro__))
    if len(kind.__mro__) > DEPTH:
        raise RecursionError("maximum recursion depth exceeded: classes are derived too deeply")
    return kind


def _maker(metaclass: Any, bases: tuple[type, ...], written: tuple[Any, ...] = ()) -> _Maker:
    """Find the metaclass as CPython does: the most derived of the one given and those of the bases.

    Raises:
        TypeError: it is not for guests, or there is no most derived one.
    """
    winner = _winner(real_of(metaclass), bases)
    if is_metaclass(winner):
        if type(winner) is not type:
            raise TypeError("a metaclass may not have a metaclass of its own")
        for kind in map(type, bases):
            if not issubclass(winner, kind):
                raise TypeError(_CONFLICT)
        return _Maker(winner, written)
    # By identity: what a guest made decides what it equals, and the real classes would see it.
    if not any(winner is vetted for vetted in METACLASSES):
        raise TypeError("metaclasses are not available here")
    return _Maker(winner, written)


_CONFLICT: Final = (
    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
    "metaclasses of all its bases"
)


def _winner(metaclass: Any, bases: tuple[type, ...]) -> Any:
    """Return the most derived of *metaclass* and the classes of *bases*."""
    winner = type if metaclass is TypeBasis else metaclass
    for kind in map(type, bases):
        if is_class(winner) and issubclass(kind, winner):
            winner = kind
    return winner


def most_derived(metaclass: Any, bases: tuple[Any, ...]) -> Any:
    """Return the metaclass of a class with these bases that asks for *metaclass*.

    Raises:
        TypeError: there is no most derived one.
    """
    real = _real_bases(bases)
    winner = _winner(real_of(metaclass), real)
    if is_class(winner) and not all(issubclass(winner, kind) for kind in map(type, real)):
        raise TypeError(_CONFLICT)
    return winner
