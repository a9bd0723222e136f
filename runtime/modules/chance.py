"""The one source of randomness of a run: the system's by default, a seeded one by policy.

`random`, `secrets`, `uuid` and whatever else rolls dice takes from here, so that under
`Sandbox(seed=…)` the same program gives the same results, in every process. Nothing in this
file is a guest value; callers price what they ask for.
"""

from __future__ import annotations

import random as real
from typing import Final

from ..run import current

# What hashes a text is imported with the first one, which may come where no stack is left.
real.Random("")
#: A fresh generator is seeded with so many bits, as CPython's is seeded from the system.
_SEED_BITS: Final = 19968


def source() -> real.Random:
    """Return the current run's generator, which is seeded or the system's."""
    run = current()
    found = run.state.get("chance")
    if found is None:
        # Text is hashed, so this stream has nothing in common with `Random(seed)`, which the
        # functions of the guest's `random` draw from.
        made = real.SystemRandom() if run.seed is None else real.Random(f"cloche {run.seed}")
        found = run.state["chance"] = made
    assert isinstance(found, real.Random)
    return found


def entropy(size: int) -> bytes:
    """Return *size* bytes, in the place of `os.urandom`."""
    return source().randbytes(size)


def bits(count: int) -> int:
    """Return an integer of *count* random bits."""
    return source().getrandbits(count)


def below(bound: int) -> int:
    """Return a random integer of `range(bound)`; *bound* is positive."""
    return source().randrange(bound)


def fresh_seed() -> int:
    """Return what to seed a generator with that is given no seed."""
    return bits(_SEED_BITS)
