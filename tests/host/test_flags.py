"""What CPython keeps of a host's flags, and patterns, does not depend on what guests send."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field
from typing import Any

import pydantic
import pytest

import cloche
from cloche import flags


def flags_of(many: int, base: Any = enum.Flag, **options: Any) -> Any:
    return base("Many", [f"f{n}" for n in range(many)], **options)


def taking(hint: Any) -> Any:
    def tool(x: Any) -> int:
        return 0

    tool.__annotations__["x"] = hint
    return tool


EACH = "for n in range(START, START + 2_000):\n    try: tool(GIVEN)\n    except ValueError: pass"


@pytest.mark.parametrize("base", [enum.Flag, enum.IntFlag])
@pytest.mark.parametrize(
    ("wrap", "given"),
    [
        (lambda kind: kind, "n"),
        (lambda kind: list[kind], "[n]"),
        (lambda kind: dict[kind, int], "{n: 1}"),
        (lambda kind: kind | None, "n"),
    ],
)
def test_a_class_grows_no_further_than_it_may(
    base: Any, wrap: Any, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guest had any combination of 24 flags kept for as long as the process lives."""
    monkeypatch.setattr(flags, "MOST", 350)
    kind = flags_of(24, base)
    box = cloche.Sandbox({"tool": taking(wrap(kind))})
    for start in (1, 2**20, 2**23 + 1):
        box.run(EACH.replace("GIVEN", given), {"START": start})
    # Of one flag and of two.
    assert len(kind._value2member_map_) <= 24 + 24 * 23 // 2 + 1
    before = len(kind._value2member_map_)
    box.run(EACH.replace("GIVEN", given), {"START": 2**24 - 2_000})
    assert len(kind._value2member_map_) == before


def test_what_is_accepted_is_what_the_host_means() -> None:
    given: list[Any] = []

    def tool(x: Any) -> None:
        given.append(x)

    few, many = flags_of(14), flags_of(24)
    tool.__annotations__["x"] = few
    cloche.Sandbox({"tool": tool}).run("tool(2**14 - 1)\ntool(5)\ntool(0)")
    assert given == [~few(0), few.f0 | few.f2, few(0)]
    assert all(type(each) is few for each in given)
    given.clear()
    tool.__annotations__["x"] = many
    box = cloche.Sandbox({"tool": tool})
    box.run("tool(1 << 23)\ntool(0b1111)")
    assert given == [many.f23, many.f0 | many.f1 | many.f2 | many.f3]
    with pytest.raises(cloche.GuestError, match="more than 4 of the 24 flags of Many at once"):
        box.run("tool(0b11111)")
    five = many(0b11111)  # once the host has made one, it is there
    box.run("tool(0b11111)")
    assert given[-1] is five


def model(hint: Any) -> Any:
    return pydantic.create_model("Model", x=(hint, ...))


def dataclass_of(hint: Any) -> Any:
    @dataclass
    class Holder:
        x: Any
        more: Any = field(default=None)

    Holder.__annotations__.update(x=hint, more=list[Holder] | None)
    return Holder


def pydantic_dataclass_of(hint: Any) -> Any:
    class Holder:
        x: Any

    Holder.__annotations__["x"] = hint
    return pydantic.dataclasses.dataclass(Holder)


STRICT = {"boundary": enum.STRICT}


@pytest.mark.parametrize(
    "wrap",
    [
        model, lambda kind: list[model(kind)], lambda kind: model(list[kind]),  # type: ignore[misc]
        lambda kind: model(dict[kind, int]), lambda kind: model(kind | str),
        lambda kind: dataclass_of(list[model(kind)]),  # type: ignore[misc]
        lambda kind: pydantic_dataclass_of(kind | str),
        lambda kind: list[pydantic_dataclass_of(kind | str)],  # type: ignore[misc]
    ],
)  # fmt: skip
def test_pydantic_is_given_no_class_that_would_grow(wrap: Any) -> None:
    """It takes any number for an `IntFlag`, bits that no flag has among them."""
    for bad in (flags_of(2, enum.IntFlag), flags_of(24), flags_of(24, enum.IntFlag, **STRICT)):
        with pytest.raises(TypeError, match="tool 'tool': Many in a pydantic model keeps every"):
            cloche.Sandbox({"tool": taking(wrap(bad))})
    for good in (flags_of(14), flags_of(8, enum.IntFlag, **STRICT)):
        cloche.Sandbox({"tool": taking(wrap(good))})


def test_flags_in_a_model_that_are_bounded_are_taken() -> None:
    kind = flags_of(3, enum.IntFlag, **STRICT)
    box = cloche.Sandbox({"tool": taking(model(kind))})
    assert box.run("tool({'x': 5})") == 0
    with pytest.raises(cloche.GuestError, match="x:"):
        box.run("tool({'x': 8})")


def test_a_tool_may_return_any_flags() -> None:
    kind = flags_of(24, enum.IntFlag)
    made = model(kind)

    def tool() -> Any:
        return made(x=2**30 + 5)

    tool.__annotations__["return"] = made
    assert cloche.Sandbox({"tool": tool}).run("tool()") == {"x": 2**30 + 5}


class Later(pydantic.BaseModel):
    x: list[Unseen]  # type: ignore[name-defined]  # noqa: F821


def test_a_model_that_is_built_later_is_looked_at_then() -> None:
    box = cloche.Sandbox({"tool": taking(Later)})
    kind = flags_of(2, enum.IntFlag)
    Later.model_rebuild(_types_namespace={"Unseen": kind})
    for _ in range(2):
        with pytest.raises(cloche.GuestError, match="Many in a pydantic model"):
            box.run("tool({'x': list(range(2**40, 2**40 + 50))})")
    assert len(kind._value2member_map_) < 50


@pytest.mark.parametrize("kind", [re.Pattern, re.Pattern[str], re.Pattern[bytes]])
@pytest.mark.parametrize(
    "wrap",
    [
        model, lambda kind: list[model(kind)], lambda kind: model(list[kind]),  # type: ignore[misc]
        lambda kind: model(kind | int), pydantic_dataclass_of,
        lambda kind: dataclass_of(model(kind)),
    ],
)  # fmt: skip
def test_pydantic_is_given_no_text_to_compile(wrap: Any, kind: Any) -> None:
    """What that takes has no bounds, and `re` keeps it for all of the process."""
    with pytest.raises(TypeError, match=r"tool 'tool': a `re.Pattern` in a pydantic model"):
        cloche.Sandbox({"tool": taking(wrap(kind))})
    cloche.Sandbox({"tool": taking(wrap(str))})
