"""`shlex`, adopted; it reads from what it is given, never from files or standard input."""

from __future__ import annotations

from .adopted import adopt, offer
from .collections import MODULE as COLLECTIONS
from .io import MODULE as IO
from .re import MODULE as RE

_HERE = adopt(
    "shlex",
    {"os": {}, "sys": {"stdin": None}, "re": RE, "collections": COLLECTIONS, "io": IO},
    writable="shlex",
)

MODULE = offer("shlex", "join quote shlex split", here=_HERE)
