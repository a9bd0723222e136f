"""Text and bytes. Immutable but for `bytearray`; everything vetted is linear in what exists.

`bytearray.resize` (3.14) would allocate what it is told to; it is absent.
Nothing here makes a `memoryview`: see `builtins/memory_view.py`.
"""

from __future__ import annotations

from . import formatting, text_guards
from .container_guards import COPIED
from .registry import Family, entry, register

#: Searches from the left are linear (two-way) since 3.10; those from the right are guarded.
COMMON = """
    capitalize count endswith find index isalnum isalpha isascii isdigit islower isspace istitle
    isupper lower lstrip partition removeprefix removesuffix rstrip split splitlines
    startswith strip swapcase title upper
"""
#: (Their `maketrans` gives 256 bytes.)
BYTES = f"{COMMON} fromhex hex maketrans"

TEXT = register(
    Family(
        "text",
        (
            entry(
                str,
                f"{COMMON} casefold isdecimal isidentifier isnumeric isprintable",
                {
                    **text_guards.shared(str),
                    "encode": text_guards.encode,
                    "translate": text_guards.str_translate,
                    # Read attributes named in the text.
                    "format": formatting.format,
                    "format_map": formatting.format_map,
                },
                {"maketrans": text_guards.str_maketrans},
            ),
            entry(
                bytes,
                BYTES,
                {
                    **text_guards.shared(bytes),
                    "decode": text_guards.decoder(bytes),
                    "translate": text_guards.byte_translator(bytes),
                },
            ),
            entry(
                bytearray,
                f"{BYTES} append clear insert pop remove reverse",
                {
                    **text_guards.shared(bytearray),
                    "decode": text_guards.decoder(bytearray),
                    "translate": text_guards.byte_translator(bytearray),
                    "copy": COPIED[bytearray],
                    "extend": text_guards.bytes_extend,
                },
            ),
        ),
    )
)
