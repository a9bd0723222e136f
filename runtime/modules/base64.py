"""`base64`, adopted; without what reads and writes files."""

from __future__ import annotations

from .adopted import adopt, offer
from .binascii import MODULE as BINASCII
from .re import MODULE as RE
from .struct import MODULE as STRUCT

_HERE = adopt(
    "base64",
    {"re": RE, "struct": STRUCT, "binascii": BINASCII},
)

MODULE = offer(
    "base64",
    "a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode b32hexencode",
    "b64decode b64encode b85decode b85encode decode decodebytes encode encodebytes",
    "standard_b64decode standard_b64encode urlsafe_b64decode urlsafe_b64encode z85decode",
    "z85encode",
    here=_HERE,
)
