"""What a process keeps of programs and patterns is bounded by size."""

from __future__ import annotations

import cloche
from cloche import compiling
from cloche.kept import Kept
from cloche.runtime.modules import re_engine


def test_the_first_go_first_by_number_and_by_size() -> None:
    kept: Kept[str, int] = Kept(3, 100)
    for at, key in enumerate("abcd"):
        kept.put(key, at, 10)
    assert [kept.get(key) for key in "abcd"] == [None, 1, 2, 3]
    kept.put("e", 4, 85)
    assert [kept.get(key) for key in "bcde"] == [None, None, 3, 4]
    kept.put("f", 5, 101)
    assert [kept.get(key) for key in "def"] == [3, 4, None]
    kept.put("e", 6, 20)
    kept.put("g", 7, 70)
    assert [kept.get(key) for key in "deg"] == [3, 6, 7]
    kept.put("g", 8, 101)  # what there was of it goes all the same
    assert [kept.get(key) for key in "deg"] == [3, 6, None]


def test_programs_are_kept_by_the_length_of_their_texts(monkeypatch) -> None:
    kept: Kept = Kept(1_000, 5_000)
    monkeypatch.setattr(compiling, "_cache", kept)
    box = cloche.Sandbox()
    programs = [box.compile(f"{'x = 1;' * 100}{n}") for n in range(5)]
    assert sum(found is not None for found in map(kept.get, kept._found)) == 4
    again = [box.compile(f"{'x = 1;' * 100}{n}") for n in range(5)]
    assert [
        one._guarded is other._guarded for one, other in zip(programs, again, strict=True)
    ].count(True) < 5
    assert box.compile("1")._guarded is box.compile("1")._guarded


def test_manifests_are_kept_with_their_programs() -> None:
    box = cloche.Sandbox()
    program = box.compile("import math\nmath.pi")
    assert program.manifest is program.manifest
    assert program.manifest.reads == box.compile("import math\nmath.pi").manifest.reads


def test_large_patterns_are_kept_for_no_other_run(monkeypatch) -> None:
    monkeypatch.setattr(re_engine, "_engines", kept := {})
    cloche.run("import re\nre.compile('(a)' * 4_000)\nre.compile('small')\n1")
    assert [key[1] for key in kept] == ["small"]
    cloche.run(f"import re\nre.compile('[{''.join(map(chr, range(300, 9000, 97)))}]' * 300)\n1")
    assert [key[1] for key in kept] == ["small"]
