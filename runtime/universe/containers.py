"""Containers. What is vetted takes one walk at most over what has been paid for."""

from __future__ import annotations

from collections import OrderedDict
from types import MappingProxyType

from ..guards.emptying import clear
from . import container_guards as guards
from .registry import Family, Shim, entry, register

SETWISE: dict[str, Shim] = {name: guards.setwise(set, name) for name in guards.SETWISE}
FROZEN: dict[str, Shim] = {name: guards.setwise(frozenset, name) for name in guards.SETWISE}
UPDATES: dict[str, Shim] = {name: guards.setwise(set, name) for name in guards.UPDATES}

CONTAINERS = register(
    Family(
        "containers",
        (
            entry(
                list,
                "append clear count index insert pop remove reverse",
                {
                    "copy": guards.COPIED[list],
                    "extend": guards.list_extend,
                    "sort": guards.list_sort,
                },
            ),
            entry(tuple, "count index"),
            # `range` objects of a guest are short, or of the class below: see `ranges.py`.
            entry(range, "count index start step stop"),
            entry(slice, "indices start step stop"),
            entry(
                dict,
                "get items keys pop popitem setdefault values",
                {"clear": clear, "copy": guards.COPIED[dict], "update": guards.dict_update},
                {"fromkeys": guards.dict_fromkeys},
            ),
            entry(
                set,
                "add discard pop remove",
                {**SETWISE, **UPDATES, "clear": guards.set_clear, "copy": guards.COPIED[set]},
            ),
            entry(frozenset, "", {**FROZEN, "copy": guards.COPIED[frozenset]}),
            # `mapping` shows the dictionary of a guest, read-only. Other views: `guards/views.py`.
            entry(type({}.values()), "mapping"),
            entry(type(OrderedDict().values()), "mapping"),
            # Made by `vars(cls)` and views; over a copy or over the guest's own.
            entry(MappingProxyType, "get items keys values", {"copy": guards.proxied_copy}),
        ),
    )
)
