"""Tools with declared types are called with these, or not at all."""

from __future__ import annotations

import enum
import json
import typing
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, NewType

import pydantic
import pytest

import cloche
from cloche import declared


class Role(enum.Enum):
    READER = "reader"


class Right(enum.IntFlag):
    READ = 1
    WRITE = 2


@dataclass
class Order:
    item: str
    by: list[Role]


Known = NewType("Known", Role)


def many(x: list[Role]) -> None: ...
def some(x: Sequence[Role] | None = None) -> None: ...
def keyed(x: Mapping[str, Role]) -> None: ...
def named(x: dict[Role, int]) -> None: ...
def pair(x: tuple[int, Role]) -> None: ...
def tuples(x: tuple[Role, ...]) -> None: ...
def inner(x: dict[str, list[Role]]) -> None: ...
def order(x: Order) -> None: ...
def known(x: Known) -> None: ...
def right(x: Right) -> None: ...


#: What is no role must not come through, whatever it is wrapped in.
LIES: list[tuple[Callable[..., Any], str]] = [
    (many, "'admin'"),
    (many, "{'admin': 1}"),
    (many, "b'admin'"),
    (many, "5"),
    (many, "None"),
    (many, "Lie()"),
    (some, "'admin'"),
    (some, "{'admin': 1}"),
    (keyed, "[('a', 'admin')]"),
    (keyed, "Lie()"),
    (named, "{'admin': 1}"),
    (pair, "(1, 'admin')"),
    (pair, "('reader', 1)"),
    (pair, "(1, 'reader', 'admin')"),
    (tuples, "'admin'"),
    (inner, "{'a': {'admin': 1}}"),
    (order, "{'item': 'tea', 'by': 'admin'}"),
    (order, "{'item': 'tea', 'by': {'admin': 1}}"),
    (known, "'admin'"),
    (right, "1 << 200"),
    (right, "-1 << 200"),
    (right, "4"),
    (right, "'1'"),
]


@pytest.mark.parametrize(("tool", "lie"), LIES)
def test_a_lie_is_refused(tool: Callable[..., Any], lie: str) -> None:
    box = cloche.Sandbox(tools={"tool": tool})
    with pytest.raises(cloche.GuestError) as caught:
        box.run(f"class Lie: role = 'admin'\nLie.admin = 1\ntool({lie})")
    assert caught.value.type_name in ("TypeError", "ValueError")


TRUTHS: list[tuple[Callable[..., Any], str, Any]] = [
    (lambda: many, "['reader']", [Role.READER]),
    (lambda: some, "('reader',)", (Role.READER,)),
    (lambda: some, "None", None),
    (lambda: keyed, "{'a': 'reader'}", {"a": Role.READER}),
    (lambda: named, "{'reader': 1}", {Role.READER: 1}),
    (lambda: pair, "(1, 'reader')", (1, Role.READER)),
    (lambda: pair, "[1, 'reader']", (1, Role.READER)),
    (lambda: tuples, "('reader', 'reader')", (Role.READER,) * 2),
    (lambda: known, "'reader'", Role.READER),
    (lambda: right, "3", Right.READ | Right.WRITE),
]


@pytest.mark.parametrize(("tool", "truth", "value"), TRUTHS)
def test_a_truth_is_what_was_declared(tool: Callable[..., Any], truth: str, value: Any) -> None:
    given: list[Any] = []

    def taking(x: Any) -> None:
        given.append(x)

    taking.__annotations__ = {"x": tool().__annotations__["x"]}
    taking.__globals__.update(globals())
    cloche.Sandbox(tools={"tool": taking}).run(f"tool({truth})")
    assert given == [value]
    assert type(given[0]) is type(value)


def test_what_converts_a_record_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longer than a record, in time that no guest pays for."""
    made: list[Any] = []

    def noted(kind: Any) -> Any:
        made.append(kind)
        return fields(kind)

    fields = declared.fields_of
    box = cloche.Sandbox(tools={"order": order})
    declared._converters.cache_clear()
    monkeypatch.setattr(declared, "fields_of", noted)
    for _ in range(3):
        box.run("order({'item': 'tea', 'by': ['reader']})")
    assert made == [Order]


def test_a_flag_of_the_hosts_does_not_grow() -> None:
    """An `IntFlag` keeps each number it is asked for, for ever: 16 MiB a run, if it may."""
    before = len(Right._value2member_map_)
    box = cloche.Sandbox(tools={"tool": right})
    source = "for n in range(100):\n    try: tool(1 << 1000 + n)\n    except ValueError: pass"
    box.run(source)
    assert len(Right._value2member_map_) <= before + 4


class Row(pydantic.BaseModel):
    x: int


@dataclass
class Pair:
    x: int


def rows(items: list[Row]) -> int:
    return len(items)


def pairs(items: list[Pair]) -> int:
    return len(items)


@pytest.mark.parametrize("tool", [rows, pairs])
def test_what_is_converted_for_one_call_is_bounded(tool: Callable[..., Any]) -> None:
    box = cloche.Sandbox({"tool": tool})
    assert box.run("tool([{'x': 1}] * 20_000)") == 20_000
    with pytest.raises(cloche.GuestError, match="more than 50,000 values"):
        box.run("tool([{'x': 1}] * 40_000)")
    with pytest.raises(cloche.GuestError, match="more than 50,000 values"):
        box.run("tool([0] * 900_000)")


class Loose(pydantic.BaseModel):
    x: int | Decimal | list[int] | str


def loose(it: Loose) -> str:
    return type(it.x).__name__


class Open(pydantic.BaseModel, extra="allow"):
    inner: dict[str, Any] = {}


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_no_model_has_an_attribute_of_a_name_of_pythons_own(isolation: Any) -> None:
    """A model that takes any field shows it as an attribute, to numpy as well."""
    given: list[Open] = []

    def tool(it: Open) -> None:
        given.append(it)

    with cloche.Sandbox({"tool": tool}, isolation=isolation) as box:
        for inside in ("{NAME: 1}", "{'inner': {'a': [{NAME: 1}]}}"):
            with pytest.raises(cloche.GuestError, match="'__array_interface__' is no name"):
                box.run(f"tool({inside.replace('NAME', repr('__array_interface__'))})")
        box.run("tool({'__array_interface': 1, 'b': 2})")
    (made,) = given
    assert made.model_extra == {"__array_interface": 1, "b": 2}


@pydantic.dataclasses.dataclass(config={"extra": "allow"})
class OpenRow:
    x: int = 0


class Deferred(pydantic.BaseModel, defer_build=True):
    it: pydantic.Json[Open]


@dataclass(slots=True)
class Slotted:
    it: pydantic.Json[Open]


class Texts(pydantic.BaseModel):
    one: pydantic.Json[Open] | None = None
    row: pydantic.Json[OpenRow] | None = None
    slotted: Slotted | None = None
    read: Annotated[Open, pydantic.BeforeValidator(json.loads)] | None = None
    many: dict[str, tuple[pydantic.Json[list[Open]], ...]] = {}
    queue: deque[pydantic.Json[Open]] = deque()
    lazy: Iterable[pydantic.Json[Open]] = ()


@pytest.mark.parametrize(
    "given",
    [
        "{'one': T}", "{'row': T}", "{'slotted': {'it': T}}", "{'read': T}",
        "{'many': {'a': ['[]', '[{}, ' + T + ']']}}", "{'queue': ['{}', T]}",
        "{'lazy': ['{}', T]}",
    ],
)  # fmt: skip
def test_nor_has_one_that_is_read_from_text(given: str) -> None:
    taken: list[Texts] = []

    def tool(it: Texts) -> int:
        taken.append(it)
        return len([*it.lazy])

    box = cloche.Sandbox({"tool": tool})
    harmless = given.replace("T", "'{\"__array_interface\": 1}'")
    assert box.run(f"tool({harmless})") == (2 if "lazy" in given else 0)
    with pytest.raises(cloche.GuestError, match="'__array_interface__' is no name"):
        box.run(f"tool({harmless.replace('interface', 'interface__')})")
    assert len(taken) == 1


def test_nor_has_one_in_a_model_that_is_built_late() -> None:
    def tool(it: Deferred) -> str:
        return repr(it.it.model_extra)

    box = cloche.Sandbox({"tool": tool})
    with pytest.raises(cloche.GuestError, match="'__array_interface__' is no name"):
        box.run("""tool({"it": '{"__array_interface__": 2}'})""")
    assert box.run("""tool({"it": '{"x": 2}'})""") == "{'x': 2}"


@pydantic.dataclasses.dataclass
class Own:
    row: pydantic.Json[OpenRow] | int


def test_nor_has_one_in_a_dataclass_of_pydantics() -> None:
    def tool(it: Own) -> str:
        return repr(it.row)

    box = cloche.Sandbox({"tool": tool})
    assert box.run("""tool({"row": '{"x": 2}'})""") == "OpenRow(x=2)"
    with pytest.raises(cloche.GuestError, match="'__array_interface__' is no name"):
        box.run("""tool({"row": '{"__array_interface__": 2}'})""")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("'x' * 1000", "'str'"), ("10 ** 4000", "'int'"), ("Decimal('1E+4000')", "'Decimal'"),
        ("range(50_000 - 1)", "'list'"),
        ("Decimal('1E+999999999')", "4,300 digits"), ("Decimal('1E-999999999')", "4,300 digits"),
        ("Decimal('1' * 6000)", "4,300 digits"), ("Decimal('NaN' + '1' * 6000)", "4,300 digits"),
        ("1 << 20_000", "4,300 digits"), ("Fraction(1, 7 ** 9999)", "4,300 digits"),
        ("'x' * 10_000_001", "10,000,000 characters"), ("['x' * 999_999] * 11", "000 characters"),
        ("range(50_001)", "50,000 values"), ("{1 << 20_000: 1}", "4,300 digits"),
    ],
)  # fmt: skip
def test_how_large_what_is_converted_may_be(value: str, told: str) -> None:
    box = cloche.Sandbox({"tool": loose}, cloche.Limits(steps=10**8))
    head = "from decimal import Decimal\nfrom fractions import Fraction\n"
    source = f"{head}try:\n    found = repr(tool({{'x': {value}}}))\nexcept ValueError as e:\n"
    assert told in box.run(f"{source}    found = str(e)\nfound")


def test_few_errors_are_told() -> None:
    with pytest.raises(cloche.GuestError, match="and 40 more") as caught:
        cloche.Sandbox({"tool": rows}).run("tool([0] * 50)")
    assert len(str(caught.value)) < 2000


@pytest.mark.parametrize("field", [pydantic.Json[list[int]], list[pydantic.Json[Any]]])
def test_text_that_is_read_as_json_is_bounded(field: Any) -> None:
    """There may be a value in every other character."""

    def tool(it: Any) -> int:
        return len(it.x)

    tool.__annotations__["it"] = pydantic.create_model("Model", x=(field, ...))
    box = cloche.Sandbox({"tool": tool})
    source = "text = '[' + '0,' * MANY + '0]'\ntool({'x': [text] if SEVERAL else text}) > 0"
    several = typing.get_origin(field) is list
    assert box.run(source, {"MANY": 1_000, "SEVERAL": several}) is True
    with pytest.raises(cloche.GuestError, match="more than 100,000 characters"):
        box.run(source, {"MANY": 50_000, "SEVERAL": several})
