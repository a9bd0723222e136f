"""Exit statuses of every command."""

from __future__ import annotations

from typing import Final

import cloche

OK: Final = 0
GUEST_FAILED: Final = 1
BROKEN: Final = 1  # a log is not what was written
REFUSED: Final = 2  # the source is rejected, or the command line is wrong
LIMIT: Final = 3
UNWRITABLE: Final = 74  # as of sysexits.h: input or output failed
INTERRUPTED: Final = 130  # as a shell reports death by SIGINT
READER_GONE: Final = 141  # as a shell reports death by SIGPIPE


def status_of(error: cloche.ClocheError) -> int:
    """Return the exit status for *error*."""
    if isinstance(error, cloche.Rejected):
        return REFUSED
    if isinstance(error, cloche.LimitExceeded):
        return LIMIT
    return GUEST_FAILED
