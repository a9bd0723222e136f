"""`ipaddress`, adopted; nothing is remembered from one call to the next."""

from __future__ import annotations

import functools
from typing import Final

from ..rehomed import ordered
from .adopted import adopt, offer, replaced, uncached
from .re import MODULE as RE

_APART: Final = "        if not isinstance(other, _IPAddressBase): return NotImplemented\n"


def _asks(name: str) -> str:
    return f"        try:\n            return (self.{name} =="


def _edited(text: str) -> str:
    """Netmasks are not remembered either, and what is no address is not asked for its number."""
    return replaced(
        text,
        ("if arg not in cls._netmask_cache:", "if True:"),
        ("cls._netmask_cache[arg] = netmask, prefixlen", "pass"),
        ("return cls._netmask_cache[arg]", "return netmask, prefixlen"),
        *((_asks(name), _APART + _asks(name)) for name in ("_ip", "_version")),
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
