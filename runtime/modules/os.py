"""`os`: only `os.path`, for the text of paths. There is no system underneath."""

from __future__ import annotations

import os as real

from .os_path import MODULE as PATH
from .stand_in import frozen

MODULE = frozen("os", real.__doc__, {"path": PATH}, frozenset(dir(real)))
