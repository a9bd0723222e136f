# ruff: noqa: E501  A row of a table stays on one line.
"""`statistics`."""

import cloche

from .tables import gives, same, stopped

HEADER = """
import statistics
from decimal import Decimal
from fractions import Fraction
from statistics import *
D, F = Decimal, Fraction
data = [2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]
"""

test_same = same(
    HEADER,
    """
    mean([1, 2, 3, 4]), mean(data), mean([1, 2]), mean(iter([1, 2, 4])), mean([True, False]), mean([D("0.5"), D("0.75"), D("0.625")]), mean([F(3, 7), F(1, 21)]), mean([1, F(1, 3)]), mean({1: 2, 3: 4})

    L = F(3**1500, 2**2300)
    variance([1, 2, 4], L), variance(iter([1, 2, F(1, 3)]), xbar=L), pvariance([1.5, 2, 4], L), pvariance([F(1), F(2)], 3**1500), stdev([1, 2, 4], L), pstdev(range(5), mu=L)

    variance([1], F(3**1500, 2**2300))

    variance([], xbar=F(3**1500, 2**2300))

    variance(3, F(3**1500, 2**2300))

    variance([1, "a"], F(3**1500, 2**2300))

    L, M = F(3**1500, 2**2300), F(2**2300, 3**1500)
    quantiles([L, 1, M]), quantiles([L, 1, M, 2.5], n=5, method="inclusive"), quantiles([3**1500, 4, F(5)], n=3), quantiles([L, M], n=1), quantiles([1, L, 3, 4], n=True)

    quantiles([F(3**1500, 2**2300)], n=0)

    quantiles([F(3**1500, 2**2300), 1], n="x")

    quantiles([F(3**1500, 2**2300), 1], method="x")

    mean([])

    mean(3)

    mean(["a"])

    mean([1, None])

    mean([D(1), 0.5])

    mean([float("inf"), 1]), mean([10**400, 10**400])

    fmean([3.5, 4.0, 5.25]), fmean([1, 2], weights=[3, 1]), fmean([1, 2], [1, 1]), fmean(x for x in (1, 2)), fmean([D(1), F(1, 2)])

    fmean([])

    fmean([1], weights=[1, 2])

    geometric_mean([54, 24, 36]), harmonic_mean([40, 60]), harmonic_mean([40, 60], weights=[5, 30]), harmonic_mean([D(1), D(4)]), harmonic_mean([1, 0])

    geometric_mean([0, -1])

    harmonic_mean([-1])

    median([1, 3, 5]), median([1, 3, 5, 7]), median([D(1), D(2)]), median(["a", "b", "c"]), median_low([1, 3, 5, 7]), median_high([1, 3, 5, 7]), median(iter([3, 1])), median_low("cab")

    median([])

    median_low([])

    median(["a", "b"])

    median([1, "a"])

    median_grouped([52, 52, 53, 54]), median_grouped([1, 3, 3, 5, 7], interval=2), median_grouped([1, 2, 2, 3, 4, 4, 4, 4, 4, 5])

    median_grouped([])

    mode([1, 1, 2, 3, 3, 3, 3, 4]), mode(["red", "blue", "blue"]), multimode("aabbbbccddddeeffffgg"), multimode([]), mode([1, 1, 2, 2]), mode("x")

    mode([])

    mode([[1]])

    pstdev([1.5, 2.5, 2.5, 2.75, 3.25, 4.75]), pvariance([0.0, 0.25, 0.25, 1.25, 1.5]), stdev([1.5, 2.5, 2.5, 2.75, 3.25, 4.75]), variance(data), variance([D("27.5"), D("30.25"), D("30.25")]), variance([F(1, 6), F(1, 2), F(5, 3)]), pvariance([1, 2, 3, 4], 2.5), variance(data, mean(data)), stdev([1, 2]), pstdev([F(1, 2), F(1, 4)]), stdev([D(1), D(4)])

    stdev([1])

    pstdev([])

    variance([D(1), D(2)], xbar=D("1.5")), variance([1, 2], F(3, 2))

    quantiles([1, 2, 3, 4, 5]), quantiles(data, n=10), quantiles(data, method="inclusive"), quantiles([105, 129, 87, 86, 111], n=5), quantiles([D(1), D(2), D(3)])

    quantiles([1, 2], n=0)

    quantiles([])

    quantiles([1, 2], method="x")

    covariance([1, 2, 3, 4, 5], [1, 2, 3, 1, 2]), correlation([1, 2, 3], [3, 2, 1]), linear_regression([1, 2, 3], [3, 5, 7]), linear_regression([1, 2, 3], [2, 4, 6], proportional=True)

    slope, intercept = linear_regression([1971, 1975, 1979], [1, 2, 3])
    slope, intercept, linear_regression([1, 2], [3, 4]).slope

    correlation([1, 2], [1])

    correlation([1, 1], [1, 2])

    linear_regression([1], [2])

    n = NormalDist(100, 15)
    n, n.mean, n.stdev, n.variance, n.median, n.mode, n.pdf(110), n.cdf(120), n.inv_cdf(0.5), n.zscore(130), n.quantiles(4), n.overlap(NormalDist(110, 15))

    n = NormalDist(5, 2)
    n + 1, 1 + n, n - 1, 10 - n, n * 2, 2 * n, n / 2, -n, +n, n + NormalDist(1, 1), n - NormalDist(1, 1), n == NormalDist(5, 2), n != n, hash(n) == hash(NormalDist(5.0, 2.0)), n == 3

    NormalDist(1, -1)

    NormalDist().inv_cdf(2)

    NormalDist.from_samples([1, 2, 3]), NormalDist.from_samples(data)

    NormalDist("x")

    NormalDist(0, 0).pdf(1)

    NormalDist() * NormalDist()

    [round(x, 9) for x in NormalDist(5, 1).samples(3, seed=42)], len(NormalDist().samples(10))

    NormalDist(10, 2.5).samples(5, seed="x")

    class Height(NormalDist):
        def tall(self): return self.mean + 2 * self.stdev
    Height(170, 10).tall(), Height(1, 2), isinstance(Height(1, 2), NormalDist)

    try: mean([])
    except StatisticsError as e: r = str(e), isinstance(e, ValueError)
    r

    scores = {"a": [90, 85], "b": [70, 65, 60]}
    {k: (mean(v), round(pstdev(v), 2), median(v)) for k, v in scores.items()}

    class N(int): pass
    mean([N(1), N(2)]), mean([N(1), N(3)]), type(mean([1, 3])).__name__
    """,
)

test_by_version = gives(
    HEADER,
    {
        "statistics.kde([1.0, 2.0], 0.5)(1.5) > 0.4 if hasattr(statistics, 'kde') else True": "True",
        "statistics.random": "AttributeError",
        "statistics._sum": "AttributeError",
        "statistics.Counter": "AttributeError",
        "getattr(NormalDist(), '__normal__')": "AttributeError",
        "NormalDist().mean = 3": "AttributeError",
        "NormalDist.x = 3": "TypeError",
        "class N:\n    def __init__(self, v): global got; got = v\n    def as_integer_ratio(self): return 1, 2\n    def __int__(self): return 1\nmean([N(1)])": "TypeError: can't convert type 'N' to numerator/denominator",
        "class N(int):\n    def __new__(cls, v): seen.append(type(v).__name__); return int.__new__(cls, v)\nseen = []\nmean([N(1), N(3)]), seen": "(2, ['int', 'int', 'int'])",
        "linear_regression([1, 2], [3, 4])._make([1, 2])": "LinearRegression(slope=1, intercept=2)",
        "type(linear_regression([1, 2], [3, 4]))(1, 2)": "TypeError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    import itertools
    mean(itertools.repeat(1))

    import itertools
    median(itertools.count())

    import itertools
    mode(itertools.count())

    NormalDist().samples(10**9)

    NormalDist().quantiles(10**9)

    quantiles([1, 2], n=10**9)

    mean([D("1e-999999"), D(1)])

    mean([F(1, (1 << 2_000_000) + 1), F(1, (1 << 2_000_000) + 3)])

    variance([1 << 2_000_000, 1 << 1_999_999])

    x = ()
    for _ in range(40): x = (x, x)
    mode([x])

    x = [1] * 300_000
    stdev(x), stdev(x)

    x = y = []
    for _ in range(40): x, y = [x, x], [y, y]
    median([x, y])
    """,
)


def test_samples_follow_the_seed_of_the_run() -> None:
    box = cloche.Sandbox(seed=7)
    source = "from statistics import NormalDist\nNormalDist().samples(3)"
    assert box.run(source) == box.run(source)


def test_a_property_of_the_librarys_is_not_initialised_again():
    source = """
import statistics, decimal, re, io
class P(property): pass
class Q(property):
    def __init__(self, *parts): super().__init__(*parts)
    def again(self, *parts): super().__init__(*parts)
mine = Q(lambda self: 1)
found = []
for x in (statistics.NormalDist.mean, decimal.Context.prec, re.Match.string, io.StringIO.closed, mine):
    for way in (P.__init__, Q.__init__, Q.again, lambda x, f: super(P, P).__init__(x, f)):
        try: way(x, lambda self: 2)
        except (TypeError, AttributeError) as error: found.append(type(error).__name__)
class C: x = mine
len(found), C().x, statistics.NormalDist(1, 2).mean
"""
    assert cloche.run(source) == (20, 1, 1.0)
