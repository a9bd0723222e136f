"""`collections`: containers whose draining ticks, and named tuples."""

from __future__ import annotations

import collections as real
from typing import Any

from .chain_map import ChainMap
from .collections_abc import MODULE as ABC
from .containers import CLASSES
from .namedtuples import field_names, make
from .stand_in import module, shim, ticked
from .user_collections import USER_CLASSES

VETTED = ""


@shim(real.namedtuple)
def namedtuple(
    typename: Any,
    field_names_: Any,
    *,
    rename: Any = False,
    defaults: Any = None,
    module: Any = None,
) -> type:
    if defaults is not None:
        defaults = tuple(ticked(defaults))
    return make(typename, field_names(field_names_), bool(rename), defaults)


MODULE = module(real, VETTED, namedtuple, *CLASSES, ChainMap, *USER_CLASSES, abc=ABC)
