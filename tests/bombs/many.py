"""One value held against many, each of which takes long to compare."""

from __future__ import annotations

from .bombs import table

#: A million visits each, of a few hundred bytes.
_HEAVY = """from collections import deque
def heavy(e):
    t = (e,)
    for i in range(20): t = (t, t)
    return t
t, u = (heavy(1), 1), (heavy(1), 2)
"""
_TEXT = "r, s = 'a' * 5_000_000 + 'b', 'a' * 5_000_000 + 'c'\n"
_SEARCHES = {
    "in-list": "u in [t] * 500",
    "in-display": f"u in ({'t, ' * 5000})",
    "in-values": "u in {i: t for i in range(500)}.values()",
    "in-deque": "u in deque([t] * 500)",
    "in-derived": "class L(list): pass\nu in L([t] * 500)",
    "count": "L = [t] * 1_000_000\nL.count(u)",
    "index": "L = (t,) * 1_000_000\nL.index(u)",
    "remove": "L = [t] * 1_000_000\nL.remove(u)",
    "remove-deque": "L = deque([t] * 1_000_000)\nL.remove(u)",
    "count-by-name": "f = ([t] * 1_000_000).count\nf(u)",
    "count-unbound": "list.count([t] * 1_000_000, u)",
    "map-index": "list(map(([t] * 1_000_000).index, [u]))",
}
_TEXTS = {
    "in-display": f"s in ({'r, ' * 5000})",
    "in-list": "s in [r] * 500",
    "count": "([r] * 1_000_000).count(s)",
    "startswith": "(r + s).startswith((s,) * 1_000_000)",
    "endswith-by-name": "f = (r + s).endswith\nf((r,) * 1_000_000)",
    "bytes-startswith": "(r + s).encode().startswith((s.encode(),) * 1_000_000)",
}
BOMBS = table(
    "".join(f"\n=== many-{name}\n{_HEAVY}{use}" for name, use in _SEARCHES.items())
    + "".join(f"\n=== many-texts-{name}\n{_TEXT}{use}" for name, use in _TEXTS.items())
)
