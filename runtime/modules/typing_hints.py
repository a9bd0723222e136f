"""`get_type_hints`: annotations with the types that strings in them name.

A string is parsed as an expression and read as a type: names, attributes, subscripts, `|`.
Nothing else in it is evaluated, and each step is one that the program could take itself.
"""

from __future__ import annotations

import ast
from types import FunctionType, GenericAlias, MethodType
from typing import Any, Final

from cloche.transpiler.vocabulary import is_dunder

from ..builtins.reflection import read
from ..guards.rendering import render_repr
from ..run import charge, current
from ..standins import is_class, namespace
from .plain import exact_str
from .stand_in import Module
from .typing_forms import Alias, ForwardRef, union

#: A longer text names no type.
_LONGEST: Final = 1_000
#: Said about a type, and dropped unless asked for.
_EXTRAS: Final = frozenset({"Annotated", "Required", "NotRequired", "ReadOnly"})
_ABSENT: Final = object()

Scope = tuple[Any, ...]


def hints(obj: Any, globalns: Any, localns: Any, include_extras: bool) -> dict[str, Any]:
    """Return the annotations of a class, with those it inherits, or of a function.

    Raises:
        NameError: a string names what is not there.
        TypeError: *obj* has none, or a string is no type.
    """
    found: dict[str, Any] = {}
    own = current().own
    for written, scope in _annotated(obj, own):
        names = tuple(each for each in (localns, globalns) if isinstance(each, dict)) or scope
        charge(len(written))
        for name, value in list(written.items()):
            found[name] = _resolved(value, names)
    if include_extras:
        return found
    return {name: _bare(value) for name, value in found.items()}


def _annotated(obj: Any, own: Any) -> list[tuple[dict[str, Any], Scope]]:
    names = current().globals
    if is_class(obj):
        kinds = [kind for kind in reversed(obj.__mro__) if kind in own]
        return [(_of_class(kind), (names, namespace(kind))) for kind in kinds]
    while type(obj) is FunctionType and "__wrapped__" in obj.__dict__:
        charge(1)
        obj = obj.__dict__["__wrapped__"]
    function = obj.__func__ if type(obj) is MethodType else obj
    if type(function) is FunctionType:
        return [(function.__annotations__ if function.__globals__ is names else {}, (names,))]
    if type(obj) is Module:
        return []
    raise TypeError(f"{render_repr(obj)} is not a module, class, method, or function.")


def _of_class(kind: type) -> dict[str, Any]:
    found = namespace(kind).get("__annotations__", {})
    return found if type(found) is dict else {}


def _resolved(value: Any, names: Scope) -> Any:
    charge(1)
    if value is None:
        return type(None)
    if isinstance(value, str):
        return _parsed(exact_str(value), names)
    if type(value) is ForwardRef:
        return _parsed(value.__forward_arg__, names)
    if type(value) is list:
        return [_resolved(each, names) for each in value]
    if type(value) is Alias and value.__args__ and value.__name__ != "Literal":
        return _again(value, tuple(_resolved(each, names) for each in value.__args__))
    if type(value) is GenericAlias and any(_has_name(each) for each in value.__args__):
        args = tuple(_resolved(each, names) for each in value.__args__)
        origin: Any = value.__origin__
        return origin[args if len(args) > 1 else args[0]]
    return value


def _has_name(x: Any) -> bool:
    return isinstance(x, (str, ForwardRef, Alias, GenericAlias))


def _again(alias: Alias, args: tuple[Any, ...]) -> Any:
    if alias.__name__ == "Union":
        return union(args)
    return Alias(alias.__origin__, args, alias.__name__, metadata=alias.__metadata__)


def _bare(value: Any) -> Any:
    """Return a type without what is said about it."""
    charge(1)
    if type(value) is Alias and value.__args__:
        args = tuple(map(_bare, value.__args__))
        return args[0] if value.__name__ in _EXTRAS else _again(value, args)
    return value


# --- Reading a string ---------------------------------------------------------------------------


def _parsed(text: str, names: Scope) -> Any:
    if len(text) > _LONGEST:
        raise TypeError(f"a type written as a string has at most {_LONGEST} characters here")
    charge(len(text))
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise SyntaxError(f"Forward reference must be an expression -- got {text!r}") from None
    found = _read(tree.body, names)
    return type(None) if found is None else found


def _read(node: ast.expr, names: Scope, literally: bool = False) -> Any:
    charge(1)
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and not literally:
            return _parsed(node.value, names)
        return node.value
    if isinstance(node, ast.Name):
        return _named(node.id, names)
    if isinstance(node, ast.Attribute):
        return read(_read(node.value, names), node.attr)
    if isinstance(node, ast.Subscript):
        owner = _read(node.value, names)
        inside = literally or getattr(owner, "__name__", None) == "Literal"
        return owner[_read(node.slice, names, inside)]
    if isinstance(node, ast.Tuple):
        return tuple(_read(each, names, literally) for each in node.elts)
    if isinstance(node, ast.List):
        return [_read(each, names, literally) for each in node.elts]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _read(node.left, names) | _read(node.right, names)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and literally:
        return -_read(node.operand, names, literally)
    raise TypeError(f"a type written as a string may not hold {type(node).__name__} here")


def _named(name: str, names: Scope) -> Any:
    """Return what *name* means.

    A function is no type, and would be handed to a guest's `__class_getitem__`. That must not be:
    the verifier takes for granted that a program which does not write `exec` or the name of one of
    its functions gets hold of neither (`verify/blocks.py`, `verify/calls.py`).
    """
    found: Any = _ABSENT
    if not is_dunder(name):
        found = next((place[name] for place in names if name in place), _ABSENT)
        builtins: Any = current().globals.get("__builtins__")
        if found is _ABSENT and name in _offered() and type(builtins) is dict:
            found = builtins[name]
    if found is _ABSENT:
        raise NameError(f"name {name!r} is not defined")
    if type(found) is FunctionType:
        raise TypeError(f"a type written as a string may not name the function {name!r} here")
    return found


def _offered() -> frozenset[str]:
    from ..namespace import OFFERED

    return OFFERED
