"""Values of options: sizes, counts, inputs and tools. All errors are one line."""

from __future__ import annotations

import difflib
import importlib
import json
import keyword
import math
import os
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final

import click

from cloche.transpiler.vocabulary import is_dunder, normalise

from .sources import STDIN, Unreadable, read_bytes

_UNITS: Final = {
    "": 1, "b": 1,
    "k": 2**10, "kib": 2**10, "m": 2**20, "mib": 2**20, "g": 2**30, "gib": 2**30,
    "kb": 10**3, "mb": 10**6, "gb": 10**9,
}  # fmt: skip
_SIZE: Final = re.compile(r"(\d[\d_]*(?:\.\d+)?)\s*([a-z]*)", re.IGNORECASE)
#: Lifts a bound.
NO_LIMIT: Final = "none"


class Amount(click.ParamType):  # type: ignore[type-arg]  # generic in new versions only
    """A positive bound, as `int`, `float`, or None for `none`."""

    def __init__(self, name: str, parse: Callable[[str], float]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        if value.lower() == NO_LIMIT:
            return None
        try:
            amount = self._parse(value)
        except ValueError:
            self.fail(f"{value!r} is not a {self.name}, nor {NO_LIMIT!r}", param, ctx)
        if not (amount > 0 and math.isfinite(amount)):
            self.fail(f"{value!r} is not a positive {self.name}", param, ctx)
        return amount


def parse_size(text: str) -> int:
    """Return the bytes that *text* stands for.

    >>> parse_size("64MiB"), parse_size("1.5k"), parse_size("2MB"), parse_size("512")
    (67108864, 1536, 2000000, 512)
    """
    match = _SIZE.fullmatch(text.strip())
    unit = _UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None:
        raise ValueError(text)
    number = match[1].replace("_", "")
    return int(float(number) * unit) if "." in number else int(number) * unit


COUNT: Final = Amount("number", int)
SECONDS: Final = Amount("number of seconds", float)
SIZE: Final = Amount("size such as 64MiB", parse_size)


# --- Inputs ----------------------------------------------------------------------------


def parse_inputs(items: Iterable[str]) -> dict[str, object]:
    """Return the inputs given as `name=JSON` or `name=@file.json` (`@-`: standard input).

    Raises:
        click.UsageError: no name, a name given twice, or bad JSON (with its position).
        Unreadable: the file cannot be read.
    """
    inputs: dict[str, object] = {}
    for item in items:
        name, value = _named("--input", item, "name=JSON or name=@file.json")
        if name in inputs:
            raise click.UsageError(f"--input {name}: given twice")
        if value.startswith("@"):
            path = value[1:]
            where = f"--input {name}: {'<stdin>' if path == STDIN else path}"
            inputs[name] = _parse_json(where, _decode(where, read_bytes(path)))
        else:
            inputs[name] = _parse_json(f"--input {name}", value)
    return inputs


def _named(option: str, item: str, form: str) -> tuple[str, str]:
    name, equals, value = item.partition("=")
    if not equals:
        raise click.UsageError(f"{option} {item}: expected {form}")
    reserved = is_dunder(normalise(name)) or normalise(name) != name
    if not name.isidentifier() or keyword.iskeyword(name) or reserved:
        raise click.UsageError(f"{option} {item}: {name!r} is not a name a program could use")
    return name, value


def _decode(where: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad = data[error.start]
        raise Unreadable(f"{where}: not UTF-8: byte 0x{bad:02x} in line {line}") from None


def _parse_json(where: str, text: str) -> object:
    try:
        value: object = json.loads(text)
        text.encode()  # an argument that was not UTF-8 holds lone surrogates
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        hint = "" if text.lstrip()[:1] in set('{["') or "\n" in text else _quote_hint(text)
        raise click.UsageError(f"{where}: bad JSON at {place}: {error.msg}{hint}") from None
    except UnicodeEncodeError:
        raise click.UsageError(f"{where}: not UTF-8") from None
    except (RecursionError, ValueError) as error:
        raise click.UsageError(f"{where}: bad JSON: {error}") from None
    return value


def _quote_hint(text: str) -> str:
    """A bare word is what a shell leaves of a quoted string."""
    return f""" (a string needs its quotes: '"{text}"')""" if text.isalnum() else ""


# --- Tools -----------------------------------------------------------------------------


def load_tools(items: Iterable[str]) -> dict[str, Callable[..., Any]]:
    """Return the host functions given as `name=module:attr`; modules are found here, too.

    Raises:
        click.UsageError: no such module or attribute, or it cannot be called.
    """
    tools: dict[str, Callable[..., Any]] = {}
    for item in items:
        name, target = _named("--tool", item, "name=module:attr")
        module, colon, attribute = target.partition(":")
        if not (module and colon and attribute):
            raise click.UsageError(f"--tool {item}: expected name=module:attr")
        if name in tools:
            raise click.UsageError(f"--tool {name}: given twice")
        tools[name] = _load(f"--tool {name}", module, attribute)
    return tools


def _load(where: str, module: str, attribute: str) -> Callable[..., Any]:
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())  # as `python -m` has it
    try:
        found: Any = importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise click.UsageError(f"{where}: no module named {error.name!r}") from None
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        raise click.UsageError(f"{where}: importing {module} failed: {reason}") from None
    path = module
    for step in attribute.split("."):
        if not hasattr(found, step):
            near = difflib.get_close_matches(step, dir(found), n=1)
            suggestion = f"; did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"{where}: {path} has no attribute {step!r}{suggestion}")
        found = getattr(found, step)
        path = f"{path}.{step}"
    if not callable(found):
        raise click.UsageError(f"{where}: {path} is not callable")
    return found  # type: ignore[no-any-return]
