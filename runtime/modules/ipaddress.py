"""`ipaddress`, adopted; nothing is remembered from one call to the next."""

from __future__ import annotations

import functools
from typing import Any, Final

from ..guards.ordered import has_ordered
from ..rehomed import ordered
from ..run import current
from .adopted import adopt, offer, replaced, uncached
from .re import MODULE as RE

#: A builtin in the adopted text.
_ALIKE: Final = "__alike__"
_TRY: Final = "        try:\n            "
_ASKS: Final = ("return (self._ip == other._ip", "return (self._version == other._version")


def _alike(other: Any) -> None:
    """Refuse to compare an address with *other* if that is a program's own object.

    The text asks it for attributes, whatever it is, and so code of the program's; C may hold the
    two against each other as keys of an OrderedDict, which that code could change.

    Raises:
        TypeError: so it is, and there is an OrderedDict.
    """
    if has_ordered() and type(other) in current().own:
        raise TypeError(
            "an address is not compared with an object of the program's own where that has an "
            "OrderedDict"
        )


def _edited(text: str) -> str:
    """Netmasks are not remembered either."""
    return replaced(
        text,
        *((f"{_TRY}{asks}", f"        {_ALIKE}(other)\n{_TRY}{asks}") for asks in _ASKS),
        ("if arg not in cls._netmask_cache:", "if True:"),
        ("cls._netmask_cache[arg] = netmask, prefixlen", "pass"),
        ("return cls._netmask_cache[arg]", "return netmask, prefixlen"),
    )


_HERE = adopt(
    "ipaddress",
    {
        "re": RE,
        "functools": {
            "lru_cache": uncached,
            "total_ordering": lambda cls: ordered(functools.total_ordering(cls)),
            "cached_property": property,
        },
    },
    names={_ALIKE: _alike},
    edit=_edited,
    derivable=False,
)

MODULE = offer(
    "ipaddress",
    "AddressValueError IPV4LENGTH IPV6LENGTH IPv4Address IPv4Interface IPv4Network IPv6Address",
    "IPv6Interface IPv6Network NetmaskValueError collapse_addresses get_mixed_type_key ip_address",
    "ip_interface ip_network summarize_address_range v4_int_to_packed v6_int_to_packed",
    here=_HERE,
)
