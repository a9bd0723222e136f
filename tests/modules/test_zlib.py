# ruff: noqa: E501  A row of a table stays on one line.
"""`zlib` and `gzip`."""

from __future__ import annotations

import gzip as real_gzip
import random
import zlib as real

import pytest

from cloche.runtime.limits import Limits
from cloche.runtime.modules import gzip, zlib
from cloche.runtime.run import Run
from harness import assert_same
from sampling import halved

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


@pytest.fixture
def run():
    made = Run(Limits(steps=None, seconds=None))
    token = made.enter()
    yield made
    made.leave(token)


_LETTERS = bytes(97 + (i & 1) for i in range(256))


def _mixed(chance, size):
    """Return data of which parts are noise, repeat themselves, or have been seen before."""
    made = bytearray()
    while len(made) < size:
        count = chance.randrange(1, 70_000)
        kind = chance.randrange(5)
        if kind < 2:
            made += chance.randbytes(count)
        elif kind == 2:
            made += chance.randbytes(count // 8).translate(_LETTERS)
        elif kind == 3:
            made += b"hello %d " % count * (count // 16)
        elif made:
            start = chance.randrange(len(made))
            made += made[start : start + count]
    return bytes(made[:size])


@halved
@pytest.mark.parametrize("seed", range(30))
def test_what_is_compressed_in_pieces_is_what_would_be_at_once(run, seed):
    chance = random.Random(seed)
    data = _mixed(chance, chance.randrange(70_000, 300_000))
    level, bits = chance.randrange(-1, 8), chance.choice([15, 9, 12, -15, -9, 31])
    assert zlib.compress(data, level, bits) == real.compress(data, level, bits)
    assert gzip.compress(data, level, mtime=5) == real_gzip.compress(data, level, mtime=5)
    given = {"level": level, "wbits": bits}
    given |= {"memLevel": chance.choice([1, 8, 9]), "strategy": chance.choice([0, 0, 1, 2, 3, 4])}
    if bits < 16 and chance.random() < 0.5:
        given["zdict"] = data[: chance.choice([100, 700, 40_000])]
    ours, theirs = zlib.compressobj(**given), real.compressobj(**given)
    while data:
        cut = chance.choice([10, 3_000, 32_768, 90_000, 200_000])
        assert ours.compress(data[:cut]) == theirs.compress(data[:cut])
        data = data[cut:]
        if chance.random() < 0.3:
            mode = chance.choice([real.Z_SYNC_FLUSH, real.Z_FULL_FLUSH, real.Z_NO_FLUSH])
            assert ours.flush(mode) == theirs.flush(mode)
        if chance.random() < 0.2:
            ours, theirs = ours.copy(), theirs.copy()
    assert ours.flush() == theirs.flush()


def test_pieces_of_anything_that_has_bytes(run):
    from array import array

    items = array("i", range(50_000))
    grid = memoryview(items).cast("B").cast("B", (400, 500))
    for data in (bytearray(items), items, memoryview(items), grid):
        assert real.decompress(zlib.compress(data)) == bytes(items)
        compressor = zlib.compressobj()
        assert real.decompress(compressor.compress(data) + compressor.flush()) == bytes(items)
    for data in ("a" * 100_000, memoryview(items)[::2], memoryview(bytes(200_000))[::2]):
        for compress in (zlib.compress, zlib.compressobj().compress):
            with pytest.raises((TypeError, BufferError)):
                compress(data)


class Index:
    """An integer to C."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def test_numbers_are_what_c_takes_for_them(run):
    data = bytes(100_000)
    assert zlib.compress(data, Index(3), Index(-15)) == real.compress(data, 3, -15)
    ours = zlib.compressobj(Index(0))
    assert ours.compress(data) == real.compressobj(0).compress(data)
    for make in (
        lambda m: m.compress(data, 3.0), lambda m: m.compress(data, 50),
        lambda m: m.compress(data, 6, 3), lambda m: m.compress(data, 2**40),
        lambda m: m.compressobj("a"), lambda m: m.compressobj(wbits=1.5),
        lambda m: m.compressobj(77), lambda m: m.compressobj(2**40),
        lambda m: m.compressobj(zdict="a"), lambda m: m.compressobj(1, 2, 3, 4, 5, 6, 7),
        lambda m: m.compressobj(nothing=1), lambda m: m.compressobj().flush(1.5),
        lambda m: m.compressobj().flush(2**40),
    ):  # fmt: skip
        told = []
        for module in (zlib, real):
            with pytest.raises((TypeError, ValueError, OverflowError, real.error)) as caught:
                make(module)
            told.append((caught.type, str(caught.value)))
        assert told[0] == told[1]


def test_a_run_that_was_stopped_compresses_no_further(run, monkeypatch):
    chance, seen = random.Random(1), []

    def timed(call, *args):
        if len(seen) == 2:
            run.budget.stop("seconds", 1, 1)
        run.budget.checkpoint()
        seen.append(len(args[0]))
        return call(*args)

    monkeypatch.setattr(zlib, "timed", timed)
    with pytest.raises(GeneratorExit):
        zlib.compress(chance.randbytes(500_000), 9)
    assert seen == [65_536, 32_768]


def test_what_is_left_is_flushed_as_natively():
    assert_same("""
import zlib
a = zlib.compress(b'abc'*100)
out=[]
def go(*acts):
    d = zlib.decompressobj()
    seen=[]
    for act in acts:
        try: seen.append(act(d))
        except Exception as e: seen.append(repr(e))
        seen += [d.unused_data, d.unconsumed_tail, d.eof]
    return seen
F=lambda d: d.flush()
D=lambda data, n=0: lambda d: d.decompress(data, n)
rows=[(D(a),F,F),(D(a+b'tail',10),F,F,F),(D(a+b'tail'),F,D(b'x'),F),(D(a[:20]),F,D(a[20:]),F),(D(a[:20],5),F,F,D(a[20:]),F),(F,F),(D(a,5),D(b'',0),F,F),(D(a,300),F,D(b'q'),F),(D(a+b'tail',300),F,F),(D(b'bad'),F,F), (D(a[:-1]),F,F),(D(a,1),lambda d: d.flush(5),F)]
[go(*row) for row in rows]
""")
