"""Filters that stand in front of the host's."""

from __future__ import annotations

import threading
import warnings
from typing import Any

import pytest

from cloche.transpiler.filters import Standing

A, B, C = (("ignore", None, kind, None, 0) for kind in (UserWarning, FutureWarning, BytesWarning))


class Never:
    def match(self, _module: str) -> bool:
        return False


def _standing() -> Standing:
    return Standing(lambda: ("ignore", None, Warning, Never(), 0))


ONE, TWO = _standing(), _standing()
X, Y = ONE.pair
Z = TWO.pair[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [X]),
        ([A, B], [X, A, B]),
        ([X, A], [X, A]),
        ([Z, Y, A], [Z, Y, A]),
        ([A, X], [Y, A]),
        ([A, Y, B, Y], [X, A, B]),
        ([Z, A, X], [Y, Z, A]),
        ([A, B, C, X], [Y, A, B, C]),
    ],
)
def test_it_stands_in_front(
    before: list[Any], after: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = [*before]
    monkeypatch.setattr(warnings, "filters", filters)
    ONE.put_first()
    assert len(filters) == len(after)
    assert all(map(lambda x, y: x is y, filters, after))


def test_what_other_threads_put_in_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warnings, "filters", [])
    kinds = [type(f"W{number}", (Warning,), {}) for number in range(1_500)]

    def of_the_host() -> None:
        for kind in kinds:
            warnings.simplefilter("ignore", kind)

    threads = [threading.Thread(target=of_the_host)]
    threads[0].start()
    while threads[0].is_alive():
        ONE.put_first()
    threads[0].join()
    ONE.put_first()
    assert {each[2] for each in warnings.filters} == {Warning, *kinds}
    assert sum(each in ONE.pair for each in warnings.filters) == 1
