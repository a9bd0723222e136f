"""Functions of this package that a class holds as a special method, in the place of a guest's.

C asks ours, which asks the guest's; whoever looks sees the guest's own.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType, FunctionType, MethodType, WrapperDescriptorType
from typing import Any, Final

_ABSTRACT: Final = "__isabstractmethod__"
_BEHIND: Final = "__wrapped__"


class StandIn:
    """What stands before the special method *name*: functions that *make* makes, each of one."""

    __slots__ = ("_code", "_make")

    def __init__(self, name: str, make: Callable[[Any], Any]) -> None:
        made: Any = make
        codes = [each for each in made.__code__.co_consts if type(each) is CodeType]
        self._make = make
        (self._code,) = (each for each in codes if each.co_name == name)

    def before(self, method: Any) -> Any:
        """Return what a class must hold so that *method* is asked by one of ours."""
        made = self._make(method)
        attributes = made.__dict__
        given: dict[str, Any] = getattr(method, "__dict__", {})
        if _ABSTRACT in given:
            attributes[_ABSTRACT] = given[_ABSTRACT]
        attributes[_BEHIND] = method
        return made

    def before_function(self, method: Any) -> Any:
        """Return the same if *method* is a function of a guest's, and *method* if it is not."""
        if type(method) is not FunctionType or self.stands(method):
            return method
        return self.before(method)

    def stands(self, value: Any) -> bool:
        """Tell whether *value* is a function of ours that stands before another."""
        return type(value) is FunctionType and value.__code__ is self._code

    def shown(self, found: Any) -> Any:
        """Return what a guest sees of *found*, such a method, bound or not."""
        if self.stands(found):
            return found.__dict__[_BEHIND]
        if type(found) is MethodType:
            function: Any = self.shown(found.__func__)
            return found if function is found.__func__ else function.__get__(found.__self__)
        return found


def stood_before(value: Any) -> bool:
    """Tell whether *value* can be stood before, or need not be: it is a function, or C's own."""
    return value is None or type(value) in (FunctionType, WrapperDescriptorType)
