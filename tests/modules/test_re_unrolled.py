"""What `regex` writes out of a repeat, in one go of C, is bounded before it does."""

from __future__ import annotations

import pytest

import cloche
from cloche.runtime.modules import re_engine
from cloche.runtime.modules.re_cost import unrolled
from cloche.runtime.modules.re_quiet import parse

COUNTED = {
    "abc": 3,
    "a*": 2,
    "a+": 4,
    "a{5}": 10,
    "a{5,}?": 12,
    "a{0,1000000}": 2,
    "(?:a|bc){10}": 50,
    "(?:a{100}){100}": 20_100,
    "(?:(?:a+)+)+": 22,
    "(?=a{3})(?<!b{4})(?:c|d{2})": 22,
}
MUCH = [
    "(?:(?:a|bc){1000}){300}",
    "(?:a|bc){1000000}",
    "(?:a|bc){300000,}?",
    "(a|bc){300000}",
    "(?:(?:a{1000}){1000}){1000}",
    "(?:a+b){1000000}",
    "(?=(?:a|bc){300000})a*b",
    "(?:(?<=a{500000})a|ab|a)*c",
    "(?:" * 22 + "a|bc" + ")+" * 22,
    "(?:" * 22 + "a|bc" + "){1,3}" * 22,
    "(?:" * 40 + "a|bc" + "){2}" * 40,
]


@pytest.mark.parametrize("pattern", COUNTED)
def test_nodes_are_counted(pattern: str) -> None:
    assert unrolled(parse(pattern, 0)) == COUNTED[pattern]


@pytest.mark.parametrize("pattern", MUCH)
@pytest.mark.parametrize("use", ["search(p, t)", "findall(p, t)", "sub(p, '', t)"])
def test_too_many_are_refused(pattern: str, use: str) -> None:
    """It ended the process (SIGSEGV), or took gigabytes."""
    box = cloche.Sandbox()
    with pytest.raises(cloche.GuestError, match="this pattern may take too long on a text"):
        box.run(f"import re\nre.{use}", {"p": pattern, "t": "a" * 1000})


def test_many_are_taken_and_not_kept_for_others() -> None:
    source = "import re\nre.search(p, 'a' * 5000) is None"
    kept = dict(re_engine._engines)
    for pattern, shared in (("(?:a|bc){9}c", True), ("(?:a|bc){2000}c", False)):
        for _ in range(2):
            assert cloche.run(source, {"p": pattern}) is True
        (made,) = (re_engine._engines[key] for key in re_engine._engines.keys() - kept.keys())
        assert bool(made._regex) is shared
        kept = dict(re_engine._engines)
