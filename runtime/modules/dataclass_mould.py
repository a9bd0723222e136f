"""The real decorator at work: on a class of ours, in which nothing of the guest's is but names.

It asks the class it is given for everything and stores by `setattr`, so that a metaclass, a
descriptor, the truth of `init=` and the class of a default are code that runs between the check of
a name and its use, and is handed methods that look at nothing. So it gets a *mould*: a plain class
whose fields are copies (`Cast`) with flags that are true or false, and for each default something
that can be nothing but held. The mould tells of the guest's class what the real one asks for: which
methods it has, what it inherits.
"""

from __future__ import annotations

import dataclasses as real
from types import CellType, FunctionType
from typing import Any, Final

from cloche.transpiler.vocabulary import is_dunder

from ..guards.rendering import shown as rendered
from ..standins import namespace
from .dataclass_fields import FIELDS, ORDINARY, PARAMS, Field

_NOWHERE: Final = "a module of the guest"
#: What the real decorator looks for in the class itself.
_ASKED: Final = tuple(
    f"__{name}__"
    for name in "init repr eq lt le gt ge hash setattr delattr replace match_args slots".split()
)
_TAKEN: Final = object()


class _Held:
    """Stands for a default, or for what makes one."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class _Printed(type):
    """The type of a class that prints as another; the real decorator prints it."""

    text = ""

    def __repr__(cls) -> str:
        return cls.text


class Cast(Field):
    """A field as the real decorator sees it.

    Parameters:
        shown: the field that the guest sees.
        given: whether the class has it for an attribute, which its default is to replace.
    """

    __slots__ = ("given", "shown")

    def __init__(self, shown: Field, ordinary: bool, given: bool) -> None:
        late = shown.kw_only
        super().__init__(
            _default(shown.default) if ordinary else _held(shown.default),
            _held(shown.default_factory),
            bool(shown.init), bool(shown.repr), None if shown.hash is None else bool(shown.hash),
            bool(shown.compare), None, late if late is real.MISSING else bool(late),
        )  # fmt: skip
        self.shown, self.given = shown, given

    def is_ordinary(self) -> bool:
        """Tell whether it is neither a class variable nor a parameter of `__init__` only."""
        return self._field_type is ORDINARY  # type: ignore[attr-defined]


def _held(value: Any) -> Any:
    return value if value is real.MISSING else _Held(value)


def _default(value: Any) -> Any:
    """Return what stands for the default of an ordinary field: without a hash, if it has none."""
    if value is real.MISSING or value.__class__.__hash__ is not None:
        return _held(value)
    text = str(rendered(type(value)))
    return _Printed("", (), {"text": text, "__hash__": None})()


def inherited_cast(name: str, shown: Field) -> Cast:
    """Return the cast of a field that another dataclass has under *name*."""
    cast = Cast(shown, False, False)
    cast.name, cast.type = name, object
    cast._field_type = shown._field_type  # type: ignore[attr-defined]
    return cast


def mould(
    cls: type, kinds: dict[str, Any], own: dict[str, Cast], bases: tuple[type, ...], post_init: bool
) -> Any:
    """Return a plain class that is to the real decorator what *cls* would be.

    Parameters:
        kinds: the annotations, each `object` or a special form.
        bases: moulds of its bases.
    """
    space = namespace(cls)
    head = {
        "__module__": _NOWHERE, "__qualname__": qualified(cls), "__doc__": "x",
        "__annotations__": dict(kinds),
    }  # fmt: skip
    made = type(str.__str__(cls.__name__), bases, head)
    # Stored one by one: `type.__new__` would tell each default of its name.
    for name in _ASKED:
        if name in space:
            type.__setattr__(made, name, None if space[name] is None else _TAKEN)
    if post_init:
        type.__setattr__(made, "__post_init__", _TAKEN)
    for name, value in [*space.items()]:
        if type(value) is Field and name not in kinds:
            if type(name) is not str or is_dunder(name):
                raise TypeError(f"{name!r} is a field but has no type annotation")
            type.__setattr__(made, name, Cast(_EMPTY, False, False))
    for name, cast in own.items():
        type.__setattr__(made, name, cast)
    return made


_EMPTY: Final = Field(real.MISSING, real.MISSING, True, True, None, True, None, real.MISSING)


def base_of_fields(fields: dict[str, Cast], params: Any) -> type:
    """Return the mould of a base that has these *fields*."""
    return type("base", (), {"__slots__": (), FIELDS: fields, PARAMS: params})


def base_of_slots(base: Any) -> type:
    """Return the mould of a base with the slots that *base* has."""
    made = type("base", (), {} if base.__weakrefoffset__ else {"__slots__": ()})
    slots = namespace(base).get("__slots__")
    if slots is not None:
        names = (slots,) if type(slots) is str else slots
        exact = type(names) in (tuple, list, dict)
        kept = tuple([name for name in names if type(name) is str]) if exact else ()
        type.__setattr__(made, "__slots__", kept)
    elif "__slots__" in namespace(made):
        type.__delattr__(made, "__slots__")
    return made


def process(made: Any, options: dict[str, bool], known: set[str]) -> tuple[dict[str, Cast], Any]:
    """Let the real decorator make the mould *made* a dataclass.

    Parameters:
        known: the names that have been checked.

    Returns:
        all fields, and the `__slots__` it asks for.
    """
    result: Any = real.dataclass(made, **options)
    fields = namespace(made)[FIELDS]
    for name, cast in fields.items():
        if type(cast) is not Cast or cast.name != name or name not in known:
            raise TypeError("a dataclass has a field that nobody has looked at")
    init = namespace(made).get("__init__")
    if type(init) is FunctionType:
        _fill(init)
    return fields, namespace(result).get("__slots__")


def _fill(init: FunctionType) -> None:
    """Put the defaults into *init*, in the place of what stood for them."""
    if init.__defaults__:
        init.__defaults__ = tuple(map(_value, init.__defaults__))
    if init.__kwdefaults__:
        init.__kwdefaults__ = {name: _value(each) for name, each in init.__kwdefaults__.items()}
    for cell in init.__closure__ or ():
        _fill_cell(cell)


def _fill_cell(cell: CellType) -> None:
    cell.cell_contents = _value(cell.cell_contents)


def _value(x: Any) -> Any:
    return x.value if type(x) is _Held else x


#: The qualified name of a class, whatever its metaclass says.
_qualname: Final[Any] = type.__dict__["__qualname__"].__get__


def qualified(cls: type) -> str:
    return str.__str__(_qualname(cls))
