"""`inspect`: what kind of thing something is, and the signatures of the guest's own functions.

A signature is read from the function here and copied into plain objects of ours: nothing of it
leads to the code, and nothing of the library is asked.
"""

from __future__ import annotations

import inspect as real
from collections import OrderedDict
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, GeneratorType, MappingProxyType, MethodType
from typing import Any, Final

from ..builtins.reflection import read
from ..guards.dunders import is_own_function
from ..guards.rendering import render_repr
from ..prices import reserve
from ..run import charge, current
from ..standins import is_class, namespace, opaque, plain, trust
from .annotation_text import annotation_text
from .plain import exact_str
from .stand_in import module, shim, ticked

VETTED = ""
_KINDS: Final = (
    "POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD",
)  # fmt: skip


class empty:
    """Marks what a parameter does not have."""

    __slots__ = ()


empty.__name__ = empty.__qualname__ = "_empty"


class Kind(int):
    """How a parameter takes its argument."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return _KINDS[self]

    @property
    def description(self) -> str:
        return self.name.lower().replace("_", " ").replace("keyword only", "keyword-only") \
            .replace("var positional", "variadic positional") \
            .replace("var keyword", "variadic keyword") \
            .replace("positional only", "positional-only")  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<_ParameterKind.{self.name}: {int(self)}>"


Kind.__name__ = Kind.__qualname__ = "_ParameterKind"
_PLAIN, _USUAL, _ARGS, _KEYWORD, _NAMED = map(Kind, range(5))


class Parameter:
    """A parameter of a function."""

    __slots__ = ("annotation", "default", "kind", "name")

    empty = empty
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL = _PLAIN, _USUAL, _ARGS
    KEYWORD_ONLY, VAR_KEYWORD = _KEYWORD, _NAMED

    def __init__(
        self, name: Any, kind: Any, *, default: Any = empty, annotation: Any = empty
    ) -> None:
        self.name, self.kind = exact_str(name, "name"), kind
        self.default, self.annotation = default, annotation

    def __str__(self) -> str:
        text = self.name
        if self.annotation is not empty:
            text += f": {annotation_text(self.annotation)}"
        if self.default is not empty:
            equals = " = " if self.annotation is not empty else "="
            text += equals + exact_str(render_repr(self.default))
        stars = "*" if self.kind == _ARGS else "**" if self.kind == _NAMED else ""
        return stars + text

    def __repr__(self) -> str:
        return f'<Parameter "{self}">'


class Signature:
    """The parameters of a function, and the annotation of what it returns."""

    __slots__ = ("__parameters__", "return_annotation")

    empty = empty

    def __init__(self, parameters: Any = (), *, return_annotation: Any = empty) -> None:
        self.__parameters__ = OrderedDict((each.name, each) for each in ticked(parameters))
        self.return_annotation = return_annotation

    @property
    def parameters(self) -> Any:
        return MappingProxyType(self.__parameters__)

    def __str__(self) -> str:
        text = f"({', '.join(_parts([*self.__parameters__.values()]))})"
        if self.return_annotation is not empty:
            text += f" -> {annotation_text(self.return_annotation)}"
        return text

    def __repr__(self) -> str:
        return f"<Signature {self}>"


def _parts(parameters: list[Parameter]) -> Iterator[str]:
    before: Parameter | None = None
    starred = False
    for each in parameters:
        if before is not None and before.kind == _PLAIN != each.kind:
            yield "/"
        starred = starred or each.kind == _ARGS
        if each.kind == _KEYWORD and not starred:
            starred = True
            yield "*"
        yield str(each)
        before = each
    if before is not None and before.kind == _PLAIN:
        yield "/"


# --- Signatures ----------------------------------------------------------------------------


@shim(real.signature)
def signature(obj: Any) -> Signature:
    charge(20)
    found = _of(obj)
    if found is None:
        if not callable(obj):
            raise TypeError(f"{render_repr(obj)} is not a callable object")
        raise ValueError(f"no signature found for {render_repr(obj)}")
    return found


def _of(obj: Any) -> Signature | None:
    if is_own_function(obj):
        return _of_function(obj, bound=False)
    if type(obj) is MethodType and is_own_function(obj.__func__):
        return _of_function(obj.__func__, bound=True)  # type: ignore[arg-type]
    own = current().own
    if is_class(obj):
        if obj not in own:
            return None
        maker = _method(obj, "__init__")
        return _of_function(maker, bound=True) if maker is not None else None
    if type(obj) in own:
        call = _method(type(obj), "__call__")
        return _of_function(call, bound=True) if call is not None else None
    return None


def _method(kind: type, name: str) -> Any:
    """Return the guest's own function that *kind* finds under *name*, if that is what it finds."""
    for each in kind.__mro__:
        if name in namespace(each):
            found = namespace(each)[name]
            return found if is_own_function(found) else None
    return None


def _of_function(function: FunctionType, *, bound: bool) -> Signature:
    code, notes = function.__code__, function.__annotations__
    count, plain_count = code.co_argcount, code.co_posonlyargcount
    names = code.co_varnames
    defaults = function.__defaults__ or ()
    found = []
    for i, name in enumerate(names[:count]):
        at = i - (count - len(defaults))
        kind = _PLAIN if i < plain_count else _USUAL
        found.append((name, kind, defaults[at] if at >= 0 else empty))
    if bound:
        del found[:1]
    end = count + code.co_kwonlyargcount
    if code.co_flags & real.CO_VARARGS:
        found.append((names[end], _ARGS, empty))
    named = function.__kwdefaults__ or {}
    found += [(name, _KEYWORD, named.get(name, empty)) for name in names[count:end]]
    if code.co_flags & real.CO_VARKEYWORDS:
        last = end + bool(code.co_flags & real.CO_VARARGS)
        found.append((names[last], _NAMED, empty))
    charge(len(found))
    parameters = [
        Parameter(name, kind, default=default, annotation=notes.get(name, empty))
        for name, kind, default in found
    ]
    return Signature(parameters, return_annotation=notes.get("return", empty))


# --- Kinds -----------------------------------------------------------------------------------


@shim(real.isclass)
def isclass(object: Any) -> bool:
    return is_class(object)


@shim(real.isfunction)
def isfunction(object: Any) -> bool:
    return is_own_function(object)


@shim(real.ismethod)
def ismethod(object: Any) -> bool:
    return type(object) is MethodType and is_own_function(object.__func__)


@shim(real.isbuiltin)
def isbuiltin(object: Any) -> bool:
    # Functions of the runtime stand for CPython's.
    return type(object) is BuiltinFunctionType or (
        type(object) is FunctionType and not is_own_function(object)
    )


@shim(real.isgenerator)
def isgenerator(object: Any) -> bool:
    return type(object) is GeneratorType


def _flagged(test: Any) -> Any:
    @shim(test)
    def flagged(obj: Any) -> bool:
        function = obj.__func__ if type(obj) is MethodType else obj
        return is_own_function(function) and bool(test(function))

    return flagged


@shim(real.cleandoc)
def cleandoc(doc: Any) -> str:
    text = exact_str(doc)
    reserve(8 * len(text))
    return real.cleandoc(text)


@shim(real.getdoc)
def getdoc(object: Any) -> str | None:
    try:
        found = read(object, "__doc__")
    except AttributeError:
        return None
    return cleandoc(found) if isinstance(found, str) else None


_CLASSES: Final[tuple[Any, ...]] = (Parameter, Signature, empty)
for _kind in (*_CLASSES, Kind):
    _kind.__module__ = "inspect"
plain(*_CLASSES, derivable=False)
opaque(Kind)
trust(*_CLASSES, Kind)

MODULE = module(
    real, VETTED, Parameter, Signature, signature, isclass, isfunction, ismethod, isbuiltin,
    isgenerator, cleandoc, getdoc, _flagged(real.isgeneratorfunction),
    _flagged(real.iscoroutinefunction), _flagged(real.isasyncgenfunction),
)  # fmt: skip
