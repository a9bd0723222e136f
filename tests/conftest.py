"""Settings that hold for every test."""

from __future__ import annotations

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

from sampling import FULL


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`."""
    parser.addoption("--full", action="store_true", help="all rows of all tables: an hour")


def pytest_configure(config: pytest.Config) -> None:
    """Tell the tables of `--full`, which are read after this."""
    if config.getoption("--full"):
        os.environ[FULL] = "1"


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
