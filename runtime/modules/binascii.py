"""`binascii`: each function in one sweep over bytes."""

from __future__ import annotations

import binascii as real

from ..standins import plain
from .priced import sweeping
from .stand_in import module

VETTED = "Error Incomplete"
#: What a byte may become: `=XX` with line breaks, `XX:`.
_GROWTH = 4
_NAMES = """
a2b_base64 a2b_hex a2b_qp a2b_uu b2a_base64 b2a_hex b2a_qp b2a_uu crc32 crc_hqx hexlify unhexlify
"""

plain(real.Error, real.Incomplete)

MODULE = module(
    real, VETTED, **{name: sweeping(getattr(real, name), _GROWTH) for name in _NAMES.split()}
)
