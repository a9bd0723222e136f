"""Containers that are printed item by item: code of a guest may change them meanwhile."""

from __future__ import annotations

import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from functools import partial
from gc import get_referents
from itertools import compress, count
from types import MappingProxyType, MethodType, SimpleNamespace
from typing import Any, Final

from ..prices import SMALL_BYTES, reserve
from ..run import current
from .compared import entries
from .contents import SCALARS, contents
from .draining import pairs, ticking
from .printing import walk_rendering
from .survey import PRINTED, PRINTS, Survey, gives, is_native, method_of

#: Key in `Run.state`: what is being printed, by identity.
_PRINTING: Final = "printing"
_COPIES: Final = 2
#: Bytes that a character takes beside the widest one.
_WIDEST: Final = 4


def changes(x: Any) -> bool:
    """Tell whether printing *x* may run code of a guest, and print what that could change.

    Raises:
        Stop: looking at it has used up the budget.
    """
    if PRINTS not in current().state:
        return False
    kind = type(x)
    inside = contents(x)
    if inside is None or (SCALARS.issuperset(map(type, inside)) and kind not in current().own):
        return False
    return kind in _AT_ONCE or Survey(PRINTED, leaves=False).finds((x,))


class Rendered:
    """Stands for *x* where it is printed, and never goes to a guest."""

    __slots__ = ("x",)

    def __init__(self, x: Any) -> None:
        self.x = x

    def __repr__(self) -> str:
        return text_of(self.x)

    def __str__(self) -> str:
        kind = type(self.x)
        method = method_of(kind, "__str__")
        if method is object.__str__:
            return text_of(self.x)
        return worded(method, self.x) if is_native(method) else str(self.x)

    def __format__(self, spec: str) -> str:
        kind = type(self.x)
        if method_of(kind, "__format__") is object.__format__ and not spec:
            return str(self)
        return format(self.x, spec)


#: Printed item by item without looking into them: their printers are quick.
_AT_ONCE: Final = frozenset({list, tuple, dict})
CHANGES: Final = "this might change while it is printed"


def printed(x: Any) -> Any:
    """Pay for printing *x*, and return what C prints in its place."""
    if changes(x):
        return Rendered(x)
    walk_rendering(x)
    return x


def text_of(x: Any) -> str:
    """Return `repr(x)`, paid for."""
    if not changes(x):
        walk_rendering(x)
        return repr(x)
    kind = type(x)
    method = method_of(kind, "__repr__")
    if issubclass(kind, Counter) and _home(kind, "__repr__") not in current().own:
        return counter_text(x)
    return written(method, x) if is_native(method) else repr(x)


def _home(kind: type, name: str) -> type:
    return next(each for each in kind.__mro__ if name in each.__dict__)


def written(method: Any, x: Any) -> str:
    """Return what *method* gives, a `__repr__` of C's, for what may change while it is printed.

    Raises:
        TypeError: only C can print it.
    """
    printer = _PRINTERS.get(method.__objclass__)
    if printer is None:
        raise TypeError(CHANGES)
    write, again = printer
    if again is None:
        return write(x)
    running: Any = current().state.setdefault(_PRINTING, set())
    if id(x) in running:
        return again
    running.add(id(x))
    try:
        return write(x)
    finally:
        running.discard(id(x))


def worded(method: Any, x: Any) -> str:
    """Return what *method* gives, a `__str__` of C's, as `written`."""
    if method is object.__str__:
        return text_of(x)
    if method is KeyError.__str__ and len(_arguments(x)) == 1:
        return text_of(_arguments(x)[0])
    word = _WORDS.get(method)
    if word is None:
        raise TypeError(CHANGES)
    return word(x)


def _row(items: Any, base: Any) -> str:
    """Return the texts of the items of a list or tuple, whose length is read anew each time."""
    parts: list[str] = []
    for at in compress(count(), current().ticks):
        if at >= base.__len__(items):
            break
        parts.append(text_of(base.__getitem__(items, at)))
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    """Return the items of a display, paid for: they are copied, and again between brackets."""
    size = sum(map(len, parts))
    if size > SMALL_BYTES:
        reserve(size, size * (_COPIES if all(map(str.isascii, parts)) else _COPIES * _WIDEST))
    return ", ".join(parts)


def _list(x: Any) -> str:
    return f"[{_row(x, list)}]"


def _tuple(x: Any) -> str:
    return f"({_row(x, tuple)},)" if tuple.__len__(x) == 1 else f"({_row(x, tuple)})"


def _dict(x: Any) -> str:
    return "{" + _joined([f"{text_of(k)}: {text_of(v)}" for k, v in entries(x)]) + "}"


def _set(x: Any) -> str:
    kind = type(x)
    if not set.__len__(x):
        return f"{kind.__name__}()"
    items = _row(_given(x, set), list)
    return f"{{{items}}}" if kind is set else f"{kind.__name__}({{{items}}})"


def _given(x: Any, base: Any) -> list[Any]:
    """Return what C goes through to print *x*."""
    return [*(ticking(x) if gives(type(x)) else base.__iter__(x))]


def _frozen(x: Any) -> str:
    if not frozenset.__len__(x):
        return f"{type(x).__name__}()"
    return f"{type(x).__name__}({{{_row(_given(x, frozenset), list)}}})"


def _deque(x: Any) -> str:
    inside = _row(_given(x, deque), list)
    end = "" if x.maxlen is None else f", maxlen={x.maxlen}"
    return f"{type(x).__name__}([{inside}]{end})"


def _default(x: Any) -> str:
    return f"{type(x).__name__}({text_of(x.default_factory)}, {_dict(x)})"


def counter_text(x: Any) -> str:
    """Return what `Counter.__repr__` does."""
    own = current().own
    asked = ("items", "keys", "__iter__")
    if any(_home(type(x), name) in own or name in _attributes(x) for name in asked):
        raise TypeError(CHANGES)
    if not x:
        return f"{type(x).__name__}()"
    try:
        inside = dict(pairs(x.most_common()))
    except TypeError:  # as CPython does: counts that have no order
        inside = dict(x)
    return f"{type(x).__name__}({text_of(inside)})"


_attributes: Final[Any] = vars(Counter)["__dict__"].__get__


def _ordered(x: Any) -> str:
    if not dict.__len__(x):
        return f"{type(x).__name__}()"
    if sys.version_info >= (3, 12):
        return f"{type(x).__name__}({_dict(x)})"
    if gives(type(x)):
        return f"{type(x).__name__}({text_of([*ticking(x.items())])})"
    inside = _joined([f"({text_of(key)}, {text_of(value)})" for key, value in entries(x)])
    return f"{type(x).__name__}([{inside}])"


def _arguments(x: Any) -> tuple[Any, ...]:
    found: tuple[Any, ...] = BaseException.args.__get__(x)  # type: ignore[attr-defined]
    return found


def _error(x: Any) -> str:
    args = _arguments(x)
    inside = f"({text_of(args[0])})" if len(args) == 1 else text_of(args)
    return f"{type(x).__name__}{inside}"


def _message(x: Any) -> str:
    args = _arguments(x)
    if len(args) != 1:
        return text_of(args) if args else ""
    return str(printed(args[0]))


def _space(x: Any) -> str:
    names = SimpleNamespace.__dict__["__dict__"].__get__(x)
    inside = _joined([f"{key}={text_of(value)}" for key, value in entries(names)])
    name = "namespace" if type(x) is SimpleNamespace else type(x).__name__
    return f"{name}({inside})"


def _view(x: Any) -> str:
    return f"{type(x).__name__}([{_row([*x], list)}])"


def _import_message(x: Any) -> str:
    text = ImportError.__dict__["msg"].__get__(x)
    return text if type(text) is str else _message(x)


def _syntax_message(x: Any) -> str:
    of_class = SyntaxError.__dict__
    shown = SyntaxError()
    shown.msg = Rendered(of_class["msg"].__get__(x))  # type: ignore[assignment]
    shown.filename = of_class["filename"].__get__(x)
    shown.lineno = of_class["lineno"].__get__(x)
    return str(shown)


#: Methods that print a message, whatever else is in the exception.
_WORDS: Final[dict[Any, Callable[[Any], str]]] = {
    BaseException.__str__: _message,
    KeyError.__str__: _message,
    NameError.__str__: _message,
    AttributeError.__str__: _message,
    ImportError.__str__: _import_message,
    SyntaxError.__str__: _syntax_message,
    BaseExceptionGroup.__str__: BaseExceptionGroup.__str__,  # its message is a text
    MappingProxyType.__str__: lambda x: str(printed(get_referents(x)[0])),
}


def _slice(x: Any) -> str:
    return f"slice({_joined([text_of(each) for each in (x.start, x.stop, x.step)])})"


def _method(x: Any) -> str:
    return repr(MethodType(x.__func__, Rendered(x.__self__)))


def _static(x: Any) -> str:
    return f"<{type(x).__name__}({text_of(*contents(x) or ())})>"


def _partial(x: Any) -> str:
    inside = [text_of(each) for each in x.args]
    inside += [f"{key!s}={text_of(value)}" for key, value in entries(x.keywords)]
    # C prints the function last, and puts it first.
    return f"functools.partial({_joined([text_of(x.func), *inside])})"


#: What prints a type, and what C prints of it in the middle of printing it; None if it does not
#: ask, since another container must be on the way back to it.
_Printer = tuple[Callable[[Any], str], str | None]
_PRINTERS: Final[dict[Any, _Printer]] = {
    list: (_list, "[...]"),
    tuple: (_tuple, "(...)"),
    dict: (_dict, "{...}"),
    set: (_set, "set(...)"),
    frozenset: (_frozen, "frozenset(...)"),
    deque: (_deque, "[...]"),
    defaultdict: (_default, "defaultdict(...)"),
    OrderedDict: (_ordered, "..."),
    BaseException: (_error, None),
    SimpleNamespace: (_space, "namespace(...)"),
    type({}.keys()): (_view, "..."),
    type({}.values()): (_view, "..."),
    type({}.items()): (_view, "..."),
    type(OrderedDict().keys()): (_view, "..."),
    type(OrderedDict().values()): (_view, "..."),
    type(OrderedDict().items()): (_view, "..."),
    slice: (_slice, None),
    MethodType: (_method, None),
    staticmethod: (_static, None),
    classmethod: (_static, None),
    partial: (_partial, "..."),
    MappingProxyType: (lambda x: f"mappingproxy({text_of(get_referents(x)[0])})", None),
}
