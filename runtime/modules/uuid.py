"""`uuid`: the adopted class; random ones by the chance of the run, version 1 by its clock too."""

from __future__ import annotations

import sys
import uuid as real
from typing import Any, Final

from ..boundary.library import number_of_uuid
from ..boundary.outward import NUMBERS
from ..guards.operators import addend
from ..prices import pay_copy
from ..run import current, running
from . import chance
from .adopted import adopt, offer
from .clock import clock
from .hashlib import CONSTRUCTORS
from .stand_in import Module

#: The node of a run and the moment of its latest UUID, in `Run.state`.
_NODE: Final = "uuid node"
_LATEST: Final = "uuid moment"
#: From 1582 to 1970 in units of 100 ns.
_EPOCH: Final = 0x01B21DD213814000
#: Since then what is hashed may be given as bytes.
_TAKES_BYTES: Final = sys.version_info >= (3, 12)
#: The most bytes a character takes.
_UTF8: Final = 4


def _cut(text: str) -> str:
    """What follows the class asks the system for its address."""
    return text[: text.index("\ndef _get_command_stdout(")]


def _plain_class(base: type) -> Any:
    return lambda kind: kind


#: The system says what it knows of a UUID's safety; nothing here asks it.
_HERE = adopt(
    "uuid",
    {
        "os": {"name": "posix"},
        "sys": {"platform": "linux", "byteorder": "little"},
        "platform": {"system": lambda: "Linux"},
        "enum": {"Enum": object, "_simple_enum": _plain_class},
    },
    edit=_cut,
    writable="UUID",
)
UUID: Final = _HERE.UUID
_number: Final = vars(UUID)["int"]
_safety: Final = vars(UUID)["is_safe"]


def made(number: int) -> Any:
    """Return the UUID of a number, which is less than 2**128."""
    found = object.__new__(UUID)
    _number.__set__(found, number)
    _safety.__set__(found, None)
    return found


def _leaving(value: Any) -> real.UUID:
    return real.UUID(int=number_of_uuid(value, _number.__get__))


def __hash__(self: Any) -> Any:
    number = None if _is_running() else _number.__get__(self)
    return hash(number) if type(number) is int else _HASH(self)


def __eq__(self: Any, other: Any) -> Any:
    if _is_running() or type(self) is not UUID:
        return _EQUAL(self, other)
    is_other = type(other) is UUID
    return _number.__get__(self) == _number.__get__(other) if is_other else NotImplemented


def _is_running() -> bool:
    run = running(None)
    return run is not None and run.budget.live


#: Keys of a value on its way into a program are told apart before there is a run that pays.
_HASH: Final = UUID.__hash__
_EQUAL: Final = UUID.__eq__
for _each in (__hash__, __eq__):
    _each.__qualname__ = f"UUID.{_each.__name__}"
    setattr(UUID, _each.__name__, _each)
NUMBERS[id(UUID)] = _leaving


def uuid3(namespace: Any, name: Any) -> Any:
    """Return the UUID that the MD5 hash of *namespace* and *name* makes."""
    return _named("md5", namespace, name, 3)


def uuid5(namespace: Any, name: Any) -> Any:
    """Return the UUID that the SHA-1 hash of *namespace* and *name* makes."""
    return _named("sha1", namespace, name, 5)


def _named(algorithm: str, namespace: Any, name: Any, version: int) -> Any:
    if isinstance(name, str):
        pay_copy(_UTF8 * str.__len__(name))
        name = str.encode(name)
    elif not _TAKES_BYTES:
        name = bytes(name, "utf-8")  # CPython's own error
    digest = CONSTRUCTORS[algorithm](addend(namespace.bytes) + addend(name)).digest()
    return UUID(bytes=digest[:16], version=version)


def uuid4() -> Any:
    """Return a random UUID."""
    return UUID(bytes=chance.entropy(16), version=4)


def getnode() -> int:
    """Return the run's node: a random number, and no address of the host's."""
    state = _state()
    if _NODE not in state:
        state[_NODE] = chance.bits(48) | 1 << 40
    node = state[_NODE]
    assert isinstance(node, int)
    return node


def _state() -> dict[str, object]:
    """Return the state of the current run."""
    return current().state


def uuid1(node: Any = None, clock_seq: Any = None) -> Any:
    """Return a UUID of this moment."""
    state = _state()
    moment = clock().now() // 100 + _EPOCH
    latest: Any = state.get(_LATEST)
    if latest is not None and moment <= latest:
        moment = latest + 1
    state[_LATEST] = moment
    if clock_seq is None:
        clock_seq = chance.bits(14)
    fields = (
        moment & 0xFFFFFFFF,
        (moment >> 32) & 0xFFFF,
        (moment >> 48) & 0x0FFF,
        (clock_seq >> 8) & 0x3F,
        clock_seq & 0xFF,
        getnode() if node is None else node,
    )
    return UUID(fields=fields, version=1)


_FUNCTIONS: Final = {each.__name__: each for each in (uuid1, uuid3, uuid4, uuid5, getnode)}


def for_run() -> Module:
    """Return the module for the current run; its constants are objects, and no other's."""
    spaces = {
        f"NAMESPACE_{name}": UUID(f"6ba7b81{digit}-9dad-11d1-80b4-00c04fd430c8")
        for name, digit in (("DNS", 0), ("URL", 1), ("OID", 2), ("X500", 4))
    }
    return offer(
        "uuid",
        "UUID RESERVED_FUTURE RESERVED_MICROSOFT RESERVED_NCS RFC_4122",
        here=_HERE,
        **_FUNCTIONS,
        **spaces,
    )
