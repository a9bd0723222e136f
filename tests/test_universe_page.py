"""`docs/universe.md` says what the tables say."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from cloche.runtime.universe import FAMILIES

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
