"""What the tests of the command line share."""

from __future__ import annotations

import io

import pytest

import cloche.cli


@pytest.fixture
def cli(capsys, monkeypatch, tmp_path):
    """Return a function that runs a command and returns its status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments, stdin=""):
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
        status = cloche.cli.main(arguments)
        return status, *capsys.readouterr()

    return call
