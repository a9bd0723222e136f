"""`cloche repl`: statements over lines, steps that fail, commands, and the terminal's own."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from cloche.cli.prompting import completer, history, reader
from cloche.cli.repl import goes_on, statements

Cli = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("typed", "printed", "errors"),
    [
        ("", "", ""),
        ("x = 1\nx + 1\n", "2\n", ""),
        ("x + 1", "", "NameError: name 'x' is not defined"),
        ("def f(a):\n    return a * 2\n\nf(4)\n", "8\n", ""),
        ("if 0:\n    1\nelse:\n    print('no')\n\n'yes'", "no\n'yes'\n", ""),
        ("[\n1,\n2,\n]\n", "[1, 2]\n", ""),
        ("x = '''a\nb'''\nx", "'a\\nb'\n", ""),
        ("print('a', end='')\n2", "a\n2\n", ""),
        ("1 / 0\n3", "3\n", "ZeroDivisionError: division by zero"),
        ("x = 1\nx = (\nx", "", "'(' was never closed"),
        ("while True: pass\n\n4", "4\n", "StepLimitExceeded"),
        ("import socket\n5", "5\n", "CL201"),
        ("import sys\nprint(6, file=sys.stderr)\n7", "7\n", "6\n"),
        ("@staticmethod\ndef f(): return 8\n\nf()", "8\n", ""),
        ("await x\n9", "9\n", "NameError"),
        ("\x00\n10", "10\n", "null"),
        ("x = 11; x", "11\n", ""),
    ],
)
def test_steps(cli: Cli, typed: str, printed: str, errors: str) -> None:
    status, out, err = cli("repl", "--steps", "10_000", stdin=typed)
    assert (status, out) == (0, printed)
    assert errors in err
    assert bool(err) == bool(errors)


@pytest.mark.parametrize(
    ("typed", "printed", "errors"),
    [
        (":quit\n1", "", ""),
        ("x = 1\n:names", "x\n", ""),
        (":guarded 2 * x", "__result__ = __times__(2, x)\n", ""),
        ("5\n:guarded", "5\n__result__ = 5\n", ""),
        (":lint x = 1", "No problems.\n", ""),
        (":lint import socket", "", "CL201"),
        (":guarded x.__code__", "", "CL110"),
        (":nonsense", "", "no command :nonsense"),
    ],
)
def test_commands(cli: Cli, typed: str, printed: str, errors: str) -> None:
    status, out, err = cli("repl", stdin=typed)
    assert (status, out) == (0, printed)
    assert errors in err


def test_limits_and_help(cli: Cli) -> None:
    _, out, _ = cli("repl", "--steps", "none", stdin="for i in range(7): pass\n\n:limits\n:help")
    assert "steps    none\n" in out
    assert "the last step took 7 steps" in out
    assert ":guarded CODE" in out


def test_tools_inputs_and_a_worker(cli: Cli) -> None:
    arguments = ("--input", "x=20", "--tool", "f=math:sqrt", "--isolation", "process")
    assert cli("repl", *arguments, stdin="y = f(x + 5)\ny") == (0, "5.0\n", "")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("x", False), ("x = (", True), ("def f():", True), ("def f():\n    pass", True),
        ("def f():\n    pass\n", False), ("if x: pass", False), ("if x: pass\nelse:", True),
        ("x = = 1", False), ("'''a", True), ("x \\", True), ("class A: pass", False),
        ("(" * 1000, False), ("match x:\n  case 1: pass", True), ("lambda: 0", False),
    ],
)  # fmt: skip
def test_whether_a_statement_goes_on(text: str, more: bool) -> None:
    assert goes_on(text) is more


def test_an_interrupt_leaves_what_was_begun() -> None:
    lines: Iterator[str | BaseException] = iter(["x = (", KeyboardInterrupt(), "1", EOFError()])

    def read(_: str) -> str:
        line = next(lines)
        if isinstance(line, BaseException):
            raise line
        return line

    assert list(statements(read)) == ["1"]


# --- The terminal -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("x = 1\r", "x = 1"),
        ("def f():\r    pass\r\r", "def f():\n    pass\n    "),
        ("[\r1]\r", "[\n1]"),
    ],
)
def test_a_line_from_the_terminal(
    keys: str, text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        read = reader(lambda: ["orders", "other"])
        pipe.send_text(keys)
        assert read("> ") == text
    assert text.splitlines()[0] in (tmp_path / "cloche" / "history").read_text()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("orde", ["orders"]), ("f(o", ["orders", "other"]), (":gu", [":guarded"]), ("x.zz", [])],
)
def test_completion(typed: str, offered: list[str]) -> None:
    found = completer(lambda: ["orders", "other"]).get_completions(
        Document(typed), CompleteEvent(completion_requested=True)
    )
    assert [each.text for each in found] == offered


def test_history_is_for_this_user_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert isinstance(history(), FileHistory)
    path = tmp_path / "cloche" / "history"
    assert path.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("XDG_STATE_HOME", str(path))
    assert isinstance(history(), InMemoryHistory)


# --- The document -------------------------------------------------------------------------------


def test_the_document_is_true(cli: Cli) -> None:
    text = (Path(__file__).parents[2] / "docs" / "repl.md").read_text(encoding="utf-8")
    command, *lines = text.partition("```console\n")[2].partition("```")[0].splitlines()
    prompts = ("cloche> ", "   ...> ")
    typed = [line[8:] for line in lines if line.startswith(tuple(map(str.rstrip, prompts)))]
    shown = [line for line in lines if not line.startswith(tuple(map(str.rstrip, prompts)))]
    _, out, err = cli(*shlex.split(command)[2:], stdin="\n".join(typed))
    assert sorted((out + err).splitlines()) == sorted(shown)
