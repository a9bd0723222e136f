"""Constants of one hash, which CPython's compiler compares with one another, are counted."""

from __future__ import annotations

import ast

import pytest

from cloche.transpiler import SourceLimits
from cloche.transpiler.gate_tree import compile_effort, size

LIMITS = SourceLimits()
#: Every row is of `MANY` constants that have one hash.
MANY = 6000
_MODULUS = 2**61 - 1
_PRIMES = 11400714785074694791, 14029467366897019727, 2870177450012600261


def _turned(lane: int, left: int) -> int:
    return (lane << left | lane >> 64 - left) % 2**64


def _pairs(count: int) -> list[tuple[int, int]]:
    """Return pairs of one hash: what a second item must be is calculated from the first."""
    one, two, start = _PRIMES
    pairs, first, wanted = [], 1, 12345
    while len(pairs) < count:
        after = _turned((start + first * two) % 2**64, 31) * one
        second = (_turned(wanted * pow(one, -1, 2**64) % 2**64, 33) - after) * pow(two, -1, 2**64)
        if second % 2**64 < _MODULUS:
            pairs.append((first, second % 2**64))
        first += 1
    return pairs


PAIRS = _pairs(MANY)
NUMBERS = range(1, MANY)


def _each(form: str) -> str:
    return ",".join(form % pair for pair in PAIRS)


def _complex(between: str = ",") -> str:
    return between.join(f"{1000003 * k}-{k}j" for k in NUMBERS)


REFUSED = {
    "integers": f"x = [{','.join(str(k * _MODULUS) for k in NUMBERS)}]",
    "negative": f"x = [{','.join(f'-{k * _MODULUS}' for k in NUMBERS)}]",
    "folded": f"x = [{','.join(f'({k}<<61)-{k}' for k in NUMBERS)}]",
    "complex": f"x = [{_complex()}]",
    "in a set": f"x in {{{_complex()}}}",
    "in functions": f"lambda: {_complex(';lambda: ')}",
    "patterns": "match x:\n case " + _complex(": pass\n case ") + ": pass",
    "tuples": f"x = [{_each('(%d,%d)')}]",
    "tuples of more": f"x = [{_each('(%d,%d,-1)')}]",
    "tuples in tuples": f"x = [{_each('((1,),(%d,%d))')}]",
    "subscripts": f"x = [{_each('x[%d,%d]')}]",
    "slices": f"x = [{_each('x[%d:%d]')}]",
    "searched": f"x = [{_each('x in [%d,%d]')}]",
    "keys": f"x = [{_each('{%d:x,%d:x}')}]",
    "keys between others": f"x = {{**x,{_each('%d:x,%d:x,**x')}}}",
    "defaults": f"x = [{_each('lambda a=%d,b=%d:0')}]",
    # what is not calculated may have any hash
    "products": f"x = [{','.join(f'(1,)*{k}' for k in NUMBERS)}]",
    "items": f"x = [{','.join(f'-(1,{k}j)[1]' for k in NUMBERS)}]",
}
ACCEPTED = {
    "pairs": f"x = [{','.join(f'({k},-{k}.5)' for k in NUMBERS)}]",
    "the same": f"x = [{','.join(['(0,-1,2-1j)'] * MANY)}]",
    "small": f"x = [{','.join(f'-{k}' for k in NUMBERS)}]",
    "large": f"x = [{','.join(hex(k * 0x9E3779B97F4A7C15) for k in NUMBERS)}]",
    "shifts": f"x = [{','.join(f'1 << {k % 120}' for k in NUMBERS)}]",
    "texts": f"x = [{','.join(f'`{k}` + 3 * `b`'.replace('`', chr(39)) for k in NUMBERS)}]",
    "no constants": f"x = [{','.join(f'(x,{k * _MODULUS % 2**61})' for k in NUMBERS)}]",
    "few of each": f"x = [{','.join(str(k % 30 * _MODULUS + k // 30) for k in NUMBERS)}]",
}


def _effort(text: str) -> int:
    tree = ast.parse(text)
    return compile_effort(tree, size(tree, text, LIMITS).nodes, text, LIMITS)


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_constants_of_one_hash_are_too_much(text):
    assert _effort(text) > LIMITS.compile_effort


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_others_are_not(text):
    assert _effort(text) < LIMITS.compile_effort / 20


def test_those_pairs_have_one_hash():
    assert len(set(map(hash, PAIRS))) == 1


@pytest.mark.parametrize(
    "value",
    ["-2", "~2", "+2.5", "not 2", "2-3j", "2//3*2.5", "2**100", "7 % 2 ** 5", "-True", "~True",
     "1 << 70", "1/0", "'a' * 3", "b'a' + b'b'", "2 ** -1", "-'a'", "'a' * 9 ** 9", "1j // 2"],
)  # fmt: skip
def test_what_is_calculated_is_what_python_does(value):
    """What raises, or is not calculated, counts for nothing much."""
    assert _effort(f"x = {value}, {value}") <= 3 * 4**2
