"""Removals that no test can notice, each with the reason why.

Those in `runtime/` stand in `survivors.txt`, many to a reason.
"""

from __future__ import annotations

from pathlib import Path

from . import of_the_verifier

EXPLAINED: dict[str, str] = {
    **of_the_verifier.EXPLAINED,
    "transpiler/check/attributes _becomes_guarded.<genexpr>: last of `each.startswith('_') and "
    "each.endswith(name)`": "more names are refused",
}


def _listed(text: str) -> dict[str, str]:
    """Return the reason of each removal in *text*: indented, below a line that ends in a colon."""
    found, reason = {}, ""
    for line in text.splitlines():
        if line.startswith(" "):
            found[line.strip()] = reason
        elif line:
            reason = line.removesuffix(":")
    return found


EXPLAINED |= _listed(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))
