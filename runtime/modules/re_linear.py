"""`re` for adopted modules whose own patterns are known to take one sweep over a text.

Only those that their text compiles as it is adopted; what they compile for a guest is a guest's.
"""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from types import SimpleNamespace
from typing import Any, Final

from ..prices import spend
from ..run import charge, current
from .adopted import ADOPTING
from .plain import exact_str
from .re import MODULE as RE
from .re_engine import Engine
from .re_pattern import Pattern, pattern_of
from .timing import timed

#: One step pays for so many characters.
_CHARACTERS_A_STEP: Final = 8
#: One sweep over so many takes less than it does to look at the clock.
_SHORT: Final = 256


class _Linear(Engine):
    __slots__ = ()

    def is_instant(self, method: str, length: int) -> bool:
        return False  # its bound would be paid for by whoever comes first

    def is_quick(self, method: str, length: int) -> bool:
        spend(length // _CHARACTERS_A_STEP)
        return True

    def find(self, method: str, text: Any, start: int, end: int) -> Any:
        length = max(min(end, len(text)) - start, 0)
        self.is_quick(method, length)
        look = getattr(self.native, method)
        if length <= _SHORT:
            charge(1)
            return look(text, start, end)
        return timed(look, text, start, end)


def _compile(pattern: Any, flags: Any = 0) -> Pattern:
    if not current().state.get(ADOPTING):
        return RE.compile(pattern, flags)
    text, number = exact_str(pattern), int(flags)
    return pattern_of(_Linear(re.compile(text, number), parser.parse(text, number)))


LINEAR_RE: Final = SimpleNamespace(**{**RE.__dict__, "compile": _compile})
