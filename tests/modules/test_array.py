# ruff: noqa: E501  A row of a table stays on one line.
"""`array`, and `memoryview` of what a guest has."""

import sys

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = "from array import array, ArrayType, typecodes\nimport operator, struct, io, zlib, hashlib, base64, binascii, re, copy, codecs, hmac"

test_array = same(
    HEADER,
    """
    array("i"), array("i", [1, 2, 3]), array("d", (1, 2.5)), array("b", b"ab"), array("h", range(3)), array("q", array("i", [1, 2])), array("u", "ab"), array("B", bytearray(b"xy")), array("f", iter([1.0])), array("i", []), array("i", ())

    array("x")

    b"a" + array("b", [1]), b"a" + array("i", [1, 2]), bytearray(b"a") + array("b", [1]), bytearray(b"a") + memoryview(array("i", [1])), operator.add(b"a", array("h", [1]))

    class Mine(bytes):
        pass
    class Changing(bytearray):
        pass
    Mine(b"a") + array("b", [1]), Changing(b"a") + array("i", [1]), Mine(b"a") + memoryview(b"b")

    same = kept = bytearray(b"a")
    for each in array("b", [1]), array("i", [1]), array("B", [3]), memoryview(array("h", [4])):
        same += each
    same = same + array("b", [5])
    same, kept

    found = b"a"
    found += array("i", [1])
    found

    kept = bytearray()
    kept += memoryview(array("i", range(4)))[::2]

    b"" + memoryview(b"abcd")[::2]

    array("i", "ab")

    array("i", 3)

    array("i", ["a"])

    array("b", [300])

    array("h", b"abc")

    array("i", None)

    a = array("i", [3, 1, 2])
    a.append(5); a.extend([7]); a.extend(array("i", [9])); a.insert(1, 4); a.reverse(); a.remove(5); a.fromlist([6])
    a, a.pop(), a.pop(0), a.index(7), a.count(1), 7 in a, "x" in a, len(a), a.itemsize, a.typecode, a.tolist(), a[0], a[-1], a[1:3], a[::-1], list(a), bool(array("i"))

    a = array("i", range(6))
    a[1:3] = array("i", [9])
    a[0] = 5
    del a[-1]; del a[:1]
    a, a.tobytes(), array("i", a.tobytes()) == a

    a = array("i", range(6))
    a[1:3] = [1]

    array("i", [1])[5]

    array("i", [1])["a"]

    array("i").pop()

    array("i").index(3)

    array("i").remove(3)

    a = array("i", [1])
    a.append("x")

    a = array("i", [1])
    a.extend(array("d", [1.0]))

    a = array("i", [1])
    a.extend(3)

    a, b = array("i", [1, 2]), array("d", [1, 3])
    a == array("i", [1, 2]), a == b, a < b, a <= a, a > b, a != b, a == [1, 2], a >= array("i"), a == array("q", [1, 2])

    try: array("i") < 3
    except TypeError: hash([])

    try: hash(array("i"))
    except TypeError: hash([])

    a = array("i", [1, 2])
    b = a
    b += array("i", [3])
    b *= 2
    a, a + a, a * 2, 2 * a, a * 0, a is b

    array("i") + [1]

    a = array("i")
    a += [1]

    array("i") * "a"

    a = array("H", [1, 256])
    a.byteswap()
    a, bytes(a), bytearray(a), copy.copy(a), copy.deepcopy([a]), type(a).__name__, isinstance(a, ArrayType), type(a) is array, typecodes, sum(a), max(a), sorted(a), array("u", "hé").tounicode()

    a = array("B")
    a.frombytes(b"abc"); a.frombytes(bytearray(b"d"))
    a, b"".join([a, b"e"]), b"x" + memoryview(a), str(a, "ascii"), bytes(a).decode(), a.tobytes().hex()

    array("i").frombytes(b"a")

    a = array("i", [1, 2, 3])
    match a:
        case [first, *rest]: found = first, rest
        case _: found = None
    found

    def f(x, y): return x, y
    f(*array("i", [1, 2])), [*array("b", b"a")], dict(enumerate(array("i", [5])))

    a = array("i", [1, 2])
    x, y = a
    x, y, str(a), f"{a}", "%s" % a, repr([a])

    class I:
        asked = 0
        def __index__(self):
            I.asked += 1
            return 3
    class F:
        def __float__(self): return 2.5
    class L(list):
        def __len__(self): return 1
    found = []
    for code, kind in ("iI", "qI", "bI", "II", "dI", "fI", "dF", "fF", "iF", "uI"):
        x, a = globals()[kind](), array(code, "ab" if code == "u" else range(1, 5))
        for way in (
            lambda: a.append(x), lambda: a.insert(1, x), lambda: a.insert(I(), x), lambda: operator.setitem(a, 2, x),
            lambda: operator.setitem(a, I(), x), lambda: operator.setitem(a, 99, x), lambda: a.extend([x, x]),
            lambda: a.extend(y for y in (x, 1)), lambda: a.fromlist([1, x]), lambda: array(code, [x, x]), lambda: array(code, (x,)),
            lambda: array(code, L([x, x])), lambda: operator.setitem(a, "k", x), lambda: a.insert("k", x), lambda: a.fromlist((x,)),
        ):
            try: found.append((way(), a.tolist(), I.asked))
            except (TypeError, IndexError) as e: found.append((str(e), a.tolist(), I.asked))
    found

    class I:
        def __index__(self): items.append(1); return 1
    items, a = [1], array("i", [5])
    items.append(I())
    a.fromlist(items)
    """,
)

#: What is asked for a number takes the items away: C writes nothing where they were.
test_emptied = gives(
    HEADER
    + "\nclass I:\n    def __index__(self): del a[:]; return 3\nclass F:\n    def __float__(self): del a[:]; return 3.0\na, d = array('i', range(50_000)), array('d', range(9))",
    {
        "a[40_000] = I()": "IndexError: array assignment index out of range",
        "a.append(I())\na": "array('i', [3])",
        "a.insert(40_000, I())\na": "array('i', [3])",
        "a.extend([1, I(), 2, I()])\na": "array('i', [3])",
        "a.fromlist([1, I(), 2])\na": "array('i', [1, 3, 2])",
        "a = d\na[8] = F()": "IndexError: array assignment index out of range",
        "a = d\na.append(F())\na": "array('d', [3.0])",
        "a = d\na.fromlist([F(), 1, I()])\na": "array('d', [3.0, 1.0, 3.0])",
    },
)

test_view = same(
    HEADER,
    """
    m = memoryview(b"abcdef")
    len(m), m[0], m[-1], m[1:3].tobytes(), bytes(m[::2]), list(m[:2]), m.tolist(), m == b"abcdef", m[:2] == b"ab", m != b"x", b"abcdef" == m, m.hex(), m.hex(":"), m.obj, 97 in m

    m = memoryview(b"abcdef")
    m.nbytes, m.readonly, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.suboffsets, m.contiguous, m.c_contiguous, m.f_contiguous, hash(m) == hash(b"abcdef"), isinstance(m, memoryview), type(m) is memoryview, bool(m[:0])

    m = memoryview(b"abcdefgh")
    m.cast("H").tolist(), m.cast("H")[1], m.cast("I").nbytes, m.cast("B", [2, 4]).tolist(), m.cast("B", (2, 4)).shape, m.cast("B", [2, 4])[1, 2], m.cast("c")[0]

    memoryview(b"abc").cast("H")

    memoryview("abc")

    memoryview(3)

    memoryview([1])

    memoryview(b"abc")[5]

    memoryview(b"abc")[0] = 1

    del memoryview(bytearray(b"abc"))[0]

    b = bytearray(b"abcdef")
    m = memoryview(b)
    m[0] = 120
    m[1:3] = b"YZ"
    m[3:5] = m[0:2]
    b, m.readonly, m.toreadonly().readonly, m.obj is b

    b = bytearray(b"ab")
    m = memoryview(b)
    m[0:1] = b"xyz"

    b = bytearray(b"ab")
    m = memoryview(b)
    m[0] = 300

    b = bytearray(b"ab")
    m = memoryview(b)
    b.append(1)

    b = bytearray(b"ab")
    with memoryview(b) as m: seen = m[0]
    b.append(99)
    seen, b

    m = memoryview(b"a")
    m.release()
    m[0]

    m = memoryview(b"a")
    m.release()
    repr(m)[:20], m == m, m.release()

    m = memoryview(b"a")
    m.release()
    m.obj

    hash(memoryview(bytearray(b"a")))

    m = memoryview(b"abcd")
    b = a = bytearray(b"x")
    b += m[:2]
    l = [1]
    l += m[:2]
    l.extend(m[2:])
    l[0:1] = m
    b[0:1] = m[3:]
    b.extend(m)
    a, a is b, l, b"z" + m[1:2], bytearray(b"z") + m[1:2], b"-".join([m[:1], b"b", m[1:]])

    memoryview(b"a") + b"b"

    m = memoryview(b"\\x01\\x00\\x02\\x00abc")
    struct.unpack("<HH", m[:4]), struct.unpack_from("<H", m, 2), int.from_bytes(m[:2], "little"), str(m[4:], "utf-8"), str(m[4:], encoding="ascii"), bytes(m[4:]).decode(), list(struct.iter_unpack("<H", m[:4]))

    b = bytearray(4)
    struct.pack_into("<H", memoryview(b), 2, 513)
    struct.Struct("<H").pack_into(memoryview(b), 0, 7)
    b, io.BytesIO(memoryview(b"ab")).read(), io.BytesIO().write(memoryview(b"abc")), io.BytesIO(b"xy").readinto(memoryview(b)), b, io.BytesIO(b"zz").readinto(array("b", b"aa"))

    m = memoryview(b"abcabc")
    zlib.decompress(memoryview(zlib.compress(m))), zlib.crc32(m), hashlib.md5(m).hexdigest(), base64.b64encode(m), base64.b64decode(memoryview(b"YWI=")), binascii.hexlify(m), re.search(b"c", m).start(), codecs.decode(m, "ascii"), hmac.new(b"k", m, "md5").hexdigest()

    h = hashlib.sha256()
    h.update(memoryview(b"ab")); h.update(array("b", b"c"))
    h.hexdigest() == hashlib.sha256(b"abc").hexdigest()

    a = array("i", [1, 2, 3])
    m = memoryview(a)
    m[0] = 9
    a, m.format, m.tolist(), m.nbytes, m.obj is a, m == array("i", [9, 2, 3]), m == memoryview(array("q", [9, 2, 3])), m[1:].tolist()

    a = array("i", [1])
    m = memoryview(a)
    a.append(2)

    m = memoryview(memoryview(b"abc")[1:])
    m.tobytes(), m.obj, [x for x in m], list(reversed(m)), max(m), sorted(m), {m: 1}[b"bc"], tuple(m)

    def lines(data):
        view, at = memoryview(data), 0
        while at < len(view):
            size = view[at]
            yield bytes(view[at + 1 : at + 1 + size])
            at += 1 + size
    list(lines(b"\\x02hi\\x03you"))

    a = array("i", [1, 2])
    address, count = a.buffer_info()
    type(address), count

    class A(array):
        def __init__(self, code, *items, extra=None): self.extra = extra
        def total(self): return sum(self)
    a = A("H", [1, 2, 3], extra=5)
    [a, a.extra, a.total(), bytes(a), bytearray(a), memoryview(a).tolist(), a[1:], a + a, a * 2, a == array("H", [1, 2, 3])]

    a = array("B", [1])
    a += array("B", [2, 3]); a[:1] = array("B", [7, 8]); a[1:2] = a
    a

    a = array("B", [1])
    a += b"ab"

    a = array("B", [1])
    a[:] = b"ab"

    b, k = bytearray(4), slice(0, 2)
    b[k] = array("H", [1, 2])
    operator.setitem(b, k, array("I", [3]))
    b

    m = memoryview(array("B", [1, 2]))
    m.release()
    m == m, m != memoryview(b"ab"), m == b"ab", str(m)[:9]

    m = memoryview(b"abc")
    h = hash(m)
    m.release()
    h == hash(m)

    m, a = memoryview(b"xa"), array("b", b"a")
    b"abc".strip(m), bytearray(b"abc").lstrip(a), b"bca".rstrip(m), b"bxac".rsplit(m), bytearray(b"b a").rsplit(memoryview(b" "), 1)

    "abc".strip(memoryview(b"a"))

    binascii.hexlify(memoryview(b"abcd")[::-2])

    zlib.crc32(memoryview(b"abcd")[::2])

    array("d", [1.0, 2.0]) * (2 ** 62)

    a = array("b", [1, 2])
    a *= 2 ** 62

    array("b", [1]) * 2 ** 63
    """,
)

SHRINKING = """
class I:
    def __index__(self): a.__delitem__(slice(None)); return 3
    def __float__(self): return float(self.__index__())
a = array("{code}", [1] * 100_000)
"""
#: C makes room or looks where to write, asks the item for its number, and then writes.
test_items_that_make_the_array_shorter = gives(
    HEADER,
    {
        SHRINKING.replace("{code}", code) + action.replace("; ", "\n"): expected
        for code in "id"
        for action, expected in {
            "a[90_000] = I()": "IndexError: array assignment index out of range",
            "a.append(I()); a.tolist() == [3]": "True",
            "a.insert(0, I()); a.tolist() == [3]": "True",
            "a.insert(90_000, I()); a.tolist() == [3]": "True",
            "a.extend([I()] * 3); a.tolist() == [3]": "True",
            "a.fromlist([I(), 2, I()]); a.tolist() == [3, 2, 3]": "True",
            "array(a.typecode, [I()] * 3).tolist() == [3] * 3": "True",
        }.items()
    },
)

test_refused = gives(
    HEADER,
    {
        "array('i').tofile": "AttributeError",
        "getattr(array('i'), '__array__')": "AttributeError",
        "getattr(memoryview(b''), '__view__')": "AttributeError",
        "array('i', x=1)": "TypeError: array.array() takes no keyword arguments",
        "array.__new__(int, 'i')": "TypeError: array.array.__new__(int): int is not a subtype of array.array",
        "class M(memoryview): pass": "TypeError: type 'memoryview' is not an acceptable base type",
        "array.append([], 1)": "TypeError",
        "memoryview.tobytes(b'a')": "TypeError",
        "memoryview.x = 1": "TypeError",
        "array('i').x = 1": "AttributeError",
        "b'a'.find(memoryview(b'a'))": "TypeError: argument should be integer or bytes-like object, not 'memoryview'",
        "object.__new__(memoryview)": "AttributeError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    array("i", iter(int, 1))

    array("i", [1]) * 10**12

    a = array("i", [1])
    while True: a += a

    a = array("i", [1])
    while True: a.extend(a)

    array("i").extend(iter(int, 1))

    m = memoryview(bytes(10**6))
    while True: m.tobytes()

    m = memoryview(bytes(10**6))
    b"".join([m] * 10**6)

    m = memoryview(bytes(10**6))
    while True: m.tolist()

    m = memoryview(bytes(10**6))
    while True: m == m.cast("b")

    m = memoryview(bytearray(10**6))
    while True: m[:] = m

    m = memoryview(bytes(10**6))
    while True: hash(memoryview(m))

    a = array("b", bytes(10**6))
    while True: a.count(5)

    a = array("b", bytes(10**6))
    while True: repr(a)

    a = array("b", bytes(10**6))
    while True: a == a

    m = memoryview(bytes(10**6))
    while True: hashlib.md5(m)

    m = memoryview(zlib.compress(bytes(10**7)))
    while True: zlib.decompress(m)
    """,
)


@pytest.mark.parametrize("source", ["memoryview(b'a')", "from array import array\narray('i')"])
def test_neither_leaves_the_sandbox(source):
    with pytest.raises(cloche.BoundaryError):
        cloche.run(source)


@pytest.mark.filterwarnings("ignore:The 'u' type code:DeprecationWarning")
def test_nothing_is_left_of_empty_texts():
    source = "from array import array\nfor _ in range(20_000): array('u', '')"
    cloche.run(source)
    before = sys.getallocatedblocks()
    cloche.run(source)
    assert sys.getallocatedblocks() - before < 5_000
