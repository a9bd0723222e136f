"""`docs/modules.md` says what is so, and of each name that is left out why."""

from __future__ import annotations

import importlib
import types
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from cloche.runtime.modules.left_out import LEFT_OUT, NOTES
from cloche.runtime.modules.names import _NEWER, MODULE_NAMES

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_is_current():
    spec = spec_from_file_location("modules_page", DOCS / "modules_page.py")
    page = module_from_spec(spec)
    spec.loader.exec_module(page)
    assert page.PAGE.read_text(encoding="utf-8") == page.render(), "run `make docs`"


@pytest.mark.parametrize("name", sorted(MODULE_NAMES))
def test_every_name_is_there_or_left_out_for_a_reason(name):
    real = importlib.import_module(name)
    public = getattr(real, "__all__", None) or [
        each
        for each in dir(real)
        if each[0] != "_" and not isinstance(getattr(real, each), types.ModuleType)
    ]
    reasons = set(" ".join(LEFT_OUT.get(name, {}).values()).split())
    assert "*" in reasons or set(public) <= MODULE_NAMES[name] | reasons, "say why in left_out.py"


def test_reasons_and_notes_are_about_modules_that_are_there():
    assert MODULE_NAMES.keys() >= LEFT_OUT.keys() | NOTES.keys()
    assert all(MODULE_NAMES.keys() >= additions.keys() for additions in _NEWER.values())
