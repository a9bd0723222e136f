"""Settings that hold for every test."""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

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
