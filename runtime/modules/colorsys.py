"""`colorsys`, adopted."""

from __future__ import annotations

from .adopted import adopt, offer

MODULE = offer(
    "colorsys",
    "hls_to_rgb hsv_to_rgb rgb_to_hls rgb_to_hsv rgb_to_yiq yiq_to_rgb",
    "ONE_SIXTH ONE_THIRD TWO_THIRD",
    here=adopt("colorsys"),
)
