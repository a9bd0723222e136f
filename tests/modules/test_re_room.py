"""Room for what `regex` stores while it looks: it is demanded beforehand, no more than need be."""

from __future__ import annotations

import re._parser as parser  # type: ignore[import-not-found]

import pytest

import cloche
from cloche.runtime.modules.re_room import Stored, stored

LIMITS = cloche.Limits(memory=64 * 2**20, steps=20_000_000)
#: Each took hundreds of megabytes.
HUGE = [
    "re.match('(?:' + '()' * 1500 + 'a)*', 'a' * 200_000)",
    "re.fullmatch('(?:(?:(?:(?=(a))){60}a)*)*', 'a' * 200_000)",
    "re.match('(?:(?=(?:(a)|b)*)a)*b?', 'a' * 15_000)",
    "re.findall('(?:' + '()' * 1500 + 'a)*', 'a' * 16_000)",
    "re.match('(?:(?:' + '()' * 24 + '(a|b))*)*x?$', 'ab' * 100_000)",
    "re.sub('(?:(?=(?:(a)|b)*)a)*b?', '', 'a' * 15_000)",
    "[*re.finditer('(?:(?=(?:(a)|b)*)a)*b?', 'a' * 15_000)]",
    "re.split('(?:(?=(?:(a)|b)*)a)*b?', 'a' * 15_000)",
]
FINE = [
    (r"re.search(r'(\w+\s?)*$', 'word ' * 10_000).span()", (0, 50_000)),
    (r"re.findall(r'(?:(\w+)\s?)+=\d', 'word ' * 3_000 + '=3')", ["word"]),
    ("re.match('(?:(?=((a)|b))a)*b?', 'a' * 60_000).span()", (0, 60_000)),
    ("re.match('(?:a|(b)|(?:c(?=(d))){5})*b?$', 'a' * 60_000).span()", (0, 60_000)),
]


@pytest.mark.parametrize("call", HUGE)
def test_there_must_be_room(call: str) -> None:
    with pytest.raises(cloche.MemoryLimitExceeded):
        cloche.Sandbox(limits=LIMITS).run(f"import re\n{call}")


@pytest.mark.parametrize(("call", "found"), FINE)
def test_what_stores_little_is_looked_for(call: str, found: object) -> None:
    assert cloche.Sandbox(limits=LIMITS).run(f"import re\n{call}") == found


@pytest.mark.parametrize(
    ("pattern", "nodes", "pairs"),
    [
        ("abc", 0, False), ("a*", 0, False), ("(a)(b)", 0, False), ("(?:ab)*", 0, False),
        ("(ab)*", 1, False), ("(?:(a)|(b))*", 2, False), ("(?:(?:(a)b)*c)*", 2, False),
        ("(?:(?=a)b)*", 1, False), ("(?:(?=(a))b)*", 2, False), ("(?:(?!(a)+)b)*", 3, True),
        ("(?:(?=(?:a)+)b)*", 2, False), ("(?=(a)*)b", 1, False),
        ("(?:(?:(?=(a))){60}b)*", 121, False), ("(?:(?:(a)){60}b)*", 2, False),
        ("(?:(){3}b)*", 4, False), ("(?:(?>(a)|b)c)*", 1, False),
        ("((a)?(?(2)(b)|(c)))*", 5, False),
    ],
)  # fmt: skip
def test_what_is_stored(pattern: str, nodes: int, pairs: bool) -> None:
    assert stored(parser.parse(pattern)) == Stored(nodes, pairs)
    room = Stored(nodes, pairs).room
    assert room(0) == 0
    assert (room(2000) > 2 * room(1000)) is pairs
