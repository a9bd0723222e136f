"""Objects whose memory C cannot find: what it is given in their place, and what that costs."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

import pytest

from cloche.runtime import buffers
from cloche.runtime.buffers import buffer_of, flat, hidden, octets, original, swept
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run


class Hidden:
    """Around a buffer."""

    def __init__(self, real: Any) -> None:
        self.real = real


class Derived(Hidden):
    """A guest's."""


@pytest.fixture(autouse=True)
def paid(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    bytes_paid: list[int] = []
    monkeypatch.setattr(buffers, "_REAL", {})
    monkeypatch.setattr(buffers, "pay_copy", bytes_paid.append)
    buffers.hide(Hidden, lambda x: x.real)
    run = Run(Limits())
    token = run.enter()
    yield bytes_paid
    run.leave(token)


@pytest.mark.parametrize("kind", [Hidden, Derived])
def test_what_is_behind_it(kind: Any, paid: list[int]) -> None:
    real = bytearray(b"abc")
    x = kind(real)
    assert hidden(x)
    assert buffer_of(x) is real
    assert flat(x) == swept(x) == b"abc"
    assert paid == [3, 3]


@pytest.mark.parametrize("x", [b"abc", bytearray(b"abc"), 1, None, memoryview(b"abc")])
def test_anything_else_is_what_it_is(x: Any, paid: list[int]) -> None:
    assert not hidden(x)
    assert buffer_of(x) is flat(x) is swept(x) is x
    assert not paid


def test_what_lies_apart_is_not_swept() -> None:
    x = Hidden(memoryview(b"abcd")[::2])
    assert flat(x) == b"ac"
    with pytest.raises(BufferError, match="not C-contiguous"):
        swept(x)


def test_bytes_are_handed_over_and_known_again() -> None:
    x = Hidden(bytearray(b"abc"))
    handed = octets(x)
    assert handed == b"abc"
    # Whatever is asked about in between is not it.
    assert original(5) == 5
    assert original(x) is x
    assert original(handed) is x
    assert original(handed) is handed
    handed = octets(x)
    other = bytes(bytearray(b"abc"))
    assert original(other) is other
    assert original(handed) is handed


@pytest.mark.parametrize(
    "real", [array("i", [1]), memoryview(b"abcd").cast("B", (2, 2)), memoryview(b"a").cast("b")]
)
def test_what_has_other_items_is_not_handed_over(real: Any) -> None:
    x = Hidden(real)
    assert octets(x) is x


def test_it_is_no_number() -> None:
    with pytest.raises(TypeError, match="must be real number, not Hidden"):
        buffers.not_a_number(Hidden(b""))
