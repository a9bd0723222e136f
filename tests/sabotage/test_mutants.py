"""The removals themselves: a function's own code, with one thing gone."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from .areas import AREAS
from .mutants import living, mutants

SOURCE = """
def checked(x, known=(1, 2)):
    if x not in known and x != 9:
        raise ValueError(x)
    seen.append(x)
    return x

seen = []
"""


def _module(folder: Path) -> ModuleType:
    path = folder / "sample_of_guards.py"
    path.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("sample_of_guards", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _checked(module: ModuleType, x: int) -> object:
    try:
        return module.checked(x)
    except ValueError:
        return "refused"


def test_each_removal_has_its_effect(tmp_path: Path) -> None:
    module = _module(tmp_path)
    outcomes = {}
    for mutant in mutants(module, living([module.__file__ or ""])):
        module.seen.clear()
        with mutant.in_place():
            found = [_checked(module, x) for x in (1, 5, 9)]
        outcomes[mutant.name.partition(": ")[2]] = found, [*module.seen]
    assert outcomes == {
        "never `if x not in known and x != 9:`": ([1, 5, 9], [1, 5, 9]),
        "always `if x not in known and x != 9:`": (["refused"] * 3, []),
        "no `raise ValueError(x)`": ([1, 5, 9], [1, 5, 9]),
        "no `seen.append(x)`": ([1, "refused", 9], []),
        "first of `x not in known and x != 9`": ([1, "refused", "refused"], [1]),
        "last of `x not in known and x != 9`": (["refused", "refused", 9], [9]),
    }


def test_each_removal_has_a_kind(tmp_path: Path) -> None:
    module = _module(tmp_path)
    found = [each.kind for each in mutants(module, living([module.__file__ or ""]))]
    assert sorted(found) == ["call", "if", "if", "part", "part", "raise"]


def test_each_module_with_functions_is_in_an_area() -> None:
    root = Path(__file__).parents[2]
    named = {name for area in AREAS.values() for name in area.modules}
    left = {
        ".".join(("cloche", *path.relative_to(root).with_suffix("").parts))
        for folder in ("runtime", "transpiler/check", "transpiler/verify")
        for path in (root / folder).rglob("*.py")
        if path.stem != "__init__" and "def " in path.read_text(encoding="utf-8")
    }
    assert {each for each in left if not {each, each.rpartition(".")[0]} & named} == set()
