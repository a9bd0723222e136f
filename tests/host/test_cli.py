"""The command line from end to end, in process where nothing depends on the process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cloche.cli

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
REPORT = str(ROOT / "examples/orders_report.py")
ORDERS = f"orders=@{ROOT / 'examples/data/orders.json'}"


# --- run -------------------------------------------------------------------------------


def test_run_prints_output_then_the_value(cli):
    program = "print('one')\nprint('two', end='')\n[1, 'x']\n"
    assert cli("run", "-", stdin=program) == (0, "one\ntwo\n[1, 'x']\n", "")


def test_run_without_a_value_prints_none(cli):
    assert cli("run", "-", stdin="x = 1\n") == (0, "", "")


def test_run_the_report(cli):
    status, out, err = cli("run", REPORT, "--input", ORDERS)
    assert (status, err) == (0, "")
    assert out.startswith("ORDERS REPORT  2025-01-02 to 2025-03-28\n14 paid, 4 cancelled")
    assert "  furniture      8,416.50  ████████████████████████\n" in out
    assert out.endswith("{'revenue': 14620.81, 'orders': 18, 'average': 812.27}\n")


def test_run_keeps_the_output_of_a_guest_that_fails(cli):
    status, out, err = cli("run", "-", stdin="print('before')\nx = 0\n1 / x\n")
    assert (status, out) == (1, "before\n")
    assert "line 3" in err
    assert err.endswith("ZeroDivisionError: division by zero\n")


def test_run_of_a_rejected_program_says_where_and_why(cli):
    status, out, err = cli("run", "-", stdin="print('no')\nx = ().__globals__\n")
    assert (status, out) == (2, "")
    assert err.startswith("<stdin>:2:")
    assert "\n 2 | x = ().__globals__\n" in err


@pytest.mark.parametrize(
    ("program", "flag", "error"),
    [
        ("while True: pass", "--steps=1000", "StepLimitExceeded"),
        ("while True: pass", "--seconds=0.2", "TimeLimitExceeded"),
        ("while True: print('x' * 100)", "--output=4k", "OutputLimitExceeded"),
        ("x = []\nwhile True: x.append(bytes(10**6))", "--memory=32MiB", "MemoryLimitExceeded"),
    ],
)
def test_run_into_a_limit(cli, program, flag, error):
    lifted = ["--steps=none"] if not flag.startswith("--steps") else []
    status, _, err = cli("run", "-", flag, *lifted, stdin=program)
    assert status == 3
    assert err.count("\n") >= 1
    assert error in err


def test_run_with_inputs_and_tools(cli, tmp_path):
    (tmp_path / "cli_shop.py").write_text("def vat(price):\n    return price * 0.25\n")
    (tmp_path / "prices.json").write_text("[4, 8]")
    program = "[p + vat(price=p) + extra for p in prices]"
    options = ["--input", "prices=@prices.json", "--input=extra=1", "--tool", "vat=cli_shop:vat"]
    assert cli("run", "-", *options, stdin=program) == (0, "[6.0, 11.0]\n", "")


def test_run_takes_data_from_standard_input(cli, tmp_path):
    (tmp_path / "total.py").write_text("sum(numbers)")
    assert cli("run", "total.py", "--input", "numbers=@-", stdin="[1, 2]") == (0, "3\n", "")


@pytest.mark.parametrize("flag", ["--optimize", "--no-optimize"])
def test_run_with_and_without_the_optimizer(cli, flag):
    assert cli("run", "-", flag, stdin="sum(n * n for n in range(10))") == (0, "285\n", "")


def test_run_json_of_a_success(cli):
    status, out, err = cli("run", "-", "--json", stdin="print('é')\n{'a': [1, None]}")
    fields = json.loads(out)
    assert (status, err, out.count("\n")) == (0, "", 1)
    assert list(fields) == ["ok", "value", "stdout", "stderr", "steps", "seconds", "error"]
    assert fields["ok"] is True
    assert (fields["value"], fields["stdout"]) == ({"a": [1, None]}, "é\n")
    assert fields["error"] is None


def test_run_json_of_a_value_that_json_has_no_word_for(cli):
    fields = json.loads(cli("run", "-", "--json", stdin="{1, 2}")[1])
    assert (fields["value"], fields["repr"]) == (None, "{1, 2}")


@pytest.mark.parametrize(
    ("program", "status", "kind", "name"),
    [
        ("print('so far')\n[][0]", 1, "GuestError", "IndexError"),
        ("print('so far')\nwhile True: pass", 3, "StepLimitExceeded", None),
        ("print('so far')\nx.__dict__.__code__", 2, "Rejected", None),
        ("def f(:", 2, "Rejected", None),
    ],
)
def test_run_json_of_a_failure(cli, program, status, kind, name):
    got, out, err = cli("run", "-", "--json", "--steps=9999", stdin=program)
    fields = json.loads(out)
    assert (got, err, fields["ok"]) == (status, "", False)
    assert fields["stdout"] == ("" if status == 2 else "so far\n")
    error = fields["error"]
    assert list(error) == ["type", "type_name", "message", "traceback", "diagnostics"]
    assert (error["type"], error["type_name"]) == (kind, name)
    assert error["message"]
    assert bool(error["diagnostics"]) == (kind == "Rejected")


def test_run_json_keeps_what_tools_print_off_standard_output(cli, tmp_path):
    (tmp_path / "cli_loud.py").write_text("print('hello')\ndef loud():\n    print('tool')\n")
    _, out, err = cli("run", "-", "--json", "--tool=loud=cli_loud:loud", stdin="loud()")
    assert json.loads(out)["stdout"] == ""
    assert err == "hello\ntool\n"


# --- Bad usage ---------------------------------------------------------------------------

#: No name of a file drives the terminal, or looks like lines of ours.
ODD = "a\nb\x1b[31m\t.py"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no command given: audit, doctor, inspect, lint, repl, rewrite or run"),
        (["run"], "Missing argument 'FILE|-'"),
        (["run", "nope.py"], "nope.py: no such file or directory"),
        (["run", "."], ".: is a directory"),
        (["run", "-", "--steps", "x"], "'x' is not a number"),
        (["run", "-", "--memory", "64XB"], "'64XB' is not a size such as 64MiB"),
        (["run", "-", "--input", "x={"], "--input x: bad JSON at line 1 column 2"),
        (["run", "-", "--input", "x=@-"], "cannot be both the program and an input"),
        (["run", "-", "--tool", "x=math:sqrtt"], "did you mean 'sqrt'?"),
        (["run", "-", "--tool", "x=math:sqrt", "--input", "x=1"], "--input x: a tool has that"),
        (["lint", "-", "--format", "xml"], "'xml' is not one of"),
        (["rewrite", "nope.py"], "nope.py: no such file or directory"),
        (["frob"], "No such command 'frob'"),
        *(
            (command, "a␊b␛[31m␉.py: no such file")
            for command in (
                ["run", ODD],
                ["lint", ODD],
                ["rewrite", ODD],
                ["inspect", ODD],
                ["run", "-", "--input", f"x=@{ODD}"],
            )
        ),
        (["run", "-", "--input", f"{ODD}=1"], "␛[31m"),
        (["run", "-", "--tool", f"x={ODD}"], "␛[31m"),
    ],
)
def test_bad_usage_is_one_line(cli, arguments, message):
    status, out, err = cli(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("cloche: ")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["run"], ["lint"], ["rewrite"], ["rewrite", "--explain"], ["rewrite", "--diff"]]
)
@pytest.mark.parametrize("text", ["import gc\n", "1\n"])
def test_the_name_of_a_file_is_shown_on_one_line(cli, tmp_path, command, text):
    (tmp_path / ODD).write_text(text)
    _, out, err = cli(*command, ODD)
    assert not {"\x1b", "\t"} & {*out, *err}
    assert "\nb" not in out + err


def test_nor_does_that_of_a_log(cli):
    status, _, err = cli("audit", "verify", ODD)
    assert status == 1
    assert err.startswith("broken: a␊b␛[31m␉.py: ")


@pytest.mark.parametrize("command", ["run", "lint", "rewrite"])
@pytest.mark.parametrize("data", [b"x = '\xff'\n", b"x = 1\x00\n", b"(" * 20_000])
def test_a_source_that_is_no_program(cli, command, data):
    status, out, err = cli(command, "-", stdin=data)
    assert status == 2
    assert (out + err).startswith("<stdin>:1:")


def test_help_shows_examples_and_statuses(cli):
    for command in ("run", "lint", "rewrite"):
        status, out, _ = cli(command, "--help")
        assert status == 0
        assert "Examples:\n  cloche" in out.replace("\n    cloche", "\n  cloche")
    assert "--steps N|none" in cli("run", "--help")[1]
    assert "[default: 10,000,000]" in cli("run", "--help")[1]
    status, out, _ = cli("--version")
    assert status == 0
    assert out.startswith("cloche ")


def test_missing_extra_is_one_line(cli, monkeypatch):
    monkeypatch.setattr(cloche.cli, "NEEDED", ("click", "no_such_module_"))
    status, out, err = cli("lint", "-")
    assert (status, out) == (2, "")
    assert err == ("cloche: the command line needs no_such_module_: pip install 'cloche[cli]'\n")


# --- lint ------------------------------------------------------------------------------


def test_lint_several_files(cli, tmp_path):
    (tmp_path / "good.py").write_text("1\n")
    (tmp_path / "bad.py").write_text("import gc\nx.__code__\n")
    assert cli("lint", "good.py") == (0, "No problems in 1 file.\n", "")
    status, out, err = cli("lint", "good.py", "bad.py", "gone.py")
    assert status == 2
    assert "bad.py:2:" in out
    assert "1 of 2 files.\n" in out
    assert err == "cloche: gone.py: no such file or directory\n"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_lint_formats_agree_on_every_example(cli, example):
    listed = json.loads(cli("lint", str(example), "--format", "json")[1])
    status, text, _ = cli("lint", str(example))
    assert status == (2 if listed else 0)
    assert all(item["code"] in text for item in listed)
    github = cli("lint", str(example), "--format", "github")[1]
    assert github.count("::error ") == len(listed)
    sarif = json.loads(cli("lint", str(example), "--format", "sarif")[1])
    assert len(sarif["runs"][0]["results"]) == len(listed)


def test_what_lint_accepts_the_report_is_among(cli):
    assert cli("lint", REPORT)[0] == 0


# --- rewrite ---------------------------------------------------------------------------

LOOP = "for n in numbers:  # each\n    print(f'{n}')\n"


def test_rewrite_prints_what_the_program_says(cli):
    status, out, err = cli("rewrite", "-", stdin=LOOP)
    assert (status, err) == (0, "")
    assert out == cloche.rewrite(LOOP)
    assert "in __compress__(numbers, __ticks__):  # each\n" in out


def test_rewrite_side_by_side_has_both_on_each_line(cli):
    status, out, _ = cli("rewrite", "-", "--side-by-side", "--no-optimize", stdin=LOOP)
    assert status == 0
    for line, source in zip(out.splitlines(), LOOP.splitlines(), strict=True):
        assert source in line
        assert "┃" in line


def test_rewrite_explains_each_guard(cli):
    status, out, _ = cli(
        "rewrite", "-", "--explain", stdin="for i in range(9):\n    x = i * i + f()\n"
    )
    assert status == 0
    assert "loop: kept" in out
    assert "times: left out (known-product)" in out
    assert "addend: left out (known-addend)" in out
    _, text, _ = cli("rewrite", "-", "--explain", "--json", stdin="x = y * z\n")
    (guard,) = json.loads(text)["guards"]
    assert guard == {
        "line": 1, "column": 4, "kind": "times", "form": "inline", "proof": "float-test",
    }  # fmt: skip
    _, out, _ = cli("rewrite", "-", "--explain", "--no-optimize", stdin="x = y * z\n")
    assert out.endswith("times: kept\n")


def test_rewrite_diff(cli):
    status, out, _ = cli("rewrite", "-", "--diff", stdin=LOOP)
    assert status == 0
    assert out.startswith("--- <stdin>\n+++ <stdin> (guarded)\n@@ -1,2 +1,2 @@\n")
    assert "-for n in numbers:  # each\n" in out


def test_rewrite_json(cli):
    fields = json.loads(cli("rewrite", "-", "--json", stdin=LOOP)[1])
    assert fields["ok"] is True
    assert fields["source"] == LOOP
    status, out, _ = cli("rewrite", "-", "--json", stdin="x.__code__")
    assert status == 2
    assert json.loads(out)["error"]["diagnostics"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_rewrite_every_example(cli, example):
    refused = cli("lint", str(example))[0]
    for form in ([], ["--side-by-side"], ["--diff"], ["--no-optimize"], ["--json"]):
        assert cli("rewrite", str(example), *form)[0] == refused
