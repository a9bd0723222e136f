"""Host objects in a guest's hands: what the host has listed of them, and nothing else.

The host wraps an object in an `Exposed`, a handle; the guest holds a `Proxy` of that, whose
attributes and methods are tools (`calls.py`). The object itself is in no attribute of either
that a guest could read: only in the closures of these tools.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final, NoReturn
from weakref import ref

from cloche.transpiler.vocabulary import normalise

from ..standins import opaque, owned, trust
from .letting_go import let_go

if TYPE_CHECKING:
    from ..run import Run

#: Key in `Run.state` of the `Proxies` of a run.
PROXIES: Final = "exposed objects"


class Exposed:
    """What `expose` returns: a host object with the names that guests may use of it.

    Nothing of the object shows in its text. A tool that is given one back finds the object as
    `.object`.
    """

    __slots__ = ("__weakref__", "_methods", "_object", "_readable", "_writable")

    _object: Any
    _methods: dict[str, Callable[..., Any]]
    _readable: frozenset[str]
    _writable: frozenset[str]

    def __init__(self, obj: object) -> None:
        self._object = obj
        self._methods = {}
        self._readable = self._writable = frozenset()

    @property
    def object(self) -> Any:
        """The host object."""
        return self._object

    def __repr__(self) -> str:
        return "<exposed object>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an exposed object cannot be copied or pickled; expose the copy")


def expose(
    obj: object,
    attributes: Collection[str] = (),
    methods: Collection[str] = (),
    writable: Collection[str] = (),
) -> Exposed:
    """Wrap *obj* so that a guest may use what is listed of it, as an input or through a tool.

    Values cross as they do with tools: copied, in either direction. What the object gives that
    is itself exposed stays so. Reading an attribute, setting one and calling a method are calls
    of tools: the clock of the guest stands still, and errors are raised anew.

    Parameters:
        attributes: names the guest may read.
        methods: names the guest may call; looked up now, once.
        writable: those of *attributes* that the guest may set as well.

    Raises:
        ValueError: a name that no guest could write, or that is listed twice.
        AttributeError: *obj* has no such method.
        TypeError: the method cannot be called, or *obj* is exposed already.
    """
    from .calls import check_tool  # which needs this module

    if type(obj) is Exposed:
        raise TypeError("this object is exposed already")
    made = Exposed(obj)
    for names in (attributes, methods, writable):
        if isinstance(names, str):
            raise TypeError(f"names must be a collection of strings, not the string {names!r}")
        for name in names:
            _check(name)
    made._readable, made._writable = frozenset(attributes), frozenset(writable)
    for name in sorted(made._writable - made._readable):
        raise ValueError(f"{name!r} is writable but not among the attributes")
    for name in methods:
        if name in made._readable:
            raise ValueError(f"{name!r} is listed as an attribute and as a method")
        method = getattr(obj, name)
        check_tool(name, method)
        made._methods[name] = method
    return made


def _check(name: object) -> None:
    if type(name) is not str or not name.isidentifier() or iskeyword(name):
        raise ValueError(f"{name!r} is not a name a program could use")
    if name.startswith("__") or normalise(name) != name:
        raise ValueError(f"the name {name!r} is reserved")


class _Face:
    """What a proxy gives, for one run: tools that are made when they are first asked for."""

    __slots__ = ("_handle", "_run", "_tools")

    def __init__(self, handle: Exposed, run: Run) -> None:
        self._handle = handle
        self._run = run
        run.hands_over = True
        self._tools: dict[tuple[str, str], Callable[..., Any]] = {}

    @property
    def handle(self) -> Exposed:
        return self._handle

    def names(self) -> list[str]:
        return sorted({*self._handle._readable, *self._handle._methods})

    def load(self, name: str) -> Any:
        handle = self._handle
        if name in handle._methods:
            return self._tool("call", name, handle._methods[name])
        if name not in handle._readable:
            raise AttributeError(f"this exposed object has no attribute {name!r}")
        return self._tool("read", name, lambda: _read(handle._object, name))()

    def store(self, name: str, value: Any) -> None:
        handle = self._handle
        if name not in handle._writable:
            known = name in handle._readable or name in handle._methods
            what = "is read-only" if known else "does not exist"
            raise AttributeError(f"attribute {name!r} of this exposed object {what}")
        self._tool("set", name, lambda given: _set(handle._object, name, given))(value)

    def _tool(self, use: str, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        tool = self._tools.get((use, name))
        if tool is None:
            from .calls import tool_for  # which needs this module

            tool = self._tools[use, name] = tool_for(name, function, self._run)
        return tool


# CPython's own words for what these two miss name the class of the object.


def _read(obj: object, name: str) -> Any:
    try:
        return getattr(obj, name)
    except AttributeError as error:
        if error.obj is not obj or error.name != name:
            raise
    raise AttributeError(f"this exposed object has no attribute {name!r}")


def _set(obj: object, name: str, value: object) -> None:
    try:
        return setattr(obj, name, value)
    except AttributeError:
        pass
    raise AttributeError(f"attribute {name!r} of this exposed object cannot be set")


class Proxy:
    """What a guest holds in the place of an exposed object."""

    __slots__ = ("__exposed__", "__weakref__")

    def __new__(cls, *args: object, **named: object) -> Proxy:
        raise TypeError("exposed objects cannot be made here")

    # A guest may call these through the class, with anything in the place of `self` and of the
    # name: the slot's own getter refuses the one, `_exact` the other.

    def __getattr__(self, name: str) -> Any:
        return _face(self).load(_exact(name))

    def __setattr__(self, name: str, value: object) -> None:
        _face(self).store(_exact(name), value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"attribute {_exact(name)!r} of this exposed object cannot be deleted")

    def __dir__(self) -> list[str]:
        return _face(self).names()

    def __repr__(self) -> str:
        return "<exposed object>"


Proxy.__name__ = Proxy.__qualname__ = "exposed"
Proxy.__module__ = "builtins"
_face: Final[Callable[[Any], _Face]] = Proxy.__dict__["__exposed__"].__get__
_set_face: Final = Proxy.__dict__["__exposed__"].__set__
trust(Proxy, careful=True)
owned(Proxy)
opaque(Proxy, "exposed objects cannot be made here")


def _exact(name: object) -> str:
    if type(name) is not str:
        raise TypeError(f"attribute name must be string, not '{type(name).__name__}'")
    return name


class Proxies:
    """The proxies of a run, and the handles of those that its guest has dropped.

    These are kept until the next call of a tool, or the end: they end in no guest's time.
    """

    __slots__ = ("_dropped", "_run", "_there")

    def __init__(self, run: Run) -> None:
        self._run = run
        #: Weak, for a tool that exposes a new object at each call; by the identity of the handle.
        self._there: dict[int, ref[Proxy]] = {}
        self._dropped: dict[Exposed, ref[Proxy]] = {}

    def of(self, handle: Exposed) -> Proxy:
        """Return the proxy of *handle*; a new one if there is none."""
        found = self._there.get(id(handle))
        proxy = None if found is None else found()
        if proxy is None:
            proxy = object.__new__(Proxy)
            _set_face(proxy, _Face(handle, self._run))
            # In C: it is called in the guest's time.
            dies = partial(self._dropped.__setitem__, handle)
            self._there[id(handle)] = ref(proxy, dies)
        return proxy

    def forget(self) -> None:
        """Let go of the handles that nobody needs any more."""
        held = []
        while self._dropped:
            held.append(self._dropped.popitem())
            if self._there.get(id(held[-1][0])) is held[-1][1]:
                del self._there[id(held[-1][0])]
        let_go(self._run.budget, held)


def proxy_of(handle: Exposed, run: Run) -> Proxy:
    """Return what the guest of *run* holds in the place of *handle*: the same one every time."""
    proxies: Any = run.state.get(PROXIES)
    if proxies is None:
        proxies = run.state[PROXIES] = Proxies(run)
    proxies.forget()
    proxy: Proxy = proxies.of(handle)
    return proxy


def handle_of(proxy: Proxy) -> Exposed:
    """Return the handle that *proxy* stands for."""
    return _face(proxy).handle
