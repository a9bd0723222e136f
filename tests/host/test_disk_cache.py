"""Guarded programs kept on disk: found again, and never trusted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import cloche
from cloche import compiling, disk_cache
from cloche.kept import Kept

SOURCE = "def f(n):\n    return n * 2\nf(21)"


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept in memory, as in a process that has just begun."""
    monkeypatch.setattr(compiling, "_cache", Kept(0, 0))


def files(path: Path) -> list[Path]:
    return sorted(path.glob("*"))


def ask(path: Path, source: str | bytes = SOURCE, **setting: object) -> object:
    return cloche.Sandbox(cache=path, **setting).run(source)  # type: ignore[arg-type]


def damage(file: Path, **fields: str) -> None:
    """Write other fields into *file*, and a digest that fits."""
    names = ("key", "digest", "text")
    found = dict(zip(names, file.read_text().split("\n", 2), strict=True)) | fields
    if "digest" not in fields:
        found["digest"] = disk_cache.digest_of(found["key"], found["text"])
    file.write_text("\n".join(found[name] for name in names))


def test_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a" / "b"
    assert ask(path) == 42
    assert path.stat().st_mode & 0o777 == 0o700
    (file,) = files(path)
    assert file.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(compiling, "transpile", None)  # it is not made again
    assert ask(path) == 42


def test_the_program_is_the_same(tmp_path: Path) -> None:
    made = cloche.Sandbox(cache=tmp_path).compile(SOURCE + "\r\n")
    found = cloche.Sandbox(cache=tmp_path).compile(SOURCE + "\r\n")
    assert (made.source, made.guarded) == (found.source, found.guarded)
    assert made._guarded == found._guarded or made._guarded.imports == found._guarded.imports


def test_without_libcst(tmp_path: Path) -> None:
    program = (
        f"import cloche, sys; print(cloche.Sandbox(cache={str(tmp_path)!r}).run({SOURCE!r}), "
        "'libcst' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert [each.stdout for each in said] == ["42 True\n", "42 False\n"]


#: Settings and sources that have a file of their own.
DIFFERENT: list[tuple[str | bytes, dict[str, object]]] = [
    (SOURCE + "\n", {}),
    (SOURCE.encode(), {}),
    (SOURCE, {"optimize": False}),
    (SOURCE, {"tools": {"g": len}}),
    (SOURCE, {"source_limits": cloche.SourceLimits(nodes=999)}),
]


@pytest.mark.parametrize(("source", "setting"), DIFFERENT)
def test_a_file_for_each(tmp_path: Path, source: str | bytes, setting: dict[str, object]) -> None:
    assert ask(tmp_path) == 42
    assert ask(tmp_path, source, **setting) == 42
    assert len(files(tmp_path)) == 2


def test_functions_and_runs_have_files_of_their_own(tmp_path: Path) -> None:
    for _ in range(2):
        program = cloche.Sandbox(cache=tmp_path).compile(SOURCE)
        assert program.run() == 42
        assert program.function("f")("x") == "xx"
    assert len(files(tmp_path)) == 2


DAMAGED = ["", "\n", "\n\n", "\n" * 100_000, "null", "\0\n\0\n\0", "\ud800\n\ud800\n\ud800"]


@pytest.mark.parametrize("content", DAMAGED)
def test_damaged_files_are_made_anew(tmp_path: Path, content: str) -> None:
    ask(tmp_path)
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    assert ask(tmp_path) == 42
    assert file.read_bytes() == whole


#: What a file may say that fits in all but its text.
FOREIGN = [
    "import os",
    "__result__ = (1).__class__.__base__.__subclasses__()",
    "while True: pass",
    "__result__ = 7 *",
    "async def f(): __tick__(__ticks__); pass\n__result__ = 7",
    "def f(n): return n * 2\ng = f\n__result__ = 7",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_text_that_does_not_hold_is_not_run(tmp_path: Path, text: str) -> None:
    ask(tmp_path)
    (file,) = files(tmp_path)
    damage(file, text=text)
    assert ask(tmp_path) == 42


@pytest.mark.parametrize("fields", [{"digest": ""}, {"text": "3", "digest": "0"}, {"key": "k"}])
def test_a_file_that_is_of_something_else(tmp_path: Path, fields: dict[str, str]) -> None:
    ask(tmp_path)
    (file,) = files(tmp_path)
    damage(file, **fields)
    assert ask(tmp_path) == 42


def test_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(tmp_path)
    monkeypatch.setattr(disk_cache, "_versions", lambda: ("another",))
    ask(tmp_path)
    assert len(files(tmp_path)) == 2


def test_a_directory_of_others(tmp_path: Path) -> None:
    path = tmp_path / "open"
    path.mkdir()
    path.chmod(0o777)
    with pytest.raises(ValueError, match="belong to this user"):
        cloche.Sandbox(cache=path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        cloche.Sandbox(cache=tmp_path / "file")


def test_a_file_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(tmp_path)
    (file,) = files(tmp_path)
    file.chmod(0o666)
    assert ask(tmp_path) == 42
    assert file.stat().st_mode & 0o777 == 0o600  # made anew


def test_what_is_rejected_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(cloche.Rejected):
        ask(tmp_path, "import socket")
    assert files(tmp_path) == []


def test_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "MOST_FILES", 8)
    for n in range(12):
        assert ask(tmp_path, f"{n}") == n
        os.utime(max(files(tmp_path), key=lambda file: file.stat().st_mtime_ns), (n, n))
    assert 4 <= len(files(tmp_path)) <= 8
