"""What stands first in the namespace of a guest's class: it registers the class, and goes."""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable
from typing import Any, Final

from cloche.transpiler.vocabulary import KEPT

from ..run import current, demand_room
from ..standins import namespace
from ..storing import delete_natively, store_natively
from .bare import register

#: In a namespace until `type.__new__` has made the class; no guest can spell it.
MARK: Final = "__registration__"


class Registration:
    """Registers the class it is in before any hook of the guest sees it, and goes.

    `type.__new__` calls `__set_name__` of each member in order, then `__init_subclass__`: hooks
    that write to the class (`cls.registry = {}`) need it registered. It holds nothing: whoever
    came by it would find no run behind it.
    """

    __slots__ = ()

    def __set_name__(self, owner: type, name: str) -> None:
        try:
            self.register(owner)
            delete_natively(owner, name)
        except BaseException as failure:
            # The program may have found the class, which is safe by halves.
            current().budget.interrupt(failure)
            raise

    def register(self, owner: type) -> None:
        """Register *owner*, the class it is in."""
        if issubclass(type(owner), ABCMeta):
            _give_knowledge(owner)
        register(owner)


def made(make: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
    """Return what *make* makes of *args*: a class with a `Registration` in its namespace.

    There is room on the stack for what that does, or nothing is made: methods of the body find the
    class by `__class__`, and those above it by `__subclasses__`, as soon as there is one.

    Raises:
        RecursionError: there is none.
        Stop: registering the class has failed.
    """
    demand_room()
    try:
        return make(*args, **named)
    except BaseException:
        current().budget.checkpoint()
        raise


def _give_knowledge(cls: type) -> None:
    """Give an abstract class what it knows of others, as `ABCMeta` will once it is made.

    C would find that of a class above it, which all runs share: hooks that register with it, or
    ask whether something is an instance, would write there.
    """
    (kept,) = KEPT
    store_natively(cls, kept, namespace(ABCMeta("", (), {}))[kept])
