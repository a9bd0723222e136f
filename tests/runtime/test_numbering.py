"""Who may ask a class of a program's for its number, and what stands for the method in it."""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import Any

import pytest
from differential import running
from held import BOXES, paid

from cloche.runtime.guards.numbering import INDEX, answers, settles


def three(self: Any) -> int:
    return 3


def abstract(self: Any) -> int:
    return 3


abstract.__isabstractmethod__ = True  # type: ignore[attr-defined]
STANDS = INDEX.before_function(three)


class Number:
    __index__ = STANDS


N = Number()


def put(x: Any, key: Any, value: Any) -> None:
    x[key] = value


def drop(x: Any, key: Any) -> None:
    del x[key]


def put_slice(x: Any, key: Any, value: Any) -> None:
    x[key:] = value


def drop_slice(x: Any, key: Any) -> None:
    del x[key:]


#: What asks while C holds an address.
STORES = {
    "a key of a list": lambda: put([0] * 5, N, 1),
    "a key of a bytearray": lambda: put(bytearray(5), N, 1),
    "a byte": lambda: put(bytearray(5), 0, N),
    "a bound": lambda: put([0] * 5, slice(N, None), [1]),
    "bounds": lambda: put_slice([0] * 5, N, [1]),
    "a deletion": lambda: drop([0] * 5, N),
    "a deletion of a slice": lambda: drop([0] * 5, slice(None, N)),
    "a deletion of bounds": lambda: drop_slice([0] * 5, N),
}


@pytest.mark.parametrize("store", STORES.values(), ids=STORES)
def test_no_instruction_that_stores_is_answered(store: Any) -> None:
    with pytest.raises(TypeError, match="'Number', which defines __index__, cannot be a key or"):
        store()


def test_all_others_are() -> None:
    x = [0, 1, 2, 3, 4]
    assert (x[N], x[N:], x[:N], [7] * N, bytes([N]), hex(N)) == (
        3, [3, 4], [0, 1, 2], [7, 7, 7], b"\3", "0x3"
    )  # fmt: skip


def test_what_has_settled_it_may_store() -> None:
    @settles
    def store(x: Any) -> Any:
        x[N] = 1
        del x[N]
        return x

    assert store([0] * 5) == [0] * 4


def test_what_is_no_function_of_a_programs_is_held_as_it_is() -> None:
    for each in (None, int.__index__, STANDS, print, staticmethod(three), MethodType(three, 1)):
        assert INDEX.before_function(each) is each
    assert type(STANDS) is FunctionType
    assert STANDS is not three


def test_what_is_shown_is_what_was_written() -> None:
    assert INDEX.shown(STANDS) is three
    assert INDEX.shown(N.__index__) == MethodType(three, N)
    plain = MethodType(three, 1)
    for each in (None, three, plain, print, 5):
        assert INDEX.shown(each) is each


def test_it_says_that_it_is_abstract() -> None:
    assert INDEX.before_function(abstract).__isabstractmethod__ is True
    assert not hasattr(STANDS, "__isabstractmethod__")


def test_only_functions_of_a_programs_answer() -> None:
    with running() as run:
        own: Any = FunctionType(three.__code__, run.globals)
        for each in (None, int.__index__, own, INDEX.before_function(own)):
            assert answers(each)
        bound, static = MethodType(own, 1), staticmethod(own)
        for each in (three, STANDS, print, 5, N, bound, static, int.__dict__["from_bytes"]):
            assert not answers(each)


SHOWN = """
import abc
class A:
    def __index__(self): return 2
class B(abc.ABC):
    @abc.abstractmethod
    def __index__(self): return 2
def tried(f):
    try: return f()
    except TypeError as e: return str(e)
a = A()
(
    A.__index__(a), a.__index__(), A.__dict__["__index__"](a), A.__index__.__name__,
    [1, 2, 3][a], B.__abstractmethods__, tried(B)[:32],
)
"""


@pytest.mark.parametrize("way", BOXES)
def test_a_program_sees_its_own(way: str) -> None:
    assert BOXES[way].run(SHOWN) == (
        2, 2, 2, "__index__", 3, frozenset({"__index__"}), "Can't instantiate abstract class"
    )  # fmt: skip


STORED = """
class I:
    def __index__(self): return 1
i, x, b, d = I(), [1, 2, 3, 4], bytearray(4), {}
x[i] = "a"
del x[i]
b[i] = i
b[i:] = b"xyz"
b[0] = i
x[i:i] = (n for n in "uv")
x[i] += "w"
for x[i] in "q": pass
with_index = [x[i] for x[i] in "rs"]
x[i], *rest = 5, 6, 7
d[i] = 1
d[1, 2] = 2
d[(1, (2, 3))] = 3
del x[i:2], d[1, 2]
found = x, b, with_index, rest, d[i], len(d)
"""


@pytest.mark.parametrize("way", BOXES)
def test_a_program_stores_by_a_number(way: str) -> None:
    names: dict[str, Any] = {}
    exec(STORED, names)
    assert BOXES[way].run(STORED + "found") == names["found"]


#: A slice takes what is stored in it in C: a step each.
test_what_is_stored_in_a_slice_takes_steps = paid(
    [
        ("x = []\nx[:] = map(abs, range(5000))", 5000),
        ("x = []\nx[0:0] = range(5000)", 600),
        ("x = bytearray()\nx[:] = map(abs, [0] * 5000)", 5000),
    ]
)
