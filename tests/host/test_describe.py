"""What a model is told: instructions, stubs of tools, errors; and tools with declared types."""

from __future__ import annotations

import asyncio
import enum
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict

import pytest
from pydantic import BaseModel

import cloche
from cloche.describing import shape

EXPECTED = Path(__file__).parents[1] / "expected"


class Size(enum.Enum):
    SMALL = "s"
    LARGE = "l"


@dataclass
class Item:
    """One line of an order."""

    name: str
    size: Size
    count: int = 1
    tags: list[str] = field(default_factory=list)


class Note(TypedDict):
    text: str
    author: NotRequired[str]


class Invoice(BaseModel):
    number: int
    items: list[Item]
    paid: bool = False


def price(item: Item, /, *, rush: bool = False, currency: Literal["EUR", "USD"] = "EUR") -> float:
    """Return the price of an item.

    Raises KeyError for one that is not sold.
    """
    return (2.5 if item.size is Size.LARGE else 1.0) * item.count + 10 * rush


async def invoice(items: list[Item], note: Note | None = None) -> Invoice:
    """Make an invoice."""
    return Invoice(number=7, items=items)


def pay(bill: Invoice, *also: int, until: float | None = None, **more: Any) -> Size:
    assert isinstance(bill, Invoice)
    return Size.LARGE if bill.items[0].size is Size.LARGE else Size.SMALL


TOOLS: dict[str, Callable[..., Any]] = {"price": price, "invoice": invoice, "pay": pay}


def test_a_description_is_what_it_was() -> None:
    text = cloche.Sandbox(tools=TOOLS, limits=cloche.Limits(steps=1000)).describe(
        inputs={"rows": [{"id": 1, "name": "x"}], "when": None}
    )
    lines = text.splitlines()
    # The version and the modules are those of the interpreter.
    kept = [line for line in lines if not line.startswith("Write one program in Python")]
    start = next(i for i, line in enumerate(kept) if line.startswith("These modules can"))
    end = kept.index("", start)
    shown = "\n".join(kept[:start] + kept[end + 1 :]) + "\n"
    assert shown == (EXPECTED / "description.txt").read_text(encoding="utf-8")
    assert text == cloche.Sandbox(tools=TOOLS, limits=cloche.Limits(steps=1000)).describe(
        inputs={"rows": [{"id": 1, "name": "x"}], "when": None}
    )


@pytest.mark.parametrize(
    ("word", "program"),
    [
        ("open", "open('x')"),
        ("input", "input()"),
        ("__import__", "__import__('math')"),
        ("__globals__", "def f(): pass\nf.__globals__"),
        ("__code__", "def f(): pass\nf.__code__"),
        ("__del__", "class A:\n    def __del__(self): pass"),
    ],
)
def test_what_is_said_not_to_be_in_the_language_is_not(word: str, program: str) -> None:
    said = cloche.Sandbox().describe().partition("Not in the language")[2].partition("\n\n")[0]
    assert f"`{word}`" in said
    assert said.count("`") == 2 * 6
    with pytest.raises(cloche.Rejected):
        cloche.run(program)


@pytest.mark.parametrize(
    ("tool", "head"),
    [
        (len, "def tool(obj, /):"),
        (lambda x, y=Size: x, "def tool(x, y=...): ..."),
        (functools.partial(price, rush=True), "def tool(item: Item, /, *, rush: bool = True"),
        (max, "def tool(*args, **kwargs):"),
        (dict.fromkeys, "def tool(iterable, value=None, /):"),
    ],
    ids=str,
)
def test_a_stub_of(tool: Callable[..., Any], head: str) -> None:
    assert head in cloche.Sandbox(tools={"tool": tool}).describe()


def test_an_annotation_that_cannot_be_resolved_is_shown_as_written() -> None:
    def tool(x: Missing[int]) -> Gone:  # type: ignore[name-defined]  # noqa: F821
        return x

    text = cloche.Sandbox(tools={"tool": tool}).describe()
    assert "def tool(x: Missing[int]) -> Gone: ..." in text


def test_a_docstring_cannot_leave_its_quotes() -> None:
    def tool() -> None:
        pass

    tool.__doc__ = 'ends """ here \\'
    assert 'ends \\"\\"\\" here \\\\"""' in cloche.Sandbox(tools={"tool": tool}).describe()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, "a", None], "list[int | str | None]"),
        ({"a": [1.5]}, "dict[str, list[float]]"),
        ((1, 2), "tuple[int, ...]"),
        ([], "list"),
        ([[[[[1]]]]], "list[list[list[list[list]]]]"),
    ],
)
def test_a_shape(value: object, text: str) -> None:
    assert shape(value) == text


# --- Declared types -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def boxes() -> Iterator[dict[str, cloche.Sandbox]]:
    tools = {"price": price, "pay": pay}
    with cloche.Sandbox(tools=tools, isolation="process", workers=1) as process:
        yield {"inline": cloche.Sandbox(tools=tools), "process": process}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("price({'name': 'tea', 'size': 'l', 'count': 2})", 5.0),
        ("price({'name': 'tea', 'size': 's'}, rush=True)", 11.0),
        ("class I: pass\ni = I()\ni.name = 'tea'\ni.size = 's'\nprice(i)", 1.0),
        (
            "class I: pass\ni = I()\ni.number, i.items = 1, [{'name': 'x', 'size': 'l'}]\npay(i)",
            "l",
        ),
        ("pay({'number': 1, 'items': [{'name': 'x', 'size': 'l'}]}, 1, 2, a=3)", "l"),
    ],
)
@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_a_tool_gets_its_declared_types(
    boxes: dict[str, cloche.Sandbox], source: str, value: object, isolation: str
) -> None:
    assert boxes[isolation].run(source) == value


def test_an_asynchronous_tool_gets_them_too() -> None:
    box = cloche.Sandbox(tools=TOOLS)
    source = "(await invoice([{'name': 'tea', 'size': 's'}]))['items']"
    expected = [{"name": "tea", "size": "s", "count": 1, "tags": []}]
    assert asyncio.run(box.run_async(source)) == expected


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("price({'name': 'tea'})", "TypeError: Item needs the field 'size'"),
        ("price({'name': 'tea', 'size': 's', 'x': 1})", "TypeError: Item has no field 'x'"),
        ("price('tea')", "TypeError: expected a dict with the fields of Item, not str"),
        ("price({'name': 'tea', 'size': 'xl'})", "ValueError: 'xl' is not a valid Size"),
        ("price()", "TypeError: price() missing 1 required positional argument: 'item'"),
        ("pay({'items': []})", "ValueError: number: Field required"),
    ],
)
def test_a_wrong_argument_is_the_guests(source: str, message: str) -> None:
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(source, tools={"price": price, "pay": pay})
    assert str(caught.value).startswith(message)


# --- Errors -------------------------------------------------------------------------------------

TOLD = [
    (
        "import socket\nx.__globals__",
        "The program was rejected; nothing of it ran.\n"
        "Line 1: there is no module 'socket' here (CL201).\n"
        "    import socket\n"
        "    Fix: there is no network: call a tool of the host for it.\n"
        "Line 2: a program may not read '__globals__' (CL110).\n"
        "    x.__globals__\n"
        "    Fix: functions do not show their globals here.\n",
    ),
    (
        "print('so far')\ndef f():\n    return [][1]\nf()",
        "Traceback (most recent call last):\n"
        '  File "<guest>", line 4, in <module>\n    f()\n'
        '  File "<guest>", line 3, in f\n    return [][1]\n'
        "IndexError: list index out of range\n"
        "Printed before that:\nso far\n",
    ),
    (
        "while True: pass",
        "the program took more than 1,000 steps (line 1): loop over less, end loops sooner, or "
        "raise Limits.steps\n",
    ),
]


@pytest.mark.parametrize(("source", "text"), TOLD, ids=["rejected", "guest", "limit"])
def test_an_error_for_a_model(source: str, text: str) -> None:
    with pytest.raises(cloche.ClocheError) as caught:
        cloche.run(source, limits=cloche.Limits(steps=1000))
    told = caught.value.for_model()
    assert [line for line in told.splitlines() if "^" not in line] == text.splitlines()


def test_what_a_model_is_told_is_short() -> None:
    source = "\n".join(["import socket"] * 500) + "  # " + "x" * 10_000
    with pytest.raises(cloche.Rejected) as caught:
        cloche.run(source)
    told = caught.value.for_model()
    assert len(told) < 3000
    assert told.endswith("And 490 more.\n")
    with pytest.raises(cloche.GuestError) as failed:
        cloche.run("print('y' * 100_000)\nraise ValueError('z' * 100_000)")
    assert len(failed.value.for_model()) < 5000
