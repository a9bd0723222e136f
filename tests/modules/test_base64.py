# ruff: noqa: E501  A row of a table stays on one line.
"""`base64`, `binascii`, `quopri`."""

from .tables import gives, same, stopped

test_same = same(
    "import base64, binascii, quopri, io",
    """
    base64.b64encode(b"hello\\xff\\xfe"), base64.b64decode("aGVsbG8="), base64.b64decode(bytearray(b"aGVsbG8="))

    base64.b64decode("abc")

    base64.b64decode("a$GVsbG8=", validate=True)

    base64.b64encode(b"\\xfb\\xff", altchars=b"-_"), base64.b64decode(b"-_8=", b"-_"), base64.urlsafe_b64encode(b"\\xfb\\xff"), base64.urlsafe_b64decode("-_8=")

    base64.b64encode("text")

    base64.b64encode(5)

    base64.b64decode(5)

    base64.b64decode("\\xe9")

    base64.b32encode(b"hello"), base64.b32decode("NBSWY3DP"), base64.b32decode("nbswy3dp", casefold=True), base64.b32hexencode(b"hi"), base64.b32hexdecode("D1KG====")

    base64.b32decode("1")

    base64.b16encode(b"hi"), base64.b16decode("6869"), base64.b16decode("6a", True)

    base64.b16decode("zz")

    base64.a85encode(b"hello world", wrapcol=5, adobe=True), base64.a85decode(b"BOu!rD]j7BEbo7"), base64.b85encode(b"hello"), base64.b85decode("Xk~0{Zv")

    base64.b85decode("\\x00")

    base64.encodebytes(b"x" * 80), base64.decodebytes(b"eHg=\\n"), base64.standard_b64encode(b"a"), base64.standard_b64decode("YQ==")

    out = io.BytesIO()
    base64.encode(io.BytesIO(b"abc" * 30), out), out.getvalue()

    binascii.hexlify(b"ab\\xff"), binascii.hexlify(b"abcd", "-", 2), binascii.unhexlify("6162"), binascii.b2a_hex(b"a"), binascii.a2b_hex(b"61")

    binascii.unhexlify("6")

    binascii.crc32(b"hello"), binascii.crc32(b"world", 5), binascii.crc_hqx(b"hi", 0)

    binascii.b2a_base64(b"hi", newline=False), binascii.a2b_base64("aGk="), binascii.b2a_qp(b"a=b\\t"), binascii.a2b_qp("a=3Db"), binascii.b2a_uu(b"hi"), binascii.a2b_uu(b'":&D \\n')

    binascii.a2b_base64("a")

    issubclass(binascii.Error, ValueError), binascii.Incomplete.__name__

    quopri.encodestring("café = ok".encode()), quopri.decodestring(b"caf=C3=A9"), quopri.encodestring(b"a b", quotetabs=True, header=True)
    """,
)

test_absent = gives(
    "import base64", {"base64.main": "AttributeError", "base64.struct": "AttributeError"}
)

test_stopped = stopped(
    "import base64, binascii",
    """
    x = b"x" * 10**6
    while True: base64.b64encode(x)

    base64.b85encode(b"x" * 10**7)

    x = b"x" * 10**5
    a = []
    while True: a.append(binascii.hexlify(x))

    x = "a" * 10**6
    while True: binascii.unhexlify(x)
    """,
)
