"""Settings that hold for every test."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

from sampling import FULL, is_full, is_here


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`, and `--whole`, which is less."""
    parser.addoption("--full", action="store_true", help="all rows of all tables: an hour")
    parser.addoption("--whole", action="store_true", help="both halves of tables that are halved")


def pytest_configure(config: pytest.Config) -> None:
    """Tell the tables of `--full`, which are read after this."""
    config.addinivalue_line("markers", "halved: each Python has half of these")
    if config.getoption("--full"):
        os.environ[FULL] = "1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other Python has, of what is `halved` and of what runs in workers.

    Those that are named, or asked for by `-k`, are all run.
    """
    named = config.option.keyword or any("::" in each for each in config.args)
    if named or is_full() or config.getoption("--whole"):
        return
    left = [item for item in items if _is_halved(item) and not is_here(item)]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


def _is_halved(item: pytest.Item) -> bool:
    """Tell whether *item* is marked so, or is the row of a table that runs in a worker.

    Processes take long to start, and know little of the Python they run.
    """
    called = getattr(item, "callspec", None)
    given = called.params.values() if called else ()
    in_worker = any(type(each) is str and each == "process" for each in given)
    return in_worker or item.get_closest_marker("halved") is not None


# No test may depend on the clock or on luck: the same examples in every run, no deadline, and
# a failure prints the blob that reproduces it.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")

# A shell without job control has what it starts in the background ignore interrupts, and that is
# inherited: by these tests, which send some, and by the processes that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
