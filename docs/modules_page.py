"""Writes `docs/modules.md` from the data of the modules: `make docs`.

The page is the same on every Python: names that came later are marked, not left out.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from cloche.runtime.limits import Limits
from cloche.runtime.modules import absent, names
from cloche.runtime.modules.left_out import LEFT_OUT, NOTES
from cloche.runtime.modules.loading import stand_in
from cloche.runtime.run import Run

PAGE = Path(__file__).parent / "modules.md"
_HEAD = """\
# Modules

Made by `docs/modules_page.py` from the data in `runtime/modules/`: change that, then `make docs`.

What is offered behaves as in CPython. *As it is* are functions, types and constants of CPython
itself. *Guarded* is what prices its work, takes steps, or belongs to the run. Everything else of a
module is absent: an import of it is refused (`CL202`), as an attribute it raises AttributeError.
"""
_REFUSED = """\
## Modules that are not there

An import of another module is refused (`CL201`), with what to do instead where that is known.
"""


#: Constants that are those of CPython only where the host's zone is UTC.
_OF_RUN = {"time": ("altzone", "daylight", "timezone")}


def _words(words: Iterable[str]) -> str:
    text = ", ".join(f"`{word}`" for word in sorted(words))
    return "\n".join(textwrap.wrap(text, 98, break_long_words=False, break_on_hyphens=False))


def _item(title: str, words: Iterable[str]) -> str:
    text = textwrap.fill(
        f"* {title}: {_words(words)}", 98, subsequent_indent="  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return f"{text}\n"


def _as_it_is(here: object, real: object) -> bool:
    return here is real or (isinstance(here, int | str) and here == real)


def _ever_offered(name: str) -> set[str]:
    """Return what *name* offers on any Python: a reason may have been overtaken."""
    blocks = [names._NAMES.get(name, ""), *(each.get(name, "") for each in names._NEWER.values())]
    return set(" ".join(blocks).split())


def _module(name: str) -> Iterator[str]:
    yield f"## {name}\n\n"
    if name in NOTES:
        yield f"{textwrap.fill(NOTES[name], 98)}\n\n"
    real, here = import_module(name), stand_in(name)
    offered = names._NAMES.get(name, "").split()
    vetted = {each for each in offered if _as_it_is(getattr(here, each), getattr(real, each))}
    vetted.difference_update(_OF_RUN.get(name, ()))
    if vetted:
        yield _item("as it is", vetted)
    if vetted != set(offered):
        yield _item("guarded", set(offered) - vetted)
    for version, additions in names._NEWER.items():
        if name in additions:
            number = ".".join(map(str, version))
            yield _item(f"from Python {number} on", additions[name].split())
    there = _ever_offered(name)
    for reason, words in LEFT_OUT.get(name, {}).items():
        if words == "*":
            yield f"* left out, {reason}: everything else\n"
        elif left := set(words.split()) - there:
            yield _item(f"left out, {reason}", left)
    yield "\n"


def render() -> str:
    """Return the text of the page."""
    run = Run(Limits(steps=None, seconds=None, memory=None))
    token = run.enter()
    try:
        modules = "".join("".join(_module(name)) for name in sorted(names._NAMES))
    finally:
        run.leave(token)
    instead = "".join(_item(hint, words.split()) for hint, words in absent._MODULES.items())
    return f"{_HEAD}\n{modules}{_REFUSED}\n{instead}"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
