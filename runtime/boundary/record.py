"""What an instance of a guest's class becomes outside: its name and its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from .truth import is_dunder


class Record:
    """A read-only copy of a guest's object: `record.x`, `record["x"]`, `vars(record)`.

    It has no methods but Python's own, so that any name is free for an attribute. Two are
    equal if type names and contents are; one can be hashed if its contents can.

    Parameters:
        type_name: name of the guest's class, also `record.__type_name__`.
        attributes: plain data by name.
    """

    __slots__ = ("__attributes", "__type_name")

    def __init__(self, type_name: str, attributes: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_Record__type_name", type_name)
        object.__setattr__(self, "_Record__attributes", dict(attributes))

    # A guest may give its object an attribute of any name that is no dunder, that of a slot
    # included (`_Record__attributes`): only `record["_Record__attributes"]` shows that one.
    __type_name: str
    __attributes: dict[str, Any]

    @property
    def __type_name__(self) -> str:
        return self.__type_name

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        """A copy of the attributes; `vars(record)`."""
        return dict(self.__attributes)

    def __getattr__(self, name: str) -> Any:
        # Libraries ask any object for such names, and do as they say. None crosses the boundary;
        # the host may have made this record.
        if is_dunder(name):
            message = f"{self.__type_name} record has no attribute {name!r}"
            raise AttributeError(message, name=name, obj=self)
        try:
            return self.__attributes[name]
        except KeyError:
            known = ", ".join(self.__attributes) or "none"
            message = f"{self.__type_name} record has no attribute {name!r}; it has {known}"
        raise AttributeError(message, name=name, obj=self)

    def __getitem__(self, name: str) -> Any:
        return self.__attributes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.__attributes)

    def __len__(self) -> int:
        return len(self.__attributes)

    def __contains__(self, name: object) -> bool:
        return name in self.__attributes

    def __bool__(self) -> bool:
        return True

    def __dir__(self) -> list[str]:
        return sorted(self.__attributes)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self.__type_name} record is read-only", name=name, obj=self)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self.__type_name} record is read-only", name=name, obj=self)

    def __eq__(self, other: object) -> bool:
        if type(other) is not Record:
            return NotImplemented
        return self.__type_name == other.__type_name and self.__attributes == other.__attributes

    def __hash__(self) -> int:
        return hash((self.__type_name, frozenset(self.__attributes.items())))

    def __repr__(self) -> str:
        content = ", ".join(f"{name}={value!r}" for name, value in self.__attributes.items())
        return f"{self.__type_name}({content})"

    def __reduce__(self) -> tuple[type[Record], tuple[str, dict[str, Any]]]:
        return Record, (self.__type_name, self.__attributes)
