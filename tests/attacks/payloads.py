"""Payloads as data: a name, where the idea is from, and a guest program.

A table is a block of text. A line `=== name | origin` begins a payload; the program follows. Every
program can use these names, which the arena provides as tools:

* `probe(x)` looks at the very object the guest holds, and tells whether a guest may hold it;
* `win(x)` is called only where an attack has succeeded, by its own test;
* `stash(x)` is an honest tool: it keeps its argument, and returns it;
* `lookup(name)` is an honest tool with a secret in its closure;
* `account()` returns a live object of the host, which may not enter;
* `move()` takes one from an account of the host and adds it to another;
* `fail(kind)` raises a host exception that carries secrets;
* `till` is an exposed object: `total` and `limit` may be read, `limit` set, `take` and `fail`
  called.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent


@dataclass(frozen=True)
class Payload:
    """One attack.

    Parameters:
        name: unique within the suite.
        origin: whose idea it is.
        source: the guest program.
        open: why it still works, for one that is known to; empty for the others.
    """

    name: str
    origin: str
    source: str | bytes
    open: str = ""


def table(block: str, **known_open: str) -> list[Payload]:
    """Return the payloads in *block*; names in *known_open* (with `_` for `-`) have a reason."""
    found = []
    reasons = {name.replace("_", "-"): reason for name, reason in known_open.items()}
    for part in dedent(block).split("\n=== ")[1:]:
        header, _, source = part.partition("\n")
        name, _, origin = header.partition(" | ")
        found.append(Payload(name, origin, source, reasons.pop(name, "")))
    assert not reasons, f"no such payloads: {sorted(reasons)}"
    return found
