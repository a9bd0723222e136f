# ruff: noqa: E501  A row of a table stays on one line.
"""`struct`."""

from .tables import gives, same, stopped

test_same = same(
    "import struct",
    """
    repr(struct.Struct("=i2H"))[:14].rpartition("_struct")[0]

    struct.pack(">IHb4s?d", 1, 2, -3, b"ab", True, 1.5), struct.calcsize("@iq"), struct.calcsize("=iq")

    struct.unpack("<hh", b"\\x01\\x00\\x02\\x00"), struct.unpack_from("B", b"abc", 1), struct.unpack_from("B", b"abc", offset=-1)

    struct.pack("b", 1000)

    struct.pack("i", "x")

    struct.pack("ii", 1)

    struct.pack("y", 1)

    struct.pack(5)

    struct.unpack("i", b"abc")

    list(struct.iter_unpack(">H", b"\\x00\\x01\\x00\\x02")), [a + b for a, b in struct.iter_unpack("bb", b"abcd")]

    struct.iter_unpack(">H", b"abc")

    a = bytearray(8)
    struct.pack_into("<I", a, 2, 7), a

    struct.pack_into("<I", b"abcd", 0, 1)

    struct.pack_into("<I", bytearray(2), 0, 1)

    s = struct.Struct("<2sH")
    s.size, s.format, s.pack(b"ab", 3), s.unpack(b"ab\\x03\\x00"), s.unpack_from(b"xab\\x03\\x00", 1), list(s.iter_unpack(b"ab\\x03\\x00" * 2))

    struct.Struct(b"B").format, isinstance(struct.Struct("b"), struct.Struct), issubclass(struct.error, Exception)

    struct.pack("3p", b"abcd"), struct.pack("e", 1.5), struct.pack("P", 5), struct.pack("c", b"x"), struct.pack("3x")
    """,
)

test_stopped = stopped(
    "import struct",
    """
    struct.pack("1000000000x")

    struct.Struct("1000000000x").pack()

    struct.pack("x" * 10**8)

    x = b"x" * 10**6
    while True: struct.unpack("1000000B", x)

    while True: list(struct.iter_unpack("B", b"x" * 1000))
    """,
)

test_shared = gives(
    "import struct",
    {"struct.Struct('b').x = 1": "AttributeError", "type(struct.Struct.pack)()": "TypeError"},
)
