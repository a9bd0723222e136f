# ruff: noqa: E501  A row of a table stays on one line.
"""`math`."""

import math

from .tables import gives, same, stopped

test_same = same(
    "import math",
    """
    math.factorial(20), math.factorial(0), math.factorial(200)

    math.factorial(-1)

    math.factorial(2.5)

    math.factorial("a")

    math.comb(10, 3), math.comb(3, 10), math.comb(100, 98)

    math.comb(-1, 2)

    math.perm(5), math.perm(5, 2), math.perm(2, 5)

    math.perm(5, -1)

    math.isqrt(10**40), math.isqrt(True)

    math.isqrt(-1)

    math.gcd(), math.gcd(12), math.gcd(12, 18, 27), math.gcd(-4, 6)

    math.gcd(1.5)

    math.lcm(), math.lcm(4, 6), math.lcm(0, 5)

    math.prod([1, 2, 3]), math.prod([]), math.prod((x for x in [2, 3]), start=5), math.prod([1.5, True])

    math.prod(["a", 3], start=2)

    math.prod(3)

    math.prod([1, 2], start=[0])

    math.fsum([0.1] * 10), math.fsum(x / 2 for x in range(3))

    math.fsum(3)

    math.dist([1, 2], (4, 6)), math.hypot(3, 4), math.dist(iter([1.0]), [2.0])

    math.dist([1], [1, 2])

    math.sqrt(2), math.floor(-1.5), math.ceil(1.2), math.log(8, 2), math.isclose(1, 1 + 1e-12)

    math.sqrt(-1)

    math.sqrt(10**400)

    math.pi, math.inf, math.nan, math.modf(1.25), math.frexp(8.0), math.ldexp(1, 3)

    class N:
        def __index__(self): return 5
        def __floor__(self): return "floor"
    math.factorial(N()), math.gcd(N(), 10), math.floor(N())
    """,
)

test_stopped = stopped(
    "import math, itertools",
    """
    math.factorial(10**7)

    math.factorial(10**30)

    math.comb(10**7, 5 * 10**6)

    math.comb(10**18, 10**17)

    math.perm(10**7)

    math.prod(range(1, 10**9))

    math.prod([10**9], start=[0])

    x = (1 << 20_000_000) - 1
    math.gcd(x, x - 2)

    x = (1 << 20_000_000) - 1
    math.isqrt(x)

    math.fsum(itertools.repeat(0.5))

    math.lcm(*[(1 << 50000) + i for i in range(2000)])

    class Endless:
        def __iter__(self): return itertools.count()
    math.dist(Endless(), Endless())
    """,
)

test_newer = gives(
    "import math",
    {
        "getattr(math, 'sumprod', lambda p, q: 11)([1, 2], [3, 4])": "11",
        "math.sumprod([1], [2, 3]) if hasattr(math, 'sumprod') else [][0]": "ValueError: Inputs are not the same length"
        if hasattr(math, "sumprod")
        else "IndexError",
    },
)
