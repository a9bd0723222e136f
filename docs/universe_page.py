"""Writes `docs/universe.md` from the tables of the universe: `make docs`, on CPython 3.11.

The tables are completed from the running interpreter, so the page says which one it is of.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from cloche.runtime.limits import Limits
from cloche.runtime.modules.loading import preload
from cloche.runtime.modules.names import MODULE_NAMES
from cloche.runtime.run import Run
from cloche.runtime.universe import FAMILIES, HIDDEN, Entry
from cloche.runtime.universe.registry import NATIVE_METHOD
from cloche.runtime.universe.special import rule
from cloche.transpiler.vocabulary import SPECIAL_METHODS, is_dunder

PAGE = Path(__file__).parent / "universe.md"
#: The oldest supported; the tables of a newer one differ by the names it added, which are absent.
VERSION = (3, 11)
_HEAD = """\
# The universe

Made by `docs/universe_page.py`, on CPython 3.11, from `runtime/universe/` and the modules' own
tables: change those, then `make docs`.

Every object a guest can hold is of one of these types, of a class written in this package, or of a
class of the guest's own. Per type, a *vetted* name is CPython's own, for any arguments; for a
*guarded* one there is a function of ours; an *absent* one raises AttributeError. Names that are
on no type of the universe are the guest's. Dunder names that are not listed are absent on every
type.
"""


def _item(title: str, words: Iterable[str]) -> str:
    text = ", ".join(f"`{word}`" for word in sorted(words))
    if not text:
        return ""
    filled = textwrap.fill(
        f"* {title}: {text}", 98, subsequent_indent="  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return f"{filled}\n"


def _special(kind: type, native: bool) -> Iterator[str]:
    for name in SPECIAL_METHODS:
        if name in vars(kind):
            found = rule(kind, name)
            if found is not None and (found is NATIVE_METHOD) is native:
                yield name


def _absent(item: Entry) -> set[str]:
    shims = {*item.guarded, *item.classwise, *item.computed}
    return {name for name in dir(item.type) if not is_dunder(name)} - item.vetted - shims


def _section(item: Entry) -> str:
    kind = item.type
    shims = {*item.guarded, *item.classwise, *item.computed}
    parts = (
        f"### `{kind.__module__}.{kind.__qualname__}`\n\n",
        _item("vetted", {*item.vetted, *_special(kind, True)}),
        _item("guarded", {*shims, *_special(kind, False)}),
        _item("absent", _absent(item)),
    )
    return "".join(parts) + "\n"


def page() -> str:
    """Return the text of the page."""
    run = Run(Limits(steps=None, seconds=None, memory=None))
    token = run.enter()
    try:
        preload(MODULE_NAMES)
    finally:
        run.leave(token)
    text = _HEAD
    for family in sorted(FAMILIES, key=lambda each: each.name):
        text += f"\n## {family.name}\n\n"
        text += "".join(sorted(map(_section, family.entries)))
    hidden = ", ".join(f"`{kind.__name__}`" for kind in HIDDEN)
    return f"{text.rstrip()}\n\n## Never held, or without a name\n\n{hidden}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
