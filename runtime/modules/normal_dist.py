"""`statistics.NormalDist`: the real one in an object that draws its samples from the run."""

from __future__ import annotations

import statistics as real
import sys
from collections.abc import Callable
from operator import index
from typing import Any

from ..guards.refused import refusable
from ..guards.rendering import render_repr
from ..prices import reserve, spend
from ..run import current
from ..standins import plain, trust
from .plain import exact_int
from .random import Random
from .stand_in import ticked

#: From then on samples are drawn through the inverse of the distribution.
_INVERTED = sys.version_info >= (3, 13)
_SAMPLE_STEPS = 50
_BYTES_A_NUMBER = 40


class NormalDist:
    """Normal distribution of a random variable"""

    __slots__ = ("__normal__",)
    __normal__: Any
    mean: Any
    stdev: Any
    inv_cdf: Any

    def __init__(self, mu: Any = 0.0, sigma: Any = 1.0) -> None:
        refusable(mu)
        refusable(sigma)
        self.__normal__ = real.NormalDist(mu, sigma)

    @classmethod
    def from_samples(cls, data: Any) -> Any:
        from .statistics import SHIMS

        functions = {each.__name__: each for each in SHIMS}
        numbers = list(ticked(data))
        return cls(functions["fmean"](numbers), functions["stdev"](numbers))

    def samples(self, n: Any, *, seed: Any = None) -> list[float]:
        n = index(n)
        count = max(n, 0)
        reserve(32 * count)
        spend(_SAMPLE_STEPS * count)
        mu, sigma = self.mean, self.stdev
        if seed is None:
            from .loading import stand_in

            chance: Any = stand_in("random")
        else:
            chance = Random(seed)
        if not _INVERTED:
            return [chance.gauss(mu, sigma) for _ in ticked(range(n))]
        return [self.inv_cdf(chance.random()) for _ in ticked(range(n))]

    def overlap(self, other: Any) -> Any:
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        return _normal(self).overlap(_normal(other))

    def quantiles(self, n: Any = 4) -> list[float]:
        n = index(n)
        spend(_SAMPLE_STEPS * max(n, 0))
        reserve(_BYTES_A_NUMBER * max(n, 0))
        return _normal(self).quantiles(n)  # type: ignore[no-any-return]

    def __eq__(self, other: object) -> Any:
        if not isinstance(other, NormalDist):
            return NotImplemented
        return _normal(self) == _normal(other)

    def __hash__(self) -> int:
        return hash(_normal(self))

    def __repr__(self) -> str:
        mu, sigma = render_repr(self.mean), render_repr(self.stdev)
        return f"{type(self).__name__}(mu={mu}, sigma={sigma})"


#: The slot's own accessor: where nothing is in it, no `__getattr__` or `__dict__` of a guest's
#: answers, which the real distribution would be given.
_normal: Callable[[object], Any] = NormalDist.__dict__["__normal__"].__get__


def _number(x: Any) -> Any:
    """Return *x*, which the library's Python calculates with, as none of a guest's class."""
    if isinstance(x, int):
        return exact_int(x)
    return float.__pos__(x) if isinstance(x, float) else no_own(x)


def no_own(x: Any) -> Any:
    """Return *x*.

    Raises:
        TypeError: it is of a guest's class, whose methods would answer for what is unpaid.
    """
    if type(x) in current().own:
        kind = type(x).__name__
        raise TypeError(f"can't convert type {kind!r} to numerator/denominator")
    return x


def _reading(name: str) -> Any:
    def read(self: Any) -> Any:
        return getattr(_normal(self), name)

    return property(read)


def _measuring(name: str) -> Callable[..., Any]:
    native = getattr(real.NormalDist, name)

    def method(self: Any, *args: Any, **named: Any) -> Any:
        numbers = {key: _number(value) for key, value in named.items()}
        return native(_normal(self), *map(_number, args), **numbers)

    return method


def _operation(name: str) -> Callable[..., Any]:
    native = getattr(real.NormalDist, name)

    def method(self: Any, *other: Any) -> Any:
        others = [_normal(each) if isinstance(each, NormalDist) else each for each in other]
        found = native(_normal(self), *others)
        if type(found) is not real.NormalDist:
            return found
        made = object.__new__(NormalDist)
        made.__normal__ = found
        return made

    return method


for _name in "mean median mode stdev variance".split():
    setattr(NormalDist, _name, _reading(_name))
for _name in "pdf cdf zscore inv_cdf".split():
    setattr(NormalDist, _name, _measuring(_name))
for _name in "add radd sub rsub mul rmul truediv pos neg".split():
    setattr(NormalDist, f"__{_name}__", _operation(f"__{_name}__"))

NormalDist.__module__ = "statistics"
plain(NormalDist)
trust(NormalDist, careful=True)
