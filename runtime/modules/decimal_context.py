"""Contexts of decimal arithmetic: one is current in each run, and none is shared.

CPython keeps the current context for the whole thread, so a guest's precision would be its host's.
Here every operation is told its context, and what it computes with so many digits is paid for.
"""

from __future__ import annotations

import decimal as real
from collections.abc import Callable, Iterator
from typing import Any, Final

from ..guards.comparing import hashable
from ..guards.views import view
from ..guards.writing import OWNED
from ..prices import pay_copy, spend
from ..run import current
from ..standins import opaque, plain, trust
from ..universe.draining import pairs
from .plain import exact_int, exact_str

#: Key of the contexts that the module shows, in `Run.state`.
_TEMPLATES: Final = "decimal templates"
_POINTER: Final = 8
#: Up to so many digits an operation costs no more than any other.
_FEW: Final = 300

#: Steps of an operation with so many digits; measured.
Price = Callable[[int], int]


def linear(digits: int) -> int:
    """Return the steps of `+`, `*`, `/` and what is like them."""
    return 24 * digits


def root(digits: int) -> int:
    """Return the steps of a square root."""
    return 30 * digits + min(digits * digits // 32, 450 * digits)


def transcendental(digits: int) -> int:
    """Return the steps of `exp`, `ln`, `log10` and of a power that is no integer's."""
    return digits * digits * (1 + digits // 2000)


class SignalDict:
    """The traps or the flags of a context: which signals are on."""

    __slots__ = ("__context__", "__signals__")

    def __init__(self, signals: Any, context: Any) -> None:
        self.__signals__ = signals
        # It is a part of the context, which C does not hold for it.
        self.__context__ = context

    def __getitem__(self, key: Any) -> bool:
        return _signals_in(self)[key]  # type: ignore[no-any-return]

    def __setitem__(self, key: Any, value: Any) -> None:
        _signals_in(self)[key] = bool(value)

    def __delitem__(self, key: Any) -> None:
        raise ValueError("signal keys cannot be deleted")

    def __iter__(self) -> Iterator[Any]:
        return iter(list(_signals_in(self)))

    def __len__(self) -> int:
        return len(_signals_in(self))

    def __contains__(self, key: object) -> bool:
        return any(key is each for each in _signals_in(self))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SignalDict):
            return bool(_signals_in(self) == _signals_in(other))
        return self.copy() == other if isinstance(other, dict) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(_signals_in(self))

    def copy(self) -> dict[Any, bool]:
        return dict(_signals_in(self).copy())

    def get(self, key: Any, default: Any = None) -> Any:
        return _signals_in(self)[key] if key in self else default

    def keys(self) -> Any:
        return view(self.copy().keys())

    def values(self) -> Any:
        return self.copy().values()

    def items(self) -> Any:
        return view(self.copy().items())

    def update(self, other: Any = (), /) -> None:
        for key, value in dict(pairs(other)).items():
            self[key] = value


class Context:
    """The context affects almost all operations and controls rounding, precision and signals."""

    __slots__ = ("__context_in__", "__flags__", "__traps__")
    __context_in__: Any

    def __init__(
        self, prec: Any = None, rounding: Any = None, Emin: Any = None, Emax: Any = None,
        capitals: Any = None, clamp: Any = None, flags: Any = None, traps: Any = None,
    ) -> None:  # fmt: skip
        signals = {
            name: None if given is None else _signals(given)
            for name, given in (("flags", flags), ("traps", traps))
        }
        rounding = None if rounding is None else exact_str(rounding, "rounding")
        self.__context_in__ = real.Context(
            prec, rounding, Emin, Emax, capitals, clamp, signals["flags"], signals["traps"]
        )

    def clear_flags(self) -> None:
        context_in(self).clear_flags()

    def clear_traps(self) -> None:
        context_in(self).clear_traps()

    def copy(self) -> Context:
        return wrapped(context_in(self).copy())

    __copy__ = copy

    def Etiny(self) -> Any:
        return context_in(self).Etiny()

    def Etop(self) -> Any:
        return context_in(self).Etop()

    def __repr__(self) -> str:
        return repr(context_in(self))


def _signals(given: Any) -> Any:
    """Return what C may be given in the place of *given*: it looks into lists and dictionaries."""
    if isinstance(given, SignalDict):
        return given.copy()
    if isinstance(given, dict):
        if dict.__len__(given) != len(PLAIN.flags):
            return {}  # which C refuses as well
        return {hashable(key): bool(value) for key, value in [*dict.items(given)]}
    if isinstance(given, list):
        pay_copy(_POINTER * list.__len__(given))
        return list.__getitem__(given, slice(None))
    return given  # C says what it must be


def _setting(name: str) -> property:
    def read(self: Context) -> Any:
        return getattr(context_in(self), name)

    def write(self: Context, value: Any) -> None:
        exact = exact_str(value, name) if isinstance(value, str) else value
        exact = exact_int(value) if isinstance(value, int) else exact
        setattr(context_in(self), name, exact)

    return property(read, write)


def _signalling(name: str) -> property:
    def read(self: Context) -> Any:
        shown = getattr(self, f"__{name}__", None)
        context = context_in(self)
        signals = getattr(context, name)
        if shown is None or shown.__signals__ is not signals:
            shown = SignalDict(signals, context)
            setattr(self, f"__{name}__", shown)
        return shown

    def write(self: Context, value: Any) -> None:
        setattr(context_in(self), name, _signals(value))

    return property(read, write)


for _name in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp"):
    setattr(Context, _name, _setting(_name))
for _name in ("flags", "traps"):
    setattr(Context, _name, _signalling(_name))
for _kind in (Context, SignalDict):
    _kind.__module__ = "decimal"
    trust(_kind, careful=True)
plain(Context)
OWNED.add(Context)
opaque(SignalDict)


#: The slots' own accessors: see `decimal_value.number_in`.
context_in: Final[Callable[[Any], Any]] = vars(Context)["__context_in__"].__get__
_signals_in: Final[Callable[[Any], Any]] = vars(SignalDict)["__signals__"].__get__


def wrapped(context: real.Context) -> Context:
    """Return the guest's object for a real context, which nobody else has."""
    made = object.__new__(Context)
    made.__context_in__ = context
    return made


def of(context: Any) -> Any:
    """Return the real context behind *context*, or the current one for None.

    Raises:
        TypeError: it is none.
    """
    if context is None:
        return context_in(getcontext())
    if isinstance(context, Context):
        return context_in(context)
    raise TypeError("optional argument must be a context")


def getcontext() -> Context:
    """Get the current default context."""
    run = current()
    if run.decimal is None:
        run.decimal = wrapped(PLAIN.copy())
    return run.decimal  # type: ignore[no-any-return]


def setcontext(context: Any, /) -> None:
    """Set a new default context."""
    if not isinstance(context, Context):
        raise TypeError("argument must be a context")
    templates: Any = current().state.get(_TEMPLATES, ())
    if any(context is each for each in templates):
        context = context.copy()
        context.clear_flags()
    current().decimal = context


class ContextManager:
    """What `localcontext()` returns."""

    __slots__ = ("__new_context__", "__saved__")

    def __init__(self, context: Context) -> None:
        self.__new_context__ = context
        self.__saved__: Any = None

    def __enter__(self) -> Context:
        self.__saved__ = getcontext()
        setcontext(self.__new_context__)
        return self.__new_context__

    def __exit__(self, *error: object) -> None:
        setcontext(self.__saved__)


ContextManager.__module__ = "decimal"
opaque(ContextManager)
trust(ContextManager)


def localcontext(ctx: Any = None, **settings: Any) -> ContextManager:
    """Return a context manager for a copy of *ctx* or of the current context."""
    if ctx is None:
        ctx = getcontext()
    elif not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    made = ctx.copy()
    for name, value in settings.items():
        if name not in _SETTINGS:
            raise TypeError(f"{name!r} is an invalid keyword argument for this function")
        if value is not None:
            setattr(made, name, value)
    return ContextManager(made)


_SETTINGS: Final = frozenset(
    "prec rounding Emin Emax capitals clamp flags traps".split()
)  # fmt: skip
#: What CPython starts with, whatever the host has made of its own default.
PLAIN: Final = real.Context(
    prec=28, rounding=real.ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0,
    flags=[], traps=[real.InvalidOperation, real.DivisionByZero, real.Overflow],
)  # fmt: skip
_BASIC: Final = real.Context(
    prec=9, rounding=real.ROUND_HALF_UP, Emin=-999999, Emax=999999, capitals=1, clamp=0, flags=[],
    traps=[real.InvalidOperation, real.DivisionByZero, real.Overflow, real.Clamped, real.Underflow],
)  # fmt: skip
_EXTENDED: Final = real.Context(
    prec=9, rounding=real.ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0,
    flags=[], traps=[],
)  # fmt: skip


def templates() -> dict[str, Context]:
    """Return the contexts that the module shows, for one run."""
    made = {
        "DefaultContext": wrapped(PLAIN.copy()),
        "BasicContext": wrapped(_BASIC.copy()),
        "ExtendedContext": wrapped(_EXTENDED.copy()),
    }
    current().state[_TEMPLATES] = tuple(made.values())
    return made


def pay(context: real.Context, price: Price, digits: int = 0) -> None:
    """Pay for an operation whose result and operands have at most so many digits."""
    digits = max(digits, context.prec)
    if digits > _FEW:
        spend(price(min(digits, 2**40)))
