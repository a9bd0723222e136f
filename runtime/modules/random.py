"""`random`: a generator of the run's own, never the one that the host's `random` shares.

The functions of a run are methods of one generator made at the import. Loops of the real
methods do not tick, so those with loops are written anew, drawing the same numbers.
"""

from __future__ import annotations

import random as real
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, repeat
from math import ceil, floor, isfinite, log
from operator import index
from typing import Any, Final, NoReturn

from ..guards.answering import unasked
from ..guards.operators import addend
from ..prices import SMALL_BITS, pay_product, reserve
from ..rehomed import rehomed
from ..run import charge, current
from ..standins import plain, trust
from . import chance
from .bisect import MODULE as BISECT
from .plain import exact_int, exact_text
from .stand_in import Module, frozen, ticked

#: Methods of the real class that do a fixed amount of arithmetic.
VETTED: Final = """
choice expovariate gauss getstate lognormvariate normalvariate paretovariate random triangular
uniform weibullvariate
"""
#: Methods that draw until they are content: for an argument that is not a number, for ever.
REJECTING: Final = "betavariate binomialvariate gammavariate vonmisesvariate"
#: Methods written below.
PRICED: Final = "choices getrandbits randbytes randint randrange sample seed setstate shuffle"

bisect: Final[Any] = BISECT.__dict__["bisect"]
_SEEDS: Final = (type(None), int, float, str, bytes, bytearray)


class Random:
    """A random number generator; `random.Random(seed)`."""

    __slots__ = ("__generator__", *REJECTING.split(), *VETTED.split())

    def __init__(self, x: Any = None) -> None:
        generator = real.Random(0)
        _seed(generator, x)
        _take(self, generator, _METHODS)

    def seed(self, a: Any = None, version: int = 2) -> None:
        _seed(_generator(self), a, version)

    def setstate(self, state: Any) -> None:
        if type(state) is not tuple or len(state) != 3 or type(state[1]) is not tuple:
            raise ValueError("state must be a tuple returned by getstate()")
        version, words, gauss_next = state
        if version != 3 or not isinstance(gauss_next, (float, type(None))):
            raise ValueError("state must be a tuple returned by getstate()")
        charge(len(words))
        _generator(self).setstate((3, words, gauss_next))

    def getrandbits(self, k: Any, /) -> int:
        k = index(k)
        reserve(max(k, 0) // 8)
        return _generator(self).getrandbits(k)

    def randbytes(self, n: Any) -> bytes:
        n = index(n)
        reserve(2 * max(n, 0))
        return _generator(self).randbytes(n)

    def randrange(self, start: Any, stop: Any = None, step: Any = 1) -> int:
        bounds = [None if each is None else _integer(each) for each in (start, stop, step)]
        _pay_for_bounds(*bounds)
        return _generator(self).randrange(*bounds)  # type: ignore[arg-type]

    def randint(self, a: Any, b: Any) -> int:
        a, b = _integer(a), _integer(b)
        _pay_for_bounds(a, b)
        return _generator(self).randint(a, b)

    def shuffle(self, x: Any) -> None:
        below = _below(_generator(self))
        for i in ticked(reversed(range(1, len(x)))):
            j = below(i + 1)
            x[i], x[j] = x[j], unasked(x)[i]

    def sample(
        self, population: Sequence[Any], k: Any, *, counts: Iterable[int] | None = None
    ) -> list[Any]:
        return _sample(self, population, k, counts)

    def choices(
        self,
        population: Sequence[Any],
        weights: Iterable[float] | None = None,
        *,
        cum_weights: Iterable[float] | None = None,
        k: int = 1,
    ) -> list[Any]:
        return _choices(self, population, weights, cum_weights, k)


class SystemRandom(Random):
    """Alternate random number generator using sources provided by the operating system."""

    __slots__ = ()

    def __init__(self, x: Any = None) -> None:
        # The run's own chance: the system's, or seeded by the host.
        source = chance.source()
        _take(self, source, _METHODS_OF_SYSTEM if type(source) is real.SystemRandom else _METHODS)

    def seed(self, *args: Any, **kwds: Any) -> None:
        return None

    def getstate(self, *args: Any, **kwds: Any) -> NoReturn:
        raise NotImplementedError("System entropy source does not have state.")

    setstate = getstate


Random.__module__ = SystemRandom.__module__ = "random"
_SLOTS: Final = {name: Random.__dict__[name] for name in (VETTED + REJECTING).split()}
#: The slot's own accessors: they refuse anything but a Random.
_generator: Callable[[object], real.Random] = Random.__dict__["__generator__"].__get__
_set_generator: Callable[[object, real.Random], None] = Random.__dict__["__generator__"].__set__


class _Ticking:
    """What the methods that draw until they are content take for `self`: each draw ticks."""

    def __init__(self, generator: real.Random) -> None:
        self._draw = generator.random

    def random(self) -> float:
        charge(1)
        return self._draw()


def _methods(names: str) -> dict[str, Any]:
    """Return the methods of the real class, without its module behind them."""
    return {
        name: rehomed(getattr(real.Random, name))
        for name in names.split()
        if hasattr(real.Random, name)
    }


_METHODS: Final = _methods(VETTED)
_METHODS_OF_SYSTEM: Final = _METHODS | {"random": rehomed(real.SystemRandom.random)}
_REJECTING: Final = _methods(REJECTING)
for _name, _method in _REJECTING.items():
    setattr(_Ticking, _name, _method)


def _take(self: Random, generator: real.Random, methods: dict[str, Any]) -> None:
    """Let *self* draw from *generator*: by bound methods of it, as fast as CPython's own."""
    _set_generator(self, generator)
    for subject, table in ((generator, methods), (_Ticking(generator), _REJECTING)):
        for name, method in table.items():
            _SLOTS[name].__set__(self, method.__get__(subject))


def _integer(value: Any) -> int:
    """Return *value* as an exact integer: a subclass may lie about its `bit_length`."""
    return value if type(value) is int else exact_int(index(value))


def _seed(generator: real.Random, a: Any, version: Any = 2) -> None:
    if not isinstance(a, _SEEDS):
        raise TypeError(
            "The only supported seed types are: None,\nint, float, str, bytes, and bytearray."
        )
    version = 1 if version == 1 else 2
    if isinstance(a, (str, bytes, bytearray)):
        a = exact_text(a)
        reserve(2 * len(a))
        # Version 1 goes through it in Python.
        charge(len(a) if version == 1 else 0)
    elif isinstance(a, int):
        a = exact_int(a)
        reserve(a.bit_length())
    elif isinstance(a, float):
        a = float.__pos__(a)
    else:
        a = chance.fresh_seed()
    generator.seed(a, version)


def _pay_for_bounds(*bounds: int | None) -> None:
    bits = sum(each.bit_length() for each in bounds if each is not None)
    pay_product(bits, bits)


def _below(generator: real.Random) -> Callable[[int], int]:
    return generator._randbelow  # type: ignore[attr-defined,no-any-return]


def _sample(self: Random, population: Any, k: Any, counts: Any) -> list[Any]:
    """Choose as the real `sample` does, number for number."""
    if not isinstance(population, Sequence):
        raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
    if counts is not None:
        return _counted_sample(self, population, k, list(ticked(counts)))
    below = _below(_generator(self))
    n, k = len(population), _integer(k)
    if not 0 <= k <= n:
        raise ValueError("Sample larger than population or is negative")
    reserve(8 * k)
    setsize = 21 + (4 ** ceil(log(k * 3, 4)) if k > 5 else 0)
    if n > setsize:
        return _sparse_sample(population, n, k, below)
    result = [None] * k
    pool = list(ticked(population))
    for i in ticked(range(k)):
        j = below(n - i)
        result[i] = pool[j]
        pool[j] = pool[n - i - 1]
    return result


def _sparse_sample(population: Any, n: int, k: int, below: Callable[[int], int]) -> list[Any]:
    selected: set[int] = set()
    result = []
    for _ in ticked(range(k)):
        j = below(n)
        while j in selected:
            j = below(n)
        selected.add(j)
        result.append(population[j])
    return result


def _counted_sample(self: Random, population: Any, k: Any, counts: list[Any]) -> list[Any]:
    if not all(isinstance(count, int) for count in counts):
        raise TypeError("Counts must be integers")
    cumulative = _sums(counts)
    if len(cumulative) != len(population):
        raise ValueError("The number of counts does not match the population")
    if not cumulative:  # 3.13
        if k == 0:
            return []
        raise IndexError("pop from empty list")
    total = cumulative.pop()
    if total <= 0:
        raise ValueError("Total of counts must be greater than zero")
    chosen = _sample(self, range(total), k, None)
    return [population[bisect(cumulative, each)] for each in ticked(chosen)]


def _choices(self: Random, population: Any, weights: Any, cumulative: Any, k: Any) -> list[Any]:
    random = _generator(self).random
    n: Any = len(population)
    rounds = repeat(None, k)
    if cumulative is None:
        if weights is None:
            n += 0.0
            return [population[floor(random() * n)] for _ in ticked(rounds)]
        try:
            cumulative = _sums(list(ticked(weights)))
        except TypeError:
            if not isinstance(weights, int):
                raise
            raise TypeError(
                f"The number of choices must be a keyword argument: k={weights!r}"
            ) from None
    elif weights is not None:
        raise TypeError("Cannot specify both weights and cumulative weights")
    else:
        cumulative = list(ticked(cumulative))
    if len(cumulative) != n:
        raise ValueError("The number of weights does not match the population")
    total = cumulative[-1] + 0.0
    if total <= 0.0:
        raise ValueError("Total of weights must be greater than zero")
    if not isfinite(total):
        raise ValueError("Total of weights must be finite")
    return [population[bisect(cumulative, random() * total, 0, n - 1)] for _ in ticked(rounds)]


def _sums(weights: list[Any]) -> list[Any]:
    """Return running totals; sums of what are no numbers may grow, and are paid for."""
    if {int, float}.issuperset(map(type, weights)):
        largest = max((each.bit_length() for each in weights if type(each) is int), default=0)
        if largest > SMALL_BITS:
            reserve(len(weights) * largest // 8)
        return list(accumulate(weights))
    return list(accumulate(weights, lambda total, weight: total + addend(weight)))


plain(Random, SystemRandom, derivable=False)
trust(Random, SystemRandom, careful=True)
_CLASSES: Final = {"Random": Random, "SystemRandom": SystemRandom}


def for_run() -> Module:
    """Make the module for one run: its functions are methods of a fresh generator.

    Under a seed they give what CPython's give after `random.seed(seed)`.
    """
    generator = Random(current().seed)
    members = {
        name: getattr(generator, name)
        for name in (VETTED + REJECTING + " " + PRICED).split()
        if hasattr(generator, name)
    }
    return frozen("random", real.__doc__, members | _CLASSES, frozenset(dir(real)))
