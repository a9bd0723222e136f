"""Tools with declared types: dictionaries of a guest's become the records a tool asks for.

Only plain data crosses the boundary. A tool whose annotations name records (dataclasses, pydantic
models) or members of an `Enum` is called with such, made from the guest's plain data, and what
it returns of them goes back as plain data. Other tools are called as they are.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import inspect
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from time import monotonic
from typing import Any, Final

from . import flags
from .crowding import Keys, bound
from .open_models import check_name
from .runtime.boundary.calls import is_asynchronous
from .runtime.boundary.converting import mark, spend
from .runtime.boundary.record import Record
from .schemas import Known, known_of
from .stubs import fields_of, hints_of

Convert = Callable[[Any], Any]
#: Values in all that is converted for one call: it happens in the tool's time, for which a guest
#: does not pay, and an error may tell of each.
MOST_VALUES: Final = 50_000
#: Characters and bytes in all of it, and of one number: other types ask for its digits, in time
#: that grows with their square.
MOST_TEXT: Final = 10_000_000
MOST_DIGITS: Final = 4_300
#: So many errors of a model are told.
_TOLD: Final = 10
_FOR: Final = " for a tool with declared types"
_CONTAINERS: Final = frozenset({dict, list, tuple, set, frozenset})
_TEXTS: Final = frozenset({str, bytes, bytearray})
_NUMBERS: Final = frozenset({int, Decimal, Fraction})
_UNIONS: Final = (typing.Union, types.UnionType)
_POSITIONAL: Final = {
    inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD
}  # fmt: skip


def adapted(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Return *tool*, or a function that calls it with the declared types in place."""
    hints = dict(hints_of(tool))
    returns = _is_made(hints.pop("return", None))
    takes = {name: made for name, hint in hints.items() if (made := _inward(hint)) is not None}
    _check(hints[name] for name in takes)
    if not takes and not returns:
        return tool
    try:
        signature = inspect.signature(tool)
    except (ValueError, TypeError):
        return tool

    #: Where each argument has a place of its own, what it is made by; else none.
    kinds = {each.kind for each in signature.parameters.values()}
    placed = [takes.get(name) for name in signature.parameters] if kinds <= _POSITIONAL else []

    def converted(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any]:
        began = monotonic()
        try:
            if not kwargs and len(args) == len(placed):
                return tuple(map(_placed_in, placed, args)), kwargs
            try:
                bound = signature.bind(*args, **kwargs)
            except TypeError:
                return args, kwargs  # the call itself says what is wrong
            for name, value in bound.arguments.items():
                if name in takes:
                    _count(value)
                    kind = signature.parameters[name].kind
                    bound.arguments[name] = _each(takes[name], value, kind)
            return bound.args, bound.kwargs
        finally:
            spend(monotonic() - began)

    if is_asynchronous(tool):

        @functools.wraps(tool)
        async def adapted_async(*args: Any, **kwargs: Any) -> Any:
            args, kwargs = converted(args, kwargs)
            value = await tool(*args, **kwargs)
            return plain(value) if returns else value

        return mark(adapted_async) if takes else adapted_async

    @functools.wraps(tool)
    def adapted_tool(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = converted(args, kwargs)
        value = tool(*args, **kwargs)
        return plain(value) if returns else value

    return mark(adapted_tool) if takes else adapted_tool


def _placed_in(convert: Convert | None, value: Any) -> Any:
    if convert is None:
        return value
    _count(value)
    return convert(value)


def _is_made(hint: Any) -> bool:
    try:
        return _inward(hint) is not None
    except flags.NotForGuests:
        return True  # no guest may give it; the host may


def _each(convert: Convert, value: Any, kind: Any) -> Any:
    if kind is inspect.Parameter.VAR_POSITIONAL:
        return tuple(convert(item) for item in value)
    if kind is inspect.Parameter.VAR_KEYWORD:
        return {key: convert(item) for key, item in value.items()}
    return convert(value)


def _count(value: Any) -> None:
    """Refuse what holds too many values to be converted, or too large ones.

    Raises:
        ValueError: it does.
    """
    count, text, todo = 0, 0, [value]
    while todo:
        inside = todo.pop()
        if type(inside) is Record:
            inside = vars(inside)
        kind = type(inside)
        if kind in _TEXTS:
            text += len(inside)
            if text > MOST_TEXT:
                raise ValueError(f"more than {MOST_TEXT:,} characters{_FOR}")
        elif kind in _NUMBERS and _digits(inside) > MOST_DIGITS:
            raise ValueError(f"a number of more than {MOST_DIGITS:,} digits{_FOR}")
        elif kind in _CONTAINERS:
            count += len(inside)
            if count > MOST_VALUES:
                raise ValueError(f"more than {MOST_VALUES:,} values{_FOR}")
            todo += inside
            if kind is dict:
                todo += inside.values()


def _digits(number: int | Decimal | Fraction) -> int:
    """Return about how many decimal digits *number* has where it is written out."""
    if isinstance(number, Decimal):
        # Two or more to a byte: to ask for them takes time, and there may be many numbers.
        return max(abs(number.adjusted()), 2 * number.__sizeof__())
    if isinstance(number, Fraction):
        return max(_digits(number.numerator), _digits(number.denominator))
    return int(number.bit_length() * 0.30103)


# --- Into the tool ------------------------------------------------------------------------------


def _inward(hint: Any) -> Convert | None:
    """Return what makes plain data into the type *hint*; None where nothing is to be made."""
    if _names_a_model(hint):
        from pydantic import TypeAdapter

        return _validated(TypeAdapter(hint))
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _inward(arguments[0])
    if origin in _UNIONS:
        return _optional(arguments)
    if origin is not None:
        return _container(origin, arguments)
    if isinstance(hint, typing.NewType):
        return _inward(hint.__supertype__)
    if not isinstance(hint, type):
        return None
    if issubclass(hint, enum.Flag):
        return flags.maker(hint)
    if issubclass(hint, enum.Enum):
        return functools.partial(_member, hint)
    if dataclasses.is_dataclass(hint):
        return functools.partial(_record, hint)
    return None


def _names_a_model(hint: Any) -> bool:
    """Whether *hint* leads to a pydantic model, whose own library knows best how to make one."""
    if "pydantic" not in sys.modules:
        return False
    if isinstance(hint, type) and hasattr(hint, "model_validate"):
        return True
    return any(_names_a_model(each) for each in typing.get_args(hint))


def _validated(adapter: Any) -> Convert:
    known = known_of(adapter.core_schema)

    def validate(value: Any) -> Any:
        from pydantic import ValidationError

        known().look_at(value)
        try:
            return known().made(functools.partial(adapter.validate_python, _opened(value)))
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            told = [
                f"{'.'.join(map(str, each['loc'])) or 'value'}: {each['msg']}"
                for each in found[:_TOLD]
            ]
            if len(found) > _TOLD:
                told.append(f"and {len(found) - _TOLD} more")
            raise ValueError("; ".join(told)) from None

    return validate


def _opened(value: Any) -> Any:
    """Return plain data with the records of a guest's own objects as dictionaries.

    Raises:
        ValueError: a name is one that libraries look for on any object. A model with
            `extra="allow"` would have an attribute of that name.
    """
    if type(value) is Record:
        value = vars(value)
    if type(value) is dict:
        for key in value:
            check_name(key)
        return {key: _opened(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_opened(item) for item in value)
    return value


def _optional(arguments: tuple[Any, ...]) -> Convert | None:
    """A union of None and one type; for others nothing says which is meant."""
    rest = [each for each in arguments if each is not types.NoneType]
    convert = _inward(rest[0]) if len(rest) == 1 else None
    if convert is None:
        return None
    made = convert
    return lambda value: None if value is None else made(value)


def _container(origin: Any, arguments: tuple[Any, ...]) -> Convert | None:
    is_class = isinstance(origin, type)
    if is_class and issubclass(origin, Mapping) and len(arguments) == 2:
        key, value = map(_inward, arguments)
        if key is None and value is None:
            return None
        return functools.partial(_mapped, key or _same, value or _same)
    if origin is tuple and arguments[1:] != (...,):
        parts = [_inward(each) for each in arguments]
        if not any(parts):
            return None
        return functools.partial(_placed, [part or _same for part in parts])
    if is_class and issubclass(origin, Iterable):
        item = _inward(arguments[0]) if arguments else None
        return None if item is None else functools.partial(_listed, item)
    return None


def _same(value: Any) -> Any:
    return value


def _mapped(key: Convert, convert: Convert, value: Any) -> Any:
    if type(value) is not dict:
        raise TypeError(f"expected a dict, not {_told(value)}")
    if key is not _same:
        bound(list(value), Keys.ANY)
    return {key(each): convert(item) for each, item in value.items()}


def _placed(parts: list[Convert], value: Any) -> Any:
    if type(value) not in (list, tuple) or len(value) != len(parts):
        raise TypeError(f"expected a tuple of {len(parts)}, not {_told(value)}")
    return tuple(part(item) for part, item in zip(parts, value, strict=True))


def _listed(convert: Convert, value: Any) -> Any:
    if type(value) not in (list, tuple, set, frozenset):
        raise TypeError(f"expected a list, not {_told(value)}")
    if type(value) in (set, frozenset):
        bound(value, Keys.ANY)
    return type(value)(convert(item) for item in value)


def _member(kind: type[enum.Enum], value: Any) -> enum.Enum:
    return kind(value)


def _record(kind: Any, value: Any) -> Any:
    """Return an instance of the dataclass *kind* made from a dictionary of its fields.

    Raises:
        TypeError: the guest gave something else, or other fields.
    """
    if type(value) is Record:
        value = vars(value)
    if not isinstance(value, dict):
        raise TypeError(f"expected a dict with the fields of {kind.__name__}, not {_told(value)}")
    fields = _converters(kind)
    unknown = [key for key in value if key not in fields]
    missing = [name for name, (_, needed) in fields.items() if needed and name not in value]
    if unknown:
        raise TypeError(f"{kind.__name__} has no field {unknown[0]!r}")
    if missing:
        raise TypeError(f"{kind.__name__} needs the field {missing[0]!r}")
    made = {}
    for name, item in value.items():
        convert = fields[name][0]
        made[name] = item if convert is None else convert(item)
    if hasattr(kind, "__pydantic_validator__"):
        known = _known_of(kind)()
        known.look_at(made)
        return known.made(functools.partial(kind, **made))
    return kind(**made)


@functools.lru_cache(256)
def _converters(kind: Any) -> dict[str, tuple[Convert | None, bool]]:
    """Return by field of the dataclass *kind* what makes its value, and whether it must be given.

    Kept, for it takes longer than a record, and a guest does not pay for it.
    """
    fields = fields_of(kind) or {}
    return {name: (_inward(hint), needed) for name, (hint, needed) in fields.items()}


@functools.lru_cache(256)
def _known_of(kind: Any) -> Callable[[], Known]:
    """Return what tells what is known of the dataclass *kind* of pydantic's."""
    return known_of(kind.__pydantic_core_schema__)


def _check(hints: Iterable[Any]) -> None:
    """Look into the dataclasses of *hints*, as is done again when the first of each is made.

    Raises:
        flags.NotForGuests: one holds what no guest may be given.
    """
    seen: set[type] = set()
    todo = [*hints]
    while todo:
        hint = todo.pop()
        todo += typing.get_args(hint)
        if isinstance(hint, typing.NewType):
            todo.append(hint.__supertype__)
        if not isinstance(hint, type) or not dataclasses.is_dataclass(hint) or hint in seen:
            continue
        seen.add(hint)
        if hasattr(hint, "__pydantic_validator__"):
            _known_of(hint)
        for each, _ in (fields_of(hint) or {}).values():
            _inward(each)
            todo.append(each)


def _told(value: object) -> str:
    return "None" if value is None else type(value).__name__


# --- Out of the tool ----------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return a host's value with records as dictionaries and members of an `Enum` as values."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str, bytes):
        return value
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if hasattr(kind, "model_dump"):
        return plain(value.model_dump())
    if kind is dict:
        return {plain(key): plain(item) for key, item in value.items()}
    if kind in (list, tuple, set, frozenset):
        return kind(plain(item) for item in value)
    return value
