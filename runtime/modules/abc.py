"""`abc`: the real metaclass, with registration among a program's own classes only.

Classes of several runs have library classes as common bases (`collections.abc.Sized`), and
`isinstance` asks a base's subclasses for what was registered with them. If a program could
register `int`, then `isinstance(1, Sized)` would change for all. `__subclasshook__` is no special
method of guests, and what an abstract class keeps (`_abc_impl`) is absent.
"""

from __future__ import annotations

import abc as real
from typing import Any, Final

from cloche.transpiler.vocabulary import BOUND

from ..boundary.outward import BARE_BASES
from ..guards.classes import METACLASSES
from ..guards.versions import changing
from ..guards.writing import writable
from ..run import charge, current
from ..standins import NO_ABC_META, is_class, namespace, opaque, plain, trust
from ..universe import guarded
from ..universe.constructors import CLASSES
from ..universe.registry import entry
from .kinds import declare
from .stand_in import module, shim

VETTED = ""

#: A registration makes every abstract class of the process forget what it knows of strangers.
_STEPS: Final = 200


@shim(real.abstractmethod)
def abstractmethod(funcobj: Any) -> Any:
    writable(funcobj).__isabstractmethod__ = True
    return funcobj


def abstractclassmethod(callable: Any) -> Any:
    """A decorator indicating abstract classmethods."""
    return CLASSES["classmethod"](abstractmethod(callable))


def abstractstaticmethod(callable: Any) -> Any:
    """A decorator indicating abstract staticmethods."""
    return CLASSES["staticmethod"](abstractmethod(callable))


def abstractproperty(fget: Any = None, fset: Any = None, fdel: Any = None, doc: Any = None) -> Any:
    """A decorator indicating abstract properties."""
    return CLASSES["property"](None if fget is None else abstractmethod(fget), fset, fdel, doc)


@shim(real.update_abstractmethods)
def update_abstractmethods(cls: Any) -> Any:
    if not is_class(cls) or cls not in current().own:
        raise TypeError("update_abstractmethods() is for classes that the program defines")
    for kind in cls.__mro__:
        charge(len(namespace(kind)))
    changing()
    return real.update_abstractmethods(cls)


class ABC(metaclass=real.ABCMeta):  # noqa: B024
    """Helper class that provides a standard way to create an ABC using inheritance."""

    __slots__ = ()


ABC.__module__ = "abc"
plain(ABC)
trust(ABC)
BARE_BASES.append(ABC)


@shim(real.ABCMeta.register)
def register(cls: Any, subclass: Any, /) -> Any:
    own = current().own
    if not (is_class(cls) and is_class(subclass)):
        raise TypeError("Can only register classes")
    if cls not in own or subclass not in own:
        raise TypeError("register() is for classes that the program defines")
    if type(subclass) in own:
        # Whoever asks a class above *cls*, of another run or the host's, would ask the metaclass.
        raise TypeError("register() is for classes without a metaclass of the program")
    charge(_STEPS)
    for kind in cls.__mro__:
        # `case C(x)` reads these names natively from whatever passes for a `C`.
        names = namespace(kind).get("__match_args__", ())
        if not (guarded() | BOUND).isdisjoint(names):
            raise TypeError(f"{kind.__name__} matches by names that are not for other classes")
    enter: Any = real.ABCMeta.register
    return enter(cls, subclass)


declare("abc", entry(real.ABCMeta, "", {"register": register}))
METACLASSES.add(real.ABCMeta)
ABC_META: Final = opaque(real.ABCMeta, NO_ABC_META)

MODULE = module(
    real, VETTED, abstractmethod, abstractclassmethod, abstractproperty, abstractstaticmethod,
    update_abstractmethods, ABC, ABC_META,
)  # fmt: skip
