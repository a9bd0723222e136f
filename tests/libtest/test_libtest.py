"""CPython's own tests, in the sandbox: what passed still does, the rest is explained."""

from __future__ import annotations

import platform

import pytest

from sampling import share

from .different import reason
from .files import QUICK, folder
from .report import PAGE, figures, render, run, summary

KEPT = figures()


@pytest.mark.parametrize("name", share(QUICK))
def test_what_does_not_pass_is_explained(name):
    if folder() is None:
        print("this Python came without its tests: nothing to run")
        return
    found = summary(run(name))
    unexplained = {test: why for test, why in found["rest"].items() if reason(test, why) is None}
    assert not unexplained
    kept = next((each for each in KEPT.values() if each["python"] == platform.python_version()), {})
    if name in kept.get("files", {}):
        assert found["pass"] >= kept["files"][name]["pass"], "tests are no longer eligible"


@pytest.mark.parametrize("version", KEPT)
def test_every_figure_is_explained(version):
    rest = [file["rest"] for file in KEPT[version]["files"].values()]
    assert not [test for each in rest for test, why in each.items() if reason(test, why) is None]


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == render(), "run `make conformance`"
