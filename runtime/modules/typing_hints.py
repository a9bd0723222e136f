"""`get_type_hints`: annotations with the types that strings in them name.

A string is parsed as an expression and read as a type: names, attributes, subscripts, `|`.
Nothing else in it is evaluated, and each step is one that the program could take itself.
"""

from __future__ import annotations

import ast
from collections import deque
from dataclasses import KW_ONLY, InitVar
from functools import reduce
from operator import or_
from types import (
    BuiltinFunctionType,
    EllipsisType,
    FunctionType,
    GenericAlias,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    UnionType,
    WrapperDescriptorType,
)
from typing import Any, Final

from cloche.transpiler.vocabulary import is_dunder

from ..builtins.reflection import getattr as load
from ..builtins.reflection import read
from ..guards.contents import SCALARS
from ..guards.dunders import is_own_function
from ..guards.listed import arguments_of, settling
from ..guards.rendering import render_repr
from ..guards.writing import writable
from ..run import charge, current
from ..standins import is_class, namespace
from .plain import exact_str
from .stand_in import Module
from .typing_basics import LONGEST, ForwardRef, _Type, parsed
from .typing_forms import UNPACK, Alias
from .typing_substitution import remade
from .typing_vars import TypeVarTuple

#: Said about a type, and dropped unless asked for.
_EXTRAS: Final = frozenset({"Annotated", "Required", "NotRequired", "ReadOnly"})
_ABSENT: Final = object()

Scope = tuple[Any, ...]


def mark(x: Any, name: str, value: Any) -> None:
    """Store a mark of this module in *x*, if the guest could write to it."""
    try:
        target = writable(x)
        (type if is_class(x) else object).__setattr__(target, name, value)
    except (AttributeError, TypeError):
        pass


def no_type_check(arg: Any) -> Any:
    """Mark a function or class, with the functions and classes in it."""
    if is_class(arg):
        for kind in arg.__mro__:
            for value in [*namespace(kind).values()] if kind in current().own else ():
                charge(1)
                found = value.__func__ if type(value) in (staticmethod, classmethod) else value
                if (is_own_function(found) or found_class(found)) and (
                    found.__qualname__ == f"{arg.__qualname__}.{found.__name__}"
                ):
                    if is_class(found):
                        no_type_check(found)
                    else:
                        mark(found, "__no_type_check__", True)
    mark(arg, "__no_type_check__", True)
    return arg


def found_class(x: Any) -> bool:
    """Tell whether *x* is a class of the guest's."""
    return is_class(x) and x in current().own


def hints(obj: Any, globalns: Any, localns: Any, include_extras: bool) -> dict[str, Any]:
    """Return the annotations of a class, with those it inherits, or of a function.

    Raises:
        NameError: a string names what is not there.
        TypeError: *obj* has none, or a string is no type.
    """
    if load(obj, "__no_type_check__", None):
        return {}
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
    if is_own_function(function):
        return [(function.__annotations__, (function.__globals__,))]
    written = load(obj, "__annotations__", None)
    if type(written) is dict:
        return [(written, (names,))]
    if type(obj) in _WITHOUT:
        return []
    raise TypeError(f"{render_repr(obj)} is not a module, class, method, or function.")


#: What may be asked, and has no annotations of a guest's.
_WITHOUT: Final = (
    FunctionType, MethodType, BuiltinFunctionType, MethodDescriptorType, MethodWrapperType,
    WrapperDescriptorType, Module,
)  # fmt: skip


def _of_class(kind: type) -> dict[str, Any]:
    found = namespace(kind).get("__annotations__", {})
    return found if type(found) is dict else {}


def _resolved(value: Any, names: Scope, within: frozenset[str] = frozenset()) -> Any:
    """Return a type with what strings in it name.

    Parameters:
        within: the strings that are being read, which stay as they are.
    """
    charge(1)
    if value is None:
        return type(None)
    if isinstance(value, str):
        value = ForwardRef(exact_str(value))
    if type(value) is ForwardRef:
        text = value.__forward_arg__
        return value if text in within else _parsed(text, names, within | {text})
    if type(value) in (list, tuple):
        return type(value)(_resolved(each, names, within) for each in value)
    if type(value) is Alias and value.__args__ and value.__name__ != "Literal":
        args = tuple(_resolved(each, names, within) for each in value.__args__)
        return value if args == value.__args__ else remade(value, args)
    if type(value) is GenericAlias:
        args = tuple(_resolved(each, names, within) for each in arguments_of(value))
        found = value if args == arguments_of(value) else _like(value, args)
        return UNPACK[_like(found, arguments_of(found))] if value.__unpacked__ else found
    if type(value) is UnionType:
        args = tuple(_resolved(each, names, within) for each in value.__args__)
        return value if args == value.__args__ else reduce(or_, args)
    return value


def _like(alias: Any, args: tuple[Any, ...]) -> Any:
    return settling(alias.__origin__[args if len(args) != 1 else args[0]])


def _bare(value: Any) -> Any:
    """Return a type without what is said about it."""
    charge(1)
    if type(value) is Alias and value.__args__:
        args = tuple(map(_bare, value.__args__))
        if value.__name__ in _EXTRAS:
            return args[0]
        return value if args == value.__args__ else remade(value, args)
    if type(value) in (GenericAlias, UnionType):
        args = tuple(map(_bare, arguments_of(value)))
        if args == arguments_of(value):
            return value
        return _like(value, args) if type(value) is GenericAlias else reduce(or_, args)
    return value


# --- Reading a string ---------------------------------------------------------------------------


def _parsed(text: str, names: Scope, within: frozenset[str] = frozenset()) -> Any:
    tree = parsed(text.strip())
    if tree is None:
        raise TypeError(f"a type written as a string has at most {LONGEST} characters here")
    found = _read(tree, names)
    return _resolved(found, names, within)


def _read(node: ast.expr, names: Scope, literally: bool = False) -> Any:
    charge(1)
    if isinstance(node, ast.Constant):
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
    if isinstance(node, ast.Starred):
        starred = _read(node.value, names)
        if type(starred) in (GenericAlias, TypeVarTuple, Alias):
            return next(iter(starred))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and literally:
        return -_read(node.operand, names, literally)
    raise TypeError(f"a type written as a string may not hold {type(node).__name__} here")


#: What a name may stand for besides classes, forms of `typing` and instances of a guest's classes.
_NAMED: Final = SCALARS | {GenericAlias, UnionType, Module, EllipsisType, InitVar, type(KW_ONLY)}
#: Of these the verifier may know whom they are given to, also where a class derives from one.
_FOLLOWED: Final = (list, tuple, set, frozenset, dict, deque)


def _may_be_named(x: Any) -> bool:
    kind = type(x)
    if is_class(x) or issubclass(kind, _Type) or kind in _NAMED:
        return True
    return kind in current().own and not issubclass(kind, _FOLLOWED)


def _named(name: str, names: Scope) -> Any:
    """Return what *name* means.

    A function or a container is no type, and would be handed to a guest's `__class_getitem__`.
    That must not be: the verifier takes for granted that a program which does not write `exec` or
    the name of one of its functions gets hold of neither (`verify/blocks.py`, `verify/calls.py`),
    and that nobody has a container but who is given it by what the program writes (`contents.py`).
    """
    found: Any = _ABSENT
    if not is_dunder(name):
        found = next((place[name] for place in names if name in place), _ABSENT)
        builtins: Any = current().globals.get("__builtins__")
        if found is _ABSENT and name in _offered() and type(builtins) is dict:
            found = builtins[name]
    if found is _ABSENT:
        raise NameError(f"name {name!r} is not defined")
    if not _may_be_named(found):
        kind = type(found).__name__
        raise TypeError(f"a type written as a string may not name the {kind} {name!r} here")
    return found


def _offered() -> frozenset[str]:
    from ..namespace import OFFERED

    return OFFERED
