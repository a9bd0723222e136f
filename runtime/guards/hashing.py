"""`__key__`: what C hashes, and compares with a key of the same hash, is weighed before.

Natively a container hashes without a bound on work or depth.
"""

from __future__ import annotations

from types import MethodType
from typing import Any, Final, TypeVar

from ..nesting import LAZY, nested
from .contents import SCALARS
from .steady_keys import refuse_unsteady
from .walking import walk

T = TypeVar("T")

#: Tuples of so few scalars are hashed within the step that led here.
_SHORT: Final = 8
#: What a class has for a hash whose instances C does not look into.
_WITHOUT_WALK: Final = frozenset({object.__hash__, None})


def key(x: T) -> T:
    """Pay for hashing *x*, and for comparing it with a key that has the same hash; return it.

    Raises:
        RecursionError: it is nested too deeply.
        Stop: it would cost more than is left.
    """
    kind = type(x)
    if kind is tuple:
        if len(x) == 2:  # type: ignore[arg-type]
            pair: Any = x
            one, other = pair
            if type(one) in SCALARS and type(other) in SCALARS:
                return x
        if len(x) <= _SHORT:  # type: ignore[arg-type]
            for item in x:  # type: ignore[attr-defined]
                if type(item) not in SCALARS:
                    break
            else:
                return x
    elif kind in SCALARS or kind is type:
        return x
    else:
        if kind in LAZY:
            # A slice in a slice, a thousand times: C frees, prints and hashes them without a bound.
            nested(x)
        if kind is MethodType:
            key(x.__func__)  # type: ignore[attr-defined]
            return x  # what it is bound to is told apart by identity
        if kind.__hash__ in _WITHOUT_WALK:
            return x  # hashed by identity; or CPython refuses it at once
    # (From Python 3.12 on a slice is hashed as a tuple is, and a proxy as its mapping.)
    walk(x)
    refuse_unsteady(x)
    return x


def first_key(pair: Any) -> Any:
    """Pay for hashing the first item of *pair*, if it is a sequence in C; return the pair."""
    for base in (tuple, list):
        if issubclass(type(pair), base):
            if base.__len__(pair) == 2:
                key(base.__getitem__(pair, 0))
            break
    return pair
