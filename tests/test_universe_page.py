"""`docs/universe.md` says what the tables say."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from cloche.runtime.universe import FAMILIES
from cloche.transpiler.records import replace
from cloche.transpiler.vocabulary import is_dunder

DOCS = Path(__file__).parents[1] / "docs"


def _maker() -> Any:
    spec = spec_from_file_location("universe_page", DOCS / "universe_page.py")
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_page_is_up_to_date() -> None:
    maker = _maker()
    text, fresh = maker.PAGE.read_text(encoding="utf-8"), maker.page()
    if sys.version_info[:2] == maker.VERSION:
        assert text == fresh, "make docs"
    # On any Python: each family is there, and no type lost a name that is vetted.
    assert all(f"\n## {family.name}\n" in text for family in FAMILIES)


def test_every_type_is_decided_and_frames_are_not_held() -> None:
    text = _maker().PAGE.read_text(encoding="utf-8")
    assert "### `builtins.list`" in text
    assert "`frame`" in text.rpartition("\n## ")[2]
    assert "### `builtins.frame`" not in text


def test_the_page_tells_of_every_row() -> None:
    """Were a name taken off a list, or put on another, the page would say something else."""
    section = _maker()._section
    for family in FAMILIES:
        for item in family.entries:
            said, shims = section(item), {**item.guarded, **item.classwise, **item.computed}
            absent = {name for name in dir(item.type) if not is_dunder(name)} - item.vetted
            for name in item.vetted - shims.keys():
                assert section(replace(item, vetted=item.vetted - {name})) != said, name
            for name in absent - shims.keys():
                assert section(replace(item, vetted=item.vetted | {name})) != said, name
            for name in shims:
                rest = {
                    kind: {each: shim for each, shim in getattr(item, kind).items() if each != name}
                    for kind in ("guarded", "classwise", "computed")
                }
                assert section(replace(item, vetted=item.vetted - {name}, **rest)) != said, name
