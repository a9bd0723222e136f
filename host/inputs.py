"""Names under which a host gives values to a program."""

from __future__ import annotations

import keyword

from .transpiler.vocabulary import is_dunder, normalise


def check_name(name: str) -> None:
    """Refuse a global name that no program could use.

    Raises:
        ValueError: it is none, or reserved.
    """
    if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is not a name a program could use")
    if is_dunder(normalise(name)) or normalise(name) != name:
        raise ValueError(f"the name {name!r} is reserved")
