"""`print`: to the output of the run, or to whatever has a `write` method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..guards.contents import SCALARS
from ..guards.digits import digits_steps
from ..guards.rendering import render
from ..prices import pay_copy, spend
from ..run import Run
from ..unbound import note_made

#: Key in `Run.state` of what `redirect_stdout` has put in the place of the output.
INSTEAD_OF_STDOUT: Final = "instead of stdout"


def print_for(run: Run) -> Callable[..., None]:
    """Return `print` for *run* alone.

    It is bound to the run and does not ask which one is current: a generator of a run that
    has ended may be closed while another runs, and call what it delegates to.
    """
    output = run.output
    state = run.state

    def print_(
        *values: Any,
        sep: Any = " ",
        end: Any = "\n",
        file: Any = None,
        flush: Any = False,
        **others: Any,
    ) -> None:
        if others:
            print(**others)  # raises: it has no more keywords
        if file is None:
            file = state.get(INSTEAD_OF_STDOUT, output)
            if file is None:
                return  # as CPython, which looks at nothing else then
        sep = _separator("sep", sep, " ")
        end = _separator("end", end, "\n")
        if len(values) > _FEW and (steps := sum(map(digits_steps, values))):
            spend(steps)
        if file is output:
            file = None
            write: Callable[[str], object] = output.write
            if SCALARS.issuperset(map(type, values)) and type(sep) is type(end) is str:
                texts = [*map(render, values)]
                pay_copy(len(sep) * len(texts) + sum(map(len, texts)))
                write(sep.join(texts) + end)
                return
        else:
            write = file.write
        _write_each(write, values, sep, end, file)
        if flush and file is not None:
            file.flush()

    # As `named` does, but for what is noted once and for all.
    print_.__name__ = print_.__qualname__ = "print"
    print_.__module__ = "builtins"
    print_.__doc__ = print.__doc__
    print_.__annotations__ = {}
    return print_


#: So few integers are written down within a step, however long they are.
_FEW: Final = 16
note_made(print_for, "print_")


def _write_each(
    write: Callable[[str], object], values: tuple[Any, ...], sep: Any, end: Any, file: Any
) -> None:  # fmt: skip
    # As CPython does: what has been written stays, should a later value fail to render.
    for i, value in enumerate(values):
        if i:
            write(_text(sep, file))
        write(_text(value, file))
    write(_text(end, file))


def _text(value: Any, file: Any) -> str:
    text = render(value)
    return str.__str__(text) if file is None else text


def _separator(name: str, given: Any, default: str) -> Any:
    if given is None:
        return default
    if not isinstance(given, str):
        raise TypeError(f"{name} must be None or a string, not {type(given).__name__}")
    return given
