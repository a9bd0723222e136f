"""Names under which a host gives values to a program."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .runtime.boundary.inward import into_guest
from .transpiler.vocabulary import is_dunder, normalise

if TYPE_CHECKING:
    from .runtime.run import Run


class Entered(dict[str, Any]):
    """Inputs that have been looked at, and of which nobody else has any part."""


def bind(run: Run, inputs: Mapping[str, object] | None) -> None:
    """Bind global names of *run* to copies of *inputs*.

    Raises:
        ValueError: no program could use a name.
        BoundaryError: a value may not enter.
    """
    if type(inputs) is Entered:
        run.globals.update(inputs)
        return
    for name, value in (inputs or {}).items():
        check_name(name)
        run.globals[name] = into_guest(value, name, run=run)


def check_name(name: str) -> None:
    """Refuse a global name that no program could use.

    Raises:
        ValueError: it is none, or reserved.
    """
    if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is not a name a program could use")
    if is_dunder(normalise(name)) or normalise(name) != name:
        raise ValueError(f"the name {name!r} is reserved")
