"""Methods that print: the text that they return is paid for."""

from __future__ import annotations

from typing import Any

import pytest

from cloche.runtime import paying
from cloche.runtime.paying import paid, pay_for_text, pays


@pytest.fixture(autouse=True)
def bills(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    monkeypatch.setattr(paying, "reserve", lambda *sizes: found.append(sizes))
    return found


class Told(str):
    """A text of a guest's own class, which is paid for elsewhere."""


@pytest.mark.parametrize(
    ("text", "bill"),
    [
        ("a" * 256, []), ("a" * 257, [(257, 1028)]), ("\u20ac" * 300, [(300, 1200)]),
        (Told("a" * 300), []), (5, []), (b"a" * 300, []),
    ],
)  # fmt: skip
def test_long_texts_are_paid_for(text: Any, bill: Any, bills: Any) -> None:
    assert paid(text) is text
    assert bills == bill


def _kinds() -> tuple[Any, Any]:
    class Above:
        def __str__(self) -> str:
            """What it says."""
            return "a" * 300

        __repr__ = object.__repr__

    class Kind(Above):
        def __format__(self, spec: str) -> str:
            return "b" * 300

    Above.__str__.mark = 1  # type: ignore[attr-defined]
    return Above, Kind


def test_what_is_written_in_python_pays_also_if_it_is_inherited(bills: Any) -> None:
    above, kind = _kinds()
    before = vars(above)["__str__"]
    pay_for_text(kind)
    found = vars(kind)
    assert vars(above)["__str__"] is before
    assert "__repr__" not in found
    for name in ("__str__", "__format__"):
        assert pays(found[name])
    assert str(kind()) == "a" * 300
    assert format(kind()) == "b" * 300
    assert bills == [(300, 1200)] * 2
    for name in ("__name__", "__qualname__", "__module__", "__doc__", "mark"):
        assert getattr(found["__str__"], name) == getattr(before, name)


def test_it_pays_once(bills: Any) -> None:
    _, kind = _kinds()
    pay_for_text(kind)
    before = {**vars(kind)}
    pay_for_text(kind)
    assert {**vars(kind)} == before
    derived = type("Derived", (kind,), {})
    pay_for_text(derived)
    assert "__str__" not in vars(derived)
    assert str(derived()) == "a" * 300
    assert bills == [(300, 1200)]


class Hashed:
    def __hash__(self) -> int:
        raise AssertionError("asked")


@pytest.mark.parametrize("x", [Hashed(), len, str.upper, int, None, "x", _kinds()[0].__str__])
def test_nothing_else_is_known_to_pay(x: object) -> None:
    assert not pays(x)
