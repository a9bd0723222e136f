"""What fields of f-strings come to is summed for each f-string, and for each evaluation of it."""

from __future__ import annotations

import pytest
from differential import running
from held import paid

import cloche
from cloche.runtime.guards.fields import field
from sampling import halved

#: 1 MB of text: two fields of it ask for room for eight.
_TEXT = "s = 'a' * 1_000_000\n"
FINE = [
    "for _ in range(30): f'{s}{s}'",
    "for _ in range(30): len(f'{s}{1}'), len(f'{2}{s}')",
    "def f(): return len(f'{s}{s}')\nfor _ in range(30): f()",
    "def f(n): return len(f'{s[:9000]}{f(n - 1) if n else 0}{s[:9000]}')\nf(60)",
    "for _ in range(30):\n    try: f'{s}{1 / 0}{s}'\n    except ZeroDivisionError: pass",
    "f'{[len(f\"{s}{s}\") for _ in range(30)]}{s}'",
    # More frames than are remembered at once: those that have ended are forgotten.
    "t = s[:600]\ndef g(): yield f'{t}{t}{(yield)}'\nks = [g() for _ in range(3000)]\n"
    "[next(k) for k in ks]\nlen([*map(next, ks)])",
    "t = s[:600]\ndef f(n): return f'{t}{t}' and (n and f(n - 1))\nfor _ in range(20): f(120)",
]
TOO_MUCH = [
    # Numbers: their digits in base 2, 8 and 16, and widths.
    *[
        f"n, X = 1 << 4_000_000, 'X'\nf'{f'{{n:{base}}}' * 20}'"
        for base in ("b", "_x", "#o", "{X}")
    ],
    *[f"x = {x}\nf'{'{x:🎉>9999}' * 700}'" for x in ("1", "1.5", "'a'", "True")],
    f"x = 'a'\nf'{'{x!r:🎉>9999}' * 700}'",
    f"x = 'a'\nf'{'{x!s:🎉>{9000}}' * 700}'",
    f"f'{'{1:🎉>9999}' * 700}'",
    f"class I(int): pass\nn = I(1 << 4_000_000)\nf'{'{n:b}' * 20}'",
    f"x = f'{'{s}' * 20}'",
    f"def f():\n    for _ in [1, 2, 3]: pass\n    return s\nx = f'{'{f()}' * 20}'",
    # Loops in between, in the same frame or in others, take nothing back.
    f"def f():\n    for _ in [1, 2, 3]: f'{{1}}{{s}}'\n    return s\nx = f'{'{f()}' * 20}'",
    "x = f'''" + "{s}{[f\"{1}{s}\" for _ in 'ab'][0][:1]}" * 20 + "'''",
    "x = ['a' * 3_000_000]\nf'{x}{x}{x}'",
    "x = {'a': ('a' * 3_000_000,)}\nf'{x}{x!s}{x}'",
    "def g(): yield f'{s}" + "{(yield)}{s}" * 20 + "'\nfor _ in g(): pass",
]


def _ending(source: str, optimize: bool) -> str:
    limits = cloche.Limits(memory=24 * 2**20, seconds=None)
    try:
        cloche.Sandbox(limits=limits, optimize=optimize).run(_TEXT + source)
    except cloche.MemoryLimitExceeded:
        return "too much"
    return "fine"


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("source", FINE)
def test_each_evaluation_has_a_sum_of_its_own(source: str, optimize: bool) -> None:
    assert _ending(source, optimize) == "fine"


@halved
@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("source", TOO_MUCH)
def test_one_evaluation_has_one_sum(source: str, optimize: bool) -> None:
    assert _ending(source, optimize) == "too much"


test_paid = paid(
    [
        # A field alone, too, is a copy of its text.
        ("s = 'a' * 500_000\nfor _ in range(20): f'{s}x'", 38_000),
        # The C library tries again with more room, up to 256 times the length of a format.
        (
            "from datetime import date\nfor _ in range(9): format(date(1, 1, 1), 'x' * 2_000)",
            18_000,
        ),
        # Digits without a bound are paid for before there are any, and the text of them after.
        ("n = 1 << 4_000_000\nfor _ in range(4): f'{n:b}'", 140_000),
    ]
)


def test_only_sums_of_frames_that_have_ended_are_forgotten() -> None:
    text = "a" * 1_000
    ended = {(-number, 5): (0, 1_000, False) for number in range(1_021)}
    suspended = {(-1_021, 5): (0, 1_000, True)}
    with running() as run:
        sums = run.state["fields of f-strings"] = ended | suspended
        # There are as many as are looked through when the second f-string begins.
        assert f"{field(text, 1)}" == f"{field(text, 2)}"
        here = {string: sums[key][1] for key in sums if (string := key[1]) != 5}
        assert here == {1: 1_000, 2: 1_000}
        assert {key: sums[key] for key in sums if key[1] == 5} == suspended
