"""Types that free, or ask, one another in C: nested deeply they overflow the C stack."""

from __future__ import annotations

import sys
from functools import partial
from itertools import chain, compress
from types import MappingProxyType, MethodType
from typing import Any, Final

#: Iterators written in C that call `next` on another, and objects that free one another in
#: C without CPython's trashcan. How deep these nest is asked when one is made (`nesting.py`).
LAZY: Final[set[type]] = {
    map, filter, zip, enumerate, reversed, compress, chain, type(iter(int, 0)),
    slice, property, classmethod, staticmethod, MethodType, MappingProxyType, partial,
}  # fmt: skip

#: Such of them as hold what they are given later, too: what they draw. Modules add theirs.
JOINTS: Final[set[type]] = set()


async def _coroutine() -> None: ...


async def _agen() -> Any:
    yield


#: What an event loop of the host's, if one runs, would be told of.
_hooks = sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(None, None)
_awaited = _coroutine()
_asynchronous = _agen()
_awaitables: tuple[Any, ...] = (
    _awaited.__await__(), _asynchronous.asend(None), _asynchronous.aclose(),
)  # fmt: skip
#: What `__await__`, `asend` (and `__anext__`), and `athrow` (and `aclose`) give.
AWAITABLES: Final = tuple(map(type, _awaitables))
for _each in _awaitables:
    _each.close()
_awaited.close()
sys.set_asyncgen_hooks(*_hooks)
del _hooks
