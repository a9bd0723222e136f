"""Modules of the standard library made from its own source text, with guards (`instrument.py`).

The copy is the sandbox's own: its classes are not the host's, its builtins are those of a guest,
and it imports what it is given. All runs share it, so nothing in it is written to, and what is
mutable in a class is shown as a copy.
"""

from __future__ import annotations

import builtins
import collections
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, MappingProxyType, SimpleNamespace
from typing import Any, Final

from ..builtins.output import print_for
from ..guards import draining
from ..guards.writing import writable
from ..limits import Limits
from ..run import Run, charge, current
from ..standins import StandIn, admit, basis_of, builtin, owned, plain, standin_of
from ..universe import guarded
from .instrument import IMPORTED, KIND, STEP, STEPS, STORED, instrument
from .kept_code import kept
from .namedtuples import replace_methods
from .stand_in import Module, frozen, shim

_REAL_BUILD: Final = builtins.__build_class__
_MUTABLE: Final = (dict, list, set, bytearray)
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
#: Key in `Run.state` while a module is adopted.
ADOPTING: Final = "adopting"


def adopt(
    name: str,
    imports: Mapping[str, Any] = _NONE,
    names: Mapping[str, Any] = _NONE,
    edit: Callable[[str], str] = str,
    derivable: bool = True,
    writable: str = "",
) -> SimpleNamespace:
    """Return what the module *name* defines, each class ready for guests.

    Parameters:
        imports: per module that the text imports, what stands for it.
        names: what takes the place of a builtin, or in the end of something that it defines.
        edit: changes the text first.
        derivable: whether guests may derive from its classes, and so make an instance again;
            not where instances are shared.
        writable: names of classes whose instances a guest may write to; none is shared.

    Raises:
        ImportError: its source is not there.
        KeyError: it imports something else.
    """
    here: set[type] = set()
    space: dict[str, Any] = {
        "__name__": name,
        "__builtins__": {**_builtins(), STORED: _storing(here), **names},
        IMPORTED: _Imports(imports),
    }
    code = _compiled(name, edit(_source(name)))
    _outside_of_runs(lambda: exec(code, space))
    space.update((each, value) for each, value in names.items() if each in space)
    for value in space.values():
        if isinstance(value, type) and value.__module__ == name and not builtin(value):
            _admit(value, derivable)
            here.add(value)
    owned(*(space[each] for each in writable.split()))
    return SimpleNamespace(**space)


def _compiled(name: str, text: str) -> CodeType:
    """Return the code of *text* with its guards; nearly all that adopting a module takes.

    It depends on nothing but the text, the guarded names, and the interpreter.
    """

    def make() -> CodeType:
        # Under no name of a guest's file: its frames are none of a guest's traceback.
        tree = instrument(text, guarded())
        return compile(tree, f"<library {name}>", "exec", dont_inherit=True)

    return kept(name, text, guarded(), make)


def _source(name: str) -> str:
    """Return the text of the module *name* of the running interpreter.

    Raises:
        ImportError: it is not there.
    """
    spec = find_spec(name)
    source: str | None = getattr(spec.loader, "get_source", lambda name: None)(name) if spec else ""
    if source is None and spec is not None and spec.origin == "frozen":
        # Part of the interpreter, with its text beside the others'.
        file = getattr(import_module(name), "__file__", None)
        source = Path(file).read_text(encoding="utf-8") if file else None
    if not source:
        raise ImportError(f"the source of {name!r} is not installed", name=name)
    return source


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """Return *text* with each of the first texts replaced by the second.

    Raises:
        ValueError: one is not there.
    """
    for old, new in pairs:
        if old not in text:
            raise ValueError(f"an adopted module has no {old!r}")
        text = text.replace(old, new)
    return text


def offer(name: str, *members: str, here: SimpleNamespace, **values: Any) -> Module:
    """Return the stand-in of *name*: *members* of what has been adopted, and *values*."""
    real = import_module(name)
    found = {each: getattr(here, each) for each in " ".join(members).split() if hasattr(here, each)}
    public = frozenset(each for each in dir(real) if each[0] != "_")
    return frozen(name, real.__doc__, found | values, left_out=public)


def uncached(*args: Any, **named: Any) -> Any:
    """Stand for `functools.lru_cache`: what one run has computed is not another's to find."""
    return args[0] if args and callable(args[0]) else uncached


def namedtuple(name: str) -> Callable[..., Any]:
    """Return `collections.namedtuple` for the adopted module *name*."""

    def make(typename: str, fields: Any, **named: Any) -> Any:
        build: Any = collections.namedtuple
        made = build(typename, fields, module=name, **named)
        replace_methods(made)
        # Functions of the host's module, or that it made from text.
        for method in ("__new__", "_asdict", "_replace"):
            setattr(made, method, _standing_for(vars(made)[method]))
        return made

    return make


def _standing_for(native: Any) -> Any:
    call = native.__func__ if isinstance(native, staticmethod) else native

    @shim(call)
    def method(self: Any, /, *args: Any, **named: Any) -> Any:
        return call(self, *args, **named)

    return staticmethod(method) if isinstance(native, staticmethod) else method


class _Imports(dict[str, Any]):
    """What an adopted text may import."""

    def __init__(self, modules: Mapping[str, Any]) -> None:
        super().__init__(
            (name, SimpleNamespace(**value) if isinstance(value, dict) else value)
            for name, value in modules.items()
        )

    def __missing__(self, name: str) -> Any:
        raise ImportError(f"an adopted module imports {name!r}")


def _outside_of_runs(action: Callable[[], object]) -> None:
    """Let *action*, which defines classes and compiles patterns, pay from nobody's budget."""
    run = Run(Limits(steps=None, seconds=None, memory=None))
    run.state[ADOPTING] = True
    token = run.enter()
    try:
        action()
    finally:
        run.leave(token)


def _builtins() -> dict[str, Any]:
    from ..namespace import STATIC

    return {
        **STATIC,
        "__build_class__": _build_class,
        KIND: _kind,
        "print": _print,
        STEP: _step,
        STEPS: draining.ticking,
    }


def _storing(here: set[type]) -> Callable[[Any], Any]:
    """Return what an adopted method calls with an object it is about to write to.

    A guest may have put something in the place of `self` that is not for guests to write to: a
    class that all runs share, or a shared instance of another module's class.

    Parameters:
        here: the classes of the module; its methods write to their instances.
    """

    def stored(x: Any) -> Any:
        if not here.isdisjoint(type(x).__mro__) or current().state.get(ADOPTING):
            return x
        return writable(x)

    return stored


def _print(*values: Any, **named: Any) -> None:
    print_for(current())(*values, **named)


def _kind(x: object) -> type:
    kind = type(x)
    return standin_of(kind) if builtin(kind) else kind


def _step() -> bool:
    return next(current().ticks)


def _build_class(body: Any, name: str, /, *bases: Any, **named: Any) -> Any:
    made = _REAL_BUILD(body, name, *map(_base, bases), **named)
    # One that a function defines belongs to the run that called it.
    current().own.add(made)
    current().written.add(made)
    return made


def _base(kind: Any) -> Any:
    return basis_of(kind) if isinstance(kind, StandIn) else kind


def _admit(kind: type, derivable: bool) -> None:
    for name, value in [*vars(kind).items()]:
        if type(value) in _MUTABLE and name != "__annotations__":
            setattr(kind, name, _Copied(value))
    if issubclass(kind, BaseException):
        plain(kind)
        admit(kind)
        return
    plain(kind, derivable=derivable)
    admit(kind)


class _Copied:
    """An attribute of a class that everyone reads: a copy, so that nobody changes another's."""

    __slots__ = ("__value__",)

    def __init__(self, value: Any) -> None:
        self.__value__ = value

    def __get__(self, instance: object, owner: Any = None) -> Any:
        charge(len(self.__value__) // 8)
        return self.__value__.copy()
