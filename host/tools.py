"""The host's functions as a sandbox takes them: checked, adapted, observed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import BuiltinFunctionType
from typing import TYPE_CHECKING, Any

from .inputs import check_name
from .runtime.boundary.calls import check_tool
from .runtime.boundary.pausing import Pausing, unmarked

if TYPE_CHECKING:
    from .observing import Observers

Tools = dict[str, Callable[..., Any]]


def checked_tools(given: Mapping[str, Callable[..., Any]]) -> tuple[Tools, frozenset[str]]:
    """Return tools without their marks, and the names of those that `cloche.pausing` has marked.

    Raises:
        ValueError: a name no guest could write.
        TypeError: what cannot be a tool.
    """
    marked = dict(given)
    pausing = frozenset(name for name, tool in marked.items() if type(tool) is Pausing)
    tools = {name: unmarked(tool) for name, tool in marked.items()}
    for name, tool in tools.items():
        check_tool(name, tool)
        check_name(name)
    return tools, pausing


def called_tools(tools: Tools, observers: Observers | None) -> Tools:
    """Return what is called in the place of each tool: what fits its declared types, observed."""
    return {name: _called(name, tool, observers) for name, tool in tools.items()}


def _called(name: str, tool: Callable[..., Any], observers: Observers | None) -> Callable[..., Any]:
    function = tool
    if type(tool) is not BuiltinFunctionType:
        from .declared import adapted
        from .flags import NotForGuests

        try:
            function = adapted(tool)
        except NotForGuests as error:
            raise TypeError(f"tool {name!r}: {error}") from None
    return function if observers is None else observers.tool(name, function)
