"""Sources that come token by token: the same programs, and refusals as early as can be."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.transpiler import cpython, pieces

ROOT = Path(__file__).parents[2]
LONG = [
    path.read_text(encoding="utf-8")
    for path in [
        *sorted((ROOT / "benchmarks/kernels").glob("*.py")),
        ROOT / "benchmarks/snippet.py",
    ]
]
PROGRAMS = [
    "",
    "1",
    "1 + 1\n",
    "x = 1\nx\n# the end",
    "x = 1\n\n\n\nx\n\n",
    "def f(a):\n    return a\n\n\nf(3)",
    "if 1:\n    x = 2\nelse:\n    x = 3\nx",
    "if 0:\n    x = 2\nelif 1:\n    x = 3\nx",
    "try:\n    1 / 0\nexcept ZeroDivisionError:\n    x = 1\nfinally:\n    y = 2\n[x, y]",
    "for i in range(3):\n    pass\nelse:\n    i = 9\ni",
    "elsewhere = 1\nelsewhere",
    "finally_ = exception = 2\nfinally_",
    "x = [\n1,\n2,\n]\nx",
    "x = '''a\nb\nif c\n'''\nx",
    'x = f"""\n{1\n}\n"""\nx',
    "x = 1 + \\\n2\nx",
    "@staticmethod\ndef f():\n    return 1\nf()",
    "'doc'\nfrom __future__ import annotations\ndef f(a: B): pass\nf.__annotations__['a']",
    "from math import *\nfrom itertools import count as c\nfloor(2.5), next(c())",
    "x = 1; y = 2\nx + y",
    "async def f():\n    return 4\nawait f()",
    "class A:\n    x = 1\n    def f(self):\n        return self.x\nA().f()",
    "match [1, 2]:\n    case [a, *b]:\n        c = b\nc",
    "\ufeffx = 1\nx",
    "x = 1\r\nif x:\r\n    x = 2\r\nx",
    "x = 1\ry = 2\rx + y",
    "x = 'é'\nlen(x + 'ü')",
    "len = 3\ndef f():\n    return len\nf()",
    "a = 1\ndef f():\n    return b\nb = 2\nf() + a",
    "def f():\n def g():\n  nonlocal x\n  x += 1\n  return x\n x = 0\n g()\n return x\nf()",
    "open = abs\nopen(-1)",
]


def sizes(source: str, seed: int) -> list[str]:
    lot = random.Random(seed)
    parts = []
    while source:
        size = lot.choice([1, 2, 5, 20, 200])
        parts.append(source[:size])
        source = source[size:]
    return parts


def streamed(box: cloche.Sandbox, parts: list[str]) -> cloche.Program:
    stream = box.stream()
    for part in parts:
        assert stream.feed(part) == []
    assert stream.diagnostics == []
    program = stream.finish()
    assert stream.finish() is program
    return program


@pytest.mark.parametrize("source", PROGRAMS, ids=lambda source: source[:16])
def test_the_program_is_that_of_compile(source: str) -> None:
    box = cloche.Sandbox()
    whole = box.compile(source)
    for parts in (list(source), [source], source.splitlines(keepends=True), sizes(source, 1)):
        program = streamed(box, parts)
        assert program.source == whole.source
        assert program.run() == whole.run()
        assert program.guarded.count("\n") == whole.guarded.count("\n")


@pytest.mark.parametrize("optimize", [True, False])
def test_long_programs(optimize: bool) -> None:
    box = cloche.Sandbox(optimize=optimize)
    for seed, source in enumerate(LONG):
        program = streamed(box, sizes(source, seed))
        assert program.source == source
        if not optimize:
            assert without_ticks(program.guarded) == without_ticks(box.compile(source).guarded)


def without_ticks(guarded: str) -> str:
    """Leave out what a piece may have more of than the whole, and its parentheses."""
    return re.sub(r"__tick__\(__ticks__\)(?:; | and )|[()]", "", guarded)


def test_a_worker_runs_it() -> None:
    with cloche.Sandbox(isolation="process", workers=1) as box:
        assert streamed(box, list("x = 20\ndef f():\n    return x + 1\nf() * 2")).run() == 42


# --- Refusals -----------------------------------------------------------------------------------

#: Source, the code, its line, and the line after which it must be known (0: only at the end).
REFUSED = [
    ("import socket\nx = 1\n", "CL201", 1, 1),
    ("x = 1\nimport socket\ny = 2\n", "CL201", 2, 2),
    ("def f():\n    import socket\n    x = 1\n    y = 2\n", "CL201", 2, 2),
    ("def f():\n    return 1\n\n\ndef g():\n    f().__globals__\n    return 2\n", "CL110", 6, 6),
    ("class A:\n    def f(self):\n        open('x')\n    x = 1\n    y = 2\n", "CL102", 3, 3),
    ("x = = 1\ny = 2\n", "CL001", 1, 1),
    ("x = 1\ny = ]\nz = 1\n", "CL001", 2, 2),
    ("x = 1\nx.__code__", "CL110", 2, 0),
    ("x = 1\nx = (1,", "CL001", 2, 0),
    ("x = 1\nreturn x", "CL001", 2, 0),
    ("(" * 300 + ")" * 300 + "\nx = 1\ny = 2\n", "CL003", 1, 1),
]


@pytest.mark.parametrize(("source", "code", "line", "known"), REFUSED, ids=lambda v: str(v)[:16])
def test_a_refusal_comes_early(source: str, code: str, line: int, known: int) -> None:
    stream = cloche.Sandbox().stream()
    told = 0
    for number, row in enumerate(source.splitlines(keepends=True), 1):
        if stream.feed(row) and not told:
            told = number
            assert [(each.code, each.line) for each in stream.diagnostics] == [(code, line)]
    assert (told == 0) == (known == 0)
    # The statement after it must have begun; in a long one it is looked at now and then.
    assert told <= known + 2
    with pytest.raises(cloche.Rejected) as caught:
        stream.finish()
    assert [(each.code, each.line) for each in caught.value.diagnostics] == [(code, line)]
    assert caught.value.source == source


def test_nothing_is_looked_at_after_the_first() -> None:
    stream = cloche.Sandbox().stream()
    assert len(stream.feed("import socket\nx = 1\n")) == 1
    assert stream.feed("import requests\ny = 1\n") == []
    assert len(stream.diagnostics) == 1


def test_the_host_is_asked_at_the_end() -> None:
    stream = cloche.Sandbox(allow=lambda manifest: not manifest.loops).stream()
    assert stream.feed("while True: pass\nx = 1\n") == []
    with pytest.raises(cloche.Rejected, match="CL801"):
        stream.finish()


def test_hooks_are_told_of_the_end() -> None:
    told: list[Any] = []
    box = cloche.Sandbox(on_compile=lambda event: told.append(event.source) or told.append)
    stream = box.stream()
    stream.feed("x = 1\nimport socket\n1")
    assert told == []
    with pytest.raises(cloche.Rejected):
        stream.finish()
    assert told[0] == "x = 1\nimport socket\n1"
    assert [each.code for each in told[1].diagnostics] == ["CL201"]


def test_a_finished_stream_takes_nothing() -> None:
    stream = cloche.Sandbox().stream()
    stream.feed("1")
    stream.finish()
    with pytest.raises(ValueError, match="finished"):
        stream.feed("2")
    with pytest.raises(TypeError, match="str"):
        cloche.Sandbox().stream().feed(b"1")  # type: ignore[arg-type]


@pytest.mark.parametrize("line", ["y\n", "@a\n", "@a(\n)\n"])
def test_effort_is_in_proportion_to_the_text(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = _parsed(monkeypatch)
    stream = cloche.Sandbox().stream()
    if line == "y\n":
        stream.feed("x = '''\n")
    for _ in range(1000):
        assert stream.feed(line) == []
    assert sum(parsed) <= 25 * 1000 * len(line)


def _parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the lengths of all texts that are parsed from now on."""
    parsed: list[int] = []

    def quietly(function: Any, text: str, *rest: Any, **named: Any) -> Any:
        parsed.append(len(text))
        return cpython.quietly(function, text, *rest, **named)

    monkeypatch.setattr(pieces, "quietly", quietly)
    return parsed


def test_hostile_text_costs_a_bounded_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    """A literal without end, each line of which might begin a statement, is not parsed for each."""
    parsed = _parsed(monkeypatch)
    limits = cloche.SourceLimits(bytes=4096)
    stream = cloche.Sandbox(source_limits=limits).stream()
    stream.feed("x = '''\n")
    for _ in range(2000):
        assert stream.feed("y\n") == []
    assert sum(parsed) <= 17 * limits.bytes
    assert stream.feed("'''\nx") == []
    assert stream.finish().run() == "\n" + "y\n" * 2000


def test_text_without_end_is_refused_at_the_end() -> None:
    stream = cloche.Sandbox(source_limits=cloche.SourceLimits(bytes=100)).stream()
    for _ in range(200):
        assert stream.feed("x = 1\n") == []
    with pytest.raises(cloche.Rejected, match="CL002"):
        stream.finish()
