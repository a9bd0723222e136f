"""Type variables and new types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..run import current
from .plain import exact_str
from .typing_forms import Form, _Type, argument, single


class TypeVar(_Type):
    """A type variable; only its name matters here."""

    __slots__ = ("__bound__", "__constraints__", "__contravariant__", "__covariant__", "__name__")
    __is_variable__ = True

    def __init__(
        self,
        name: Any,
        *constraints: Any,
        bound: Any = None,
        covariant: Any = False,
        contravariant: Any = False,
        infer_variance: Any = False,
        default: Any = None,
    ) -> None:
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        self.__name__ = exact_str(name, "name")
        self.__constraints__ = tuple(map(argument, constraints))
        self.__bound__ = None if bound is None else argument(bound)
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)

    def __repr__(self) -> str:
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class ParamSpec(_Type):
    """A variable for the parameters of a callable."""

    __slots__ = ("__name__", "args", "kwargs")
    __is_variable__ = True

    def __init__(
        self, name: Any, *, bound: Any = None, covariant: Any = False, contravariant: Any = False,
        default: Any = None,
    ) -> None:  # fmt: skip
        self.__name__ = exact_str(name, "name")
        self.args = ParamSpecPart(self.__name__, "args")
        self.kwargs = ParamSpecPart(self.__name__, "kwargs")

    def __repr__(self) -> str:
        return f"~{self.__name__}"


class ParamSpecPart(_Type):
    """`P.args` or `P.kwargs`."""

    __slots__ = ("__text__",)

    def __init__(self, owner: Any, part: Any) -> None:
        self.__text__ = f"{exact_str(owner)}.{exact_str(part)}"

    def __repr__(self) -> str:
        return self.__text__


class TypeVarTuple(_Type):
    """A variable for any number of types."""

    __slots__ = ("__name__",)
    __is_variable__ = True

    def __init__(self, name: Any, *, default: Any = None) -> None:
        self.__name__ = exact_str(name, "name")

    def __iter__(self) -> Iterator[Any]:
        yield UNPACK[self]

    def __repr__(self) -> str:
        return self.__name__


class NewType(_Type):
    """A type of its own to a checker; at run time, a function that returns its argument."""

    __slots__ = ("__home__", "__name__", "__supertype__")

    def __init__(self, name: Any, tp: Any) -> None:
        self.__name__ = exact_str(name, "name")
        self.__supertype__ = tp
        module = current().globals.get("__name__")
        self.__home__ = module if type(module) is str else "__main__"

    def __call__(self, x: Any, /) -> Any:
        return x

    def __repr__(self) -> str:
        return f"{self.__home__}.{self.__name__}"


UNPACK = Form("Unpack", single)
