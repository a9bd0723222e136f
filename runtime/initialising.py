"""`OSError` and `SyntaxError`, whose `__init__` writes over what it finds without letting go of it.

What such an exception already has, since a program has given it an attribute or initialised it
before, would live as long as the process (`oserror_init`, `SyntaxError_init`). So nothing is there
while C writes; what it has not written over comes back.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any, Final

from .standins import derive_from

_Init = Callable[..., None]
_MEMBERS: Final[dict[type, tuple[Any, ...]]] = {
    OSError: tuple(map(OSError.__dict__.get, "errno strerror filename filename2".split())),
    SyntaxError: tuple(
        map(
            SyntaxError.__dict__.get,
            "filename lineno offset text end_lineno end_offset print_file_and_line".split(),
        )
    ),
}
#: In the place of what is held meanwhile: it lives for ever, everybody has it, and nobody would
#: give it to an exception.
_HELD: Final = NotImplemented
_set_args: Final[Callable[[Any, Any], None]] = BaseException.__dict__["args"].__set__


def initialised(native: _Init) -> _Init:
    """Return what does as *native*, the `__init__` of such a class, and lets go of what was."""
    owner: Any = native.__objclass__  # type: ignore[attr-defined]
    base = OSError if issubclass(owner, OSError) else SyntaxError
    members = _MEMBERS[base]

    def __init__(self: Any, /, *args: Any, **named: Any) -> None:
        if not isinstance(self, base):
            native(self)  # raises CPython's own TypeError
            return
        if base is SyntaxError and len(args) == 2 and type(args[1]) is not tuple:
            # Whatever gives the parts may give the exception attributes.
            native(self, args[0], **named)
            _set_args(self, args)
            held = _hold(self, members, native, (args[0], tuple(args[1])), {})
            _set_args(self, args)
        else:
            held = _hold(self, members, native, args, named)
        del held  # (whose death may run code of the program)

    return __init__


def _hold(
    self: Any, members: tuple[Any, ...], native: _Init, args: Any, named: dict[str, Any]
) -> object:
    """Call *native* while *self* has none of its *members*; return what they were."""
    found = [(member, member.__get__(self)) for member in members]
    held = [(member, value) for member, value in found if value is not None]
    for member, _ in held:
        member.__set__(self, _HELD)
    try:
        native(self, *args, **named)
    finally:
        for member, value in held:
            if member.__get__(self) is _HELD:
                member.__set__(self, value)
    return held


for _kind in [*vars(builtins).values()]:
    if isinstance(_kind, type) and issubclass(_kind, SyntaxError):
        derive_from(_kind, {"__init__": initialised(_kind.__init__)})
