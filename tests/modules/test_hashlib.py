# ruff: noqa: E501  A row of a table stays on one line.
"""`hashlib` and `hmac`."""

from .tables import gives, same, stopped

test_same = same(
    "import hashlib, hmac, io",
    """
    [hashlib.new(name, b"abc").hexdigest() for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")]

    h = hashlib.sha256()
    h.update(b"ab"), h.update(bytearray(b"c")), h.digest(), h.hexdigest(), h.name, h.digest_size, h.block_size

    h = hashlib.md5(b"a", usedforsecurity=False)
    g = h.copy()
    g.update(b"b")
    h.hexdigest(), g.hexdigest()

    hashlib.sha256("text")

    hashlib.sha256(5)

    hashlib.new("nope")

    hashlib.new(5)

    hashlib.new("SHA256", b"x").hexdigest(), hashlib.new("sha3-512").digest_size

    hashlib.shake_128(b"a").hexdigest(8), hashlib.shake_256(b"a").digest(4), hashlib.shake_256().digest_size

    hashlib.shake_128(b"a").digest()

    hashlib.sha1(b"").digest(3)

    hashlib.blake2b(b"x", digest_size=8, key=b"k", salt=b"s", person=b"p").hexdigest(), hashlib.blake2s(digest_size=4).hexdigest()

    hashlib.blake2b(digest_size=100)

    hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 100).hex(), hashlib.pbkdf2_hmac("sha1", b"pw", b"salt", iterations=2, dklen=5)

    hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 0)

    hashlib.pbkdf2_hmac("nope", b"pw", b"salt", 1)

    hashlib.scrypt(b"pw", salt=b"salt", n=16, r=8, p=1, dklen=8)

    sorted(hashlib.algorithms_guaranteed)

    hmac.new(b"key", b"msg", "sha256").hexdigest(), hmac.new(b"key", b"msg", hashlib.md5).digest(), hmac.digest(b"k", b"m", "sha1")

    h = hmac.new(b"k" * 100, digestmod="sha256")
    h.update(b"x")
    h.name, h.digest_size, h.block_size, h.copy().hexdigest() == h.hexdigest()

    hmac.new(b"key", b"msg")

    hmac.new("key", b"msg", "md5")

    hmac.compare_digest("a", "a"), hmac.compare_digest(b"a", b"b")

    hmac.compare_digest("é", "a")

    len({hashlib.sha256(str(i).encode()).hexdigest()[:8] for i in range(100)})
    """,
)

test_given = gives(
    "import hashlib, io",
    {
        "type(hashlib.md5())()": "TypeError",
        "hashlib.file_digest(io.BytesIO(b'abc'), 'md5').hexdigest()": "'900150983cd24fb0d6963f7d28e17f72'",
        "hashlib.algorithms_guaranteed.add('x')": "None",
        "'x' in hashlib.algorithms_guaranteed": "False",
        "hashlib.md5().update.__self__": "AttributeError",
    },
)

test_stopped = stopped(
    "import hashlib, hmac",
    """
    x = b"x" * 10**6
    while True: hashlib.sha256(x)

    h = hashlib.md5()
    x = b"x" * 10**6
    while True: h.update(x)

    hashlib.pbkdf2_hmac("sha512", b"p", b"s", 10**9)

    hashlib.pbkdf2_hmac("sha512", b"p", b"s", 1, 10**9)

    hashlib.scrypt(b"p", salt=b"s", n=2**20, r=8, p=1, maxmem=2**31 - 1)

    hashlib.shake_128(b"").digest(5 * 10**8)

    hashlib.shake_128(b"").hexdigest(5 * 10**8)

    a = []
    while True: a.append(hashlib.md5())

    h = hmac.new(b"k", b"", "sha256")
    while True: h.update(b"x" * 1000)
    """,
)
