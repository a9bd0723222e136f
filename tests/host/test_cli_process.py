"""What depends on being a process: signals, pipes, terminals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from functools import partial

import pytest

from sampling import share

CLI = [sys.executable, "-m", "cloche"]


def environment(**extra):
    plain = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "TERM"}}
    return {**plain, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", **extra}


def start(*arguments, **options):
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*CLI, *arguments], stdin=pipe, stdout=pipe, stderr=pipe, env=environment(), **options
    )


STUBBORN = """\
print('started')
print('half a line', end='')
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""


@pytest.mark.parametrize("json", [False, True])
def test_ctrl_c_stops_a_guest_that_catches_everything(json, tmp_path):
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    flags = ["--json"] if json else []
    options = ["--steps=none", "--seconds=60", "--tool=ready=tell:ready", *flags]
    (tmp_path / "tell.py").write_text("import os\ndef ready():\n    os.write(2, b'ready')\n")
    source = STUBBORN.replace("while True:", "ready()\nwhile True:", 1)
    (tmp_path / "stubborn.py").write_text(source)
    # Tests run in the background may have been started with interrupts ignored.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with start("run", "stubborn.py", *options, cwd=tmp_path, preexec_fn=heed) as process:
        assert process.stderr.read(5) == b"ready"
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    expected = b'"stdout": "started\\nhalf a line"' if json else b"started\nhalf a line"
    assert expected in out


def test_a_reader_that_stops_ends_the_run_quietly():
    """The program would print for a minute; its reader leaves after one line."""
    options = ["--steps=none", "--seconds=60", "--output=none"]
    with start("run", "-", *options) as process:
        process.stdin.write(b"n = 0\nwhile True:\n    n += 1\n    print(n)\n")
        process.stdin.close()
        assert process.stdout.readline() == b"1\n"
        process.stdout.close()
        assert process.wait(timeout=20) == 141
        assert process.stderr.read() == b""


@pytest.mark.parametrize("arguments", [["lint", "-"], ["rewrite", "-"], ["run", "-", "--json"]])
def test_a_reader_that_is_gone_is_no_traceback(arguments):
    with start(*arguments) as process:
        process.stdout.close()
        process.stdin.write(b"print('x')\n")
        process.stdin.close()
        assert process.wait(timeout=20) == 141
        assert process.stderr.read() == b""


def on_terminal(*arguments, source, stdout=None, **extra):
    """Return what a command writes to a terminal: to stderr, and to stdout if that is none."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*CLI, *arguments], stdin=subprocess.PIPE, stdout=theirs if stdout is None else stdout,
        stderr=theirs, env=environment(**extra),
    )  # fmt: skip
    os.close(theirs)
    process.stdin.write(source.encode())
    process.stdin.close()
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # Linux ends a terminal that nobody has open with EIO
        pass
    os.close(ours)
    process.wait(timeout=20)
    return seen.decode()


@pytest.mark.parametrize(
    ("arguments", "source", "painted"),
    share(
        [
            (["lint", "-"], "x.__code__", "\x1b[1;31m"),
            (["rewrite", "-"], "for x in y: pass", "\x1b[1;35m__compress__\x1b[0m("),
            (["run", "-"], "1 / 0", "\x1b[1;31mZeroDivisionError\x1b[0m: "),
            (
                ["rewrite", "-", "--side-by-side"],
                "for x in y: pass",
                "\x1b[1;35m__compress__\x1b[0m(",
            ),
        ]
    ),
)
def test_colours_on_a_terminal_unless_no_color(arguments, source, painted):
    assert painted in on_terminal(*arguments, source=source)
    assert "\x1b" not in on_terminal(*arguments, source=source, NO_COLOR="1")


def test_a_guest_does_not_drive_the_terminal():
    program = "print('\\x1b]0;owned\\x07')\n'\\x1b[2J'"
    assert on_terminal("run", "-", source=program, NO_COLOR="1") == "␛]0;owned␇\r\n'\\x1b[2J'\r\n"


@pytest.mark.parametrize("failing", ["", "\n1 / 0"])
@pytest.mark.parametrize("command", [["run", "-"], ["repl"]])
def test_nor_by_its_errors(command, failing):
    program = f"import sys; _ = sys.stderr.write('\\x1b]0;owned\\x07\\x9b2J'){failing}"
    seen = on_terminal(*command, source=program, NO_COLOR="1")
    assert seen.startswith("␛]0;owned␇�2J\r\n")
    assert "\x1b" not in seen
    to_nothing = on_terminal(*command, source=program, stdout=subprocess.DEVNULL, NO_COLOR="1")
    assert to_nothing == seen


def test_nor_by_what_json_may_hold():
    program = "print('\\x1b[1m\\x9b1m\\x7f\\u202e 日本\\n')"
    seen = on_terminal("run", "--json", "-", source=program)
    assert r"\u001b[1m\u009b1m\u007f\u202e 日本\n" in seen
    assert json.loads(seen)["stdout"] == "\x1b[1m\x9b1m\x7f\u202e 日本\n\n"
    diagnostics = on_terminal("lint", "--format", "json", "-", source="x.__code__ # \x9b\u202e")
    assert not {"\x9b", "\u202e"} & set(diagnostics)
    assert json.loads(diagnostics)


def test_a_guards_name_in_a_string_is_not_highlighted():
    seen = on_terminal("rewrite", "-", source="x = '__tick__'\nf'__tick__ {x}'\n")
    assert "\x1b[1;35m__tick__" not in seen


@pytest.mark.parametrize("arguments", share([
    ["run", "x.py"], ["run", "--json", "x.py"], ["inspect", "x.py"], ["rewrite", "x.py"],
    ["lint", "x.py"], ["--help"], ["doctor"],
]))  # fmt: skip
def test_output_that_takes_nothing_is_told_in_one_line(arguments, tmp_path):
    source = "import os\nprint('x' * 100_000)" if "lint" in arguments else "5"
    (tmp_path / "x.py").write_text(source)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*CLI, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, check=False,
            env=environment(),
        )  # fmt: skip
    assert done.returncode == 74
    assert done.stderr == b"cloche: standard output: no space left on device\n"


@pytest.mark.parametrize(
    ("redirect", "status", "told"),
    [
        ("run x.py >&-", 0, ""),
        ("run x.py 2>&-", 0, "5\n"),
        ("run - <&-", 2, "cloche: standard input is closed\n"),
        ("run nofile 2>/dev/full", 74, ""),
        ("run nofile 2>&-", 2, ""),
    ],
)
def test_streams_that_are_closed(redirect, status, told, tmp_path):
    (tmp_path / "x.py").write_text("5")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m cloche {redirect}"], capture_output=True, text=True,
        cwd=tmp_path, check=False, env=environment(),
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (status, told)
