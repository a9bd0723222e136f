"""Of text that nobody has read yet the end is kept, whole characters only, in few pieces."""

from __future__ import annotations

import pytest

from cloche.runtime.kept import Kept

LONG = "x" * 4096


@pytest.mark.parametrize(
    ("most", "added", "text"),
    [
        (None, ["ab", "", "cé"], "abcé"),
        (None, [LONG, LONG, "a"], LONG + LONG + "a"),
        (4, [], ""),
        (4, ["ab"], "ab"),
        (4, ["abc"], "abc"),
        (4, ["ab", "cd"], "abcd"),
        (4, ["abcde"], "bcde"),
        (4, ["abc", "de", "fgh"], "efgh"),
        (4, ["aéé"], "éé"),
        (4, ["éaé"], "aé"),
        (4, ["€ab"], "ab"),
        (4, ["a\ud800"], "a\ud800"),
        (4, ["ab\ud800"], "b\ud800"),
        (2, ["€"], ""),
        (8193, [LONG, LONG, "yy"], "x" * 8191 + "yy"),
        (4097, [LONG, LONG, "yy"], "x" * 4095 + "yy"),
    ],
)
def test_the_end_is_kept(most: int | None, added: list[str], text: str) -> None:
    kept = Kept(most)
    for each in added:
        kept.add(each)
    assert kept.text() == kept.text() == kept.take() == text
    assert kept.text() == kept.take() == ""
    kept.add("ab")
    assert kept.text() == "ab"


@pytest.mark.parametrize(
    ("most", "added", "pieces"),
    [
        # Short ones are put together, as far as that copies little.
        (None, ["ab"] * 2048, [4096]),
        (None, ["ab"] * 2049, [4096, 2]),
        (None, ["é"] * 2049, [4096, 2]),
        (None, [LONG, "a", "b", LONG], [4096, 2, 4096]),
        (None, [LONG] * 3, [4096] * 3),
        # What nobody can be shown any more is let go of.
        (4096, [LONG] * 3, [4096]),
        (4097, [LONG] * 3, [4096, 4096]),
        (2, [LONG], [4096]),
    ],
)
def test_pieces(most: int | None, added: list[str], pieces: list[int]) -> None:
    kept = Kept(most)
    for each in added:
        kept.add(each)
    assert [size for size, _ in kept._pieces] == pieces
    assert kept._size == sum(pieces)
