"""Diagnostics in each format, and what is shown of hostile text."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cloche.cli.formats import Report, as_github, as_json, as_sarif, as_text
from cloche.cli.palette import Palette
from cloche.cli.visible import cells, visible
from cloche.transpiler.diagnostics import Diagnostic

SOURCE = "x = 1\nif x:\n\ty = x.__secret__\nz = '日本' + x.__secret__\n"
ONE = Diagnostic(3, 5, 3, 17, "CL110", "`__secret__` is not for guests", "use a plain name")
WIDE = Diagnostic(4, 11, 4, 23, "CL110", "`__secret__` is not for guests")
SPAN = Diagnostic(2, 0, 4, 3, "CL900", "a statement, over 3 lines: no")
REPORT = Report("a dir/bad, file.py", SOURCE, [ONE, WIDE, SPAN])
CLEAN = Report("good.py", "1\n", [])


def test_text_shows_line_carets_and_hint():
    assert as_text([Report("bad.py", SOURCE, [ONE])]) == (
        "bad.py:3:6: CL110 `__secret__` is not for guests\n"
        " 3 | \ty = x.__secret__\n"
        "   | \t    ^^^^^^^^^^^^\n"
        "   = hint: use a plain name\n"
        "\n"
        "Found 1 problem in 1 file.\n"
    )


def test_text_counts_wide_characters_as_two_columns():
    _, line, carets, *_ = as_text([Report("bad.py", SOURCE, [WIDE])]).split("\n")
    assert cells(line[: line.index(".__secret__") - 1]) == cells(carets[: carets.index("^")])


def test_text_of_several_lines_underlines_the_first():
    text = as_text([Report("bad.py", SOURCE, [SPAN])])
    assert " 2 | if x:\n   | ^^^^^\n" in text


@pytest.mark.parametrize(
    ("reports", "summary"),
    [
        ([CLEAN], "No problems in 1 file.\n"),
        ([CLEAN, CLEAN], "No problems in 2 files.\n"),
        ([REPORT], "Found 3 problems in 1 file.\n"),
        ([REPORT, CLEAN], "Found 3 problems in 1 of 2 files.\n"),
    ],
)
def test_text_ends_in_a_summary(reports, summary):
    assert as_text(reports).endswith(summary)


def test_text_of_a_very_long_line_is_a_window_around_the_place():
    line = "a + " * 50_000 + "b"
    text = as_text([Report("long.py", line, [Diagnostic(1, 100_000, 1, 100_001, "CL004", "long")])])
    shown, carets = text.split("\n")[1:3]
    assert len(shown) < 140
    assert shown[carets.index("^")] == line[100_000]


@given(st.integers(0, 6), st.integers(0, 40), st.integers(0, 6), st.integers(0, 40))
def test_text_takes_any_place(line, column, end_line, end_column):
    """A place outside the text (end of file, after a tab) costs the excerpt, never the message."""
    item = Diagnostic(line, column, end_line, end_column, "CL001", "odd")
    assert f":{line}:{column + 1}: CL001 odd" in as_text([Report("odd.py", SOURCE, [item])])


def test_colours_only_when_asked():
    assert "\x1b" not in as_text([REPORT])
    assert "\x1b[1;31mCL110\x1b[0m" in as_text([REPORT], Palette(enabled=True))


def test_text_does_not_let_the_source_drive_the_terminal():
    source = "x = '\x1b]0;owned\x07' # \u202e\n"
    item = Diagnostic(1, 0, 1, 1, "CL001", "bad \x1b[2J", "hint \x9b2J")
    text = as_text([Report("e\x1b[1m.py", source, [item])])
    assert not set(text) & set("\x1b\x07\x9b\u202e")


def test_json_is_a_flat_list_with_columns_from_one():
    items = json.loads(as_json([CLEAN, REPORT]))
    assert items[0] == {
        "file": "a dir/bad, file.py",
        "code": "CL110",
        "message": "`__secret__` is not for guests",
        "hint": "use a plain name",
        "line": 3,
        "column": 6,
        "end_line": 3,
        "end_column": 18,
    }
    assert len(items) == 3


def test_github_escapes_and_leaves_columns_out_of_a_span():
    first, _, last = as_github([REPORT]).splitlines()
    assert first == (
        "::error file=a dir/bad%2C file.py,line=3,col=6,endLine=3,endColumn=18,title=CL110"
        "::`__secret__` is not for guests (use a plain name)"
    )
    assert last == (
        "::error file=a dir/bad%2C file.py,line=2,endLine=4,title=CL900"
        "::a statement, over 3 lines: no"
    )


def test_github_message_stays_on_one_line():
    item = Diagnostic(1, 0, 1, 1, "CL001", "100%\r\n::warning ::more")
    assert as_github([Report("x.py", "x", [item])]).splitlines() == [
        "::error file=x.py,line=1,col=1,endLine=1,endColumn=2,title=CL001"
        "::100%25%0D%0A::warning ::more"
    ]


def test_sarif_has_what_the_standard_requires():
    log = json.loads(as_sarif([CLEAN, REPORT], "1.2.3"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("cloche", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["CL110", "CL900"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20dir/bad%2C%20file.py"
    assert place["region"] == {"startLine": 3, "startColumn": 6, "endLine": 3, "endColumn": 18}


def test_machine_formats_of_nothing_are_valid():
    assert json.loads(as_json([CLEAN])) == []
    assert as_github([CLEAN]) == ""
    assert json.loads(as_sarif([CLEAN]))["runs"][0]["results"] == []


def test_visible_shows_whatever_is_not_seen():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    unseen = set(regex.findall(r"\p{Default_Ignorable_Code_Point}", every))
    unseen |= {char for char in every if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")}
    unseen -= {"\t", "\n"}
    assert len(unseen) > 4_000
    assert not set(visible("".join(unseen))) & unseen


@pytest.mark.parametrize("mark", ["\ufe00", "\u034f", "\u180b", "\U000e0100"])
def test_a_name_is_not_shown_as_another(cli, mark):
    status, out, _ = cli("inspect", "-", stdin=f"x{mark} = 1; x = 2; [x, x{mark}]\n")
    assert status == 0
    assert "x, x\N{REPLACEMENT CHARACTER}\n" in out


@given(st.text())
def test_visible_keeps_every_column(text):
    shown = visible(text)
    assert len(shown) == len(text)
    assert not set(shown) & set("\x1b\x07\x08\r\x7f\x9b\u202e\u2066\u200b")
