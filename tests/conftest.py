"""Settings that hold for every test."""

from __future__ import annotations

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
