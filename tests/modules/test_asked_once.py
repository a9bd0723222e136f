# ruff: noqa: E501  A row of a table stays on one line.
"""What a guest answers is what is paid for, and what C gets: each argument is asked once.

`N(a, b)` answers `a` when it is asked the first time, and `b` from then on; `asked` has what was
asked of whom. `After(f)` calls `f` when it is asked, whatever it is asked.
"""

from collections.abc import Callable

import pytest

import cloche
from sampling import share

from .tables import rows, same

GUESTS = """
asked = []
class N:
    def __init__(self, *answers): self.answers = [*answers]
    def told(self, how):
        asked.append(how)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
    def __index__(self): return self.told("index")
    def __bool__(self): return bool(self.told("bool"))
class After:
    def __init__(self, act, answer=0): self.act, self.answer = act, answer
    def told(self, how):
        asked.append(how)
        self.act()
        return self.answer
    def __index__(self): return self.told("index")
    def __bool__(self): return bool(self.told("bool"))
class I(int):
    def __index__(self): return 1
    def __int__(self): return 1
    def bit_length(self): return 0
class S(str):
    def __len__(self): return 0
class B(bytes):
    def __len__(self): return 0
"""
#: Room for 64 MiB, and steps for a few of them.
LIMITS = cloche.Limits(steps=500_000, seconds=20.0, memory=64 * 2**20)


def limited(header: str, text: str) -> Callable[[str, bool], None]:
    """Make the test that each row of *text*, after *header*, hits a limit of steps or memory."""

    @pytest.mark.parametrize("optimize", [True, False])
    @pytest.mark.parametrize("row", share(rows(text)))
    def test(row: str, optimize: bool) -> None:
        program = cloche.Sandbox(limits=LIMITS, optimize=optimize).compile(
            f"{GUESTS}{header}\n{row}"
        )
        with pytest.raises((cloche.StepLimitExceeded, cloche.MemoryLimitExceeded)):
            program.run()

    return test


test_itertools = same(
    GUESTS + "from itertools import *\nimport sys",
    """
    list(combinations("abc", N(2, 3))), asked

    list(combinations_with_replacement("ab", N(2, 3))), asked

    list(product("ab", repeat=N(2, 3))), asked

    list(product(After(lambda: 1), repeat=N(0, 3))), asked

    product(5, repeat=N(-1, 3))

    product("a", repeat=2**63)

    product("a", "b", repeat=2**61)

    product("ab", repeat="a")

    combinations(5, "a")

    combinations("ab", 2**63)

    combinations_with_replacement("ab", -2**64)

    list(permutations("abc", I(2)))

    permutations("abc", N(2, 3))

    permutations(5, N(2, 3))

    permutations("abc", 2**64)

    [len(list(each)) for each in tee("abc", N(2, 3))], asked

    x = count(I(5)), count(I(5), I(2)), count(I(2**70), I(1)), count(True), count(1, 2.5), count(2**2000), count(2, I(1))
    [(next(each), type(next(each)), each) for each in x]

    class C:
        def __init__(self, n): self.n = n
        def __float__(self): return 1.0
        def __add__(self, other): return C(self.n + 1)
        def __repr__(self): return f"C{self.n}"
    x = count(C(1), 2)
    next(x), next(x), x

    class C(int):
        def __add__(self, other): raise KeyError(other)
    next(count(C(1), 2))
    """,
)

test_itertools_limited = limited(
    "from itertools import *",
    """
    combinations((1,), N(3_000_000))

    combinations((1,), N(1, 3_000_000)); combinations((1,), I(3_000_000))

    combinations_with_replacement((1,), N(3_000_000))

    permutations((1,), I(3_000_000))

    product((1,), repeat=N(3_000_000))

    product((1,), repeat=I(3_000_000))

    tee((), N(2_000_000))

    class T(str):
        def __float__(self): return 1.0
    x = count(T("a"), T("b" * 1_000_000))
    for i in range(150): next(x)
    """,
)

test_hashlib = same(
    GUESTS + "import hashlib",
    """
    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=N(2, 3)), asked

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, maxmem=N(0, 3), dklen=N(2, 3)), asked

    hashlib.scrypt(b"a", salt=b"b", n=I(4), r=I(2), p=I(3), dklen=I(2))

    hashlib.scrypt(b"a", salt=b"b", n=N(2), r=1, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=2.0, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1)

    hashlib.scrypt(b"a", n=2, r=1, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=3, r=1, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=0, r=1, p=1)

    hashlib.scrypt(b"a", salt="b", n=2, r=1, p=1)

    hashlib.scrypt("a", salt=b"b", n=2, r=1, p=1)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=0)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=2**31)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=None)

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, maxmem=-1)

    hashlib.pbkdf2_hmac("sha1", b"a", b"b", N(2, 3), N(4, 5)), asked

    hashlib.pbkdf2_hmac("sha1", b"a", b"b", 1, 0)

    hashlib.pbkdf2_hmac("sha1", b"a", b"b", 1, -1)

    hashlib.shake_128(b"a").digest(N(2, 3)), asked

    x = bytearray(b"a")
    hashlib.md5(x, usedforsecurity=After(lambda: x.extend(b"b"))).hexdigest(), asked

    x = bytearray(b"a")
    hashlib.blake2b(x, digest_size=N(8, 9), fanout=After(lambda: x.extend(b"b"), 1), last_node=N(0, 1)).hexdigest(), asked

    hashlib.sha256(B(b"abc")).hexdigest()

    hashlib.md5(b"", digest_size=N("a"))
    """,
)

test_hashlib_limited = limited(
    "import hashlib",
    """
    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=N(3_000_000))

    hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=N(1, 3_000_000)); hashlib.scrypt(b"a", salt=b"b", n=2, r=1, p=1, dklen=N(3_000_000))

    hashlib.scrypt(b"a", salt=b"b", n=2, r=2**10, p=1, dklen=32 * 100)

    hashlib.scrypt(b"a", salt=b"b" * 100_000, n=2, r=2**6, p=1, dklen=32)

    hashlib.pbkdf2_hmac("sha256", b"", b"x" * 100_000, 1, dklen=32 * 100)

    hashlib.pbkdf2_hmac("sha256", b"", B(b"x" * 100_000), 1, dklen=32 * 100)

    x = bytearray()
    hashlib.md5(x, usedforsecurity=After(lambda: x.extend(bytes(6_000_000))))

    x = bytearray()
    hashlib.blake2s(x, node_depth=After(lambda: x.extend(bytes(6_000_000))))

    hashlib.sha256(B(b"a" * 6_000_000))
    """,
)
