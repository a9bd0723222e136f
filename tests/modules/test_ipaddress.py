# ruff: noqa: E501  A row of a table stays on one line.
"""`ipaddress`."""

from .tables import gives, same, stopped

test_same = same(
    "import ipaddress",
    """
    a = ipaddress.ip_address("192.168.0.1")
    a, str(a), int(a), a.version, a.is_private, a.is_global, a.is_loopback, a.packed, a + 5, a < ipaddress.ip_address("192.168.0.2"), a.reverse_pointer, f"{a:b}", a.exploded

    n = ipaddress.ip_network("10.0.0.0/29")
    list(n.hosts()), n.num_addresses, n.netmask, n.broadcast_address, n.prefixlen, [str(s) for s in n.subnets(new_prefix=30)], n.supernet(), ipaddress.ip_address("10.0.0.3") in n, n[2], n.with_netmask, n.hostmask

    ipaddress.ip_network("10.0.0.1/24")

    ipaddress.ip_network("10.0.0.1/24", strict=False), ipaddress.ip_interface("10.0.0.1/24").network, ipaddress.ip_interface("10.0.0.1/24").ip

    ipaddress.ip_address("nope")

    ipaddress.ip_address("256.1.1.1")

    ipaddress.IPv4Address("1.2.3")

    ipaddress.IPv4Network("1.2.3.0/33")

    b = ipaddress.ip_address("2001:db8::1")
    b.exploded, b.compressed, b.is_link_local, b.ipv4_mapped, b.teredo, b.sixtofour, ipaddress.IPv6Address("::ffff:1.2.3.4").ipv4_mapped, b.scope_id

    list(ipaddress.summarize_address_range(ipaddress.ip_address("10.0.0.0"), ipaddress.ip_address("10.0.1.5"))), list(ipaddress.collapse_addresses([ipaddress.ip_network("10.0.0.0/25"), ipaddress.ip_network("10.0.0.128/25")]))

    list(ipaddress.ip_network("10.0.0.0/24").address_exclude(ipaddress.ip_network("10.0.0.0/26"))), ipaddress.ip_network("10.0.0.0/8").overlaps(ipaddress.ip_network("10.1.0.0/16")), ipaddress.ip_network("10.1.0.0/16").subnet_of(ipaddress.ip_network("10.0.0.0/8"))

    sorted([ipaddress.ip_address("10.0.0.2"), ipaddress.ip_address("10.0.0.1")]), {ipaddress.ip_address("::1"): 1}, ipaddress.ip_address(b"\\x7f\\0\\0\\1"), ipaddress.ip_address(1), ipaddress.v4_int_to_packed(5)

    ipaddress.ip_address("1.1.1.1") < ipaddress.ip_address("::1")

    isinstance(ipaddress.ip_address("::1"), ipaddress.IPv6Address), issubclass(ipaddress.AddressValueError, ValueError), sorted([ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_address("9.0.0.0")], key=ipaddress.get_mixed_type_key)
    """,
)

test_shared = gives(
    "import ipaddress",
    {
        "ipaddress.IPv4Address._constants._loopback_network.__init__('0.0.0.0/0')": "AttributeError",
        "ipaddress.IPv4Address._constants._loopback_network.network_address = 5": "AttributeError",
        "setattr(ipaddress.IPv4Address._constants, 'x', 5)": "TypeError",
        "ipaddress.IPv4Address._constants._private_networks.clear()\nipaddress.ip_address('10.0.0.1').is_private": "True",
        "object.__setattr__(ipaddress.IPv4Address._constants._loopback_network, 'x', 5)": "AttributeError",
        "class A(ipaddress.IPv4Address): pass": "TypeError",
    },
)

test_stopped = stopped(
    "import ipaddress",
    """
    list(ipaddress.ip_network("::/0"))

    list(ipaddress.ip_network("10.0.0.0/8").hosts())

    list(ipaddress.ip_network("10.0.0.0/8").subnets(new_prefix=32))

    ipaddress.collapse_addresses(iter(lambda: ipaddress.ip_address(1), 0))

    ipaddress.collapse_addresses([ipaddress.ip_address(2 * i) for i in range(10**5)] * 10)

    ipaddress.ip_address(1) + 10**10**8
    """,
)
