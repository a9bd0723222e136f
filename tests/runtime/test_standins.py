from __future__ import annotations

import pytest
from by_hand import guest, result

from cloche.runtime.limits import Limits
from cloche.runtime.stops import Stop

SAME = [
    ("list((1, 2))", [1, 2]),
    ("list()", []),
    ("tuple([1])", (1,)),
    ("dict([(1, 2)], a=3)", {1: 2, "a": 3}),
    ("dict({1: 2})", {1: 2}),
    ("set('aab')", {"a", "b"}),
    ("frozenset([1])", frozenset([1])),
    ("str(5)", "5"),
    ("str(b'a', 'utf-8')", "a"),
    ("str(object='x')", "x"),
    ("int('ff', 16)", 255),
    ("int(b'12', base=8)", 10),
    ("int('0x1f', 0)", 31),
    ("int('z', True + 35)", 35),
    ("int.__new__(int, '7')", 7),
    ("(5).__new__(int, '11', 2)", 3),
    ("list(map(int, ['1', '10'], [10, 2]))", [1, 2]),
    ("repr(int)", "<class 'int'>"),
    ("type(5) is int", True),
    ("isinstance(True, int)", True),
    ("issubclass(bool, int)", True),
    ("int | str == str | int", True),
    ("{int: 1}[type(3)]", 1),
    ("bytes(3)", b"\0\0\0"),
    ("bytes('é', 'utf-8')", "é".encode()),
    ("bytes([1, 2])", b"\1\2"),
    ("bytearray(b'a')", bytearray(b"a")),
    ("list(map(abs, [-1]))", [1]),
    ("list(filter(None, [0, 1]))", [1]),
    ("list(zip([1], 'a'))", [(1, "a")]),
    ("list(enumerate('ab', 1))", [(1, "a"), (2, "b")]),
    ("list(reversed([1, 2]))", [2, 1]),
    ("range(3)[1]", 1),
    ("[*range(0, 6, 2)]", [0, 2, 4]),
    ("slice(1, 2).stop", 2),
    ("isinstance([], list)", True),
    ("isinstance((), list)", False),
    ("isinstance([], (set, list))", True),
    ("isinstance(5, list | int)", True),
    ("isinstance([], type)", False),
    ("isinstance(list, type)", True),
    ("isinstance(int, type)", True),
    ("isinstance(range(10**12), range)", True),
    ("issubclass(list, list)", True),
    ("issubclass(list, object)", True),
    ("issubclass(list, dict)", False),
    ("issubclass(bool, int)", True),
    ("type([]) is list", True),
    ("type('') is str", True),
    ("type(type([])) is type", True),
    ("type(range(10**12)) is range", True),
    ("type(None)() is None", True),
    ("type({1: 2}.values()).__name__", "dict_values"),
    ("repr(list)", "<class 'list'>"),
    ("repr(list[int])", "list[int]"),
    ("repr(dict[str, list[int]] | None)", "dict[str, list[int]] | None"),
    ("list.__name__, list.__qualname__, list.__module__", ("list", "list", "builtins")),
    ("list[int]((1, 2))", [1, 2]),
    ("list == list, list != set, hash(list) == hash(list)", (True, True, True)),
    ("str.upper('a')", "A"),
    ("list(map(str.upper, 'ab'))", ["A", "B"]),
    ("dict.get({1: 2}, 1)", 2),
    ("bytes.fromhex('00')", b"\0"),
    ("type(bytes.fromhex('00')) is bytes", True),
    ("str.maketrans('a', 'b')", {97: 98}),
    ("__attr__.fromkeys(dict)('ab', 0)", {"a": 0, "b": 0}),
    ("__attr__.join(str)(',', ['a', 'b'])", "a,b"),
    ("10**12 - 1 in range(10**12), len(range(10**12)), range(10**12)[5:7]",
     (True, 10**12, range(5, 7))),
    ("range(10**12).index(7), range(10**12).count(7), range(10**12)[-1]", (7, 1, 10**12 - 1)),
    ("range(10**12) == range(10**12), range(10**12) == range(3)", (True, False)),
    ("repr(range(10**12))", "range(0, 1000000000000)"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "expected"), SAME)
def test_a_stand_in_answers_as_the_real_class(expression: str, expected: object) -> None:
    assert result(f"r = {expression}", hash=hash) == expected


@pytest.mark.parametrize("expression", [e for e, _ in SAME if "__attr__" not in e])
def test_and_so_does_cpython(expression: str) -> None:
    assert eval(expression) == dict(SAME)[expression]


@pytest.mark.parametrize("kind", ["list", "dict", "str", "bytes", "set", "tuple", "range", "map"])
def test_class_patterns(kind: str) -> None:
    source = (
        f"x = {kind}(*a)\nmatch x:\n    case {kind}():\n        r = 1\n    case _:\n        r = 0"
    )
    arguments = {"range": (3,), "map": (abs, [1])}.get(kind, ())
    assert result(source, a=arguments) == 1


def test_a_class_pattern_captures_the_whole() -> None:
    source = "match v:\n    case list(x) | str(x) | dict(x) | int(x):\n        r = x"
    for value in ([1], "a", {1: 2}, 5):
        assert result(source, v=value) == value


@pytest.mark.parametrize(
    "expression",
    [
        "list(e)", "tuple(e)", "set(e)", "frozenset(e)", "dict(p)", "bytes(e)", "bytearray(e)",
        "next(filter(None, e))", "list[int](e)", "type([])(e)", "next(map(list, [e]))",
        "list(range(10**9))", "{}.keys() - map(s.append, s)", "{}.keys() & range(10**12)",
        "list(zip(e, e))", "__attr__.class__([])(e)", "dict([e])",
        "__attr__.fromkeys(dict)(e)", "__attr__.extend([])(e)", "__attr__.update({})(p)",
        "__attr__.init__([])(e)", "__attr__.update(set())(e)", "__attr__.join('')(e)",
        "__attr__.new__(tuple)(tuple, e)", "__attr__.isdisjoint({1: 2}.keys())(e)",
        "__attr__.issuperset({0})(e)", "__attr__.from_bytes(int)(e)", "__attr__.iadd__([])(e)",
        "range(10**12).count(0.5)", "__attr__.setitem__([])(slice(None), e)",
        "bytes(10**10)", "bytearray(10**10)", "__attr__.ljust('')(10**10)",
        "__attr__.format('{:>10000000000}')('')", "__attr__.format('{:{}}')('', 10**10)",
        "__attr__.to_bytes(1)(10**10, 'big')", "__attr__.mul__([0])(10**10)",
        "__attr__.lshift__(1)(10**10)", "__attr__.pow__(10)(10**9)", "__attr__.round__(1)(-10**9)",
        "__attr__.replace('a' * 10**6)('a', 'a' * 10**6)", "__attr__.expandtabs('\\t')(10**10)",
        "__attr__.join(str)('', ['a' * 10**6] * 10**6)", "__attr__.mod__('%10000000000d')(1)",
        "__attr__.translate('a' * 10**6)({97: 'a' * 10**6})",
        "__attr__.rfind('a' * 10**7)('b' + 'a' * 10**6)",
    ],
)  # fmt: skip
def test_what_would_take_for_ever_or_too_much_is_stopped(expression: str) -> None:
    source = "e = iter(lambda: T() and 0, 1)\np = zip(e, e)\ns = [1]\nr = " + expression
    with pytest.raises(Stop):
        guest(source, Limits(steps=200_000, seconds=5))


@pytest.mark.parametrize(
    "wrap",
    ["map(abs, x)", "filter(None, x)", "zip(x)", "enumerate(x)", "slice(x)", "property(x)",
     "classmethod(x)", "staticmethod(x)", "zip([1], filter(None, map(abs, x)))",
     "__attr__.getter(property(x))(x)", "__attr__.get__(f)(x)"],
)  # fmt: skip
def test_deep_nests_that_overflow_the_c_stack_are_refused(wrap: str) -> None:
    source = f"def f(s): T()\nx = [1]\nfor i in range(100_000):\n    x = {wrap}"
    with pytest.raises(RecursionError):
        guest(source)


@pytest.mark.parametrize(
    "source",
    [
        "type(f)()", "type(x for x in ())()", "type({}.keys())()", "type(len)()", "type(f)(1, 2)",
        "__attr__.new__(object)(list)", "__attr__.new__(object)(type(f))", "type(type(f))()",
        "__attr__.new__(object)(type)", "list.x = 1", "del list.append", "type()", "type(1, 2)",
    ],
)  # fmt: skip
def test_refused(source: str) -> None:
    with pytest.raises((TypeError, AttributeError)):
        guest(f"def f(): T()\n{source}")


def test_no_unknown_codec_is_imported() -> None:
    for expression in (
        "str(b'', 'idna')", "bytes('', 'punycode')", "__attr__.encode('')('rot13')",
        "__attr__.decode(b'')('hex')", "bytearray('', encoding='mbcs')",
        "__attr__.encode('')('utf-8', 'my-handler')",
    ):  # fmt: skip
        with pytest.raises(LookupError):
            guest(expression)
