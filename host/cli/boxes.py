"""The options that make a sandbox, shared by the commands that run programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

import cloche

from .options import COUNT, SECONDS, SIZE, load_tools, parse_inputs

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

_GRANTED = cloche.Limits()
_MIB = 2**20


def _limit(
    option: str, kind: Any, letter: str, what: str, granted: float | None, unit: int = 1
) -> Callable[[CommandT], CommandT]:
    """Return the option of a limit; its help says what is *granted* without it."""
    text = "none" if granted is None else f"{granted / unit:,.0f}{'MiB' if unit == _MIB else ''}"
    return click.option(
        option, type=kind, metavar=f"{letter}|none", help=f"Limit on {what}.  [default: {text}]"
    )


_OPTIONS = (
    click.option(
        "--input", "inputs", multiple=True, metavar="NAME=JSON",
        help="Give the program a value: NAME=JSON, NAME=@FILE.json or NAME=@-. Repeatable.",
    ),
    click.option(
        "--tool", "tools", multiple=True, metavar="NAME=MODULE:ATTR",
        help="Give the program a host function. It runs unguarded. Repeatable.",
    ),
    _limit("--steps", COUNT, "N", "steps", _GRANTED.steps),
    _limit("--seconds", SECONDS, "S", "wall time", _GRANTED.seconds),
    _limit("--memory", SIZE, "SIZE", "memory", _GRANTED.memory, _MIB),
    _limit("--output", SIZE, "SIZE", "printed text", _GRANTED.output, _MIB),
    _limit("--tool-calls", COUNT, "N", "calls of tools", _GRANTED.tool_calls),
    _limit("--recursion", COUNT, "N", "calls within calls", _GRANTED.recursion),
    click.option(
        "--optimize/--no-optimize", default=True,
        help="Leave out guards that are proven needless, or none.",
    ),
    click.option(
        "--isolation", type=click.Choice(("inline", "process")), default="inline",
        help="Run it in this process, or in one of its own (see cloche doctor).",
    ),
)  # fmt: skip


def box_options(command: CommandT) -> CommandT:
    """Give *command* the options; it hands what it got by keyword to `order_of`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Order:
    """A sandbox as the command line asks for it; names are those of the options."""

    inputs: tuple[str, ...]
    tools: tuple[str, ...]
    limits: dict[str, float | None]
    optimize: bool
    isolation: str


def order_of(options: dict[str, Any]) -> Order:
    """Return what *options*, those of the command under way, ask for."""
    context = click.get_current_context()
    given = click.core.ParameterSource.COMMANDLINE
    limits = {
        name: options[name]
        for name in ("steps", "seconds", "memory", "output", "tool_calls", "recursion")
        if context.get_parameter_source(name) is given
    }
    return Order(
        options["inputs"], options["tools"], limits, options["optimize"], options["isolation"]
    )


def prepare(order: Order, listen: Any) -> tuple[cloche.Sandbox, dict[str, object]]:
    """Return the sandbox and the inputs that *order* asks for; its errors are of usage."""
    inputs = parse_inputs(order.inputs)
    tools = load_tools(order.tools)
    if both := inputs.keys() & tools.keys():
        raise click.UsageError(f"--input {min(both)}: a tool has that name")
    limits = cloche.Limits(**order.limits)  # type: ignore[arg-type]
    try:
        box = cloche.Sandbox(
            tools=tools, limits=limits, isolation=order.isolation, optimize=order.optimize,
            on_output=listen, workers=1,
        )  # fmt: skip
    except (TypeError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    return box, inputs
