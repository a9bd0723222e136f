"""Compiled library text is used again only if it is of the same text and guards, and whole."""

from __future__ import annotations

import hashlib
import marshal
import sys
from pathlib import Path
from types import CodeType

import pytest

import cloche
from cloche.runtime.limits import Limits
from cloche.runtime.modules import kept_code, loading
from cloche.runtime.modules.kept_code import kept
from cloche.runtime.run import Run

GUARDED = frozenset({"a", "b"})


def code(value: int) -> CodeType:
    return compile(f"x = {value}", "<library m>", "exec")


def unwanted() -> CodeType:
    raise AssertionError("was made anew")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def test_it_is_made_once(folder: Path) -> None:
    assert kept("m", "text", GUARDED, lambda: code(1)) == code(1)
    assert kept("m", "text", GUARDED, unwanted) == code(1)
    assert len(files(folder)) == 1


def test_what_was_made_of_something_else_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept("m", "text", GUARDED, lambda: code(1))
    assert kept("m", "other", GUARDED, lambda: code(2)) == code(2)
    assert kept("m", "other", GUARDED | {"c"}, lambda: code(3)) == code(3)
    assert kept("n", "other", GUARDED | {"c"}, lambda: code(4)) == code(4)
    monkeypatch.setattr(kept_code, "_makers", lambda: b"another version")
    assert kept("m", "other", GUARDED | {"c"}, lambda: code(5)) == code(5)
    assert kept("m", "other", GUARDED | {"c"}, unwanted) == code(5)


@pytest.mark.parametrize("size", [0, 10, 32, 40, -1])
def test_a_torn_file_is_made_anew(folder: Path, size: int) -> None:
    kept("m", "text", GUARDED, lambda: code(1))
    (file,) = files(folder)
    file.write_bytes(file.read_bytes()[:size])
    assert kept("m", "text", GUARDED, lambda: code(2)) == code(2)
    assert kept("m", "text", GUARDED, unwanted) == code(2)


@pytest.mark.parametrize("at", [0, 40, 70, -1])
def test_a_damaged_file_is_made_anew(folder: Path, at: int) -> None:
    kept("m", "text", GUARDED, lambda: code(1))
    (file,) = files(folder)
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)
    assert kept("m", "text", GUARDED, lambda: code(2)) == code(2)


def test_what_is_no_code_is_made_anew(folder: Path) -> None:
    kept("m", "text", GUARDED, lambda: code(1))
    (file,) = files(folder)
    content = marshal.dumps([1])
    digest = hashlib.sha256(content).digest()
    file.write_bytes(file.read_bytes()[:32] + digest + content)
    assert kept("m", "text", GUARDED, lambda: code(2)) == code(2)


def test_where_nothing_can_be_written_nothing_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").write_text("")
    monkeypatch.setattr(sys, "pycache_prefix", str(folder / "file"))
    assert kept("m", "text", GUARDED, lambda: code(1)) == code(1)
    monkeypatch.setattr(sys, "pycache_prefix", str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept("m", "text", GUARDED, lambda: code(2)) == code(2)
    assert [each.name for each in files(folder)] == ["file"]


def test_a_run_writes_nothing_until_it_is_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_code, "_waiting", {})
    run = Run(Limits())
    token = run.enter()
    try:
        assert kept("m", "text", GUARDED, lambda: code(1)) == code(1)
    finally:
        run.leave(token)
    assert not files(folder)
    kept_code.write_waiting()
    assert len(files(folder)) == 1
    assert kept("m", "text", GUARDED, unwanted) == code(1)


def test_the_tripwire_lets_a_run_read_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that only source text at run time imports is read within the run."""

    def forget() -> None:
        monkeypatch.delitem(sys.modules, "cloche.runtime.modules.quopri", raising=False)
        monkeypatch.delitem(loading._shared, "quopri", raising=False)
        loading._files.pop("quopri", None)

    forget()
    loading.preload(["quopri"])
    assert [each.name.split(".")[:2] for each in files(folder) if "library" in each.name] == [
        ["library", "quopri"]
    ]
    forget()
    source = "exec('import quopri')\nquopri.encodestring(b'=')"
    assert cloche.Sandbox(tripwire=True).run(source) == b"=3D"
