"""Numbers in the place of addresses: the same in each run, and never two things' at once."""

from __future__ import annotations

from cloche.runtime.identities import Identities


def test_numbers_are_given_in_the_order_of_asking() -> None:
    first, second = object(), object()
    numbers, again = Identities(), Identities()
    found = [numbers.of(first), numbers.of(second), numbers.of(first)]
    assert found == [again.of(second), again.of(first), again.of(second)]
    assert found[0] == found[2] != found[1]


def test_who_was_asked_about_is_kept() -> None:
    numbers = Identities()
    # Each would have the address of the last.
    found = [numbers.of(object()) for _ in range(100)]
    assert len({*found}) == 100
