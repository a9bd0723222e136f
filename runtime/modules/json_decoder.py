"""`json.decoder`: the class and its error."""

from __future__ import annotations

import json.decoder as real

from .json_codec import DECODER, scanstring
from .stand_in import module

MODULE = module(real, "", DECODER.JSONDecodeError, DECODER.JSONDecoder, scanstring)
