"""Ctrl-C while a guest runs.

A guest may catch KeyboardInterrupt like any exception. So the run is stopped through
its budget, which nothing catches, and the exception only makes it notice sooner.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from cloche.runtime.run import current
from cloche.runtime.stops import Stop


def abort_run(cause: BaseException) -> None:
    """Stop the run that this thread is in, if it is in one, so that the host sees *cause*."""
    try:
        run = current()
    except Stop:  # it is in a worker, and ends with the call that hands its text on
        raise cause from None
    run.abort(cause)


@contextlib.contextmanager
def handled() -> Iterator[None]:
    """Turn SIGINT into a KeyboardInterrupt that the guest cannot swallow.

    A second SIGINT ends the process at once, even within a C call that does not return.

    Raises:
        KeyboardInterrupt: there was one, whatever the run made of it.
    """
    elsewhere = threading.current_thread() is not threading.main_thread()
    if elsewhere or signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # `nohup`, `&`
        yield
        return
    interrupted = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with contextlib.suppress(Stop):
            current().abort(KeyboardInterrupt())
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    except (Exception, GeneratorExit):
        if interrupted:
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupted:
        raise KeyboardInterrupt
