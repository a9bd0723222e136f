"""`cloche doctor`, and programs that `cloche run` runs in a worker."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cloche.cli.app import run_command_line
from cloche.workers import boot, doctor
from sampling import share

RUN = [sys.executable, "-m", "cloche", "run", "--isolation", "process"]


def test_the_doctor_names_every_layer(capsys: pytest.CaptureFixture[str]) -> None:
    status = run_command_line(["doctor"])
    text = capsys.readouterr().out
    for layer in doctor.STOPS:
        assert f"\n{layer} " in text
    assert (status == 0) == (text.count(" active: ") == len(doctor.STOPS))


def test_the_doctor_speaks_json(capsys: pytest.CaptureFixture[str]) -> None:
    status = run_command_line(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] == (status == 0)
    assert list(told["layers"]) == list(doctor.STOPS)
    assert told["problem"] is None


def test_the_doctor_says_why_no_worker_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(boot, "MAIN", "sys.exit(3)\n")
    assert run_command_line(["doctor"]) == 1
    assert "no worker starts" in capsys.readouterr().out
    assert run_command_line(["doctor", "--json"]) == 1
    assert "did not start" in json.loads(capsys.readouterr().out)["problem"]


def test_a_missing_library_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the extra a worker works, and says what it lacks."""
    monkeypatch.setattr(boot, "WANTED", ())
    boot._places.cache_clear()
    try:
        assert run_command_line(["doctor"]) == 1
    finally:
        boot._places.cache_clear()
    text = capsys.readouterr().out
    assert text.count("not installed: pip install 'cloche[process]'") == 2


@pytest.mark.parametrize(
    ("source", "status", "printed"),
    share(
        [
            ("print('a')\n1 + 1", 0, "a\n2\n"),
            ("1 / 0", 1, ""),
            ("while True: pass", 3, ""),
            ("import gc", 2, ""),
        ]
    ),
)
def test_a_program_runs_in_a_worker(tmp_path: Path, source: str, status: int, printed: str) -> None:
    file = tmp_path / "program.py"
    file.write_text(source)
    done = subprocess.run([*RUN, str(file)], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (status, printed)
    inline = subprocess.run([*RUN[:-2], str(file)], capture_output=True, text=True, timeout=120)
    assert done.stderr == inline.stderr


def test_a_reader_that_goes_ends_the_run(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text("while True: print('y' * 1000)")
    # No limit but the reader ends it.
    bounds = ["--steps", "none", "--seconds", "none", "--output", "none"]
    process = subprocess.Popen([*RUN, *bounds, str(file)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(100)
    process.stdout.close()
    assert process.wait(timeout=120) == 141
