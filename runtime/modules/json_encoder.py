"""`json.encoder`: the class."""

from __future__ import annotations

import json.encoder as real

from .json_codec import ENCODER, encode_basestring, encode_basestring_ascii
from .stand_in import module

MODULE = module(real, "", ENCODER.JSONEncoder, encode_basestring, encode_basestring_ascii)
