"""What the text of a tool's error tells: no `repr` of the host's objects, however it is wrapped."""

from __future__ import annotations

import enum
import traceback
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import cloche
from cloche.runtime.boundary.raised import for_guest
from sampling import halved

SECRET = "sk-123"


class Hidden:
    """Has only a `repr`."""

    def __repr__(self) -> str:
        return f"Hidden({SECRET})"


class Named(Hidden):
    def __str__(self) -> str:
        return "named"


class Said(str):
    __slots__ = ()
    __repr__ = Hidden.__repr__


class Number(int):
    __repr__ = Hidden.__repr__


class Items(list):  # type: ignore[type-arg]
    __str__ = list.__repr__  # C's, which shows what is in it


class Custom(Exception):
    pass


class Talking(Exception):
    def __str__(self) -> str:
        return "talking"


class Code(enum.IntEnum):
    GONE = 410


def of_members(error: Any, **members: Any) -> Any:
    for name, value in members.items():
        setattr(error, name, value)
    return error


#: What holds a value, in an exception.
HOLDERS: list[Any] = [
    Exception, ValueError, KeyError, LookupError, StopIteration, AssertionError, SystemExit, Custom,
    type("OwnKey", (KeyError,), {}), type("OwnOS", (OSError,), {}), OSError, ImportError,
    type("OwnImport", (ImportError,), {}), SyntaxError,
    lambda x: ValueError("bad", x),
    lambda x: KeyError("bad", x),
    lambda x: ValueError([x]),
    lambda x: ValueError({"a": (1, x)}),
    lambda x: OSError(1, x),
    lambda x: OSError(x, "gone"),
    lambda x: OSError(2, "gone", x),
    lambda x: type("OwnFile", (FileNotFoundError,), {})(2, "gone", "a", None, x),
    lambda x: of_members(OSError(x), errno=1),
    lambda x: of_members(OSError(1, "gone", "a"), filename=x),
    lambda x: of_members(ImportError("a", x), msg=1),
    lambda x: of_members(SyntaxError("bad"), msg=x),
    lambda x: SyntaxError(x, ("file", 1, 2, "text")),
    lambda x: of_members(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), reason=x),
    lambda x: of_members(UnicodeEncodeError("utf-8", "\udc00", 0, 1, "bad"), encoding=x),
    lambda x: of_members(UnicodeTranslateError("a", 0, 1, "bad"), reason=x),
    lambda x: ExceptionGroup("group", [ValueError(x)]),
    lambda x: BaseExceptionGroup("group", [KeyError(x)]),
]  # fmt: skip
VALUES = [Hidden(), Named(), Said("said"), Number(1), Items([Hidden()]), Hidden, Path]


def texts_of(error: Exception) -> str:
    seen = for_guest(error)
    return "\n".join((str(seen), repr(seen), *traceback.format_exception(seen)))


@halved
@pytest.mark.parametrize("inner", range(len(HOLDERS)))
def test_nothing_shows_the_repr_of_an_object(inner: int) -> None:
    for value, outer in product(VALUES, [*HOLDERS, lambda x: x]):
        error = outer(HOLDERS[inner](value))
        if isinstance(error, Exception):
            assert SECRET not in texts_of(error)
            assert SECRET not in texts_of(Custom(Custom(error, 1)))


HIDDEN = Hidden()
TOLD = [
    (Custom(KeyError("k")), "'k'"),
    (Custom(KeyError(HIDDEN)), "KeyError"),
    (ValueError("bad", KeyError(HIDDEN)), "('bad', 'KeyError')"),
    (ValueError("bad", Named()), "('bad', 'named')"),
    (ValueError("bad", HIDDEN), "bad"),
    (Custom(Named()), "named"),
    (Custom(Said("said")), "said"),
    (Custom(Number(1)), "Custom"),
    (Custom(Code.GONE), "410"),
    (Custom(Talking(HIDDEN)), "talking"),
    (Custom(OSError(1, "gone", "a")), "[Errno 1] gone: 'a'"),
    (Custom(OSError(1, HIDDEN)), "1"),
    (Custom(ImportError("no module")), "no module"),
    (Custom(SyntaxError("bad", ("file", 3, 1, "text"))), "bad (file, line 3)"),
    (Custom(ExceptionGroup("group", [ValueError(HIDDEN)])), "group (1 sub-exception)"),
    (Custom(Custom()), ""),
]


@pytest.mark.parametrize(("error", "text"), TOLD)
def test_what_is_meant_to_be_read_is_told(error: Exception, text: str) -> None:
    assert str(for_guest(error)) == text


def test_exceptions_in_one_another_are_told_so_far() -> None:
    wide: Exception = ValueError("leaf", Named())
    for _ in range(50):
        wide = Custom(wide, wide)
    deep: Exception = ValueError("leaf")
    for _ in range(5_000):
        deep = Custom(deep)
    assert len(str(for_guest(wide))) < 100_000
    assert str(for_guest(deep)) == "Custom"
    around = Custom("a")
    around.args = (around, "b")
    assert str(for_guest(around)).count("b") < 20


def test_a_guest_sees_none_of_it() -> None:
    def tool() -> None:
        try:
            {}[HIDDEN]
        except KeyError as error:
            raise Custom(error) from error

    source = "try: tool()\nexcept Exception as e: r = f'{e} {e!r} {e.args}'\nr"
    seen = cloche.run(source, tools={"tool": tool})
    assert seen == "KeyError Exception('KeyError') ('KeyError',)"
