"""Assertions in the tables' helpers explain themselves; the end of the stack is quiet."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

pytest.register_assert_rewrite("modules.tables")


@pytest.fixture(scope="module", autouse=True)
def _quiet_end_of_the_stack() -> Iterator[None]:
    """What is called in the middle of a collection may find no stack, which CPython reports.

    The hook that pytest puts in for such reports would need more of it, and fails the test then.
    """
    report = sys.unraisablehook

    def hook(event: Any) -> None:
        if event.exc_type is not RecursionError:
            report(event)

    sys.unraisablehook = hook
    yield
    sys.unraisablehook = report
