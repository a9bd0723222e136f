"""The layout of the checkout and its packaging agree."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGING = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "setuptools"
]
FOLDERS = {"host": "cloche", "transpiler": "cloche.transpiler", "runtime": "cloche.runtime"}


def test_every_package_of_the_checkout_is_installed():
    """A package that `pyproject.toml` forgets is missing from a plain install only."""
    present = set()
    for folder, package in FOLDERS.items():
        for init in (ROOT / folder).rglob("__init__.py"):
            inner = init.parent.relative_to(ROOT / folder).parts
            present.add(".".join((package, *inner)))
    assert present == set(PACKAGING["packages"])


def test_every_folder_is_mapped():
    assert PACKAGING["package-dir"] == {package: folder for folder, package in FOLDERS.items()}


def test_no_folder_shadows_the_installed_package():
    assert not (ROOT / "cloche").exists()


def imported_from_the_face(path: Path) -> list[int]:
    """Return the lines of the file *path* that import `cloche` itself, the host's face."""
    lines = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""] if not node.level else []
        if "cloche" in names:
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("folder", ["transpiler", "runtime"])
def test_lower_layers_do_not_import_the_face(folder):
    """import-linter cannot forbid a package to its own subpackages; this does."""
    found = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if (lines := imported_from_the_face(path))
    }
    assert found == {}
