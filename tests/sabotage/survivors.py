"""Removals that no test can notice, each with the reason why."""

from __future__ import annotations

from . import of_the_verifier

EXPLAINED: dict[str, str] = {
    **of_the_verifier.EXPLAINED,
    "transpiler/check/attributes _becomes_guarded: last of `each.startswith('_') and "
    "each.endswith(name)`": "more names are refused",
}
