"""Programs as people and models write them do what CPython does.

One file a theme; `#: title` begins a program. Those in `newer.txt` need the syntax of Python 3.12.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from harness import assert_same, native

HERE = Path(__file__).parent
NEWER = "newer"


def programs() -> dict[str, str]:
    """Return the text of each program by file and title."""
    found = {}
    for path in sorted(HERE.glob("*.txt")):
        if path.stem == NEWER and sys.version_info < (3, 12):
            continue
        _, *parts = re.split(r"^#: (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for title, text in zip(parts[::2], parts[1::2], strict=True):
            assert f"{path.stem}: {title}" not in found
            found[f"{path.stem}: {title}"] = text
    return found


PROGRAMS = programs()


def test_a_program_that_has_run_before_does_the_same():
    source = PROGRAMS["library: logging setup"]
    assert native(source) == native(source)


@pytest.mark.parametrize("title", PROGRAMS)
def test_does_what_cpython_does(title):
    assert_same(PROGRAMS[title])
