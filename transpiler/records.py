"""Frozen dataclasses without `dataclasses`, whose import and whose work for each class take longer
than most programs run.

A record is what `@dataclass(frozen=True, slots=True)` makes, and `dataclasses` takes it for one:
`fields`, `replace` and `asdict` find a `__dataclass_fields__`, which is made when it is first asked
for. To type checkers it is a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def replace(instance: Any, /, **changes: Any) -> Any:
        """Return a record like *instance* but for *changes*."""
        for name in instance.__match_args__:
            if name not in changes:
                changes[name] = getattr(instance, name)
        return type(instance)(**changes)

    def dataclass(
        *, frozen: bool = True, slots: bool = True, order: bool = False
    ) -> Callable[[type], type]:
        """Return what makes a record of a class: of the names it annotates, all are fields.

        A default is a value, and cannot be changed; there is no `field`. What is made is always
        frozen and has slots.
        """
        return lambda cls: _record(cls, order)


def _record(cls: type, order: bool) -> type:
    own = vars(cls).get("__annotations__", {})
    inherited = getattr(cls, "__match_args__", ())
    names = (*inherited, *(name for name in own if name not in inherited))
    space = {
        key: value
        for key, value in vars(cls).items()
        if key not in own and key not in ("__dict__", "__weakref__")
    }
    defaults = dict(getattr(cls, "__record_defaults__", ()))
    defaults.update((name, vars(cls)[name]) for name in own if name in vars(cls))
    values: Any = attrgetter(*names) if len(names) > 1 else lambda each: (getattr(each, names[0]),)
    space.update(
        _methods(values),
        __qualname__=cls.__qualname__,
        __slots__=tuple(name for name in own if name not in inherited),
        __match_args__=names,
        __record_defaults__=defaults,
        __dataclass_fields__=_Fields(),
    )
    if order:
        space.update(_comparisons(values))
    made = type(cls)(cls.__name__, cls.__bases__, space)
    made.__init__ = _initializer(made, names, defaults)  # type: ignore[misc]
    return made


def _initializer(made: Any, names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """Return `__init__`, which stores through the slots themselves: that is not frozen."""
    scope = {f"_{name}": getattr(made, name).__set__ for name in names}
    scope.update((f"_default_{name}", value) for name, value in defaults.items())
    parameters = [f"{name}=_default_{name}" if name in defaults else name for name in names]
    lines = [f"def __init__(self, {', '.join(parameters)}):"]
    lines += [f" _{name}(self, {name})" for name in names]
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec("\n".join(lines), scope)
    function: Any = scope["__init__"]
    function.__qualname__ = f"{made.__qualname__}.__init__"
    function.__module__ = made.__module__
    return function


def _methods(values: Callable[[Any], tuple[Any, ...]]) -> dict[str, Any]:
    def __eq__(self: Any, other: Any) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(values(self))

    def __repr__(self: Any) -> str:
        names = self.__match_args__
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({fields})"

    def __setattr__(self: Any, name: str, value: Any) -> None:
        raise _frozen(f"cannot assign to field {name!r}")

    def __delattr__(self: Any, name: str) -> None:
        raise _frozen(f"cannot delete field {name!r}")

    def __getstate__(self: Any) -> list[Any]:
        return list(values(self))

    def __setstate__(self: Any, state: list[Any]) -> None:
        for name, value in zip(self.__match_args__, state, strict=True):
            object.__setattr__(self, name, value)

    return {each.__name__: each for each in (
        __eq__, __hash__, __repr__, __setattr__, __delattr__, __getstate__, __setstate__,
    )}  # fmt: skip


def _comparisons(values: Callable[[Any], tuple[Any, ...]]) -> dict[str, Any]:
    def __lt__(self: Any, other: Any) -> bool:
        return values(self) < values(other) if type(other) is type(self) else NotImplemented

    def __le__(self: Any, other: Any) -> bool:
        return values(self) <= values(other) if type(other) is type(self) else NotImplemented

    def __gt__(self: Any, other: Any) -> bool:
        return values(self) > values(other) if type(other) is type(self) else NotImplemented

    def __ge__(self: Any, other: Any) -> bool:
        return values(self) >= values(other) if type(other) is type(self) else NotImplemented

    return {each.__name__: each for each in (__lt__, __le__, __gt__, __ge__)}


def _frozen(message: str) -> Exception:
    from dataclasses import FrozenInstanceError

    return FrozenInstanceError(message)


class _Fields:
    """The fields of a record as `dataclasses` has them."""

    def __get__(self, instance: object, owner: Any) -> dict[str, Any]:
        import dataclasses

        twin: dict[str, Any] = {"__annotations__": dict.fromkeys(owner.__match_args__, Any)}
        for name, default in owner.__record_defaults__.items():
            # `dataclasses` takes what has no hash for something that could be changed.
            twin[name] = default
            if type(default).__hash__ is None:
                twin[name] = dataclasses.field(default_factory=repeat(default).__next__)
        kind: Any = dataclasses.dataclass(type("Twin", (), twin))
        fields: dict[str, Any] = kind.__dataclass_fields__
        for name, each in fields.items():
            each.type = _annotation(owner, name)
        owner.__dataclass_fields__ = fields
        return fields


def _annotation(owner: type, name: str) -> Any:
    for base in owner.__mro__:
        if name in vars(base).get("__annotations__", {}):
            return base.__annotations__[name]
    return Any
