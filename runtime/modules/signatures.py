"""The parts of a signature: plain objects of ours that lead to no code and no library.

A guest makes them, too, and changes none: `replace` makes another.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from keyword import iskeyword
from types import MappingProxyType
from typing import Any, Final

from ..guards.comparing import comparand, operand
from ..guards.draining import mapping
from ..guards.hashing import key
from ..guards.rendering import render_repr
from ..run import charge
from ..standins import opaque, plain, trust
from .annotation_text import annotation_text
from .containers import OrderedDict
from .plain import exact_str
from .stand_in import ticked

_KINDS: Final = (
    "POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD",
)  # fmt: skip
#: CPython says more of what is missing since then.
_TELLS_KINDS: Final = sys.version_info >= (3, 13)


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
PLAIN, USUAL, ARGS, KEYWORD, NAMED = map(Kind, range(5))


_SAME: Final = object()


def _identified(name: Any, kind: Kind) -> tuple[str, Kind]:
    """Return name and kind of a parameter; a comprehension's own (`.0`) has others."""
    if name is empty:
        raise ValueError("name is a required attribute for Parameter")
    if not isinstance(name, str):
        raise TypeError(f"name must be a str, not a {type(name).__name__}")
    name = exact_str(name)
    if name[0] == "." and name[1:].isdigit():
        if kind != USUAL:
            raise ValueError(
                "implicit arguments must be passed as positional or keyword arguments, "
                f"not {kind.description}"
            )
        return f"implicit{name[1:]}", PLAIN
    if (iskeyword(name) and kind != PLAIN) or not name.isidentifier():
        raise ValueError(f"{render_repr(name)} is not a valid parameter name")
    return name, kind


class Parameter:
    """A parameter of a function."""

    __slots__ = ("annotation", "default", "kind", "name")

    empty = empty
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL = PLAIN, USUAL, ARGS
    KEYWORD_ONLY, VAR_KEYWORD = KEYWORD, NAMED

    def __init__(
        self, name: Any, kind: Any, *, default: Any = empty, annotation: Any = empty
    ) -> None:
        if type(kind) not in (int, Kind) or not 0 <= kind < len(_KINDS):
            raise ValueError(f"value {render_repr(kind)} is not a valid Parameter.kind")
        kind = Kind(kind)
        if default is not empty and kind in (ARGS, NAMED):
            raise ValueError(f"{kind.description} parameters cannot have default values")
        self.name, self.kind = _identified(name, kind)
        self.default, self.annotation = default, annotation

    def replace(
        self, *, name: Any = _SAME, kind: Any = _SAME, annotation: Any = _SAME, default: Any = _SAME
    ) -> Any:
        return Parameter(
            self.name if name is _SAME else name,
            self.kind if kind is _SAME else kind,
            default=self.default if default is _SAME else default,
            annotation=self.annotation if annotation is _SAME else annotation,
        )

    def __eq__(self, other: Any) -> Any:
        if type(other) is not Parameter:
            return NotImplemented
        charge(1)
        return operand(_facts(self)) == _facts(other)

    def __hash__(self) -> int:
        return hash(tuple(map(key, _facts(self))))

    def __str__(self) -> str:
        text = self.name
        if self.annotation is not empty:
            text += f": {annotation_text(self.annotation)}"
        if self.default is not empty:
            equals = " = " if self.annotation is not empty else "="
            text += equals + exact_str(render_repr(self.default))
        stars = "*" if self.kind == ARGS else "**" if self.kind == NAMED else ""
        return stars + text

    def __repr__(self) -> str:
        return f'<Parameter "{self}">'


def _facts(each: Parameter) -> tuple[Any, ...]:
    return each.name, int(each.kind), each.default, each.annotation


class Signature:
    """The parameters of a function, and the annotation of what it returns."""

    __slots__ = ("__parameters__", "return_annotation")

    empty = empty

    def __init__(self, parameters: Any = (), *, return_annotation: Any = empty) -> None:
        found: dict[str, Parameter] = OrderedDict()
        for each in ticked(parameters) if parameters is not None else ():
            if type(each) is not Parameter:
                raise TypeError(f"{render_repr(each)} is not a Parameter")
            if each.name in found:
                raise ValueError(f"duplicate parameter name: {each.name!r}")
            found[each.name] = each
        self.__parameters__ = found
        self.return_annotation = return_annotation

    @property
    def parameters(self) -> Any:
        return MappingProxyType(self.__parameters__)

    def replace(self, *, parameters: Any = _SAME, return_annotation: Any = _SAME) -> Any:
        return Signature(
            self.__parameters__.values() if parameters is _SAME else parameters,
            return_annotation=(
                self.return_annotation if return_annotation is _SAME else return_annotation
            ),
        )

    def bind(self, /, *args: Any, **kwargs: Any) -> Any:
        return BoundArguments(self, _bound(self, args, kwargs, partial=False))

    def bind_partial(self, /, *args: Any, **kwargs: Any) -> Any:
        return BoundArguments(self, _bound(self, args, kwargs, partial=True))

    def __eq__(self, other: Any) -> Any:
        if type(other) is not Signature:
            return NotImplemented
        mine, theirs = _by_kind(self), _by_kind(other)
        same = bool(operand(self.return_annotation) == comparand(other.return_annotation))
        return same and mine == theirs

    def __hash__(self) -> int:
        positional, named = _by_kind(self)
        return hash((tuple(positional), frozenset(named.values()), key(self.return_annotation)))

    def __str__(self) -> str:
        text = f"({', '.join(_parts(self.__parameters__.values()))})"
        if self.return_annotation is not empty:
            text += f" -> {annotation_text(self.return_annotation)}"
        return text

    def __repr__(self) -> str:
        return f"<Signature {self}>"


def _parts(parameters: Iterable[Parameter]) -> Iterator[str]:
    before: Parameter | None = None
    starred = False
    for each in ticked(parameters):
        if before is not None and before.kind == PLAIN != each.kind:
            yield "/"
        starred = starred or each.kind == ARGS
        if each.kind == KEYWORD and not starred:
            starred = True
            yield "*"
        yield str(each)
        before = each
    if before is not None and before.kind == PLAIN:
        yield "/"


def _by_kind(signature: Signature) -> tuple[list[Parameter], dict[str, Parameter]]:
    """Return the parameters whose order counts, and those that are known by name."""
    every = [*signature.__parameters__.values()]
    charge(len(every))
    return (
        [each for each in every if each.kind != KEYWORD],
        {each.name: each for each in every if each.kind == KEYWORD},
    )


class BoundArguments:
    """What each parameter of a signature is given by a call."""

    __slots__ = ("__signature__", "arguments")

    def __init__(self, signature: Signature, arguments: dict[str, Any]) -> None:
        if type(signature) is not Signature or type(arguments) is not dict:
            raise TypeError("BoundArguments takes a Signature and a dict")
        self.__signature__, self.arguments = signature, arguments

    @property
    def signature(self) -> Signature:
        return self.__signature__

    @property
    def args(self) -> tuple[Any, ...]:
        found: list[Any] = []
        for each in ticked(self.__signature__.__parameters__.values()):
            if each.kind in (KEYWORD, NAMED) or each.name not in self.arguments:
                break
            value = self.arguments[each.name]
            if each.kind == ARGS:
                found.extend(ticked(value))
            else:
                found.append(value)
        return tuple(found)

    @property
    def kwargs(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        by_name = False
        for each in ticked(self.__signature__.__parameters__.values()):
            given = each.name in self.arguments
            by_name = by_name or each.kind in (KEYWORD, NAMED) or (each.kind != ARGS and not given)
            if by_name and given:
                value = self.arguments[each.name]
                found |= mapping(value) if each.kind == NAMED else {each.name: value}
        return found

    def apply_defaults(self) -> None:
        missing: dict[Any, Any] = {ARGS: (), NAMED: {}}
        full = {}
        for each in ticked(self.__signature__.__parameters__.values()):
            if each.name in self.arguments:
                full[each.name] = self.arguments[each.name]
            elif each.default is not empty:
                full[each.name] = each.default
            elif each.kind in missing:
                full[each.name] = missing[each.kind]
        self.arguments = full

    def __eq__(self, other: Any) -> Any:
        if type(other) is not BoundArguments:
            return NotImplemented
        same = operand(self.arguments) == comparand(other.arguments)
        return same and self.__signature__ == other.__signature__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = (f"{name}={render_repr(value)}" for name, value in ticked(self.arguments.items()))
        return f"<BoundArguments ({', '.join(shown)})>"


def _bound(
    signature: Signature, args: tuple[Any, ...], given: dict[str, Any], *, partial: bool
) -> dict[str, Any]:
    """Return what each parameter is given.

    Parameters:
        given: what is passed by name; emptied.
        partial: parameters may be missing.

    Raises:
        TypeError: the call would fail, in CPython's words.
    """
    found: dict[str, Any] = {}
    rest = list(args)
    by_name: list[str] = []
    first = _TELLS_KINDS  # nothing was left out yet, or passed by name
    for each in signature.__parameters__.values():
        charge(1)
        if each.kind == ARGS:
            if rest:
                found[each.name] = tuple(rest)
                rest = []
        elif each.kind == NAMED:
            _check_rest(rest, [], {})
            if given:
                found[each.name] = given
            return found
        elif rest and each.kind != KEYWORD:
            if each.name in given and each.kind != PLAIN:
                raise TypeError(f"multiple values for argument {each.name!r}")
            found[each.name] = rest.pop(0)
        elif each.name in given and each.kind == PLAIN:
            _refuse_by_name(each.name)
            by_name.append(each.name)
            continue
        elif each.name in given:
            found[each.name] = given.pop(each.name)
        elif each.default is empty and not partial and not rest:
            kind = " keyword-only" if first and each.kind == KEYWORD else ""
            raise TypeError(f"missing a required{kind} argument: {each.name!r}")
        else:
            first = first and each.default is empty
            continue
        first = first and each.kind in (PLAIN, USUAL) and bool(args)
    _check_rest(rest, by_name, given)
    return found


def _refuse_by_name(name: str) -> None:
    if not _TELLS_KINDS:
        what = "parameter is positional only, but was passed as a keyword"
        raise TypeError(f"{name!r} {what}")


def _check_rest(rest: list[Any], by_name: list[str], given: dict[str, Any]) -> None:
    if rest:
        raise TypeError("too many positional arguments")
    if by_name:
        what = "got some positional-only arguments passed as keyword arguments"
        raise TypeError(f"{what}: {', '.join(by_name)!r}")
    if given:
        raise TypeError(f"got an unexpected keyword argument {next(iter(given))!r}")


CLASSES: Final[tuple[Any, ...]] = (Parameter, Signature, BoundArguments, empty)
for _kind in (*CLASSES, Kind):
    _kind.__module__ = "inspect"
plain(*CLASSES, derivable=False)
opaque(Kind)
trust(*CLASSES, Kind)
