# ruff: noqa: E501  A row of a table stays on one line.
"""`random`: the numbers of CPython from a generator of the run's own."""

from __future__ import annotations

import random

import cloche

from .tables import gives, same, stopped

test_same = same(
    "import random\nrandom.seed(42)",
    """
    random.random(), random.uniform(1, 2), random.randint(1, 6), random.randrange(0, 100, 7), random.randrange(5)

    random.choice([1, 2, 3]), random.choice("abc"), random.choices([1, 2], k=4), random.choices("ab", [1, 5], k=3)

    random.choices("ab", cum_weights=[1, 5], k=3), random.choices(range(3), weights=(1.5, 2, 1), k=2)

    x = list(range(10))
    random.shuffle(x)
    x

    random.sample(range(100), 5), random.sample("abcdefgh", 8), random.sample([1, 2], 3, counts=[2, 2]), random.sample(range(10**6), 30)

    random.gauss(0, 1), random.normalvariate(1, 2), random.expovariate(2), random.betavariate(1, 2), random.gammavariate(2, 3)

    random.triangular(0, 1, 0.5), random.paretovariate(2), random.weibullvariate(1, 2), random.vonmisesvariate(1, 4), random.lognormvariate(0, 1)

    random.getrandbits(70), random.randbytes(5)

    r = random.Random(7)
    r.random(), r.randint(1, 10), r.sample(range(9), 2), r.choice("xyz")

    r = random.Random("text")
    state = r.getstate()
    a = r.random()
    r.setstate(state)
    a == r.random()

    random.randint(3, 1)

    random.choice([])

    random.choices([], k=1)

    random.choices([1], weights=[1, 2])

    random.choices([1], weights=[0])

    random.choices([1, 2], [1, 2], cum_weights=[1, 2])

    random.sample({1, 2}, 1)

    random.sample([1], 2)

    random.sample([1], 1, counts=[1.5])

    random.sample([1], 1, counts=[1, 2])

    random.getrandbits(-1)

    random.seed("nofar", version=1), random.random(), random.Random().seed(b"x", version=1)

    random.seed(10**30), random.random(), random.seed(b"x"), random.random(), random.seed(2.5), random.random()
    """,
)

test_refused = gives(
    "import random",
    {
        "random.SystemRandom().getstate()": "NotImplementedError: System entropy source does not have state.",
        "random.SystemRandom().setstate((3, (), None))": "NotImplementedError",
        "random.Random.seed(random.SystemRandom(), 5)": "None",
        "class C(random.SystemRandom): pass": "TypeError",
        "random.randrange('a')": "TypeError: 'str' object cannot be interpreted as an integer",
        "random.Random([1])": "TypeError: The only supported seed types are",
        "random._inst": "AttributeError",
        "random.Random(3)._randbelow": "AttributeError",
        "class R(random.Random): pass\nR": "TypeError",
        "random.Random(3).setstate((3, (1,) * 9, None))": "ValueError",
        "random.Random(3).setstate((2, (1,) * 625, None))": "ValueError",
    },
)

test_stopped = stopped(
    "import random",
    """
    random.vonmisesvariate(0, float("nan"))

    random.gammavariate(float("nan"), 1)

    random.betavariate(float("nan"), 1)

    random.gammavariate(float("inf"), 1)

    random.choices([1], k=10**12)

    random.getrandbits(10**12)

    random.randbytes(10**12)

    class Long:
        def __len__(self): return 10**12
        def __getitem__(self, i): return 1
        def __setitem__(self, i, v): pass
    random.shuffle(Long())

    random.choices([1], weights=iter(int, 1))

    random.sample([1], 1, counts=iter(lambda: 1, 2))

    random.randrange(0, 10**(10**6), 10**500000)

    while True: random.seed("x" * 10**6)
    """,
)


DRAWN = """
import random, secrets
r = random.SystemRandom()
sorted(r.sample(range(3), 3)), r.choice("a"), 0 <= r.random() < 1, r.seed(3), r.randrange(1), r.choices([7], k=2), r.shuffle([1]), len(r.randbytes(3)), r.getrandbits(0), r.uniform(2, 2), secrets.SystemRandom is random.SystemRandom, isinstance(r, random.Random), r.gauss(1, 0), r.gammavariate(1, 1) > 0, type(r).__name__
"""

test_of_the_system = same("", DRAWN.strip())


def test_a_seed_is_the_systems_randomness_too():
    source = "import random\n[random.SystemRandom().random() for _ in range(2)]"
    first, again = (cloche.Sandbox(seed=3).run(source) for _ in range(2))
    assert first == again
    assert first[0] != first[1]
    assert cloche.run(source) != cloche.run(source)


def test_the_hosts_generator_is_left_alone():
    random.seed(1)
    expected = random.random()
    random.seed(1)
    cloche.run("import random\nrandom.seed(5)\nrandom.random()")
    assert random.random() == expected


def test_runs_have_generators_of_their_own():
    program = "import random\nrandom.random()"
    assert cloche.run(program) != cloche.run(program)
    cloche.run("import random\nrandom.seed(5)")
    assert cloche.run(program) != random.Random(5).random()
