"""Rows: what can notice a removal, one by one: single tests of the suite, and damaged programs.

A row is run in process, in a child that has been sabotaged, and returns what is wrong, or nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol


@dataclass(frozen=True)
class Row:
    """One thing that is known of the code, and can be tried.

    Parameters:
        name: where it stands.
        run: returns what is wrong, or nothing.
        version: what tells its text from another under the same name.
    """

    name: str
    run: Callable[[], str]
    version: str = ""


def of_items(items: list[pytest.Item]) -> list[Row]:
    """Return a row for each test that pytest has collected."""
    versions = {path: _digest(path) for path in {item.path for item in items}}
    return [Row(item.nodeid, _plainly(item) or _whole(item), versions[item.path]) for item in items]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:20]


def _plainly(item: Any) -> Callable[[], str] | None:
    """Return what calls the function of *item* with its parameters, if that is all there is to it.

    Most rows of tables are such; pytest's own machinery takes longer than they do.
    """
    if type(item) is not pytest.Function or any(item.iter_markers("skipif")):
        return None
    params = item.callspec.params if hasattr(item, "callspec") else {}
    if set(item.fixturenames) - set(params) - {"request"} or any(map(_is_made(item), params)):
        return None
    function = item.obj

    def run() -> str:
        try:
            function(**params)
        except BaseException as error:
            return _told(error)
        return ""

    return run


def _is_made(item: Any) -> Callable[[str], bool]:
    """Return what tells whether a fixture makes the value of a parameter."""
    known = item._fixtureinfo.name2fixturedefs
    direct = "get_direct_param_fixture_func"  # pytest has one for each parameter
    return lambda name: name in known and known[name][-1].func.__name__ != direct


def _whole(item: pytest.Item) -> Callable[[], str]:
    def run() -> str:
        reports = runtestprotocol(item, log=False, nextitem=None)
        failed = next((each for each in reports if each.failed), None)
        return f"{failed.when} fails" if failed else ""

    return run


def _told(error: BaseException) -> str:
    try:
        lines = f"{type(error).__name__}: {error}".split("\n")
    except Exception:
        return type(error).__name__
    return lines[0][:100]
