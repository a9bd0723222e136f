"""Builtins called without their shims: by the optimizer, by the verifier, and what neither lets."""

from __future__ import annotations

from dataclasses import replace

import pytest

import cloche
from cloche.compiling import base_policy
from cloche.transpiler import Refusal
from cloche.transpiler.verify import verify
from harness import same

POLICY = replace(base_policy(), alone=True, sealed=True)
BOX = cloche.Sandbox()

DIRECT = [
    ("max(len(a), 3)", "__real_max__(len(a), 3)"),
    ("min(len(a), 3, -1.5, 'a')", "__real_min__(len(a), 3, -1.5, 'a')"),
    ("max([3, 4])", "__real_max__(__compress__([3, 4], __ticks__))"),
    ("min(range(3))", "__real_min__(__compress__(range(3), __ticks__))"),
    ("divmod(len(a), 7)", "__real_divmod__(len(a), 7)"),
    ("divmod(1.5, 2)", "__real_divmod__(1.5, 2)"),
    ("round(len(a) / 3)", "__real_round__(len(a) / 3)"),
    ("round(float(a), len(a))", "__real_round__(__read_float__(a), len(a))"),
    ("int(len(a) * 1.5)", "__real_int__(len(a) * 1.5)"),
    ("float(len(a))", "__real_float__(len(a))"),
    ("float('1.5')", "__real_float__('1.5')"),
    ("int(float(a))", "__real_int__(__read_float__(a))"),
    ("float(f'{a}')", "__read_float__(f'{"),
    ("round(len(a), 2)", "__real_round__(len(a), 2)"),
    ("str(len(a))", "__real_str__(len(a))"),
    ("str(None)", "__real_str__(None)"),
    ("isinstance(a, int)", "__real_isinstance__(a, int)"),
    ("isinstance(a, (int, str))", "__real_isinstance__(a, (int, str))"),
    ("any(a)", "__real_any__(__compress__(a, __ticks__))"),
    ("all(n for n in a)", "__real_all__(__compress__((n for n in"),
    ("any((a := [3]))", "__real_any__(__compress__((a := [3]), __ticks__))"),
    ("sum([3, len(a)])", "__real_sum__(__compress__([3, len(a)], __ticks__))"),
    ("sum(n for n in a)", "__real_sum__(__compress__((n for n in"),
    ("list(range(3))", "__real_list__(__compress__(range(3), __ticks__))"),
    ("tuple(n for n in a)", "__real_tuple__(__compress__((n for n in"),
    ("d, m = divmod(len(a), 7)\nx = d * m", "x = d * m"),
    ("(set(), dict())", "(__real_set__(), __real_dict__())"),
    ("(list( ), tuple())", "(__real_list__( ), __real_tuple__())"),
]
NOT_DIRECT = [
    ("max(a, 3)", "= max(a, 3)"),
    ("max(a)", "= max(a)"),
    ("max([3, a])", "= max([3, a])"),
    ("max([3, str(a)])", "= max([3, str(a)])"),
    ("min(str(a).split())", "= min("),
    ("max(3)", "= max(3)"),
    ("max(3, 4, key=a)", "= max(3, 4, key=a)"),
    ("max(3, 4, *a)", "= max(3, 4, *"),
    ("max([3], default=4)", "= max([3], default=4)"),
    ("max()", "= max()"),
    ("divmod(a, 7)", "= divmod(a, 7)"),
    ("divmod(int(a), int(a))", "= divmod(__read_int__(a), __read_int__(a))"),
    ("int(a, 16)", "= int(a, 16)"),
    ("int(*a)", "= int(*"),
    ("int(a, base=2)", "= int(a, base=2)"),
    ("float(*a)", "= float(*"),
    ("float()", "= float()"),
    ("(lambda float: float(a))(a)", "float(a)"),
    ("divmod('a', 7)", "= divmod('a', 7)"),
    ("round(a)", "= round(a)"),
    ("round(3, -2)", "= round(3, -2)"),
    ("round(3, len(a))", "= round(3, len(a))"),
    ("round(float(a), a)", "= round(__read_float__(a), a)"),
    ("str(a)", "= str(a)"),
    ("str(int(a))", "= str(__read_int__(a))"),
    ("str(b'a', 'utf8')", "= str(b'a', 'utf8')"),
    ("str([3])", "= str([3])"),
    ("isinstance(a, a)", "= isinstance(a, a)"),
    ("isinstance(a, (int, a))", "= isinstance(a, (int, a))"),
    ("isinstance(a, (int, (str,)))", "= isinstance(a, (int, (str,)))"),
    ("isinstance(a, (int, *[str]))", "= isinstance(a, (int, *"),
    ("isinstance(a, int | str)", "= isinstance(a, int | str)"),
    ("sum(a, a)", "= sum(a, a)"),
    ("sum(a)", "= sum(a)"),
    ("sum((a, a))", "= sum((a, a))"),
    ("sum([a, 3])", "= sum([a, 3])"),
    ("sum(['a'])", "= sum(['a'])"),
    ("list(a)", "= list(a)"),
    ("list('ab')", "= list('ab')"),
    ("any(a, a)", "= any(a, a)"),
    ("(max)(3, 4)", "= (max)(3, 4)"),
    ("set(a)", "= set(a)"),
    ("dict(a=3)", "= dict(a=3)"),
    ("dict(**a)", "= dict(**"),
    ("set(*a)", "= set(*"),
    ("(str(), frozenset())", "= (str(), frozenset())"),
    ("set()\ndef set(): return 3", "= set()"),
    ("(lambda dict: dict())(a)", "dict()"),
    ("max(3, 4)\ndef max(*n): return n", "= max(3, 4)"),
    ("max(3, 4)\nx = globals", "= max(3, 4)"),
    ("(lambda max: max(3, 4))(a)", "max(3, 4)"),
]

ACCEPTED = [
    "x = __real_max__(len(a), 3)",
    "x = __real_min__(__compress__([3, 4], __ticks__))",
    "x = __real_divmod__(len(a), 7)",
    "x = __real_round__(len(a), 2)",
    "x = __real_str__(len(a))",
    "x = __real_isinstance__(a, (int, str))",
    "x = __read_int__(a)",
    "x = __read_float__(a)",
    "x = __real_int__(len(a) * 1.5)",
    "x = __real_float__(__read_int__(a))",
    "x = __real_round__(__read_float__(a), len(a))",
    "x = __real_sum__(__compress__([3, 1.5], __ticks__))",
    "x = __real_sum__(__compress__((n for n in __compress__(a, __ticks__)), __ticks__))",
    "x = __real_list__(__compress__(a, __ticks__))",
    "x = __real_max__(__real_sum__(__compress__([3], __ticks__)), __real_str__(3))",
    "x = [__real_set__(), __real_dict__(), __real_list__(), __real_tuple__()]",
    "xs = [3]\nys = [4]\nxs.extend(ys[:1])",
    "xs = [3]\nxs.extend((1, 2)[:1])",
]
REFUSED = [
    "x = __real_max__",
    "__real_max__ = f",
    "def __real_max__(a): __tick__(__ticks__); return a",
    "x = __real_max__()",
    "x = __real_max__(a, 3)",
    "x = __real_max__(3, a)",
    "x = __real_max__(3)",
    "x = __real_max__([3, 4])",
    "x = __real_max__(__compress__(a, __ticks__))",
    "x = __real_max__(__compress__([a], __ticks__))",
    "x = __real_max__(__compress__([3, str(3)], __ticks__))",
    "x = __real_max__(__compress__([3], __ticks__), 4)",
    "x = __real_max__(3, 4, key=a)",
    "x = __real_max__(3, *a)",
    "x = __real_max__(*__drain__(a))",
    "x = __real_max__(3, 4, **__mapping__(a))",
    "x = __real_divmod__(a, 7)",
    "x = __real_divmod__(7, a)",
    "x = __real_divmod__(int(a), int(a))",
    "x = __real_divmod__(7)",
    "x = __real_divmod__(7, 7, 7)",
    "x = __real_divmod__('a', 7)",
    "x = __real_round__(a)",
    "x = __real_round__(3, -2)",
    "x = __real_round__(3, len(a))",
    "x = __real_round__(3.5, a)",
    "x = __real_round__(3, 2, 1)",
    "x = __real_round__(3, 10000000000000000000000000000000)",
    "x = __real_str__(a)",
    "x = __real_str__(int(a))",
    "x = __real_str__([3])",
    "x = __real_str__(b'a', 'utf8')",
    "x = __real_str__()",
    "x = __real_isinstance__(a, b)",
    "x = __real_isinstance__(a, (int, b))",
    "x = __real_isinstance__(a, (int, (str,)))",
    "x = __real_isinstance__(a, (*__drain__(int),))",
    "x = __real_isinstance__(a)",
    "x = __real_isinstance__(a, int)\nint = b",
    "x = __real_sum__(a)",
    "x = __real_sum__([3])",
    "x = __real_sum__(__compress__(a, __ticks__))",
    "x = __real_sum__(__compress__([3, a], __ticks__))",
    "x = __real_sum__(__compress__([[3]], __ticks__))",
    "x = __real_sum__(__compress__(a, b))",
    "x = __real_sum__(__compress__(a, __ticks__), a)",
    "x = __real_sum__(__async_compress__(a, __ticks__))",
    "x = __real_list__(a)",
    "x = __real_set__(a)",
    "x = __read_int__(*__drain__(a))",
    "x = __read_int__(a, base=2)",
    "x = __read_int__(a, 2)",
    "x = __read_float__()",
    "x = __real_int__(a)",
    "x = __real_float__(a)",
    "x = __real_float__(str(a))",
    "x = __real_float__()",
    "x = __read_float__()",
    "x = __read_int__()",
    "x = __read_int__(a, 16)",
    "x = __read_int__(x=a)",
    "x = __read_float__(*__drain__(a))",
    "x = map(__read_float__, a)",
    "__read_int__ = f",
    "x = __real_int__(a, 16)",
    "x = __real_int__(a, base=16)",
    "x = __real_int__(*__drain__(a))",
    "x = map(__real_int__, a)",
    "x = __real_set__(3)",
    "x = __real_set__(__compress__(a, __ticks__))",
    "x = __real_dict__(a)",
    "x = __real_dict__(a=3)",
    "x = __real_dict__(**__mapping__(a))",
    "x = __real_set__(*__drain__(a))",
    "x = __real_set__",
    "x = f(__real_dict__)",
    "x = __real_any__()",
    "x = __real_tuple__(__real_range__(3))",
    "x = __real_any__(__compress__(a.join, __ticks__))",
    "x = f(__compress__(a, __ticks__))",
    "for x in __real_max__(3, 4): pass",
    "for x in __compress__(__real_sum__(a), __ticks__): pass",
    "y = __real_range__(3)",
    "ys = [3]\nf().extend(ys[:1])",
    "xs = [3]\nxs.extend(f())",
    "xs = [3]\nxs.extend(f()[:1])",
    "xs = [3]\nxs.extend('abc'[:1])",
    "xs = [3]\nys = [[1]]\nxs.extend(ys[0])",
]
#: Programs that end as CPython ends them, errors included.
SAME = """
[set(), dict(), list(), tuple(), type(set()) is set, set() == frozenset(), dict() | {1: 2}]

for set in (1, 2): pass
set()


[max(1, 2), max(2, 2.0, 1), min('b', 'a'), max([3, 1, 2]), min(range(4, 9)), max('abc')]

[max(1, True), min(0, False), max(0.0, -0.0), min(-0.0, 0.0), max(float('nan'), 1)]

max(1, 'a')

min(None, 1)

max([])

max([1, None])

[divmod(7, 2), divmod(-7, 2), divmod(7.5, 2), divmod(True, 2)]

divmod(1, 0)

divmod(1, 2j)

[round(2.5), round(3.14159, 2), round(7, 2), round(True), round(1e300, 400), round(2.675, -1)]

round(float('nan'))

[str(5), str(1.5), str(None), str(True), str('a'), str(-0.0), str(3j)]

[isinstance(True, int), isinstance('a', (int, str)), isinstance(3, ()), isinstance([], object)]

isinstance(3, len)

[int(), int('12'), int(2.9), int(True), int(' 7_0 '), int(b'5')]

int('x')

[float('1.5'), float(' inf '), float(3), float(True), float(b'2'), float('1_0.5'), float()]

float('x' * 50)

float(None)

float(1 << 5000)

float(1j)

int(None)

int('1' * 5000)

[any([0, 1]), all([]), any(n > 2 for n in [1, 2, 3]), sum([1, 2.5]), sum(n * n for n in (1, 2))]

any(5)

sum(['a'])

sum(1 // n for n in [1, 0])

[list(range(3)), tuple(n for n in 'ab'), list(enumerate('ab')), tuple(zip('ab', [1, 2]))]

list(n.x for n in [1])

class N(int):
    def __lt__(self, other): return True
    def __gt__(self, other): return True
    def __str__(self): return 'N'
    def __round__(self): return 'round'
    def __divmod__(self, other): return 'divmod'
n = N(3)
[max(n, 5), min(5, n), str(n), round(n), divmod(n, 2), max([1, n, 2]), sum([n, n])]
"""


@pytest.mark.parametrize(("call", "part"), DIRECT)
def test_called_directly(call, part):
    source = f"def f(a):\n x = {call}" if "\n" not in call else "a = [3]\n" + call
    assert part in BOX.compile(source).guarded


@pytest.mark.parametrize(("call", "part"), NOT_DIRECT)
def test_left_to_the_shim(call, part):
    guarded = BOX.compile(f"def f(a): pass\nx = {call}").guarded
    assert part in guarded
    assert "__real_max__" not in guarded


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text):
    verify(text, POLICY)


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    with pytest.raises(Refusal):
        verify(text, POLICY)


test_same = same(SAME)


def test_drained_by_steps():
    source = "def f():\n    while True: yield 1\n"
    for call in ("sum(f())", "all(f())", "any(0 for _ in f())", "list(f() and iter(int, 1))"):
        with pytest.raises(cloche.StepLimitExceeded):
            cloche.run(source + call, limits=cloche.Limits(steps=5_000))
