"""Host functions as typed Python stubs, the way a model reads them best."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from .runtime.boundary.calls import is_asynchronous

#: A signature longer than this goes over several lines.
WIDTH: Final = 96
_EMPTY: Final = inspect.Parameter.empty
_UNIONS: Final = (typing.Union, types.UnionType)


def stubs(tools: dict[str, Callable[..., Any]]) -> str:
    """Return the stubs of *tools*, by the names the guest calls them, in that order.

    First come the classes that their annotations name, as what crosses the boundary: records
    (dataclasses, pydantic models, typed dictionaries) are dictionaries in a program, members
    of an `Enum` are their values.
    """
    hints = {name: hints_of(tool) for name, tool in tools.items()}
    records = _records(hint for found in hints.values() for hint in found.values())
    parts = [_record(kind) for kind in records]
    parts += [_function(name, tool, hints[name]) for name, tool in tools.items()]
    return "\n\n".join(parts)


# --- Annotations --------------------------------------------------------------------------------


def hints_of(tool: Callable[..., Any]) -> dict[str, Any]:
    """Return the annotations of *tool*; as text where a name in them cannot be resolved."""
    function = tool
    if not inspect.isroutine(tool) and not inspect.isclass(tool):
        function = getattr(tool, "func", None) or type(tool).__call__
    try:
        return typing.get_type_hints(function)
    except (NameError, TypeError, AttributeError, SyntaxError):
        return dict(getattr(function, "__annotations__", {}))


def _records(hints: Iterable[Any]) -> list[type]:
    """Return the classes with fields that *hints* lead to, those that others need first."""
    found: dict[type, None] = {}
    waiting: set[type] = set()

    def look(hint: Any) -> None:
        for argument in typing.get_args(hint):
            look(argument)
        if not isinstance(hint, type) or hint in found or hint in waiting:
            return
        fields = fields_of(hint)
        if fields is not None:
            waiting.add(hint)
            for inner, _ in fields.values():
                look(inner)
            found[hint] = None

    for hint in hints:
        look(hint)
    return list(found)


def fields_of(kind: type) -> dict[str, tuple[Any, bool]] | None:
    """Return the fields of a record class by name: (annotation, whether it must be given).

    Returns None for any other class.
    """
    if dataclasses.is_dataclass(kind):
        hints = _class_hints(kind)
        missing = dataclasses.MISSING
        return {
            field.name: (
                hints.get(field.name, field.type),
                field.default is missing and field.default_factory is missing,
            )
            for field in dataclasses.fields(kind)
            if field.init
        }
    model = getattr(kind, "model_fields", None)
    if isinstance(model, dict) and hasattr(kind, "model_validate"):
        return {name: (each.annotation, each.is_required()) for name, each in model.items()}
    if typing.is_typeddict(kind):
        required: Any = getattr(kind, "__required_keys__", frozenset())
        # The class itself does not see through annotations that are text.
        return {
            name: (hint, name in required and typing.get_origin(hint) is not typing.NotRequired)
            for name, hint in _class_hints(kind).items()
        }
    return None


def _class_hints(kind: type) -> dict[str, Any]:
    try:
        return typing.get_type_hints(kind, include_extras=True)
    except (NameError, TypeError, AttributeError, SyntaxError):
        return dict(getattr(kind, "__annotations__", {}))


def shown(hint: Any) -> str:
    """Return an annotation as source text."""
    if hint is None or hint is types.NoneType:
        return "None"
    if isinstance(hint, str):
        return hint
    if isinstance(hint, typing.ForwardRef):
        return hint.__forward_arg__
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return shown(arguments[0])
    if origin in _UNIONS:
        return " | ".join(shown(each) for each in arguments)
    if origin is typing.Literal:
        return f"Literal[{', '.join(repr(each) for each in arguments)}]"
    if origin in (typing.Required, typing.NotRequired):
        return shown(arguments[0])
    if origin is not None:
        inner = ", ".join(_argument(each) for each in arguments)
        return f"{_name(origin)}[{inner}]" if inner else _name(origin)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return f"Literal[{', '.join(repr(member.value) for member in hint)}]"
    return _name(hint)


def _argument(hint: Any) -> str:
    if hint is Ellipsis:
        return "..."
    if isinstance(hint, list):
        return f"[{', '.join(shown(each) for each in hint)}]"
    return shown(hint)


def _name(hint: Any) -> str:
    name: str = getattr(hint, "__name__", None) or str(hint)
    return name.removeprefix("typing.").removeprefix("collections.abc.")


# --- Text ---------------------------------------------------------------------------------------


def _record(kind: type) -> str:
    fields = fields_of(kind) or {}
    lines = [f"class {kind.__name__}(TypedDict):", *_documentation(kind)]
    for name, (hint, required) in fields.items():
        text = shown(hint)
        lines.append(f"    {name}: {text if required else f'NotRequired[{text}]'}")
    return "\n".join(lines) if len(lines) > 1 else f"{lines[0]} ..."


def _function(name: str, tool: Callable[..., Any], hints: dict[str, Any]) -> str:
    try:
        parameters = list(inspect.signature(tool).parameters.values())
    except (ValueError, TypeError):
        parameters = [
            inspect.Parameter("args", inspect.Parameter.VAR_POSITIONAL),
            inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD),
        ]
    returns = f" -> {shown(hints['return'])}" if "return" in hints else ""
    word = "async def" if is_asynchronous(tool) else "def"
    pieces = list(_parameters(parameters, hints))
    head = f"{word} {name}({', '.join(pieces)}){returns}:"
    if len(head) > WIDTH:
        inner = "".join(f"    {piece},\n" for piece in pieces)
        head = f"{word} {name}(\n{inner}){returns}:"
    documentation = _documentation(tool)
    return "\n".join([head, *documentation]) if documentation else f"{head} ..."


def _parameters(parameters: list[inspect.Parameter], hints: dict[str, Any]) -> Iterator[str]:
    kinds = [each.kind for each in parameters]
    starred = False
    for position, each in enumerate(parameters):
        if each.kind is each.KEYWORD_ONLY and not starred:
            if each.VAR_POSITIONAL not in kinds:
                yield "*"
            starred = True
        yield _parameter(each, hints)
        last = position + 1 == len(kinds) or kinds[position + 1] is not each.POSITIONAL_ONLY
        if each.kind is each.POSITIONAL_ONLY and last:
            yield "/"


def _parameter(each: inspect.Parameter, hints: dict[str, Any]) -> str:
    stars = 2 * (each.kind is each.VAR_KEYWORD) + (each.kind is each.VAR_POSITIONAL)
    text = "*" * stars + each.name
    if each.name in hints:
        text += f": {shown(hints[each.name])}"
    if each.default is _EMPTY:
        return text
    equals = " = " if each.name in hints else "="
    return f"{text}{equals}{_default(each.default)}"


def _default(value: object) -> str:
    """Return a default as source text: plain data as it is, of anything else nothing shows."""
    if isinstance(value, enum.Enum):
        value = value.value
    plain = value is None or type(value) in (bool, int, float, str, bytes)
    return repr(value) if plain or value in ((), [], {}) else "..."


def _documentation(subject: Any) -> list[str]:
    """Return the lines of the docstring of *subject*, indented; none if it is not its own."""
    text = inspect.getdoc(subject) if _documented(subject) else None
    if not text:
        return []
    lines = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').split("\n")
    if len(lines) == 1:
        return [f'    """{lines[0]}"""']
    return [f'    """{lines[0]}', *(f"    {line}".rstrip() for line in lines[1:]), '    """']


def _documented(subject: Any) -> bool:
    """Whether a docstring was written for *subject*: classes have others."""
    if not inspect.isclass(subject):
        return inspect.isroutine(subject)
    text = vars(subject).get("__doc__") or ""
    # What dataclasses write for a class without one shows its defaults.
    return text != "" and not text.startswith(f"{subject.__name__}(")
