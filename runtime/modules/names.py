"""What each importable module offers, known without importing it. `test_names` keeps it true."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NAMES: Final[dict[str, str]] = {}

MODULE_NAMES: Final[Mapping[str, frozenset[str]]] = MappingProxyType({})
UNSAFE_NAMES: Final[frozenset[str]] = frozenset()
