"""The simplest types as values: a form of `typing`, a type written as a string."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from types import FunctionType, GenericAlias
from typing import Any, Final, NoReturn

from ..guards.aliases import ASKED
from ..guards.rendering import render_repr
from ..lasting import count_text
from ..run import charge
from ..standins import plain, trust
from .plain import exact_str

#: A longer text names no type.
LONGEST: Final = 1_000


#: What makes a union, once there is one (`typing_forms`).
UNITING: Final[list[Callable[[Any], Any]]] = []
#: What gives the variables of an alias their values (`typing_substitution`).
SUBSTITUTING: Final[list[Callable[[Any, tuple[Any, ...]], Any]]] = []


class _Type:
    """Anything of this module that can stand where a type is expected."""

    __slots__ = ("__weakref__",)

    def __or__(self, other: Any) -> Any:
        return UNITING[0]((self, other))

    def __ror__(self, other: Any) -> Any:
        return UNITING[0]((other, self))

    def __instancecheck__(self, instance: object) -> bool:
        raise TypeError(f"{self!r} cannot be used with isinstance()")

    def __subclasscheck__(self, cls: type) -> bool:
        raise TypeError(f"{self!r} cannot be used with issubclass()")

    def __init_subclass__(cls, **kwargs: object) -> None:
        cls.__module__ = "typing"
        plain(cls, derivable=False)
        trust(cls)
        ASKED.add(cls)


class ForwardRef(_Type):
    """A type written as a string; it stays one."""

    __slots__ = ("__forward_arg__", "__forward_is_argument__", "__forward_is_class__",
                 "__forward_module__")  # fmt: skip

    def __init__(
        self, arg: Any, is_argument: Any = True, module: Any = None, *, is_class: Any = False
    ) -> None:
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {render_repr(arg):.100}")
        self.__forward_arg__ = exact_str(arg)
        parsed(self.__forward_arg__)
        self.__forward_is_argument__ = bool(is_argument)
        self.__forward_is_class__ = bool(is_class)
        self.__forward_module__ = None if module is None else exact_str(module)

    def __eq__(self, other: object) -> bool:
        return (
            type(other) is ForwardRef
            and self.__forward_arg__ == other.__forward_arg__
            and self.__forward_module__ == other.__forward_module__
        )

    def __hash__(self) -> int:
        return hash((self.__forward_arg__, self.__forward_module__))

    def __repr__(self) -> str:
        module = self.__forward_module__
        more = "" if module is None else f", module={render_repr(module)}"
        return f"ForwardRef({render_repr(self.__forward_arg__)}{more})"


def parsed(text: str) -> ast.expr | None:
    """Return the tree of a type written as a string; None for one that is too long to be one.

    Raises:
        SyntaxError: it is no expression.
    """
    if len(text) > LONGEST:
        return None
    charge(len(text))
    count_text(text)
    try:
        starred = text.startswith("*")
        tree = ast.parse(f"({text},)[0]" if starred else text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise SyntaxError(
            f"Forward reference must be an expression -- got {render_repr(text)}"
        ) from None
    if starred and isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Tuple):
        return tree.value.elts[0]
    return tree


class Form(_Type):
    """A name that is subscripted in its own way, or not at all: `Union`, `Self`.

    Parameters:
        name: as written after `typing.`.
        subscript: what makes `form[…]`; None for a form that takes nothing.
        plain: whether it is a type by itself, as `IO` is.
    """

    __slots__ = ("__name__", "__plain__", "__subscript__")

    def __init__(
        self,
        name: str,
        subscript: Callable[[Any, Any], Any] | None = None,
        plain: bool = False,
    ) -> None:
        self.__name__ = exact_str(name)
        self.__subscript__ = subscript
        self.__plain__ = plain

    def __getitem__(self, params: Any) -> Any:
        subscript = _subscript(self)
        if subscript is None:
            raise TypeError(f"{self!r} is not subscriptable")
        return subscript(self, params)

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"Cannot instantiate {self!r}")

    def __repr__(self) -> str:
        return f"typing.{self.__name__}"


_subscript: Callable[[object], Any] = Form.__dict__["__subscript__"].__get__


def shown_type(x: Any) -> str:
    """Return a type as it is printed inside another."""
    if isinstance(x, type) and not isinstance(x, GenericAlias):
        module, name = x.__module__, x.__qualname__
        return name if module == "builtins" else f"{module}.{name}"
    if x is ...:
        return "..."
    if type(x) is FunctionType:
        return x.__name__
    if type(x) is list:
        return f"[{', '.join(map(shown_type, x))}]"
    if type(x) is tuple and sys.version_info >= (3, 12):
        return f"[{', '.join(map(shown_type, x))}]"
    return render_repr(x)


plain(_Type, derivable=False)
trust(_Type)
