"""`html`, adopted; each run has its own tables of entities."""

from __future__ import annotations

from html.entities import html5

from . import html_entities
from .adopted import adopt, offer
from .html_parser import MODULE as PARSER
from .loading import stand_in
from .re import MODULE as RE
from .stand_in import Module

_HERE = adopt("html", {"re": RE, "html.entities": {"html5": html5}})


def for_run() -> Module:
    """Return the module for the current run."""
    entities = stand_in(html_entities.NAME)
    return offer("html", "escape unescape", here=_HERE, entities=entities, parser=PARSER)
