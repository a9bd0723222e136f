# ruff: noqa: E501  A row of a table stays on one line.
"""`zlib` and `gzip`."""

from .tables import gives, same, stopped

test_same = same(
    "import zlib, gzip",
    """
    d = b"hello " * 1000
    c = zlib.compress(d, 9)
    len(c), zlib.decompress(c) == d, zlib.crc32(d), zlib.adler32(d), zlib.crc32(b"a", 7)

    zlib.decompress(zlib.compress(b"x" * 300000)) == b"x" * 300000

    zlib.decompress(b"nonsense")

    zlib.decompress(zlib.compress(b"abc")[:-2])

    zlib.compress("text")

    zlib.compress(b"x", level=50)

    zlib.decompress(zlib.compress(b"abc") + b"rest")

    zlib.decompress(zlib.compress(b"abc", wbits=31), wbits=31), zlib.decompress(zlib.compress(b"abc", wbits=-15), -15)

    o = zlib.compressobj(level=6)
    data = o.compress(b"abc" * 1000) + o.flush(zlib.Z_SYNC_FLUSH) + o.copy().flush()
    d = zlib.decompressobj()
    d.decompress(data, 10), len(d.unconsumed_tail) > 0, len(d.decompress(d.unconsumed_tail)), d.eof, d.unused_data

    d = zlib.decompressobj()
    d.decompress(zlib.compress(b"abc") + b"xyz"), d.unused_data, d.eof, d.flush()

    d = zlib.decompressobj()
    c = zlib.compress(b"abc" * 100000)
    d.decompress(c, 5), d.flush() == (b"abc" * 100000)[5:]

    d = zlib.decompressobj(zdict=b"abc")
    o = zlib.compressobj(zdict=b"abc")
    d.decompress(o.compress(b"abcabc") + o.flush()), d.copy().eof

    import copy
    o = zlib.compressobj()
    o.compress(b"abc")
    zlib.decompress(copy.copy(o).flush()), zlib.decompress(copy.deepcopy(o).flush()), copy.copy(zlib.decompressobj()).eof

    zlib.decompressobj().decompress(b"zzz")

    zlib.decompressobj().decompress(b"", -1)

    zlib.decompressobj().flush(0)

    zlib.compressobj(level=77)

    gzip.decompress(gzip.compress(b"abc" * 1000)) == b"abc" * 1000, gzip.compress(b"abc", mtime=0), gzip.compress(b"abc", 1, mtime=5)

    gzip.decompress(gzip.compress(b"abc") + gzip.compress(b"def"))

    gzip.decompress(b"ab")

    gzip.decompress(gzip.compress(b"abc")[:-3])

    c = bytearray(gzip.compress(b"abc" * 10))
    c[-5] ^= 1
    gzip.decompress(bytes(c))

    gzip.decompress(b""), issubclass(gzip.BadGzipFile, OSError), issubclass(zlib.error, Exception)
    """,
)

test_absent = gives(
    "import zlib, gzip",
    {
        "gzip.open('x')": "AttributeError",
        "type(zlib.compressobj())()": "TypeError",
        "gzip.GzipFile": "AttributeError",
    },
)

test_stopped = stopped(
    "import zlib, gzip",
    """
    c = b"x" * 10**6
    while True: zlib.compress(c, 9)

    c = zlib.compressobj()
    bomb = b"".join(c.compress(bytes(10**5)) for i in range(300)) + c.flush()
    zlib.decompress(bomb) + zlib.decompress(bomb) + zlib.decompress(bomb)

    c = zlib.compress(bytes(10**7))
    while True: zlib.decompressobj().decompress(c)

    g = gzip.compress(bytes(10**6))
    while True: gzip.decompress(g * 10)

    a = []
    while True: a.append(zlib.compressobj())

    gzip.decompress(gzip.compress(b"", mtime=0) * 50000)

    c = zlib.compress(bytes(10**6))
    d = zlib.decompressobj()
    data = c
    while True: d.copy().decompress(c, 1)
    """,
)
