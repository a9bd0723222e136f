"""What stands first in the namespace of a guest's class: it registers the class, and goes."""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable
from typing import Any, Final

from cloche.transpiler.vocabulary import KEPT

from ..standins import namespace
from ..storing import delete_natively, store_natively
from .bare import register

#: In a namespace until `type.__new__` has made the class; no guest can spell it.
MARK: Final = "__registration__"
#: Of an exception: natively, and not as its class may tell.
_attributes: Final[Any] = namespace(BaseException)["__dict__"].__get__


class Registration:
    """Registers the class it is in before any hook of the guest sees it, and goes.

    `type.__new__` calls `__set_name__` of each member in order, then `__init_subclass__`: hooks
    that write to the class (`cls.registry = {}`) need it registered. It holds nothing: whoever
    came by it would find no run behind it.
    """

    __slots__ = ("done",)

    def __init__(self) -> None:
        self.done = False

    def __set_name__(self, owner: type, name: str) -> None:
        if issubclass(type(owner), ABCMeta):
            _give_knowledge(owner)
        register(owner)
        delete_natively(owner, name)
        self.done = True


def made(mark: Any, make: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
    """Return what *make* makes of *args*: a class with *mark* in its namespace.

    If there is no room on the stack for what *mark* does, CPython 3.11 hides that behind a
    RuntimeError; later ones note what is raised there. Natively there is nothing to be told of.

    Parameters:
        mark: says by its `done` whether it has done what it is there for.
    """
    try:
        return make(*args, **named)
    except Exception as error:
        failure = error.__cause__ if type(error) is RuntimeError else None
        if not mark.done:
            _attributes(error).pop("__notes__", None)
        if mark.done or type(failure) is not RecursionError:
            raise
    try:
        raise failure
    finally:
        del failure


def _give_knowledge(cls: type) -> None:
    """Give an abstract class what it knows of others, as `ABCMeta` will once it is made.

    C would find that of a class above it, which all runs share: hooks that register with it, or
    ask whether something is an instance, would write there.
    """
    (kept,) = KEPT
    store_natively(cls, kept, namespace(ABCMeta("", (), {}))[kept])
