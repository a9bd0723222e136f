"""`operator`: operators through the guards of the language, attributes through that of `getattr`.

What a program may write natively (`a - b`, `-a`, `a is b`) is the real function.
"""

from __future__ import annotations

import operator as real
import sys
from collections.abc import Callable, Iterable
from itertools import compress, starmap
from typing import Any, Final

from cloche.transpiler.vocabulary import BOUND

from ..builtins.reflection import attribute_name, read
from ..guards import operators as guards
from ..guards import sets
from ..guards.comparing import comparand, container, hashable, operand, paid, sought
from ..guards.contents import SCALARS
from ..guards.draining import TEXTS, iterable
from ..guards.naming import BRIEF
from ..guards.operators import addend, piece
from ..guards.placing import place
from ..guards.rendering import render_repr
from ..guards.survey import wary
from ..prices import pay_copy
from ..run import charge, current
from ..standins import stand_in, trust
from ..universe import guarded
from ..universe.lengthy import step_through
from ..universe.registry import entry
from .kinds import declare
from .signature_reading import STATED, STATED_OF
from .signatures import ARGS, NAMED, PLAIN, Parameter
from .stand_in import module, shim, ticked

VETTED = """
abs call imatmul index inv invert irshift is_ is_not is_none
is_not_none itruediv length_hint matmul neg not_ pos rshift truediv truth
"""

#: Names and keys longer than this are kept where `repr` pays for them.
_SHORT: Final = 256

# --- Operators ------------------------------------------------------------------------------


def _compared(operation: Callable[[Any, Any], Any]) -> Any:
    return shim(operation)(lambda a, b, /: operation(operand(a), b))


COMPARISONS: Final = [
    _compared(each) for each in (real.lt, real.le, real.eq, real.ne, real.ge, real.gt)
]
#: Guards that do the whole operation; wrapped, since each guest-visible name is one object.
PRICED: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "mul": guards.times, "imul": guards.inplace_times,
    "pow": guards.power, "ipow": guards.inplace_power,
    "lshift": guards.shift, "ilshift": guards.inplace_shift,
    "mod": guards.percent, "imod": guards.inplace_percent,
    "floordiv": guards.quotient, "ifloordiv": guards.inplace_quotient,
    "ior": guards.inplace_union, "ixor": sets.inplace_either,
    "sub": sets.minus, "or_": sets.union, "and_": sets.common, "xor": sets.either,
}  # fmt: skip


def _priced(name: str, guard: Callable[[Any, Any], Any]) -> Any:
    return shim(getattr(real, name))(lambda a, b, /: guard(a, b))


def _adding(operation: Callable[[Any, Any], Any]) -> Any:
    return shim(operation)(lambda a, b, /: operation(addend(a), addend(b)))


def _adding_inplace(operation: Callable[[Any, Any], Any]) -> Any:
    def add(a: Any, b: Any, /) -> Any:
        # The others grow where they are.
        return operation(addend(a) if type(a) in _COPIED else a, guards.inplace_addend(b))

    return shim(operation)(add)


_COPIED: Final = frozenset({str, bytes, tuple})


def _setwise(operation: Callable[[Any, Any], Any]) -> Any:
    return shim(operation)(lambda a, b, /: operation(a, sets.inplace_operand(b)))


SUMS: Final = [
    _adding(real.add), _adding(real.concat),
    _adding_inplace(real.iadd), _adding_inplace(real.iconcat),
    *map(_setwise, (real.isub, real.iand)),
]  # fmt: skip

# --- Containers -----------------------------------------------------------------------------


@shim(real.contains)
def contains(a: Any, b: Any, /) -> bool:
    kind: Any
    for kind in TEXTS:
        if isinstance(a, kind):
            step_through(kind, a)
    return comparand(b) in container(a)


@shim(real.getitem)
def getitem(a: Any, b: Any, /) -> Any:
    return piece(a[hashable(b)])


@shim(real.delitem)
def delitem(a: Any, b: Any, /) -> None:
    del place(a)[b]


@shim(real.setitem)
def setitem(a: Any, b: Any, c: Any, /) -> None:
    place(a)[b] = c


@shim(real.countOf)
def countOf(a: Any, b: Any, /) -> int:
    return real.countOf(_searched(a), b)


@shim(real.indexOf)
def indexOf(a: Any, b: Any, /) -> int:
    return real.indexOf(_searched(a), b)


def _searched(a: Any) -> Any:
    # What is no iterable: for CPython's own error.
    return map(sought if wary() else paid, ticked(a)) if iterable(type(a)) else a


# --- Getters --------------------------------------------------------------------------------
#
# The real ones where nothing can go wrong: scalar keys, and names that are native on anything.
# They have no room for a nest of getters, which C would free, and print, without a bound.


class _Getter:
    """What is written here in the place of the three real classes."""

    __slots__ = ("__parts__",)

    def __repr__(self) -> str:
        return _rendered(self, map(render_repr, _parts(self)))


def _rendered(getter: _Getter, parts: Iterable[str]) -> str:
    # No guard looks into a getter: each level pays for itself and for its text.
    charge(10)
    text = f"operator.{type(getter).__name__}({', '.join(parts)})"
    pay_copy(len(text))
    return text


_parts: Callable[[object], tuple[Any, ...]] = _Getter.__dict__["__parts__"].__get__
_set_parts: Callable[[object, tuple[Any, ...]], None] = _Getter.__dict__["__parts__"].__set__


def _made(kind: type[_Getter], parts: tuple[Any, ...]) -> _Getter:
    # No `__init__`, that nothing can be called again on a getter there is.
    getter = object.__new__(kind)
    _set_parts(getter, parts)
    return getter


class _ItemGetter(_Getter):
    __slots__ = ()

    def __call__(self, obj: Any, /) -> Any:
        found = tuple([getitem(obj, item) for item in _parts(self)])
        return found if len(found) > 1 else found[0]


class _AttrGetter(_Getter):
    __slots__ = ()

    def __call__(self, obj: Any, /) -> Any:
        found = tuple([_resolve(obj, name) for name in _parts(self)])
        return found if len(found) > 1 else found[0]


def _resolve(obj: Any, name: str) -> Any:
    for part in compress(name.split("."), current().ticks):
        obj = read(obj, part)
    return obj


class _MethodCaller(_Getter):
    __slots__ = ()

    def __call__(self, obj: Any, /) -> Any:
        name, args, kwargs = _parts(self)
        return read(obj, name)(*args, **kwargs)

    def __repr__(self) -> str:
        name, args, kwargs = _parts(self)
        given = [repr(name), *map(render_repr, args)]
        given += [f"{key}={render_repr(value)}" for key, value in kwargs.items()]
        return _rendered(self, given)


def _itemgetter(item: Any, /, *items: Any) -> Any:
    items = (item, *items)
    if all(
        type(each) in SCALARS and (type(each) is not str or len(each) <= _SHORT) for each in items
    ):
        return real.itemgetter(*items)
    return _made(_ItemGetter, items)


def _attrgetter(attr: Any, /, *attrs: Any) -> Any:
    names = []
    for each in compress((attr, *attrs), current().ticks):
        if not isinstance(each, str):
            raise TypeError("attribute name must be a string")
        names.append(attribute_name(each))
    # By steps: a name of many parts takes longer than to be handed over.
    if all(len(name) <= _SHORT and _native(name) for name in compress(names, current().ticks)):
        return real.attrgetter(*names)
    return _made(_AttrGetter, tuple(names))


def _native(name: str) -> bool:
    """Tell whether each part of a dotted name may be loaded natively from anything."""
    absent = guarded()
    return not any(
        part in absent or part in BOUND or part.startswith("__") for part in name.split(".")
    )


def _methodcaller(name: Any, /, *args: Any, **kwargs: Any) -> Any:
    if not isinstance(name, str):
        raise TypeError("method name must be a string")
    return _made(_MethodCaller, (attribute_name(name), args, kwargs))


#: Per real class: its constructor here, and the class beside it.
GETTERS: Final[dict[type, tuple[Any, type]]] = {
    real.itemgetter: (_itemgetter, _ItemGetter),
    real.attrgetter: (_attrgetter, _AttrGetter),
    real.methodcaller: (_methodcaller, _MethodCaller),
}


#: Since then they say how they are called.
_TELL_SIGNATURES: Final = sys.version_info >= (3, 13)
_PARAMETERS: Final[dict[type, tuple[Any, ...]]] = {
    real.itemgetter: ("item", ("items", ARGS)),
    real.attrgetter: ("attr", ("attrs", ARGS)),
    real.methodcaller: ("name", ("args", ARGS), ("kwargs", NAMED)),
}


def _stand_in(kind: type) -> type:
    construct, beside = GETTERS[kind]
    beside.__name__ = beside.__qualname__ = kind.__name__
    beside.__module__ = "operator"
    trust(beside)
    made = stand_in(kind, construct, inherit=False, aliases=(beside,))
    if _TELL_SIGNATURES:
        first, *rest = _PARAMETERS[kind]
        STATED[made] = (Parameter(first, PLAIN), *starmap(Parameter, rest))
        STATED_OF[kind] = STATED_OF[beside] = (Parameter("obj", PLAIN),)
    return made


trust(_Getter)
declare("operator", *map(entry, GETTERS))
# Those of long names are ours.
BRIEF.update({real.attrgetter, real.itemgetter, real.methodcaller})

_ALIASED: Final = """
abs add and call contains delitem eq floordiv ge getitem gt iadd iand ifloordiv ilshift imatmul imod
imul index invert ior ipow irshift isub itruediv ixor le lshift lt matmul mod mul ne neg or pos pow
rshift setitem sub truediv xor
"""


def _aliases() -> dict[str, Any]:
    """Return what the special methods' own names stand for: `operator.__add__` is `add`."""
    return {
        f"__{name}__": MODULE.__dict__[getattr(real, f"__{name}__").__name__]
        for name in _ALIASED.split()
    }


MODULE = module(
    real, VETTED, *COMPARISONS, *SUMS, *(_priced(*each) for each in PRICED.items()),
    contains, getitem, delitem, setitem, countOf, indexOf, *map(_stand_in, GETTERS),
)  # fmt: skip
MODULE.__dict__.update(_aliases())
