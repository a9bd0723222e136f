"""Sets and dictionaries that tools declare are not made of numbers of one hash."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pydantic
import pytest

import cloche
from cloche import crowding
from cloche.crowding import MOST_KEYS, Keys, bound, keys_of

#: Apart by it, integers have one hash.
APART = 2**61 - 1
MANY = 5_000


class Role(enum.Enum):
    READER = "reader"


@pydantic.dataclasses.dataclass
class Query:
    ids: set[int]


@dataclass(frozen=True)
class Point:
    x: int


def model_of(hint: Any) -> Any:
    return pydantic.create_model("Model", x=(hint, ...))


TYPES = [
    *((hint, Keys.NUMBERS) for hint in (
        set[int], frozenset[pydantic.PositiveInt], set[UUID], dict[int, str], dict[Decimal, str],
        set[int | None], set[int | str], list[dict[str, set[int]]],
    )),
    *((hint, Keys.APART) for hint in (
        set[str], dict[str, list[int]], list[int], dict, dict[Any, int], set[Role],
        set[datetime.datetime], set[float], pydantic.Json[dict[str, int]],
    )),
    *((hint, Keys.ANY) for hint in (
        set, set[tuple[int, int]], set[Fraction], frozenset[Point], set[complex],
        dict[tuple[int, int], int], pydantic.Json[set[int]], set[frozenset[int]],
    )),
]  # fmt: skip


@pytest.mark.parametrize(("hint", "keys"), TYPES)
def test_what_is_known_of_keys(hint: Any, keys: Keys) -> None:
    assert keys_of(model_of(hint).__pydantic_core_schema__) is keys
    assert keys_of(pydantic.TypeAdapter(hint).core_schema) is keys


#: What a guest may write, by what it is called with, in place of what the model has.
CROWDED = {
    "ints": (set[int], "[i * A for i in range(N)]"),
    "texts": (set[int], "[str(i * A) for i in range(N)]"),
    "bytes": (set[int], "[str(i * A).encode() for i in range(N)]"),
    "keys": (dict[int, int], "{str(i * A): 0 for i in range(N)}"),
    "uuids": (set[UUID], "[f'{i * A:032x}' for i in range(N)]"),
    "decimals": (set[Decimal], "[f'{i * A}.0' for i in range(N)]"),
    "nested": (list[set[int]], "[[i * A for i in range(N)]]"),
    "any": (set[tuple[int, int]], "[(i, 0) for i in range(N)]"),
    "untyped": (set, "[(i, 0) for i in range(N)]"),
    "read": (pydantic.Json[set[int]], "str([i * A for i in range(N)])"),
}


def called(hint: Any, given: str, many: int, apart: int = APART) -> Any:
    """Call a tool that declares a model with *hint*, as a guest does; return the length of it."""

    def tool(q: Any) -> int:
        return len(q.x)

    tool.__annotations__["q"] = model_of(hint)
    return cloche.Sandbox(tools={"tool": tool}).run(
        f"tool({{'x': {given}}})", {"A": apart, "N": many}
    )


@pytest.mark.parametrize("name", CROWDED)
def test_numbers_of_one_hash_do_not_come_together(name: str) -> None:
    hint, given = CROWDED[name]
    few = 1 if name == "nested" else 300
    assert called(hint, given, 300) == few
    with pytest.raises(cloche.GuestError, match=r"of one hash|more than"):
        called(hint, given, MANY)


@pytest.mark.parametrize("name", ["ints", "texts", "keys", "uuids", "decimals"])
def test_any_number_of_others_do(name: str) -> None:
    hint, given = CROWDED[name]
    assert called(hint, given, MANY, apart=7) == MANY
    # One number many times is one key.
    if given.startswith("[") and name != "uuids":
        assert called(hint, f"{given} + [7] * N", MANY, apart=7) == MANY


def test_nor_in_dataclasses_of_pydantics() -> None:
    def tool(q: Query) -> int:
        return len(q.ids)

    tool.__annotations__["q"] = Query
    box = cloche.Sandbox(tools={"tool": tool})
    source = "tool({'ids': [i * A for i in range(N)]})"
    assert box.run(source, {"A": APART, "N": 300}) == 300
    with pytest.raises(cloche.GuestError, match="of one hash"):
        box.run(source, {"A": APART, "N": MANY})


def test_nor_are_records_keys_in_any_number() -> None:
    def tool(q: set[Point]) -> int:
        return len(q)

    tool.__annotations__["q"] = set[Point]
    box = cloche.Sandbox(tools={"tool": tool})
    source = """
from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int
tool({P(i) for i in range(N)})
"""
    assert box.run(source, {"N": MOST_KEYS // 3}) == MOST_KEYS // 3
    with pytest.raises(cloche.GuestError, match="more than"):
        box.run(source, {"N": MOST_KEYS + 1})


#: What pydantic makes numbers of.
MADE: dict[str, Any] = {
    "integers": lambda n: n,
    "texts": str,
    "texts as bytes": lambda n: str(n).encode(),
    "texts as byte arrays": lambda n: bytearray(str(n).encode()),
    "identifiers": lambda n: f"{n:032x}",
    "identifiers as bytes": lambda n: n.to_bytes(16, "big"),
    "decimals as texts": lambda n: f"{n}e0",
    "fractions as texts": lambda n: f"{n}/1",
    "decimals": Decimal,
    "fractions": Fraction,
}


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_whatever_becomes_a_number_is_counted(made: Any) -> None:
    crowd = [made(n * APART) for n in range(1, 1_500)]
    bound(crowd, Keys.APART)
    with pytest.raises(ValueError, match="of one hash"):
        bound(crowd, Keys.NUMBERS)
    bound([made(n * 7) for n in range(1, 1_500)], Keys.NUMBERS)


@pytest.mark.parametrize("text", ["1" + "_1" * 9_000 + "/", "1/1" + "_1" * 9_000 + "x"])
def test_long_texts_are_read_as_no_fraction(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    class Read(Fraction):
        def __new__(cls, text: str) -> Read:
            read.append(text)
            return super().__new__(cls)

    monkeypatch.setattr(crowding, "Fraction", Read)
    crowding._pairs([text, "1/2"])
    assert read == ["1/2"]


def test_one_number_is_counted_once() -> None:
    bound([n * APART for n in range(700)] * 9, Keys.NUMBERS)
    bound([f"{n * APART}" for n in range(1_300)] * 3, Keys.NUMBERS)


def test_what_holds_others_is_no_number() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    bound(deep, Keys.NUMBERS)


def test_it_is_counted_wherever_it_is() -> None:
    numbers = [n * APART for n in range(1, 1_500)]
    within = {n: (n, 0) for n in numbers}
    held = cloche.Record("R", {"a": numbers})
    for crowd in (tuple(numbers), {*numbers}, frozenset(numbers), {"a": [numbers]}, within, held):
        with pytest.raises(ValueError, match="of one hash"):
            bound(crowd, Keys.NUMBERS)


@pytest.mark.parametrize("value", ["a" * 20_001, b"a" * 20_001, bytearray(20_001)])
def test_a_text_may_be_read_as_many_keys(value: Any) -> None:
    bound(value[1:], Keys.ANY)
    with pytest.raises(ValueError, match="20,000 characters"):
        bound(value, Keys.ANY)


def test_what_pydantic_has_not_built_may_have_any_keys() -> None:
    assert keys_of(None) is Keys.ANY
    unbuilt = {"type": "set", "items_schema": {"type": "nullable", "schema": None}}
    assert keys_of(unbuilt) is Keys.ANY


def test_what_is_read_may_have_any_keys_wherever_it_is() -> None:
    read, keys = {"type": "json"}, {"type": "set", "items_schema": {"type": "int"}}
    for parts in ([read, keys], [keys, read]):
        assert keys_of({"type": "tuple", "items_schema": parts}) is Keys.ANY
    texts = {"type": "set", "items_schema": {"type": "str"}}
    assert keys_of({"type": "tuple", "items_schema": [read, texts]}) is Keys.APART
