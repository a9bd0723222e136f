"""Removals that no test can notice, each with the reason why."""

from __future__ import annotations

EXPLAINED: dict[str, str] = {}
